"""A second start while 显示桌面 hides the window: it comes back, maximised as it was."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from desk_app.services.workspace import Office, create
from tests.support.desktop import PATIENCE_S, PROJECT, Desktop, desktop, missing

LACKING = missing(xprop="x11-utils")
pytestmark = pytest.mark.skipif(bool(LACKING), reason=LACKING)


def active(screen: Desktop) -> int:
    """The window in front, as the desktop has it; 0 for none."""
    command = ["xprop", "-root", "_NET_ACTIVE_WINDOW"]
    told = subprocess.check_output(command, env=screen.env, encoding="utf-8")
    return int(told.rpartition(" ")[2], 16) if "0x" in told else 0


def wait_for_front(screen: Desktop, window: int) -> None:
    until = time.monotonic() + PATIENCE_S
    while active(screen) != window:
        assert time.monotonic() < until
        time.sleep(0.05)


def test_the_window_comes_back_from_the_shown_desktop(user_home: Path, tmp_path: Path) -> None:
    data = tmp_path / "数据"
    create(data, Office("中共青山镇委员会", "青山镇")).close(back_up=False)
    command = [sys.executable, "-m", "desk_app", "--data-dir", str(data)]
    with desktop(user_home / "run") as screen:
        screen.run(command, PYTHONPATH=str(PROJECT))
        window = screen.window_of("--name", "青山镇 — 定级工作台")
        wait_for_front(screen, int(window))
        screen.press("super+d")
        wait_for_front(screen, 0)
        env = {**screen.env, "PYTHONPATH": str(PROJECT)}
        subprocess.run(command, env=env, check=True, capture_output=True)
        wait_for_front(screen, int(window))
        state = ["xprop", "-id", window, "_NET_WM_STATE"]
        told = subprocess.check_output(state, env=screen.env, encoding="utf-8")
        assert "_NET_WM_STATE_MAXIMIZED_VERT" in told
        assert "HIDDEN" not in told
