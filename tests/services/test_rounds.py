from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from desk_app.domain.faults import Fault
from desk_app.domain.rounds import Participant, decision_step
from desk_app.services import grading, home, rounds, schemes
from desk_app.services.session import Changed
from desk_app.services.workspace import Office, Workspace, create
from desk_app.storage import tables
from tests.support.rounds import amendments

ORGANISATIONS = (
    (1, "青山镇党委", "党委", None, "机关", None),
    (2, "柳树湾村党支部", "党支部", 1, "农村", None),
    (3, "石桥村党支部", "党支部", 1, "农村", None),
    (4, "老街党支部", "党支部", 1, "社区", "2025-12-01"),
    (5, "镇中心小学党支部", "党支部", 1, "", None),
)
BOTH = (Participant(2), Participant(3))


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = create(tmp_path / "工作区", Office("中共青山镇委员会", "青山镇"))
    names = ("id", "name", "kind", "parent_id", "domain", "retired_on")
    with opened.session() as session:
        session.execute(
            insert(tables.organisation),
            [dict(zip(names, one, strict=True)) for one in ORGANISATIONS],
        )
    yield opened
    opened.close(back_up=False)


def test_who_takes_part_where_nobody_chooses(workspace: Workspace) -> None:
    assert rounds.proposed(workspace) == (Participant(2), Participant(3), Participant(5))


def decide(workspace: Workspace, round_id: int, subjects: int) -> None:
    with workspace.session() as session:
        step = decision_step(schemes.pinned(session, round_id))
        chosen = rounds.read_subjects(session, round_id)[:subjects]
        for one in chosen:
            session.execute(
                insert(tables.opinion).values(subject_id=one.id, step=step, level="四星")
            )


def test_round_pins_its_scheme_and_copies_the_registry(workspace: Workspace) -> None:
    absent = Participant(3, participates=False, absence_reason=" 班子正在换届 ")
    round_id = rounds.create(workspace, "C5", 2026, " 年初定级 ", [Participant(2), absent])
    one = rounds.get(workspace, round_id)
    assert (one.year, one.name, one.scheme_id, one.locked) == (2026, "年初定级", "C5", False)
    assert rounds.current(workspace) == one
    first, second = rounds.subjects(workspace, round_id)
    assert (first.name, first.parent, first.domain) == ("柳树湾村党支部", "青山镇党委", "农村")
    assert (second.participates, second.absence_reason) == (False, "班子正在换届")
    with workspace.session() as session:
        session.execute(tables.organisation.update().values(name="改过的名字"))
        assert schemes.pinned(session, round_id).id == "C5"
    assert rounds.subjects(workspace, round_id)[0].name == "柳树湾村党支部"


@pytest.mark.parametrize(
    ("scheme", "year", "name", "participants", "words"),
    [
        ("C5", 2026, "年初定级", BOTH, "已经有"),
        ("C5", 2026, "", BOTH, "填写轮次名称"),
        ("X9", 2026, "抽检", BOTH, "X9"),
        ("C5", 2026, "抽检", (Participant(2), Participant(3, False)), "写明原因"),
        ("C5", 2026, "抽检", (Participant(4),), "已撤销"),
        ("C5", 2026, "抽检", (Participant(5),), "领域"),
        ("C5", 2026, "抽检", (), "至少勾选一个"),
    ],
)
def test_what_cannot_stand_leaves_nothing_behind(
    workspace: Workspace,
    scheme: str,
    year: int,
    name: str,
    participants: tuple[Participant, ...],
    words: str,
) -> None:
    rounds.create(workspace, "C5", 2026, "年初定级", BOTH)
    with pytest.raises(Fault, match=words):
        rounds.create(workspace, scheme, year, name, participants)
    assert len(rounds.listing(workspace)) == 1
    with workspace.session() as session:
        assert len(session.execute(select(tables.subject)).all()) == 2


def test_current_round_is_the_chosen_one(workspace: Workspace) -> None:
    assert rounds.current(workspace) is None
    first = rounds.create(workspace, "C5", 2026, "年初定级", BOTH)
    second = rounds.create(workspace, "D1", 2026, "年末复核", BOTH)
    assert [one.id for one in rounds.listing(workspace)] == [second, first]
    rounds.set_current(workspace, first)
    found = rounds.current(workspace)
    assert found is not None
    assert found.id == first
    with pytest.raises(Fault, match="没有编号为 99"):
        rounds.set_current(workspace, 99)


