"""其他情况 on a real file."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from desk_app.services.scoring import facts
from desk_app.services.scoring.facts import FactChange
from desk_app.services.workspace import Office, create
from desk_app.storage import tables
from tests.support.polling_round import ExampleRound
from tests.support.recording import record_fact
from tests.support.scoring_round import make_scoring_round


@pytest.fixture
def example_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExampleRound]:
    workspace = create(tmp_path / "w", Office("中共青山镇委员会", "青山镇"))
    yield make_scoring_round(workspace, monkeypatch)
    workspace.close(back_up=False)


def test_typed_values_are_kept_plain_and_come_back_typed(example_round: ExampleRound) -> None:
    first, second = example_round.subject_ids[:2]
    recorded = facts.record_many(
        example_round.workspace,
        example_round.round_id,
        [
            FactChange(first, "创新项目", "有"),
            FactChange(first, "缺会次数", "３"),
            FactChange(first, "换届日期", "2025年3月5日"),
            FactChange(second, "换届日期", "2025-02-30"),
            FactChange(second, "阵地", "借用"),
        ],
    )
    assert set(recorded.refused) == {(second, "换届日期"), (second, "阵地")}
    line = facts.table(example_round.workspace, example_round.round_id).lines[0]
    assert line.values == {"创新项目": True, "缺会次数": 3, "换届日期": date(2025, 3, 5)}
    with example_round.workspace.session() as session:
        stored = {row.fact: row.value for row in session.execute(select(tables.fact))}
    assert stored == {"创新项目": "是", "缺会次数": "3", "换届日期": "2025-03-05"}


def test_an_emptied_fact_is_gone(example_round: ExampleRound) -> None:
    first = example_round.subject_ids[0]
    record_fact(example_round.workspace, example_round.round_id, first, "说明", "路远")
    assert record_fact(example_round.workspace, example_round.round_id, first, "说明", " ") is None
    assert facts.table(example_round.workspace, example_round.round_id).lines[0].values == {}
