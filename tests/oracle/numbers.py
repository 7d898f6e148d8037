"""由数字、是否算出的得分: what an indicator comes to by tiers of facts, or by so many of them."""

from fractions import Fraction
from math import floor

from tests.oracle.asking import Known, holds
from tests.oracle.paper import Plan, Row, Table, number


def by_facts(plan: Plan, line: Table, row: Row, filled: Fraction | None) -> Fraction | None:
    """The points of an indicator; ``filled`` is what stands where a range leaves a choice.

    ``None`` while a fact that decides is not filled in, or while a choice is still to be made.
    """
    full = number(line["points"])
    if "fact" in line:
        many = row.facts.get(line["fact"])
        if not isinstance(many, Fraction):
            return None
        counted = Fraction(floor(many)) if line.get("whole") else many
        return min(max(counted * number(line["each"]), Fraction(0)), full)
    for tier in line["tiers"]:
        answer = _answered(tier["when"], Known(plan, row)) if "when" in tier else True
        if answer is None:
            return None
        if answer:
            return _within(tier["points"], filled)
    return Fraction(0)


def _within(points: object, filled: Fraction | None) -> Fraction | None:
    if not isinstance(points, list):
        return number(str(points))
    low, high = (number(one) for one in points)
    return filled if filled is not None and low <= filled <= high else None


def _answered(condition: Table, known: Known) -> bool | None:
    """Whether a condition holds; ``None`` where that depends on what nobody has filled in."""
    if "all" in condition:
        parts = [_answered(one, known) for one in condition["all"]]
        return False if False in parts else None if None in parts else True
    if "any" in condition:
        parts = [_answered(one, known) for one in condition["any"]]
        return True if True in parts else None if None in parts else False
    if "not" in condition:
        inner = _answered(condition["not"], known)
        return None if inner is None else not inner
    row = known.row
    for key, filled in (("fact", row.facts), ("rate", row.rates), ("registry", row.registry)):
        if key in condition and condition[key] not in filled and "known" not in condition:
            return None
    return holds(condition, known)
