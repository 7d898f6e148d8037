"""A table whose cells are typed in like a workbook's; typing, pasting, emptying are one thing."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal

from desk_app.domain.rounds import CLOSED
from desk_app.views.kit.records import ROOT, AnyIndex

Cells = Mapping[tuple[int, int], str]
"""Row and column → the text that was typed there."""

SHOWN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
LOCKED = "本轮已定稿，不能修改。要改请先到“定级”解除定稿。"
TYPED = SHOWN | Qt.ItemFlag.ItemIsEditable


class NumberGrid(QAbstractTableModel):
    """Subclasses say which cells are typed in (``is_typed``) and take what was typed (``take``).

    What is typed, pasted or emptied at once arrives in one call, as one step to be undone.
    """

    locked = False
    """Whether the round is finalised or closed, so that nobody types anywhere."""

    closed = False
    """Whether it is closed for good (已停用)."""

    outside = Signal(int)
    """So many pasted cells lay outside the table or where nobody types."""

    def is_typed(self, row: int, column: int) -> bool:
        """Whether somebody may type in a cell now."""
        raise NotImplementedError

    def take_cells(self, cells: Cells, words: str) -> None:
        """Take texts as one step; ``words`` say what was done, for Ctrl+Z."""
        raise NotImplementedError

    def untyped_words(self, row: int, column: int) -> str:  # noqa: ARG002  (for subclasses)
        """Say why nothing can be typed in a cell."""
        shut = f"{CLOSED}，不能修改。" if self.closed else LOCKED
        return shut if self.locked else "这一格不用填写。"

    def typing_words(self, row: int, column: int) -> str:  # noqa: ARG002  (for subclasses)
        """What typing in a cell is called."""
        return "填写"

    def block_words(self, act: str) -> str:
        """What pasting (粘贴) or emptying (清除) is called here."""
        return act

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row, column = index.row(), index.column()
        if role != Qt.ItemDataRole.EditRole or not self.is_typed(row, column):
            return False
        text = str(value)
        if text != self.data(index, Qt.ItemDataRole.EditRole):
            self.take_cells({(row, column): text}, self.typing_words(row, column))
        return True

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        return TYPED if self.is_typed(index.row(), index.column()) else SHOWN

    def paste(self, index: QModelIndex, rows: Sequence[Sequence[str]]) -> None:
        """Put a block in; what lies where nobody types is left out and said (``outside``)."""
        cells, missed = {}, 0
        for down, texts in enumerate(rows):
            for right, text in enumerate(texts):
                row, column = index.row() + down, index.column() + right
                inside = row < self.rowCount() and column < self.columnCount()
                if inside and self.is_typed(row, column):
                    cells[row, column] = text
                else:
                    missed += bool(text.strip())
        self.take_cells(cells, self.block_words("粘贴"))
        if missed:
            self.outside.emit(missed)

    def clear(self, indexes: Sequence[QModelIndex]) -> None:
        """Empty cells."""
        places = ((one.row(), one.column()) for one in indexes)
        self.take_cells(
            {place: "" for place in places if self.is_typed(*place)}, self.block_words("清除")
        )

    def fill_down(self, indexes: Sequence[QModelIndex]) -> None:
        """Give the cells of each column what the topmost of them holds, as one step.

        A single cell takes what stands above it, as in WPS.
        """
        cells: dict[tuple[int, int], str] = {}
        for column, top, rows in filled_down(indexes):
            value = self.data(self.index(top, column), Qt.ItemDataRole.EditRole)
            text = "" if value is None else str(value)
            places = ((row, column) for row in rows)
            cells |= {place: text for place in places if self.is_typed(*place)}
        if cells:
            self.take_cells(cells, self.block_words("向下填充"))

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        raise NotImplementedError

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        raise NotImplementedError

    def repaint(self) -> None:
        """Draw all cells again."""
        if self.rowCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)


def filled_down(indexes: Sequence[QModelIndex]) -> list[tuple[int, int, list[int]]]:
    """Return column, the row that is taken over, and the rows below that take it.

    The topmost of the selected cells of a column; for a single cell the one above it.
    """
    columns: dict[int, list[int]] = {}
    for one in indexes:
        columns.setdefault(one.column(), []).append(one.row())
    found = []
    for column, rows in columns.items():
        top = min(rows) if len(rows) > 1 else rows[0] - 1
        if top >= 0:
            found.append((column, top, [row for row in sorted(rows) if row != top]))
    return found
