"""Measures a sheet: what is printed of it, its columns, lines and row heights."""

from collections.abc import Callable
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from openpyxl.utils import range_boundaries

from desk_app.documents.cells import cells_of
from desk_app.documents.geometry import INDENT, PAD_X, PAD_Y, column_widths, default_height
from desk_app.documents.grid import Grid, GridCell
from desk_app.documents.linebreaking import break_lines
from desk_app.documents.number_formats import shown
from desk_app.domain.faults import Fault

if TYPE_CHECKING:
    from desk_app.documents.cell_styles import CellStyle, Styles
    from desk_app.documents.fonts import Fonts


SMALLEST_SIZE = 5.0
"""Text that is shrunk to fit does not become smaller than this."""


_PULSE_ROWS = 200


def read_grid(
    sheet: Any, styles: "Styles", fonts: "Fonts", pulse: Callable[[], None] | None = None
) -> Grid | None:
    """Measure a sheet; ``None`` for an empty one.

    Raises:
        Fault: a cell holds a formula, whose value nobody here can know.
    """
    bounds = _bounds(sheet, styles)
    if bounds is None:
        return None
    first_column, first_row, last_column, last_row = bounds
    widths = column_widths(sheet, last_column)
    widths[:first_column] = [0.0] * first_column
    grid = Grid(
        xs=[0.0, *accumulate(widths[1:], initial=0.0)],
        heights=[0.0] * (last_row + 1),
        line_heights=[0.0] * (last_row + 1),
        first_row=first_row,
        first_column=first_column,
    )
    for merge in sheet.merged_cells.ranges:
        spot = (merge.min_row, merge.min_col, merge.max_row, merge.max_col)
        for row in range(merge.min_row, merge.max_row + 1):
            for column in range(merge.min_col, merge.max_col + 1):
                grid.merges[row, column] = spot
    _Reader(sheet, styles, fonts, grid).read(pulse)
    return grid


