"""The rooms that were made, each when it was first wanted."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from desk_app.views.rooms import PLACES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStackedWidget

    from desk_app.views.context import RoomContext
    from desk_app.views.room import Room


class MadeRooms:
    """Makes rooms and keeps them among the pages of the window."""

    def __init__(
        self,
        pages: "QStackedWidget",
        context: Callable[[], "RoomContext"],
        introduce: Callable[[str, "Room"], object],
    ) -> None:
        """``introduce`` is given every room that was just made, with its key."""
        self._pages = pages
        self._context = context
        self._introduce = introduce
        self._made: dict[str, Room] = {}

    def get(self, key: str) -> "Room | None":
        """Return the room if it was made."""
        return self._made.get(key)

    def room(self, key: str) -> "Room":
        """Return the room, made when it is first wanted."""
        return self._made.get(key) or self._make(key)

    def clear(self) -> None:
        """Let all rooms go: another workspace has others."""
        for room in self._made.values():
            self._pages.removeWidget(room)
            room.deleteLater()
        self._made = {}

    def unwilling(self) -> str | None:
        """Return the key of the first room that may not be left now; it asks by itself."""
        return next((key for key, room in self._made.items() if not room.may_leave()), None)

    def _make(self, key: str) -> "Room":
        module, _, name = PLACES[key].partition(":")
        made: Room = getattr(import_module(module), name)(self._context())
        self._introduce(key, made)
        self._made[key] = made
        self._pages.addWidget(made)
        return made
