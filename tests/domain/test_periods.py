"""Periods of days and of working days, worked out on the calendar by hand."""

from datetime import date

import pytest

from desk_app.domain.periods import last_day
from desk_app.services.periods import is_working


@pytest.mark.parametrize(
    ("first", "days", "last"),
    [
        (date(2026, 3, 16), 1, date(2026, 3, 16)),
        (date(2026, 3, 16), 3, date(2026, 3, 18)),
        (date(2026, 2, 27), 7, date(2026, 3, 5)),
    ],
)
def test_calendar_days(first: date, days: int, last: date) -> None:
    assert last_day(first, days) == last


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2015, 4, 20), date(2015, 4, 28)),  # Monday; no holiday in between
        (date(2015, 4, 27), date(2015, 5, 6)),  # 1 May 2015 was a Friday, a holiday
        (date(2015, 9, 28), date(2015, 10, 12)),  # 1 to 7 October off, Saturday the 10th worked
        (date(2015, 4, 25), date(2015, 5, 6)),  # begins on a Saturday
    ],
)
def test_case_15_seven_working_days_across_a_holiday(first: date, last: date) -> None:
    assert last_day(first, 7, is_working) == last


def test_a_year_without_published_holidays_goes_by_the_week() -> None:
    assert last_day(date(2090, 1, 2), 5, is_working) == date(2090, 1, 6)


def test_a_period_has_a_day() -> None:
    with pytest.raises(ValueError, match="0"):
        last_day(date(2026, 1, 1), 0)
