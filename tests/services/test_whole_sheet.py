"""The whole sheet of one evaluator, and the texts that the workspace has learnt."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import event

from desk_app.domain.faults import Fault
from desk_app.domain.scoring import Score, ScoreChange
from desk_app.services.scoring import reasons, sheets
from desk_app.services.workspace import Office, create
from tests.support.polling_round import ExampleRound
from tests.support.scoring_round import RULES, make_scoring_round


@pytest.fixture
def example_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExampleRound]:
    workspace = create(tmp_path / "工作区", Office("中共青山镇委员会", "青山镇"))
    yield make_scoring_round(workspace, monkeypatch)
    workspace.close(back_up=False)


def record(example_round: ExampleRound, *cells: tuple[int, str, str, str, str]) -> None:
    """Save cells: subject's place, evaluator, indicator, points, note."""
    sheets.record_many(
        example_round.workspace,
        [
            ScoreChange(
                example_round.subject_ids[place],
                evaluator,
                indicator,
                Decimal(points) if points else None,
                note,
            )
            for place, evaluator, indicator, points, note in cells
        ],
    )


def test_the_whole_sheet_holds_one_evaluators_cells(example_round: ExampleRound) -> None:
    record(
        example_round,
        (0, "考评", "领导班子", "13", "缺委员"),
        (0, "自评", "领导班子", "15", ""),
        (1, "考评", "村务公开", "20", ""),
    )
    view = sheets.whole(example_round.workspace, example_round.round_id)
    assert view.evaluator == view.superior == "考评"
    assert [one.name for one in view.indicators] == list(
        dict.fromkeys(one.name for one in RULES.indicators)
    )
    first, second = example_round.subject_ids[:2]
    assert view.scores == {
        (first, "领导班子"): Score(Decimal(13), "缺委员"),
        (second, "村务公开"): Score(Decimal(20), ""),
    }
    # the last one does not take part
    assert [one.subject.id for one in view.lines] == list(example_round.subject_ids[:-1])
    office = next(one for one in view.lines if one.subject.name == "农技站党支部")
    assert "服务效能" in office.indicators
    assert "村务公开" not in office.indicators
    own = sheets.whole(example_round.workspace, example_round.round_id, "自评")
    assert own.scores == {(first, "领导班子"): Score(Decimal(15), "")}


def test_an_evaluator_that_the_scheme_does_not_know_is_named(example_round: ExampleRound) -> None:
    with pytest.raises(Fault, match="没有评价主体“县委”"):
        sheets.whole(example_round.workspace, example_round.round_id, "县委")


def test_reading_the_whole_sheet_takes_the_same_queries_for_any_number(
    example_round: ExampleRound,
) -> None:
    asked: list[str] = []
    event.listen(
        example_round.workspace._engine,
        "before_cursor_execute",
        lambda _c, _u, statement, *_: asked.append(statement),
    )
    sheets.whole(example_round.workspace, example_round.round_id)
    few = len(asked)
    record(
        example_round,
        *((place, "考评", "领导班子", "12", f"理由{place}") for place in range(11)),
    )
    asked.clear()
    sheets.whole(example_round.workspace, example_round.round_id)
    assert len(asked) == few <= 4


def test_what_was_written_is_learnt_with_how_often(example_round: ExampleRound) -> None:
    record(
        example_round,
        (0, "考评", "领导班子", "13", "缺委员"),
        (1, "考评", "领导班子", "12", "没有按期换届"),
        (2, "考评", "领导班子", "12", "没有按期换届"),
        (0, "考评", "骨干队伍", "12", "年龄偏大"),
        (0, "自评", "领导班子", "15", "换届文件"),
    )
    learnt = reasons.learnt(example_round.workspace)
    assert [(one.text, one.times) for one in learnt["考评", "领导班子"]] == [
        ("没有按期换届", 2),
        ("缺委员", 1),
    ]
    assert [one.text for one in learnt["自评", "领导班子"]] == ["换届文件"]
    assert ("自评", "骨干队伍") not in learnt


def test_only_the_most_frequent_are_kept(
    example_round: ExampleRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reasons, "MOST", 3)
    record(example_round, *((n, "考评", "领导班子", "1", f"理由{n}") for n in range(11)))
    assert len(reasons.learnt(example_round.workspace)["考评", "领导班子"]) == 3
