"""Small pictures of the rooms, drawn with lines: for the list of rooms in its narrow form."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from desk_app.views.kit.theme import ACCENT, QUIET, TEXT, pen

_STROKES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "home": (((1, 8), (8, 2), (15, 8)), ((3, 7), (3, 14), (13, 14), (13, 7))),
    "organisations": (
        ((6, 1), (10, 1), (10, 5), (6, 5), (6, 1)),
        ((8, 5), (8, 8), (3, 8), (3, 11)),
        ((8, 8), (13, 8), (13, 11)),
        ((1, 11), (5, 11), (5, 15), (1, 15), (1, 11)),
        ((11, 11), (15, 11), (15, 15), (11, 15), (11, 11)),
    ),
    "schemes": (((3, 1), (13, 1), (13, 15), (3, 15), (3, 1)), ((5.5, 5), (10.5, 5)),
                ((5.5, 8), (10.5, 8)), ((5.5, 11), (8.5, 11))),
    "scoring": (((2, 14), (3, 10), (11, 2), (14, 5), (6, 13), (2, 14)), ((9, 4), (12, 7))),
    "polling": (((2, 8), (14, 8), (14, 15), (2, 15), (2, 8)), ((6, 8), (6, 2), (10, 2), (10, 8)),
                ((5, 11), (11, 11))),
    "grading": (((1, 15), (1, 9), (5.5, 9), (5.5, 4), (10.5, 4), (10.5, 11), (15, 11), (15, 15),
                 (1, 15)),),
    "rectification": (((2, 2), (14, 2), (14, 14), (2, 14), (2, 2)),
                      ((5, 8), (7.5, 10.5), (11.5, 5))),
    "submission": (((2, 10), (2, 14), (14, 14), (14, 10)), ((8, 11), (8, 2)),
                   ((4, 6), (8, 2), (12, 6))),
}  # fmt: skip
"""Lines on a board of 16 × 16."""


def paint_narrow(
    painter: QPainter, rect: QRect, key: str, name: str, badge: str, *, chosen: bool
) -> None:
    """Draw a room's picture with its name under it and its badge beside the picture."""
    font = painter.font()
    font.setBold(chosen)
    painter.setFont(font)
    line = painter.fontMetrics().height()
    side = min(rect.height() - line - 4, int(line * 1.1))
    if side < line // 2:
        side = 0
    top = rect.top() + (rect.height() - side - line - 3) // 2
    colour = pen(ACCENT if chosen else TEXT)
    picture = QRectF(rect.center().x() - side / 2, top, side, side)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(pen(ACCENT if chosen else QUIET), max(1.2, side / 14)))
    if side:
        painter.drawPath(_path(key, picture))
    painter.setPen(colour)
    words = QRect(rect.left(), top + side + 3, rect.width(), line)
    painter.drawText(words, Qt.AlignmentFlag.AlignCenter, name)
    if badge:
        font.setBold(badge.endswith("!"))
        painter.setFont(font)
        painter.setPen(pen(ACCENT if badge.endswith("!") else QUIET))
        corner = QRect(rect.left(), max(rect.top(), top - 2), rect.width() - 3, line)
        painter.drawText(corner, Qt.AlignmentFlag.AlignRight, badge)


def _path(key: str, picture: QRectF) -> QPainterPath:
    path = QPainterPath()
    unit = picture.width() / 16
    for stroke in _STROKES.get(key, ()):
        points = [
            QPointF(picture.left() + across * unit, picture.top() + down * unit)
            for across, down in stroke
        ]
        path.moveTo(points[0])
        for point in points[1:]:
            path.lineTo(point)
    return path
