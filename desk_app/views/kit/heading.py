"""The headings of a table: the arrow of the sorted column, whole words as a tool tip."""

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QToolTip, QWidget

from desk_app.views.kit.records import LEFT, RIGHT, as_text
from desk_app.views.kit.theme import TEXT, pen

RISING, FALLING = "▲", "▼"
"""What WPS draws for ascending and descending; Qt's own arrows point the other way."""
_SPACE = 6
"""Pixels on either side of a heading."""


class TableHeading(QHeaderView):
    """Headings across; a click sorts, the arrow stands beside the words and cuts none of them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._two_lines = False
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setDefaultAlignment(LEFT)
        # Qt begins with the first column.
        self.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    def break_lines(self) -> None:
        """Give what stands in brackets, （15分）, a line of its own."""
        self._two_lines = True
        self.setTextElideMode(Qt.TextElideMode.ElideNone)

    def title(self, section: int) -> str:
        """Return the words of a heading."""
        return as_text(self.model().headerData(section, Qt.Orientation.Horizontal))

    def needed(self, section: int, *, sorted_too: bool = False) -> int:
        """Return the width in pixels in which a heading is not cut."""
        title = self.title(section)
        # A line is broken before a bracket, never within the words that stand before it.
        lines = (title.replace("（", "\n（") if self._two_lines else title).split("\n")
        wide = max(self.fontMetrics().horizontalAdvance(one) for one in lines)
        arrow = self.fontMetrics().horizontalAdvance(RISING) + _SPACE if sorted_too else 0
        return wide + arrow + 2 * _SPACE

    @property
    def arrow(self) -> tuple[int, str]:
        """The sorted column and its arrow; -1 and "" for none."""
        section = self.sortIndicatorSection()
        if section < 0:
            return -1, ""
        rising = self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
        return section, RISING if rising else FALLING

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        section, arrow = self.arrow
        if section != logicalIndex:
            return
        align = self.model().headerData(
            logicalIndex, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
        )
        on_the_left = isinstance(align, Qt.AlignmentFlag) and bool(
            align & Qt.AlignmentFlag.AlignRight
        )
        painter.setPen(pen(TEXT))
        side = LEFT if on_the_left else RIGHT
        # Words on two lines stand in the middle: the arrow keeps to the edge beside them.
        space = 1 if self._two_lines else _SPACE
        painter.drawText(rect.adjusted(space, 0, -space, 0), side, arrow)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            section = self.logicalIndexAt(event.pos())
            if section >= 0 and self.needed(section) > self.sectionSize(section):
                QToolTip.showText(event.globalPos(), self.title(section), self)
                return True
        return super().viewportEvent(event)
