"""Names identify everything in a scheme: none twice, and none that is not defined."""

from collections.abc import Iterable, Iterator

from desk_app.domain.scheme.conditions import (
    AllOf,
    AnyOf,
    Comparator,
    Comparison,
    Condition,
    Not,
    Operand,
)
from desk_app.domain.scheme.model import Fact, FactKind, Origin, Scheme
from desk_app.domain.scheme.problems import Problem

_ONCE = (
    ("evaluators", "评价主体"),
    ("domains", "领域"),
    ("adjustments", "加减分"),
    ("facts", "其他情况"),
    ("limits", "限定"),
    ("polls", "测评"),
    ("rates", "比率"),
    ("quotas", "名额"),
    ("steps", "环节"),
    ("readings", "读法"),
)


def unknown_names(scheme: Scheme) -> tuple[Problem, ...]:
    """Return every name that is defined twice or used without being defined."""
    return (*_twice(scheme), *_undefined(scheme))


def conditions(scheme: Scheme) -> Iterator[tuple[str, Condition, Origin]]:
    """Every condition of the scheme, with what it belongs to."""
    for band in scheme.bands:
        if band.requires is not None:
            yield f"档次“{band.level}”", band.requires, band.origin
    for adjustment in scheme.adjustments:
        if adjustment.when is not None:
            yield f"加减分“{adjustment.name}”", adjustment.when, adjustment.origin
    for limit in scheme.limits:
        yield f"限定“{limit.name}”", limit.when, limit.origin


def comparisons(condition: Condition) -> Iterator[Comparison]:
    """Every comparison inside a condition."""
    match condition:
        case Comparison():
            yield condition
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from comparisons(part)
        case Not(part):
            yield from comparisons(part)


def _twice(scheme: Scheme) -> Iterator[Problem]:
    for attribute, what in _ONCE:
        seen: set[str] = set()
        for one in getattr(scheme, attribute):
            if one.name in seen:
                yield Problem(one.origin.line, f"{what}“{one.name}”写了两次，请改名或删去一个。")
            seen.add(one.name)
    rungs: set[str] = set()
    for level in scheme.levels:
        for name in (level.name, *level.aliases):
            if name in rungs:
                yield Problem(level.origin.line, f"等次的名称或别名“{name}”写了两次。")
            rungs.add(name)
    yield from _twice_inside(scheme)


def _twice_inside(scheme: Scheme) -> Iterator[Problem]:
    taken: dict[str, str] = {}
    for group in scheme.domains:
        for domain in group.includes:
            if domain in taken:
                sentence = (
                    f"“{domain}”同时归入领域“{taken[domain]}”和“{group.name}”，只能归入一个。"
                )
                yield Problem(group.origin.line, sentence)
            taken[domain] = group.name
    where: dict[str, set[str]] = {}
    groups = {group.name for group in scheme.domains} or {""}
    for indicator in scheme.indicators:
        here = set(indicator.domains) or groups
        if where.get(indicator.name, set()) & here:
            yield Problem(indicator.origin.line, f"指标“{indicator.name}”在同一领域里写了两次。")
        where.setdefault(indicator.name, set()).update(here)
    for adjustment in scheme.adjustments:
        names = [tier.name for tier in adjustment.tiers]
        for name in {name for name in names if names.count(name) > 1}:
            sentence = f"加减分“{adjustment.name}”的档“{name}”写了两次。"
            yield Problem(adjustment.origin.line, sentence)


def _undefined(scheme: Scheme) -> Iterator[Problem]:
    yield from _undefined_levels(scheme)
    yield from _undefined_in_polls_and_steps(scheme)
    groups = {one.name for one in scheme.domains}
    facts = {one.name: one for one in scheme.facts}
    for indicator in scheme.indicators:
        what = f"指标“{indicator.name}”"
        yield from _known(what, "领域", indicator.domains, groups, indicator.origin)
    for adjustment in scheme.adjustments:
        what = f"加减分“{adjustment.name}”"
        yield from _known(what, "其他情况", [adjustment.fact], facts, adjustment.origin)
        counted = facts.get(adjustment.fact)
        if counted and counted.kind is not FactKind.COUNT:
            sentence = f'{what}按“{counted.name}”计次，后者的 kind 应为 "count"。'
            yield Problem(adjustment.origin.line, sentence)
    for what, condition, origin in conditions(scheme):
        for comparison in comparisons(condition):
            yield from _compared(scheme, what, comparison, facts, origin)


