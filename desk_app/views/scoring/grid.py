"""A table of score cells: what the sheet of a subject and the turned table have in common."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QLabel

from desk_app.domain.points import format_points
from desk_app.domain.scheme.model import Indicator, IndicatorMode
from desk_app.domain.scoring import (
    EMPTY,
    Change,
    Score,
    entry_words,
    format_entry,
    lacks_reason,
    lost,
)
from desk_app.views.scoring.entry import Entry, Part, Place, Typed, by_cell
from desk_app.views.tables import LEFT, RIGHT, Sheet
from desk_app.views.theme import QUIET, WARNING, WRONG, WRONG_BACKGROUND

AnyIndex = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
QUIET_BACKGROUND = QColor("#F1F3F4")
WANTING_BACKGROUND = QColor("#FFF6E5")
WANTING_WORDS = "请写扣分理由"
_SHOWN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_TYPED = _SHOWN | Qt.ItemFlag.ItemIsEditable
_TEXT = int(Qt.ItemDataRole.DisplayRole)
_PARTS = {
    _TEXT: 0,
    int(Qt.ItemDataRole.EditRole): 0,
    int(Qt.ItemDataRole.TextAlignmentRole): 1,
    int(Qt.ItemDataRole.BackgroundRole): 2,
    int(Qt.ItemDataRole.ForegroundRole): 3,
    int(Qt.ItemDataRole.FontRole): 4,
}
"""Which part of a ``Look`` a role is."""


class Look(NamedTuple):
    """How a cell is drawn, worked out once until something changes: Qt asks for every part."""

    text: str
    align: Qt.AlignmentFlag
    background: QColor | None
    colour: QColor | None
    font: QFont | None
    flags: Qt.ItemFlag
    wrong: bool = False
    wanting: bool = False


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
        self._looks: dict[tuple[int, int], Look] = {}
        self.modelReset.connect(self._looks.clear)
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

    def columns_of(self, evaluator: str) -> list[int]:
        """The columns that show an evaluator's points and notes."""
        raise NotImplementedError

    def score(self, place: Place) -> Score:
        """What a cell's score is now."""
        return self.scores.get((place.subject_id, place.evaluator, place.indicator.name), EMPTY)

    def repaint(self) -> None:
        """Draw all cells again."""
        self._looks.clear()
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
            return _wants(place, self.score(place).points)
        return ""

    def hint(self, row: int, column: int) -> str:
        """What is typed in a cell, where that is not plain points; "" elsewhere."""
        place = self.place(row, column)
        if place is None or place.part is Part.NOTE:
            return ""
        return entry_words(place.indicator)

    def is_wrong(self, row: int, column: int) -> bool:
        """Whether a cell holds something that cannot stand."""
        place = self.place(row, column)
        return place is not None and self.entry.wrong(place) is not None

    def look(self, row: int, column: int) -> Look:
        """How a cell is drawn."""
        found = self._looks.get((row, column))
        if found is None:
            place = self.place(row, column)
            found = self._fixed_look(row, column) if place is None else self._look(place)
            self._looks[row, column] = found
        return found

    def bold(self, row: int) -> bool:  # noqa: ARG002  (for subclasses)
        """Whether a row stands out."""
        return False

    def tip(self, row: int, column: int) -> str:
        """What is said while the mouse rests on a cell."""
        return self.sentence(row, column)

    def data(self, index: AnyIndex, role: int = _TEXT) -> object:
        part = _PARTS.get(role)
        if part is not None:
            return self.look(index.row(), index.column())[part]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tip(index.row(), index.column()) or None
        return None

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
        return self.look(index.row(), index.column()).flags

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
        if place.part is Part.NOTE:
            return score.note
        return format_entry(place.indicator, score.points)

    def _wanting(self, place: Place) -> bool:
        score = self.score(place)
        return lacks_reason(
            self.superior, place.evaluator, place.indicator, score.points, score.note
        )

    def _look(self, place: Place) -> Look:
        note = place.part is Part.NOTE
        wrong = self.entry.wrong(place) is not None
        wanting = note and not wrong and self._wanting(place)
        uncounted = place.indicator.mode is IndicatorMode.INFORMATION
        background = WANTING_BACKGROUND if wanting else QUIET_BACKGROUND if uncounted else None
        colour = QColor(QUIET) if uncounted else None
        return Look(
            self._text(place),
            LEFT if note else RIGHT,
            WRONG_BACKGROUND if wrong else background,
            QColor(WRONG) if wrong else colour,
            None,
            _SHOWN if self.locked else _TYPED,
            wrong=wrong,
            wanting=wanting,
        )

    def _fixed_look(self, row: int, column: int) -> Look:
        text = self.fixed(row, column)
        font = None
        if self.bold(row):
            font = QFont()
            font.setBold(True)
        number = text[:1].isdigit() or text == "—"
        return Look(text, RIGHT if number else LEFT, QUIET_BACKGROUND, None, font, _SHOWN)

    def _apply(self, changes: Sequence[Change]) -> None:
        """Show changes; only their cells are drawn again: that is what typing waits for."""
        self.scores.update(by_cell(changes))
        for change in changes:
            row = self.row_of(change)
            if row >= 0:
                for column in self.columns_of(change.evaluator):
                    self.redraw(row, column)

    def redraw(self, row: int, column: int) -> None:
        """Draw one cell again."""
        self._looks.pop((row, column), None)
        cell = self.index(row, column)
        self.dataChanged.emit(cell, cell)


