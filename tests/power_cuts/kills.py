"""Kill the clerk at a random moment, open the workspace again, hold it against what was said."""

import multiprocessing
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext
from pathlib import Path
from typing import cast

from desk_app.domain.polling.counting import BatchLine, BatchState, add_batches
from desk_app.services.polling import (
    batches,
    meetings,
    opening,
    parts,
    polls,
    versions,
)
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.services.workspace import Office, Workspace, create, open_
from tests.power_cuts.clerk import RETURNED, RULES, TELLERS, Said, counts, work
from tests.support.polling_round import FEELINGS, make_round

MOMENTS = ("take", "keying", "store", "settle", "seal", "reopen")
"""Kills fall while a batch is taken, keyed, stored, settled, sealed, or reopened."""

PATIENCE_S = 60
_WORDS = {
    "take": "取摞",
    "keying": "录入",
    "store": "入库",
    "settle": "核定",
    "seal": "封存",
    "reopen": "重新计票",
}
_RANK = {
    BatchState.MISSING: 0,
    BatchState.FIRST: 1,
    BatchState.DIFFERS: 2,
    BatchState.SETTLED: 3,
}


class Lost(AssertionError):
    """Something that was confirmed is gone, or the program says something else than is so."""


@dataclass
class Ledger:
    """What the clerk confirmed: the state of each batch in the current version."""

    version: int = 1
    sealed: bool = False
    states: dict[int, int] = field(default_factory=dict)
    hand: Said | None = None
    last: Said | None = None

    def note(self, said: Said) -> None:
        """Take in one word of the clerk."""
        self.last = said
        if not said.done:
            return
        match said.what:
            case "take":
                self.hand = said
            case "store":
                self.hand = None
                known = self.states.get(said.number, 0)
                self.states[said.number] = max(known, 1 if said.teller == TELLERS[0] else 2)
            case "settle":
                self.states[said.number] = 3
            case "seal":
                self.sealed = True
            case "reopen":
                self.version, self.sealed, self.states = said.number, False, {}


def torture(folder: Path, times: int, seed: int = 1) -> Counter[str]:
    """Kill ``times`` times in one workspace; return the moments. Raises ``Lost``."""
    poll_id = _furnish(folder)
    chance = random.Random(seed)
    ledger = Ledger()
    moments: Counter[str] = Counter()
    context = _context()
    for number in range(times):
        # Each kind of moment comes up, the order is chance.
        wanted = MOMENTS[number] if number < len(MOMENTS) else chance.choice(MOMENTS)
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_child, args=(folder, poll_id, theirs), daemon=True)
        process.start()
        theirs.close()
        _listen(ours, ledger, wanted, chance)
        process.kill()
        while _hear(ours, ledger):
            pass
        process.join(PATIENCE_S)
        ours.close()
        moments[_WORDS[wanted]] += 1
        _examine(folder, poll_id, ledger)
    return moments


def _context() -> SpawnContext:
    """Fork where that is cheap; both kinds of context start processes in the same way."""
    method = "fork" if sys.platform == "linux" else "spawn"
    return cast("SpawnContext", multiprocessing.get_context(method))


def _child(folder: Path, poll_id: int, pipe: Connection) -> None:
    work(folder, poll_id, pipe.send)


def _listen(pipe: Connection, ledger: Ledger, wanted: str, chance: random.Random) -> None:
    """Hear the clerk out until the moment comes; then a few thousandths more."""
    skip = chance.randrange(6) if wanted in {"take", "keying", "store"} else 0
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if not pipe.poll(PATIENCE_S):
            break
        if not _hear(pipe, ledger):
            raise Lost(f"计票人自己停了，最后一步：{ledger.last}")
        said = ledger.last
        name, done = ("take", True) if wanted == "keying" else (wanted, False)
        if said is not None and said.what == name and said.done == done:
            if skip == 0:
                time.sleep(chance.random() * 0.008)
                return
            skip -= 1
    raise Lost(f"等不到“{_WORDS[wanted]}”这一步，最后一步：{ledger.last}")


def _hear(pipe: Connection, ledger: Ledger) -> bool:
    """Take one word in; False when the pipe is at its end (a word cut in two counts as unsaid)."""
    try:
        said = pipe.recv()
    except (EOFError, OSError, ValueError):
        return False
    ledger.note(said)
    return True


def _furnish(folder: Path) -> int:
    workspace = create(folder, Office("中共青山镇委员会", "青山镇"))
    example_round = make_round(workspace, rules=RULES)
    facts = MeetingFacts("测评大会", tellers=TELLERS, supervisors=("监票人甲",))
    meeting_id = meetings.add_meeting(workspace, example_round.round_id, facts)
    poll_id = opening.open_poll(workspace, meeting_id, "群众测评", example_round.subject_ids)
    polls.set_papers(workspace, poll_id, RETURNED, RETURNED)
    workspace.close(back_up=False)
    return poll_id


