"""What the window does as a window: it says when it was painted, and closes in good order."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QMainWindow

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QPaintEvent

    from desk_app.domain.faults import Fault
    from desk_app.domain.kit.clock import Clock
    from desk_app.views.closing import Closing
    from desk_app.views.runner import Runner
    from desk_app.views.settings import Settings


class ProgramWindow(QMainWindow):
    """Paint and close; what stands in the window is its subclass's."""

    painted = Signal()
    """The window was really painted for the first time."""

    def __init__(self, runner: "Runner", settings: "Settings", clock: "Clock") -> None:
        super().__init__()
        self._unpainted = True
        self.runner = runner
        self.settings = settings
        self.clock = clock

    @cached_property
    def closing(self) -> "Closing":
        """The way out."""
        from desk_app.views.closing import Closing

        closing = Closing(self, self.runner, self.settings, self.may_close)
        closing.begun.connect(self.show_closing)
        closing.failed.connect(self.show_failed_backup)
        return closing

    def may_close(self) -> bool | None:
        """Say whether nothing is unsaved; None while the window is just being made."""
        raise NotImplementedError

    def show_closing(self) -> None:
        """Say that the window closes as soon as everything is on the disk."""
        raise NotImplementedError

    def show_failed_backup(self, fault: "Fault") -> None:
        """Say that the workspace is closed, and why there is no backup of it."""
        raise NotImplementedError

    def enable(self) -> None:
        """Let the window be used again after something of ours went wrong while closing."""
        self.centralWidget().setEnabled(True)

    def paintEvent(self, event: "QPaintEvent") -> None:
        super().paintEvent(event)
        if self._unpainted:
            self._unpainted = False
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: "QCloseEvent") -> None:
        """Wait for the worker, back up, and only then go; a failed backup is shown."""
        self.closing.take(event)
