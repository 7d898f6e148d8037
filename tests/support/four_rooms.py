"""The README's picture: ``python -m tests.support.four_rooms [FILE]``, the same again on any day.

首页, 评分, 测评 and 定级 of the example township, two by two.
"""

import sys
import tempfile
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from desk_app.domain.kit.actor import Actor
from tests.support.clock import HandMovedClock
from tests.support.running_program import make_example, run_program

PICTURE = Path(__file__).parents[2] / "docs" / "图片" / "四个房间.png"
NOW = datetime(2026, 8, 3, 9, 30)
"""A working day between the example scheme's deadlines."""
CLERK = "组织委员"
ROOMS = ("home", "scoring", "polling", "grading")
ROOM_WIDTH, ROOM_HEIGHT = 1280, 720
WIDTH, HEIGHT, GAP = 853, 480, 6
"""Two thirds: smaller, and the letters are hard to read."""


def main(path: Path) -> int:
    """Compose the picture and say where it lies."""
    picture = QImage(2 * WIDTH + 3 * GAP, 2 * HEIGHT + 3 * GAP, QImage.Format.Format_RGB32)
    picture.fill(QColor("#9AA0A6"))
    clock, clerk = HandMovedClock(NOW), Actor(CLERK)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        data = Path(scratch) / "数据"
        make_example(data, clock, clerk)
        with run_program(data, clock, clerk) as running:
            running.window.resize(ROOM_WIDTH, ROOM_HEIGHT)
            painter = QPainter(picture)
            for number, key in enumerate(ROOMS):
                running.go(key)
                shot = running.window.grab().toImage()
                fit, smooth = Qt.AspectRatioMode, Qt.TransformationMode.SmoothTransformation
                small = shot.scaled(WIDTH, HEIGHT, fit.IgnoreAspectRatio, smooth)
                row, column = divmod(number, 2)
                painter.drawImage(GAP + column * (WIDTH + GAP), GAP + row * (HEIGHT + GAP), small)
            painter.end()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not picture.save(str(path)):
        raise OSError(path)
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE))
