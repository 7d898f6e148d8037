"""The cells of 试算: a row a trial, the columns of the evidence workbook, results beside them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from desk_app.domain.drafts.catalogue import order_of
from desk_app.domain.drafts.entering import enter
from desk_app.domain.drafts.tree import (
    DraftTable,
    Row,
    SchemeDraft,
    at,
    clear,
    insert,
    put,
    remove,
    rows,
    text_at,
)
from desk_app.domain.drafts.trying import TrialHeading, cell_path
from desk_app.domain.points import format_points
from desk_app.domain.scheme.model.trials import NO_LEVEL
from desk_app.views.kit.records import CENTRE, LEFT, ROOT, AnyIndex
from desk_app.views.kit.theme import GOOD, QUIET, QUIET_BACKGROUND, WRONG, WRONG_BACKGROUND, pen

if TYPE_CHECKING:
    from desk_app.domain.drafts.trying import DraftTrials
    from desk_app.domain.trials import TrialOutcome

NAME, LEVEL, RESULT = 0, 1, 2
_OWN = ("名称", "应当得到", "结果")
_KEYS = {NAME: "name", LEVEL: "level"}
_WIDTHS = {NAME: 5, LEVEL: 5, RESULT: 8}
TRIALS = "trials"
_ROLE = Qt.ItemDataRole


class TrialModel(QAbstractTableModel):
    """Trials of a draft; the empty row at the end becomes one when something is typed in it."""

    edited = Signal(object, str)
    """A new ``SchemeDraft`` and what was done."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.draft = SchemeDraft()
        self.headings: Sequence[TrialHeading] = ()
        self.tried: DraftTrials | None = None
        self._refused: dict[tuple[int, str], str] = {}

    @property
    def count(self) -> int:
        """How many rows there are, the empty one not among them."""
        return len(rows(self.draft, (TRIALS,)))

    def show_draft(self, draft: SchemeDraft, headings: Sequence[TrialHeading]) -> None:
        """Show other trials; the view keeps its place where rows and columns are the same."""
        if tuple(headings) != tuple(self.headings):
            self.beginResetModel()
            self.draft, self.headings = draft, headings
            self.endResetModel()
            return
        before, after = self.count, len(rows(draft, (TRIALS,)))
        # Rows come and go at the end: a field that is being typed in stays open.
        if after > before:
            self.beginInsertRows(ROOT, before + 1, after)
            self.draft = draft
            self.endInsertRows()
        elif after < before:
            self.beginRemoveRows(ROOT, after + 1, before)
            self.draft = draft
            self.endRemoveRows()
        self.draft = draft
        self._repaint()

    def show_results(self, tried: "DraftTrials | None") -> None:
        """Show what became of the rows."""
        self.tried = tried
        problems = () if tried is None else tried.problems
        self._refused = {
            (int(one.path[1]), str(one.path[3])): one.sentence
            for one in problems
            if len(one.path) == 4
        }
        self._repaint()

    def outcome(self, row: int) -> "TrialOutcome | None":
        """What became of a row, as far as it has been tried."""
        if self.tried is None or not 0 <= row < len(self.tried.run.outcomes):
            return None
        return self.tried.run.outcomes[row]

    def width(self, column: int) -> int:
        """Letters that a column is wide at first; 0 for as wide as its texts."""
        return _WIDTHS.get(column, 0)

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else self.count + 1

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(_OWN) + len(self.headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if role == _ROLE.DisplayRole else None
        if role == _ROLE.DisplayRole:
            return self._title(section)
        own = section < len(_OWN)
        return None if own or role != _ROLE.ToolTipRole else self.headings[section - 3].hint

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags if index.column() == RESULT else flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: AnyIndex, role: int = _ROLE.DisplayRole) -> object:
        row, column = index.row(), index.column()
        if role in {_ROLE.DisplayRole, _ROLE.EditRole}:
            return self._result(row) if column == RESULT else self._text(row, column)
        if role == _ROLE.TextAlignmentRole:
            return LEFT if column <= RESULT else CENTRE
        if role == _ROLE.BackgroundRole:
            return self._ground(row, column)
        if role == _ROLE.ForegroundRole and column == RESULT:
            outcome = self.outcome(row)
            met = None if outcome is None else outcome.met
            return pen(QUIET if met is None else GOOD if met else WRONG)
        if role == _ROLE.ToolTipRole:
            return self._refused.get((row, self._title(column))) or None
        return None

    def setData(self, index: AnyIndex, value: object, role: int = _ROLE.EditRole) -> bool:
        text = str(value).strip()
        if role != _ROLE.EditRole or text == self._text(index.row(), index.column()):
            return False
        self._change(self._set(self.draft, index.row(), index.column(), text), "改试算")
        return True

    def paste(self, index: QModelIndex, block: list[list[str]]) -> None:
        """Put a block of texts at a cell and to the right and below; results are passed over."""
        draft = self.draft
        for down, cells in enumerate(block):
            for right, text in enumerate(cells):
                column = index.column() + right
                if column < self.columnCount() and column != RESULT:
                    draft = self._set(draft, index.row() + down, column, text.strip())
        self._change(draft, "粘贴试算")

    def clear(self, indexes: list[QModelIndex]) -> None:
        """Empty cells."""
        draft = self.draft
        for one in indexes:
            if one.row() < self.count and one.column() != RESULT:
                draft = self._set(draft, one.row(), one.column(), "")
        self._change(draft, "清空试算的格")

    def add(self, made: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> None:
        """Add rows: each a name and what is entered for it."""
        fresh: list[Row] = [
            {"name": name, "entered": DraftTable(dict(cells))} for name, cells in made
        ]
        self._change(insert(self.draft, (TRIALS,), fresh, order=order_of((TRIALS,))), "加试算")

    def take_out(self, numbers: Sequence[int]) -> None:
        """Delete rows."""
        draft = self.draft
        for row in sorted(set(numbers), reverse=True):
            if row < self.count:
                draft = remove(draft, (TRIALS, row))
        self._change(draft, "删试算")

    def keep_outcomes(self, numbers: Sequence[int]) -> None:
        """Let what rows get now be what they must get."""
        draft = self.draft
        for row in set(numbers):
            outcome = self.outcome(row)
            if outcome is not None and not outcome.refused:
                draft = enter(draft, (TRIALS, row, "level"), outcome.level or NO_LEVEL)
        self._change(draft, "定应得")

    def _change(self, draft: SchemeDraft, words: str) -> None:
        if draft != self.draft:
            self.edited.emit(draft, words)

    def _set(self, draft: SchemeDraft, row: int, column: int, text: str) -> SchemeDraft:
        count = len(rows(draft, (TRIALS,)))
        if row >= count:
            if not text:
                return draft
            named = text if column == NAME else f"第{count + 1}行"
            draft = insert(draft, (TRIALS,), {"name": named}, order=order_of((TRIALS,)))
            row = count
        if column in _KEYS:
            return enter(draft, (TRIALS, row, _KEYS[column]), text)
        path = cell_path(row, self._title(column))
        if not text:
            return clear(draft, path)
        return put(draft, path, text, order=tuple(one.title for one in self.headings))

    def _title(self, column: int) -> str:
        return _OWN[column] if column < len(_OWN) else self.headings[column - len(_OWN)].title

    def _text(self, row: int, column: int) -> str:
        if row >= self.count:
            return ""
        if column in _KEYS:
            return text_at(self.draft, (TRIALS, row, _KEYS[column]))
        found = at(self.draft, cell_path(row, self._title(column)))
        return "" if found is None else str(found)

    def _result(self, row: int) -> str:
        outcome = self.outcome(row)
        if outcome is None or row >= self.count:
            return ""
        mark = "" if outcome.met is None else "✓ " if outcome.met else "✗ "
        if outcome.refused:
            return f"{mark}没有试成"
        points = "" if outcome.points is None else f"　{format_points(outcome.points)}"
        return f"{mark}{outcome.level or NO_LEVEL}{points}"

    def _ground(self, row: int, column: int) -> object:
        if (row, self._title(column)) in self._refused:
            return WRONG_BACKGROUND
        outcome = self.outcome(row) if column == RESULT and row < self.count else None
        if outcome is not None and outcome.met is False:
            return WRONG_BACKGROUND
        return QUIET_BACKGROUND if column == RESULT else None

    def _repaint(self) -> None:
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)
