"""The parts around a room: the list of rooms, the line on top, the line at the bottom."""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.views.kit.messages import Notice
from desk_app.views.kit.reach import Reach
from desk_app.views.kit.short_words import ShortButton, ShortLabel
from desk_app.views.kit.theme import (
    ACCENT,
    CHOSEN_BACKGROUND,
    QUIET,
    QUIET_BACKGROUND,
    TEXT,
    pen,
)
from desk_app.views.rooms import NARROW_BELOW_LETTERS, NARROW_LETTERS, ROOMS

BADGE = Qt.ItemDataRole.UserRole + 1
KEY = Qt.ItemDataRole.UserRole + 2
_WIDE_LETTERS = 10.0
"""Width of the list of rooms."""


class RoomList(QListWidget):
    """The rooms on the left, each with what waits in it."""

    chosen = Signal(str)
    entered = Signal(object)
    """The room on show wants the keys; with the ``QKeyEvent`` that was typed here, or None."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rooms")
        self.setAccessibleName("房间")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_RoomDelegate(self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._narrow = False
        self.follow_letters()
        for key, name in ROOMS.items():
            item = QListWidgetItem(name)
            item.setData(KEY, key)
            self.addItem(item)
        self.setCurrentRow(0)
        self.currentRowChanged.connect(lambda row: self.chosen.emit(list(ROOMS)[row]))

    def choose(self, key: str) -> None:
        """Mark a room as the one on show, without telling anybody."""
        self.blockSignals(True)
        self.setCurrentRow(list(ROOMS).index(key))
        self.blockSignals(False)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys walk; Enter and → go into the room, and so does anything that is typed."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right):
            self.entered.emit(None)
        elif event.text().isprintable() and event.text():
            self.entered.emit(event)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.entered.emit(None)

    def show_badges(self, badges: Mapping[str, str]) -> None:
        """Show numbers beside rooms; "3!" means that something is overdue."""
        for row, (key, name) in enumerate(ROOMS.items()):
            item = self.item(row)
            text = badges.get(key, "")
            item.setData(BADGE, text)
            late = "，有逾期" if text.endswith("!") else ""
            words = f"{name}，{text.rstrip('!')} 项待办{late}" if text else name
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
            item.setToolTip(words.partition("，")[2])

    def badge(self, key: str) -> str:
        """Return what stands beside a room."""
        return str(self.item(list(ROOMS).index(key)).data(BADGE) or "")

    @property
    def narrow(self) -> bool:
        """Whether pictures stand there with their words under them."""
        return self._narrow

    def set_narrow(self, *, narrow: bool) -> None:
        """Give way to the room, or take the full width again."""
        if narrow != self._narrow:
            self._narrow = narrow
            self.follow_letters()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._narrow:
            self.scheduleDelayedItemsLayout()  # pictures are as high as the window lets them

    def follow_letters(self) -> None:
        """Take the width that the letters ask for."""
        letter = self.fontMetrics().horizontalAdvance("国")
        self.setFixedWidth(int(letter * (NARROW_LETTERS if self._narrow else _WIDE_LETTERS)))
        self.scheduleDelayedItemsLayout()


class _RoomDelegate(QStyledItemDelegate):
    """Draws a room's name on the left and its badge on the right; narrow, under a picture."""

    def __init__(self, rooms: RoomList) -> None:
        super().__init__(rooms)
        self._rooms = rooms

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        size = super().sizeHint(option, index)
        line = self._line(option)
        if not self._rooms.narrow:
            return QSize(size.width(), line + 18)
        room = self._rooms.viewport().height() // max(1, self._rooms.count())
        # Where the window is too low for pictures, the words stand alone.
        high = min(line * 3, room) if room >= line * 2 + 4 else max(line + 6, room)
        return QSize(self._rooms.viewport().width(), high)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(rect, CHOSEN_BACKGROUND)
            painter.fillRect(QRect(rect.left(), rect.top(), 4, rect.height()), pen(ACCENT))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QUIET_BACKGROUND)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(pen(ACCENT), 1, Qt.PenStyle.DotLine))
            painter.drawRect(rect.adjusted(5, 1, -2, -2))
        font = painter.font()
        if self._rooms.narrow:
            from desk_app.views.room_pictures import paint_narrow

            key, badge = str(index.data(KEY)), str(index.data(BADGE) or "")
            paint_narrow(painter, rect, key, str(index.data()), badge, chosen=chosen)
            painter.restore()
            return
        inner = rect.adjusted(18, 0, -12, 0)
        font.setBold(chosen)
        painter.setFont(font)
        painter.setPen(pen(ACCENT if chosen else TEXT))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, str(index.data()))
        badge = str(index.data(BADGE) or "")
        if badge:
            font.setBold(badge.endswith("!"))
            painter.setFont(font)
            painter.setPen(pen(ACCENT if badge.endswith("!") else QUIET))
            painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, badge)
        painter.restore()

    def _line(self, option: QStyleOptionViewItem) -> int:
        return int(option.fontMetrics.height())  # type: ignore[attr-defined]


