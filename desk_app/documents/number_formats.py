"""Writes a cell's value as the cell's number format shows it.

Covers the formats of our own forms: General, fixed decimals with or without thousands,
percentages, year-month-day in its usual dresses, and text.
"""

import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

GENERAL_DIGITS = 10
"""Decimals that a General cell shows at most; what lies beyond is noise of binary floats."""

_QUOTED = re.compile(r'"([^"]*)"')
_FIXED = re.compile(r"(?P<head>#,##)?0(?:\.(?P<digits>[0#]+))?(?P<percent>%)?")
_NOT_PRINTED = re.compile(r"\[[^\]]*\]|_.|\*.")
_DATE_PART = re.compile(r"yyyy|yy|mmmm|mmm|mm|m|dd|d|hh|h|ss|s|\\(.)|.", re.IGNORECASE | re.DOTALL)


def shown(value: object, number_format: str) -> str:
    """The text a cell shows; ``value`` is what openpyxl holds, ``None`` is an empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date | time):
        return _date(value, number_format)
    if isinstance(value, int | float | Decimal):
        return _number(Decimal(str(value)), number_format)
    return str(value)


def is_date_format(number_format: str) -> bool:
    """Whether a format shows dates: it has a year, month or day outside quotes."""
    if number_format in ("General", "@"):
        return False
    bare = _NOT_PRINTED.sub("", _QUOTED.sub("", number_format)).casefold()
    return any(letter in bare for letter in "ymd")


def _number(value: Decimal, number_format: str) -> str:
    section = _section(value, number_format)
    if not section:
        return ""
    digits, least, thousands, percent, head, tail = _parsed(section)
    if digits is None:
        return _general(value)
    if percent:
        value *= 100
    rounded = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    sign = "-" if rounded < 0 and section == number_format.split(";", maxsplit=1)[0] else ""
    text = f"{abs(rounded):,f}" if thousands else f"{abs(rounded):f}"
    if digits > least:
        whole, _, fraction = text.partition(".")
        fraction = fraction[:least] + fraction[least:].rstrip("0")
        # The bare point of "86." is what spreadsheets print here; nobody wants it on paper.
        text = f"{whole}.{fraction}" if fraction else whole
    return f"{head}{sign}{text}{'%' if percent else ''}{tail}"


def _section(value: Decimal, number_format: str) -> str:
    """The part of ``positive;negative;zero`` that is meant."""
    parts = number_format.split(";")
    if value < 0 and len(parts) > 1:
        return parts[1]
    if value == 0 and len(parts) > 2:
        return parts[2]
    return parts[0]


@lru_cache(maxsize=64)
def _parsed(section: str) -> tuple[int | None, int, bool, bool, str, str]:
    """Decimals at most and at least, thousands, percent, text before and after."""
    plain = _NOT_PRINTED.sub("", section)
    found = _FIXED.search(_QUOTED.sub(lambda quoted: "\0" * len(quoted[0]), plain))
    if found is None:
        return None, 0, False, False, "", ""
    digits = found["digits"] or ""
    head, tail = (
        _QUOTED.sub(r"\1", part).replace("\\", "")
        for part in (plain[: found.start()], plain[found.end() :])
    )
    return (
        len(digits),
        digits.count("0"),
        found["head"] is not None,
        found["percent"] is not None,
        head,
        tail,
    )


def _general(value: Decimal) -> str:
    if value == value.to_integral_value():
        return f"{value.to_integral_value():f}"
    rounded = round(value, GENERAL_DIGITS)
    return f"{rounded:f}".rstrip("0").rstrip(".")


def _date(value: date | time, number_format: str) -> str:
    pattern = number_format if is_date_format(number_format) else "yyyy-mm-dd"
    if isinstance(value, time):
        return value.strftime("%H:%M")
    pattern = _NOT_PRINTED.sub("", pattern.split(";")[0])
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    pieces: list[str] = []
    for chunk in re.split(r'("[^"]*")', pattern):
        if chunk.startswith('"'):
            pieces.append(chunk[1:-1])
        else:
            pieces.extend(_date_piece(part, moment, chunk) for part in _DATE_PART.finditer(chunk))
    return "".join(pieces)


def _date_piece(part: re.Match[str], moment: datetime, chunk: str) -> str:
    token = part[0].casefold()
    if part[1] is not None:
        return part[1]
    minutes = token in ("m", "mm") and (
        "h" in chunk[: part.start()].casefold()[-3:]
        or chunk[part.end() :].casefold()[:2] in (":s", ":ss")
    )
    number = {
        "yyyy": moment.year,
        "yy": moment.year % 100,
        "m": moment.minute if minutes else moment.month,
        "mm": moment.minute if minutes else moment.month,
        "d": moment.day,
        "dd": moment.day,
        "h": moment.hour,
        "hh": moment.hour,
        "s": moment.second,
        "ss": moment.second,
    }.get(token)
    if number is None:
        return part[0]
    return f"{number:0{len(token)}d}"
