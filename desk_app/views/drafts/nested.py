"""Rows inside a row, such as the clauses of an indicator: a grid in the form of the row."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent

from desk_app.views.drafts.columns import columns_shown
from desk_app.views.drafts.field_editors import FieldEditor
from desk_app.views.drafts.row_acts import RowActs
from desk_app.views.drafts.rows_model import RowsModel
from desk_app.views.kit.tables import TableView

if TYPE_CHECKING:
    from desk_app.domain.drafts.fields import FieldTable, SchemeField
    from desk_app.domain.drafts.tree import Node, Path, SchemeDraft
    from desk_app.views.drafts.presenter import DraftPresenter

_LINES = 5


class NestedRows(FieldEditor):
    """Edits the draft by itself: ``edited`` never comes."""

    def __init__(
        self, presenter: "DraftPresenter", field: "SchemeField", table: "FieldTable"
    ) -> None:
        super().__init__(field)
        self._presenter = presenter
        self.model = RowsModel(presenter, table, columns_shown(table, every=True))
        self.view = TableView(
            f"draft/{'.'.join(map(str, table.path))}", presenter.settings, editable=True
        )
        self.view.setModel(self.model)
        self.view.setAccessibleName(table.label)
        self.view.setFixedHeight(self.view.fontMetrics().height() * 2 * _LINES)
        self.view.installEventFilter(self)
        self.acts = RowActs(presenter, self.view, self.model)
        self.column.addWidget(self.view)
        self.column.addWidget(self.acts)
        self.setFocusProxy(self.view)

    def show_value(self, draft: "SchemeDraft", path: "Path", value: "Node | None") -> None:  # noqa: ARG002
        self.model.show_rows(self._presenter.reading, path)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self.acts.take_key(event)
        return super().eventFilter(watched, event)
