"""Draws the program's icon: ``python packaging/make_icon.py resources/icon``.

A red square with the three steps of a list that is graded, the best one marked. The pictures
are kept with the program; this is only run when the mark changes.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

RED, WHITE, PALE = QColor("#B3261E"), QColor("#FFFFFF"), QColor(255, 255, 255, 150)
SIZES = (16, 24, 32, 48, 64, 128, 256)
STEPS = ((0.22, 0.56, PALE), (0.43, 0.42, PALE), (0.64, 0.24, WHITE))
"""Left edge and top of each column in parts of the side; all stand on one line."""
FOOT, WIDTH = 0.78, 0.15


def draw(size: int) -> QImage:
    """Return the mark, ``size`` pixels high and wide; whole pixels, so that edges stay sharp."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(RED)
    painter.drawRoundedRect(QRectF(0, 0, size, size), size * 0.18, size * 0.18)
    foot, width = round(size * FOOT), max(2, round(size * WIDTH))
    for left, top, colour in STEPS:
        x, y = round(size * left), round(size * top)
        painter.fillRect(x, y, width, foot - y, colour)
    painter.end()
    return image


def as_png(image: QImage) -> bytes:
    """Return the picture as a file's bytes."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def as_ico(pictures: dict[int, bytes]) -> bytes:
    """Return one Windows icon with all sizes, each a PNG."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    at = len(head) + 16 * len(pictures)
    entries, bodies = b"", b""
    for size, body in pictures.items():
        side = size % 256
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(body), at + len(bodies))
        bodies += body
    return head + entries + bodies


def main(folder: Path) -> int:
    """Write every size and the icon for Windows."""
    application = QGuiApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {size: as_png(draw(size)) for size in SIZES}
    for size, body in pictures.items():
        (folder / f"dingji-{size}.png").write_bytes(body)
    (folder / "dingji.ico").write_bytes(as_ico(pictures))
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
