"""The borders of the cells on a page, where they are on the paper, and what joins them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.documents.boxes import Page, Rule
from desk_app.documents.cell_styles import Edge

if TYPE_CHECKING:
    from desk_app.documents.grid import Grid
    from desk_app.documents.pagination import PageBand

_DOUBLE_GAP = 0.75

_Edges = tuple[Edge | None, Edge | None, Edge | None, Edge | None]
"""Left, right, top, bottom."""
_NO_EDGES: _Edges = (None, None, None, None)

_Segments = dict[tuple[str, float, Edge], list[tuple[float, float]]]


@dataclass(slots=True)
class Placement:
    """Where a sheet lies on the paper: its scale, and its left and upper edge in points."""

    grid: "Grid"
    scale: float
    left: float
    top: float

    def row(self, band: "PageBand") -> int:
        """The row of the sheet that a band shows."""
        return band.row + self.grid.first_row

    def x(self, x: float) -> float:
        """A place on the paper, from the left."""
        return self.left + x * self.scale

    def y(self, y: float) -> float:
        """A place on the paper, from the top."""
        return self.top + y * self.scale


def paint_edges(page: Page, bands: "list[PageBand]", at: Placement) -> None:
    """Add the borders of the cells of a page; pieces that touch become one rule."""
    segments: _Segments = {}
    for place, band in enumerate(bands):
        row = at.row(band)
        above = at.row(bands[place - 1]) if place else 0
        below = at.row(bands[place + 1]) if place + 1 < len(bands) else 0
        for column in range(at.grid.first_column, at.grid.last_column + 1):
            style = at.grid.styles.get((row, column))
            spot = at.grid.merges.get((row, column))
            if spot is not None:
                edges = _outline(at, spot, row, column, above, below)
            elif style is not None:
                edges = (style.left, style.right, style.top, style.bottom)
            else:
                continue
            if edges != _NO_EDGES:
                _collect(at, segments, edges, column, band)
    for (direction, line, edge), spans in segments.items():
        for begin, end in _joined(spans):
            _add_rule(page, direction, line, begin, end, edge, at.scale)


def _outline(
    at: Placement, spot: tuple[int, int, int, int], row: int, column: int, above: int, below: int
) -> _Edges:
    """Of a merged cell's edges only those on the outline of what is on this page."""
    first_row, first_column, last_row, last_column = spot
    style = at.grid.styles.get((row, column))
    top = bottom = None
    if not first_row <= above < row:
        top = at.grid.styles.get((first_row, column))
    if not row < below <= last_row:
        bottom = at.grid.styles.get((last_row, column))
    return (
        style.left if style and column == first_column else None,
        style.right if style and column == last_column else None,
        top.top if top else None,
        bottom.bottom if bottom else None,
    )


def _collect(
    at: Placement, segments: _Segments, edges: _Edges, column: int, band: "PageBand"
) -> None:
    left, right = at.x(at.grid.xs[column]), at.x(at.grid.xs[column + 1])
    top, bottom = at.y(band.top), at.y(band.top + band.height)
    if right <= left or bottom <= top:
        return
    for direction, line, edge, span in (
        ("v", left, edges[0], (top, bottom)),
        ("v", right, edges[1], (top, bottom)),
        ("h", top, edges[2], (left, right)),
        ("h", bottom, edges[3], (left, right)),
    ):
        if edge is not None:
            segments.setdefault((direction, round(line, 2), edge), []).append(span)


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
