"""The table that every room uses: widths that stay, copies to Excel and WPS, keys of a workbook."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
)
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QTableView, QWidget

from desk_app.domain.points import format_points
from desk_app.views.settings import Settings

T = TypeVar("T")
AnyIndex = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()

_MEASURED = 500
"""Rows whose texts are measured for the width of a column; more of them take too long."""

_LOOKED_AT = 50
"""Rows in which a heading looks for a number; the first ones of a tree have none."""

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


@runtime_checkable
class Pastes(Protocol):
    """A model that takes a block of texts from Excel or WPS."""

    def paste(self, index: QModelIndex, rows: list[list[str]]) -> object:
        """Put ``rows`` at ``index`` and to the right and below, as one step to be undone."""


@runtime_checkable
class Measures(Protocol):
    """A model that says how wide its columns should be at first."""

    def width(self, column: int) -> int:
        """Characters; 0 for as wide as what the column shows."""


@runtime_checkable
class Clears(Protocol):
    """A model whose cells can be emptied with the delete key."""

    def clear(self, indexes: list[QModelIndex]) -> object:
        """Empty the cells, as one step to be undone."""


@dataclass(frozen=True)
class Column(Generic[T]):
    """One column of ``Records``.

    ``value`` gives text, a number, a day, or ``None``. Numbers stand on the right unless
    ``align`` says otherwise. ``width`` is in characters, used until the clerk pulls the column.
    """

    title: str
    value: Callable[[T], object]
    align: Qt.AlignmentFlag | None = None
    width: int = 0
    hint: Callable[[T], str] | None = None
    background: Callable[[T], QColor | None] | None = None
    colour: Callable[[T], QColor | None] | None = None


class Records(QAbstractTableModel, Generic[T]):
    """A read-only table over a list of frozen records; a click on a heading sorts."""

    def __init__(self, columns: Sequence[Column[T]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._given: list[T] = []
        self._rows: list[T] = []

    def show(self, records: Sequence[T]) -> None:
        """Show these records instead of the ones before."""
        self.beginResetModel()
        self._given = list(records)
        self._rows = list(records)
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
        return self.columns[section].title

    def _heading_alignment(self, column: Column[T]) -> Qt.AlignmentFlag:
        """A heading stands over what its column shows: on the right over numbers."""
        if column.align:
            return column.align
        values = (column.value(one) for one in self._rows[:_LOOKED_AT])
        return alignment(next((one for one in values if one not in (None, "")), None))

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        column = self.columns[index.column()]
        record = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return as_text(column.value(record))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.align or alignment(column.value(record))
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.hint(record) if column.hint else None
        if role == Qt.ItemDataRole.BackgroundRole:
            return column.background(record) if column.background else None
        if role == Qt.ItemDataRole.ForegroundRole:
            return column.colour(record) if column.colour else None
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by the values of a column, empty ones last; column -1 is the order given."""
        self.layoutAboutToBeChanged.emit()
        rows = list(self._given)
        if 0 <= column < len(self.columns):
            value = self.columns[column].value
            filled = [one for one in rows if value(one) not in (None, "")]
            empty = [one for one in rows if value(one) in (None, "")]
            filled.sort(
                key=lambda one: _sort_key(value(one)),
                reverse=order == Qt.SortOrder.DescendingOrder,
            )
            rows = filled + empty
        moved = {id(one): row for row, one in enumerate(rows)}
        before = self.persistentIndexList()
        after = [self.index(moved[id(self._rows[one.row()])], one.column()) for one in before]
        self._rows = rows
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()


