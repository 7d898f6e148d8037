"""How long a clerk waits for the window, against a bare one.

Started with DINGJI_TRACE_START=1 the program prints a line `painted` when its window has been
painted for the first time, a line `usable` when 首页 shows the workspace, and then quits.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.bench.harness import BenchmarkError, Probe, bench
from tests.floors import PROJECT

PATIENCE_S = 60
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


@bench("启动到第一次显示窗口", limit=1.7)
def start_to_painted(folder: Path) -> Probe:
    fill_example(folder / "data")
    return Probe(
        measured=until("painted", program(folder / "data"), {"DINGJI_TRACE_START": "1"}),
        floor=until("painted", [sys.executable, "-c", BARE_WINDOW]),
    )


@bench("启动到首页可用", limit=1.8)
def start_to_usable(folder: Path) -> Probe:
    fill_example(folder / "data")
    bare = [sys.executable, "-c", BARE_WINDOW, str(folder / "bare.db")]
    return Probe(
        measured=until("usable", program(folder / "data"), {"DINGJI_TRACE_START": "1"}),
        floor=until("usable", bare),
    )


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
            seen = None
            for line in process.stdout:
                if seen is None and line.split()[:1] == [word]:
                    seen = time.perf_counter() - start
            _, told = process.communicate(timeout=PATIENCE_S)
        if seen is None or process.returncode:
            raise BenchmarkError(f"没有等到 {word}（状态 {process.returncode}）：{told[-300:]}")
        return seen

    return measure
