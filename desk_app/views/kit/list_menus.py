"""Context menus for lists and trees: what stands there is copied, ticks are set together."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QListView, QTreeView

from desk_app.views.kit.clipboard import write_block
from desk_app.views.kit.menus import Entry, asks_for_menu, pop_up, undo_entry
from desk_app.views.kit.records import as_text


class ListMenu(QObject):
    """Opens by the right button, the menu key or Shift+F10; Ctrl+C copies as the menu does."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._asked)
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.Copy):
                self.copy()
                return True
            if asks_for_menu(event):
                self._show(self._view.visualRect(self._view.currentIndex()).bottomLeft())
                return True
        return super().eventFilter(watched, event)

    def copy(self) -> None:
        """Put the chosen lines on the clipboard, columns beside each other."""
        QGuiApplication.clipboard().setText(write_block(self._texts(self._lines())))

    def copy_all(self) -> None:
        """Put every line that is shown on the clipboard."""
        QGuiApplication.clipboard().setText(write_block(self._texts(self._every(QModelIndex()))))

    def _asked(self, at: QPoint) -> None:
        self._show(at)

    def _show(self, at: QPoint) -> None:
        view = self._view
        entries: list[Entry | None] = [
            Entry("复制", self.copy, "Ctrl+C", possible=bool(self._lines())),
            Entry("复制全部", self.copy_all, possible=view.model().rowCount() > 0),
        ]
        if isinstance(view, QTreeView):
            entries += [
                None,
                Entry("全部展开", view.expandAll),
                Entry("全部收起", view.collapseAll),
            ]
        entries += [None, undo_entry(view)]
        pop_up(view, entries, view.viewport().mapToGlobal(at))

    def _lines(self) -> list[QModelIndex]:
        """The first cells of the chosen lines; the current one where nothing is chosen."""
        selection = self._view.selectionModel()
        chosen = {one.siblingAtColumn(0) for one in selection.selectedIndexes()}
        chosen |= {self._view.currentIndex().siblingAtColumn(0)} if not chosen else set()
        return [one for one in self._every(QModelIndex()) if one in chosen]

    def _every(self, parent: QModelIndex) -> list[QModelIndex]:
        model = self._view.model()
        found: list[QModelIndex] = []
        for row in range(model.rowCount(parent)):
            one = model.index(row, 0, parent)
            found += [one, *self._every(one)]
        return found

    def _texts(self, lines: list[QModelIndex]) -> list[list[str]]:
        model = self._view.model()
        count = 1 if isinstance(self._view, QListView) else model.columnCount()
        return [
            [as_text(one.siblingAtColumn(column).data()) for column in range(count)]
            for one in lines
        ]
