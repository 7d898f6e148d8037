"""What a room works with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk_app.domain.kit.clock import Clock
    from desk_app.views.runner import Runner
    from desk_app.views.settings import Settings


@dataclass(frozen=True, slots=True)
class RoomContext:
    """What a room works with; it never sees the window or another room.

    ``go(key)`` shows another room, ``go_to(key, subject_id)`` shows it at one subject.
    ``changed()`` tells the window that something was written, so that badges and the next step
    are read again. ``open_round(id)`` makes a round the current
    one and reloads every room. ``say(text)`` puts a passing word on the bottom line,
    ``complain(text)`` a fault on the message line.
    """

    runner: "Runner"
    settings: "Settings"
    clock: "Clock"
    go: Callable[[str], None]
    go_to: Callable[[str, int], None]
    changed: Callable[[], None]
    open_round: Callable[[int], None]
    say: Callable[[str], None]
    complain: Callable[[str], None]
