"""A list and its details: side by side in a wide window, two pages in a narrow one."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSplitter, QVBoxLayout, QWidget

from desk_app.views.kit.pages import least_height


class FoldingPair(QWidget):
    """Shows both sides where both have room, else the list or what was chosen in it.

    Where there is no room for both, ``show_detail`` turns the page and the button over it, or
    ``show_list``, or Esc, turns it back; side by side they change nothing. Sides say how much
    room they need by their ``minimumSizeHint`` or ``setMinimumWidth``.
    """

    folded_changed = Signal(bool)

    def __init__(
        self,
        list_side: QWidget,
        detail_side: QWidget,
        *,
        back: str = "← 返回名单",
        sizes: tuple[int, int] = (1, 1),
    ) -> None:
        super().__init__()
        self._list, self._detail = list_side, detail_side
        self._folded = False
        self._on_detail = False
        self.back = QPushButton(back)
        self.back.setProperty("kind", "link")
        self.back.clicked.connect(self._return)
        self.back.hide()
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(list_side)
        self.split.addWidget(detail_side)
        for place, size in enumerate(sizes):
            self.split.setStretchFactor(place, size)
        self.split.setSizes([size * 1000 for size in sizes])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.split, 1)

    @property
    def folded(self) -> bool:
        """Whether only one of the two is shown at a time."""
        return self._folded

    def show_detail(self) -> None:
        """Turn to what was chosen."""
        self._on_detail = True
        self._show()

    def show_list(self) -> None:
        """Turn back to the list."""
        self._on_detail = False
        self._show()

    def minimumSizeHint(self) -> QSize:
        one, other = _least(self._list), _least(self._detail)
        return QSize(
            max(one.width(), other.width()),
            max(one.height(), other.height() + self.back.sizeHint().height() * self._folded),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        both = _least(self._list).width() + _least(self._detail).width()
        folded = self.width() < both + self.split.handleWidth()
        if folded != self._folded:
            self._folded = folded
            self._show()
            self.folded_changed.emit(folded)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that nothing on the page wants turns back to the list, as its button does."""
        if event.key() == Qt.Key.Key_Escape and self.back.isVisible():
            self._return()
        else:
            super().keyPressEvent(event)

    def _return(self) -> None:
        self.show_list()
        self._list.setFocus()

    def _show(self) -> None:
        detail = self._on_detail or not self._folded
        listed = not self._on_detail or not self._folded
        # First what comes, then what goes: keys never fall out of the room in between.
        for widget, on in sorted(
            ((self._list, listed), (self._detail, detail)), key=lambda pair: not pair[1]
        ):
            widget.setVisible(on)
        self.back.setVisible(self._folded and self._on_detail)


def _least(widget: QWidget) -> QSize:
    least = widget.minimumSizeHint().expandedTo(widget.minimumSize())
    return least.expandedTo(QSize(0, least_height(widget, widget.width())))
