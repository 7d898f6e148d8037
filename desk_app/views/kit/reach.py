"""What keeps everything in reach: pages that force no window wider, boxes that scroll."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QStackedWidget, QWidget

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()  # sentences that wrap need another height now


class Reach(QScrollArea):
    """Room for pages: as large as the window, and where that is too small it scrolls."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        # A scroll bar that comes takes no room that would make a second one come.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setWidget(inside)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def sizeHint(self) -> QSize:
        return self.widget().sizeHint()


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
