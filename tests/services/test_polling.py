"""Batches, sealing, external counts and their sums on a real file."""

import sqlite3
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from desk_app.domain.evidence import Tally
from desk_app.domain.faults import Fault
from desk_app.domain.polling.counts import BallotCounts, BatchCounts
from desk_app.domain.polling.state import PollState
from desk_app.services.polling import meetings, opening, polls, reopening, tallies, totals
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.services.workspace import Office, create
from desk_app.storage.tables import batch, batch_count, round_, void_count
from tests.support.polling_round import FEELINGS, NAMES, ExampleRound, make_round, papers, seal
from tests.support.polling_round import key as key_batch


@pytest.fixture
def example_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExampleRound]:
    workspace = create(tmp_path / "w", Office("中共青山镇委员会", "青山镇"))
    yield make_round(workspace, monkeypatch)
    workspace.close(back_up=False)


def own_poll(
    example_round: ExampleRound, issued: int | None = 30, returned: int | None = 30
) -> int:
    meeting_id = meetings.add_meeting(
        example_round.workspace,
        example_round.round_id,
        MeetingFacts("民主测评会", expected=40, present=32),
    )
    poll_id = opening.open_poll(
        example_round.workspace, meeting_id, "测评会", [example_round.subject_ids[0]]
    )
    polls.set_papers(example_round.workspace, poll_id, issued, returned)
    return poll_id


def common_poll(example_round: ExampleRound, returned: int = 40) -> int:
    meeting_id = meetings.add_meeting(
        example_round.workspace, example_round.round_id, MeetingFacts("测评大会")
    )
    poll_id = opening.open_poll(
        example_round.workspace, meeting_id, "群众测评", example_round.subject_ids
    )
    polls.set_papers(example_round.workspace, poll_id, returned, returned)
    return poll_id


def rows(example_round: ExampleRound, sql: str) -> list[tuple[object, ...]]:
    with example_round.workspace.session() as session:
        return [tuple(row) for row in session.connection.exec_driver_sql(sql)]


def tallies_of(example_round: ExampleRound) -> dict[int, dict[str, Tally]]:
    with example_round.workspace.session() as session:
        return tallies.tallies(session, example_round.round_id)


def test_batches_add_up_and_sealing_leaves_only_counters(example_round: ExampleRound) -> None:
    poll_id = own_poll(example_round)
    first = key_batch(example_round.workspace, poll_id, papers(20, "好"))
    assert (first.counted.batches, first.counted.keyed, first.counted.valid) == (1, 20, 20)
    assert first.state is PollState.KEYING
    assert not first.sealed
    assert first.complaints == ("收回 30 张，已录 20 张，还有 10 张没有录。",)
    assert first.next_batch == 10
    key_batch(example_round.workspace, poll_id, papers(8, "较好", void=2))

    sheet = seal(example_round.workspace, poll_id)

    assert sheet.sealed
    assert (sheet.counted.valid, sheet.counted.invalid) == (28, 2)
    assert sheet.results[0].tally.counts == {"好": 20, "较好": 8, "一般": 0, "较差": 0}
    assert rows(example_round, "SELECT count(*) FROM batch") == [(0,)]
    assert rows(example_round, "SELECT count(*) FROM batch_count") == [(0,)]
    assert tallies_of(example_round) == {
        example_round.subject_ids[0]: {
            "测评会": Tally(30, 30, 28, 2, {"好": 20, "较好": 8, "一般": 0, "较差": 0})
        }
    }


def test_a_distribution_has_shares_and_no_rate_and_a_rate_says_its_base(
    example_round: ExampleRound,
) -> None:
    own = own_poll(example_round, 20, 20)
    sheet = key_batch(example_round.workspace, own, papers(20, "好"))
    assert sheet.results[0].shares == (Fraction(1), Fraction(0), Fraction(0), Fraction(0))
    assert sheet.results[0].rates == ()

    common = common_poll(example_round, 20)
    sheet = key_batch(example_round.workspace, common, papers(20, *["基本满意"] * 12))
    line = sheet.results[11]
    assert line.shares == ()
    assert [(one.name, one.value) for one in line.rates] == [("满意率", Fraction(1))]
    assert line.rates[0].words == "（满意 0 + 基本满意 20）÷ 有效票 20"


