"""What the cells of one line of a score sheet make of the score that stood before."""

from collections.abc import Mapping
from decimal import Decimal

from desk_app.domain.clauses import applying, own_words, parse_amount, parse_start, with_amount
from desk_app.domain.entries import parse_entry
from desk_app.domain.points import format_points, parse_points
from desk_app.domain.scheme.model.scoring import Clause, Indicator, IndicatorMode
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


def with_points(indicator: Indicator, score: Score, typed: str, *, told: bool) -> Score:
    """The score with points that were typed; where clauses tell them they only have to agree.

    Raises ValueError with a Chinese sentence for points that cannot stand.
    """
    if indicator.mode is not IndicatorMode.CLAUSES:
        return Score(parse_entry(indicator, typed), score.note)
    points = parse_points(typed)
    if points == score.points or (told and points is None):
        return score
    if told:
        shown = format_points(score.points)
        message = (
            f"“{indicator.name}”填的是 {typed.strip()} 分，按各条情形算是 {shown} 分，请核对。"
        )
        raise ValueError(message)
    return Score(parse_start(indicator, typed), score.note)


def with_amount_typed(indicator: Indicator, score: Score, clause: Clause, typed: str) -> Score:
    """The score after one clause was typed: 0 says that it does not apply, nothing takes it back.

    Once no clause has anything any more, the indicator counts as not scored. Raises ValueError
    with a Chinese sentence for what cannot stand.
    """
    amount = parse_amount(indicator, clause, typed)
    amounts = with_amount(indicator, score.amounts, clause, amount)
    if amount is None and not amounts:
        return Score(None, score.note)
    return Score(indicator.counted(amounts), score.note, amounts)


def with_note(indicator: Indicator, score: Score, typed: str) -> Score:
    """The score with a note; the clauses' own words, copied along from a sheet, are no note."""
    said = own_words(indicator, score.amounts)
    note = " ".join(typed.split())
    if said and note.startswith(said):
        note = note.removeprefix(said).lstrip("；;")
    return Score(score.points, note, score.amounts)
