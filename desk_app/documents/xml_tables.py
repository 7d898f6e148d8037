"""Reads an XML table of 2003 (SpreadsheetML), which offices also meet under the name of .xls."""

from contextlib import suppress
from datetime import datetime, time
from xml.parsers import expat

from desk_app.documents.measuring import Area, Torn
from desk_app.documents.spans import SpannedRows
from desk_app.domain.sheets import CellValue

MARK = "urn:schemas-microsoft-com:office:spreadsheet"
"""Stands in every such file, and in no other."""


def read_xml_tables(text: str, area: Area) -> list[tuple[str, bool, list[list[CellValue]]]]:
    """Return name, visibility and rows of every worksheet.

    Raises:
        TooFar: the tables would take more cells than are left.
        Torn: the text does not hold together.
    """
    reader = _Reader(area)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _no_document_type
    try:
        parser.Parse(text, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Torn(str(error)) from error
    return reader.sheets


def _no_document_type(*_declaration: object) -> None:
    raise Torn("document type")


class _Reader:
    def __init__(self, area: Area) -> None:
        self.sheets: list[tuple[str, bool, list[list[CellValue]]]] = []
        self._area = area
        self._name = ""
        self._visible = True
        self._rows: SpannedRows | None = None
        self._row = 0
        self._cell: tuple[int, int] | None = None
        self._kind = ""
        self._text: list[str] | None = None
        self._value: CellValue = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Follow the elements of the workbook; others mean nothing."""
        match name.rpartition(" ")[2]:
            case "Worksheet":
                self._name = _attribute(attributes, "Name") or f"表{len(self.sheets) + 1}"
                self._visible = True
            case "Table":
                self._rows, self._row = SpannedRows(self._area), 0
            case "Row" if self._rows is not None:
                self._row = _number(attributes, "Index", self._row + 1)
                self._rows.begin_row(max(self._row, len(self._rows.rows) + 1))
                self._row = len(self._rows.rows)
            case "Cell" if self._rows is not None:
                if place := _number(attributes, "Index", 0):
                    self._rows.go_to(place)
                self._cell = (
                    1 + _number(attributes, "MergeAcross", 0),
                    1 + _number(attributes, "MergeDown", 0),
                )
                self._value = None
            case "Data" if self._cell is not None:
                self._kind, self._text = _attribute(attributes, "Type"), []
            case "Visible":
                self._text = []

    def text(self, text: str) -> None:
        """Take text between two elements."""
        if self._text is not None:
            self._text.append(text)

    def end(self, name: str) -> None:
        """Keep what an element held."""
        match name.rpartition(" ")[2]:
            case "Data" if self._text is not None:
                self._value, self._text = _value("".join(self._text), self._kind), None
            case "Cell" if self._cell is not None and self._rows is not None:
                across, down = self._cell
                self._rows.add(self._value, across=across, down=down)
                self._cell = None
            case "Visible" if self._text is not None:
                self._visible, self._text = "Hidden" not in "".join(self._text), None
            case "Table" if self._rows is not None:
                rows, self._rows = self._rows.finish(), None
                self.sheets.append((self._name, self._visible, rows))
            case "Worksheet" if self.sheets and not self._visible:
                found, _, rows = self.sheets[-1]
                self.sheets[-1] = (found, False, rows)


def _attribute(attributes: dict[str, str], name: str) -> str:
    return attributes.get(f"{MARK} {name}", "")


def _number(attributes: dict[str, str], name: str, otherwise: int) -> int:
    text = _attribute(attributes, name)
    if not text:
        return otherwise
    if not (text.isascii() and text.isdecimal() and len(text) < 9):
        raise Torn(text[:20])
    return int(text)


def _value(text: str, kind: str) -> CellValue:
    text = text.strip().strip("\u3000")
    if kind == "Number":
        with suppress(ValueError):
            number = float(text)
            return int(number) if number.is_integer() and abs(number) < 1e15 else number
    elif kind == "DateTime":
        with suppress(ValueError):
            moment = datetime.fromisoformat(text)
            return moment.date() if moment.time() == time() else f"{moment:%Y-%m-%d %H:%M:%S}"
    elif kind == "Boolean":
        return text == "1"
    return text or None
