"""Single values as a scheme file writes them: exact numbers, shares, names, conditions."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

import tomlkit

from desk_app.domain.points import format_points
from desk_app.domain.scheme.model.conditions import (
    AllOf,
    AnyOf,
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
from desk_app.domain.scheme.model.values import Interval, Origin

Written: TypeAlias = bool | int | str | Decimal | Sequence["Written"] | Mapping[str, "Written"]
"""What can stand on the right of ``key =``."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_NAMELESS = frozenset({Operand.TOTAL, Operand.STARS})


def toml(value: Written) -> str:
    """Write a value on one line, numbers exactly."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return tomlkit.item(str(value)).as_string()
    if isinstance(value, Decimal):
        return format_points(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return (
            "{ " + ", ".join(f"{key_text(key)} = {toml(one)}" for key, one in value.items()) + " }"
        )
    return "[" + ", ".join(toml(one) for one in value) + "]"


def sparse(table: Mapping[str, Written | None], *, origin: Origin) -> dict[str, Written]:
    """Leave out what is not there or empty, and add where the rule comes from."""
    said = {
        **table,
        "source": origin.source,
        "phrase": origin.phrase,
        "ours": origin.ours,
    }
    return {
        key: value for key, value in said.items() if value is not None and value not in ("", ())
    }


def key_text(key: str) -> str:
    """Write a key, in quotation marks where it needs them."""
    return key if _BARE.fullmatch(key) else toml(key)


def share(value: Fraction) -> str:
    """Write a share: ``60%``, ``12.5%``, or ``1/3`` where it is no short percentage.

    Raises ValueError for a share that a scheme file cannot write.
    """
    percent = value * 100
    for decimals in range(4):
        scaled = percent * 10**decimals
        if scaled.denominator == 1:
            return f"{format_points(Decimal(scaled.numerator).scaleb(-decimals))}%"
    if value.numerator >= 10**6 or value.denominator >= 10**6 or value < 0:
        message = f"{value} has no short form"
        raise ValueError(message)
    return f"{value.numerator}/{value.denominator}"


def weight(value: Fraction) -> Decimal:
    """Write a weight of at most three decimals; raises ValueError for any other."""
    thousandths = value * 1000
    if thousandths.denominator != 1:
        message = f"{value} has more than three decimals"
        raise ValueError(message)
    return Decimal(thousandths.numerator).scaleb(-3)


def interval(one: Interval) -> str:
    """Write an interval: ``80 <= x < 90``; raises ValueError for one without any end."""
    low = None if one.low is None else format_points(one.low)
    high = None if one.high is None else format_points(one.high)
    upper = f"x {'<=' if one.high_closed else '<'} {high}"
    if low is not None and high is not None:
        return f"{low} {'<=' if one.low_closed else '<'} {upper}"
    if low is not None:
        return f"x {'>=' if one.low_closed else '>'} {low}"
    if high is None:
        message = "an interval without ends cannot be written"
        raise ValueError(message)
    return upper


def condition(one: Condition) -> dict[str, Written]:
    """Write a condition as a table: ``{ fact = "创新项目", is = true }``."""
    match one:
        case Comparison():
            return _comparison(one)
        case AllOf(parts):
            return {"all": [condition(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [condition(part) for part in parts]}
        case Not(part):
            return {"not": condition(part)}
        case Earlier(levels, at_least, of):
            return {"earlier": levels, "at_least": at_least, "of": of}
        case Rose(risen):
            return {"rose": risen}
        case ThisYear(levels):
            return {"this_year": levels}
        case LevelIn(levels):
            return {"level": levels}


def _comparison(one: Comparison) -> dict[str, Written]:
    value: Written
    if one.operand is Operand.RATE and one.comparator is not Comparator.KNOWN:
        value = share(Fraction(one.value))
    elif isinstance(one.value, Fraction):
        value = weight(one.value)
    else:
        value = one.value
    name: Written = True if one.operand in _NAMELESS else one.name
    return {one.operand.value: name, one.comparator.value: value}
