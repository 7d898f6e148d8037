"""Measures an old workbook (.xls): a compound file that holds one stream of records.

Everything that the reader takes on trust is held against what is there: lengths, numbers of
sectors, of strings, and the rectangle of each sheet (see ``measuring``).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from desk_app.documents.measuring import Area, Locked, TooFar, Torn, place_of

_HEADER = 512
_SHORT = 4096
"""A stream below this length lies in the small sectors."""
_SMALL = 64
_LAST_SECTOR = 0xFFFFFFFA
"""Greater numbers mark the end of a chain, a free sector and the like."""

_END, _FILE_PASS, _SHEET, _STRINGS = 0x000A, 0x002F, 0x0085, 0x00FC
_MANY_NUMBERS, _DIMENSIONS = 0x00BD, 0x0200
_CELLS = frozenset(
    {0x0002, 0x0003, 0x0004, 0x0005, 0x0006, 0x00D6, 0x00FD}
    | {0x0203, 0x0204, 0x0205, 0x0206, 0x0406, 0x027E}
)
_YES_NO_OR_ERROR = frozenset({0x0005, 0x0205})
_FORMULAS = frozenset({0x0006, 0x0206, 0x0406})
_IS_ERROR, _IS_EMPTY_TEXT = 2, 3
"""In the result that a formula keeps."""
_CALCULATED = 0x01C1
"""A record of whoever calculated the workbook and kept the results."""
NO_RESULT = -1
"""Stands for a code where a formula keeps no result."""
_ROWS, _COLUMNS = 65_536, 256


def measure_old(data: bytes, most: int) -> None:
    """Measure the sheets of an old workbook; they may take ``most`` cells together.

    Raises:
        TooFar, Torn, Locked: as they say.
    """
    try:
        found = _Compound(data).streams({"workbook", "book"})
        for stream in found:
            _measure(stream, Area(most))
    except (struct.error, IndexError) as error:
        raise Torn(str(error)) from error
    if not found:
        raise Torn("no workbook inside")


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    start: int
    size: int


class _Compound:
    """A compound file: sectors, chained by a table, and a directory of streams."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        shift, small = struct.unpack_from("<HH", data, 30)
        if shift not in {9, 12} or small != 6:
            raise Torn("sectors")
        self._size = 1 << shift
        self._sectors = len(data) // self._size + 1
        for place in (40, 44, 64, 72):
            if struct.unpack_from("<I", data, place)[0] > self._sectors:
                raise Torn("number of sectors")
        self._table = self._read_table()
        directory = self._chain(struct.unpack_from("<I", data, 48)[0])
        self._entries = [
            self._entry(directory[place : place + 128])
            for place in range(0, len(directory) - 127, 128)
        ]

    def streams(self, names: set[str]) -> list[bytes]:
        """Return every stream with one of the names."""
        return [self._stream(one) for one in self._entries if one.name in names]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start >= len(self._data):
            raise Torn("sector")
        return self._data[start : start + self._size]

    def _read_table(self) -> list[int]:
        numbers = list(struct.unpack_from("<109I", self._data, 76))
        more = struct.unpack_from("<I", self._data, 68)[0]
        while more <= _LAST_SECTOR:
            if len(numbers) > self._sectors + 109:
                raise Torn("endless table")
            *some, more = _numbers(self._sector(more))
            numbers += some
        table: list[int] = []
        for number in numbers:
            if number <= _LAST_SECTOR:
                if len(table) > self._sectors + self._size:
                    raise Torn("endless table")
                table += _numbers(self._sector(number))
        return table

    def _entry(self, raw: bytes) -> _Entry:
        name = raw[:64].decode("utf-16-le", "ignore").partition("\0")[0]
        start, low, high = struct.unpack_from("<III", raw, 116)
        size = low if self._size == _HEADER else low | high << 32
        return _Entry(name.lower(), start, size)

    def _stream(self, entry: _Entry) -> bytes:
        root = self._entries[0]
        if max(entry.size, root.size) > len(self._data):
            raise Torn("length of a stream")
        if entry.size >= _SHORT:
            return self._whole(self._chain(entry.start), entry.size)
        table = _numbers(self._chain(struct.unpack_from("<I", self._data, 60)[0]))
        small = self._chain(root.start)[: root.size]
        parts: list[bytes] = []
        number = entry.start
        while number <= _LAST_SECTOR:
            if len(parts) > len(table):
                raise Torn("endless chain")
            parts.append(small[number * _SMALL : (number + 1) * _SMALL])
            number = table[number]
        return self._whole(b"".join(parts), entry.size)

    def _whole(self, data: bytes, size: int) -> bytes:
        if len(data) < size:
            raise Torn("length of a stream")
        return data[:size]

    def _chain(self, number: int) -> bytes:
        parts: list[bytes] = []
        while number <= _LAST_SECTOR:
            if len(parts) > len(self._table):
                raise Torn("endless chain")
            parts.append(self._sector(number))
            number = self._table[number]
        return b"".join(parts)


