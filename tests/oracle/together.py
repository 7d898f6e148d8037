"""谁评哪几项、只给总分、测评计分: who scores what, and how all of it becomes one total."""

from collections.abc import Mapping
from fractions import Fraction

from tests.oracle.paper import Plan, Row, Table, number

WHOLE = "总分"


def counting(plan: Plan) -> list[tuple[Table, Fraction]]:
    """Those whose points make the total, with their weights."""
    if "weighting" not in plan.told:
        return [(one, Fraction(1)) for one in plan.many("evaluators") if one.get("total")]
    return [(one, number(one["weight"])) for one in plan.many("evaluators") if "weight" in one]


def gives_total(plan: Plan, one: Table) -> bool:
    """Whether an evaluator gives one figure for everything."""
    alone = [poll["name"] for poll in plan.many("polls") if "each" not in poll]
    return bool(one.get("only_total")) or one.get("poll") in alone


def scores(plan: Plan, one: Table, line: Table) -> bool:
    """Whether an evaluator scores an indicator."""
    if gives_total(plan, one):
        return False
    own = one.get("indicators")
    if "poll" in one:
        polls = [poll for poll in plan.many("polls") if poll["name"] == one["poll"]]
        own = [name for poll in polls for name in poll.get("each", [])]
    return own is None or line["name"] in own


def put_together(
    plan: Plan, row: Row, lines: list[Table], judged: Mapping[str, Fraction]
) -> tuple[Fraction, bool]:
    """The points of all lines and all figures, and whether a figure is awaited."""
    summed = sum(judged.values(), Fraction(0))
    everybody = counting(plan)
    givers = [(one, weight) for one, weight in everybody if gives_total(plan, one)]
    if not givers:
        return summed, False
    rule = plan.told.get("weighting", {}).get("missing", "open")
    weight_of_lines = sum(
        (weight for one, weight in everybody if any(scores(plan, one, line) for line in lines)),
        Fraction(0),
    )
    parts = [(weight_of_lines, summed)]
    awaited = heard = False
    for one, weight in givers:
        points = row.points.get(one["name"], {}).get(WHOLE)
        full = number(one.get("full", plan.total.get("full", 0)))
        if points is not None:
            heard = True
            parts.append((weight, points * number(plan.total["full"]) / full))
        elif rule != "others":
            awaited |= rule == "open"
            parts.append((weight, Fraction(0)))
    whole = sum((weight for weight, _ in parts), Fraction(0))
    if not whole:
        return Fraction(0), True
    nothing = not heard and not weight_of_lines
    total = sum((weight * points for weight, points in parts), Fraction(0)) / whole
    return total, awaited or nothing
