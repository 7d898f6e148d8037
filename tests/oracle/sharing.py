"""评价主体: who gives points for what, from a sheet or from ballots, and how it is put together."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from tests.oracle.paper import Plan, Row, Table, number

Given = tuple[Fraction, Fraction | None]
"""A weight, and points; ``None`` while there are none."""


def weight_of(evaluator: Table) -> Fraction:
    """The weight, 1 where one evaluator alone counts."""
    return number(evaluator.get("weight", 1))


def counting(plan: Plan) -> list[Table]:
    """The evaluators whose points make the total."""
    if "weighting" in plan.told:
        return [one for one in plan.many("evaluators") if "weight" in one]
    return [one for one in plan.many("evaluators") if one.get("total")]


def gives_total(evaluator: Table) -> bool:
    """只给总分, or ballots that say what each option is worth."""
    return bool(evaluator.get("only_total")) or "points" in evaluator


def scorers(plan: Plan, line: Table) -> list[Table]:
    """Those of them who score an indicator."""
    found = [one for one in counting(plan) if not gives_total(one)]
    return [one for one in found if line["name"] in one.get("indicators", [line["name"]])]


def together(plan: Plan, given: Sequence[Given]) -> Fraction | None:
    """The weighted mean, as ``missing`` says; ``None`` while somebody is awaited."""
    missing = plan.told.get("weighting", {}).get("missing", "open")
    there = [(weight, points) for weight, points in given if points is not None]
    if not there or (missing == "open" and len(there) < len(given)):
        return None
    weights = sum(weight for weight, _ in (there if missing == "others" else given))
    return sum((weight * points for weight, points in there), Fraction(0)) / weights


def with_totals(
    plan: Plan, row: Row, judged: Mapping[str, Fraction], lines: Sequence[Table], *, missing: bool
) -> tuple[Fraction, bool]:
    """The sum of the indicators with what others give as a whole, and whether some is awaited.

    While some is, the sum is of what is there already, by its part of the whole.
    """
    summed = sum(judged.values(), Fraction(0))
    wholes = [one for one in counting(plan) if gives_total(one)]
    if not wholes:
        return summed, missing
    full = number(plan.total["full"])
    given: list[Given] = []
    who = [one for one in counting(plan) if any(one in scorers(plan, line) for line in lines)]
    if who:
        given.append((sum(map(weight_of, who), Fraction(0)), summed))
    for one in wholes:
        points = _whole(row, one)
        own = number(one.get("full", full))
        given.append((weight_of(one), None if points is None else points * full / own))
    found = together(plan, given)
    if found is not None:
        return found, missing  # 一个人都没有评的一项，怎样写都等
    weights = sum(weight for weight, _ in given)
    return sum(
        (by * points for by, points in given if points is not None), Fraction(0)
    ) / weights, True


def _whole(row: Row, evaluator: Table) -> Fraction | None:
    if "poll" in evaluator:
        return by_votes(row, evaluator["poll"], evaluator)
    return row.points.get(evaluator["name"], {}).get("总分")


def by_votes(row: Row, poll: str, evaluator: Table) -> Fraction | None:
    """(好×100＋较好×80＋…)÷有效票; ``None`` without a count, or with nothing to divide by."""
    votes = row.votes.get(poll)
    if votes is None:
        return None
    worth = evaluator.get("points")
    summed = sum(
        (
            times * (number(option) if worth is None else number(worth.get(option, 0)))
            for option, times in votes.options.items()
        ),
        Fraction(0),
    )
    base = {
        "issued": votes.issued,
        "returned": votes.returned,
        "valid": votes.valid,
        "valid_without_abstention": votes.valid - votes.abstained,
    }[evaluator.get("base", "valid")]
    return summed / base if base > 0 else None
