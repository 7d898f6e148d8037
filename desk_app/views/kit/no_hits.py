"""What lies over a list in which a search finds nothing: the sentence, and the way back."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QMoveEvent
from PySide6.QtWidgets import QLineEdit, QListView, QTableView

from desk_app.views.kit.empty_page import EmptyPage


class NoHits(EmptyPage):
    """Says that nothing was found for what stands in the field; the button empties it."""

    def __init__(self, field: QLineEdit, view: QListView | QTableView) -> None:
        super().__init__("")
        self._field = field
        self._view = view
        self.hide()
        self.setParent(view.viewport())
        view.viewport().installEventFilter(self)
        field.textChanged.connect(self._look)
        model = view.model()
        for changed in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            changed.connect(self._look)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.resize(self._view.viewport().size())
        return super().eventFilter(watched, event)

    def moveEvent(self, event: QMoveEvent) -> None:
        """Stay where it is: a list that is scrolled takes along what lies on it."""
        super().moveEvent(event)
        self.move(0, 0)

    def _look(self, *_: object) -> None:
        wanted = self._field.text().strip()
        if wanted and not self._any():
            self.say(f"没有找到“{wanted}”。", "显示全部", self._show_all)
            self.resize(self._view.viewport().size())
            self.show()
        else:
            self.hide()

    def _any(self) -> bool:
        rows = range(self._view.model().rowCount())
        return any(not self._view.isRowHidden(row) for row in rows)

    def _show_all(self) -> None:
        self._field.clear()
        self._view.setFocus()
