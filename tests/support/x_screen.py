"""A real X screen without a monitor: Xvfb with a window manager."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.bound import bound

_PROGRAMS = ("Xvfb", "openbox")


def missing_programs() -> str:
    """Return which programs are not installed; "" where all are."""
    return ", ".join(one for one in _PROGRAMS if shutil.which(one) is None)


@contextmanager
def x_screen(folder: Path, size: tuple[int, int]) -> Iterator[str]:
    """Give the name of a display of that size, managed by openbox; gone afterwards."""
    read, write = os.pipe()
    server = subprocess.Popen(
        bound([
            str(shutil.which("Xvfb")), "-displayfd", str(write), "-screen", "0",
            f"{size[0]}x{size[1]}x24", "-nolisten", "tcp", "-noreset",
        ]),
        pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    manager: subprocess.Popen[bytes] | None = None
    try:
        with os.fdopen(read) as number:
            display = f":{number.readline().strip()}"
        manager = subprocess.Popen(
            bound([str(shutil.which("openbox")), "--sm-disable"]),
            env={**os.environ, "DISPLAY": display, "HOME": str(folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        yield display
    finally:
        for one in (manager, server):
            if one is not None:
                one.terminate()
                one.wait(10)
