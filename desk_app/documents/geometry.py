"""Sizes inside a sheet, in points: what a column is wide, what room a cell leaves around text."""

from typing import Any

from openpyxl.utils import column_index_from_string

from desk_app.documents.cells import normal_font_name

PAD_X = 3.0
PAD_Y = 2.5
"""Room between the edges of a cell and its text."""

INDENT = 9.0
"""Room for each step of indentation."""

LINE_HEIGHT = 1.3
"""From baseline to baseline, as a multiple of the font size."""

_PIXEL = 0.75
_WIDE_DIGITS = ("宋体", "仿宋", "楷体", "黑体", "simsun", "fangsong", "kaiti", "simhei")


def default_height(sheet: Any) -> float:
    """The height of a row for which none was set."""
    return float(sheet.sheet_format.defaultRowHeight or 15)


def column_widths(sheet: Any, last: int) -> list[float]:
    """Width of every column from 1 to ``last``, index 0 unused; hidden columns have none.

    A sheet counts widths in digits of its normal font: 8 pixels in 宋体, 7 in Calibri.
    """
    normal = normal_font_name(sheet.parent).casefold()
    digit = 8 if any(mark in normal for mark in _WIDE_DIGITS) else 7
    plain = sheet.sheet_format.defaultColWidth
    default = (float(plain) * digit if plain else digit * 8 + 8) * _PIXEL
    widths = [default] * (last + 1)
    for letter, dimension in sheet.column_dimensions.items():
        first = dimension.min or column_index_from_string(letter)
        for column in range(int(first), min(int(dimension.max or first), last) + 1):
            if dimension.hidden:
                widths[column] = 0.0
            elif dimension.customWidth or dimension.width:
                widths[column] = float(dimension.width) * digit * _PIXEL
    return widths
