"""Keying ballots: a batch at a time, with the number keys, the eyes on the paper.

The ballots of the batch are in ``Paper.hand`` and nowhere else: not in an undo stack (退格 steps
back), not in a log, not in a message. Whoever keys a batch for the second time sees nothing of
the first: no vote of it ever comes to this page.
"""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.faults import Fault
from desk_app.domain.polling import counting, keying
from desk_app.domain.polling.counting import BatchState, Mode
from desk_app.domain.polling.counts import BatchCounts
from desk_app.domain.polling.keying import Hand
from desk_app.views.context import RoomContext
from desk_app.views.kit.messages import Notice
from desk_app.views.polling.keymap import VOID
from desk_app.views.polling.keys_table import keys_table
from desk_app.views.polling.paper import Paper
from desk_app.views.polling.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk_app.domain.polling.counting import BatchLine
    from desk_app.services.polling.parts import PollSheet
    from desk_app.services.workspace import Workspace


_STORED = {
    BatchState.MISSING: "",
    BatchState.FIRST: "已入库，等第二人录入",
    BatchState.DIFFERS: "已入库，两人不一致，稍后核定",
    BatchState.SETTLED: "已入库",
    BatchState.AGAIN: "没有入库",
}


class KeyingPage(QWidget):
    """One poll's ballots are keyed here until all are in, or somebody leaves."""

    left = Signal()
    """Nothing is in hand any more and the page can be left."""
    board_changed = Signal(object)
    """What the second screen shows: while papers are read out it grows with them."""
    projector_key = Signal(int)
    projector_wanted = Signal()

    def __init__(self, context: RoomContext) -> None:
        super().__init__()
        self.context = context
        self.sheet: PollSheet | None = None
        self.line: BatchLine | None = None
        self.teller = ""
        self._reading: Reading | None = None
        self._sent: list[tuple[BatchLine, BatchCounts]] = []
        self._failed: list[tuple[BatchLine, BatchCounts]] = []
        self._shown: object = None
        self._numbers: dict[str, QLabel] = {}
        self._box = QWidget()
        self.heading = QLabel()
        self.heading.setProperty("kind", "title")
        self.progress = QLabel()
        self.progress.setProperty("kind", "title")
        self.notice = Notice()
        self.notice.closed.connect(self.take_keys)
        self.paper_words = QLabel()
        self.paper = Paper()
        self.saved = QLabel()
        self.saved.setProperty("kind", "quiet")
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        self.hint.setProperty("kind", "wrong")
        self.store = QPushButton("入库（回车）")
        self.store.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.store.clicked.connect(self.store_batch)
        self.projector = QPushButton("投影…")
        self.projector.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.projector.clicked.connect(self.projector_wanted)
        self.leave = QPushButton("返回（Esc）")
        self.leave.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.leave.clicked.connect(self.ask_to_leave)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.store_batch)
        QShortcut(QKeySequence("Ctrl+Enter"), self, self.store_batch)
        context.runner.crashed.connect(self._crashed)
        self.paper.pressed.connect(self._changed)
        self.paper.full.connect(self.store_batch)
        self.paper.escaped.connect(self.ask_to_leave)
        self.paper.hinted.connect(self.hint.setText)
        self.paper.function_key.connect(self.projector_key)
        self._lay_out()

    @property
    def hand(self) -> Hand:
        """The batch in hand."""
        return self.paper.hand

    @property
    def called(self) -> bool:
        """Whether papers are read out and committed without a pause."""
        return self.sheet is not None and self.sheet.head.mode is Mode.CALLED

    @property
    def unfinished(self) -> bool:
        """Whether papers are in hand, or on their way, that are not stored yet."""
        waiting = bool(self._sent or self._failed)
        return self.sheet is not None and (waiting or not self.hand.empty)

    def begin(self, sheet: "PollSheet", teller: str) -> bool:
        """Begin the next batch that ``teller`` may key; says whether there is one."""
        self.sheet, self.teller = sheet, teller
        self._sent, self._failed = [], []
        self._reading = Reading(sheet) if self.called else None
        self.saved.setText("")
        self.notice.dismiss()
        line = self._next_line()
        if line is None:
            self.sheet = None
            return False
        self._show_keys()
        self._open(line)
        return True

    def store_batch(self) -> None:
        """Store what is in hand as one batch, once every paper of it is keyed."""
        if self.sheet is None or self.line is None or self.paper.closed:
            return
        if self._failed:
            self._send_again()
            return
        if self.hand.touched:
            self.hint.setText("最上面这张票还没有放下：录完按回车，或用退格清掉，再入库。")
            return
        if not self.hand.full:
            left = self.hand.size - self.hand.keyed
            self.hint.setText(
                f"这一摞还差 {left} 张。手上的票数不对，请先退出，核对收回票数后重新分摞。"
            )
            return
        self.paper.closed = True
        self.hint.setText("正在入库……")
        self._send(self.line, keying.count(self.hand), self._stored, self._refused)

    def ask_to_leave(self) -> None:
        """Leave, or ask first when papers are in hand."""
        if self.paper.closed:
            return
        if self._failed:
            self.notice.ask(
                f"{self._failed_words()}还没有入库。离开后要重新录入。",
                [("再入库一次", self._send_again), ("放弃并离开", self._put_away)],
            )
            return
        if self.hand.empty:
            self._put_away()
            return
        self.notice.ask(
            f"本摞 {self.papers_in_hand()} 张未入库。离开后这些票不会保留，要重新录入。",
            [("继续录入", self.take_keys), ("放弃本摞并离开", self._put_away)],
        )

    def papers_in_hand(self) -> int:
        """How many papers would have to be keyed again."""
        return self.hand.keyed + int(self.hand.touched)

    def take_keys(self) -> None:
        """Let the keys go to the paper."""
        self.paper.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- batches ------------------------------------------------------------------------------

    def _next_line(self) -> "BatchLine | None":
        sheet = self.sheet
        if sheet is None:
            return None
        gone = {(one.category, one.number) for one, _ in (*self._sent, *self._failed)}
        lines = [one for one in sheet.plan if (one.category, one.number) not in gone]
        return counting.next_batch(lines, self.teller, sheet.head.mode)

    def _open(self, line: "BatchLine") -> None:
        sheet = self.sheet
        if sheet is None:
            return
        self.line = line
        self._shown = None
        names = tuple(name for _, name in sheet.head.subjects)
        self.paper.begin(names, sheet.head.options, line.size)
        poll_id, teller = sheet.id, self.teller

        def work(workspace: "Workspace") -> None:
            from desk_app.services.polling import batches

            batches.take_batch(workspace, poll_id, line.category, line.number, teller)

        self.context.runner.run(work, None, self._take_refused)
        self._changed()
        self.take_keys()

    def _send(
        self,
        line: "BatchLine",
        counts: BatchCounts,
        done: "Callable[[BatchLine], None]",
        failed: "Callable[[Fault], None]",
    ) -> None:
        sheet, teller = self.sheet, self.teller
        if sheet is None:
            return
        poll_id = sheet.id

        def work(workspace: "Workspace") -> "BatchLine":
            from desk_app.services.polling import counting as services

            return services.store_batch(
                workspace, poll_id, line.category, line.number, counts, teller
            )

        self.context.runner.run(work, done, failed, writes=True)

    def _stored(self, stored: "BatchLine") -> None:
        self.context.changed()
        self._put_in_plan(stored)
        line = self._next_line()
        if line is None:
            self._go()
            return
        self._open(line)
        if stored.why:
            self.notice.show_fault(f"{stored.why}现在录的是{line.words}。")
        else:
            self.notice.show_info(
                f"{stored.words}{_STORED[stored.state]}。请把这一摞放到一边，再取{line.words}。"
            )
        self.take_keys()

    def _put_in_plan(self, stored: "BatchLine") -> None:
        if self.sheet is not None:
            lines = counting.put_in_plan(self.sheet.plan, stored)
            self.sheet = replace(self.sheet, plan=lines)

    def _commit_called(self) -> None:
        """Send a full batch on its way and open the next without a pause."""
        line, counts = self.line, keying.count(self.hand)
        if line is None or self._reading is None:
            return
        self._reading.take(counts)
        self._sent.append((line, counts))
        following = self._next_line()
        self._send(line, counts, self._called_stored, partial(self._called_refused, line))
        if following is None:
            self.paper.closed = True
            self.hint.setText("正在入库……")
            self.show_board()
            return
        self._open(following)

    def _called_stored(self, stored: "BatchLine") -> None:
        if self._take_off(stored) is None:
            return
        self.context.changed()
        self._put_in_plan(stored)
        if stored.why:
            self._called_again(stored)
            return
        if self.paper.closed and not self._sent and not self._failed:
            self._go()
        elif not self._failed:
            self.hint.setText("")
            self.saved.setText(f"{stored.words}已入库。")

    def _called_again(self, stored: "BatchLine") -> None:
        """Leave: a batch is read out again together with another, which may lie in hand."""
        self._go()
        self.context.complain(stored.why)

    def _called_refused(self, line: "BatchLine", fault: Fault) -> None:
        sent = self._take_off(line)
        if sent is None:
            self.context.complain(f"{fault}{line.words}未入库，请重新录入。")
            return
        self._failed.append(sent)
        self.paper.closed = False
        self.hint.setText("")
        words = f"{fault}{self._failed_words()}还在，没有入库。"
        self.notice.ask(words, [("再入库一次", self._send_again)])
        self.take_keys()

    def _take_off(self, line: "BatchLine") -> "tuple[BatchLine, BatchCounts] | None":
        """Take a batch off those on their way; ``None`` when the page was left meanwhile."""
        for sent in self._sent:
            if (sent[0].category, sent[0].number) == (line.category, line.number):
                self._sent.remove(sent)
                return sent
        return None

    def _send_again(self) -> None:
        failed, self._failed = self._failed, []
        for line, counts in failed:
            self._sent.append((line, counts))
            self._send(line, counts, self._called_stored, partial(self._called_refused, line))
        self.take_keys()

    def _failed_words(self) -> str:
        return "、".join(one.words for one, _ in self._failed)

    def _refused(self, fault: Fault) -> None:
        self.hint.setText("")
        self.notice.show_fault(f"{fault}本摞还在，可以改正后再入库。")
        self.paper.closed = False
        self.take_keys()

    def _take_refused(self, fault: Fault) -> None:
        """Say why this batch cannot be keyed, unless an earlier one already asks for care."""
        if not self._failed:
            self.notice.show_fault(str(fault))
            self.take_keys()

    def _crashed(self, _report: str) -> None:
        """After an error of ours the batch is still in hand and can be stored again."""
        if self._sent:
            self._failed, self._sent = [*self._failed, *self._sent], []
        if self.paper.closed or self._failed:
            self.paper.closed = False
            self.hint.setText("入库没有成功，票还在，可以再按回车入库。")

    def _put_away(self) -> None:
        """Give the batch back unkeyed."""
        sheet = self.sheet
        if sheet is not None:
            poll_id, teller = sheet.id, self.teller

            def work(workspace: "Workspace") -> None:
                from desk_app.services.polling import batches

                batches.put_away(workspace, poll_id, teller)

            self.context.runner.run(work, None, lambda fault: self.context.complain(str(fault)))
        self._go()

    def _go(self) -> None:
        self._empty()
        self.sheet = self.line = self._reading = None
        self.left.emit()

    def _empty(self) -> None:
        """Let go of every ballot: none stays in memory for the sake of a screen."""
        self.paper.begin((), (), 0)
        self._shown = None
        self._sent, self._failed = [], []

    # --- what is shown ------------------------------------------------------------------------

    def _changed(self) -> None:
        sheet, line, hand = self.sheet, self.line, self.hand
        if sheet is None or line is None:
            return
        if self.called and hand.full and not self.paper.closed:
            self._commit_called()
            return
        self.hint.setText("")
        if self._shown != (hand.size, hand.keyed):
            self._shown = (hand.size, hand.keyed)
            self._show_counts(sheet, line)
        if hand.full:
            words = f"本摞 {hand.size} 张已录完，与手上的票数一致就按回车入库"
        elif hand.complete:
            words = f"票 {hand.keyed + 1} 已录完，核对一眼，按回车到下一张"
        else:
            words = f"票 {hand.keyed + 1}"
        self.paper_words.setText(words)
        self.show_board()

    def _show_counts(self, sheet: "PollSheet", line: "BatchLine") -> None:
        hand = self.hand
        who = f"　{self.teller}" if self.teller else ""
        again = "（第二人）" if line.state is BatchState.FIRST else ""
        self.heading.setText(f"{sheet.name}　{line.category}第 {line.number} 摞 · {hand.size} 张")
        before = sum(one.size for one in sheet.plan if self._done(one)) + hand.keyed
        waiting = {(one.category, one.number) for one, _ in (*self._sent, *self._failed)}
        before += sum(
            one.size
            for one in sheet.plan
            if not self._done(one) and (one.category, one.number) in waiting
        )
        self.progress.setText(
            f"已录 {hand.keyed}/{hand.size}　全部 {before}/{sheet.papers.returned}{who}{again}"
        )
        self.store.setVisible(not self.called)
        self.store.setEnabled(hand.full)
        counts = keying.count(hand)
        for vote, number in keying.totals(counts, sheet.head.options).items():
            if vote in self._numbers:
                self._numbers[vote].setText(str(number))
        if VOID in self._numbers:
            self._numbers[VOID].setText(str(counts.invalid))

    def _done(self, line: "BatchLine") -> bool:
        """Whether this teller's part of a batch is in the file."""
        if line.state in counting.TO_KEY:
            return False
        return line.state is not BatchState.FIRST or line.first_teller == self.teller

    def show_board(self) -> None:
        """Tell what the second screen shows now."""
        if self._reading is not None:
            reading = None if self.hand.void or not self.hand.lines else self.paper.line
            self.board_changed.emit(self._reading.board(self.hand, reading))

    def _show_keys(self) -> None:
        """Rebuild the column on the right: the keys, and what this batch holds so far."""
        if self.sheet is None:
            return
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        table, self._numbers = keys_table(self.sheet.head.options, projector=self.called)
        column.addWidget(table)
        column.addStretch(1)
        self.projector.setVisible(self.called)
        self._side.replaceWidget(self._box, box)
        self._box.deleteLater()
        self._box = box

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.heading)
        top.addStretch(1)
        top.addWidget(self.progress)
        top.addSpacing(12)
        top.addWidget(self.projector)
        top.addWidget(self.leave)
        self.side = QFrame()
        self.side.setObjectName("keys")
        self._side = QVBoxLayout(self.side)
        self._side.setContentsMargins(12, 4, 4, 4)
        self._side.addWidget(self._box, 1)
        self._side.addWidget(self.store)
        left = QVBoxLayout()
        words = QHBoxLayout()
        words.addWidget(self.paper_words)
        words.addStretch(1)
        words.addWidget(self.saved)
        left.addLayout(words)
        left.addWidget(self.paper, 1)
        left.addWidget(self.hint)
        middle = QHBoxLayout()
        middle.addLayout(left, 1)
        middle.addWidget(self.side)
        whole = QVBoxLayout(self)
        whole.addLayout(top)
        whole.addWidget(self.notice)
        whole.addLayout(middle, 1)
