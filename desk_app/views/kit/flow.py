"""A bar of buttons and fields that wraps onto further lines where the window is narrow."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_GAP = 6


class FlowBar(QWidget):
    """Widgets beside each other; those behind the gap stand on the right while one line holds all.

    With ``stretched`` one of them takes what is left of its line (a field that is typed in).
    """

    def __init__(self, *widgets: QWidget, spacing: int = _GAP) -> None:
        super().__init__()
        self._spacing = spacing
        self._members: list[QWidget] = []
        self._gap: int | None = None
        self._stretched: set[QWidget] = set()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for one in widgets:
            self.add(one)

    def add(self, widget: QWidget, *, stretched: bool = False) -> None:
        """Add a widget behind the others."""
        widget.setParent(self)
        self._members.append(widget)
        if stretched:
            self._stretched.add(widget)

    def take_out(self, widget: QWidget) -> None:
        """Take a widget out of the bar; whose it is does not change."""
        if widget in self._members:
            self._members.remove(widget)

    def add_gap(self) -> None:
        """Let what is added from now on stand on the right."""
        self._gap = len(self._members)

    def sizeHint(self) -> QSize:
        lines = self._lines(1 << 20)
        return QSize(self._width(lines[0]), self._height(lines[0])) if lines else QSize(0, 0)

    def minimumSizeHint(self) -> QSize:
        shown = self._shown()
        return QSize(
            max((_least(one) for one in shown), default=0),
            max((one.sizeHint().height() for one in shown), default=0),
        )

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = self._lines(width)
        heights = sum(self._height(line) for line in lines)
        return heights + self._spacing * max(0, len(lines) - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            # A member came, went or wants another size: the bar may need another line.
            self.updateGeometry()
            self._arrange()
        return super().event(event)

    def _shown(self) -> list[QWidget]:
        return [one for one in self._members if not one.isHidden()]

    def _lines(self, width: int) -> list[list[QWidget]]:
        lines: list[list[QWidget]] = []
        used = 0
        for one in self._shown():
            wanted = _wanted(one)
            if not lines or used + self._spacing + wanted > width:
                lines.append([one])
                used = wanted
            else:
                lines[-1].append(one)
                used += self._spacing + wanted
        return lines

    def _width(self, line: list[QWidget]) -> int:
        return sum(_wanted(one) for one in line) + self._spacing * (len(line) - 1)

    def _height(self, line: list[QWidget]) -> int:
        return max(one.sizeHint().expandedTo(one.minimumSize()).height() for one in line)

    def _arrange(self) -> None:
        lines = self._lines(self.width())
        top = 0
        behind = self._members[self._gap :] if self._gap is not None else []
        for line in lines:
            height = self._height(line)
            left = 0
            spare = max(0, self.width() - self._width(line))
            grow = [one for one in line if one in self._stretched]
            for one in line:
                if not grow and len(lines) == 1 and one in behind:
                    left, spare = left + spare, 0
                width = min(_wanted(one), self.width())
                if one in grow:
                    width += spare // len(grow)
                tall = min(height, one.sizeHint().expandedTo(one.minimumSize()).height())
                place = QPoint(left, top + (height - tall) // 2)
                one.setGeometry(QRect(place, QSize(width, tall)))
                left += width + self._spacing
            top += height + self._spacing


def _wanted(widget: QWidget) -> int:
    size = widget.sizeHint().expandedTo(widget.minimumSizeHint()).expandedTo(widget.minimumSize())
    return size.boundedTo(widget.maximumSize()).width()


def _least(widget: QWidget) -> int:
    """How narrow a widget may become: one that is too wide for the line is narrowed, not cut."""
    return min(max(widget.minimumSizeHint().width(), widget.minimumWidth()), widget.maximumWidth())
