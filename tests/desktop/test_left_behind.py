"""Nothing of a desktop is left behind, also where the test that made it was killed outright."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("jeepney", reason="a desktop is a matter of Linux")

from tests.support.bound import bound
from tests.support.desktop import PATIENCE_S, PROJECT, missing

LACKING = missing(setpriv="util-linux")
pytestmark = pytest.mark.skipif(bool(LACKING), reason=LACKING)

DESKTOP = {"Xvfb", "dbus-daemon", "openbox", "neighbour", "driven"}
"""What the walk starts; the last two are modules that Python runs."""


def alive(session: int) -> dict[int, str]:
    """Return number and name of the processes of a session that still run."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text(encoding="utf-8", errors="replace")
            words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:  # gone meanwhile
            continue
        state, _parent, _group, its_session = stat.rpartition(")")[2].split()[:4]
        if int(its_session) == session and state != "Z":
            module = words[words.index("-m") + 1] if "-m" in words else words[0]
            found[int(folder.name)] = Path(module).name.rpartition(".")[2]
    return found


def becomes(session: int, enough: Callable[[set[str]], bool]) -> set[str]:
    until = time.monotonic() + PATIENCE_S
    while not enough(names := set(alive(session).values())) and time.monotonic() < until:
        time.sleep(0.05)
    return names


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_walk_that_is_ended_takes_its_desktop_with_it(
    tmp_path: Path, user_home: Path, how: signal.Signals
) -> None:
    command = [sys.executable, "-m", "tests.desktop.round", str(tmp_path / "桌面")]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=PROJECT, stdout=quiet, start_new_session=True) as walk:
        try:
            assert becomes(walk.pid, lambda names: names >= DESKTOP) >= DESKTOP
        finally:
            walk.send_signal(how)
        walk.wait(PATIENCE_S)
        left = becomes(walk.pid, lambda names: not names)
        for one in alive(walk.pid):
            os.kill(one, signal.SIGKILL)
    assert left == set()
    # Asked to end, it also leaves no folder of its own.
    if how == signal.SIGTERM:
        assert list((user_home / "tmp").iterdir()) == []


def test_without_setpriv_a_command_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert bound(["Xvfb", "-displayfd"]) == ["Xvfb", "-displayfd"]
