"""Two people count a poll over and over, saying before and after each step what they do.

This is what gets killed. What it says goes through a pipe, never into a file.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from desk_app.domain.polling import keying
from desk_app.domain.polling.counting import BatchLine, BatchState
from desk_app.domain.polling.counts import BatchCounts
from desk_app.domain.scheme.model.polls import Counting
from desk_app.services.polling import batches, counting, polls, reopening, sealing, settling
from desk_app.services.workspace import Workspace, open_
from tests.support.polling_round import COMMON, FEELINGS, SCHEME, next_batch

RETURNED = 160
LINES = 12
TELLERS = ("计票人甲", "计票人乙")
RULES = replace(SCHEME, polls=(replace(COMMON, counting=Counting()),))
MISTAKEN = 3
"""In every third batch the second person presses one wrong key; no paper of it is void.

Beside a void paper a wrong key could be another paper called void: then both count again.
"""

_A_BATCH_S = 0.004


@dataclass(frozen=True)
class Said:
    """One step: begun, or confirmed (``done``)."""

    what: str
    number: int = 0
    teller: str = ""
    done: bool = False


def counts(number: int, *, mistaken: bool = False) -> BatchCounts:
    """Key the papers of a batch, the same ones every time, through the real keys' functions."""
    hand = keying.Hand(LINES, 20)
    for paper in range(20):
        if number % MISTAKEN and (paper + number) % 23 == 0:
            hand = keying.make_void(hand)
        for line in range(LINES):
            hand = keying.mark(hand, FEELINGS[(paper * 7 + line * 3 + number) % 4])
        if mistaken and paper == 9 and not hand.void:
            hand = keying.mark(keying.step_back(hand), "弃权")
        hand = keying.lay_down(hand)
    return keying.count(hand)


def work(folder: Path, poll_id: int, say: Callable[[Said], None]) -> None:
    """Count, settle, seal, reopen, without end."""
    workspace = open_(folder)
    say(Said("open", done=True))
    while True:
        if polls.poll_sheet(workspace, poll_id).sealed:
            say(Said("reopen"))
            version = reopening.recount(workspace, poll_id, "再数一遍").standing.version
            say(Said("reopen", version, done=True))
        for teller in TELLERS:
            while line := next_batch(workspace, poll_id, teller):
                _key(workspace, poll_id, line, teller, say)
        for line in batches.batches(workspace, poll_id):
            if line.state is BatchState.DIFFERS:
                say(Said("settle", line.number))
                _settle(workspace, line)
                say(Said("settle", line.number, done=True))
        say(Said("seal"))
        version = sealing.seal(workspace, poll_id).standing.version
        say(Said("seal", version, done=True))


def _key(
    workspace: Workspace, poll_id: int, line: BatchLine, teller: str, say: Callable[[Said], None]
) -> None:
    say(Said("take", line.number, teller))
    batches.take_batch(workspace, poll_id, "", line.number, teller)
    say(Said("take", line.number, teller, done=True))
    wrong = line.state is BatchState.FIRST and line.number % MISTAKEN == 0
    keyed = counts(line.number, mistaken=wrong)
    time.sleep(_A_BATCH_S)
    say(Said("store", line.number, teller))
    counting.store_batch(workspace, poll_id, "", line.number, keyed, teller)
    say(Said("store", line.number, teller, done=True))


def _settle(workspace: Workspace, line: BatchLine) -> None:
    """The papers say what the first person keyed."""
    if line.id is None:
        raise ValueError(line)
    cells = settling.differences(workspace, line.id).cells
    values = {(cell.subject_id, cell.option): cell.first for cell in cells}
    settling.settle(workspace, line.id, values, "监票人甲")
