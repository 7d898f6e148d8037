"""``scheme notice``, ``scheme effects`` and the trials of ``scheme check`` as they are typed."""

import argparse
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desk_app.commands import schemes
from desk_app.commands.context import CommandAnswer
from desk_app.domain.faults import Fault
from desk_app.domain.rounds import Participant
from desk_app.services import example, rounds
from desk_app.services.workspace import Office, create
from tests.domain.scheme_texts import tiny
from tests.support.commands import command_context

TRIED = """
[[trials]]
name = "高分"
level = "乙"
entered = { "考评·班子" = 58, "考评·队伍" = 37.5 }
[[trials]]
name = "错列"
level = "甲"
entered = { "考评·纪律" = 5 }
"""


def run(data_dir: Path, *words: str | Path) -> CommandAnswer:
    top = argparse.ArgumentParser()
    schemes.add(top.add_subparsers())
    parsed = top.parse_args(["scheme", *map(str, words)])
    answer = parsed.run(parsed, command_context(data_dir))
    assert isinstance(answer, CommandAnswer)
    return answer


def test_check_runs_the_trials(tmp_path: Path) -> None:
    path = tmp_path / "小.toml"
    path.write_text(tiny(("format = 1", "format = 2"), more=TRIED), encoding="utf-8")
    answer = run(tmp_path, "check", path)
    assert answer.refused == ()
    assert answer.lines[0] == "提示：试算“高分”应为“乙”，现在是：95.5 分，甲。"
    assert answer.lines[1].startswith("提示：试算“错列”没有试成：方案里没有“考评·纪律”这一列")


def test_the_notice_numbers_every_sentence(tmp_path: Path) -> None:
    path = tmp_path / "小.toml"
    text = tiny(("format = 1", "format = 2"), ('name = "甲"', 'name = "甲"\nours = "自己定的"'))
    path.write_text(text + TRIED, encoding="utf-8")
    assert "已写入" in run(tmp_path, "notice", path, tmp_path / "公示.xlsx").lines[0]
    sheet = load_workbook(tmp_path / "公示.xlsx").active
    assert sheet is not None
    cells = [[str(cell or "") for cell in row] for row in sheet.values]
    assert cells[0][0] == "青山镇试行方案"
    numbers = [row[0] for row in cells if row[0].rstrip(".").isdigit()]
    assert numbers == [f"{number}." for number in range(1, len(numbers) + 1)]
    assert any("补定：自己定的" in row[1] for row in cells)
    assert not any("试算" in "".join(row) for row in cells)
    run(tmp_path, "notice", "D1", tmp_path / "公示.pdf")
    assert (tmp_path / "公示.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(Fault, match="后缀"):
        run(tmp_path, "notice", "D1", tmp_path / "公示.doc")


def test_effects_of_an_edition_are_said(tmp_path: Path) -> None:
    office = create(tmp_path / "工作区", Office("中共青山镇委员会", "青山镇"))
    example.build(office, orgs=5)
    path = tmp_path / "小.toml"
    path.write_text(tiny(), encoding="utf-8")
    chosen = [Participant(one.id) for one in rounds.candidates(office)[:3]]
    round_id = rounds.create(office, path, 2026, "年终", chosen)
    office.close(back_up=False)
    path.write_text(tiny(("points = 60", "points = 50"), ("points = 40", "points = 50")))
    lines = run(tmp_path / "工作区", "effects", path, str(round_id)).lines
    assert "参评的 3 个等级都不变。" in lines
    assert any("指标" in one for one in lines)
