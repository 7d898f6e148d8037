"""How long a clerk waits for the window, against a bare one.

Started with DINGJI_TRACE_START=1 the program prints a line `painted` when its window has been
painted for the first time, `usable` when 首页 shows the workspace, and then quits. What comes
between, and what can be typed, is measured by `start_probe`.
"""

import itertools
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from desk_app.services import home_words
from desk_app.services.workspace import open_
from tests.bench.harness import BenchmarkError, Probe, bench
from tests.floors import PROJECT

PATIENCE_S = 60
RUNS = 11
BARE_WINDOW = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    painted = False

    def paintEvent(self, event):
        super().paintEvent(event)
        if not self.painted:
            self.painted = True
            print("painted", flush=True)
            QTimer.singleShot(0, self.behind)

    def behind(self):
        if len(sys.argv) > 1:
            import sqlalchemy
            engine = sqlalchemy.create_engine("sqlite:///" + sys.argv[1])
            with engine.connect() as connection:
                connection.execute(sqlalchemy.text("select count(*) from sqlite_master")).all()
            print("usable", flush=True)
        QApplication.instance().quit()

app = QApplication([])
window = Window()
window.resize(1200, 700)
window.show()
app.exec()
"""


@bench("启动到第一次显示窗口", limit=1.25, runs=RUNS)
def start_to_painted(folder: Path) -> Probe:
    return Probe(measured=Started(folder / "data").at_door("painted"), floor=BARE)


@bench("启动到看见首页", limit=1.4, runs=RUNS)
def start_to_seen(folder: Path) -> Probe:
    return Probe(measured=Started(folder / "data").at_door("seen"), floor=BARE)


@bench("启动到能打分", limit=4, runs=RUNS)
def start_to_able(folder: Path) -> Probe:
    return Probe(measured=Started(folder / "data").able, floor=BARE)


@bench("启动时窗口不应答的最长一段（上限 100 毫秒）", limit=1, runs=RUNS)
def longest_gap(folder: Path) -> Probe:
    return Probe(measured=Started(folder / "data").gap, floor=lambda: 0.1)


@bench("启动到首页可用", limit=1.8)
def start_to_usable(folder: Path) -> Probe:
    fill_example(folder / "data")
    bare = [sys.executable, "-c", BARE_WINDOW, str(folder / "bare.db")]
    return Probe(
        measured=until("usable", program(folder / "data"), {"DINGJI_TRACE_START": "1"}),
        floor=until("usable", bare),
    )


class Started:
    """The example township, closed by its window, and starts on it."""

    def __init__(self, data: Path) -> None:
        self._data = data
        # Another score each time: the same again would not be written.
        self._digits = itertools.cycle("45")
        fill_example(data)
        self.at_door("usable")()
        opened = open_(data)
        said = home_words.look(opened).words
        opened.close(back_up=False)
        self.at_door("usable")()
        shown = set(json.loads(self._probe("able")["seen"][1]))
        wanted = {said.heading, said.facts, said.sentence, said.late}
        wanted |= {text for step in said.steps for text in (step.words, step.until)}
        if wanted - shown:
            raise BenchmarkError(f"首页没有说：{wanted - shown}")

    def at_door(self, word: str) -> Callable[[], float]:
        """Return a measurement: seconds from starting the program to the word of its trace."""
        return until(word, program(self._data), {"DINGJI_TRACE_START": "1"})

    def able(self) -> float:
        """Seconds from starting the process until a score that was typed at once is on disk."""
        return self._probe("able")["able"][0]

    def gap(self) -> float:
        """The longest time, in seconds, in which the event loop did nothing else."""
        return float(self._probe("able")["gap"][1]) / 1000

    def _probe(self, word: str) -> dict[str, tuple[float, str]]:
        command = [sys.executable, "-m", "tests.bench.start_probe", str(self._data), word]
        told = said_by([*command, next(self._digits)])
        if word not in told:
            raise BenchmarkError(f"没有等到 {word}：{list(told)}")
        return told


def program(data: Path, *args: str) -> list[str]:
    return [sys.executable, "-m", "desk_app", "--data-dir", str(data), *args]


def fill_example(data: Path) -> None:
    command = program(data, "demo", "--orgs", "36", "--seed", "7")
    done = subprocess.run(
        command, cwd=PROJECT, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    if done.returncode:
        raise BenchmarkError(f"示例乡镇没有建成：{done.stderr.strip()[-300:]}")


def until(
    word: str, command: list[str], env: Mapping[str, str] | None = None
) -> Callable[[], float]:
    """Return a measurement: seconds from starting the process to the line `word` it prints."""

    def measure() -> float:
        told = said_by(command, env)
        if word not in told:
            raise BenchmarkError(f"没有等到 {word}")
        return told[word][0]

    return measure


def said_by(
    command: list[str], env: Mapping[str, str] | None = None
) -> dict[str, tuple[float, str]]:
    """Run a process to its end; return each word it printed with seconds and the line's rest."""
    start = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=PROJECT,
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        told: dict[str, tuple[float, str]] = {}
        for line in process.stdout:
            word, _, rest = line.strip().partition(" ")
            told.setdefault(word, (time.perf_counter() - start, rest))
        _, complaints = process.communicate(timeout=PATIENCE_S)
    if process.returncode:
        raise BenchmarkError(f"没有成（状态 {process.returncode}）：{complaints[-300:]}")
    return told


BARE = until("painted", [sys.executable, "-c", BARE_WINDOW])
