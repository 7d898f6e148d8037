"""The sheet turned: one indicator, subjects down, as a group of people scores them."""

from typing import TYPE_CHECKING

from desk_app.domain.entries import beside_words
from desk_app.domain.scheme.model.scoring import IndicatorMode
from desk_app.domain.score_blocks import CellPart
from desk_app.views.kit.records import ROOT, AnyIndex
from desk_app.views.scoring.clause_cells import clause_of
from desk_app.views.scoring.editor import ScoreCell, ScoreEditor
from desk_app.views.scoring.grid import (
    FIRST_POINTS,
    FULL,
    NAME,
    VOTED_WORDS,
    GridColumn,
)
from desk_app.views.scoring.sorted_grid import ABSENT, SortedGrid
from desk_app.views.scoring.words import OBJECT_NAME

if TYPE_CHECKING:
    from desk_app.views.use_cases import sheets


class TurnedModel(SortedGrid["sheets.TurnedLine"]):
    """Rows are subjects; columns are evaluators' points and the superior's reason."""

    def __init__(self, editor: ScoreEditor) -> None:
        super().__init__(editor)
        self.view: sheets.TurnedView | None = None
        self.object_name = OBJECT_NAME

    def show(self, view: "sheets.TurnedView", *, locked: bool) -> None:
        """Show another indicator, sorted by what is shown of it, or the same one as read again."""
        self.beginResetModel()
        before, self.view = self.view, view
        self.locked = locked
        self.superior = view.superior
        self.scores = {
            (line.subject.id, evaluator, view.indicator): score
            for line in view.lines
            for evaluator, score in line.scores.items()
        }
        everybody = [one for one in view.evaluators if one != view.superior]
        leads = view.superior in view.evaluators
        everybody += [view.superior] if leads else []
        clauses = ["", *(one.name for one in view.clauses)]
        self.columns = [
            GridColumn(one, CellPart.POINTS, clause) for one in everybody for clause in clauses
        ]
        if leads and view.superior not in view.voted:
            self.columns.append(GridColumn(view.superior, CellPart.NOTE))
        self.arrange(view.lines)
        shown = (view.round_id, view.indicator)
        if before is not None and (before.round_id, before.indicator) != shown:
            self.sort_again()
        self.endResetModel()

    def width(self, column: int) -> int:
        """Characters that a column is wide at first."""
        if column < FIRST_POINTS:
            return (16, 3 if self._plain() else 6)[column]
        return 4 if self.is_points(column) else 24

    def _plain(self) -> bool:
        """Whether every entry is points."""
        return self.view is None or all(
            line.indicator is None or line.indicator.mode is IndicatorMode.SCORED
            for line in self.view.lines
        )

    def row_of(self, subject_id: int, indicator: str) -> int:
        if self.view is None or self.view.indicator != indicator:
            return -1
        return self.row_of_subject(subject_id)

    def cell(self, row: int, column: int) -> ScoreCell | None:
        if self.view is None or column < FIRST_POINTS:
            return None
        line = self.lines[row]
        if line.indicator is None:
            return None
        evaluator, part, name = self.columns[column - FIRST_POINTS]
        own = line.own.get(evaluator)
        if own is None or evaluator in self.view.voted:
            return None
        clause = clause_of(own, name) if name else None
        if name and clause is None:
            return None
        return ScoreCell(line.subject.id, evaluator, own, part, clause)

    def fixed(self, row: int, column: int) -> str:
        if self.view is None:
            return ""
        line = self.lines[row]
        if column == NAME:
            return line.subject.name
        if line.indicator is None:
            return ABSENT if column == FULL else ""
        if column == FULL:
            fulls = dict.fromkeys(beside_words(one) for one in line.own.values())
            return "、".join(fulls)
        evaluator = self.columns[column - FIRST_POINTS].evaluator
        if evaluator in self.view.voted and evaluator in line.own:
            return line.voted.get(evaluator) or "—"
        return ABSENT

    def hint(self, row: int, column: int) -> str:
        voted = () if self.view is None or column < FIRST_POINTS else self.view.voted
        if voted and self.columns[column - FIRST_POINTS].evaluator in voted:
            return VOTED_WORDS
        return super().hint(row, column)

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() or self.view is None else len(self.lines)

    def heading(self, column: int) -> str:
        if column < FIRST_POINTS:
            return (self.object_name, "分值")[column]
        evaluator, part, clause = self.columns[column - FIRST_POINTS]
        if part is CellPart.NOTE:
            return "扣分理由"
        several = self.view is not None and len(self.view.evaluators) > 1
        return f"{evaluator}·{clause}" if clause and several else clause or evaluator
