"""Stands between Qt's windows and fcitx where Qt has no way of its own to it.

Keys are taken where they enter the window, before anything in it sees them; what fcitx makes of
them arrives as the events that every widget gets from an input method.
"""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, Qt
from PySide6.QtGui import (
    QInputMethodEvent,
    QInputMethodQueryEvent,
    QKeyEvent,
    QTextCharFormat,
    QWindow,
)
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from desk_app.views.input.fcitx import Fcitx, KeyStroke

_ASKED = Qt.InputMethodQuery.ImEnabled | Qt.InputMethodQuery.ImHints
_SECRET = Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData
_SHORTCUT = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class FcitxBridge(QObject):
    """Watches the window and the widget that have the focus, and only those."""

    def __init__(self, application: QApplication, fcitx: Fcitx) -> None:
        super().__init__(application)
        self._fcitx = fcitx
        fcitx.setParent(self)
        self._window: QWindow | None = None
        self._object: QObject | None = None
        self._served = False
        self._typed = ""
        """What is being typed and stands underlined in the widget."""
        fcitx.committed.connect(self._commit)
        fcitx.composing.connect(self._show)
        fcitx.lost.connect(self._keep)
        application.focusWindowChanged.connect(self._watch_window)
        application.focusObjectChanged.connect(self._watch_object)
        application.aboutToQuit.connect(fcitx.close)
        self._watch_window(application.focusWindow())
        self._watch_object(application.focusObject())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched == self._window:
            if isinstance(event, QKeyEvent) and kind in {
                QEvent.Type.KeyPress,
                QEvent.Type.KeyRelease,
            }:
                return self._takes(event)
            if kind == QEvent.Type.MouseButtonPress:
                self._settle()
        elif watched == self._object:
            if kind == QEvent.Type.FocusAboutToChange:
                self._settle()
            elif kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
                return self._keeps(event)
        return False

    def _watch_window(self, window: QWindow | None) -> None:
        if self._window is not None and isValid(self._window):
            self._window.removeEventFilter(self)
        self._window = window
        if window is not None:
            window.installEventFilter(self)

    def _watch_object(self, focused: QObject | None) -> None:
        if self._object is not None and isValid(self._object):
            self._object.removeEventFilter(self)
        self._object = focused
        if focused is not None:
            focused.installEventFilter(self)
        self._serve()
        self._place()

    def _takes(self, event: QKeyEvent) -> bool:
        """Offer a key to fcitx; True: it is dealt with and nobody else sees it."""
        if not self._serve() or not event.nativeVirtualKey():
            return False
        self._place()
        released = event.type() == QEvent.Type.KeyRelease
        return self._fcitx.takes(
            KeyStroke(
                event.nativeVirtualKey(), event.nativeScanCode(), event.nativeModifiers(), released
            )
        )

    def _keeps(self, event: QKeyEvent) -> bool:
        """While something is being typed Esc, Enter and digits are no shortcuts of the program."""
        if not self._typed or event.modifiers() & _SHORTCUT:
            return False
        event.accept()
        return True

    def _serve(self) -> bool:
        """Tell fcitx whether the focus is on something that takes text; return it."""
        served = self._takes_text()
        if served != self._served:
            self._served = served
            if served:
                self._fcitx.focus_in()
            else:
                self._fcitx.focus_out()
        return served

    def _takes_text(self) -> bool:
        if self._object is None or not isValid(self._object):
            return False
        popup = QApplication.activePopupWidget()
        # The list under a field leaves the typing to the field; a menu has its own keys.
        if popup is not None and popup.focusProxy() != self._object:
            return False
        asked = QInputMethodQueryEvent(_ASKED)
        QCoreApplication.sendEvent(self._object, asked)
        hints = Qt.InputMethodHint(asked.value(Qt.InputMethodQuery.ImHints) or 0)
        return bool(asked.value(Qt.InputMethodQuery.ImEnabled)) and not hints & _SECRET

    def _commit(self, text: str) -> None:
        self._typed = ""
        event = QInputMethodEvent()
        event.setCommitString(text)
        self._send(event)

    def _show(self, text: str, cursor: int) -> None:
        if not text and not self._typed:
            return
        self._typed = text
        before = text.encode()[: max(0, cursor)].decode(errors="ignore")
        underlined = QTextCharFormat()
        underlined.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        kinds = QInputMethodEvent.AttributeType
        attributes = [
            QInputMethodEvent.Attribute(kinds.TextFormat, 0, _units(text), underlined),
            QInputMethodEvent.Attribute(kinds.Cursor, _units(before), 1, None),
        ]
        self._send(QInputMethodEvent(text, attributes))
        self._place()

    def _settle(self) -> None:
        """What stands there stays there, before the focus or the cursor goes elsewhere."""
        if self._typed:
            self._keep()
            self._fcitx.reset()

    def _keep(self) -> None:
        if self._typed:
            self._commit(self._typed)

    def _send(self, event: QInputMethodEvent) -> None:
        if self._object is not None and isValid(self._object):
            QCoreApplication.sendEvent(self._object, event)

    def _place(self) -> None:
        """Tell fcitx where the cursor is, in the screen's own pixels."""
        widget = self._object
        if not self._served or not isinstance(widget, QWidget):
            return
        query = Qt.InputMethodQuery.ImCursorRectangle
        asked = QInputMethodQueryEvent(query)
        QCoreApplication.sendEvent(widget, asked)
        cursor = asked.value(query)
        cursor = cursor.toRect() if hasattr(cursor, "toRect") else cursor
        if not isinstance(cursor, QRect):
            return
        origin = widget.screen().geometry().topLeft()
        scale = widget.devicePixelRatioF()
        there = origin + (widget.mapToGlobal(cursor.topLeft()) - origin) * scale
        self._fcitx.place(QRect(there, cursor.size() * scale))


def _units(text: str) -> int:
    """Return the length of a text as Qt counts it: a rare character counts twice."""
    return len(text.encode("utf-16-le")) // 2
