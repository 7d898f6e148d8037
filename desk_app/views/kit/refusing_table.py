"""A table in which one types, whose refused cells are framed, hold the cursor and say why."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QAbstractTableModel, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemDelegate, QLabel, QTableView, QWidget

from desk_app.views.kit.tables import TableView
from desk_app.views.kit.theme import WRONG, WRONG_BACKGROUND, pen, tint


@runtime_checkable
class Refuses(Protocol):
    """A model that keeps what was typed and cannot stand in its cell."""

    def is_wrong(self, row: int, column: int) -> bool:
        """Whether a cell holds something that cannot stand."""

    def sentence(self, row: int, column: int) -> str:
        """Why it cannot."""


class RefusingTable(TableView):
    """A cell that was refused holds the cursor, and says right beside it why."""

    _refusal: QLabel | None = None

    def setModel(self, model: QAbstractTableModel | None) -> None:  # type: ignore[override]
        """Show a model, and beside its current cell why it was refused."""
        super().setModel(model)
        if model is None or not isinstance(model, Refuses):
            return
        self._refusal = QLabel(self.viewport())
        self._refusal.setObjectName("refusal")
        self._refusal.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._refusal.setAutoFillBackground(True)
        self._refusal.setMargin(4)
        self._refusal.setFrameStyle(QLabel.Shape.Box | QLabel.Shadow.Plain)
        self._refusal.hide()
        model.modelReset.connect(self.tell)
        self.selectionModel().currentChanged.connect(self.tell)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """What was refused keeps the cursor: the next key typed replaces it."""
        here, model = self.currentIndex(), self.model()
        ends = QAbstractItemDelegate.EndEditHint
        if (
            hint != ends.RevertModelCache
            and isinstance(model, Refuses)
            and model.is_wrong(here.row(), here.column())
        ):
            hint = ends.NoHint
        super().closeEditor(editor, hint)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self.tell()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.paint_over(self, event.rect())

    def paint_over(self, view: QTableView, dirty: QRect) -> None:
        """Frame what was refused, in the table or its frozen columns."""
        model = self.model()
        if not isinstance(model, Refuses):
            return
        painter = QPainter(view.viewport())
        for row in rows_in(view, dirty):
            for column in range(model.columnCount()):
                if not view.isColumnHidden(column) and model.is_wrong(row, column):
                    frame_wrong(painter, view.visualRect(model.index(row, column)))
        painter.end()

    def tell(self, *_: object) -> None:
        """Say right under the current cell (or above it) why it was refused."""
        here, model, label = self.currentIndex(), self.model(), self._refusal
        if label is None or not isinstance(model, Refuses):
            return
        if not here.isValid() or not model.is_wrong(here.row(), here.column()):
            label.hide()
            return
        cell = self.visualRect(here)
        palette = label.palette()
        palette.setColor(label.backgroundRole(), QColor(WRONG_BACKGROUND))
        label.setPalette(palette)
        tint(label, WRONG, model.sentence(here.row(), here.column()))
        label.adjustSize()
        top = cell.bottom() + 2
        if top + label.height() > self.viewport().height():
            top = cell.top() - label.height() - 2
        left = max(min(cell.left(), self.viewport().width() - label.width()), 0)
        label.move(left, max(top, 0))
        label.show()
        label.raise_()


def rows_in(view: QTableView, dirty: QRect) -> range:
    """Return the rows that a part of the viewport shows."""
    bottom = view.rowAt(dirty.bottom())
    return range(
        max(view.rowAt(dirty.top()), 0),
        (bottom if bottom >= 0 else view.model().rowCount() - 1) + 1,
    )


def frame_wrong(painter: QPainter, rect: QRect) -> None:
    """Draw the frame of a refused cell, which shows also while the cell is chosen."""
    painter.setPen(QPen(pen(WRONG), 2))
    painter.drawRect(rect.adjusted(1, 1, -2, -2))
