"""往年等级: the table, and one sentence on the cell that is current."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desk_app.views.kit.tables import TableView
from desk_app.views.kit.theme import tint
from desk_app.views.scoring.earlier import EarlierModel

if TYPE_CHECKING:
    from desk_app.views.runner import Runner
    from desk_app.views.settings import Settings
    from desk_app.views.use_cases import earlier


class EarlierPage(QWidget):
    """The table, and one sentence on the cell that is current."""

    def __init__(self, runner: "Runner", undo_stack: QUndoStack, settings: "Settings") -> None:
        super().__init__()
        self.model = EarlierModel(runner, undo_stack)
        self.table = TableView("scoring.earlier", settings, editable=True)
        self.table.setAccessibleName("往年等级")
        self.table.setModel(self.model)
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        self.hint.setMinimumHeight(int(self.hint.fontMetrics().height() * 1.3))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self.hint)
        self.table.selectionModel().currentChanged.connect(self._explain)
        self.model.dataChanged.connect(self._explain)

    def first_field(self) -> QWidget:
        """Return where one types."""
        return self.table

    def show(self, table: "earlier.EarlierTable", *, locked: bool) -> None:  # type: ignore[override]
        """Show a round's earlier years; the cursor stays in its cell."""
        here = self.table.currentIndex()
        row, column = max(here.row(), 0), max(here.column(), 1)
        self.model.show(table, locked=locked)
        if self.model.rowCount():
            row = min(row, self.model.rowCount() - 1)
            column = min(column, self.model.columnCount() - 1)
            self.table.setCurrentIndex(self.model.index(row, column))
        self._explain()

    def _explain(self, *_: object) -> None:
        here = self.table.currentIndex()
        if here.isValid():
            sentence, colour = self.model.sentence(here.row(), here.column())
            tint(self.hint, colour, sentence)
