"""How long work tells how far it is, and hears that it is no longer wanted."""

from typing import Protocol


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
