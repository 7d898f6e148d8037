"""Hears of a second start on the open workspace: the window comes to the front instead."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt
from PySide6.QtWidgets import QApplication

from desk_app.views.use_cases import second_start

if TYPE_CHECKING:
    from desk_app.views.window import MainWindow


class ShowRequests(QObject):
    """Watches the folder of the open workspace for the request of a second program."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._folder = Path()
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._look)

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
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        QApplication.alert(window)  # where the system lets no window come forward by itself
        window.message.show_info("已在这里打开。")
