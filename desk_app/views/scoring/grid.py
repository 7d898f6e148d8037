"""A table of score cells: what the sheet of a subject and the turned table have in common."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QLabel, QStyledItemDelegate, QStyleOptionViewItem

from desk_app.domain.points import format_points
from desk_app.domain.scoring import EMPTY, Change, Score, lacks_reason
from desk_app.views.scoring.entry import Entry, Part, Place, Typed, by_cell
from desk_app.views.tables import LEFT, RIGHT
from desk_app.views.theme import WARNING, WRONG, WRONG_BACKGROUND

AnyIndex = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
QUIET_BACKGROUND = QColor("#F1F3F4")
WANTING_BACKGROUND = QColor("#FFF6E5")
WANTING_WORDS = "请写扣分理由"


class CellPainter(QStyledItemDelegate):
    """Frames a wrong cell, also while it is chosen, and asks for a reason where one lacks."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().paint(painter, option, index)
        model = index.model()
        if not isinstance(model, Grid):
            return
        rect: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        if model.is_wrong(index.row(), index.column()):
            painter.setPen(QPen(QColor(WRONG), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        elif not index.data() and model.wants_reason(index.row(), index.column()):
            painter.setPen(QColor(WARNING))
            painter.drawText(rect.adjusted(5, 0, -4, 0), LEFT, WANTING_WORDS)
        painter.restore()


class Grid(QAbstractTableModel):
    """Cells that are scores. Subclasses say which ``Place`` a cell is, and what others show."""

    outside = Signal(int)
    """So many pasted cells lay outside the table or where nobody types."""

    def __init__(self, entry: Entry, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self.locked = False
        self.superior = ""
        self.scores: dict[tuple[int, str, str], Score] = {}
        entry.applied.connect(self._apply)
        entry.marked.connect(self.repaint)

    def place(self, row: int, column: int) -> Place | None:
        """The score cell at a place of the table; ``None`` where nobody types."""
        raise NotImplementedError

    def fixed(self, row: int, column: int) -> str:
        """What a cell shows that nobody types in."""
        raise NotImplementedError

    def row_of(self, change: Change) -> int:
        """The row that shows a change; -1 where none does."""
        raise NotImplementedError

    def score(self, place: Place) -> Score:
        """What a cell's score is now."""
        return self.scores.get((place.subject_id, place.evaluator, place.indicator.name), EMPTY)

    def repaint(self) -> None:
        """Draw all cells again."""
        if self.rowCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def sentence(self, row: int, column: int) -> str:
        """Why the cell is wrong, or what it still wants; "" when all is well."""
        place = self.place(row, column)
        if place is None:
            return ""
        wrong = self.entry.wrong(place)
        if wrong is not None:
            return wrong.sentence + "这一格还没有保存。"
        if self._wanting(place):
            points = self.score(place).points
            lost = place.indicator.points - (points or 0)
            return f"“{place.indicator.name}”扣了 {format_points(lost)} 分，请写明扣分理由。"
        return ""

    def is_wrong(self, row: int, column: int) -> bool:
        """Whether a cell holds something that cannot stand."""
        place = self.place(row, column)
        return place is not None and self.entry.wrong(place) is not None

    def wants_reason(self, row: int, column: int) -> bool:
        """Whether a cell is where the reason of a deduction is missing."""
        place = self.place(row, column)
        return place is not None and place.part is Part.NOTE and self._wanting(place)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = index.row(), index.column()
        place = self.place(row, column)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.fixed(row, column) if place is None else self._text(place)
        if place is None:
            return self._dress_fixed(row, column, role)
        return self._dress(place, row, column, role)

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        place = self.place(index.row(), index.column())
        if place is None or role != Qt.ItemDataRole.EditRole or self.locked:
            return False
        text = str(value)
        if text == self._text(place):
            return True
        self.entry.take([Typed(place, text, self.score(place))], f"填写{place.indicator.name}")
        return True

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not self.locked and self.place(index.row(), index.column()) is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def paste(self, index: QModelIndex, rows: list[list[str]]) -> None:
        """Put a block in, as one step; what cannot stand is marked where it stands."""
        typed = []
        missed = 0
        for down, texts in enumerate(rows):
            for right, text in enumerate(texts):
                row, column = index.row() + down, index.column() + right
                inside = row < self.rowCount() and column < self.columnCount()
                place = self.place(row, column) if inside and not self.locked else None
                if place is None:
                    missed += bool(text.strip())
                else:
                    typed.append(Typed(place, text, self.score(place)))
        self.entry.take(typed, "粘贴")
        if missed:
            self.outside.emit(missed)

    def clear(self, indexes: list[QModelIndex]) -> None:
        """Empty cells, as one step."""
        if self.locked:
            return
        places = (self.place(one.row(), one.column()) for one in indexes)
        typed = [Typed(one, "", self.score(one)) for one in places if one is not None]
        self.entry.take(typed, "清除")

    def _text(self, place: Place) -> str:
        wrong = self.entry.wrong(place)
        if wrong is not None:
            return wrong.text
        score = self.score(place)
        return score.note if place.part is Part.NOTE else format_points(score.points)

    def _wanting(self, place: Place) -> bool:
        score = self.score(place)
        return lacks_reason(
            self.superior, place.evaluator, place.indicator, score.points, score.note
        )

    def _dress(self, place: Place, row: int, column: int, role: int) -> object:
        wrong = self.entry.wrong(place) is not None
        wanting = place.part is Part.NOTE and self._wanting(place)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return LEFT if place.part is Part.NOTE else RIGHT
        if role == Qt.ItemDataRole.BackgroundRole:
            if wrong:
                return WRONG_BACKGROUND
            return WANTING_BACKGROUND if wanting else None
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(WRONG) if wrong else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.sentence(row, column) or None
        return None

    def _dress_fixed(self, row: int, column: int, role: int) -> object:
        if role == Qt.ItemDataRole.BackgroundRole:
            return QUIET_BACKGROUND
        if role == Qt.ItemDataRole.TextAlignmentRole:
            number = self.fixed(row, column).replace(".", "", 1).isdigit()
            return RIGHT if number else LEFT
        return None

    def _apply(self, changes: Sequence[Change]) -> None:
        """Show changes; only their rows are drawn again, that is what typing waits for."""
        self.scores.update(by_cell(changes))
        last = self.columnCount() - 1
        for row in {self.row_of(one) for one in changes}:
            if row >= 0:
                self.dataChanged.emit(self.index(row, 0), self.index(row, last))


def tint(label: QLabel, colour: str, text: str) -> None:
    """Show a sentence in a colour; dressing anew costs time, so only where it changes."""
    if label.property("tint") != colour:
        label.setProperty("tint", colour)
        label.setStyleSheet(f"color: {colour}")
    label.setText(text)
