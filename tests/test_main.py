import os
import subprocess
import sys
from pathlib import Path

import pytest

from desk_app.__main__ import default_data_dir, main, split


def test_data_dir_stands_anywhere_on_the_line(tmp_path: Path) -> None:
    folder = str(tmp_path)
    assert split(["--data-dir", folder, "demo"]) == (["demo"], tmp_path)
    assert split(["demo", "--orgs", "3", "--data-dir", folder]) == (
        ["demo", "--orgs", "3"],
        tmp_path,
    )
    assert split(["demo", f"--data-dir={folder}", "--json"]) == (["demo", "--json"], tmp_path)
    assert split(["demo"]) == (["demo"], None)
    assert split([]) == ([], None)


@pytest.mark.parametrize(
    "line", [["--data-dir"], ["--data-dir="], ["--data-dir", "a", "--data-dir", "b"]]
)
def test_wrong_usage_is_a_sentence_and_status_two(
    line: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(line) == 2
    assert "--data-dir" in capsys.readouterr().err


def test_data_lies_in_the_users_own_folder(user_home: Path) -> None:
    assert user_home in default_data_dir().parents


def start(folder: Path, *more: str) -> "subprocess.CompletedProcess[str]":
    env = {**os.environ, "DINGJI_TRACE_START": "1"}
    command = [sys.executable, "-m", "desk_app", "--data-dir", str(folder), *more]
    return subprocess.run(
        command, env=env, capture_output=True, encoding="utf-8", timeout=60, check=False
    )


def test_start_says_when_it_is_painted_and_of_use_and_quits(tmp_path: Path) -> None:
    from desk_app.services.workspace import Office, create

    folder = tmp_path / "工作区"
    create(folder, Office("中共青山镇委员会", "青山镇")).close(back_up=False)
    ended = start(folder)
    assert ended.stdout.split() == ["painted", "usable"]
    assert ended.returncode == 0
    assert list((folder / "backups").glob("*-close.db"))
    assert not (folder / "workspace.owner.json").exists()


def test_nothing_heavy_is_imported_for_the_first_paint() -> None:
    code = (
        "import sys; import desk_app.app\n"
        "heavy = {'sqlalchemy', 'alembic', 'openpyxl', 'reportlab', 'pypinyin', 'pypdfium2',"
        " 'python_calamine', 'platformdirs', 'desk_app.views.frame'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    told = subprocess.check_output([sys.executable, "-c", code], text=True)
    assert told.strip() == "[]"
