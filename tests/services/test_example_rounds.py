"""An example round of any scheme: the same again for a seed, people where a scheme grades them."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from desk_app.domain.example_rounds import evidence, registry
from desk_app.domain.faults import Fault
from desk_app.domain.polling.counting import Mode
from desk_app.domain.scheme.model.polls import (
    YES_OR_NO,
    AttendanceRule,
    BallotKind,
    Counting,
    MeetingKind,
    Poll,
    Rate,
)
from desk_app.domain.scheme.model.scoring import Clause, Indicator, IndicatorMode
from desk_app.domain.scheme.model.values import Origin
from desk_app.services import example_rounds, grading, rounds, schemes
from desk_app.services.example import FULL_NAME, SHORT_NAME
from desk_app.services.example_polls import hold_polls
from desk_app.services.polling import polls
from desk_app.services.workspace import Office, Workspace, create
from desk_app.storage import tables
from tests.support.polling_round import SCHEME, make_round

POINTS = tuple(str(number) for number in range(11))
CALLED = Poll(
    "当场评星",
    YES_OR_NO,
    meeting="评审会",
    single=False,
    counting=Counting(called=True, kind=BallotKind.STARS),
)
BY_CATEGORY = Poll(
    "打分",
    POINTS,
    meeting="评议会",
    single=False,
    counting=Counting(categories=("党员", "群众"), kind=BallotKind.POINTS, most=10),
)
EVERY_KIND = replace(
    SCHEME,
    polls=(*SCHEME.polls, CALLED, BY_CATEGORY),
    rates=(*SCHEME.rates, Rate("同意率", CALLED.name, ("同意",))),
    meetings=(
        MeetingKind("评审会", Origin(), rules=(AttendanceRule(count_from=5, count_to=7),)),
        MeetingKind("评议会", Origin(), categories=("党员", "群众")),
    ),
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = create(tmp_path / "工作区", Office(FULL_NAME, SHORT_NAME))
    yield made
    made.close(back_up=False)


def test_polls_of_every_kind_are_held_and_sealed(workspace: Workspace) -> None:
    made = make_round(workspace, rules=EVERY_KIND)
    subjects = rounds.subjects(workspace, made.round_id)
    known = evidence(EVERY_KIND, [""] * len(subjects), 2026, 7)
    hold_polls(workspace, EVERY_KIND, made.round_id, subjects, known, 7)
    with workspace.session() as session:
        row = tables.poll.c
        held = session.execute(select(row.id, row.poll, row.external, row.sealed_at)).all()
    assert all(one.sealed_at for one in held)
    own = [one for one in held if one.poll == "测评会"]
    assert len(own) == len(subjects), "each holds its own"
    assert {one.external for one in own} == {0, 1}, "some are signed on paper"
    sheets = {one.poll: polls.poll_sheet(workspace, one.id) for one in held}
    called, points = sheets[CALLED.name], sheets[BY_CATEGORY.name]
    assert called.head.mode is Mode.CALLED
    assert called.papers.issued == 7
    assert {one.category for one in points.papers.categories} == {"党员", "群众"}
    chosen = {option for line in points.results for option, votes in line.tally.counts.items()
              if votes}  # fmt: skip
    assert len(chosen) > 3, "points are spread, not all alike"


def test_the_same_seed_makes_the_same_round(workspace: Workspace, tmp_path: Path) -> None:
    again = create(tmp_path / "再来", Office(FULL_NAME, SHORT_NAME))
    try:
        boards = []
        for one in (workspace, again):
            made = example_rounds.build(one, "C11", size=4)
            rows = grading.board(one, made.round_id).rows
            boards.append([replace(row.evidence, entered={}, on=None) for row in rows])
        assert boards[0] == boards[1]
    finally:
        again.close(back_up=False)
    scheme = schemes.load_shipped("C11")
    assert registry(scheme, 4, 7) != registry(scheme, 4, 8)


@pytest.mark.parametrize("scheme_id", ["C15", "C9m"])
def test_members_are_people_under_their_branch(scheme_id: str) -> None:
    scheme = schemes.load_shipped(scheme_id)
    made = registry(scheme, 40, 7)
    members = made[-40:]
    assert {one.kind for one in members} == {"党员"}
    assert len({one.name for one in members}) == 40
    assert not [one.name for one in members if "支部" in one.name]
    branches = {one.name for one in made if one.kind == "党支部"}
    assert {one.parent for one in members} == branches


def test_every_domain_of_a_scheme_has_its_subjects() -> None:
    scheme = schemes.load_shipped("C5")
    made = registry(scheme, 36, 7)[-36:]
    assert {one.domain for one in made} == {
        domain for group in scheme.domains for domain in group.includes
    }


def test_clauses_are_entered_as_amounts() -> None:
    clauses = tuple(Clause(f"情形{one}", points=Decimal(2), unit="次") for one in range(3))
    line = Indicator("扣分项", Decimal(20), mode=IndicatorMode.CLAUSES, clauses=clauses)
    known = evidence(replace(SCHEME, indicators=(line,)), [""] * 6, 2026, 7)
    scores = [score for one in known for _, _, score in one.scores]
    assert any(score.amounts for score in scores)
    assert all(score.points == line.counted(score.amounts) for score in scores)


def test_where_opinions_decide_they_keep_to_the_numbers() -> None:
    scheme = schemes.load_shipped("C7b")
    known = evidence(scheme, ["农村", "社区", "学校"] * 8, 2026, 7)
    assert sum(one.level == "县级党建品牌" for one in known) == 5


def test_what_cannot_be_made_is_one_sentence(workspace: Workspace) -> None:
    with pytest.raises(Fault, match="没有编号“Z9”"):
        example_rounds.build(workspace, "Z9")
    with pytest.raises(Fault, match="至少要有 1 个"):
        example_rounds.build(workspace, "D1", size=0)
    example_rounds.build(workspace, "A2", size=1)
    with pytest.raises(Fault, match="已有党组织"):
        example_rounds.build(workspace, "D1", size=1)
