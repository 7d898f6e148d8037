"""How a ballot looks on screen: its heading, its lines, and what is said across all of it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QStaticText, QTransform

from desk_app.domain.polling.counts import ABSTAINED, SPOILT
from desk_app.views.kit.theme import (
    ACCENT,
    BALLOT_VEIL,
    LINE,
    NOTED_BACKGROUND,
    PAPER,
    QUIET,
    QUIET_BACKGROUND,
    TEXT,
    pen,
)
from desk_app.views.polling.keymap import VOID


class LinePainter:
    """Paints the lines of one ballot; texts are laid out once, shaping Chinese takes long."""

    def __init__(self, font: QFont) -> None:
        self._plain = QFont(font)
        self._bold = QFont(font)
        self._bold.setBold(True)
        self._texts: dict[tuple[str, bool], QStaticText] = {}

    def forget(self) -> None:
        """Another ballot follows, with other names."""
        self._texts = {}

    def paint(
        self, painter: QPainter, edges: Sequence[int], box: QRect, text: tuple[int, str, bool]
    ) -> None:
        """Paint number and name of a line (counted from 0), framed while it is keyed next."""
        line, name, current = text
        number = self._text(str(line + 1), bold=False)
        painter.setFont(self._plain)
        painter.setPen(pen(QUIET))
        _write(painter, edges[1] - 10 - number.size().width(), box, number)
        painter.setFont(self._bold if current else self._plain)
        painter.setPen(pen(TEXT))
        _write(painter, edges[1], box, self._text(name, bold=current))
        if current:
            painter.setPen(QPen(pen(ACCENT), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -2))
        painter.setFont(self._plain)

    def paint_vote(self, painter: QPainter, left: int, right: int, box: QRect, vote: str) -> None:
        """Write a vote into its column."""
        words = self._text(vote, bold=True)
        painter.setFont(self._bold)
        painter.setPen(pen(QUIET if vote in {ABSTAINED, SPOILT} else ACCENT))
        _write(painter, (left + right - words.size().width()) / 2, box, words)
        painter.setFont(self._plain)

    def _text(self, text: str, *, bold: bool) -> QStaticText:
        found = self._texts.get((text, bold))
        if found is None:
            found = self._texts[text, bold] = QStaticText(text)
            found.setTextFormat(Qt.TextFormat.PlainText)
            found.prepare(QTransform(), self._bold if bold else self._plain)
        return found


def paint_heading(
    painter: QPainter,
    edges: Sequence[int],
    box: QRect,
    votes: Sequence[str],
    heads: Mapping[str, str],
) -> None:
    """Write each vote over its column, with its key where that is not the vote itself."""
    painter.fillRect(box, QUIET_BACKGROUND)
    for column, vote in enumerate(votes, 2):
        key = heads.get(vote, "")
        head = QRect(edges[column], 0, edges[column + 1] - edges[column], box.height())
        painter.setPen(pen(QUIET))
        words = f"{key} {vote}".strip() if key != vote else vote
        painter.drawText(head, Qt.AlignmentFlag.AlignCenter, words)
    painter.setPen(pen(LINE))
    painter.drawLine(0, box.height() - 1, box.width(), box.height() - 1)


def paint_rules(
    painter: QPainter, edges: Sequence[int], rows: Sequence[QRect], current: QRect | None
) -> None:
    """Paint the line that is keyed next in another colour, and the rules between all."""
    if not rows:
        return
    first, last = rows[0], rows[-1]
    if current is not None:
        painter.fillRect(current, NOTED_BACKGROUND)
    painter.setPen(pen(LINE))
    for edge in edges[2:-1]:
        painter.drawLine(edge, first.top(), edge, last.bottom())
    for row in rows:
        painter.drawLine(first.left(), row.bottom(), first.right(), row.bottom())


def paint_question(
    painter: QPainter, area: QRect, height: int, answers: Sequence[tuple[str, str]]
) -> None:
    """Ask why the paper is void; the keys are the answers."""
    lines = [f"{VOID}，为什么？", *(f"{key}　{words}" for key, words in answers)]
    wide = max(painter.fontMetrics().horizontalAdvance(one) for one in lines) + 3 * height
    box = QRect(0, 0, min(wide, area.width()), min(len(lines) * height + height, area.height()))
    box.moveCenter(area.center())
    painter.setClipping(False)
    painter.fillRect(box, QColor(PAPER))
    painter.setPen(QPen(pen(ACCENT), 2))
    painter.drawRect(box)
    painter.setPen(pen(TEXT))
    for number, words in enumerate(lines):
        line = QRect(box.left() + height, box.top() + height // 2 + number * height, wide, height)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)


def paint_over(
    painter: QPainter, lines: QRect, words: str, colour: str, *, crossed: bool = False
) -> None:
    """Write across the paper what holds for all of it."""
    painter.fillRect(lines, BALLOT_VEIL)
    painter.setPen(QPen(pen(colour), 2))
    if crossed:
        painter.drawLine(lines.topLeft(), lines.bottomRight())
    font = painter.font()
    font.setPointSizeF(font.pointSizeF() * 1.8)
    font.setBold(True)
    painter.setFont(font)
    painter.drawText(lines, Qt.AlignmentFlag.AlignCenter, words)


def _write(painter: QPainter, left: float, box: QRect, text: QStaticText) -> None:
    top = box.top() + (box.height() - text.size().height()) / 2
    painter.drawStaticText(QPointF(left, top), text)
