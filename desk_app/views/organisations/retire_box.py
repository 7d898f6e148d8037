"""The two fields with which an organisation is taken out of use."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLineEdit

from desk_app.views.kit.date_field import DateField
from desk_app.views.kit.sayings import Saying
from desk_app.views.organisations.buttons import line_height, make_button

if TYPE_CHECKING:
    from desk_app.domain.kit.clock import Clock


class RetireBox(QFrame):
    """Day and reason; what cannot stand is said beside them."""

    confirmed = Signal(object, str)
    """The day and the reason."""

    def __init__(self, clock: "Clock") -> None:
        super().__init__()
        self._clock = clock
        self.day = DateField()
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("如 村级建制调整，并入石桥村")
        self.error = Saying(self)
        for field in (self.day, self.reason):
            field.setMinimumHeight(line_height(field))
        self.reason.returnPressed.connect(self._confirm)
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.addRow("撤销日期", self.day)
        layout.addRow("撤销原因", self.reason)
        row = QHBoxLayout()
        row.addWidget(make_button("确认撤销", self._confirm, primary=True))
        row.addStretch(1)
        layout.addRow("", row)

    def ask(self) -> None:
        """Ask afresh, proposing today."""
        self.show()
        self.error.say("")
        self.day.setText(self._clock.now().date().isoformat())
        self.reason.clear()
        self.reason.setFocus()

    def show_problem(self, sentence: str) -> None:
        """Say why it cannot be retired."""
        self.error.say(sentence, self.reason)

    def _confirm(self) -> None:
        try:
            day = self.day.read_day()
        except ValueError as error:
            self.error.say(str(error), self.day)
            return
        self.error.say("" if day else "请填写撤销日期。", self.day)
        if day is not None:
            self.confirmed.emit(day, self.reason.text())
