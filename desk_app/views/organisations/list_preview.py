"""The preview of a list: what becomes of each row, mended in its cells, taken back by Ctrl+Z."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QUndoCommand, QUndoStack
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desk_app.domain.organisations.mending import Mend, cell_of, mend
from desk_app.domain.organisations.planning import ImportPlan
from desk_app.domain.organisations.reading import ListSheet
from desk_app.views.kit.records import AnyIndex
from desk_app.views.kit.tables import TableView
from desk_app.views.organisations.outcome_table import OutcomeTable
from desk_app.views.settings import Settings

_HOW = "表里的内容可以直接改，回车到下一行，改完马上重新核对；Ctrl+Z 撤销。原来的文件不动。"


class _MendStep(QUndoCommand):
    """One cell or block that was typed over; it is done when it is pushed."""

    def __init__(
        self, put: Callable[[list[Mend]], object], before: list[Mend], after: list[Mend]
    ) -> None:
        super().__init__("改名单里的内容")
        self._put, self._before, self._after = put, before, after

    def redo(self) -> None:
        self._put(self._after)

    def undo(self) -> None:
        self._put(self._before)


class ListPreview(QWidget):
    """The table, the sentence about the current row, and the way to the next wrong cell."""

    def __init__(
        self, settings: Settings, changed: Callable[[tuple[ListSheet, ...], list[Mend]], object]
    ) -> None:
        super().__init__()
        self._changed = changed
        self.sheets: tuple[ListSheet, ...] = ()
        """The list as it is mended now; the plan for it may still be on its way."""
        self.undo_stack = QUndoStack(self)
        self.records = OutcomeTable()
        self.table = TableView("导入预览", settings, editable=True)
        self.table.setModel(self.records)
        self.table.setAccessibleName("导入预览，可以直接改")
        self.table.verticalHeader().hide()
        self.why = QLabel()
        self.why.setProperty("kind", "quiet")
        self.why.setWordWrap(True)
        self.next_wrong = QPushButton()
        # Not `clicked`: after Alt+E that comes late, and keys typed meanwhile would be lost.
        self.next_wrong.pressed.connect(self.go_to_next_wrong)
        self.next_wrong.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.why)
        self.records.typed.connect(self._typed)
        self.table.selectionModel().currentChanged.connect(self._show_why)

    def begin(self, sheets: tuple[ListSheet, ...]) -> None:
        """Take another list: what was typed into the one before cannot be taken back any more."""
        self.undo_stack.clear()
        self.sheets = sheets

    def show_plan(self, plan: ImportPlan) -> None:
        """Show the rows of another list, or of the same one with other columns."""
        self.records.show_plan(plan)
        self._show_rest(plan)

    def show_again(self, plan: ImportPlan) -> None:
        """Show what the plan says of the rows that stand there; mended cells keep their place."""
        self.records.show_mended(plan)
        self.table.viewport().update()
        self._show_rest(plan)

    def go_to_next_wrong(self) -> None:
        """Make the next cell in which a fault lies current, from the top again after the last."""
        cells = self.records.wrong_cells()
        if not cells:
            return
        here = self.table.currentIndex()
        after = [one for one in cells if (one.row(), one.column()) > (here.row(), here.column())]
        there = (after or cells)[0]
        self.table.setCurrentIndex(there)
        self.table.scrollTo(there)
        self.table.setFocus()

    def _typed(self, after: list[Mend]) -> None:
        before: list[Mend] = [
            (place, column, cell_of(self.sheets, place, column)) for place, column, _ in after
        ]
        self.undo_stack.push(_MendStep(self._put, before, after))

    def _put(self, cells: list[Mend]) -> None:
        self.sheets = mend(self.sheets, cells)
        self._changed(self.sheets, cells)

    def _show_rest(self, plan: ImportPlan) -> None:
        self.next_wrong.setText(f"改拒收的 {len(plan.refused)} 行(&E)")
        self.next_wrong.setVisible(bool(self.records.wrong_cells()))
        self._show_why(self.table.currentIndex(), QModelIndex())

    def _show_why(self, now: AnyIndex, _before: AnyIndex) -> None:
        one = self.records.record(now.row()) if now.isValid() else None
        if one is not None and one.words:
            self.why.setText(f"{one.where}：{one.words}")
        else:
            self.why.setText(_HOW if self.records.rowCount() else "")
