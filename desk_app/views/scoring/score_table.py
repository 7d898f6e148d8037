"""The view of score cells: what is wrong is framed, what lacks a reason asks for it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QTableView

from desk_app.views.kit.records import LEFT
from desk_app.views.kit.refusing_table import RefusingTable, frame_wrong, rows_in
from desk_app.views.kit.theme import WARNING, pen
from desk_app.views.scoring.cell_kinds import kind_of
from desk_app.views.scoring.delegate import ScoreDelegate
from desk_app.views.scoring.grid import Look, ScoreGrid
from desk_app.views.scoring.quick_line import QuickLine

if TYPE_CHECKING:
    from desk_app.views.scoring.editor import ScoreCell

_LEAST_ROWS = 4
_EDGES = 4
"""Pixels that the style may add around the cells."""
WANTING_WORDS = "请写扣分理由"


class ScoreTable(RefusingTable):
    """Frames a wrong cell, also while it is chosen, and asks for a reason where one lacks."""

    def minimumSizeHint(self) -> QSize:
        """Room for the headings and a few rows; what is lower than that is scrolled as a whole."""
        rows = _LEAST_ROWS * self.verticalHeader().defaultSectionSize()
        bar = self.horizontalScrollBar().sizeHint().height()
        edges = 2 * self.frameWidth() + _EDGES
        above = self.horizontalHeader()
        height = max(above.sizeHint().height(), above.minimumHeight()) + rows + bar + edges
        return QSize(super().minimumSizeHint().width(), height)

    def setModel(self, model: QAbstractTableModel | None) -> None:  # type: ignore[override]
        """Show a grid of scores, with the editors that its cells want.

        What is scored stays in sight where a small window scrolls the rest.
        """
        self.columns.names_stay = True
        super().setModel(model)
        if not isinstance(model, ScoreGrid):
            return
        self.setItemDelegate(ScoreDelegate(model.editor.reasons, self))
        model.editor.refused.connect(self._hold)
        model.editor.marked.connect(self.tell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        editing = self.state() == QAbstractItemView.State.EditingState
        if event.key() == Qt.Key.Key_Space and not editing and self._turn():
            return
        super().keyPressEvent(event)

    def follow_letters(self) -> None:
        """Draw all cells anew as well: their colours are those of another look now."""
        super().follow_letters()
        model = self.model()
        if isinstance(model, ScoreGrid):
            model.repaint()

    def offer(self) -> None:
        """Open the current cell with the list of what can be chosen there."""
        here = self.currentIndex()
        if here.isValid() and here.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(here)
            for line in self.viewport().findChildren(QuickLine):
                line.offer()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the current cell alone: an editor that closes need not cost the whole table."""
        if self.currentIndex().isValid():
            QAbstractScrollArea.focusInEvent(self, event)
            self.update(self.currentIndex())
        else:
            super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        QAbstractScrollArea.focusOutEvent(self, event)
        self.update(self.currentIndex())

    def paint_over(self, view: QTableView, dirty: QRect) -> None:
        """Frame what is wrong and ask for reasons, in the table or its frozen columns."""
        model = self.model()
        if not isinstance(model, ScoreGrid) or not model.rowCount():
            return
        shown = [one for one in range(model.columnCount()) if not view.isColumnHidden(one)]
        painter = QPainter(view.viewport())
        for row in rows_in(view, dirty):
            for column in shown:
                look = model.look(row, column)
                if look.wrong or (look.wanting and not look.text):
                    self._mark(painter, view.visualRect(model.index(row, column)), look)
        painter.end()

    def _turn(self) -> bool:
        """Go on to the next choice of the current cell; false where it has none."""
        here, model = self.currentIndex(), self.model()
        if not isinstance(model, ScoreGrid) or not model.is_typed(here.row(), here.column()):
            return False
        cell = model.cell(here.row(), here.column())
        if cell is None or not kind_of(cell).turns:
            return False
        return model.setData(here, kind_of(cell).turned(cell, str(here.data())))

    def _hold(self, place: "ScoreCell") -> None:
        """Stand on the first cell that was refused."""
        model = self.model()
        if self.isVisible() and isinstance(model, ScoreGrid):
            index = model.find(place)
            if index.isValid() and index != self.currentIndex():
                self.setCurrentIndex(index)
                self.scrollTo(index)
            self.tell()

    def _mark(self, painter: QPainter, rect: QRect, look: Look) -> None:
        if look.wrong:
            frame_wrong(painter, rect)
        else:
            painter.setPen(pen(WARNING))
            painter.drawText(rect.adjusted(5, 0, -4, 0), LEFT, WANTING_WORDS)
