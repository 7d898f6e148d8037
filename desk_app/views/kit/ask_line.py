"""A line in which a few words are asked for: no dialog where a line will do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.views.kit.date_field import DateField
from desk_app.views.kit.tab_order import keep_order


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is asked for; with ``options`` one of them is chosen by typing."""

    name: str
    text: str = ""
    hint: str = ""
    width: int = 0
    options: Sequence[str] = ()
    day: bool = False
    """A day is asked for; a month alone is its last day."""


class AskLine(QFrame):
    """Hidden until something is asked. Enter goes on to the next field, on the last it submits.

    What is wrong is said under the fields, which keep what was typed; Esc closes the line.
    """

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setProperty("kind", "question")
        self._fields: dict[str, QWidget] = {}
        self._submitted: Callable[[Mapping[str, str]], object] | None = None
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._wrong = QLabel()
        self._wrong.setProperty("kind", "wrong")
        self._wrong.setWordWrap(True)
        self._wrong.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 6, 8, 6)
        whole.setSpacing(2)
        whole.addLayout(self._row)
        whole.addWidget(self._wrong)
        self.hide()

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
        label = QLabel(title)
        self._row.addWidget(label)
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
        self.show()
        empty = [field for name, field in self._fields.items() if not self.texts()[name]]
        (empty or list(self._fields.values()))[0].setFocus()

    def say_wrong(self, text: str) -> None:
        """Say under the fields what cannot stand."""
        self._wrong.setText(text)
        self._wrong.show()

    def field(self, name: str) -> QWidget:
        """Return the field of that name."""
        return self._fields[name]

    def texts(self) -> dict[str, str]:
        """What is typed now, by name."""
        return {
            name: field.currentText() if isinstance(field, QComboBox) else _text(field)
            for name, field in self._fields.items()
        }

    def dismiss(self) -> None:
        """Close the line; nothing happens."""
        self._empty()
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._next()
        else:
            super().keyPressEvent(event)

    def _field(self, one: Asked) -> QWidget:
        if one.options:
            combo = QComboBox()
            combo.setEditable(True)
            combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            combo.addItems(list(one.options))
            combo.setCurrentIndex(-1)
            combo.setEditText(one.text)
            completer = QCompleter(list(one.options), combo)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            combo.setCompleter(completer)
            line = combo.lineEdit()
            if line is not None:
                line.setPlaceholderText(one.hint)
            combo.setMinimumWidth(one.width or 160)
            return combo
        field = DateField(one.text, last_of_month=True) if one.day else QLineEdit(one.text)
        field.setPlaceholderText(one.hint)
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


def _text(field: QWidget) -> str:
    return field.text() if isinstance(field, QLineEdit) else ""
