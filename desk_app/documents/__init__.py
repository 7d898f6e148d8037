"""Template and facts in, workbook and PDF out. Knows no database."""
