"""Blank score sheets go out, come back filled, and cells that cannot stand are named."""

from argparse import ArgumentParser
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from desk_app.commands.scoring import add_to_round
from desk_app.domain.faults import Fault
from desk_app.domain.scheme.model.scoring import Indicator
from desk_app.domain.score_sheets import Kind
from desk_app.domain.scoring import ScoreChange
from desk_app.services.scoring import sheets, workbooks
from desk_app.services.workspace import Office, create
from tests.support.commands import command_context
from tests.support.indicator_modes import MODES
from tests.support.polling_round import ExampleRound, make_round
from tests.support.recording import record_score
from tests.support.scoring_round import make_scoring_round


@pytest.fixture
def example_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExampleRound]:
    workspace = create(tmp_path / "w", Office("中共青山镇委员会", "青山镇"))
    yield make_scoring_round(workspace, monkeypatch)
    workspace.close(back_up=False)


def write(path: Path, *rows: list[object]) -> None:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    sheet = workbook.create_sheet("评分表")
    for row in rows:
        sheet.append(row)
    workbook.save(path)


def points(
    example_round: ExampleRound, subject: int, indicator: str, evaluator: str = "考评"
) -> Decimal | None:
    view = sheets.sheet(example_round.workspace, example_round.subject_ids[subject])
    return view.score(evaluator, indicator).points


def test_blank_sheets_come_back_filled(example_round: ExampleRound, tmp_path: Path) -> None:
    path = tmp_path / "空白评分表.xlsx"
    assert (
        workbooks.blank_sheets(example_round.workspace, example_round.round_id, "考评", path) == 11
    )
    workbook = load_workbook(path)
    assert workbook.sheetnames == ["评分表（农村）", "评分表（机关）"]
    sheet = workbook["评分表（农村）"]
    assert sheet["A1"].value == "2026年度年初定级 星级评定评分表（考评）"
    assert sheet["C3"].value == "领导班子\n（15分）"
    assert sheet["B4"].value == "柳树湾村党支部"
    assert "松岭村党支部" not in [cell.value for cell in sheet["B"]], "takes no part"
    sheet["C4"], sheet["D4"] = 13.5, "１４.５"
    sheet["K4"] = "缺 1 名委员"
    workbook["评分表（机关）"]["G4"] = 19
    workbook.save(path)

    read = workbooks.read_scores(example_round.workspace, example_round.round_id, path)
    assert read.refused == ()
    assert read.unused == ()
    assert read.count(Kind.NEW) == 3
    assert points(example_round, 0, "领导班子") is None, "a preview writes nothing"
    workbooks.apply_scores(example_round.workspace, example_round.round_id, read)
    assert points(example_round, 0, "领导班子") == Decimal("13.5")
    assert points(example_round, 0, "骨干队伍") == Decimal("14.5")
    assert points(example_round, 2, "服务效能") == Decimal(19)
    view = sheets.sheet(example_round.workspace, example_round.subject_ids[0])
    assert view.score("考评", "领导班子").note == "缺 1 名委员"

    again = workbooks.read_scores(example_round.workspace, example_round.round_id, path)
    assert [one.kind for one in again.cells] == [Kind.UNCHANGED] * 3


