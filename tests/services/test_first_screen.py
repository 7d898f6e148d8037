"""What is kept for the next start is believed only where it is what the database says now."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from desk_app.domain.home_words import HomeWords, StepWords
from desk_app.domain.kit.actor import Actor
from desk_app.services import backups, first_screen, home_words
from desk_app.services.workspace import DATABASE, Office, Workspace, create, open_, rename

OFFICE = Office("中共青山镇委员会", "青山镇")
HER = Actor("韩样")
WORDS = HomeWords(
    office="青山镇",
    round="青山镇 · 2026年度 年初定级",
    round_id=1,
    heading="2026年度 年初定级",
    facts="参评 3 个",
    sentence="还有 3 个党组织没有定级。",
    action="去定级",
    room="grading",
    late="",
    steps=(StepWords("自评", "自评评分表 0/3", 0, 3, "scoring", "党支部", "3月31日前", False),),
    badges={"grading": "3"},
)


def today(workspace: Workspace) -> date:
    return workspace.today()


@pytest.fixture
def closed(tmp_path: Path) -> tuple[Path, date]:
    """Give a workspace that was closed and left something, and the day."""
    opened = create(tmp_path / "工作区", OFFICE, actor=HER)
    home_words.leave(opened)
    opened.close()
    return opened.folder, opened.today()


def test_what_was_kept_is_what_the_database_says(closed: tuple[Path, date]) -> None:
    folder, day = closed
    kept = first_screen.read(folder, day, HER)
    opened = open_(folder, actor=HER)
    assert kept == home_words.look(opened).words
    assert kept is not None
    assert kept.heading == OFFICE.full_name
    opened.close()


def test_words_come_back_as_they_were(closed: tuple[Path, date]) -> None:
    folder, day = closed
    first_screen.keep(folder, WORDS, day, HER)
    assert first_screen.read(folder, day, HER) == WORDS


def test_whoever_opens_takes_it_away_and_only_closing_leaves_it(
    closed: tuple[Path, date],
) -> None:
    folder, day = closed
    opened = open_(folder, actor=HER)
    assert not (folder / first_screen.FILE).exists()
    home_words.leave(opened)
    rename(opened, Office("中共柳溪乡委员会", "柳溪乡"))  # after what was to be left was read
    opened.close()
    assert first_screen.read(folder, day, HER) is None
    opened = open_(folder, actor=HER)
    home_words.leave(opened)
    opened.close()
    kept = first_screen.read(folder, day, HER)
    assert kept is not None
    assert kept.office == "柳溪乡"


def change(path: Path, statement: str) -> None:
    raw = sqlite3.connect(path)
    raw.execute(statement)
    raw.commit()
    raw.close()


def remark(folder: Path, name: str, value: object) -> None:
    path = folder / first_screen.FILE
    kept = json.loads(path.read_text(encoding="utf-8"))
    kept["mark"][name] = value
    path.write_text(json.dumps(kept), encoding="utf-8")


def reword(folder: Path, name: str, value: object) -> None:
    path = folder / first_screen.FILE
    kept = json.loads(path.read_text(encoding="utf-8"))
    kept["words"][name] = value
    path.write_text(json.dumps(kept), encoding="utf-8")


def replace_by_older_copy(folder: Path) -> None:
    """A clerk puts a backup in the database's place by hand."""
    opened = open_(folder, actor=HER)
    rename(opened, Office("中共柳溪乡委员会", "柳溪乡"))
    home_words.leave(opened)
    opened.close()
    shutil.copyfile(backups.folder_of(folder) / backups.listing(folder)[0].name, folder / DATABASE)


