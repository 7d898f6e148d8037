"""Gives each score cell the line that its kind wants, and lets the line's list have its keys."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desk_app.views.kit.cells import ends_at_once
from desk_app.views.kit.records import AnyIndex
from desk_app.views.scoring.cell_kinds import kind_of
from desk_app.views.scoring.grid import ScoreGrid
from desk_app.views.scoring.quick_line import QuickLine

if TYPE_CHECKING:
    from desk_app.views.scoring.reason_book import ReasonBook


class ScoreDelegate(QStyledItemDelegate):
    """The editor of a cell by its kind (``cell_kinds``)."""

    def __init__(self, book: "ReasonBook", parent: QObject) -> None:
        super().__init__(parent)
        self._book = book

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex
    ) -> QWidget:
        model = index.model()
        cell = model.cell(index.row(), index.column()) if isinstance(model, ScoreGrid) else None
        if cell is None:
            return super().createEditor(parent, option, index)
        line = kind_of(cell).line(parent, cell, self._book)
        if isinstance(line, QuickLine):
            line.chosen.connect(lambda: self._finish(line))
        return line

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(watched, QuickLine)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and watched.settle(event)
        ):
            return True
        return ends_at_once(self, watched, event) or super().eventFilter(watched, event)

    def _finish(self, line: QuickLine) -> None:
        self.commitData.emit(line)
        self.closeEditor.emit(line, QStyledItemDelegate.EndEditHint.SubmitModelCache)
