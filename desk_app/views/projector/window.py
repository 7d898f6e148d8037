"""The window on the second screen: it stands still, goes dark and goes on with one key each."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.views.kit.pages import FRAME
from desk_app.views.projector.board import BoardView
from desk_app.views.projector.colours import DARK_BOARD, LIGHT_BOARD
from desk_app.views.projector.facts import EMPTY, Board

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QScreen

_NORMAL = (1024, 768)
_PART = 0.6
"""Of a screen that it shares with the program, so that the program can still be reached."""


def other_screen(screens: "Sequence[QScreen]", home: "QScreen | None") -> "QScreen | None":
    """Return the screen that the program's own window is not on; ``None`` when there is none."""
    others = [one for one in screens if one is not home]
    return others[0] if others and len(screens) > 1 else None


class ProjectorWindow(QWidget):
    """Shows the board full screen on the second screen, or as a window where there is none."""

    changed = Signal()
    """It was frozen, blanked, continued, or closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("投影")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.view = BoardView()
        self.frozen = False
        self._latest = EMPTY
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.view)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenRemoved.connect(self._screen_gone)
            application.lastWindowClosed.connect(self.close)

    @property
    def words(self) -> str:
        """What the second screen does now, for whoever cannot see it."""
        if self.isHidden():
            return "投影未打开"
        if self.view.blank:
            return "投影：黑屏"
        return "投影：画面停住" if self.frozen else "投影：正在显示"

    def open_beside(self, home: QWidget) -> bool:
        """Show the window on the screen where ``home`` is not; says whether there is one."""
        screen = other_screen(QGuiApplication.screens(), home.window().screen())
        if screen is None:
            self._shrink()
            self.show()
            self.raise_()
            # F11 and Esc are for this window, which nobody has clicked yet.
            self.activateWindow()
            return False
        self._fill(screen.geometry())
        return True

    def show_board(self, board: Board) -> None:
        """Show how the count stands, at once or after the picture was frozen."""
        self._latest = board
        if not self.frozen:
            self.view.show_board(board)

    def freeze(self) -> None:
        """Let the picture stand still while the count goes on."""
        self.frozen = True
        self.view.say("暂停")
        self.changed.emit()

    def blank(self) -> None:
        """Show nothing at all."""
        self.view.show_blank(blank=True)
        self.changed.emit()

    def go_on(self) -> None:
        """Show the count as it stands now."""
        self.frozen = False
        self.view.say("")
        self.view.show_blank(blank=False)
        self.view.show_board(self._latest)
        self.changed.emit()

    def swap_colours(self) -> None:
        """Black on white, white on black."""
        self.view.show_colours(LIGHT_BOARD if self.view.colours is DARK_BOARD else DARK_BOARD)

    def fill_or_shrink(self) -> None:
        """Full screen and back."""
        if self.isFullScreen():
            self.showNormal()
            self._shrink()
        else:
            self.showFullScreen()

    def press(self, key: int) -> bool:
        """Do what a key stands for; says whether it stands for anything."""
        found = next((one for one in KEYS if one.key == key), None)
        if found is not None:
            found.do(self)
        return found is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.press(event.key()):
            return
        match event.key():
            case Qt.Key.Key_PageDown | Qt.Key.Key_Right:
                self.view.turn(1)
            case Qt.Key.Key_PageUp | Qt.Key.Key_Left:
                self.view.turn(-1)
            case Qt.Key.Key_Escape:
                self.close()
            case _:
                super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.changed.emit()

    def _fill(self, geometry: "QRect") -> None:
        self.setGeometry(geometry)
        self.showFullScreen()

    def _screen_gone(self) -> None:
        """The cable was pulled: the window must not cover the screen that is left."""
        if self.isFullScreen():
            self.showNormal()
            self._shrink()

    def _shrink(self) -> None:
        """Take the upper right part of the screen: messages stand in the lower left one."""
        free = self.screen().availableGeometry()
        size = QSize(*_NORMAL).boundedTo(free.size() * _PART)
        self.setGeometry(QRect(QPoint(), size))
        self.move(free.right() + 1 - size.width() - FRAME.width(), free.top())


class BoardKey(NamedTuple):
    """A key of the second screen: what it is called, what it does, and that in words."""

    key: Qt.Key
    name: str
    meaning: str
    do: Callable[[ProjectorWindow], None]


KEYS = (
    BoardKey(Qt.Key.Key_F6, "F6", "停住画面", ProjectorWindow.freeze),
    BoardKey(Qt.Key.Key_F7, "F7", "黑屏", ProjectorWindow.blank),
    BoardKey(Qt.Key.Key_F8, "F8", "继续", ProjectorWindow.go_on),
    BoardKey(Qt.Key.Key_F9, "F9", "黑白对换", ProjectorWindow.swap_colours),
    BoardKey(Qt.Key.Key_F11, "F11", "全屏", ProjectorWindow.fill_or_shrink),
)
"""They work in the projector's window and on the page where votes are keyed."""
