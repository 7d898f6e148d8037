"""Says what concerns a whole round: 领域, quotas, the last ones, the steps."""

from collections.abc import Sequence

from desk_app.domain.points import format_rate, format_share
from desk_app.domain.scheme.model.rounds import (
    Bound,
    Over,
    Quota,
    Rounding,
    Spell,
    Step,
    StepYield,
    Tail,
    Ties,
)
from desk_app.domain.scheme.words.conditions import quoted, stop, when

_YIELDS = {
    StepYield.SCORES: "，评分",
    StepYield.POLL: "，测评",
    StepYield.OPINION: "，提出等次意见",
    StepYield.DECISION: "，研究确定拟定的等次",
    StepYield.APPROVAL: "，审定等次",
    StepYield.NOTICE: "，公示",
    StepYield.PAPERS: "，形成材料",
}
_OVERS = {
    Over.ROUND: "",
    Over.DOMAIN: "每个领域里",
    Over.PARENT: "每个上级党组织下面",
    Over.AREA: "每个区域里",
}


_TIES = {
    Ties.LOWER: "同分跨线的归入低的一档",
    Ties.HIGHER: "同分跨线的归入高的一档",
    Ties.ASK: "同分跨线的由会议确定",
}


def group(name: str, includes: tuple[str, ...]) -> str:
    """Say what a 领域 takes in."""
    return f"“{name}”包括{'、'.join(includes)}。"


def quota(one: Quota, counter: str = "个", below: str = "", *, newest: bool = False) -> str:
    """Say a quota: how many, within what, how binding, and what it gives way to.

    ``counter`` counts the subjects. ``below`` is the level of who finds no place, where the
    quota assigns by rank those that bands and limits bring to its level. ``newest`` says how a
    share becomes a whole number.
    """
    times = "".join(f"；{_time(spell, counter)}" for spell in one.spells)
    size = f"{_size(one, counter)}{_whole(one, newest)}"
    text = f"{of_whom(one)}{quoted(one.levels)}{size}"
    return f"“{one.name}”：{text}{times}{_binding(one, below, newest=newest)}。"


def of_whom(one: Quota | Tail) -> str:
    """Say of whom a rule speaks: “社区”领域里，每个区域里；"" where it is of everybody."""
    apart = one.over is Over.DOMAIN and bool(one.domains)
    text = "" if apart else _OVERS[one.over]
    if one.domains:
        text += f"{quoted(one.domains)}{'各' if apart and len(one.domains) > 1 else ''}领域里"
    return text + (f"{when(one.when)}的，" if one.when is not None else "")


_WHOLE = {
    Rounding.FLOOR: "不是整数的舍去小数",
    Rounding.CEIL: "不是整数的进一取整",
    Rounding.HALF_UP: "不是整数的四舍五入",
}
_USUAL = {Bound.AT_MOST: Rounding.FLOOR, Bound.AT_LEAST: Rounding.CEIL}


def _whole(one: Quota, newest: bool) -> str:
    """Say how a share becomes a whole number; a text of format 1 never said it."""
    rounding = one.rounding or (_USUAL.get(one.bound) if newest and one.share else None)
    return f"（{_WHOLE[rounding]}）" if rounding else ""


def _time(one: Spell, counter: str) -> str:
    size = f"{one.count} {counter}" if not one.share else format_share(one.share)
    return f"{spell_words(one)}{'可以适当扩大，不作要求' if one.lifted else f'为 {size}'}"


def spell_words(spell: Spell) -> str:
    """Say when something else holds: 2027 年 12 月."""
    said = [f"{'、'.join(map(str, spell.years))} 年"] if spell.years else []
    said += [f"{'、'.join(map(str, spell.months))} 月"] if spell.months else []
    return " ".join(said)


