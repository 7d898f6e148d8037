"""Rows of a table: a grid to type and paste in, below or beside it the fields of the chosen one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from desk_app.domain.drafts.entering import running_sum
from desk_app.domain.drafts.fields import FieldTable
from desk_app.domain.drafts.tree import Path, at, rows
from desk_app.domain.points import format_points
from desk_app.views.drafts.columns import columns_shown
from desk_app.views.drafts.form import DraftForm
from desk_app.views.drafts.row_acts import RowActs
from desk_app.views.drafts.rows_model import RowsModel
from desk_app.views.kit.reach import Reach
from desk_app.views.kit.tables import TableView

if TYPE_CHECKING:
    from desk_app.views.drafts.presenter import DraftPresenter, DraftReading

_BESIDE = 62
"""Letters from which on the fields stand beside the table."""


class RowsPage(QWidget):
    """One table of the draft. ``go_to`` shows a row or a field of it."""

    def __init__(self, presenter: "DraftPresenter", table: FieldTable) -> None:
        super().__init__()
        self.paths: tuple[Path, ...] = (table.path,)
        self._presenter = presenter
        self._table = table
        self.model = RowsModel(presenter, table, columns_shown(table))
        name = f"draft/{'.'.join(table.path)}"
        self.view = TableView(name, presenter.settings, editable=True)
        self.view.setModel(self.model)
        self.view.setAccessibleName(table.label)
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_form())
        self.view.installEventFilter(self)
        self.acts = RowActs(presenter, self.view, self.model)
        self.sum = QLabel()
        self.sum.setProperty("kind", "quiet")
        self.form = DraftForm(presenter, table)
        self.empty = QLabel(f"在表里写下第一格，就多一条{table.label}；也可以从 Word、WPS 粘贴。")
        self.empty.setProperty("kind", "quiet")
        self.empty.setWordWrap(True)
        top, below = QWidget(), QWidget()
        upper = QVBoxLayout(top)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(4)
        upper.addWidget(self.view, 1)
        upper.addWidget(self.sum)
        upper.addWidget(self.acts)
        lower = QVBoxLayout(below)
        lower.setContentsMargins(0, 4, 0, 0)
        lower.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignTop)
        self.reach = Reach(self.form)
        lower.addWidget(self.reach, 1)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(top)
        self.split.addWidget(below)
        self.split.setSizes([450, 550])
        self.above = QVBoxLayout()
        """Room over the table: where the bands are drawn."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addLayout(self.above)
        column.addWidget(self.split, 1)
        self.sum.setVisible(table.path == ("indicators",))

    def show_reading(self, reading: "DraftReading") -> None:
        """Show the rows as they stand."""
        self.model.show_rows(reading, self._table.path)
        if not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.model.index(0, 0))
        total = running_sum(reading.draft)
        full = at(reading.draft, ("total", "full"))
        wanted = "" if full is None else f"，总分 {full} 分"
        self.sum.setText(f"各项指标合计 {format_points(total)} 分{wanted}")
        self._show_form()

    def go_to(self, path: Path) -> bool:
        """Show what a path leads to, with the keys in its field."""
        inside = path[len(self._table.path) :]
        if not inside or not isinstance(inside[0], int):
            self.view.setFocus()
            return True
        keys = [one.key for one in self.model.fields]
        key = str(inside[1]) if len(inside) > 1 else self._table.main
        self.view.setCurrentIndex(
            self.model.index(inside[0], keys.index(key) if key in keys else 0)
        )
        self._show_form()
        if key in keys or not self.form.focus_field(key):
            self.view.setFocus()
        else:
            self.reach.ensureWidgetVisible(self.form.focusWidget())
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self.acts.take_key(event)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= self.fontMetrics().horizontalAdvance("国") * _BESIDE
        way = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if way != self.split.orientation():
            self.split.setOrientation(way)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("国") * 20, 120)

    def _show_form(self) -> None:
        row = self.view.currentIndex().row()
        reading = self._presenter.reading
        there = 0 <= row < len(rows(reading.draft, self._table.path))
        self.reach.setVisible(there)
        self.empty.setVisible(not there)
        if there:
            self.form.show_row(reading, (*self._table.path, row))
