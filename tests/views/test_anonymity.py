"""Nobody can learn from the files who voted what, or in which order.

Two hundred known ballots go through the real screens and the real services, keyed by two people;
then every byte under the data folder is searched for them, temporary files and logs included.
The search itself is tested by planting one.
"""

import logging
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desk_app.domain.polling.counting import BatchState
from desk_app.domain.scheme.model.polls import Counting
from desk_app.services.polling import (
    batches,
    counting,
    meetings,
    opening,
    polls,
    reopening,
    sealing,
    settling,
)
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.services.workspace import open_
from desk_app.views.polling import PollingRoom
from tests.support.ballot_traces import Ballots, patterns, search, search_folder
from tests.support.polling_round import COMMON, FEELINGS, SCHEME, ExampleRound, make_round
from tests.support.screens import DeskOfTest

BALLOTS = 200
NAMES = tuple(f"第{number}村党支部" for number in range(1, 25))
TELLERS = ("计票人甲", "计票人乙")
BY_TWO = replace(SCHEME, polls=(replace(COMMON, counting=Counting()),))


@pytest.fixture
def example_round(desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch) -> ExampleRound:
    return make_round(desk.workspace, monkeypatch, rules=BY_TWO, names=NAMES)


@pytest.fixture
def loud(desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Everything that anybody logs goes into the data folder, the database's own words too.

    So do temporary files.
    """
    (desk.folder / "temporary").mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(desk.folder / "temporary"))
    monkeypatch.setattr("tempfile.tempdir", str(desk.folder / "temporary"))
    handler = logging.FileHandler(desk.folder / "log.txt", encoding="utf-8")
    root = logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in ("", "sqlalchemy.engine")}
    root.addHandler(handler)
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    root.removeHandler(handler)
    handler.close()


def known_ballots(count: int = BALLOTS) -> Ballots:
    chance = random.Random(20260321)
    return [[chance.choice(FEELINGS) for _ in NAMES] for _ in range(count)]


@pytest.fixture
def ballots() -> Ballots:
    return known_ballots()


def open_room(desk: DeskOfTest, example_round: ExampleRound) -> PollingRoom:
    """The room with the plan of a poll of 200 papers on show."""
    room = PollingRoom(desk.context)
    room.resize(1200, 700)
    room.show()
    facts = MeetingFacts("测评大会", tellers=TELLERS, supervisors=("监票人甲",))
    meeting_id = meetings.add_meeting(desk.workspace, example_round.round_id, facts)
    poll_id = opening.open_poll(desk.workspace, meeting_id, "群众测评", example_round.subject_ids)
    polls.set_papers(desk.workspace, poll_id, BALLOTS, BALLOTS)
    room.open_round(example_round.round_id)
    desk.wait()
    room.key_ballots()
    desk.wait()
    return room


@pytest.fixture
def room(desk: DeskOfTest, example_round: ExampleRound, loud: None, qtbot: object) -> PollingRoom:
    room = open_room(desk, example_round)
    qtbot.addWidget(room)  # type: ignore[attr-defined]
    return room


def sit_down(desk: DeskOfTest, room: PollingRoom, teller: str) -> None:
    room.counting.batches.choose(teller)
    QTest.mouseClick(room.counting.batches.key, Qt.MouseButton.LeftButton)
    desk.wait()


def key(room: PollingRoom, ballots: Ballots) -> None:
    for ballot in ballots:
        QTest.keyClicks(
            room.keying.paper, "".join(str(FEELINGS.index(one) + 1) for one in ballot) + "+"
        )


def store(desk: DeskOfTest, room: PollingRoom) -> None:
    QTest.keyClick(room.keying.paper, Qt.Key.Key_Return)
    desk.wait()


def poll_of(room: PollingRoom) -> int:
    poll = room.meetings.table.records[0].poll
    assert poll is not None
    return poll.id


def test_no_ballot_and_no_order_is_left_anywhere(
    desk: DeskOfTest, room: PollingRoom, example_round: ExampleRound, ballots: Ballots
) -> None:
    wanted = patterns(ballots, FEELINGS)
    poll_id = poll_of(room)
    for teller in TELLERS:
        sit_down(desk, room, teller)
        for start in range(0, BALLOTS, 20):
            papers = [list(one) for one in ballots[start : start + 20]]
            if teller == TELLERS[1] and start == 40:
                papers[3][5] = FEELINGS[(FEELINGS.index(papers[3][5]) + 1) % 4]
            key(room, papers)
            if start == 100:
                # A batch in hand, others in the write-ahead log.
                assert search_folder(desk.folder, wanted) == {}
            store(desk, room)
        desk.workspace.back_up("test")
    differing = [
        one
        for one in batches.batches(desk.workspace, poll_id)
        if one.state is not BatchState.SETTLED
    ]
    assert [(one.number, one.state) for one in differing] == [(3, BatchState.DIFFERS)]
    cells = settling.differences(desk.workspace, differing[0].id or 0).cells
    assert len(cells) == 2
    settling.settle(
        desk.workspace,
        differing[0].id or 0,
        {(one.subject_id, one.option): one.first for one in cells},
        "监票人甲",
    )
    assert search_folder(desk.folder, wanted) == {}

    sheet = sealing.seal(desk.workspace, poll_id)
    assert sheet.counted.valid == BALLOTS
    for line, name in enumerate(NAMES):
        assert sheet.results[line].name == name
        for option in FEELINGS:
            expected = sum(one[line] == option for one in ballots)
            assert sheet.results[line].tally.counts[option] == expected
    desk.context.settings.save()
    assert search_folder(desk.folder, wanted) == {}
    desk.workspace.back_up("test")
    reopening.recount(desk.workspace, poll_id, "监票人要求复核")
    assert search_folder(desk.folder, wanted) == {}
    files = {path.name for path in desk.folder.rglob("*") if path.is_file()}
    assert {"workspace.db", "workspace.db-wal", "log.txt"} <= files
    assert any((desk.folder / "backups").glob("*.db"))
    assert "INSERT INTO batch_count" in (desk.folder / "log.txt").read_text(encoding="utf-8")


def test_after_sealing_not_even_the_batches_are_left(
    desk: DeskOfTest, example_round: ExampleRound
) -> None:
    from desk_app.domain.polling.counts import count_batch

    facts = MeetingFacts("测评大会", tellers=TELLERS)
    meeting_id = meetings.add_meeting(desk.workspace, example_round.round_id, facts)
    poll_id = opening.open_poll(desk.workspace, meeting_id, "群众测评", example_round.subject_ids)
    polls.set_papers(desk.workspace, poll_id, 60, 60)
    for line in batches.batches(desk.workspace, poll_id):
        counts = count_batch(tuple(one) for one in known_ballots()[: line.size])
        for teller in TELLERS:
            counting.store_batch(desk.workspace, poll_id, "", line.number, counts, teller)
    sealing.seal(desk.workspace, poll_id)
    with desk.workspace.session() as session:
        for table in ("batch", "batch_count", "void_count", "in_hand"):
            raw = session.connection
            assert raw.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0  # noqa: S608
        assert session.connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
        assert (
            session.connection.exec_driver_sql("SELECT sum(votes) FROM tally").scalar() == 60 * 24
        )


def test_a_kill_in_the_middle_leaves_no_ballot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ballots: Ballots
) -> None:
    """The clerk dies with one batch stored, one in hand; all that he could write is searched."""
    home = tmp_path / "home"
    (home / "temporary").mkdir(parents=True)
    names = ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "APPDATA")
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **dict.fromkeys(names, str(home))}
    env |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(home / "temporary"))
    done = subprocess.run(
        [sys.executable, "-m", "tests.views.dying_clerk", str(home / "工作区")],
        cwd=Path(__file__).parents[2],
        env=env,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode not in {0, 1}, done.stderr.decode(errors="replace")
    wanted = patterns(ballots, FEELINGS)
    assert search_folder(home, wanted) == {}
    assert search(done.stdout + done.stderr, wanted) == []
    workspace = open_(home / "工作区")
    try:
        lines = batches.batches(workspace, 1)
        assert [one.state for one in lines[:2]] == [BatchState.FIRST, BatchState.MISSING]
        assert batches.unfinished(workspace, 1) == ("第 2 摞 20 张未入库，请重新录入",)
        assert workspace.problems() == ()
    finally:
        workspace.close()
    assert search_folder(home, wanted) == {}


@pytest.mark.logs_errors
def test_a_report_of_our_own_fault_holds_no_ballot(
    desk: DeskOfTest, room: PollingRoom, ballots: Ballots, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    reports: list[str] = []
    desk.runner.crashed.connect(reports.append)
    sit_down(desk, room, TELLERS[0])
    key(room, ballots[:20])
    with monkeypatch.context() as patch:
        patch.setattr(counting, "by_subject_id", broken)
        QTest.keyClick(room.keying.paper, Qt.Key.Key_Return)
        with pytest.raises(RuntimeError, match="ZeroDivisionError"):
            desk.wait()
    wanted = patterns(ballots, FEELINGS)
    assert len(reports) == 1
    assert search(reports[0].encode(), wanted) == []
    assert search(repr(room.keying.hand).encode(), wanted) == []
    assert search_folder(desk.folder, wanted) == {}

    assert room.keying.hand.keyed == 20
    QTest.keyClick(room.keying.paper, Qt.Key.Key_Return)
    desk.wait()
    lines = batches.batches(desk.workspace, poll_of(room))
    assert [one.state for one in lines[:2]] == [BatchState.FIRST, BatchState.MISSING]


@pytest.mark.parametrize(
    "planted",
    [
        "".join,
        "、".join,
        lambda marks: ",".join(str(FEELINGS.index(one) + 1) for one in marks),
        lambda marks: "".join(str(FEELINGS.index(one)) for one in marks),
        lambda marks: bytes(FEELINGS.index(one) for one in marks),
        lambda marks: "".join(marks).encode("utf-16-le"),
        lambda marks: repr(tuple(marks)),
    ],
)
def test_the_search_finds_a_ballot_that_is_planted(
    tmp_path: Path, ballots: Ballots, planted: object
) -> None:
    wanted = patterns(ballots, FEELINGS)
    assert callable(planted)
    for marks in (ballots[41], [one[7] for one in ballots]):
        written = planted(marks)
        data = written if isinstance(written, bytes) else written.encode()
        (tmp_path / "log.txt").write_bytes(b"x" * 1000 + data + b"y" * 1000)
        assert "log.txt" in search_folder(tmp_path, wanted)


def test_the_search_finds_a_row_that_is_planted_in_the_database(
    tmp_path: Path, ballots: Ballots
) -> None:
    raw = sqlite3.connect(tmp_path / "workspace.db")
    raw.execute("CREATE TABLE ballot (id INTEGER PRIMARY KEY, marks TEXT)")
    raw.execute("INSERT INTO ballot (marks) VALUES (?)", ("".join(ballots[3]),))
    raw.commit()
    raw.close()
    assert "workspace.db" in search_folder(tmp_path, patterns(ballots, FEELINGS))
