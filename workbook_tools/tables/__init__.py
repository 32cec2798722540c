"""Tables as typed rows with their cells: read from a sheet, or built as views of the input sheets."""
