"""Faults and questions on a line of the screen: no dialog where a line will do."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)
from shiboken6 import isValid

Choice = tuple[str, Callable[[], object]]


class Notice(QFrame):
    """One line that is hidden until there is something to say, and can be closed."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._choices: list[QPushButton] = []
        self._before: QWidget | None = None
        self._close = QPushButton("知道了")
        self._close.clicked.connect(self.dismiss)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 6, 8, 6)
        self._row.addWidget(self._label, 1)
        self._row.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        """What is shown now; empty when the line is hidden."""
        return "" if self.isHidden() else self._label.text()

    def show_fault(self, text: str) -> None:
        """Show sentences that say what happened, where, and what to do."""
        self._show(text, "fault")

    def show_info(self, text: str) -> None:
        """Show something that went well and is worth more than a passing word."""
        self._show(text, "info")

    def ask(self, text: str, choices: Sequence[Choice]) -> None:
        """Ask something; each choice is (words on the button, what it does).

        The line goes before the choice is carried out. Closing it chooses nothing.
        """
        focus = QApplication.focusWidget()
        if focus is not None and not self.isAncestorOf(focus):
            self._before = focus
        self._show(text, "question")
        self._close.setText("取消")
        for position, (words, act) in enumerate(choices):
            button = QPushButton(words)
            button.clicked.connect(lambda _=False, act=act: self._chosen(act))
            self._row.insertWidget(1 + position, button)
            self._choices.append(button)
        if self._choices:
            self._choices[0].setFocus()

    def dismiss(self) -> None:
        """Hide the line; the keys go back to where they went before the question."""
        focus, before = QApplication.focusWidget(), self._before
        self._before = None
        mine = focus is not None and self.isAncestorOf(focus)
        if mine and before is not None and isValid(before) and before.isVisible():
            before.setFocus()
        self._clear()
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def _chosen(self, act: Callable[[], object]) -> None:
        self.dismiss()
        act()

    def _show(self, text: str, kind: str) -> None:
        self._clear()
        self._close.setText("知道了")
        self._label.setText(text)
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()

    def _clear(self) -> None:
        for button in self._choices:
            self._row.removeWidget(button)
            button.deleteLater()
        self._choices = []
