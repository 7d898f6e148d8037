"""Lays 方案公示稿 out: a title, the numbered sentences, who puts it up and for how long."""

from typing import TYPE_CHECKING, Any

from desk_app.documents.cells import put_value

if TYPE_CHECKING:
    from openpyxl import Workbook

    from desk_app.domain.scheme_notice import SchemeNotice

_NUMBER, _TEXT = 6, 84
"""Characters in the two columns."""
_LETTERS, _HEADING, _TITLE = 11, 12, 18
_LAST = (
    "公示时间：　　　　年　　月　　日至　　　　年　　月　　日",
    "对以上内容有意见的，请在公示期内反映。联系人：　　　　　　电话：　　　　　　　",
)


def notice_workbook(notice: "SchemeNotice") -> "Workbook":
    """Return a workbook with the notice on one sheet, as wide as one upright page."""
    from openpyxl import Workbook
    from openpyxl.worksheet.properties import PageSetupProperties

    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.title = "方案公示稿"
    sheet.column_dimensions["A"].width = _NUMBER
    sheet.column_dimensions["B"].width = _TEXT
    row = _across(sheet, 1, notice.title, "黑体", _TITLE, "center")
    row = _across(sheet, row, "（公示稿）", "黑体", _HEADING, "center")
    sheet.row_dimensions[1].height = 40
    if notice.source:
        row = _across(sheet, row, f"依据：{notice.source}", "宋体", _LETTERS, "center")
    for part in notice.parts:
        row = _across(sheet, row, part.heading, "黑体", _HEADING, "left")
        for line in part.lines:
            ours = f"（文件没有写明，由本单位补定：{line.ours}）" if line.ours else ""
            _put(sheet, row, 1, f"{line.number}.", "宋体", _LETTERS, "right")
            _put(sheet, row, 2, f"{line.text}{ours}", "宋体", _LETTERS, "left")
            row += 1
    for text in _LAST:
        row = _across(sheet, row, text, "宋体", _LETTERS, "left")
    _across(sheet, row, f"{notice.office}　　　　　　年　　月　　日", "宋体", _LETTERS, "right")
    setup = sheet.page_setup
    setup.paperSize, setup.orientation = 9, "portrait"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    return workbook


def _across(sheet: Any, row: int, text: str, face: str, size: float, side: str) -> int:
    """Write a line over both columns; return the row below it."""
    _put(sheet, row, 1, text, face, size, side)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
    wide = len(text) * 2 * size / _LETTERS
    sheet.row_dimensions[row].height = (22 if size <= _HEADING else 32) * (
        1 + int(wide // (_NUMBER + _TEXT))
    )
    return row + 1


def _put(sheet: Any, row: int, column: int, text: str, face: str, size: float, side: str) -> None:
    from openpyxl.styles import Alignment, Font

    cell = sheet.cell(row, column)
    put_value(cell, text, "s")
    cell.font = Font(name=face, size=size)
    cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=True)
