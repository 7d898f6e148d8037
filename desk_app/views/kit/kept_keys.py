"""Keys that were typed before what they are meant for is there: kept, and given in order."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

_CALLS = int(QEvent.Type.MetaCall.value)

Kept = tuple[int, Qt.KeyboardModifier, str]
"""A key that was pressed too early: key, modifiers, text."""


def send_key(kept: Kept) -> None:
    """Press a key in whatever has the focus now."""
    key, modifiers, text = kept
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        focus = QApplication.focusWidget()
        if focus is not None:
            QCoreApplication.sendEvent(focus, QKeyEvent(kind, key, modifiers, text))
    # An editor hands over what it holds by a posted call, before the next key.
    QCoreApplication.sendPostedEvents(None, _CALLS)


class KeptKeys(QObject):
    """Keeps what is typed into a table that still shows something else than what was chosen.

    A score typed meanwhile would be written to the subject that is about to go.
    """

    def __init__(self, table: QWidget) -> None:
        super().__init__(table)
        self._table = table
        self._expected: object = None
        self._kept: list[Kept] = []
        table.installEventFilter(self)

    def expect(self, what: object) -> None:
        """Keep the keys until ``arrived`` is told the same; those for anything else are dropped.

        ``None``: what is chosen is what is shown, nothing is waited for.
        """
        if what != self._expected:
            self._kept.clear()
        self._expected = what

    def arrived(self, what: object) -> None:
        """Give the keys to the table, or to the editor that the first of them opens."""
        if self._expected is None or what != self._expected:
            return
        kept = self.give_up()
        focus = QApplication.focusWidget()
        if focus is self._table or (focus is not None and self._table.isAncestorOf(focus)):
            for key in kept:
                send_key(key)

    def give_up(self) -> list[Kept]:
        """Keep nothing any longer; return what was kept."""
        kept, self._kept, self._expected = self._kept, [], None
        return kept

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            self._expected is not None
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() != Qt.Key.Key_Escape
        ):
            self._kept.append((event.key(), event.modifiers(), event.text()))
            return True
        return super().eventFilter(watched, event)
