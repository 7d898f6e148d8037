"""The second screen as a room has it: opened when it is wanted, fed while it is open."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desk_app.views.projector.source import board_of

if TYPE_CHECKING:
    from desk_app.views.projector.facts import Board
    from desk_app.views.projector.window import ProjectorWindow
    from desk_app.views.use_cases import parts


class SecondScreen(QObject):
    """Owns the projector's window; nothing is shown while it is closed."""

    changed = Signal(str)
    """What the second screen does now, in words."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.window: ProjectorWindow | None = None
        self.whose = ""
        """Township and year, which stand before what is counted."""

    def open_beside(self, home: QWidget) -> bool:
        """Open it on the screen where ``home`` is not; says whether there is one."""
        if self.window is None:
            from desk_app.views.projector.window import ProjectorWindow

            self.window = ProjectorWindow(home.window())
            self.window.changed.connect(self._tell)
        self.window.setWindowTitle(f"投影 — {self.whose}" if self.whose else "投影")
        return self.window.open_beside(home)

    def show_sheet(self, sheet: "parts.PollSheet") -> None:
        """Show what is stored of a poll; in blind keying that is the settled batches."""
        if self.window is not None and not self.window.isHidden():
            self.show_board(board_of(sheet))

    def show_board(self, board: "Board") -> None:
        """Show how the count stands."""
        if self.window is not None and not self.window.isHidden():
            titled = replace(board, title=f"{self.whose} {board.title}".strip())
            self.window.show_board(titled)

    def press(self, key: int) -> None:
        """Do what a key of the second screen stands for."""
        if self.window is not None:
            self.window.press(key)

    def _tell(self) -> None:
        if self.window is not None:
            self.changed.emit(self.window.words)