class _Reader:
    def __init__(self, sheet: Any, styles: "Styles", fonts: "Fonts", grid: Grid) -> None:
        self.sheet = sheet
        self.style_of = styles.of
        self.fonts = fonts
        self.grid = grid
        self.broken: dict[tuple[str, str, float, float], tuple[str, ...]] = {}

    def read(self, pulse: Callable[[], None] | None) -> None:
        grid = self.grid
        by_row: dict[int, list[Any]] = {}
        for (row, column), cell in cells_of(self.sheet).items():
            if (
                grid.first_row <= row <= grid.last_row
                and grid.first_column <= column <= grid.last_column
            ):
                by_row.setdefault(row, []).append(cell)
        for done, row in enumerate(sorted(by_row)):
            if pulse is not None and done % _PULSE_ROWS == 0:
                pulse()
            for cell in by_row[row]:
                self._read_cell(cell)
        self._set_heights()

    def _read_cell(self, cell: Any) -> None:
        style = self.style_of(cell)
        place = (cell.row, cell.column)
        if style.fill or style.left or style.right or style.top or style.bottom:
            self.grid.styles[place] = style
        if cell.value is None:
            return
        if cell.data_type == "f":
            raise Fault(
                f"“{self.sheet.title}”的 {cell.coordinate} 单元格是公式，"
                "打印文件不能替它计算，请在表样里改用占位符。"
            )
        text = shown(cell.value, style.number_format)
        spot = self.grid.merges.get(place, place + place)
        hidden = self.grid.xs[spot[1]] == self.grid.xs[min(spot[3], self.grid.last_column) + 1]
        if text and not hidden:
            self.grid.cells.setdefault(cell.row, []).append(self._laid(cell, style, text, spot))

    def _laid(
        self, cell: Any, style: "CellStyle", text: str, spot: tuple[int, int, int, int]
    ) -> GridCell:
        numeric = cell.data_type in ("n", "d")
        align = {
            "general": "right" if numeric else "left",
            "center": "center",
            "centerContinuous": "center",
            "right": "right",
            "distributed": "distributed",
        }.get(style.horizontal, "left")
        width = self.grid.xs[min(spot[3], self.grid.last_column) + 1] - self.grid.xs[spot[1]]
        room = width - 2 * PAD_X - style.indent * INDENT
        size = style.size
        if style.upright:
            lines: tuple[str, ...] = tuple(text.replace("\n", ""))
            align = "center"
        else:
            if style.shrink or (numeric and not style.wrap):
                size = self._shrunk(text, style, room)
            elif not style.wrap and spot[0] == spot[2] and spot[1] == spot[3] and align == "left":
                room = self._open_room(cell, room)
            lines = self._broken(text, style.face, size, room)
        return GridCell(
            spot[0],
            spot[1],
            min(spot[2], self.grid.last_row),
            min(spot[3], self.grid.last_column),
            style,
            lines,
            size,
            align,
        )

    def _shrunk(self, text: str, style: "CellStyle", room: float) -> float:
        widest = max(self.fonts.width(line, style.face, style.size) for line in text.split("\n"))
        if widest <= room or room <= 0:
            return style.size
        return max(style.size * room / widest, min(SMALLEST_SIZE, style.size))

    def _open_room(self, cell: Any, room: float) -> float:
        """Text that is not wrapped runs on over empty cells to its right."""
        cells = cells_of(self.sheet)
        for column in range(cell.column + 1, self.grid.last_column + 1):
            place = (cell.row, column)
            beside = cells.get(place)
            if place in self.grid.merges or (beside is not None and beside.value is not None):
                break
            room += self.grid.xs[column + 1] - self.grid.xs[column]
        return room

    def _broken(self, text: str, face: str, size: float, room: float) -> tuple[str, ...]:
        key = (text, face, size, room)
        lines = self.broken.get(key)
        if lines is None:
            ems = max(room, 0.0) * 1000 / size
            lines = tuple(break_lines(text, self.fonts.measure(face), ems))
            self.broken[key] = lines
        return lines

    def _set_heights(self) -> None:
        """Rows as high as they are told to be, or higher where their text needs it."""
        grid, sheet = self.grid, self.sheet
        given = sheet.row_dimensions
        default = default_height(sheet)
        spanning: list[GridCell] = []
        for row in range(grid.first_row, grid.last_row + 1):
            dimension = given.get(row)
            if dimension is not None and dimension.hidden:
                continue
            height = dimension.height if dimension is not None else None
            need = float(height) if height is not None else default
            for cell in grid.cells.get(row, ()):
                line = cell.line_height
                for covered in range(cell.row, cell.last_row + 1):
                    grid.line_heights[covered] = max(grid.line_heights[covered], line)
                if cell.last_row > cell.row:
                    spanning.append(cell)
                else:
                    need = max(need, len(cell.lines) * line + 2 * PAD_Y)
            grid.heights[row] = need
        for cell in spanning:
            have = sum(grid.heights[cell.row : cell.last_row + 1])
            need = len(cell.lines) * cell.line_height + 2 * PAD_Y
            if need > have:
                grid.heights[cell.last_row] += need - have


def _bounds(sheet: Any, styles: "Styles") -> tuple[int, int, int, int] | None:
    """First column, first row, last column, last row of what is printed."""
    if sheet.print_area:
        area = str(sheet.print_area).split(",")[0].rpartition("!")[2]
        first_column, first_row, last_column, last_row = range_boundaries(area)
        return (
            int(first_column or 1),
            int(first_row or 1),
            int(last_column or sheet.max_column),
            int(last_row or sheet.max_row),
        )
    last_row = last_column = 0
    for (row, column), cell in cells_of(sheet).items():
        if row <= last_row and column <= last_column:
            continue
        style = styles.of(cell)
        if (
            cell.value is not None
            or style.fill
            or style.left
            or style.right
            or style.top
            or style.bottom
        ):
            last_row, last_column = max(last_row, row), max(last_column, column)
    if not last_row:
        return None
    for merge in sheet.merged_cells.ranges:
        if merge.min_row <= last_row and merge.min_col <= last_column:
            last_row, last_column = max(last_row, merge.max_row), max(last_column, merge.max_col)
    return 1, 1, last_column, last_row
