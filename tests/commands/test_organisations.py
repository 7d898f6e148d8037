"""`import-orgs` as the line says it."""

import argparse
import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from desk_app.commands import organisations
from desk_app.commands.context import CommandAnswer
from desk_app.domain.faults import Fault
from desk_app.services import workspace
from desk_app.services.workspace import Office
from tests.support.commands import command_context


def run(folder: Path, *line: str) -> CommandAnswer:
    parser = argparse.ArgumentParser()
    organisations.add(parser.add_subparsers())
    arguments = parser.parse_args(["import-orgs", *line])
    answer = arguments.run(arguments, command_context(folder))
    assert isinstance(answer, CommandAnswer)
    json.dumps(answer.data)
    return answer


def book(path: Path, *rows: tuple[object, ...]) -> Path:
    workbook = Workbook()
    assert workbook.active is not None
    for row in rows:
        workbook.active.append(list(row))
    workbook.save(path)
    return path


HEAD = ("代码", "全称", "上级")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    workspace.create(tmp_path / "w", Office("青山镇", "青山镇")).close(back_up=False)
    return tmp_path / "w"


def test_good_rows_go_in_and_refused_ones_are_named(folder: Path, tmp_path: Path) -> None:
    path = book(
        tmp_path / "名单.xlsx", HEAD, ("A", "青山镇党委"), ("B", "石桥村党支部", "青山镇党委"),
        ("C", "远处党支部", "没有的党委"),
    )  # fmt: skip
    answer = run(folder, str(path))
    assert answer.refused == ()
    assert "新增 2 个，变更 0 个，不变 0 个，未导入 1 行。" in answer.lines
    assert any("第 4 行" in line and "没有的党委" in line for line in answer.lines)
    assert (tmp_path / "名单_未导入.xlsx").is_file()
    again = run(folder, str(path))
    assert "名单与名册一致，没有改动（2 个党组织）" in again.lines[0]
    assert again.refused == ()
    made = run(folder, str(path), "--create-parents")
    assert "新增 2 个" in made.lines[0]


def test_nothing_good_is_refused(folder: Path, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", HEAD, ("A", "甲党支部", "乙"), ("A", "丙党支部", "乙"))
    answer = run(folder, str(path))
    assert answer.refused[0].startswith("没有一行可以导入")
    assert any("第 2 行" in sentence for sentence in answer.refused)
    nothing = run(folder, str(book(tmp_path / "b.xlsx", ("随便",), ("写写",))))
    assert "没有找到" in nothing.refused[0]
    (tmp_path / "c.xlsx").write_bytes(b"x")
    with pytest.raises(Fault, match=r"c\.xlsx"):
        run(folder, str(tmp_path / "c.xlsx"))


def test_renamings_are_left_out_until_the_line_says_what_they_are(
    folder: Path, tmp_path: Path
) -> None:
    run(folder, str(book(tmp_path / "a.xlsx", HEAD, ("A", "青山镇党委"))))
    path = book(tmp_path / "b.xlsx", HEAD, ("A", "青山街道党委"))
    assert "疑似" in run(folder, str(path)).refused[1]
    assert "变更 1 个" in run(folder, str(path), "--renamed", "same").lines[0]
    assert "没有改动" in run(folder, str(path)).lines[0]


def test_a_list_of_text_says_its_encoding_and_what_could_be_meant_otherwise(
    folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("全称,领域,换届时间\n石桥村党支部,农村（行政村）,2003.6\n", "gbk")
    answer = run(folder, str(path))
    assert "名单按 GBK 编码读入。" in answer.lines
    assert "第 2 行：石桥村党支部，换届时间：原文“2003.6”，按 2003-06-01 记" in answer.lines
    with pytest.raises(Fault, match="不是 UTF-8 编码"):
        run(folder, str(path), "--encoding", "UTF-8")
    assert "没有改动" in run(folder, str(path), "--encoding", "GBK").lines[0]
