"""What SQLite is asked for: pragmas, backups that are checked, and a lock that names its holder."""

import getpass
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from desk_app.domain.faults import Fault
from desk_app.services import workspace
from desk_app.services.workspace import Office, Workspace
from desk_app.storage.engine import sqlite, unsealed

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
    with opened.session() as session:
        found = {name: session.execute(text(f"PRAGMA {name}")).scalar() for name in wanted}
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
        with pytest.raises(Fault, match="已在这台电脑上打开"):
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
    with opened.session() as session:
        session.execute(text("UPDATE workspace SET full_name = 'x'"))
        raise ZeroDivisionError


ODD_NAMES = ["%41?x=1#y", "per%2e", "新建%20文件夹", "file:a", "a&mode=memory", ":memory:"]


def everything_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.mark.parametrize("name", ODD_NAMES)
@pytest.mark.parametrize("relative", [False, True])
@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_a_folders_name_is_never_read_as_an_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, *, relative: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Path(name) if relative else tmp_path / name
    made = workspace.create(folder, OFFICE)
    copy = made.back_up("manual")
    made.close(back_up=False)
    again = workspace.open_(folder)
    assert workspace.office(again) == OFFICE
    again.close(back_up=False)
    with closing(sqlite3.connect(copy.resolve())) as raw:
        assert raw.execute("SELECT short_name FROM workspace").fetchone() == (OFFICE.short_name,)
    assert everything_in(tmp_path) == [
        name,
        *(
            f"{name}/{one}"
            for one in ("backups", f"backups/{copy.name}", "workspace.db", "workspace.lock")
        ),
    ]


def test_an_empty_database_is_neither_opened_nor_adopted(tmp_path: Path) -> None:
    path = tmp_path / workspace.DATABASE
    path.touch()
    with pytest.raises(Fault, match=r"workspace\.db.*空文件（0 字节）.*backups.*取回") as opened:
        workspace.open_(tmp_path)
    with pytest.raises(Fault, match="空文件（0 字节）") as created:
        workspace.create(tmp_path, OFFICE)
    assert len(opened.value.sentences) == len(created.value.sentences) == 1
    assert path.stat().st_size == 0
    assert everything_in(tmp_path) == ["workspace.db", "workspace.lock"]


def test_a_creation_that_was_killed_is_gone_on_with_and_never_opened(tmp_path: Path) -> None:
    sqlite.mark(tmp_path / workspace.DATABASE)
    engine = sqlite.make_engine(tmp_path / workspace.DATABASE)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    engine.dispose()
    with pytest.raises(Fault, match="新建到一半中断"):
        workspace.open_(tmp_path)
    assert not (tmp_path / "backups").exists()
    workspace.create(tmp_path, OFFICE).close(back_up=False)
    again = workspace.open_(tmp_path)
    assert workspace.office(again) == OFFICE
    again.close(back_up=False)


def test_a_creation_that_was_killed_before_its_file_stood(tmp_path: Path) -> None:
    (tmp_path / "workspace.new").touch()
    assert not workspace.exists(tmp_path)
    workspace.create(tmp_path, OFFICE).close(back_up=False)
    assert everything_in(tmp_path) == ["workspace.db", "workspace.lock"]


KILLED = """
import os, sys
from pathlib import Path
from desk_app.services.workspace import Office, Workspace, create
folder = Path(sys.argv[1])
Workspace.forget = lambda *_given, **_named: None  # killed before the log is cut down
create(folder, Office("中共青山镇委员会", "青山镇"))
assert (folder / "workspace.db-wal").stat().st_size
os._exit(0)
"""


def test_a_workspace_that_stands_in_the_log_alone_is_one(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=True)
    with pytest.raises(Fault, match="已经有一个工作区"):
        workspace.create(tmp_path, Office("别的", "别的"))
    again = workspace.open_(tmp_path)
    assert workspace.office(again) == OFFICE
    again.close(back_up=False)


def test_a_database_without_its_version_is_not_taken_for_a_new_one(opened: Workspace) -> None:
    opened.close(back_up=False)
    path = opened.folder / workspace.DATABASE
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("DROP TABLE alembic_version")
    with pytest.raises(Fault, match="没有版本记录"):
        workspace.open_(opened.folder)
    with pytest.raises(Fault, match="已经有一个工作区"):
        workspace.create(opened.folder, OFFICE)
    assert not (opened.folder / "backups").exists()


