"""Prints a table as it is shown: the columns that the clerk left in it, the rows in order."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

from desk_app.domain.table_paper import TablePaper
from desk_app.views.kit.around import context_around
from desk_app.views.kit.preview import show_preview
from desk_app.views.kit.records import as_text
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import table_paper

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault

_SPARE = 1.5
"""Characters that a column gets on paper beyond its width on the screen."""
_LEAST = 5.0
"""Characters of the narrowest column on paper."""
_UNSEEN = 12
"""Characters of a column that has no room on the screen."""


def print_table(table: QTableView, columns: Sequence[int], title: str) -> None:
    """Open the preview of a table; ``columns`` as they stand from left to right."""
    context = context_around(table)
    if context is None or not columns:
        return
    paper = as_paper(table, columns, title)
    found = context

    def show(pdf: bytes) -> None:
        show_preview(table, found, pdf, title)

    def refuse(fault: "Fault") -> None:
        found.complain(str(fault))

    OwnedRunner(context.runner, table).compute(table_paper.table_pdf, paper).then(show).otherwise(
        refuse
    )


def as_paper(table: QTableView, columns: Sequence[int], title: str) -> TablePaper:
    """Return what a table shows now."""
    model = table.model()
    across = Qt.Orientation.Horizontal
    rows = [row for row in range(model.rowCount()) if not table.isRowHidden(row)]
    letter = max(table.fontMetrics().horizontalAdvance("0"), 1)
    role = Qt.ItemDataRole.TextAlignmentRole
    right = Qt.AlignmentFlag.AlignRight

    def on_the_right(column: int) -> bool:
        align = model.headerData(column, across, role)
        return isinstance(align, Qt.AlignmentFlag) and bool(align & right)

    return TablePaper(
        title,
        tuple(as_text(model.headerData(one, across)) for one in columns),
        tuple(tuple(as_text(model.index(row, one).data()) for one in columns) for row in rows),
        tuple(
            max((table.columnWidth(one) / letter or _UNSEEN) + _SPARE, _LEAST) for one in columns
        ),
        frozenset(place for place, one in enumerate(columns) if on_the_right(one)),
    )