def _ranked(one: Quota, below: str, *, newest: bool) -> str:
    """Say who is ranked, and what becomes of those for whom there is no place."""
    if one.rest:
        return (
            f"，所有参评的按总分从高到低排名确定，档次不起作用，{_TIES[one.ties]}；"
            f"各名额都排不上的，一律为“{one.rest}”"
        )
    if newest and not below:  # another quota has the rest
        return f"，所有参评的按总分从高到低排名确定，档次不起作用，{_TIES[one.ties]}"
    if below:
        return (
            f"，按档次和限定达到这一等次的，按总分从高到低排名取用名额，{_TIES[one.ties]}；"
            f"没有名额的归入“{below}”，其他等次仍按档次"
        )
    ties = "" if one.ties is Ties.LOWER else f"（{_TIES[one.ties]}）"
    return f"，按总分从高到低排名确定，同分跨线的归入下一等次{ties}"


def _size(one: Quota, counter: str) -> str:
    size = f"{one.count} {counter}" if not one.share else format_share(one.share)
    match one.bound:
        case Bound.AT_MOST:
            return f"不超过 {size}"
        case Bound.AT_LEAST:
            return f"不少于 {size}" if not one.share else f"不低于 {size}"
        case Bound.ABOUT:
            within = f"（上下 {format_rate(one.tolerance)}以内）" if one.tolerance else ""
            return f"为 {size}" if not one.share else f" {size}左右{within}"


def _binding(one: Quota, below: str = "", *, newest: bool = False) -> str:
    text = ""
    if one.assign:
        text += _ranked(one, below, newest=newest)
    if one.yields_to:
        text += f"，与“{one.yields_to}”不能同时满足时，以“{one.yields_to}”为准"
    if one.target:
        text += "，是工作目标，只看完成情况"
    only_hints = one.soft and not one.assign
    return text + ("，只作提示，不改变拟定的等次" if only_hints else "")


def ratio(parts: Sequence[Quota]) -> str:
    """Say the quotas of one ratio together."""
    first = parts[0]
    levels = "、".join("和".join(f"“{one}”" for one in part.levels) for part in parts)
    within = f"（上下 {format_rate(first.tolerance)}以内）" if first.tolerance else ""
    rest = "" if within else "，不是整数的先取整数，余下的名额给小数最大的"
    name = first.name.removesuffix(f"·{'、'.join(first.levels)}")
    named = "" if name == first.ratio else f"“{name}”："
    text = f"{named}{_OVERS[first.over]}{levels}的比例为 {first.ratio}{within}{rest}"
    return text + _binding(first) + "。"


def tail(one: Tail) -> str:
    """Say who is picked from the bottom."""
    of = f"在{quoted(one.levels)}中" if one.levels else ""
    size = f"最后 {one.count} 个" if one.count else f"总数的 {format_share(one.share)}"
    duty = f"：{stop(one.duty)}" if one.duty else "。"
    becomes = ""
    if one.level or one.ties is not Ties.ASK:
        becomes = f"，定为“{one.level}”（已是这一等次或更低的不变），{_TIES[one.ties]}"
    whole = "" if one.rounding is Rounding.FLOOR else f"（{_WHOLE[one.rounding]}）"
    return f"“{one.name}”：{of_whom(one)}{of}按得分从低到高倒排，取{size}{whole}{becomes}{duty}"


def step(one: Step) -> str:
    """Say who does what by when."""
    text = f"“{one.name}”"
    if one.actor:
        text += f"由{one.actor}负责"
    if one.meeting:
        text += f"，在{one.meeting}上进行"
    if one.evaluator:
        text += f"，形成“{one.evaluator}”得分"
    if one.poll:
        text += f"，形成“{one.poll}”结果"
    said = (one.yields is StepYield.SCORES and one.evaluator) or (
        one.yields is StepYield.POLL and one.poll
    )
    if not said:
        text += _YIELDS[one.yields]
    if one.notice_days or one.working_days:
        days = f"{one.notice_days} {'个工作日' if one.working_days else '天'}"
        text += f" {days}" if one.yields is StepYield.NOTICE else f"，期限 {days}"
    if one.deadline:
        text += f"，{one.deadline[0]} 月 {one.deadline[1]} 日前完成"
    return text + "。"
