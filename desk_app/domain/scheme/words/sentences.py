"""Reads a scheme back in sentences, section by section, to be held against the document."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from desk_app.domain.points import format_points, format_rate
from desk_app.domain.scheme.model.levels import LimitKind, Measure
from desk_app.domain.scheme.model.polls import Poll, Rate
from desk_app.domain.scheme.model.scheme import OLDEST_FORMAT, Scheme
from desk_app.domain.scheme.model.scoring import Missing
from desk_app.domain.scheme.model.values import Origin
from desk_app.domain.scheme.words import (
    evaluators,
    levels,
    polls,
    rounds,
    scoring,
    tiers,
    trials,
)
from desk_app.domain.scheme.words.conditions import number, stop

_Named = TypeVar("_Named", Poll, Rate)
_KINDS = {
    LimitKind.DISQUALIFY: "取消资格",
    LimitKind.FORCE: "直接认定",
    LimitKind.CAP: "最高限定",
    LimitKind.DEMOTE: "降级",
}
_HALF_MISSING = {
    Missing.OPEN: "还没有的，等有了再算总分",
    Missing.OTHERS: "没有的，只按本轮得分",
    Missing.ZERO: "没有的，按 0 分计算",
}
NOWHERE = Origin()
TRIALS = "试算"
"""The section that says no rule: what the rules are tried on."""


@dataclass(frozen=True, slots=True)
class SchemeLine:
    """One sentence, with the source's words and what of it is ours.

    ``name`` is what the sentence is about, once in its section: two versions of a scheme are
    compared by it.
    """

    text: str
    origin: Origin
    name: str = ""

    def __str__(self) -> str:
        """Write the sentence alone."""
        return self.text


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the scheme: a heading and its sentences, numbered where they are shown."""

    title: str
    lines: tuple[SchemeLine, ...]


def sentences(scheme: Scheme) -> tuple[Section, ...]:
    """Return the whole scheme in sentences; parts that it does not have are left out."""
    unit = "颗星" if scheme.measure is Measure.STARS else "分"
    newest = scheme.format > OLDEST_FORMAT
    sections = (
        Section("总则", tuple(_general(scheme))),
        Section("等次（从高到低）", _each(scheme.levels, partial(levels.level, newest=newest))),
        Section("领域", _each(scheme.domains, lambda one: rounds.group(one.name, one.includes))),
        Section("指标", tuple(_indicators(scheme))),
        Section("星", _each(scheme.stars, levels.star)),
        Section(
            "档次",
            tuple(
                SchemeLine(levels.band(one, unit, newest=newest), one.origin, one.level)
                for one in scheme.bands
            ),
        ),
        Section(
            "加减分",
            (
                *_each(scheme.adjustments, scoring.adjustment),
                *_each(scheme.adjustment_groups, scoring.adjustment_group),
            ),
        ),
        Section("限定", tuple(_limits(scheme))),
        Section("名额", (*_quotas(scheme), *_each(scheme.tails, rounds.tail))),
        Section("结果运用", _each(scheme.consequences, levels.consequence)),
        Section("测评", (*_polls(scheme), *_rates(scheme))),
        Section("会议", _each(scheme.meetings, polls.meeting)),
        Section("其他情况", _each(scheme.facts, scoring.fact)),
        Section("环节", _each(scheme.steps, rounds.step)),
        Section("提醒与整改", tuple(_after(scheme))),
        Section("表名", tuple(_forms(scheme))),
        Section(TRIALS, _each(scheme.trials, trials.trial)),
    )
    return tuple(one for one in sections if one.lines)


def readings(scheme: Scheme) -> tuple[SchemeLine, ...]:
    """Return where the source could be read in several ways, and which way was chosen."""
    return tuple(
        SchemeLine(
            f"{_asked(one.question)}本方案选定：{one.chosen or '（还没有选定）'}。"
            + (f"理由：{stop(one.reason)}" if one.reason else "")
            + f"另可理解为：{'；'.join(o for o in one.options if o != one.chosen)}。",
            one.origin,
            one.name,
        )
        for one in scheme.readings
    )


def _asked(question: str) -> str:
    return question if question.endswith(("？", "?", "。", "：")) else f"{question}？"


_Part = TypeVar("_Part")


def _each(parts: Iterable[_Part], say: Callable[[_Part], str]) -> tuple[SchemeLine, ...]:
    return tuple(
        SchemeLine(say(one), getattr(one, "origin", NOWHERE), getattr(one, "name", ""))
        for one in parts
    )


