"""One poll on the right: papers, what does not balance, what can be done, and the results."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QStackedWidget, QVBoxLayout

from desk_app.domain.polling.counting import MODE_WORDS
from desk_app.domain.polling.state import PollState
from desk_app.views.kit.sayings import Saying
from desk_app.views.kit.tab_order import keep_order
from desk_app.views.polling.checks import ChecksBox
from desk_app.views.polling.papers_fields import PapersFields
from desk_app.views.polling.poll_buttons import PollButtons
from desk_app.views.polling.possible import possible
from desk_app.views.polling.results import results_table
from desk_app.views.polling.seal_question import SealQuestion
from desk_app.views.polling.sealed import SealedBox

if TYPE_CHECKING:
    from desk_app.views.polling.numbers import NumberField
    from desk_app.views.settings import Settings
    from desk_app.views.use_cases import parts, standing, versions


class PollPanel(QFrame):
    """Shows one poll and hands up what is typed; what is pressed, ``buttons`` hand up."""

    papers_typed = Signal(str, object, object)
    """Category, 发出 and 收回, each a number or None."""
    reason_given = Signal(str, str)
    """Code of a soft check and its reason."""
    verify_wanted = Signal(str)

    def __init__(self, settings: "Settings") -> None:
        super().__init__()
        self._settings = settings
        self.sheet: parts.PollSheet | None = None
        self.title = QLabel()
        self.title.setProperty("kind", "title")
        self.title.setWordWrap(True)
        self.state = QLabel()
        self.state.setProperty("kind", "quiet")
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.state.setWordWrap(True)
        self.papers = PapersFields()
        self.papers.typed.connect(self.papers_typed)
        self.papers.wrong.connect(self.say_wrong)
        self.checks = ChecksBox()
        self.checks.reason_given.connect(self.reason_given)
        self.sealed = SealedBox()
        self.sealed.verify_wanted.connect(self.verify_wanted)
        self.wrong = Saying(self)
        self.lost = QLabel()
        self.lost.setProperty("kind", "wrong")
        self.lost.setWordWrap(True)
        self.lost.hide()
        self.buttons = PollButtons()
        self.seal = SealQuestion()
        self.seal.closed.connect(self.buttons.seal.setFocus)
        self.results = QStackedWidget()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 8, 8, 8)
        for widget in (self.title, self.state, self.papers, self.sealed, self.buttons):
            whole.addWidget(widget)
        whole.addWidget(self.results, 1)
        # What comes and goes while one types stands last: nothing is below that it could move.
        for passing in (self.lost, self.checks, self.seal):
            whole.addWidget(passing)

    @property
    def issued(self) -> "NumberField":
        """发出 of the poll (of its first category)."""
        return next(iter(self.papers.fields.values()))[0]

    @property
    def returned(self) -> "NumberField":
        """收回 of the poll (of its first category)."""
        return next(iter(self.papers.fields.values()))[1]

    def show_standing(self, found: "standing.PollStanding") -> None:
        """Show a poll as it was read, with its versions and what was lost."""
        self._show(found.sheet, found.unfinished)
        sheet = found.sheet
        self.sealed.show_versions(
            (sheet.id, sheet.standing.version), sheet.standing.code, found.versions
        )

    def show_sheet(self, sheet: "parts.PollSheet") -> None:
        """Show a poll as it stands after something was written; its versions stay as they are."""
        self._show(sheet, ())

    def show_verdict(self, verdict: "versions.CodeVerdict") -> None:
        """Say whether the code on paper is that of what is stored."""
        self.sealed.show_verdict(verdict)

    def say_wrong(self, text: str) -> None:
        """Say beside the papers what does not balance."""
        self.wrong.say(text, None if text else self.issued)

    def _show(self, sheet: "parts.PollSheet", unfinished: tuple[str, ...]) -> None:
        self.sheet = sheet
        self.seal.hide()  # what was asked may be no longer so
        can = possible(sheet)
        self.title.setText(f"{sheet.name} · {_covers(sheet)}")
        self.state.setText(_state_words(sheet))
        self.lost.setText("；".join(unfinished) + "。" if unfinished else "")
        self.lost.setVisible(bool(unfinished))
        self.papers.show_sheet(sheet, editable=can.edit)
        self.say_wrong("")
        self.checks.show_findings(
            () if sheet.state is PollState.LOCKED else sheet.findings, open_=can.edit
        )
        self.buttons.show_possible(sheet, can)
        self._show_results(sheet)

    def _show_results(self, sheet: "parts.PollSheet") -> None:
        table = results_table(self._settings, sheet)
        self.results.addWidget(table)
        self.results.setCurrentWidget(table)
        keep_order(self.results, [table])
        while self.results.count() > 1:
            old = self.results.widget(0)
            self.results.removeWidget(old)
            old.deleteLater()


def _covers(sheet: "parts.PollSheet") -> str:
    subjects = sheet.head.subjects
    return subjects[0][1] if len(subjects) == 1 else f"{len(subjects)} 个对象"


def _state_words(sheet: "parts.PollSheet") -> str:
    present = "" if sheet.head.present is None else f"　实到 {sheet.head.present} 人"
    if sheet.voided:
        state = f"已作废（{_moment(sheet.standing.voided_at)}）：{sheet.standing.voided_reason}"
    elif sheet.standing.external:
        state = f"外部计票，{_moment(sheet.standing.sealed_at)}录入"
    elif sheet.sealed:
        state = f"已封存（{_moment(sheet.standing.sealed_at)}）"
    elif sheet.counted.batches:
        state = f"已入库 {sheet.counted.batches} 摞、{sheet.counted.keyed} 张"
    else:
        state = "未开始"
    mode = "" if sheet.standing.external else f"　{MODE_WORDS[sheet.head.mode]}"
    return f"{sheet.head.meeting}{present}{mode}　{state}"


def _moment(text: str | None) -> str:
    if not text:
        return ""
    moment = datetime.fromisoformat(text)
    return f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}"
