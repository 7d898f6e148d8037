"""Says conditions, and the names and ends of sentences, as an office would write them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from desk_app.domain.points import format_points, format_rate, round_half_up
from desk_app.domain.scheme.model.conditions import (
    AllOf,
    AnyOf,
    Clash,
    Comparator,
    Comparison,
    Condition,
    Contradiction,
    Earlier,
    LevelIn,
    Not,
    Operand,
    Rose,
    ThisYear,
)

_WORDS = {
    Comparator.IS: "为",
    Comparator.AT_LEAST: "不少于",
    Comparator.AT_MOST: "不多于",
    Comparator.MORE_THAN: "多于",
    Comparator.LESS_THAN: "少于",
}
_RATE_WORDS = {
    Comparator.IS: "等于",
    Comparator.AT_LEAST: "不低于",
    Comparator.AT_MOST: "不高于",
    Comparator.MORE_THAN: "高于",
    Comparator.LESS_THAN: "低于",
}
_UNITLESS: Mapping[str, str] = MappingProxyType({})
_UNITS = {Operand.POINTS: " 分", Operand.TOTAL: " 分", Operand.STARS: " 颗"}
_NAMELESS = {Operand.TOTAL: "总分", Operand.STARS: "星数"}


def stop(text: str) -> str:
    """End a text with a full stop, unless it has an end of its own."""
    return text if text.endswith(("。", "！", "？", "；")) else text + "。"


def quoted(names: Iterable[str]) -> str:
    """Write names as a list: “甲”、“乙”."""
    return "、".join(f"“{one}”" for one in names)


def number(value: Fraction) -> str:
    """Write a weight: 3, 0.3."""
    return format_points(round_half_up(value, 3))


def when(condition: Condition) -> str:
    """Say a condition so that 的 can follow."""
    text = describe(condition)
    return text + " " if text[-1:].isdigit() else text


def measured(number: str, unit: str) -> str:
    """A number with its unit: ``2300 元``, ``13.5%``."""
    return f"{number}{'' if unit in {'', '%', '％'} else ' '}{unit}"


def describe(condition: Condition, units: Mapping[str, str] = _UNITLESS) -> str:
    """Say ``condition`` in words: ``缺会次数不少于 3``; ``units`` are those of facts, by name."""
    match condition:
        case Comparison():
            unit = units.get(condition.name, "") if condition.operand is Operand.FACT else ""
            text = _describe_comparison(condition)
            return measured(text, unit) if text[-1:].isdigit() else text
        case AllOf(parts):
            return "，并且".join(_enclosed(part, units, AnyOf, Not) for part in parts)
        case AnyOf(parts):
            return "，或者".join(_enclosed(part, units, AllOf, Not) for part in parts)
        case Not(Comparison() as part) if plainly := _not(part):
            return plainly
        case Not(part):
            return f"并非：{_enclosed(part, units, AnyOf, AllOf)}"
        case Earlier(levels, at_least, of):
            years = "上一年度" if of == 1 else f"最近 {of} 个年度中至少 {at_least} 个"
            return f"{years}为{'、'.join(levels)}"
        case Rose(risen):
            return "上年度实现晋位升级" if risen else "上年度没有实现晋位升级"
        case ThisYear(levels):
            return f"本年度前面的轮次为{'、'.join(levels)}"
        case LevelIn(levels):
            return f"本次为{'、'.join(levels)}"


_MISSED = {
    Comparator.IS: "不是",
    Comparator.AT_LEAST: "没有达到",
    Comparator.AT_MOST: "超过",
    Comparator.MORE_THAN: "没有高于",
    Comparator.LESS_THAN: "没有低于",
}


def missed_words(condition: Condition) -> str:
    """Say that a condition does not hold, after what was found: ``没有达到 16 分``."""
    if isinstance(condition, Comparison):
        words = _MISSED.get(condition.comparator)
        if words is not None and not isinstance(condition.value, bool | str):
            return f"{words} {value_words(condition)}"
    return f"要求{describe(condition)}"


def met_words(condition: Condition) -> str:
    """Say what is met, after what was found: ``低于 60%``."""
    text = describe(condition)
    if isinstance(condition, Comparison):
        return text.removeprefix(operand_words(condition)).strip()
    return text


def value_words(comparison: Comparison) -> str:
    """Write the number that something is compared with, with its unit."""
    value = comparison.value
    if comparison.operand is Operand.RATE:
        return format_rate(Fraction(value))
    text = format_points(Decimal(str(value)))
    return f"{text}{_UNITS.get(comparison.operand, '')}"


def contradiction(one: Contradiction) -> str:
    """Say why conditions cannot hold together."""
    said = [f"“{describe(condition)}”" for condition in one.conditions]
    match one.clash:
        case Clash.LEVELS:
            return "要求的等次互相矛盾"
        case Clash.BOTH_WAYS:
            return f"{said[0]}既要满足又要不满足"
        case Clash.EXCLUDE:
            return f"{said[0]}做不到" if len(said) == 1 else f"{'与'.join(said)}矛盾"


def _enclosed(part: Condition, units: Mapping[str, str], *kinds: type) -> str:
    """Put brackets around a part whose words would run into those beside it."""
    if isinstance(part, Not):
        text = describe(part, units)
        return f"（{text}）" if Not in kinds and text.startswith("并非") else text
    several = isinstance(part, AllOf | AnyOf) and len(part.parts) > 1
    text = describe(part, units)
    return f"（{text}）" if several and isinstance(part, kinds) else text


def operand_words(comparison: Comparison) -> str:
    """How what is compared is named: an indicator may have the name of a star or a fact."""
    if comparison.operand is Operand.POINTS:
        return f"{comparison.name}得分"
    return _NAMELESS.get(comparison.operand, comparison.name)


def _not(part: Comparison) -> str:
    """Say in plain words that a word or a yes is not there; "" where only 并非 can say it."""
    name = operand_words(part)
    if part.comparator is Comparator.KNOWN:
        return f"{'没有' if part.value else '有'}“{name}”"
    if isinstance(part.value, bool):
        return f"“{name}”不为“{'是' if part.value else '否'}”"
    return f"{name}不是“{part.value}”" if isinstance(part.value, str) else ""


def _describe_comparison(comparison: Comparison) -> str:
    name = operand_words(comparison)
    value = comparison.value
    match comparison.comparator:
        case Comparator.KNOWN:
            return f"{'有' if value else '没有'}“{name}”"
        case Comparator.WITHIN_MONTHS:
            return f"“{name}”在 {value} 个月以内"
        case Comparator.WITHIN_YEARS:
            return f"“{name}”在{'本年度内' if value == 1 else f'最近 {value} 个年度内（含本年度）'}"
        case Comparator.OVER_MONTHS:
            return f"“{name}”已超过 {value} 个月" if value else f"“{name}”已过"
        case comparator if isinstance(value, bool):
            return f"“{name}”为“{'是' if value else '否'}”"
        case comparator if isinstance(value, str):
            return f"{name}为“{value}”"
        case comparator if comparison.operand is Operand.RATE:
            return f"{name}{_RATE_WORDS[comparator]} {value_words(comparison)}"
        case comparator:
            return f"{name}{_WORDS[comparator]} {value_words(comparison)}"