class TopLine(QFrame):
    """The current round on the left, who works here and the workspace on the right: menus."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("top")
        self.round = _menu_button("round")
        self.round.setAccessibleName("当前轮次")
        self.workspace = _menu_button("workspace", 16)
        self.workspace.setAccessibleName("工作区菜单")
        self.workspace.setText("工作区")
        self.clerk = _menu_button("clerk", 5)
        self.clerk.setAccessibleName("办理人")
        self.clerk.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.addWidget(self.round)
        row.addStretch(1)
        row.addWidget(self.clerk)
        row.addWidget(self.workspace)
        row.setSpacing(6)


class BottomLine(QFrame):
    """What comes next with a button that takes one there, and when something was saved."""

    go = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bottom")
        self._room = ""
        self._saved = ""
        self._words = ShortLabel()
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._button = QPushButton()
        self._button.setProperty("kind", "link")
        self._button.clicked.connect(lambda: self.go.emit(self._room))
        self._button.hide()
        self.passing = ShortLabel()
        self.passing.setProperty("kind", "quiet")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(6000)
        self._timer.timeout.connect(lambda: self.passing.setText(self._saved))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 14, 4)
        row.setSpacing(12)
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        row.addWidget(self.passing)

    @property
    def sentence(self) -> str:
        """What the line says now."""
        return self._words.text()

    def show_next(self, sentence: str, room: str, action: str) -> None:
        """Show what comes next; without a room the button goes."""
        self._room = room
        self._words.setText(f"下一步：{sentence}" if sentence else "")
        self._button.setText(f"{action} →")
        self._come_last()
        self._button.setVisible(bool(room))

    def _come_last(self) -> None:
        """Let Tab come to the button after the room above it, whose fields were made later."""
        row = self.layout()
        if isinstance(row, QHBoxLayout) and not self._button.hasFocus():
            self._button.setParent(None)
            row.insertWidget(1, self._button)

    def say(self, text: str) -> None:
        """Show a passing word; after a while 已保存 stands there again."""
        self.passing.setText(text)
        self._timer.start()

    def show_saved(self, time: str) -> None:
        """Say when something was saved."""
        self._saved = f"已保存 {time}"
        if not self._timer.isActive():
            self.passing.setText(self._saved)


class Frame(QWidget):
    """Everything around the rooms: the two lines, the list of rooms, the message line."""

    def __init__(self, pages: QStackedWidget) -> None:
        super().__init__()
        self.top = TopLine()
        self.rooms = RoomList()
        self.bottom = BottomLine()
        reach = Reach(pages)
        self.message = Notice(self, reach)
        right = _column(reach, self.bottom)
        right.setStretchFactor(reach, 1)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.rooms)
        middle.addLayout(right, 1)
        whole = _column(self.top)
        whole.addLayout(middle, 1)
        self.setLayout(whole)

    def show_working(self, *, working: bool) -> None:
        """Show what belongs to an open workspace, or hide it."""
        for one in (self.rooms, self.bottom, self.top.round, self.top.clerk):
            one.setVisible(working)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.follow_letters()

    def follow_letters(self) -> None:
        """Let the list of rooms give way where the window has few letters a line."""
        letter = self.fontMetrics().horizontalAdvance("国")
        self.rooms.set_narrow(narrow=self.width() < letter * NARROW_BELOW_LETTERS)


def _column(*widgets: QWidget) -> QVBoxLayout:
    """Widgets below each other without a gap."""
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for one in widgets:
        column.addWidget(one)
    return column


def _menu_button(name: str, letters: int = 8) -> ShortButton:
    button = ShortButton(letters)
    button.setObjectName(name)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setAutoRaise(True)
    return button
