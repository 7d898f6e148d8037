"""One subject's score sheet as a grid: indicators down, evaluators across, the sums at the end."""

from typing import TYPE_CHECKING

from desk_app.domain.entries import counting, full_points
from desk_app.domain.points import format_points
from desk_app.domain.scheme.model.scoring import IndicatorMode
from desk_app.domain.scheme.words.scoring import clause_worth
from desk_app.domain.score_blocks import CellPart
from desk_app.domain.scoring import Summary
from desk_app.views.kit.records import ROOT, AnyIndex
from desk_app.views.scoring.clause_cells import SheetLine, beside_of, effect_of, lines_of
from desk_app.views.scoring.editor import ScoreCell, ScoreEditor
from desk_app.views.scoring.grid import (
    FIRST_POINTS,
    FULL,
    NAME,
    VOTED_WORDS,
    GridColumn,
    ScoreGrid,
)

if TYPE_CHECKING:
    from desk_app.views.use_cases import sheets


class SheetModel(ScoreGrid):
    """Rows are indicators, with the sums at the end; columns are evaluators' points and notes."""

    def __init__(self, editor: ScoreEditor) -> None:
        super().__init__(editor)
        self.view: sheets.SheetView | None = None
        self.summary: Summary | None = None
        self.lines: tuple[SheetLine, ...] = ()

    def show(self, view: "sheets.SheetView", *, locked: bool) -> None:
        """Show another subject, or the same one as read again."""
        self.beginResetModel()
        self.view = view
        self.locked = locked or not view.participates
        self.superior = view.superior
        self.summary = view.summary
        self.lines = tuple(lines_of(view.indicators))
        self.scores = {
            (view.subject.id, evaluator, indicator): score
            for evaluator, own in view.scores.items()
            for indicator, score in own.items()
        }
        others = [one for one in view.evaluators if one != view.superior]
        self.columns = [GridColumn(one, CellPart.POINTS) for one in [*others, view.superior]]
        voted = {evaluator for evaluator, _ in view.voted}
        noted = [one for one in [view.superior, *others] if one not in voted]
        self.columns += [GridColumn(one, CellPart.NOTE) for one in noted]
        self.endResetModel()

    def show_summary(self, summary: Summary) -> None:
        """Show sums that were worked out anew; only those that changed are drawn again."""
        before, self.summary = self.summary, summary
        last = self.rowCount() - 1
        for column in range(FIRST_POINTS, self.columnCount()) if last >= 0 else ():
            evaluator, part, _ = self.columns[column - FIRST_POINTS]
            same = before is not None and before.sums[evaluator] == summary.sums[evaluator]
            if part is CellPart.POINTS and not same:
                self.redraw(last, column)

    def row_of(self, subject_id: int, indicator: str) -> int:
        if self.view is None or self.view.subject.id != subject_id:
            return -1
        names = [one.name for one, _ in self.lines]
        return names.index(indicator) if indicator in names else -1

    def rows_of(self, subject_id: int, indicator: str) -> list[int]:
        row = self.row_of(subject_id, indicator)
        if row < 0:
            return []
        return list(range(row, row + 1 + len(self.lines[row][0].clauses)))

    def standard(self, row: int) -> str:
        """The rule book's own words on a row; "" for the sums."""
        if row >= len(self.lines):
            return ""
        indicator, clause = self.lines[row]
        return indicator.standard if clause is None else clause.standard

    def width(self, column: int) -> int:
        """Characters that a column is wide at first."""
        if column < FIRST_POINTS:
            by_clauses = any(clause is not None for _, clause in self.lines)
            return (12, 3 if self._plain() else 8 if by_clauses else 6)[column]
        return 4 if self.is_points(column) else 17

    def _plain(self) -> bool:
        """Whether every entry is points, and a line is worth the same to everybody."""
        scored = self.view is None or all(
            one.mode is IndicatorMode.SCORED for one in self.view.indicators
        )
        return scored and "、" not in self._figures()

    def cell(self, row: int, column: int) -> ScoreCell | None:
        if self.view is None or column < FIRST_POINTS or row >= len(self.lines):
            return None
        evaluator, part, _ = self.columns[column - FIRST_POINTS]
        indicator, clause = self.lines[row]
        own = self.view.own[evaluator].get(indicator.name)
        if own is None or (evaluator, indicator.name) in self.view.voted:
            return None
        if clause is not None and part is CellPart.NOTE:
            return None
        return ScoreCell(self.view.subject.id, evaluator, own, part, clause)

    def _voted(self, row: int, column: int) -> str | None:
        """What ballots gave at a place; ``None`` where it is not theirs to give."""
        if self.view is None or column < FIRST_POINTS or row >= len(self.lines):
            return None
        evaluator = self.columns[column - FIRST_POINTS].evaluator
        return self.view.voted.get((evaluator, self.lines[row][0].name))

    def hint(self, row: int, column: int) -> str:
        return super().hint(row, column) if self._voted(row, column) is None else VOTED_WORDS

    def fixed(self, row: int, column: int) -> str:
        if self.view is None:
            return ""
        if row < len(self.lines):
            return self._of_line(row, column)
        if column == NAME:
            return "合计"
        if column == FULL:
            lines = [one for one in self.view.indicators if not one.whole]
            return format_points(full_points(lines)) if lines else ""
        evaluator, part, _ = self.columns[column - FIRST_POINTS]
        return self._sum(evaluator, part)

    def _of_line(self, row: int, column: int) -> str:
        """What stands in a line where nobody types: beside a clause also what it comes to."""
        indicator, clause = self.lines[row]
        if column == NAME:
            return indicator.name if clause is None else f"　{clause.name}"
        if column == FULL:
            return self._figures() if indicator.whole else beside_of((indicator, clause))
        if (given := self._voted(row, column)) is not None:
            return given or "—"
        if self.view is None or clause is None:
            return ""
        evaluator = self.columns[column - FIRST_POINTS].evaluator
        if indicator.name not in self.view.own[evaluator]:
            return ""
        whole = ScoreCell(self.view.subject.id, evaluator, indicator, CellPart.POINTS)
        return effect_of(clause, self.score(whole))

    def _figures(self) -> str:
        """The full points of those who give a total."""
        sheets = {} if self.view is None else self.view.own
        lines = (line for own in sheets.values() for line in own.values() if line.whole)
        return "、".join(dict.fromkeys(format_points(line.points) for line in lines))

    def _sum(self, evaluator: str, part: CellPart) -> str:
        if self.summary is None or part is CellPart.NOTE:
            return ""
        found = self.summary.sums[evaluator]
        return format_points(found.points) if found.begun else "—"

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        if parent.isValid() or self.view is None:
            return 0
        return len(self.lines) + 1

    def row_heading(self, row: int) -> str:
        if row >= len(self.lines) or self.lines[row][1] is not None:
            return ""
        return str(sum(clause is None for _, clause in self.lines[: row + 1]))

    def heading(self, column: int) -> str:
        if column < FIRST_POINTS:
            return ("指标", "分值")[column]
        evaluator, part, _ = self.columns[column - FIRST_POINTS]
        if part is CellPart.POINTS:
            weight = self.view.weights.get(evaluator) if self.view else None
            return f"{evaluator}×{weight}" if weight else evaluator
        if self.view is not None and not counting(self.view.indicators):
            return "说明"  # only noted, so nothing is taken off
        return "扣分理由" if evaluator == self.superior else f"{evaluator}佐证"

    def bold(self, row: int) -> bool:
        return row == self.rowCount() - 1

    def tip(self, row: int, column: int) -> str:
        if column == NAME and row < len(self.lines):
            return self.standard(row)
        if column == FULL and row < len(self.lines):
            clause = self.lines[row][1]
            return "" if clause is None else clause_worth(clause)
        return super().tip(row, column)
