"""What the desktop knows of the window: name, icon, and which .desktop file it belongs to."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.views.kit import theme
from tests.support.desktop import PATIENCE_S, PROJECT, Desktop, desktop, missing

LACKING = missing(xprop="x11-utils")
pytestmark = pytest.mark.skipif(bool(LACKING), reason=LACKING)


@pytest.fixture
def screen(user_home: Path) -> Iterator[Desktop]:
    with desktop(user_home / "run") as made:
        yield made


def told(screen: Desktop, window: str, *names: str) -> str:
    command = ["xprop", "-id", window, *names]
    return subprocess.check_output(command, env=screen.env, encoding="utf-8")


def test_the_window_has_name_icon_and_the_class_of_the_desktop_file(
    screen: Desktop, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "desk_app", "--data-dir", str(tmp_path / "数据")]
    screen.run(command, PYTHONPATH=str(PROJECT))
    until = time.monotonic() + PATIENCE_S
    window = screen.window_of("--name", "定级工作台")
    while "_NET_WM_ICON(CARDINAL)" not in told(screen, window, "_NET_WM_ICON"):
        assert time.monotonic() < until
        time.sleep(0.2)
    assert '"dingji", "dingji"' in told(screen, window, "WM_CLASS")
    entry = (PROJECT / "packaging" / "dingji.desktop").read_text(encoding="utf-8")
    assert "StartupWMClass=dingji\n" in entry
    assert f"Name={theme.PROGRAM_WORDS}\n" in entry
    assert f"Icon={theme.PROGRAM}\n" in entry