def _examine(folder: Path, poll_id: int, ledger: Ledger) -> None:
    """Open after the kill: whole, nothing confirmed is gone, and what was lost is named."""
    workspace = open_(folder)
    try:
        with workspace.session() as session:
            found = session.connection.exec_driver_sql("PRAGMA integrity_check").scalar()
        _demand(found == "ok" and not workspace.problems(), f"数据库自检：{found}")
        sheet = polls.poll_sheet(workspace, poll_id)
        _catch_up(ledger, sheet)
        if sheet.sealed:
            _demand(ledger.sealed, "没有说过封存，却已封存")
            _examine_sealed(workspace, poll_id)
        else:
            _demand(not ledger.sealed, "封存过的计票不见了")
            _examine_open(workspace, sheet, ledger)
        stays = [one.number for one in versions.versions(workspace, poll_id)]
        _demand(stays == list(range(1, ledger.version + ledger.sealed)), f"版本：{stays}")
    finally:
        workspace.close(back_up=False)


def _catch_up(ledger: Ledger, sheet: parts.PollSheet) -> None:
    """One step may have been committed and not confirmed any more: the one that was begun."""
    last = ledger.last
    if last is None or last.done:
        return
    lines = {one.number: one for one in sheet.plan}
    line = lines.get(last.number, BatchLine("", last.number, 0))
    rank = _RANK[line.state]
    if last.what == "seal":
        ledger.sealed = sheet.sealed
    elif last.what == "reopen" and not sheet.sealed:
        ledger.note(Said("reopen", sheet.standing.version, done=True))
    elif last.what == "store" and rank > ledger.states.get(last.number, 0):
        ledger.note(Said("store", last.number, last.teller, done=True))
    elif last.what == "settle" and line.state is BatchState.SETTLED:
        ledger.note(Said("settle", last.number, done=True))


def _examine_sealed(workspace: Workspace, poll_id: int) -> None:
    sheet = polls.poll_sheet(workspace, poll_id)
    truth = add_batches(counts(number) for number in range(1, 9))
    _demand(
        (sheet.counted.valid, sheet.counted.invalid) == (truth.valid, truth.invalid),
        "封存的张数不对",
    )
    for position, line in enumerate(sheet.results):
        for option in FEELINGS:
            right = truth.votes.get((position, option), 0)
            _demand(line.tally.counts[option] == right, f"封存的票数不对：{line.name}{option}")
    _demand(versions.verify_code(workspace, poll_id, sheet.standing.code).matches, "校验码不符")
    with workspace.session() as session:
        left = session.connection.exec_driver_sql("SELECT count(*) FROM batch").scalar()
    _demand(left == 0, "封存以后还有摞的计数")
    _demand(batches.unfinished(workspace, poll_id) == (), "封存了还说有摞未入库")


def _examine_open(workspace: Workspace, sheet: parts.PollSheet, ledger: Ledger) -> None:
    for one in sheet.plan:
        known = ledger.states.get(one.number, 0)
        second = known == 2 and one.state in {BatchState.DIFFERS, BatchState.SETTLED}
        _demand(
            second or _RANK[one.state] == known,
            f"第 {one.number} 摞应是第 {known} 步，现在是{one.state}",
        )
    done = [one.number for one in sheet.plan if one.state is BatchState.SETTLED]
    truth = add_batches(counts(number) for number in done)
    _demand(sheet.counted.keyed == 20 * len(done), "入库的张数不对")
    for position, line in enumerate(sheet.results):
        for option in FEELINGS:
            right = truth.votes.get((position, option), 0)
            _demand(line.tally.counts[option] == right, f"入库的票数不对：{line.name}{option}")
    _examine_words(workspace, sheet, ledger)


def _examine_words(workspace: Workspace, sheet: parts.PollSheet, ledger: Ledger) -> None:
    said = batches.unfinished(workspace, sheet.id)
    hand, last = ledger.hand, ledger.last
    possible: set[tuple[str, ...]] = set()
    if hand is not None:
        possible.add((f"第 {hand.number} 摞 20 张未入库，请重新录入",))
    else:
        missing = [one.number for one in sheet.plan if one.state is BatchState.MISSING]
        begun = any(one.id is not None for one in sheet.plan)
        lowest = missing[:1] if begun else []
        possible.add(tuple(f"第 {one} 摞 20 张未入库，请重新录入" for one in lowest))
    if last is not None and last.what == "take" and not last.done:
        # Taken and committed, but not confirmed any more.
        possible.add((f"第 {last.number} 摞 20 张未入库，请重新录入",))
    _demand(said in possible, f"程序说的是{said}，应是{possible}")


def _demand(so: object, words: str) -> None:
    if not so:
        raise Lost(words)
