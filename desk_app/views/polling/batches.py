"""Who keys which batch: the plan, who had it first, who second, and what does not agree."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desk_app.domain.polling.counting import MODE_WORDS, STATE_WORDS, BatchState, Mode, next_batch
from desk_app.views.kit.letters import set_widths
from desk_app.views.kit.messages import Notice
from desk_app.views.kit.name_combo import NameCombo
from desk_app.views.kit.records import Column, Records
from desk_app.views.kit.tables import TableView
from desk_app.views.kit.theme import WRONG_BACKGROUND

if TYPE_CHECKING:
    from desk_app.domain.polling.counting import BatchLine
    from desk_app.views.kit.name_field import Names
    from desk_app.views.settings import Settings
    from desk_app.views.use_cases import parts

_TOO_FEW = "这次会议只写了 {} 名计票人。两人分别录入要有两名，请先在“会议与到会”里填写计票人。"


class BatchesPage(QWidget):
    """The batches of one poll. It shows no vote: the second person may look at it."""

    left = Signal()
    key_wanted = Signal(str)
    """The person who keys now."""
    settle_wanted = Signal(object)
    """A batch on which two people disagree."""
    meeting_wanted = Signal()

    def __init__(self, settings: "Settings") -> None:
        super().__init__()
        self.sheet: parts.PollSheet | None = None
        self.title = QLabel()
        self.title.setProperty("kind", "title")
        self.notice = Notice(self)
        self._too_few = False
        self.words = QLabel()
        self.words.setProperty("kind", "quiet")
        self.words.setWordWrap(True)
        self.teller = NameCombo()
        self._people: Names = ()
        self.teller.setAccessibleName("录入人")
        self.teller.currentTextChanged.connect(lambda _text: self._show_next())
        self.key = QPushButton()
        self.key.setProperty("kind", "primary")
        self.key.clicked.connect(lambda: self.key_wanted.emit(self.teller.currentText()))
        self.settle = QPushButton()
        self.settle.clicked.connect(self._settle)
        self.meeting = QPushButton("填写计票人…")
        self.meeting.clicked.connect(self.meeting_wanted)
        self.back = QPushButton("返回（Esc）")
        self.back.setShortcut("Esc")
        self.back.clicked.connect(self.left)
        self.table: Records[BatchLine] = Records(
            [
                Column("摞", lambda line: f"{line.category}第 {line.number} 摞", width=8),
                Column("张数", lambda line: line.size, width=4),
                Column("第一人", lambda line: line.first_teller, width=6),
                Column("第二人", lambda line: line.second_teller, width=6),
                Column(
                    "状态",
                    lambda line: STATE_WORDS[line.state],
                    width=12,
                    background=_background,
                ),
                Column("核定人", lambda line: line.settled_by, width=6),
            ]
        )
        self.list = TableView("polling/batches", settings)
        self.list.setModel(self.table)
        self.list.setAccessibleName("分摞")
        self._lay_out()

    def show_sheet(self, sheet: "parts.PollSheet", unfinished: tuple[str, ...] = ()) -> None:
        """Show the plan of a poll; the person chosen stays chosen."""
        self.sheet = sheet
        before = self.teller.currentText()
        self.title.setText(f"{sheet.name}　分摞录入")
        self.words.setText(
            f"{MODE_WORDS[sheet.head.mode]}。"
            f"收回 {sheet.papers.returned} 张，分 {len(sheet.plan)} 摞；"
            "先按张数把票分好摞、写上摞号（写在另附的纸条上，不要写在票上）。"
        )
        self.teller.blockSignals(True)
        self.teller.clear()
        self.teller.addItems(list(sheet.head.tellers))
        self._tell_initials()
        self.teller.setCurrentIndex(self._whose_turn(sheet, before))
        self.teller.blockSignals(False)
        self.table.show(sheet.plan)
        if unfinished:
            self.notice.show_info("；".join(unfinished) + "。")
        self._show_next()

    def know(self, people: "Names") -> None:
        """Take the initials by which the counters are found when one types."""
        self._people = people
        self._tell_initials()

    def _tell_initials(self) -> None:
        known = dict(self._people)
        for row in range(self.teller.count()):
            initials = known.get(self.teller.itemText(row), "")
            self.teller.setItemData(row, initials, NameCombo.INITIALS)

    def _whose_turn(self, sheet: "parts.PollSheet", before: str) -> int:
        """The row of who keys next: the person before, unless all that is left is others'."""
        tellers = list(sheet.head.tellers)
        here = tellers.index(before) if before in tellers else 0
        turns = [*tellers[here:], *tellers[:here]]
        mode = sheet.head.mode
        found = next((one for one in turns if next_batch(sheet.plan, one, mode)), None)
        return here if found is None else tellers.index(found)

    def choose(self, teller: str) -> None:
        """Choose who keys."""
        self.teller.setCurrentIndex(self.teller.findText(teller))

    def take_keys(self) -> None:
        """Put the keys where the next step is."""
        self.first_focus().setFocus()

    def first_focus(self) -> QWidget:
        """Return what is pressed next: a batch keyed or settled, else another person chosen."""
        return next((one for one in (self.key, self.settle) if _pressable(one)), self.teller)

    def _show_next(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        who = self.teller.currentText()
        few = sheet.head.mode is Mode.TWO and len(sheet.head.tellers) < 2
        line = None if few else next_batch(sheet.plan, who, sheet.head.mode)
        self.key.setEnabled(line is not None)
        if self._too_few and not few:
            self.notice.dismiss()  # it was said, and holds no longer
        self._too_few = few
        if few:
            self.key.setText("开始录入")
            self.notice.show_fault(_TOO_FEW.format(len(sheet.head.tellers)))
        elif line is not None:
            again = "第二遍" if line.state is BatchState.FIRST else ""
            self.key.setText(f"{who}开始录入{line.words}{again}")
        else:
            self.key.setText(f"{who}没有要录的摞" if who else "没有要录的摞")
        self.meeting.setVisible(few)
        differing = [one for one in sheet.plan if one.state is BatchState.DIFFERS]
        self.settle.setVisible(bool(differing))
        if differing:
            self.settle.setText(f"核定{differing[0].words}")

    def _settle(self) -> None:
        if self.sheet is not None:
            chosen = self.list.currentIndex()
            lines = [one for one in self.sheet.plan if one.state is BatchState.DIFFERS]
            if chosen.isValid() and self.table.record(chosen.row()) in lines:
                self.settle_wanted.emit(self.table.record(chosen.row()))
            elif lines:
                self.settle_wanted.emit(lines[0])

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title)
        top.addStretch(1)
        top.addWidget(self.back)
        row = QHBoxLayout()
        label = QLabel("录入人")
        label.setBuddy(self.teller)
        row.addWidget(label)
        row.addWidget(self.teller)
        row.addWidget(self.key)
        row.addWidget(self.settle)
        row.addWidget(self.meeting)
        row.addStretch(1)
        set_widths(self.teller, least=8)
        whole = QVBoxLayout(self)
        whole.addLayout(top)
        whole.addWidget(self.words)
        whole.addLayout(row)
        whole.addWidget(self.list, 1)
        self.notice.lie_over(self.list)


def _pressable(button: QPushButton) -> bool:
    return button.isEnabled() and not button.isHidden()


def _background(line: "BatchLine") -> QColor | None:
    wanted = line.state in (BatchState.DIFFERS, BatchState.AGAIN)
    return WRONG_BACKGROUND if wanted else None
