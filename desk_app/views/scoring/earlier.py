"""往年等级: subjects down, years across, for years that no round of this workspace covers."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desk_app.views.scoring.grid import QUIET_BACKGROUND, ROOT, AnyIndex, tint
from desk_app.views.scoring.text_step import TextStep
from desk_app.views.tables import CENTRE, LEFT, Sheet
from desk_app.views.theme import QUIET, WARNING

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.services.earlier import EarlierTable
    from desk_app.services.workspace import Workspace
    from desk_app.views.runner import Runner
    from desk_app.views.settings import Settings

Key = tuple[int, int]
"""Organisation and year."""
Texts = Mapping[Key, str]


class EarlierModel(QAbstractTableModel):
    """Rows are the subjects that take part, columns earlier years, the latest first."""

    failed = Signal(str)
    recorded = Signal()
    revisited = Signal()
    """Undo or redo changed levels: they should be on screen."""

    def __init__(self, runner: "Runner", undo_stack: QUndoStack) -> None:
        super().__init__()
        self._runner = runner
        self._undo_stack = undo_stack
        self.table: EarlierTable | None = None
        self.locked = False
        self._texts: dict[Key, str] = {}

    def show(self, table: "EarlierTable", *, locked: bool) -> None:
        """Show a round's earlier years, or the same ones as read again."""
        self.beginResetModel()
        self.table = table
        self.locked = locked
        self._texts = {**table.typed, **table.own}
        self.endResetModel()

    def width(self, column: int) -> int:
        """Characters that a column is wide at first."""
        return 8 if column else 14

    def key(self, row: int, column: int) -> Key | None:
        """Organisation and year of a cell; ``None`` for the names on the left."""
        if self.table is None or column == 0:
            return None
        return self.table.lines[row].organisation_id, self.table.years[column - 1]

    def fixed(self, row: int, column: int) -> bool:
        """Whether nobody types in a cell: a round of this workspace says it."""
        key = self.key(row, column)
        return self.table is None or key is None or key in self.table.own

    def sentence(self, row: int, column: int) -> tuple[str, str]:
        """What is to be said of a cell, and in which colour."""
        key = self.key(row, column)
        if self.table is None or key is None:
            return "", QUIET
        if key in self.table.own:
            return f"{key[1]} 年度在本工作区评定过，以那一轮的结果为准，这里不能改。", QUIET
        text = self._texts.get(key, "")
        known = "、".join(self.table.levels)
        if text and text not in self.table.levels:
            words = f"“{text}”不是本方案的等级（{known}），“是否晋位升级”将无法比较。"
            return words, WARNING
        return f"填 {key[1]} 年度评定的等级：{known}；没有评定就留空。", QUIET

    def take(self, texts: Texts, words: str) -> None:
        """Save levels as one step to be undone."""
        after = {key: " ".join(text.split()) for key, text in texts.items()}
        after = {key: text for key, text in after.items() if text != self._texts.get(key, "")}
        if after:
            before = {key: self._texts.get(key, "") for key in after}
            self._undo_stack.push(TextStep(self, before, after, words))

    def send(self, texts: Texts, before: Texts) -> None:
        """Show levels and save them; where that fails show ``before`` again."""

        def work(workspace: "Workspace") -> None:
            from desk_app.services import earlier

            levels = [earlier.KnownLevel(*key, text) for key, text in texts.items()]
            earlier.record(workspace, tuple(levels))

        self._put(texts)
        self._runner.run(
            work,
            lambda _: self.recorded.emit(),
            lambda fault: self._take_back(before, fault),
            writes=True,
        )

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() or self.table is None else len(self.table.lines)

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() or self.table is None else 1 + len(self.table.years)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole or self.table is None:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return f"{self.table.years[section - 1]} 年" if section else "党组织"

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = index.row(), index.column()
        key = self.key(row, column)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            if key is None:
                return self.table.lines[row].name if self.table is not None else None
            return self._texts.get(key, "")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return CENTRE if column else LEFT
        if role == Qt.ItemDataRole.BackgroundRole:
            return QUIET_BACKGROUND if self.fixed(row, column) else None
        return None

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        key = self.key(index.row(), index.column())
        fixed = self.locked or self.fixed(index.row(), index.column())
        if key is None or fixed or role != Qt.ItemDataRole.EditRole:
            return False
        self.take({key: str(value)}, "填写往年等级")
        return True

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not self.locked and not self.fixed(index.row(), index.column()):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def paste(self, index: QModelIndex, rows: list[list[str]]) -> None:
        """Put a block in, as one step; cells that a round of this workspace fills stay."""
        texts: dict[Key, str] = {}
        for down, row in enumerate(rows):
            for right, text in enumerate(row):
                at, column = index.row() + down, index.column() + right
                if at < self.rowCount() and column < self.columnCount():
                    self._collect(texts, at, column, text)
        self.take(texts, "粘贴往年等级")

    def clear(self, indexes: list[QModelIndex]) -> None:
        """Empty cells, as one step."""
        texts: dict[Key, str] = {}
        for one in indexes:
            self._collect(texts, one.row(), one.column(), "")
        self.take(texts, "清除往年等级")

    def _collect(self, texts: dict[Key, str], row: int, column: int, text: str) -> None:
        key = self.key(row, column)
        if key is not None and not self.locked and not self.fixed(row, column):
            texts[key] = text

    def _put(self, texts: Texts) -> None:
        self._texts.update(texts)
        if self.rowCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _take_back(self, before: Texts, fault: "Fault") -> None:
        self._undo_stack.clear()
        self._put(before)
        self.failed.emit(str(fault))


class EarlierPage(QWidget):
    """The table, and one sentence on the cell that is current."""

    def __init__(self, runner: "Runner", undo_stack: QUndoStack, settings: "Settings") -> None:
        super().__init__()
        self.model = EarlierModel(runner, undo_stack)
        self.table = Sheet("scoring.earlier", settings, editable=True)
        self.table.setAccessibleName("往年等级")
        self.table.setModel(self.model)
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        self.hint.setMinimumHeight(int(self.hint.fontMetrics().height() * 1.3))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self.hint)
        self.table.selectionModel().currentChanged.connect(self._explain)
        self.model.dataChanged.connect(self._explain)

    def show(self, table: "EarlierTable", *, locked: bool) -> None:  # type: ignore[override]
        """Show a round's earlier years; the cursor stays in its cell."""
        here = self.table.currentIndex()
        row, column = max(here.row(), 0), max(here.column(), 1)
        self.model.show(table, locked=locked)
        if self.model.rowCount():
            row = min(row, self.model.rowCount() - 1)
            column = min(column, self.model.columnCount() - 1)
            self.table.setCurrentIndex(self.model.index(row, column))
        self._explain()

    def _explain(self, *_: object) -> None:
        here = self.table.currentIndex()
        if here.isValid():
            sentence, colour = self.model.sentence(here.row(), here.column())
            tint(self.hint, colour, sentence)
