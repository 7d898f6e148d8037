"""Cells whose number is shown as a percentage: 0.135 that reads 13.5% on the screen.

The reader hands out 0.135, and nobody who looks at the table ever saw that. Only where a workbook
has such a format is it looked for which cells bear it.
"""

import io
import re
import struct
import zipfile
from collections.abc import Iterator

from desk_app.documents.measuring import Torn
from desk_app.documents.old_workbooks import records_of
from desk_app.documents.unread_cells import look, sheet_parts
from desk_app.documents.xml_sheets import CellPlaces

Places = frozenset[tuple[int, int]]
"""Row and column from 0."""

_BUILT_IN = frozenset({9, 10})
"""The formats 0% and 0.00%, which no file spells out."""
_NOT_A_SIGN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
"""A percent sign in quotation marks is a letter, and turns no number into hundredths."""
_FORMAT, _EXTENDED = 0x041E, 0x00E0
_NUMBER, _SMALL_NUMBER, _MANY_NUMBERS, _FORMULA = 0x0203, 0x027E, 0x00BD, 0x0006


def find_percents(data: bytes) -> tuple[Places, ...]:
    """Return for each sheet of a workbook, in its order, the cells shown as percentages.

    ``data`` has been measured. Raises ``Torn`` where a part does not hold together.
    """
    if not data.startswith(b"PK"):
        try:
            return tuple(_in_old_workbook(data))
        except (struct.error, IndexError) as error:
            raise Torn(str(error)) from error
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {
            one.filename.replace("\\", "/").lower().removeprefix("/"): one
            for one in archive.infolist()
        }
        if "content.xml" in parts:
            tables = _Tables()
            look(archive, parts["content.xml"], (b'"percentage"', b"'percentage'"), tables)
            return tuple(frozenset(one) for one in tables.sheets)
        styles = _Styles()
        if "xl/styles.xml" in parts:
            look(archive, parts["xl/styles.xml"], (b"<",), styles)
        chosen = styles.percents
        if not chosen:
            return ()
        marks = [mark % at for at in chosen for mark in (b's="%d"', b"s='%d'")]
        found = []
        for name in sheet_parts(archive, parts):
            cells = _Cells({str(at) for at in chosen})
            if name in parts:
                look(archive, parts[name], marks, cells)
            found.append(frozenset(cells.found))
        return tuple(found)


def is_percent(code: str) -> bool:
    """Whether a number format shows hundredths: ``0.0%``, but not ``0.0"%"``."""
    return "%" in _NOT_A_SIGN.sub("", code)


class _Styles:
    """The formats of an .xlsx, and which styles of cells use one of percentages."""

    def __init__(self) -> None:
        self._formats = set(_BUILT_IN)
        self._within = False
        self._used: list[int] = []

    @property
    def percents(self) -> list[int]:
        return [at for at, used in enumerate(self._used) if used in self._formats]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "numFmt" if is_percent(attributes.get("formatCode", "")):
                self._formats.add(_whole(attributes.get("numFmtId", "")))
            case "cellXfs":
                self._within = True
            case "xf" if self._within:
                self._used.append(_whole(attributes.get("numFmtId", "")))

    def text(self, text: str) -> None:
        """Nothing that matters stands between the marks."""

    def end(self, name: str) -> None:
        if name.rpartition(":")[2] == "cellXfs":
            self._within = False

    def finish(self) -> None:
        """Nothing is left over."""


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else -1


class _Cells:
    """One sheet of an .xlsx: the cells that bear one of the styles."""

    def __init__(self, styles: set[str]) -> None:
        self.found: set[tuple[int, int]] = set()
        self._styles = styles
        self._places = CellPlaces()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "row":
                self._places.row_begins(attributes)
            case "c":
                row, column = self._places.cell_begins(attributes)
                if attributes.get("s", "") in self._styles:
                    self.found.add((row - 1, column - 1))

    def text(self, text: str) -> None:
        """What a cell holds does not matter."""

    def end(self, name: str) -> None:
        if name.rpartition(":")[2] == "row":
            self._places.row_ends()

    def finish(self) -> None:
        """Nothing is left over."""


class _Tables:
    """The tables of an .ods; what is repeated is looked at once."""

    def __init__(self) -> None:
        self.sheets: list[set[tuple[int, int]]] = []
        self._row = self._next_row = self._next_column = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        plain = {one.rpartition(":")[2]: value for one, value in attributes.items()}
        match name.rpartition(":")[2]:
            case "table":
                self.sheets.append(set())
                self._next_row = 0
            case "table-row":
                self._row = self._next_row
                self._next_row += int(plain.get("number-rows-repeated", "1"))
                self._next_column = 0
            case "table-cell" | "covered-table-cell":
                column = self._next_column
                self._next_column += int(plain.get("number-columns-repeated", "1"))
                if plain.get("value-type") == "percentage" and self.sheets:
                    self.sheets[-1].add((self._row, column))

    def text(self, text: str) -> None:
        """What a cell shows does not matter."""

    def end(self, name: str) -> None:
        """Everything is said where an element begins."""

    def finish(self) -> None:
        """Nothing is left over."""


def _in_old_workbook(data: bytes) -> Iterator[Places]:
    formats = set(_BUILT_IN)
    styles: list[int] = []
    found = records_of(data)
    if not found:
        return
    head, *sheets = found
    for kind, record in head:
        if kind == _FORMAT and len(record) > 5:
            wide = record[4] & 1
            code = record[5:].decode("utf-16-le" if wide else "latin-1", "ignore")
            if is_percent(code):
                formats.add(struct.unpack_from("<H", record)[0])
        elif kind == _EXTENDED:
            styles.append(struct.unpack_from("<H", record, 2)[0])
    chosen = {at for at, used in enumerate(styles) if used in formats}
    for sheet in sheets:
        yield frozenset(_styled(sheet, chosen) if chosen else ())


def _styled(sheet: Iterator[tuple[int, bytes]], chosen: set[int]) -> Iterator[tuple[int, int]]:
    for kind, record in sheet:
        if kind in {_NUMBER, _SMALL_NUMBER, _FORMULA}:
            row, column, style = struct.unpack_from("<HHH", record)
            if style in chosen:
                yield row, column
        elif kind == _MANY_NUMBERS:
            row, column = struct.unpack_from("<HH", record)
            for at in range((len(record) - 6) // 6):
                if struct.unpack_from("<H", record, 4 + 6 * at)[0] in chosen:
                    yield row, column + at
