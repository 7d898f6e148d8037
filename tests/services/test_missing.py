"""缺项 and the record of decisions, on real files."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from desk_app.domain.rounds import Participant
from desk_app.domain.scheme.model.conditions import Comparator, Comparison, Operand
from desk_app.domain.scheme.model.levels import Limit, LimitKind, Measure
from desk_app.domain.scheme.model.rounds import Step, StepYield
from desk_app.domain.scheme.model.scoring import Fact, FactKind, Indicator, IndicatorMode
from desk_app.services import grading, grading_workbook, home, rounds, schemes, submission
from desk_app.services.grading import DecisionEntry, history, round_board
from desk_app.services.polling import overview
from desk_app.services.scoring import sheets
from desk_app.services.workspace import Office, Workspace, create
from tests.domain.small_scheme import SMALL
from tests.support.polling_round import make_round
from tests.support.recording import record_fact
from tests.support.submission_township import make_township, score

PROJECT = Path(__file__).resolve().parents[2]
DAY = date(2026, 4, 8)
MOST = 400
"""Subjects of the largest round here."""


OUT = replace(
    SMALL,
    measure=Measure.OPINION,
    indicators=(Indicator("班子", Decimal(0), mode=IndicatorMode.INFORMATION),),
    bands=(),
    polls=(),
    rates=(),
    quotas=(),
    adjustments=(),
    deviation=None,
    full_points=Decimal(0),
    facts=(Fact("重大事故", FactKind.YES_NO),),
    limits=(
        Limit(
            "发生重大事故",
            LimitKind.DISQUALIFY,
            Comparison(Operand.FACT, "重大事故", Comparator.IS, value=True),
        ),
    ),
    steps=(Step("党委会研究决定", yields=StepYield.DECISION),),
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = create(tmp_path / "工作区", Office("中共青山镇委员会", "青山镇"))
    yield made
    made.close(back_up=False)


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
    subject = rounds.subjects(workspace, made.round_id)[1]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["党组织", "决定等级"])
    sheet.append([subject.name, "先进"])
    book.save(tmp_path / "决定.xlsx")
    grading_workbook.decide(workspace, made.round_id, tmp_path / "决定.xlsx")
    (change,) = history.read(workspace, made.round_id, subject.id)
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
def test_a_poll_for_a_star_is_asked_only_of_its_domain(workspace: Workspace, scheme: str) -> None:
    make_township(workspace)
    fit = [one for one in rounds.candidates(workspace) if one.domain == "农村"]
    round_id = rounds.create(workspace, scheme, 2026, "年终", [Participant(one.id) for one in fit])
    everything = {one.name for one in schemes.pinned(workspace, round_id).polls}
    waiting = [
        one for one in round_board.read(workspace, round_id).missing if one.room == "polling"
    ]
    polls = {one.words.split("：")[0] for one in waiting}
    assert polls < everything, "some stars are for others only"
    shown = home.overview(workspace, round_id)
    assert shown.badges["polling"] == str(len(polls) * len(fit))
    listed = {name for name, count in overview.overview(workspace, round_id).missing if count}
    assert listed == polls


def test_whom_a_rule_took_out_is_waited_for_no_longer(workspace: Workspace) -> None:
    made = make_round(workspace, rules=OUT, names=("柳树湾村党支部", "石桥村党支部"))
    record_fact(workspace, made.round_id, made.subject_ids[0], "重大事故", "是")
    other = DecisionEntry(made.subject_ids[1], "乙", "研究决定")
    assert home.overview(workspace, made.round_id).counts.undecided("党委会研究决定") == 1
    grading.decide(workspace, made.round_id, [other])
    shown = home.overview(workspace, made.round_id)
    assert "没有定级" not in shown.next.sentence
    assert not round_board.read(workspace, made.round_id).missing
    grading.finalise(workspace, made.round_id)
    assert home.overview(workspace, made.round_id).next.room == "submission"


def test_the_largest_round_is_said_in_a_few_lines(workspace: Workspace) -> None:
    names = tuple(f"第{at}党支部" for at in range(MOST))
    made = make_round(workspace, names=names)
    found = round_board.read(workspace, made.round_id).missing
    assert [one.words for one in found if one.room == "polling"] == [
        f"测评会：还有 {MOST} 个没有封存计票",
        f"群众测评：还有 {MOST} 个没有封存计票",
    ]
    assert found[0].who == f"第0党支部、第1党支部、第2党支部等 {MOST} 个"


@pytest.mark.parametrize("scheme", ["C5", "C7", "C10", "C12", "C13", "C16"])
def test_deductions_are_counted_as_the_sheets_count_them(workspace: Workspace, scheme: str) -> None:
    """Every mode of an indicator, with full points, none, part of them, a reason and without."""
    made = make_township(workspace, scheme)
    superior = schemes.pinned(workspace, made.round_id).superior.name
    for at, name in enumerate(made.ids):
        score(made, name, ("0", "1", "0.5")[at % 3], evaluator=superior)
    with workspace.session() as session:
        for change in (
            "UPDATE score SET note = '缺记录' WHERE length(indicator) % 3 = 0",
            "UPDATE score SET points_milli = 1000 WHERE (subject_id + length(indicator)) % 4 = 0",
            "UPDATE score SET points_milli = 0 WHERE (subject_id + length(indicator)) % 5 = 0",
        ):
            session.connection.exec_driver_sql(change)
    lines = [one for one in sheets.roster(workspace, made.round_id) if one.participates]
    wanted = sum(len(one.summary.unreasoned) for one in lines)
    checks = round_board.read(workspace, made.round_id).checks
    said = next(one.words for one in checks if one.words.startswith("扣分理由"))
    assert wanted
    assert said == f"扣分理由：还有 {wanted} 处没有写"
    undone = {one.subject.name for one in lines if not one.summary.sums[superior].complete}
    assert not undone
    assert any(one.done and one.words.startswith(superior) for one in checks)
