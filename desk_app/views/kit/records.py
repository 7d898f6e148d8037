"""The columns and records of a table, and how it writes a value."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from desk_app.domain.points import format_points

T = TypeVar("T")
AnyIndex = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
UNSORTED = (-1, Qt.SortOrder.AscendingOrder)
"""What a table is sorted by that stands as its rows were given: column and order."""

_LOOKED_AT = 50
"""Rows in which a heading looks for a number; the first ones of a tree have none."""

_DISPLAY = Qt.ItemDataRole.DisplayRole
_ALIGNMENT = Qt.ItemDataRole.TextAlignmentRole
_HINT = Qt.ItemDataRole.ToolTipRole
_BACKGROUND = Qt.ItemDataRole.BackgroundRole
_COLOUR = Qt.ItemDataRole.ForegroundRole
_ANSWERED = frozenset({_DISPLAY, _ALIGNMENT, _HINT, _BACKGROUND, _COLOUR})
"""A cell that is painted is asked for seven roles: the others are answered at once."""

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class Column(Generic[T]):
    """One column of ``Records``.

    ``value`` gives text, a number, a day, or ``None``. Numbers stand on the right unless
    ``align`` says otherwise. ``width`` is in characters, used until the clerk pulls the column.
    ``gives_way`` is for what stands elsewhere on the screen as well: where the table is too narrow
    for all columns, those from 1 on go out of sight, one after the other, as long as needed.
    """

    title: str
    value: Callable[[T], object]
    align: Qt.AlignmentFlag | None = None
    width: int = 0
    hint: Callable[[T], str] | None = None
    background: Callable[[T], QColor | None] | None = None
    colour: Callable[[T], QColor | None] | None = None
    gives_way: int = 0


SUBJECTS = "党组织"
"""Titles the column of those who are graded, until a scheme calls them something else."""


class Records(QAbstractTableModel, Generic[T]):
    """A read-only table over a list of frozen records; a click on a heading sorts."""

    def __init__(self, columns: Sequence[Column[T]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._given: list[T] = []
        self._rows: list[T] = []
        self.sorted_by = UNSORTED
        self.object_name = SUBJECTS
        """What heads the column of subjects."""

    def show(self, records: Sequence[T]) -> None:
        """Show these records instead of the ones before, sorted as those were."""
        self.beginResetModel()
        self._given = list(records)
        self._rows = self._in_order()
        self.endResetModel()

    def record(self, row: int) -> T:
        """Return the record that stands in ``row`` now."""
        return self._rows[row]

    @property
    def records(self) -> tuple[T, ...]:
        """All records in the order in which they are shown."""
        return tuple(self._rows)

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return self._heading_alignment(self.columns[section])
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        title = self.columns[section].title
        return self.object_name if title == SUBJECTS else title

    def _heading_alignment(self, column: Column[T]) -> Qt.AlignmentFlag:
        """A heading stands over what its column shows: on the right over numbers."""
        if column.align:
            return column.align
        values = (column.value(one) for one in self._rows[:_LOOKED_AT])
        return alignment(next((one for one in values if one not in (None, "")), None))

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in _ANSWERED:
            return None
        column = self.columns[index.column()]
        record = self._rows[index.row()]
        if role == _DISPLAY:
            return as_text(column.value(record))
        if role == _ALIGNMENT:
            return column.align or alignment(column.value(record))
        if role == _BACKGROUND:
            return column.background(record) if column.background else None
        if role == _COLOUR:
            return column.colour(record) if column.colour else None
        return column.hint(record) if column.hint else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by the values of a column, empty ones last; column -1 is the order given."""
        self.layoutAboutToBeChanged.emit()
        self.sorted_by = (column, order)
        rows = self._in_order()
        moved = {id(one): row for row, one in enumerate(rows)}
        before = self.persistentIndexList()
        after = [self.index(moved[id(self._rows[one.row()])], one.column()) for one in before]
        self._rows = rows
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _in_order(self) -> list[T]:
        """The records given, in the order that was asked for last."""
        column, order = self.sorted_by
        if not 0 <= column < len(self.columns):
            return list(self._given)
        return in_order(self._given, self.columns[column].value, order)


def in_order(records: Sequence[T], value: Callable[[T], object], order: Qt.SortOrder) -> list[T]:
    """Return records in the order of their values, empty ones last."""
    filled = [one for one in records if value(one) not in (None, "")]
    empty = [one for one in records if value(one) in (None, "")]
    filled.sort(
        key=lambda one: _sort_key(value(one)),
        reverse=order == Qt.SortOrder.DescendingOrder,
    )
    return filled + empty


def as_text(value: object) -> str:
    """Write a value as a table shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return format_points(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def alignment(value: object) -> Qt.AlignmentFlag:
    """Numbers stand on the right, everything else on the left."""
    number = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    return RIGHT if number else LEFT


def _sort_key(value: object) -> tuple[int, object]:
    if isinstance(value, (int, Decimal)):
        return (0, value)
    return (1, as_text(value))
