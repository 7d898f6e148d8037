"""What every room of the window has in common."""

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk_app.views.context import RoomContext

if TYPE_CHECKING:
    from PySide6.QtGui import QUndoStack


class Room(QWidget):
    """One room. Subclasses set ``key`` and ``title`` and load in ``open_round``."""

    key: ClassVar[str] = ""
    title: ClassVar[str] = ""

    next_step = Signal(str, str)
    """A sentence for the bottom line and the key of the room to go to ("" for none)."""

    def __init__(self, context: RoomContext) -> None:
        super().__init__()
        self.context = context

    def open_round(self, round_id: int | None) -> None:
        """Load (again): called when the room is shown and when the current round changes."""

    def first_focus(self) -> QWidget | None:
        """Return where keys go once the room has its data; None leaves them where they are."""
        return None

    def may_leave(self) -> bool:
        """Say whether the window may close now.

        A room that holds something unsaved (a batch of ballots) asks on its own page and says
        no; the window then shows that room and stays.
        """
        return True

    def undo_stack(self) -> "QUndoStack | None":
        """Return the stack that Ctrl+Z and Ctrl+Y of the window act on."""
        return None
