"""从文件读入 and 原文对照: the document's sentences, each with the rule that it gives.

A rule that is taken in becomes a row of the draft with its sentence as 原文; Ctrl+Z of the draft
takes it back, and the sentence waits again. What was set aside, and how much of the document has
been dealt with, stands in the draft's file as comments.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desk_app.domain.drafts.answering import answer
from desk_app.domain.drafts.offering import (
    NOWHERE,
    coverage_of,
    covered,
    is_aside,
    place_of,
    take_in,
    turn_aside,
)
from desk_app.views.drafts.document_lines import (
    DocumentInHand,
    DocumentLine,
    coverage,
    document_lines,
    source_lines,
)
from desk_app.views.drafts.lines import LineList, SideLine
from desk_app.views.drafts.side import DraftSide
from desk_app.views.kit import files
from desk_app.views.kit.flow import FlowBar
from desk_app.views.kit.messages import Notice
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import drafting

if TYPE_CHECKING:
    from desk_app.domain.drafts.judging import DraftReadBack
    from desk_app.domain.drafts.tree import SchemeDraft
    from desk_app.domain.faults import Fault
    from desk_app.views.context import RoomContext

TITLE = "原文对照"
ENTER = "回车"
_NOTHING = "还没有读入文件。下面是方案各条和它引用的原文。"
_KEPT = "再读一次那份文件，就从这里接着办。上次："
_KEYS = "回车 接受　E 接受后修改　N 不是规则　数字 选读法"


class DocumentList(LineList):
    """Sentences that are dealt with by single keys."""

    pressed = Signal(str)
    """``E``, ``N``, a digit or ``ENTER``."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        key = event.text().upper()
        if plain and key and (key in {"E", "N"} or key.isdigit()):
            self.pressed.emit(key)
        elif plain and event.key() == Qt.Key.Key_Delete:
            self.pressed.emit("N")
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.pressed.emit(ENTER)
        else:
            super().keyPressEvent(event)


