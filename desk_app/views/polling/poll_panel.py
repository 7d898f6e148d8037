"""One poll on the right: papers, what does not balance, what can be done, and the results."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desk_app.views.polling.numbers import NumberField
from desk_app.views.polling.results import results_table
from desk_app.views.settings import Settings

if TYPE_CHECKING:
    from desk_app.services.polling import PollSheet


class PollPanel(QFrame):
    """Shows one poll. What is done is asked of the room by signals."""

    papers_typed = Signal(object, object)
    """发出 and 收回, each a number or None."""
    key_wanted = Signal()
    external_wanted = Signal()
    seal_wanted = Signal()
    recount_wanted = Signal()
    print_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self.sheet: PollSheet | None = None
        self.title = QLabel()
        self.title.setProperty("kind", "title")
        self.title.setWordWrap(True)
        self.state = QLabel()
        self.state.setProperty("kind", "quiet")
        self.issued = NumberField("发出票数")
        self.returned = NumberField("收回票数")
        for field in (self.issued, self.returned):
            field.typed.connect(self._typed)
        self.valid = QLabel()
        self.wrong = QLabel()
        self.wrong.setProperty("kind", "wrong")
        self.wrong.setWordWrap(True)
        self.key = QPushButton("录入测评票")
        self.external = QPushButton("录入外部计票…")
        self.seal = QPushButton("封存计票")
        self.recount = QPushButton("重新计票…")
        self.print = QPushButton("打印测评票…")
        self.remove = QPushButton("删除测评…")
        for button, signal in (
            (self.key, self.key_wanted),
            (self.external, self.external_wanted),
            (self.seal, self.seal_wanted),
            (self.recount, self.recount_wanted),
            (self.print, self.print_wanted),
            (self.remove, self.remove_wanted),
        ):
            button.clicked.connect(signal)
        self.results = QStackedWidget()
        self._lay_out()

    def show_sheet(self, sheet: "PollSheet") -> None:
        """Show a poll as it stands."""
        self.sheet = sheet
        covers = (
            sheet.subjects[0][1] if len(sheet.subjects) == 1 else f"{len(sheet.subjects)} 个对象"
        )
        self.title.setText(f"{sheet.name} · {covers}")
        self.state.setText(_state_words(sheet))
        self.issued.show_number(sheet.issued)
        self.returned.show_number(sheet.returned)
        self.valid.setText(f"有效 <b>{sheet.valid}</b> 张　无效 <b>{sheet.invalid}</b> 张")
        self.say_wrong("".join(sheet.complaints) if not sheet.locked else "")
        editable = not (sheet.sealed or sheet.locked)
        for field in (self.issued, self.returned):
            field.setReadOnly(not editable)
        ready = sheet.returned is not None and sheet.issued is not None
        left = (sheet.returned or 0) - sheet.keyed
        self.key.setVisible(editable and (left > 0 or not sheet.batches))
        self.key.setEnabled(ready and left > 0 and bool(sheet.subjects))
        self.key.setText(f"录入测评票（还有 {left} 张）" if ready and left > 0 else "录入测评票")
        self.external.setVisible(editable and not sheet.batches and bool(sheet.subjects))
        self.seal.setVisible(editable)
        self.seal.setEnabled(not sheet.complaints)
        self.recount.setVisible(not sheet.locked and (sheet.sealed or bool(sheet.batches)))
        self.recount.setText("重新计票…" if sheet.sealed else "清空重录…")
        self.remove.setVisible(editable)
        _emphasise(self.key, on=left > 0)
        _emphasise(self.seal, on=not sheet.complaints)
        self._show_results(sheet)

    def say_wrong(self, text: str) -> None:
        """Say under the papers what does not balance."""
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))

    def _typed(self) -> None:
        wrong = self.issued.wrong or self.returned.wrong
        if wrong:
            self.say_wrong(wrong)
            return
        self.papers_typed.emit(self.issued.number, self.returned.number)

    def _show_results(self, sheet: "PollSheet") -> None:
        table = results_table(self._settings, sheet)
        self.results.addWidget(table)
        self.results.setCurrentWidget(table)
        while self.results.count() > 1:
            old = self.results.widget(0)
            self.results.removeWidget(old)
            old.deleteLater()

    def _lay_out(self) -> None:
        papers = QHBoxLayout()
        for word, field in (("发出", self.issued), ("收回", self.returned)):
            label = QLabel(word)
            label.setBuddy(field)
            papers.addWidget(label)
            papers.addWidget(field)
            papers.addWidget(QLabel("张"))
            papers.addSpacing(8)
        papers.addWidget(self.valid)
        papers.addStretch(1)
        buttons = QHBoxLayout()
        for button in (self.key, self.external, self.seal, self.recount):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self.print, self.remove):
            buttons.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.title)
        whole.addWidget(self.state)
        whole.addLayout(papers)
        whole.addWidget(self.wrong)
        whole.addLayout(buttons)
        whole.addWidget(self.results, 1)
        self.state.setTextFormat(Qt.TextFormat.PlainText)


def _state_words(sheet: "PollSheet") -> str:
    present = "" if sheet.present is None else f"　实到 {sheet.present} 人"
    if sheet.external:
        state = f"外部计票，{_moment(sheet.sealed_at)}录入"
    elif sheet.sealed:
        state = f"已封存（{_moment(sheet.sealed_at)}）"
    elif sheet.batches:
        state = f"已录 {sheet.batches} 摞、{sheet.keyed} 张"
    else:
        state = "未开始"
    return f"{sheet.meeting}{present}　{state}"


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
