"""The room 定级 itself."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QUndoStack
from PySide6.QtWidgets import (
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.reversals import BulkKind
from desk_app.domain.rounds import decision_words
from desk_app.views.context import RoomContext
from desk_app.views.grading.columns import columns
from desk_app.views.grading.decision import DecisionForm
from desk_app.views.grading.finalising import LOCKS, FinalisingPage
from desk_app.views.grading.next_step import next_step, none_proposed
from desk_app.views.grading.presenter import GradingPresenter
from desk_app.views.grading.quota_bar import QuotaBar
from desk_app.views.grading.reasons import Reasons
from desk_app.views.grading.what_if import Assumed, WhatIf
from desk_app.views.kit.ask_line import Asked, AskLine
from desk_app.views.kit.empty_page import NO_ROUND, READING, EmptyPage
from desk_app.views.kit.finding import Finder, found, search_line
from desk_app.views.kit.flow import FlowBar
from desk_app.views.kit.folding import FoldingPair
from desk_app.views.kit.letters import set_widths
from desk_app.views.kit.messages import Notice
from desk_app.views.kit.pages import Pages
from desk_app.views.kit.reach import Reach
from desk_app.views.kit.records import Records
from desk_app.views.kit.tables import TableView
from desk_app.views.names import NameBook
from desk_app.views.reversals import Reversals
from desk_app.views.room import Room

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desk_app.views.use_cases import grading, history, round_board


AS_PROPOSED = "其余全部按拟定等级决定"


class GradingRoom(Room):
    """Every subject with score, limits, proposal and reasons; decisions beside, never over."""

    key: ClassVar[str] = "grading"
    title: ClassVar[str] = "定级"
    loads: ClassVar[bool] = True

    def __init__(self, context: RoomContext) -> None:
        super().__init__(context)
        self.presenter = GradingPresenter(context.runner, self)
        self._board: grading.GradingBoard | None = None
        self._found: round_board.RoundBoard | None = None
        self._wanted: int | None = None
        self.notice = Notice(self)
        stack, read_again = self.presenter.undo_stack, self.presenter.read_again
        self.reversals: Reversals = Reversals(
            context, stack, self.notice, read_again, BulkKind.DECISIONS
        )
        self.quotas = QuotaBar()
        self.model: Records[grading.BoardRow] = Records(())
        self.table = TableView("定级", context.settings)
        self.table.columns.names_stay = True  # members have names as well
        self.table.setAccessibleName("定级表")
        self.table.setModel(self.model)
        self.search = search_line("名称或拼音首字母", 200)
        self.names = NameBook(context.runner, self)
        self.finder = Finder(self.search, self.table)
        self.reasons = Reasons()
        self.reasons.setAccessibleName("定级依据")
        self.what_if = WhatIf()
        self.form = DecisionForm()
        self.all_as_proposed = QPushButton(f"{AS_PROPOSED}(&A)")
        self.finalise = QPushButton("定稿(&F)")
        self.unlock = QPushButton("解除定稿(&U)…")
        self.page = FinalisingPage()
        self.empty = EmptyPage()
        self.pages = Pages()
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
        set_widths(self.table, least=26)
        # What is decided is written down by a button that never scrolls away.
        detail = QWidget()
        pinned = QVBoxLayout(detail)
        pinned.setContentsMargins(0, 0, 0, 0)
        pinned.addWidget(Reach(side), 1)
        pinned.addWidget(self.form.foot)
        set_widths(detail, least=23)
        self.pair = FoldingPair(self.table, detail, sizes=(3, 1))
        self.table.clicked.connect(self.pair.show_detail)
        self.table.activated.connect(self.pair.show_detail)
        buttons = FlowBar(self.search, self.all_as_proposed)
        buttons.add_gap()
        buttons.add(self.unlock)
        buttons.add(self.finalise)
        work = QWidget()
        for page in (work, self.page, self.empty):
            self.pages.addWidget(page)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.pages)
        column = QVBoxLayout(work)
        column.addWidget(self.quotas)
        column.addWidget(self.pair, 1)
        self.notice.lie_over(self.table)
        self.line = AskLine(work, self.pair)
        column.addWidget(buttons)

    def _connect(self) -> None:
        self.table.selectionModel().currentChanged.connect(self._show_current)
        self.table.clicked.connect(self._show_current)
        self.form.decided.connect(self.presenter.decide)
        self.form.upheld.connect(self._uphold)
        self.what_if.supposed.connect(self._suppose)
        self.search.textChanged.connect(self._search)
        for part in (self.form, self.form.foot):
            self.what_if.shown.connect(lambda on, part=part: part.setVisible(not on))
        self.what_if.ended.connect(lambda: self._show_current(self.table.currentIndex()))
        self.all_as_proposed.clicked.connect(self._decide_rest)
        self.finalise.clicked.connect(self._ask_finalise)
        self.page.left.connect(self._leave_page)
        self.page.confirmed.connect(self._finalise)
        self.page.checks.go.connect(self._go)
        self.page.checks.go_to.connect(self._go)
        self.form.history.toggled.connect(lambda _: self._show_current(self.table.currentIndex()))
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setEnabled(False)
        leave.activated.connect(self.form.history.toggle)
        leave.activatedAmbiguously.connect(self.form.history.toggle)  # an assumption is open too
        self.form.history.toggled.connect(leave.setEnabled)
        self.unlock.clicked.connect(self._ask_unlock)
        presenter = self.presenter
        presenter.read.connect(self._loaded)
        presenter.stored.connect(self.context.changed)
        presenter.decided_rest.connect(partial(self.reversals.remember, AS_PROPOSED))
        presenter.refused.connect(self._refused)
        presenter.supposed.connect(self._show_supposed)
        presenter.history_read.connect(self._show_history)
        presenter.suppose_refused.connect(self.what_if.refuse)

    def undo_stack(self) -> QUndoStack:
        return self.presenter.undo_stack

    def want_subject(self, subject_id: int) -> None:
        """Choose a subject once the board is read."""
        self._wanted = subject_id

    def open_round(self, round_id: int | None) -> None:
        if self.pages.currentWidget() is self.page:
            self.pages.setCurrentIndex(0)
        self.presenter.open_round(round_id)
        self.names.fetch()
        if round_id is None:
            self._empty()
            self.arrived.emit()
        elif self._board is None:
            self.empty.say(READING)
            self.pages.setCurrentWidget(self.empty)

    def first_focus(self) -> QWidget | None:
        """Return the table; what is decided of its row stands beside it."""
        if self.pages.currentWidget() is self.empty:
            return self.empty.first_field()
        return self.table

    def search_field(self) -> QLineEdit:
        return self.search

    def find_next(self, *, back: bool = False) -> bool:
        return self.finder.step(back=back)

    def _empty(self) -> None:
        self._board = None
        self.model.show([])
        self.reasons.show_nothing()
        self.form.show_row(None)
        self.notice.dismiss()
        self.empty.say(f"{NO_ROUND}，评分以后再来定级。", "去首页", lambda: self.context.go("home"))
        self.pages.setCurrentWidget(self.empty)
        self.next_step.emit("", "")  # then the window says what comes first

    def _loaded(self, found: "round_board.RoundBoard") -> None:
        self._found = found
        if self.pages.currentWidget() is self.empty:
            self.pages.setCurrentIndex(0)
        self._show(found.board)
        self.next_step.emit(*next_step(found))
        self.arrived.emit()

    def _show(self, board: "grading.GradingBoard") -> None:
        wanted, self._wanted = self._wanted, None
        chosen = wanted or self._current_subject()
        fresh = self._board is None or self._board.scheme is not board.scheme
        self._board = board
        if fresh:
            self.model.columns = columns(board.scheme)
        self.quotas.show_states(board.quotas)
        self.form.show_board(board)
        self._show_found()
        self._choose(chosen)
        self._show_lock()

    def _search(self) -> None:
        """Show the subjects that fit the search, the chosen one where it is among them."""
        if self._board is not None:
            chosen = self._current_subject()
            self._show_found()
            if not self._choose(chosen):
                self._choose(None)

    def _show_found(self) -> None:
        rows = self._board.rows if self._board is not None else ()
        wanted, initials = self.search.text(), self.names.initials()
        self.model.show(
            [
                one
                for one in rows
                if found(
                    wanted,
                    one.evidence.subject.name,
                    initials.get(one.evidence.subject.name, ""),
                )
            ]
        )

    def _show_lock(self) -> None:
        current = None if self._found is None else self._found.round
        locked = current is not None and current.locked
        self.form.lock(locked=locked)
        if self.finalise.hasFocus() or self.unlock.hasFocus():
            self.table.setFocus()  # else the focus of a button that goes leaves the room
        self.finalise.setVisible(not locked)
        self.unlock.setVisible(locked and current is not None and not current.closed)
        self.all_as_proposed.setEnabled(not locked)
        if current is not None and current.amendments:
            self.notice.show_info(f"{current.amended} {current.amendments} 处，明细见“上报”。")
        elif not self._board or self._board.rows:
            self.notice.dismiss()

    def _current_subject(self) -> int | None:
        index = self.table.currentIndex()
        return self.model.record(index.row()).evidence.subject.id if index.isValid() else None

    def _choose(self, subject_id: int | None) -> bool:
        for place, row in enumerate(self.model.records):
            if subject_id is None or row.evidence.subject.id == subject_id:
                self.table.setCurrentIndex(self.model.index(place, 0))
                return True
        self.reasons.show_nothing()
        self.form.show_row(None)
        if self._board is not None:
            self.what_if.show_row(self._board, None)
        return False

    def _show_current(self, index: QModelIndex) -> None:
        if self._board is None or not index.isValid():
            return
        row = self.model.record(index.row())
        title = self.model.columns[index.column()].title
        if row is not self.form.row:
            self.form.show_row(row)
        self.what_if.show_row(self._board, row)
        if self.form.history.isChecked():
            self.presenter.read_history(row)
        elif not self.what_if.active:
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

    def _show_supposed(self, row: "grading.BoardRow", supposed: "grading.Supposition") -> None:
        # Another subject may have been chosen, or the assumption ended, while it was read.
        if self._board is not None and self.form.row is row and self.what_if.active:
            self.reasons.show_assumed(self._board, row, supposed, self.what_if.words())

    def _refused(self, sentence: str) -> None:
        self.notice.show_fault(sentence)
        self.form.show_row(self.form.row)

    def _uphold(self, row: "grading.BoardRow") -> None:
        self.table.setFocus()  # its button goes away
        self.presenter.uphold(row)

    def _decide_rest(self) -> None:
        if self._board is None:
            return
        rest = sum(
            row.decision is None and row.proposal is not None and row.proposal.level is not None
            for row in self._board.present
        )
        if not rest:
            self.notice.show_info(none_proposed(self._board.scheme))
            return
        self.notice.ask(
            f"把其余 {rest} {self._board.scheme.counted}都按拟定等级记为"
            f"{decision_words(self._board.scheme)}？"
            "日期和会议用右侧所填。",
            (("全部按拟定等级决定", self._store_rest),),
        )

    def _store_rest(self) -> None:
        self.presenter.decide_rest(self.form.chosen_day(), self.form.meeting.text())

    def _ask_finalise(self) -> None:
        """Ask at once where nothing is missing; else show what is, with the way there."""
        if self._found is None:
            return
        if self._found.missing:
            self.page.show_missing(self._found.missing)
            self.pages.setCurrentWidget(self.page)
            self.page.take_keys()
        else:
            self.notice.ask(f"{LOCKS}现在定稿？", (("定稿", self.presenter.finalise),))

    def _finalise(self) -> None:
        self._leave_page()
        self.presenter.finalise()

    def _leave_page(self) -> None:
        self.pages.setCurrentIndex(0)
        self.table.setFocus()

    def _go(self, room: str, subject_id: int | None = None) -> None:
        """Go where something is missing: to a row of this room, or to another one."""
        self._leave_page()
        if room != self.key and subject_id is not None:
            self.context.go_to(room, subject_id)
        elif room != self.key:
            self.context.go(room)
        elif subject_id is not None:
            self._choose(subject_id)

    def _show_history(
        self, row: "grading.BoardRow", changes: "Sequence[history.DecisionChange]"
    ) -> None:
        # Another subject may have been chosen while it was read.
        if self.form.row is row and self.form.history.isChecked():
            self.reasons.show_history(row, changes)

    def _ask_unlock(self) -> None:
        title = "解除定稿：等级、评分、测评又可以改，改了什么都会记下。"
        self.line.ask(title, (Asked("原因"),), "解除定稿", self._unlock)

    def _unlock(self, told: "Mapping[str, str]") -> None:
        reason = told["原因"].strip()
        if not reason:
            self.line.say_wrong("请写明为什么解除定稿，例如“县里退回”。")
            return
        self.line.dismiss()
        self.table.setFocus()
        self.presenter.unlock(reason)
