"""Says the ladder: levels, stars, bands, limits, and what follows."""

from decimal import ROUND_CEILING, ROUND_FLOOR

from desk_app.domain.scheme.model.conditions import Condition, Operand, comparisons
from desk_app.domain.scheme.model.levels import (
    Band,
    Consequence,
    ConsequenceKind,
    Level,
    Limit,
    LimitKind,
    Star,
    Unmeasured,
    YearlyStep,
)
from desk_app.domain.scheme.model.values import Interval
from desk_app.domain.scheme.words.conditions import describe, quoted, stop, when

_FOLLOWS = {
    ConsequenceKind.REPORT: "须报告",
    ConsequenceKind.MAY: "可以",
    ConsequenceKind.MUST_NOT: "不得",
    ConsequenceKind.DUTY: "应当",
}

_UNMEASURED_BAND = {
    Unmeasured.WAIT: "；还没有测评结果的，先不拟定等次",
    Unmeasured.HOLDS: "；没有测评结果的，视为满足",
}
_UNMEASURED_LIMIT = {
    Unmeasured.WAIT: "；还没有测评结果的，先不拟定等次",
    Unmeasured.HOLDS: "；没有测评结果的，同样适用",
}


def level(one: Level, *, newest: bool = False) -> str:
    """Say a rung of the ladder; ``newest`` texts say which kind of none it is."""
    text = f"“{one.name}”"
    if one.aliases:
        text += f"（又称{'、'.join(one.aliases)}）"
    if one.outside:
        text += "不在等次之内（不排名，也不作名额提示）"
    elif one.none:
        text += "低于最低的等次（照样排名，名额提示也算它）" if newest else "表示不定等次"
    if one.management:
        text += f"，确定为“{one.management}”"
    return text + (f"：{stop(one.duty)}" if one.duty else "。")


def star(one: Star) -> str:
    """Say what a star asks for."""
    kind = f"（{one.kind}）" if one.kind else ""
    where = f"（{'、'.join(one.domains)}）" if one.domains else ""
    return f"“{one.name}”{kind}{where}：{when(one.when)}的，授予这颗星。"


def band(one: Band, unit: str, *, newest: bool = False) -> str:
    """Say a band; ``unit`` is 分 or 颗星. ``newest`` texts say what holds without a rate."""
    inside = one.range.words(unit) if unit == "分" else _whole(one.range, unit)
    text = f"“{one.level}”{'一般为' if one.soft else '为'} {inside}"
    if one.requires is not None:
        text += f"，并且须满足：{describe(one.requires)}，否则按下一档"
    text += _UNMEASURED_BAND.get(one.missing, "")
    if newest and one.missing is Unmeasured.IGNORED and _asks_rate(one.requires):
        text += "；没有测评结果的，视为不满足"
    return text + "。"


def _whole(inside: Interval, unit: str) -> str:
    """Write which whole numbers lie inside: 4 颗星, 1 至 2 颗星."""
    low = None if inside.low is None else inside.low.to_integral_value(ROUND_CEILING)
    high = None if inside.high is None else inside.high.to_integral_value(ROUND_FLOOR)
    if low is not None and low == inside.low and not inside.low_closed:
        low += 1
    if high is not None and high == inside.high and not inside.high_closed:
        high -= 1
    if low is None and high == 0:
        return f"0 {unit}"
    if low is None or high is None:
        return Interval(low, low_closed=True, high=high, high_closed=True).words(unit)
    if low > high:
        return inside.words(unit)
    return f"{low} {unit}" if low == high else f"{low} 至 {high} {unit}"


def _asks_rate(condition: Condition | None) -> bool:
    asked = comparisons(condition) if condition is not None else ()
    return any(one.operand is Operand.RATE for one in asked)


def limit(one: Limit, *, newest: bool = False) -> str:
    """Say a limit and what it does; ``newest`` texts say what holds without a rate."""
    match one.kind:
        case LimitKind.DISQUALIFY:
            as_what = f"，定为“{one.level}”" if one.level else ""
            does = f"取消本年度的评定资格{as_what}"
        case LimitKind.FORCE:
            does = f"{'直接' if one.unscored else ''}定为“{one.level}”"
            does += "，不等评分" if one.unscored else ""
        case LimitKind.CAP:
            does = f"最高定为“{one.level}”"
        case LimitKind.DEMOTE:
            does = f"降低 {one.by} 个等次"
    unmeasured = _UNMEASURED_LIMIT.get(one.missing, "")
    if newest and one.missing is Unmeasured.IGNORED and _asks_rate(one.when):
        unmeasured = "；没有测评结果的，不适用"
    return f"“{one.name}”：{when(one.when)}的，{does}{unmeasured}。"


def yearly(one: YearlyStep) -> str:
    """Say how far a level may lie from last year's."""
    met = f"{when(one.when)}的，" if one.when is not None else ""
    moves = [f"最多升 {one.rise} 级"] if one.rise else []
    moves += [f"最多降 {one.fall} 级（直接认定、取消资格的除外）"] if one.fall else []
    waiver = f"；经会议研究可以{one.waiver}，须写明理由" if one.waiver else ""
    return f"“{one.name}”：{met}比上一年度{'，'.join(moves)}{waiver}；没有上一年度等次的不限。"


def consequence(one: Consequence) -> str:
    """Say what follows from a level."""
    who = f"评为{quoted(one.levels)}" if one.levels else "不论评为哪一等次"
    condition = f"，{when(one.when)}" if one.when is not None else ""
    to = f"，报{one.to}" if one.to else ""
    return f"“{one.name}”（{_FOLLOWS[one.kind]}）：{who}{condition}的{to}。"
