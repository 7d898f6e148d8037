"""Thirty power cuts in the middle of counting; `dev.py torture` makes three hundred."""

import subprocess
import sys
from pathlib import Path

import pytest

from desk_app.domain.polling.counting import BatchState
from desk_app.services.polling import batches, counting, polls
from desk_app.services.workspace import open_
from tests.power_cuts import clerk, kills


def test_nothing_confirmed_is_lost_in_thirty_power_cuts() -> None:
    """In a process of its own: what forks must not have threads."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.power_cuts", "30", "20260321"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    assert "断电 30 次" in done.stdout


@pytest.fixture
def counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, int]:
    """A poll of which batch 1 is stored by the first person and batch 2 is in hand."""
    folder = tmp_path / "w"
    poll_id = kills._furnish(folder)
    workspace = open_(folder)
    counting.store_batch(workspace, poll_id, "", 1, clerk.counts(1), clerk.TELLERS[0])
    batches.take_batch(workspace, poll_id, "", 2, clerk.TELLERS[0])
    workspace.close(back_up=False)
    return folder, poll_id


def ledger(*states: int, hand: int | None = 2) -> kills.Ledger:
    said = clerk.Said("take", hand or 0, clerk.TELLERS[0], done=True)
    known = dict(enumerate(states, 1))
    return kills.Ledger(states=known, hand=said if hand else None, last=said)


def test_the_examination_passes_what_is_so(counted: tuple[Path, int]) -> None:
    kills._examine(*counted, ledger(1))


@pytest.mark.parametrize(
    ("made_up", "words"),
    [
        (ledger(1, 1), "第 2 摞应是第 1 步"),
        (ledger(3), "第 1 摞应是第 3 步"),
        (ledger(0), "第 1 摞应是第 0 步"),
        (ledger(1, hand=3), "第 3 摞 20 张未入库"),
        (kills.Ledger(sealed=True), "封存过的计票不见了"),
    ],
)
def test_the_examination_finds_what_is_lost(
    counted: tuple[Path, int], made_up: kills.Ledger, words: str
) -> None:
    with pytest.raises(kills.Lost, match=words):
        kills._examine(*counted, made_up)


def test_the_examination_finds_a_vote_too_many(counted: tuple[Path, int]) -> None:
    folder, poll_id = counted
    workspace = open_(folder)
    counting.store_batch(workspace, poll_id, "", 1, clerk.counts(1), clerk.TELLERS[1])
    assert polls.poll_sheet(workspace, poll_id).plan[0].state is BatchState.SETTLED
    with workspace.session() as session:
        session.connection.exec_driver_sql(
            "UPDATE batch_count SET votes = votes + 1 WHERE option = '满意'"
        )
    workspace.close(back_up=False)
    with pytest.raises(kills.Lost, match="入库的票数不对"):
        kills._examine(folder, poll_id, ledger(2, hand=None))
