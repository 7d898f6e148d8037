"""A line in which a few words are asked for: no dialog where a line will do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.views.kit.date_field import DateField
from desk_app.views.kit.name_field import NameField, Names
from desk_app.views.kit.overlay import Overlay
from desk_app.views.kit.tab_order import keep_order


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is asked for; ``names`` are listed while one of them is typed."""

    name: str
    text: str = ""
    hint: str = ""
    width: int = 0
    names: Names = ()
    day: bool = False
    """A day is asked for; a month alone is its last day."""


class AskLine(Overlay):
    """Lies over its host while something is asked.

    Enter goes on to the next field, on the last it submits. What is wrong is
    said under the fields, which keep what was typed; Esc closes the line.
    """

    def __init__(self, host: QWidget, over: QWidget | None = None) -> None:
        super().__init__(host, over)
        self.setObjectName("notice")
        self.setProperty("kind", "question")
        self._fields: dict[str, QLineEdit] = {}
        self._submitted: Callable[[Mapping[str, str]], object] | None = None
        self._title = QLabel()
        self._title.setWordWrap(True)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._wrong = QLabel()
        self._wrong.setProperty("kind", "wrong")
        self._wrong.setWordWrap(True)
        self._wrong.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 6, 8, 6)
        whole.setSpacing(2)
        whole.addWidget(self._title)
        whole.addLayout(self._row)
        whole.addWidget(self._wrong)

    def ask(
        self,
        title: str,
        asked: Sequence[Asked],
        button: str,
        submitted: Callable[[Mapping[str, str]], object],
    ) -> None:
        """Ask for texts; ``submitted`` gets them by name. The line stays until ``dismiss``."""
        self._empty()
        self._submitted = submitted
        self._title.setText(title)
        self.setAccessibleName(title)
        for one in asked:
            self._row.addWidget(QLabel(one.name))
            field = self._field(one)
            field.setAccessibleName(one.name)
            self._fields[one.name] = field
            self._row.addWidget(field, 0 if one.width else 1)
        go = QPushButton(button)
        go.setProperty("kind", "primary")
        go.clicked.connect(self._submit)
        away = QPushButton("取消")
        away.clicked.connect(self.dismiss)
        self._row.addWidget(go)
        self._row.addWidget(away)
        keep_order(self, [*self._fields.values(), go, away])
        self._come()
        empty = [field for name, field in self._fields.items() if not self.texts()[name]]
        (empty or list(self._fields.values()))[0].setFocus()

    def width_wanted(self) -> int:
        """As wide as there is room: the fields grow."""
        return self._host.width()

    def say_wrong(self, text: str) -> None:
        """Say under the fields what cannot stand."""
        self._wrong.setText(text)
        self._wrong.show()
        self._come()

    def field(self, name: str) -> QLineEdit:
        """Return the field of that name."""
        return self._fields[name]

    def texts(self) -> dict[str, str]:
        """What is typed now, by name."""
        return {name: field.text() for name, field in self._fields.items()}

    def dismiss(self) -> None:
        """Close the line; nothing happens."""
        self._empty()
        self._go()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._next()
        else:
            super().keyPressEvent(event)

    def _field(self, one: Asked) -> QLineEdit:
        if one.day:
            field: QLineEdit = DateField(one.text, last_of_month=True)
        elif one.names:
            field = NameField()
            field.offer(one.names)
            field.setText(one.text)
        else:
            field = QLineEdit(one.text)
        field.setPlaceholderText(one.hint)
        field.setAccessibleName(one.name)
        if one.width:
            field.setFixedWidth(one.width)
        return field

    def _next(self) -> None:
        fields = list(self._fields.values())
        here = next((at for at, one in enumerate(fields) if one.hasFocus()), len(fields) - 1)
        if here + 1 < len(fields):
            fields[here + 1].setFocus()
        else:
            self._submit()

    def _submit(self) -> None:
        self._wrong.hide()
        if self._submitted is not None:
            self._submitted(self.texts())

    def _empty(self) -> None:
        self._fields = {}
        self._submitted = None
        self._wrong.hide()
        while self._row.count():
            widget = self._row.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
