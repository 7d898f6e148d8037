"""A field that names an organisation or a person: what fits is listed while it is typed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from desk_app.views.kit.finding import found

Names = Sequence[tuple[str, str]]
"""Names, each with the pinyin initials by which it is found."""

_SHOWN = 12
"""Names that the list shows at once; more of them are scrolled to."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_APART = "、，,"


def fitting(names: Names, query: str) -> list[str]:
    """Return the names that a query finds, those that begin with it first.

    The query is part of the name or of its initials; an empty one finds all.
    """
    wanted = "".join(query.split()).casefold()
    hits = [one for one in names if found(wanted, *one)]
    first = [name for name, initials in hits if _begins(name, initials, wanted)]
    return list(dict.fromkeys([*first, *(name for name, _ in hits)]))


def _begins(name: str, initials: str, wanted: str) -> bool:
    return any(one.startswith(wanted) for one in (name.casefold(), *initials.casefold().split()))


class NameField(QLineEdit):
    """Lists the names that fit; ↓ and ↑ choose among what is shown, Enter takes the chosen one.

    Initials that fit a single name become that name when the field is left. With ``several``
    names are separated by 、 and the list is about the one in which the cursor stands.
    """

    chosen = Signal(str)
    """A name was taken from the list."""

    def __init__(self, parent: QWidget | None = None, *, several: bool = False) -> None:
        super().__init__(parent)
        self._names: Names = ()
        self._several = several
        self._fetch: Callable[[], object] | None = None
        self._model = QStringListModel(self)
        self._list = QCompleter(self._model, self)
        self._list.setWidget(self)
        self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list.setMaxVisibleItems(_SHOWN)
        self._list.activated.connect(self._take)
        self._list.popup().installEventFilter(self)
        self.textEdited.connect(lambda _: self._show_list())

    def offer(self, names: Names) -> None:
        """Offer these names."""
        self._names = names
        if self.hasFocus() and self.isModified() and self._current_part():
            self._show_list()

    def fetch_with(self, fetch: Callable[[], object]) -> None:
        """Call ``fetch`` when the field is entered; it should lead to ``offer``."""
        self._fetch = fetch

    @property
    def listed(self) -> list[str]:
        """The names that the list shows now."""
        return self._model.stringList() if self._list.popup().isVisible() else []

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._fetch is not None:
            self._fetch()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.resolve()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._names:
            self._show_list()
            return
        if event.key() in _ENTER:
            self.resolve()
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the list takes the name that is marked there, and goes on."""
        if watched is self._list.popup() and isinstance(event, QKeyEvent):
            press = event.type() == QEvent.Type.KeyPress
            if press and event.key() in (*_ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                here = self._list.popup().currentIndex()
                self._list.popup().hide()
                if here.isValid():
                    self._take(str(here.data()))
                else:
                    self.resolve()
                again = QKeyEvent(event.type(), event.key(), event.modifiers(), event.text())
                QCoreApplication.sendEvent(self, again)  # Enter goes on as from the field itself
                return True
        return super().eventFilter(watched, event)

    def resolve(self) -> None:
        """Put the one name in place of what fits only it; anything else stays as it was typed."""
        part = self._current_part()
        known = any(name == part for name, _ in self._names)
        hits = fitting(self._names, part) if part and part.isascii() and not known else []
        if len(hits) == 1:
            self._take(hits[0])

    def _show_list(self) -> None:
        part = self._current_part()
        hits = fitting(self._names, part) if part or not self._several else []
        if not hits or hits == [part]:
            self._list.popup().hide()
            return
        self._model.setStringList(hits)
        self._list.setCompletionPrefix("")
        self._list.complete()
        self._list.popup().setCurrentIndex(QModelIndex())  # nothing is chosen yet

    def _span(self) -> tuple[int, int]:
        """Where the name begins and ends in which the cursor stands."""
        text = self.text()
        if not self._several:
            return 0, len(text)
        cursor = self.cursorPosition()
        start = max(text.rfind(one, 0, cursor) for one in _APART) + 1
        ends = [at for one in _APART if (at := text.find(one, cursor)) >= 0]
        return start, min(ends, default=len(text))

    def _current_part(self) -> str:
        start, end = self._span()
        return self.text()[start:end].strip()

    def _take(self, name: str) -> None:
        start, end = self._span()
        text = self.text()
        self.setText(text[:start] + name + text[end:])
        self.setCursorPosition(start + len(name))
        self.setModified(True)
        self.chosen.emit(name)
