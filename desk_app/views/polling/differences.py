"""The counters on which two people differ, and what the papers say, typed beside them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desk_app.domain.points import to_half_width
from desk_app.views.kit.number_grid import Cells, NumberGrid
from desk_app.views.kit.records import LEFT, RIGHT, ROOT, AnyIndex
from desk_app.views.kit.theme import WRONG_BACKGROUND

if TYPE_CHECKING:
    from desk_app.views.use_cases import settling

SETTLED = 4
"""The column that is typed in."""
_MOST_DIGITS = 3


class DifferencesModel(NumberGrid):
    """One line a differing counter; the last column is typed."""

    changed = Signal()

    def __init__(self, found: "settling.Differences", parent: QWidget) -> None:
        super().__init__(parent)
        self.found = found
        self.texts = [""] * len(found.cells)

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self.found.cells)

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else SETTLED + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        first, second = self.found.first_teller, self.found.second_teller
        return ("测评对象", "选项", f"{first}录的", f"{second}录的", "票面上是")[section]

    def width(self, column: int) -> int:
        """Characters of a column at first."""
        return (14, 8, 8, 8, 8)[column]

    def is_typed(self, row: int, column: int) -> bool:
        return 0 <= row < len(self.texts) and column == SETTLED

    def take_cells(self, cells: Cells, words: str) -> None:
        """Take what the papers say; nothing of it is stored before the whole batch is settled."""
        del words
        for (row, column), text in cells.items():
            self.texts[row] = text.strip()
            here = self.index(row, column)
            self.dataChanged.emit(here, here)
        self.changed.emit()

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = index.row(), index.column()
        cell = self.found.cells[row]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            name = cell.name or "（整摞票数）"
            return (name, cell.option, str(cell.first), str(cell.second), self.texts[row])[column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return LEFT if column < 2 else RIGHT
        wrong = column == SETTLED and self.texts[row] and self.number(row) is None
        if role == Qt.ItemDataRole.BackgroundRole and wrong:
            return WRONG_BACKGROUND
        return None

    def number(self, row: int) -> int | None:
        """What is typed in a line; ``None`` for nothing and for what is no number."""
        text = to_half_width(self.texts[row])
        good = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
        return int(text) if good else None

    def values(self) -> dict[tuple[int | None, str], int]:
        """Votes by (subject, option) as far as they are typed."""
        found = {}
        for row, cell in enumerate(self.found.cells):
            number = self.number(row)
            if number is not None:
                found[cell.subject_id, cell.option] = number
        return found

    def missing(self) -> "settling.DifferingCell | None":
        """The first line without a number."""
        lines = (one for row, one in enumerate(self.found.cells) if self.number(row) is None)
        return next(lines, None)
