"""Lists of organisations: cells, headings, columns."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.organisations.headings import ListField, match_headings
from desk_app.domain.sheets import CellValue, cell_place, cell_text
from tests.support.organisation_lists import HEAD, STONE

# ---- cells


@pytest.mark.parametrize(
    ("value", "text"),
    [(8.0, "8"), (14.5, "14.5"), (8, "8"), (None, ""), (True, "TRUE"), (-0.0, "0"),
     (85.60000000000001, "85.6"), (1e15, "1000000000000000"), (0.1, "0.1"),
     (date(2026, 3, 1), "2026-03-01"), ("=A1", "=A1")],
)  # fmt: skip
def test_cells_are_written_as_the_office_program_shows_them(value: CellValue, text: str) -> None:
    assert cell_text(value) == text


@given(st.decimals(-9999, 9999, places=3))
def test_a_number_with_three_decimals_survives_its_float(number: object) -> None:
    assert float(cell_text(float(number))) == float(number)  # type: ignore[arg-type]
    assert len(cell_text(float(number)).partition(".")[2]) <= 3  # type: ignore[arg-type]


def test_places_are_named_as_offices_do() -> None:
    assert [cell_place(0, 0), cell_place(4, 25), cell_place(0, 27)] == ["A1", "Z5", "AB1"]


# ---- headings


def test_headings_under_merged_titles_and_in_many_spellings() -> None:
    match = match_headings(
        (
            ("青山镇党组织基本信息统计表", None, None, None, None, None, None, None, None, None),
            ("填报单位：青山镇", None, None, None, None, None, None, "2026年3月", None, None),
            (
                "序号", "党组织名称\n（全称）", "党组织简称", "组织类别", "所在单位类别",
                "上级党组织名称", "书记姓名", "书记联系电话", "党员数（人）", "届满 时间",
            ),
            ("1", "石桥村党支部", "石桥", "党支部", "农村", "青山镇党委", "李某某", "1", "2", "3"),
        )
    )  # fmt: skip
    assert (match.heading_row, match.first_row) == (2, 3)
    assert dict(match.mapping) == {
        1: ListField.NAME,
        2: ListField.SHORT_NAME,
        3: ListField.KIND,
        4: ListField.DOMAIN,
        5: ListField.PARENT,
        6: ListField.SECRETARY,
        7: ListField.PHONE,
        8: ListField.MEMBER_COUNT,
        9: ListField.TERM_ENDS_ON,
    }


def test_a_heading_of_two_rows_is_read_together() -> None:
    match = match_headings(
        (
            ("党组织名称", "上级党组织", "换届情况", None),
            ("党组织名称", "上级党组织", "换届时间", "届满时间"),
            ("石桥村党支部", "青山镇党委", "20230301", "20280301"),
        )
    )
    assert match.first_row == 2
    assert match.mapping == {
        0: ListField.NAME, 1: ListField.PARENT, 2: ListField.ELECTED_ON, 3: ListField.TERM_ENDS_ON,
    }  # fmt: skip


def test_the_first_organisation_is_no_second_heading() -> None:
    match = match_headings(
        (("党组织名称", "组织类别"), ("党支部", "党支部"), ("乙党支部", "党支部"))
    )
    assert match.heading_row == 0
    assert match.first_row in (1, 2)
    match = match_headings((HEAD, STONE))
    assert match.first_row == 1


def test_id_numbers_are_never_mapped() -> None:
    match = match_headings(
        (
            ("党组织名称", "书记", "书记身份证号", "证件"),
            ("甲党支部", "李某", "1", "11010519491231002X"),
        )
    )
    assert match.id_columns == {2, 3}
    assert set(match.mapping) == {0, 1}


def test_a_sheet_without_known_headings_offers_its_fullest_row() -> None:
    match = match_headings((("说明", None), ("随便", "写写"), ("没有", "表头")))
    assert (match.heading_row, dict(match.mapping)) == (1, {})
    assert match_headings(()).heading_row is None


def test_what_stands_below_decides_what_a_category_is() -> None:
    rows = (("单位名称", "类别"), ("甲党支部", "农村"), ("乙党支部", "非公"))
    assert match_headings(rows).mapping == {0: ListField.NAME, 1: ListField.DOMAIN}
    more = (
        ("党组织名称", "单位名称", "类别"),
        ("甲党支部", "甲村", "支部"),
        ("乙", "乙村", "总支"),
    )
    assert match_headings(more).mapping == {0: ListField.NAME, 2: ListField.KIND}


def test_the_heading_row_is_set_by_hand() -> None:
    match = match_headings((HEAD, ("单位", "书记"), STONE[:2]), heading_row=1)
    assert (match.heading_row, dict(match.mapping)) == (1, {1: ListField.SECRETARY})


def test_columns_are_mended_by_hand() -> None:
    match = match_headings((("单位", "上级", "电话"), ("甲", "乙", "1")))
    mended = match.mended({0: ListField.NAME, 2: None})
    assert mended.mapping == {0: ListField.NAME, 1: ListField.PARENT}
    assert mended.mended({1: ListField.NAME}).mapping == {1: ListField.NAME}
