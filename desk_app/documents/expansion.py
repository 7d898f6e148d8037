"""Makes room for repeated rows: what stands below them moves down, merges grow or repeat."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.pagebreak import Break, RowBreak

from desk_app.documents.cells import Position, cells_of, replace_cells, share_style, style_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_ROWS = re.compile(r"(\$?)(\d+)")


@dataclass(frozen=True)
class Expansion:
    """Which rows of a sheet are repeated, and how often."""

    sheet: "Worksheet"
    rows: tuple[int, ...]
    extra: tuple[int, ...]
    """Rows added by each of ``rows``, summed up from the top."""

    @staticmethod
    def of(sheet: "Worksheet", counts: Mapping[int, int]) -> "Expansion":
        """``counts``: row → how many entries; none leaves the row once, empty."""
        rows = tuple(sorted(counts))
        extra = accumulate(max(counts[row], 1) - 1 for row in rows)
        return Expansion(sheet, rows, tuple(extra))

    def first(self, row: int) -> int:
        """Where a row of the form begins in the filled sheet."""
        before = bisect_left(self.rows, row)
        return row + (self.extra[before - 1] if before else 0)

    def last(self, row: int) -> int:
        """Where a row of the form ends in the filled sheet."""
        return self.first(row + 1) - 1

    def apply(self, repeated: Mapping[int, Iterable[Any]]) -> None:
        """Put the cells of the repeated rows in place and move everything else."""
        if not self.rows:
            return
        self._place_cells(repeated)
        if self.extra[-1]:
            self._move_heights()
            self._move_merges()
            self._move_page_marks()

    def _place_cells(self, repeated: Mapping[int, Iterable[Any]]) -> None:
        placed: dict[Position, Any] = {}
        for (row, column), cell in cells_of(self.sheet).items():
            if row not in repeated:
                cell.row = self.first(row)
                placed[cell.row, column] = cell
        for cells in repeated.values():
            for cell in cells:
                placed[cell.row, cell.column] = cell
        replace_cells(self.sheet, placed)

    def _move_heights(self) -> None:
        heights = self.sheet.row_dimensions
        before = dict(heights.items())
        heights.clear()
        for row, height in before.items():
            for new in range(self.first(row), self.last(row) + 1):
                moved = height if new == row else copy(height)
                moved.index = new
                heights[new] = moved

    def _move_merges(self) -> None:
        sheet = self.sheet
        before = list(sheet.merged_cells.ranges)
        sheet.merged_cells.ranges.clear()
        for merge in before:
            for top, bottom in self._moved(merge.min_row, merge.max_row):
                sheet.merged_cells.ranges.add(
                    CellRange(
                        min_col=merge.min_col, max_col=merge.max_col, min_row=top, max_row=bottom
                    )
                )
                if bottom - top > merge.max_row - merge.min_row:
                    self._cover(merge, top, bottom)

    def _moved(self, top: int, bottom: int) -> list[tuple[int, int]]:
        """A merge inside one repeated row is repeated, one that spans such a row grows."""
        if top == bottom:
            return [(row, row) for row in range(self.first(top), self.last(top) + 1)]
        return [(self.first(top), self.last(bottom))]

    def _cover(self, merge: CellRange, top: int, bottom: int) -> None:
        """Under a merge that grew only its first cell may hold something."""
        cells = cells_of(self.sheet)
        for row in range(top, bottom + 1):
            for column in range(merge.min_col, merge.max_col + 1):
                old = cells.get((row, column))
                if (row, column) == (top, merge.min_col) or isinstance(old, MergedCell):
                    continue
                covered = MergedCell(self.sheet, row, column)
                if old is not None:
                    share_style(covered, style_of(old))
                cells[row, column] = covered

    def _move_page_marks(self) -> None:
        sheet = self.sheet
        breaks = RowBreak()
        for mark in sheet.row_breaks.brk:
            breaks.append(Break(id=self.last(mark.id), man=mark.man, max=mark.max, min=mark.min))
        sheet.row_breaks = breaks
        if sheet.print_area:
            sheet.print_area = self._moved_reference(str(sheet.print_area).rpartition("!")[2])
        for rules in sheet.data_validations.dataValidation:
            rules.sqref = type(rules.sqref)(self._moved_reference(str(rules.sqref)))

    def _moved_reference(self, reference: str) -> str:
        """``$A$1:$H$9`` or several such ranges, with first and last row where they are now."""
        moved = []
        for part in reference.replace(",", " ").split():
            first, colon, last = part.partition(":")
            begin = _ROWS.sub(lambda row: f"{row[1]}{self.first(int(row[2]))}", first)
            end = _ROWS.sub(lambda row: f"{row[1]}{self.last(int(row[2]))}", last or first)
            moved.append(f"{begin}:{end}" if colon or begin != end else begin)
        return " ".join(moved)
