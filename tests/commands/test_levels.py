"""``round levels``: everybody's proposed level in one file, and ``office``: whose it is."""

import csv
import json
from pathlib import Path

import pytest

from desk_app.__main__ import main
from desk_app.documents.level_list import TITLES, LevelRow, save_levels
from desk_app.domain.faults import Fault
from desk_app.domain.points import format_points
from desk_app.services import grading, workspace


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    data = tmp_path / "工作区"
    assert main(["--data-dir", str(data), "demo", "--orgs", "12"]) == 0
    capsys.readouterr()
    return data


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_the_file_says_what_the_window_says(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "名单.csv"
    before = (folder / "workspace.db").read_bytes()
    assert main(["--data-dir", str(folder), "round", "levels", "1", str(path)]) == 0
    said = capsys.readouterr().out
    assert (folder / "workspace.db").read_bytes() == before
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    opened = workspace.open_(folder)
    board = grading.board(opened, 1)
    opened.close(back_up=False)
    wanted = [
        [
            str(number),
            row.evidence.subject.code,
            row.evidence.subject.name,
            format_points(row.proposal.total.points),
            row.proposal.level or "不能拟定",
            "".join(row.proposal.sentences),
        ]
        for number, row in enumerate(board.present, start=1)
        if row.proposal is not None
    ]
    assert read(path) == [list(TITLES), *wanted]
    assert f"共 {len(wanted)} 个" in said
    for level in {row[4] for row in wanted}:
        assert f"{level}：{sum(row[4] == level for row in wanted)} 个。" in said
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_json_counts_the_levels(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "名单.csv"
    assert main(["--data-dir", str(folder), "--json", "round", "levels", "1", str(path)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert sum(said["levels"].values()) == len(read(path)) - 1
    assert said["quotas"]


@pytest.mark.parametrize("line", [["9", "名单.csv"], ["1", "没有/名单.csv"]])
def test_what_cannot_be_written_is_one_sentence(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], line: list[str]
) -> None:
    path = tmp_path / line[1]
    assert main(["--data-dir", str(folder), "round", "levels", line[0], str(path)]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not path.exists()


def test_a_name_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    with save_levels(path) as add:
        add(LevelRow("-1", "=1+1", "-2.5", "一级", "@说明，第一句。"))
    assert read(path)[1] == ["1", "'-1", "'=1+1", "-2.5", "一级", "'@说明，第一句。"]


def test_a_fault_on_the_way_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text("旧", encoding="utf-8")

    def broken_off() -> None:
        with save_levels(path) as add:
            add(LevelRow("", "甲", "1", "一级", ""))
            raise Fault("中断")

    with pytest.raises(Fault, match="中断"):
        broken_off()
    assert path.read_text(encoding="utf-8") == "旧"
    assert [one.name for one in tmp_path.iterdir()] == ["名单.csv"]


def test_the_office_is_said_and_renamed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data-dir", str(folder), "office", "--full", " 中共甲镇委员会 "]) == 0
    assert "中共甲镇委员会（简称：" in capsys.readouterr().out
    assert main(["--data-dir", str(folder), "office", "--short", "甲镇"]) == 0
    capsys.readouterr()
    assert main(["--data-dir", str(folder), "--json", "office"]) == 0
    assert json.loads(capsys.readouterr().out) == {"full": "中共甲镇委员会", "short": "甲镇"}
    assert main(["--data-dir", str(folder), "office", "--full", " "]) == 1
    assert "请填写单位全称" in capsys.readouterr().err
