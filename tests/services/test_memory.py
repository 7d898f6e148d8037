"""What is remembered of a round is what would be worked out afresh, whatever was written."""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert, select, update

from desk_app.domain.faults import Fault
from desk_app.domain.rounds import Participant
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scoring import ScoreChange
from desk_app.services import example, grading, home, rectification, rounds, schemes
from desk_app.services.evidence import earlier
from desk_app.services.grading import DecisionEntry, round_board
from desk_app.services.memory import EVERYBODY, OF_NOBODY
from desk_app.services.organisations import registry
from desk_app.services.polling import reopening
from desk_app.services.rectification import ItemDraft
from desk_app.services.scoring import adjustments, facts, sheets
from desk_app.services.session import Session
from desk_app.services.submission.checks import readiness
from desk_app.services.workspace import Office, Workspace, create
from desk_app.storage import tables

SCHEMES = ("C5", "C15", "C16", "E1")
"""Points and earlier years; levels by rank; facts that outlast their round; opinions."""
SUBJECTS = 6
STEPS = 24


class TakenBackError(Exception):
    """Ends a transaction that must leave nothing."""


@dataclass
class Clerk:
    """Does something to a round, by chance; ``now`` and ``before`` are two rounds of one scheme."""

    workspace: Workspace
    now: int
    before: int
    chance: random.Random

    @property
    def subject(self) -> int:
        return self.chance.choice(rounds.subjects(self.workspace, self.now)).id

    @property
    def scheme(self) -> Scheme:
        return schemes.pinned(self.workspace, self.now)

    def scores(self) -> None:
        evaluator = self.chance.choice(self.scheme.evaluators).name
        changes = []
        for _ in range(self.chance.randint(1, 3)):
            one = self.chance.choice(rounds.subjects(self.workspace, self.now))
            line = self.chance.choice(self.scheme.indicators_for(one.domain))
            points = self.chance.choice((None, Decimal(0), Decimal(1)))
            changes.append(ScoreChange(one.id, evaluator, line.name, points, ""))
        sheets.record_many(self.workspace, changes)

    def fact(self, round_id: int | None = None) -> None:
        round_id = round_id or self.now
        one = self.chance.choice(rounds.subjects(self.workspace, round_id))
        if self.scheme.facts:
            known = self.chance.choice(self.scheme.facts).name
            text = self.chance.choice(("是", "否", "3", ""))
            change = facts.FactChange(one.id, known, text)
            facts.record_many(self.workspace, round_id, [change])

    def fact_of_another_year(self) -> None:
        self.fact(self.before)

    def register(self) -> None:
        for entry in self.scheme.adjustments:
            if entry.tiers and not entry.when:
                tier = next(iter(entry.tiers)).name
                line = adjustments.RegisterEntry(self.subject, entry.name, tier, 1, "文件")
                made = adjustments.add(self.workspace, line)
                if self.chance.random() < 0.4:
                    adjustments.remove(self.workspace, made.id)
                break

    def decision(self, round_id: int | None = None) -> None:
        round_id = round_id or self.now
        one = self.chance.choice(rounds.subjects(self.workspace, round_id))
        level = self.chance.choice(("", *(level.name for level in self.scheme.levels)))
        day = date(2026, 3, 1)
        grading.decide(
            self.workspace, round_id, [DecisionEntry(one.id, level, "研究", day, "会议")]
        )

    def decision_of_another_year(self) -> None:
        self.decision(self.before)

    def typed_level(self) -> None:
        row = self._any(select(tables.organisation.c.id))
        level = self.chance.choice(("", self.scheme.levels[0].name, self.scheme.levels[-1].name))
        earlier.record(self.workspace, (earlier.KnownLevel(row, 2024, level),))

    def item(self) -> None:
        made = rectification.add(self.workspace, self.now, ItemDraft(self.subject, "活动室漏雨"))
        if self.chance.random() < 0.4:
            rectification.remove(self.workspace, [made.id])

    def recount(self) -> None:
        reopening.recount(self.workspace, self._any(select(tables.poll.c.id)), "漏数一摞")

    def registry(self) -> None:
        one = self._any(select(tables.organisation.c.id))
        with self.workspace.session() as session:
            table = tables.organisation
            change = update(table).where(table.c.id == one)
            session.execute(change.values(initials=f"x{self.chance.randint(1, 9)}"))

    def who_takes_part(self) -> None:
        subject = self.subject
        with self.workspace.session() as session:
            table = tables.subject
            change = update(table).where(table.c.id == subject)
            values = {
                "participates": self.chance.randint(0, 1),
                "position": self.chance.randint(1, 99),
            }
            session.execute(change.values(**values))

    def finalising(self) -> None:
        grading.finalise(self.workspace, self.now)

    def unlocking(self) -> None:
        rounds.unlock(self.workspace, self.now, "县里要求更正")

    def taken_back(self) -> None:
        """A transaction writes, looks, and fails: neither may be left of it."""
        with suppress(TakenBackError), self.workspace.session() as session:
            table = tables.score
            session.execute(
                update(table)
                .where(table.c.subject_id == self._subject_inside(session))
                .values(points_milli=0)
            )
            grading.read_board(session, self.now)
            raise TakenBackError

    def _subject_inside(self, session: Session) -> int:
        query = select(tables.subject.c.id).where(tables.subject.c.round_id == self.now)
        return int(self.chance.choice(session.scalars(query).all()))

    def _any(self, query: Any) -> int:
        with self.workspace.session() as session:
            found = session.scalars(query).all()
        if not found:
            raise Fault("没有")
        return int(self.chance.choice(found))

    def acts(self) -> list[Callable[[], None]]:
        return [
            self.scores, self.scores, self.fact, self.fact_of_another_year, self.register,
            self.decision, self.decision_of_another_year, self.typed_level, self.item,
            self.recount, self.registry, self.who_takes_part, self.finalising, self.unlocking,
            self.taken_back,
        ]  # fmt: skip


