"""Single values of a scheme file: exact numbers, shares, and how they are named in messages."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

from desk_app.domain.points import parse_share, to_half_width
from desk_app.domain.scheme.model.values import Interval

LONGEST_NAME = 60
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,3})?")
_SHARE = re.compile(r"\d{1,6}(?:\.\d{1,6})?%|\d{1,6}/[1-9]\d{0,5}")


def exact_number(value: object) -> Decimal | None:
    """Return a finite number with at most three decimals exactly; ``None`` for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        plain = to_half_width(value)
        return Decimal(plain) if NUMBER.fullmatch(plain) else None
    if isinstance(value, int):
        return Decimal(value) if abs(value) <= 10**12 else Decimal(10**12)
    if not isinstance(value, Decimal) or not value.is_finite():
        return None
    if value.adjusted() > 12:
        return Decimal(10**12)
    if not value:
        return Decimal(0)
    if value.adjusted() < -3:
        return None
    exponent = int(value.as_tuple().exponent)
    if exponent < -3 and value != value.quantize(Decimal("0.001")):
        return None
    return value.quantize(Decimal("0.001")) if exponent < -3 else value + Decimal(0)


def read_share(value: object) -> Fraction | None:
    """Return ``"60%"`` or ``"1/3"`` exactly; ``None`` for anything else."""
    if isinstance(value, str) and _SHARE.fullmatch(plain := to_half_width(value)):
        return parse_share(plain)
    return None


def read_day(value: object) -> tuple[int, int]:
    """Return month and day of a text such as ``"03-31"``.

    Raises ValueError with a Chinese sentence for anything else, also for a leap day.
    """
    plain = to_half_width(value) if isinstance(value, str) else ""
    if not re.fullmatch(r"[0-9]{1,2}-[0-9]{1,2}", plain):
        message = '应写成 "03-31" 这样的月-日。'
        raise ValueError(message)
    month, _, day = plain.partition("-")
    try:
        date(2023, int(month), int(day))
    except ValueError:
        message = f"“{plain}”不是每年都有的日期。"
        raise ValueError(message) from None
    return int(month), int(day)


def is_name(value: object) -> bool:
    """Whether ``value`` is a name: one line of at most 60 characters."""
    return (
        isinstance(value, str)
        and 0 < len(value.strip()) <= LONGEST_NAME
        and not CONTROL.search(value)
        and "\n" not in value
    )


def misread(text: str) -> str:
    """Why the numbers of an interval cannot be read; "" where they can."""
    if all(NUMBER.fullmatch(one) for one in re.findall(r"-?[\d.]+", text)):
        return ""
    return f"“{text}”里的数字看不懂，或太大，或小数超过三位。"


def kind_of(value: object) -> str:
    """Say what a value is, for a message, such as 文字“八十”."""
    if isinstance(value, str):
        return f"文字“{short(value)}”"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        try:
            return f"数字 {short(str(value))}"
        except ValueError:  # Python refuses to write out integers of thousands of digits
            return "一个过大的数字"
    if isinstance(value, list):
        return "一列值"
    return "一个表" if isinstance(value, dict) else "日期或时间"


def short(text: str) -> str:
    """Cut a text for a message."""
    plain = CONTROL.sub("", text).replace("\n", " ")
    return plain if len(plain) <= 20 else plain[:20] + "…"


_SIDE = r"(-?\d+(?:\.\d+)?)"
_BOTH = re.compile(rf"{_SIDE}\s*(<=|<|≤|＜)\s*x\s*(<=|<|≤|＜)\s*{_SIDE}")
_LOW = re.compile(rf"x\s*(>=|>|≥|＞)\s*{_SIDE}|{_SIDE}\s*(<=|<|≤|＜)\s*x")
_HIGH = re.compile(rf"x\s*(<=|<|≤|＜)\s*{_SIDE}")
_CLOSED = frozenset({"<=", "≤", ">=", "≥"})


def parse_interval(text: str) -> Interval:
    """Read ``80 <= x < 90``, ``x >= 90`` or ``x < 60``.

    Raises ValueError with a Chinese sentence for anything else, also for an empty interval.
    """
    plain = text.strip()
    if both := _BOTH.fullmatch(plain):
        low, low_op, high_op, high = both.groups()
        interval = Interval(Decimal(low), low_op in _CLOSED, Decimal(high), high_op in _CLOSED)
        bottom, top = Decimal(low), Decimal(high)
        if bottom > top or (bottom == top and not (interval.low_closed and interval.high_closed)):
            message = f"区间“{plain}”里没有任何分数。"
            raise ValueError(message)
        return interval
    if one := _LOW.fullmatch(plain):
        low = one.group(2) or one.group(3)
        return Interval(Decimal(low), (one.group(1) or one.group(4)) in _CLOSED, None, False)
    if one := _HIGH.fullmatch(plain):
        return Interval(None, False, Decimal(one.group(2)), one.group(1) in _CLOSED)
    message = f"区间“{plain}”看不懂，应写成 80 <= x < 90 这样的形式。"
    raise ValueError(message)
