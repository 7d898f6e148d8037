"""From a room's key to its painted data: the example township, and one of 3,000 organisations.

Before each entry a score is typed over, as in the midst of work: nothing that was read the last
time can simply be shown again. The windows run in processes of their own, one for each township,
and are asked in turn.
"""

import atexit
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from desk_app.services import example
from desk_app.services.workspace import DATABASE, Office, create
from desk_app.views.rooms import ROOMS
from tests.bench.harness import BenchmarkError, Probe, bench
from tests.floors import PROJECT
from tests.support.bound import bound

FEW, MANY = 36, 3000
LONGEST_GAP_S = 0.1


class Desk:
    """A window with a township, in a process of its own."""

    def __init__(self, folder: Path, organisations: int) -> None:
        shutil.copytree(township(organisations), folder)
        self._process = subprocess.Popen(
            bound([sys.executable, "-m", "tests.bench.entering", str(folder)]),
            cwd=PROJECT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self._answer()

    def enter(self, key: str, how: str = "changed") -> tuple[float, float]:
        """Enter a room; return the seconds to its data, and the longest gap in seconds."""
        if self._process.stdin is None:
            raise BenchmarkError("窗口的进程没有输入")
        self._process.stdin.write(f"{key} {how}\n")
        self._process.stdin.flush()
        took, _work, gap, _work_in_it = (float(one) for one in self._answer().split())
        return took, gap

    def close(self) -> None:
        """Close the window."""
        self._process.communicate()

    def _answer(self) -> str:
        if self._process.stdout is None:
            raise BenchmarkError("窗口的进程没有输出")
        answer = self._process.stdout.readline()
        if not answer:
            raise BenchmarkError("窗口的进程已经结束")
        return answer


@cache
def township(organisations: int) -> Path:
    """Make a workspace with a filled round once; with 0 organisations the round is empty."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    data = folder / "data"
    opened = create(data, Office(example.FULL_NAME, example.SHORT_NAME))
    example.build(opened, orgs=organisations or FEW)
    opened.close(back_up=False)
    if not organisations:
        raw = sqlite3.connect(data / DATABASE)
        raw.execute("PRAGMA foreign_keys = ON")
        for statement in ("DELETE FROM meeting", "DELETE FROM subject", "DELETE FROM organisation"):
            raw.execute(statement)
        raw.commit()
        raw.close()
    return data


def compared(key: str, measured: int, floor: int) -> Callable[[Path], Probe]:
    """Enter a room in two townships in turn."""

    def prepare(folder: Path) -> Probe:
        larger, smaller = Desk(folder / "larger", measured), Desk(folder / "smaller", floor)

        def close() -> None:
            larger.close()
            smaller.close()

        return Probe(lambda: larger.enter(key)[0], lambda: smaller.enter(key)[0], close=close)

    return prepare


def without_gaps(key: str) -> Callable[[Path], Probe]:
    """The longest gap of the event loop while a room loads, in hundreds of milliseconds."""

    def prepare(folder: Path) -> Probe:
        desk = Desk(folder / "data", MANY)
        return Probe(lambda: desk.enter(key)[1], lambda: LONGEST_GAP_S, close=desk.close)

    return prepare


for room, name in ROOMS.items():
    bench(f"进{name}：示例乡镇，比没有数据", limit=3)(compared(room, FEW, 0))
    bench(f"进{name}：{MANY} 个党组织，比 {FEW} 个", limit=3)(compared(room, MANY, FEW))
    bench(f"进{name}：{MANY} 个党组织，界面最长停顿，比 100 毫秒", limit=1)(without_gaps(room))
