"""What offices write into brackets, months without a day, and where rows stand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.days import names_month, parse_day
from desk_app.domain.organisations.ordering import FIRST, Item, merged
from desk_app.domain.organisations.reading import RowPlace
from desk_app.domain.organisations.values import parse_domain, parse_kind
from tests.support.organisation_lists import STONE, TOWN, WILLOW, applied, planned


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("农村（行政村）", "农村"),
        ("农村(村)", "农村"),
        ("农村〔建制村〕", "农村"),
        ("农村［村］", "农村"),
        ("农村【行政村】", "农村"),
        ("农村（行政村", "农村"),
        ("农村（含涉农社区的）", "农村"),
        ("行政村", "农村"),
        ("农村/行政村", "农村"),
        ("农村、村", "农村"),
        ("社区（居委会）", "社区"),
        ("其他（农村）", "农村"),
        ("（农村）", "农村"),
        ("农村领域（行政村）", "农村"),
        ("企业（非公）", "非公企业"),
        ("两新组织（社会组织）", "社会组织"),
        ("机关事业单位（事业）", "事业"),
        ("石桥（非公有制企业）", "非公企业"),
        ("农村（行政村）（村）", "农村"),
        ("其他", ""),
    ],
)
def test_variants_in_brackets(text: str, domain: str) -> None:
    assert parse_domain(text) == domain


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("农村（社区）", "看不出是农村还是社区"),
        ("村（社区）", "看不出是农村还是社区"),
        ("村/社区", "看不出是农村还是社区"),
        ("企业（国企、非公）", "看不出是国企还是非公企业"),
        ("机关企事业单位", "看不出是机关、事业还是国企"),
        ("两新领域", "看不出是非公企业还是社会组织"),
        ("火星（月球）", "不认识"),
        ("（）", "不认识"),
        ("(" * 10_000, "不认识"),
    ],
)
def test_what_stays_open_is_asked_back_with_the_choices(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_domain(text)


def test_kinds_in_brackets() -> None:
    assert parse_kind("党委（党工委）") == "党委"
    assert parse_kind("支部（党支部）") == "党支部"
    with pytest.raises(ValueError, match="看不出是党总支还是党支部"):
        parse_kind("总支（支部）")


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        ("2003.6", True), (2003.6, True), ("2003年6月", True), ("2003-06", True), ("200306", True),
        (200306, True), ("2003.6.1", False), (date(2003, 6, 1), False), ("20030601", False),
        (38706, False), ("", False), (None, False), ("2003-06-01 08:30", False),
    ],
)  # fmt: skip
def test_a_month_alone_is_known_as_one(cell: str | float | date | None, month: bool) -> None:
    assert names_month(cell) is month


@given(st.dates(date(1954, 12, 1), date(2090, 1, 1)))
def test_only_what_names_no_day_is_a_month(day: date) -> None:
    for text in (f"{day:%Y-%m}", f"{day.year}年{day.month}月", f"{day:%Y%m}"):
        assert names_month(text)
        assert parse_day(text) == day.replace(day=1)
    assert not names_month(f"{day:%Y-%m-%d}")


def test_a_row_says_how_its_month_was_read() -> None:
    head = ("全称", "换届时间", "届满时间")
    done = planned(("石桥村党支部", 2023.6, "2028.2"), head=head)
    assert done.remarks[0][2] == (
        "换届时间：原文“2023.6”，按 2023-06-01 记；届满时间：原文“2028.2”，按 2028-02-29 记"
    )
    again = planned(("石桥村党支部", 2023.6, "2028.2"), head=head, registry=applied(done))
    assert again.changes_nothing


def place(row: int) -> RowPlace:
    return RowPlace(0, row)


def test_new_rows_stand_between_their_neighbours() -> None:
    assert merged([1, 2, 9], [1, place(3), 2, place(5)], {}) == (1, place(3), 2, place(5), 9)
    assert merged([7, 1, 9], [place(2), place(3), 1], {}) == (7, place(2), place(3), 1, 9)
    assert merged([], [place(3), place(2)], {}) == (place(3), place(2))
    assert merged([4, 5], [place(2)], {}) == (4, 5, place(2))


def test_what_the_list_does_not_name_keeps_its_place() -> None:
    assert merged([1, 8, 2, 9, 3], [3, 1, 2], {}) == (3, 8, 1, 9, 2)


def test_rows_that_say_what_they_stand_behind() -> None:
    after: dict[Item, Item | None] = {place(2): 1, place(3): place(2), place(4): None}
    assert merged([1, 2], [place(2), place(3), place(4)], after) == (
        place(4), 1, place(2), place(3), 2,
    )  # fmt: skip
    circle: dict[Item, Item | None] = {place(2): place(3), place(3): place(2)}
    assert merged([1], [place(2), place(3)], circle) == (1, place(2), place(3))


def test_a_row_still_refused_hands_on_where_it_stands() -> None:
    registry = applied(planned(TOWN, STONE))
    head = ("代码", "党组织全称", "上级党组织", "书记", "党员数", "排在谁后面")
    first = ("X", "甲党支部", "青山镇党委", None, "八", "青山镇党委")
    done = planned(first, (*WILLOW, "甲党支部"), registry=registry, head=head)
    assert done.order == (1, place(3), 2)
    top = planned(("Y", "乙党委", None, None, 1, FIRST), registry=registry, head=head)
    assert top.order == (place(2), 1, 2)


@given(
    st.permutations(range(1, 9)),
    st.lists(st.integers(1, 14), unique=True),
    st.dictionaries(st.integers(9, 14), st.one_of(st.none(), st.integers(1, 14))),
)
def test_nothing_is_lost_and_the_list_is_followed(
    registry: list[int], rows: list[int], after: dict[int, int | None]
) -> None:
    def item(number: int) -> Item:
        return number if number < 9 else place(number)

    listed = [item(one) for one in rows]
    order = merged(registry, listed, {})
    assert sorted(map(str, order)) == sorted({*map(str, registry), *map(str, listed)})
    assert [one for one in order if one in listed] == listed
    free = [one for one in registry if one not in listed]
    assert [one for one in order if one in free] == free
    told = {item(one): None if other is None else item(other) for one, other in after.items()}
    told = {one: other for one, other in told.items() if one in listed}
    known = {None, *registry, *listed}
    told = {one: other for one, other in told.items() if other in known and other != one}
    order = merged(registry, listed, told)
    assert sorted(map(str, order)) == sorted({*map(str, registry), *map(str, listed)})
