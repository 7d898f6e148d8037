"""The table that every room uses: keys of a workbook, copies to Excel and WPS, context menus."""

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QKeyCombination,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QTableView,
    QToolTip,
    QWidget,
)

from desk_app.views.kit.cells import CellDelegate, NameDelegate, names_organisations
from desk_app.views.kit.clipboard import read_block, write_block
from desk_app.views.kit.columns import ColumnKeeper
from desk_app.views.kit.current_cell import make_current
from desk_app.views.kit.heading import TableHeading
from desk_app.views.kit.menus import asks_for_menu
from desk_app.views.kit.number_grid import NumberGrid
from desk_app.views.kit.records import CENTRE, AnyIndex, as_text
from desk_app.views.kit.table_models import Clears, FillsDown, Offers, Pastes, Sorts
from desk_app.views.settings import Settings

if TYPE_CHECKING:
    from desk_app.views.kit.frozen import FrozenColumns

__all__ = ["Clears", "FillsDown", "Offers", "Pastes", "TableView"]

_CONTROL = Qt.KeyboardModifier.ControlModifier
_FILL = QKeyCombination(_CONTROL, Qt.Key.Key_D)
_PASTE_VALUES = QKeyCombination(_CONTROL | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_V)


class TableView(QTableView):
    """A table with the keys of a workbook.

    Enter goes down, Tab goes right, typing edits at once, Esc gives up only the cell being
    typed. Ctrl+C copies as Excel and WPS expect it (with the headings when everything is
    selected), Ctrl+V hands a block to a model that ``Pastes`` (Ctrl+Shift+V, which in WPS pastes
    values, too), Delete goes to one that ``Clears``, Ctrl+D to one that ``FillsDown``.
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
        self._editable = editable
        self._frozen: FrozenColumns | None = None
        self.heading = TableHeading(self)
        self.setHorizontalHeader(self.heading)
        self.setItemDelegate(CellDelegate(self))
        self._names = NameDelegate(self)
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
        self.heading.setStretchLastSection(True)
        # A block is pasted to the columns beside each other as the model has them.
        self.heading.setSectionsMovable(not editable)
        self.heading.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.heading.customContextMenuRequested.connect(self._heading_menu)
        self.columns = ColumnKeeper(self, self.heading, name, settings)
        self.columns.changed.connect(self._freeze)

    def setModel(self, model: QAbstractTableModel | None) -> None:  # type: ignore[override]
        """Show ``model``, with the column widths that were remembered for this table."""
        super().setModel(model)
        if model is None:
            return
        model.modelReset.connect(self._lay_out)
        model.rowsInserted.connect(self.columns.bar)
        model.rowsRemoved.connect(self.columns.bar)
        if isinstance(model, Sorts):
            self.heading.setSortIndicatorClearable(True)
            self.setSortingEnabled(True)
            # The heading draws the arrow; Qt's points the other way than that of WPS.
            self.heading.setSortIndicatorShown(False)
            self.heading.sortIndicatorChanged.connect(self._sorted)
        self._lay_out()

    def setCurrentIndex(self, index: AnyIndex) -> None:
        """Go to a cell; nothing else is selected then, even while Ctrl or Shift is held."""
        make_current(self, index)

    def selectRow(self, row: int) -> None:
        """Go to a row; nothing else is selected then, even while Ctrl or Shift is held."""
        here = self.currentIndex().column()
        make_current(self, self.model().index(row, max(here, 0)), rows=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)  # what the editor passed on; it acts by itself
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif asks_for_menu(event):
            self._cell_menu()
        elif _pastes(event) and isinstance(self.model(), Pastes):
            self.paste()
        elif event.key() == Qt.Key.Key_Delete and isinstance(self.model(), Clears):
            self.clear()
        elif event.keyCombination() == _FILL and isinstance(self.model(), FillsDown):
            self.fill_down()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._editable:
            up = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._move(-1 if up else 1, 0)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Say why a key that was typed in a cell where nobody types does nothing.

        In other tables a letter goes to the row that begins with it.
        """
        here, model = self.currentIndex(), self.model()
        if not isinstance(model, NumberGrid):
            super().keyboardSearch(search)
        elif here.isValid() and not model.is_typed(here.row(), here.column()):
            place = self.viewport().mapToGlobal(self.visualRect(here).bottomLeft())
            QToolTip.showText(place, model.untyped_words(here.row(), here.column()), self)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        self._cell_menu(None if by_key else event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.columns.ease()
        super().resizeEvent(event)

    def scrollTo(
        self,
        index: QModelIndex,  # type: ignore[override]
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a cell into sight, also from under the frozen columns."""
        covered = self._frozen.width_in_use if self._frozen is not None else 0
        bar = self.horizontalScrollBar()
        before = bar.value()
        super().scrollTo(index, hint)
        if covered and index.column() in self.columns.frozen():
            bar.setValue(before)  # it is in sight already, over the others
        elif covered:
            bar.setValue(bar.value() - max(covered - self.visualRect(index).left(), 0))

    def edit(  # type: ignore[override]
        self,
        index: QModelIndex,
        trigger: QAbstractItemView.EditTrigger | None = None,
        event: QEvent | None = None,
    ) -> bool | None:
        """Edit a cell where one sees it; one that is frozen, where it stands unscrolled."""
        typed = trigger is None or bool(trigger & self.editTriggers())
        if typed and self._frozen is not None and index.column() in self.columns.frozen():
            self.horizontalScrollBar().setValue(0)
        if typed:
            self.scrollTo(index)  # sorting or the wheel may have taken it out of sight
        if trigger is None:
            super().edit(index)
            return None
        return super().edit(index, trigger, event)  # type: ignore[arg-type]

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

    def clear(self) -> None:
        """Have the model empty the selected cells."""
        model = self.model()
        if isinstance(model, Clears):
            model.clear(self.selectedIndexes())

    def fill_down(self) -> None:
        """Have the model give the selected cells what stands in the topmost of each column."""
        model = self.model()
        if isinstance(model, FillsDown):
            model.fill_down(self.selectedIndexes())

    def selected_text(self) -> str:
        """Return the selected cells, tabs between columns; all of them bring their headings."""
        model = self.model()
        chosen = self.selectionModel().selectedIndexes()
        rows = sorted({one.row() for one in chosen})
        among = {one.column() for one in chosen}
        columns = [one for one in self.columns.counted() if one in among]
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
        """Take the height of rows and widths of columns that the letters ask for now."""
        height = self.fontMetrics().height() + 8
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalHeader().setMinimumWidth(self.fontMetrics().horizontalAdvance("00000"))
        self.columns.follow_letters()
        # Larger letters may have pushed the names out of sight to show the cell in hand.
        self.horizontalScrollBar().setValue(0)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
        if self._frozen is not None:
            self._frozen.follow()

    def paint_over(self, view: QTableView, dirty: QRect) -> None:
        """Paint what lies over the cells of ``view``: this table or its frozen columns."""

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
            self.setCurrentIndex(there)
            self.scrollTo(there)

    def _lay_out(self) -> None:
        model = self.model()
        for column in range(model.columnCount()):
            first = model.index(0, column)
            # A column in which one types has the editor that its cells ask for.
            typed = model.flags(first) & Qt.ItemFlag.ItemIsEditable if first.isValid() else True
            named = not typed and names_organisations(self.heading.title(column))
            if named and self.itemDelegateForColumn(column) is None:
                self.setItemDelegateForColumn(column, self._names)
        self.columns.lay_out()

    def _sorted(self, column: int, _order: Qt.SortOrder) -> None:
        self.heading.viewport().update()
        if column >= 0:
            self.columns.make_room(column)

    def _freeze(self) -> None:
        """Show the frozen columns over the others, where there are any."""
        frozen = self.columns.frozen()
        if frozen and self._frozen is None:
            from desk_app.views.kit.frozen import FrozenColumns

            self._frozen = FrozenColumns(self, self.heading, self.paint_over)
        if self._frozen is not None:
            self._frozen.show_columns(frozen)

    def _heading_menu(self, at: QPoint) -> None:
        from desk_app.views.kit.table_menus import show_heading_menu

        column = self.heading.logicalIndexAt(at)
        if column >= 0:
            show_heading_menu(self, self.columns, column, self.heading.viewport().mapToGlobal(at))

    def _cell_menu(self, at: QPoint | None = None) -> None:
        """Open the menu at a place of the screen; at the current cell where a key asks for it."""
        from desk_app.views.kit.table_menus import CellActs, show_cell_menu

        if at is None:
            here = self.visualRect(self.currentIndex()).bottomLeft()
            at = self.viewport().mapToGlobal(here)
        acts = CellActs(self.copy, self.paste, self.fill_down, self.clear)
        show_cell_menu(self, self.columns, acts, at)


def _pastes(event: QKeyEvent) -> bool:
    standard = event.matches(QKeySequence.StandardKey.Paste)
    return standard or event.keyCombination() == _PASTE_VALUES
