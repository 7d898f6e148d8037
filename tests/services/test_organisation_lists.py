"""Lists as offices have them, on a real database: kinds of files, the order, mended cells."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desk_app.domain.faults import Fault
from desk_app.domain.organisations.headings import ListField
from desk_app.domain.organisations.mending import mend
from desk_app.domain.organisations.model import OrganisationForm, form_of
from desk_app.domain.organisations.planning import Answers
from desk_app.services.organisations import importing, registry
from desk_app.services.organisations.importing import apply_import, plan_import, refused_name
from desk_app.services.workspace import Office, Workspace, create
from tests.support.list_files import FILES, NAMES

HEAD = ("全称", "领域", "党员数")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = create(tmp_path / "工作区", Office("青山镇", "青山镇"))
    yield opened
    opened.close(back_up=False)


def listed(path: Path, *rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> Path:
    path.write_text("".join(",".join(row) + "\n" for row in (head, *rows)), "gb18030")
    return path


def brought_in(workspace: Workspace, path: Path) -> importing.ImportResult:
    return apply_import(workspace, plan_import(workspace, path), refused_file=refused_name(path))


def names(workspace: Workspace) -> str:
    return " ".join(
        one.name.removesuffix("党支部") for one in registry.tree(workspace, include_retired=True)
    )


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_file_comes_in(workspace: Workspace, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(FILES[name])
    result = brought_in(workspace, tmp_path / name)
    assert result.plan.left_out == ()
    stone, willow = registry.tree(workspace)
    assert [stone.name, willow.name] == NAMES
    assert (stone.domain, stone.elected_on, stone.member_count) == ("农村", date(2023, 6, 1), 31)
    assert (willow.elected_on, willow.member_count) == (date(2023, 3, 5), 1044)
    assert [said for _, _, said in result.plan.remarks] == [
        "换届时间：原文“2023.6”，按 2023-06-01 记"
    ]


def test_the_encoding_is_told_and_may_be_changed(workspace: Workspace, tmp_path: Path) -> None:
    path = listed(tmp_path / "a.csv", ("石桥村党支部", "农村", "1"))
    assert plan_import(workspace, path).encoding == "GBK"
    with pytest.raises(Fault, match="不是 UTF-8 编码"):
        plan_import(workspace, path, encoding="UTF-8")
    assert len(plan_import(workspace, path, encoding="GBK").new) == 1


def test_a_pasted_list_comes_in(workspace: Workspace) -> None:
    plan = importing.plan_pasted(
        workspace,
        [["党组织名称", "党员数"], [" 石桥村党支部 ", "31"], ["柳树湾村党支部"], ["坏", "八"]],
    )
    result = importing.apply_pasted(workspace, plan)
    assert names(workspace) == "石桥村 柳树湾村"
    assert result.refused_file == workspace.folder / "粘贴的名单_未导入.xlsx"
    merged = (
        "<table><tr><td>名称<td>上级<tr><td>甲党支部<td rowspan=2>丙党总支<tr><td>乙党支部"
        "<tr><td>丙党总支</table>"
    )
    told = [["名称", "上级"], ["甲党支部", "丙党总支"], ["乙党支部", ""], ["丙党总支", ""]]
    plan = importing.plan_pasted(workspace, told, merged)
    assert [one.entry.parent for one in plan.new] == ["", "丙党总支", "丙党总支"]
    assert len(importing.plan_pasted(workspace, told, f"{merged}{merged}").new) == 3
    nothing: list[list[list[str]]] = [[], [[]], [["", " "]]]
    for cells in nothing:
        with pytest.raises(Fault, match="没有表格"):
            importing.plan_pasted(workspace, cells)
    with pytest.raises(Fault, match="太多"):
        importing.plan_pasted(workspace, [["名称"] * 2000, *[["x"]] * 600])


def test_what_is_no_list_of_organisations_is_a_sentence(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "大.csv"
    path.write_bytes("全称\n".encode() + b"x\n" * 1_048_575)
    with pytest.raises(Fault, match="1048576 行，不像党组织名单"):
        plan_import(workspace, path)
    path.write_bytes("全称\n石桥村党支部\n".encode() + b"\n" * 1_048_573 + "柳村党支部\n".encode())
    assert [one.entry.place.row for one in plan_import(workspace, path).new] == [2, 1_048_576]


def test_rows_that_come_later_take_their_place_in_the_list(
    workspace: Workspace, tmp_path: Path
) -> None:
    rows = [(f"{letter}党支部", "农村", "1") for letter in "甲乙丙丁戊"]
    holes = [rows[0], ("乙党支部", "农村", "一"), ("丙党支部", "火星", "1"), *rows[3:]]
    brought_in(workspace, listed(tmp_path / "a.csv", *holes))
    registry.save(workspace, OrganisationForm("庚党支部", "党支部"))
    assert names(workspace) == "甲 丁 戊 庚"
    result = brought_in(workspace, listed(tmp_path / "b.csv", *rows))
    assert names(workspace) == "甲 乙 丙 丁 戊 庚"
    assert not result.plan.reordered
    assert [one.position for one in registry.tree(workspace)] == [1, 2, 3, 4, 5, 6]


def test_the_mended_workbook_of_refused_rows_keeps_the_place_of_its_rows(
    workspace: Workspace, tmp_path: Path
) -> None:
    rows = [
        (f"{letter}党支部", "农村", "一" if letter in "甲丙丁" else "1") for letter in "甲乙丙丁戊"
    ]
    refused = brought_in(workspace, listed(tmp_path / "a.csv", *rows)).refused_file
    assert refused == tmp_path / "a_未导入.xlsx"
    assert names(workspace) == "乙 戊"
    for mended, expected in (("丁", "乙 丁 戊"), ("甲丙", "甲 乙 丙 丁 戊")):
        book = load_workbook(refused)
        sheet = book.active
        assert sheet is not None
        for row in sheet.iter_rows(min_row=2):
            if str(row[0].value)[0] in mended:
                row[2].value = 1
        book.save(refused)
        brought_in(workspace, refused)
        assert names(workspace) == expected


def test_the_order_of_the_list_is_followed_and_the_rest_stays(
    workspace: Workspace, tmp_path: Path
) -> None:
    rows = [(f"{letter}党支部", "农村", "1") for letter in "甲乙丙丁"]
    brought_in(workspace, listed(tmp_path / "a.csv", *rows))
    path = listed(tmp_path / "b.csv", rows[3], rows[0], rows[2])
    plan = plan_import(workspace, path)
    assert plan.reordered
    assert "先后" in plan.notes[0]
    brought_in(workspace, path)
    assert names(workspace) == "丁 乙 甲 丙"
    assert plan_import(workspace, path).changes_nothing


def test_a_superior_that_is_made_stands_before_its_first_row(
    workspace: Workspace, tmp_path: Path
) -> None:
    head = ("全称", "上级")
    rows = [("甲党委", ""), ("乙党支部", "丙党委"), ("丁党委", "")]
    path = listed(tmp_path / "a.csv", *rows, head=head)
    plan = plan_import(workspace, path)
    apply_import(workspace, plan, Answers(create_parents=frozenset({"丙党委"})))
    assert names(workspace) == "甲党委 丙党委 乙 丁党委"


def test_cells_mended_in_the_preview_go_in_with_the_rest(
    workspace: Workspace, tmp_path: Path
) -> None:
    rows = (("甲党支部", "火星", "1"), ("乙党支部", "村（社区）", "二"), ("丙党支部", "农村", "3"))
    plan = plan_import(workspace, listed(tmp_path / "a.csv", *rows))
    first, second = plan.refused
    assert first.fields == {ListField.DOMAIN}
    assert second.fields == {ListField.DOMAIN, ListField.MEMBER_COUNT}
    assert "看不出是农村还是社区" in second.reason
    sheets = mend(
        plan.sheets,
        [(first.place, 1, "农村"), (second.place, 1, "社区"), (second.place, 2, "2")],
    )
    plan = importing.replan(workspace, sheets)
    assert plan.refused == ()
    apply_import(workspace, plan)
    assert names(workspace) == "甲 乙 丙"
    assert [form_of(one).member_count for one in registry.tree(workspace)] == [1, 2, 3]


def test_the_list_on_a_page_is_the_table_with_the_heading(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "网页.xls").write_bytes(FILES["网页.html"])
    plan = plan_import(workspace, tmp_path / "网页.xls")
    assert [one.sheet.name for one in plan.sheets] == ["表格2"]
    assert plan.notes == ()


def test_a_month_that_may_have_lost_its_zero_is_asked_back(
    workspace: Workspace, tmp_path: Path
) -> None:
    head = ("全称", "换届时间")
    path = listed(tmp_path / "a.csv", ("甲党支部", "2003.1"), ("乙党支部", "2003.10"), head=head)
    plan = plan_import(workspace, path)
    assert "看不出是 1 月还是 10 月" in plan.refused[0].reason
    plan = importing.replan(workspace, mend(plan.sheets, [(plan.refused[0].place, 1, "2003.1")]))
    assert [said for _, _, said in plan.remarks] == [
        "换届时间：原文“2003.1”，按 2003-01-01 记",
        "换届时间：原文“2003.10”，按 2003-10-01 记",
    ]


def test_a_list_of_members_comes_in_under_their_branches(
    workspace: Workspace, tmp_path: Path
) -> None:
    listed(tmp_path / "a.csv", ("石桥村党支部", "农村", "2"), ("柳树湾村党支部", "农村", "1"))
    brought_in(workspace, tmp_path / "a.csv")
    head = ("序号", "姓名", "所在党支部")
    rows = [("1", "江晓", "石桥村党支部"), ("2", "白露", "柳树湾村党支部")]
    path = listed(tmp_path / "党员.csv", *rows, ("3", "江晓", "柳树湾村党支部"), head=head)
    result = brought_in(workspace, path)
    assert result.plan.left_out == ()
    assert result.plan.notes == ()
    members = [one for one in registry.tree(workspace) if one.kind == "党员"]
    above = {one.id: one.name for one in registry.tree(workspace)}
    assert {(one.name, above[one.parent_id or 0]) for one in members} == {
        ("江晓", "石桥村党支部"),
        ("白露", "柳树湾村党支部"),
        ("江晓", "柳树湾村党支部"),
    }
    assert plan_import(workspace, path).changes_nothing


def test_other_kinds_come_in_by_their_column_or_their_name(
    workspace: Workspace, tmp_path: Path
) -> None:
    head = ("名称", "组织类别")
    rows = [("红色驿站", "品牌"), ("松岭镇人民武装部", ""), ("江晓", "正式党员")]
    assert brought_in(workspace, listed(tmp_path / "a.csv", *rows, head=head)).plan.left_out == ()
    assert [(one.name, one.kind) for one in registry.tree(workspace)] == [
        ("红色驿站", "党建品牌"),
        ("松岭镇人民武装部", "武装部"),
        ("江晓", "党员"),
    ]