class DocumentPage(DraftSide):
    """Reads a document and takes its rules into the draft, a sentence at a time."""

    def __init__(self, context: "RoomContext") -> None:
        super().__init__()
        self._runner = OwnedRunner(context.runner, self)
        self._settings = context.settings
        self.held: DocumentInHand | None = None
        self.notice = Notice(self)
        self.read_button = QPushButton("从文件读入…")
        self.read_button.clicked.connect(self.ask_for_file)
        self.paste_button = QPushButton("粘贴文件的文字")
        self.paste_button.clicked.connect(self.read_pasted)
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.list = DocumentList(TITLE)
        self.list.beside = True
        self.list.chosen.connect(self._chosen)
        self.list.pressed.connect(self._pressed)
        self.list.moved.connect(self._offer)
        self.accept = QPushButton("接受（回车）")
        self.mend = QPushButton("修改（E）")
        self.refuse = QPushButton("不是规则（N）")
        self.rest = QPushButton()
        self.options: list[QPushButton] = []
        self.keys = QLabel(_KEYS)
        self.keys.setProperty("kind", "quiet")
        self.accept.clicked.connect(self._accept)
        self.mend.clicked.connect(lambda: self._accept(mend=True))
        self.refuse.clicked.connect(self._set_aside)
        self.rest.clicked.connect(self._accept_certain)
        self._lay_out()
        self.notice.lie_over(self.list)

    def begin(self) -> None:
        """Another draft is in hand: no document has been read for it."""
        self.held = None

    # --- reading --------------------------------------------------------------------------------

    def ask_for_file(self) -> None:
        """Ask which document to read."""
        path = files.ask_open(
            self, self._settings, files.Purpose.DOCUMENTS, "从文件读入", files.DOCUMENTS
        )
        if path is not None:
            self.read_file(path)

    def read_file(self, path: Path) -> None:
        """Read a document off the screen's thread; what keeps it out is said over the list."""
        self._reads(path.name)
        self._runner.compute(drafting.read_file, path).then(self.take).otherwise(self._failed)

    def read_pasted(self) -> None:
        """Read what was copied in Word or WPS; its tables come as cells."""
        self._reads("粘贴的文字")
        text = QGuiApplication.clipboard().text()
        self._runner.compute(drafting.read_pasted, text).then(self.take).otherwise(self._failed)

    def _reads(self, name: str) -> None:
        self.notice.dismiss()
        self.state.setText(f"正在读“{name}”……")

    def take(self, read: "drafting.ReadDocument") -> None:
        """Show a document that was read."""
        self.held = DocumentInHand(read.name, read.draft)
        self.refill()
        self._next(-1)
        self.list.setFocus()

    def _failed(self, fault: "Fault") -> None:
        self.notice.show_fault("".join(fault.sentences))
        self.refill()

    # --- showing --------------------------------------------------------------------------------

    def fill(self, draft: "SchemeDraft", reading: "DraftReadBack") -> None:
        """Show the document against the draft; without one, the draft with what it quotes."""
        held = self.held
        for one in (self.accept, self.mend, self.refuse, self.rest, self.keys):
            one.setVisible(held is not None)
        if held is None:
            kept = coverage_of(draft)
            self.state.setText(f"{_KEPT}{kept}" if kept else _NOTHING)
            self.list.show_lines(list(source_lines(reading)) or [SideLine("方案还没有内容。")])
            return
        self.list.show_lines(list(document_lines(held, draft)))
        sure = len(held.waiting(draft, certain=True))
        self.rest.setText(f"接受全部肯定的（{sure}）")
        self.rest.setEnabled(sure > 0)
        found = coverage(held.handling(draft))
        self.state.setText(f"读入的文件“{held.name}”　{found}")
        self._offer()

    def refill(self) -> None:
        """Show it again."""
        if self.draft is not None and self.reading is not None:
            self.fill(self.draft, self.reading)

    def _current(self) -> DocumentLine | None:
        row = self.list.row
        target = self.list.lines[row].target if 0 <= row < len(self.list.lines) else None
        return target if isinstance(target, DocumentLine) else None

    def _offer(self) -> None:
        """Offer what can be done with the current line."""
        line = self._current()
        question = None if line is None else line.question
        for one in (self.accept, self.mend):
            one.setEnabled(line is not None and bool(line.rules))
        self.refuse.setEnabled(line is not None and line.sentence != NOWHERE)
        options = () if question is None else question.reading.options
        for number, button in enumerate(self.options):
            button.setVisible(number < len(options))
            if number < len(options):
                button.setText(f"{number + 1} {options[number]}")

    # --- dealing with a line --------------------------------------------------------------------

    def _chosen(self, target: object) -> None:
        if isinstance(target, tuple):
            self.going.emit(target)

    def _pressed(self, key: str) -> None:
        row = self.list.row
        target = self.list.lines[row].target if row >= 0 else None
        if key == ENTER and isinstance(target, tuple):
            self.going.emit(target)
        elif key == ENTER:
            self._accept()
        elif key == "E":
            self._accept(mend=True)
        elif key == "N":
            self._set_aside()
        elif key.isdigit():
            self._answer(int(key) - 1)

    def _accept(self, *, mend: bool = False) -> None:
        line, draft, held = self._current(), self.draft, self.held
        if line is None or draft is None or held is None or not line.rules:
            return
        for one in line.rules:
            draft = turn_aside(take_in(draft, one), one.phrase, aside=False)
        self._take(draft, "接受建议")
        if mend:
            self.going.emit(place_of(draft, line.rules[0]) or line.rules[0].table)
        else:
            self._next(self.list.row)

    def _accept_certain(self) -> None:
        if self.draft is None or self.held is None:
            return
        draft = self.draft
        for one in self.held.waiting(draft, certain=True):
            draft = take_in(draft, one)
        self._take(draft, "接受全部肯定的建议")
        self._next(-1)
        self.list.setFocus()

    def _set_aside(self) -> None:
        line, draft, held = self._current(), self.draft, self.held
        if line is None or draft is None or held is None or line.sentence == NOWHERE:
            return
        phrase = held.document.sentences[line.sentence].text
        aside = not is_aside(draft, phrase)
        self._take(turn_aside(draft, phrase, aside=aside), "定为不是规则" if aside else "仍是规则")
        self._next(self.list.row)

    def _answer(self, place: int) -> None:
        line, draft = self._current(), self.draft
        if line is None or draft is None or line.question is None:
            return
        options = line.question.reading.options
        if 0 <= place < len(options):
            self._take(answer(draft, line.question, options[place]), "选读法")
            self._next(self.list.row)

    def _take(self, draft: "SchemeDraft", words: str) -> None:
        if draft != self.draft and self.held is not None:
            found = coverage(self.held.handling(draft))
            draft = covered(draft, self.held.name, str(found))
            self.draft = draft
            self.edited.emit(draft, words)
        self.refill()

    def _next(self, row: int) -> None:
        """Go to the next line that waits for somebody; else stay."""
        lines = self.list.lines
        places = [*range(row + 1, len(lines)), *range(max(row, 0))]
        waits = ("●", "◐", "○", "？")
        found = next((one for one in places if lines[one].mark.startswith(waits)), None)
        if found is not None:
            self.list.go(found)
        self._offer()

    def _lay_out(self) -> None:
        top = FlowBar(self.read_button, self.paste_button)
        top.add_gap()
        top.add(self.rest)
        acts = FlowBar(self.accept, self.mend, self.refuse)
        for number in range(_MOST_OPTIONS):
            button = QPushButton()
            button.clicked.connect(lambda _=False, number=number: self._answer(number))
            button.hide()
            self.options.append(button)
            acts.add(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(top)
        column.addWidget(self.state)
        column.addWidget(self.list, 1)
        column.addWidget(self.keys)
        column.addWidget(acts)
        QWidget.setTabOrder(self.list, self.accept)


_MOST_OPTIONS = 4
