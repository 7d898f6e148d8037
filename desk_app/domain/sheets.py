"""A sheet of a workbook as plain values: what readers hand to the rules."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TypeAlias

CellValue: TypeAlias = str | int | float | bool | date | None

UTF_8, GBK, UTF_16 = "UTF-8", "GBK", "UTF-16"
ENCODINGS = (UTF_8, GBK, UTF_16)
"""What a list of text may be written in, under the names that offices know."""


FORMULA = "公式"
"""Stands in ``SheetData.unread`` for a formula whose result the file does not hold."""
ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
)
"""What office programs show where a formula went wrong; pasted as values they are texts."""


@dataclass(frozen=True, slots=True)
class SheetData:
    """One sheet; ``rows[0]`` is the row that the office program numbers 1, all equally long.

    ``unread``: cells that are empty here (row and column from 0) though they show something:
    an error such as ``#N/A``, or ``FORMULA``.
    """

    name: str
    rows: tuple[tuple[CellValue, ...], ...]
    visible: bool = True
    unread: Mapping[tuple[int, int], str] = field(default_factory=dict, compare=False)

    def why_unread(self, row: int, column: int | None) -> str:
        """Why nobody can know what a cell says, in a sentence; "" where it can be read."""
        if column is None:
            return ""
        shown = self.unread.get((row, column), "")
        if shown == FORMULA:
            return (
                "这一格是公式，文件里没有存下它的结果。"
                "请用 WPS 或 Excel 打开本表、保存一次再试，或直接填写内容。"
            )
        if not shown and row < len(self.rows) and column < len(self.rows[row]):
            value = self.rows[row][column]
            shown = value if isinstance(value, str) and value.upper() in ERRORS else ""
        return f"这一格是错误值 {shown}，请改正公式或直接填写；没有内容的请清空。" if shown else ""


def cell_text(value: CellValue) -> str:
    """Write a cell as the office program shows it: 8.0 is ``8``, 14.5 is ``14.5``.

    Office programs reckon with binary floats and show fifteen digits of them, so the float
    85.60000000000001 is the number 85.6. Days are written ``2026-11-21``.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    plain = f"{value:.15g}"
    if "e" in plain:
        plain = f"{Decimal(plain):f}"
    return "0" if plain == "-0" else plain


def percent_text(value: CellValue) -> CellValue:
    """Write a number that is shown as a percentage: 0.135 is ``13.5%``; others stay."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    hundredths = Decimal(cell_text(value)) * 100
    return f"{cell_text(float(hundredths))}%"


def from_text(text: str) -> CellValue:
    """A cell of a list that is text: trimmed, ``None`` where it is empty.

    An office program writes the number 2005.10 as 2005.1. In a workbook only a number is asked
    back about; here nobody knows any more what it was, so it becomes the number again.
    """
    text = text.strip().strip("\u3000")
    if _MONTH_OR_TENTH.fullmatch(text):
        return float(text)
    return text or None


_MONTH_OR_TENTH = re.compile(r"\d{4}\.1")


def cell_place(row: int, column: int) -> str:
    """Name a cell as offices do: row 0, column 27 is ``AB1``."""
    return f"{_letters(column)}{row + 1}"


@cache
def _letters(column: int) -> str:
    """Name a column; a sheet asks for the same few with every row."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


NOTHING = frozenset({"", "/", "\\", "-", "--", "—", "——", "无", "暂无", "空", "不详"})
"""What offices write into a cell that holds nothing."""


def plain(value: CellValue) -> str:
    """A cell as trimmed half-width text; marks for "nothing" (/, —, 无) are empty."""
    text = unicodedata.normalize("NFKC", cell_text(value)).strip()
    return "" if text in NOTHING else text
