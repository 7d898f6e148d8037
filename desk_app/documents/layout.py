"""Lays out a filled workbook on pages: from cells to boxes, without drawing anything."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk_app.documents.boxes import Layout, Page, TextLine
from desk_app.documents.cell_styles import Styles
from desk_app.documents.fonts import SONG, Fonts, Substitution
from desk_app.documents.geometry import PAD_Y
from desk_app.documents.grid import Grid
from desk_app.documents.grid_reading import read_grid
from desk_app.documents.page_setup import PageSetup, margin_text, page_setup
from desk_app.documents.pagination import PageBand, Rows, paginate
from desk_app.documents.painting import SheetPainter

if TYPE_CHECKING:
    from openpyxl import Workbook

MARGIN_SIZE = 10.5
"""Size of headers and footers in points (五号)."""


@dataclass(frozen=True, slots=True)
class _Paged:
    """One sheet, distributed over pages."""

    title: str
    setup: PageSetup
    grid: Grid
    scale: float
    pages: list[list[PageBand]]


def lay_out(
    workbook: "Workbook", fonts: Fonts, *, pulse: Callable[[], None] | None = None
) -> Layout:
    """Return the pages of all visible sheets; an empty workbook gives one empty page.

    ``pulse`` is called now and then; what it raises ends the work.

    Raises:
        Fault: a cell holds a formula, or a font file is missing.
    """
    styles = Styles(fonts)
    sheets = [
        paged
        for sheet in workbook.worksheets
        if sheet.sheet_state == "visible"
        and (paged := _paged(sheet, styles, fonts, pulse)) is not None
    ]
    total = sum(len(sheet.pages) for sheet in sheets)
    pages: list[Page] = []
    substitutions: dict[Substitution, None] = {}
    for sheet in sheets:
        painter = SheetPainter(sheet.grid, sheet.setup, sheet.scale, fonts, substitutions)
        for bands in sheet.pages:
            if pulse is not None:
                pulse()
            page = painter.paint(bands)
            pages.append(page)
            _add_margins(page, sheet, len(pages), total, fonts)
    if not pages:
        setup = page_setup(workbook.active)
        pages.append(Page(setup.width, setup.height))
    return Layout(tuple(pages), tuple(substitutions))


def _paged(
    sheet: Any, styles: Styles, fonts: Fonts, pulse: Callable[[], None] | None
) -> _Paged | None:
    grid = read_grid(sheet, styles, fonts, pulse)
    if grid is None:
        return None
    setup = page_setup(sheet)
    scale = setup.scale_for(grid.xs[-1], sum(grid.heights))
    rows = range(grid.first_row, grid.last_row + 1)
    bands = paginate(
        Rows(
            heights=grid.heights[rows.start :],
            line_heights=[height + 2 * PAD_Y for height in grid.line_heights[rows.start :]],
            kept=_kept(grid),
            broken=frozenset(mark.id - rows.start for mark in sheet.row_breaks.brk),
            titles=_titles(sheet, rows),
        ),
        setup.room[1] / scale,
    )
    return _Paged(sheet.title, setup, grid, scale, bands)


def _kept(grid: Grid) -> list[bool]:
    """Rows that a merge ties to the next one."""
    kept = [False] * (grid.last_row + 1)
    for first, _, last, _ in set(grid.merges.values()):
        for row in range(first, min(last, grid.last_row)):
            kept[row] = True
    return kept[grid.first_row :]


def _titles(sheet: Any, rows: range) -> range:
    """Heading rows to be repeated, counted from the first printed row."""
    if not sheet.print_title_rows:
        return range(0)
    first, _, last = str(sheet.print_title_rows).replace("$", "").rpartition("!")[2].partition(":")
    start = max(int(first) - rows.start, 0)
    return range(start, min(int(last or first) - rows.start + 1, len(rows)))


def _add_margins(page: Page, sheet: _Paged, number: int, total: int, fonts: Fonts) -> None:
    """Header and footer of one page."""
    setup, margins = sheet.setup, sheet.setup.margins
    header_y = margins.header + MARGIN_SIZE
    footer_y = setup.height - margins.footer - MARGIN_SIZE * 0.2
    for parts, y in ((setup.header, header_y), (setup.footer, footer_y)):
        for place, part in enumerate(parts):
            text = margin_text(part, page=number, pages=total, sheet=sheet.title).strip("\n")
            if not text:
                continue
            width = fonts.width(text, SONG, MARGIN_SIZE)
            x = (
                margins.left,
                (setup.width - width) / 2,
                setup.width - margins.right - width,
            )[place]
            for run in fonts.runs(text, SONG):
                page.lines.append(TextLine(x, y, run.text, run.face, MARGIN_SIZE))
                x += fonts.width(run.text, run.face, MARGIN_SIZE)
