"""Judges how points follow from facts: whether each tier can hold, whether a number is lost."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from desk_app.domain.points import format_points
from desk_app.domain.scheme.checking.uses import tiered
from desk_app.domain.scheme.model.conditions import (
    AllOf,
    AnyOf,
    Comparator,
    Comparison,
    Condition,
    Not,
    Operand,
    comparisons,
    leaves,
)
from desk_app.domain.scheme.model.problems import Problem, hint
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import FactKind, Indicator
from desk_app.domain.scheme.model.tiers import ASKED_BY_TIERS

_STANDING = ("领域", "区域", "上级", "党员数")
"""What of the registry is known before anything is added up."""
_FINEST = Decimal("0.001")
"""The smallest step between two decimal facts."""
_DAYS = frozenset({Comparator.WITHIN_MONTHS, Comparator.OVER_MONTHS, Comparator.WITHIN_YEARS})
_TESTS: dict[Comparator, Callable[[Decimal, Decimal], bool]] = {
    Comparator.IS: lambda known, wanted: known == wanted,
    Comparator.AT_LEAST: lambda known, wanted: known >= wanted,
    Comparator.AT_MOST: lambda known, wanted: known <= wanted,
    Comparator.MORE_THAN: lambda known, wanted: known > wanted,
    Comparator.LESS_THAN: lambda known, wanted: known < wanted,
}


def tiers(scheme: Scheme) -> Iterator[Problem]:
    """Every finding on indicators whose points follow from facts."""
    for one in tiered(scheme):
        yield from _worth(one)
        for number, tier in enumerate(one.tiers, start=1):
            if tier.when is not None:
                what = f"指标“{one.name}”的第 {number} 档"
                yield from _askable(what, tier.origin.line, tier.when)
        yield from _lost_numbers(scheme, one)


def _worth(one: Indicator) -> Iterator[Problem]:
    line, what = one.origin.line, f"指标“{one.name}”"
    full = format_points(one.points)
    if one.per_unit is not None:
        if one.per_unit.points == 0:
            yield Problem(line, f"{what}每一个得的分数（each）应大于 0。")
        elif one.per_unit.points > one.points:
            each = format_points(one.per_unit.points)
            sentence = f"{what}一个就得 {each} 分（each），满分却只有 {full} 分，请核对。"
            yield Problem(line, sentence)
        return
    for number, tier in enumerate(one.tiers, start=1):
        if tier.high > one.points:
            sentence = f"{what}的第 {number} 档 {format_points(tier.high)} 分，超过满分 {full} 分。"
            yield Problem(tier.origin.line or line, sentence)
    if len(one.tiers) == 1 and one.tiers[0].when is None:
        yield Problem(line, f"{what}只有一档，又没有写 when，谁都一样；请写明什么情况得分。")
    best = max((tier.high for tier in one.tiers), default=one.points)
    if best < one.points:
        sentence = f"{what}最高的一档 {format_points(best)} 分，得不到满分 {full} 分，请核对。"
        yield hint(line, sentence)


def _askable(what: str, line: int, when: Condition) -> Iterator[Problem]:
    """Whether a tier asks only what is known before anything is added up."""
    for leaf in leaves(when):
        fits = isinstance(leaf, Comparison) and leaf.operand in ASKED_BY_TIERS
        if isinstance(leaf, Comparison) and leaf.operand is Operand.REGISTRY:
            fits = leaf.name in _STANDING
        if not fits or (isinstance(leaf, Comparison) and leaf.comparator in _DAYS):
            sentence = (
                f"{what}的条件只能看其他情况（fact，日期除外）、比率（rate）和名册里的"
                f"{'、'.join(_STANDING)}（registry）。"
            )
            yield Problem(line, sentence)
            return


def _lost_numbers(scheme: Scheme, one: Indicator) -> Iterator[Problem]:
    """Whether a tier is hidden behind others, or a number between two tiers is in none.

    Only where all tiers look at one number: of what combines several nothing is said.
    """
    asked = [leaf for tier in one.tiers if tier.when is not None for leaf in comparisons(tier.when)]
    about = {(leaf.operand, leaf.name) for leaf in asked}
    if len(about) != 1 or not all(_is_number(leaf) for leaf in asked):
        return
    operand, name = next(iter(about))
    decimals = {one.name for one in scheme.facts if one.kind is FactKind.DECIMAL}
    step = _FINEST if operand is Operand.FACT and name in decimals else Decimal(1)
    numbers = _probes(sorted({Decimal(str(leaf.value)) for leaf in asked}), step)
    first = [_first(one, number) for number in numbers]
    for at, tier in enumerate(one.tiers):
        if at not in first:
            sentence = f"指标“{one.name}”的第 {at + 1} 档永远用不到：前面的档已经包括了它。"
            yield Problem(tier.origin.line or one.origin.line, sentence)
    inside = [at for at, found in enumerate(first) if found is not None]
    for at in range(inside[0], inside[-1]) if inside else ():
        if first[at] is None:
            sentence = (
                f"“{name}”为 {format_points(numbers[at])} 时，不在指标“{one.name}”的任何一档，"
                "得 0 分，请核对各档的上下限。"
            )
            yield hint(one.origin.line, sentence)
            return


def _is_number(leaf: Comparison) -> bool:
    numeric = isinstance(leaf.value, Decimal) and leaf.comparator in _TESTS
    return numeric and leaf.operand in {Operand.FACT, Operand.REGISTRY}


def _probes(bounds: Sequence[Decimal], step: Decimal) -> list[Decimal]:
    """Every bound, the next number that can be entered after each, and one before; in order."""
    found = [bounds[0] - step]
    for low, high in pairwise(bounds):
        found.append(low)
        if low + step < high:
            found.append(low + step)
    return [*found, bounds[-1], bounds[-1] + step]


def _first(one: Indicator, number: Decimal) -> int | None:
    """The first tier that holds for a number; ``None`` for none."""
    for at, tier in enumerate(one.tiers):
        if tier.when is None or _holds(tier.when, number):
            return at
    return None


def _holds(condition: Condition, number: Decimal) -> bool:
    match condition:
        case AllOf(parts):
            return all(_holds(part, number) for part in parts)
        case AnyOf(parts):
            return any(_holds(part, number) for part in parts)
        case Not(part):
            return not _holds(part, number)
        case Comparison(_, _, comparator, Decimal() as wanted) if comparator in _TESTS:
            return _TESTS[comparator](number, wanted)
        case _:
            return False