def test_sealing_names_everything_that_does_not_balance(example_round: ExampleRound) -> None:
    poll_id = own_poll(example_round, issued=33, returned=30)
    key_batch(example_round.workspace, poll_id, papers(20, "好"))
    with pytest.raises(Fault, match=r"还不能封存：发出 33 张，多于实到 32 人.*还有 10 张没有录"):
        seal(example_round.workspace, poll_id)
    polls.set_papers(example_round.workspace, poll_id, 15, 20)
    with pytest.raises(Fault, match="收回 20 张，多于发出 15 张"):
        seal(example_round.workspace, poll_id)
    polls.set_papers(example_round.workspace, poll_id, 20, 20)
    assert seal(example_round.workspace, poll_id).sealed


def test_papers_come_before_keying(example_round: ExampleRound) -> None:
    poll_id = own_poll(example_round, None, None)
    assert polls.poll_sheet(example_round.workspace, poll_id).complaints == (
        "请填写发出和收回的票数。",
    )
    with pytest.raises(Fault, match="先填写收回票数"):
        key_batch(example_round.workspace, poll_id, papers(20, "好"))


@pytest.mark.parametrize(
    ("size", "sentence"),
    [(size, f"第 1 摞应有 20 张，录入了 {size} 张") for size in (4, 27, 31, 0)],
)
def test_a_batch_that_is_not_the_planned_one_is_refused(
    example_round: ExampleRound, size: int, sentence: str
) -> None:
    poll_id = own_poll(example_round)
    with pytest.raises(Fault, match=sentence):
        key_batch(example_round.workspace, poll_id, papers(size, "好"))
    assert rows(example_round, "SELECT count(*) FROM batch") == [(0,)]


def test_a_poll_of_three_papers_is_one_batch(example_round: ExampleRound) -> None:
    poll_id = own_poll(example_round, 3, 3)
    key_batch(example_round.workspace, poll_id, papers(3, "好"))
    assert seal(example_round.workspace, poll_id).counted.valid == 3


def test_returned_cannot_be_changed_into_a_rest_too_small(example_round: ExampleRound) -> None:
    poll_id = own_poll(example_round, 30, 20)
    key_batch(example_round.workspace, poll_id, papers(20, "好"))
    with pytest.raises(Fault, match="只剩 2 张"):
        polls.set_papers(example_round.workspace, poll_id, 30, 22)
    with pytest.raises(Fault, match="不能少于 20 张"):
        polls.set_papers(example_round.workspace, poll_id, 30, 19)
    assert polls.set_papers(example_round.workspace, poll_id, 30, 25).next_batch == 5


def test_a_batch_with_foreign_options_or_lines_is_refused_whole(
    example_round: ExampleRound,
) -> None:
    poll_id = own_poll(example_round)
    with pytest.raises(Fault, match="不是“测评会”的选项"):
        key_batch(example_round.workspace, poll_id, papers(20, "满意"))
    with pytest.raises(Fault, match="行数"):
        key_batch(example_round.workspace, poll_id, papers(20, "好", "好"))
    with pytest.raises(Fault, match="各项合计 19 票"):
        key_batch(example_round.workspace, poll_id, BatchCounts(20, 0, {(0, "好"): 19}))
    assert rows(example_round, "SELECT count(*) FROM batch_count") == [(0,)]


def test_a_sealed_count_is_not_touched_until_it_is_counted_again(
    example_round: ExampleRound,
) -> None:
    poll_id = own_poll(example_round, 20, 20)
    key_batch(example_round.workspace, poll_id, papers(20, "好"))
    seal(example_round.workspace, poll_id)
    acts: tuple[Callable[[], object], ...] = (
        lambda: key_batch(example_round.workspace, poll_id, papers(20, "好")),
        lambda: polls.set_papers(example_round.workspace, poll_id, 21, 21),
        lambda: seal(example_round.workspace, poll_id),
    )
    for act in acts:
        with pytest.raises(Fault, match="已封存"):
            act()
    with pytest.raises(Fault, match="原因"):
        reopening.recount(example_round.workspace, poll_id, "  ")
    sheet = reopening.recount(example_round.workspace, poll_id, "监票人要求复核")
    assert (sheet.sealed, sheet.counted.keyed, sheet.papers.returned) == (False, 0, 20)
    assert tallies_of(example_round) == {}
    assert rows(example_round, "SELECT count(*) FROM tally") == [(0,)]
    assert rows(example_round, "SELECT number, reopened_reason FROM count_version") == [
        (1, "监票人要求复核")
    ]


