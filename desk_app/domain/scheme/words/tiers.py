"""Says how points follow from facts: a tier in its own words, so many per unit."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from desk_app.domain.points import format_points
from desk_app.domain.scheme.model.conditions import (
    AllOf,
    Comparator,
    Comparison,
    Condition,
    Operand,
    comparisons,
)
from desk_app.domain.scheme.model.scoring import Fact, FactKind, Indicator
from desk_app.domain.scheme.model.tiers import NumberTier, PerUnit
from desk_app.domain.scheme.words.conditions import describe, measured

Units = Mapping[str, str]
"""Fact → the unit of its number."""
_BOUNDS = {
    Comparator.IS: "{}",
    Comparator.AT_LEAST: "{}（含）以上",
    Comparator.AT_MOST: "{}（含）以下",
    Comparator.MORE_THAN: "超过 {}",
    Comparator.LESS_THAN: "不到 {}",
}
OTHERWISE = "其余的"


def points_words(tier: NumberTier) -> str:
    """What a tier gives: ``5 分``, or what can be chosen: ``5—8 分``."""
    low, high = format_points(tier.low), format_points(tier.high)
    return f"{low} 分" if tier.fixed else f"{low}—{high} 分"


def asked_fact(when: Condition | None) -> str:
    """The one number that a tier looks at; "" where it looks at several things, or at none."""
    if when is None or not _plain(when):
        return ""
    names = {one.name for one in comparisons(when)}
    return next(iter(names)) if len(names) == 1 else ""


def _plain(when: Condition) -> bool:
    """Whether a condition is bounds on facts that hold together."""
    parts = when.parts if isinstance(when, AllOf) else (when,)
    return all(
        isinstance(one, Comparison)
        and one.operand is Operand.FACT
        and isinstance(one.value, Decimal)
        and one.comparator in _BOUNDS
        for one in parts
    )


def tier_range(tier: NumberTier, units: Units) -> str:
    """For whom a tier is, where its fact is named beside: ``2300 元（含）以上、不到 3000 元``."""
    if tier.name:
        return tier.name
    if tier.when is None:
        return OTHERWISE
    name = asked_fact(tier.when)
    if not name:
        return describe(tier.when, units)
    said = [
        _BOUNDS[one.comparator].format(
            measured(format_points(Decimal(str(one.value))), units.get(name, ""))
        )
        for one in comparisons(tier.when)
    ]
    return "、".join(said)


def tier(indicator: Indicator, number: int, one: NumberTier, units: Units) -> str:
    """Say one tier of an indicator, the first is number 1."""
    return f"“{indicator.name}”第 {number} 档：{tier_words(one, units)}。"


def tier_words(one: NumberTier, units: Units) -> str:
    """For whom a tier is and what it gives: ``人均收入 3000 元（含）以上的，得 10 分``."""
    said = tier_range(replace(one, name=""), units)
    if name := asked_fact(one.when):
        said = f"{name} {said}"
    if one.name:
        said = f"{one.name}（{said}）"
    elif one.when is not None:
        said += " 的" if said[-1:].isdigit() else "的"
    chosen = "" if one.fixed else "，由评分人在这个范围内定"
    return f"{said}，得 {points_words(one)}{chosen}"


def unit_words(per: PerUnit, unit: str) -> str:
    """What each unit of a number gives: ``每项得 1 分``, ``每 1% 得 2 分``."""
    each = f"每{unit}" if unit and unit not in {"%", "％"} else f"每 {measured('1', unit)} "
    return f"{each}得 {format_points(per.points)} 分"


def per_unit(indicator: Indicator, per: PerUnit, facts: Sequence[Fact]) -> str:
    """Say what each unit of a number gives an indicator."""
    return f"“{indicator.name}”{per_unit_words(per, facts)}。"


def per_unit_words(per: PerUnit, facts: Sequence[Fact]) -> str:
    """What each unit of a number gives: ``按“完成项数”算：每项得 1 分，得满为止``.

    Of parts of one it is only said what becomes where a number can have any.
    """
    fact = next((one for one in facts if one.name == per.fact), None)
    worth = unit_words(per, fact.unit if fact else "")
    one = measured("1", fact.unit if fact else "")
    parts = f"，不足 {one}的不计" if per.whole else f"，不足 {one}的按比例计"
    if not per.whole and fact is not None and fact.kind is FactKind.COUNT:
        parts = ""
    return f"按“{per.fact}”算：{worth}{parts}，得满为止"


def whole_words(indicator: Indicator) -> str:
    """How points follow from tiers or from a number, behind the indicator's own points."""
    if not indicator.tiers:
        return "按数量得分"
    only = indicator.tiers[0]
    if len(indicator.tiers) == 1 and only.fixed and only.high == indicator.points:
        return "达到的得满分，否则不得分"
    rest = "" if indicator.tiers[-1].when is None else "；不在任何一档的得 0 分"
    return f"按所在的档得分，以先符合的为准{rest}"
