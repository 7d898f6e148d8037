"""Every room in every state on the screens that offices have; in processes of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.floors import PROJECT
from tests.support.rooms_on_screens import SCREENS
from tests.support.x_screen import missing_programs, x_screen


def run(module: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a module of the tests and return what it said."""
    environment = {**os.environ, **variables}
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_every_room_in_every_state_fits_four_screens() -> None:
    done = run("tests.support.rooms_on_screens")
    assert done.stdout == "", done.stdout
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(bool(missing_programs()), reason=f"not installed: {missing_programs()}")
@pytest.mark.parametrize("screen", SCREENS, ids=[one[0] for one in SCREENS])
def test_the_first_window_fits_a_real_screen(
    screen: tuple[str, tuple[int, int], int, tuple[int, int]], tmp_path: Path
) -> None:
    _name, size, dpi, _client = screen
    with x_screen(tmp_path, size) as display:
        done = run(
            "tests.support.window_on_screen",
            str(tmp_path / "工作区"),
            QT_QPA_PLATFORM="xcb",
            DISPLAY=display,
            QT_SCALE_FACTOR=str(dpi / 96),
        )
    assert done.stdout.strip() == "fits", done.stdout + done.stderr