def _undefined_levels(scheme: Scheme) -> Iterator[Problem]:
    """Rules name a level by its name; aliases are only for reading lists that others wrote."""
    levels = [one.name for one in scheme.levels]
    for band in scheme.bands:
        yield from _known("档次", "等次", [band.level], levels, band.origin)
    for limit in scheme.limits:
        yield from _known(f"限定“{limit.name}”", "等次", [limit.level], levels, limit.origin)
    for quota in scheme.quotas:
        yield from _known(f"名额“{quota.name}”", "等次", quota.levels, levels, quota.origin)
    for poll in scheme.polls:
        if poll.distribution:
            yield from _known(f"测评“{poll.name}”", "等次", poll.options, levels, poll.origin)


def _undefined_in_polls_and_steps(scheme: Scheme) -> Iterator[Problem]:
    evaluators = [one.name for one in scheme.evaluators]
    polls = {one.name: one for one in scheme.polls}
    for rate in scheme.rates:
        what = f"比率“{rate.name}”"
        yield from _known(what, "测评", [rate.poll], polls, rate.origin)
        if rate.poll in polls:
            options = polls[rate.poll].options
            yield from _known(what, "测评选项", rate.numerator, options, rate.origin)
    for step in scheme.steps:
        what = f"环节“{step.name}”"
        yield from _known(what, "评价主体", [step.evaluator], evaluators, step.origin)
        yield from _known(what, "测评", [step.poll], polls, step.origin)
    if scheme.deviation:
        between = scheme.deviation.between
        yield from _known("分差提醒", "评价主体", between, evaluators, scheme.deviation.origin)


def _compared(
    scheme: Scheme, what: str, comparison: Comparison, facts: dict[str, Fact], origin: Origin
) -> Iterator[Problem]:
    names = [comparison.name]
    match comparison.operand:
        case Operand.RATE:
            rates = {one.name for one in scheme.rates}
            yield from _known(what, "比率", names, rates, origin)
        case Operand.ADJUSTMENT:
            registered = {one.name for one in scheme.adjustments if one.registered}
            yield from _known(what, "由人登记的加减分", names, registered, origin)
        case Operand.FACT:
            yield from _known(what, "其他情况", names, facts, origin)
            if fact := facts.get(comparison.name):
                yield from _fitting(what, comparison, fact, origin)
        case Operand.REGISTRY:
            pass


def _fitting(what: str, comparison: Comparison, fact: Fact, origin: Origin) -> Iterator[Problem]:
    """Whether a fact of that kind can be compared in that way."""
    value = comparison.value
    wrong = ""
    match fact.kind:
        case FactKind.YES_NO if not isinstance(value, bool):
            wrong = "是“是/否”，条件应写 is = true 或 is = false"
        case FactKind.COUNT if isinstance(value, bool | str):
            wrong = "是次数，条件应与数字比较，如 at_least = 3"
        case FactKind.CHOICE if value not in fact.options:
            wrong = f"只能是 {'、'.join(fact.options)} 之一"
        case FactKind.TEXT if not isinstance(value, str):
            wrong = '是文字，条件应写 is = "…"'
        case FactKind.DATE:
            wrong = "是日期，本格式的条件不能比较日期，请另设一项“是/否”"
        case _:
            pass
    if comparison.comparator is not Comparator.IS and isinstance(value, bool | str):
        wrong = wrong or "不能比较大小，条件应写 is"
    if wrong:
        yield Problem(origin.line, f"{what}的条件有误：“{fact.name}”{wrong}。")


def _known(
    what: str, kind: str, used: Iterable[str], defined: Iterable[str], origin: Origin
) -> Iterator[Problem]:
    known = tuple(defined)
    for name in used:
        if name and name not in known:
            there = "、".join(known) if known else "一个也没有"
            sentence = f"{what}提到的{kind}“{name}”没有定义；已定义的有：{there}。"
            yield Problem(origin.line, sentence)
