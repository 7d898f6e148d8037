"""The tiers of an indicator on a score sheet of paper: a line each, and a place for the number."""

from collections.abc import Iterator

from desk_app.domain.scheme.model.conditions import Comparator, Operand, comparisons
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import FactKind, Indicator
from desk_app.domain.scheme.words import tiers

_PLACE = "＿＿＿"


def rows_of(scheme: Scheme, one: Indicator) -> Iterator[tuple[str, str]]:
    """The name of every tier (or of what counts per unit), and what it says."""
    units = {fact.name: fact.unit for fact in scheme.facts}
    for number, tier in enumerate(one.tiers, start=1):
        yield f"第 {number} 档", tiers.tier_words(tier, units)
    if one.per_unit is not None:
        yield "按数量", tiers.per_unit_words(one.per_unit, scheme.facts)


def blanks(scheme: Scheme, one: Indicator) -> tuple[str, ...]:
    """A place to be filled by hand for every fact that the points follow from."""
    asked = [one.per_unit.fact] if one.per_unit is not None else []
    for tier in one.tiers:
        asked += [
            leaf.name
            for leaf in (comparisons(tier.when) if tier.when is not None else ())
            if leaf.operand is Operand.FACT and leaf.comparator is not Comparator.KNOWN
        ]
    known = {fact.name: fact for fact in scheme.facts}
    found = []
    for name in dict.fromkeys(asked):
        fact = known[name]
        if fact.kind is FactKind.YES_NO:
            found.append(f"{name}：□ 是　□ 否")
        else:
            found.append(f"{name}：{_PLACE} {fact.unit}".rstrip())
    return tuple(found)
