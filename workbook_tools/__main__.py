"""`python -m workbook_tools`: the `lkjip` command where its folder is not on the PATH."""

from workbook_tools.cli import main

if __name__ == "__main__":
    main()
