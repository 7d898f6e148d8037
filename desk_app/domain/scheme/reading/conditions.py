"""Reads conditions: ``{ fact = "创新项目", is = true }``, combined with all, any and not."""

from decimal import Decimal

from desk_app.domain.scheme.model.conditions import (
    AllOf,
    AnyOf,
    Comparand,
    Comparator,
    Comparison,
    Condition,
    Earlier,
    LevelIn,
    Not,
    Operand,
    Rose,
    ThisYear,
)
from desk_app.domain.scheme.reading.table import Table
from desk_app.domain.scheme.reading.values import LONGEST_NAME, exact_number, kind_of, read_share

REGISTRY_TEXTS = ("领域", "区域", "上级")
REGISTRY_NUMBERS = ("党员数",)
REGISTRY_DAYS = ("届满日期", "换届日期", "成立日期")
REGISTRY_FIELDS = (*REGISTRY_TEXTS, *REGISTRY_NUMBERS, *REGISTRY_DAYS)
"""What a condition may ask of the registry."""

_NAMELESS = frozenset({Operand.TOTAL, Operand.STARS})
_MONTHS = frozenset({Comparator.WITHIN_MONTHS, Comparator.OVER_MONTHS})
_DATED = _MONTHS | {Comparator.WITHIN_YEARS}
_WITH_DAYS = frozenset({Operand.FACT, Operand.REGISTRY})
_NEVER_KNOWN = frozenset({Operand.ADJUSTMENT, Operand.TOTAL, Operand.STARS})
_COMBINING = ("all", "any", "not")
_ROUNDS = ("earlier", "rose", "this_year", "level")
_DEEPEST = 8
_MOST_YEARS = 20
_MOST_YEARS_BACK = 50
_MOST_MONTHS = 600
_NEVER = AnyOf(())
_NUMERIC = frozenset({Operand.ADJUSTMENT, Operand.POINTS, Operand.TOTAL, Operand.STARS})


def clause(table: Table, key: str, *, required: bool = False) -> Condition | None:
    """Read the condition under ``key``; ``None`` where it is not written."""
    inside = table.table(key, f"{table.what}的条件", required=required)
    return None if inside is None else _condition(inside, 0)


def _condition(table: Table, depth: int) -> Condition:
    if depth > _DEEPEST:
        table.fault(f"{table.what}嵌套得太深，请写得简单些。")
        table.forgive()
        return _NEVER
    written = [key for key in (*_COMBINING, *_ROUNDS, *Operand) if table.has(key)]
    if len(written) != 1:
        words = "、".join((*Operand, *_ROUNDS))
        table.fault(f"{table.what}应写 {words} 中的一个，或用 all、any、not 组合，且只写一个。")
        table.forgive()
        return _NEVER
    key = written[0]
    table.needs_format(2, "this_year", "within_years")
    if key in _COMBINING:
        found = _combined(table, key, depth)
    elif key in _ROUNDS:
        found = _of_rounds(table, key)
    else:
        found = _comparison(table, Operand(key))
    table.finish()
    return found


def _combined(table: Table, key: str, depth: int) -> Condition:
    if key == "not":
        inside = table.table(key, table.what)
        return _NEVER if inside is None else Not(_condition(inside, depth + 1))
    parts = tuple(
        _condition(one, depth + 1) for one in table.tables(key, table.what, required=True)
    )
    return AllOf(parts) if key == "all" else AnyOf(parts)


def _of_rounds(table: Table, key: str) -> Condition:
    """Read what is asked of earlier years, or of this round's level."""
    match key:
        case "level":
            return LevelIn(table.names("level", least=1))
        case "rose":
            return Rose(table.flag("rose"))
        case "this_year":
            return ThisYear(table.names("this_year", least=1))
        case _:
            levels = table.names("earlier", least=1)
            of = table.whole("of", least=1, most=_MOST_YEARS, default=1)
            at_least = table.whole("at_least", least=1, most=_MOST_YEARS, default=of)
            for lacking in (one for one in ("of", "at_least") if not table.has(one)):
                table.fault(
                    f"{table.what}问的是往年，应写 at_least（至少几个年度）和 of（最近几个年度），"
                    f"现在缺少 {lacking}。"
                )
            if at_least > of:
                table.fault(f"{table.what}要最近 {of} 个年度中至少 {at_least} 个，永远做不到。")
            return Earlier(levels, at_least, of)


