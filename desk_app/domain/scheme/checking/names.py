"""Names identify everything in a scheme: none twice, none undefined, each asked as it can be."""

from collections.abc import Iterable, Iterator

from desk_app.domain.scheme.checking.uses import NOT_YET_KNOWN, Asker, Use, conditions, tiered
from desk_app.domain.scheme.model.conditions import (
    Comparator,
    Comparison,
    Earlier,
    LevelIn,
    Operand,
    ThisYear,
    leaves,
)
from desk_app.domain.scheme.model.problems import Problem
from desk_app.domain.scheme.model.rounds import StepYield
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Fact, FactKind
from desk_app.domain.scheme.model.trials import NO_LEVEL
from desk_app.domain.scheme.model.values import Origin

_ONCE = (
    ("evaluators", "评价主体"),
    ("domains", "领域"),
    ("stars", "星"),
    ("adjustments", "加减分"),
    ("adjustment_groups", "加减分组"),
    ("facts", "其他情况"),
    ("limits", "限定"),
    ("yearly", "逐年升降"),
    ("polls", "测评"),
    ("rates", "比率"),
    ("meetings", "会议"),
    ("quotas", "名额"),
    ("tails", "倒排"),
    ("consequences", "结果运用"),
    ("steps", "环节"),
    ("readings", "读法"),
    ("trials", "试算"),
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
        clauses = [one.name for one in indicator.clauses]
        for one in indicator.clauses:
            if clauses.count(one.name) > 1:
                sentence = f"指标“{indicator.name}”的计分情形“{one.name}”写了两次，请改名。"
                yield Problem(one.origin.line, sentence)
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
    yield from _counted(scheme, facts)
    for adjustment in scheme.adjustments:
        what = f"加减分“{adjustment.name}”"
        yield from known_names(what, "其他情况", [adjustment.fact], facts, adjustment.origin)
        counted = facts.get(adjustment.fact)
        if counted and counted.kind is not FactKind.COUNT:
            sentence = f'{what}按“{counted.name}”计次，后者的 kind 应为 "count"。'
            yield Problem(adjustment.origin.line, sentence)
    if (half := scheme.earlier_total) is not None:
        yield from known_names(
            "前一轮总分 [earlier_total]", "其他情况", [half.fact], facts, half.origin
        )
        if (found := facts.get(half.fact)) and found.kind is not FactKind.DECIMAL:
            sentence = f'前一轮总分由“{found.name}”填写，它的 kind 应为 "decimal"。'
            yield Problem(half.origin.line, sentence)
    yield from _undefined_together(scheme)
    yield from _same_ratio(scheme)
    yield from asked(scheme)
    yield from unknown_categories(scheme)


def _counted(scheme: Scheme, facts: dict[str, Fact]) -> Iterator[Problem]:
    """Whether points per unit count a number that somebody enters."""
    for one in tiered(scheme):
        if one.per_unit is None:
            continue
        what = f"指标“{one.name}”"
        yield from known_names(what, "其他情况", [one.per_unit.fact], facts, one.origin)
        fact = facts.get(one.per_unit.fact)
        if fact and fact.kind not in {FactKind.COUNT, FactKind.DECIMAL}:
            sentence = f'{what}按“{fact.name}”的数量算分，后者的 kind 应为 "count" 或 "decimal"。'
            yield Problem(one.origin.line, sentence)


def _undefined_together(scheme: Scheme) -> Iterator[Problem]:
    """What rules say of each other: groups of adjustments, quotas that give way."""
    groups = {one.name: None for one in scheme.domains}
    for star in scheme.stars:
        yield from known_names(f"星“{star.name}”", "领域", star.domains, groups, star.origin)
    together = [one.name for one in scheme.adjustment_groups]
    for adjustment in scheme.adjustments:
        what = f"加减分“{adjustment.name}”"
        yield from known_names(what, "加减分组", [adjustment.group], together, adjustment.origin)
    for tail in scheme.tails:
        yield from known_names(f"倒排“{tail.name}”", "领域", tail.domains, groups, tail.origin)
    for quota in scheme.quotas:
        what = f"名额“{quota.name}”"
        yield from known_names(what, "领域", quota.domains, groups, quota.origin)
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
        named = (*quota.levels, quota.rest)
        yield from known_names(f"名额“{quota.name}”", "等次", named, levels, quota.origin)
    for tail in scheme.tails:
        named = (*tail.levels, tail.level)
        yield from known_names(f"倒排“{tail.name}”", "等次", named, levels, tail.origin)
    for one in scheme.consequences:
        yield from known_names(f"结果运用“{one.name}”", "等次", one.levels, levels, one.origin)
    for row in scheme.trials:
        if row.level != NO_LEVEL:
            yield from known_names(f"试算“{row.name}”", "等次", [row.level], levels, row.origin)
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
    for one in scheme.evaluators:
        what = f"评价主体“{one.name}”"
        names = scheme.indicator_names()
        yield from known_names(what, "指标", one.indicators, names, one.origin)
        if one.ballots is not None and not scheme.polls_of(one.ballots.poll):
            yield from known_names(what, "测评", [one.ballots.poll], polls, one.origin)
    if scheme.deviation:
        between = scheme.deviation.between
        yield from known_names("分差提醒", "评价主体", between, evaluators, scheme.deviation.origin)


def unknown_categories(scheme: "Scheme") -> "Iterator[Problem]":
    """Yield every category that a rule names and its meeting does not have."""
    from desk_app.domain.scheme.checking.names import known_names

    for one in scheme.meetings:
        if one.categories:
            named = [name for rule in one.rules for name in (rule.category, rule.of_category)]
            yield from known_names(
                f"会议“{one.name}”", "参会类别", named, one.categories, one.origin
            )


def asked(scheme: Scheme) -> Iterator[Problem]:
    """Every question that names nothing, or that cannot be answered where it is asked."""
    facts = {one.name: one for one in scheme.facts}
    levels = [one.name for one in scheme.levels]
    for use in conditions(scheme):
        for leaf in leaves(use.condition):
            if use.asker in {Asker.QUOTA, Asker.TAIL} and not _of_registry(leaf):
                sentence = (
                    f"{use.what}的条件只能看名册里的{'、'.join(_STANDING)}（registry），"
                    "别的不能决定谁算在内。"
                )
                yield Problem(use.origin.line, sentence)
            match leaf:
                case Comparison():
                    yield from _compared(scheme, use, leaf, facts)
                case Earlier(names, _, _) | ThisYear(names) | LevelIn(names):
                    yield from known_names(use.what, "等次", names, levels, use.origin)
                case _:
                    pass
            if isinstance(leaf, LevelIn) and use.asker is not Asker.CONSEQUENCE:
                sentence = f"{use.what}的条件不能用 level：这时等次还没有定，只有结果运用可以用。"
                yield Problem(use.origin.line, sentence)


_STANDING = ("领域", "区域", "上级", "党员数")
"""What of the registry is known of everybody in a round at once."""


def _of_registry(leaf: object) -> bool:
    return (
        isinstance(leaf, Comparison) and leaf.operand is Operand.REGISTRY and leaf.name in _STANDING
    )


def _compared(
    scheme: Scheme, use: Use, comparison: Comparison, facts: dict[str, Fact]
) -> Iterator[Problem]:
    names, what, origin = [comparison.name], use.what, use.origin
    if too_early := NOT_YET_KNOWN[use.asker].get(comparison.operand):
        sentence = f"{what}的条件不能看{too_early}：算{use.asker.value}的时候还没有{too_early}。"
        yield Problem(origin.line, sentence)
    match comparison.operand:
        case Operand.RATE:
            rates = {one.name: None for one in scheme.rates}
            yield from known_names(what, "比率", names, rates, origin)
        case Operand.ADJUSTMENT:
            registered = {one.name: None for one in scheme.adjustments if one.registered}
            yield from known_names(what, "由人登记的加减分", names, registered, origin)
        case Operand.FACT:
            yield from known_names(what, "其他情况", names, facts, origin)
            if fact := facts.get(comparison.name):
                yield from _fitting(what, comparison, fact, origin)
        case Operand.POINTS:
            yield from known_names(what, "指标", names, scheme.indicator_names(), origin)
        case Operand.OPINION:
            yield from _opinion(scheme, use, comparison)
        case Operand.STARS if not scheme.stars:
            yield Problem(origin.line, f"{what}的条件看星数，方案里却没有一颗星（[[stars]]）。")
        case _:
            pass


def _opinion(scheme: Scheme, use: Use, comparison: Comparison) -> Iterator[Problem]:
    kinds = {StepYield.OPINION, StepYield.DECISION}
    steps = [one.name for one in scheme.steps if one.yields in kinds]
    yield from known_names(use.what, "提出等次意见的环节", [comparison.name], steps, use.origin)
    if isinstance(comparison.value, str):
        levels = [one.name for one in scheme.levels]
        yield from known_names(use.what, "等次", [comparison.value], levels, use.origin)


_DAYS = frozenset({Comparator.WITHIN_MONTHS, Comparator.OVER_MONTHS, Comparator.WITHIN_YEARS})


def _fitting(what: str, comparison: Comparison, fact: Fact, origin: Origin) -> Iterator[Problem]:
    """Whether a fact of that kind can be compared in that way."""
    value, comparator = comparison.value, comparison.comparator
    if comparator is Comparator.KNOWN:
        return
    wrong = _misfit(fact, comparison)
    if comparator is not Comparator.IS and isinstance(value, bool | str):
        wrong = wrong or "不能比较大小，条件应写 is"
    if wrong:
        yield Problem(origin.line, f"{what}的条件有误：“{fact.name}”{wrong}。")


def _misfit(fact: Fact, comparison: Comparison) -> str:
    value, comparator = comparison.value, comparison.comparator
    match fact.kind:
        case FactKind.DATE if comparator not in _DAYS:
            return "是日期，条件应写 within_months、over_months、within_years 或 known"
        case FactKind.DATE:
            return ""
        case _ if comparator in _DAYS:
            words = "within_months、over_months、within_years"
            return f'不是日期，不能用 {words}；请把它的 kind 写成 "date"'
        case FactKind.YES_NO if not isinstance(value, bool):
            return "是“是/否”，条件应写 is = true 或 is = false"
        case FactKind.DECIMAL if isinstance(value, bool | str):
            return "是数字，条件应与数字比较，如 at_least = 12.5"
        case FactKind.COUNT if isinstance(value, bool | str):
            return "是次数，条件应与数字比较，如 at_least = 3"
        case FactKind.CHOICE if value not in fact.options:
            return f"只能是 {'、'.join(fact.options)} 之一"
        case FactKind.TEXT if not isinstance(value, str):
            return '是文字，条件应写 is = "…"'
        case _:
            return ""


def known_names(
    what: str, kind: str, used: Iterable[str], defined: Iterable[str], origin: Origin
) -> Iterator[Problem]:
    """Every name that is used and not defined; "" is no name."""
    known = tuple(defined)
    for name in used:
        if name and name not in known:
            there = "、".join(known) if known else "一个也没有"
            sentence = f"{what}提到的{kind}“{name}”没有定义；已定义的有：{there}。"
            yield Problem(origin.line, sentence)