def unread_of(data: bytes) -> list[dict[tuple[int, int], int]]:
    """Return for each sheet the cells (row and column from 0) without a value, and why.

    That is the code of an error, or ``NO_RESULT``. A formula that comes to an empty text and one
    that nobody calculated look alike; it is the latter where no formula of the workbook has
    another result and no program says that it calculated.
    ``data`` has been measured; raises ``Torn`` all the same where it does not hold together.
    """
    try:
        compound = _Compound(data)
        found = compound.streams({"workbook"}) or compound.streams({"book"})
        return _unread_in(found[0]) if found else []
    except (struct.error, IndexError) as error:
        raise Torn(str(error)) from error


def records_of(data: bytes) -> list[Iterator[tuple[int, bytes]]]:
    """Return the workbook's own records (kind and content), then those of each of its sheets.

    ``data`` has been measured; raises ``Torn`` all the same where it does not hold together.
    """
    compound = _Compound(data)
    found = compound.streams({"workbook"}) or compound.streams({"book"})
    if not found:
        return []
    places, _ = _globals_of(found[0])
    return [_records(found[0], place) for place in (0, *places)]


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        if kind == _END:
            return
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def _unread_in(stream: bytes) -> list[dict[tuple[int, int], int]]:
    places, calculated = _globals_of(stream)
    cells = [_unread_cells(stream, place) for place in places]
    if calculated or any(one.calculated for one in cells):
        return [one.errors for one in cells]
    return [one.errors | dict.fromkeys(one.empty, NO_RESULT) for one in cells]


def _globals_of(stream: bytes) -> tuple[list[int], bool]:
    """Where the sheets of a workbook begin, in its order; whether a program calculated it."""
    places: list[int] = []
    calculated = False
    place = 0
    while place < len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        if kind == _END:
            break
        if kind == _SHEET:
            places.append(struct.unpack_from("<I", stream, place + 4)[0])
        calculated = calculated or kind == _CALCULATED
        place += 4 + length
    return places, calculated


@dataclass(slots=True)
class _UnreadCells:
    """One sheet's errors, its formulas that keep an empty text, whether any keeps more."""

    errors: dict[tuple[int, int], int] = field(default_factory=dict)
    empty: list[tuple[int, int]] = field(default_factory=list)
    calculated: bool = False


def _unread_cells(stream: bytes, place: int) -> _UnreadCells:
    found = _UnreadCells()
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        if kind == _END:
            break
        if kind in _YES_NO_OR_ERROR and length >= 8:
            row, column, _, code, is_error = struct.unpack_from("<HHHBB", stream, place + 4)
            if is_error:
                found.errors[row, column] = code
        elif kind in _FORMULAS and length >= 14:
            row, column, _, result = struct.unpack_from("<HHH8s", stream, place + 4)
            special = result[0] if result[6:] == b"\xff\xff" else 0
            if special == _IS_ERROR:
                found.errors[row, column] = result[2]
            if special == _IS_EMPTY_TEXT:
                found.empty.append((row, column))
            else:
                found.calculated = True
        place += 4 + length
    return found


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack_from(f"<{len(data) // 4}I", data)


def _measure(stream: bytes, area: Area) -> None:
    """Walk through the workbook's own records, then through each sheet's, as the reader does."""
    sheets: list[int] = []
    place, end = 0, len(stream)
    while place < end:
        kind, length = struct.unpack_from("<HH", stream, place)
        if kind == _END:
            break
        if kind == _FILE_PASS:
            raise Locked
        if kind == _SHEET:
            sheets.append(struct.unpack_from("<I", stream, place + 4)[0])
        elif kind == _STRINGS and struct.unpack_from("<I", stream, place + 8)[0] > end:
            raise Torn("number of strings")
        place += 4 + length
    walked = 0
    for place in sheets:
        walked += _measure_sheet(stream, place, area)
        if walked > end:  # sheets do not overlap in what an office program wrote
            raise Torn("sheets within sheets")


def _measure_sheet(stream: bytes, start: int, area: Area) -> int:
    """Take a sheet's rectangle from the area; return the bytes that were walked through."""
    place, end = start, len(stream)
    bottom = right = 0
    unpack = struct.Struct("<HHHH").unpack_from
    while place + 4 <= end:
        if place + 8 > end:
            kind, length = struct.unpack_from("<HH", stream, place)
            row = column = 0
        else:
            kind, length, row, column = unpack(stream, place)
        if kind == _END:
            break
        if kind in _CELLS:
            bottom, right = max(bottom, row + 1), max(right, column + 1)
        elif kind == _MANY_NUMBERS:
            last = struct.unpack_from("<H", stream, place + 2 + length)[0]
            wide = max(last, column + (length - 6) // 6 - 1)
            bottom, right = max(bottom, row + 1), max(right, wide + 1)
        elif kind == _DIMENSIONS:
            _check_dimensions(stream[place + 4 : place + 4 + length])
        place += 4 + length
    area.take(bottom, right)
    return place - start


def _check_dimensions(record: bytes) -> None:
    """The reader makes room for what this record claims, before it has seen a cell."""
    if len(record) not in {10, 14}:
        raise Torn("dimensions")
    top, bottom, left, right = struct.unpack_from("<IIHH" if len(record) == 14 else "<4H", record)
    if bottom and right and (top > bottom or left > right):
        raise Torn("dimensions")
    if bottom > _ROWS or right > _COLUMNS:
        raise TooFar(place_of(bottom, right))