def _general(scheme: Scheme) -> Iterator[SchemeLine]:
    match scheme.measure:
        case Measure.STARS:
            yield SchemeLine("等次按获得的星数确定。", scheme.total_origin, "等次怎样确定")
        case Measure.OPINION:
            text = "等次由各环节的意见确定，以最后一个提出意见的环节为准。"
            yield SchemeLine(text, scheme.total_origin, "等次怎样确定")
        case Measure.POINTS:
            pass
    counting = any(one.mode.counts for one in scheme.indicators) or bool(scheme.sheets.givers)
    if counting or scheme.full_points:
        yield SchemeLine(_total(scheme), scheme.total_origin, "总分")
    for one in scheme.evaluators:
        text = evaluators.evaluator(scheme, one, counting=counting)
        yield SchemeLine(text, one.origin, one.name)
    if scheme.weighting is not None:
        text = evaluators.weighting(scheme, scheme.weighting.missing)
        yield SchemeLine(text, scheme.weighting.origin, "加权")
    if (half := scheme.earlier_total) is not None:
        ratio = f"{number(half.weight)}:{number(half.own)}"
        text = f"“{half.fact}”与本轮得分按 {ratio} 合成总分；{_HALF_MISSING[half.missing]}。"
        yield SchemeLine(text, half.origin, "前一轮总分")
    counter = f"（按{scheme.counter}计数）" if scheme.counter != "个" else ""
    counted = "计入" if scheme.absent_in_base else "不计入"
    out = ""
    if scheme.format > OLDEST_FORMAT or not scheme.out_in_base:
        also = "也" if scheme.out_in_base == scheme.absent_in_base else ""
        out = f"，取消资格、不定级的{also}{'计入' if scheme.out_in_base else '不计入'}"
    yield SchemeLine(
        f"考评对象是{scheme.object_name}{counter}；不参评的{counted}名额比例的基数{out}。",
        scheme.subjects_origin,
        "考评对象",
    )


def _total(scheme: Scheme) -> str:
    rounding = "取整数" if scheme.decimals == 0 else f"保留 {scheme.decimals} 位小数"
    ends = f"最低 {format_points(scheme.floor)} 分"
    if scheme.ceiling is not None:
        ends = f"最高 {format_points(scheme.ceiling)} 分，" + ends
    rounded = f"{rounding}，四舍五入"
    if not scheme.round_first:
        bands = "" if scheme.measure is Measure.STARS else "定档、"
        rounded = f"显示时{rounded}；{bands}限定和排名看没有四舍五入的总分"
    elif scheme.format > OLDEST_FORMAT:
        rounded += "以后再定档、看限定和排名"
    return f"总分 {format_points(scheme.full_points)} 分，{rounded}；{ends}。"


def _indicators(scheme: Scheme) -> Iterator[SchemeLine]:
    """Lines of one name that differ in nothing but 领域 and standard are said together."""
    groups: dict[tuple[object, ...], list[int]] = {}
    units = {one.name: one.unit for one in scheme.facts}
    for place, one in enumerate(scheme.indicators):
        kind = (one.points, one.mode, one.extra, one.optional)
        alike = (one.name, kind, one.group, one.start, one.clauses)
        groups.setdefault((*alike, one.tiers, one.per_unit), []).append(place)
    for places in sorted(groups.values()):
        same = [scheme.indicators[place] for place in places]
        first = same[0]
        shared = all(other.name != first.name or other in same for other in scheme.indicators)
        name = first.name if shared else f"{first.name}（{'、'.join(first.domains)}）"
        yield SchemeLine(scoring.indicators(same), first.origin, name)
        for clause in first.clauses:
            yield SchemeLine(scoring.clause(first, clause), clause.origin, f"{name}·{clause.name}")
        for at, tier in enumerate(first.tiers, start=1):
            text = tiers.tier(first, at, tier, units)
            yield SchemeLine(text, tier.origin, f"{name}·第 {at} 档")
        if first.per_unit is not None:
            text = tiers.per_unit(first, first.per_unit, scheme.facts)
            yield SchemeLine(text, first.origin, f"{name}·按数量")


