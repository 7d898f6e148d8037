"""Single tables of a draft below each other, each as a form."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desk_app.views.drafts.form import DraftForm
from desk_app.views.kit.reach import Reach

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.domain.drafts.fields import FieldTable
    from desk_app.domain.drafts.tree import Path
    from desk_app.views.drafts.presenter import DraftPresenter, DraftReading


class FormsPage(QWidget):
    """Scrolls; with several tables each has its heading."""

    def __init__(self, presenter: "DraftPresenter", tables: "Sequence[FieldTable]") -> None:
        super().__init__()
        self.forms: dict[tuple[str, ...], DraftForm] = {}
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        for table in tables:
            if len(tables) > 1:
                heading = QLabel(f"<b>{table.label}</b>")
                column.addWidget(heading)
            form = DraftForm(presenter, table, without=("rules", "yearly"))
            self.forms[table.path] = form
            column.addWidget(form)
        column.addStretch(1)
        self.reach = Reach(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.reach)

    def show_reading(self, reading: "DraftReading") -> None:
        """Show every table as it stands."""
        for path, form in self.forms.items():
            form.show_row(reading, path)

    def go_to(self, path: "Path") -> bool:
        """Give the keys to the field that a path leads to, else to the first of its table."""
        names = tuple(step for step in path if isinstance(step, str))
        best = max((one for one in self.forms if names[: len(one)] == one), key=len, default=())
        form = self.forms.get(best) or next(iter(self.forms.values()))
        key = names[len(best)] if len(names) > len(best) else ""
        found = form.focus_field(key) or form.focus_first()
        focus = form.focusWidget()
        if focus is not None:
            self.reach.ensureWidgetVisible(focus)
        return found

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("国") * 20, 120)