class ScoreTable(Sheet):
    """Frames a wrong cell, also while it is chosen, and asks for a reason where one lacks."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the current cell alone: an editor that closes need not cost the whole table."""
        if self.currentIndex().isValid():
            QAbstractScrollArea.focusInEvent(self, event)
            self.update(self.currentIndex())
        else:
            super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        QAbstractScrollArea.focusOutEvent(self, event)
        self.update(self.currentIndex())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        model = self.model()
        if not isinstance(model, Grid) or not model.rowCount():
            return
        dirty = event.rect()
        bottom = self.rowAt(dirty.bottom())
        rows = range(self.rowAt(dirty.top()), (bottom if bottom >= 0 else model.rowCount() - 1) + 1)
        painter = QPainter(self.viewport())
        for row in rows:
            for column in range(model.columnCount()):
                look = model.look(row, column)
                if look.wrong or (look.wanting and not look.text):
                    self._mark(painter, self.visualRect(model.index(row, column)), look)
        painter.end()

    def _mark(self, painter: QPainter, rect: QRect, look: Look) -> None:
        if look.wrong:
            painter.setPen(QPen(QColor(WRONG), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        else:
            painter.setPen(QColor(WARNING))
            painter.drawText(rect.adjusted(5, 0, -4, 0), LEFT, WANTING_WORDS)


def full_words(indicator: Indicator) -> str:
    """Say what an indicator is worth, and where an entry is something else than points."""
    full = format_points(indicator.points)
    match indicator.mode:
        case IndicatorMode.DEDUCTED:
            return f"{full}，填扣分"
        case IndicatorMode.ALL_OR_NOTHING:
            return f"{full} 或 0"
        case IndicatorMode.CHECK:
            return f"{full}，填√×"
        case IndicatorMode.INFORMATION:
            return "不计分"
        case _:
            return full


def _wants(place: Place, points: Decimal | None) -> str:
    indicator = place.indicator
    if indicator.mode is IndicatorMode.CHECK:
        return f"“{indicator.name}”没有达到，请写明理由。"
    gone = format_points(lost(indicator, points or Decimal(0)))
    return f"“{indicator.name}”扣了 {gone} 分，请写明扣分理由。"


def tint(label: QLabel, colour: str, text: str) -> None:
    """Show a sentence in a colour; dressing anew costs time, so only where it changes."""
    if label.property("tint") != colour:
        label.setProperty("tint", colour)
        label.setStyleSheet(f"color: {colour}")
    label.setText(text)
