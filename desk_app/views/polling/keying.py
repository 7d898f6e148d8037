"""Keying ballots: a batch at a time, with the number keys, the eyes on the paper.

The ballots of the batch are in the hand of ``Paper`` and nowhere else: not in an undo stack (退格
steps back), not in a presenter, a log or a message. Whoever keys a batch for the second time sees
nothing of the first: no vote of it ever comes to this page.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desk_app.domain.polling import keying
from desk_app.domain.polling.keying import Hand
from desk_app.views.kit.messages import Notice
from desk_app.views.polling import keying_words
from desk_app.views.polling.keying_head import KeyingHead
from desk_app.views.polling.keying_presenter import KeyingPresenter
from desk_app.views.polling.keys_side import KeysSide
from desk_app.views.polling.paper import Paper
from desk_app.views.polling.reading import ReadOutCount

if TYPE_CHECKING:
    from desk_app.domain.polling.counting import BatchLine
    from desk_app.views.runner import Runner
    from desk_app.views.use_cases import parts


class KeyingPage(QWidget):
    """One poll's ballots are keyed here until all are in, or somebody leaves."""

    left = Signal()
    """Nothing is in hand any more and the page can be left."""
    board_changed = Signal(object)
    """What the second screen shows: while papers are read out it grows with them."""
    projector_key = Signal(int)
    projector_wanted = Signal()
    changed = Signal()
    """Something was stored."""
    complained = Signal(str)
    """A fault for the window: this page is left."""

    def __init__(self, runner: "Runner") -> None:
        super().__init__()
        self.presenter = KeyingPresenter(runner, self)
        self._reading: ReadOutCount | None = None
        self._shown: object = None
        self.head = KeyingHead()
        self.heading, self.progress = self.head.heading, self.head.progress
        self.projector, self.leave = self.head.projector, self.head.leave
        self.notice = Notice(self)
        self.paper_words = QLabel()
        self.paper = Paper()
        self.side = KeysSide()
        self.store = self.side.store
        self.saved = QLabel()
        self.saved.setProperty("kind", "quiet")
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        self.hint.setProperty("kind", "wrong")
        self._lay_out()
        self._connect()

    @property
    def hand(self) -> Hand:
        """The batch in hand."""
        return self.paper.hand

    @property
    def sheet(self) -> "parts.PollSheet | None":
        """The poll that is keyed; ``None`` while the page is not in use."""
        return self.presenter.sheet

    @property
    def called(self) -> bool:
        """Whether papers are read out and committed without a pause."""
        return self.presenter.called

    @property
    def unfinished(self) -> bool:
        """Whether papers are in hand, or on their way, that are not stored yet."""
        return self.sheet is not None and (self.presenter.waiting or not self.hand.empty)

    def begin(self, sheet: "parts.PollSheet", teller: str) -> bool:
        """Begin the next batch that ``teller`` may key; says whether there is one."""
        self.saved.setText("")
        self.notice.dismiss()
        self._reading = None
        if not self.presenter.begin(sheet, teller):
            return False
        if self.called:
            self._reading = ReadOutCount(sheet)
            self.show_board()
        return True

    def store_batch(self) -> None:
        """Store what is in hand as one batch, once every paper of it is keyed."""
        if self.sheet is None or self.paper.closed:
            return
        if self.presenter.failed:
            self._send_again()
            return
        if self.hand.touched:
            self.hint.setText(keying_words.NOT_LAID_DOWN)
            return
        if not self.hand.full:
            self.hint.setText(keying_words.missing_words(self.hand))
            return
        self._close()
        self.presenter.store(keying.count(self.hand))

    def ask_to_leave(self) -> None:
        """Leave, or ask first when papers are in hand."""
        if self.paper.closed:
            return
        if self.presenter.failed:
            self.notice.ask(
                f"{self.presenter.failed}还没有入库。离开后要重新录入。",
                [("再入库一次", self._send_again), ("放弃并离开", self._put_away)],
            )
            return
        if self.hand.empty:
            self._put_away()
            return
        self.notice.ask(
            keying_words.leaving_words(self.hand),
            [("放弃本摞并离开", self._put_away)],
            stay="继续录入",
        )

    def take_keys(self) -> None:
        """Let the keys go to the paper."""
        self.paper.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_board(self) -> None:
        """Tell what the second screen shows now."""
        if self._reading is not None:
            reading = None if self.hand.void or not self.hand.lines else self.paper.line
            self.board_changed.emit(self._reading.board(self.hand, reading))

    # --- batches ------------------------------------------------------------------------------

    def _open(self, line: "BatchLine") -> None:
        sheet = self.sheet
        if sheet is None:
            return
        if self.side.options != sheet.head.options or self.side.projector is not self.called:
            self.side.show_keys(sheet.head.options, projector=self.called)
            self.projector.setVisible(self.called)
        self._shown = None
        self.paper.begin(
            tuple(name for _, name in sheet.head.subjects), sheet.head.options, line.size
        )
        self._show_paper()
        self.take_keys()

    def _stored(self, stored: "BatchLine") -> None:
        now = self.presenter.line
        if now is None:
            return
        if stored.why:
            self.notice.show_fault(f"{stored.why}现在录的是{now.words}。")
        else:
            self.notice.show_info(keying_words.stored_words(stored, now))
        self.take_keys()

    def _pass_on(self) -> None:
        """Send a full batch that was read out on its way and go on without a pause."""
        counts = keying.count(self.hand)
        if self._reading is not None:
            self._reading.take(counts)
        if not self.presenter.pass_on(counts):
            self._close()
            self.show_board()

    def _passed(self, stored: "BatchLine") -> None:
        if self.paper.closed and not self.presenter.waiting:
            self._go()
        elif not self.presenter.failed:
            self.hint.setText("")
            self.saved.setText(f"{stored.words}已入库。")

    def _read_out_again(self, why: str) -> None:
        """Leave: a batch is read out again together with another, which may lie in hand."""
        self._go()
        self.complained.emit(why)

    def _not_passed(self, sentence: str) -> None:
        self.paper.closed = False
        self.hint.setText("")
        self.notice.ask(sentence, [("再入库一次", self._send_again)])
        self.take_keys()

    def _refused(self, sentence: str) -> None:
        self.hint.setText("")
        self.notice.show_fault(f"{sentence}本摞还在，可以改正后再入库。")
        self.paper.closed = False
        self.take_keys()

    def _take_refused(self, sentence: str) -> None:
        self.notice.show_fault(sentence)
        self.take_keys()

    def _interrupted(self) -> None:
        if self.paper.closed or self.presenter.failed:
            self.paper.closed = False
            self.hint.setText(keying_words.INTERRUPTED)

    def _send_again(self) -> None:
        if self.hand.full:
            self._close()  # nothing is left to be read out: once this is in, the page is left
        self.presenter.send_again()
        self.take_keys()

    def _close(self) -> None:
        self.paper.closed = True
        self.hint.setText(keying_words.STORING)

    def _put_away(self) -> None:
        self.presenter.put_away()
        self._go()

    def _go(self) -> None:
        """Let go of every ballot (none stays in memory for the sake of a screen), and leave."""
        self.paper.begin((), (), 0)
        self._shown = self._reading = None
        self.presenter.end()
        self.left.emit()

    # --- what is shown ------------------------------------------------------------------------

    def _pressed(self) -> None:
        if self.sheet is None:
            return
        if self.called and self.hand.full and not self.paper.closed:
            self._pass_on()
        else:
            self._show_paper()

    def _show_paper(self) -> None:
        sheet, line, hand = self.sheet, self.presenter.line, self.hand
        if sheet is None or line is None:
            return
        self.hint.setText("")
        if self._shown != (hand.size, hand.keyed):
            self._shown = (hand.size, hand.keyed)
            self._show_counts(sheet, line)
        self.paper_words.setText(keying_words.paper_words(hand))
        self.show_board()

    def _show_counts(self, sheet: "parts.PollSheet", line: "BatchLine") -> None:
        hand, presenter = self.hand, self.presenter
        self.head.show_batch(sheet, line, hand, presenter.counted, presenter.teller)
        self.store.setVisible(not self.called)
        self.store.setEnabled(hand.full)
        self.side.show_counts(keying.count(hand))

    def _connect(self) -> None:
        self.notice.closed.connect(self.take_keys)
        self.store.clicked.connect(self.store_batch)
        self.projector.clicked.connect(self.projector_wanted)
        self.leave.clicked.connect(self.ask_to_leave)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.store_batch)
        QShortcut(QKeySequence("Ctrl+Enter"), self, self.store_batch)
        self.paper.pressed.connect(self._pressed)
        self.paper.full.connect(self.store_batch)
        self.paper.escaped.connect(self.ask_to_leave)
        self.paper.hinted.connect(self.hint.setText)
        self.paper.function_key.connect(self.projector_key)
        presenter = self.presenter
        presenter.opened.connect(self._open)
        presenter.stored.connect(self._stored)
        presenter.passed.connect(self._passed)
        presenter.finished.connect(self._go)
        presenter.again.connect(self._read_out_again)
        presenter.refused.connect(self._refused)
        presenter.not_passed.connect(self._not_passed)
        presenter.take_refused.connect(self._take_refused)
        presenter.interrupted.connect(self._interrupted)
        presenter.changed.connect(self.changed)
        presenter.complained.connect(self.complained)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        over = QHBoxLayout()
        over.addWidget(self.paper_words)
        over.addStretch(1)
        over.addWidget(self.saved)
        left.addLayout(over)
        left.addWidget(self.paper, 1)
        left.addWidget(self.hint)
        middle = QHBoxLayout()
        middle.addLayout(left, 1)
        middle.addWidget(self.side)
        whole = QVBoxLayout(self)
        whole.addWidget(self.head)
        whole.addLayout(middle, 1)
