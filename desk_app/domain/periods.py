"""Periods of notice and of objection: which day is the last one."""

from collections.abc import Callable
from datetime import date, timedelta

IsWorking = Callable[[date], bool]


def last_day(first: date, days: int, is_working: IsWorking | None = None) -> date:
    """The last day of a period of ``days`` that begins on ``first``, which counts itself.

    With ``is_working`` only working days count (7个工作日内); a period that begins on a day
    off begins with the next working day. Raises ValueError for a period without a day.
    """
    if days < 1:
        raise ValueError(days)
    if is_working is None:
        return first + timedelta(days=days - 1)
    day, left = first, days
    while True:
        if is_working(day):
            left -= 1
            if not left:
                return day
        day += timedelta(days=1)
