"""``export`` as the line says it."""

import argparse
import json
from pathlib import Path

import pytest

from desk_app.commands import submission
from desk_app.commands.context import CommandAnswer
from desk_app.domain.faults import Fault
from desk_app.services.workspace import Office, create
from tests.support.commands import command_context
from tests.support.submission_township import make_township, score

NAME = "2026年度_青山镇_定级上报材料"


def run(folder: Path, *line: str) -> CommandAnswer:
    parser = argparse.ArgumentParser()
    submission.add(parser.add_subparsers())
    arguments = parser.parse_args(["export", *line])
    answer = arguments.run(arguments, command_context(folder))
    assert isinstance(answer, CommandAnswer)
    json.dumps(answer.data)
    return answer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    workspace = create(tmp_path / "w", Office("中共青山镇委员会", "青山镇"))
    score(make_township(workspace), "石桥村党支部", "0.9")
    workspace.close(back_up=False)
    return tmp_path / "w"


def test_the_current_round_goes_where_it_is_told(folder: Path, tmp_path: Path) -> None:
    answer = run(folder, str(tmp_path / "U盘"))
    made = tmp_path / "U盘" / NAME
    assert (made / "目录.txt").is_file()
    assert answer.lines[0] == f"已生成：{made}"
    assert isinstance(answer.data, dict)
    assert answer.data["folder"] == str(made)
    assert "提示：定稿：还没有定稿。" in answer.lines


def test_an_unknown_round_and_a_missing_place_are_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(Fault, match="没有编号为 99 的轮次"):
        run(folder, "--round", "99", str(tmp_path))
    with pytest.raises(Fault, match="U盘已插好"):
        run(folder, str(tmp_path / "没有" / "这里"))
    (tmp_path / "文件").write_text("")
    with pytest.raises(Fault, match="不是文件夹"):
        run(folder, str(tmp_path / "文件"))


def test_without_a_round_there_is_nothing_to_export(tmp_path: Path) -> None:
    create(tmp_path / "空", Office("青山镇", "青山镇")).close(back_up=False)
    with pytest.raises(Fault, match="还没有轮次"):
        run(tmp_path / "空", str(tmp_path))
