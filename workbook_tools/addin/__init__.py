"""The add-in as a file and on a machine: built from the texts in `macros/`, bundled, installed, looked after."""
