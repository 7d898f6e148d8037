"""Plays the example round through the real window: ``python -m tests.play DIR``.

Leaves the workspace, the exported folder and a picture of every room in DIR.
"""

import shutil
import sys
from pathlib import Path

from PySide6.QtWidgets import QPushButton

from desk_app.views.grading import GradingRoom
from desk_app.views.submission import SubmissionRoom
from tests.support.running_program import RunningProgram, make_example, run_program


def main(folder: Path) -> int:
    """Play and say where everything lies."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    data = folder / "数据"
    make_example(data)
    with run_program(data) as running:
        finalise(running)
        export(running, folder)
        running.pictures(folder / "图片")
    print(f"示例轮次已走完，结果在：{folder}")
    for path in sorted(folder.iterdir()):
        print(f"  {path.name}")
    return 0


def finalise(running: RunningProgram) -> None:
    """Press 定稿 and say yes."""
    room = running.go("grading")
    if not isinstance(room, GradingRoom):
        raise TypeError(room)
    room.finalise.click()
    if room.page.isVisible():
        room.page.yes.click()
    else:
        press(room.notice, "定稿")
    running.wait()


def export(running: RunningProgram, folder: Path) -> None:
    """Have the folder made that goes up."""
    room = running.go("submission")
    if not isinstance(room, SubmissionRoom):
        raise TypeError(room)
    room.place.set_folder(folder)
    room.make.click()
    running.wait()


def press(where: object, words: str) -> None:
    """Press the button with these words."""
    buttons = where.findChildren(QPushButton) if hasattr(where, "findChildren") else []
    next(one for one in buttons if one.text() == words).click()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
