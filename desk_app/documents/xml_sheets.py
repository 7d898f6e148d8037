"""The rectangle that a sheet inside an .xlsx or .ods takes, by a real parser; see ``measuring``."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Protocol
from xml.parsers import expat

from desk_app.documents.measuring import Area, TooFar, Torn, place_of

_CHUNK = 1 << 18

_LONGEST_CELL = 1 << 20
"""How much is looked through for the next cell before the parser has to look."""

_ROWS, _COLUMNS = 1_048_576, 16_384
"""What a sheet can have at most; what lies beyond was not written by an office program."""

_ENCODINGS = {"utf-8", "utf-16", "us-ascii"}
"""In another one the parser here and the reader might not see the same letters."""

_MAYBE_CELL = re.compile(rb"[<:]c[\s/>]")
"""Stands wherever the reader could see a cell begin, and perhaps elsewhere."""
_NEAR_CELL = re.compile(
    rb'<c r="([A-Z]{1,2})([0-9]{1,5})"(?: s="[0-9]+")?(?: t="[a-zA-Z]+")?(?:(/>|>\s*</c>)|>)'
)
_UTF_8 = re.compile(
    rb"""(?:\xef\xbb\xbf)?\s*<(?:[^?]|\?xml\ version=["']1\.0["']
    (?:\ encoding=["']utf-8["'])?(?:\ standalone=["'](?:yes|no)["'])?\s?\?>)""",
    re.IGNORECASE | re.VERBOSE,
)
"""How a part begins that is read byte for byte."""


def measure_worksheet(part: IO[bytes], area: Area) -> None:
    """Measure a sheet of an .xlsx; ``part`` is read from its beginning, perhaps twice.

    Raises:
        TooFar, Torn: as they say.
    """
    corner = _near_corner(part)
    if corner is not None:
        area.take(*corner)
        return
    part.seek(0)
    parse_part(part, _Worksheet(area))


def measure_tables(part: IO[bytes], area: Area) -> None:
    """Measure the tables of an .ods; raises like ``measure_worksheet``."""
    parse_part(part, _Tables(area))


def _near_corner(part: IO[bytes]) -> tuple[int, int] | None:
    """The far corner of a sheet whose every cell says, as most programs write it, a near place.

    ``None`` as soon as a single one may be spelled otherwise: then the parser has to look.
    It takes ten times as long.
    """
    rows: set[bytes] = {b"0"}
    columns: set[bytes] = set()
    rest = part.read(_CHUNK)
    if not _UTF_8.match(rest) or b"\0" in rest:
        return None
    while rest:
        more = part.read(_CHUNK)
        # Up to the last cell: whether it is empty may stand in what comes next.
        cut = rest.rfind(b"<c ") if more else len(rest)
        if cut <= 0:
            if len(rest) > _LONGEST_CELL:
                return None
            rest += more
            continue
        whole, rest = rest[:cut], rest[cut:] + more
        cells = _NEAR_CELL.findall(whole)
        if len(cells) != len(_MAYBE_CELL.findall(whole)):
            return None
        rows.update(row for _, row, empty in cells if not empty)
        columns.update(column for column, _, empty in cells if not empty)
    widest = max(columns, key=lambda one: (len(one), one), default=b"")
    return max(map(int, rows)), _column(widest.decode())


@contextmanager
def _torn_where_not_well_formed() -> Iterator[None]:
    try:
        yield
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Torn(str(error)) from error


class PartReader(Protocol):
    """What looks at the elements of a part, in their order."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def finish(self) -> None:
        """The part has been read."""


def parse_part(part: IO[bytes], reader: PartReader) -> None:
    """Let ``reader`` look at a part; its ``text`` gets what stands between, where it has one.

    Raises:
        Torn: it is not well formed, or of a kind that no office program writes.
    """
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    if (text := getattr(reader, "text", None)) is not None:
        parser.CharacterDataHandler = text
    # Only a document type brings entities: no office program writes one.
    parser.StartDoctypeDeclHandler = _no_document_type
    parser.XmlDeclHandler = _plain_encoding
    with _torn_where_not_well_formed():
        while chunk := part.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    reader.finish()


def _no_document_type(*_declaration: object) -> None:
    raise Torn("document type")


def _plain_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in _ENCODINGS:
        raise Torn(encoding)


class _Worksheet:
    """One sheet of an .xlsx: the far corner of what holds a value."""

    def __init__(self, area: Area) -> None:
        self._area = area
        self._row = self._column = 1
        """Where the next cell lies that does not say it itself."""
        self._here = (1, 1)
        self._bottom = self._right = 0
        self._columns: dict[str, int] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Follow the reader: prefixes of elements mean nothing, ``r`` comes without one."""
        name = name.rpartition(":")[2]
        if name == "c":
            place = attributes.get("r")
            if place is not None:
                letters = place.rstrip("0123456789")
                self._column = self._columns.get(letters) or self._number_of(letters)
                self._here = (_row(place[len(letters) :]), self._column)
            else:
                self._here = (self._row, self._column)
            self._column += 1
        elif name in {"v", "is"}:
            row, column = self._here
            self._bottom = max(self._bottom, row)
            self._right = max(self._right, column)
        elif name == "row":
            number = attributes.get("r")
            if number is not None:
                self._row = _row(number)

    def end(self, name: str) -> None:
        if name.rpartition(":")[2] == "row":
            self._row += 1
            self._column = 1

    def finish(self) -> None:
        self._area.take(self._bottom, self._right)

    def _number_of(self, letters: str) -> int:
        if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
            raise Torn(letters)
        column = _column(letters.upper())
        if column > _COLUMNS:
            raise TooFar(letters.upper())
        self._columns[letters] = column
        return column


class CellPlaces:
    """Where the cells of an .xlsx lie, counted from 1: as they say it, else one beside the last."""

    def __init__(self) -> None:
        self._row = self._column = 1

    def row_begins(self, attributes: dict[str, str]) -> None:
        """A row may say its number; its first cell is at the left."""
        if number := attributes.get("r"):
            self._row = int(number)
        self._column = 1

    def cell_begins(self, attributes: dict[str, str]) -> tuple[int, int]:
        """Row and column of a cell; raises ``Torn``, ``TooFar``."""
        place = attributes.get("r")
        here = row_and_column(place) if place else (self._row, self._column)
        self._column = here[1] + 1
        return here

    def row_ends(self) -> None:
        """The next row lies below, unless it says otherwise."""
        self._row += 1


def row_and_column(place: str) -> tuple[int, int]:
    """Return row and column, from 1, of a place such as ``AB12``; raises ``Torn``, ``TooFar``."""
    letters = place.rstrip("0123456789")
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        raise Torn(letters)
    return _row(place[len(letters) :]), _column(letters.upper())


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def _row(digits: str) -> int:
    if not (digits.isascii() and digits.isdecimal() and int(digits[:8])):
        raise Torn(digits)
    if len(digits) > 7 or int(digits) > _ROWS:
        raise TooFar(f"第 {digits[:12]} 行")
    return int(digits)


_SHOWS_NOTHING = ("style-name", "columns-repeated", "-spanned", "validation-name", "protect")


class _Tables:
    """The tables of an .ods: what is repeated counts as often as it says."""

    def __init__(self, area: Area) -> None:
        self._area = area
        self._begin()
        self._inside = 0
        self._blanks = self._kept = 0

    def _begin(self) -> None:
        self._row = self._column = self._before = self._bottom = self._right = 0
        self._repeated = 1
        self._cell: tuple[int, bool] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "table":
                if self._inside:  # the reader takes a table within a table apart wrongly
                    raise Torn("table within a table")
                self._inside += 1
                self._begin()
            case "table-row":
                self._repeated = _times(attributes, "number-rows-repeated")
                self._row += self._repeated
                self._column = self._before = 0
            case "table-cell" | "covered-table-cell":
                # The reader keeps even empty cells, all but the last of a row.
                self._kept += self._column - self._before
                self._before = self._column
                if self._kept > self._area.left:
                    raise TooFar(place_of(max(1, self._row), self._column))
                self._column += _times(attributes, "number-columns-repeated")
                if any(not one.endswith(_SHOWS_NOTHING) for one in attributes):
                    self._mark()
            case "s":
                self._blanks += _times(attributes, "c")
                if self._blanks > self._area.left:
                    raise TooFar(place_of(self._row or 1, self._column or 1))

    def _mark(self) -> None:
        self._bottom = max(self._bottom, self._row)
        self._right = max(self._right, self._column)

    def end(self, name: str) -> None:
        if name.rpartition(":")[2] == "table":
            self._inside -= 1
            self.finish()
            self._begin()

    def finish(self) -> None:
        self._area.take(self._bottom, self._right)


def _times(attributes: dict[str, str], name: str) -> int:
    for one, value in attributes.items():
        if one.rpartition(":")[2] == name:
            if not (value.isascii() and value.isdecimal() and len(value) < 10):
                raise Torn(value)
            return int(value)
    return 1
