"""The room 定级 itself."""

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QUndoCommand, QUndoStack
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.faults import Fault
from desk_app.domain.scheme.model import Measure
from desk_app.views.grading.decision import DecisionForm
from desk_app.views.grading.quota_bar import QuotaBar
from desk_app.views.grading.reasons import Reasons
from desk_app.views.grading.what_if import Assumed, WhatIf
from desk_app.views.messages import Notice
from desk_app.views.room import Desk, Room
from desk_app.views.tables import Records, Sheet

if TYPE_CHECKING:
    from datetime import date

    from desk_app.domain.chain import Proposal
    from desk_app.domain.rounds import Round
    from desk_app.services.grading import Board, BoardRow, DecisionEntry, Opinion
    from desk_app.services.workspace import Workspace


class GradingRoom(Room):
    """Every subject with score, limits, proposal and reasons; decisions beside, never over."""

    key: ClassVar[str] = "grading"
    title: ClassVar[str] = "定级"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._round_id: int | None = None
        self._board: Board | None = None
        self._round: Round | None = None
        self._stack = QUndoStack(self)
        self.notice = Notice()
        self.quotas = QuotaBar()
        self.model: Records[BoardRow] = Records(())
        self.table = Sheet("定级", desk.settings)
        self.table.setModel(self.model)
        self.reasons = Reasons()
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
        self.form.decided.connect(self._decide)
        self.what_if.supposed.connect(self._suppose)
        self.what_if.shown.connect(lambda on: self.form.setVisible(not on))
        self.what_if.ended.connect(lambda: self._show_current(self.table.currentIndex()))
        self.all_as_proposed.clicked.connect(self._decide_rest)
        self.finalise.clicked.connect(self._ask_finalise)
        self.unlock.clicked.connect(self._ask_unlock)
        self.unlock_reason.returnPressed.connect(self._unlock)

    def undo_stack(self) -> QUndoStack:
        return self._stack

    def open_round(self, round_id: int | None) -> None:
        if round_id != self._round_id:
            self._stack.clear()
        self._round_id = round_id
        if round_id is None:
            self._empty()
            return

        def load(workspace: "Workspace") -> "tuple[Board, Round]":
            from desk_app.services import grading, rounds

            return grading.board(workspace, round_id), rounds.get(workspace, round_id)

        self.desk.runner.run(load, self._loaded)

    def _empty(self) -> None:
        self._board = None
        self.model.show([])
        self.reasons.show_nothing()
        self.form.show_row(None)
        self.notice.show_info("还没有轮次。请先新建轮次，评分以后再来定级。")
        self.next_step.emit("先新建一个轮次", "home")

    def _loaded(self, found: "tuple[Board, Round]") -> None:
        board, self._round = found
        self._show(board)

    def _show(self, board: "Board") -> None:
        from desk_app.views.grading.columns import columns

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
        self._say_next(board)

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

    def _say_next(self, board: "Board") -> None:
        present = board.present
        missing = sum(
            row.proposal is not None
            and row.proposal.level is None
            and not row.proposal.disqualified
            for row in present
        )
        undecided = sum(row.decision is None and not row.out for row in present)
        if missing and board.scheme.measure is Measure.OPINION:
            self.next_step.emit(f"还有 {missing} 个党组织没有任何环节的意见", "")
        elif missing:
            self.next_step.emit(f"还有 {missing} 个党组织考评没有评完", "scoring")
        elif undecided:
            self.next_step.emit(f"还有 {undecided} 个党组织没有党委会决定", "")
        elif self._round is not None and not self._round.locked:
            self.next_step.emit("全部已决定，核对后请定稿", "")
        else:
            self.next_step.emit("本轮已定稿，可以生成上报材料", "submission")

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
        board, row, round_id = self._board, self.form.row, self._round_id
        if board is None or row is None or round_id is None:
            return
        if not assumed:
            self._show_current(self.table.currentIndex())
            return
        points, facts = dict(assumed.points), dict(assumed.facts)

        def work(workspace: "Workspace") -> "Proposal":
            from desk_app.services import grading

            subject_id = row.evidence.subject.id
            return grading.what_if(workspace, round_id, subject_id, points=points, facts=facts)

        def done(proposal: "Proposal") -> None:
            # Another subject may have been chosen, or the assumption ended, while it was read.
            if self.form.row is row and self.what_if.active:
                self.reasons.show_assumed(board, row, proposal, self.what_if.words())

        self.desk.runner.run(work, done, lambda fault: self.what_if.refuse(str(fault)))

    def _decide(self, step: str, entry: "DecisionEntry") -> None:
        row = next(row for row in self.model.records if row.evidence.subject.id == entry.subject_id)
        before = row.opinions.get(step)
        self._stack.push(_Decide(self, step, _as_entry(entry.subject_id, before), entry))

    def store(self, step: str, entry: "DecisionEntry") -> None:
        """Store one decision; the undo steps come here too."""
        round_id, now = self._round_id, self._board
        if round_id is None or now is None:
            return

        def work(workspace: "Workspace") -> "tuple[Board, Round]":
            from desk_app.services import grading, rounds

            if step == now.approval_step:
                board = grading.approve(workspace, round_id, [entry])
            elif step == now.decision_step:
                board = grading.decide(workspace, round_id, [entry])
            else:
                board = grading.give_opinions(workspace, round_id, step, [entry])
            return board, rounds.get(workspace, round_id)

        self.desk.runner.run(work, self._stored, self._refused, writes=True)

    def _stored(self, found: "tuple[Board, Round]") -> None:
        self._loaded(found)
        self.desk.changed()

    def _refused(self, fault: Fault) -> None:
        self._stack.clear()
        self.notice.show_fault(str(fault))
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
        round_id, day, meeting = self._round_id, self.form.chosen_day(), self.form.meeting.text()
        if round_id is None:
            return

        def work(workspace: "Workspace") -> "tuple[Board, Round]":
            from desk_app.services import grading, rounds

            grading.decide_as_proposed(workspace, round_id, day, meeting)
            return grading.board(workspace, round_id), rounds.get(workspace, round_id)

        self._stack.clear()
        self.desk.runner.run(work, self._stored, self._refused, writes=True)

    def _ask_finalise(self) -> None:
        self.notice.ask(
            "定稿以后，评分、测评和决定都不能再改（可写明原因解除）。现在定稿？",
            (("定稿", self._finalise),),
        )

    def _finalise(self) -> None:
        self._change_lock("")

    def _ask_unlock(self) -> None:
        self.unlock_reason.show()
        self.unlock_reason.setFocus()

    def _unlock(self) -> None:
        reason = self.unlock_reason.text().strip()
        if reason:
            self.unlock_reason.clear()
            self.unlock_reason.hide()
            self._change_lock(reason)

    def _change_lock(self, unlock_reason: str) -> None:
        round_id = self._round_id
        if round_id is None:
            return

        def work(workspace: "Workspace") -> "tuple[Board, Round]":
            from desk_app.services import grading, rounds

            if unlock_reason:
                rounds.unlock(workspace, round_id, unlock_reason)
            else:
                rounds.finalise(workspace, round_id)
            return grading.board(workspace, round_id), rounds.get(workspace, round_id)

        self.desk.runner.run(work, self._stored, self._refused, writes=True)


class _Decide(QUndoCommand):
    """One decision, and the one that stood before it."""

    def __init__(
        self, room: GradingRoom, step: str, before: "DecisionEntry", after: "DecisionEntry"
    ) -> None:
        super().__init__("决定等级")
        self._room, self._step, self._before, self._after = room, step, before, after

    def redo(self) -> None:
        self._room.store(self._step, self._after)

    def undo(self) -> None:
        self._room.store(self._step, self._before)


def _as_entry(subject_id: int, opinion: "Opinion | None") -> "DecisionEntry":
    from desk_app.services.grading import DecisionEntry

    if opinion is None:
        return DecisionEntry(subject_id, "")
    day: date | None = opinion.decided_on
    return DecisionEntry(subject_id, opinion.level, opinion.reason, day, opinion.meeting)
