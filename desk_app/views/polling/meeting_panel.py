"""One meeting: when and where, who counts, who was asked, who came, and whether it is enough."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.polling.meetings import read_names
from desk_app.views.kit.clipboard import read_block
from desk_app.views.kit.date_field import DateField
from desk_app.views.kit.name_field import NameField
from desk_app.views.kit.reach import Reach
from desk_app.views.kit.sayings import Saying
from desk_app.views.kit.short_words import show_from_start, tell_whole
from desk_app.views.kit.tables import TableView
from desk_app.views.polling.attendance_box import AttendanceBox
from desk_app.views.polling.roster_model import RosterModel

if TYPE_CHECKING:
    from desk_app.views.settings import Settings
    from desk_app.views.use_cases import meetings, overview, rosters


class MeetingPanel(QFrame):
    """Shows one meeting. What is typed is told by signals and written at once."""

    facts_typed = Signal(object)
    """``MeetingFacts`` as they stand in the fields."""
    attendance_typed = Signal(object)
    signed = Signal(object, bool)
    all_signed = Signal(object, bool)
    pasted = Signal(object)
    removed = Signal(object)
    clear_wanted = Signal()
    sign_in_wanted = Signal()
    minutes_wanted = Signal()

    def __init__(self, settings: "Settings") -> None:
        super().__init__()
        self.meeting: overview.Meeting | None = None
        self.roster: rosters.Roster | None = None
        self.title = QLabel()
        self.title.setProperty("kind", "title")
        self.wrong = Saying(self)
        self.day = DateField()
        self.day.setAccessibleName("日期")
        self.day.setPlaceholderText("如 2026-03-21")
        self.place = _line("地点")
        self.host = _names("主持人")
        self.supervisors = _names("监票人", "几个人用顿号隔开")
        self.tellers = _names("计票人", "两人计票要写两名以上")
        self.caller = _names("唱票人")
        self.agenda = _text("议程", "每行一项")
        self.minutes = _text("会议记录", "会议经过、表决情况等，打印在会议记录上")
        for line in self._lines():
            tell_whole(line)
            line.editingFinished.connect(self._typed)
        for box in (self.agenda, self.minutes):
            box.left.connect(self._typed)
        self.attendance = AttendanceBox()
        self.attendance.typed.connect(self.attendance_typed)
        self.model = RosterModel(self)
        self.model.signed.connect(self.signed)
        self.model.all_signed.connect(self.all_signed)
        self.model.pasted.connect(self.pasted)
        self.model.removed.connect(self.removed)
        self.list = _RosterSheet("polling/roster", settings, editable=True)
        self.list.setModel(self.model)
        self.list.setAccessibleName("名册")
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), self.list)
        space.setContext(Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(lambda: self.model.toggle(self.list.currentIndex().row()))
        self.category = QComboBox()
        self.category.setEditable(True)
        self.category.setAccessibleName("粘贴到类别")
        self.names = _names("添加姓名", "姓名，几个人用顿号隔开，按回车加入")
        self.names.returnPressed.connect(self._add)
        self.paste = QPushButton("粘贴名单")
        self.paste.clicked.connect(self.list.paste)
        self.clear = QPushButton("清空名册…")
        self.clear.clicked.connect(self.clear_wanted)
        self.sign_in = QPushButton("打印签到表…")
        self.sign_in.clicked.connect(self.sign_in_wanted)
        self.print_minutes = QPushButton("打印会议记录…")
        self.print_minutes.clicked.connect(self.minutes_wanted)
        self._lay_out()

    def show_meeting(self, meeting: "overview.Meeting") -> None:
        """Show what is written down of a meeting; a field that is being typed in stays."""
        other = self.meeting is None or self.meeting.id != meeting.id
        self.meeting = meeting
        facts = meeting.facts
        self.title.setText(facts.kind)
        texts = (
            (self.day, facts.held_on.isoformat() if facts.held_on else ""),
            (self.place, facts.place),
            (self.host, facts.host),
            (self.supervisors, "、".join(facts.supervisors)),
            (self.tellers, "、".join(facts.tellers)),
            (self.caller, facts.caller),
        )
        for field, text in texts:
            if other or not (field.hasFocus() and field.isModified()):
                show_from_start(field, text)
        for box, text in ((self.agenda, facts.agenda), (self.minutes, facts.minutes)):
            if (other or not box.hasFocus()) and box.toPlainText() != text:
                box.setPlainText(text)
        self.say_wrong("")

    def show_roster(self, roster: "rosters.Roster") -> None:
        """Show who is asked and who came, and the rules judged."""
        self.roster = roster
        self.model.show(roster.names, locked=roster.locked)
        self.attendance.show_roster(roster)
        before = self.category.currentText()
        if tuple(self.category.itemText(at) for at in range(self.category.count())) != (
            roster.categories
        ):
            self.category.clear()
            self.category.addItems(list(roster.categories))
            if before:
                self.category.setCurrentText(before)
        self.paste.setEnabled(not roster.locked)
        self.clear.setEnabled(bool(roster.names) and not roster.locked)
        for widget in (*self._lines(), self.names):
            widget.setReadOnly(roster.locked)
        for box in (self.agenda, self.minutes):
            box.setReadOnly(roster.locked)

    def name_fields(self) -> tuple[NameField, ...]:
        """The fields that name people."""
        return self.host, self.supervisors, self.tellers, self.caller, self.names

    def say_wrong(self, text: str) -> None:
        """Say beside the field what cannot be written down."""
        self.wrong.say(text)

    def facts(self) -> "meetings.MeetingFacts | None":
        """What the fields say; ``None``, with the reason shown, when it cannot stand."""
        if self.meeting is None:
            return None
        try:
            day = self.day.read_day()
        except ValueError as error:
            self.wrong.say(str(error), self.day)
            return None
        return replace(
            self.meeting.facts,
            held_on=day,
            place=self.place.text().strip(),
            host=self.host.text().strip(),
            supervisors=read_names(self.supervisors.text()),
            tellers=read_names(self.tellers.text()),
            caller=self.caller.text().strip(),
            agenda=self.agenda.toPlainText().strip(),
            minutes=self.minutes.toPlainText().strip(),
        )

    def _typed(self) -> None:
        facts = self.facts()
        if facts is not None and self.meeting is not None and facts != self.meeting.facts:
            self.say_wrong("")
            self.facts_typed.emit(facts)

    def _add(self) -> None:
        names = read_names(self.names.text())
        if names:
            self.names.clear()
            self.pasted.emit([[one] for one in names])

    def _lines(self) -> tuple[QLineEdit, ...]:
        return (
            self.day, self.place, self.host, self.supervisors, self.tellers, self.caller,
        )  # fmt: skip

    def _lay_out(self) -> None:
        grid = QGridLayout()
        for at, field in enumerate(self._lines()):
            label = QLabel(field.accessibleName())
            label.setBuddy(field)
            grid.addWidget(label, at // 3, 2 * (at % 3))
            grid.addWidget(field, at // 3, 2 * (at % 3) + 1)
        for place in (1, 3, 5):
            grid.setColumnStretch(place, 1)
        texts = QHBoxLayout()
        for box in (self.agenda, self.minutes):
            label = QLabel(box.accessibleName())
            label.setBuddy(box)
            texts.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
            texts.addWidget(box, 1)
        adding = QHBoxLayout()
        adding.addWidget(QLabel("名册"))
        adding.addWidget(self.category)
        adding.addWidget(self.names, 1)
        adding.addWidget(self.paste)
        adding.addWidget(self.clear)
        hint = QLabel("点方框或按空格签到；名单可从 Excel、WPS 复制，在表里粘贴（Ctrl+V）。")
        hint.setProperty("kind", "quiet")
        lower = QHBoxLayout()
        lower.addWidget(self.list, 3)
        lower.addWidget(self.attendance, 2)
        inside = QWidget()
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(10, 8, 8, 8)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(Reach(inside))
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.sign_in)
        top.addWidget(self.print_minutes)
        whole.addLayout(top)
        whole.addLayout(grid)
        whole.addLayout(texts)
        whole.addLayout(adding)
        whole.addWidget(hint)
        whole.addLayout(lower, 1)


class _RosterSheet(TableView):
    """Takes names from the clipboard into an empty roster too."""

    def paste(self) -> None:
        model = self.model()
        if isinstance(model, RosterModel):
            model.paste(self.currentIndex(), read_block(QGuiApplication.clipboard().text()))


class _Text(QPlainTextEdit):
    """A few lines of text that tell when they are left."""

    left = Signal()

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.left.emit()


def _line(name: str, hint: str = "") -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    line.setPlaceholderText(hint)
    return line


def _names(name: str, hint: str = "") -> NameField:
    field = NameField(several=True)
    field.setAccessibleName(name)
    field.setPlaceholderText(hint)
    return field


def _text(name: str, hint: str) -> _Text:
    box = _Text()
    box.setAccessibleName(name)
    box.setPlaceholderText(hint)
    box.setTabChangesFocus(True)
    box.setMaximumHeight(box.fontMetrics().height() * 4)
    return box
