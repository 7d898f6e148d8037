"""A sheet as layout sees it: column widths, cells with broken lines, row heights.

Everything here is in points at full size; the scale of the page comes later.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desk_app.documents.cells import Position

if TYPE_CHECKING:
    from desk_app.documents.cell_styles import CellStyle


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell with text, or a merge, with its lines as they will be drawn."""

    row: int
    column: int
    last_row: int
    last_column: int
    style: "CellStyle"
    lines: tuple[str, ...]
    size: float
    align: str
    """left, center, right or distributed."""

    @property
    def line_height(self) -> float:
        """From baseline to baseline."""
        return self.style.line_height * self.size / self.style.size


@dataclass
class Grid:
    """Rows and columns are counted from 1 as in the sheet; lists have an unused first entry."""

    xs: list[float]
    """Left edge of every column, and the right edge of the last, from index 1 on."""
    heights: list[float]
    line_heights: list[float]
    cells: dict[int, list[GridCell]] = field(default_factory=dict)
    """By first row."""
    styles: "dict[Position, CellStyle]" = field(default_factory=dict)
    """Of all cells with borders or fills."""
    merges: dict[Position, tuple[int, int, int, int]] = field(default_factory=dict)
    """Any cell of a merge → first row, first column, last row, last column."""
    first_row: int = 1
    first_column: int = 1

    @property
    def last_row(self) -> int:
        return len(self.heights) - 1

    @property
    def last_column(self) -> int:
        return len(self.xs) - 2
