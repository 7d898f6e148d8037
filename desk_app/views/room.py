"""What every room of the window has in common."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QUndoStack

    from desk_app.views.runner import Runner
    from desk_app.views.settings import Settings


@dataclass(frozen=True, slots=True)
class Desk:
    """What a room works with.

    ``go(key)`` shows another room. ``changed()`` tells the window that something was written, so
    that badges and the next step are read again. ``open_round(id)`` makes a round the current
    one and reloads every room. ``say(text)`` puts a passing word on the bottom line,
    ``complain(text)`` a fault on the message line.
    """

    runner: "Runner"
    settings: "Settings"
    go: Callable[[str], None]
    changed: Callable[[], None]
    open_round: Callable[[int], None]
    say: Callable[[str], None]
    complain: Callable[[str], None]

    @property
    def operations(self) -> "Runner":
        """The runner by its old name, until 测评 follows."""
        return self.runner


class Room(QWidget):
    """One room. Subclasses set ``key`` and ``title`` and load in ``open_round``."""

    key: ClassVar[str] = ""
    title: ClassVar[str] = ""

    next_step = Signal(str, str)
    """A sentence for the bottom line and the key of the room to go to ("" for none)."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def open_round(self, round_id: int | None) -> None:
        """Load (again): called when the room is shown and when the current round changes."""

    def may_leave(self) -> bool:
        """Say whether the window may close now.

        A room that holds something unsaved (a batch of ballots) asks on its own page and says
        no; the window then shows that room and stays.
        """
        return True

    def undo_stack(self) -> "QUndoStack | None":
        """Return the stack that Ctrl+Z and Ctrl+Y of the window act on."""
        return None
