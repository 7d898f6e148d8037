"""Workbooks that tests damage: small enough to be quick, large enough to be torn anywhere."""

import io

import xlwt


def old_list(rows: int = 120) -> bytes:
    """Return a good .xls list with texts and numbers."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名单")
    for row in range(rows):
        for column in range(8):
            sheet.write(row, column, f"石桥村{row}-{column}" if column < 5 else row * column)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
