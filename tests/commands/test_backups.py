"""Commands and backups: reading pushes nothing out, writing leaves one, one comes back."""

import json
import sqlite3
from pathlib import Path

import pytest

from desk_app.__main__ import main
from desk_app.services import backups, example, workspace
from desk_app.services.workspace import DATABASE, Office


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "数 据"
    opened = workspace.create(folder, Office(example.FULL_NAME, example.SHORT_NAME))
    example.build(opened, orgs=12)
    opened.close()
    return folder


def run(data_dir: Path, *arguments: object) -> int:
    return main(["--data-dir", str(data_dir), *map(str, arguments)])


def test_commands_that_read_change_no_byte_and_make_no_backup(data: Path, tmp_path: Path) -> None:
    from desk_app.services import schemes

    checked = tmp_path / "A1.toml"
    schemes.export_shipped("A1", checked)
    evidence = tmp_path / "依据.xlsx"
    path = data / DATABASE
    before, moment = path.read_bytes(), path.stat().st_mtime_ns
    copies = [one.name for one in backups.listing(data)]
    for arguments in (
        ("round", "list"),
        ("scheme", "list"),
        ("scheme", "check", checked),
        ("scheme", "show", "A1"),
        ("scheme", "export", "A1", tmp_path / "out.toml"),
        ("scheme", "evidence", "A1", evidence),
        ("grade", "A1", evidence, tmp_path / "结果.xlsx"),
        ("doctor",),
        ("backup", "list"),
    ):
        run(data, *arguments)
        assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, moment), arguments
        assert sorted(one.name for one in data.iterdir()) == ["backups", DATABASE, "workspace.lock"]
    assert [one.name for one in backups.listing(data)] == copies


def test_eleven_quick_commands_delete_nothing(data: Path) -> None:
    copies = [one.name for one in backups.listing(data)]
    for _ in range(11):
        assert run(data, "round", "list") == 0
    assert [one.name for one in backups.listing(data)] == copies


def test_a_command_that_writes_leaves_one_backup(data: Path) -> None:
    before = len(backups.listing(data))
    assert run(data, "round", "new", "D1", "--year", 2027) == 0
    assert len(backups.listing(data)) == before + 1
    assert run(data, "round", "new", "没有", "--year", 2027) == 1
    assert len(backups.listing(data)) == before + 1


@pytest.mark.parametrize("arguments", [("round", "list"), ("scheme", "list"), ("doctor",)])
def test_while_a_window_is_open_its_holder_is_named(
    data: Path, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    held = workspace.open_(data)
    try:
        assert run(data, *arguments) == 1
        assert "已在这台电脑上打开" in capsys.readouterr().err
    finally:
        held.close(back_up=False)


def test_an_older_schema_is_said_beside_the_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fixture = min((Path(__file__).parents[1] / "fixtures").glob("schema_*.db"))
    (tmp_path / DATABASE).write_bytes(fixture.read_bytes())
    assert run(tmp_path, "--json", "round", "list") == 0
    said = capsys.readouterr()
    assert json.loads(said.out)[0]["id"] == 1
    assert "旧版本" in said.err
    assert run(tmp_path, "round", "list") == 0
    assert capsys.readouterr().err == ""


def test_a_damaged_database_is_one_sentence(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = data / DATABASE
    whole = bytearray(path.read_bytes())
    whole[4096:12288] = b"\x99" * 8192
    path.write_bytes(whole)
    before = [one.name for one in backups.listing(data)]
    assert run(data, "round", "list") == 1
    said = capsys.readouterr().err
    assert "恢复为副本" in said
    assert "Traceback" not in said
    assert [one.name for one in backups.listing(data)] == before


def test_a_backup_is_listed_and_comes_back(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(data, "backup", "list") == 0
    line = capsys.readouterr().out.strip()
    assert line.startswith("1  ")
    assert "关闭时" in line
    assert run(data, "--json", "backup", "list") == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert one["number"] == 1
    target = tmp_path / "副本"
    assert run(data, "round", "list") == 0
    rounds = capsys.readouterr().out
    assert run(data, "backup", "restore", 1, target) == 0
    capsys.readouterr()
    assert run(target, "round", "list") == 0
    assert capsys.readouterr().out == rounds
    assert run(data, "backup", "restore", 1, target) == 1
    assert "已经有文件" in capsys.readouterr().err
    assert run(data, "backup", "restore", "没有", tmp_path / "另一个") == 1
    assert "没有编号为 没有 的备份" in capsys.readouterr().err
    raw = sqlite3.connect(data / DATABASE)
    assert raw.execute("SELECT count(*) FROM round").fetchone() == (1,)
    raw.close()


def test_without_backups_it_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "backup", "list") == 0
    assert capsys.readouterr().out == "还没有备份。\n"
    assert list(tmp_path.iterdir()) == []