STRANGER = """
import getpass, os, sys  # all that is wanted later: afterwards the library may be out of reach
from pathlib import Path
from desk_app.domain.faults import Fault
from desk_app.services import workspace
if os.getuid() == 0:
    os.setuid(54321)
for name, act in (
    ("unreadable", workspace.open_),
    ("closed", workspace.exists),
    ("closed", workspace.open_),
    ("closed", lambda folder: workspace.create(folder, workspace.Office("a", "a"))),
):
    try:
        act(Path(sys.argv[1]) / name)
    except Fault as fault:
        print(*fault.sentences)
"""


@pytest.mark.skipif(os.name == "nt", reason="permissions are another matter there")
def test_what_may_not_be_read_is_a_sentence() -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        top = Path(name)
        top.chmod(0o777)
        for folder in ("unreadable", "closed"):
            (top / folder).mkdir()
            (top / folder).chmod(0o777)
        for folder in ("unreadable", "closed"):
            (top / folder / workspace.DATABASE).write_bytes(b"SQLite format 3\0")
        (top / "unreadable" / workspace.DATABASE).chmod(0)
        (top / "closed").chmod(0)
        done = subprocess.run(
            [sys.executable, "-c", STRANGER, name],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        (top / "closed").chmod(0o777)
    assert done.stderr == ""
    refused = done.stdout.splitlines()
    assert len(refused) == 4
    assert all("没有权限" in one for one in refused)


@pytest.mark.parametrize("error", [OSError("no name"), KeyError("uid not found: 54321")])
def test_a_user_needs_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def nameless() -> str:
        raise error

    monkeypatch.setattr(getpass, "getuser", nameless)
    made = workspace.create(tmp_path, OFFICE)
    assert "未知用户" in (tmp_path / "workspace.owner.json").read_text(encoding="utf-8")
    made.close(back_up=False)


def test_the_log_is_cut_down(opened: Workspace) -> None:
    log = opened.folder / "workspace.db-wal"
    workspace.rename(opened, Office("中共青石镇委员会", "青石镇"))
    assert log.stat().st_size > 0
    opened.forget()
    assert log.stat().st_size == 0
    assert workspace.office(opened).short_name == "青石镇"
    opened.close(back_up=False)


def test_what_the_disk_refuses_is_tried_again(
    opened: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_engine: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    workspace.rename(opened, Office("中共青石镇委员会", "青石镇"))
    with monkeypatch.context() as patch:
        patch.setattr(sqlite, "truncate_wal", refuse)
        opened.forget()
    assert (opened.folder / "workspace.db-wal").stat().st_size > 0
    assert workspace.office(opened).short_name == "青石镇"
    assert (opened.folder / "workspace.db-wal").stat().st_size == 0
    opened.close(back_up=False)


def test_what_is_left_of_a_copy_goes_at_the_next_opening(opened: Workspace) -> None:
    folder = opened.folder
    opened.close()
    left = folder / "backups" / "20260301-080000-test.part"
    left.write_bytes(b"half")
    workspace.open_(folder).close(back_up=False)
    assert not left.exists()
    assert len(list((folder / "backups").iterdir())) == 1


@pytest.mark.parametrize("sealed", [False, True])
def test_a_copy_of_the_first_schema_is_stripped_too(tmp_path: Path, sealed: bool) -> None:
    path = tmp_path / "old.db"
    path.write_bytes((Path(__file__).parents[1] / "fixtures" / "schema_0001.db").read_bytes())
    with closing(sqlite3.connect(path)) as raw, raw:
        poll = raw.execute("SELECT id FROM poll").fetchone()
        assert poll is not None
        subject = raw.execute("SELECT id FROM subject").fetchone()[0]
        if not sealed:
            raw.execute(
                "INSERT INTO batch (id, poll_id, number, valid, invalid) VALUES (77, ?, 9, 20, 0)",
                poll,
            )
            raw.execute("INSERT INTO batch_count VALUES (77, ?, '满意', 20)", (subject,))
    with closing(sqlite3.connect(path)) as raw:
        unsealed.strip(raw)
        for table in ("batch", "batch_count"):
            assert raw.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # noqa: S608
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert raw.execute("SELECT count(*) FROM poll").fetchone() != (0,)
