"""A count that was signed on paper, typed or pasted as totals."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desk_app.domain.polling.checks import CHECKS
from desk_app.domain.polling.counts import ABSTAINED, SPOILT, BallotCounts, check_papers
from desk_app.views.kit.messages import Notice
from desk_app.views.kit.tables import TableView
from desk_app.views.polling.numbers import NumberField
from desk_app.views.polling.totals import TotalsModel

if TYPE_CHECKING:
    from desk_app.views.settings import Settings
    from desk_app.views.use_cases import parts


class ExternalCountsPage(QWidget):
    """The signed report's numbers, checked while they are typed."""

    left = Signal()
    counted = Signal(int, object, object, object)
    """The poll, ``BallotCounts``, votes by subject and option, reasons by code of a check."""

    def __init__(self, settings: "Settings", sheet: "parts.PollSheet") -> None:
        super().__init__()
        self.sheet = sheet
        self.notice = Notice(self)
        self.issued = NumberField("发出票数")
        self.returned = NumberField("收回票数")
        self.valid = NumberField("有效票数")
        self.invalid = NumberField("无效票数")
        self.issued.show_number(sheet.papers.issued)
        self.returned.show_number(sheet.papers.returned)
        self.invalid.show_number(0)
        self.model = TotalsModel(
            [name for _, name in sheet.head.subjects],
            [*sheet.head.options, ABSTAINED, SPOILT],
            self,
        )
        self.table = TableView(f"polling/external/{sheet.name}", settings, editable=True)
        self.table.setModel(self.model)
        self.table.setAccessibleName("外部计票")
        self.reason = QLineEdit()
        self.reason.setAccessibleName("说明")
        self.reason.setPlaceholderText("弃权、无效票偏多等情况要写明原因，会印在计票报告单上")
        self.wrong = QLabel()
        self.wrong.setProperty("kind", "wrong")
        self.wrong.setWordWrap(True)
        self.store = QPushButton("核对无误，存为外部计票")
        self.store.setProperty("kind", "primary")
        self.store.clicked.connect(self.store_counts)
        self.back = QPushButton("返回")
        self.back.clicked.connect(self.ask_to_leave)
        for field in self._fields():
            field.textChanged.connect(lambda _text: self._check())
        self.model.changed.connect(self._check)
        self.notice.closed.connect(self.table.setFocus)
        self._lay_out()
        self._check()

    @property
    def unfinished(self) -> bool:
        """Whether something was typed that is not stored."""
        return any(self.model.texts.values())

    def store_counts(self) -> None:
        """Hand up the count; it is sealed at once."""
        votes = {one: self.model.row(at) for at, (one, _) in enumerate(self.sheet.head.subjects)}
        reason = self.reason.text().strip()
        reasons = {one.code: reason for one in CHECKS if not one.hard} if reason else {}
        self.store.setEnabled(False)
        self.counted.emit(self.sheet.id, self._papers(), votes, reasons)

    def leave(self) -> None:
        """The count is stored: nothing typed is left."""
        self.model.texts.clear()
        self.left.emit()

    def refuse(self, sentence: str) -> None:
        """Say why the count was not stored."""
        self.notice.show_fault(sentence)
        self._check()

    def ask_to_leave(self) -> None:
        """Leave, or ask first when numbers were typed."""
        if not self.unfinished:
            self.left.emit()
            return
        self.notice.ask(
            "已填的外部计票还没有保存，离开后要重新填写。",
            [("放弃并离开", self.left.emit)],
            stay="继续填写",
        )

    def _fields(self) -> tuple[NumberField, ...]:
        return self.issued, self.returned, self.valid, self.invalid

    def _papers(self) -> BallotCounts:
        issued, returned, valid, invalid = (field.number or 0 for field in self._fields())
        return BallotCounts(issued, returned, valid, invalid, self.sheet.head.present)

    def _check(self) -> None:
        self.wrong.setText(self._sentence())
        self.store.setEnabled(not self.wrong.text())

    def _sentence(self) -> str:
        for field in self._fields():
            if field.wrong:
                return field.wrong
            if field.number is None:
                return f"请填写{field.accessibleName()}。"
        papers = self._papers()
        return "".join(check_papers(papers)) or self.model.wrong(papers.valid)

    def _lay_out(self) -> None:
        title = QLabel(f"外部计票 · {self.sheet.name}")
        title.setProperty("kind", "title")
        top = QHBoxLayout()
        top.addWidget(title)
        top.addStretch(1)
        top.addWidget(self.back)
        papers = QHBoxLayout()
        for word, field in zip(("发出", "收回", "有效", "无效"), self._fields(), strict=True):
            papers.addWidget(QLabel(word))
            papers.addWidget(field)
            papers.addWidget(QLabel("张"))
            papers.addSpacing(8)
        papers.addStretch(1)
        hint = QLabel(
            "照已签字的计票报告单填写，也可从 Excel、WPS 复制后粘贴（Ctrl+V）；没有票的空着。"
        )
        hint.setProperty("kind", "quiet")
        told = QHBoxLayout()
        label = QLabel("说明")
        label.setBuddy(self.reason)
        told.addWidget(label)
        told.addWidget(self.reason, 1)
        bottom = QHBoxLayout()
        bottom.addWidget(self.wrong, 1)
        bottom.addWidget(self.store)
        whole = QVBoxLayout(self)
        whole.addLayout(top)
        whole.addWidget(hint)
        whole.addLayout(papers)
        whole.addWidget(self.table, 1)
        self.notice.lie_over(self.table)
        whole.addLayout(told)
        whole.addLayout(bottom)
