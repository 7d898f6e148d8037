"""Raises the rows of a filled form to what their text needs.

Office programs grow a row for wrapped text only where its height was never set and nothing in
it is merged; a filled form must be readable there as it is on paper. Widths are estimated, a
little on the wide side: the fonts of that computer are not known here.
"""

from dataclasses import dataclass
from typing import Any

from desk_app.documents.cells import cells_of, style_of
from desk_app.documents.geometry import (
    INDENT,
    LINE_HEIGHT,
    PAD_X,
    PAD_Y,
    column_widths,
    default_height,
)
from desk_app.documents.linebreaking import break_lines

EMS = 1000
_LATIN = 560
"""Thousandths of an em that letters and digits take on average, generously."""
_FIRST_WIDE = 0x2000


@dataclass(frozen=True, slots=True)
class _Room:
    """What fits into a column in a certain style."""

    characters: int
    """This many fit on one line whatever they are."""
    ems: float
    """Room of a line in thousandths of the font size; 0 where text is not wrapped."""
    size: float


def grow_rows(sheet: Any) -> None:
    """Set the height of every row that would hide text; other rows stay as they are."""
    cells = cells_of(sheet)
    if not cells:
        return
    widths = column_widths(sheet, max(column for _, column in cells))
    merges = {
        (merge.min_row, merge.min_col): (merge.max_row, merge.max_col)
        for merge in sheet.merged_cells.ranges
    }
    rooms: dict[tuple[int, int, int], _Room] = {}
    needs: dict[int, float] = {}
    spanning: list[tuple[int, int, float]] = []
    for place, cell in cells.items():
        text = cell.value
        if not isinstance(text, str):
            continue
        row, column = place
        last_row, last_column = merges.get(place, place)
        key = (column, last_column, id(style_of(cell)))
        room = rooms.get(key)
        if room is None:
            room = rooms[key] = _room(cell, sum(widths[column : last_column + 1]))
        if not room.ems or (len(text) <= room.characters and "\n" not in text):
            continue
        lines = len(break_lines(text, _advance, room.ems))
        need = lines * room.size * LINE_HEIGHT + 2 * PAD_Y
        if last_row > row:
            spanning.append((row, last_row, need))
        elif lines > 1 and (_is_set(sheet, row) or place in merges):
            needs[row] = max(needs.get(row, 0.0), need)
    for row, need in needs.items():
        _raise(sheet, row, need)
    for row, last_row, need in spanning:
        above = sum(_height(sheet, covered) for covered in range(row, last_row))
        _raise(sheet, last_row, need - above)


def _room(cell: Any, width: float) -> _Room:
    alignment = cell.alignment
    size = float(cell.font.sz or 11)
    if not alignment.wrap_text:
        return _Room(0, 0.0, size)
    ems = max(width - 2 * PAD_X - (alignment.indent or 0) * INDENT, 0.0) * EMS / size
    return _Room(int(ems // EMS), ems, size)


def _advance(character: str) -> float:
    return EMS if ord(character) >= _FIRST_WIDE else _LATIN


def _is_set(sheet: Any, row: int) -> bool:
    dimension = sheet.row_dimensions.get(row)
    return dimension is not None and dimension.height is not None


def _height(sheet: Any, row: int) -> float:
    return float(sheet.row_dimensions[row].height) if _is_set(sheet, row) else default_height(sheet)


def _raise(sheet: Any, row: int, need: float) -> None:
    if need > _height(sheet, row):
        sheet.row_dimensions[row].height = round(need, 2)
