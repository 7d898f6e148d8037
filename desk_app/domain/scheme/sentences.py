"""Reads a scheme back in sentences, as an office would write it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from desk_app.domain.conditions import describe
from desk_app.domain.points import format_points, format_rate
from desk_app.domain.scheme.conditions import Condition
from desk_app.domain.scheme.meetings import counting_words, meeting_words
from desk_app.domain.scheme.model import (
    Adjustment,
    Band,
    Bound,
    Combine,
    Fact,
    FactKind,
    Indicator,
    Level,
    Limit,
    LimitKind,
    Origin,
    Poll,
    Quota,
    Rate,
    RateBase,
    Scheme,
    Step,
    StepYield,
)

_BASES = {
    RateBase.ISSUED: "发出票",
    RateBase.RETURNED: "收回票",
    RateBase.VALID: "有效票",
    RateBase.VALID_WITHOUT_ABSTENTION: "有效票减弃权",
}
_LIMITS = {
    LimitKind.DISQUALIFY: "取消资格",
    LimitKind.FORCE: "直接认定",
    LimitKind.CAP: "最高限定",
    LimitKind.DEMOTE: "降级",
}
_FACTS = {
    FactKind.YES_NO: "填是或否",
    FactKind.COUNT: "填次数",
    FactKind.DATE: "填日期",
    FactKind.CHOICE: "选填",
    FactKind.TEXT: "填文字",
}
_YIELDS = {
    StepYield.OPINION: "，提出等次意见",
    StepYield.DECISION: "，研究确定拟定的等次",
    StepYield.APPROVAL: "，审定等次",
    StepYield.PAPERS: "，形成材料",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, with the source's words and what of it is ours."""

    text: str
    origin: Origin

    def __str__(self) -> str:
        """Write the sentence alone."""
        return self.text


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the scheme: a heading and its sentences, numbered where they are shown."""

    title: str
    lines: tuple[Line, ...]


def sentences(scheme: Scheme) -> tuple[Section, ...]:
    """Return the whole scheme in sentences; parts that it does not have are left out."""
    sections = (
        Section("总则", tuple(_general(scheme))),
        Section("等次（从高到低）", _each(scheme.levels, _level)),
        Section("领域", _each(scheme.domains, lambda one: _group(one.name, one.includes))),
        Section("指标", tuple(_indicators(scheme))),
        Section("档次", _each(scheme.bands, _band)),
        Section("加减分", _each(scheme.adjustments, _adjustment)),
        Section("限定", tuple(_limits(scheme))),
        Section("名额", _each(scheme.quotas, _quota)),
        Section("测评", (*_each(scheme.polls, _poll), *_each(scheme.rates, _rate))),
        Section("会议", _each(scheme.meetings, meeting_words)),
        Section("其他情况", _each(scheme.facts, _fact)),
        Section("环节", _each(scheme.steps, _step)),
        Section("提醒与整改", tuple(_after(scheme))),
    )
    return tuple(one for one in sections if one.lines)


def readings(scheme: Scheme) -> tuple[Line, ...]:
    """Return where the source could be read in several ways, and which way was chosen."""
    return tuple(
        Line(
            f"{one.question}本方案选定：{one.chosen or '（还没有选定）'}。"
            + (f"理由：{_stop(one.reason)}" if one.reason else "")
            + f"另可理解为：{'；'.join(o for o in one.options if o != one.chosen)}。",
            one.origin,
        )
        for one in scheme.readings
    )


def _each(parts: Iterable[object], say: Callable[..., str]) -> tuple[Line, ...]:
    return tuple(Line(say(one), getattr(one, "origin", Origin())) for one in parts)


def _general(scheme: Scheme) -> Iterable[Line]:
    rounding = "取整数" if scheme.decimals == 0 else f"保留 {scheme.decimals} 位小数"
    ends = f"最低 {format_points(scheme.floor)} 分"
    if scheme.ceiling is not None:
        ends = f"最高 {format_points(scheme.ceiling)} 分，" + ends
    full = format_points(scheme.full_points)
    yield Line(f"总分 {full} 分，{rounding}，四舍五入；{ends}。", scheme.total_origin)
    for one in scheme.evaluators:
        role = "的得分为总分" if one.total else "的得分与总分并列，不计入总分"
        yield Line(f"“{one.name}”{role}。", one.origin)
    counted = "计入" if scheme.absent_in_base else "不计入"
    yield Line(
        f"考评对象是{scheme.object_name}；不参评的{counted}名额比例的基数。",
        scheme.subjects_origin,
    )


def _level(level: Level) -> str:
    text = f"“{level.name}”"
    if level.aliases:
        text += f"（又称{'、'.join(level.aliases)}）"
    if level.none:
        text += "表示不定等次"
    if level.management:
        text += f"，确定为“{level.management}”"
    return text + (f"：{_stop(level.duty)}" if level.duty else "。")


def _group(name: str, includes: tuple[str, ...]) -> str:
    return f"“{name}”包括{'、'.join(includes)}。"


def _indicators(scheme: Scheme) -> Iterable[Line]:
    shown: set[str] = set()
    for one in scheme.indicators:
        if one.name in shown:
            continue
        shown.add(one.name)
        same = [other for other in scheme.indicators if other.name == one.name]
        points = {other.points for other in same}
        if len(same) > 1 and len(points) == 1:
            yield Line(_many(same), one.origin)
        else:
            yield from (Line(_indicator(other), other.origin) for other in same)


def _indicator(one: Indicator) -> str:
    where = f"（{'、'.join(one.domains)}）" if one.domains else ""
    extra = "，属加分项目" if one.extra else ""
    standard = f"：{_stop(one.standard)}" if one.standard else "。"
    return f"“{one.name}”{where} {format_points(one.points)} 分{extra}{standard}"


def _many(same: list[Indicator]) -> str:
    first = same[0]
    extra = "，属加分项目" if first.extra else ""
    texts: dict[str, list[str]] = {}
    for one in same:
        texts.setdefault(_stop(one.standard), []).extend(one.domains)
    standards = "".join(f"{'、'.join(where)}——{text}" for text, where in texts.items())
    return f"“{first.name}” {format_points(first.points)} 分{extra}：{standards}"


def _band(band: Band) -> str:
    text = f"“{band.level}”{'一般为' if band.soft else '为'} {band.range}"
    if band.requires is not None:
        text += f"，并且须满足：{describe(band.requires)}，否则按下一档"
    return text + "。"


def _adjustment(one: Adjustment) -> str:
    sign = "加" if one.bonus else "扣"
    if one.when is not None:
        text = f"{_when(one.when)}的，{sign} {format_points(one.tiers[0].points)} 分"
    elif one.fact:
        text = f"按“{one.fact}”每{one.unit}{sign} {format_points(one.tiers[0].points)} 分"
    else:
        tiers = "，".join(
            f"{tier.name}每{one.unit}{sign} {format_points(tier.points)} 分" for tier in one.tiers
        )
        highest = "，以最高的为准" if one.combine is Combine.HIGHEST else ""
        text = f"{tiers}{highest}（登记时注明佐证）"
    if one.ceiling is not None:
        text += f"，合计最多{sign} {format_points(one.ceiling)} 分"
    return f"“{one.name}”：{text}。"


def _limits(scheme: Scheme) -> Iterable[Line]:
    kinds = [kind for kind in scheme.sequence if any(one.kind is kind for one in scheme.limits)]
    if len(kinds) > 1:
        order = "，再".join(_LIMITS[kind] for kind in kinds)
        yield Line(f"限定的先后：先{order}。", scheme.sequence_origin)
    for one in scheme.limits:
        yield Line(f"“{one.name}”：{_when(one.when)}的，{_consequence(one)}。", one.origin)


def _when(condition: Condition) -> str:
    text = describe(condition)
    return text + " " if text[-1:].isdigit() else text


def _consequence(one: Limit) -> str:
    match one.kind:
        case LimitKind.DISQUALIFY:
            as_what = f"，按“{one.level}”" if one.level else ""
            return f"取消本年度的评定资格{as_what}"
        case LimitKind.FORCE:
            return f"定为“{one.level}”"
        case LimitKind.CAP:
            return f"最高定为“{one.level}”"
        case LimitKind.DEMOTE:
            return f"降低 {one.by} 个等次"


def _quota(quota: Quota) -> str:
    levels = "、".join(f"“{one}”" for one in quota.levels)
    share = format_rate(quota.share)
    match quota.bound:
        case Bound.AT_MOST:
            text = f"{levels}不超过 {share}"
        case Bound.AT_LEAST:
            text = f"{levels}不低于 {share}"
        case Bound.ABOUT:
            within = f"（上下 {format_rate(quota.tolerance)}以内）" if quota.tolerance else ""
            text = f"{levels} {share}左右{within}"
    return text + ("，只作提示，不改变拟定的等次。" if quota.soft else "。")


def _poll(poll: Poll) -> str:
    meeting = f"在{poll.meeting}上" if poll.meeting else ""
    who = "各党组织分别进行" if poll.single else "一次会议可测评多个党组织"
    result = "；选项就是等次，结果看票数分布" if poll.distribution else ""
    more = result + counting_words(poll)
    return f"“{poll.name}”{meeting}无记名进行，选项为{'、'.join(poll.options)}，{who}{more}。"


def _rate(rate: Rate) -> str:
    return f"“{rate.name}”＝（{'＋'.join(rate.numerator)}）÷{_BASES[rate.base]}（{rate.poll}）。"


def _fact(fact: Fact) -> str:
    how = _FACTS[fact.kind]
    if fact.options:
        how += f"：{'、'.join(fact.options)}"
    return f"“{fact.name}”（{how}）" + (f"：{_stop(fact.hint)}" if fact.hint else "。")


def _step(step: Step) -> str:
    text = f"“{step.name}”"
    if step.actor:
        text += f"由{step.actor}负责"
    if step.meeting:
        text += f"，在{step.meeting}上进行"
    if step.evaluator:
        text += f"，形成“{step.evaluator}”得分"
    if step.poll:
        text += f"，形成“{step.poll}”结果"
    text += _YIELDS.get(step.yields, "")
    if step.notice_days:
        text += f"，公示 {step.notice_days} 天"
    if step.deadline:
        text += f"，{step.deadline[0]} 月 {step.deadline[1]} 日前完成"
    return text + "。"


def _after(scheme: Scheme) -> Iterable[Line]:
    if scheme.deviation:
        first, second = scheme.deviation.between
        points = format_points(scheme.deviation.points)
        yield Line(
            f"“{first}”与“{second}”相差超过 {points} 分的，作出提醒。", scheme.deviation.origin
        )
    if rule := scheme.rectification:
        text = f"得分低于分值 {format_rate(rule.below)}的指标列入整改事项"
        if rule.least:
            text += f"，每个{scheme.object_name}至少 {rule.least} 条"
        if rule.most:
            text += f"，最多 {rule.most} 条"
        yield Line(text + "。", rule.origin)


def _stop(text: str) -> str:
    return text if text.endswith(("。", "！", "？", "；")) else text + "。"
