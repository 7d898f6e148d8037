"""Walks into the rooms of the real window on request: `python -m tests.bench.entering DATA`.

A line `scoring` on standard input is answered with a line of two numbers: the seconds from the
room's key to its painted data, and the longest gap of the event loop until all was quiet again.
`scoring first` makes the rooms anew before, so that widgets are made as well.
"""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desk_app.views.rooms import ROOMS
from tests.support.running_program import RunningProgram, run_program

if TYPE_CHECKING:
    from desk_app.views.room import Room

PATIENCE_MS = 60_000
TICK_MS = 5
KEYS = {key: Qt.Key(Qt.Key.Key_1 + number) for number, key in enumerate(ROOMS)}


class Gaps(QObject):
    """The longest time in which the event loop served nobody, since it was asked to listen."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._last = self.longest = 0.0

    def listen(self) -> None:
        """Begin to measure."""
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer.start(TICK_MS)

    def stop(self) -> float:
        """Return the longest gap in seconds beyond the timer's own interval."""
        self._tick()
        self._timer.stop()
        return max(0.0, self.longest - TICK_MS / 1000)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now


class Watch(QObject):
    """Notes when a room that has its data was painted."""

    def __init__(self, running: RunningProgram, key: str) -> None:
        super().__init__()
        self._running = running
        self._key = key
        self._room: Room | None = None
        self._arrived = False
        self.seen = 0.0
        self.loop = QEventLoop()

    def enter(self) -> float:
        """Press the room's key and return the seconds until what it holds was painted."""
        guard = QTimer()
        guard.setSingleShot(True)
        guard.timeout.connect(self.loop.quit)
        guard.start(PATIENCE_MS)
        window = self._running.window
        begin = time.perf_counter()
        QTest.keyClick(window, KEYS[self._key], Qt.KeyboardModifier.ControlModifier)
        self._room = window.room
        if self._room is None or window.key != self._key:
            raise RuntimeError(f"the key of {self._key} led nowhere")
        if self._room.loads:
            self._room.arrived.connect(self._note)
        else:
            self._running.program.runner.busy_changed.connect(self._quiet)
        if not self._room.loads and not self._running.program.runner.busy:
            self._note()
        self.loop.exec()
        if not self.seen:
            raise RuntimeError(f"{self._key} was not painted in {PATIENCE_MS} ms")
        return self.seen - begin

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest and not self.seen:
            # Behind the event, in which everything is painted that waits for it.
            QTimer.singleShot(0, self._painted)
        return super().eventFilter(watched, event)

    def _quiet(self, busy: bool) -> None:
        if not busy:
            self._note()

    def _note(self) -> None:
        if self._arrived or self._room is None:
            return
        self._arrived = True
        self._running.window.installEventFilter(self)
        for one in (self._room, *self._room.findChildren(QWidget)):
            QWidget.update(one)

    def _painted(self) -> None:
        if not self.seen:
            self.seen = time.perf_counter()
            self._running.window.removeEventFilter(self)
            self.loop.quit()


def walk(running: RunningProgram, key: str, *, first: bool) -> tuple[float, float]:
    """Enter a room from another one; return seconds to its data and the longest gap."""
    away = "schemes" if key == "home" else "home"
    if first:
        running.window.start()
        running.wait()
    running.go(away)
    running.wait()
    settle(50)
    gaps = Gaps()
    gaps.listen()
    took = Watch(running, key).enter()
    running.wait()
    settle(50)
    return took, gaps.stop()


def settle(milliseconds: int) -> None:
    """Let everything that was put off be done: delayed layouts, a first reload."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def main(data: Path) -> None:
    """Answer until standard input ends."""
    with run_program(data) as running:
        running.window.activateWindow()
        QApplication.processEvents()
        print("ready", flush=True)
        for line in sys.stdin:
            key, _, how = line.strip().partition(" ")
            took, gap = walk(running, key, first=how == "first")
            print(took, gap, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
