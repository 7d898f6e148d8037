from datetime import date
from decimal import Decimal

import pytest

from desk_app.domain.rectification import (
    ItemField,
    Rectification,
    Status,
    matches,
    parse_due,
    refuse_change,
    refuse_closing,
    standing,
    status,
    weaknesses,
)
from tests.domain.small_scheme import SMALL

TODAY = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20260315", date(2026, 3, 15)),
        ("2026.3.15", date(2026, 3, 15)),
        ("2026-03-15", date(2026, 3, 15)),
        ("2026/3/15", date(2026, 3, 15)),
        ("2026年3月15日", date(2026, 3, 15)),
        ("２０２６．３．１５", date(2026, 3, 15)),
        ("3-15", date(2026, 3, 15)),
        ("3.15", date(2026, 3, 15)),
        ("3月15日", date(2026, 3, 15)),
        ("12/1", date(2026, 12, 1)),
        ("2026年6月", date(2026, 6, 30)),
        ("", None),
        ("  ", None),
    ],
)
def test_due_days_as_they_are_typed(text: str, day: date | None) -> None:
    assert parse_due(text, 2026) == day


@pytest.mark.parametrize("text", ["明天", "2-30", "13-1", "20260230", "3-15-7-9"])
def test_what_is_no_day_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="不是日期，请写成 2026-03-15 或 3-15 这样"):
        parse_due(text, 2026)


@pytest.mark.parametrize(
    ("due", "closed", "expected"),
    [
        (None, None, Status.OPEN),
        (TODAY, None, Status.OPEN),
        (date(2026, 6, 29), None, Status.OVERDUE),
        (date(2026, 6, 29), date(2026, 7, 1), Status.CLOSED),
    ],
)
def test_status(due: date | None, closed: date | None, expected: Status) -> None:
    assert status(due, closed, TODAY) is expected


def test_weaknesses_are_strictly_below_the_share_and_the_weakest_comes_first() -> None:
    points = {"班子": Decimal(27), "队伍": Decimal(28), "制度": Decimal(0)}
    assert [one.indicator for one in weaknesses(SMALL, "", points)] == ["制度", "班子"]


def test_closing_wants_both() -> None:
    assert refuse_closing("照片", "王某") == ""
    assert "佐证" in refuse_closing(" ", "王某")
    assert "销号人" in refuse_closing("照片", "")


def test_a_problem_cannot_be_emptied_and_texts_end_somewhere() -> None:
    assert "不能为空" in refuse_change(ItemField.PROBLEM, "")
    assert refuse_change(ItemField.GOAL, "") == ""
    assert refuse_change(ItemField.DUE, None) == ""
    assert "2001 个字" in refuse_change(ItemField.GOAL, "长" * 2001)


def test_found_by_initials_name_problem_and_owner() -> None:
    item = Rectification(1, 1, "柳树湾村党支部", "公开栏", owner="章某", initials="lswcdzb")
    assert all(matches(item, text) for text in ("", "LSW", "树湾", "公开", "章"))
    assert not matches(item, "石桥")


def test_standing_counts_every_state() -> None:
    items = [
        Rectification(1, 1, "甲", "一", due_on=date(2026, 1, 1)),
        Rectification(2, 1, "甲", "二"),
        Rectification(3, 1, "甲", "三", closed_on=TODAY),
        Rectification(4, 1, "甲", "四"),
    ]
    assert standing(items, TODAY) == {Status.OPEN: 2, Status.OVERDUE: 1, Status.CLOSED: 1}
