"""Errors and formulas without a result are refused with sheet and cell by whatever reads them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from desk_app.domain.faults import Fault
from desk_app.domain.score_heads import plain_name
from desk_app.services import grading_workbook
from desk_app.services.organisations.importing import plan_import
from desk_app.services.polling import external_counts, samples
from desk_app.services.scoring import workbooks
from desk_app.services.workspace import Office, Workspace, create
from tests.support.polling_round import NAMES, ExampleRound, make_round
from tests.support.scoring_round import make_scoring_round

ERROR, FORMULA = "#N/A", "=1+3"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = create(tmp_path / "w", Office("中共青山镇委员会", "青山镇"))
    yield opened
    opened.close(back_up=False)


@pytest.fixture
def example_round(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> ExampleRound:
    return make_round(workspace, monkeypatch, absent=1)


def save(path: Path, *rows: Sequence[str | int | None]) -> Path:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "表"
    for row in rows:
        sheet.append(list(row))
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.value == ERROR:
                cell.data_type = "e"
    workbook.save(path)
    return path


def test_a_score_sheet(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    scored = make_scoring_round(workspace, monkeypatch)
    path = save(
        tmp_path / "评分.xlsx",
        ["党组织", "评价主体", "领导班子", "骨干队伍", "领导班子扣分理由", "合计"],
        ["柳树湾村党支部", "考评", ERROR, FORMULA, None, FORMULA],
        [ERROR, "考评", 14, 14, None, None],
        ["石桥村党支部", "考评", 14, None, FORMULA, ERROR],
        [None, None, None, None, None, FORMULA],
        ["杏花坡村党支部", "考评", None, "#REF! ", None, None],
    )
    read = workbooks.read_scores(workspace, scored.round_id, path)
    told = {one.cell: one.sentence for one in read.refused}
    assert set(told) == {"C2", "D2", "A3", "E4", "D6"}
    assert told["C2"].startswith("表 C2：这一格是错误值 #N/A")
    assert "没有存下它的结果" in told["D2"]


@pytest.mark.parametrize("name", ["柳树湾 村党支部", "柳树湾村党支部"])
def test_a_score_sheet_knows_a_name_with_blanks(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    scored = make_scoring_round(workspace, monkeypatch)
    path = save(tmp_path / "评分.xlsx", ["党组织", "评价主体", "领导班子"], [name, "考评", 14])
    read = workbooks.read_scores(workspace, scored.round_id, path)
    assert [(one.subject, one.indicator) for one in read.cells] == [("柳树湾村党支部", "领导班子")]
    assert plain_name("村１（甲）党支部") == plain_name("村1(甲) 党支部")


HEAD: tuple[str, ...] = ("代码", "党组织", "测评", "应到", "实到", "发出", "收回", "有效", "无效")
HEAD += ("好", "较好", "一般", "较差", "弃权", "无效项")


def counted(example_round: ExampleRound, path: Path) -> external_counts.Taken:
    return external_counts.import_counts(example_round.workspace, example_round.round_id, path)


def test_a_count_sheet_names_every_cell(example_round: ExampleRound, tmp_path: Path) -> None:
    papers = (40, 32, 30, 30, 29, 1)
    path = save(
        tmp_path / "计票.xlsx",
        HEAD,
        [None, NAMES[0], "测评会", *papers, 20, ERROR, "两票", FORMULA],
        [None, ERROR, "测评会", *papers, 29],
        [None, NAMES[1], "测评会", *(ERROR for _ in range(6))],
        ["合计", None, None, *(FORMULA for _ in range(6))],
    )
    refused = counted(example_round, path).refused
    wanted = ("K2", "L2", "M2", "B3", *(f"{letter}4" for letter in "DEFGHI"))
    for cell in wanted:
        assert sum(f"“表”{cell} 单元格" in one for one in refused) == 1, cell


def test_a_count_sheet_says_which_option_has_no_column(
    example_round: ExampleRound, tmp_path: Path
) -> None:
    head = [one if one != "一般" else "一般般" for one in HEAD]
    row = [None, NAMES[0], "测评会", 40, 32, 30, 30, 29, 1, 20, 6, 2, 1]
    (said,) = counted(example_round, save(tmp_path / "计票.xlsx", head, row)).refused
    assert "不等于有效票" in said
    assert "表头里没有“一般”一列" in said


def test_a_count_sheet_knows_names_and_headings_in_both_widths(
    example_round: ExampleRound, tmp_path: Path
) -> None:
    head = [one if one != "好" else "　好 " for one in HEAD]
    name = f"{NAMES[0][:2]}　{NAMES[0][2:]}"
    row = [None, name, "测评 会", 40, 32, 30, 30, 29, 1, 20, 6, 2, 1]
    assert counted(example_round, save(tmp_path / "计票.xlsx", head, row)).polls == 1


def test_a_list_of_organisations(workspace: Workspace, tmp_path: Path) -> None:
    path = save(
        tmp_path / "名单.xlsx",
        ["党组织全称", "书记", "党员数", "备用"],
        ["柳树湾村党支部", "江晓", ERROR, None],
        [FORMULA, "何平", 12, None],
        ["石桥村党支部", "白露", 12, ERROR],
        ["合计", None, FORMULA, None],
    )
    plan = plan_import(workspace, path)
    told = {one.place.row: one.reason for one in plan.refused}
    assert set(told) == {2, 3}
    assert told[2].startswith("C2（")
    assert "错误值 #N/A" in told[2]
    assert told[3].startswith("A3（")
    assert [one.entry.name for one in plan.new] == ["石桥村党支部"]


def test_a_list_of_households(tmp_path: Path) -> None:
    path = save(tmp_path / "住户.xlsx", ["户主", "地址"], ["江晓", "1号"], [ERROR, FORMULA])
    with pytest.raises(Fault) as caught:
        samples.read_list(path)
    assert [one[:5] for one in caught.value.sentences[1:]] == ["“表”A3", "“表”B3"]


def test_decisions(example_round: ExampleRound, tmp_path: Path) -> None:
    path = save(
        tmp_path / "决定.xlsx",
        ["党组织", "决定等级", "理由"],
        [NAMES[0], ERROR, None],
        [NAMES[1], "较好", FORMULA],
    )
    with pytest.raises(Fault) as caught:
        grading_workbook.decide(example_round.workspace, example_round.round_id, path)
    assert [one.partition("：")[0] for one in caught.value.sentences] == [
        "“决定.xlsx”的“表”B2",
        "“决定.xlsx”的“表”C3",
    ]
