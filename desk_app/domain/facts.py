"""What can be entered for a fact (其他情况): read as typed, kept as text, shown again."""

import re
from datetime import date
from decimal import Decimal

from desk_app.domain.days import parse_day
from desk_app.domain.evidence import FactValue
from desk_app.domain.points import format_points, to_half_width, without_thousands
from desk_app.domain.scheme.model.scoring import Fact, FactKind

YES = "是"
NO = "否"
_YES = frozenset({YES, "有", "对", "√", "✓", "Y", "YES", "TRUE"})
_NO = frozenset({NO, "无", "没有", "×", "✗", "N", "NO", "FALSE"})
_PERCENT = frozenset({"%", "％", "个百分点", "百分点"})
MOST = 999_999
MOST_DECIMAL = Decimal(999_999_999)


def parse_fact(fact: Fact, text: str) -> FactValue | None:
    """Read what was typed for ``fact``; an empty text is ``None`` (not entered).

    Full-width digits are digits, a day may be written 2026-03-05, 2026/3/5, 2026.3.5,
    2026年3月5日 or 20260305. Raises ValueError with a Chinese sentence for anything else.
    """
    plain = text.strip().strip("\u3000")
    if not plain:
        return None
    match fact.kind:
        case FactKind.YES_NO:
            return _yes_no(fact, plain)
        case FactKind.COUNT:
            return _count(fact, plain)
        case FactKind.DATE:
            return _day(fact, plain)
        case FactKind.CHOICE:
            if plain not in fact.options:
                message = f"“{fact.name}”只能填：{'、'.join(fact.options)}，不能填“{plain}”。"
                raise ValueError(message)
            return plain
        case FactKind.TEXT:
            return plain
        case FactKind.DECIMAL:
            return _decimal(fact, plain)


def _yes_no(fact: Fact, plain: str) -> bool:
    word = plain.upper()
    if word in _YES or to_half_width(word) == "1":
        return True
    if word in _NO or to_half_width(word) == "0":
        return False
    message = f"“{fact.name}”只能填“是”或“否”，不能填“{plain}”。"
    raise ValueError(message)


def _count(fact: Fact, plain: str) -> int:
    number = to_half_width(plain)
    if fact.unit and number.endswith(fact.unit):
        number = number.removesuffix(fact.unit).strip()
    if not re.fullmatch(r"[0-9]+", number):
        message = f"“{fact.name}”要填 0、1、2 这样的整数，不能填“{plain}”。"
        raise ValueError(message)
    if len(number) > 9 or int(number) > MOST:
        message = f"“{fact.name}”填的“{plain}”太大，请核对。"
        raise ValueError(message)
    return int(number)


def _decimal(fact: Fact, plain: str) -> Decimal:
    number = to_half_width(plain)
    # A cell that is formatted as a percentage reads 13.5%, whatever the unit of percent is called.
    unit = "%" if fact.unit in _PERCENT and number.endswith("%") else fact.unit
    if unit and number.endswith(unit):
        number = number.removesuffix(unit).strip()
    number = without_thousands(number)
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]{1,3})?", number):
        message = f"“{fact.name}”要填数字（最多三位小数），不能填“{plain}”。"
        raise ValueError(message)
    value = Decimal(number)
    if abs(value) > MOST_DECIMAL:
        message = f"“{fact.name}”填的“{plain}”太大，请核对。"
        raise ValueError(message)
    return value


def _day(fact: Fact, plain: str) -> date:
    try:
        day = parse_day(plain)
    except ValueError as error:
        message = f"“{fact.name}”要填日期，{error}"
        raise ValueError(message) from None
    if day is None:
        message = f"“{fact.name}”要填日期，不能填“{plain}”。"
        raise ValueError(message)
    return day


def to_stored(value: FactValue) -> str:
    """Return what is kept on disk: 是/否, digits, a number, an ISO day, or the text itself."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format_points(value)
    return str(value)


def from_stored(fact: Fact, stored: str) -> FactValue:
    """Return the value that ``to_stored`` wrote; raises ValueError where it is not one."""
    value = parse_fact(fact, stored)
    if value is None:
        message = f"“{fact.name}”没有内容。"
        raise ValueError(message)
    return value


def format_fact(value: FactValue | None) -> str:
    """Write a value into a table; "" for what was not entered."""
    return "" if value is None else to_stored(value)
