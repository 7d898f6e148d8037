"""The empty workbook in which counts signed on paper are written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from desk_app.documents.cells import put_text

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell

TEXT_COLUMNS = 3
"""代码, 党组织 and 测评 stand first; the rest are numbers."""

_WIDTHS = (14, 36, 16)
_NUMBER_WIDTH = 9
_LINE = Side(style="thin", color="000000")


@dataclass(frozen=True, slots=True)
class CountSheet:
    """One sheet: a poll's name, its headings, and the (代码, 党组织) of each row."""

    poll: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]


def blank_workbook(sheets: Sequence[CountSheet], note: str) -> Workbook:
    """Return a workbook with a sheet for each poll; ``note`` explains it above the table."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for number, one in enumerate(sheets, 1):
        sheet = workbook.create_sheet(_sheet_name(one.poll, number))
        columns = len(one.headings)
        for row in [(note,), one.headings, *((code, name, one.poll) for code, name in one.rows)]:
            sheet.append(row)
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=columns)
        sheet["A1"].alignment = Alignment(wrap_text=True, vertical="center")
        sheet.row_dimensions[1].height = 48
        for column in range(1, columns + 1):
            width = _WIDTHS[column - 1] if column <= TEXT_COLUMNS else _NUMBER_WIDTH
            sheet.column_dimensions[get_column_letter(column)].width = width
        for cells in sheet.iter_rows(min_row=2, max_row=2 + len(one.rows), max_col=columns):
            for cell in cells:
                _dress(cell, heading=cell.row == 2)
        sheet.freeze_panes = "C3"
        sheet.print_title_rows = "2:2"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 9
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return workbook


def _dress(cell: "Cell", *, heading: bool) -> None:
    cell.border = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
    if heading:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="F1F3F4")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    elif cell.column <= TEXT_COLUMNS:
        cell.number_format = "@"
        if isinstance(cell.value, str):
            put_text(cell, cell.value)
    else:
        cell.alignment = Alignment(horizontal="right")


def _sheet_name(poll: str, number: int) -> str:
    plain = "".join(" " if letter in "[]:*?/\\'" else letter for letter in poll).strip()
    return plain[:28] or f"测评{number}"
