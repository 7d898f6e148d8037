"""`round import-counts` on real files: taken whole, refused whole, the same again says so."""

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from desk_app.__main__ import main

VILLAGES = ("柳树湾村党支部", "石桥村党支部")
HEADINGS = ("党组织", "应到", "实到", "发出", "收回", "有效", "无效", "好", "较好", "一般", "较差")
GOOD = tuple((name, 32, 30, 30, 30, 29, 1, 20, 6, 2, 1) for name in VILLAGES)


def run(data_dir: Path, *arguments: object) -> int:
    return main(["--data-dir", str(data_dir), *map(str, arguments)])


def table(path: Path, *rows: tuple[object, ...]) -> Path:
    workbook = Workbook()
    for row in rows:
        workbook.worksheets[0].append(list(row))
    workbook.save(path)
    return path


@pytest.fixture
def data_dir(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    from desk_app.services.workspace import Office, create

    data = tmp_path / "数据"
    create(data, Office("中共青山镇委员会", "青山镇")).close(back_up=False)
    listed = table(
        tmp_path / "名单.xlsx",
        ("党组织全称", "上级党组织", "领域"),
        ("中共青山镇委员会", "", "机关"),
        *((name, "中共青山镇委员会", "农村") for name in VILLAGES),
    )
    assert run(data, "import-orgs", listed) == 0
    assert run(data, "round", "new", "D1", "--year", 2026) == 0
    capsys.readouterr()
    return data


def test_the_same_counts_twice(
    tmp_path: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    counts = table(tmp_path / "计票.xlsx", HEADINGS, *GOOD)
    assert run(data_dir, "round", "import-counts", 1, counts) == 0
    assert "导入外部计票 2 个" in capsys.readouterr().out
    assert run(data_dir, "--json", "round", "import-counts", 1, counts) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer == {"polls": 0, "subjects": 0, "unchanged": 2, "blank": 0}


def test_one_wrong_row_refuses_all(
    tmp_path: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = (VILLAGES[1], 32, 30, 30, 31, 29, 1, 20, 6, 2, "一")
    counts = table(tmp_path / "计票.xlsx", HEADINGS, GOOD[0], wrong)
    assert run(data_dir, "round", "import-counts", 1, counts) == 1
    said = capsys.readouterr()
    assert "“Sheet”K3 单元格的“一”不是票数" in said.err
    assert "什么也没有改动" in said.err
    assert run(data_dir, "round", "import-counts", 1, table(counts, HEADINGS, GOOD[0])) == 0
    assert "导入外部计票 1 个" in capsys.readouterr().out


def test_a_round_that_is_not_there(
    tmp_path: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    counts = table(tmp_path / "计票.xlsx", HEADINGS, *GOOD)
    assert run(data_dir, "round", "import-counts", 9, counts) == 1
    assert "没有编号为 9 的轮次" in capsys.readouterr().err
