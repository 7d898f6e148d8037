"""The evidence workbook and the window come to the same levels for the same facts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from desk_app.documents.evidence import read as read_evidence
from desk_app.domain.evidence import EarlierLevel, Evidence, SubjectFacts
from desk_app.domain.evidence_columns import columns
from desk_app.domain.facts import from_stored
from desk_app.domain.faults import Fault
from desk_app.domain.grading import grade
from desk_app.domain.points import format_points
from desk_app.domain.ranking import standings
from desk_app.domain.scheme.model.conditions import AllOf, Comparator, Comparison, Earlier, Operand
from desk_app.domain.scheme.model.levels import Limit, LimitKind, Measure
from desk_app.domain.scheme.model.rounds import Step, StepYield
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Fact, FactKind, Indicator
from desk_app.domain.scoring import ScoreChange
from desk_app.services import grading, schemes
from desk_app.services.grading import DecisionEntry
from desk_app.services.scoring import adjustments, facts, sheets
from desk_app.services.scoring.facts import FactChange
from desk_app.services.workspace import Office, Workspace, create
from tests.domain.small_scheme import SMALL
from tests.support import submission_township
from tests.support.evidence_workbook import cells, fill


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = create(tmp_path / "工作区", Office("中共青山镇委员会", "青山镇"))
    yield opened
    opened.close(back_up=False)


def enter(township: submission_township.Township, seed: int) -> Scheme:
    """Enter something of every kind for everybody, through the same doors as the window."""
    chance = Random(seed)
    workspace, round_id = township.workspace, township.round_id
    scheme = schemes.pinned(workspace, round_id)
    for row in grading.board(workspace, round_id).present:
        subject = row.evidence.subject
        share = Decimal(chance.choice(("0.55", "0.7", "0.8", "0.9", "1")))
        sheets.record_many(
            workspace,
            [
                scored(subject.id, evaluator.name, one, half(one.points * share))
                for evaluator in scheme.evaluators
                for one in scheme.indicators_for(subject.domain)
            ],
        )
        for choice in scheme.adjustments:
            if choice.registered and chance.random() < 0.4:
                tier = chance.choice(choice.tiers).name
                adjustments.add(
                    workspace, adjustments.RegisterEntry(subject.id, choice.name, tier, 1, "文件")
                )
        told = [
            FactChange(subject.id, fact.name, typed(fact, chance))
            for fact in scheme.facts
            if chance.random() < 0.3
        ]
        assert not facts.record_many(workspace, round_id, told).refused
        say(township, scheme, subject, chance)
    return scheme


def scored(subject_id: int, evaluator: str, line: Indicator, points: Decimal) -> ScoreChange:
    """Points for a line; where it has clauses, the first takes off what is left out."""
    amounts = ((line.clauses[0].name, line.points - points),) if line.clauses else ()
    return ScoreChange(subject_id, evaluator, line.name, points, "见附件", amounts)


def say(
    township: submission_township.Township, scheme: Scheme, subject: SubjectFacts, chance: Random
) -> None:
    """Votes and opinions on one subject."""
    for poll in scheme.polls:
        first, *others = poll.options
        votes = {first: chance.randrange(30, 60), **{one: chance.randrange(12) for one in others}}
        submission_township.count_votes(township, poll.name, subject.name, votes)
    for step in scheme.steps:
        if step.yields is StepYield.OPINION:
            entry = DecisionEntry(subject.id, chance.choice(scheme.levels).name)
            grading.give_opinions(township.workspace, township.round_id, step.name, [entry])


def half(points: Decimal) -> Decimal:
    """Rounded to half a point."""
    return (points * 2).quantize(Decimal(1)) / 2


def typed(fact: Fact, chance: Random) -> str:
    match fact.kind:
        case FactKind.YES_NO:
            return chance.choice(("是", "否"))
        case FactKind.COUNT:
            return str(chance.randrange(5))
        case FactKind.DATE:
            return f"2026-0{chance.randrange(1, 9)}-15"
        case FactKind.CHOICE:
            return chance.choice(fact.options)
        case FactKind.DECIMAL:
            return str(chance.randint(0, 900) / 10)
        case FactKind.TEXT:
            return "见附件"


@pytest.mark.parametrize("scheme_id", ["C5", "C11", "D1"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_workbook_gives_what_the_window_gives(
    workspace: Workspace, tmp_path: Path, scheme_id: str, seed: int
) -> None:
    township = submission_township.make_township(workspace, scheme_id)
    scheme = enter(township, seed)
    board = grading.board(workspace, township.round_id)
    path = fill(scheme, [row.evidence for row in board.rows], tmp_path / "依据 表.xlsx")
    sheet = read_evidence(scheme, path)
    assert sheet.unknown == ()
    graded = standings(scheme, sheet.evidence)
    names = {one.subject.id: one.subject.name for one in sheet.evidence}
    found = {names[key]: one for key, one in graded.proposals.items()}
    assert len(found) == len(board.present) == 5
    for row in board.present:
        mine, shown = found[row.evidence.subject.name], row.proposal
        assert shown is not None
        assert mine.level == shown.level
        assert mine.total.points == shown.total.points
        assert mine.sentences == shown.sentences
        assert mine.limits == shown.limits
        assert graded.hints.get(mine.subject_id, "") == row.hint
    assert len({one.level for one in found.values()}) > 1, "the facts make a difference"


ELECTED = Comparison(Operand.REGISTRY, "换届日期", Comparator.OVER_MONTHS, Decimal(36))
SMALL_BRANCH = Comparison(Operand.REGISTRY, "党员数", Comparator.LESS_THAN, Decimal(3))
BACKWARD = Earlier(("无",), 2, 3)
SAID = Comparison(Operand.OPINION, "群众初评", Comparator.IS, "丙")
ASKING = replace(
    SMALL,
    limits=(
        Limit("届满三年未换届", LimitKind.CAP, ELECTED, level="乙"),
        Limit("党员太少", LimitKind.CAP, SMALL_BRANCH, level="丙"),
        Limit("三年两次落后", LimitKind.DEMOTE, BACKWARD, by=1),
        Limit("群众初评为丙", LimitKind.CAP, SAID, level="丙"),
        Limit("都占", LimitKind.DISQUALIFY, AllOf((SMALL_BRANCH, SAID))),
    ),
    steps=(Step("群众初评", yields=StepYield.OPINION), Step("研究", yields=StepYield.DECISION)),
)


def test_columns_stand_only_where_a_rule_looks() -> None:
    asked = [one.title for one in columns(ASKING)]
    for title in ("党员数", "换届日期", "评定日期", "上年等级", "前年等级", "大前年等级"):
        assert title in asked
        assert title not in [one.title for one in columns(SMALL)]
    assert "届满日期" not in asked
    assert [one for one in asked if one.endswith("·意见")] == ["群众初评·意见", "研究·意见"]


def known(**more: object) -> Evidence:
    points = {"考评": {name: Decimal(value) for name, value in _FULL.items()}}
    base = Evidence(
        SubjectFacts(1, "柳树湾村党支部", member_count=9),
        points=points,
        facts={"创新项目": True},
        on=date(2026, 6, 1),
    )
    return replace(base, **more)  # type: ignore[arg-type]


_FULL = {"班子": 40, "队伍": 40, "制度": 20}


@pytest.mark.parametrize(
    ("evidence", "level"),
    [
        (known(), "甲"),
        (known(registry={"换届日期": date(2023, 6, 1)}), "甲"),
        (known(registry={"换届日期": date(2023, 5, 31)}), "乙"),
        (known(subject=SubjectFacts(1, "柳树湾村党支部", member_count=2)), "丙"),
        (known(earlier=(EarlierLevel(2025, "无", 3), EarlierLevel(2024, "无", 3))), "乙"),
        (known(earlier=(EarlierLevel(2025, "无", 3), EarlierLevel(2024, "甲", 0))), "甲"),
        (known(opinions={"群众初评": "丙"}), "丙"),
        (
            known(
                subject=SubjectFacts(1, "柳树湾村党支部", member_count=2),
                opinions={"群众初评": "丙"},
            ),
            None,
        ),
    ],
)
def test_days_members_years_and_opinions_come_from_the_workbook(
    tmp_path: Path, evidence: Evidence, level: str | None
) -> None:
    assert grade(ASKING, evidence).level == level
    path = fill(ASKING, [evidence], tmp_path / "依据.xlsx")
    (read,) = read_evidence(ASKING, path).evidence
    assert read.earlier == evidence.earlier
    assert grade(ASKING, read).level == level


def test_without_a_day_the_callers_day_counts(tmp_path: Path) -> None:
    evidence = known(registry={"换届日期": date(2023, 6, 1)}, on=None)
    path = fill(ASKING, [evidence], tmp_path / "依据.xlsx")
    assert read_evidence(ASKING, path).evidence[0].on is None
    (read,) = read_evidence(ASKING, path, on=date(2026, 6, 2)).evidence
    assert grade(ASKING, read).level == "乙"


def test_the_chain_names_sheet_and_cell(tmp_path: Path) -> None:
    earlier = (EarlierLevel(2025, "无", 3), EarlierLevel(2024, "无", 3))
    evidence = known(registry={"换届日期": date(2020, 1, 1)}, earlier=earlier)
    path = fill(ASKING, [evidence], tmp_path / "依据.xlsx")
    (read,) = read_evidence(ASKING, path).evidence
    titles = [one.title for one in columns(ASKING)]
    total, *_, cap, demotion = grade(ASKING, read).reasons
    last, before = letter(titles.index("上年等级")), letter(titles.index("前年等级"))
    assert demotion.rule == "三年两次落后"
    assert demotion.entered == f"评定依据 {last}3—{before}3"
    assert cap.rule == "届满三年未换届"
    assert cap.entered == f"评定依据 {letter(titles.index('换届日期'))}3"
    assert cap.entered
    first, end = titles.index("考评·班子"), titles.index("考评·制度")
    assert total.entered == f"评定依据 {letter(first)}3—{letter(end)}3"


def letter(position: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(position + 1)


@pytest.mark.parametrize(
    ("title", "text", "said"),
    [
        ("群众初评·意见", "优", "应为：甲、乙、丙、无"),
        ("换届日期", "去年", "填日期"),
        ("党员数", "九", "正整数"),
        ("评定日期", "2026-02-30", "不是日历上的一天"),
    ],
)
def test_a_wrong_new_cell_is_named(tmp_path: Path, title: str, text: str, said: str) -> None:
    from openpyxl import load_workbook

    path = fill(ASKING, [known()], tmp_path / "依据.xlsx")
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    titles = [str(cell.value) for cell in sheet[1]]
    sheet.cell(3, titles.index(title) + 1, text)
    workbook.save(path)
    with pytest.raises(Fault) as caught:
        read_evidence(ASKING, path)
    assert said in str(caught.value)
    assert f"{letter(titles.index(title))}3" in str(caught.value)


def test_a_scheme_by_opinion_is_graded_from_opinions(tmp_path: Path) -> None:
    rules = replace(ASKING, measure=Measure.OPINION, bands=(), limits=())
    evidence = known(points={}, opinions={"群众初评": "丙", "研究": "乙"}, on=None)
    path = fill(rules, [evidence], tmp_path / "依据.xlsx")
    (read,) = read_evidence(rules, path).evidence
    chain = grade(rules, read)
    assert chain.level == "乙"
    assert chain.reasons[-1].entered.startswith("评定依据 ")


def test_what_is_typed_is_what_is_meant() -> None:
    row = cells(ASKING, known())
    assert row["考评·班子"] == format_points(Decimal(40))
    assert from_stored(Fact("创新项目", FactKind.YES_NO), row["创新项目"]) is True
