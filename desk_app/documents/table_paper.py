"""Lays a table of the screen out as a sheet: a title, headings on every page, lined cells."""

from typing import TYPE_CHECKING, Any

from desk_app.documents.cells import put_value

if TYPE_CHECKING:
    from openpyxl import Workbook

    from desk_app.domain.table_paper import TablePaper

_UPRIGHT = 105
"""Characters in a line of an upright page before its letters get too small."""
_LETTERS, _TITLE = 10.5, 15


def table_workbook(paper: "TablePaper") -> "Workbook":
    """Return a workbook with the table on one sheet, as wide as one page."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    workbook = Workbook()
    sheet: Any = workbook.active
    thin = Side(style="thin")
    box = Border(left=thin, right=thin, top=thin, bottom=thin)
    count = len(paper.headings)
    put_value(sheet.cell(1, 1), paper.title, "s")
    sheet.cell(1, 1).font = Font(name="黑体", size=_TITLE)
    sheet.cell(1, 1).alignment = Alignment(horizontal="center", vertical="center")
    if count > 1:
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=count)
    sheet.row_dimensions[1].height = 30
    for down, texts in enumerate((paper.headings, *paper.rows)):
        for right, text in enumerate(texts):
            cell = sheet.cell(2 + down, 1 + right)
            put_value(cell, text, "s")
            cell.font = Font(name="黑体" if down == 0 else "宋体", size=_LETTERS)
            cell.border = box
            side = "right" if right in paper.on_the_right else "left"
            cell.alignment = Alignment(
                horizontal="center" if down == 0 else side, vertical="center", wrap_text=True
            )
    for right, width in enumerate(paper.widths, 1):
        sheet.column_dimensions[get_column_letter(right)].width = width
    sheet.print_title_rows = "1:2"
    setup = sheet.page_setup
    setup.paperSize = 9
    setup.orientation = "landscape" if sum(paper.widths) > _UPRIGHT else "portrait"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    return workbook
