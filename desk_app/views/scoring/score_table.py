"""The view of score cells: what is wrong is framed, what lacks a reason asks for it."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea

from desk_app.views.kit.records import LEFT
from desk_app.views.kit.tables import TableView
from desk_app.views.kit.theme import WARNING, WRONG
from desk_app.views.scoring.grid import Look, ScoreGrid

WANTING_WORDS = "请写扣分理由"


class ScoreTable(TableView):
    """Frames a wrong cell, also while it is chosen, and asks for a reason where one lacks."""

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

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        model = self.model()
        if not isinstance(model, ScoreGrid) or not model.rowCount():
            return
        dirty = event.rect()
        bottom = self.rowAt(dirty.bottom())
        rows = range(self.rowAt(dirty.top()), (bottom if bottom >= 0 else model.rowCount() - 1) + 1)
        painter = QPainter(self.viewport())
        for row in rows:
            for column in range(model.columnCount()):
                look = model.look(row, column)
                if look.wrong or (look.wanting and not look.text):
                    self._mark(painter, self.visualRect(model.index(row, column)), look)
        painter.end()

    def _mark(self, painter: QPainter, rect: QRect, look: Look) -> None:
        if look.wrong:
            painter.setPen(QPen(QColor(WRONG), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        else:
            painter.setPen(QColor(WARNING))
            painter.drawText(rect.adjusted(5, 0, -4, 0), LEFT, WANTING_WORDS)
