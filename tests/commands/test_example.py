"""``dingji demo --scheme``: an example round of one scheme, or one sentence and nothing made."""

import json
from pathlib import Path

import pytest

from desk_app.__main__ import main


def test_a_round_of_a_scheme(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = ["--data-dir", str(tmp_path / "数据"), "demo", "--scheme", "C15", "--orgs", "3"]
    assert main([*line, "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["scheme"], made["subjects"], made["round"]) == ("C15", 3, 1)
    assert main(["--data-dir", str(tmp_path / "数据"), "round", "list"]) == 0
    assert "示例轮次" in capsys.readouterr().out
    assert main(line) == 1
    assert "示例只能建在空的工作区里" in capsys.readouterr().err


def test_it_says_what_it_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data-dir", str(tmp_path), "demo", "--scheme", "A2", "--orgs", "2"]) == 0
    assert capsys.readouterr().out == (
        "示例轮次已建立：方案 A2（局属党支部“三分类三升级”（一类、二类、三类）），"
        "参评 2 个党支部，轮次 1。\n"
    )


@pytest.mark.parametrize("scheme_id", ["Z9", "", "../C5", "c15"])
def test_an_id_that_nobody_knows_makes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], scheme_id: str
) -> None:
    data = tmp_path / "数据"
    assert main(["--data-dir", str(data), "demo", "--scheme", scheme_id]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert f"没有编号“{scheme_id}”" in said[0]
    assert "scheme list" in said[0]
    assert not data.exists()
