"""其他情况: the table, and one sentence on the cell that is current."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desk_app.views.kit.tables import TableView
from desk_app.views.kit.theme import QUIET, WRONG, tint
from desk_app.views.scoring.facts import FactsModel

if TYPE_CHECKING:
    from desk_app.views.runner import Runner
    from desk_app.views.settings import Settings
    from desk_app.views.use_cases import facts


class FactsPage(QWidget):
    """The table, and one sentence on the cell that is current."""

    def __init__(self, runner: "Runner", undo_stack: QUndoStack, settings: "Settings") -> None:
        super().__init__()
        self.model = FactsModel(runner, undo_stack)
        self.table = TableView("scoring.facts", settings, editable=True)
        self.table.setAccessibleName("其他情况")
        self.table.setModel(self.model)
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        self.hint.setMinimumHeight(int(self.hint.fontMetrics().height() * 1.3))
        self.empty = QLabel("本轮方案没有要另外填写的情况。")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.empty, 1)
        column.addWidget(self.table, 1)
        column.addWidget(self.hint)
        self.table.selectionModel().currentChanged.connect(self._explain)
        self.model.marked.connect(self._explain)

    def first_field(self) -> QWidget:
        """Return where one types."""
        return self.table

    def show(self, table: "facts.FactsTable", *, locked: bool) -> None:  # type: ignore[override]
        """Show a round's facts; the cursor stays in its cell."""
        here = self.table.currentIndex()
        row, column = max(here.row(), 0), max(here.column(), 1)
        self.model.show(table, locked=locked)
        self.empty.setVisible(not table.facts)
        self.table.setVisible(bool(table.facts))
        if self.model.rowCount() and table.facts:
            row = min(row, self.model.rowCount() - 1)
            column = min(column, self.model.columnCount() - 1)
            self.table.setCurrentIndex(self.model.index(row, column))

    def _explain(self, *_: object) -> None:
        here = self.table.currentIndex()
        sentence, wrong = ("", False)
        if here.isValid():
            sentence, wrong = self.model.sentence(here.row(), here.column())
        tint(self.hint, WRONG if wrong else QUIET, sentence)
