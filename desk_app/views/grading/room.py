"""The room 定级 itself."""

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desk_app.views.context import RoomContext
from desk_app.views.grading.columns import columns
from desk_app.views.grading.decision import DecisionForm
from desk_app.views.grading.next_step import next_step
from desk_app.views.grading.presenter import GradingPresenter
from desk_app.views.grading.quota_bar import QuotaBar
from desk_app.views.grading.reasons import Reasons
from desk_app.views.grading.what_if import Assumed, WhatIf
from desk_app.views.kit.messages import Notice
from desk_app.views.kit.records import Records
from desk_app.views.kit.tables import TableView
from desk_app.views.room import Room

if TYPE_CHECKING:
    from desk_app.domain.chain import Proposal
    from desk_app.domain.rounds import Round
    from desk_app.views.use_cases import grading, round_board


class GradingRoom(Room):
    """Every subject with score, limits, proposal and reasons; decisions beside, never over."""

    key: ClassVar[str] = "grading"
    title: ClassVar[str] = "定级"

    def __init__(self, context: RoomContext) -> None:
        super().__init__(context)
        self.presenter = GradingPresenter(context.runner, self)
        self._board: grading.GradingBoard | None = None
        self._round: Round | None = None
        self.notice = Notice()
        self.quotas = QuotaBar()
        self.model: Records[grading.BoardRow] = Records(())
        self.table = TableView("定级", context.settings)
        self.table.setAccessibleName("定级表")
        self.table.setModel(self.model)
        self.reasons = Reasons()
        self.reasons.setAccessibleName("定级依据")
        self.what_if = WhatIf()
        self.form = DecisionForm()
        self.all_as_proposed = QPushButton("其余全部按拟定等级决定(&A)")
        self.finalise = QPushButton("定稿(&F)")
        self.unlock = QPushButton("解除定稿(&U)…")
        self.unlock_reason = QLineEdit()
        self.unlock_reason.setPlaceholderText("解除定稿的原因，写好后按回车")
        self.unlock_reason.hide()
        self._lay_out()
        self._connect()
        self.reasons.show_nothing()

    def _lay_out(self) -> None:
        side = QWidget()
        right = QVBoxLayout(side)
        right.setContentsMargins(8, 0, 0, 0)
        right.addWidget(self.reasons, 1)
        right.addWidget(self.what_if)
        right.addWidget(self.form)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(side)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        split.setSizes([890, 300])
        split.setChildrenCollapsible(False)
        buttons = QHBoxLayout()
        buttons.addWidget(self.all_as_proposed)
        buttons.addStretch(1)
        buttons.addWidget(self.unlock_reason, 1)
        buttons.addWidget(self.unlock)
        buttons.addWidget(self.finalise)
        column = QVBoxLayout(self)
        column.addWidget(self.notice)
        column.addWidget(self.quotas)
        column.addWidget(split, 1)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.table.selectionModel().currentChanged.connect(self._show_current)
        self.table.clicked.connect(self._show_current)
        self.form.decided.connect(self.presenter.decide)
        self.what_if.supposed.connect(self._suppose)
        self.what_if.shown.connect(lambda on: self.form.setVisible(not on))
        self.what_if.ended.connect(lambda: self._show_current(self.table.currentIndex()))
        self.all_as_proposed.clicked.connect(self._decide_rest)
        self.finalise.clicked.connect(self._ask_finalise)
        self.unlock.clicked.connect(self._ask_unlock)
        self.unlock_reason.returnPressed.connect(self._unlock)
        presenter = self.presenter
        presenter.read.connect(self._loaded)
        presenter.stored.connect(self.context.changed)
        presenter.refused.connect(self._refused)
        presenter.supposed.connect(self._show_supposed)
        presenter.suppose_refused.connect(self.what_if.refuse)

    def undo_stack(self) -> QUndoStack:
        return self.presenter.undo_stack

    def open_round(self, round_id: int | None) -> None:
        self.presenter.open_round(round_id)
        if round_id is None:
            self._empty()

    def _empty(self) -> None:
        self._board = None
        self.model.show([])
        self.reasons.show_nothing()
        self.form.show_row(None)
        self.notice.show_info("还没有轮次。请先新建轮次，评分以后再来定级。")
        self.next_step.emit("先新建一个轮次", "home")

    def _loaded(self, found: "round_board.RoundBoard") -> None:
        self._round = found.round
        self._show(found.board)

    def _show(self, board: "grading.GradingBoard") -> None:
        chosen = self._current_subject()
        fresh = self._board is None or self._board.scheme is not board.scheme
        self._board = board
        if fresh:
            self.model.columns = columns(board.scheme)
        self.quotas.show_states(board.quotas)
        self.form.show_board(board)
        self.model.show(board.rows)
        self._choose(chosen)
        self._show_lock()
        self.next_step.emit(*next_step(board, self._round))

    def _show_lock(self) -> None:
        locked = self._round is not None and self._round.locked
        self.form.lock(locked=locked)
        if self.finalise.hasFocus() or self.unlock.hasFocus():
            self.table.setFocus()  # else the focus of a button that goes leaves the room
        self.finalise.setVisible(not locked)
        self.unlock.setVisible(locked)
        self.all_as_proposed.setEnabled(not locked)
        if self._round is not None and self._round.amendments:
            self.notice.show_info(f"上报后改动 {self._round.amendments} 处，明细见“上报”。")
        elif not self._board or self._board.rows:
            self.notice.dismiss()

    def _current_subject(self) -> int | None:
        index = self.table.currentIndex()
        return self.model.record(index.row()).evidence.subject.id if index.isValid() else None

    def _choose(self, subject_id: int | None) -> None:
        for place, row in enumerate(self.model.records):
            if subject_id is None or row.evidence.subject.id == subject_id:
                self.table.setCurrentIndex(self.model.index(place, 0))
                return
        self.reasons.show_nothing()
        self.form.show_row(None)
        if self._board is not None:
            self.what_if.show_row(self._board, None)

    def _show_current(self, index: QModelIndex) -> None:
        if self._board is None or not index.isValid():
            return
        row = self.model.record(index.row())
        title = self.model.columns[index.column()].title
        if row is not self.form.row:
            self.form.show_row(row)
        self.what_if.show_row(self._board, row)
        if not self.what_if.active:
            self.reasons.show_row(self._board, row, title)

    def _suppose(self, assumed: Assumed) -> None:
        """Show the chain of the current subject as it would be; nothing is stored."""
        row = self.form.row
        if self._board is None or row is None:
            return
        if assumed:
            self.presenter.suppose(row, dict(assumed.points), dict(assumed.facts))
        else:
            self._show_current(self.table.currentIndex())

    def _show_supposed(self, row: "grading.BoardRow", proposal: "Proposal") -> None:
        # Another subject may have been chosen, or the assumption ended, while it was read.
        if self._board is not None and self.form.row is row and self.what_if.active:
            self.reasons.show_assumed(self._board, row, proposal, self.what_if.words())

    def _refused(self, sentence: str) -> None:
        self.notice.show_fault(sentence)
        self.form.show_row(self.form.row)

    def _decide_rest(self) -> None:
        if self._board is None:
            return
        rest = sum(
            row.decision is None and row.proposal is not None and row.proposal.level is not None
            for row in self._board.present
        )
        if not rest:
            self.notice.show_info("没有可以按拟定等级决定的党组织：都已决定，或考评还没有评完。")
            return
        self.notice.ask(
            f"把其余 {rest} 个党组织都按拟定等级记为党委会决定？日期和会议用右侧所填。",
            (("全部按拟定等级决定", self._store_rest),),
        )

    def _store_rest(self) -> None:
        self.presenter.decide_rest(self.form.chosen_day(), self.form.meeting.text())

    def _ask_finalise(self) -> None:
        self.notice.ask(
            "定稿以后，评分、测评和决定都不能再改（可写明原因解除）。现在定稿？",
            (("定稿", self.presenter.finalise),),
        )

    def _ask_unlock(self) -> None:
        self.unlock_reason.show()
        self.unlock_reason.setFocus()

    def _unlock(self) -> None:
        reason = self.unlock_reason.text().strip()
        if reason:
            self.unlock_reason.clear()
            self.unlock_reason.hide()
            self.presenter.unlock(reason)
