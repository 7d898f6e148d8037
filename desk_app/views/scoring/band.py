"""The ladder of bands under a score sheet."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk_app.views.kit.theme import ACCENT, LINE, QUIET, pen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.domain.scheme.model.levels import Band


class BandBar(QWidget):
    """The ladder of bands from low to high, with a mark where the total stands."""

    def __init__(self) -> None:
        super().__init__()
        self._lows: list[float] = []
        self._points: float | None = None
        height = int(self.fontMetrics().height() * 1.6)
        self.setMinimumSize(height * 8, height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bands(self, bands: "Sequence[Band]") -> None:
        """Show where the bands begin."""
        self._lows = sorted(float(one.range.low) for one in bands if one.range.low is not None)
        self.update()

    def show_points(self, points: object) -> None:
        """Show where a total stands; ``None`` takes the mark away."""
        self._points = None if points is None else float(str(points))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  (Qt's signature)
        if not self._lows:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() // 2
        painter.setPen(QPen(pen(LINE), 2))
        painter.drawLine(6, middle, self.width() - 6, middle)
        metrics = painter.fontMetrics()
        for low in self._lows:
            text = f"{low:g}"
            width = metrics.horizontalAdvance(text) + 8
            box = QRect(self._x(low) - width // 2, 0, width, self.height())
            painter.fillRect(box, self.palette().window())
            painter.setPen(QPen(pen(QUIET)))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        if self._points is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(pen(ACCENT))
            size = self.height() // 2
            painter.drawEllipse(self._x(self._points) - size // 2, middle - size // 2, size, size)
        painter.end()

    def _x(self, points: float) -> int:
        """The place of points: half a band's room is left at both ends."""
        low, high = self._lows[0], self._lows[-1]
        room = (high - low) / max(len(self._lows) - 1, 1) or 10
        share = (points - (low - room)) / (high - low + 2 * room)
        edge = self.height() // 4 + 2  # the mark stays whole at both ends
        return int(edge + min(max(share, 0.0), 1.0) * (self.width() - 2 * edge))
