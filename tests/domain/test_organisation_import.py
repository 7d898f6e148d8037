"""Lists of organisations: rows taken in, refused, made."""

from desk_app.domain.organisations.importing import plan
from desk_app.domain.organisations.model import key
from desk_app.domain.organisations.planning import Answers
from desk_app.domain.organisations.reading import RowPlace, list_sheets
from tests.support.organisation_lists import (
    HEAD,
    STONE,
    TOWN,
    WILLOW,
    applied,
    planned,
    reasons,
    sheet,
)

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
    assert [one.parent for one in other_name.new] == [None, RowPlace(0, 2)]


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
    assert done.where(RowPlace(1, 2)) == "工作表“二”第 2 行"
