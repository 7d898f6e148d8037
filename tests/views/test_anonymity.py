"""Nobody can learn from the files who voted what, or in which order.

Sixty known ballots go through the real screen and the real services; then every byte under the
data folder is searched for them. The search itself is tested by planting one.
"""

import logging
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desk_app.services import meetings, polling
from desk_app.services.meetings import MeetingFacts
from desk_app.views.polling import PollingRoom
from tests.ballot_traces import Ballots, patterns, search, search_folder
from tests.polling_house import FEELINGS, House, furnish
from tests.screens import DeskOfTest

BALLOTS = 60
NAMES = tuple(f"第{number}村党支部" for number in range(1, 25))


@pytest.fixture
def house(desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch) -> House:
    return furnish(desk.workspace, monkeypatch, names=NAMES)


@pytest.fixture
def loud(desk: DeskOfTest) -> Iterator[None]:
    """Everything that anybody logs goes into the data folder, the database's own words too."""
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


@pytest.fixture
def ballots() -> Ballots:
    chance = random.Random(20260321)
    return [[chance.choice(FEELINGS) for _ in NAMES] for _ in range(BALLOTS)]


@pytest.fixture
def room(desk: DeskOfTest, house: House, loud: None, qtbot: object) -> PollingRoom:
    room = PollingRoom(desk.desk)
    qtbot.addWidget(room)  # type: ignore[attr-defined]
    room.resize(1200, 700)
    room.show()
    meeting_id = meetings.add_meeting(desk.workspace, house.round_id, MeetingFacts("测评大会"))
    poll_id = meetings.open_poll(desk.workspace, meeting_id, "群众测评", house.subject_ids)
    polling.set_papers(desk.workspace, poll_id, BALLOTS, BALLOTS)
    room.open_round(house.round_id)
    desk.wait()
    room.key_ballots()
    return room


def key(room: PollingRoom, ballots: Ballots) -> None:
    for ballot in ballots:
        QTest.keyClicks(
            room.keying.paper, "".join(str(FEELINGS.index(one) + 1) for one in ballot) + "+"
        )


def test_no_ballot_and_no_order_is_left_anywhere(
    desk: DeskOfTest, room: PollingRoom, house: House, ballots: Ballots
) -> None:
    wanted = patterns(ballots, FEELINGS)
    for start in range(0, BALLOTS, 20):
        key(room, ballots[start : start + 20])
        if start == 20:
            assert search_folder(desk.folder, wanted) == {}
        QTest.keyClick(room.keying.paper, Qt.Key.Key_Return)
        desk.wait()
        if start == 20:
            assert search_folder(desk.folder, wanted) == {}
            desk.workspace.back_up("test")
    poll = room.table.records[0].poll
    assert poll is not None
    sheet = polling.seal(desk.workspace, poll.id)
    assert sheet.valid == BALLOTS
    expected = sum(one[0] == "满意" for one in ballots)
    assert sheet.results[0].tally.counts["满意"] == expected
    desk.workspace.back_up("test")
    desk.desk.settings.save()

    assert search_folder(desk.folder, wanted) == {}
    files = {path.name for path in desk.folder.rglob("*") if path.is_file()}
    assert {"workspace.db", "workspace.db-wal", "log.txt"} <= files
    assert "INSERT INTO batch_count" in (desk.folder / "log.txt").read_text(encoding="utf-8")


def test_after_sealing_not_even_the_batches_are_left(
    desk: DeskOfTest, room: PollingRoom, ballots: Ballots
) -> None:
    for start in range(0, BALLOTS, 20):
        key(room, ballots[start : start + 20])
        QTest.keyClick(room.keying.paper, Qt.Key.Key_Return)
        desk.wait()
    room.polls.seal()
    desk.wait()
    with desk.workspace.transaction() as connection:
        for table in ("batch", "batch_count"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0  # noqa: S608
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
        assert connection.exec_driver_sql("SELECT sum(votes) FROM tally").scalar() == 60 * 24


@pytest.mark.logs_errors
def test_a_report_of_our_own_fault_holds_no_ballot(
    desk: DeskOfTest, room: PollingRoom, ballots: Ballots, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    reports: list[str] = []
    desk.operations.crashed.connect(reports.append)
    key(room, ballots[:20])
    with monkeypatch.context() as patch:
        patch.setattr(polling, "_by_subject", broken)
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
    poll = room.keying.sheet
    assert poll is not None
    assert polling.poll_sheet(desk.workspace, poll.id).keyed == 20


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
    connection = sqlite3.connect(tmp_path / "workspace.db")
    connection.execute("CREATE TABLE ballot (id INTEGER PRIMARY KEY, marks TEXT)")
    connection.execute("INSERT INTO ballot (marks) VALUES (?)", ("".join(ballots[3]),))
    connection.commit()
    connection.close()
    assert "workspace.db" in search_folder(tmp_path, patterns(ballots, FEELINGS))
