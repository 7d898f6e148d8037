"""Cells that show something and give no value: errors (#N/A …) and formulas without a result.

The reader hands them out as if they were empty. Whoever types a formula and saves with an office
program keeps its result in the file; a program that fills workbooks may not.
"""

import io
import posixpath
import zipfile
from collections.abc import Mapping, Sequence
from typing import IO, TypeAlias

from desk_app.documents.old_workbooks import NO_RESULT, unread_of
from desk_app.documents.xml_sheets import CellPlaces, PartReader, parse_part
from desk_app.domain.sheets import FORMULA

UnreadCells: TypeAlias = Mapping[tuple[int, int], str]
"""Row and column from 0 → the error as it shows, or ``FORMULA``."""

_CHUNK = 1 << 18
_CELL_MARKS = (b"<f", b":f>", b":f ", b":f/", b't="e"', b"t='e'")
_TABLE_MARKS = (b"formula", b'"error"', b"'error'")
_LONGEST_MARK = max(map(len, (*_CELL_MARKS, *_TABLE_MARKS)))
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    NO_RESULT: FORMULA,
}


def find_unread(data: bytes) -> tuple[UnreadCells, ...]:
    """Return for each sheet of a workbook, in its order, the cells without a value.

    ``data`` has been measured. Raises ``Torn`` where a part with formulas does not hold together.
    """
    if not data.startswith(b"PK"):
        return tuple(
            {place: _ERRORS.get(code, "#N/A") for place, code in cells.items()}
            for cells in unread_of(data)
        )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {
            one.filename.replace("\\", "/").lower().removeprefix("/"): one
            for one in archive.infolist()
        }
        if "content.xml" in parts:
            tables = _Tables()
            look(archive, parts["content.xml"], _TABLE_MARKS, tables)
            return tuple(tables.sheets)
        found = []
        for name in sheet_parts(archive, parts):
            cells = _Cells()
            if name in parts:
                look(archive, parts[name], _CELL_MARKS, cells)
            found.append(cells.found)
        return tuple(found)


def look(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, marks: Sequence[bytes], reader: PartReader
) -> None:
    """Let ``reader`` look at a part in which any of ``marks`` stands.

    There is none in most: the parser takes ten times as long as what reads the values.
    """
    with archive.open(part) as opened:
        wanted = _has_any(opened, marks)
    if wanted:
        with archive.open(part) as opened:
            parse_part(opened, reader)


def _has_any(part: IO[bytes], marks: Sequence[bytes]) -> bool:
    before = part.read(4)
    if before.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in before:
        return True  # two bytes a letter: the marks would be spelled otherwise
    while chunk := part.read(_CHUNK):
        before += chunk
        if any(mark in before for mark in marks):
            return True
        before = before[-_LONGEST_MARK:]
    return False


def sheet_parts(archive: zipfile.ZipFile, parts: Mapping[str, zipfile.ZipInfo]) -> list[str]:
    """Return the parts in which the sheets of an .xlsx lie, in the order of the workbook."""
    names = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
    if any(name not in parts for name in names):
        return []
    book, relations = _Book(), _Book()
    for name, reader in zip(names, (book, relations), strict=True):
        with archive.open(parts[name]) as opened:
            parse_part(opened, reader)
    return [
        posixpath.normpath(posixpath.join("/xl", relations.targets.get(key, "")))[1:].lower()
        for key in book.sheets
    ]


class _Book:
    """The sheets that a workbook names, and where its relations point."""

    def __init__(self) -> None:
        self.sheets: list[str] = []
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "sheet":
                keys = [one for one in attributes if one.rpartition(":")[1:] == (":", "id")]
                self.sheets.append(attributes[keys[0]] if keys else "")
            case "Relationship":
                target = attributes.get("Target", "").replace("\\", "/")
                if target.lower().startswith("xl/"):  # some programs forget the slash
                    target = "/" + target
                self.targets[attributes.get("Id", "")] = target

    def text(self, text: str) -> None:
        """Nothing that matters stands between the marks."""

    def end(self, name: str) -> None:
        """Everything is said where an element begins."""

    def finish(self) -> None:
        """Nothing is left over."""


class _Cells:
    """One sheet of an .xlsx: follows the reader, see ``xml_sheets``."""

    def __init__(self) -> None:
        self.found: dict[tuple[int, int], str] = {}
        self._places = CellPlaces()
        self._here = (1, 1)
        self._kind = ""
        self._formula = self._value = self._within = False
        self._shown = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "row":
                self._places.row_begins(attributes)
            case "c":
                self._here = self._places.cell_begins(attributes)
                self._kind = attributes.get("t", "n")
                self._formula = self._value = False
                self._shown = ""
            case "f":
                self._formula = True
            case "v" | "is":
                self._value = self._within = True

    def text(self, text: str) -> None:
        if self._within:
            self._shown += text

    def end(self, name: str) -> None:
        match name.rpartition(":")[2]:
            case "v" | "is":
                self._within = False
            case "c":
                self._note()
            case "row":
                self._places.row_ends()

    def _note(self) -> None:
        """Say of a cell what it lacks; an empty text is the result of many a formula."""
        row, column = self._here
        shown = self._shown.strip()
        kept = self._value and (bool(shown) or self._kind == "str")
        if self._kind == "e":
            self.found[row - 1, column - 1] = shown or "#N/A"
        elif self._formula and not kept:
            self.found[row - 1, column - 1] = FORMULA

    def finish(self) -> None:
        """Nothing is left over."""


class _Tables:
    """The tables of an .ods; what is repeated is looked at once."""

    def __init__(self) -> None:
        self.sheets: list[dict[tuple[int, int], str]] = []
        self._row = self._column = 0
        self._next_row = self._next_column = 0
        self._kind = ""
        self._formula = self._within = self._kept = False
        self._shown = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        plain = {one.rpartition(":")[2]: value for one, value in attributes.items()}
        match name.rpartition(":")[2]:
            case "table":
                self.sheets.append({})
                self._next_row = 0
            case "table-row":
                self._row = self._next_row
                self._next_row += int(plain.get("number-rows-repeated", "1"))
                self._next_column = 0
            case "table-cell" | "covered-table-cell":
                self._column = self._next_column
                self._next_column += int(plain.get("number-columns-repeated", "1"))
                kinds = {value for one, value in attributes.items() if one.endswith("value-type")}
                self._kind = "e" if "error" in kinds else ""
                self._formula = "formula" in plain
                self._kept = bool(kinds)
                self._shown = ""
            case "p":
                self._within = True

    def text(self, text: str) -> None:
        if self._within:
            self._shown += text

    def end(self, name: str) -> None:
        match name.rpartition(":")[2]:
            case "p":
                self._within = False
            case "table-cell" | "covered-table-cell" if self.sheets:
                place = (self._row, self._column)
                if self._kind == "e":
                    self.sheets[-1][place] = self._shown.strip() or "#N/A"
                elif self._formula and not self._kept:
                    self.sheets[-1][place] = FORMULA

    def finish(self) -> None:
        """Nothing is left over."""
