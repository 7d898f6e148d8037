"""正 in five strokes, drawn by ourselves: no font has the unfinished ones."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

FIVE = 5
MOST_FIGURES = 10
"""More figures than this are folded into 正 × their number."""

_STROKES = (
    ((0.08, 0.10), (0.92, 0.10)),
    ((0.50, 0.10), (0.50, 0.90)),
    ((0.50, 0.48), (0.84, 0.48)),
    ((0.22, 0.42), (0.22, 0.90)),
    ((0.03, 0.90), (0.97, 0.90)),
)
"""From–to of each stroke in a square of 1, in the order in which they are written."""
_THICK = 0.11


def figures(votes: int) -> tuple[int, int]:
    """Return how many whole 正 and how many strokes of the next one ``votes`` make."""
    return divmod(max(votes, 0), FIVE)


def folded(votes: int) -> bool:
    """Whether ``votes`` make more figures than are drawn one by one."""
    whole, rest = figures(votes)
    return whole + (rest > 0) > MOST_FIGURES


def path(strokes: int, at: QPointF, size: float) -> QPainterPath:
    """Return the first ``strokes`` (0–5) strokes of 正 in a square of ``size`` pixels at ``at``."""
    drawn = QPainterPath()
    for (x, y), (to_x, to_y) in _STROKES[:strokes]:
        drawn.moveTo(at.x() + x * size, at.y() + y * size)
        drawn.lineTo(at.x() + to_x * size, at.y() + to_y * size)
    return drawn


def draw(painter: QPainter, box: QRectF, size: float, votes: int, colour: QColor) -> None:
    """Draw ``votes`` in ``box``, up to ten figures of ``size`` pixels, else 正×12 and the rest.

    The figures run in as many lines as the box needs; the number of the folded form is written
    in the painter's font.
    """
    if votes <= 0:
        return
    pen = QPen(colour, max(1.5, size * _THICK))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    whole, rest = figures(votes)
    if folded(votes):
        _draw_folded(painter, box, size, (whole, rest), pen)
        return
    drawn = QPainterPath()
    step = size * 1.12
    a_line = max(1, int((box.width() + 0.12 * size) / step))
    lines = -(-(whole + (rest > 0)) // a_line)
    top = box.top() + (box.height() - lines * step) / 2
    for number in range(whole + (rest > 0)):
        line, place = divmod(number, a_line)
        corner = QPointF(box.left() + place * step, top + line * step)
        drawn.addPath(path(FIVE if number < whole else rest, corner, size))
    painter.strokePath(drawn, pen)


def _draw_folded(
    painter: QPainter, box: QRectF, size: float, count: tuple[int, int], pen: QPen
) -> None:
    whole, rest = count
    metrics = painter.fontMetrics()
    high = metrics.capHeight()
    cross, gap = high * 0.5, high * 0.18
    wide = metrics.horizontalAdvance(str(whole))
    size = min(size, max(size / 2, (box.width() - wide - cross - 3 * gap) / 2))
    middle = box.center().y()
    painter.strokePath(path(FIVE, QPointF(box.left(), middle - size / 2), size), pen)
    left = box.left() + size + gap
    sign = QPainterPath(QPointF(left, middle - cross / 2))
    sign.lineTo(left + cross, middle + cross / 2)
    sign.moveTo(left + cross, middle - cross / 2)
    sign.lineTo(left, middle + cross / 2)
    painter.strokePath(sign, QPen(pen.color(), max(2.0, high * 0.09)))
    left += cross + gap
    painter.setPen(pen.color())
    painter.drawText(QPointF(left, middle + high / 2), str(whole))
    left += wide + gap
    painter.strokePath(path(rest, QPointF(left, middle - size / 2), size), pen)