def _comparison(table: Table, operand: Operand) -> Condition:
    name = "" if operand in _NAMELESS else table.name(operand)
    if operand in _NAMELESS and not table.flag(operand, default=True):
        table.wrong(operand, f"应写成 {operand} = true。")
    written = [one for one in Comparator if table.has(one)]
    if len(written) != 1:
        words = "、".join(Comparator)
        table.fault(f"{table.what}应写 {words} 中的一个，且只写一个。")
        table.forgive()
        return _NEVER
    comparator = written[0]
    value = _value(table, operand, comparator)
    if operand is Operand.REGISTRY and name and value is not None:
        value = _of_registry(table, name, comparator, value)
    return _NEVER if value is None else Comparison(operand, name, comparator, value)


def _value(table: Table, operand: Operand, comparator: Comparator) -> Comparand | None:
    raw = table.raw(comparator)
    found: Comparand | None
    if wrong := _unfit(operand, comparator):
        table.fault(f"{table.what}里{wrong}。", comparator)
        return None
    if comparator is Comparator.KNOWN:
        found, wanted = raw if isinstance(raw, bool) else None, "true 或 false"
    elif comparator in _MONTHS:
        found, wanted = _months(raw), f"几个月的整数（0 到 {_MOST_MONTHS}）"
    elif comparator is Comparator.WITHIN_YEARS:
        years = _months(raw)
        found = years if years is not None and 1 <= years <= _MOST_YEARS_BACK else None
        wanted = f"几个年度的整数（1 到 {_MOST_YEARS_BACK}，1 就是本年度）"
    elif operand is Operand.RATE:
        found, wanted = read_share(raw), '"60%" 这样加引号的百分比'
    elif operand in _NUMERIC or comparator is not Comparator.IS:
        found, wanted = None if isinstance(raw, str) else exact_number(raw), "数字"
    elif operand is Operand.OPINION or isinstance(raw, str):
        found, wanted = _text(raw), f"加引号的文字（最多 {LONGEST_NAME} 字）"
    else:
        found = raw if isinstance(raw, bool) else exact_number(raw)
        wanted = "true、false、数字或加引号的文字"
    if found is None or found == "":
        table.wrong(comparator, f"应为{wanted}，现在是{kind_of(raw)}。")
        return None
    return found


def _unfit(operand: Operand, comparator: Comparator) -> str:
    """Why such a thing cannot be compared in that way; "" where it can."""
    if comparator is Comparator.KNOWN:
        fits = operand not in _NEVER_KNOWN
    else:
        fits = comparator not in _DATED or operand in _WITH_DAYS
    if not fits:
        return f" {operand} 不能用 {comparator} 比较"
    if operand is Operand.OPINION and comparator not in {Comparator.IS, Comparator.KNOWN}:
        return "等次意见只能用 is 比较"
    return ""


def _months(raw: object) -> Decimal | None:
    whole = isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw <= _MOST_MONTHS
    return Decimal(int(str(raw))) if whole else None


def _text(raw: object) -> str | None:
    return raw.strip() if isinstance(raw, str) and 0 < len(raw) <= LONGEST_NAME else None


def _of_registry(
    table: Table, name: str, comparator: Comparator, value: Comparand
) -> Comparand | None:
    """Whether a field of the registry can be compared in that way."""
    wrong = ""
    if name not in REGISTRY_FIELDS:
        table.wrong(Operand.REGISTRY, f"应为 {'、'.join(REGISTRY_FIELDS)} 之一，现在是“{name}”。")
        return None
    if comparator is Comparator.KNOWN:
        return value
    if name in REGISTRY_DAYS and comparator not in _DATED:
        wrong = "是日期，条件应写 within_months、over_months、within_years 或 known"
    elif name in REGISTRY_NUMBERS and (comparator in _DATED or isinstance(value, bool | str)):
        wrong = "是数字，条件应写 at_least = 3 这样"
    elif name in REGISTRY_TEXTS and not isinstance(value, str):
        wrong = '是文字，条件应写 is = "…"'
    if wrong:
        table.fault(f"{table.what}有误：名册里的“{name}”{wrong}。", comparator)
        return None
    return value