def test_only_a_decided_round_is_locked(workspace: Workspace) -> None:
    round_id = rounds.create(workspace, "C5", 2026, "年初定级", BOTH)
    decide(workspace, round_id, 1)
    with pytest.raises(Fault, match="还有 1 个没有定级（石桥村党支部）"):
        grading.finalise(workspace, round_id)
    with workspace.session() as session:
        rounds.ensure_unlocked(session, round_id)
        session.execute(tables.opinion.delete())
    decide(workspace, round_id, 2)
    grading.finalise(workspace, round_id)
    with workspace.session() as session, pytest.raises(Fault, match="已经定稿"):
        rounds.ensure_unlocked(session, round_id)
    with pytest.raises(Fault, match="已经定稿"):
        grading.finalise(workspace, round_id)


def test_changes_after_the_first_lock_are_counted_with_their_reason(workspace: Workspace) -> None:
    round_id = rounds.create(workspace, "C5", 2026, "年初定级", BOTH)

    def amend(before: str, after: str) -> None:
        with workspace.session() as session:
            changed = Changed("考评", about="石桥村党支部", before=before, after=after)
            rounds.amend(session, round_id, changed)

    amend("80", "81")
    assert amendments(workspace, round_id) == ()
    decide(workspace, round_id, 2)
    grading.finalise(workspace, round_id)
    with pytest.raises(Fault, match="写明原因"):
        rounds.unlock(workspace, round_id, " ")
    rounds.unlock(workspace, round_id, "县里要求核减")
    amend("80", "80")
    amend("80", "79")
    (one,) = amendments(workspace, round_id)
    assert (one.subject, one.before, one.after) == ("石桥村党支部", "80", "79")
    assert one.reason == "县里要求核减"
    first = rounds.get(workspace, round_id)
    assert first.amendments == 1
    grading.finalise(workspace, round_id)
    again = rounds.get(workspace, round_id)
    assert again.locked
    assert again.finalised_at == first.finalised_at
    with pytest.raises(Fault, match="没有定稿"):
        rounds.unlock(workspace, rounds.create(workspace, "C5", 2027, "年初定级", BOTH), "x")


def test_overview_without_a_round_says_where_to_begin(tmp_path: Path) -> None:
    empty = create(tmp_path / "空", Office("中共青山镇委员会", ""))
    found = home.overview(empty)
    assert found.round is None
    assert (found.organisations, found.next.room) == (0, "organisations")
    empty.close(back_up=False)


def test_overview_counts_only_complete_sheets_of_who_takes_part(workspace: Workspace) -> None:
    assert home.overview(workspace).next.room == "new_round"
    absent = Participant(3, participates=False, absence_reason="换届")
    round_id = rounds.create(workspace, "C5", 2026, "年初定级", [Participant(2), absent])
    first, second = rounds.subjects(workspace, round_id)
    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        superior = scheme.superior.name
        lines = scheme.indicators_for("农村")
        for subject, many in ((first, lines[1:]), (second, lines)):
            session.execute(
                insert(tables.score),
                [
                    {
                        "subject_id": subject.id,
                        "evaluator": superior,
                        "indicator": one.name,
                        "points_milli": 1000,
                    }
                    for one in many
                ],
            )
        session.execute(
            insert(tables.rectification),
            [
                {"round_id": round_id, "subject_id": first.id, "problem": "甲", "due_on": due}
                for due in ("2000-01-01", "2999-01-01", None)
            ],
        )
    counts = home.overview(workspace).counts
    assert (counts.participants, counts.absent) == (1, 1)
    assert counts.sheets == {}
    assert counts.begun == {superior: 1}
    assert (counts.items_open, counts.items_overdue, counts.items_closed) == (3, 1, 0)
    with workspace.session() as session:
        session.execute(
            insert(tables.score).values(
                subject_id=first.id, evaluator=superior, indicator=lines[0].name, points_milli=0
            )
        )
    found = home.overview(workspace)
    assert found.counts.sheets == {superior: 1}
    assert found.badges["rectification"] == "1!"
