"""Cells of a list that are mended in the preview, before anything goes in."""

from collections.abc import Sequence
from dataclasses import replace

from desk_app.domain.organisations.headings import ListField
from desk_app.domain.organisations.reading import ListSheet, RowPlace
from desk_app.domain.sheets import CellValue, cell_text


def list_fields(sheets: Sequence[ListSheet]) -> tuple[ListField, ...]:
    """The fields that any sheet has a column for, in the order of the form."""
    held = {field for one in sheets for field in one.match.mapping.values()}
    return tuple(field for field in ListField if field in held)


def cell_of(sheets: Sequence[ListSheet], place: RowPlace, field: ListField) -> CellValue:
    """What stands in the list in a row's column of a field, None where there is no such column."""
    listed = sheets[place.sheet]
    column = listed.match.column(field)
    return None if column is None else listed.sheet.rows[place.row - 1][column]


def can_be_mended(sheets: Sequence[ListSheet], place: RowPlace, field: ListField) -> bool:
    """Whether the row's sheet has a column for the field."""
    return sheets[place.sheet].match.column(field) is not None


def mend(
    sheets: Sequence[ListSheet], cells: Sequence[tuple[RowPlace, ListField, str]]
) -> tuple[ListSheet, ...]:
    """Return the sheets with other texts in some cells; a cell without a column is passed over.

    A cell that shows the same text stays as it is, a number a number.
    """
    mended = list(sheets)
    rows = [list(one.sheet.rows) for one in sheets]
    for place, field, text in cells:
        column = sheets[place.sheet].match.column(field)
        if column is None:
            continue
        row = list(rows[place.sheet][place.row - 1])
        if cell_text(row[column]) != text.strip():
            row[column] = text.strip() or None
            rows[place.sheet][place.row - 1] = tuple(row)
    for number, one in enumerate(sheets):
        mended[number] = replace(one, sheet=replace(one.sheet, rows=tuple(rows[number])))
    return tuple(mended)
