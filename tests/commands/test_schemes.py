"""``scheme …`` as it is typed, with and without a workspace."""

import argparse
from fractions import Fraction
from pathlib import Path

import pytest

from desk_app.commands import schemes
from desk_app.commands.context import CommandAnswer, CommandContext
from desk_app.commands.scheme_answers import named_text
from desk_app.domain.faults import Fault
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services.schemes import load_file, parsed
from desk_app.services.workspace import Office, create
from tests.domain.scheme_texts import TINY, shipped_text, tiny
from tests.support.commands import command_context


@pytest.fixture
def home(tmp_path: Path) -> Path:
    create(tmp_path / "工作区", Office("中共青山镇委员会", "青山镇")).close(back_up=False)
    return tmp_path / "工作区"


def run(data_dir: Path, *words: str | Path) -> CommandAnswer:
    top = argparse.ArgumentParser()
    schemes.add(top.add_subparsers())
    parsed = top.parse_args(["scheme", *map(str, words)])
    answer = parsed.run(parsed, command_context(data_dir))
    assert isinstance(answer, CommandAnswer)
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


def named_scheme(context: CommandContext, wanted: str) -> Scheme:
    return parsed(named_text(context, wanted))


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


def test_last_years_scheme_becomes_this_years_with_its_comments(tmp_path: Path) -> None:
    nowhere, new = tmp_path / "没有", tmp_path / "新.toml"
    words = ("--id", "青山2027", "--title", "青山镇“十五五”办法", "--source", "青委〔2027〕3号")
    answer = run(nowhere, "copy", "D1", new, *words)
    assert answer.data == {"file": str(new)}
    assert "青山2027" in answer.lines[0]
    before, after = shipped_text("D1").splitlines(), new.read_text("utf-8").splitlines()
    changed = [line for line in after if line not in before]
    assert [line.split(" = ")[0] for line in changed] == ["id", "title", "source"]
    assert len(before) == len(after)
    assert run(nowhere, "check", new).refused == ()
    scheme = load_file(new)
    assert (scheme.id, scheme.title) == ("青山2027", "青山镇“十五五”办法")
    assert scheme.source == "青委〔2027〕3号"
    assert not nowhere.exists()


def test_a_copy_without_a_source_keeps_that_of_the_scheme_it_was_made_from(
    home: Path, tmp_path: Path
) -> None:
    path, new = tmp_path / "小.toml", tmp_path / "新.toml"
    path.write_text("# 抬头\n" + TINY, encoding="utf-8")
    run(home, "import", path)
    run(home, "copy", "小", new, "--id", "大", "--title", "正式方案")
    wanted = TINY.replace('"小"', '"大"').replace("青山镇试行方案", "正式方案")
    assert new.read_text("utf-8") == "# 抬头\n" + wanted
    run(home, "copy", path, new, "--id", "大", "--title", "正式方案", "--source", "青委3号")
    assert load_file(new).source == "青委3号"


@pytest.mark.parametrize(
    ("scheme_id", "title", "words"),
    [
        (" ", "名称", "编号和名称"),
        ("甲", "", "编号和名称"),
        ("不 行", "名称", "只能由字母"),
        ("甲", "名" * 200, "title"),
    ],
)
def test_a_copy_that_could_not_be_used_is_not_written(
    tmp_path: Path, scheme_id: str, title: str, words: str
) -> None:
    new = tmp_path / "新.toml"
    with pytest.raises(Fault, match=words):
        run(tmp_path, "copy", "C5", new, "--id", scheme_id, "--title", title)
    assert not new.exists()


def test_a_tidied_scheme_says_the_same_without_comments(home: Path, tmp_path: Path) -> None:
    new, again = tmp_path / "新.toml", tmp_path / "又.toml"
    assert "没有改动" in run(home, "tidy", "C11", new).lines[0]
    assert "#" in shipped_text("C11")
    assert not [line for line in new.read_text("utf-8").splitlines() if line.startswith("#")]
    assert run(home, "show", new).lines == run(home, "show", "C11").lines
    run(home, "tidy", new, again)
    assert again.read_text("utf-8") == new.read_text("utf-8")


def test_what_the_program_cannot_write_is_not_tidied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_scheme: object) -> str:
        raise ValueError

    monkeypatch.setattr("desk_app.domain.scheme.saving.text_of", refuse)
    with pytest.raises(Fault, match="没有整理"):
        run(tmp_path, "tidy", "C5", tmp_path / "新.toml")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("action", [("tidy",), ("copy", "--id", "甲", "--title", "乙")])
def test_no_new_file_comes_of_a_faulty_or_missing_scheme(
    tmp_path: Path, action: tuple[str, ...]
) -> None:
    path, new = tmp_path / "坏.toml", tmp_path / "新.toml"
    path.write_text(tiny(('range = "x >= 90"', 'range = "x >= 89"')), encoding="utf-8")
    with pytest.raises(Fault, match="没有采用"):
        run(tmp_path, action[0], path, new, *action[1:])
    with pytest.raises(Fault, match="没有编号为“丁”的方案"):
        run(tmp_path, action[0], "丁", new, *action[1:])
    with pytest.raises(Fault, match="找不到方案文件"):
        run(tmp_path, action[0], tmp_path / "没有.toml", new, *action[1:])
    assert not new.exists()


def test_a_countys_document_says_what_its_sentences_give(tmp_path: Path) -> None:
    file = tmp_path / "办法.txt"
    file.write_text(
        "评定分为“好”、“较好”、“一般”、“较差”四个等次。\n评为“好”的不超过20%。", encoding="utf-8"
    )
    answer = run(tmp_path / "没有", "draft", file)
    assert any(line.startswith("   〔肯定〕quotas: ") for line in answer.lines)
    assert answer.lines[-1] == "共 2 句：规则 2，说明 0，未处理 0"
    with pytest.raises(Fault, match="找不到"):
        run(tmp_path / "没有", "draft", tmp_path / "没有.docx")
