"""Distributes the rows of a sheet over pages. Plain numbers, no cells, no drawing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

SHORTEST_PIECE = 3
"""A row is cut at the foot of a page only where this many lines still find room there."""

_SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class PageBand:
    """A row, or a piece of one, on a page."""

    row: int
    top: float
    """Distance from the upper edge of the printed area."""
    height: float
    first: bool = True
    last: bool = True
    """Whether this is the first, the last piece of the row."""
    repeated: bool = False
    """A heading row that was already printed on an earlier page."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What pagination knows of a sheet's rows; all sequences are as long as there are rows."""

    heights: Sequence[float]
    line_heights: Sequence[float]
    """The tallest line in each row with the room around it: what a cut may waste at most."""
    kept: Sequence[bool]
    """Whether a row must stand on one page with the next one."""
    broken: frozenset[int] = frozenset()
    """Rows that end a page."""
    titles: range = field(default_factory=lambda: range(0))
    """Rows that are repeated on the pages after them."""


def paginate(rows: Rows, room: float) -> list[list[PageBand]]:
    """Return the bands of every page; ``room`` is the height of the printed area.

    A row is never cut unless it is taller than a page, then it goes on where the last line
    ended that found room. Every row appears on some page.
    """
    return _Paginator(rows, room).paginate()


class _Paginator:
    def __init__(self, rows: Rows, room: float) -> None:
        self.rows = rows
        self.room = room
        self.title_height = sum(rows.heights[row] for row in rows.titles)
        if self.title_height > room / 2:
            self.title_height = 0.0
        self.pages: list[list[PageBand]] = [[]]
        self.used = 0.0
        self.begun = False  # whether the page holds more than repeated headings

    def paginate(self) -> list[list[PageBand]]:
        start = 0
        count = len(self.rows.heights)
        while start < count:
            end = start
            while end + 1 < count and self.rows.kept[end]:
                end += 1
            self._place_block(start, end)
            if end in self.rows.broken and end + 1 < count:
                self._turn_page(end + 1)
            start = end + 1
        return [page for page in self.pages if page]

    def _place_block(self, start: int, end: int) -> None:
        height = sum(self.rows.heights[start : end + 1])
        if height > self._left() and height <= self._fresh_room(start):
            self._turn_page(start)
        if height <= self._left():
            for row in range(start, end + 1):
                self._add(row, self.rows.heights[row])
            return
        extra = 0.0
        for row in range(start, end + 1):
            page = len(self.pages)
            # What turning pages inside the block may have wasted is given back at its end.
            self._place_row(row, extra if row == end else 0.0)
            if len(self.pages) > page:
                extra += max(self.rows.line_heights[start : end + 1])

    def _place_row(self, row: int, extra: float) -> None:
        height = self.rows.heights[row] + extra
        if height <= self._left():
            self._add(row, height)
        elif height <= self._fresh_room(row):
            self._turn_page(row)
            self._add(row, height)
        else:
            self._cut_row(row, height)

    def _cut_row(self, row: int, height: float) -> None:
        line = self.rows.line_heights[row] or height
        if self.begun and self._left() < SHORTEST_PIECE * line:
            self._turn_page(row)
        rest = height
        first = True
        while rest > self._left() and self._left() > line:
            piece = self._left() - _SLACK
            self._add(row, piece, first=first, last=False)
            rest -= piece - line
            first = False
            self._turn_page(row)
        self._add(row, rest, first=first)

    def _left(self) -> float:
        return self.room - self.used + _SLACK

    def _fresh_room(self, row: int) -> float:
        """Room on a page that begins with this row."""
        repeats = self.rows.titles and row >= self.rows.titles.stop
        return self.room - (self.title_height if repeats else 0.0) + _SLACK

    def _turn_page(self, row: int) -> None:
        """Begin a page whose first row is ``row``."""
        if not self.begun:
            return
        self.pages.append([])
        self.used = 0.0
        self.begun = False
        if self.title_height and row >= self.rows.titles.stop:
            for title in self.rows.titles:
                height = self.rows.heights[title]
                self.pages[-1].append(PageBand(title, self.used, height, repeated=True))
                self.used += height

    def _add(self, row: int, height: float, *, first: bool = True, last: bool = True) -> None:
        self.pages[-1].append(PageBand(row, self.used, height, first, last))
        self.used += height
        self.begun = True
