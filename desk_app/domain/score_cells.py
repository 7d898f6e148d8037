"""What the cells of one line of a score sheet make of the score that stood before."""

from collections.abc import Mapping
from decimal import Decimal

from desk_app.domain.clauses import applying, parse_amount, parse_start
from desk_app.domain.entries import parse_entry
from desk_app.domain.points import format_points, parse_points
from desk_app.domain.scheme.model.scoring import Indicator, IndicatorMode
from desk_app.domain.scoring import Score


class RefusedColumn(Exception):
    """A cell that cannot stand: its column, counted from 0, and why."""

    def __init__(self, column: int, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def with_amounts(
    indicator: Indicator, before: Score, amounts: Mapping[str, tuple[int, str]]
) -> tuple[Score, list[RefusedColumn]]:
    """The score after the amounts of some clauses, each with its column; others stay."""
    known = {one.name: one for one in indicator.clauses}
    entered = dict(before.amounts)
    refused = []
    for name, (column, text) in amounts.items():
        try:
            if name not in known:
                message = f"这个对象的“{indicator.name}”没有计分情形“{name}”。"
                raise ValueError(message)
            entered[name] = parse_amount(indicator, known[name], text) or Decimal(0)
        except ValueError as error:
            refused.append(RefusedColumn(column, str(error)))
    if not amounts or refused:
        return before, refused
    applied = applying(indicator, entered)
    return Score(indicator.counted(applied), before.note, applied), []


def with_points(
    indicator: Indicator, score: Score, typed: str, column: int, *, told: bool
) -> Score:
    """The score with points that were typed; where clauses tell them they only have to agree."""
    try:
        if indicator.mode is not IndicatorMode.CLAUSES:
            return Score(parse_entry(indicator, typed), score.note)
        points = parse_points(typed)
        if points is not None and points == score.points:
            return score
        if told:
            shown = format_points(score.points)
            message = f"“{indicator.name}”填的是 {typed} 分，按各条情形算是 {shown} 分，请核对。"
            raise RefusedColumn(column, message)
        return Score(parse_start(indicator, typed), score.note)
    except ValueError as error:
        raise RefusedColumn(column, str(error)) from None
