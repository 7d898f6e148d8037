"""Takes every key of the program away from where it would go, so that it can be given later."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication


class HeldKeys(QObject):
    """From its making to its ``end`` keys and texts of an input method go to ``hold``.

    What ``hold`` gets gives the key to whatever has the focus then. Shortcuts come before.
    """

    def __init__(self, parent: QObject, hold: Callable[[Callable[[], object]], object]) -> None:
        super().__init__(parent)
        self._hold = hold
        self._application = QApplication.instance()
        if self._application is not None:
            self._application.installEventFilter(self)

    def end(self) -> None:
        """Let keys go where they go."""
        if self._application is not None:
            self._application.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            kind = event.type()
            if kind not in {QEvent.Type.KeyPress, QEvent.Type.KeyRelease}:
                return False
            key, modifiers, text = event.key(), event.modifiers(), event.text()
            again = event.isAutoRepeat()
            self._hold(lambda: _give(QKeyEvent(kind, key, modifiers, text, again)))
            return True
        if isinstance(event, QInputMethodEvent) and event.commitString():
            words = event.commitString()
            self._hold(lambda: _commit(words))
            return True
        return False


def _commit(words: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(words)
    _give(event)


def _give(event: QEvent) -> None:
    target = QApplication.focusWidget() or QApplication.activeWindow()
    if target is not None:
        QApplication.sendEvent(target, event)
