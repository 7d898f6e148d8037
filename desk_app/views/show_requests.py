"""Hears of a second start on the open workspace: the window comes to the front instead."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from desk_app.views.use_cases import second_start

if TYPE_CHECKING:
    from desk_app.views.window import MainWindow

_ACTIVE_WITHIN_MS = 400
"""How long the desktop is given to bring the window to the front."""
_MINIMISED_WITHIN_MS = 150


class ShowRequests(QObject):
    """Watches the folder of the open workspace for the request of a second program."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._folder = Path()
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._look)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_ACTIVE_WITHIN_MS)
        self._later.timeout.connect(self._insist)

    def listen(self, folder: Path) -> None:
        """Watch this folder and no other; a request that lies there already is heard too."""
        watched = self._watcher.directories()
        if watched:
            self._watcher.removePaths(watched)
        self._folder = folder
        self._watcher.addPath(str(folder))
        self._look()

    def _look(self) -> None:
        # While it is closing it does not answer: the other program opens the workspace then.
        if self._window.centralWidget().isEnabled() and second_start.take_request(self._folder):
            self._come_forward()

    def _come_forward(self) -> None:
        self._ask_for_the_front()
        QApplication.alert(self._window)  # where the system lets no window come forward by itself
        self._window.message.show_info("已在这里打开。")
        self._later.start()

    def _ask_for_the_front(self) -> None:
        """Ask the desktop for the front; a window that was maximised is so again."""
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        front = QApplication.activeModalWidget() or window
        front.raise_()
        front.activateWindow()

    def _insist(self) -> None:
        """Come anew where the desktop did not listen.

        While 显示桌面 hides all windows they are not minimised for Qt, and asking is not enough:
        only a window that comes back ends it. Minimised, and not hidden, it stays maximised.
        """
        window = self._window
        if QApplication.activeWindow() is None:
            window.setWindowState(window.windowState() | Qt.WindowState.WindowMinimized)
            QTimer.singleShot(_MINIMISED_WITHIN_MS, self, self._ask_for_the_front)
