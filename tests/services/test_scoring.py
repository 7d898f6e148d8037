"""Scores on a real file: saved at once, added up again, refused in words."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import event, select, update

from desk_app.domain.faults import Fault
from desk_app.domain.scoring import EMPTY, ScoreChange
from desk_app.services import rounds
from desk_app.services.scoring import sheets
from desk_app.services.workspace import Office, create
from desk_app.storage import tables
from tests.support.polling_round import ExampleRound
from tests.support.recording import record_score
from tests.support.rounds import amendments
from tests.support.scoring_round import RULES, make_scoring_round

VILLAGE = tuple(one.name for one in RULES.indicators_for("农村"))
SCORES = ("14", "14.5", "15", "12", "18", "16.5", "3")


@pytest.fixture
def example_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExampleRound]:
    workspace = create(tmp_path / "w", Office("中共青山镇委员会", "青山镇"))
    yield make_scoring_round(workspace, monkeypatch)
    workspace.close(back_up=False)


def fill(
    example_round: ExampleRound,
    subject: int,
    points: tuple[str, ...] = SCORES,
    evaluator: str = "考评",
) -> sheets.Recorded:
    return sheets.record_many(
        example_round.workspace,
        [
            ScoreChange(example_round.subject_ids[subject], evaluator, name, Decimal(one))
            for name, one in zip(VILLAGE, points, strict=False)
        ],
    )


def test_a_typed_score_is_saved_and_the_sheet_added_up_again(example_round: ExampleRound) -> None:
    first = example_round.subject_ids[0]
    summary = record_score(
        example_round.workspace,
        ScoreChange(first, "考评", "领导班子", Decimal("13.5"), "缺 1 名委员"),
    )
    assert summary.total.points == Decimal("13.5")
    assert summary.place_words == "还有 6 项未评"
    view = sheets.sheet(example_round.workspace, first)
    assert view.score("考评", "领导班子").points == Decimal("13.5")
    assert view.score("考评", "领导班子").note == "缺 1 名委员"
    assert view.score("自评", "领导班子") == EMPTY
    assert [one.name for one in view.indicators] == list(VILLAGE)


def test_what_record_returns_is_what_is_read_again(example_round: ExampleRound) -> None:
    fill(example_round, 0)
    summary = record_score(
        example_round.workspace,
        ScoreChange(example_round.subject_ids[0], "考评", "加分项目", Decimal(5)),
    )
    assert summary == sheets.sheet(example_round.workspace, example_round.subject_ids[0]).summary
    assert summary.total.points == Decimal(95)
    fill(example_round, 0, ("10",))
    view = sheets.sheet(example_round.workspace, example_round.subject_ids[0])
    assert view.summary.place_words == "五星"


def test_band_and_distance_stand_once_all_is_scored(example_round: ExampleRound) -> None:
    fill(example_round, 0, ("14", "14.5", "15", "12", "18", "8", "0"))
    line = sheets.roster(example_round.workspace, example_round.round_id)[0]
    assert line.summary.place_words == "四星，距五星 8.5"
    assert line.initials == "LSWCDZB"


def test_a_score_is_one_commit_and_few_statements(example_round: ExampleRound) -> None:
    fill(example_round, 0)
    seen: list[str] = []
    engine = example_round.workspace._engine
    event.listen(
        engine, "before_cursor_execute", lambda _c, _u, statement, *_: seen.append(statement)
    )
    commits: list[int] = []
    event.listen(engine, "commit", lambda _connection: commits.append(1))
    record_score(
        example_round.workspace,
        ScoreChange(example_round.subject_ids[0], "考评", "领导班子", Decimal(9)),
    )
    assert len(commits) == 1
    assert len(seen) <= 12, seen


@pytest.mark.parametrize(
    ("indicator", "evaluator", "points", "words"),
    [
        ("领导班子", "考评", "15.5", "满分 15 分"),
        ("领导班子", "考评", "-1", "负分"),
        ("服务效能", "考评", "5", "评分表里没有指标“服务效能”"),
        ("领导班子", "县级", "5", "没有评价主体“县级”"),
    ],
)
def test_what_cannot_stand_is_refused_in_words(
    example_round: ExampleRound, indicator: str, evaluator: str, points: str, words: str
) -> None:
    with pytest.raises(Fault, match=words):
        record_score(
            example_round.workspace,
            ScoreChange(example_round.subject_ids[0], evaluator, indicator, Decimal(points)),
        )
    assert (
        not sheets.sheet(example_round.workspace, example_round.subject_ids[0])
        .summary.sums["考评"]
        .begun
    )


def test_a_pasted_column_takes_the_good_cells_and_names_the_others(
    example_round: ExampleRound,
) -> None:
    recorded = fill(example_round, 0, ("14", "99", "15"))
    assert [one.change.indicator for one in recorded.refused] == ["骨干队伍"]
    view = sheets.sheet(example_round.workspace, example_round.subject_ids[0])
    assert view.score("考评", "领导班子").points == Decimal(14)
    assert view.score("考评", "骨干队伍").points is None


def test_a_deduction_wants_its_reason_but_the_extra_points_do_not(
    example_round: ExampleRound,
) -> None:
    recorded = fill(example_round, 0)
    unreasoned = recorded.summaries[example_round.subject_ids[0]].unreasoned
    assert unreasoned == ("领导班子", "骨干队伍", "工作制度", "村务公开", "群众评价")
    own = fill(example_round, 0, evaluator="自评").summaries[example_round.subject_ids[0]]
    assert own.unreasoned == unreasoned, "自评 deducts nothing"


def test_an_emptied_cell_leaves_no_row(example_round: ExampleRound) -> None:
    first = example_round.subject_ids[0]
    record_score(
        example_round.workspace, ScoreChange(first, "考评", "领导班子", Decimal(9), "理由")
    )
    record_score(example_round.workspace, ScoreChange(first, "考评", "领导班子", None, "理由"))
    assert sheets.sheet(example_round.workspace, first).score("考评", "领导班子").note == "理由"
    record_score(example_round.workspace, ScoreChange(first, "考评", "领导班子", None))
    with example_round.workspace.session() as session:
        assert session.execute(select(tables.score)).all() == []


def test_two_sheets_far_apart_are_pointed_out(example_round: ExampleRound) -> None:
    fill(example_round, 0)
    fill(example_round, 0, ("15", "15", "15", "15", "20", "20", "10"), "自评")
    gap = sheets.roster(example_round.workspace, example_round.round_id)[0].summary.gap
    assert gap is not None
    assert gap.too_far
    assert gap.words == "自评比考评高 17 分，相差超过 10 分"


def test_the_turned_table_has_a_gap_where_a_subject_lacks_the_indicator(
    example_round: ExampleRound,
) -> None:
    fill(example_round, 0)
    turned = sheets.turned(example_round.workspace, example_round.round_id, "村务公开")
    assert len(turned.lines) == 11, "who does not take part is not listed"
    assert turned.lines[0].scores["考评"].points == Decimal(18)
    assert turned.lines[2].indicator is None


def test_a_locked_round_takes_nothing_and_later_changes_leave_a_trace(
    example_round: ExampleRound,
) -> None:
    fill(example_round, 0)
    round_ = tables.round_
    mine = round_.c.id == example_round.round_id
    with example_round.workspace.session() as session:
        session.execute(
            update(round_).where(mine).values(locked=1, finalised_at="2026-05-01 10:00:00")
        )
    change = ScoreChange(example_round.subject_ids[0], "考评", "领导班子", Decimal(9), "缺委员")
    with pytest.raises(Fault, match="定稿"):
        record_score(example_round.workspace, change)
    rounds.unlock(example_round.workspace, example_round.round_id, "复核")
    record_score(example_round.workspace, change)
    (amendment,) = amendments(example_round.workspace, example_round.round_id)
    assert amendment.what == "考评 领导班子"
    assert (amendment.before, amendment.after) == ("14 分", "9 分（缺委员）")


def test_a_domain_without_sheet_is_named(example_round: ExampleRound) -> None:
    with example_round.workspace.session() as session:
        session.execute(update(tables.subject).values(domain="学校"))
    with pytest.raises(Fault, match="领域是“学校”"):
        sheets.roster(example_round.workspace, example_round.round_id)
