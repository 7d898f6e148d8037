"""The room 整改: buttons, filters and the lines in which something is asked."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
)

from desk_app.domain.rectification import (
    Rectification,
    Status,
    matches,
    standing,
)
from desk_app.views.messages import Notice
from desk_app.views.rectification.acts import Acts
from desk_app.views.rectification.line import AskLine
from desk_app.views.rectification.steps import CellStep, ItemStep
from desk_app.views.rectification.table import CellChange, LedgerTable, with_value
from desk_app.views.room import Desk, Room
from desk_app.views.tables import Sheet

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.services.rectification import Ledger
    from desk_app.services.workspace import Workspace

ALL = "全部"


class RectificationRoom(Room):
    """What has to be mended, by whom, until when; typed like a workbook, closed with proof."""

    key = "rectification"
    title = "整改"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.round_id: int | None = None
        self.ledger: Ledger | None = None
        self._shown: Status | None = None
        self._undo = QUndoStack(self)
        self.acts = Acts(self)
        self.search = QLineEdit()
        self.search.setPlaceholderText("搜索：拼音首字母、名称、责任人")
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(230)
        self.search.textChanged.connect(self._filter)
        self.filters: dict[Status | None, QPushButton] = {}
        self.buttons: dict[str, QPushButton] = {}
        self.notice = Notice(self)
        self.line = AskLine(self)
        self.line.closed.connect(self._back_to_table)
        self.table = LedgerTable(self)
        self.table.typed.connect(self._typed)
        self.table.wrong.connect(self._say_wrong)
        self.sheet = Sheet("整改台账", desk.settings, editable=True)
        self.sheet.setWordWrap(True)
        self.sheet.setModel(self.table)
        self.sheet.selectionModel().selectionChanged.connect(self._enable)
        self.empty = QLabel()
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setProperty("kind", "quiet")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 8)
        whole.setSpacing(8)
        whole.addLayout(self._filter_row())
        whole.addLayout(self._button_row())
        whole.addWidget(self.notice)
        whole.addWidget(self.line)
        whole.addWidget(self.sheet, 1)
        whole.addWidget(self.empty, 1)
        self._show_items([])

    def undo_stack(self) -> QUndoStack:
        """Everything that was typed, added, closed or deleted since the room was opened."""
        return self._undo

    def open_round(self, round_id: int | None) -> None:
        """Load the ledger of a round."""
        if round_id != self.round_id:
            self._undo.clear()
            self.notice.dismiss()
        self.round_id = round_id
        self.line.dismiss()
        self.reload()

    def reload(self) -> None:
        """Read the ledger again."""
        round_id = self.round_id
        if round_id is None:
            self.ledger = None
            self._show_items([])
            return

        def work(workspace: "Workspace") -> "Ledger":
            from desk_app.services import rectification

            return rectification.open_ledger(workspace, round_id)

        self.desk.runner.run(work, self._loaded, self.failed)

    def items(self) -> tuple[Rectification, ...]:
        """All items of the round as they stand on screen, filtered out or not."""
        return self.ledger.items if self.ledger is not None else ()

    def selected(self) -> list[Rectification]:
        """The items of the selected rows."""
        rows = sorted({one.row() for one in self.sheet.selectedIndexes()})
        return [self.table.item(row) for row in rows]

    # --- undo ------------------------------------------------------------------------------

    def save_cells(self, changes: Sequence[CellChange], *, back: bool = False) -> None:
        """Show changes and save them; ``back`` puts the values of before in place."""
        self.table.apply(changes, back=back)
        self._fit_rows(changes)
        self.sheet.viewport().update()

        def work(workspace: "Workspace") -> object:
            from desk_app.services import rectification

            return rectification.change_many(
                workspace,
                [
                    rectification.Change(one.item_id, one.field, one.before if back else one.after)
                    for one in changes
                ],
            )

        self.desk.runner.run(work, self._saved, self.failed, writes=True)
        self._mirror(changes, back=back)

    def put_items(self, present: Sequence[Rectification], gone: Sequence[Rectification]) -> None:
        """Bring items to the state of ``present`` and delete those of ``gone`` (for undo)."""
        round_id = self.round_open()

        def work(workspace: "Workspace") -> None:
            from desk_app.services import rectification

            if gone:
                rectification.remove(workspace, [one.id for one in gone])
            rectification.restore(workspace, round_id, present)

        self.desk.runner.run(work, self._changed, self.failed, writes=True)

    # --- inside ----------------------------------------------------------------------------

    def _filter_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.search)
        row.addSpacing(12)
        group = QButtonGroup(self)
        for status in (None, *Status):
            button = QPushButton(ALL if status is None else str(status))
            button.setCheckable(True)
            button.setChecked(status is None)
            button.setProperty("kind", "filter")
            button.clicked.connect(lambda _=False, status=status: self._choose(status))
            group.addButton(button)
            self.filters[status] = button
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        acts: tuple[tuple[str, Callable[[], None]], ...] = (
            ("从低分指标生成", self.acts.draw_items),
            ("新增", self.acts.ask_new),
            ("设定时限…", self.acts.ask_due),
            ("销号…", self.acts.ask_closing),
            ("撤销销号", self.acts.reopen),
            ("删除", self.acts.ask_removal),
            ("打印台账", self.acts.print_ledger),
        )
        for words, act in acts:
            button = QPushButton(words)
            button.clicked.connect(act)
            self.buttons[words] = button
            if words == "打印台账":
                row.addStretch(1)
            row.addWidget(button)
        return row

    def _loaded(self, ledger: "Ledger") -> None:
        self.ledger = ledger
        self._filter()
        counts = standing(ledger.items, ledger.today)
        if counts[Status.OVERDUE]:
            self.next_step.emit(
                f"有 {counts[Status.OVERDUE]} 项整改已逾期，请督促责任人并更新进展", ""
            )
        elif not ledger.items and ledger.drawable:
            self.next_step.emit("可从低分指标生成整改事项，再填写措施、责任人和完成时限", "")
        else:
            self.next_step.emit("整改台账会随上报材料一起生成", "submission")

    def _filter(self) -> None:
        """Show the items that fit the chosen state and the search, keeping what is selected."""
        if self.ledger is None:
            return
        self._count()
        self._show_items(
            [
                one
                for one in self.ledger.items
                if matches(one, self.search.text())
                and (self._shown is None or one.status(self.ledger.today) is self._shown)
            ]
        )

    def _count(self) -> None:
        if self.ledger is None:
            return
        counts = standing(self.ledger.items, self.ledger.today)
        for status, button in self.filters.items():
            count = len(self.ledger.items) if status is None else counts[status]
            button.setText(f"{ALL if status is None else status} {count}")

    def _show_items(self, items: Sequence[Rectification]) -> None:
        chosen = {one.id for one in self.selected()}
        current = self.sheet.currentIndex()
        here = (current.row(), current.column()) if current.isValid() else None
        self.table.show(items, self.today)
        if self.isVisible() or items:
            self.sheet.resizeRowsToContents()
        self._select_again(chosen, here)
        self.sheet.setVisible(bool(items))
        self.empty.setVisible(not items)
        self.empty.setText(self._why_empty())
        self._enable()

    def _select_again(self, chosen: set[int], here: tuple[int, int] | None) -> None:
        selection = self.sheet.selectionModel()
        if here is not None and here[0] < self.table.rowCount():
            selection.setCurrentIndex(
                self.table.index(*here), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        for item_id in chosen:
            row = self.table.row_of(item_id)
            if row >= 0:
                column = here[1] if here is not None else 1
                selection.select(
                    self.table.index(row, column), QItemSelectionModel.SelectionFlag.Select
                )

    def _why_empty(self) -> str:
        if self.round_id is None:
            return "还没有轮次。请先在首页新建轮次。"
        if self.ledger is not None and self.ledger.items:
            return "没有符合条件的整改事项。"
        if self.ledger is not None and not self.ledger.drawable:
            return "台账还是空的。本方案没有写明低分整改的标准，请点“新增”录入。"
        return "台账还是空的。点“从低分指标生成”，或点“新增”录入。"

    def _enable(self) -> None:
        ready = self.ledger is not None
        chosen = self.selected() if ready else []
        self.buttons["从低分指标生成"].setEnabled(self.ledger is not None and self.ledger.drawable)
        self.buttons["新增"].setEnabled(ready)
        self.buttons["打印台账"].setEnabled(ready)
        self.buttons["设定时限…"].setEnabled(bool(chosen))
        self.buttons["删除"].setEnabled(bool(chosen))
        self.buttons["销号…"].setEnabled(any(one.closed_on is None for one in chosen))
        self.buttons["撤销销号"].setEnabled(any(one.closed_on is not None for one in chosen))

    def _choose(self, status: Status | None) -> None:
        self._shown = status
        self._filter()

    def remember(
        self, words: str, before: Sequence[Rectification], after: Sequence[Rectification]
    ) -> None:
        """Something was done to whole items: keep how to take it back, show what is now."""
        if before or after:
            self._undo.push(ItemStep(words, self, tuple(before), tuple(after)))
            self._changed()

    def _typed(self, changes: list[CellChange]) -> None:
        self._undo.push(CellStep(self, tuple(changes)))

    def _mirror(self, changes: Sequence[CellChange], *, back: bool) -> None:
        """Keep the ledger behind the filters in step with the cells."""
        if self.ledger is None:
            return
        by_id = {one.id: one for one in self.ledger.items}
        for change in changes:
            if change.item_id in by_id:
                by_id[change.item_id] = with_value(
                    by_id[change.item_id], change.field, change.before if back else change.after
                )
        self.ledger = replace(self.ledger, items=tuple(by_id.values()))
        self._count()

    def _fit_rows(self, changes: Sequence[CellChange]) -> None:
        for item_id in {one.item_id for one in changes}:
            row = self.table.row_of(item_id)
            if row >= 0:
                self.sheet.resizeRowToContents(row)

    def _saved(self, _after: object) -> None:
        self.desk.changed()

    def _changed(self, _nothing: object = None) -> None:
        self.reload()
        self.desk.changed()

    def failed(self, fault: "Fault") -> None:
        """Say why something was not done, and show what really stands."""
        self.notice.show_fault(str(fault))
        self._undo.clear()
        self.reload()

    def _say_wrong(self, text: str) -> None:
        if text:
            self.notice.show_fault(text)
        else:
            self.notice.dismiss()

    def _back_to_table(self) -> None:
        self.sheet.setFocus()

    @property
    def today(self) -> date:
        """The day that overdue is measured by."""
        return self.ledger.today if self.ledger is not None else date.min

    def round_open(self) -> int:
        """The round on show; there is one whenever a button can be pressed."""
        if self.round_id is None:
            raise RuntimeError("a round is open whenever a button can be pressed")
        return self.round_id
