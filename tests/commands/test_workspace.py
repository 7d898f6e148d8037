"""Commands on folders with odd names, and on a database that is no more than its name."""

import os
from pathlib import Path

import pytest

from desk_app.__main__ import main

EVERY = [
    ["doctor"],
    ["round", "list"],
    ["scheme", "list"],
    ["scheme", "show", "C5"],
    ["demo", "--orgs", "3"],
]


@pytest.mark.parametrize("line", EVERY, ids=" ".join)
def test_an_empty_database_is_one_sentence_for_every_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: list[str]
) -> None:
    path = tmp_path / "workspace.db"
    path.touch()
    assert main(["--data-dir", str(tmp_path), *line]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert "空文件（0 字节）" in said[0]
    assert "backups" in said[0]
    assert path.stat().st_size == 0
    assert not (tmp_path / "backups").exists()


@pytest.mark.parametrize("name", ["%41?x=1#y", "per%2e", "新建%20文件夹"])
@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_everything_stays_in_the_folder_that_was_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    top = tmp_path / "上级"
    folder = top / name
    for line in (["demo", "--orgs", "3"], ["doctor"], ["round", "list"]):
        assert main(["--data-dir", str(folder), *line]) == 0, capsys.readouterr().err
    assert (folder / "workspace.db").stat().st_size
    assert list((folder / "backups").glob("*.db"))
    assert [one.name for one in top.iterdir()] == [name]
