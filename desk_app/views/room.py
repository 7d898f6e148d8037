"""What every room of the window has in common."""

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from desk_app.views.context import RoomContext

if TYPE_CHECKING:
    from PySide6.QtGui import QUndoStack
    from PySide6.QtWidgets import QLineEdit

    from desk_app.views.reversals import Reversals


class Room(QWidget):
    """One room. Subclasses set ``key`` and ``title`` and load in ``open_round``."""

    key: ClassVar[str] = ""
    title: ClassVar[str] = ""
    loads: ClassVar[bool] = False
    """Whether ``arrived`` follows every ``open_round``. Keys typed before it are kept till then."""

    nothing_to_undo: ClassVar[str] = "没有可以撤销的。"
    """What Ctrl+Z says where there is nothing to take back."""
    reversals: "Reversals | None" = None
    """What Ctrl+Z goes on with once the room's own stack is empty, after a restart too."""

    next_step = Signal(str, str)
    """A sentence for the bottom line and the key of the room to go to ("" for none)."""
    arrived = Signal()
    """What ``open_round`` asked for is on screen (or is not to be had, which was said)."""

    def __init__(self, context: RoomContext) -> None:
        super().__init__()
        self.context = context

    def open_round(self, round_id: int | None) -> None:
        """Load (again): called when the room is shown and when the current round changes."""

    def unread(self) -> None:
        """What was asked for is not to be had, which was said: no page goes on reading it."""
        from desk_app.views.kit.empty_page import READING, UNREAD

        for label in self.findChildren(QLabel):
            if label.text().startswith(READING.rstrip("…")):
                label.setText(UNREAD)
        self.arrived.emit()

    def first_focus(self) -> QWidget | None:
        """Return where the keys go after the room was entered; None leaves them where they are.

        Asked when the room is shown, and once more when its data has arrived unless the clerk
        has gone elsewhere meanwhile. A table's current cell is what comes next there.
        """
        return None

    def search_field(self) -> "QLineEdit | None":
        """Return where Ctrl+F goes."""
        return None

    def find_next(self, *, back: bool = False) -> bool:  # noqa: ARG002
        """Go to the next hit of the search, or to the one before; say whether there is one."""
        return False

    def want_subject(self, subject_id: int) -> None:
        """Choose a subject as soon as the room has loaded; a room that lists none does nothing."""

    def may_leave(self) -> bool:
        """Say whether the window may close now.

        A room that holds something unsaved (a batch of ballots) asks on its own page and says
        no; the window then shows that room and stays.
        """
        return True

    def take_back_unstored(self) -> bool:
        """Take back what the page holds and has not stored yet; say whether there was anything."""
        return False

    def undo_stack(self) -> "QUndoStack | None":
        """Return the stack that Ctrl+Z and Ctrl+Y of the window act on."""
        return None