def test_what_cannot_stand_is_named_by_sheet_and_cell(
    example_round: ExampleRound, tmp_path: Path
) -> None:
    path = tmp_path / "评分.xlsx"
    rows: tuple[list[object], ...] = (
        ["党组织", "代码", "评价主体", "领导班子", "骨干队伍", "村务公开", "心情"],
        ["柳树湾村党支部", None, "考评", "８５.5", "八十", 18],
        ["石桥村党支部", "QS002", "考评", 14, 15.5, None],
        ["农技站党支部", None, "考评", 14, None, 5],
        ["没有的党支部", None, "考评", 14],
        ["石桥村党支部", "QS001", "自评", 14],
        ["柳树湾村党支部", None, "考评", 12],
        ["青山社区党支部", None, "县里", 12],
        ["杏花坡村党支部", None, None, 12],
        ["松岭村党支部", None, "考评", 12],
        ["白鹭茶业党支部", None, "考评", None],
        [None, None, "考评", 12],
    )
    write(path, *rows)
    read = workbooks.read_scores(example_round.workspace, example_round.round_id, path)
    told = {one.cell: one.reason for one in read.refused}
    assert told["D2"] == "“领导班子”满分 15 分，不能填 85.5。"
    assert told["E2"] == "“八十”不是数字，请用阿拉伯数字填写。"
    assert "满分 15 分" in told["E3"]
    assert told["F4"] == "“农技站党支部”的评分表里没有指标“村务公开”。"
    assert told["A5"] == "本轮名单里没有“没有的党支部”，请核对名称。"
    assert told["A6"] == "代码“QS001”是“柳树湾村党支部”，不是“石桥村党支部”，请核对。"
    assert "已经出现过" in told["A7"]
    assert told["C8"] == "方案里没有评价主体“县里”，可以填：自评、考评。"
    assert "没有写明是谁的评分" in told["A9"]
    assert "不参评" in told["A10"]
    assert "没有写党组织的名称" in told["A12"]
    assert len(told) == 11
    assert read.refused[0].sentence.startswith("评分表 D2：")
    assert read.unused == ("心情",)
    assert {(one.subject, one.indicator) for one in read.cells} == {
        ("柳树湾村党支部", "村务公开"),
        ("石桥村党支部", "领导班子"),
        ("农技站党支部", "领导班子"),
    }
    with pytest.raises(Fault, match="整个文件都没有导入"):
        workbooks.apply_scores(example_round.workspace, example_round.round_id, read)
    assert points(example_round, 1, "领导班子") is None
    applied = workbooks.apply_scores(
        example_round.workspace, example_round.round_id, read, only_good=True
    )
    assert applied.words == "新填 3 格，改动 0 格，未变 0 格，没有导入 11 格。"
    assert points(example_round, 1, "领导班子") == Decimal(14)


def test_a_workbook_is_taken_whole_or_the_good_of_it(
    example_round: ExampleRound, tmp_path: Path
) -> None:
    path = tmp_path / "评分.xlsx"
    write(path, ["代码", "评价主体", "领导班子", "骨干队伍"], ["QS001", "考评", 10, "八十"])
    where = (example_round.workspace, example_round.round_id, path)
    whole = workbooks.take_scores(*where, only_good=False)
    assert whole.applied is None
    assert (whole.new, whole.changed, whole.unchanged, len(whole.read.refused)) == (0, 0, 0, 1)
    assert points(example_round, 0, "领导班子") is None
    good = workbooks.take_scores(*where, only_good=True)
    assert (good.new, good.changed, good.unchanged, len(good.read.refused)) == (1, 0, 0, 1)
    assert points(example_round, 0, "领导班子") == Decimal(10)
    again = workbooks.take_scores(*where, only_good=False)
    assert (again.applied, again.unchanged) == (None, 1)


def test_an_empty_cell_takes_nothing_away(example_round: ExampleRound, tmp_path: Path) -> None:
    first = example_round.subject_ids[0]
    record_score(
        example_round.workspace, ScoreChange(first, "考评", "领导班子", Decimal(9), "旧理由")
    )
    path = tmp_path / "评分.xlsx"
    write(
        path,
        ["代码", "评价主体", "领导班子", "领导班子扣分理由", "骨干队伍"],
        ["QS001", "考评", 10, None, 12],
    )
    read = workbooks.read_scores(example_round.workspace, example_round.round_id, path)
    assert read.count(Kind.CHANGED) == 1
    workbooks.apply_scores(example_round.workspace, example_round.round_id, read)
    view = sheets.sheet(example_round.workspace, first)
    assert view.score("考评", "领导班子").points == Decimal(10)
    assert view.score("考评", "领导班子").note == "旧理由"


