"""Turns the bands of a page into boxes: patches, lines of text, and the rules of ``edges``."""

from itertools import groupby
from typing import TYPE_CHECKING

from desk_app.documents.boxes import Page, Patch, Rule, TextLine
from desk_app.documents.edges import Placement, paint_edges
from desk_app.documents.geometry import INDENT, PAD_X, PAD_Y

if TYPE_CHECKING:
    from desk_app.documents.fonts import Fonts, Substitution
    from desk_app.documents.grid import Grid, GridCell
    from desk_app.documents.page_setup import PageSetup
    from desk_app.documents.pagination import PageBand

ASCENT = 0.88
"""Height of the em box above the baseline, the same in all our faces."""


class SheetPainter:
    """Paints the pages of one sheet, in order: text that is cut goes on where it stopped."""

    def __init__(
        self,
        grid: "Grid",
        setup: "PageSetup",
        scale: float,
        fonts: "Fonts",
        substitutions: "dict[Substitution, None]",
    ) -> None:
        self.grid = grid
        self.setup = setup
        self.scale = scale
        self.fonts = fonts
        self.substitutions = substitutions
        self.flowed: dict[tuple[int, int], int] = {}
        room = setup.room[0]
        used = grid.xs[-1] * scale
        left = setup.margins.left + (max(room - used, 0) / 2 if setup.centred else 0.0)
        self.at = Placement(grid, scale, left, setup.margins.top)
        self.spanning = [
            cell for cells in grid.cells.values() for cell in cells if cell.last_row > cell.row
        ]

    def paint(self, bands: "list[PageBand]") -> Page:
        """The boxes of one page."""
        page = Page(self.setup.width, self.setup.height)
        self.at.top = self.setup.margins.top
        if self.setup.centred_vertically:
            used = (bands[-1].top + bands[-1].height) * self.scale
            self.at.top += max(self.setup.room[1] - used, 0) / 2
        for band in bands:
            self._paint_fills(page, band)
            for cell in self.grid.cells.get(self.at.row(band), ()):
                if cell.last_row == cell.row:
                    self._paint_text(
                        page, cell, band.top, band.height, last=band.last, again=band.repeated
                    )
        for cell in self.spanning:
            self._paint_spanning(page, cell, bands)
        paint_edges(page, bands, self.at)
        return page

    def _paint_spanning(self, page: Page, cell: "GridCell", bands: "list[PageBand]") -> None:
        for again, group in groupby(bands, key=lambda band: band.repeated):
            covered = [band for band in group if cell.row <= self.at.row(band) <= cell.last_row]
            if covered:
                end = covered[-1]
                self._paint_text(
                    page,
                    cell,
                    covered[0].top,
                    end.top + end.height - covered[0].top,
                    last=self.at.row(end) == cell.last_row and end.last,
                    again=again,
                )

    def _paint_text(
        self, page: Page, cell: "GridCell", top: float, height: float, *, last: bool, again: bool
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

    def _paint_line(self, page: Page, cell: "GridCell", text: str, baseline: float) -> None:
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
            line = TextLine(
                self.at.x(x),
                self.at.y(baseline),
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
            y = self.at.y(baseline + 0.12 * size)
            page.rules.append(
                Rule(
                    self.at.x(begin), y, self.at.x(x), y, 0.05 * size * self.scale, (), style.colour
                )
            )

    def _paint_fills(self, page: Page, band: "PageBand") -> None:
        row = self.at.row(band)
        for column in range(self.grid.first_column, self.grid.last_column + 1):
            spot = self.grid.merges.get((row, column))
            if spot is not None and column > spot[1]:
                continue
            style = self.grid.styles.get((spot[0], spot[1]) if spot else (row, column))
            if style is None or style.fill is None:
                continue
            end = min(spot[3], self.grid.last_column) if spot else column
            x = self.at.x(self.grid.xs[column])
            page.patches.append(
                Patch(
                    x,
                    self.at.y(band.top),
                    self.at.x(self.grid.xs[end + 1]) - x,
                    band.height * self.scale,
                    style.fill,
                )
            )
