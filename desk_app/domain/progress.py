"""How long work tells how far it is, and hears that it is no longer wanted."""

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

T = TypeVar("T")
_OFTEN = 100


class Cancelled(Exception):
    """The user no longer wants the work; whoever does it leaves nothing half-written."""


class Progress(Protocol):
    """Told by long work. ``step`` raises ``Cancelled`` once the user has cancelled."""

    def step(self, done: int, total: int, text: str) -> None:
        """Say that ``done`` of ``total`` pieces are finished and what comes next."""


class NoProgress:
    """Nobody watches: for scripts and tests."""

    def step(self, done: int, total: int, text: str) -> None:
        """Do nothing."""


def told(things: Iterable[T], total: int, progress: Progress | None, text: str) -> Iterator[T]:
    """Hand out ``things``, of which there are ``total``, and tell every hundred of them.

    Raises ``Cancelled`` like ``Progress.step``; without ``progress`` nobody is told.
    """
    if progress is None:
        yield from things
        return
    for done, one in enumerate(things):
        if done % _OFTEN == 0:
            progress.step(done, total, text)
        yield one
    progress.step(total, total, text)
