"""Faults and questions over the edge of a page: no dialog where a line will do."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)
from shiboken6 import isValid

from desk_app.views.kit.around import context_around
from desk_app.views.kit.overlay import Overlay

Choice = tuple[str, Callable[[], object]]


class Notice(Overlay):
    """A few lines that lie over their host until they are closed or no longer hold.

    A notice never moves what is below it: it is a child of its host and in no layout. Esc closes
    it. What went well goes when its page is left; a fault and a question stay.
    """

    def __init__(self, host: QWidget, over: QWidget | None = None) -> None:
        super().__init__(host, over)
        self.setObjectName("notice")
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._choices: list[QPushButton] = []
        self._before: QWidget | None = None
        self._close = QPushButton("知道了")
        # A click on it leaves the keys where they are.
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.clicked.connect(self.dismiss)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(12, 6, 8, 6)
        self._row.addWidget(self._label, 1)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        self._buttons.addWidget(self._close)
        self._row.addLayout(self._buttons)

    @property
    def text(self) -> str:
        """What is shown now; empty when nothing is."""
        return "" if self.isHidden() else self._label.text()

    def show_fault(self, text: str) -> None:
        """Show sentences that say what happened, where, and what to do.

        A passing word such as 已撤销 goes: it was said of what has just been refused.
        """
        self._show(text, "fault")
        context = context_around(self)
        if context is not None:
            context.say("")

    def show_info(self, text: str) -> None:
        """Show something that went well and is worth more than a passing word."""
        self._show(text, "info")

    def ask(self, text: str, choices: Sequence[Choice], stay: str = "") -> None:
        """Ask something; each choice is (words on the button, what it does).

        The question goes before the choice is carried out. Closing it chooses nothing. Where
        the choices lose something, ``stay`` names the way back: its button has the keys then.
        """
        focus = QApplication.focusWidget()
        if focus is not None and not self.isAncestorOf(focus):
            self._before = focus
        self._clear()
        for position, (words, act) in enumerate(choices):
            button = QPushButton(words)
            button.setAutoDefault(True)
            button.clicked.connect(lambda _=False, act=act: self._chosen(act))
            self._buttons.insertWidget(1 + position, button)
            self._choices.append(button)
        self._say(text, "question", stay or "取消")
        first = self._close if stay or not self._choices else self._choices[0]
        first.setFocus()

    def dismiss(self) -> None:
        """Go away; the keys go back to where they went before the question."""
        focus, before = QApplication.focusWidget(), self._before
        self._before = None
        mine = focus is not None and self.isAncestorOf(focus)
        if mine and before is not None and isValid(before) and before.isVisible():
            before.setFocus()
        self._clear()
        self._go()

    def leave(self) -> None:
        """Forget what went well; a fault or a question waits for the page to come back."""
        if self.property("kind") == "info":
            self.dismiss()

    def width_wanted(self) -> int:
        """Pixels that hold sentence and buttons on one line."""
        words = self.fontMetrics().horizontalAdvance(self._label.text())
        return words + self._buttons.sizeHint().width() + 48

    def fit_to(self, width: int) -> None:
        """Put the buttons under the sentence where both do not go on a line."""
        buttons = self._buttons.sizeHint().width()
        beside = len(self._choices) < 2 or width >= self.width_wanted()
        narrow = width - buttons < self.fontMetrics().horizontalAdvance("国") * 16
        self._row.setDirection(
            QBoxLayout.Direction.LeftToRight
            if beside and not narrow
            else QBoxLayout.Direction.TopToBottom
        )

    def _field_in_hand(self) -> QWidget | None:
        focus = super()._field_in_hand()
        before = self._before
        mine = focus is not None and self.isAncestorOf(focus)
        return before if mine and before is not None and isValid(before) else focus

    def _chosen(self, act: Callable[[], object]) -> None:
        self.dismiss()
        act()

    def _show(self, text: str, kind: str) -> None:
        self._clear()
        self._say(text, kind, "知道了")

    def _say(self, text: str, kind: str, close: str) -> None:
        self._close.setText(close)
        self._label.setText(text)
        self._label.setAccessibleName(text)
        self.setAccessibleName(text)
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self._come()
        self._announce()

    def _announce(self) -> None:
        """Let a screen reader say it, wherever the keys are."""
        from PySide6.QtGui import QAccessible, QAccessibleEvent

        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _clear(self) -> None:
        for button in self._choices:
            self._buttons.removeWidget(button)
            button.deleteLater()
        self._choices = []
