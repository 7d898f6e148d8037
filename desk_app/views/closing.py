"""The way out: what is on its way to the disk gets there, a copy is made, then the window goes."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow

from desk_app.views.use_cases import home_words

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from desk_app.views.runner import Runner
    from desk_app.views.settings import Settings

_AGAIN_AFTER_MS = 250


class Closing(QObject):
    """Closes a window once the worker is done; a backup that failed is said first."""

    begun = Signal()
    """The worker is waited for; nothing more can be done in the window."""
    failed = Signal(object)
    """``Fault``: the workspace is closed, its backup was not made."""

    def __init__(
        self,
        window: QMainWindow,
        runner: "Runner",
        settings: "Settings",
        may_leave: Callable[[], bool | None],
    ) -> None:
        """``may_leave`` says whether nothing is unsaved; None: the window is just being made."""
        super().__init__(window)
        self._window = window
        self._runner = runner
        self._settings = settings
        self._may_leave = may_leave
        self._done = False

    def take(self, event: "QCloseEvent") -> None:
        """Wait for the worker, back up, and only then go."""
        if self._done:
            event.accept()
            return
        event.ignore()
        inside = self._window.centralWidget()
        may = self._may_leave() if inside.isEnabled() else False
        if may is None:
            QTimer.singleShot(_AGAIN_AFTER_MS, self._window.close)
        if not may:
            return
        self._settings.set_bytes("window/geometry", self._window.saveGeometry())
        self._settings.save()
        self.begun.emit()
        inside.setEnabled(False)
        self._runner.call(home_words.leave).otherwise(lambda _none_open: None)
        self._runner.close().then(lambda _: self.leave()).otherwise(self.failed.emit)

    def leave(self) -> None:
        """Close at once: there is no workspace open (any more)."""
        self._done = True
        self._window.close()
        QApplication.quit()