def _limits(scheme: Scheme) -> Iterator[SchemeLine]:
    origin = scheme.sequence_origin
    counts = {kind: sum(one.kind is kind for one in scheme.limits) for kind in scheme.sequence}
    kinds = [kind for kind in scheme.sequence if counts[kind]]
    if len(kinds) > 1:
        order = "，再".join(_KINDS[kind] for kind in kinds)
        yield SchemeLine(f"限定的先后：先{order}。", origin, "限定的先后")
    same = [
        _KINDS[kind]
        for kind in kinds
        if kind in {LimitKind.CAP, LimitKind.FORCE} and counts[kind] > 1
    ]
    if same:
        text = f"几条{'、'.join(same)}同时适用的，以其中最低的为准。"
        yield SchemeLine(text, NOWHERE, "几条同时适用")
    if counts.get(LimitKind.DEMOTE, 0) > 1:
        how = "累计降低" if scheme.demotions_add_up else "只按降得最多的一条"
        yield SchemeLine(f"几条降级同时适用的，{how}。", origin, "几条降级")
    newest = scheme.format > OLDEST_FORMAT
    yield from _each(scheme.limits, partial(levels.limit, newest=newest))
    yield from _each(scheme.yearly, levels.yearly)


def _quotas(scheme: Scheme) -> Iterator[SchemeLine]:
    said: set[str] = set()
    for one in scheme.quotas:
        if not one.ratio:
            newest = scheme.format > OLDEST_FORMAT
            places = newest and one.assign and one.levels and not scheme.ranks_all
            below = scheme.next_rung(one) if places else ""
            text = rounds.quota(one, scheme.counter, below, newest=newest)
            yield SchemeLine(text, one.origin, one.name)
        elif one.ratio not in said:
            said.add(one.ratio)
            together = [other for other in scheme.quotas if other.ratio == one.ratio]
            yield SchemeLine(rounds.ratio(together), one.origin, one.ratio)
    if scheme.format == OLDEST_FORMAT and scheme.ranked_quotas:
        text = f"所有参评的都按排名定，名额排不上的一律为“{scheme.ranks_all}”，档次不起作用。"
        yield SchemeLine(text, scheme.ranked_quotas[-1].origin, "排名以外的")


def _polls(scheme: Scheme) -> Iterator[SchemeLine]:
    for family in _families(scheme.polls):
        name = _together([one.name for one in family])
        said = polls.poll(name, family[0], scheme.object_name, scheme.counted)
        yield SchemeLine(said, family[0].origin, name)


def _rates(scheme: Scheme) -> Iterator[SchemeLine]:
    for family in _families(scheme.rates):
        name = _together([one.name for one in family])
        poll = family[0].poll if len(family) == 1 else family[0].poll.rpartition("·")[0] + "逐项"
        yield SchemeLine(polls.rate(name, poll, family[0]), family[0].origin, name)


def _families(parts: Sequence[_Named]) -> list[list[_Named]]:
    """Polls (or rates) that one table of the file stands for, together."""
    found: dict[object, list[_Named]] = {}
    for one in parts:
        base = one.name.rpartition("·")[0]
        key = (one.origin.line, base) if base and one.origin.line else one.name
        found.setdefault(key, []).append(one)
    return list(found.values())


def _together(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"“{names[0]}”"
    base = names[0].rpartition("·")[0]
    return f"“{base}”（{'、'.join(one.rpartition('·')[2] for one in names)}，逐项）"


def _after(scheme: Scheme) -> Iterator[SchemeLine]:
    if rule := scheme.deviation:
        first, second = rule.between
        text = f"“{first}”与“{second}”相差超过 {format_points(rule.points)} 分"
        if rule.levels:
            text += f"，或者等次相差 {rule.levels} 级以上"
        yield SchemeLine(text + "的，作出提醒。", rule.origin, "分差提醒")
    if plan := scheme.rectification:
        text = (
            f"得分低于分值 {format_rate(plan.below)}的指标列入整改事项"
            if plan.below
            else "整改事项由人逐条登记"
        )
        if plan.least:
            text += f"，每{scheme.counted}至少 {plan.least} 条"
        if plan.most:
            text += f"，最多 {plan.most} 条"
        yield SchemeLine(text + "。", plan.origin, "整改")


def _forms(scheme: Scheme) -> Iterator[SchemeLine]:
    forms = scheme.forms
    for what, title in (
        ("申报表", forms.declaration),
        ("汇总表", forms.summary),
        ("评分表", forms.score_sheet),
        ("测评票", forms.ballot),
        ("整改台账", forms.rectification),
    ):
        yield SchemeLine(f"{what}的标题是“{title}”。", NOWHERE, what)
