"""What changed between two versions of a workbook, by meaning and not by address."""
