"""Names identify everything in a scheme: none twice, and none that is not defined."""

from collections.abc import Iterator

from desk_app.domain.scheme.asked import asked, known_names
from desk_app.domain.scheme.meetings import unknown_categories
from desk_app.domain.scheme.model import FactKind, Scheme
from desk_app.domain.scheme.problems import Problem

_ONCE = (
    ("evaluators", "评价主体"),
    ("domains", "领域"),
    ("stars", "星"),
    ("adjustments", "加减分"),
    ("adjustment_groups", "加减分组"),
    ("facts", "其他情况"),
    ("limits", "限定"),
    ("polls", "测评"),
    ("rates", "比率"),
    ("meetings", "会议"),
    ("quotas", "名额"),
    ("tails", "倒排"),
    ("consequences", "结果运用"),
    ("steps", "环节"),
    ("readings", "读法"),
)


def unknown_names(scheme: Scheme) -> tuple[Problem, ...]:
    """Return every name that is defined twice or used without being defined."""
    return (*_twice(scheme), *_undefined(scheme))


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
    groups = {one.name: None for one in scheme.domains}
    facts = {one.name: one for one in scheme.facts}
    for indicator in scheme.indicators:
        what = f"指标“{indicator.name}”"
        yield from known_names(what, "领域", indicator.domains, groups, indicator.origin)
    for adjustment in scheme.adjustments:
        what = f"加减分“{adjustment.name}”"
        yield from known_names(what, "其他情况", [adjustment.fact], facts, adjustment.origin)
        counted = facts.get(adjustment.fact)
        if counted and counted.kind is not FactKind.COUNT:
            sentence = f'{what}按“{counted.name}”计次，后者的 kind 应为 "count"。'
            yield Problem(adjustment.origin.line, sentence)
    yield from _undefined_together(scheme)
    yield from _same_ratio(scheme)
    yield from asked(scheme)
    yield from unknown_categories(scheme)


def _undefined_together(scheme: Scheme) -> Iterator[Problem]:
    """What rules say of each other: groups of adjustments, quotas that give way."""
    groups = {one.name: None for one in scheme.domains}
    for star in scheme.stars:
        yield from known_names(f"星“{star.name}”", "领域", star.domains, groups, star.origin)
    together = [one.name for one in scheme.adjustment_groups]
    for adjustment in scheme.adjustments:
        what = f"加减分“{adjustment.name}”"
        yield from known_names(what, "加减分组", [adjustment.group], together, adjustment.origin)
    for quota in scheme.quotas:
        others = [one.name for one in scheme.quotas if one.name != quota.name]
        what = f"名额“{quota.name}”"
        yield from known_names(what, "名额（yields_to）", [quota.yields_to], others, quota.origin)


def _same_ratio(scheme: Scheme) -> Iterator[Problem]:
    """One ratio shares the base out once; written twice it would be one of six parts."""
    lines: dict[str, int] = {}
    for quota in scheme.quotas:
        if quota.ratio and lines.setdefault(quota.ratio, quota.origin.line) != quota.origin.line:
            lines[quota.ratio] = quota.origin.line
            sentence = f"比例 {quota.ratio} 写了两次，同一个比只能写一次。"
            yield Problem(quota.origin.line, sentence)


def _undefined_levels(scheme: Scheme) -> Iterator[Problem]:
    """Rules name a level by its name; aliases are only for reading lists that others wrote."""
    levels = [one.name for one in scheme.levels]
    for band in scheme.bands:
        yield from known_names("档次", "等次", [band.level], levels, band.origin)
    for limit in scheme.limits:
        yield from known_names(f"限定“{limit.name}”", "等次", [limit.level], levels, limit.origin)
    for quota in scheme.quotas:
        yield from known_names(f"名额“{quota.name}”", "等次", quota.levels, levels, quota.origin)
    for tail in scheme.tails:
        yield from known_names(f"倒排“{tail.name}”", "等次", tail.levels, levels, tail.origin)
    for one in scheme.consequences:
        yield from known_names(f"结果运用“{one.name}”", "等次", one.levels, levels, one.origin)
    for poll in scheme.polls:
        if poll.distribution:
            yield from known_names(f"测评“{poll.name}”", "等次", poll.options, levels, poll.origin)


def _undefined_in_polls_and_steps(scheme: Scheme) -> Iterator[Problem]:
    evaluators = [one.name for one in scheme.evaluators]
    polls = {one.name: one for one in scheme.polls}
    for rate in scheme.rates:
        what = f"比率“{rate.name}”"
        yield from known_names(what, "测评", [rate.poll], polls, rate.origin)
        if rate.poll in polls:
            options = polls[rate.poll].options
            yield from known_names(what, "测评选项", rate.numerator, options, rate.origin)
    for step in scheme.steps:
        what = f"环节“{step.name}”"
        yield from known_names(what, "评价主体", [step.evaluator], evaluators, step.origin)
        if step.poll and not scheme.polls_of(step.poll):
            yield from known_names(what, "测评", [step.poll], polls, step.origin)
    if scheme.deviation:
        between = scheme.deviation.between
        yield from known_names("分差提醒", "评价主体", between, evaluators, scheme.deviation.origin)
