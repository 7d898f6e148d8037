"""The whole round without a window: from the list that an office has to the folder that goes up.

Every command runs through the one front door, on real files, with the scheme D1.
"""

import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from desk_app.__main__ import main

VILLAGES = ("柳树湾村党支部", "石桥村党支部", "荷塘村党支部", "松岗村党支部", "槐荫村党支部")
POINTS: dict[str, tuple[str | float, ...]] = {
    "柳树湾村党支部": (19, 19, 19, 18.5, 18),  # 93.5: 好
    "石桥村党支部": (18, 18, 18, 18, 18),  # 90: 好, exactly on the line
    "荷塘村党支部": (18, 18, 18, 18, 17.5),  # 89.5: 较好, in the gap that the source leaves
    "松岗村党支部": (12, 12, 12, 12, 12),  # 60: 一般
    "槐荫村党支部": (11, 12, 12, 12, 12),  # 59: 较差
}
LEVELS = ("好", "好", "较好", "一般", "较差")


def run(data_dir: Path, *arguments: object) -> int:
    return main(["--data-dir", str(data_dir), *map(str, arguments)])


def table(path: Path, *rows: tuple[str | float, ...]) -> Path:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    workbook.save(path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with Chinese characters and a space, as clerks have them."""
    made = tmp_path / "定级 资料"
    made.mkdir()
    return made


@pytest.fixture
def data_dir(folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A workspace with one round of D1 on five villages."""
    from desk_app.services.workspace import Office, create

    data = folder / "数据"
    create(data, Office("中共青山镇委员会", "青山镇")).close()
    organisations = table(
        folder / "名单.xlsx",
        ("青山镇基层党组织名单",),
        ("序号", "党组织全称", "上级党组织", "领域", "书记", "党员数"),
        (1, "中共青山镇委员会", "", "机关", "赵样", ""),
        *(
            (number, name, "中共青山镇委员会", "农村", "钱例", "３５")
            for number, name in enumerate(VILLAGES, start=2)
        ),
        ("合计", "", "", "", "", 175),
    )
    assert run(data, "import-orgs", organisations) == 0
    assert run(data, "round", "new", "D1", "--year", 2026) == 0
    capsys.readouterr()
    return data


def scores(folder: Path, evaluator: str, points: Mapping[str, tuple[str | float, ...]]) -> Path:
    from desk_app.services.schemes import load_shipped

    names = load_shipped("D1").indicator_names()
    return table(
        folder / f"{evaluator}.xlsx",
        ("党组织", "评价主体", *names),
        *((name, evaluator, *values) for name, values in points.items()),
    )


def test_from_the_list_to_the_folder(
    folder: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(data_dir, "round", "import-scores", 1, scores(folder, "自评", POINTS)) == 0
    assert run(data_dir, "round", "import-scores", 1, scores(folder, "考评", POINTS)) == 0
    counts = table(
        folder / "计票.xlsx",
        ("党组织", "应到", "实到", "发出", "收回", "有效", "无效", "好", "较好", "一般", "较差"),
        *((name, 32, 30, 30, 30, 29, 1, 20, 6, 2, 1) for name in VILLAGES),
    )
    assert run(data_dir, "round", "import-counts", 1, counts) == 0
    decisions = table(
        folder / "决定.xlsx",
        ("党组织", "决定等级", "理由", "日期", "会议"),
        *(
            (name, level, "", "2026-04-08", "党委会")
            for name, level in zip(VILLAGES, LEVELS, strict=True)
        ),
    )
    assert run(data_dir, "round", "decide", 1, decisions) == 0
    said = capsys.readouterr()
    assert not said.err
    assert "超出 1 个" in said.out  # 好 at most 20 % of five is one
    assert run(data_dir, "export", folder) == 0
    made = folder / "2026年度_青山镇_定级上报材料"
    assert made.is_dir()
    names = sorted(one.name for one in made.rglob("*") if one.is_file())
    assert sum(name.endswith("申报表.xlsx") for name in names) == 5
    assert sum(name.endswith(".pdf") for name in names) == 7
    summary = load_workbook(next(made.glob("*汇总表.xlsx"))).worksheets[0]
    text = [str(cell.value) for row in summary.iter_rows() for cell in row if cell.value]
    order = [one for one in text if one in VILLAGES]
    assert order == list(VILLAGES)  # one 区域, one 领域: from the highest level to the lowest
    assert run(data_dir, "doctor") == 0


def test_the_answers_are_json_on_request(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(data_dir, "--json", "round", "list") == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert (one["scheme"], one["year"], one["locked"]) == ("D1", 2026, False)


def test_a_refusal_is_a_sentence_and_status_one(
    folder: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = {**POINTS, "石桥村党支部": ("八十", 18, 18, 18, 18)}
    assert run(data_dir, "round", "import-scores", 1, scores(folder, "考评", wrong)) == 1
    said = capsys.readouterr()
    assert "八十" in said.err
    assert "C3" in said.err
    assert "Traceback" not in said.err
    assert run(data_dir, "round", "decide", 9, folder / "没有.xlsx") == 1
    assert run(data_dir, "grade", "没有这个方案", "a.xlsx", "b.xlsx") == 1


def test_full_width_digits_are_digits(folder: Path, data_dir: Path) -> None:
    wide = {**POINTS, "石桥村党支部": ("１８.5", 18, 18, 18, 18)}
    assert run(data_dir, "round", "import-scores", 1, scores(folder, "考评", wide)) == 0


def test_wrong_usage_is_status_two(data_dir: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        run(data_dir, "round", "new")
    assert ended.value.code == 2


def test_evidence_out_and_in_again(
    folder: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evidence, out = folder / "依据.xlsx", folder / "结果.xlsx"
    assert run(data_dir, "scheme", "evidence", "D1", evidence) == 0
    book = load_workbook(evidence)
    sheet = book.worksheets[0]
    titles = [cell.value for cell in sheet[1]]
    for row, (name, points) in enumerate(POINTS.items(), start=3):
        sheet.cell(row, titles.index("党组织") + 1, name)
        places = [at for at, title in enumerate(titles) if str(title).startswith("考评·")]
        for place, value in zip(places, points, strict=True):
            sheet.cell(row, place + 1, value)
    book.save(evidence)
    capsys.readouterr()
    assert run(data_dir, "--json", "grade", "D1", evidence, out) == 0
    answer = json.loads(capsys.readouterr().out)
    assert tuple(one["level"] for one in answer["subjects"]) == LEVELS
    result = load_workbook(out).worksheets[0]
    assert [result.cell(row, len(titles) + 2).value for row in range(2, 7)] == list(LEVELS)
    assert run(data_dir, "round", "list") == 0  # and nothing was stored
    board_empty = load_workbook(evidence).worksheets[0].cell(3, titles.index("党组织") + 1).value
    assert board_empty == VILLAGES[0]


@pytest.mark.skipif(os.name == "nt", reason="folders have no write bit there")
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_a_sentence(
    folder: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shut = folder / "只读"
    shut.mkdir()
    shut.chmod(stat.S_IRUSR | stat.S_IXUSR)
    assert run(data_dir, "export", shut) == 1
    assert "只读" in capsys.readouterr().err


def test_a_second_instance_is_named(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from desk_app.services.workspace import open_

    first = open_(data_dir)
    try:
        assert run(data_dir, "round", "list") == 1
        assert "已在这台电脑上打开" in capsys.readouterr().err
    finally:
        first.close(back_up=False)
