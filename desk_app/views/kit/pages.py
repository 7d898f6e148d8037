"""Pages that force no window wider, windows that stay on the screen.

The first paint needs this file: nothing in it names ``Qt`` or an event, which PySide would build.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

FRAME = QSize(16, 48)
"""What the system's own frame takes at most, while nobody knows it yet."""


class Pages(QStackedWidget):
    """Pages of which only the one on show says how much room is needed.

    ``QStackedWidget`` asks for the room of the largest page, so that a window that once showed
    a wide page stays wide for ever.
    """

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        if not self.count():
            return QSize(0, 0)
        page = self.currentWidget()
        least = page.minimumSizeHint().expandedTo(page.minimumSize())
        return least.expandedTo(QSize(0, least_height(page, self.width())))

    def sizeHint(self) -> QSize:
        return self.currentWidget().sizeHint() if self.count() else QSize(0, 0)

    def hasHeightForWidth(self) -> bool:
        # Whoever lays pages out would ask all of them for their height, not the one on show.
        return False

    def heightForWidth(self, width: int) -> int:
        return least_height(self.currentWidget(), width) if self.count() else -1

    def resizeEvent(self, event: "QResizeEvent") -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()  # sentences that wrap need another height now


def least_height(page: QWidget, width: int) -> int:
    """Return the height in pixels that a page needs at least at a width; -1 where it is any.

    ``QWidget.heightForWidth`` tells the height that a page would like best, which is more.
    """
    layout = page.layout()
    if layout is None or not layout.hasHeightForWidth():
        return -1
    return max(layout.totalMinimumHeightForWidth(width), page.minimumHeight())


def clamp_to_screen(window: QWidget) -> None:
    """Make a window no larger than its screen and move it there, frame and all."""
    free = window.screen().availableGeometry()
    extra = FRAME if window.isHidden() else window.frameGeometry().size() - window.size()
    size = window.size().boundedTo(free.size() - extra)
    if size != window.size():
        window.resize(size)
    left = min(max(window.x(), free.left()), free.right() + 1 - size.width() - extra.width())
    top = min(max(window.y(), free.top()), free.bottom() + 1 - size.height() - extra.height())
    if (left, top) != (window.x(), window.y()):
        window.move(max(left, free.left()), max(top, free.top()))