def looked(workspace: Workspace, round_id: int) -> dict[str, object]:
    """Everything that rests on what is remembered."""
    return {
        "home": home.overview(workspace, round_id),
        "roster": sheets.roster(workspace, round_id),
        "board": round_board.read(workspace, round_id),
        "ledger": rectification.open_ledger(workspace, round_id),
        "ready": readiness(workspace, round_id),
        "registry": registry.tree(workspace),
    }


def afresh(monkeypatch: pytest.MonkeyPatch, workspace: Workspace, round_id: int) -> object:
    """The same, nothing remembered."""

    def work_out(_self: Session, _name: str, _round: int, work: Any, *, apart: bool = False) -> Any:
        del apart
        return work(EVERYBODY)

    with monkeypatch.context() as patched:
        patched.setattr(Session, "remembered", work_out)
        patched.setattr(Session, "remembered_registry", lambda _self, _name, work: work())
        return looked(workspace, round_id)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = create(tmp_path / "青山镇", Office("中共青山镇委员会", "青山镇"))
    yield opened
    opened.close(back_up=False)


def clerk_of(workspace: Workspace, scheme: str, seed: int) -> Clerk:
    """A clerk with the example's round of last year and this year's by ``scheme``."""
    made = example.build(workspace, orgs=SUBJECTS)
    before = made.round_id
    taking_part = [Participant(one.organisation_id) for one in rounds.subjects(workspace, before)]
    with workspace.session() as session:
        session.execute(update(tables.round_).values(year=2025))
    now = before
    if scheme != example.SCHEME:
        now = rounds.create(workspace, scheme, 2026, "年度定级", taking_part)
    else:
        before = rounds.create(workspace, scheme, 2024, "年度定级", taking_part)
    return Clerk(workspace, now, before, random.Random(seed))


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_is_remembered_is_what_would_be_worked_out_afresh(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, scheme: str, seed: int
) -> None:
    clerk = clerk_of(workspace, scheme, seed)
    looked(workspace, clerk.now)
    done = 0
    for _ in range(STEPS):
        act = clerk.chance.choice(clerk.acts())
        with suppress(Fault):
            act()
            done += 1
        looked_at = clerk.chance.choice((clerk.now, clerk.now, clerk.before))
        assert looked(workspace, looked_at) == afresh(monkeypatch, workspace, looked_at), act
    assert done > STEPS // 2


def statements(work: Callable[[], object]) -> list[str]:
    seen: list[str] = []

    def note(*given: Any) -> None:
        seen.append(given[2])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return seen


