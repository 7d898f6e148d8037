"""What a cell of a score sheet says, whether it holds an indicator's entry or a clause's amount."""

from collections.abc import Iterable, Iterator

from desk_app.domain.clauses import (
    amount_of,
    clause_hint,
    clause_short,
    effect_words,
    format_amount,
)
from desk_app.domain.entries import beside_words, entry_words, format_entry
from desk_app.domain.points import format_points
from desk_app.domain.scheme.model.scoring import Clause, Indicator, IndicatorMode
from desk_app.domain.score_blocks import CellPart
from desk_app.domain.scoring import Score
from desk_app.domain.settled import settled_of
from desk_app.views.scoring.editor import ScoreCell

SheetLine = tuple[Indicator, Clause | None]
"""One row of a sheet (or column of the whole one): an indicator, or one of its clauses."""


def lines_of(indicators: Iterable[Indicator]) -> Iterator[SheetLine]:
    """Every indicator, followed by its clauses."""
    for one in indicators:
        yield one, None
        yield from ((one, clause) for clause in one.clauses)


def worked_out(cell: ScoreCell) -> bool:
    """Whether a cell of points shows what its clauses or its facts come to."""
    if given(cell):
        return True
    return cell.clause is None and cell.indicator.mode is IndicatorMode.CLAUSES


def given(cell: ScoreCell) -> bool:
    """Whether facts alone say a cell's points, so that nobody types there."""
    if cell.part is CellPart.NOTE:
        return False
    settled = settled_of(cell.indicator)
    return settled is not None and not settled.free


def text_of(cell: ScoreCell, score: Score) -> str:
    """What stands in a cell of points or of an amount."""
    if cell.clause is None:
        return format_entry(cell.indicator, score.points)
    amount = amount_of(cell.clause, score.amounts, scored=score.points is not None)
    return format_amount(cell.clause, amount)


def hint_of(cell: ScoreCell) -> str:
    """What is typed in a cell, where that is not plain points; "" elsewhere."""
    if cell.indicator.whole:
        return f"只给总分：填 0 到 {format_points(cell.indicator.points)}。"
    return entry_words(cell.indicator) if cell.clause is None else clause_hint(cell.clause)


def beside_of(line: SheetLine) -> str:
    """What a line is worth."""
    indicator, clause = line
    return beside_words(indicator) if clause is None else clause_short(clause)


def effect_of(clause: Clause, score: Score) -> str:
    """What a clause takes or gives now; "" where it does not apply."""
    return effect_words(clause, amount_of(clause, score.amounts, scored=False))


def clause_of(indicator: Indicator, name: str) -> Clause | None:
    """The clause of that name; ``None`` where the indicator has no such."""
    return next((one for one in indicator.clauses if one.name == name), None)
