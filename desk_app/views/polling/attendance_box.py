"""应到 and 实到 by category, and what the scheme asks of them, judged while people sign in."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desk_app.domain.polling.meetings import EVERYBODY, Attendance, Judgement
from desk_app.views.kit.sayings import Saying
from desk_app.views.kit.tab_order import keep_order
from desk_app.views.kit.theme import GOOD, QUIET, WARNING, WRONG, ink
from desk_app.views.polling.numbers import NumberField

if TYPE_CHECKING:
    from desk_app.views.use_cases import rosters


class AttendanceBox(QWidget):
    """A line a category; numbers are typed where no names are listed."""

    typed = Signal(object)
    """Category → ``Attendance``."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = QWidget()
        self._grid = QGridLayout(self._lines)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.fields: dict[str, tuple[NumberField, NumberField]] = {}
        self.whole = QLabel()
        self.wrong = Saying(self)
        self.rules = QLabel()
        self.rules.setWordWrap(True)
        self.rules.setTextFormat(Qt.TextFormat.RichText)
        self.rules.setAlignment(Qt.AlignmentFlag.AlignTop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 0, 0, 0)
        whole.addWidget(self._lines)
        whole.addWidget(self.whole)
        whole.addWidget(self.rules, 1)

    def show_roster(self, roster: "rosters.Roster") -> None:
        """Show numbers and rules as they stand."""
        categories = roster.categories or (EVERYBODY,)
        if categories != tuple(self.fields):
            self._build(categories)
        for category, fields in self.fields.items():
            here = roster.attendance.get(category)
            if here is None:
                here = roster.whole if category == EVERYBODY else Attendance()
            for field, number in zip(fields, (here.expected, here.present), strict=True):
                field.show_number(number)
                field.setReadOnly(roster.by_name or roster.locked)
        self.whole.setVisible(len(categories) > 1)
        self.whole.setText(
            f"合计　应到 <b>{_words(roster.whole.expected)}</b>"
            f"　实到 <b>{_words(roster.whole.present)}</b>"
        )
        self.wrong.say("")
        self.rules.setText("<br>".join(_rule(one) for one in roster.judgements))

    def _build(self, categories: tuple[str, ...]) -> None:
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()
        self.fields = {}
        for column, word in enumerate(("应到", "实到"), 1):
            self._grid.addWidget(QLabel(word), 0, column, Qt.AlignmentFlag.AlignRight)
        for row, category in enumerate(categories, 1):
            self._grid.addWidget(QLabel(category or "全体"), row, 0)
            expected = NumberField(f"{category}应到人数")
            present = NumberField(f"{category}实到人数")
            for column, field in enumerate((expected, present), 1):
                self._grid.addWidget(field, row, column)
                field.typed.connect(self._typed)
            self.fields[category] = (expected, present)
        self._grid.setColumnStretch(3, 1)
        keep_order(self._lines, [field for pair in self.fields.values() for field in pair])

    def _typed(self) -> None:
        fields = [field for pair in self.fields.values() for field in pair]
        wrong = next((one for one in fields if one.wrong), None)
        self.wrong.say(wrong.wrong if wrong else "", wrong)
        if wrong is None:
            self.typed.emit(
                {
                    category: Attendance(expected.number, present.number)
                    for category, (expected, present) in self.fields.items()
                }
            )


def _words(number: int | None) -> str:
    return "—" if number is None else f"{number} 人"


def _rule(one: Judgement) -> str:
    if one.met is None:
        mark, colour = "·", QUIET
    elif one.met:
        mark, colour = "✓", GOOD
    else:
        mark, colour = ("！", WARNING) if one.soft else ("✗", WRONG)
    return f'<span style="color:{ink(colour)}"><b>{mark}</b> {one.sentence}</span>'
