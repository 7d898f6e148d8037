"""其他情况: subjects down, facts across, typed like a workbook."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QUndoStack

from desk_app.domain.facts import format_fact, parse_fact
from desk_app.domain.scheme.model.scoring import Fact, FactKind
from desk_app.views.kit.number_grid import Cells, NumberGrid
from desk_app.views.kit.records import LEFT, RIGHT, ROOT, AnyIndex
from desk_app.views.kit.theme import QUIET_BACKGROUND, WRONG, WRONG_BACKGROUND, pen
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.scoring.text_step import TextStep
from desk_app.views.scoring.words import OBJECT_NAME
from desk_app.views.use_cases import facts

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.views.runner import Runner

Texts = Mapping[tuple[int, str], str]
"""Subject and fact → what the cell shows."""


class FactsModel(NumberGrid):
    """Rows are the subjects that take part, columns the facts that the scheme asks for."""

    failed = Signal(str)
    recorded = Signal()
    marked = Signal()
    revisited = Signal()
    """Undo or redo changed facts: they should be on screen."""

    def __init__(self, runner: "Runner", undo_stack: QUndoStack) -> None:
        super().__init__()
        self._runner = OwnedRunner(runner, self)
        self._undo_stack = undo_stack
        self.table: facts.FactsTable | None = None
        self.locked = False
        self.object_name = OBJECT_NAME
        self._subjects: list[tuple[int, str]] = []
        self._facts: tuple[Fact, ...] = ()
        self._texts: dict[tuple[int, str], str] = {}
        self._wrong: dict[tuple[int, str], tuple[str, str]] = {}

    def show(self, table: "facts.FactsTable", *, locked: bool) -> None:
        """Show a round's facts, or the same ones as read again."""
        self.beginResetModel()
        if self.table is None or self.table.round_id != table.round_id:
            self._wrong.clear()
        self.table = table
        self.locked = locked
        self._facts = table.facts
        taking_part = [one for one in table.lines if one.participates]
        self._subjects = [(one.subject.id, one.subject.name) for one in taking_part]
        self._texts = {
            (one.subject.id, name): format_fact(value)
            for one in taking_part
            for name, value in one.values.items()
        }
        self.endResetModel()

    def width(self, column: int) -> int:
        """Characters that a column is wide at first."""
        if column == 0:
            return 14
        return 9 if self._facts[column - 1].kind is not FactKind.TEXT else 18

    def key(self, row: int, column: int) -> tuple[int, str] | None:
        """Subject and fact of a cell; ``None`` for the names on the left."""
        if column == 0:
            return None
        return self._subjects[row][0], self._facts[column - 1].name

    def sentence(self, row: int, column: int) -> tuple[str, bool]:
        """What is to be said of a cell, and whether it is wrong."""
        key = self.key(row, column)
        if key is None:
            return "", False
        if key in self._wrong:
            return self._wrong[key][1] + "这一格还没有保存。", True
        fact = self._facts[column - 1]
        return fact.hint or _how_to_type(fact), False

    def take(self, texts: Texts, words: str) -> None:
        """Check texts; save what can stand as one step to be undone, mark the rest."""
        known = {one.name: one for one in self._facts}
        after: dict[tuple[int, str], str] = {}
        for key, text in texts.items():
            try:
                value = parse_fact(known[key[1]], text)
            except ValueError as error:
                self._wrong[key] = (text, str(error))
                continue
            self._wrong.pop(key, None)
            if format_fact(value) != self._texts.get(key, ""):
                after[key] = format_fact(value)
        if after:
            before = {key: self._texts.get(key, "") for key in after}
            self._undo_stack.push(TextStep(self, before, after, words))
        self.repaint()
        self.marked.emit()

    def send(self, texts: Texts, before: Texts, bulk: str = "") -> None:
        """Show the texts and save them; where that fails show ``before`` again."""
        if self.table is None:
            return
        changes = [facts.FactChange(*key, text) for key, text in texts.items()]
        self._put(texts)
        bulk = bulk if len(changes) > 1 else ""
        self._runner.save(facts.record_many, self.table.round_id, changes, bulk=bulk).then(
            self._recorded
        ).otherwise(lambda fault: self._take_back(before, fault))

    def is_typed(self, row: int, column: int) -> bool:
        return not self.locked and self.key(row, column) is not None

    def is_day(self, index: AnyIndex) -> bool:
        """Whether a cell is typed with a calendar beside it."""
        column = index.column()
        return column > 0 and self._facts[column - 1].kind is FactKind.DATE

    def take_cells(self, cells: Cells, words: str) -> None:
        keys = {self.key(*place): text for place, text in cells.items()}
        self.take({key: text for key, text in keys.items() if key is not None}, words)

    def typing_words(self, row: int, column: int) -> str:
        key = self.key(row, column)
        return "" if key is None else f"填写{key[1]}"

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self._subjects)

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else 1 + len(self._facts)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.ToolTipRole and section and orientation == _ACROSS:
            return self._facts[section - 1].hint or None
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        if section == 0:
            return self.object_name
        fact = self._facts[section - 1]
        return f"{fact.name}（{fact.unit}）" if fact.unit else fact.name

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = index.row(), index.column()
        key = self.key(row, column)
        if key is None:
            if role == Qt.ItemDataRole.BackgroundRole:
                return QUIET_BACKGROUND
            return self._subjects[row][1] if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if self._facts[column - 1].kind in _NUMBERS else LEFT
        return self._fact_data(key, role)

    def _fact_data(self, key: tuple[int, str], role: int) -> object:
        """What a cell that is typed in shows, and how it is marked while it is wrong."""
        wrong = self._wrong.get(key)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return wrong[0] if wrong else self._texts.get(key, "")
        if wrong is None:
            return None
        marks = {
            int(Qt.ItemDataRole.BackgroundRole): WRONG_BACKGROUND,
            int(Qt.ItemDataRole.ForegroundRole): pen(WRONG),
            int(Qt.ItemDataRole.ToolTipRole): wrong[1],
        }
        return marks.get(int(role))

    def _put(self, texts: Texts) -> None:
        self._texts.update(texts)
        self.repaint()

    def _recorded(self, recorded: "facts.FactsRecorded") -> None:
        for key, sentence in recorded.refused.items():
            self._wrong[key] = (self._texts.get(key, ""), sentence)
        self.repaint()
        self.recorded.emit()

    def _take_back(self, before: Texts, fault: "Fault") -> None:
        self._undo_stack.clear()
        self._put(before)
        self.failed.emit(str(fault))


_NUMBERS = frozenset({FactKind.COUNT, FactKind.DECIMAL})
_ACROSS = Qt.Orientation.Horizontal


def _how_to_type(fact: Fact) -> str:
    """What may be typed for a fact."""
    match fact.kind:
        case FactKind.YES_NO:
            return f"{fact.name}：填“是”或“否”（1 或 0 也可以），没有就留空。"
        case FactKind.COUNT:
            return f"{fact.name}：填整数，没有就留空。"
        case FactKind.DATE:
            return f"{fact.name}：填日期，如 2026-03-05 或 2026年3月5日。"
        case FactKind.CHOICE:
            return f"{fact.name}：填{'、'.join(fact.options)}之一。"
        case FactKind.DECIMAL:
            return f"{fact.name}：填数字，最多三位小数，没有就留空。"
        case FactKind.TEXT:
            return ""
