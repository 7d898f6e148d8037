"""One transaction, one clock, one actor; and the record of changes that goes with it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select

import desk_app
from desk_app.domain.kit.actor import Actor
from desk_app.domain.rounds import Participant
from desk_app.domain.scoring import ScoreChange
from desk_app.services import example, grading, rectification, rounds
from desk_app.services.grading import DecisionEntry
from desk_app.services.rectification import ItemDraft
from desk_app.services.scoring import facts, sheets
from desk_app.services.session import Changed
from desk_app.services.workspace import Office, Workspace, create, open_
from desk_app.storage import tables
from tests.support.clock import HandMovedClock
from tests.support.recording import record_fact, record_score

PACKAGE = Path(desk_app.__file__).parent
BEGUN = datetime(2026, 3, 15, 9, 30, 20)
CLERK = Actor("组织委员")


@pytest.fixture
def clock() -> HandMovedClock:
    return HandMovedClock(BEGUN)


@pytest.fixture
def workspace(tmp_path: Path, clock: HandMovedClock) -> Iterator[Workspace]:
    opened = create(tmp_path / "青山镇", Office("中共青山镇委员会", "青山镇"), clock, CLERK)
    yield opened
    opened.close(back_up=False)


@pytest.fixture
def example_round(workspace: Workspace) -> int:
    example.build(workspace)
    (only,) = rounds.listing(workspace)
    return only.id


def recorded(workspace: Workspace, what: str = "") -> list[Changed]:
    """What stands in the record, in order, as far as it is about ``what``."""
    one = tables.change.c
    with workspace.session() as session:
        rows = session.execute(select(tables.change).order_by(one.id)).all()
    return [
        Changed(row.what, row.about, row.before, row.after, row.why, row.round_id)
        for row in rows
        if what in row.what
    ]


def test_a_session_has_one_moment_and_one_person(
    workspace: Workspace, clock: HandMovedClock
) -> None:
    with workspace.session() as session:
        clock.time = clock.time.replace(hour=9, minute=45)
        first = session.moment
        clock.time = clock.time.replace(hour=11)
        assert session.moment == first == "2026-03-15 09:45:20"
        assert session.today == date(2026, 3, 15)
        assert session.entered == {"entered_by": "组织委员", "entered_at": "2026-03-15 09:45"}


def test_the_record_says_who_when_what_and_why(workspace: Workspace) -> None:
    with workspace.session() as session:
        session.record(
            Changed("党委决定", "石桥村党支部", "好", "较好", "投诉属实", 7),
            Changed("党委决定", "柳树湾村党支部", "好", "好"),
        )
    with workspace.session() as session:
        (row,) = session.execute(select(tables.change)).all()
    assert (row.made_at, row.made_by) == ("2026-03-15 09:30:20", "组织委员")
    assert (row.what, row.about, row.before, row.after) == (
        "党委决定",
        "石桥村党支部",
        "好",
        "较好",
    )
    assert (row.why, row.round_id) == ("投诉属实", 7)


def test_what_is_rolled_back_leaves_no_line(workspace: Workspace) -> None:
    def fail() -> None:
        with workspace.session() as session:
            session.record(Changed("党委决定", "石桥村党支部", "", "好"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert recorded(workspace) == []


def test_a_score_and_a_fact_leave_who_when_before_and_after(
    workspace: Workspace, example_round: int, clock: HandMovedClock
) -> None:
    one = sheets.roster(workspace, example_round)[0].subject
    view = sheets.sheet(workspace, one.id)
    line = view.indicators[0]
    clock.time = datetime(2026, 3, 16, 8, 0)
    before = view.score(view.superior, line.name)
    wanted = Decimal(1) if before.points != Decimal(1) else Decimal(2)
    record_score(workspace, ScoreChange(one.id, view.superior, line.name, wanted, "查阅台账"))
    (last,) = recorded(workspace, f"{view.superior} {line.name}")[-1:]
    assert last.about == one.name
    assert last.after == f"{wanted} 分（查阅台账）"
    score = tables.score.c
    with workspace.session() as session:
        row = session.execute(
            select(score.entered_by, score.entered_at).where(
                score.subject_id == one.id,
                score.evaluator == view.superior,
                score.indicator == line.name,
            )
        ).one()
    assert tuple(row) == ("组织委员", "2026-03-16 08:00")
    table = facts.table(workspace, example_round)
    if table.facts:
        record_fact(workspace, example_round, one.id, table.facts[0].name, "是")
        assert recorded(workspace, table.facts[0].name)


def test_every_value_of_a_decision_and_of_an_approval_is_kept(
    workspace: Workspace, example_round: int
) -> None:
    board = grading.board(workspace, example_round)
    row = board.present[0]
    levels = [one.name for one in board.scheme.levels][:3]
    key, name = row.evidence.subject.id, row.evidence.subject.name
    for level in levels:
        entry = DecisionEntry(key, level, f"议定{level}", date(2026, 3, 10), "党委会")
        grading.decide(workspace, example_round, [entry])
        grading.approve(workspace, example_round, [replace(entry, meeting="县委组织部")])
    grading.decide(workspace, example_round, [DecisionEntry(key, "", "", None, "")])
    for step in (board.decision_step, board.approval_step):
        kept = [one for one in recorded(workspace, step) if one.about == name]
        for level in levels:
            assert any(one.after.startswith(level) for one in kept)
        assert all(old.after == new.before for old, new in pairwise(kept))


def test_a_ledger_item_keeps_every_former_value_also_when_deleted(
    workspace: Workspace, example_round: int
) -> None:
    subject = rectification.open_ledger(workspace, example_round).subjects[0]
    item = rectification.add(workspace, example_round, ItemDraft(subject.id, "场所未建成"))
    rectification.close(workspace, [item.id], "照片", "张建国", date(2026, 3, 14))
    rectification.reopen(workspace, [item.id])
    rectification.remove(workspace, [item.id])
    kept = [one for one in recorded(workspace) if subject.name in one.about]
    told = [(one.what, one.before, one.after) for one in kept[-8:]]
    assert ("新增整改事项", "", "场所未建成") in told
    assert ("佐证", "", "照片") in told
    assert ("佐证", "照片", "") in told
    assert ("删除整改事项", "整改问题：场所未建成", "") in told


def test_each_person_has_a_round_of_their_own(tmp_path: Path, clock: HandMovedClock) -> None:
    folder = tmp_path / "两个人"
    first = create(folder, Office("中共青山镇委员会", "青山镇"), clock, CLERK)
    example.build(first)
    (only,) = rounds.listing(first)
    members = [
        Participant(one.organisation_id, participates=True, absence_reason="")
        for one in rounds.subjects(first, only.id)
    ]
    other = rounds.create(first, only.scheme_id, 2027, "年初定级", members)
    rounds.set_current(first, only.id)
    first.close(back_up=False)
    second = open_(folder, clock, Actor("组织干事"))
    rounds.set_current(second, other)
    second.close(back_up=False)
    first = open_(folder, clock, CLERK)
    chosen = rounds.current(first)
    first.close(back_up=False)
    assert chosen is not None
    assert chosen.id == only.id


def test_nothing_in_the_program_takes_a_line_out_of_the_record() -> None:
    touching = re.compile(r"(update|delete)\(\s*(tables\.)?change\b")
    for path in PACKAGE.rglob("*.py"):
        assert not touching.search(path.read_text(encoding="utf-8")), path


def test_the_computer_is_asked_for_time_and_name_in_one_place() -> None:
    asking = re.compile(r"\b(datetime\.(now|utcnow)|date\.today|time\.(time|strftime)|getpass)\b")
    rooms = [
        path
        for floor in ("services", "storage", "commands", "documents", "views", "domain")
        for path in (PACKAGE / floor).rglob("*.py")
    ]
    found = {path.name for path in rooms if asking.search(path.read_text(encoding="utf-8"))}
    assert found == {"computer.py"}
