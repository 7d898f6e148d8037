"""Totals of a signed count as they are typed or pasted, checked line by line."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack
from PySide6.QtWidgets import QWidget

from desk_app.domain.points import to_half_width
from desk_app.domain.polling.counts import check_votes
from desk_app.views.kit.number_grid import Cells, NumberGrid
from desk_app.views.kit.records import LEFT, RIGHT, ROOT, AnyIndex
from desk_app.views.kit.theme import WRONG_BACKGROUND

Cell = tuple[int, int]


class TotalsModel(NumberGrid):
    """Subjects × options as typed texts; every change is one step to be undone."""

    changed = Signal()

    def __init__(self, names: list[str], votes: list[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.names = names
        self.votes = votes
        self.texts: dict[Cell, str] = {}
        self.undo = QUndoStack(self)

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self.names)

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self.votes) + 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return ("测评对象", *self.votes, "合计")[section]

    def is_typed(self, row: int, column: int) -> bool:
        return 0 <= row < len(self.names) and 1 <= column <= len(self.votes)

    def typing_words(self, row: int, column: int) -> str:
        del row, column
        return "填写票数"

    def block_words(self, act: str) -> str:
        return f"{act}票数"

    def take_cells(self, cells: Cells, words: str) -> None:
        """Take texts as one step to be undone."""
        new = {
            cell: text.strip()
            for cell, text in cells.items()
            if self.texts.get(cell, "") != text.strip()
        }
        if new:
            self.undo.push(_Typed(self, new, words))

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = index.row(), index.column()
        vote = 1 <= column <= len(self.votes)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            if column == 0:
                return self.names[row]
            return self.texts.get((row, column), "") if vote else str(sum(self.row(row).values()))
        if role == Qt.ItemDataRole.TextAlignmentRole and column:
            return RIGHT if vote else LEFT
        if role == Qt.ItemDataRole.BackgroundRole and vote and self.number(row, column) is None:
            return WRONG_BACKGROUND
        return None

    def number(self, row: int, column: int) -> int | None:
        """Votes in a cell, 0 where it is empty, ``None`` where no number stands."""
        text = to_half_width(self.texts.get((row, column), ""))
        if not text:
            return 0
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None

    def row(self, row: int) -> dict[str, int]:
        """One subject's votes; what is no number is left out."""
        found = {vote: self.number(row, at) for at, vote in enumerate(self.votes, 1)}
        return {vote: number for vote, number in found.items() if number is not None}

    def wrong(self, valid: int) -> str:
        """Return why the totals cannot stand, the first reason."""
        for row, name in enumerate(self.names):
            for column, vote in enumerate(self.votes, 1):
                if self.number(row, column) is None:
                    text = self.texts[row, column]
                    return f"“{name}”的“{vote}”写的是“{text}”，请用阿拉伯数字填写整数。"
        for row, name in enumerate(self.names):
            sentence = check_votes(name, valid, self.row(row))
            if sentence:
                return sentence
        return ""

    def put(self, texts: dict[Cell, str]) -> None:
        """Write texts without a step to be undone."""
        for cell, text in texts.items():
            self.texts[cell] = text
        self.repaint()
        self.changed.emit()


class _Typed(QUndoCommand):
    """Totals typed or pasted. These are sums, not ballots: they may be undone."""

    def __init__(self, model: TotalsModel, texts: dict[Cell, str], words: str) -> None:
        super().__init__(words)
        self._model = model
        self._after = texts
        self._before = {cell: model.texts.get(cell, "") for cell in texts}

    def redo(self) -> None:
        self._model.put(self._after)

    def undo(self) -> None:
        self._model.put(self._before)
