"""Walks into the rooms of the real window on request: `python -m tests.bench.entering DATA`.

A line `scoring` on standard input is answered with a line of four numbers: the seconds from the
room's key to its painted data, how many of them this process was at work, the longest gap of the
event loop until all was quiet again, and how much of that gap the screen's thread was at work.
On a machine that others use too, the second and the fourth are the ones to go by.
`scoring first` makes the rooms anew before, so that widgets are made as well; before `scoring
changed` a score is typed over, so that nothing stands as it was read the last time.
"""

import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desk_app.domain.scoring import ScoreChange
from desk_app.services import rounds, schemes
from desk_app.services.scoring import sheets
from desk_app.services.workspace import Workspace
from desk_app.views.rooms import ROOMS
from tests.support.running_program import RunningProgram, run_program

if TYPE_CHECKING:
    from desk_app.views.room import Room

PATIENCE_MS = 60_000
TICK_MS = 5
REST_MS = 50
"""So long nothing is done, that what was put off comes: delayed layouts, a first reload."""
KEYS = {key: Qt.Key(Qt.Key.Key_1 + number) for number, key in enumerate(ROOMS)}


class Gaps(QObject):
    """The longest time in which the event loop served nobody, since it was asked to listen."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._last = self._last_work = 0.0
        self.longest = self.longest_work = 0.0

    def listen(self) -> None:
        """Begin to measure."""
        self._last, self._last_work = time.perf_counter(), time.thread_time()
        self._timer.start(TICK_MS)

    def stop(self) -> None:
        """Have the longest gap in ``longest``, and the most work in one in ``longest_work``."""
        self._tick()
        self._timer.stop()

    def _tick(self) -> None:
        now, work = time.perf_counter(), time.thread_time()
        self.longest = max(self.longest, now - self._last - TICK_MS / 1000)
        self.longest_work = max(self.longest_work, work - self._last_work)
        self._last, self._last_work = now, work


class Watch(QObject):
    """Notes when a room that has its data was painted."""

    def __init__(self, running: RunningProgram, key: str) -> None:
        super().__init__()
        self._running = running
        self._key = key
        self._room: Room | None = None
        self._arrived = False
        self.seen = self.seen_work = 0.0
        self.loop = QEventLoop()

    def enter(self) -> tuple[float, float]:
        """Press the room's key; return seconds and work until what it holds was painted."""
        guard = QTimer()
        guard.setSingleShot(True)
        guard.timeout.connect(self.loop.quit)
        guard.start(PATIENCE_MS)
        window = self._running.window
        begin, begin_work = time.perf_counter(), time.process_time()
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
        return self.seen - begin, self.seen_work - begin_work

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
            self.seen, self.seen_work = time.perf_counter(), time.process_time()
            self._running.window.removeEventFilter(self)
            self.loop.quit()


def walk(running: RunningProgram, key: str, how: str) -> tuple[float, ...]:
    """Enter a room from another one; return what the module says."""
    window = running.window
    if how == "first":
        window.start()
        running.wait()
    if how == "changed" and window.round_id is not None:
        running.program.runner.save(type_over, window.round_id)
        running.wait()
    running.go("schemes" if key == "home" else "home")
    settle(REST_MS)
    running.wait()
    gaps = Gaps()
    gaps.listen()
    took, work = Watch(running, key).enter()
    running.wait()
    settle(REST_MS)
    gaps.stop()
    return took, work, gaps.longest, gaps.longest_work


def type_over(workspace: Workspace, round_id: int) -> None:
    """Give the first indicator of the first subject of a round other points."""
    everybody = rounds.subjects(workspace, round_id)
    if everybody:
        subject = everybody[0]
        scheme = schemes.pinned(workspace, round_id)
        line = scheme.indicators_for(subject.domain)[0]
        held = sheets.sheet(workspace, subject.id).score(scheme.superior.name, line.name)
        points = Decimal(2) if held.points != Decimal(2) else Decimal(1)
        change = ScoreChange(subject.id, scheme.superior.name, line.name, points, "差")
        sheets.record_many(workspace, [change])


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
            print(*walk(running, key, how), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
