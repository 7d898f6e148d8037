"""往年等级: subjects down, years across, for years that no round of this workspace covers."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QUndoStack

from desk_app.views.kit.number_grid import Cells, NumberGrid
from desk_app.views.kit.records import CENTRE, LEFT, ROOT, AnyIndex
from desk_app.views.kit.theme import QUIET, QUIET_BACKGROUND, WARNING
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.scoring.text_step import TextStep
from desk_app.views.scoring.words import OBJECT_NAME
from desk_app.views.use_cases import earlier

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.views.runner import Runner

Key = tuple[int, int]
"""Organisation and year."""
Texts = Mapping[Key, str]


class EarlierModel(NumberGrid):
    """Rows are the subjects that take part, columns earlier years, the latest first."""

    failed = Signal(str)
    recorded = Signal()
    revisited = Signal()
    """Undo or redo changed levels: they should be on screen."""

    def __init__(self, runner: "Runner", undo_stack: QUndoStack) -> None:
        super().__init__()
        self._runner = OwnedRunner(runner, self)
        self._undo_stack = undo_stack
        self.table: earlier.EarlierTable | None = None
        self.locked = False
        self.object_name = OBJECT_NAME
        self._texts: dict[Key, str] = {}

    def show(self, table: "earlier.EarlierTable", *, locked: bool) -> None:
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

    def send(self, texts: Texts, before: Texts, bulk: str = "") -> None:
        """Show levels and save them; where that fails show ``before`` again."""
        levels = tuple(earlier.KnownLevel(*key, text) for key, text in texts.items())
        self._put(texts)
        bulk = bulk if len(levels) > 1 else ""
        round_id = self.table.round_id if self.table is not None else None
        self._runner.save(earlier.record, levels, bulk=bulk, round_id=round_id).then(
            lambda _: self.recorded.emit()
        ).otherwise(lambda fault: self._take_back(before, fault))

    def is_typed(self, row: int, column: int) -> bool:
        return not self.locked and not self.fixed(row, column)

    def take_cells(self, cells: Cells, words: str) -> None:
        keys = {self.key(*place): text for place, text in cells.items()}
        self.take({key: text for key, text in keys.items() if key is not None}, words)

    def typing_words(self, row: int, column: int) -> str:  # noqa: ARG002  (one for all)
        return "填写往年等级"

    def block_words(self, act: str) -> str:
        return f"{act}往年等级"

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
        if not section:
            return self.object_name
        year = self.table.years[section - 1]
        return f"{year} 年上一轮" if year == self.table.this_year else f"{year} 年"

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

    def _put(self, texts: Texts) -> None:
        self._texts.update(texts)
        self.repaint()

    def _take_back(self, before: Texts, fault: "Fault") -> None:
        self._undo_stack.clear()
        self._put(before)
        self.failed.emit(str(fault))
