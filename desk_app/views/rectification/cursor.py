"""Where the cursor stands in the ledger: it stays with its item, and goes to what is new."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel

from desk_app.domain.rectification import ItemField
from desk_app.views.rectification.table import COLUMNS, LedgerTable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from desk_app.domain.rectification import Rectification
    from desk_app.views.kit.refusing_table import RefusingTable


class LedgerCursor:
    """Moves the cursor of the ledger, and knows whether the clerk chose where it stands."""

    def __init__(self, sheet: "RefusingTable", table: LedgerTable) -> None:
        self._sheet = sheet
        self._table = table
        self._marked = 0
        """The item of the cell that was marked for the clerk, who has chosen nothing."""
        self._new: int | None = None

    def selected(self) -> "list[Rectification]":
        """Return the items of the selected rows."""
        rows = sorted({one.row() for one in self._sheet.selectedIndexes()})
        return [self._table.item(row) for row in rows]

    def chosen(self) -> "list[Rectification]":
        """Return the selected items, unless it is the one that nobody has chosen."""
        found = self.selected()
        if len(self._sheet.selectedIndexes()) == 1 and found[0].id == self._marked:
            return []
        return found

    def mark_first(self) -> None:
        """Stand on the first cell that is typed, where the cursor stands nowhere."""
        if not self._sheet.currentIndex().isValid():
            self._sheet.setCurrentIndex(self._table.index(0, 1))
            self._marked = self._table.item(0).id

    def show(self, items: "Sequence[Rectification]", today: "date") -> None:
        """Show items; the cursor stays with its item, or in its place where that is gone."""
        chosen = {one.id for one in self.selected()}
        here = self._sheet.currentIndex()
        row, column = here.row(), here.column()
        item_id = self._table.item(row).id if here.isValid() else 0
        self._table.show(items, today)
        if column < 0:
            return
        now = self._table.row_of(item_id)
        row = now if now >= 0 else row
        selection, flags = self._sheet.selectionModel(), QItemSelectionModel.SelectionFlag
        if row < self._table.rowCount():
            selection.setCurrentIndex(self._table.index(row, column), flags.NoUpdate)
        for one in chosen:
            if self._table.row_of(one) >= 0:
                selection.select(self._table.index(self._table.row_of(one), column), flags.Select)

    def hold(self, row: int, column: int) -> None:
        """Stand on a cell that was refused."""
        index = self._table.index(row, column)
        if index != self._sheet.currentIndex():
            self._sheet.setCurrentIndex(index)
        self._sheet.tell()

    def expect(self, item_id: int) -> None:
        """An item was added: it is gone to once it was read."""
        self._new = item_id

    def hidden(self) -> bool:
        """Whether the item that was added is not among those shown."""
        return self._new is not None and self._table.row_of(self._new) < 0

    def show_new(self) -> None:
        """Stand on the item that was added, where its goal is typed next."""
        row = self._table.row_of(self._new) if self._new is not None else -1
        if row >= 0:
            index = self._table.index(row, COLUMNS.index(ItemField.GOAL))
            self._sheet.setCurrentIndex(index)
            self._sheet.scrollTo(index)
            self._marked = self._table.item(row).id
        self._new = None
