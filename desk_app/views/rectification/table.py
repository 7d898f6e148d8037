"""The ledger as a table that is filled like a workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor

from desk_app.domain.rectification import (
    ItemField,
    Rectification,
    Status,
    parse_due,
    refuse_change,
)
from desk_app.views.kit import theme
from desk_app.views.kit.number_grid import Cells, NumberGrid
from desk_app.views.kit.records import ROOT, UNSORTED, AnyIndex, as_text, in_order

SUBJECT, STATUS = "党组织", "状态"
COLUMNS: tuple[ItemField | str, ...] = (
    SUBJECT,
    ItemField.PROBLEM,
    ItemField.GOAL,
    ItemField.MEASURES,
    ItemField.OWNER,
    ItemField.DUE,
    ItemField.PROGRESS,
    STATUS,
)
_BY_URGENCY = (Status.OVERDUE, Status.OPEN, Status.CLOSED)
WIDTHS = (9, 16, 8, 9, 4, 6, 6, 10)
"""Characters at first, so that everything stands in 1366 × 768."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that was typed: what it held and what it holds now."""

    item_id: int
    field: ItemField
    before: str | date | None
    after: str | date | None


@dataclass(frozen=True, slots=True)
class RefusedText:
    """What was typed and cannot stand, and the sentence that says why."""

    text: str
    sentence: str


Refusals = Mapping[tuple[int, ItemField], RefusedText | None]
"""What was refused in some cells, by item and column; ``None`` for nothing."""


@dataclass(frozen=True, slots=True)
class CellsTyped:
    """Cells that were typed, pasted or emptied together, those that were refused among them."""

    changes: tuple[CellChange, ...]
    before: Refusals
    after: Refusals


