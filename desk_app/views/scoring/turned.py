"""The table turned: one indicator, all subjects, as a group of people scores them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desk_app.domain.scheme.model import IndicatorMode
from desk_app.domain.scoring import Change
from desk_app.views.scoring.entry import Entry, Part, Place
from desk_app.views.scoring.grid import ROOT, AnyIndex, Grid, ScoreTable, full_words, tint
from desk_app.views.tables import LEFT, RIGHT
from desk_app.views.theme import QUIET, WARNING, WRONG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.services.scoring.sheets import TurnedView
    from desk_app.views.settings import Settings

NAME, FULL = 0, 1
FIRST_POINTS = 2


class TurnedModel(Grid):
    """Rows are subjects; columns are evaluators' points and the superior's reason."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry)
        self.view: TurnedView | None = None
        self._columns: list[tuple[str, Part]] = []

    def show(self, view: "TurnedView", *, locked: bool) -> None:
        """Show another indicator, or the same one as read again."""
        self.beginResetModel()
        self.view = view
        self.locked = locked
        self.superior = view.superior
        self.scores = {
            (line.subject.id, evaluator, view.indicator): score
            for line in view.lines
            for evaluator, score in line.scores.items()
        }
        others = [one for one in view.evaluators if one != view.superior]
        self._columns = [(one, Part.POINTS) for one in [*others, view.superior]]
        self._columns.append((view.superior, Part.NOTE))
        self.endResetModel()

    def width(self, column: int) -> int:
        """Characters that a column is wide at first."""
        if column < FIRST_POINTS:
            return (16, 3 if self._plain() else 6)[column]
        return 4 if self._columns[column - FIRST_POINTS][1] is Part.POINTS else 24

    def _plain(self) -> bool:
        """Whether every entry is points."""
        return self.view is None or all(
            line.indicator is None or line.indicator.mode is IndicatorMode.SCORED
            for line in self.view.lines
        )

    def points_column(self, evaluator: str) -> int:
        """The column of an evaluator's points."""
        return self._columns.index((evaluator, Part.POINTS)) + FIRST_POINTS

    def row_of(self, change: Change) -> int:
        if self.view is None or self.view.indicator != change.indicator:
            return -1
        ids = [one.subject.id for one in self.view.lines]
        return ids.index(change.subject_id) if change.subject_id in ids else -1

    def columns_of(self, evaluator: str) -> list[int]:
        columns = enumerate(self._columns, start=FIRST_POINTS)
        return [column for column, (name, _) in columns if name == evaluator]

    def find(self, change: Change) -> QModelIndex:
        """The cell of a change; invalid where it is not shown."""
        row = self.row_of(change)
        return self.index(row, self.points_column(change.evaluator)) if row >= 0 else QModelIndex()

    def place(self, row: int, column: int) -> Place | None:
        if self.view is None or column < FIRST_POINTS:
            return None
        line = self.view.lines[row]
        if line.indicator is None:
            return None
        evaluator, part = self._columns[column - FIRST_POINTS]
        return Place(line.subject.id, evaluator, line.indicator, part)

    def fixed(self, row: int, column: int) -> str:
        if self.view is None:
            return ""
        line = self.view.lines[row]
        if column == NAME:
            return line.subject.name
        if line.indicator is None:
            return "无此项" if column == FULL else ""
        return full_words(line.indicator)

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() or self.view is None else len(self.view.lines)

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else FIRST_POINTS + len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        points = section >= FIRST_POINTS and (
            self._columns[section - FIRST_POINTS][1] is Part.POINTS
        )
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if points or section == FULL else LEFT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if section < FIRST_POINTS:
            return ("党组织", "分值")[section]
        evaluator, _ = self._columns[section - FIRST_POINTS]
        return evaluator if points else "扣分理由"


class TurnedPage(QWidget):
    """Which indicator, its table, and one sentence on the cell that is current."""

    wanted = Signal(str)
    """Another indicator is to be shown."""

    def __init__(self, entry: Entry, settings: "Settings") -> None:
        super().__init__()
        self.model = TurnedModel(entry)
        self.indicator = QComboBox()
        self.indicator.setAccessibleName("指标")
        self.table = ScoreTable("scoring.turned", settings, editable=True)
        self.table.setAccessibleName("按指标评分")
        self.table.setModel(self.model)
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        self.hint.setMinimumHeight(int(self.hint.fontMetrics().height() * 1.3))
        line = QHBoxLayout()
        line.addWidget(QLabel("指标"))
        line.addWidget(self.indicator)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(line)
        column.addWidget(self.table, 1)
        column.addWidget(self.hint)
        self.indicator.textActivated.connect(self.wanted)
        self.table.selectionModel().currentChanged.connect(self._explain)
        entry.marked.connect(self._explain)
        entry.applied.connect(self._explain)

    def show_indicators(self, names: "Sequence[str]") -> None:
        """Offer these indicators; the one chosen before stays where it can."""
        before = self.indicator.currentText()
        self.indicator.clear()
        self.indicator.addItems(list(names))
        if before in names:
            self.indicator.setCurrentText(before)

    def show(self, view: "TurnedView", *, locked: bool) -> None:  # type: ignore[override]
        """Show an indicator; the cursor stays in its cell."""
        here = self.table.currentIndex()
        row, column = max(here.row(), 0), here.column()
        self.model.show(view, locked=locked)
        self.indicator.setCurrentText(view.indicator)
        if column < 0:
            column = self.model.points_column(view.superior)
        if self.model.rowCount():
            row = min(row, self.model.rowCount() - 1)
            self.table.setCurrentIndex(self.model.index(row, column))
        self._explain()

    def _explain(self, *_: object) -> None:
        here = self.table.currentIndex()
        sentence, colour = "", QUIET
        if here.isValid():
            sentence = self.model.sentence(here.row(), here.column())
            colour = WRONG if self.model.is_wrong(here.row(), here.column()) else WARNING
            if not sentence:
                sentence, colour = self.model.hint(here.row(), here.column()), QUIET
        tint(self.hint, colour, sentence)
