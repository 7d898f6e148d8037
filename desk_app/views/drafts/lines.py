"""A list of sentences that wrap: a mark, the sentence, and smaller words under it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desk_app.views.kit.current_cell import make_current
from desk_app.views.kit.records import ROOT
from desk_app.views.kit.theme import CHOSEN_BACKGROUND, LINE, QUIET, TEXT, pen

AnyIndex = QModelIndex | QPersistentModelIndex
_LINE = Qt.ItemDataRole.UserRole
_PAD, _BAR = 6, 4
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
_TALL = 100_000
_ROOM_BESIDE = 30
"""Letters of width from which words stand beside each other."""


@dataclass(frozen=True, slots=True)
class SideLine:
    """One entry. ``mark`` stands before it and says in a sign or word what ``colour`` also says.

    ``under`` is smaller, one line of text each; ``target`` is what a click hands on. ``ground`` is
    the colour behind it, "" for none.
    """

    text: str
    target: object = None
    mark: str = ""
    colour: str = TEXT
    under: tuple[str, ...] = ()
    ground: str = ""

    @property
    def spoken(self) -> str:
        """All of it, for a screen reader and for copying."""
        return "\n".join((f"{self.mark} {self.text}".strip(), *self.under))


class LineList(QListView):
    """Shows lines; a click or Enter on one emits ``chosen`` with its target."""

    chosen = Signal(object)
    moved = Signal()
    """Another line is the current one."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.beside = False
        """Whether the words under a line stand beside it where there is room."""
        self._model = _Lines(self)
        self.setModel(self._model)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName(name)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        # A bar that comes and goes would wrap every line anew.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self._clicked)
        self.selectionModel().currentChanged.connect(self.moved)

    @property
    def lines(self) -> Sequence[SideLine]:
        """What is shown."""
        return self._model.lines

    @property
    def row(self) -> int:
        """The current line; -1 where there is none."""
        return self.currentIndex().row()

    def show_lines(self, lines: Sequence[SideLine]) -> None:
        """Show other lines; where one stands and what is in sight stay as far as they can."""
        if tuple(lines) == tuple(self._model.lines):
            return
        row, at = self.row, self.verticalScrollBar().value()
        self._model.replace(lines)
        if lines and row >= 0:
            self.go(min(row, len(lines) - 1))
        self.verticalScrollBar().setValue(at)

    def go(self, row: int) -> None:
        """Make a line the current one and bring it into sight."""
        make_current(self, self._model.index(row))
        self.scrollTo(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.row >= 0:
            self._clicked(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance("国") * 14, metrics.height() * 3)

    def _clicked(self, index: AnyIndex) -> None:
        line = self._model.lines[index.row()]
        if line.target is not None:
            self.chosen.emit(line.target)


class _Lines(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: Sequence[SideLine] = ()

    def replace(self, lines: Sequence[SideLine]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if role == _LINE:
            return line
        spoken = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
        return line.spoken if role in spoken else None


class _Painter(QStyledItemDelegate):
    """Paints a mark, a sentence and what stands under it, wrapped to the width of the list."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        line: SideLine = index.data(_LINE)
        width = self._width(option)
        places = self._places(option, line, QRect(0, 0, width, _TALL))
        return QSize(width, max(one.bottom() for one in places) + _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        line: SideLine = index.data(_LINE)
        box: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, CHOSEN_BACKGROUND)
        elif line.ground:
            painter.fillRect(box, QColor(line.ground))
        if line.mark:
            painter.fillRect(QRect(box.left(), box.top(), _BAR, box.height()), pen(line.colour))
        places = self._places(option, line, box)
        painter.setPen(pen(line.colour if line.mark else TEXT))
        painter.drawText(places[0], _WRAP, line.mark)
        painter.setPen(pen(TEXT))
        painter.drawText(places[1], _WRAP, line.text)
        painter.setPen(pen(QUIET))
        for place, words in zip(places[2:], line.under, strict=True):
            painter.drawText(place, _WRAP, words)
        painter.setPen(pen(LINE))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()

    def _width(self, option: QStyleOptionViewItem) -> int:
        view = option.widget  # type: ignore[attr-defined]
        return int(view.viewport().width()) if isinstance(view, QListView) else 200

    def _places(self, option: QStyleOptionViewItem, line: SideLine, box: QRect) -> list[QRect]:
        metrics = option.fontMetrics  # type: ignore[attr-defined]
        left, top = box.left() + _BAR + _PAD, box.top() + _PAD
        mark = metrics.horizontalAdvance(line.mark) + (_PAD if line.mark else 0)
        found = [QRect(left, top, mark, metrics.height())]
        left += mark
        width = max(box.right() - left - _PAD, 20)
        half = self._beside(option, width) if line.under else 0
        first = self._room(option, line.text, QRect(left, top, half or width, _TALL))
        found.append(first)
        if half:
            left, width = left + half + 2 * _PAD, width - half - 2 * _PAD
        else:
            top = first.bottom() + 3
        for words in line.under:
            found.append(self._room(option, words, QRect(left, top, width, _TALL)))
            top = found[-1].bottom() + 3
        return found

    def _beside(self, option: QStyleOptionViewItem, width: int) -> int:
        """How wide the left half is; 0 where everything stands below each other."""
        view = option.widget  # type: ignore[attr-defined]
        letter = option.fontMetrics.horizontalAdvance("国")  # type: ignore[attr-defined]
        wanted = isinstance(view, LineList) and view.beside and width > letter * _ROOM_BESIDE
        return width * 9 // 20 if wanted else 0

    def _room(self, option: QStyleOptionViewItem, words: str, room: QRect) -> QRect:
        metrics = option.fontMetrics  # type: ignore[attr-defined]
        tall = int(metrics.boundingRect(room, _WRAP, words).height())
        return QRect(room.left(), room.top(), room.width(), tall)