VOID: dict[str, Callable[[Path], object]] = {
    "nothing was kept": lambda folder: (folder / first_screen.FILE).unlink(),
    "an open session's log": lambda folder: (folder / f"{DATABASE}-wal").write_bytes(b"x"),
    "another number": lambda folder: change(folder / DATABASE, "PRAGMA user_version = 77"),
    "changed by hand, the number is the same": lambda folder: change(
        folder / DATABASE, "UPDATE workspace SET short_name = '别处'"
    ),
    "an older copy put in its place": replace_by_older_copy,
    "no database": lambda folder: (folder / DATABASE).unlink(),
    "an empty database": lambda folder: (folder / DATABASE).write_bytes(b""),
    "another version of the program": lambda folder: remark(folder, "program", "0.0.1"),
    "an older form": lambda folder: remark(folder, "form", 0),
    "a mark with less in it": lambda folder: remark(folder, "person", None),
    "empty": lambda folder: (folder / first_screen.FILE).write_bytes(b""),
    "cut off": lambda folder: (folder / first_screen.FILE).write_bytes(
        (folder / first_screen.FILE).read_bytes()[:-40]
    ),
    "no text": lambda folder: (folder / first_screen.FILE).write_bytes(b"\xff\xfe\x00"),
    "no mapping": lambda folder: (folder / first_screen.FILE).write_text("[]"),
    "nested without end": lambda folder: (folder / first_screen.FILE).write_text("[" * 100_000),
    "words of another kind": lambda folder: reword(folder, "heading", 7),
    "a step of another kind": lambda folder: reword(folder, "steps", [["自评"]]),
    "steps that are none": lambda folder: reword(folder, "steps", "自评"),
    "a round that is none": lambda folder: reword(folder, "round_id", "1"),
    "more than there is": lambda folder: reword(folder, "votes", "20"),
}


@pytest.mark.parametrize("case", VOID)
def test_void(case: str, closed: tuple[Path, date]) -> None:
    folder, day = closed
    assert first_screen.read(folder, day, HER) is not None
    VOID[case](folder)
    assert first_screen.read(folder, day, HER) is None


def test_another_day_or_another_person_sees_nothing_kept(closed: tuple[Path, date]) -> None:
    folder, day = closed
    assert first_screen.read(folder, day + timedelta(days=1), HER) is None
    assert first_screen.read(folder, day - timedelta(days=1), HER) is None
    assert first_screen.read(folder, day, Actor("沈例")) is None


def test_a_restored_copy_has_nothing_kept(closed: tuple[Path, date], tmp_path: Path) -> None:
    folder, day = closed
    copy = backups.restore(folder, "1", tmp_path / "副本")
    assert first_screen.read(copy, day, HER) is None
    (copy / first_screen.FILE).write_bytes((folder / first_screen.FILE).read_bytes())
    assert first_screen.read(copy, day, HER) is None


def test_a_copied_folder_says_what_its_own_database_says(
    closed: tuple[Path, date], tmp_path: Path
) -> None:
    folder, day = closed
    copy = tmp_path / "U盘"
    shutil.copytree(folder, copy)  # with the times of the files
    kept = first_screen.read(copy, day, HER)
    opened = open_(copy, actor=HER)
    assert kept == home_words.look(opened).words
    opened.close()
    assert first_screen.read(copy, day, HER) is None
    assert first_screen.read(folder, day, HER) is not None


def test_nothing_is_left_of_a_folder_that_takes_nothing(
    closed: tuple[Path, date], tmp_path: Path
) -> None:
    folder, _ = closed
    opened = open_(folder, actor=HER)
    home_words.leave(opened)
    (folder / f"{first_screen.FILE}.part").mkdir()
    with pytest.raises(OSError, match="part"):
        first_screen.keep(folder, WORDS, opened.today(), HER)
    opened.close()  # all the same


def test_interrupted_is_said_of_what_was_not_closed(tmp_path: Path) -> None:
    folder = tmp_path / "工作区"
    made = create(folder, OFFICE, actor=HER)
    assert not made.interrupted
    made.close()
    again = open_(folder, actor=HER)
    assert not again.interrupted
    copy = tmp_path / "停电"
    shutil.copytree(folder, copy)  # what a power cut leaves: the note of the owner among it
    again.close()
    found = open_(copy, actor=HER)
    assert found.interrupted
    found.close()
    once = open_(copy, actor=HER)
    assert not once.interrupted
    once.close()
    restored = open_(backups.restore(folder, "1", tmp_path / "副本"), actor=HER)
    assert not restored.interrupted
    restored.close()
