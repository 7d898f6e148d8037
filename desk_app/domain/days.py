"""Reads days as offices write them; the one reader of days for lists, forms and screens."""

import calendar
import re
from datetime import date, timedelta

from desk_app.domain.points import to_half_width
from desk_app.domain.sheets import CellValue, cell_text, plain

_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(20_000, 70_000)
"""Day numbers of office programs from 1954 to 2091; eight digits are a written day."""
_YEARS = range(1921, 2101)
_MONTH_AND_DAY = re.compile(r"(\d{1,2})[-./月](\d{1,2})[日号]?")
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2}))?[日号月]?(?:[ T]\d{1,2}:\d{2}.*)?$")


def parse_day(value: CellValue, *, last_of_month: bool = False) -> date | None:
    """Read a day: 20051220, 2005-12-20, 2005.12.20, 2005年12月20日, a date cell, a serial.

    A month alone (2005.12, 200512) is its first day, or its last where ``last_of_month``.
    Raises ValueError with a Chinese sentence.
    """
    if isinstance(value, date):
        return _in_range(value, cell_text(value))
    text = plain(value)
    if not text:
        return None
    if isinstance(value, float) and re.fullmatch(r"\d{4}\.1", text):
        # The number 2005.10 is 2005.1 to the office program.
        raise ValueError(f"日期“{text}”看不出是 1 月还是 10 月，请写成 {text[:4]}-10 这样。")
    compact = "".join(text.split()) if ":" not in text else text
    if compact.isdecimal():
        day = _from_digits(compact, last_of_month=last_of_month)
        if day is not None:
            return _in_range(day, text)
    found = _DAY.match(compact)
    if found is not None:
        day = day_of(found[1], found[2], found[3], last_of_month=last_of_month)
        if day is not None:
            return _in_range(day, text)
        raise ValueError(f"日期“{text}”不是日历上的一天，请核对。")
    raise ValueError(f"“{text}”不是日期，请写成 2026-03-01 这样。")


def with_year(text: str, year: int) -> str:
    """Put a year before what is only a month and a day (6.30, 6月30日); other texts stay."""
    short = _MONTH_AND_DAY.fullmatch("".join(to_half_width(text).replace("。", ".").split()))
    return f"{year}-{short[1]}-{short[2]}" if short is not None else text


def names_month(value: CellValue) -> bool:
    """Whether what ``parse_day`` takes for a day says only a month: 2003.6, 2003年6月, 200306."""
    if isinstance(value, date):
        return False
    text = plain(value)
    compact = "".join(text.split()) if ":" not in text else text
    if compact.isdecimal():
        return len(compact) == 6
    found = _DAY.match(compact)
    return found is not None and found[3] is None


def _from_digits(text: str, *, last_of_month: bool) -> date | None:
    if len(text) == 8:
        return day_of(text[:4], text[4:6], text[6:])
    if len(text) == 6:
        return day_of(text[:4], text[4:], None, last_of_month=last_of_month)
    if int(text) in _SERIALS:
        return _SERIAL_ZERO + timedelta(days=int(text))
    return None


def day_of(year: str, month: str, day: str | None, *, last_of_month: bool = False) -> date | None:
    """The day of the calendar, or ``None``; without ``day`` the first or last of the month."""
    try:
        if day is None:
            last = calendar.monthrange(int(year), int(month))[1] if last_of_month else 1
            return date(int(year), int(month), last)
        return date(int(year), int(month), int(day))
    except (ValueError, calendar.IllegalMonthError):
        return None


def _in_range(day: date, text: str) -> date:
    if day.year not in _YEARS:
        raise ValueError(f"日期“{text}”的年份不对，请核对。")
    return day
