"""What SQLite is asked for: pragmas, backups that are checked, and a lock that names its holder."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from desk_app.domain.faults import Fault
from desk_app.services import workspace
from desk_app.services.workspace import Office, Workspace
from desk_app.storage import sqlite

OFFICE = Office("中共青山镇委员会", "青山镇")


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    return workspace.create(tmp_path / "工作 区", OFFICE)


def test_every_connection_has_the_pragmas(opened: Workspace) -> None:
    wanted = {
        "foreign_keys": 1,
        "journal_mode": "wal",
        "synchronous": 2,
        "busy_timeout": 5000,
        "secure_delete": 1,
        "application_id": sqlite.APPLICATION_ID,
        "locking_mode": "exclusive",
    }
    with opened.transaction() as connection:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in wanted}
    assert found == wanted
    opened.close(back_up=False)


def test_closing_leaves_a_whole_copy(opened: Workspace) -> None:
    opened.close()
    (copy,) = (opened.folder / "backups").glob("*.db")
    with sqlite3.connect(copy) as raw:
        assert raw.execute("SELECT full_name FROM workspace").fetchone() == (OFFICE.full_name,)
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()


def test_damage_never_pushes_out_good_copies(opened: Workspace) -> None:
    opened.close()
    (good,) = (opened.folder / "backups").glob("*.db")
    path = opened.folder / workspace.DATABASE
    with sqlite3.connect(path) as raw:
        (root,) = raw.execute(
            "SELECT rootpage FROM sqlite_master WHERE name='organisation'"
        ).fetchone()
        (size,) = raw.execute("PRAGMA page_size").fetchone()
    raw.close()
    data = bytearray(path.read_bytes())
    data[(root - 1) * size : root * size] = b"\x55" * size
    path.write_bytes(data)
    again = workspace.open_(opened.folder)
    with pytest.raises(Fault, match="没有覆盖旧备份"):
        again.close()
    assert list((opened.folder / "backups").glob("*.db")) == [good]
    workspace.open_(opened.folder).close(back_up=False)  # the lock was given back all the same


HOLDER = """
import sys, time
from pathlib import Path
from desk_app.services.workspace import open_
held = open_(Path(sys.argv[1]))
print("open", flush=True)
time.sleep(60)
"""


def test_another_process_is_named_and_its_death_frees_the_workspace(opened: Workspace) -> None:
    opened.close(back_up=False)
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(opened.folder)], stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    try:
        assert other.stdout.readline().strip() == "open"
        with pytest.raises(Fault, match=f"进程号 {other.pid}"):
            workspace.open_(opened.folder)
    finally:
        other.kill()
        other.wait()
        other.stdout.close()
    workspace.open_(opened.folder).close(back_up=False)


def test_a_transaction_that_fails_leaves_nothing(opened: Workspace) -> None:
    with pytest.raises(ZeroDivisionError):
        _rename_and_fail(opened)
    assert workspace.office(opened) == OFFICE
    opened.close(back_up=False)


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("", encoding="utf-8")
    with pytest.raises(Fault, match="不能写入"):
        workspace.create(tmp_path / "文件", OFFICE)


def _rename_and_fail(opened: Workspace) -> None:
    with opened.transaction() as connection:
        connection.execute(text("UPDATE workspace SET full_name = 'x'"))
        raise ZeroDivisionError
