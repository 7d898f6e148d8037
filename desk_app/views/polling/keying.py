"""Keying ballots: a batch at a time, with the number keys, the eyes on the paper.

The ballots of the batch are in ``Paper.hand`` and nowhere else: not in an undo stack (退格 steps
back), not in a log, not in a message.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain import keying
from desk_app.domain.faults import Fault
from desk_app.domain.keying import Hand
from desk_app.domain.polling import check_batch
from desk_app.views.messages import Notice
from desk_app.views.polling.paper import KEYS_THAT_COUNT, KEYS_THAT_MOVE, VOID, Paper
from desk_app.views.room import Desk

if TYPE_CHECKING:
    from desk_app.services.polling import PollSheet
    from desk_app.services.workspace import Workspace


class KeyingPage(QWidget):
    """One poll's ballots are keyed here until all are in, or somebody leaves."""

    left = Signal()
    """Nothing is in hand any more and the page can be left."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.sheet: PollSheet | None = None
        self._numbers: dict[str, QLabel] = {}
        self.heading = QLabel()
        self.heading.setProperty("kind", "title")
        self.progress = QLabel()
        self.progress.setProperty("kind", "title")
        self.notice = Notice()
        self.notice.closed.connect(self.take_keys)
        self.paper_words = QLabel()
        self.paper = Paper()
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        self.hint.setProperty("kind", "wrong")
        self.store = QPushButton()
        self.store.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.store.clicked.connect(self.store_batch)
        self.leave = QPushButton("返回（Esc）")
        self.leave.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.leave.clicked.connect(self.ask_to_leave)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.store_batch)
        QShortcut(QKeySequence("Ctrl+Enter"), self, self.store_batch)
        desk.operations.crashed.connect(self._crashed)
        self.paper.pressed.connect(self._changed)
        self.paper.full.connect(self.store_batch)
        self.paper.escaped.connect(self.ask_to_leave)
        self.paper.hinted.connect(self.hint.setText)
        self._lay_out()

    @property
    def hand(self) -> Hand:
        """The batch in hand."""
        return self.paper.hand

    @property
    def unfinished(self) -> bool:
        """Whether papers are in hand that are not stored yet."""
        return self.sheet is not None and not self.hand.empty

    def begin(self, sheet: "PollSheet") -> None:
        """Begin the next batch of a poll."""
        self.sheet = sheet
        self.notice.dismiss()
        names = tuple(name for _, name in sheet.subjects)
        self.paper.begin(names, sheet.options, sheet.next_batch)
        self._show_keys()
        self._changed()
        self.take_keys()

    def store_batch(self) -> None:
        """Store what is in hand as one batch; a smaller one only when it tells no ballot."""
        sheet = self.sheet
        if sheet is None or self.paper.closed:
            return
        if self.hand.touched:
            self.hint.setText("最上面这张票还没有放下：录完按回车，或用退格清掉，再入库。")
            return
        counts = keying.count(self.hand)
        wrong = check_batch(self.hand.keyed, sheet.keyed, sheet.returned or 0)
        if wrong:
            self.hint.setText(wrong)
            return
        poll_id = sheet.id
        self.paper.closed = True
        self.hint.setText("正在入库……")

        def work(workspace: "Workspace") -> "PollSheet":
            from desk_app.services import polling

            return polling.store_batch(workspace, poll_id, counts)

        self.desk.operations.run(work, self._stored, self._refused, writes=True)

    def ask_to_leave(self) -> None:
        """Leave, or ask first when papers are in hand."""
        if self.paper.closed:
            return
        if not self.unfinished:
            self._go()
            return
        self.notice.ask(
            f"本摞 {self.papers_in_hand()} 张未入库。离开后这些票不会保留，要重新录入。",
            [("继续录入", self.take_keys), ("放弃本摞并离开", self._go)],
        )

    def papers_in_hand(self) -> int:
        """How many papers would have to be keyed again."""
        return self.hand.keyed + int(self.hand.touched)

    # --- inside ----------------------------------------------------------------------------

    def _stored(self, sheet: "PollSheet") -> None:
        stored = self.hand.keyed
        self.sheet = sheet
        self.desk.changed()
        if sheet.next_batch:
            self.begin(sheet)
            self.hint.setText("")
            self.notice.show_info(
                f"第 {sheet.batches} 摞 {stored} 张已入库。"
                f"请把这一摞放到一边，再数出 {sheet.next_batch} 张。"
            )
            self.take_keys()
        else:
            self._go()

    def _refused(self, fault: Fault) -> None:
        self.paper.closed = False
        self.hint.setText("")
        self.notice.show_fault(f"{fault}本摞还在，可以改正后再入库。")
        self.take_keys()

    def _crashed(self, _report: str) -> None:
        """After an error of ours the batch is still in hand and can be stored again."""
        if self.paper.closed:
            self.paper.closed = False
            self.hint.setText("入库没有成功，本摞还在，可以再按回车入库。")

    def _go(self) -> None:
        self.paper.begin((), (), 0)
        self.sheet = None
        self.left.emit()

    def take_keys(self) -> None:
        """Let the keys go to the paper."""
        self.paper.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        hand = self.hand
        self.hint.setText("")
        self.heading.setText(f"{sheet.name}　第 {sheet.batches + 1} 摞 · {hand.size} 张")
        self.progress.setText(
            f"已录 {hand.keyed}/{hand.size}　全部 {sheet.keyed + hand.keyed}/{sheet.returned}"
        )
        if hand.full:
            words = f"本摞 {hand.size} 张已录完，与手上的票数一致就按回车入库"
        elif hand.complete:
            words = f"票 {hand.keyed + 1} 已录完，核对一眼，按回车到下一张"
        else:
            words = f"票 {hand.keyed + 1}"
        self.paper_words.setText(words)
        self.store.setText(
            "入库（回车）" if hand.full else f"不够一摞，先入库 {hand.keyed} 张（Ctrl+回车）"
        )
        self.store.setEnabled(hand.keyed > 0)
        counts = keying.count(hand)
        for vote, number in keying.totals(counts, sheet.options).items():
            self._numbers[vote].setText(str(number))
        self._numbers[VOID].setText(str(counts.invalid))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.heading)
        top.addStretch(1)
        top.addWidget(self.progress)
        top.addSpacing(12)
        top.addWidget(self.leave)
        self.side = QFrame()
        self.side.setObjectName("keys")
        self._side = QVBoxLayout(self.side)
        self._side.setContentsMargins(12, 4, 4, 4)
        self._box = QWidget()
        self._side.addWidget(self._box, 1)
        self._side.addWidget(self.store)
        left = QVBoxLayout()
        left.addWidget(self.paper_words)
        left.addWidget(self.paper, 1)
        left.addWidget(self.hint)
        middle = QHBoxLayout()
        middle.addLayout(left, 1)
        middle.addWidget(self.side)
        whole = QVBoxLayout(self)
        whole.addLayout(top)
        whole.addWidget(self.notice)
        whole.addLayout(middle, 1)

    def _show_keys(self) -> None:
        """Rebuild the column on the right: the keys, and what this batch holds so far."""
        sheet = self.sheet
        if sheet is None:
            return
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        options = [(str(number), option) for number, option in enumerate(sheet.options, 1)]
        rows = [*options, *KEYS_THAT_COUNT, *KEYS_THAT_MOVE]
        table, self._numbers = _table(rows, {name for _, name in (*options, *KEYS_THAT_COUNT)})
        column.addWidget(table)
        column.addStretch(1)
        self._side.replaceWidget(self._box, box)
        self._box.deleteLater()
        self._box = box


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("kind", "quiet")
    return label


def _table(rows: list[tuple[str, str]], counted: set[str]) -> tuple[QWidget, dict[str, QLabel]]:
    """Keys, what they mean, and beside those that count the votes of the batch so far."""
    widget = QWidget()
    grid = QGridLayout(widget)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(2, widget.fontMetrics().horizontalAdvance("0000"))
    numbers: dict[str, QLabel] = {}
    grid.addWidget(_heading("按键"), 0, 0)
    grid.addWidget(_heading("本摞"), 0, 2, Qt.AlignmentFlag.AlignRight)
    for row, (key, meaning) in enumerate(rows, 1):
        grid.addWidget(_bold(QLabel(key)), row, 0)
        grid.addWidget(QLabel(meaning), row, 1)
        if meaning in counted:
            numbers[meaning] = _bold(QLabel("0"))
            numbers[meaning].setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(numbers[meaning], row, 2)
    return widget, numbers


def _bold(label: QLabel) -> QLabel:
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label
