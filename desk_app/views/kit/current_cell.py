"""Going to a cell from the program, whatever keys are held meanwhile."""

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QAbstractItemView

from desk_app.views.kit.records import AnyIndex


def make_current(view: QAbstractItemView, index: AnyIndex, *, rows: bool = False) -> None:
    """Make a cell the current one and the only one selected.

    Its whole row is selected with ``rows``, and in a view in which rows are selected.

    Qt's own ``setCurrentIndex`` asks which keys are held: during Ctrl+Z it would add the cell to
    those selected, and the next Delete would empty them all.
    """
    flags = QItemSelectionModel.SelectionFlag
    whole = rows or view.selectionBehavior() == QAbstractItemView.SelectionBehavior.SelectRows
    view.selectionModel().setCurrentIndex(
        index, flags.ClearAndSelect | flags.Rows if whole else flags.ClearAndSelect
    )