def test_nothing_that_is_remembered_rests_on_a_table_that_is_not_watched(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_id = example.build(workspace, orgs=SUBJECTS).round_id
    seen: list[str] = []

    def noting(_self: Session, _name: str, _round: int, work: Any, *, apart: bool = False) -> Any:
        del apart
        found: list[Any] = []
        seen.extend(statements(lambda: found.append(work(EVERYBODY))))
        return found[0]

    monkeypatch.setattr(Session, "remembered", noting)
    looked(workspace, round_id)
    words = {word.strip('"().,') for one in seen for word in one.split()}
    assert "score" in words
    assert not {table.name for table in OF_NOBODY} & words


@pytest.mark.parametrize("look", ["home", "roster", "board", "ledger", "ready"])
def test_a_screen_takes_the_same_queries_at_any_size(tmp_path: Path, look: str) -> None:
    counts = [queries_of(tmp_path / str(size), size, look) for size in (12, 48)]
    assert counts[0] == counts[1]


def queries_of(folder: Path, size: int, look: str) -> tuple[int, ...]:
    """How many statements a screen takes at first, again, and after a score was typed."""
    opened = create(folder, Office("中共青山镇委员会", "青山镇"))
    round_id = example.build(opened, orgs=size).round_id
    subject = rounds.subjects(opened, round_id)[0]
    line = schemes.pinned(opened, round_id).indicators_for(subject.domain)[0].name
    reading: Callable[[], object] = {
        "home": lambda: home.overview(opened, round_id),
        "roster": lambda: sheets.roster(opened, round_id),
        "board": lambda: round_board.read(opened, round_id),
        "ledger": lambda: rectification.open_ledger(opened, round_id),
        "ready": lambda: readiness(opened, round_id),
    }[look]
    first, again = len(statements(reading)), len(statements(reading))
    sheets.record_many(opened, [ScoreChange(subject.id, "考评", line, Decimal(1), "差")])
    after = len(statements(reading))
    opened.close(back_up=False)
    return first, again, after


def test_one_score_typed_grades_one_subject(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_id = example.build(workspace, orgs=SUBJECTS).round_id
    looked(workspace, round_id)
    looked(workspace, round_id)
    spans: list[tuple[str, tuple[int, int]]] = []
    remembered = Session.remembered

    def noting(self: Session, name: str, round_id: int, work: Any, *, apart: bool = False) -> Any:
        def noted(span: tuple[int, int]) -> Any:
            spans.append((name, span))
            return work(span)

        return remembered(self, name, round_id, noted, apart=apart)

    monkeypatch.setattr(Session, "remembered", noting)
    looked(workspace, round_id)
    assert spans == []
    subject = rounds.subjects(workspace, round_id)[2]
    line = schemes.pinned(workspace, round_id).indicators_for(subject.domain)[0].name
    sheets.record_many(workspace, [ScoreChange(subject.id, "考评", line, Decimal(1), "差")])
    looked(workspace, round_id)
    assert {span for _, span in spans} == {(subject.id, subject.id)}
    assert {name for name, _ in spans} == {"filled", "roster", "graded", "ledger", "work"}


def test_looking_changes_nothing_that_is_backed_up(workspace: Workspace) -> None:
    round_id = example.build(workspace, orgs=SUBJECTS).round_id
    workspace.back_up("close")
    looked(workspace, round_id)
    looked(workspace, round_id)
    assert workspace.back_up_changes("close") is None
    with workspace.session() as session:
        change = update(tables.organisation).values(secretary="")
        session.execute(change)
    assert workspace.back_up_changes("close") is not None


def test_a_subject_that_comes_later_is_seen(workspace: Workspace) -> None:
    round_id = example.build(workspace, orgs=SUBJECTS).round_id
    before = looked(workspace, round_id)
    looked(workspace, round_id)
    with workspace.session() as session:
        key = session.execute(
            insert(tables.organisation).values(name="新设党支部", kind="党支部", position=99)
        ).inserted_primary_key
        assert key is not None
        session.execute(
            insert(tables.subject).values(
                round_id=round_id, organisation_id=key[0], position=99, name="新设党支部",
                domain=rounds.read_subjects(session, round_id)[0].domain,
            )
        )  # fmt: skip
    after = looked(workspace, round_id)
    assert len(after["roster"]) == len(before["roster"]) + 1  # type: ignore[arg-type]
