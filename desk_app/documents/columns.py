"""Columns of a form that a scheme may not need: the options of a ballot, for instance."""

import re
from enum import Enum
from typing import Any

from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.dimensions import ColumnDimension

_NUMBERED = re.compile(r"(.*?)_?\d+")


class Omit(Enum):
    """A fact for the heading of a column that is left out: the column is hidden."""

    COLUMN = "omit"


OMIT = Omit.COLUMN


def stem(name: str) -> str:
    """``option`` for ``option_3``: what numbered columns have in common."""
    found = _NUMBERED.fullmatch(name)
    return found[1] if found else name


def omit_columns(sheet: Any, omitted: list[int], beside: list[int]) -> None:
    """Hide columns and share their width among ``beside``."""
    widths = _one_dimension_each(sheet, max([*omitted, *beside]))
    freed = sum(widths[column].width for column in omitted)
    for column in omitted:
        widths[column].hidden = True
    for column in beside:
        widths[column].width += freed / len(beside)


def _one_dimension_each(sheet: Any, last: int) -> dict[int, ColumnDimension]:
    """Office programs store equal neighbours as one entry; take them apart."""
    dimensions = sheet.column_dimensions
    apart: dict[int, ColumnDimension] = {}
    for letter, entry in list(dimensions.items()):
        first = int(entry.min or column_index_from_string(letter))
        for column in range(first, int(entry.max or first) + 1):
            apart[column] = ColumnDimension(
                sheet,
                index=get_column_letter(column),
                width=entry.width,
                hidden=entry.hidden,
                customWidth=True,
                min=column,
                max=column,
            )
    for column in range(1, last + 1):
        apart.setdefault(column, ColumnDimension(sheet, index=get_column_letter(column)))
    dimensions.clear()
    for column, entry in sorted(apart.items()):
        dimensions[get_column_letter(column)] = entry
    return apart
