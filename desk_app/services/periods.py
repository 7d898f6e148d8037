"""The office calendar: statutory holidays and the weekends that are worked for them (调休)."""

from datetime import date

from chinese_calendar import is_workday

_SATURDAY = 5


def is_working(day: date) -> bool:
    """Whether offices work on ``day``.

    For a year whose holidays the State Council had not published when the calendar was made,
    Monday to Friday are working days.
    """
    try:
        return bool(is_workday(day))
    except NotImplementedError:
        return day.weekday() < _SATURDAY
