"""The table that every room uses: widths that stay, copies to Excel and WPS, keys of a workbook."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    QTimer,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QTableView, QWidget

from desk_app.views.kit.clipboard import read_block, write_block
from desk_app.views.kit.records import CENTRE, LEFT, Records, as_text
from desk_app.views.settings import Settings

_MEASURED = 500
"""Rows whose texts are measured for the width of a column; more of them take too long."""


@runtime_checkable
class Pastes(Protocol):
    """A model that takes a block of texts from Excel or WPS."""

    def paste(self, index: QModelIndex, rows: list[list[str]]) -> object:
        """Put ``rows`` at ``index`` and to the right and below, as one step to be undone."""


@runtime_checkable
class Measures(Protocol):
    """A model that says how wide its columns should be at first."""

    def width(self, column: int) -> int:
        """Characters; 0 for as wide as what the column shows."""


@runtime_checkable
class Clears(Protocol):
    """A model whose cells can be emptied with the delete key."""

    def clear(self, indexes: list[QModelIndex]) -> object:
        """Empty the cells, as one step to be undone."""


class TableView(QTableView):
    """A table with the keys of a workbook.

    Enter goes down, Tab goes right, typing edits at once, Esc gives up only the cell being
    typed. Ctrl+C copies as Excel and WPS expect it (with the headings when everything is
    selected), Ctrl+V hands a block to a model that ``Pastes``, Delete to one that ``Clears``.
    In a table that is not ``editable`` whole rows are selected and Tab leaves it.
    """

    def __init__(
        self,
        name: str,
        settings: Settings,
        *,
        editable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._settings = settings
        self._editable = editable
        self._fitting = False
        self.setTabKeyNavigation(editable)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        if editable:
            self.setEditTriggers(
                QAbstractItemView.EditTrigger.AnyKeyPressed
                | QAbstractItemView.EditTrigger.EditKeyPressed
                | QAbstractItemView.EditTrigger.DoubleClicked
            )
        else:
            self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
            self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        height = self.fontMetrics().height() + 8
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultAlignment(CENTRE)
        self.verticalHeader().setMinimumWidth(self.fontMetrics().horizontalAdvance("00000"))
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setDefaultAlignment(LEFT)
        self._remember = QTimer(self)
        self._remember.setSingleShot(True)
        self._remember.setInterval(300)
        self._remember.timeout.connect(self._keep_widths)
        self.horizontalHeader().sectionResized.connect(self._resized)

    def setModel(self, model: QAbstractTableModel | None) -> None:  # type: ignore[override]
        """Show ``model``, with the column widths that were remembered for this table."""
        super().setModel(model)
        if model is None:
            return
        model.modelReset.connect(self._fit)
        if isinstance(model, Records):
            self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.horizontalHeader().setSortIndicatorClearable(True)
            self.setSortingEnabled(True)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        model = self.model()
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)  # what the editor passed on; it acts by itself
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste) and isinstance(model, Pastes):
            self.paste()
        elif event.key() == Qt.Key.Key_Delete and isinstance(model, Clears):
            model.clear(self.selectedIndexes())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._editable:
            up = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._move(-1 if up else 1, 0)
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After Enter the cell below, after Tab the cell beside is current, as in a workbook."""
        ends = QAbstractItemDelegate.EndEditHint
        super().closeEditor(editor, ends.NoHint if hint != ends.RevertModelCache else hint)
        if hint == ends.SubmitModelCache:
            self._move(1, 0)
        elif hint == ends.EditNextItem:
            self._move(0, 1)
        elif hint == ends.EditPreviousItem:
            self._move(0, -1)

    def copy(self) -> None:
        """Put the selection on the clipboard."""
        QGuiApplication.clipboard().setText(self.selected_text())

    def paste(self) -> None:
        """Hand the block on the clipboard to the model, at the selection's upper left cell."""
        model = self.model()
        chosen = self.selectedIndexes() or [self.currentIndex()]
        start = min(chosen, key=lambda one: (one.row(), one.column()))
        if isinstance(model, Pastes) and start.isValid():
            model.paste(start, read_block(QGuiApplication.clipboard().text()))

    def selected_text(self) -> str:
        """Return the selected cells, tabs between columns; all of them bring their headings."""
        model = self.model()
        chosen = self.selectedIndexes()
        rows = sorted({one.row() for one in chosen})
        header = self.horizontalHeader()
        columns = sorted(
            {one.column() for one in chosen if not header.isSectionHidden(one.column())},
            key=header.visualIndex,
        )
        lines: list[list[str]] = []
        if rows and len(rows) == model.rowCount() and (len(rows) > 1 or not self._editable):
            lines.append(
                [as_text(model.headerData(one, Qt.Orientation.Horizontal)) for one in columns]
            )
        marked = {(one.row(), one.column()) for one in chosen}
        lines += [
            [
                as_text(model.index(row, column).data()) if (row, column) in marked else ""
                for column in columns
            ]
            for row in rows
        ]
        return write_block(lines)

    def follow_letters(self) -> None:
        """Take the height of rows that the letters ask for, after they changed."""
        height = self.fontMetrics().height() + 8
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalHeader().setMinimumWidth(self.fontMetrics().horizontalAdvance("00000"))

    def _move(self, down: int, right: int) -> None:
        """Make the cell beside or below current.

        Along a row, cells that nobody types in are passed over, and the next row follows.
        """
        model = self.model()
        here = self.currentIndex()
        row, column = here.row() + down, here.column() + right
        if right:
            while 0 <= row < model.rowCount():
                if not 0 <= column < model.columnCount():
                    row, column = row + right, 0 if right > 0 else model.columnCount() - 1
                    continue
                flags = model.flags(model.index(row, column))
                hidden = self.isColumnHidden(column)
                if flags & Qt.ItemFlag.ItemIsEditable and not hidden:
                    break
                column += right
        there = model.index(row, column)
        if there.isValid():
            self.selectionModel().setCurrentIndex(
                there, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
            self.scrollTo(there)

    def _fit(self) -> None:
        """Give columns the width remembered, asked for, or needed by what they show."""
        model = self.model()
        kept = self._settings.widths(self._name)
        letter = self.fontMetrics().horizontalAdvance("国")
        self._fitting = True
        for column in range(model.columnCount()):
            title = as_text(model.headerData(column, Qt.Orientation.Horizontal))
            asked = model.columns[column].width if isinstance(model, Records) else 0
            asked = model.width(column) if isinstance(model, Measures) else asked
            if title in kept:
                width = kept[title]
            elif asked:
                width = asked * letter + letter
            elif model.rowCount() <= _MEASURED:
                self.resizeColumnToContents(column)
                width = min(self.columnWidth(column) + letter, 24 * letter)
            else:
                width = 8 * letter
            self.setColumnWidth(column, width)
        self._fitting = False

    def _resized(self) -> None:
        if not self._fitting and self.isVisible():
            self._remember.start()

    def _keep_widths(self) -> None:
        model = self.model()
        last = model.columnCount() - 1
        kept = self._settings.widths(self._name)
        for column in range(model.columnCount()):
            # The last column fills the window; its width is not the clerk's choice.
            if column != last and not self.isColumnHidden(column):
                title = as_text(model.headerData(column, Qt.Orientation.Horizontal))
                kept[title] = self.columnWidth(column)
        self._settings.set_widths(self._name, kept)
