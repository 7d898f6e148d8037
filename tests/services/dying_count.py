"""A count whose program is killed after a commit, before what was deleted is cleared.

Run as ``python -m tests.services.dying_count FOLDER STEP``: it counts up to the step and dies by
a signal that nobody can catch. The steps themselves are those of the attack on the files.
"""

import os
import random
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from desk_app.domain.polling.counting import BatchLine
from desk_app.domain.polling.counts import BatchCounts, count_batch
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
from desk_app.services.workspace import Office, Workspace, create
from desk_app.storage.engine import sqlite
from tests.support.polling_round import COMMON, FEELINGS, SCHEME, ExampleRound, explain, make_round

NAMES = tuple(f"第{number}村党支部" for number in range(1, 25))
TELLERS = ("计票人甲", "计票人乙")
FIRST, SECOND = TELLERS
BY_TWO = replace(SCHEME, polls=(replace(COMMON, counting=Counting()),))
STEPS = ("drop", "settle", "discard", "seal", "reopen", "clear", "void", "remove")
VOID = 47
"""The paper of batch 3 that the second person calls void."""

_chance = random.Random(20260321)
BALLOTS = [[_chance.choice(FEELINGS) for _ in NAMES] for _ in range(61)]
"""Sixty papers, all different, and one that is found later."""


def batch(number: int, *, void: bool = False, slip: bool = False, papers: int = 20) -> BatchCounts:
    """Key a batch: ``void`` without the paper in question, ``slip`` with one wrong key."""
    start = 20 * (number - 1)
    marks: list[tuple[str, ...] | None] = [
        None if void and at == VOID else tuple(BALLOTS[at]) for at in range(start, start + papers)
    ]
    if slip:
        wrong = list(BALLOTS[start])
        wrong[5] = FEELINGS[(FEELINGS.index(wrong[5]) + 1) % 4]
        marks[0] = tuple(wrong)
    return count_batch(marks)


def begin(workspace: Workspace, patch: pytest.MonkeyPatch) -> tuple[ExampleRound, int]:
    """Open a poll of sixty papers."""
    example_round = make_round(workspace, patch, rules=BY_TWO, names=NAMES)
    facts = MeetingFacts("测评大会", tellers=TELLERS)
    meeting_id = meetings.add_meeting(workspace, example_round.round_id, facts)
    poll_id = opening.open_poll(workspace, meeting_id, "群众测评", example_round.subject_ids)
    polls.set_papers(workspace, poll_id, 61, 60)
    return example_round, poll_id


def store(
    workspace: Workspace, poll_id: int, number: int, counts: BatchCounts, teller: str
) -> BatchLine:
    """Store a batch as the screen does."""
    batches.take_batch(workspace, poll_id, "", number, teller)
    return counting.store_batch(workspace, poll_id, "", number, counts, teller)


def settle(workspace: Workspace, poll_id: int) -> None:
    """Settle batch 2 as the first person keyed it."""
    batch_id = batches.batches(workspace, poll_id)[1].id or 0
    cells = settling.differences(workspace, batch_id).cells
    values = {(one.subject_id, one.option): one.first for one in cells}
    settling.settle(workspace, batch_id, values, "监票人甲")


def key_all(workspace: Workspace, poll_id: int, *, late: bool = False) -> None:
    """Key all three batches alike; at first the paper is void, ``late`` it counts, and one more."""
    for number in (1, 2, 3):
        counts = batch(number, void=not late, papers=21 if late and number == 3 else 20)
        for teller in TELLERS:
            store(workspace, poll_id, number, counts, teller)
    explain(workspace, poll_id)


def main(folder: Path, step: str) -> None:
    """Count up to ``step`` and die in it."""

    def die(*_args: object, **_named: object) -> None:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

    workspace = create(folder, Office("中共青山镇委员会", "青山镇"))
    patch = pytest.MonkeyPatch()
    _, poll_id = begin(workspace, patch)
    if step in {"drop", "settle", "discard", "clear", "remove"}:
        store(workspace, poll_id, 1, batch(1), FIRST)
        store(workspace, poll_id, 2, batch(2), FIRST)
        store(workspace, poll_id, 2, batch(2, slip=True), SECOND)
        store(workspace, poll_id, 3, batch(3), FIRST)
        workspace.back_up("test")
    else:
        key_all(workspace, poll_id)
    if step == "reopen":
        sealing.seal(workspace, poll_id)
        workspace.back_up("test")
    patch.setattr(sqlite, "truncate_wal", die)
    patch.setattr(sqlite, "forget_open_counts", die)
    _steps(workspace, poll_id)[step]()


def _steps(workspace: Workspace, poll_id: int) -> dict[str, Callable[[], object]]:
    def discard() -> None:
        settling.discard(workspace, batches.batches(workspace, poll_id)[2].id or 0)

    return {
        "drop": lambda: store(workspace, poll_id, 3, batch(3, void=True), SECOND),
        "settle": lambda: settle(workspace, poll_id),
        "discard": discard,
        "seal": lambda: sealing.seal(workspace, poll_id),
        "reopen": lambda: reopening.recount(workspace, poll_id, "又找到一张票"),
        "clear": lambda: reopening.recount(workspace, poll_id, "全部重录"),
        "void": lambda: reopening.void(workspace, poll_id, "程序有误"),
        "remove": lambda: opening.remove_poll(workspace, poll_id),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
