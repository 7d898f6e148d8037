"""The registry and its imports on a real database with real workbooks."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import xlwt
from openpyxl import Workbook, load_workbook
from sqlalchemy import insert

from desk_app.documents.reading import read_workbook
from desk_app.domain.faults import Fault
from desk_app.domain.organisations.headings import ListField
from desk_app.domain.organisations.model import OrganisationForm, Unfit, form_of, matches
from desk_app.domain.organisations.planning import Answers
from desk_app.domain.rounds import Participant
from desk_app.services import grading, rounds
from desk_app.services.organisations import importing, initials, registry
from desk_app.services.organisations.whole_list import import_list
from desk_app.services.workspace import Office, Workspace, create
from desk_app.storage import tables
from tests.support.workbooks import rewritten

TITLE = "青山镇基层党组织基本情况统计表（2026年3月）"
HEAD = (
    "序号", "党组织名称", "党组织代码", "组织类别", "所在单位类别", "上级党组织", "所属片区",
    "书记", "书记身份证号", "联系电话", "党员人数", "换届时间", "届满时间",
)  # fmt: skip
ROWS: tuple[tuple[object, ...], ...] = (
    (1, "石桥村党支部", "QS01", "党支部", "农村", "青山镇党委", "东片", "单小明",
     "11010519491231002X", "13800000001", "３１", "2023年3月5日", "20280304"),
    (2, "青山镇党委", "QS", "党委", "机关", None, None, "王某某",
     None, "13800000002", 975, date(2021, 9, 1), 46265),
    (3, "柳树湾村党总支", "QS02", "总支", "农村", "QS", "西片", "赵某某",
     None, 13800000003, 44, "2023.3.6", "2028/3/5"),
    (4, "柳树湾第一党支部", "QS021", "支部", "村", "柳树湾村党总支", "西片", "=cmd|'/c calc'!A1",
     None, None, "20人", None, None),
    (5, "重名代码党支部", "QS03", "党支部", "农村", "青山镇党委", None, None, None, None,
     1, None, None),
    (6, "另一重名党支部", "QS03", "党支部", "农村", "青山镇党委", None, None, None, None,
     2, None, None),
    (7, "=HYPERLINK(1)党支部", "QS04", "党支部", "两新", "青山镇党委", None, None,
     "11010519491231002X", None, "八十", None, None),
    ("合计", None, None, None, None, None, None, None, None, None, 1073, None, None),
)  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = create(tmp_path / "工作区", Office("青山镇", "青山镇"))
    yield opened
    opened.close(back_up=False)


def xlsx(path: Path, *rows: tuple[object, ...], title: str = "名单") -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.value = value  # type: ignore[assignment]
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(path)
    return path


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = xlsx(tmp_path / "名单.xlsx", (TITLE,), HEAD, *ROWS)
    book = load_workbook(path)
    assert book.active is not None
    book.active.merge_cells("A1:M1")
    book.save(path)
    return path


def test_a_list_comes_in_and_what_is_refused_goes_to_a_workbook(
    workspace: Workspace, listed: Path
) -> None:
    plan = importing.plan_import(workspace, listed)
    assert registry.tree(workspace) == ()
    target = importing.refused_name(listed)
    result = importing.apply_import(workspace, plan, refused_file=target)
    tree = registry.tree(workspace)
    assert [(row.name, row.depth, row.kind, row.domain) for row in tree] == [
        ("青山镇党委", 0, "党委", "机关"),
        ("石桥村党支部", 1, "党支部", "农村"),
        ("柳树湾村党总支", 1, "党总支", "农村"),
        ("柳树湾第一党支部", 2, "党支部", "农村"),
    ]
    town, stone, willow, first = tree
    assert (stone.member_count, stone.elected_on, stone.term_ends_on) == (
        31, date(2023, 3, 5), date(2028, 3, 4),
    )  # fmt: skip
    assert (town.elected_on, town.term_ends_on) == (date(2021, 9, 1), date(2026, 8, 31))
    assert (willow.phone, willow.area, willow.parent_id) == ("13800000003", "西片", town.id)
    assert first.secretary == "=cmd|'/c calc'!A1"
    assert stone.initials == "sqcdzb sxm"
    assert [one.place.row for one in result.plan.refused] == [7, 8, 9]
    assert any("身份证" in note for note in result.plan.notes)
    assert result.refused_file == target
    (refused,) = read_workbook(target)
    assert "书记身份证号" not in refused.rows[0]
    assert refused.rows[0][-1] == "未导入原因"
    assert [row[1] for row in refused.rows[1:]] == [
        "重名代码党支部", "另一重名党支部", "=HYPERLINK(1)党支部",
    ]  # fmt: skip
    assert "两新" in str(refused.rows[3][-1])
    sheet = load_workbook(target).active
    assert sheet is not None
    assert sheet["B4"].data_type == "s"
    assert "11010519491231002X" not in repr(refused.rows)


def test_a_sheets_name_from_elsewhere_does_not_stop_the_refused_rows(
    workspace: Workspace, listed: Path
) -> None:
    def renamed(name: str, data: bytes) -> tuple[str, bytes]:
        title = b"../../etc/" + b"x" * 40
        return name, re.sub(rb'(<sheet [^>]*name=)"[^"]*"', rb'\1"' + title + b'"', data)

    listed.write_bytes(rewritten(listed.read_bytes(), renamed))
    target = importing.refused_name(listed)
    plan = importing.plan_import(workspace, listed)
    importing.apply_import(workspace, plan, refused_file=target)
    (refused,) = read_workbook(target)
    assert refused.name == ".._.._etc_" + "x" * 21
    assert len(refused.rows) == 4


def test_the_mended_workbook_comes_in_too(workspace: Workspace, listed: Path) -> None:
    target = importing.refused_name(listed)
    plan = importing.plan_import(workspace, listed)
    importing.apply_import(workspace, plan, refused_file=target)
    book = load_workbook(target)
    sheet = book.active
    assert sheet is not None
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(3, heads.index("党组织代码") + 1).value = "QS05"
    sheet.cell(4, heads.index("所在单位类别") + 1).value = "社会组织"
    sheet.cell(4, heads.index("党员人数") + 1).value = 80
    book.save(target)
    assert importing.refused_name(target) == target
    plan = importing.plan_import(workspace, target)
    result = importing.apply_import(workspace, plan, refused_file=target)
    assert (len(result.plan.new), result.refused_file) == (3, None)
    assert len(registry.tree(workspace)) == 7


def test_the_same_list_again_changes_nothing(workspace: Workspace, listed: Path) -> None:
    for _ in range(2):
        plan = importing.plan_import(workspace, listed)
        before = registry.tree(workspace)
        result = importing.apply_import(workspace, plan)
    assert result.plan.changes_nothing
    assert len(result.plan.unchanged) == 4
    assert registry.tree(workspace) == before


def test_old_workbooks_come_in(workspace: Workspace, tmp_path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("表一")
    sheet.write_merge(0, 0, 0, 3, TITLE)
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for column, head in enumerate(("全称", "上级", "党员数", "届满时间")):
        sheet.write(1, column, head)
    sheet.write(2, 0, "石桥村党支部")
    sheet.write(2, 1, "青山镇党委")
    sheet.write(2, 2, 31)
    sheet.write(2, 3, date(2028, 3, 4), day)
    path = tmp_path / "名单.xls"
    book.save(str(path))
    plan = importing.plan_import(workspace, path)
    importing.apply_import(workspace, plan)
    # The workspace is the township's own: its committee is the top and needs no row.
    (row,) = registry.tree(workspace)
    assert (row.name, row.parent_id, row.member_count, row.term_ends_on) == (
        "石桥村党支部", None, 31, date(2028, 3, 4),
    )  # fmt: skip


@pytest.mark.parametrize("heading", ["成立时间", "党支部成立日期", "组建时间"])
def test_the_day_of_the_founding_comes_in_and_a_round_keeps_it(
    workspace: Workspace, tmp_path: Path, heading: str
) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        ("全称", "领域", "企业成立时间", heading, "换届时间"),
        ("石桥村党支部", "农村", "1999年", "2025年7月1日", "2025.7.1"),
        title="村",
    )
    plan = importing.plan_import(workspace, path)
    assert not plan.refused
    importing.apply_import(workspace, plan)
    (row,) = registry.tree(workspace)
    assert row.founded_on == date(2025, 7, 1)
    registry.save(workspace, replace(form_of(row), founded_on=date(2025, 8, 1)))
    (row,) = registry.tree(workspace)
    assert row.founded_on == date(2025, 8, 1)
    round_id = rounds.create(workspace, "C5", 2026, "年初定级", [Participant(row.id)])
    (shown,) = grading.board(workspace, round_id).rows
    assert shown.evidence.registry["成立日期"] == date(2025, 8, 1)


def test_several_sheets_are_one_list(workspace: Workspace, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", ("全称", "上级"), ("石桥村党支部", "东片党总支"), title="村")
    book = load_workbook(path)
    second = book.create_sheet("总支")
    second.append(("党组织全称", "上级"))
    second.append(("东片党总支", None))
    book.create_sheet("说明").append(("请按表填写",))
    book.save(path)
    plan = importing.plan_import(workspace, path)
    result = importing.apply_import(workspace, plan)
    assert len(result.plan.new) == 2
    assert "说明" in result.plan.notes[0]


def test_columns_mended_by_hand(workspace: Workspace, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", ("单位", "上级", "人数"), ("石桥村党支部", None, 31))
    assert importing.plan_import(workspace, path).changes_nothing
    mending = {"名单": {0: ListField.NAME, 2: ListField.MEMBER_COUNT}}
    plan = importing.plan_import(workspace, path, mending)
    importing.apply_import(workspace, plan)
    assert registry.tree(workspace)[0].member_count == 31


def test_renamings_wait_for_an_answer(workspace: Workspace, listed: Path, tmp_path: Path) -> None:
    plan = importing.plan_import(workspace, listed)
    importing.apply_import(workspace, plan)
    path = xlsx(
        tmp_path / "b.xlsx", ("代码", "全称", "上级"), ("QS01", "石桥社区党支部", "青山镇党委")
    )
    plan = importing.plan_import(workspace, path)
    target = tmp_path / "b_未导入.xlsx"
    waiting = importing.apply_import(workspace, plan, refused_file=target)
    assert waiting.plan.changes_nothing
    assert target.is_file()
    answers = Answers({plan.questions[0].place: plan.questions[0].existing_id})
    importing.apply_import(workspace, plan, answers)
    names = [row.name for row in registry.tree(workspace)]
    assert "石桥社区党支部" in names
    assert "石桥村党支部" not in names


def test_missing_superiors_are_made_on_request(workspace: Workspace, tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx", ("全称", "上级"), ("甲党支部", "乙党总支"), ("丙党支部", "乙党总支")
    )
    plan = importing.plan_import(workspace, path)
    assert [one.name for one in plan.missing_parents] == ["乙党总支"]
    answers = Answers(create_parents=frozenset({"乙党总支"}))
    importing.apply_import(workspace, plan, answers)
    assert [(row.name, row.depth) for row in registry.tree(workspace)] == [
        ("乙党总支", 0), ("甲党支部", 1), ("丙党支部", 1),
    ]  # fmt: skip


def test_a_whole_list_comes_in_with_one_answer_for_all_its_rows(
    workspace: Workspace, tmp_path: Path
) -> None:
    heads = ("名称", "代码", "上级")
    path = xlsx(tmp_path / "甲.xlsx", heads, ("石桥村党支部", "A1", "新设党委"))
    left = import_list(workspace, path, renamed=None, create_parents=False)
    assert left.plan.changes_nothing
    assert left.refused_file == tmp_path / "甲_未导入.xlsx"
    made = import_list(workspace, path, renamed=None, create_parents=True)
    assert [one.name for one in made.plan.created_parents] == ["新设党委"]
    assert made.refused_file is None
    path = xlsx(tmp_path / "乙.xlsx", heads, ("石桥社区党支部", "A1", "新设党委"))
    asked = import_list(workspace, path, renamed=None, create_parents=False)
    assert [one.existing_name for one in asked.plan.questions] == ["石桥村党支部"]
    other = import_list(workspace, path, renamed=False, create_parents=False)
    assert (other.plan.questions, other.plan.changed) == ((), ())
    same = import_list(workspace, path, renamed=True, create_parents=False)
    assert [one.entry.name for one in same.plan.changed] == ["石桥社区党支部"]


def test_where_the_workbook_cannot_be_written_nothing_is_lost(
    workspace: Workspace, listed: Path, tmp_path: Path
) -> None:
    plan = importing.plan_import(workspace, listed)
    gone = tmp_path / "拔掉的U盘" / "名单_未导入.xlsx"
    result = importing.apply_import(workspace, plan, refused_file=gone)
    assert result.refused_file == workspace.folder / "名单_未导入.xlsx"
    assert len(registry.tree(workspace)) == 4
    blocked = tmp_path / "b" / "甲_未导入.xlsx"
    (workspace.folder / "甲_未导入.xlsx").mkdir()
    path = xlsx(tmp_path / "甲.xlsx", ("全称", "上级"), ("戊党委", None), ("己党支部", "没有"))
    plan = importing.plan_import(workspace, path)
    with pytest.raises(Fault, match="文件夹"):
        importing.apply_import(workspace, plan, refused_file=blocked)
    assert len(registry.tree(workspace)) == 4


TOWN = OrganisationForm("青山镇党委", "党委")


def test_adding_and_changing(workspace: Workspace) -> None:
    town = registry.save(workspace, TOWN)
    stone = registry.save(
        workspace,
        OrganisationForm(
            "石桥村 党支部", "党支部", parent_id=town, secretary="曾 某", code=" QS01 "
        ),
    )
    row = registry.tree(workspace)[1]
    assert (row.id, row.name, row.code, row.parent_id) == (
        stone,
        "石桥村党支部",
        "QS01",
        town,
    )
    assert matches(row, "zm")
    registry.save(workspace, OrganisationForm("石桥新村党支部", "党支部", id=stone, parent_id=town))
    row = registry.tree(workspace)[1]
    assert (row.name, row.code, row.initials) == ("石桥新村党支部", "", "sqxcdzb")
    with pytest.raises(Unfit) as caught:
        registry.save(workspace, OrganisationForm("", "党小组"))
    assert set(caught.value.problems) == {"name", "kind"}
    with pytest.raises(Fault, match="不在名册"):
        registry.save(workspace, OrganisationForm("没有了", "党委", id=99))
    assert len(registry.tree(workspace)) == 2


def test_an_edit_is_undone_by_saving_the_form_before(workspace: Workspace) -> None:
    town = registry.save(workspace, TOWN)
    before = registry.tree(workspace)
    registry.save(workspace, OrganisationForm("青山镇党工委", "党委", id=town, area="东片"))
    registry.save(workspace, form_of(before[0]))
    assert registry.tree(workspace) == before


def test_retiring_and_coming_back(workspace: Workspace) -> None:
    town = registry.save(workspace, TOWN)
    stone = registry.save(workspace, OrganisationForm("石桥村党支部", "党支部", parent_id=town))
    with pytest.raises(Fault, match="石桥村党支部"):
        registry.retire(workspace, town, date(2026, 3, 1), "撤并")
    with pytest.raises(Fault, match="原因"):
        registry.retire(workspace, stone, date(2026, 3, 1), " ")
    registry.retire(workspace, stone, date(2026, 3, 1), "撤并")
    assert [row.id for row in registry.tree(workspace)] == [town]
    everyone = registry.tree(workspace, include_retired=True)
    assert (everyone[1].retired_on, everyone[1].retired_reason) == (date(2026, 3, 1), "撤并")
    registry.retire(workspace, town, date(2026, 3, 2), "撤并")
    with pytest.raises(Fault, match="上级"):
        registry.restore(workspace, stone)
    registry.restore(workspace, town)
    registry.restore(workspace, stone)
    assert len(registry.tree(workspace)) == 2


def test_what_was_graded_cannot_be_deleted(workspace: Workspace) -> None:
    town = registry.save(workspace, TOWN)
    stone = registry.save(workspace, OrganisationForm("石桥村党支部", "党支部", parent_id=town))
    with pytest.raises(Fault, match="下面还有"):
        registry.remove(workspace, town)
    with workspace.session() as session:
        session.execute(
            insert(tables.scheme).values(
                id=1, scheme_id="X", digest="d", title="t", text="", imported_at="2026-01-01"
            )
        )
        session.execute(
            insert(tables.round_).values(
                id=1, scheme_id=1, year=2026, name="年初定级", created_at="2026-01-01"
            )
        )
        session.execute(
            insert(tables.subject).values(
                round_id=1, organisation_id=stone, position=1, name="石桥村党支部"
            )
        )
    with pytest.raises(Fault, match="轮次"):
        registry.remove(workspace, stone)
    extra = registry.save(workspace, OrganisationForm("录错党支部", "党支部", parent_id=town))
    registry.remove(workspace, extra)
    assert len(registry.tree(workspace)) == 2


def test_siblings_change_places(workspace: Workspace) -> None:
    town = registry.save(workspace, TOWN)
    a, b, c = (
        registry.save(workspace, OrganisationForm(f"{name}党支部", "党支部", parent_id=town))
        for name in "甲乙丙"
    )
    registry.reorder(workspace, c, -1)
    assert [row.id for row in registry.tree(workspace)] == [town, a, c, b]
    registry.reorder(workspace, a, 99)
    assert [row.id for row in registry.tree(workspace)] == [town, c, b, a]
    registry.reorder(workspace, town, -1)
    assert registry.tree(workspace)[0].id == town


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("单小明", "sxm"), ("曾某", "zm"), ("仇某", "qm"), ("解某", "xm"), ("区某", "om"),
        ("查某", "zm"), ("朴某", "pm"), ("翟某", "zm"), ("华某", "hm"), ("尉迟某", "ycm"),
    ],
)  # fmt: skip
def test_surnames_have_their_own_readings(name: str, read: str) -> None:
    assert initials.of_person(name) == read


def test_names_of_places_and_mixed_ones() -> None:
    assert initials.of_name("重庆路社区党支部") == "cqlsqdzb"
    assert initials.of_name("A3科技（青山）党支部") == "a3kjqsdzb"
    assert initials.of_name("") == ""
