"""What a workbook can have wrong. Each module looks at one kind of thing; `diagnose` finds the cells behind the conflicts."""
