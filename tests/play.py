"""Plays the example round through the real window: ``python -m tests.play DIR``.

Leaves the workspace, the exported folder and a picture of every room in DIR.
"""

import shutil
import sys
from pathlib import Path

from PySide6.QtWidgets import QPushButton

from desk_app.views.grading import GradingRoom
from desk_app.views.submission import SubmissionRoom
from tests.house import House, furnish, opened


def main(folder: Path) -> int:
    """Play and say where everything lies."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    data = folder / "数据"
    furnish(data)
    with opened(data) as house:
        finalise(house)
        export(house, folder)
        house.pictures(folder / "图片")
    print(f"示例轮次已走完，结果在：{folder}")
    for path in sorted(folder.iterdir()):
        print(f"  {path.name}")
    return 0


def finalise(house: House) -> None:
    """Press 定稿 and say yes."""
    room = house.go("grading")
    if not isinstance(room, GradingRoom):
        raise TypeError(room)
    room.finalise.click()
    press(room.notice, "定稿")
    house.wait()


def export(house: House, folder: Path) -> None:
    """Have the folder made that goes up."""
    room = house.go("submission")
    if not isinstance(room, SubmissionRoom):
        raise TypeError(room)
    room.place.setText(str(folder))
    room.make.click()
    house.wait()


def press(where: object, words: str) -> None:
    """Press the button with these words."""
    buttons = where.findChildren(QPushButton) if hasattr(where, "findChildren") else []
    next(one for one in buttons if one.text() == words).click()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
