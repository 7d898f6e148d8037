"""The ledger as a table that is filled like a workbook."""

from collections.abc import Sequence
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
from desk_app.views.kit.records import ROOT, AnyIndex, as_text

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
WIDTHS = (9, 16, 8, 9, 4, 6, 6, 10)
"""Characters at first, so that everything stands in 1366 × 768."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that was typed: what it held and what it holds now."""

    item_id: int
    field: ItemField
    before: str | date | None
    after: str | date | None


class LedgerTable(NumberGrid):
    """The items that are shown. What is typed stands at once; ``typed`` says it is to be saved.

    A text that cannot stand (a due day of ``明天``) stays in its cell, marked, and is not saved.
    """

    typed = Signal(list)
    """Cells that were changed, as one step: a list of ``CellChange``."""
    wrong = Signal(str)
    """Why what was just typed cannot stand; "" once it can."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: list[Rectification] = []
        self._today = date.min
        self._wrong: dict[tuple[int, ItemField], tuple[str, str]] = {}

    def show(self, items: Sequence[Rectification], today: date) -> None:
        """Show these items instead of the ones before."""
        self.beginResetModel()
        self._items = list(items)
        self._today = today
        there = {one.id for one in items}
        self._wrong = {key: said for key, said in self._wrong.items() if key[0] in there}
        self.endResetModel()

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
        return str(COLUMNS[section])

    def is_typed(self, row: int, column: int) -> bool:  # noqa: ARG002  (any row's)
        return isinstance(COLUMNS[column], ItemField)

    def is_day(self, index: AnyIndex) -> bool:
        """Whether a cell is typed with a calendar beside it."""
        return COLUMNS[index.column()] is ItemField.DUE

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self._items[index.row()]
        column = COLUMNS[index.column()]
        said = self._wrong.get((item.id, column)) if isinstance(column, ItemField) else None
        if role == Qt.ItemDataRole.DisplayRole:
            return said[0] if said else self._shown(item, column)
        if role == Qt.ItemDataRole.EditRole:
            return said[0] if said else self._editable(item, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return said[1] if said else self._hint(item, column)
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
        changes, last_reason = [], ""
        for (row, column), text in cells.items():
            field = COLUMNS[column]
            if not isinstance(field, ItemField):
                continue
            change, reason = self._take(row, column, field, text)
            changes += [change] if change is not None else []
            last_reason = reason or last_reason
        if cells:
            self.wrong.emit(last_reason)
        if changes:
            self.typed.emit(changes)

    def _take(
        self, row: int, column: int, field: ItemField, text: str
    ) -> tuple[CellChange | None, str]:
        """What a text changes, or why it cannot stand."""
        item = self._items[row]
        value, reason = self._read(field, text)
        cell = self.index(row, column)
        if reason:
            self._wrong[item.id, field] = (text, reason)
            self.dataChanged.emit(cell, cell)
            return None, f"{item.subject}：{reason}"
        marked = self._wrong.pop((item.id, field), None)
        if value != item.value(field):
            return CellChange(item.id, field, item.value(field), value), ""
        if marked:
            self.dataChanged.emit(cell, cell)
        return None, ""

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
