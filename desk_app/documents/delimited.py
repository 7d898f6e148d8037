"""Reads text with a delimiter (CSV and its relatives) into rows, quoted line breaks and all."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from desk_app.documents.measuring import Area
from desk_app.domain.sheets import CellValue, from_text

_DELIMITERS = (",", "\t", ";", "|", "，")
_LOOKED_AT = 60
_NAMED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_GUARDED = re.compile(r'="([^"]*)"$')
"""How programs keep the zeros in front of a code from the office program."""


def read_delimited(text: str, area: Area) -> list[list[CellValue]]:
    """Return the rows of a text; the delimiter is found out. Every value is a trimmed text.

    A line ``sep=;`` at the top, a convention of Excel, names the delimiter and holds nothing.

    Raises:
        TooFar: the rows would take more cells than are left.
    """
    named = _NAMED.match(text)
    delimiter = named[1] if named else _delimiter_of(text)
    if named:
        text = "\n" + text[named.end() :]
    try:
        return _rows(text, delimiter, area, quoted=True)
    except csv.Error:
        # A quote that never ends, as in 5" tubes: then quotes are ordinary letters.
        return _rows(text, delimiter, area, quoted=False)


def _rows(text: str, delimiter: str, area: Area, *, quoted: bool) -> list[list[CellValue]]:
    rows: list[list[CellValue]] = []
    wide = 0
    for cells in _reader(text, delimiter, quoted=quoted):
        row = [_value(cell) for cell in cells]
        while row and row[-1] is None:
            row.pop()
        rows.append(row)
        if len(row) > wide:
            wide = len(row)
            Area(area.left).take(len(rows), wide)
    while rows and not rows[-1]:
        rows.pop()
    area.take(len(rows), wide)
    return rows


def _reader(text: str, delimiter: str, *, quoted: bool) -> Iterator[list[str]]:
    lines = io.StringIO(text, newline="")
    if quoted:
        return csv.reader(lines, delimiter=delimiter, strict=True)
    return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)


def _delimiter_of(text: str) -> str:
    """The delimiter that gives most of the first rows the same number of cells, above one."""
    start = "\n".join(text[: 1 << 16].splitlines()[:_LOOKED_AT])

    def merit(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in _reader(start, delimiter, quoted=True) if row]
        except csv.Error:
            widths = [len(row) for row in _reader(start, delimiter, quoted=False) if row]
        counted = Counter(width for width in widths if width > 1)
        width, times = max(counted.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
        return times, width

    return max(_DELIMITERS, key=merit)


def _value(cell: str) -> CellValue:
    guarded = _GUARDED.match(cell.strip()) if "=" in cell else None
    return from_text(guarded[1] if guarded else cell)
