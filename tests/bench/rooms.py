"""How long a room takes from its key to its painted data: against the same room without any.

At 3,000 organisations against 36 it takes minutes to fill the round: ``dev.py bench 三千``.
"""

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk_app.services.workspace import Office, create
from desk_app.views.rooms import ROOMS
from tests.bench import large_round
from tests.bench.harness import BenchmarkError, Probe, bench
from tests.support.running_program import RunningProgram, make_example, run_program

PATIENCE_S = 120
FEW = 36


def entered(running: RunningProgram, key: str) -> Callable[[], float]:
    """Return a measurement: seconds from a room's key until it is filled and painted, made anew."""
    number = list(ROOMS).index(key) + 1
    control = Qt.KeyboardModifier.ControlModifier

    def measure() -> float:
        window = running.window
        window.start()  # rooms are made afresh
        running.wait()
        away = "organisations" if key == "home" else "home"
        if key == "home":
            running.go(away)
        window.activateWindow()
        while not window.isActiveWindow():
            QApplication.processEvents()
        start = time.perf_counter()
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), control)
        while running.program.runner.busy:
            if time.perf_counter() - start > PATIENCE_S:
                raise BenchmarkError(f"{ROOMS[key]}：{PATIENCE_S} 秒没有数据")
            QApplication.processEvents()
        QApplication.processEvents()
        if window.room is not None:
            window.room.repaint()
        seconds = time.perf_counter() - start
        if window.key != key:
            raise BenchmarkError(f"没有进{ROOMS[key]}")
        return seconds

    return measure


Fill = Callable[[Path], object]


def compared(folder: Path, key: str, fill: Fill, less: Fill) -> Probe:
    """Measure a room of what ``fill`` makes against the same room of what ``less`` makes."""
    open_ = ExitStack()
    fill(folder / "多")
    less(folder / "少")
    much = open_.enter_context(run_program(folder / "多"))
    little = open_.enter_context(run_program(folder / "少"))
    return Probe(entered(much, key), entered(little, key), close=open_.close)


def empty(folder: Path) -> None:
    create(folder, Office("中共青山镇委员会", "青山镇")).close(back_up=False)


def many(folder: Path, count: int) -> None:
    """A round of ``count`` organisations, where ``run_program`` looks for it."""
    made = large_round.build(folder.parent / f"{folder.name}的准备", count)
    made.workspace.close(back_up=False)
    (folder.parent / f"{folder.name}的准备" / "data").rename(folder)


def register(key: str, name: str) -> None:
    """Register both measurements of a room."""

    @bench(f"进{name}：示例乡镇，比没有数据时", limit=3)
    def with_data(folder: Path) -> Probe:
        return compared(folder, key, make_example, empty)

    @bench(f"进{name}：三千个党组织，比 36 个时", limit=3, long=True)
    def with_many(folder: Path) -> Probe:
        return compared(
            folder,
            key,
            lambda one: many(one, large_round.SUBJECTS),
            lambda one: many(one, FEW),
        )


for _key, _name in ROOMS.items():
    register(_key, _name)
