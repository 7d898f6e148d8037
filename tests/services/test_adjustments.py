"""The register of bonuses and deductions on a real file."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from desk_app.domain.faults import Fault
from desk_app.domain.scoring import ScoreChange
from desk_app.services.scoring import adjustments, sheets
from desk_app.services.scoring.adjustments import RegisterEntry
from desk_app.services.workspace import Office, create
from tests.support.polling_round import ExampleRound
from tests.support.recording import record_fact
from tests.support.scoring_round import RULES, make_scoring_round


@pytest.fixture
def example_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExampleRound]:
    workspace = create(tmp_path / "w", Office("中共青山镇委员会", "青山镇"))
    yield make_scoring_round(workspace, monkeypatch)
    workspace.close(back_up=False)


def full_sheet(example_round: ExampleRound) -> None:
    sheets.record_many(
        example_round.workspace,
        [
            ScoreChange(example_round.subject_ids[0], "考评", one.name, Decimal(10))
            for one in RULES.indicators_for("农村")
        ],
    )


def test_entries_reach_the_total_and_only_the_highest_counts(example_round: ExampleRound) -> None:
    full_sheet(example_round)
    first = example_round.subject_ids[0]
    written = adjustments.add(
        example_round.workspace, RegisterEntry(first, "受表彰", "市级", 1, "文件")
    )
    assert written.summary.total.points == Decimal(73)
    written = adjustments.add(example_round.workspace, RegisterEntry(first, "受表彰", "省级"))
    assert written.summary.total.points == Decimal(75)
    written = adjustments.add(example_round.workspace, RegisterEntry(first, "通报批评", "县级", 2))
    assert written.summary.total.points == Decimal(69)
    lines = adjustments.listing(example_round.workspace, example_round.round_id).lines
    assert [one.points for one in lines] == [Decimal(3), Decimal(5), Decimal(-6)]
    changed = adjustments.change(
        example_round.workspace, lines[2].id, RegisterEntry(first, "通报批评", "县级", 1)
    )
    assert changed.summary.total.points == Decimal(72)
    removed = adjustments.remove(example_round.workspace, lines[2].id)
    assert removed.summary.total.points == Decimal(75)
    assert removed.summary == sheets.sheet(example_round.workspace, first).summary


def test_a_fact_counts_by_itself_and_is_not_entered_by_hand(example_round: ExampleRound) -> None:
    full_sheet(example_round)
    first = example_round.subject_ids[0]
    record_fact(example_round.workspace, example_round.round_id, first, "缺会次数", "２次")
    assert sheets.sheet(example_round.workspace, first).summary.total.points == Decimal(66)
    register = adjustments.listing(example_round.workspace, example_round.round_id)
    assert [one.name for one in register.choices] == ["受表彰", "通报批评"]
    assert [one.name for one in register.others] == ["缺会"]
    with pytest.raises(Fault, match="没有可以登记的加减分“缺会”"):
        adjustments.add(example_round.workspace, RegisterEntry(first, "缺会", "每次"))


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (("受表彰", "乡级", 1), "可以选：市级、省级、国家级"),
        (("受表彰", "市级", 0), "次数"),
        (("没有的", "市级", 1), "没有可以登记的加减分"),
    ],
)
def test_what_the_scheme_does_not_know_is_refused(
    example_round: ExampleRound, entry: tuple[str, str, int], words: str
) -> None:
    with pytest.raises(Fault, match=words):
        adjustments.add(
            example_round.workspace, RegisterEntry(example_round.subject_ids[0], *entry)
        )
    assert adjustments.listing(example_round.workspace, example_round.round_id).lines == ()


def test_an_entry_that_is_gone_is_said_to_be_gone(example_round: ExampleRound) -> None:
    with pytest.raises(Fault, match="已经不在登记表里"):
        adjustments.remove(example_round.workspace, 99)
