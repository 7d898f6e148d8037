"""档次 on a number line: the limits are dragged or moved by keys, the levels lie between them.

Only lower limits are moved, so no gap and no overlap can arise. Levels differ by mark and
pattern as well as by colour: on paper without colour they are told apart.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk_app.domain.drafts.bands import LowerLimit
from desk_app.domain.points import format_points
from desk_app.views.kit.theme import (
    ACCENT,
    LINE,
    QUIET,
    TEXT,
    level_colour,
    level_mark,
    pen,
)

_EDGE = 18
"""Pixels left and right of the line, so that the outermost limits can be taken hold of."""
_NEAR = 12
_WHOLE, _FINE = Decimal(1), Decimal("0.1")
_PATTERNS = (
    Qt.BrushStyle.NoBrush,
    Qt.BrushStyle.FDiagPattern,
    Qt.BrushStyle.Dense6Pattern,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.HorPattern,
    Qt.BrushStyle.CrossPattern,
)


class BandLine(QWidget):
    """The levels between ``least`` and ``most`` points, the highest on the right.

    ←→ move the current limit by one point (with Ctrl by a tenth), ↑↓ go to the next limit, a
    digit asks for the typed field.
    """

    moved = Signal(int, object)
    """A limit, by its place from the highest level, is to be at these points (``Decimal``)."""
    typed = Signal(int, str)
    """A digit was typed at a limit."""

    def __init__(self) -> None:
        super().__init__()
        self._limits: tuple[LowerLimit, ...] = ()
        self._least, self._most = Decimal(0), Decimal(100)
        self._current = 0
        self._held = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setAccessibleName("档次数轴")

    @property
    def current(self) -> int:
        """The limit that the keys move."""
        return self._current

    def show_limits(self, limits: Sequence[LowerLimit], least: Decimal, most: Decimal) -> None:
        """Show the levels by their limits, from high to low."""
        self._limits = tuple(limits)
        lows = [one.low for one in limits if one.low is not None]
        self._least = min([least, *lows])
        self._most = max([most, *lows, self._least + 1])
        self._current = min(self._current, max(len(lows) - 1, 0))
        self._say()
        self.update()

    def go(self, place: int) -> None:
        """Make a limit the one that the keys move."""
        if 0 <= place < len(self._limits) - 1:
            self._current = place
            self._say()
            self.update()

    def place_of(self, points: Decimal) -> int:
        """Pixels from the left at which points lie."""
        share = (points - self._least) / (self._most - self._least)
        return _EDGE + int(share * (self.width() - 2 * _EDGE))

    def sizeHint(self) -> QSize:
        height = self.fontMetrics().height()
        return QSize(height * 24, height * 4)

    def minimumSizeHint(self) -> QSize:
        height = self.fontMetrics().height()
        return QSize(height * 12, height * 4)

    # --- by keys and by the mouse ---------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _FINE if event.modifiers() & Qt.KeyboardModifier.ControlModifier else _WHOLE
        ways = {Qt.Key.Key_Left: -step, Qt.Key.Key_Right: step}
        if event.key() in ways and self._limits[:-1]:
            low = self._limits[self._current].low
            self._move(self._current, (low or Decimal(0)) + ways[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Up:
            self.go(self._current - 1)
        elif event.key() == Qt.Key.Key_Down:
            self.go(self._current + 1)
        elif event.text().isdigit() and self._limits[:-1]:
            self.typed.emit(self._current, event.text())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        near = self._near(event.position().toPoint())
        if near >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._held = near
            self.go(near)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        near = self._held if self._held >= 0 else self._near(at)
        shape = Qt.CursorShape.SizeHorCursor if near >= 0 else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        if self._held >= 0:
            self._move(self._held, self._points_at(at.x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002  (Qt's signature)
        self._held = -1

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _near(self, at: QPoint) -> int:
        found = [
            (abs(self.place_of(one.low) - at.x()), place)
            for place, one in enumerate(self._limits)
            if one.low is not None
        ]
        distance, place = min(found, default=(_NEAR + 1, -1))
        return place if distance <= _NEAR else -1

    def _points_at(self, x: int) -> Decimal:
        share = Decimal(x - _EDGE) / max(self.width() - 2 * _EDGE, 1)
        points = self._least + share * (self._most - self._least)
        return points.quantize(_WHOLE, rounding=ROUND_HALF_UP)

    def _move(self, place: int, points: Decimal) -> None:
        """Ask for a limit between its neighbours: it never passes one."""
        step = _WHOLE if points == points.to_integral_value() else _FINE
        above = self._limits[place - 1].low if place else self._most + step
        below = self._limits[place + 1].low
        low = self._least - step if below is None else below
        top = self._most + step if above is None else above
        wanted = min(max(points, low + step), top - step)
        if low < wanted < top and wanted != self._limits[place].low:
            self._limits = (
                *self._limits[:place],
                replace(self._limits[place], low=wanted),
                *self._limits[place + 1 :],
            )
            self._say()
            self.update()
            self.moved.emit(place, wanted)

    def _say(self) -> None:
        shown = [
            f"{one.level} {format_points(one.low)} 分起"
            for one in self._limits
            if one.low is not None
        ]
        here = shown[self._current] if self._current < len(shown) else ""
        self.setAccessibleDescription(f"{'，'.join(shown)}。现在移动：{here}")

    # --- painting -------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  (Qt's signature)
        painter = QPainter(self)
        tall = self.fontMetrics().height()
        bar = QRect(_EDGE, tall + 6, self.width() - 2 * _EDGE, tall + 8)
        right = bar.right()
        for rank, one in enumerate(self._limits):
            left = bar.left() if one.low is None else self.place_of(one.low)
            self._paint_level(
                painter, rank, one.level, QRect(left, bar.top(), right - left, bar.height())
            )
            right = left
        painter.setPen(pen(QUIET))
        painter.drawRect(bar)
        self._paint_ends(painter, bar)
        for place, one in enumerate(self._limits):
            if one.low is not None:
                self._paint_limit(painter, place, one, bar)

    def _paint_level(self, painter: QPainter, rank: int, level: str, box: QRect) -> None:
        painter.fillRect(box, level_colour(rank))
        ink = QColor(pen(QUIET))
        ink.setAlpha(60)
        painter.fillRect(box, QBrush(ink, _PATTERNS[min(rank, len(_PATTERNS) - 1)]))
        words = f"{level_mark(rank)} {level}"
        metrics = self.fontMetrics()
        if metrics.horizontalAdvance(words) + 4 > box.width():
            words = metrics.elidedText(level, Qt.TextElideMode.ElideRight, max(box.width() - 4, 0))
        wide = metrics.horizontalAdvance(words) + 6
        plate = QRect(box.center().x() - wide // 2, box.top() + 3, wide, box.height() - 6)
        if words:
            painter.fillRect(plate, level_colour(rank))
        painter.setPen(pen(TEXT))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)

    def _paint_ends(self, painter: QPainter, bar: QRect) -> None:
        painter.setPen(pen(QUIET))
        metrics = self.fontMetrics()
        base = bar.bottom() + metrics.ascent() + 4
        painter.drawText(bar.left() - 6, base, format_points(self._least))
        words = format_points(self._most)
        wide = metrics.horizontalAdvance(words)
        painter.drawText(bar.right() - wide + 6, base, words)

    def _paint_limit(self, painter: QPainter, place: int, one: LowerLimit, bar: QRect) -> None:
        if one.low is None:
            return
        x = self.place_of(one.low)
        mine = place == self._current
        strong = mine and self.hasFocus()
        painter.setPen(pen(ACCENT if strong else TEXT))
        painter.fillRect(
            QRect(x - (2 if mine else 1), bar.top() - 5, 4 if mine else 2, bar.height() + 10),
            pen(ACCENT if mine else QUIET),
        )
        words = ("＞" if one.open else "") + format_points(one.low)
        wide = self.fontMetrics().horizontalAdvance(words) + 10
        plate = QRect(x - wide // 2, 0, wide, self.fontMetrics().height() + 2)
        painter.fillRect(plate, self.palette().base())
        painter.setPen(pen(ACCENT if strong else LINE))
        painter.drawRect(plate.adjusted(0, 0, -1, -1))
        painter.setPen(pen(ACCENT if mine else TEXT))
        painter.drawText(plate, int(Qt.AlignmentFlag.AlignCenter), words)
