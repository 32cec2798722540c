"""What a workbook can have wrong. Each module looks at one kind of thing; `conflict` finds the cells behind."""
