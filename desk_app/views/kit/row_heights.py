"""Rows as high as what they hold, measured when they come into sight: never all of them."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QTimer
from PySide6.QtWidgets import QTableView


class RowHeights(QObject):
    """Gives the rows in sight of a table that wraps its texts the height that they need.

    A table of thousands of rows is shown as fast as one of twenty. It has to scroll by rows
    (Qt's default), so that a height that is found late moves nothing.
    """

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self._busy = False
        self._known: set[int] = set()
        """Rows whose height is that of what they hold now."""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.fit)
        table.viewport().installEventFilter(self)
        table.verticalScrollBar().valueChanged.connect(lambda _: self.fit())
        table.horizontalHeader().sectionResized.connect(lambda *_: self._forget_all())
        table.model().modelReset.connect(self._forget_all)
        table.model().layoutChanged.connect(self._forget_all)
        table.selectionModel().currentChanged.connect(self._keep_in_sight)

    def forget(self, row: int) -> None:
        """What a row holds has changed: it is measured again."""
        self._known.discard(row)
        self._soon.start()

    def fit(self) -> None:
        """Measure the rows in sight that were not measured yet."""
        table = self._table
        if self._busy:
            return
        self._busy = True
        row = max(table.rowAt(0), 0)
        height, count = table.viewport().height(), table.model().rowCount()
        while row < count and table.rowViewportPosition(row) < height:
            self._measure(row)
            row += 1
        self._busy = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self.fit()
        return super().eventFilter(watched, event)

    def _forget_all(self) -> None:
        self._known.clear()
        self._soon.start()

    def _keep_in_sight(self, current: QModelIndex) -> None:
        """The table was scrolled to a row by what the rows above it were thought to need."""
        table = self._table
        if not current.isValid() or not table.isVisible():
            return
        self._busy = True
        row, left = current.row(), table.viewport().height()
        while row >= 0 and left > 0:
            self._measure(row)
            left -= table.rowHeight(row)
            row -= 1
        self._busy = False
        self.fit()
        table.updateGeometries()  # how far it can be scrolled goes by the heights
        table.scrollTo(current)

    def _measure(self, row: int) -> None:
        if row not in self._known:
            self._table.resizeRowToContents(row)
            self._known.add(row)
