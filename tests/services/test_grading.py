"""Proposals, decisions and approvals on a real database."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Engine, event

from desk_app.domain.faults import Fault
from desk_app.domain.ranking import Standings, standings
from desk_app.services import example, grading, rounds, schemes
from desk_app.services.evidence.gathering import gather
from desk_app.services.grading import DecisionEntry, boards, proposals
from desk_app.services.workspace import Office, Workspace, create, open_
from tests.support import submission_township
from tests.support.rounds import amendments

if TYPE_CHECKING:
    from desk_app.domain.chain import Proposal

MEETING_DAY = date(2026, 3, 15)


@pytest.fixture(scope="module")
def township(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example township, made once and copied by each test."""
    folder = tmp_path_factory.mktemp("示例")
    workspace = create(folder, Office(example.FULL_NAME, example.SHORT_NAME))
    example.build(workspace)
    workspace.close(back_up=False)
    return folder


@pytest.fixture
def workspace(township: Path, tmp_path: Path) -> Iterator[Workspace]:
    (tmp_path / "workspace.db").write_bytes((township / "workspace.db").read_bytes())
    opened = open_(tmp_path)
    yield opened
    opened.close(back_up=False)


def test_the_example_hits_a_quota_and_the_committee_says_why(workspace: Workspace) -> None:
    board = grading.board(workspace, 1)
    assert len(board.present) == 36
    changed = [
        row
        for row in board.present
        if row.proposal is not None and row.decision and row.decision.level != row.proposal.level
    ]
    assert changed
    for row in changed:
        assert row.proposal is not None
        assert row.proposal.level == "五星"
        assert row.decision is not None
        assert row.decision.level == "四星"
        assert "名额" in row.decision.reason
        assert row.hint


def test_a_decision_stands_beside_the_proposal(workspace: Workspace) -> None:
    row = grading.board(workspace, 1).present[0]
    assert row.proposal is not None
    subject = row.evidence.subject.id
    other = "一星" if row.proposal.level != "一星" else "二星"
    with pytest.raises(Fault, match="理由"):
        grading.decide(workspace, 1, [DecisionEntry(subject, other)])
    entry = DecisionEntry(subject, other, "实地核查有变化", MEETING_DAY, "第3次党委会")
    after = grading.decide(workspace, 1, [entry]).present[0]
    assert after.decision is not None
    assert (after.decision.level, after.decision.decided_on) == (other, MEETING_DAY)
    assert after.proposal is not None
    assert after.proposal.level == row.proposal.level
    assert after.level == other


def test_one_wrong_entry_refuses_all(workspace: Workspace) -> None:
    first, second = grading.board(workspace, 1).present[:2]
    before = first.decision
    with pytest.raises(Fault, match="六星"):
        grading.decide(
            workspace,
            1,
            [
                DecisionEntry(first.evidence.subject.id, "一星", "理由"),
                DecisionEntry(second.evidence.subject.id, "六星", "理由"),
            ],
        )
    assert grading.board(workspace, 1).present[0].decision == before


def test_approval_comes_after_the_round_is_locked(workspace: Workspace) -> None:
    grading.finalise(workspace, 1)
    row = grading.board(workspace, 1).present[0]
    subject = row.evidence.subject.id
    assert row.decision is not None
    with pytest.raises(Fault, match="定稿"):
        grading.decide(workspace, 1, [DecisionEntry(subject, "一星", "理由")])
    approved = grading.approve(workspace, 1, [DecisionEntry(subject, row.decision.level)])
    assert approved.present[0].approval is not None
    assert not amendments(workspace, 1)


def test_changes_after_the_lock_are_counted(workspace: Workspace) -> None:
    grading.finalise(workspace, 1)
    rounds.unlock(workspace, 1, "县里退回重核")
    row = grading.board(workspace, 1).present[0]
    assert row.decision is not None
    other = "一星" if row.decision.level != "一星" else "二星"
    grading.decide(workspace, 1, [DecisionEntry(row.evidence.subject.id, other, "退回重核")])
    (change,) = amendments(workspace, 1)
    assert (change.before, change.after, change.reason) == (
        row.decision.level,
        other,
        "县里退回重核",
    )


def test_taking_a_decision_back_leaves_the_proposal(workspace: Workspace) -> None:
    subject = grading.board(workspace, 1).present[0].evidence.subject.id
    after = grading.decide(workspace, 1, [DecisionEntry(subject, "")]).present[0]
    assert after.decision is None
    assert grading.decide_as_proposed(workspace, 1, MEETING_DAY, "党委会") == 1


def test_the_same_seed_makes_the_same_township(tmp_path: Path, workspace: Workspace) -> None:
    again = create(tmp_path / "再来", Office(example.FULL_NAME, example.SHORT_NAME))
    example.build(again)
    try:
        first, second = grading.board(workspace, 1), grading.board(again, 1)
        # Who entered it and when is the one thing that may differ.
        plain = [
            [replace(row.evidence, entered={}, on=None) for row in board.rows]
            for board in (first, second)
        ]
        assert plain[0] == plain[1]
        assert first.quotas == second.quotas
    finally:
        again.close(back_up=False)


