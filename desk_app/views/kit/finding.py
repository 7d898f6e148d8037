"""A search field and the list it narrows: keys lead from one to the other and through the hits."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView, QTableView

from desk_app.views.kit.current_cell import make_current
from desk_app.views.kit.no_hits import NoHits

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.KeypadModifier,
)


class Finder(QObject):
    """↓ and Enter go from the field to the list, Esc empties the field.

    Where nothing is found, the list says so (``NoHits``). With ``typing`` whatever is typed in
    the list begins a search: the list itself takes no text.
    """

    def __init__(
        self, field: QLineEdit, view: QListView | QTableView, *, typing: bool = True
    ) -> None:
        super().__init__(view)
        self._field = field
        self._view = view
        self._typing = typing
        self._none = NoHits(field, view)
        field.installEventFilter(self)
        view.installEventFilter(self)

    def step(self, *, back: bool = False) -> bool:
        """Make the next hit current, after the last one the first; say whether there is one."""
        hits = [row for row in range(self._rows()) if not self._view.isRowHidden(row)]
        if not hits:
            return False
        here = self._view.currentIndex().row()
        if back:
            row = max((one for one in hits if one < here), default=hits[-1])
        else:
            row = min((one for one in hits if one > here), default=hits[0])
        self._choose(row)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self._field:
                return self._in_field(event)
            if watched is self._view and self._typing:
                return self._in_list(event)
        return super().eventFilter(watched, event)

    def _in_field(self, event: QKeyEvent) -> bool:
        if event.key() in (*_ENTER, Qt.Key.Key_Down):
            self._view.setFocus()
            here = self._view.currentIndex()
            if not here.isValid() or self._view.isRowHidden(here.row()):
                self.step()
            return True
        if event.key() == Qt.Key.Key_Escape and self._field.text():
            self._field.clear()
            return True
        return False

    def _in_list(self, event: QKeyEvent) -> bool:
        text = event.text()
        if not text.strip() or not text.isprintable() or event.modifiers() not in _PLAIN:
            return False
        self._field.setFocus()
        self._field.setText(text)
        return True

    def _rows(self) -> int:
        return self._view.model().rowCount()

    def _choose(self, row: int) -> None:
        here = self._view.currentIndex()
        index = self._view.model().index(row, max(here.column(), 0))
        make_current(self._view, index)
        self._view.scrollTo(index)


def found(query: str, text: str, initials: str = "") -> bool:
    """Whether every word of a query is part of a text or of the initials of its names."""
    texts = (text.casefold(), initials.casefold())
    return all(any(word in one for one in texts) for word in query.casefold().split())


def search_line(words: str, width: int = 0) -> QLineEdit:
    """Make a search field; ``width`` in pixels, 0 for as wide as there is room."""
    field = QLineEdit()
    field.setPlaceholderText(words)
    field.setAccessibleName("搜索")
    field.setToolTip("Ctrl+F 搜索，F3 下一处，Shift+F3 上一处")
    field.setClearButtonEnabled(True)
    if width:
        field.setMaximumWidth(width)
    return field
