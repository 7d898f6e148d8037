"""C7c: a plate or none, five goods in eighteen checks, and three years for which a plate stands."""

from datetime import date
from decimal import Decimal

import pytest

from desk_app.domain.entries import check_points
from desk_app.domain.scheme.model.scoring import IndicatorMode
from tests.domain.procedures import names, shipped
from tests.domain.star_schemes import Facts, checks, graded

C7C = shipped("C7c")
TODAY = date(2026, 5, 10)
AGAIN = "授牌已满三年，应重新申报和创建"


def test_the_five_goods_are_checked_line_by_line() -> None:
    assert {one.mode for one in C7C.indicators} == {IndicatorMode.CHECK}
    groups = [one.group for one in C7C.indicators]
    assert [(one, groups.count(one)) for one in dict.fromkeys(groups)] == [
        ("领导班子好", 4),
        ("党员队伍好", 3),
        ("工作机制好", 4),
        ("工作业绩好", 3),
        ("群众反映好", 4),
    ]
    assert not check_points(C7C.indicators[0], Decimal(1))
    assert check_points(C7C.indicators[0], Decimal("0.5"))


@pytest.mark.parametrize(
    ("missed", "level"),
    [(0, "授牌命名"), (1, "不达标"), (2, "不达标"), (17, "不达标"), (18, "不达标")],
)
def test_every_good_or_no_plate(missed: int, level: str) -> None:
    proposal = graded(C7C, checks(C7C, missed), domain="学校")
    assert proposal.level == level
    assert proposal.total.points == 18 - missed


def test_a_line_nobody_checked_leaves_it_open() -> None:
    known = checks(C7C, 0)
    known.popitem()
    assert graded(C7C, known).level is None


@pytest.mark.parametrize(
    ("given", "again", "missed", "level", "told"),
    [
        # On the day three years later the plate still stands, a day on it does not.
        (date(2023, 5, 10), False, 0, "授牌命名", False),
        (date(2023, 5, 10), False, 3, "授牌命名", False),
        (date(2023, 5, 9), False, 0, "不达标", True),
        (date(2023, 5, 9), False, 3, "不达标", True),
        (date(2023, 5, 9), True, 0, "授牌命名", True),
        (date(2023, 5, 9), True, 1, "不达标", True),
        (date(2026, 5, 10), False, 5, "授牌命名", False),
        # Never given, or a day that has not come: the checks alone.
        (None, False, 0, "授牌命名", False),
        (None, False, 1, "不达标", False),
        (None, True, 1, "不达标", False),
        (date(2026, 5, 11), False, 1, "不达标", False),
    ],
)
def test_a_plate_expires_after_three_years(
    given: date | None, *, again: bool, missed: int, level: str, told: bool
) -> None:
    facts: Facts = {"重新申报": again}
    if given:
        facts["授牌日期"] = given
    proposal = graded(C7C, checks(C7C, missed), facts=facts, on=TODAY)
    assert proposal.level == level
    assert (AGAIN in names(proposal)) is told


@pytest.mark.parametrize(
    ("today", "level"), [(date(2027, 2, 28), "授牌命名"), (date(2027, 3, 1), "不达标")]
)
def test_a_plate_of_the_29th_of_february(today: date, level: str) -> None:
    facts: Facts = {"授牌日期": date(2024, 2, 29)}
    assert graded(C7C, checks(C7C, 1), facts=facts, on=today).level == level


def test_the_day_of_the_plate_is_taken_over_from_round_to_round() -> None:
    assert {one.name: one.carries for one in C7C.facts} == {"授牌日期": True, "重新申报": False}


@pytest.mark.parametrize(
    ("given", "again", "level"),
    [
        (date(2023, 5, 10), False, "授牌命名"),  # three years it stands, whoever comes to check
        (date(2023, 5, 9), False, "不达标"),  # nobody asked for a check
        (date(2023, 5, 9), True, None),  # the check is waited for
        (None, True, None),
    ],
)
def test_a_plate_that_stands_or_was_given_up_waits_for_no_check(
    given: date | None, *, again: bool, level: str | None
) -> None:
    facts: Facts = {"重新申报": again}
    if given:
        facts["授牌日期"] = given
    known = checks(C7C, 0)
    known.popitem()
    assert graded(C7C, known, facts=facts, on=TODAY).level == level
    assert graded(C7C, {}, facts=facts, on=TODAY).level == level


def test_a_plate_that_stands_is_not_given_again() -> None:
    stands = graded(C7C, checks(C7C, 0), facts={"授牌日期": date(2025, 5, 10)}, on=TODAY)
    assert names(stands) == {"作为年终考评的重要依据"}


def test_what_follows() -> None:
    assert names(graded(C7C, checks(C7C, 0))) == {"授牌命名", "作为年终考评的重要依据"}
    assert names(graded(C7C, checks(C7C, 1))) == {
        "提出整改意见，督促整改提高",
        "作为年终考评的重要依据",
    }
