"""The line in which a cell is typed, with a list of texts under it that can be chosen."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMoveEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListWidget, QWidget

SHOWN_ROWS = 8
_FRAME = 2
"""Pixels around the list, as the style sheet draws them: it lies over cells that look alike."""
Offers = Callable[[str], Sequence[str]]
"""What is typed so far → the texts that are offered for it."""


class QuickLine(QLineEdit):
    """A line that offers texts: while one types, or all of them with the arrow down.

    The list never takes the keys, so that an input method stays with the line.
    """

    chosen = Signal()
    """A text was chosen with the mouse: the cell is done."""

    def __init__(self, parent: QWidget, offers: Offers, *, while_typing: bool) -> None:
        super().__init__(parent)
        self._offers = offers
        self._window = parent.window()
        self._list = QListWidget(self._window)
        self._list.setAccessibleName("可选的内容")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setObjectName("offers")
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.hide()
        self._list.itemClicked.connect(lambda item: self._choose(item.text()))
        self.destroyed.connect(self._list.deleteLater)
        self.setFrame(False)
        if while_typing:
            self.textEdited.connect(self._narrow)

    @property
    def offered(self) -> list[str]:
        """What the list shows now; nothing while it is hidden."""
        if self._list.isHidden():
            return []
        return [self._list.item(row).text() for row in range(self._list.count())]

    @property
    def marked(self) -> str:
        """The text of the list that Enter takes; "" for what stands in the line."""
        row = self._list.currentRow()
        return self._list.item(row).text() if row >= 0 else ""

    def offer(self) -> None:
        """Show everything that is offered here, whatever stands in the line."""
        self._show(self._offers(""))

    def settle(self, event: QKeyEvent) -> bool:
        """Look at a key before the table does; true where it was for the list alone."""
        if self._list.isHidden():
            return False
        if event.key() == Qt.Key.Key_Escape:
            self._list.hide()
            return True
        ends = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}
        if event.key() in ends and self.marked:
            self.setText(self.marked)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step > 0 and self._list.isHidden():
            self.offer()
            self._list.setCurrentRow(0)
        elif step and not self._list.isHidden():
            row = self._list.currentRow() + step
            self._list.setCurrentRow(min(max(row, -1), self._list.count() - 1))
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Alt+Down belongs to the room; while a cell is typed it opens the list as in WPS.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up)
        ):
            event.accept()
            return True
        return super().event(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._list.hide()
        super().hideEvent(event)

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._place()

    def _narrow(self, text: str) -> None:
        self._show(self._offers(text) if text.strip() else ())

    def _show(self, texts: Sequence[str]) -> None:
        self._list.clear()
        self._list.addItems(list(texts))
        self._list.setCurrentRow(-1)
        self._list.setVisible(bool(texts))
        self._place()

    def _place(self) -> None:
        """Right under the line, or above it where the window ends."""
        if self._list.isHidden():
            return
        rows = min(self._list.count(), SHOWN_ROWS)
        height = rows * max(self._list.sizeHintForRow(0), 1) + 2 * max(
            self._list.frameWidth(), _FRAME
        )
        window = self._window
        width = max(self.width(), self._list.sizeHintForColumn(0) + 24)
        where = self.mapTo(window, QPoint(0, self.height()))
        if where.y() + height > window.height():
            where.setY(where.y() - self.height() - height)
        width = min(width, window.width() - 8)
        where.setX(max(min(where.x(), window.width() - width - 4), 0))
        self._list.setGeometry(where.x(), max(where.y(), 0), width, height)
        self._list.raise_()

    def _choose(self, text: str) -> None:
        self.setText(text)
        self._list.hide()
        self.chosen.emit()