class Sheet(QTableView):
    """A table with the keys of a workbook.

    Enter goes down, Tab goes right, typing edits at once, Esc gives up only the cell being
    typed. Ctrl+C copies as Excel and WPS expect it (with the headings when everything is
    selected), Ctrl+V hands a block to a model that ``Pastes``, Delete to one that ``Clears``.
    In a table that is not ``editable`` whole rows are selected and Tab leaves it.
    """

    def __init__(
        self,
        name: str,
        settings: Settings,
        *,
        editable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._settings = settings
        self._editable = editable
        self._fitting = False
        self.setTabKeyNavigation(editable)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        if editable:
            self.setEditTriggers(
                QAbstractItemView.EditTrigger.AnyKeyPressed
                | QAbstractItemView.EditTrigger.EditKeyPressed
                | QAbstractItemView.EditTrigger.DoubleClicked
            )
        else:
            self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
            self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        height = self.fontMetrics().height() + 8
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultAlignment(CENTRE)
        self.verticalHeader().setMinimumWidth(self.fontMetrics().horizontalAdvance("00000"))
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setDefaultAlignment(LEFT)
        self._remember = QTimer(self)
        self._remember.setSingleShot(True)
        self._remember.setInterval(300)
        self._remember.timeout.connect(self._keep_widths)
        self.horizontalHeader().sectionResized.connect(self._resized)

    def setModel(self, model: QAbstractTableModel | None) -> None:  # type: ignore[override]
        """Show ``model``, with the column widths that were remembered for this table."""
        super().setModel(model)
        if model is None:
            return
        model.modelReset.connect(self._fit)
        if isinstance(model, Records):
            self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.horizontalHeader().setSortIndicatorClearable(True)
            self.setSortingEnabled(True)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        model = self.model()
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)  # what the editor passed on; it acts by itself
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste) and isinstance(model, Pastes):
            self.paste()
        elif event.key() == Qt.Key.Key_Delete and isinstance(model, Clears):
            model.clear(self.selectedIndexes())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._editable:
            up = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._move(-1 if up else 1, 0)
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After Enter the cell below, after Tab the cell beside is current, as in a workbook."""
        ends = QAbstractItemDelegate.EndEditHint
        super().closeEditor(editor, ends.NoHint if hint != ends.RevertModelCache else hint)
        if hint == ends.SubmitModelCache:
            self._move(1, 0)
        elif hint == ends.EditNextItem:
            self._move(0, 1)
        elif hint == ends.EditPreviousItem:
            self._move(0, -1)

    def copy(self) -> None:
        """Put the selection on the clipboard."""
        QGuiApplication.clipboard().setText(self.selected_text())

    def paste(self) -> None:
        """Hand the block on the clipboard to the model, at the selection's upper left cell."""
        model = self.model()
        chosen = self.selectedIndexes() or [self.currentIndex()]
        start = min(chosen, key=lambda one: (one.row(), one.column()))
        if isinstance(model, Pastes) and start.isValid():
            model.paste(start, read_block(QGuiApplication.clipboard().text()))

    def selected_text(self) -> str:
        """Return the selected cells, tabs between columns; all of them bring their headings."""
        model = self.model()
        chosen = self.selectedIndexes()
        rows = sorted({one.row() for one in chosen})
        header = self.horizontalHeader()
        columns = sorted(
            {one.column() for one in chosen if not header.isSectionHidden(one.column())},
            key=header.visualIndex,
        )
        lines: list[list[str]] = []
        if rows and len(rows) == model.rowCount() and (len(rows) > 1 or not self._editable):
            lines.append(
                [as_text(model.headerData(one, Qt.Orientation.Horizontal)) for one in columns]
            )
        marked = {(one.row(), one.column()) for one in chosen}
        lines += [
            [
                as_text(model.index(row, column).data()) if (row, column) in marked else ""
                for column in columns
            ]
            for row in rows
        ]
        return write_block(lines)

    def _move(self, down: int, right: int) -> None:
        """Make the cell beside or below current.

        Along a row, cells that nobody types in are passed over, and the next row follows.
        """
        model = self.model()
        here = self.currentIndex()
        row, column = here.row() + down, here.column() + right
        if right:
            while 0 <= row < model.rowCount():
                if not 0 <= column < model.columnCount():
                    row, column = row + right, 0 if right > 0 else model.columnCount() - 1
                    continue
                flags = model.flags(model.index(row, column))
                hidden = self.isColumnHidden(column)
                if flags & Qt.ItemFlag.ItemIsEditable and not hidden:
                    break
                column += right
        there = model.index(row, column)
        if there.isValid():
            self.selectionModel().setCurrentIndex(
                there, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
            self.scrollTo(there)

    def _fit(self) -> None:
        """Give columns the width remembered, asked for, or needed by what they show."""
        model = self.model()
        kept = self._settings.widths(self._name)
        letter = self.fontMetrics().horizontalAdvance("国")
        self._fitting = True
        for column in range(model.columnCount()):
            title = as_text(model.headerData(column, Qt.Orientation.Horizontal))
            asked = model.columns[column].width if isinstance(model, Records) else 0
            asked = model.width(column) if isinstance(model, Measures) else asked
            if title in kept:
                width = kept[title]
            elif asked:
                width = asked * letter + letter
            elif model.rowCount() <= _MEASURED:
                self.resizeColumnToContents(column)
                width = min(self.columnWidth(column) + letter, 24 * letter)
            else:
                width = 8 * letter
            self.setColumnWidth(column, width)
        self._fitting = False

    def _resized(self) -> None:
        if not self._fitting and self.isVisible():
            self._remember.start()

    def _keep_widths(self) -> None:
        model = self.model()
        last = model.columnCount() - 1
        kept = self._settings.widths(self._name)
        for column in range(model.columnCount()):
            # The last column fills the window; its width is not the clerk's choice.
            if column != last and not self.isColumnHidden(column):
                title = as_text(model.headerData(column, Qt.Orientation.Horizontal))
                kept[title] = self.columnWidth(column)
        self._settings.set_widths(self._name, kept)


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


def write_block(rows: Sequence[Sequence[str]]) -> str:
    """Write cells the way Excel and WPS read them from the clipboard.

    A text that a workbook would take for a formula gets an apostrophe in front, the workbook's
    own sign for text.
    """
    return "".join("\t".join(_cell(text) for text in row) + "\n" for row in rows)


def read_block(text: str) -> list[list[str]]:
    """Read cells that Excel or WPS put on the clipboard: tabs, lines, quotes around breaks."""
    rows: list[list[str]] = [[]]
    position, length = 0, len(text)
    while position <= length:
        if text.startswith('"', position):
            cell, position = _quoted(text, position)
        else:
            end = position
            while end < length and text[end] not in "\t\r\n":
                end += 1
            cell, position = text[position:end], end
        rows[-1].append(cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA else cell)
        if position < length and text[position] == "\t":
            position += 1
            continue
        if text.startswith("\r\n", position):
            position += 1
        position += 1
        if position < length:
            rows.append([])
        else:
            break
    return rows


_FORMULA = ("=", "+", "-", "@")


def _cell(text: str) -> str:
    if text.startswith(_FORMULA) and not _is_number(text):
        text = f"'{text}"
    if any(one in text for one in '\t\n\r"'):
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text


def _is_number(text: str) -> bool:
    return text[1:].replace(".", "", 1).isdigit()


def _quoted(text: str, start: int) -> tuple[str, int]:
    """Read a cell in quotes; a quote that never ends is an ordinary character."""
    position = start + 1
    parts: list[str] = []
    while (end := text.find('"', position)) >= 0:
        parts.append(text[position:end])
        if text.startswith('"', end + 1):
            parts.append('"')
            position = end + 2
            continue
        if end + 1 < len(text) and text[end + 1] not in "\t\r\n":
            break
        return "".join(parts), end + 1
    end = start
    while end < len(text) and text[end] not in "\t\r\n":
        end += 1
    return text[start:end], end


def _sort_key(value: object) -> tuple[int, object]:
    if isinstance(value, (int, Decimal)):
        return (0, value)
    return (1, as_text(value))
