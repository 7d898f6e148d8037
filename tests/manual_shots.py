"""The pictures of the manual, of the example township: ``python -m tests.manual_shots DIR``."""

import sys
import tempfile
from datetime import datetime
from pathlib import Path

from PIL import Image

from desk_app.domain.kit.actor import Actor
from desk_app.views.rooms import ROOMS
from desk_app.views.submission import SubmissionRoom
from tests.support.clock import HandMovedClock
from tests.support.running_program import make_example, run_program

WIDTH, HEIGHT = 1024, 560
COLOURS = (48, 24, 16, 12)
"""Enough for the program's few colours and the edges of its letters; fewer where it is full."""
LARGEST = 60_000
"""Bytes of a picture."""
NOW = datetime(2026, 3, 20, 9, 30)
CLERK = "张桂芳"
STICK = "E:\\上报材料"


def main(folder: Path) -> int:
    """Save a small picture of every room and say which."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        data, clock = Path(scratch) / "数据", HandMovedClock(NOW)
        make_example(data, clock, Actor(CLERK))
        with run_program(data, clock, Actor(CLERK)) as running:
            made = running.program.workspaces.clerks
            if made is not None:
                made.choose(CLERK)
            running.window.resize(WIDTH, HEIGHT)
            running.wait()
            for key, name in ROOMS.items():
                running.go(key)
                room = running.window.room
                if isinstance(room, SubmissionRoom):
                    room.place.line.setText(STICK)  # not a folder of this computer
                running.picture(folder / f"{name}.png")
                shrink(folder / f"{name}.png")
                print(folder / f"{name}.png")
    return 0


def shrink(path: Path) -> None:
    """Write a picture again with few colours; raises ValueError where it stays too large."""
    with Image.open(path) as picture:
        whole = picture.convert("RGB")
    for colours in COLOURS:
        whole.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size <= LARGEST:
            return
    raise ValueError(f"{path}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
