"""Lists of organisations: headings, rows, identity, questions."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.organisations.headings import ATTRIBUTES, Field, match_headings
from desk_app.domain.organisations.importing import plan
from desk_app.domain.organisations.model import (
    Organisation,
    in_tree_order,
    key,
    may_stand_under,
)
from desk_app.domain.organisations.planning import Answers, Doubt, ImportPlan
from desk_app.domain.organisations.reading import Place, list_sheets
from desk_app.domain.sheets import CellValue, SheetData, cell_place, cell_text

HEAD = ("代码", "党组织全称", "上级党组织", "书记", "党员数")
TOWN = ("QS", "青山镇党委", None, "王某某", 900)
STONE = ("QS01", "石桥村党支部", "青山镇党委", "李某某", 31)
WILLOW = ("QS02", "柳树湾村党支部", "青山镇党委", "赵某某", 44)

Row = tuple[CellValue, ...]


def sheet(*rows: Row, name: str = "名单") -> SheetData:
    width = max(len(row) for row in rows)
    return SheetData(name, tuple(row + (None,) * (width - len(row)) for row in rows))


def planned(
    *rows: Row,
    registry: tuple[Organisation, ...] = (),
    answers: Answers | None = None,
    own: tuple[str, ...] = (),
    head: Row = HEAD,
) -> ImportPlan:
    return plan(registry, list_sheets([sheet(head, *rows)]), answers, own)


def applied(done: ImportPlan, registry: tuple[Organisation, ...] = ()) -> tuple[Organisation, ...]:
    """What the registry would be afterwards, worked out the plain way."""
    by_id = {one.id: one for one in registry}
    ids: dict[object, int] = {}
    for missing in done.created_parents:
        number = len(by_id) + 1
        ids[key(missing.name)] = number
        by_id[number] = Organisation(number, missing.name, missing.kind, position=number)

    def told(values: Mapping[Field, object]) -> dict[str, Any]:
        return {ATTRIBUTES[held]: value for held, value in values.items()}

    for one in done.new:
        number = len(by_id) + 1
        ids[one.entry.place] = number
        fresh = Organisation(number, one.entry.name, one.kind, position=number)
        parent = one.parent if one.parent is None else ids.get(one.parent, one.parent)
        by_id[number] = replace(
            fresh, **(told(one.entry.values) | {"kind": one.kind, "parent_id": parent})
        )
    for changed in done.changed:
        parent = (
            changed.parent if changed.parent is None else ids.get(changed.parent, changed.parent)
        )
        by_id[changed.organisation_id] = replace(
            by_id[changed.organisation_id],
            **(told(changed.entry.values) | {"name": changed.entry.name, "parent_id": parent}),
        )
    return tuple(by_id.values())


def reasons(done: ImportPlan) -> dict[int, str]:
    return {one.place.row: one.reason for one in done.refused}


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
        1: Field.NAME,
        2: Field.SHORT_NAME,
        3: Field.KIND,
        4: Field.DOMAIN,
        5: Field.PARENT,
        6: Field.SECRETARY,
        7: Field.PHONE,
        8: Field.MEMBER_COUNT,
        9: Field.TERM_ENDS_ON,
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
        0: Field.NAME, 1: Field.PARENT, 2: Field.ELECTED_ON, 3: Field.TERM_ENDS_ON,
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
    assert match_headings(rows).mapping == {0: Field.NAME, 1: Field.DOMAIN}
    more = (
        ("党组织名称", "单位名称", "类别"),
        ("甲党支部", "甲村", "支部"),
        ("乙", "乙村", "总支"),
    )
    assert match_headings(more).mapping == {0: Field.NAME, 2: Field.KIND}


def test_the_heading_row_is_set_by_hand() -> None:
    match = match_headings((HEAD, ("单位", "书记"), STONE[:2]), heading_row=1)
    assert (match.heading_row, dict(match.mapping)) == (1, {1: Field.SECRETARY})


def test_columns_are_mended_by_hand() -> None:
    match = match_headings((("单位", "上级", "电话"), ("甲", "乙", "1")))
    mended = match.mended({0: Field.NAME, 2: None})
    assert mended.mapping == {0: Field.NAME, 1: Field.PARENT}
    assert mended.mended({1: Field.NAME}).mapping == {1: Field.NAME}


# ---- new rows


def test_superiors_in_any_order_and_totals_passed_over() -> None:
    done = planned(STONE, WILLOW, TOWN, ("合 计", None, None, None, 975), ("填表人：某某",))
    assert {one.entry.name: one.kind for one in done.new} == {
        "青山镇党委": "党委",
        "石桥村党支部": "党支部",
        "柳树湾村党支部": "党支部",
    }
    assert done.new[0].entry.name == "青山镇党委"
    assert (done.refused, done.changed, done.questions) == ((), (), ())


def test_the_same_list_again_changes_nothing() -> None:
    registry = applied(planned(STONE, WILLOW, TOWN))
    again = planned(STONE, WILLOW, TOWN, registry=registry)
    assert again.changes_nothing
    assert len(again.unchanged) == 3
    assert again.left_out == ()


def test_two_organisations_with_one_code_are_both_refused() -> None:
    done = planned(TOWN, STONE, ("ＱＳ０１", *WILLOW[1:]))
    assert [one.entry.name for one in done.new] == ["青山镇党委"]
    assert set(reasons(done)) == {3, 4}
    assert "第 3 行、第 4 行的代码“QS01”相同" in reasons(done)[3]


def test_a_row_twice_goes_in_once() -> None:
    done = planned(TOWN, STONE, STONE)
    assert len(done.new) == 2
    assert "与第 3 行完全相同" in reasons(done)[4]


def test_one_name_in_one_place_without_codes_is_refused() -> None:
    done = planned(TOWN, (None, *STONE[1:]), (None, STONE[1], STONE[2], "周某某"))
    assert set(reasons(done)) == {3, 4}


def test_an_unknown_superior_is_refused_and_may_be_made() -> None:
    done = planned(STONE, WILLOW)
    assert set(reasons(done)) == {2, 3}
    assert [(one.name, one.kind, one.rows) for one in done.missing_parents] == [
        ("青山镇党委", "党委", 2)
    ]
    answers = Answers(create_parents=frozenset({key("青山镇党委")}))
    done = planned(STONE, WILLOW, answers=answers)
    assert len(done.new) == 2
    assert done.refused == ()
    again = planned(STONE, WILLOW, registry=applied(done))
    assert again.changes_nothing
    assert again.left_out == ()


def test_the_office_itself_is_the_top() -> None:
    done = planned(STONE, own=("青山镇党委",))
    assert done.new[0].parent is None
    other_name = planned(("QS", "中共青山镇委员会"), STONE, own=("青山镇党委", "中共青山镇委员会"))
    assert [one.parent for one in other_name.new] == [None, Place(0, 2)]


def test_circles_are_refused_with_what_hangs_below() -> None:
    done = planned(
        ("A", "甲党委", "乙党委"), ("B", "乙党委", "丙党委"), ("C", "丙党委", "甲党委"),
        ("D", "丁党支部", "甲党委"), ("E", "戊党委", "戊党委"), ("F", "己党委", None),
    )  # fmt: skip
    assert [one.entry.name for one in done.new] == ["己党委"]
    assert "绕成了一圈" in reasons(done)[2]
    assert "甲党委" in reasons(done)[5]
    assert "它自己" in reasons(done)[6]


def test_rows_under_a_refused_row_are_refused_too() -> None:
    done = planned(("A", "甲党委", None, "某", "八十"), ("B", "乙党支部", "甲党委"))
    assert "党员数“八十”" in reasons(done)[2]
    assert "第 2 行" in reasons(done)[3]


def test_nothing_stands_under_a_branch() -> None:
    done = planned(TOWN, STONE, ("X", "某某党支部", "石桥村党支部"))
    assert "党支部不能设在党支部下面" in reasons(done)[4]


def test_without_a_kind_anywhere_it_is_a_branch_and_said() -> None:
    done = planned(("A", "甲村", None), ("B", "甲村一组", "甲村"))
    assert [one.kind for one in done.new] == ["党总支", "党支部"]
    assert "2 个党组织没有写组织类别" in done.notes[0]


def test_id_numbers_are_dropped_and_said() -> None:
    done = planned(
        ("A", "甲党支部", "李某某", "11010519491231002X"),
        head=("代码", "全称", "书记", "身份证号码"),
    )
    assert "身份证" in done.notes[0]
    assert "11010519491231002X" not in repr(done.new)


def test_a_name_missing_is_refused_and_an_empty_row_is_not() -> None:
    done = planned(
        TOWN, ("QS07", None, "青山镇党委", "某某", 3), (None, None, "青山镇党委"), (None,)
    )
    assert set(reasons(done)) == {3}


def test_a_sheet_without_names_is_said() -> None:
    done = plan((), list_sheets([sheet(("说明",), ("随便",)), sheet(HEAD, TOWN, name="二")]))
    assert len(done.new) == 1
    assert "工作表“名单”里没有找到" in done.notes[0]
    assert done.where(Place(1, 2)) == "工作表“二”第 2 行"


# ---- against the registry

REGISTRY = applied(planned(TOWN, STONE, WILLOW))


def test_changed_fields_are_told_before_and_after() -> None:
    done = planned(TOWN, (*STONE[:3], "周某某", 32), WILLOW, registry=REGISTRY)
    assert [(c.field, c.before, c.after) for c in done.changed[0].changes] == [
        (Field.SECRETARY, "李某某", "周某某"),
        (Field.MEMBER_COUNT, "31", "32"),
    ]
    assert len(done.unchanged) == 2


def test_empty_cells_clear_nothing() -> None:
    done = planned((*STONE[:3], None, None), registry=REGISTRY)
    assert done.changes_nothing


def test_one_code_under_another_name_is_asked_about() -> None:
    row = ("QS01", "石桥社区党支部", "青山镇党委", "李某某", 31)
    done = planned(row, registry=REGISTRY)
    assert [(one.doubt, one.existing_name) for one in done.questions] == [
        (Doubt.RENAMED, "石桥村党支部")
    ]
    assert done.changes_nothing
    assert "还没有确认" in done.left_out[0].reason
    place = done.questions[0].place
    same = planned(row, registry=REGISTRY, answers=Answers({place: done.questions[0].existing_id}))
    assert [(c.field, c.after) for c in same.changed[0].changes] == [(Field.NAME, "石桥社区党支部")]
    other = planned(row, registry=REGISTRY, answers=Answers({place: None}))
    assert "属于“石桥村党支部”" in other.refused[0].reason


def test_without_a_code_a_namesake_of_the_secretary_in_one_place_is_asked_about() -> None:
    bare = tuple(replace(one, code="") for one in REGISTRY)
    head = HEAD[1:]
    row = ("河东新村党支部", "青山镇党委", "李某某", 31)
    done = planned(TOWN[1:], WILLOW[1:], row, registry=bare, head=head)
    assert [one.doubt for one in done.questions] == [Doubt.RENAMED]
    new = planned(
        TOWN[1:], WILLOW[1:], row, registry=bare, head=head,
        answers=Answers({done.questions[0].place: None}),
    )  # fmt: skip
    assert [one.entry.name for one in new.new] == ["河东新村党支部"]


@pytest.mark.parametrize(
    ("name", "asked"),
    [("柳树湾新村党支部", True), ("柳树湾社区党支部", True), ("松岭村党支部", False)],
)
def test_similar_names_are_asked_about(name: str, *, asked: bool) -> None:
    done = planned((None, name, "青山镇党委", "孙某某", 5), registry=REGISTRY)
    assert bool(done.questions) is asked


def test_first_and_second_branch_are_two() -> None:
    registry = (REGISTRY[0], replace(REGISTRY[1], name="机关第一党支部", code=""))
    done = planned((None, "机关第二党支部", "青山镇党委", "孙某某", 5), registry=registry)
    assert [one.entry.name for one in done.new] == ["机关第二党支部"]


def test_an_organisation_of_the_list_is_never_taken_for_another_row() -> None:
    done = planned(STONE, (None, "石桥新村党支部", "青山镇党委", "孙某某"), registry=REGISTRY)
    assert [one.entry.name for one in done.new] == ["石桥新村党支部"]


def test_one_name_under_another_superior_is_asked_about() -> None:
    registry = (*REGISTRY, Organisation(9, "柳树湾村党总支", "党总支", parent_id=1))
    row = (None, "石桥村党支部", "柳树湾村党总支", "李某某", 31)
    done = planned(row, registry=tuple(replace(one, code="") for one in registry))
    assert [one.doubt for one in done.questions] == [Doubt.MOVED]


def test_by_its_code_an_organisation_moves_without_a_question() -> None:
    registry = (*REGISTRY, Organisation(9, "柳树湾村党总支", "党总支", parent_id=1))
    done = planned(("QS01", "石桥村党支部", "柳树湾村党总支"), registry=registry)
    assert [(c.field, c.before, c.after) for c in done.changed[0].changes] == [
        (Field.PARENT, "青山镇党委", "柳树湾村党总支")
    ]


def test_a_list_with_codes_gives_them_to_what_is_registered_without() -> None:
    bare = tuple(replace(one, code="") for one in REGISTRY)
    done = planned(TOWN, STONE, WILLOW, registry=bare)
    assert [one.changes[0].field for one in done.changed] == [Field.CODE] * 3
    assert done.new == ()


def test_without_a_superior_column_the_name_is_enough() -> None:
    done = planned(("石桥村党支部", 33), registry=REGISTRY, head=("全称", "党员数"))
    assert [c.after for c in done.changed[0].changes] == ["33"]


def test_a_retired_organisation_is_not_brought_back_by_a_list() -> None:
    registry = (REGISTRY[0], replace(REGISTRY[1], retired_on=date(2025, 3, 1)), REGISTRY[2])
    done = planned(TOWN, STONE, WILLOW, registry=registry)
    assert "2025-03-01 撤销" in reasons(done)[3]


def test_a_list_cannot_put_a_superior_below_its_own_branch() -> None:
    registry = (
        Organisation(1, "甲党委", "党委", code="A"),
        Organisation(2, "乙党委", "党委", code="B", parent_id=1),
    )
    done = planned(("A", "甲党委", "乙党委"), registry=registry)
    assert "绕成了一圈" in reasons(done)[2]
    swapped = planned(("A", "甲党委", "乙党委"), ("B", "乙党委", None), registry=registry)
    assert not [one for one in swapped.changed if one.parent == one.organisation_id]


def test_a_kind_cannot_change_over_the_heads_of_others() -> None:
    registry = (
        Organisation(1, "甲党委", "党委", code="A"),
        Organisation(2, "乙党总支", "党总支", code="B", parent_id=1),
    )
    done = planned(("A", "甲党委", "党总支"), registry=registry, head=("代码", "全称", "组织类别"))
    assert "类别不能改为党总支" in reasons(done)[2]


NAMES = [f"{place}村党支部" for place in "甲乙丙丁戊己庚辛"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, "1", "2", "3"]),
            st.sampled_from([*NAMES[:4], "青山镇党委", "河东党总支"]),
            st.sampled_from([None, "青山镇党委", "河东党总支", "无此党委", *NAMES[:2]]),
            st.sampled_from([None, "李某某", "王某某"]),
        ),
        max_size=8,
    )
)
def test_every_row_ends_somewhere_and_a_second_import_changes_nothing(rows: list[Row]) -> None:
    done = planned(*rows)
    ended = [
        *(one.entry.place for one in done.new),
        *(one.place for one in done.refused),
    ]
    assert sorted(ended) == [Place(0, row) for row in range(2, len(rows) + 2)]
    registry = applied(done)
    assert len({one.code for one in registry if one.code}) == sum(1 for one in registry if one.code)
    again = planned(*rows, registry=registry)
    assert again.changes_nothing
    assert len(again.unchanged) == len(done.new)


def test_two_rows_are_not_asked_about_one_organisation_and_answers_stay_put() -> None:
    bare = tuple(replace(one, code="", secretary="王某某") for one in REGISTRY)
    head = HEAD[1:]
    rows = (
        TOWN[1:],
        ("石桥社区党支部", "青山镇党委", "王某某", 31),
        ("河东党支部", "青山镇党委", "王某某", 44),
    )
    done = planned(*rows, registry=bare, head=head)
    first, second = done.questions
    assert (first.existing_name, second.existing_name) == ("石桥村党支部", "柳树湾村党支部")
    answers = Answers({first.place: None, second.place: second.existing_id})
    told = planned(*rows, registry=bare, head=head, answers=answers)
    assert [one.entry.name for one in told.new] == ["石桥社区党支部"]
    assert [one.organisation_id for one in told.changed] == [second.existing_id]


ROW = st.tuples(
    st.sampled_from([None, "1", "2", "3"]),
    st.sampled_from(["甲村党支部", "乙村党支部", "甲村党总支", "青山镇党委", "河东党委", "甲"]),
    st.sampled_from([None, "青山镇党委", "河东党委", "甲村党总支", "无此党委", "甲村党支部"]),
    st.sampled_from([None, "李某某", "王某某"]),
)


@given(
    st.lists(ROW, max_size=7),
    st.lists(ROW, max_size=7),
    st.lists(st.booleans(), min_size=7, max_size=7),
)
def test_any_list_on_any_registry_leaves_a_tree_and_settles(
    before: list[Row], rows: list[Row], says: list[bool]
) -> None:
    create = frozenset({key("无此党委")})
    answers = Answers(create_parents=create)
    registry = applied(planned(*before, answers=answers))
    done = planned(*rows, registry=registry, answers=answers)
    for _ in range(len(rows) + 1):
        told = dict(answers.same)
        for question in done.questions:
            same = says[question.place.row - 2]
            told[question.place] = question.existing_id if same else None
        answers = Answers(told, create)
        done = planned(*rows, registry=registry, answers=answers)
        if not done.questions:
            break
    assert done.questions == ()
    ended = [
        *(one.entry.place for one in done.new),
        *(one.entry.place for one in done.changed),
        *(one.place for one in done.unchanged),
        *(one.place for one in done.refused),
    ]
    assert sorted(ended) == [Place(0, row) for row in range(2, len(rows) + 2)]
    registry = applied(done, registry)
    codes = [one.code for one in registry if one.code]
    assert len(set(codes)) == len(codes)
    assert len(in_tree_order(registry)) == len(registry), "a circle hides organisations"
    by_id = {one.id: one for one in registry}
    for one in registry:
        if one.parent_id is not None:
            assert may_stand_under(one.kind, by_id[one.parent_id].kind)
