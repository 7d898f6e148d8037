"""Turns the bands of a page into boxes: patches, rules and lines of text."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from desk_app.documents.boxes import Line, Page, Patch, Rule
from desk_app.documents.cell_styles import Edge
from desk_app.documents.geometry import INDENT, PAD_X, PAD_Y

if TYPE_CHECKING:
    from desk_app.documents.fonts import Fonts, Substitution
    from desk_app.documents.grid import Grid, GridCell
    from desk_app.documents.page_setup import PageSetup
    from desk_app.documents.pagination import Band

ASCENT = 0.88
"""Height of the em box above the baseline, the same in all our faces."""

_DOUBLE_GAP = 0.75

_Edges = tuple[Edge | None, Edge | None, Edge | None, Edge | None]
"""Left, right, top, bottom."""
_NO_EDGES: _Edges = (None, None, None, None)

_Segments = dict[tuple[str, float, Edge], list[tuple[float, float]]]


class SheetPainter:
    """Paints the pages of one sheet, in order: text that is cut goes on where it stopped."""

    def __init__(
        self,
        grid: Grid,
        setup: PageSetup,
        scale: float,
        fonts: Fonts,
        substitutions: dict[Substitution, None],
    ) -> None:
        self.grid = grid
        self.setup = setup
        self.scale = scale
        self.fonts = fonts
        self.substitutions = substitutions
        self.flowed: dict[tuple[int, int], int] = {}
        room = setup.room[0]
        used = grid.xs[-1] * scale
        self.left = setup.margins.left + (max(room - used, 0) / 2 if setup.centred else 0.0)
        self.spanning = [
            cell for cells in grid.cells.values() for cell in cells if cell.last_row > cell.row
        ]

    def paint(self, bands: list[Band]) -> Page:
        """The boxes of one page."""
        page = Page(self.setup.width, self.setup.height)
        self.top = self.setup.margins.top
        if self.setup.centred_vertically:
            used = (bands[-1].top + bands[-1].height) * self.scale
            self.top += max(self.setup.room[1] - used, 0) / 2
        for band in bands:
            self._paint_fills(page, band)
            for cell in self.grid.cells.get(self._row(band), ()):
                if cell.last_row == cell.row:
                    self._paint_text(
                        page, cell, band.top, band.height, last=band.last, again=band.repeated
                    )
        for cell in self.spanning:
            self._paint_spanning(page, cell, bands)
        self._paint_edges(page, bands)
        return page

    def _row(self, band: Band) -> int:
        return band.row + self.grid.first_row

    def _x(self, x: float) -> float:
        return self.left + x * self.scale

    def _y(self, y: float) -> float:
        return self.top + y * self.scale

    def _paint_spanning(self, page: Page, cell: GridCell, bands: list[Band]) -> None:
        for again, group in groupby(bands, key=lambda band: band.repeated):
            covered = [band for band in group if cell.row <= self._row(band) <= cell.last_row]
            if covered:
                end = covered[-1]
                self._paint_text(
                    page,
                    cell,
                    covered[0].top,
                    end.top + end.height - covered[0].top,
                    last=self._row(end) == cell.last_row and end.last,
                    again=again,
                )

    def _paint_text(
        self, page: Page, cell: GridCell, top: float, height: float, *, last: bool, again: bool
    ) -> None:
        """As many lines of a cell as find room in a piece of it; all that is left in the last."""
        if height <= 0:  # a hidden row
            return
        key = (cell.row, cell.column)
        start = 0 if again else self.flowed.get(key, 0)
        line_height = cell.line_height
        rest = len(cell.lines) - start
        take = rest
        if not last:
            take = min(rest, max(int((height - 2 * PAD_Y + 0.01) / line_height), 0))
        if not take:
            return
        if not again:
            self.flowed[key] = start + take
        y = top + PAD_Y
        if take == len(cell.lines):
            free = height - take * line_height
            if cell.style.vertical == "bottom":
                y = top + free - PAD_Y
            elif cell.style.vertical != "top":
                y = top + free / 2
            y = max(y, top)
        for text in cell.lines[start : start + take]:
            baseline = y + (line_height - cell.size) / 2 + ASCENT * cell.size
            self._paint_line(page, cell, text, baseline)
            y += line_height

    def _paint_line(self, page: Page, cell: GridCell, text: str, baseline: float) -> None:
        style, size = cell.style, cell.size
        left, right = self.grid.xs[cell.column], self.grid.xs[cell.last_column + 1]
        indent = PAD_X + style.indent * INDENT
        room = right - left - PAD_X - indent
        width = self.fonts.width(text, style.face, size)
        if width > room:
            # Spaces at the end of a full line hang over its edge and count for nothing.
            width = min(width, max(self.fonts.width(text.rstrip(), style.face, size), room))
        spacing = 0.0
        x = left + indent
        if cell.align == "right":
            x = right - indent - width
        elif cell.align == "center":
            x = (left + right - width) / 2
        elif cell.align == "distributed" and len(text) > 1:
            spacing = max(room - width, 0.0) / (len(text) - 1)
        begin = x
        for run in self.fonts.runs(text, style.face):
            line = Line(
                self._x(x),
                self._y(baseline),
                run.text,
                run.face,
                size * self.scale,
                style.stroke * size * self.scale,
                style.colour,
                spacing * self.scale,
            )
            page.lines.append(line)
            x += self.fonts.width(run.text, run.face, size) + spacing * len(run.text)
            if run.face != style.face or "〔U+" in run.text:
                for substitution in self.fonts.substitutions(text, style.face):
                    self.substitutions[substitution] = None
        if style.underline:
            y = self._y(baseline + 0.12 * size)
            page.rules.append(
                Rule(self._x(begin), y, self._x(x), y, 0.05 * size * self.scale, (), style.colour)
            )

    def _paint_fills(self, page: Page, band: Band) -> None:
        row = self._row(band)
        for column in range(self.grid.first_column, self.grid.last_column + 1):
            spot = self.grid.merges.get((row, column))
            if spot is not None and column > spot[1]:
                continue
            style = self.grid.styles.get((spot[0], spot[1]) if spot else (row, column))
            if style is None or style.fill is None:
                continue
            end = min(spot[3], self.grid.last_column) if spot else column
            x = self._x(self.grid.xs[column])
            page.patches.append(
                Patch(
                    x,
                    self._y(band.top),
                    self._x(self.grid.xs[end + 1]) - x,
                    band.height * self.scale,
                    style.fill,
                )
            )

    def _paint_edges(self, page: Page, bands: list[Band]) -> None:
        segments: _Segments = {}
        for place, band in enumerate(bands):
            row = self._row(band)
            above = self._row(bands[place - 1]) if place else 0
            below = self._row(bands[place + 1]) if place + 1 < len(bands) else 0
            for column in range(self.grid.first_column, self.grid.last_column + 1):
                style = self.grid.styles.get((row, column))
                spot = self.grid.merges.get((row, column))
                if spot is not None:
                    edges = self._outline(spot, row, column, above, below)
                elif style is not None:
                    edges = (style.left, style.right, style.top, style.bottom)
                else:
                    continue
                if edges != _NO_EDGES:
                    self._collect(segments, edges, column, band)
        for (direction, at, edge), spans in segments.items():
            for begin, end in _joined(spans):
                _add_rule(page, direction, at, begin, end, edge, self.scale)

    def _outline(
        self, spot: tuple[int, int, int, int], row: int, column: int, above: int, below: int
    ) -> _Edges:
        """Of a merged cell's edges only those on the outline of what is on this page."""
        first_row, first_column, last_row, last_column = spot
        style = self.grid.styles.get((row, column))
        top = bottom = None
        if not first_row <= above < row:
            top = self.grid.styles.get((first_row, column))
        if not row < below <= last_row:
            bottom = self.grid.styles.get((last_row, column))
        return (
            style.left if style and column == first_column else None,
            style.right if style and column == last_column else None,
            top.top if top else None,
            bottom.bottom if bottom else None,
        )

    def _collect(self, segments: _Segments, edges: _Edges, column: int, band: Band) -> None:
        left, right = self._x(self.grid.xs[column]), self._x(self.grid.xs[column + 1])
        top, bottom = self._y(band.top), self._y(band.top + band.height)
        if right <= left or bottom <= top:
            return
        for direction, at, edge, span in (
            ("v", left, edges[0], (top, bottom)),
            ("v", right, edges[1], (top, bottom)),
            ("h", top, edges[2], (left, right)),
            ("h", bottom, edges[3], (left, right)),
        ):
            if edge is not None:
                segments.setdefault((direction, round(at, 2), edge), []).append(span)


def _joined(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Pieces of one line that touch or overlap become one."""
    joined: list[tuple[float, float]] = []
    for begin, end in sorted(spans):
        if joined and begin <= joined[-1][1] + 0.01:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def _add_rule(
    page: Page, direction: str, at: float, begin: float, end: float, edge: Edge, scale: float
) -> None:
    thickness = max(edge.thickness * scale, 0.25)
    for offset in (-_DOUBLE_GAP, _DOUBLE_GAP) if edge.double else (0.0,):
        y = at + offset * scale
        ends = (begin, y, end, y) if direction == "h" else (y, begin, y, end)
        page.rules.append(Rule(*ends, thickness, edge.dashes, edge.colour))
