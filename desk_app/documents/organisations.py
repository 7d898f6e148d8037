"""The workbook of rows that an import left out, to be mended and imported again."""

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX

from desk_app.documents.cells import put_text
from desk_app.domain.organisations.headings import ListField
from desk_app.domain.organisations.ordering import stands_after
from desk_app.domain.organisations.planning import ImportPlan
from desk_app.domain.organisations.reading import ListSheet, RefusedRow
from desk_app.domain.organisations.values import is_id_number
from desk_app.domain.sheets import CellValue

REASON = "未导入原因"
_LONGEST_TITLE = 31


def refused_workbook(plan: ImportPlan) -> Workbook:
    """Put every row that was left out under its own headings, with the reason behind it.

    Each says which row stood before it, so that it finds its place when it comes in later.
    Columns with ID numbers are left out. Text stays text, whatever it begins with.
    """
    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    for number, listed in enumerate(plan.sheets):
        refusals = [one for one in plan.left_out if one.place.sheet == number]
        if refusals:
            _add_sheet(book, listed, refusals)
    return book


def _add_sheet(book: Workbook, listed: ListSheet, refusals: list[RefusedRow]) -> None:
    match = listed.match
    headings = _headings(listed)
    after = ListField.AFTER.value
    columns = [
        column
        for column in range(len(headings))
        if column not in match.id_columns and headings[column] not in (REASON, after)
    ]
    # A foreign program's name may hold what openpyxl refuses, such as a stroke.
    sheet = book.create_sheet(INVALID_TITLE_REGEX.sub("_", listed.sheet.name)[:_LONGEST_TITLE])
    ours = [*(headings[column] for column in columns), after, REASON]
    for place, heading in enumerate(ours, start=1):
        cell = sheet.cell(1, place)
        _write(cell, heading)
        cell.font = Font(bold=True)
        width = 48 if heading == REASON else 16
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    for line, refusal in enumerate(refusals, start=2):
        row = listed.sheet.rows[refusal.place.row - 1]
        for place, column in enumerate(columns, start=1):
            value = row[column] if column < len(row) else None
            _write(sheet.cell(line, place), None if is_id_number(value) else value)
        _write(sheet.cell(line, len(columns) + 1), stands_after(listed, refusal.place))
        reason = sheet.cell(line, len(columns) + 2)
        _write(reason, refusal.reason)
        reason.alignment = Alignment(wrap_text=True, vertical="top")


def _headings(listed: ListSheet) -> list[str]:
    """The headings as the list has them, so that the mended workbook is understood again.

    A column that was given its field by hand takes the name of the field.
    """
    mapping = listed.match.mapping
    proposed = {column: field.value for column, field in mapping.items()}
    return [
        heading or proposed.get(column, "") for column, heading in enumerate(listed.match.headings)
    ]


def _write(cell: Cell, value: CellValue) -> None:
    if isinstance(value, str):
        put_text(cell, ILLEGAL_CHARACTERS_RE.sub("", value))
    else:
        cell.value = value
