"""`round draw-households` on real files: drawn, written, drawn again the same."""

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from desk_app.__main__ import main


def run(data_dir: Path, *arguments: object) -> int:
    return main(["--data-dir", str(data_dir), *map(str, arguments)])


@pytest.fixture
def village(tmp_path: Path) -> Path:
    workbook = Workbook()
    workbook.worksheets[0].append(["户主", "地址"])
    for number in range(1, 44):
        workbook.worksheets[0].append([f"户主{number}", f"柳树湾村{number}号"])
    path = tmp_path / "柳树湾村.xlsx"
    workbook.save(path)
    return path


@pytest.fixture
def data_dir(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    from desk_app.services.workspace import Office, create

    data = tmp_path / "数据"
    create(data, Office("中共青山镇委员会", "青山镇")).close(back_up=False)
    listed = Workbook()
    listed.worksheets[0].append(["党组织全称", "上级党组织", "领域"])
    listed.worksheets[0].append(["中共青山镇委员会", "", "机关"])
    listed.worksheets[0].append(["柳树湾村党支部", "中共青山镇委员会", "农村"])
    listed.save(tmp_path / "名单.xlsx")
    assert run(data, "import-orgs", tmp_path / "名单.xlsx") == 0
    assert run(data, "round", "new", "D1", "--year", 2026) == 0
    capsys.readouterr()
    return data


def test_drawn_twice_with_one_seed(
    tmp_path: Path, data_dir: Path, village: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn = []
    for _ in range(2):
        command = ("round", "draw-households", 1, village, "--seed", "58213047", "--json")
        assert run(data_dir, *command) == 0
        drawn.append(json.loads(capsys.readouterr().out)["drawn"])
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) == 5


def test_words_and_sheet(
    tmp_path: Path, data_dir: Path, village: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "抽样.pdf"
    assert (
        run(data_dir, "round", "draw-households", 1, village, "--share", "20%", "--out", out) == 0
    )
    said = capsys.readouterr().out
    assert "“柳树湾村”共 43 户，抽取 9 户（20.9%）" in said
    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(("share", "words"), [("5%", "10%"), ("一成", "不是百分数")])
def test_what_is_refused(
    data_dir: Path, village: Path, share: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(data_dir, "round", "draw-households", 1, village, "--share", share) == 1
    assert words in capsys.readouterr().err
