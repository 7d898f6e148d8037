"""Thousands of rows under a heading that openpyxl has laid out, written as text straight away.

openpyxl makes several objects of every cell before it is text; that takes five times as long.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any, TypeAlias
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from desk_app.documents.saving import save_beside
from desk_app.domain.kit.formulas import could_be_formula
from desk_app.domain.sheets import CellValue

WrittenValue: TypeAlias = CellValue | Decimal

_END_OF_ROWS = b"</sheetData>"
_LONGEST_TEXT = 32_767
"""Letters that a cell holds in Excel; what is longer it calls a damaged file."""


def save_with_rows(
    workbook: Workbook, rows: Iterable[Sequence[WrittenValue]], path: Path, *, wrapped_from: int
) -> None:
    """Write a workbook of one sheet, which has its heading in row 1, with ``rows`` below it.

    ``workbook`` is a write-only one. Texts stay texts, whatever they begin with; those from the
    column ``wrapped_from`` on (0 is the first) are wrapped. See ``save_beside`` for what is raised.
    """
    cells = _CellWriter(workbook, wrapped_from)
    laid_out = io.BytesIO()
    workbook.save(laid_out)

    def write(beside: Path) -> None:
        with (
            zipfile.ZipFile(laid_out) as source,
            zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            for entry in source.infolist():
                head, end, tail = source.read(entry).partition(_END_OF_ROWS)
                with target.open(entry, "w") as part:
                    part.write(head)
                    if end:
                        for number, row in enumerate(rows, start=2):
                            part.write(cells.row(number, row).encode())
                    part.write(end + tail)

    save_beside(path, write)


class _CellWriter:
    """Writes cells as the format wants them; ``s`` numbers a style of the workbook."""

    def __init__(self, workbook: Workbook, wrapped_from: int) -> None:
        self._wrapped_from = wrapped_from
        self._letters: list[str] = []
        sheet = workbook.worksheets[0]
        self._quoted = _style(sheet, quoted=True)
        self._wrapped = _style(sheet, wrap=True)
        self._both = _style(sheet, quoted=True, wrap=True)
        self._day = _style(sheet, shown_as="yyyy-mm-dd")

    def row(self, number: int, values: Sequence[WrittenValue]) -> str:
        """One row; cells without a value are left out."""
        while len(self._letters) < len(values):
            self._letters.append(get_column_letter(len(self._letters) + 1))
        cells = [
            self._cell(f"{self._letters[at]}{number}", value, wrap=at >= self._wrapped_from)
            for at, value in enumerate(values)
            if value is not None
        ]
        return f'<row r="{number}">{"".join(cells)}</row>'

    def _cell(self, place: str, value: WrittenValue, *, wrap: bool) -> str:
        if isinstance(value, str):
            text = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST_TEXT]
            style = self._text_style(text, wrap=wrap)
            space = ' xml:space="preserve"' if text != text.strip() else ""
            return f'<c r="{place}"{style} t="inlineStr"><is><t{space}>{escape(text)}</t></is></c>'
        if isinstance(value, bool):
            return f'<c r="{place}" t="b"><v>{value:d}</v></c>'
        style = self._day if isinstance(value, date) else ""
        return f'<c r="{place}"{style}><v>{_number(value)}</v></c>'

    def _text_style(self, text: str, *, wrap: bool) -> str:
        if could_be_formula(text):
            return self._both if wrap else self._quoted
        return self._wrapped if wrap else ""


def _style(
    sheet: Any, *, quoted: bool = False, wrap: bool = False, shown_as: str = "General"
) -> str:
    """Add a style to the workbook; return the attribute by which a cell has it."""
    cell = WriteOnlyCell(sheet)
    cell.quotePrefix = quoted
    cell.number_format = shown_as
    if wrap:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return f' s="{cell.style_id}"'


def _number(value: WrittenValue) -> str:
    """A number with all its digits, a day as the office programs count it."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return str(to_excel(value))  # type: ignore[no-untyped-call]
    if isinstance(value, float):
        return repr(value) if isfinite(value) else ""
    return str(value)
