"""What comes of work that was handed to the runner, and how far long work is."""

import threading
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

from desk_app.domain.faults import Fault
from desk_app.domain.progress import Cancelled

T = TypeVar("T")

_REPORT_EVERY = 0.05
"""Seconds between two progress reports: more often only costs time."""


class Answer(Generic[T]):
    """What comes of work that was handed over: who hears of the result, who of a fault.

    Both are told on the screen's thread, after the function that handed over has returned. A
    method of a screen that was closed meanwhile is not called any more.
    """

    def __init__(
        self, failed: Callable[[Fault], object], lost: Callable[[Fault], object] | None
    ) -> None:
        self._done: Callable[[T], object] | None = None
        self._failed = failed
        self._lost = lost
        self._owner: QObject | None = None

    def kept_by(self, owner: QObject) -> "Answer[T]":
        """Tell nobody once ``owner`` is gone; only what was not saved is said on the window."""
        self._owner = owner
        return self

    def then(self, done: Callable[[T], object]) -> "Answer[T]":
        """Call ``done(result)``."""
        self._done = done
        return self

    def otherwise(self, failed: Callable[[Fault], object]) -> "Answer[T]":
        """Call ``failed(fault)`` instead of showing the fault on the window's message line."""
        self._failed = failed
        return self

    def deliver(self, result: T) -> None:
        """Tell the result (the runner's part)."""
        if self._done is not None and self._is_kept():
            call_if_open(self._done, result)

    def refuse(self, fault: Fault) -> None:
        """Tell the fault (the runner's part)."""
        if self._is_kept():
            call_if_open(self._failed, fault)
        elif self._lost is not None:
            self._lost(fault)

    def _is_kept(self) -> bool:
        return self._owner is None or isValid(self._owner)


class LongWork:
    """The progress of one piece of long work, told from the worker thread."""

    def __init__(self, title: str, tell: Callable[[int, int, str], object]) -> None:
        self.title = title
        self.cancelled = threading.Event()
        self._tell = tell
        self._last = 0.0

    def step(self, done: int, total: int, text: str) -> None:
        """Say how far the work is; raises ``Cancelled`` once it is no longer wanted."""
        if self.cancelled.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._last >= _REPORT_EVERY or done >= total:
            self._last = now
            self._tell(done, total, text)


def call_if_open(target: Callable[[Any], object], value: object) -> None:
    """Call ``target``, unless it is the method of a screen that was closed meanwhile."""
    owner = getattr(target, "__self__", None)
    if isinstance(owner, QObject) and not isValid(owner):
        return
    target(value)
