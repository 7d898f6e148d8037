"""What ballots give, figures and parts in a workspace: asked for, refused, kept, told apart."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from desk_app.domain.example_rounds import evidence
from desk_app.domain.faults import Fault
from desk_app.domain.polling.counts import BallotCounts
from desk_app.domain.progress import NoProgress
from desk_app.domain.scheme.loading import read_usable
from desk_app.domain.scheme.model.polls import Counting
from desk_app.domain.scheme.model.scoring import RectificationRule
from desk_app.domain.scoring import ScoreChange
from desk_app.services import grading, home, rounds
from desk_app.services.evidence.provenance import places
from desk_app.services.example import FULL_NAME, SHORT_NAME
from desk_app.services.example_polls import hold_polls
from desk_app.services.grading import round_board
from desk_app.services.polling import meetings, opening, totals
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.services.rectification.drawing import draw
from desk_app.services.scoring import round_overview, sheets, workbooks
from desk_app.services.workspace import Office, Workspace, create
from tests.domain.ballot_schemes import BALLOTS, SHARED
from tests.support.polling_round import ExampleRound, make_round

SCHEME = read_usable(BALLOTS)
POLL = replace(SCHEME.polls[0], meeting="测评大会", single=False, counting=Counting(tellers=1))
RULES = replace(SCHEME, polls=(POLL,))
NAMES = ("柳树湾村党支部", "石桥村党支部")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = create(tmp_path / "工作区", Office(FULL_NAME, SHORT_NAME))
    yield made
    made.close(back_up=False)


@pytest.fixture
def town(workspace: Workspace) -> ExampleRound:
    return make_round(workspace, rules=RULES, names=NAMES)


def give(town: ExampleRound, evaluator: str, **points: str) -> tuple[str, ...]:
    """Enter points of everybody; return why not."""
    changes = [
        ScoreChange(one, evaluator, name, Decimal(text))
        for one in town.subject_ids
        for name, text in points.items()
    ]
    return tuple(one.reason for one in sheets.record_many(town.workspace, changes).refused)


def seal(town: ExampleRound, good: int = 15) -> None:
    meeting = MeetingFacts("测评大会", expected=45, present=42)
    meeting_id = meetings.add_meeting(town.workspace, town.round_id, meeting)
    poll_id = opening.open_poll(town.workspace, meeting_id, POLL.name, town.subject_ids)
    votes = {one: {"好": good, "较好": 20 - good} for one in town.subject_ids}
    totals.store_external(town.workspace, poll_id, BallotCounts(20, 20, 20, 0), votes)


def test_a_count_that_is_sealed_is_points_at_once(town: ExampleRound) -> None:
    assert give(town, "考评", 班子="60", 队伍="40") == ()
    assert give(town, "党工委", 总分="45") == ()
    before = grading.board(town.workspace, town.round_id).present[0]
    assert before.proposal is not None
    assert before.proposal.points is None
    roster = sheets.roster(town.workspace, town.round_id)
    assert [one.summary.sums["群众测评"].complete for one in roster] == [False, False]
    seal(town)
    after = grading.board(town.workspace, town.round_id).present[0]
    assert after.proposal is not None
    assert after.proposal.points == Decimal("96.5")
    roster = sheets.roster(town.workspace, town.round_id)
    assert [one.summary.sums["群众测评"].points for one in roster] == [Decimal(95)] * 2
    with town.workspace.session() as session:
        where = places(session, RULES, town.round_id)[after.evidence.subject.id]
    assert where["群众测评"].endswith("外部计票")


def test_what_cannot_be_typed_is_refused_with_its_reason(town: ExampleRound) -> None:
    voted = ("“群众测评”的得分由测评得出，不能填写。",) * 2
    assert give(town, "群众测评", 总分="90") == voted
    assert give(town, "党工委", 班子="10") == ("党工委只给总分，不评“班子”，请清空此格。",) * 2
    assert give(town, "考评", 总分="90") == ("“柳树湾村党支部”的评分表里没有指标“总分”。",
                                       "“石桥村党支部”的评分表里没有指标“总分”。")  # fmt: skip


def test_who_scores_a_part_is_told_so(workspace: Workspace) -> None:
    parts = make_round(workspace, rules=read_usable(SHARED), names=("松岭村党支部",))
    assert give(parts, "考评", 队伍="10") == ("考评只评自己的几项，不评“队伍”，请清空此格。",)


def test_no_sheet_is_given_out_for_what_ballots_give(town: ExampleRound, tmp_path: Path) -> None:
    with pytest.raises(Fault, match="由测评得出，没有评分表要填"):
        workbooks.blank_sheets(town.workspace, town.round_id, "群众测评", tmp_path / "空.xlsx")
    with pytest.raises(Fault, match="由测评得出，没有评分表要填"):
        workbooks.print_sheets(
            town.workspace, town.round_id, town.subject_ids, "群众测评", NoProgress()
        )


def test_what_is_missing_names_the_poll_and_no_sheet_of_it(town: ExampleRound) -> None:
    give(town, "党工委", 总分="45")
    board = round_board.read(town.workspace, town.round_id)
    found = [one.words for one in board.checks]
    assert found[:4] == [
        "考评评分表：还差 2 份",
        "党工委评分表：2 份已齐",
        "扣分理由：都已写明",
        "民主测评：还有 2 个没有封存计票",
    ]
    shown = home.overview(town.workspace, town.round_id)
    assert "群众测评评分" not in str(shown)


def test_an_example_round_fills_figures_and_holds_the_poll(workspace: Workspace) -> None:
    made = make_round(workspace, rules=RULES)
    subjects = rounds.subjects(workspace, made.round_id)
    known = evidence(RULES, [""] * len(subjects), 2026, 7)
    assert {(by, of) for one in known for by, of, _ in one.scores} == {
        ("考评", "班子"),
        ("考评", "队伍"),
        ("党工委", "总分"),
    }
    changes = [
        ScoreChange(one.id, by, of, score.points, score.note)
        for one, it in zip(subjects, known, strict=True)
        for by, of, score in it.scores
    ]
    assert sheets.record_many(workspace, changes).refused == ()
    assert round_overview.read(workspace, made.round_id).polls, "a poll is still to be held"
    hold_polls(workspace, RULES, made.round_id, subjects, known, 7)
    assert not round_overview.read(workspace, made.round_id).polls
    board = grading.board(workspace, made.round_id)
    assert all(one.proposal and one.proposal.points is not None for one in board.present)


def test_low_lines_are_those_whose_points_that_count_are_low(workspace: Workspace) -> None:
    """班子 (3 × 20 + 40) / 4 = 25 of 60, 队伍 39 of 40."""
    rules = replace(read_usable(SHARED), rectification=RectificationRule(Fraction(1, 2)))
    made = make_round(workspace, rules=rules, names=("柳树湾村党支部",))
    give(made, "考评", 班子="20")
    give(made, "群众代表", 班子="40", 队伍="39")
    drawn = draw(workspace, made.round_id)
    assert [(one.indicator, drawn.unscored) for one in drawn.added] == [("班子", 0)]
    assert "25" in drawn.added[0].problem
