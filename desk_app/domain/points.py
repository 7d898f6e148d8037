"""Points, shares and rates: exact numbers, read as a clerk types them and rounded once."""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil, floor

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．－＋，％：", "0123456789.-+,%:")
_DIGITS = frozenset("0123456789")


def to_half_width(text: str) -> str:
    """Return ``text`` with full-width digits and number signs made half-width, trimmed."""
    if text.isascii():
        return text.strip()
    return text.translate(_FULL_WIDTH).strip().strip("\u3000")


_THOUSANDS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")


def without_thousands(text: str) -> str:
    """Leave out the commas between thousands (``1,200.5``); another one stays: 13,5 is no 135."""
    return text.replace(",", "") if _THOUSANDS.fullmatch(text) else text


def parse_points(text: str) -> Decimal | None:
    """Read points as typed: ``８５.5`` is 85.5; an empty text is ``None`` (not scored yet).

    At most three decimals. Raises ValueError with a Chinese sentence for anything else.
    """
    plain = to_half_width(text)
    if not plain:
        return None
    unsigned = plain[1:] if plain[0] in "+-" else plain
    whole, _, decimals = unsigned.partition(".")
    if plain.endswith("%"):
        message = f"“{text.strip()}”是百分数，这里要填数字本身，如 8.5。"
        raise ValueError(message)
    if not (set(whole + decimals) <= _DIGITS and (whole or decimals)) or unsigned.count(".") > 1:
        message = f"“{text.strip()}”不是数字，请用阿拉伯数字填写。"
        raise ValueError(message)
    if len(decimals) > 3:
        message = f"“{text.strip()}”的小数超过三位，请四舍五入后再填。"
        raise ValueError(message)
    if len(whole) > 9:
        message = f"“{text.strip()}”太大，请核对。"
        raise ValueError(message)
    return Decimal(plain)


def from_milli(milli: int) -> Decimal:
    """Return points from whole thousandths, exactly."""
    return Decimal(milli).scaleb(-3)


def to_milli(points: Decimal) -> int:
    """Return whole thousandths; raises ValueError when ``points`` has finer parts."""
    scaled = points.scaleb(3)
    if scaled != scaled.to_integral_value():
        message = f"{points} has more than three decimals"
        raise ValueError(message)
    return int(scaled)


def round_half_up(value: Fraction | Decimal, decimals: int) -> Decimal:
    """Round ``value`` once, half up (away from zero), to ``decimals`` places."""
    if isinstance(value, Decimal):
        return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    scaled = abs(value) * 10**decimals
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    if 2 * rest >= scaled.denominator:
        whole += 1
    return Decimal(whole if value >= 0 else -whole).scaleb(-decimals)


def add_up(points: Iterable[Decimal]) -> Decimal:
    """Add points exactly; an empty sum is 0."""
    return sum(points, Decimal(0))


def format_points(points: Decimal | None, *, empty: str = "") -> str:
    """Write points without trailing zeros: ``85.50`` becomes ``85.5``, ``90`` stays ``90``."""
    if points is None:
        return empty
    text = f"{points:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def format_exact(points: Decimal | Fraction, bounds: Iterable[Decimal] = ()) -> str:
    """Write points as they are: ``15.9``; one that never ends as ``约 15.667``.

    What never ends is rounded to three decimals, to more where it would otherwise be shown on
    the wrong side of one of ``bounds``.
    """
    if isinstance(points, Decimal):
        return format_points(points)
    for decimals in range(_MOST_DECIMALS + 1):
        if points * 10**decimals == int(points * 10**decimals):
            return format_points(round_half_up(points, decimals))
    return f"约 {format_points(round_faithfully(points, 3, map(Fraction, bounds)))}"


_MOST_DECIMALS = 8
_COMPARED_DECIMALS = 12


def comparable(points: Decimal | Fraction) -> Decimal:
    """Exact points as a decimal; what never ends is cut, never lifted, at the 12th place."""
    if isinstance(points, Decimal):
        return points
    return Decimal(points.numerator * 10**_COMPARED_DECIMALS // points.denominator).scaleb(
        -_COMPARED_DECIMALS
    )


def round_faithfully(
    value: Fraction | Decimal, decimals: int, bounds: Iterable[Fraction]
) -> Decimal:
    """Round half up, with more decimals where ``value`` would leave its side of a bound."""
    value = Fraction(value)
    held = tuple(bounds)
    for places in range(decimals, _MOST_DECIMALS):
        shown = round_half_up(value, places)
        if all(_side(value, bound) == _side(Fraction(shown), bound) for bound in held):
            return shown
    return round_half_up(value, _MOST_DECIMALS)


def _side(value: Fraction, bound: Fraction) -> int:
    return (value > bound) - (value < bound)


def parse_share(text: str) -> Fraction:
    """Read a share such as ``10%`` or ``12.5%`` or ``1/3`` exactly; raises ValueError."""
    plain = to_half_width(text)
    if plain.endswith("%"):
        return Fraction(Decimal(plain[:-1])) / 100
    return Fraction(plain)


def format_share(share: Fraction) -> str:
    """Write a share as a rule says it: ``10%``, ``2.5%``; one that is no percentage as ``1/3``."""
    exact = (share * 1000).denominator == 1
    return format_rate(share) if exact else f"{share.numerator}/{share.denominator}"


def format_rate(
    rate: Fraction | None,
    decimals: int = 1,
    *,
    empty: str = "—",
    bounds: Iterable[Fraction] = (),
) -> str:
    """Write a rate as a percentage, rounded once, half up: 2/3 becomes ``66.7%``.

    With more decimals where it would otherwise be shown on the wrong side of one of ``bounds``
    or, beside bounds, of a whole percent: 4995/10000 beside a bound of 50% is ``49.95%``.
    """
    if rate is None:
        return empty
    held = [one * 100 for one in bounds]
    if held:  # where a bound decides, no whole percent is printed that was not reached
        held += [Fraction(floor(rate * 100)), Fraction(ceil(rate * 100))]
    shown = round_faithfully(rate * 100, decimals, held)
    return f"{format_points(shown)}%"
