"""What is typed of a meeting, and which poll is held in it on whom."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.polling.counts import check_attendance
from desk_app.views.kit.date_field import DateField
from desk_app.views.kit.dialogs import FittingDialog
from desk_app.views.kit.finding import Finder, found, search_line
from desk_app.views.kit.list_menus import ListMenu
from desk_app.views.kit.sayings import Saying
from desk_app.views.kit.short_words import tell_whole
from desk_app.views.polling.numbers import NumberField
from desk_app.views.use_cases import meetings, overview

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


NO_POLL = "（先不建测评）"


class MeetingDialog(FittingDialog):
    """A new meeting, a meeting to be changed, or (``poll_only``) a poll to be added to one.

    ``given`` is called with the facts, the poll's name ("" for none) and the subjects.
    """

    def __init__(
        self,
        overview: "overview.PollingOverview",
        given: "Callable[[meetings.MeetingFacts, str, list[int]], object]",
        facts: "meetings.MeetingFacts | None" = None,
        *,
        poll_only: bool = False,
        initials: "Mapping[str, str] | None" = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._initials = initials or {}
        self._overview = overview
        self._given = given
        self._facts = facts
        new = facts is None
        self.setWindowTitle("新建会议" if new else "加一个测评" if poll_only else "修改会议")
        self.kind = QComboBox()
        self.kind.setEditable(True)
        self.kind.addItems(list(overview.meeting_kinds))
        self.day = DateField()
        self.day.setPlaceholderText("如 2026-03-21，未定可不填")
        self.place = QLineEdit()
        self.expected = NumberField("应到人数")
        self.present = NumberField("实到人数")
        self.note = QLineEdit()
        self.poll = QComboBox()
        self.poll.addItems([one.name for one in overview.poll_kinds])
        if not poll_only:
            self.poll.addItem(NO_POLL)
        self.poll.currentTextChanged.connect(self._poll_chosen)
        self.subjects = QListWidget()
        self.subjects.setAccessibleName("测评对象")
        ListMenu(self.subjects)
        self.search = search_line("搜索：名称或拼音首字母")
        self.search.textChanged.connect(self._search)
        self.finder = Finder(self.search, self.subjects)
        for subject_id, name in overview.subjects:
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, subject_id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.subjects.addItem(item)
        self.subjects.itemChanged.connect(lambda _item: self._say_count())
        self.count = QLabel()
        self.count.setProperty("kind", "quiet")
        self.everyone = QPushButton("全选")
        self.everyone.clicked.connect(lambda: self._tick(all_=True))
        self.nobody = QPushButton("全不选")
        self.nobody.clicked.connect(lambda: self._tick(all_=False))
        self.wrong = Saying(self)
        for field in (self.place, self.note):
            tell_whole(field)
        self._lay_out(new=new, poll_only=poll_only)
        if facts is not None:
            self._show(facts)
        if new or poll_only:
            self._poll_chosen(self.poll.currentText())
        self._at_first = self._typed()
        # The kind of meeting is there already: the keys begin with what is missing.
        (self.subjects if poll_only else self.day).setFocus()

    def at_risk(self) -> str:
        """Say that what was typed is written down nowhere yet."""
        return "已填的内容还没有保存。" if self._typed() != self._at_first else ""

    def _typed(self) -> tuple[object, ...]:
        fields = (self.day, self.place, self.expected, self.present, self.note)
        texts = (one.text() for one in fields)
        return (*texts, self.kind.currentText(), self.poll.currentText(), *self.ticked())

    def _show(self, facts: "meetings.MeetingFacts") -> None:
        self.kind.setCurrentText(facts.kind)
        self.day.setText(facts.held_on.isoformat() if facts.held_on else "")
        self.place.setText(facts.place)
        self.note.setText(facts.note)
        self.expected.show_number(facts.expected)
        self.present.show_number(facts.present)

    def ticked(self) -> list[int]:
        """The subjects of the poll in the order of the paper."""
        items = (self.subjects.item(row) for row in range(self.subjects.count()))
        return [
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        ]

    def accept(self) -> None:
        """Give what was typed, or say under the fields what cannot stand."""
        poll = self.poll.currentText() if self._polls.isVisibleTo(self) else NO_POLL
        wrong, field, day = self._wrong()
        if not wrong and poll != NO_POLL and not self.ticked():
            wrong, field = "请在名单里勾选测评对象，至少一个。", self.subjects
        self.wrong.say(wrong, field)
        if wrong:
            field.setFocus()
            return
        facts = replace(
            self._facts or meetings.MeetingFacts(""),
            kind=self.kind.currentText(),
            held_on=day,
            place=self.place.text(),
            note=self.note.text(),
            expected=self.expected.number,
            present=self.present.number,
        )
        self._given(facts, "" if poll == NO_POLL else poll, self.ticked())
        super().accept()

    def _wrong(self) -> tuple[str, QWidget, date | None]:
        """What cannot stand, in which field, and the day where it can be read."""
        if not self.kind.currentText().strip():
            return "请填写会议名称，如“民主测评会”。", self.kind, None
        try:
            day = self.day.read_day()
        except ValueError as error:
            return str(error), self.day, None
        if self.expected.wrong:
            return self.expected.wrong, self.expected, day
        wrong = self.present.wrong or check_attendance(self.expected.number, self.present.number)
        return wrong, self.present, day

    def _poll_chosen(self, name: str) -> None:
        kind = next((one for one in self._overview.poll_kinds if one.name == name), None)
        self._people.setVisible(kind is not None)
        if kind is None:
            return
        if self._facts is None and kind.meeting:
            self.kind.setCurrentText(kind.meeting)
        self._tick(all_=not kind.single)

    def _tick(self, *, all_: bool) -> None:
        """Tick those who are listed now, or take their ticks away."""
        state = Qt.CheckState.Checked if all_ else Qt.CheckState.Unchecked
        for row in range(self.subjects.count()):
            if not self.subjects.isRowHidden(row):
                self.subjects.item(row).setCheckState(state)
        self._say_count()

    def _search(self, query: str) -> None:
        """List only whom a query finds; a tick stays also where it is not seen."""
        for row in range(self.subjects.count()):
            name = self.subjects.item(row).text()
            self.subjects.setRowHidden(row, not found(query, name, self._initials.get(name, "")))
        words = "列出的" if query.strip() else ""
        self.everyone.setText(f"{words}全选")
        self.nobody.setText(f"{words}全不选")

    def _say_count(self) -> None:
        ticked = len(self.ticked())
        words = "每张票只评这一个" if ticked == 1 else f"一张票上评 {ticked} 个"
        self.count.setText(f"已选 {ticked} 个：{words}" if ticked else "请勾选测评对象")

    def _lay_out(self, *, new: bool, poll_only: bool) -> None:
        form = QFormLayout()
        if not poll_only:
            people = QHBoxLayout()
            for field, word in ((self.expected, "人　实到"), (self.present, "人")):
                people.addWidget(field)
                people.addWidget(QLabel(word))
            people.addStretch(1)
            form.addRow("会议", self.kind)
            form.addRow("日期", self.day)
            form.addRow("地点", self.place)
            form.addRow("应到", people)
            form.addRow("备注", self.note)
        self._polls = QWidget()
        polls = QVBoxLayout(self._polls)
        polls.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.addWidget(QLabel("测评"))
        row.addWidget(self.poll, 1)
        polls.addLayout(row)
        self._people = QWidget()
        chosen = QVBoxLayout(self._people)
        chosen.setContentsMargins(0, 0, 0, 0)
        ticks = QHBoxLayout()
        ticks.addWidget(self.count, 1)
        ticks.addWidget(self.everyone)
        ticks.addWidget(self.nobody)
        chosen.addLayout(ticks)
        chosen.addWidget(self.search)
        chosen.addWidget(self.subjects)
        polls.addWidget(self._people)
        self._polls.setVisible(new or poll_only)
        buttons = QDialogButtonBox()
        ok = buttons.addButton("确定", QDialogButtonBox.ButtonRole.AcceptRole)
        ok.setProperty("kind", "primary")
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addLayout(form)
        whole.addWidget(self._polls, 1)
        whole.addWidget(buttons)
        self.settle(QSize(self.fontMetrics().horizontalAdvance("国") * 36, 0))
