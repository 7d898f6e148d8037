"""Single values of a scheme file: exact numbers, shares, and how they are named in messages."""

import re
from decimal import Decimal
from fractions import Fraction

from desk_app.domain.points import parse_share, to_half_width

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
