"""Real processes: a start after a clean closing, after a kill, and while the window is open."""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk_app.services.workspace import Office, create
from tests.support.bound import bound

PATIENCE_S = 60
TRACE = {"DINGJI_TRACE_START": "1"}
Starter = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "工作区"
    create(made, Office("中共青山镇委员会", "青山镇")).close(back_up=False)
    return made


@pytest.fixture
def begin(folder: Path) -> Iterator[Starter]:
    """Start programs on the workspace; whatever still runs at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def start(**variables: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            bound([sys.executable, "-m", "desk_app", "--data-dir", str(folder)]),
            env={**os.environ, "PYTHONIOENCODING": "utf-8", **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=PATIENCE_S)


def ended(process: "subprocess.Popen[str]") -> tuple[int, list[str]]:
    told, _ = process.communicate(timeout=PATIENCE_S)
    return process.returncode, told.splitlines()


def until(ready: Callable[[], bool]) -> None:
    last = time.monotonic() + PATIENCE_S
    while not ready():
        if time.monotonic() > last:
            raise TimeoutError
        time.sleep(0.02)


def is_open(folder: Path) -> bool:
    """Whether a window has it open: then what was kept has gone and its owner stands there."""
    return (folder / "workspace.owner.json").exists() and (folder / "workspace.db-wal").exists()


def test_a_clean_closing_shows_home_at_once_a_kill_takes_the_slow_way(
    folder: Path, begin: Starter
) -> None:
    slow, at_once = ["painted", "usable"], ["painted", "seen", "usable"]
    assert ended(begin(**TRACE)) == (0, slow)
    assert ended(begin(**TRACE)) == (0, at_once)
    running = begin()
    until(lambda: is_open(folder))
    running.kill()
    running.communicate()
    assert ended(begin(**TRACE)) == (0, slow)
    assert ended(begin(**TRACE)) == (0, at_once)


def test_a_second_start_ends_at_once_and_the_first_goes_on(folder: Path, begin: Starter) -> None:
    first = begin()
    until(lambda: is_open(folder))
    status, told = ended(begin())
    while status or not told:  # a machine so slow that the first had not come to answer
        status, told = ended(begin())
    assert told == ["定级工作台已经打开，已切换到它的窗口。"]
    assert first.poll() is None
    assert not (folder / "workspace.show").exists()


def _tool(name: str) -> str:
    return shutil.which(name) or name


@contextlib.contextmanager
def x_desktop() -> Iterator[dict[str, str]]:
    """Give a screen of its own with a window manager; skip where there is none to be had."""
    missing = [one for one in ("Xvfb", "openbox", "xdotool") if not shutil.which(one)]
    if missing:
        pytest.skip(f"not on this machine: {'、'.join(missing)}")
    reading, writing = os.pipe()
    screen = ["-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    server = subprocess.Popen(
        bound([_tool("Xvfb"), *screen]),
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    variables = {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    manager = subprocess.Popen(bound([_tool("openbox")]), env={**os.environ, **variables})
    try:
        yield variables
    finally:
        for one in (manager, server):
            one.terminate()
            one.wait()


def shown(variables: dict[str, str]) -> list[str]:
    told = subprocess.run(
        [_tool("xdotool"), "search", "--onlyvisible", "--name", "定级工作台"],
        env={**os.environ, **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return told.stdout.split()


def test_on_a_real_screen_the_minimised_window_comes_back(folder: Path, begin: Starter) -> None:
    with x_desktop() as variables:
        first = begin(**variables)
        until(lambda: is_open(folder) and bool(shown(variables)))
        (window,) = shown(variables)
        minimise = [_tool("xdotool"), "windowminimize", window]
        subprocess.run(minimise, env={**os.environ, **variables}, check=True)
        until(lambda: not shown(variables))
        assert ended(begin(**variables)) == (0, ["定级工作台已经打开，已切换到它的窗口。"])
        until(lambda: shown(variables) == [window])
        assert first.poll() is None
        first.kill()
        first.wait()
