"""Lists of organisations on a registry: who is who, what changes, what is asked."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desk_app.domain.organisations.headings import ListField
from desk_app.domain.organisations.model import Organisation, in_tree_order, key, may_stand_under
from desk_app.domain.organisations.planning import Answers, Doubt
from desk_app.domain.organisations.reading import RowPlace
from tests.support.organisation_lists import (
    HEAD,
    STONE,
    TOWN,
    WILLOW,
    Row,
    applied,
    planned,
    reasons,
)

# ---- against the registry

REGISTRY = applied(planned(TOWN, STONE, WILLOW))


def test_changed_fields_are_told_before_and_after() -> None:
    done = planned(TOWN, (*STONE[:3], "周某某", 32), WILLOW, registry=REGISTRY)
    assert [(c.field, c.before, c.after) for c in done.changed[0].changes] == [
        (ListField.SECRETARY, "李某某", "周某某"),
        (ListField.MEMBER_COUNT, "31", "32"),
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
    assert [(c.field, c.after) for c in same.changed[0].changes] == [
        (ListField.NAME, "石桥社区党支部")
    ]
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
        (ListField.PARENT, "青山镇党委", "柳树湾村党总支")
    ]


def test_a_list_with_codes_gives_them_to_what_is_registered_without() -> None:
    bare = tuple(replace(one, code="") for one in REGISTRY)
    done = planned(TOWN, STONE, WILLOW, registry=bare)
    assert [one.changes[0].field for one in done.changed] == [ListField.CODE] * 3
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
    assert sorted(ended) == [RowPlace(0, row) for row in range(2, len(rows) + 2)]
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
@example(
    before=[("1", "河东党委", None, None)],
    rows=[(None, "甲村党支部", None, None), ("1", "甲村党支部", "青山镇党委", None),
          (None, "青山镇党委", "河东党委", None)],
    says=[False, True, False, False, False, False, False],
)  # fmt: skip
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
    assert sorted(ended) == [RowPlace(0, row) for row in range(2, len(rows) + 2)]
    registry = applied(done, registry)
    codes = [one.code for one in registry if one.code]
    assert len(set(codes)) == len(codes)
    assert len(in_tree_order(registry)) == len(registry), "a circle hides organisations"
    by_id = {one.id: one for one in registry}
    for one in registry:
        if one.parent_id is not None:
            assert may_stand_under(one.kind, by_id[one.parent_id].kind)
