"""Where the keys go after a change of room, and the keys that search: none goes into nowhere."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QRadioButton, QWidget

from desk_app.views.kit.kept_keys import Kept, send_key
from desk_app.views.rooms import ROOMS

if TYPE_CHECKING:
    from desk_app.views.room import Room

_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ALONE = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


class RoomKeys(QObject):
    """Gives the keys to a room that was entered, and what was typed before it had loaded."""

    def __init__(self, window: QWidget, say: Callable[[str], object]) -> None:
        super().__init__(window)
        self._say = say
        self._room: Room | None = None
        self._loading: set[Room] = set()
        self._kept: list[Kept] | None = None
        """Keys typed while the room loads; None when nothing is waited for."""

    def keys(self, room: "Callable[[], Room | None]") -> dict[str, Callable[[], object]]:
        """Return the keys that search the room on show."""
        return {
            "Ctrl+F": lambda: self.search(room()),
            "F3": lambda: self.find_next(room(), back=False),
            "Shift+F3": lambda: self.find_next(room(), back=True),
        }

    def know(self, room: "Room") -> None:
        """Listen to a room that was just made."""
        room.arrived.connect(lambda: self._arrived(room))

    def load(self, room: "Room", round_id: int | None) -> None:
        """Let a room load; its ``arrived`` is waited for where it promises one."""
        if room.loads:
            self._loading.add(room)
        room.open_round(round_id)

    def enter(self, room: "Room") -> None:
        """Give the keys to the room on show, at once or when it has loaded."""
        self._stop_waiting()
        self._room = room
        if room in self._loading:
            room.setFocus(Qt.FocusReason.ShortcutFocusReason)
            room.installEventFilter(self)
            self._kept = []
        else:
            self._give(room)

    def give_up(self) -> None:
        """What was asked for did not come, which the window says: wait no longer."""
        waited = tuple(self._loading)
        self._loading.clear()
        self._stop_waiting()
        for room in waited:
            room.unread()

    def search(self, room: "Room | None") -> None:
        """Ctrl+F: begin a search afresh, what is typed replaces what was searched before."""
        if room is None:
            return
        field = room.search_field()
        if field is None or not field.isVisible() or not field.isEnabled():
            self._say(f"“{ROOMS.get(room.key, '这里')}”现在没有可以搜索的内容。")
            return
        self._stop_waiting()
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        field.selectAll()

    def find_next(self, room: "Room | None", *, back: bool) -> None:
        """F3: the next hit of the search, with Shift the one before."""
        if room is not None and not room.find_next(back=back):
            self._say("没有找到。先按 Ctrl+F，写下要找的字。")

    def press_focused(self, event: QKeyEvent) -> bool:
        """Let Enter press the button that has the keys; say whether it did."""
        focus = QApplication.focusWidget()
        if (
            event.key() not in _ENTER
            or not isinstance(focus, QAbstractButton)
            or isinstance(focus, QCheckBox | QRadioButton)
        ):
            return False
        focus.click()
        return True

    def forward(self, event: QKeyEvent) -> None:
        """Hand a key that was typed in the list of rooms to the room that was entered by it."""
        send_key((event.key(), event.modifiers(), event.text()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self._room
            and self._kept is not None
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and not event.modifiers() & _COMMANDS
            and event.key() not in (Qt.Key.Key_Escape, *_ALONE)
        ):
            self._kept.append((event.key(), event.modifiers(), event.text()))
            return True
        return super().eventFilter(watched, event)

    def _arrived(self, room: "Room") -> None:
        self._loading.discard(room)
        if room is not self._room or self._kept is None:
            return
        kept = self._kept
        self._stop_waiting()
        focus = QApplication.focusWidget()
        if focus is None or focus is room:
            self._give(room)
        elif not room.isAncestorOf(focus):
            return  # the clerk went elsewhere: what was typed was not meant for that
        for key in kept:
            send_key(key)

    def _give(self, room: "Room") -> None:
        target = room.first_focus()
        if target is not None and target.isVisible() and target.isEnabled():
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            room.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _stop_waiting(self) -> None:
        if self._kept is not None and self._room is not None:
            self._room.removeEventFilter(self)
        self._kept = None
