"""The view of score cells: what is wrong is framed, what lacks a reason asks for it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QRect, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QAbstractScrollArea,
    QLabel,
    QTableView,
    QWidget,
)

from desk_app.views.kit.records import LEFT
from desk_app.views.kit.tables import TableView
from desk_app.views.kit.theme import WARNING, WRONG, WRONG_BACKGROUND, pen, tint
from desk_app.views.scoring.cell_kinds import kind_of
from desk_app.views.scoring.delegate import ScoreDelegate
from desk_app.views.scoring.grid import Look, ScoreGrid
from desk_app.views.scoring.quick_line import QuickLine

if TYPE_CHECKING:
    from desk_app.views.scoring.editor import ScoreCell

WANTING_WORDS = "请写扣分理由"


class ScoreTable(TableView):
    """Frames a wrong cell, also while it is chosen, and asks for a reason where one lacks.

    A cell that was refused holds the cursor, and says right beside it why.
    """

    _refusal: QLabel | None = None

    def setModel(self, model: QAbstractTableModel | None) -> None:  # type: ignore[override]
        """Show a grid of scores, with the editors that its cells want."""
        super().setModel(model)
        if not isinstance(model, ScoreGrid):
            return
        self.setItemDelegate(ScoreDelegate(model.editor.reasons, self))
        self._refusal = QLabel(self.viewport())
        self._refusal.setObjectName("refusal")
        self._refusal.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._refusal.setAutoFillBackground(True)
        self._refusal.setMargin(4)
        self._refusal.setFrameStyle(QLabel.Shape.Box | QLabel.Shadow.Plain)
        self._refusal.hide()
        model.editor.refused.connect(self._hold)
        model.editor.marked.connect(self._tell)
        model.modelReset.connect(self._tell)
        self.selectionModel().currentChanged.connect(self._tell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        editing = self.state() == QAbstractItemView.State.EditingState
        if event.key() == Qt.Key.Key_Space and not editing and self._turn():
            return
        super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """What was refused keeps the cursor: the next key typed replaces it."""
        here, model = self.currentIndex(), self.model()
        ends = QAbstractItemDelegate.EndEditHint
        if (
            hint != ends.RevertModelCache
            and isinstance(model, ScoreGrid)
            and model.is_wrong(here.row(), here.column())
        ):
            hint = ends.NoHint
        super().closeEditor(editor, hint)

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

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._tell()

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
        self.paint_over(self, event.rect())

    def paint_over(self, view: QTableView, dirty: QRect) -> None:
        """Frame what is wrong and ask for reasons, in the table or its frozen columns."""
        model = self.model()
        if not isinstance(model, ScoreGrid) or not model.rowCount():
            return
        bottom = view.rowAt(dirty.bottom())
        rows = range(view.rowAt(dirty.top()), (bottom if bottom >= 0 else model.rowCount() - 1) + 1)
        shown = [one for one in range(model.columnCount()) if not view.isColumnHidden(one)]
        painter = QPainter(view.viewport())
        for row in rows:
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
            self._tell()

    def _tell(self, *_: object) -> None:
        """Say right under the current cell (or above it) why it was refused."""
        here, model, label = self.currentIndex(), self.model(), self._refusal
        if label is None or not isinstance(model, ScoreGrid):
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

    def _mark(self, painter: QPainter, rect: QRect, look: Look) -> None:
        if look.wrong:
            painter.setPen(QPen(pen(WRONG), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        else:
            painter.setPen(pen(WARNING))
            painter.drawText(rect.adjusted(5, 0, -4, 0), LEFT, WANTING_WORDS)
