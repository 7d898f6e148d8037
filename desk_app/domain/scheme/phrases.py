"""Says each part of a scheme in one sentence, as an office would write it."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR
from fractions import Fraction

from desk_app.domain.conditions import describe
from desk_app.domain.points import format_points, format_rate, round_half_up
from desk_app.domain.scheme.conditions import Condition
from desk_app.domain.scheme.intervals import Interval
from desk_app.domain.scheme.meetings import counting_words
from desk_app.domain.scheme.model import (
    Adjustment,
    AdjustmentGroup,
    Band,
    Bound,
    Combine,
    Consequence,
    ConsequenceKind,
    Fact,
    FactKind,
    Indicator,
    IndicatorMode,
    Level,
    Limit,
    LimitKind,
    Over,
    Poll,
    Quota,
    Rate,
    RateBase,
    Star,
    Step,
    StepYield,
    Tail,
)

_BASES = {
    RateBase.ISSUED: "发出票",
    RateBase.RETURNED: "收回票",
    RateBase.VALID: "有效票",
    RateBase.VALID_WITHOUT_ABSTENTION: "有效票减弃权",
}
_FACTS = {
    FactKind.YES_NO: "填是或否",
    FactKind.COUNT: "填次数",
    FactKind.DATE: "填日期",
    FactKind.CHOICE: "选填",
    FactKind.TEXT: "填文字",
}
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
_FOLLOWS = {
    ConsequenceKind.REPORT: "须报告",
    ConsequenceKind.MAY: "可以",
    ConsequenceKind.MUST_NOT: "不得",
    ConsequenceKind.DUTY: "应当",
}


def stop(text: str) -> str:
    """End a text with a full stop, unless it has an end of its own."""
    return text if text.endswith(("。", "！", "？", "；")) else text + "。"


def quoted(names: Iterable[str]) -> str:
    """Write names as a list: “甲”、“乙”."""
    return "、".join(f"“{one}”" for one in names)


def number(value: Fraction) -> str:
    """Write a weight: 3, 0.3."""
    return format_points(round_half_up(value, 3))


def level(one: Level) -> str:
    """Say a rung of the ladder."""
    text = f"“{one.name}”"
    if one.aliases:
        text += f"（又称{'、'.join(one.aliases)}）"
    if one.none:
        text += "表示不定等次"
    if one.management:
        text += f"，确定为“{one.management}”"
    return text + (f"：{stop(one.duty)}" if one.duty else "。")


def group(name: str, includes: tuple[str, ...]) -> str:
    """Say what a 领域 takes in."""
    return f"“{name}”包括{'、'.join(includes)}。"


def indicators(same: Sequence[Indicator]) -> str:
    """Say one indicator, or the lines of one name whose standards differ by 领域."""
    first = same[0]
    where = f"（{'、'.join(first.domains)}）" if first.domains and len(same) == 1 else ""
    heading = f"（属“{first.group}”）" if first.group else ""
    extra = "，属加分项目" if first.extra else ""
    text = f"“{first.name}”{heading}{where} {_worth(first)}{extra}"
    if len(same) == 1:
        return f"{text}：{stop(first.standard)}" if first.standard else f"{text}。"
    texts: dict[str, list[str]] = {}
    for one in same:
        texts.setdefault(stop(one.standard) if one.standard else "没有写标准。", []).extend(
            one.domains
        )
    return f"{text}：" + "".join(f"{'、'.join(where)}——{text}" for text, where in texts.items())


def _worth(one: Indicator) -> str:
    points = f"{format_points(one.points)} 分"
    match one.mode:
        case IndicatorMode.SCORED:
            return points
        case IndicatorMode.DEDUCTED:
            return f"{points}，填扣分，扣完为止"
        case IndicatorMode.ALL_OR_NOTHING:
            return f"{points}，达成得满分，不达成不得分"
        case IndicatorMode.CHECK:
            return f"{points}，是达标项，达到的得满分，没有达到的不得分"
        case IndicatorMode.INFORMATION:
            return "只作记录，不计分" + (f"（写有 {points}）" if one.points else "")


def star(one: Star) -> str:
    """Say what a star asks for."""
    kind = f"（{one.kind}）" if one.kind else ""
    where = f"（{'、'.join(one.domains)}）" if one.domains else ""
    return f"“{one.name}”{kind}{where}：{when(one.when)}的，授予这颗星。"


def band(one: Band, unit: str) -> str:
    """Say a band; ``unit`` is 分 or 颗星."""
    inside = one.range.words(unit) if unit == "分" else _whole(one.range, unit)
    text = f"“{one.level}”{'一般为' if one.soft else '为'} {inside}"
    if one.requires is not None:
        text += f"，并且须满足：{describe(one.requires)}，否则按下一档"
    return text + "。"


def _whole(inside: Interval, unit: str) -> str:
    """Write which whole numbers lie inside: 4 颗星, 1 至 2 颗星."""
    low = None if inside.low is None else inside.low.to_integral_value(ROUND_CEILING)
    high = None if inside.high is None else inside.high.to_integral_value(ROUND_FLOOR)
    if low is not None and low == inside.low and not inside.low_closed:
        low += 1
    if high is not None and high == inside.high and not inside.high_closed:
        high -= 1
    if low is None or high is None:
        return Interval(low, low_closed=True, high=high, high_closed=True).words(unit)
    if low > high:
        return inside.words(unit)
    return f"{low} {unit}" if low == high else f"{low} 至 {high} {unit}"


def adjustment(one: Adjustment) -> str:
    """Say a bonus or deduction."""
    sign = "加" if one.bonus else "扣"
    if one.when is not None:
        text = f"{when(one.when)}的，{sign} {format_points(one.tiers[0].points)} 分"
    elif one.fact:
        text = f"按“{one.fact}”每{one.unit}{sign} {format_points(one.tiers[0].points)} 分"
    else:
        tiers = "，".join(
            f"{'' if tier.name == f'每{one.unit}' else tier.name}每{one.unit}{sign} "
            f"{format_points(tier.points)} 分"
            for tier in one.tiers
        )
        text = f"{tiers}（登记时注明佐证）"
    if one.combine is Combine.HIGHEST:
        text += "，以最高的为准"
    if one.ceiling is not None:
        text += f"，合计最多{sign} {format_points(one.ceiling)} 分"
    if one.group:
        text += f"，与“{one.group}”组的其他项合并计算"
    return f"“{one.name}”：{text}。"


def adjustment_group(one: AdjustmentGroup) -> str:
    """Say how bonuses or deductions of one group count together."""
    text = "只计最高的一项" if one.combine is Combine.HIGHEST else "累计"
    if one.ceiling is not None:
        text += f"，合计最多 {format_points(one.ceiling)} 分"
    return f"“{one.name}”组的各项，{text}。"


def when(condition: Condition) -> str:
    """Say a condition so that 的 can follow."""
    text = describe(condition)
    return text + " " if text[-1:].isdigit() else text


def limit(one: Limit) -> str:
    """Say a limit and what it does."""
    match one.kind:
        case LimitKind.DISQUALIFY:
            as_what = f"，定为“{one.level}”" if one.level else ""
            does = f"取消本年度的评定资格{as_what}"
        case LimitKind.FORCE:
            does = f"定为“{one.level}”"
        case LimitKind.CAP:
            does = f"最高定为“{one.level}”"
        case LimitKind.DEMOTE:
            does = f"降低 {one.by} 个等次"
    return f"“{one.name}”：{when(one.when)}的，{does}。"


def quota(one: Quota) -> str:
    """Say a quota: how many, within what, how binding, and what it gives way to."""
    text = f"{_OVERS[one.over]}{quoted(one.levels)}{_size(one)}"
    return f"“{one.name}”：{text}{_binding(one)}。"


def _size(one: Quota) -> str:
    size = f"{one.count} 个" if not one.share else format_rate(one.share)
    match one.bound:
        case Bound.AT_MOST:
            return f"不超过 {size}"
        case Bound.AT_LEAST:
            return f"不少于 {size}" if not one.share else f"不低于 {size}"
        case Bound.ABOUT:
            within = f"（上下 {format_rate(one.tolerance)}以内）" if one.tolerance else ""
            return f"为 {size}" if not one.share else f" {size}左右{within}"


def _binding(one: Quota) -> str:
    text = ""
    if one.assign:
        text += "，按总分从高到低排名确定，同分跨线的归入下一等次"
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
    size = f"最后 {one.count} 个" if one.count else f"总数的 {format_rate(one.share)}"
    duty = f"：{stop(one.duty)}" if one.duty else "。"
    return f"“{one.name}”：{_OVERS[one.over]}{of}按得分从低到高倒排，取{size}{duty}"


def consequence(one: Consequence) -> str:
    """Say what follows from a level."""
    who = f"评为{quoted(one.levels)}" if one.levels else "不论评为哪一等次"
    condition = f"，{when(one.when)}" if one.when is not None else ""
    to = f"，报{one.to}" if one.to else ""
    return f"“{one.name}”（{_FOLLOWS[one.kind]}）：{who}{condition}的{to}。"


def poll(name: str, one: Poll) -> str:
    """Say a poll; ``name`` stands for all that were written as one."""
    meeting = f"在{one.meeting}上" if one.meeting else ""
    who = "各党组织分别进行" if one.single else "一次会议可测评多个党组织"
    result = "；选项就是等次，结果看票数分布" if one.distribution else ""
    more = result + counting_words(one)
    return f"{name}{meeting}无记名进行，选项为{'、'.join(one.options)}，{who}{more}。"


def rate(name: str, poll_name: str, one: Rate) -> str:
    """Say how a rate is worked out."""
    return f"{name}＝（{'＋'.join(one.numerator)}）÷{_BASES[one.base]}（{poll_name}）。"


def fact(one: Fact) -> str:
    """Say what is to be known."""
    how = _FACTS[one.kind]
    if one.options:
        how += f"：{'、'.join(one.options)}"
    if one.unit and one.unit != "次":
        how = f"填整数，单位{one.unit}" if one.kind is FactKind.COUNT else f"{how}，单位{one.unit}"
    if one.carries:
        how += "，本轮没有填的沿用上一轮"
    return f"“{one.name}”（{how}）" + (f"：{stop(one.hint)}" if one.hint else "。")


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
