"""One poll on the right: papers, what does not balance, what can be done, and the results."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.polling.counting import MODE_WORDS, Mode
from desk_app.domain.polling.state import BEGUN, Act, PollState
from desk_app.views.polling.checks import ChecksBox
from desk_app.views.polling.keymap import can_be_keyed
from desk_app.views.polling.papers_fields import PapersFields
from desk_app.views.polling.results import results_table
from desk_app.views.polling.sealed import SealedBox
from desk_app.views.settings import Settings

if TYPE_CHECKING:
    from desk_app.services.polling.parts import PollSheet
    from desk_app.services.polling.versions import Version
    from desk_app.views.polling.numbers import NumberField


class PollPanel(QFrame):
    """Shows one poll. What is done is asked of the room by signals."""

    papers_typed = Signal(str, object, object)
    """Category, 发出 and 收回, each a number or None."""
    reason_given = Signal(str, str)
    """Code of a soft check and its reason."""
    verify_wanted = Signal(str)
    mode_wanted = Signal(object)
    key_wanted = Signal()
    external_wanted = Signal()
    seal_wanted = Signal()
    recount_wanted = Signal()
    print_wanted = Signal()
    register_wanted = Signal()
    report_wanted = Signal()
    remove_wanted = Signal()
    void_wanted = Signal()
    projector_wanted = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self.sheet: PollSheet | None = None
        self.title = QLabel()
        self.title.setProperty("kind", "title")
        self.title.setWordWrap(True)
        self.state = QLabel()
        self.state.setProperty("kind", "quiet")
        self.papers = PapersFields()
        self.papers.typed.connect(self.papers_typed)
        self.papers.wrong.connect(self.say_wrong)
        self.checks = ChecksBox()
        self.checks.reason_given.connect(self.reason_given)
        self.sealed = SealedBox()
        self.sealed.verify_wanted.connect(self.verify_wanted)
        self.wrong = QLabel()
        self.wrong.setProperty("kind", "wrong")
        self.wrong.setWordWrap(True)
        self.key = QPushButton("录入测评票")
        self.external = QPushButton("录入外部计票…")
        self.seal = QPushButton("封存计票")
        self.recount = QPushButton("重新计票…")
        self.void = QPushButton("作废，重新投票…")
        self.projector = QPushButton("投影")
        self.prints = QToolButton()
        self.prints.setText("打印 ▾")
        self.prints.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.prints)
        self.prints.setMenu(menu)
        self.print_action = menu.addAction("测评票…", self.print_wanted.emit)
        self.register_action = menu.addAction("发票登记表…", self.register_wanted.emit)
        self.report_action = menu.addAction("计票报告单…", self.report_wanted.emit)
        self.more = QToolButton()
        self.more.setText("计票方式 ▾")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        ways = QMenu(self.more)
        self.more.setMenu(ways)
        self.modes = {
            mode: ways.addAction(words, lambda mode=mode: self.mode_wanted.emit(mode))
            for mode, words in MODE_WORDS.items()
        }
        self.remove = QPushButton("删除测评…")
        for button, signal in (
            (self.key, self.key_wanted),
            (self.external, self.external_wanted),
            (self.seal, self.seal_wanted),
            (self.recount, self.recount_wanted),
            (self.void, self.void_wanted),
            (self.projector, self.projector_wanted),
            (self.remove, self.remove_wanted),
        ):
            button.clicked.connect(signal)
        self.results = QStackedWidget()
        self._lay_out()

    @property
    def issued(self) -> "NumberField":
        """发出 of the poll (of its first category)."""
        return next(iter(self.papers.fields.values()))[0]

    @property
    def returned(self) -> "NumberField":
        """收回 of the poll (of its first category)."""
        return next(iter(self.papers.fields.values()))[1]

    def show_sheet(
        self,
        sheet: "PollSheet",
        versions: "tuple[Version, ...] | None" = None,
        unfinished: tuple[str, ...] = (),
    ) -> None:
        """Show a poll as it stands; ``versions`` stay as they are where none are given."""
        self.sheet = sheet
        subjects = sheet.head.subjects
        covers = subjects[0][1] if len(subjects) == 1 else f"{len(subjects)} 个对象"
        self.title.setText(f"{sheet.name} · {covers}")
        self.state.setText(_state_words(sheet))
        self.lost.setText("；".join(unfinished) + "。" if unfinished else "")
        self.lost.setVisible(bool(unfinished))
        self.papers.show_sheet(sheet, editable=sheet.counting)
        self.say_wrong("")
        locked = sheet.state is PollState.LOCKED
        self.checks.show_findings(() if locked else sheet.findings, open_=sheet.counting)
        if versions is not None:
            standing = sheet.standing
            self.sealed.show_versions((sheet.id, standing.version), standing.code, versions)
        # More papers than were given out: nothing is left but to vote again.
        over = sheet.counting and any(one.code == "H01" for one in sheet.findings)
        self._offer_keying(sheet, over=over)
        self._offer_acts(sheet, over=over)
        self._show_results(sheet)

    def _offer_keying(self, sheet: "PollSheet", *, over: bool) -> None:
        """Offer what can be keyed: ballots, or totals that were signed on paper."""
        ready, left = sheet.papers.complete, (sheet.papers.returned or 0) - sheet.counted.keyed
        keys = can_be_keyed(sheet.head.options) and not over
        subjects = bool(sheet.head.subjects)
        self.key.setVisible(sheet.counting and keys and (left > 0 or not sheet.counted.batches))
        self.key.setEnabled(
            ready and left > 0 and subjects and sheet.may(Act.KEY) and bool(sheet.plan)
        )
        verb = "唱票" if sheet.head.mode is Mode.CALLED else "录入测评票"
        self.key.setText(f"{verb}（还有 {left} 张）" if ready and left > 0 else verb)
        _emphasise(self.key, on=left > 0)
        self.external.setVisible(sheet.may(Act.ENTER_TOTALS) and subjects and not over)

    def _offer_acts(self, sheet: "PollSheet", *, over: bool) -> None:
        """Offer what the poll's state allows."""
        self.seal.setVisible(sheet.counting)
        self.seal.setEnabled(not sheet.complaints)
        _emphasise(self.seal, on=not sheet.complaints)
        reopens = sheet.may(Act.REOPEN)
        self.recount.setVisible(reopens or sheet.state in BEGUN)
        self.recount.setText("重新计票…" if sheet.sealed else "清空重录…")
        self.void.setVisible(over)
        _emphasise(self.void, on=over)
        self.more.setVisible(sheet.may(Act.CHOOSE_MODE))
        for mode, action in self.modes.items():
            action.setCheckable(True)
            action.setChecked(mode is sheet.head.mode)
        self.report_action.setEnabled(sheet.sealed)
        self.remove.setVisible(sheet.may(Act.REMOVE))

    def say_wrong(self, text: str) -> None:
        """Say under the papers what does not balance."""
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))

    def _show_results(self, sheet: "PollSheet") -> None:
        table = results_table(self._settings, sheet)
        self.results.addWidget(table)
        self.results.setCurrentWidget(table)
        while self.results.count() > 1:
            old = self.results.widget(0)
            self.results.removeWidget(old)
            old.deleteLater()

    def _lay_out(self) -> None:
        self.lost = QLabel()
        self.lost.setProperty("kind", "wrong")
        self.lost.setWordWrap(True)
        self.lost.hide()
        buttons = QHBoxLayout()
        for button in (self.key, self.external, self.seal, self.void, self.recount):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for tool in (self.more, self.projector, self.prints, self.remove):
            buttons.addWidget(tool)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 8, 8, 8)
        whole.addWidget(self.title)
        whole.addWidget(self.state)
        whole.addWidget(self.papers)
        whole.addWidget(self.wrong)
        whole.addWidget(self.lost)
        whole.addWidget(self.checks)
        whole.addWidget(self.sealed)
        whole.addLayout(buttons)
        whole.addWidget(self.results, 1)
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.state.setWordWrap(True)


def _state_words(sheet: "PollSheet") -> str:
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


def _emphasise(button: QWidget, *, on: bool) -> None:
    kind = "primary" if on else ""
    if button.property("kind") != kind:
        button.setProperty("kind", kind)
        button.style().unpolish(button)
        button.style().polish(button)
        button.updateGeometry()
