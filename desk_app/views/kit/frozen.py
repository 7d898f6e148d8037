"""The first columns of a table that stay in sight while the others are scrolled sideways."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QTableView,
    QWidget,
)

from desk_app.views.kit.heading import TableHeading
from desk_app.views.kit.theme import LINE, ink


class FrozenColumns(QTableView):
    """A second view of the same cells, laid over the left edge of a table.

    It has the table's model, selection, row heights and widths, and scrolls with its rows. Seen
    only once the table is scrolled sideways: until then it would cover what it shows.
    """

    def __init__(
        self,
        table: QTableView,
        heading: TableHeading,
        paint_over: Callable[[QTableView, QRect], object],
    ) -> None:
        super().__init__(table)
        self._table = table
        self._paint_over = paint_over
        self._columns: list[int] = []
        self.setHorizontalHeader(TableHeading(self))
        self.verticalHeader().hide()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._draw_edge()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        for policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._take_over()
        self.hide()
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(table.verticalScrollBar().setValue)
        table.horizontalScrollBar().valueChanged.connect(lambda _: self.place())
        table.verticalHeader().sectionResized.connect(lambda row, _, now: self._row(row, now))
        heading.sectionResized.connect(lambda *_: self.place())
        heading.sortIndicatorChanged.connect(self._sorted)
        self._sorted(heading.sortIndicatorSection(), heading.sortIndicatorOrder())
        self.doubleClicked.connect(table.doubleClicked)
        self.clicked.connect(table.clicked)
        self.activated.connect(table.activated)
        table.viewport().installEventFilter(self)

    @property
    def width_in_use(self) -> int:
        """Pixels of the table that are covered now."""
        return self.width() if self.isVisible() else 0

    def show_columns(self, columns: Sequence[int]) -> None:
        """Keep these columns in sight, as they stand from left to right."""
        table, heading = self._table, self.horizontalHeader()
        if self.model() is not table.model():
            self.setModel(table.model())
        self.setSelectionModel(table.selectionModel())
        self._columns = list(columns)
        for column in range(table.model().columnCount()):
            self.setColumnHidden(column, column not in self._columns)
            delegate = table.itemDelegateForColumn(column)
            if delegate is not self.itemDelegateForColumn(column):
                self.setItemDelegateForColumn(column, delegate)
        for place, column in enumerate(self._columns):
            heading.moveSection(heading.visualIndex(column), place)
        self.setItemDelegate(table.itemDelegate())
        self._take_heights()
        self.place()

    def follow(self) -> None:
        """Take the heights and widths that the table has for letters of another size."""
        self._draw_edge()
        header = self.verticalHeader()
        header.setMinimumSectionSize(self._table.verticalHeader().minimumSectionSize())
        header.setDefaultSectionSize(self._table.verticalHeader().defaultSectionSize())
        self._take_heights()
        self.place()

    def commitData(self, editor: QWidget) -> None:
        """Leave what was typed to the table: its delegate, which both share, tells both."""

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Leave the editor to the table as well."""

    def scrollTo(
        self,
        index: QModelIndex,  # type: ignore[override]
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a frozen cell into sight.

        The cursor is the table's: before the other columns are hidden, a new cell of theirs would
        scroll the frozen ones out.
        """
        if index.column() in self._columns:
            super().scrollTo(index, hint)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._paint_over(self, event.rect())

    def place(self) -> None:
        """Lie where the columns would stand if the table were not scrolled."""
        table = self._table
        shown = bool(self._columns) and table.horizontalScrollBar().value() > 0
        if shown:
            wide = 0
            for column in self._columns:
                self.setColumnWidth(column, table.columnWidth(column))
                wide += table.columnWidth(column)
            top = table.horizontalHeader().height()
            self.horizontalHeader().setFixedHeight(top)
            # Half of what is seen at most: the rest must have room to be scrolled through.
            wide = min(wide, table.viewport().width() // 2) + 2
            place = table.viewport().geometry()
            self.setGeometry(QRect(place.left(), place.top() - top, wide, place.height() + top))
            self.verticalScrollBar().setValue(table.verticalScrollBar().value())
            self.raise_()
        self.setVisible(shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._table.viewport():
            self.place()
        return super().eventFilter(watched, event)

    def _draw_edge(self) -> None:
        self.setStyleSheet(f"QTableView {{ border-right: 2px solid {ink(LINE)}; }}")

    def _take_heights(self) -> None:
        for row in range(self._table.model().rowCount()):
            self.setRowHeight(row, self._table.rowHeight(row))

    def _take_over(self) -> None:
        """Look and act as the table does."""
        table = self._table
        self.setItemDelegate(table.itemDelegate())
        self.setAlternatingRowColors(table.alternatingRowColors())
        self.setWordWrap(table.wordWrap())
        self.setTextElideMode(table.textElideMode())
        self.setSelectionBehavior(table.selectionBehavior())
        self.setSelectionMode(table.selectionMode())
        self.setVerticalScrollMode(table.verticalScrollMode())
        header = self.verticalHeader()
        header.setDefaultSectionSize(table.verticalHeader().defaultSectionSize())
        header.setMinimumSectionSize(table.verticalHeader().minimumSectionSize())

    def _row(self, row: int, height: int) -> None:
        if self._columns:
            self.setRowHeight(row, height)

    def _sorted(self, column: int, order: Qt.SortOrder) -> None:
        self.horizontalHeader().setSortIndicator(column, order)