def test_the_example_never_lands_on_somebodys_data(workspace: Workspace) -> None:
    with pytest.raises(Fault, match="已有党组织"):
        example.build(workspace)


@pytest.mark.parametrize("by_rank", [False, True])
def test_a_round_read_span_by_span_comes_to_the_same(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, by_rank: bool
) -> None:
    monkeypatch.setattr(proposals, "_TOGETHER", 7)
    with workspace.session() as session:
        scheme = schemes.pinned(session, 1)
        if by_rank:
            quotas = tuple(replace(one, assign=True) for one in scheme.quotas)
            scheme = replace(scheme, quotas=quotas)
        whole = standings(scheme, gather(session, scheme, 1))
        seen: dict[int, Proposal] = {}
        done = proposals.propose_each(
            session, scheme, 1, lambda _, one: seen.update({one.subject_id: one})
        )
    assert seen == dict(whole.proposals)
    assert (dict(done.hints), done.quotas) == (dict(whole.hints), whole.quotas)


def test_what_if_stores_nothing(workspace: Workspace) -> None:
    before = grading.board(workspace, 1)
    row = next(
        row
        for row in before.present
        if grading.wanting_words(before, row) == "“创新项目”为“是”，即为五星。"
    )
    subject = row.evidence.subject.id
    assert grading.what_if(workspace, 1, subject, facts={"创新项目": True}).proposal.level == "五星"
    lower = grading.what_if(workspace, 1, subject, points={"领导班子": Decimal(0)})
    assert row.proposal is not None
    assert lower.proposal.total.points < row.proposal.total.points
    with pytest.raises(Fault, match="满分"):
        grading.what_if(workspace, 1, subject, points={"领导班子": Decimal(99)})
    assert grading.board(workspace, 1) == before


def test_every_steps_opinion_is_kept(workspace: Workspace) -> None:
    subject = grading.board(workspace, 1).present[0].evidence.subject.id
    board = grading.give_opinions(workspace, 1, "自评星级", [DecisionEntry(subject, "五星级")])
    opinions = board.present[0].opinions
    assert opinions["自评星级"].level == "五星"  # an alias is written by the level's name
    assert opinions["党委审核"].level != ""
    with pytest.raises(Fault, match="没有得出等级的环节"):
        grading.give_opinions(workspace, 1, "没有这一步", [DecisionEntry(subject, "五星")])


def test_reasons_say_where_a_fact_was_entered(workspace: Workspace) -> None:
    row = grading.board(workspace, 1).present[0]
    assert row.proposal is not None
    assert "评分" in row.proposal.reasons[0].entered


def test_nobody_decides_on_whom_a_rule_took_out(tmp_path: Path) -> None:
    workspace = create(tmp_path / "园区", Office("中共青山镇委员会", "青山镇"))
    try:
        # 对机关支部不评等级; the others' level is what the steps arrive at
        township = submission_township.make_township(workspace, "B1")
        round_id = township.round_id
        with pytest.raises(Fault, match="没有定级"):
            grading.finalise(workspace, round_id)
        board = grading.board(workspace, round_id)
        out = [row.evidence.subject.name for row in board.present if row.out]
        assert out == ["机关第一党支部"]
        for level in ("较好", "好"):
            entries = [
                DecisionEntry(row.evidence.subject.id, level)
                for row in board.present
                if not row.out
            ]
            grading.decide(workspace, round_id, entries)
        grading.finalise(workspace, round_id)
        assert rounds.get(workspace, round_id).locked
    finally:
        workspace.close(back_up=False)


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Workspace]:
    """A round of 3,000 organisations."""
    opened = create(tmp_path / "县", Office(example.FULL_NAME, example.SHORT_NAME))
    example.build(opened, orgs=3_000)
    yield opened
    opened.close(back_up=False)


@pytest.mark.parametrize(("size", "finalised"), [(36, False), (36, True), (3_000, False)])
def test_one_decision_grades_once_and_asks_little(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    size: int,
    *,
    finalised: bool,
) -> None:
    workspace: Workspace = request.getfixturevalue("workspace" if size == 36 else "county")
    assert len(grading.board(workspace, 1).present) == size
    if finalised:
        grading.finalise(workspace, 1)
        rounds.unlock(workspace, 1, "县里要求更正")
    row = grading.board(workspace, 1).present[0]
    graded: list[object] = []
    seen: list[str] = []

    def standings_once(*given: Any) -> Standings:
        graded.append(given)
        return standings(*given)

    monkeypatch.setattr(boards, "standings", standings_once)
    other = next(
        one.name for one in grading.board(workspace, 1).scheme.levels if one.name != row.level
    )
    graded.clear()

    def count(*given: Any) -> None:
        seen.append(given[2])

    event.listen(Engine, "before_cursor_execute", count)
    entry = DecisionEntry(row.evidence.subject.id, other, "投诉属实", date(2026, 3, 1), "党委会")
    try:
        grading.decide(workspace, 1, [entry])
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    assert len(graded) == 1
    assert len(seen) <= 25