def test_a_workbook_without_score_sheet_is_refused(
    example_round: ExampleRound, tmp_path: Path
) -> None:
    path = tmp_path / "别的.xlsx"
    write(
        path,
        ["姓名", "电话"],
    )
    with pytest.raises(Fault, match="没有找到评分表"):
        workbooks.read_scores(example_round.workspace, example_round.round_id, path)
    blank = tmp_path / "空白.xlsx"
    workbooks.blank_sheets(example_round.workspace, example_round.round_id, "自评", blank)
    with pytest.raises(Fault, match="还没有填任何分数"):
        workbooks.read_scores(example_round.workspace, example_round.round_id, blank)


def test_every_kind_of_entry_goes_out_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = create(tmp_path / "m", Office("中共青山镇委员会", "青山镇"))
    example_round = make_round(workspace, monkeypatch, rules=MODES)
    path = tmp_path / "空白评分表.xlsx"
    workbooks.blank_sheets(workspace, example_round.round_id, "考评", path)
    workbook = load_workbook(path)
    sheet = workbook["评分表"]
    assert [sheet.cell(3, column).value for column in range(3, 9)] == [
        "班子\n（40分）",
        "纪律\n（扣分，满分20分）",
        "目标\n（达成30分，否则0分）",
        "党务公开\n（达到填1，否则填0，计10分）",
        "特色做法\n（不计分）",
        "合计",
    ]
    # what is typed is not what counts, and the office program adds up what counts
    assert sheet["H4"].value == (
        '=IF(COUNTA(C4:G4)=0,"",N(C4)+IF(ISNUMBER(D4),MAX(20-D4,0),0)+N(E4)'
        '+IF(OR(F4=1,F4="√"),10,0))'
    )
    for column, text in enumerate(("38", "25", "30", "√", "2"), start=3):
        sheet.cell(4, column, text)
    for column, text in enumerate(("38", "0", "15", "有时"), start=3):
        sheet.cell(5, column, text)
    workbook.save(path)
    read = workbooks.read_scores(workspace, example_round.round_id, path)
    assert [one.cell for one in read.refused] == ["E5", "F5"]
    assert read.unused == ()
    workbooks.apply_scores(workspace, example_round.round_id, read, only_good=True)
    view = sheets.sheet(workspace, example_round.subject_ids[0])
    assert view.summary.total.points == Decimal(78)
    assert view.summary.total.complete
    workspace.close(back_up=False)


def test_a_name_like_a_formula_leaves_as_text(tmp_path: Path) -> None:
    from desk_app.documents.score_sheets import BlankLine, BlankSheet, blank_workbook

    sheet = BlankSheet(
        "评分表",
        "=1+1",
        "考评",
        "扣分理由",
        (Indicator("班子", Decimal(5)),),
        (BlankLine("", "=cmd|'x'!A1"),),
    )
    path = tmp_path / "x.xlsx"
    blank_workbook([sheet]).save(path)
    loaded = load_workbook(path).worksheets[0]
    assert loaded["B4"].data_type == "s"
    assert loaded["A1"].data_type == "s"


def test_the_command_refuses_whole_or_takes_the_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "w"
    workspace = create(folder, Office("中共青山镇委员会", "青山镇"))
    example_round = make_scoring_round(workspace, monkeypatch)
    workspace.close(back_up=False)
    path = tmp_path / "评分.xlsx"
    write(
        path,
        ["代码", "评价主体", "领导班子", "骨干队伍"],
        ["QS001", "考评", 10, "八十"],
    )
    parser = ArgumentParser()
    add_to_round(parser.add_subparsers())
    context = command_context(folder)
    arguments = parser.parse_args(["import-scores", str(example_round.round_id), str(path)])
    answer = arguments.run(arguments, context)
    assert answer.lines == ()
    assert "--only-good" in answer.refused[0]
    assert answer.refused[1] == "评分表 D2：“八十”不是数字，请用阿拉伯数字填写。"
    arguments = parser.parse_args(
        ["import-scores", str(example_round.round_id), str(path), "--only-good"]
    )
    answer = arguments.run(arguments, context)
    assert answer.lines == ("新填 1 格，改动 0 格，未变 0 格，没有导入 1 格。",)
    assert answer.data["new"] == 1
