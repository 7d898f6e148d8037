"""Whoever has every file of the folder, at any moment, works out nobody's ballot."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desk_app.domain.polling.counting import BatchState
from desk_app.services.polling import (
    batches,
    opening,
    polls,
    reopening,
    sealing,
    versions,
)
from desk_app.services.workspace import Office, Workspace, create, open_
from tests.services.dying_count import (
    BALLOTS,
    FIRST,
    SECOND,
    STEPS,
    VOID,
    batch,
    begin,
    key_all,
    settle,
    store,
)
from tests.support.count_vectors import ballot_vector, batch_records, telling, vectors
from tests.support.polling_round import FEELINGS, ExampleRound, explain


@pytest.fixture
def counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[ExampleRound, int]]:
    workspace = create(tmp_path / "w", Office("中共青山镇委员会", "青山镇"))
    yield begin(workspace, monkeypatch)
    workspace.close(back_up=False)


def hits(folder: Path) -> list[str]:
    return telling(vectors(folder), BALLOTS)


def copies(folder: Path) -> dict[str, int]:
    """Counters of batches in each copy."""
    found = {}
    for path in (folder / "backups").glob("*.db"):
        with closing(sqlite3.connect(path)) as copy:
            found[path.name] = copy.execute("SELECT count(*) FROM batch_count").fetchone()[0]
    return found


def nothing_told(workspace: Workspace, *, batches: bool) -> None:
    """Look at everything, make a copy, look again; ``batches``: whether the file has any."""
    folder = workspace.folder
    for _ in range(2):
        assert hits(folder) == []
        assert set(copies(folder).values()) <= {0}
        held = batch_records(folder, FEELINGS)
        assert set(held) <= ({"workspace.db", "workspace.db-wal"} if batches else set()), held
        copy = workspace.back_up("test")
        copy.rename(copy.with_stem(f"{len(copies(folder)):03d}"))


def test_no_stage_of_a_count_tells_a_ballot(counted: tuple[ExampleRound, int]) -> None:
    example_round, poll_id = counted
    workspace = example_round.workspace
    for number in (1, 2, 3):
        store(workspace, poll_id, number, batch(number), FIRST)
        nothing_told(workspace, batches=True)
    assert store(workspace, poll_id, 1, batch(1), SECOND).state is BatchState.SETTLED
    differs = store(workspace, poll_id, 2, batch(2, slip=True), SECOND)
    assert differs.state is BatchState.DIFFERS
    nothing_told(workspace, batches=True)
    dropped = store(workspace, poll_id, 3, batch(3, void=True), SECOND)
    assert dropped.state is BatchState.AGAIN
    nothing_told(workspace, batches=True)
    for teller in (SECOND, FIRST):
        store(workspace, poll_id, 3, batch(3, void=True), teller)
        nothing_told(workspace, batches=True)
    settle(workspace, poll_id)
    nothing_told(workspace, batches=True)
    explain(workspace, poll_id)
    assert sealing.seal(workspace, poll_id).counted.valid == 59
    nothing_told(workspace, batches=False)

    reopening.recount(workspace, poll_id, "又找到一张票")
    nothing_told(workspace, batches=False)
    polls.set_papers(workspace, poll_id, 61, 61)
    for number in (1, 2, 3):
        counts = batch(number, papers=21 if number == 3 else 20)
        for teller in (FIRST, SECOND):
            store(workspace, poll_id, number, counts, teller)
            nothing_told(workspace, batches=True)
    explain(workspace, poll_id)
    assert sealing.seal(workspace, poll_id).counted.valid == 61
    nothing_told(workspace, batches=False)
    reopening.void(workspace, poll_id, "程序有误")
    nothing_told(workspace, batches=False)


def test_a_paper_keyed_twice_in_the_place_of_another_is_not_kept(
    counted: tuple[ExampleRound, int],
) -> None:
    example_round, poll_id = counted
    store(example_round.workspace, poll_id, 1, batch(1), FIRST)
    twice = dict(batch(1).votes)
    for line in range(len(example_round.subject_ids)):
        twice[line, BALLOTS[3][line]] = twice.get((line, BALLOTS[3][line]), 0) + 1
        twice[line, BALLOTS[4][line]] -= 1
    counts = type(batch(1))(20, 0, {cell: number for cell, number in twice.items() if number})
    assert store(example_round.workspace, poll_id, 1, counts, SECOND).state is BatchState.AGAIN
    nothing_told(example_round.workspace, batches=False)


def test_cleared_and_removed_counts_leave_nothing(counted: tuple[ExampleRound, int]) -> None:
    example_round, poll_id = counted
    key_all(example_round.workspace, poll_id)
    reopening.recount(example_round.workspace, poll_id, "全部重录")
    nothing_told(example_round.workspace, batches=False)
    key_all(example_round.workspace, poll_id)
    opening.remove_poll(example_round.workspace, poll_id)
    nothing_told(example_round.workspace, batches=False)


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_between_commit_and_clearing_is_made_good_at_the_next_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    folder = tmp_path / "w"
    done = subprocess.run(
        [sys.executable, "-m", "tests.services.dying_count", str(folder), step],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode not in {0, 1}, done.stderr.decode(errors="replace")
    assert (folder / "workspace.db-wal").stat().st_size > 0
    left = vectors(folder) if step == "reopen" else batch_records(folder, FEELINGS)
    assert left
    workspace = open_(folder)
    try:
        assert (folder / "workspace.db-wal").stat().st_size == 0
        nothing_told(workspace, batches=step in {"drop", "settle", "discard"})
        if step == "drop":
            assert batches.unfinished(workspace, 1) == ("请重新录入第 3 摞 20 张",)
        if step == "reopen":
            polls.set_papers(workspace, 1, 61, 61)
            key_all(workspace, 1, late=True)
            sealing.seal(workspace, 1)
            nothing_told(workspace, batches=False)
        assert workspace.problems() == ()
    finally:
        workspace.close()
    assert hits(folder) == []


def restored(
    example_round: ExampleRound, monkeypatch: pytest.MonkeyPatch, copy: Path, folder: Path
) -> Workspace:
    folder.mkdir()
    (folder / "workspace.db").write_bytes(copy.read_bytes())
    return open_(folder)


def test_a_copy_names_the_batches_to_be_keyed_again(
    counted: tuple[ExampleRound, int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    example_round, poll_id = counted
    for number in (1, 2):
        store(example_round.workspace, poll_id, number, batch(number), FIRST)
    store(example_round.workspace, poll_id, 1, batch(1), SECOND)
    batches.take_batch(example_round.workspace, poll_id, "", 3, FIRST)
    workspace = restored(
        example_round, monkeypatch, example_round.workspace.back_up("test"), tmp_path / "again"
    )
    try:
        assert batches.unfinished(workspace, poll_id) == (
            "请重新录入第 1 摞 20 张",
            "请重新录入第 2 摞 20 张",
        )
        lines = batches.batches(workspace, poll_id)
        assert [one.state for one in lines] == [
            BatchState.AGAIN,
            BatchState.AGAIN,
            BatchState.MISSING,
        ]
        assert polls.poll_sheet(workspace, poll_id).counted.keyed == 0
        key_all(workspace, poll_id)
        assert batches.unfinished(workspace, poll_id) == ()
        assert sealing.seal(workspace, poll_id).counted.valid == 59
        assert workspace.problems() == ()
    finally:
        workspace.close()


def test_a_copy_of_a_sealed_count_loses_it_when_it_is_counted_again(
    counted: tuple[ExampleRound, int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    example_round, poll_id = counted
    key_all(example_round.workspace, poll_id)
    code = sealing.seal(example_round.workspace, poll_id).standing.code
    copy = example_round.workspace.back_up("test")
    untouched = restored(example_round, monkeypatch, copy, tmp_path / "one")
    assert versions.verify_code(untouched, poll_id, code).matches
    untouched.close(back_up=False)
    reopening.recount(example_round.workspace, poll_id, "监票人要求复核")
    workspace = restored(example_round, monkeypatch, copy, tmp_path / "two")
    try:
        sheet = polls.poll_sheet(workspace, poll_id)
        assert (sheet.sealed, sheet.standing.version, sheet.papers.returned) == (False, 2, 60)
        (version,) = versions.versions(workspace, poll_id)
        assert (version.code, version.valid) == (code, 59)
        assert version.reopened_reason == "监票人要求复核"
        assert workspace.problems() == ()
    finally:
        workspace.close()


def test_a_damaged_copy_does_not_stand_in_the_way(counted: tuple[ExampleRound, int]) -> None:
    example_round, poll_id = counted
    key_all(example_round.workspace, poll_id)
    sealing.seal(example_round.workspace, poll_id)
    copy = example_round.workspace.back_up("test")
    bad = copy.with_name("00000000-000000-bad.db")
    bad.write_bytes(b"no database" * 100)
    reopening.recount(example_round.workspace, poll_id, "监票人要求复核")
    assert bad.read_bytes() == b"no database" * 100
    assert hits(example_round.workspace.folder) == []


def _as_the_old_program(workspace: Workspace, poll_id: int) -> None:
    """Both keyings of batch 3 beside each other, one paper void in the second."""
    store(workspace, poll_id, 3, batch(3), FIRST)
    with workspace.session() as session:
        session.connection.exec_driver_sql(
            "UPDATE batch SET state = 'differs', second_teller = ?, second_valid = 19,"
            " second_invalid = 1 WHERE number = 3",
            (SECOND,),
        )
        gone = ballot_vector(BALLOTS[VOID])
        rows = session.connection.exec_driver_sql(
            "SELECT batch_id, subject_id, option, votes, position FROM batch_count"
            " JOIN poll_subject USING (subject_id)"
        ).all()
        for batch_id, subject_id, option, votes, line in rows:
            session.connection.exec_driver_sql(
                "INSERT INTO batch_count VALUES (?, 2, ?, ?, ?)",
                (batch_id, subject_id, option, votes - gone.get((line, option), 0)),
            )


def _stored_late(workspace: Workspace, poll_id: int) -> None:
    """A sealed count beside the same count with one paper more."""
    key_all(workspace, poll_id)
    sealing.seal(workspace, poll_id)
    with workspace.session() as session:
        late = ballot_vector(BALLOTS[60])
        rows = session.connection.exec_driver_sql(
            "SELECT subject_id, option, votes, position FROM tally"
            " JOIN poll_subject USING (poll_id, subject_id)"
        ).all()
        for subject_id, option, votes, line in rows:
            session.connection.exec_driver_sql(
                "INSERT INTO tally VALUES (?, 2, ?, '', ?, ?)",
                (poll_id, subject_id, option, votes + late.get((line, option), 0)),
            )


@pytest.mark.parametrize("plant", [_as_the_old_program, _stored_late])
def test_the_attack_finds_what_is_planted(
    counted: tuple[ExampleRound, int], plant: Callable[[Workspace, int], None]
) -> None:
    example_round, poll_id = counted
    plant(example_round.workspace, poll_id)
    assert hits(example_round.workspace.folder) != []


def test_the_attack_finds_what_was_not_cleared(
    counted: tuple[ExampleRound, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    example_round, poll_id = counted
    monkeypatch.setattr(Workspace, "forget", lambda *_, **__: None)
    store(example_round.workspace, poll_id, 3, batch(3), FIRST)
    store(example_round.workspace, poll_id, 3, batch(3, void=True), SECOND)
    store(example_round.workspace, poll_id, 3, batch(3, void=True), FIRST)
    assert hits(example_round.workspace.folder) != []


def test_what_an_older_program_stored_is_sent_back_when_it_is_opened(
    counted: tuple[ExampleRound, int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    example_round, poll_id = counted
    _as_the_old_program(example_round.workspace, poll_id)
    example_round.workspace.forget()
    live = example_round.workspace.folder / "workspace.db"
    workspace = restored(example_round, monkeypatch, live, tmp_path / "old")
    try:
        assert batches.unfinished(workspace, poll_id) == ("请重新录入第 3 摞 20 张",)
        nothing_told(workspace, batches=False)
    finally:
        workspace.close()
