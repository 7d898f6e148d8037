"""The registry's rules: fields, tree, search."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.days import parse_day
from desk_app.domain.organisations.model import (
    Organisation,
    OrganisationForm,
    descendants,
    in_tree_order,
    matches,
    problems,
    tidy,
)
from desk_app.domain.organisations.values import (
    guess_kind,
    is_id_number,
    parse_code,
    parse_count,
    parse_domain,
    parse_kind,
)

TOWN = Organisation(1, "青山镇党委", "党委", position=1)
STONE = Organisation(
    2,
    "石桥村党支部",
    "党支部",
    code="QS02",
    parent_id=1,
    secretary="单小明",
    position=3,
    initials="sqcdzb sxm",
)
WILLOW = Organisation(3, "柳树湾村党总支", "党总支", parent_id=1, position=2)
GROUP = Organisation(4, "柳树湾第一党支部", "党支部", parent_id=3, position=9)
REGISTRY = (TOWN, STONE, WILLOW, GROUP)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("20051220", date(2005, 12, 20)),
        ("2005-12-20", date(2005, 12, 20)),
        ("2005.12.20", date(2005, 12, 20)),
        ("2005.1.2", date(2005, 1, 2)),
        ("2005年12月20日", date(2005, 12, 20)),
        ("2005 年 12 月 20 日", date(2005, 12, 20)),
        ("2005/12/20", date(2005, 12, 20)),
        ("２００５－１２－２０", date(2005, 12, 20)),
        ("2005-12-20 08:30:00", date(2005, 12, 20)),
        (date(2005, 12, 20), date(2005, 12, 20)),
        (38706.0, date(2005, 12, 20)),
        (38706, date(2005, 12, 20)),
        (20051220.0, date(2005, 12, 20)),
        ("2005年12月", date(2005, 12, 1)),
        ("200512", date(2005, 12, 1)),
        ("", None),
        ("—", None),
        (None, None),
    ],
)
def test_days_as_offices_write_them(cell: object, day: date | None) -> None:
    assert parse_day(cell) == day  # type: ignore[arg-type]


def test_a_month_that_ends_a_term_ends_with_its_last_day() -> None:
    assert parse_day("2024.2", last_of_month=True) == date(2024, 2, 29)


@pytest.mark.parametrize(
    "cell", ["2005-13-01", "去年", "2005", "12/20", "1810-01-01", 8.0, "2005-02-30", 2005.1]
)
def test_what_is_no_day_is_refused(cell: object) -> None:
    with pytest.raises(ValueError, match="日期"):
        parse_day(cell)  # type: ignore[arg-type]


@given(st.dates(date(1954, 12, 1), date(2090, 1, 1)))
def test_every_spelling_of_a_day_is_the_same_day(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    spellings = (
        f"{day:%Y%m%d}",
        f"{day:%Y-%m-%d}",
        f"{day.year}年{day.month}月{day.day}日",
        serial,
    )
    assert {parse_day(one) for one in spellings} == {day}


@pytest.mark.parametrize(
    ("cell", "count"), [("３５", 35), (35.0, 35), ("35人", 35), ("", None), ("1,203", 1203)]
)
def test_counts(cell: object, count: int | None) -> None:
    assert parse_count(cell) == count  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", ["三十五", "35.5", "-3", 35.5, "3,5", "1,20"])
def test_what_is_no_count_is_refused(cell: object) -> None:
    with pytest.raises(ValueError, match="党员数"):
        parse_count(cell)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("村", "农村"),
        ("农村", "农村"),
        ("街道社区", "社区"),
        ("非公", "非公企业"),
        ("非公有制企业", "非公企业"),
        ("国有企业", "国企"),
        ("其他事业单位", "事业"),
        ("机关单位", "机关"),
        ("镇党委", "镇党委"),
        ("乡镇党委", "镇党委"),
        ("其他", ""),
    ],
)
def test_domains(text: str, domain: str) -> None:
    assert parse_domain(text) == domain


@pytest.mark.parametrize("text", ["两新", "机关事业单位", "企业", "火星"])
def test_a_domain_that_is_not_clear_is_asked_back(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        parse_domain(text)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("青山镇党委", "党委"),
        ("中共青山镇委员会", "党委"),
        ("中共青山镇柳树湾村总支部委员会", "党总支"),
        ("柳树湾村党总支", "党总支"),
        ("中共青山镇石桥村支部委员会", "党支部"),
        ("石桥村党支部", "党支部"),
        ("青山电商联合党支部", "联合党支部"),
        ("石桥村党支部（暂）", "党支部"),
        ("石桥村", None),
    ],
)
def test_a_name_tells_its_kind(name: str, kind: str | None) -> None:
    assert guess_kind(name) == kind


def test_kinds_by_other_names() -> None:
    assert [parse_kind(text) for text in ("总支", "支部", "联合支部", "基层党委")] == [
        "党总支",
        "党支部",
        "联合党支部",
        "党委",
    ]
    with pytest.raises(ValueError, match="党小组"):
        parse_kind("党小组")


def test_id_numbers_are_recognised_by_their_check_digit() -> None:
    assert is_id_number("11010519491231002X")
    assert not is_id_number("110105194912310021")
    assert not is_id_number("91330100MA2XXXXX0X")
    assert not is_id_number(38706)


def test_a_long_code_kept_as_a_number_is_refused() -> None:
    assert parse_code(410923001001.0) == "410923001001"
    assert parse_code(" ＱＳ０１ ") == "QS01"
    with pytest.raises(ValueError, match="15 位"):
        parse_code(123456789012345678.0)


def test_names_are_tidied() -> None:
    assert tidy(" 张　三 ") == "张三"
    assert tidy("石桥村\n党支部") == "石桥村党支部"
    assert tidy("Ｌ科技 (A B) 党支部") == "Ｌ科技 (A B) 党支部"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sqc", True),
        ("SQC", True),
        ("sxm", True),
        ("石桥", True),
        ("qs02", True),
        ("石桥 sxm", True),
        ("lsw", False),
        ("石桥 lsw", False),
        ("", True),
        ("  ", True),
    ],
)
def test_search(query: str, *, found: bool) -> None:
    assert matches(STONE, query) is found


def test_tree_order_keeps_the_position_among_siblings() -> None:
    assert [(one.id, depth) for one, depth in in_tree_order(reversed(REGISTRY))] == [
        (1, 0),
        (3, 1),
        (4, 2),
        (2, 1),
    ]


def test_who_lost_the_superior_stands_at_the_top() -> None:
    assert [(one.id, depth) for one, depth in in_tree_order((STONE, GROUP))] == [(2, 0), (4, 0)]


def test_descendants_are_found_at_any_depth() -> None:
    assert descendants(1, REGISTRY) == {2, 3, 4}
    assert descendants(None, REGISTRY) == frozenset()


@given(st.lists(st.one_of(st.none(), st.integers(0, 11)), min_size=12, max_size=12))
def test_the_tree_shows_everyone_once_whoever_stands_where(parents: list[int | None]) -> None:
    # Superiors have smaller numbers, as after any import without a cycle.
    registry = [
        Organisation(i, f"第{i}", "党委", parent_id=p if p is not None and p < i else None)
        for i, p in enumerate(parents)
    ]
    ordered = in_tree_order(registry)
    assert sorted(one.id for one, _ in ordered) == list(range(12))
    depths = {one.id: depth for one, depth in ordered}
    for one, depth in ordered:
        assert depth == (0 if one.parent_id is None else depths[one.parent_id] + 1)


GOOD = OrganisationForm("农技站党支部", "党支部", parent_id=1)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (replace(GOOD, name="  "), "name"),
        (replace(GOOD, name="石桥村党支部"), "name"),
        (replace(GOOD, kind="党小组"), "kind"),
        (replace(GOOD, domain="两新"), "domain"),
        (replace(GOOD, code="qs02"), "code"),
        (replace(GOOD, member_count=-1), "member_count"),
        (replace(GOOD, elected_on=date(2026, 1, 1), term_ends_on=date(2025, 1, 1)), "term_ends_on"),
        (replace(GOOD, parent_id=2), "parent_id"),
        (replace(GOOD, parent_id=99), "parent_id"),
        (OrganisationForm("青山镇党委", "党委", id=1, parent_id=3), "parent_id"),
        (OrganisationForm("柳树湾村党总支", "党支部", id=3, parent_id=1), "parent_id"),
    ],
)
def test_a_form_that_does_not_fit_is_told_where(form: OrganisationForm, field: str) -> None:
    assert list(problems(form, REGISTRY)) == [field]


def test_a_form_that_fits() -> None:
    assert problems(GOOD, REGISTRY) == {}
    assert problems(OrganisationForm("石桥村党支部", "党支部", id=2, parent_id=1), REGISTRY) == {}


def test_a_retired_superior_takes_nobody_in() -> None:
    retired = replace(TOWN, retired_on=date(2025, 1, 1))
    assert list(problems(GOOD, (retired,))) == ["parent_id"]


def test_a_kind_that_the_registry_holds_stands_under_any_of_ours() -> None:
    member = Organisation(5, "周例", "党员", parent_id=2)
    form = OrganisationForm("吴样", "党员", parent_id=2)
    assert problems(form, (*REGISTRY, member)) == problems(form, REGISTRY) == {}
    group = replace(form, kind="党小组")
    assert "kind" in problems(group, REGISTRY)
    assert problems(group, (*REGISTRY, replace(member, kind="党小组"))) == {}
    below = OrganisationForm("郑试", "党支部", parent_id=5)
    assert "不能设在党员“周例”下面" in problems(below, (*REGISTRY, member))["parent_id"]
