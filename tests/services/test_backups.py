"""Backups of real workspaces: made when something changed, in order, kept, and brought back."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from desk_app.domain.faults import Fault
from desk_app.services import backups, workspace
from desk_app.services.workspace import Office, Workspace
from desk_app.storage.engine import copies
from desk_app.storage.engine.header import log_is_empty, session_number
from tests.support.clock import HandMovedClock

OFFICE = Office("中共青山镇委员会", "青山镇")
NOW = datetime(2026, 11, 24, 9, 0)


def unchanged(place: Path) -> bool:
    """Whether a closed workspace holds what its newest copy holds; opens no database."""
    path = place / workspace.DATABASE
    number = session_number(path)
    newest = backups.folder_of(place) / backups.listing(place)[-1].name
    return number is not None and log_is_empty(path) and copies.same(newest, number)


@pytest.fixture
def clock() -> HandMovedClock:
    return HandMovedClock(NOW)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "定级 资料%41?x=1#y"
    place.mkdir()
    return place


@pytest.fixture
def opened(folder: Path, clock: HandMovedClock) -> Iterator[Workspace]:
    made = workspace.create(folder.parent / "工作 区", OFFICE, clock)
    yield made
    made.close(back_up=False)


def write(opened: Workspace, name: str) -> None:
    workspace.rename(opened, Office(name, name))


def _write_and_fail(opened: Workspace) -> None:
    with opened.session() as session:
        session.execute(text("UPDATE workspace SET full_name = 'x'"))
        raise ZeroDivisionError


def names(folder: Path) -> list[str]:
    return [one.name for one in backups.listing(folder)]


def held(copy: Path) -> str:
    raw = sqlite3.connect(copy)
    try:
        return str(raw.execute("SELECT full_name FROM workspace").fetchone()[0])
    finally:
        raw.close()


def number(opened: Workspace) -> int:
    with opened.session() as session:
        return int(session.execute(text("PRAGMA user_version")).scalar_one())


def newest(opened: Workspace) -> Path:
    return backups.folder_of(opened.folder) / backups.listing(opened.folder)[-1].name


# --- when one is due --------------------------------------------------------------------


def test_a_session_that_writes_leaves_one_new_number(tmp_path: Path) -> None:
    place = tmp_path / "w"
    seen = set()
    workspace.create(place, OFFICE).close(back_up=False)
    seen.add(session_number(place / workspace.DATABASE))
    for turn in range(3):
        opened = workspace.open_(place)
        before = number(opened)
        write(opened, f"甲{turn}")
        first = number(opened)
        write(opened, f"乙{turn}")
        assert number(opened) == first != before
        opened.close(back_up=False)
        # Read from the file's first bytes, without a database.
        assert session_number(place / workspace.DATABASE) == first
        seen.add(first)
    assert len(seen) == 4
    assert None not in seen
    assert 0 not in seen


def test_a_session_that_only_reads_leaves_the_number(opened: Workspace) -> None:
    before = number(opened)
    opened.back_up("manual")
    workspace.office(opened)
    assert number(opened) == before


def test_what_is_rolled_back_takes_the_number_with_it(opened: Workspace) -> None:
    opened.back_up("manual")
    before = number(opened)
    with pytest.raises(ZeroDivisionError):
        _write_and_fail(opened)
    assert number(opened) == before
    write(opened, "甲镇")
    assert number(opened) != before


def test_a_backup_is_made_only_where_something_changed(
    opened: Workspace, clock: HandMovedClock
) -> None:
    assert opened.back_up_changes("auto") is not None  # there is no copy yet
    assert opened.back_up_changes("auto") is None
    workspace.office(opened)
    assert opened.back_up_changes("auto") is None
    for turn in range(3):
        write(opened, f"甲{turn}")
        clock.time += timedelta(minutes=30)
        assert opened.back_up_changes("auto") is not None
        assert opened.back_up_changes("auto") is None
        assert held(newest(opened)) == f"甲{turn}"
    assert names(opened.folder)[-1] == "000004-20261124-103000-auto.db"


def test_the_copy_carries_the_number(opened: Workspace) -> None:
    write(opened, "甲镇")
    copy = opened.back_up("manual")
    assert session_number(copy) == number(opened)


def test_a_closed_workspace_tells_without_a_database(tmp_path: Path, clock: HandMovedClock) -> None:
    place = tmp_path / "w"
    opened = workspace.create(place, OFFICE)
    opened.close()
    assert unchanged(place)
    opened = workspace.open_(place)
    write(opened, "甲镇")
    assert not unchanged(place)  # it lies in the log
    opened.close(back_up=False)
    assert log_is_empty(place / workspace.DATABASE)
    assert not unchanged(place)
    workspace.open_(place).close()
    assert unchanged(place)
    assert len(backups.listing(place)) == 2


def test_reading_the_header_needs_no_database() -> None:
    asked = "{'sqlite3', 'sqlalchemy'} & set(sys.modules)"
    code = f"import desk_app.storage.engine.header, sys; print({asked})"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"


def test_there_is_no_number_where_there_is_no_database(tmp_path: Path) -> None:
    assert session_number(tmp_path / "x.db") is None
    (tmp_path / "x.db").write_bytes(b"SQLite format 3\0")
    assert session_number(tmp_path / "x.db") is None
    (tmp_path / "x.db").write_bytes(b"x" * 100)
    assert session_number(tmp_path / "x.db") is None


def test_copies_of_older_programs_say_nothing_about_today(opened: Workspace) -> None:
    copy = opened.back_up("manual")
    copy.rename(copy.with_name("20991231-235959-close.db"))
    made = opened.back_up_changes("auto")
    assert made is not None
    assert made.name.startswith("000001-")
    assert names(opened.folder)[0] == "20991231-235959-close.db"


# --- which stay -------------------------------------------------------------------------


def test_a_clock_set_back_deletes_nothing_new(opened: Workspace, clock: HandMovedClock) -> None:
    for turn in range(5):
        write(opened, f"甲{turn}")
        opened.back_up("close")
        clock.time += timedelta(days=1)
    clock.time = datetime(2019, 1, 1)
    for turn in range(3):
        write(opened, f"乙{turn}")
        made = opened.back_up("close")
        assert made.exists()
        assert held(made) == f"乙{turn}"
        assert names(opened.folder)[-1] == made.name
    assert len(names(opened.folder)) == 8


def test_a_hundred_in_a_day_leave_the_days_before(opened: Workspace, clock: HandMovedClock) -> None:
    first = opened.back_up("close")
    clock.time += timedelta(days=1)
    for turn in range(20):
        write(opened, f"甲{turn}")
        made = opened.back_up("close")
    left = names(opened.folder)
    assert left[0] == first.name
    assert left[-1] == made.name
    assert len(left) == 4


def test_files_that_are_not_ours_stay_where_they_are(opened: Workspace) -> None:
    foreign = backups.folder_of(opened.folder) / "我的备份.db"
    foreign.parent.mkdir()
    foreign.write_text("x", encoding="utf-8")
    for turn in range(6):
        write(opened, f"甲{turn}")
        opened.back_up("close")
    assert foreign.exists()
    assert len(backups.listing(opened.folder)) == 3


def test_what_a_kill_left_half_written_goes_with_the_next(opened: Workspace) -> None:
    half = backups.folder_of(opened.folder) / "000009-20261124-090000-close.part"
    half.parent.mkdir()
    half.write_bytes(b"x")
    half.with_name(f"{half.name}-journal").write_bytes(b"x")
    made = opened.back_up("manual")
    assert [one.name for one in half.parent.iterdir()] == [made.name]


def test_the_copy_before_an_upgrade_outlives_a_year_of_copies(
    tmp_path: Path, clock: HandMovedClock
) -> None:
    fixture = min((Path(__file__).parents[1] / "fixtures").glob("schema_*.db"))
    shutil.copy(fixture, tmp_path / workspace.DATABASE)
    opened = workspace.open_(tmp_path, clock)
    try:
        for turn in range(14):
            clock.time += timedelta(days=40)
            write(opened, f"甲{turn}")
            opened.back_up("close")
        assert names(tmp_path)[0] == "000001-20261124-090000-upgrade.db"
    finally:
        opened.close(back_up=False)


# --- what can go wrong ------------------------------------------------------------------


def test_a_deleted_folder_is_said_and_not_made_again(tmp_path: Path) -> None:
    place = tmp_path / "工作区"
    opened = workspace.create(place, OFFICE)
    shutil.rmtree(place)
    with pytest.raises(Fault, match=r"不见了.*没有保存"):
        write(opened, "甲镇")
    with pytest.raises(Fault, match=r"不见了.*没有备份"):
        opened.close()
    assert not place.exists()


def test_a_file_in_the_place_of_the_folder_is_named_as_such(opened: Workspace) -> None:
    backups.folder_of(opened.folder).write_text("x", encoding="utf-8")
    with pytest.raises(Fault, match=r"备份没有写成.*同名的文件"):
        opened.back_up("manual")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device"), "磁盘已满"),
        (PermissionError(13, "Permission denied"), "不能写入"),
        (OSError(30, "Read-only file system"), "不能写入"),
        (OSError(5, "Input/output error"), "检查磁盘"),
    ],
)
def test_each_hindrance_has_its_own_words(
    opened: Workspace, monkeypatch: pytest.MonkeyPatch, error: OSError, words: str
) -> None:
    def hindered(*_arguments: object) -> None:
        raise error

    monkeypatch.setattr(copies, "write", hindered)
    with pytest.raises(Fault, match=words):
        opened.back_up("manual")
    assert backups.listing(opened.folder) == ()


# --- reading only -----------------------------------------------------------------------


def test_reading_changes_no_byte(tmp_path: Path) -> None:
    place = tmp_path / "w"
    workspace.create(place, OFFICE).close()
    path = place / workspace.DATABASE
    before, moment = path.read_bytes(), path.stat().st_mtime_ns
    opened, note = workspace.open_to_read(place)
    assert note == ""
    assert workspace.office(opened) == OFFICE
    assert opened.problems() == ()
    with pytest.raises(Fault, match="只读"):
        write(opened, "甲镇")
    with pytest.raises(Fault, match="已在这台电脑上打开"):
        workspace.open_(place)
    opened.close()
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, moment)
    assert len(backups.listing(place)) == 1
    workspace.open_(place).close()  # the lock was given back


KILLED = """
import os, sys
from pathlib import Path
from desk_app.services.workspace import Office, open_, rename
opened = open_(Path(sys.argv[1]))
rename(opened, Office("甲镇党委", "甲镇"))
os._exit(1)
"""


def test_after_a_kill_it_is_opened_as_the_window_does(tmp_path: Path) -> None:
    place = tmp_path / "w"
    workspace.create(place, OFFICE).close()
    subprocess.run([sys.executable, "-c", KILLED, str(place)], check=False)
    assert not log_is_empty(place / workspace.DATABASE)
    opened, note = workspace.open_to_read(place)
    assert "没有正常关闭" in note
    assert workspace.office(opened).short_name == "甲镇"
    opened.close()
    assert len(backups.listing(place)) == 2  # what the kill left is in a copy now


def test_an_older_schema_is_opened_as_the_window_does(tmp_path: Path) -> None:
    fixture = min((Path(__file__).parents[1] / "fixtures").glob("schema_*.db"))
    shutil.copy(fixture, tmp_path / workspace.DATABASE)
    opened, note = workspace.open_to_read(tmp_path)
    opened.close()
    assert "旧版本" in note
    assert [one.reason for one in backups.listing(tmp_path)] == ["upgrade", "close"]
    opened, note = workspace.open_to_read(tmp_path)
    opened.close()
    assert note == ""


# --- bringing one back ------------------------------------------------------------------


def test_a_copy_comes_back_as_a_workspace_of_its_own(opened: Workspace, folder: Path) -> None:
    opened.back_up("manual")
    write(opened, "甲镇")
    target = folder / "副本" / "里面"
    assert backups.restore(opened.folder, "1", target) == target
    assert [one.name for one in target.iterdir()] == [workspace.DATABASE]
    assert workspace.office(opened).full_name == "甲镇"  # the open one goes on
    raw = sqlite3.connect(target / workspace.DATABASE)
    assert raw.execute("SELECT full_name FROM workspace").fetchone() == (OFFICE.full_name,)
    raw.close()


def test_a_restored_copy_opens_and_is_backed_up(opened: Workspace, tmp_path: Path) -> None:
    opened.back_up("manual")
    target = backups.restore(opened.folder, "1", tmp_path / "副本")
    again = workspace.open_(target)
    assert workspace.office(again) == OFFICE
    assert not again.problems()
    again.close()
    assert len(backups.listing(target)) == 1


def test_a_copy_of_an_older_program_is_named_by_its_file(opened: Workspace, tmp_path: Path) -> None:
    copy = opened.back_up("manual")
    copy.rename(copy.with_name("20251231-235959-close.db"))
    backups.restore(opened.folder, "20251231-235959-close.db", tmp_path / "副本")
    assert (tmp_path / "副本" / workspace.DATABASE).exists()


def test_a_folder_inside_the_workspace_is_refused(opened: Workspace) -> None:
    copy = opened.back_up("manual")
    with pytest.raises(Fault, match="在工作区的文件夹里面"):
        backups.restore(opened.folder, copy.name, opened.folder / "里面")
    assert not (opened.folder / "里面").exists()


def test_a_folder_with_something_in_it_is_refused(opened: Workspace, tmp_path: Path) -> None:
    opened.back_up("manual")
    target = tmp_path / "副本"
    target.mkdir()
    (target / "名单.xlsx").write_text("x", encoding="utf-8")
    with pytest.raises(Fault, match="已经有文件"):
        backups.restore(opened.folder, "1", target)
    with pytest.raises(Fault, match="已经有文件"):
        backups.restore(opened.folder, "1", opened.folder)
    (target / "名单.xlsx").unlink()
    (target / "workspace.part").write_text("half of a copy that was killed", encoding="utf-8")
    backups.restore(opened.folder, "1", target)
    assert [one.name for one in target.iterdir()] == [workspace.DATABASE]


def _tear(copy: Path) -> None:
    data = bytearray(copy.read_bytes())
    data[4096 : 4096 * 6] = b"\x99" * (4096 * 5)
    copy.write_bytes(data)


def _empty(copy: Path) -> None:
    copy.write_bytes(b"")


def _foreign(copy: Path) -> None:
    copy.unlink()
    raw = sqlite3.connect(copy)
    raw.execute("CREATE TABLE other (id INTEGER)")
    raw.close()


def _newer(copy: Path) -> None:
    raw = sqlite3.connect(copy)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.commit()
    raw.close()


def _half(copy: Path) -> None:
    copy.write_bytes(copy.read_bytes()[:30_000])


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_tear, "自检发现问题"),
        (_half, "自检发现问题"),
        (_empty, "不是定级工作台的备份"),
        (_foreign, "不是定级工作台的备份"),
        (_newer, "更新版本"),
    ],
)
def test_what_cannot_be_used_is_not_put_there(
    opened: Workspace, tmp_path: Path, spoil: Callable[[Path], None], words: str
) -> None:
    spoil(opened.back_up("manual"))
    with pytest.raises(Fault, match=words):
        backups.restore(opened.folder, "1", tmp_path / "副本")
    assert not (tmp_path / "副本").exists()


def test_a_number_that_is_not_there_is_refused(opened: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Fault, match="没有编号为 7 的备份"):
        backups.restore(opened.folder, "7", tmp_path / "副本")


def test_a_read_only_database_is_called_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace.create(tmp_path / "w", OFFICE).close(back_up=False)
    monkeypatch.setattr(
        os, "access", lambda _path, mode: mode == os.R_OK
    )  # root may write anywhere
    with pytest.raises(Fault, match="只读"):
        workspace.open_(tmp_path / "w")
    with pytest.raises(Fault, match="只读"):
        workspace.open_to_read(tmp_path / "w")


BUSY = """
import sys
import time
from pathlib import Path
from desk_app.services.workspace import Office, open_, rename
opened = open_(Path(sys.argv[1]))
print("open", flush=True)
for turn in range(100_000):
    rename(opened, Office(f"甲{turn}", f"甲{turn}"))
    opened.back_up("manual")
"""


def test_a_kill_while_backing_up_leaves_whole_copies_only(tmp_path: Path) -> None:
    place = tmp_path / "w"
    workspace.create(place, OFFICE).close()
    for turn in range(6):
        with subprocess.Popen(
            [sys.executable, "-c", BUSY, str(place)], stdout=subprocess.PIPE
        ) as busy:
            assert busy.stdout is not None
            assert busy.stdout.readline().strip() == b"open"
            time.sleep(0.02 + 0.037 * turn)
            busy.kill()
        for one in backups.listing(place):
            assert copies.problems(backups.folder_of(place) / one.name) == ()
    workspace.open_(place).close()
    left = {one.suffix for one in backups.folder_of(place).iterdir()}
    assert left == {".db"}
    assert unchanged(place)
