"""Which backups stay: by number and not by the clock, and never none."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.backups import (
    Copy,
    in_order,
    new_name,
    read_name,
    size_words,
    thin,
)

NOON = datetime(2026, 11, 24, 12, 0)


def copy(number: int, made: datetime, reason: str = "close", schema: str = "") -> Copy:
    name = new_name([Copy(number - 1, made, reason, "")], made, reason)
    return Copy(number, made, reason, name, schema=schema)


def days(*back: int, reason: str = "close") -> list[Copy]:
    """Copies made so many days before, the first the oldest."""
    return [
        copy(number, NOON - timedelta(days=one), reason) for number, one in enumerate(back, start=1)
    ]


def gone(copies: list[Copy]) -> list[int]:
    return [one.number for one in thin(copies)]


def test_names_tell_number_moment_and_reason() -> None:
    name = "000123-20261124-184130-close.db"
    found = read_name(name)
    assert found == Copy(123, datetime(2026, 11, 24, 18, 41, 30), "close", name)
    assert found.why == "关闭时"
    assert new_name([found], datetime(2020, 1, 1), "auto") == "000124-20200101-000000-auto.db"
    assert new_name([], NOON, "manual") == "000001-20261124-120000-manual.db"
    assert new_name([replace(found, number=999_999)], NOON, "close").startswith("1000000-")


@pytest.mark.parametrize(
    "name", ["notes.db", "20261399-000000-close.db", "000123-20261124-184130-close.part", "x"]
)
def test_what_is_not_ours_is_no_copy(name: str) -> None:
    assert read_name(name) is None


def test_older_names_stand_before_those_with_a_number() -> None:
    names = [
        "000002-20200101-080000-close.db",
        "20261124-184130-close.db",
        "000001-20261125-080000-close.db",
        "20251124-184130-upgrade.db",
    ]
    ordered = in_order([one for one in map(read_name, names) if one is not None])
    assert [one.name for one in ordered] == [names[3], names[1], names[2], names[0]]


def test_of_one_day_the_newest_three_stay() -> None:
    assert gone(days(0, 0, 0, 0, 0, 0)) == [1, 2, 3]
    assert gone(days(1, 0, 0, 0)) == []


def test_twelve_days_ten_weeks_nine_months() -> None:
    # One a day for two years: what stays is what the three spans keep.
    copies = days(*range(729, -1, -1))
    stay = [one for one in copies if one not in thin(copies)]
    made = [one.made.date() for one in stay]
    assert made[-12:] == [(NOON - timedelta(days=one)).date() for one in range(11, -1, -1)]
    assert len({one.isocalendar()[:2] for one in made}) >= 10
    assert len({(one.year, one.month) for one in made}) == 9
    assert len(stay) <= 12 + 10 + 9


def test_upgrades_of_the_last_two_schemas_stay() -> None:
    old = NOON - timedelta(days=900)
    upgrades = [
        copy(1, old, "upgrade", "0001"),
        copy(2, old, "upgrade", "0002"),
        copy(3, old, "upgrade", "0002"),
        copy(4, old, "upgrade", "0003"),
    ]
    later = [copy(5 + one, NOON - timedelta(days=400 - one)) for one in range(400)]
    away = gone([*upgrades, *later])
    assert away[0] == 1
    assert not {2, 3, 4} & set(away)


def test_a_clock_set_back_deletes_nothing_new() -> None:
    # Three copies of a wrong day, then many of earlier days and the clock right again.
    copies = [
        copy(1, datetime(2031, 1, 1)),
        copy(2, datetime(2031, 1, 1)),
        *(copy(3 + one, NOON) for one in range(5)),
    ]
    away = gone(copies)
    assert {2, 3, 5, 6, 7} & set(away) == set()  # both sides of the jump and the newest three


moments = st.datetimes(datetime(2015, 1, 1), datetime(2031, 12, 31))
reasons = st.sampled_from(["close", "auto", "manual", "upgrade"])


@st.composite
def heaps(draw: st.DrawFn) -> list[Copy]:
    """Any heap of copies, shuffled, some of one day, some from older programs."""
    pool = draw(st.lists(moments, min_size=1, max_size=6))
    found = []
    for number in range(1, draw(st.integers(1, 60)) + 1):
        near = draw(st.sampled_from(pool)) + timedelta(hours=draw(st.integers(0, 2000)))
        schema = draw(st.sampled_from(["", "0001", "0002", "0003"]))
        found.append(copy(number, near, draw(reasons), schema))
    return draw(st.permutations(found))


@given(heaps())
def test_the_newest_three_always_stay_and_never_none(copies: list[Copy]) -> None:
    away = set(thin(copies))
    assert not away & set(in_order(copies)[-3:])
    assert len(away) < len(copies)


@given(heaps())
def test_thinning_twice_takes_no_more(copies: list[Copy]) -> None:
    away = set(thin(copies))
    assert thin([one for one in copies if one not in away]) == ()


@given(heaps())
def test_what_must_stay_stays(copies: list[Copy]) -> None:
    away = set(thin(copies))
    ordered = in_order(copies)
    for before, after in pairwise(ordered):
        if after.made.date() < before.made.date():
            assert after not in away
    schemas = sorted({one.schema for one in copies if one.reason == "upgrade"})[-2:]
    assert not any(one.reason == "upgrade" and one.schema in schemas for one in away)


@given(heaps(), moments)
def test_one_more_copy_is_never_the_one_that_goes(copies: list[Copy], now: datetime) -> None:
    name = new_name(copies, now, "close")
    made = read_name(name)
    assert made is not None
    assert made not in thin([*copies, made])


def test_sizes_are_read_as_a_clerk_reads_them() -> None:
    assert [size_words(one) for one in (1, 300 * 1024, 3 * 2**20 + 2**19)] == [
        "1 KB",
        "300 KB",
        "3.5 MB",
    ]
    copy = read_name("000001-20260506-070809-manual.db")
    assert copy is not None
    assert replace(copy, size=300 * 1024).size_words == "300 KB"
