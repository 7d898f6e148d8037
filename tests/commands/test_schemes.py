"""``scheme …`` as it is typed, with and without a workspace."""

import argparse
from fractions import Fraction
from pathlib import Path

import pytest

from desk_app.commands import schemes
from desk_app.commands.context import Answer
from desk_app.commands.scheme_answers import named_scheme
from desk_app.domain.faults import Fault
from desk_app.services.workspace import Office, create
from tests.domain.scheme_texts import TINY, shipped_text, tiny
from tests.support.commands import command_context


@pytest.fixture
def home(tmp_path: Path) -> Path:
    create(tmp_path / "工作区", Office("中共青山镇委员会", "青山镇")).close(back_up=False)
    return tmp_path / "工作区"


def run(data_dir: Path, *words: str | Path) -> Answer:
    top = argparse.ArgumentParser()
    schemes.add(top.add_subparsers())
    parsed = top.parse_args(["scheme", *map(str, words)])
    answer = parsed.run(parsed, command_context(data_dir))
    assert isinstance(answer, Answer)
    return answer


def test_the_shipped_schemes_need_no_workspace(tmp_path: Path) -> None:
    nowhere = tmp_path / "没有"
    listed = [line.split()[0] for line in run(nowhere, "list").lines]
    assert {"C5", "C11", "D1"} < set(listed)
    assert len(listed) == 19
    shown = "\n".join(run(nowhere, "show", "D1").lines)
    assert "“好”为 90 分（含）以上。" in shown
    assert "本方案在以下地方作了选择" in shown
    run(nowhere, "export", "C5", tmp_path / "C5.toml")
    assert run(nowhere, "check", tmp_path / "C5.toml").refused == ()
    assert not nowhere.exists()


def test_import_list_show_export(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "小.toml"
    path.write_text(TINY, encoding="utf-8")
    assert run(home, "import", path).data == {
        "id": "小",
        "title": "青山镇试行方案",
        "changed": True,
    }
    assert run(home, "list").lines[-1].startswith("小  青山镇试行方案（导入于 ")
    assert "没有改动" in run(home, "import", path).lines[0]
    assert run(home, "show", "小").lines == run(home, "show", path).lines
    run(home, "export", "小", tmp_path / "回来.toml")
    assert (tmp_path / "回来.toml").read_text("utf-8") == TINY


def test_a_faulty_file_is_refused_with_its_lines(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "坏.toml"
    path.write_text(tiny(('range = "x >= 90"', 'range = "x >= 89"')), encoding="utf-8")
    answer = run(home, "check", path)
    assert len(answer.refused) == 1
    assert "重叠" in answer.refused[0]
    assert isinstance(answer.data, list)
    with pytest.raises(Fault, match="没有采用"):
        run(home, "import", path)
    with pytest.raises(Fault, match="没有采用"):
        run(home, "show", path)
    with pytest.raises(Fault, match="没有编号"):
        run(home, "show", "丁")


def test_grading_goes_by_the_imported_scheme_before_the_shipped_one(
    home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "D1.toml"
    changed = shipped_text("D1").replace('at_most = "20%"', 'at_most = "25%"')
    path.write_text(changed, encoding="utf-8")
    nowhere = command_context(tmp_path / "没有")
    assert named_scheme(nowhere, "D1").quotas[0].share == Fraction(1, 5)
    assert named_scheme(command_context(home), "D1").quotas[0].share == Fraction(1, 5)
    run(home, "import", path)
    assert named_scheme(command_context(home), "D1").quotas[0].share == Fraction(1, 4)
    assert named_scheme(nowhere, str(path)).quotas[0].share == Fraction(1, 4)
    for context in (nowhere, command_context(home)):
        with pytest.raises(Fault, match="没有编号为“D2”的方案"):
            named_scheme(context, "D2")
