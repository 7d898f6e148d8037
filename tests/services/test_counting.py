"""Two people, blind: what is stored, what comes back, what a lost batch costs."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desk_app.domain.faults import Fault
from desk_app.domain.polling.counting import BatchState, Mode
from desk_app.domain.polling.counts import BatchCounts, count_batch
from desk_app.domain.scheme.model.polls import Counting
from desk_app.services.polling import (
    batches,
    count_report,
    counting,
    meetings,
    opening,
    polls,
    sealing,
    settling,
    tallies,
)
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.services.workspace import Office, create
from tests.support.polling_round import (
    COMMON,
    OWN,
    SCHEME,
    ExampleRound,
    explain,
    make_round,
    next_batch,
)

BY_TWO = replace(COMMON, name="两人计票", counting=Counting())
CALLED = replace(COMMON, name="唱票", counting=Counting(called=True))
SPLIT = replace(COMMON, name="分类", counting=Counting(("党员", "群众代表", "老党员")))
RULES = replace(SCHEME, polls=(OWN, COMMON, BY_TWO, CALLED, SPLIT))
TELLERS = ("计票人甲", "计票人乙")
FIRST, SECOND = TELLERS


@pytest.fixture
def example_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExampleRound]:
    workspace = create(tmp_path / "w", Office("中共青山镇委员会", "青山镇"))
    yield make_round(workspace, monkeypatch, rules=RULES, names=("柳树湾村党支部", "石桥村党支部"))
    workspace.close(back_up=False)


def poll(example_round: ExampleRound, name: str = "两人计票", returned: int | None = 45) -> int:
    facts = MeetingFacts("测评大会", supervisors=("监票人甲",), tellers=TELLERS)
    meeting_id = meetings.add_meeting(example_round.workspace, example_round.round_id, facts)
    poll_id = opening.open_poll(
        example_round.workspace, meeting_id, name, example_round.subject_ids
    )
    if returned is not None:
        polls.set_papers(example_round.workspace, poll_id, returned, returned)
    return poll_id


def papers(good: int, bad: int = 0, void: int = 0) -> BatchCounts:
    return count_batch([("满意", "满意")] * good + [("不满意", "满意")] * bad + [None] * void)


def test_one_count_waits_and_tells_nothing(example_round: ExampleRound) -> None:
    poll_id = poll(example_round)
    line = counting.store_batch(example_round.workspace, poll_id, "", 1, papers(18, 2), FIRST)
    assert line.state is BatchState.FIRST
    sheet = polls.poll_sheet(example_round.workspace, poll_id)
    assert (sheet.counted.keyed, sheet.counted.batches, sheet.head.mode) == (0, 0, Mode.TWO)
    assert all(one.tally.counts["满意"] == 0 for one in sheet.results)
    with pytest.raises(Fault, match="等第二人录入"):
        settling.differences(example_round.workspace, line.id or 0)
    with pytest.raises(Fault, match=r"还不能封存.*等第二人录入"):
        sealing.seal(example_round.workspace, poll_id)
    with pytest.raises(Fault, match="第一遍是计票人甲录的"):
        counting.store_batch(example_round.workspace, poll_id, "", 1, papers(18, 2), FIRST)


def test_equal_counts_are_settled_at_once(example_round: ExampleRound) -> None:
    poll_id = poll(example_round)
    counting.store_batch(example_round.workspace, poll_id, "", 1, papers(18, 2), FIRST)
    line = counting.store_batch(example_round.workspace, poll_id, "", 1, papers(18, 2), SECOND)
    assert (line.state, line.first_teller, line.second_teller) == (
        BatchState.SETTLED,
        FIRST,
        SECOND,
    )
    sheet = polls.poll_sheet(example_round.workspace, poll_id)
    assert sheet.counted.keyed == 20
    assert sheet.results[0].tally.counts["不满意"] == 2
    with example_round.workspace.session() as session:
        kept = session.connection.exec_driver_sql("SELECT DISTINCT keying FROM batch_count").all()
    assert [tuple(one) for one in kept] == [(0,)]
    with pytest.raises(Fault, match="已经入库，不能再往里加"):
        counting.store_batch(example_round.workspace, poll_id, "", 1, papers(20), FIRST)


def differing(example_round: ExampleRound) -> tuple[int, int]:
    poll_id = poll(example_round)
    counting.store_batch(example_round.workspace, poll_id, "", 1, papers(18, 2), FIRST)
    line = counting.store_batch(example_round.workspace, poll_id, "", 1, papers(17, 3), SECOND)
    assert line.state is BatchState.DIFFERS
    return poll_id, line.id or 0


def test_only_differing_cells_come_back_and_are_settled_with_a_name(
    example_round: ExampleRound,
) -> None:
    poll_id, batch_id = differing(example_round)
    found = settling.differences(example_round.workspace, batch_id)
    assert (found.first_teller, found.second_teller) == TELLERS
    one, two = example_round.subject_ids
    assert {(c.subject_id, c.option): (c.first, c.second) for c in found.cells} == {
        (one, "不满意"): (2, 3),
        (one, "满意"): (18, 17),
    }
    second = {(c.subject_id, c.option): c.second for c in found.cells}
    with pytest.raises(Fault, match="由谁"):
        settling.settle(example_round.workspace, batch_id, second, " ")
    with pytest.raises(Fault, match="拼音首字母或登录名"):
        settling.settle(example_round.workspace, batch_id, second, "ws")
    with pytest.raises(Fault, match="还有不一致"):
        settling.settle(example_round.workspace, batch_id, {(one, "满意"): 16}, "监票人甲")
    with pytest.raises(Fault, match=r"合计 19 票，不等于有效票 20 张"):
        settling.settle(
            example_round.workspace, batch_id, {**second, (one, "满意"): 16}, "监票人甲"
        )
    with pytest.raises(Fault, match="不在不一致的范围内"):
        settling.settle(
            example_round.workspace, batch_id, {**second, (two, "不满意"): 0}, "监票人甲"
        )
    line = settling.settle(example_round.workspace, batch_id, second, "监票人甲")
    assert (line.state, line.settled_by) == (BatchState.SETTLED, "监票人甲")
    sheet = polls.poll_sheet(example_round.workspace, poll_id)
    assert (sheet.counted.valid, sheet.counted.invalid) == (20, 0)
    assert sheet.results[0].tally.counts["不满意"] == 3


def kept(example_round: ExampleRound) -> tuple[int, int]:
    with example_round.workspace.session() as session:
        counters = session.connection.exec_driver_sql("SELECT count(*) FROM batch_count").scalar()
        reasons = session.connection.exec_driver_sql("SELECT count(*) FROM void_count").scalar()
    return int(counters or 0), int(reasons or 0)


@pytest.mark.parametrize(
    "second",
    [
        papers(17, 2, 1),  # a paper void
        count_batch([("不满意", "不满意")] * 3 + [("满意", "满意")] * 17),  # every line
    ],
)
def test_counts_of_which_one_minus_the_other_is_a_ballot_are_both_dropped(
    example_round: ExampleRound, second: BatchCounts
) -> None:
    poll_id = poll(example_round)
    counting.store_batch(example_round.workspace, poll_id, "", 1, papers(18, 2), FIRST)
    line = counting.store_batch(example_round.workspace, poll_id, "", 1, second, SECOND)
    assert (line.state, line.id) == (BatchState.AGAIN, None)
    assert "两人录的数都已清除，请两人都重新录入这一摞" in line.why
    assert kept(example_round) == (0, 0)
    assert (example_round.workspace.folder / "workspace.db-wal").stat().st_size == 0
    assert batches.unfinished(example_round.workspace, poll_id) == ("请重新录入第 1 摞 20 张",)
    sheet = polls.poll_sheet(example_round.workspace, poll_id)
    assert [(one.size, one.state) for one in sheet.plan] == [
        (20, BatchState.AGAIN),
        (25, BatchState.MISSING),
    ]
    assert "还有 45 张没有录" in "".join(sheet.complaints)
    found = next_batch(example_round.workspace, poll_id, SECOND)
    assert found is not None
    assert found.number == 1
    for teller in (SECOND, FIRST):
        batches.take_batch(example_round.workspace, poll_id, "", 1, teller)
        line = counting.store_batch(example_round.workspace, poll_id, "", 1, second, teller)
    assert line.state is BatchState.SETTLED


def test_a_batch_of_a_few_valid_papers_is_keyed_together_with_another(
    example_round: ExampleRound,
) -> None:
    poll_id = poll(example_round, "唱票", 60)
    line = counting.store_batch(example_round.workspace, poll_id, "", 1, papers(1, 0, 19), "")
    assert (line.state, line.size) == (BatchState.AGAIN, 40)
    assert "请把第 1 摞和第 2 摞合成一摞，共 40 张，作为第 1 摞重新录入" in line.why
    assert kept(example_round) == (0, 0)
    plan = [(one.number, one.size) for one in batches.batches(example_round.workspace, poll_id)]
    assert plan == [(1, 40), (3, 20)]
    with pytest.raises(Fault, match="没有第 2 摞"):
        counting.store_batch(example_round.workspace, poll_id, "", 2, papers(20), "")
    counting.store_batch(example_round.workspace, poll_id, "", 1, papers(10, 11, 19), "")
    line = counting.store_batch(example_round.workspace, poll_id, "", 3, papers(2, 2, 16), "")
    assert (line.number, line.size) == (3, 60)
    assert kept(example_round) == (0, 0)
    line = counting.store_batch(example_round.workspace, poll_id, "", 3, papers(12, 13, 35), "")
    assert line.state is BatchState.SETTLED
    explain(example_round.workspace, poll_id)
    sealed = sealing.seal(example_round.workspace, poll_id)
    assert (sealed.counted.valid, sealed.counted.invalid) == (25, 35)


def test_other_papers_to_count_make_another_plan(example_round: ExampleRound) -> None:
    poll_id = poll(example_round, "唱票", 60)
    counting.store_batch(example_round.workspace, poll_id, "", 1, papers(1, 0, 19), "")
    polls.set_papers(example_round.workspace, poll_id, 30, 30)
    plan = [(one.number, one.size) for one in batches.batches(example_round.workspace, poll_id)]
    assert plan == [(1, 20), (2, 10)]
    assert batches.unfinished(example_round.workspace, poll_id) == ()


def test_a_small_poll_is_stored_as_it_is(example_round: ExampleRound) -> None:
    poll_id = poll(example_round, "唱票", 20)
    line = counting.store_batch(example_round.workspace, poll_id, "", 1, papers(1, 0, 19), "")
    assert line.state is BatchState.SETTLED


def test_a_batch_both_got_wrong_is_keyed_again(example_round: ExampleRound) -> None:
    poll_id, batch_id = differing(example_round)
    settling.discard(example_round.workspace, batch_id)
    assert batches.batches(example_round.workspace, poll_id)[0].state is BatchState.MISSING
    for teller in TELLERS:
        counting.store_batch(example_round.workspace, poll_id, "", 1, papers(20), teller)
    settled = batches.batches(example_round.workspace, poll_id)[0]
    with pytest.raises(Fault, match="已经入库"):
        settling.discard(example_round.workspace, settled.id or 0)


def test_who_may_key(example_round: ExampleRound) -> None:
    poll_id = poll(example_round)
    with pytest.raises(Fault, match="不是这次会议的计票人"):
        counting.store_batch(example_round.workspace, poll_id, "", 1, papers(20), "过路人")
    meeting_id = polls.poll_sheet(example_round.workspace, poll_id).head.meeting_id
    meetings.change_meeting(
        example_round.workspace, meeting_id, MeetingFacts("测评大会", tellers=(FIRST,))
    )
    with pytest.raises(Fault, match="至少两名计票人"):
        counting.store_batch(example_round.workspace, poll_id, "", 1, papers(20), FIRST)
    with pytest.raises(Fault, match="方案没有写明可由一人计票"):
        polls.set_mode(example_round.workspace, poll_id, Mode.ONE)


def test_a_batch_is_the_planned_one_or_none(example_round: ExampleRound) -> None:
    poll_id = poll(example_round)
    assert [one.size for one in batches.batches(example_round.workspace, poll_id)] == [20, 25]
    with pytest.raises(Fault, match="第 1 摞应有 20 张，录入了 19 张"):
        counting.store_batch(example_round.workspace, poll_id, "", 1, papers(19), FIRST)
    with pytest.raises(Fault, match="没有第 3 摞"):
        counting.store_batch(example_round.workspace, poll_id, "", 3, papers(20), FIRST)
    empty = poll(example_round, returned=None)
    with pytest.raises(Fault, match="先填写收回票数"):
        counting.store_batch(example_round.workspace, empty, "", 1, papers(20), FIRST)


def test_read_out_aloud_one_count_is_enough(example_round: ExampleRound) -> None:
    poll_id = poll(example_round, "唱票")
    line = counting.store_batch(example_round.workspace, poll_id, "", 1, papers(18, 2), "")
    assert line.state is BatchState.SETTLED
    assert polls.poll_sheet(example_round.workspace, poll_id).counted.keyed == 20


def test_the_batch_in_hand_is_named_exactly(example_round: ExampleRound) -> None:
    poll_id = poll(example_round)
    assert batches.unfinished(example_round.workspace, poll_id) == ()
    batches.take_batch(example_round.workspace, poll_id, "", 2, FIRST)
    lost = ("第 2 摞 25 张未入库，请重新录入",)
    assert batches.unfinished(example_round.workspace, poll_id) == lost
    batches.put_away(example_round.workspace, poll_id, FIRST)
    assert batches.unfinished(example_round.workspace, poll_id) == ()
    batches.take_batch(example_round.workspace, poll_id, "", 1, FIRST)
    counting.store_batch(example_round.workspace, poll_id, "", 1, papers(20), FIRST)
    assert batches.unfinished(example_round.workspace, poll_id) == lost
    batches.take_batch(example_round.workspace, poll_id, "", 1, SECOND)
    assert batches.unfinished(example_round.workspace, poll_id) == (
        "第 1 摞 20 张未入库，请重新录入",
    )
    found = next_batch(example_round.workspace, poll_id, SECOND)
    assert found is not None
    assert found.number == 2


def split(example_round: ExampleRound, returned: dict[str, int]) -> int:
    poll_id = poll(example_round, "分类", returned=None)
    for category, number in returned.items():
        polls.set_papers(example_round.workspace, poll_id, number, number, category)
    return poll_id


def key_all(example_round: ExampleRound, poll_id: int, good: dict[str, int]) -> None:
    """Both key every batch; the first ``good`` papers of a category are 满意."""
    left = dict(good)
    for line in batches.batches(example_round.workspace, poll_id):
        mine = min(left.get(line.category, 0), line.size)
        left[line.category] = left.get(line.category, 0) - mine
        for teller in TELLERS:
            counts = papers(mine, line.size - mine)
            counting.store_batch(
                example_round.workspace, poll_id, line.category, line.number, counts, teller
            )
    explain(example_round.workspace, poll_id)


def test_categories_have_papers_and_batches_of_their_own(example_round: ExampleRound) -> None:
    poll_id = poll(example_round, "分类", returned=None)
    with pytest.raises(Fault, match="分类别填写票数"):
        polls.set_papers(example_round.workspace, poll_id, 40, 40, "村民")
    poll_id = split(example_round, {"党员": 30, "群众代表": 22, "老党员": 0})
    sheet = polls.poll_sheet(example_round.workspace, poll_id)
    assert (sheet.papers.issued, sheet.papers.returned) == (52, 52)
    assert [(one.category, one.size) for one in sheet.plan] == [
        ("党员", 20), ("党员", 10), ("群众代表", 22),
    ]  # fmt: skip
    key_all(example_round, poll_id, {"党员": 25, "群众代表": 10})
    with pytest.raises(Fault, match="收回票数不能少于 30 张"):
        polls.set_papers(example_round.workspace, poll_id, 30, 29, "党员")
    with pytest.raises(Fault, match="清空重录"):
        polls.set_papers(example_round.workspace, poll_id, 3, 3, "群众代表")
    sealed = sealing.seal(example_round.workspace, poll_id)
    assert sealed.results[0].tally.counts["满意"] == 35
    apart = dict(count_report.report(example_round.workspace, poll_id).subjects[0].parts)
    assert {name: votes["满意"] for name, votes in apart.items()} == {"党员": 25, "群众代表": 10}


def test_a_small_category_is_neither_keyed_nor_stored_apart(example_round: ExampleRound) -> None:
    poll_id = split(example_round, {"党员": 30, "群众代表": 12, "老党员": 3})
    sheet = polls.poll_sheet(example_round.workspace, poll_id)
    assert [(one.category, one.size) for one in sheet.plan] == [
        ("党员", 20),
        ("党员", 10),
        ("", 15),
    ]
    key_all(example_round, poll_id, {"党员": 30, "": 6})
    assert "S05" in {
        one.code for one in polls.poll_sheet(example_round.workspace, poll_id).findings
    }
    sealing.seal(example_round.workspace, poll_id)
    parts = count_report.report(example_round.workspace, poll_id).subjects[0].parts
    assert [name for name, _ in parts] == ["党员"]
    with example_round.workspace.session() as session:
        kept = session.connection.exec_driver_sql(
            "SELECT DISTINCT category FROM tally ORDER BY 1"
        ).all()
        whole = tallies.tallies(session, example_round.round_id)
    assert [one[0] for one in kept] == ["", "党员"]
    assert whole[example_round.subject_ids[0]]["分类"].counts["满意"] == 36