class LedgerTable(NumberGrid):
    """The items that are shown. What is typed stands at once; ``typed`` says it is to be saved.

    A text that cannot stand (a due day of ``明天``) stays in its cell, marked, and is not saved.
    """

    typed = Signal(object)
    """``CellsTyped``, as one step."""
    refused = Signal(int, int)
    """How many cells of a step were refused, and how many are in all."""
    refused_at = Signal(int, int)
    """Row and column of the first refused cell of a step: the cursor belongs there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._given: list[Rectification] = []
        self._items: list[Rectification] = []
        self.sorted_by = UNSORTED
        self.object_name = SUBJECT
        """What heads the column of subjects."""
        self._today = date.min
        self._wrong: dict[tuple[int, ItemField], RefusedText] = {}

    def show(self, items: Sequence[Rectification], today: date) -> None:
        """Show these items instead of the ones before, sorted as those were."""
        self.beginResetModel()
        before = {one.id: one for one in self._items}
        for one in items:
            self._forget_overtaken(before.get(one.id), one)
        self._given = list(items)
        self._items = self._in_order()
        self._today = today
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by what a column holds, empty cells last; column -1 is the order of the ledger.

        What is typed afterwards moves no row until the items are shown anew.
        """
        self.layoutAboutToBeChanged.emit()
        self.sorted_by = (column, order)
        before, stood = self.persistentIndexList(), self._items
        now = {one.id: one for one in stood}
        self._given = [now[one.id] for one in self._given]
        self._items = self._in_order()
        rows = {one.id: row for row, one in enumerate(self._items)}
        after = [self.index(rows[stood[one.row()].id], one.column()) for one in before]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def forget_refused(self) -> None:
        """Start afresh with another round."""
        self._wrong.clear()

    def item(self, row: int) -> Rectification:
        """Return the item in ``row``."""
        return self._items[row]

    def row_of(self, item_id: int) -> int:
        """Return the row of an item, -1 where it is not shown."""
        return next((row for row, one in enumerate(self._items) if one.id == item_id), -1)

    def apply(self, changes: Sequence[CellChange], *, back: bool = False) -> None:
        """Put changes into the cells (or take them back) without saying ``typed``."""
        for change in changes:
            self._wrong.pop((change.item_id, change.field), None)
            row = self.row_of(change.item_id)
            if row >= 0:
                value = change.before if back else change.after
                self._items[row] = with_value(self._items[row], change.field, value)
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))

    def mark(self, refusals: Refusals) -> None:
        """Show what is refused in some cells, or is no more."""
        for (item_id, field), refused in refusals.items():
            if refused is None:
                self._wrong.pop((item_id, field), None)
            else:
                self._wrong[item_id, field] = refused
            row = self.row_of(item_id)
            if row >= 0:
                cell = self.index(row, COLUMNS.index(field))
                self.dataChanged.emit(cell, cell)

    def is_wrong(self, row: int, column: int) -> bool:
        """Whether a cell holds something that cannot stand."""
        return self._refused(row, column) is not None

    def sentence(self, row: int, column: int) -> str:
        """Why a cell is wrong; "" when it is not."""
        refused = self._refused(row, column)
        return f"{refused.sentence}这一格还没有保存。" if refused else ""

    def width(self, column: int) -> int:
        """Say how many characters a column shows at first."""
        return WIDTHS[column]

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return self.object_name if COLUMNS[section] == SUBJECT else str(COLUMNS[section])

    def is_typed(self, row: int, column: int) -> bool:  # noqa: ARG002  (any row's)
        return isinstance(COLUMNS[column], ItemField)

    def is_day(self, index: AnyIndex) -> bool:
        """Whether a cell is typed with a calendar beside it."""
        return COLUMNS[index.column()] is ItemField.DUE

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self._items[index.row()]
        column = COLUMNS[index.column()]
        said = self._refused(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return said.text if said else self._shown(item, column)
        if role == Qt.ItemDataRole.EditRole:
            return said.text if said else self._editable(item, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return said.sentence if said else self._hint(item, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.BackgroundRole:
            return theme.WRONG_BACKGROUND if said or self._overdue(item) else None
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(item, column, wrong=said is not None)
        return None

    def _overdue(self, item: Rectification) -> bool:
        return item.status(self._today) is Status.OVERDUE

    def _colour(
        self, item: Rectification, column: ItemField | str, *, wrong: bool
    ) -> QColor | None:
        if wrong or (self._overdue(item) and column in (STATUS, ItemField.DUE)):
            return theme.pen(theme.WRONG)
        return theme.pen(theme.QUIET) if item.status(self._today) is Status.CLOSED else None

    def take_cells(self, cells: Cells, words: str) -> None:  # noqa: ARG002  (always 填写)
        """Take texts as one step; what cannot stand is marked where it stands."""
        changes: list[CellChange] = []
        before: dict[tuple[int, ItemField], RefusedText | None] = {}
        after: dict[tuple[int, ItemField], RefusedText | None] = {}
        first: tuple[int, int] | None = None
        for (row, column), text in cells.items():
            field = COLUMNS[column]
            if not isinstance(field, ItemField):
                continue
            item = self._items[row]
            value, reason = self._read(field, text)
            marked = self._wrong.get((item.id, field))
            if reason or marked:
                before[item.id, field] = marked
                after[item.id, field] = RefusedText(text, reason) if reason else None
            if reason:
                first = first or (row, column)
            elif value != item.value(field):
                changes.append(CellChange(item.id, field, item.value(field), value))
        if changes or after:
            self.typed.emit(CellsTyped(tuple(changes), before, after))
        if first is not None:
            self.refused_at.emit(*first)
        if after:
            count = sum(one is not None for one in after.values())
            self.refused.emit(count, len(self._wrong))

    def _in_order(self) -> list[Rectification]:
        """The items given, in the order that was asked for last."""
        number, order = self.sorted_by
        if not 0 <= number < len(COLUMNS):
            return list(self._given)
        column = COLUMNS[number]

        def value(item: Rectification) -> object:
            if column == STATUS:
                return _BY_URGENCY.index(item.status(self._today))
            return item.value(column) if isinstance(column, ItemField) else item.subject

        return in_order(self._given, value, order)

    def _refused(self, row: int, column: int) -> RefusedText | None:
        field = COLUMNS[column]
        if not isinstance(field, ItemField):
            return None
        return self._wrong.get((self._items[row].id, field))

    def _forget_overtaken(self, before: Rectification | None, now: Rectification) -> None:
        """What was refused goes from a cell that something else has filled meanwhile."""
        if before is None:
            return
        for field in ItemField:
            if before.value(field) != now.value(field):
                self._wrong.pop((now.id, field), None)

    def _read(self, field: ItemField, text: str) -> tuple[str | date | None, str]:
        value: str | date | None = text.strip()
        if field is ItemField.DUE:
            try:
                value = parse_due(text, self._today.year)
            except ValueError as error:
                return None, str(error)
        return value, refuse_change(field, value)

    def _shown(self, item: Rectification, column: ItemField | str) -> str:
        if isinstance(column, ItemField):
            return as_text(item.value(column))
        if column == SUBJECT:
            return item.subject
        standing = item.status(self._today)
        if item.closed_on is not None:
            return f"✓ {standing} {item.closed_on.isoformat()}"
        return f"! {standing}" if standing is Status.OVERDUE else str(standing)

    def _editable(self, item: Rectification, column: ItemField | str) -> str:
        if not isinstance(column, ItemField):
            return self._shown(item, column)
        value = item.value(column)
        return value.isoformat() if isinstance(value, date) else value or ""

    def _hint(self, item: Rectification, column: ItemField | str) -> str:
        if column == STATUS and item.closed_on is not None:
            return f"{as_text(item.closed_on)}由{item.closed_by}销号\n佐证：{item.proof}"
        if column == STATUS and item.due_on is not None and item.due_on < self._today:
            return f"已超过完成时限 {(self._today - item.due_on).days} 天"
        return self._shown(item, column)


def with_value(item: Rectification, field: ItemField, value: str | date | None) -> Rectification:
    """Return the item with one of its typed columns changed."""
    if field is ItemField.DUE:
        return replace(item, due_on=value if isinstance(value, date) else None)
    text = value if isinstance(value, str) else ""
    match field:
        case ItemField.PROBLEM:
            return replace(item, problem=text)
        case ItemField.GOAL:
            return replace(item, goal=text)
        case ItemField.MEASURES:
            return replace(item, measures=text)
        case ItemField.OWNER:
            return replace(item, owner=text)
        case ItemField.PROGRESS:
            return replace(item, progress=text)