def test_an_external_count_is_checked_and_sealed_at_once(example_round: ExampleRound) -> None:
    poll_id = common_poll(example_round)
    votes = {
        one: {"满意": 30, "基本满意": 5, "不满意": 2, "不了解": 1, "弃权": 1, "无效项": 1}
        for one in example_round.subject_ids
    }
    with pytest.raises(Fault, match="“石桥村党支部”各项合计 39 票，不等于有效票 40 张"):
        totals.store_external(
            example_round.workspace,
            poll_id,
            BallotCounts(42, 41, 40, 1),
            votes | {example_round.subject_ids[1]: {"满意": 39}},
        )
    assert not polls.poll_sheet(example_round.workspace, poll_id).sealed
    sheet = totals.store_external(
        example_round.workspace, poll_id, BallotCounts(42, 41, 40, 1), votes
    )
    assert sheet.sealed
    assert sheet.standing.external
    found = tallies_of(example_round)[example_round.subject_ids[3]]["群众测评"]
    assert found == Tally(
        42, 41, 40, 1, dict(zip(FEELINGS, (30, 5, 2, 1), strict=True)), abstained=1, spoilt=1
    )


def test_external_totals_do_not_mix_with_keyed_ballots(example_round: ExampleRound) -> None:
    poll_id = own_poll(example_round, 25, 25)
    key_batch(example_round.workspace, poll_id, papers(25, "好"))
    with pytest.raises(Fault, match="不能再录外部计票"):
        totals.store_external(
            example_round.workspace,
            poll_id,
            BallotCounts(25, 25, 25, 0),
            {example_round.subject_ids[0]: {"好": 25}},
        )


def test_counts_of_two_meetings_on_one_subject_are_added(example_round: ExampleRound) -> None:
    for _ in range(2):
        poll_id = own_poll(example_round, 20, 20)
        key_batch(example_round.workspace, poll_id, papers(19, "好", void=1))
        seal(example_round.workspace, poll_id)
    assert tallies_of(example_round)[example_round.subject_ids[0]]["测评会"] == Tally(
        40, 40, 38, 2, {"好": 38, "较好": 0, "一般": 0, "较差": 0}
    )


def test_tallies_take_the_same_number_of_queries_whatever_the_round(
    example_round: ExampleRound,
) -> None:
    def statements() -> int:
        seen: list[str] = []
        with example_round.workspace.session() as session:
            raw = session.connection.connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)
            raw.set_trace_callback(seen.append)
            tallies.tallies(session, example_round.round_id)
            raw.set_trace_callback(None)
        return len([one for one in seen if one.lstrip().upper().startswith("SELECT")])

    poll_id = own_poll(example_round, 20, 20)
    key_batch(example_round.workspace, poll_id, papers(20, "好"))
    seal(example_round.workspace, poll_id)
    first = statements()
    for _ in range(4):
        poll_id = common_poll(example_round, 20)
        key_batch(example_round.workspace, poll_id, papers(20, *["满意"] * len(NAMES)))
        seal(example_round.workspace, poll_id)
    assert statements() == first <= 3


def test_a_locked_round_takes_no_ballots(example_round: ExampleRound) -> None:
    poll_id = own_poll(example_round)
    with example_round.workspace.session() as session:
        session.execute(round_.update().values(locked=1))
    with pytest.raises(Fault, match="定稿"):
        key_batch(example_round.workspace, poll_id, papers(20, "好"))
    assert polls.poll_sheet(example_round.workspace, poll_id).state is PollState.LOCKED


def test_batches_keep_counters_only(example_round: ExampleRound) -> None:
    kept = {column.name for column in (*batch.columns, *batch_count.columns, *void_count.columns)}
    assert kept == {
        "id", "poll_id", "category", "number", "valid", "invalid", "second_valid",
        "second_invalid", "first_teller", "second_teller", "state", "settled_by",
        "batch_id", "keying", "subject_id", "option", "votes", "reason", "papers",
    }  # fmt: skip
