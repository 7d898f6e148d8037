"""其他情况: subjects down, facts across, typed like a workbook."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QUndoStack
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desk_app.domain.facts import format_fact, parse_fact
from desk_app.domain.scheme.model import Fact, FactKind
from desk_app.views.scoring.grid import QUIET_BACKGROUND, ROOT, AnyIndex, tint
from desk_app.views.scoring.text_step import TextStep
from desk_app.views.tables import LEFT, RIGHT, Sheet
from desk_app.views.theme import QUIET, WRONG, WRONG_BACKGROUND

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.services.facts import FactsRecorded, FactsTable
    from desk_app.services.workspace import Workspace
    from desk_app.views.runner import Runner
    from desk_app.views.settings import Settings

Texts = Mapping[tuple[int, str], str]
"""Subject and fact → what the cell shows."""


class FactsModel(QAbstractTableModel):
    """Rows are the subjects that take part, columns the facts that the scheme asks for."""

    failed = Signal(str)
    recorded = Signal()
    marked = Signal()
    revisited = Signal()
    """Undo or redo changed facts: they should be on screen."""

    def __init__(self, runner: "Runner", undo_stack: QUndoStack) -> None:
        super().__init__()
        self._runner = runner
        self._undo_stack = undo_stack
        self.table: FactsTable | None = None
        self.locked = False
        self._subjects: list[tuple[int, str]] = []
        self._facts: tuple[Fact, ...] = ()
        self._texts: dict[tuple[int, str], str] = {}
        self._wrong: dict[tuple[int, str], tuple[str, str]] = {}

    def show(self, table: "FactsTable", *, locked: bool) -> None:
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
        facts = {one.name: one for one in self._facts}
        after: dict[tuple[int, str], str] = {}
        for key, text in texts.items():
            try:
                value = parse_fact(facts[key[1]], text)
            except ValueError as error:
                self._wrong[key] = (text, str(error))
                continue
            self._wrong.pop(key, None)
            if format_fact(value) != self._texts.get(key, ""):
                after[key] = format_fact(value)
        if after:
            before = {key: self._texts.get(key, "") for key in after}
            self._undo_stack.push(TextStep(self, before, after, words))
        self._repaint()
        self.marked.emit()

    def send(self, texts: Texts, before: Texts) -> None:
        """Show the texts and save them; where that fails show ``before`` again."""
        if self.table is None:
            return
        round_id = self.table.round_id

        def work(workspace: "Workspace") -> "FactsRecorded":
            from desk_app.services import facts

            changes = [facts.FactChange(*key, text) for key, text in texts.items()]
            return facts.record_many(workspace, round_id, changes)

        self._put(texts)
        self._runner.run(
            work,
            self._recorded,
            lambda fault: self._take_back(before, fault),
            writes=True,
        )

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
            return "党组织"
        fact = self._facts[section - 1]
        return f"{fact.name}（{fact.unit}）" if fact.unit else fact.name

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = index.row(), index.column()
        key = self.key(row, column)
        if key is None:
            if role == Qt.ItemDataRole.BackgroundRole:
                return QUIET_BACKGROUND
            return self._subjects[row][1] if role == Qt.ItemDataRole.DisplayRole else None
        wrong = self._wrong.get(key)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return wrong[0] if wrong else self._texts.get(key, "")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if self._facts[column - 1].kind is FactKind.COUNT else LEFT
        if role == Qt.ItemDataRole.BackgroundRole:
            return WRONG_BACKGROUND if wrong else None
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(WRONG) if wrong else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return wrong[1] if wrong else None
        return None

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        key = self.key(index.row(), index.column())
        if key is None or role != Qt.ItemDataRole.EditRole or self.locked:
            return False
        self.take({key: str(value)}, f"填写{key[1]}")
        return True

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() and not self.locked:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def paste(self, index: QModelIndex, rows: list[list[str]]) -> None:
        """Put a block in, as one step; what cannot stand is marked where it stands."""
        texts = {}
        for down, row in enumerate(rows):
            for right, text in enumerate(row):
                at, column = index.row() + down, index.column() + right
                if at < self.rowCount() and column < self.columnCount() and not self.locked:
                    key = self.key(at, column)
                    if key is not None:
                        texts[key] = text
        self.take(texts, "粘贴")

    def clear(self, indexes: list[QModelIndex]) -> None:
        """Empty cells, as one step."""
        keys = (self.key(one.row(), one.column()) for one in indexes)
        if not self.locked:
            self.take({key: "" for key in keys if key is not None}, "清除")

    def _put(self, texts: Texts) -> None:
        self._texts.update(texts)
        self._repaint()

    def _recorded(self, recorded: "FactsRecorded") -> None:
        for key, sentence in recorded.refused.items():
            self._wrong[key] = (self._texts.get(key, ""), sentence)
        self._repaint()
        self.recorded.emit()

    def _take_back(self, before: Texts, fault: "Fault") -> None:
        self._undo_stack.clear()
        self._put(before)
        self.failed.emit(str(fault))

    def _repaint(self) -> None:
        if self._subjects:
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)


class FactsPage(QWidget):
    """The table, and one sentence on the cell that is current."""

    def __init__(self, runner: "Runner", undo_stack: QUndoStack, settings: "Settings") -> None:
        super().__init__()
        self.model = FactsModel(runner, undo_stack)
        self.table = Sheet("scoring.facts", settings, editable=True)
        self.table.setAccessibleName("其他情况")
        self.table.setModel(self.model)
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        self.hint.setMinimumHeight(int(self.hint.fontMetrics().height() * 1.3))
        self.empty = QLabel("本轮方案没有要另外填写的情况。")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.empty, 1)
        column.addWidget(self.table, 1)
        column.addWidget(self.hint)
        self.table.selectionModel().currentChanged.connect(self._explain)
        self.model.marked.connect(self._explain)

    def show(self, table: "FactsTable", *, locked: bool) -> None:  # type: ignore[override]
        """Show a round's facts; the cursor stays in its cell."""
        here = self.table.currentIndex()
        row, column = max(here.row(), 0), max(here.column(), 1)
        self.model.show(table, locked=locked)
        self.empty.setVisible(not table.facts)
        self.table.setVisible(bool(table.facts))
        if self.model.rowCount() and table.facts:
            row = min(row, self.model.rowCount() - 1)
            column = min(column, self.model.columnCount() - 1)
            self.table.setCurrentIndex(self.model.index(row, column))

    def _explain(self, *_: object) -> None:
        here = self.table.currentIndex()
        sentence, wrong = ("", False)
        if here.isValid():
            sentence, wrong = self.model.sentence(here.row(), here.column())
        tint(self.hint, WRONG if wrong else QUIET, sentence)


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
        case FactKind.TEXT:
            return ""
