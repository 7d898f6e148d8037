"""缺项 and the record of decisions, on real files."""

from datetime import date
from pathlib import Path

import pytest

from desk_app.domain.faults import Fault
from desk_app.domain.rounds import Participant
from desk_app.services import grading, grading_workbook, home, rounds, submission
from desk_app.services.grading import DecisionEntry, history, round_board
from desk_app.services.polling import counting, sealing, versions
from desk_app.services.workspace import Workspace
from desk_app.storage import tables
from tests.support.polling_round import make_round, papers
from tests.support.submission_township import make_township, score

PROJECT = Path(__file__).resolve().parents[2]
DAY = date(2026, 4, 8)
MOST = 400
"""Subjects of the largest round here."""


def said(found: tuple[history.DecisionChange, ...]) -> list[tuple[str, str, str]]:
    return [(one.what, one.before, one.after) for one in found]


def test_every_way_to_decide_leaves_a_trace(workspace: Workspace, tmp_path: Path) -> None:
    made = make_township(workspace, "E1")
    names = [one.name for one in rounds.subjects(workspace, made.round_id) if one.participates]
    first = made.ids[names[0]]
    scheme_steps = grading.board(workspace, made.round_id)
    decided = scheme_steps.decision_step
    grading.give_opinions(workspace, made.round_id, "党支部自评", [DecisionEntry(first, "先进")])
    assert grading.decide_as_proposed(workspace, made.round_id, DAY, "党委会") == 1
    grading.decide(workspace, made.round_id, [DecisionEntry(first, "一般", "核实", DAY, "党委会")])
    grading.decide(workspace, made.round_id, [DecisionEntry(first, "")])
    grading.decide(
        workspace, made.round_id, [DecisionEntry(made.ids[one], "后进") for one in names]
    )
    grading.finalise(workspace, made.round_id)
    grading.approve(workspace, made.round_id, [DecisionEntry(first, "后进")])
    grading.approve(workspace, made.round_id, [DecisionEntry(first, "一般", "县里改定")])
    rounds.unlock(workspace, made.round_id, "县里退回")
    found = history.read(workspace, made.round_id, first)
    approved = scheme_steps.approval_step
    assert said(found) == [
        ("党支部自评", "", "先进"),
        (decided, "", "先进（2026-04-08，党委会）"),
        (decided, "先进（2026-04-08，党委会）", "一般（2026-04-08，党委会，核实）"),
        (decided, "一般（2026-04-08，党委会，核实）", ""),
        (decided, "", "后进"),
        ("定稿", "", "已定稿"),
        (approved, "", "后进"),
        (approved, "后进", "一般（县里改定）"),
        ("解除定稿", "已定稿", ""),
    ]
    assert found[-1].why == "县里退回"
    with workspace.session() as session:
        assert {one.made_by for one in found} == {session.actor.name}
    other = history.read(workspace, made.round_id, made.ids[names[1]])
    assert [one.what for one in other] == [decided, "定稿", "解除定稿"]


def test_a_workbook_of_decisions_leaves_a_trace(workspace: Workspace, tmp_path: Path) -> None:
    made = make_township(workspace, "E1")
    book = tmp_path / "决定.xlsx"
    subjects = [one for one in rounds.subjects(workspace, made.round_id) if one.participates]
    from tests.support.workbooks import write_rows

    write_rows(book, [("党组织", "决定等级"), (subjects[1].name, "先进")])
    grading_workbook.decide(workspace, made.round_id, book)
    (change,) = history.read(workspace, made.round_id, subjects[1].id)
    assert change.after.startswith("先进")


def test_only_one_module_writes_decisions_and_it_records_them() -> None:
    """Nothing overwrites a decision past the function that records what it was before."""
    services = PROJECT / "desk_app"
    writing = [
        path.relative_to(services).as_posix()
        for path in services.rglob("*.py")
        if "migrations" not in path.parts
        and any(
            f"{act}({prefix}opinion" in path.read_text(encoding="utf-8").replace("\n", "")
            for act in ("insert", "update", "delete", "upsert(session.connection, ")
            for prefix in ("", "tables.")
        )
    ]
    assert writing == ["services/grading/writing.py"]
    text = (services / writing[0]).read_text(encoding="utf-8")
    assert "session.record(*changes)" in text


def test_the_list_of_grading_is_that_of_submission(workspace: Workspace) -> None:
    made = make_township(workspace)
    score(made, "石桥村党支部", "0.9")
    board = round_board.read(workspace, made.round_id)
    before = submission.readiness(workspace, made.round_id)
    assert before.checks[: len(board.checks)] == board.checks
    assert [one.words for one in before.checks[len(board.checks) :]] == [
        "定稿：还没有定稿",
        "整改台账：共 0 项",
    ]
    reasons = next(one for one in board.missing if one.words.startswith("扣分理由"))
    assert reasons.subject_id == made.ids["石桥村党支部"]


def test_opinions_only_ask_for_no_scores(workspace: Workspace) -> None:
    made = make_township(workspace, "E1")
    shown = home.overview(workspace, made.round_id)
    assert shown.next.room == "grading"
    assert set(shown.badges) == {"grading"}
    entries = [
        DecisionEntry(one.id, "一般")
        for one in rounds.subjects(workspace, made.round_id)
        if one.participates
    ]
    grading.decide(workspace, made.round_id, entries)
    shown = home.overview(workspace, made.round_id)
    assert shown.next.sentence == "已全部定级，核对后可以定稿。"
    assert shown.badges == {}


@pytest.mark.parametrize("scheme", ["C9m", "C9o"])
def test_a_poll_for_a_star_is_asked_only_of_its_domain(
    workspace: Workspace, scheme: str
) -> None:
    made = make_township(workspace, "C5")
    fit = [one for one in rounds.candidates(workspace) if one.domain == "农村"]
    round_id = rounds.create(
        workspace, scheme, 2026, "年终", [Participant(one.id) for one in fit]
    )
    assert made.round_id != round_id
    checks = round_board.read(workspace, round_id).missing
    polls = [one.words.split("：")[0] for one in checks if one.room == "polling"]
    asked = {"C9m": "民主测评·绩效星", "C9o": "民主测评·绩效星"}[scheme]
    shown = home.overview(workspace, round_id)
    waiting = sum(
        int(one.words.split("还有 ")[1].split(" ")[0])
        for one in checks
        if one.room == "polling"
    )
    assert shown.badges["polling"] == str(waiting)
    assert polls
    assert asked not in polls or waiting


def test_a_second_teller_is_named_in_the_version_and_no_supervisor(workspace: Workspace) -> None:
    from tests.support.polling_round import COMMON
    from tests.views.test_polling import opened  # noqa: F401

    assert COMMON.counting.tellers == 1
