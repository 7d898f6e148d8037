"""Cells of a list that are mended in the preview, before anything goes in."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from desk_app.domain.organisations.headings import ListField
from desk_app.domain.organisations.reading import ListSheet, RowPlace
from desk_app.domain.organisations.values import is_id_number
from desk_app.domain.sheets import CellValue, cell_text

Mend: TypeAlias = tuple[RowPlace, int, CellValue]
"""A row, a column counted from 0, and what shall stand there."""


def list_fields(sheets: Sequence[ListSheet]) -> tuple[ListField, ...]:
    """The fields that any sheet has a column for, in the order of the form."""
    held = {field for one in sheets for field in one.match.mapping.values()}
    return tuple(field for field in ListField if field in held)


def cell_of(sheets: Sequence[ListSheet], place: RowPlace, column: int) -> CellValue:
    """What stands in a row's column."""
    return sheets[place.sheet].sheet.rows[place.row - 1][column]


def texts_of(sheets: Sequence[ListSheet], place: RowPlace) -> dict[ListField, str]:
    """What a row says, as text, for the fields that its sheet has; ID numbers are left out."""
    listed = sheets[place.sheet]
    row = listed.sheet.rows[place.row - 1]
    return {
        field: ""
        if field is not ListField.CODE and is_id_number(row[column])
        else cell_text(row[column])
        for column, field in listed.match.mapping.items()
    }


def mend(sheets: Sequence[ListSheet], cells: Iterable[Mend]) -> tuple[ListSheet, ...]:
    """Return the sheets with other values in some cells; what is understood is not changed."""
    rows = [list(one.sheet.rows) for one in sheets]
    touched: set[int] = set()
    for place, column, value in cells:
        row = list(rows[place.sheet][place.row - 1])
        row[column] = value
        rows[place.sheet][place.row - 1] = tuple(row)
        touched.add(place.sheet)
    return tuple(
        replace(one, sheet=replace(one.sheet, rows=tuple(rows[number])))
        if number in touched
        else one
        for number, one in enumerate(sheets)
    )
