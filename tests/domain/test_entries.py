"""What may be typed for each kind of indicator, and what it counts for."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from desk_app.domain.entries import format_entry, full_points, parse_entry, score_shown
from desk_app.domain.evidence import Evidence, SubjectFacts
from desk_app.domain.rectification import weaknesses
from desk_app.domain.scheme.model.scoring import RectificationRule
from desk_app.domain.scoring import evaluator_sum, lacks_reason
from tests.support.indicator_modes import MODES

LINES = {one.name: one for one in MODES.indicators}


@pytest.mark.parametrize(
    ("name", "text", "entered", "counts"),
    [
        ("班子", "35.5", "35.5", "35.5"),
        ("纪律", "0", "0", "20"),
        ("纪律", "5", "5", "15"),
        ("纪律", "２５", "25", "0"),
        ("目标", "30", "30", "30"),
        ("目标", "0", "0", "0"),
        ("党务公开", "1", "1", "10"),
        ("党务公开", "√", "1", "10"),
        ("党务公开", " 是 ", "1", "10"),
        ("党务公开", "达到", "1", "10"),
        ("党务公开", "×", "0", "0"),
        ("党务公开", "否", "0", "0"),
        ("特色做法", "3", "3", "3"),
    ],
)
def test_an_entry_and_what_stands_on_paper(name: str, text: str, entered: str, counts: str) -> None:
    read = parse_entry(LINES[name], text)
    assert read == Decimal(entered)
    assert score_shown(LINES[name], read) == Decimal(counts)
    assert parse_entry(LINES[name], format_entry(LINES[name], read)) == read


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("班子", "41", "满分 40"),
        ("班子", "√", "不是数字"),
        ("纪律", "-1", "负"),
        ("目标", "15", "达成得 30 分，不达成得 0 分"),
        ("党务公开", "5", "达到填 1，没有达到填 0"),
        ("党务公开", "也许", "不是数字"),
    ],
)
def test_what_cannot_stand_says_what_to_type(name: str, text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_entry(LINES[name], text)


def test_nothing_typed_is_nothing_entered() -> None:
    assert all(parse_entry(one, "　") is None for one in MODES.indicators)


def test_the_sum_counts_what_is_left_and_what_is_ticked() -> None:
    points = {"班子": "40", "纪律": "5", "目标": "30", "党务公开": "1", "特色做法": "7"}
    entered = {name: Decimal(text) for name, text in points.items()}

    def summed() -> tuple[Decimal, tuple[str, ...]]:
        return evaluator_sum(MODES, Evidence(SubjectFacts(1, "甲"), {"考评": entered}), "考评")

    assert summed() == (Decimal(95), ())
    assert full_points(MODES.indicators) == Decimal(100)
    del entered["特色做法"]
    assert summed() == (Decimal(95), ())
    del entered["党务公开"]
    assert summed() == (Decimal(85), ("党务公开",))


def test_a_reason_is_wanted_for_what_is_lost_only() -> None:
    def lacks(name: str, entered: str) -> bool:
        return lacks_reason("考评", "考评", LINES[name], Decimal(entered), "")

    assert [lacks("纪律", one) for one in ("0", "5")] == [False, True]
    assert [lacks("党务公开", one) for one in ("1", "0")] == [False, True]
    assert not lacks("特色做法", "0")


def test_a_weakness_is_measured_by_what_is_left() -> None:
    rules = replace(MODES, rectification=RectificationRule(Fraction(7, 10)))
    entered = {"班子": Decimal(40), "纪律": Decimal(2), "党务公开": Decimal(0)}
    found = weaknesses(rules, "", {**entered, "特色做法": Decimal(0)})
    assert [(one.indicator, one.points) for one in found] == [("党务公开", Decimal(0))]
