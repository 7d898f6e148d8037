"""What comes next: what a room says of itself, else what the round says."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from desk_app.views.rooms import ROOMS

if TYPE_CHECKING:
    from desk_app.domain.home_words import HomeWords


class NextSteps:
    """Keeps what each room has said last, and shows the one of the room on show."""

    def __init__(self, show: Callable[[str, str, str], object]) -> None:
        """``show`` gets the sentence, the key of the room to go to, and the words of the way."""
        self._show = show
        self._said: dict[str, tuple[str, str]] = {}

    def forget(self) -> None:
        """Another round is open: what was said was said of the one before."""
        self._said = {}

    def say(self, key: str, words: str, room: str) -> None:
        """Keep what a room says; "" leaves it to the round."""
        self._said[key] = (words, room)

    def show(self, key: str, home: "HomeWords | None") -> None:
        """Show what comes next for whoever is in room ``key``."""
        words, room = self._said.get(key, ("", ""))
        if words:
            self._show(words, room, f"去{ROOMS[room]}" if room in ROOMS else "新建轮次…")
        elif home is not None:
            self._show(home.sentence, "" if home.room == key else home.room, home.action)
