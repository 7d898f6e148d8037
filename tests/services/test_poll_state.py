"""The state of a poll as a real file gives it back, and what each act leaves in the record."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from desk_app.domain.faults import Fault
from desk_app.domain.polling.counting import BatchState, Mode
from desk_app.domain.polling.counts import BallotCounts, BatchCounts, count_batch
from desk_app.domain.polling.meetings import Attendee
from desk_app.domain.polling.state import LOCKED_WORDS, TRANSITIONS, Act, PollState
from desk_app.domain.scheme.model.polls import Counting
from desk_app.services.polling import (
    batches,
    counting,
    meetings,
    opening,
    polls,
    reopening,
    rosters,
    sealing,
    settling,
    totals,
)
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.services.workspace import Office, create
from desk_app.storage.tables import change, in_hand, round_
from tests.support.polling_round import COMMON, SCHEME, ExampleRound, explain, make_round

BY_TWO = replace(COMMON, name="两人计票", counting=Counting())
FIRST, SECOND = "计票人甲", "计票人乙"


@pytest.fixture
def example_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExampleRound]:
    workspace = create(tmp_path / "w", Office("中共青山镇委员会", "青山镇"))
    rules = replace(SCHEME, polls=(BY_TWO,), rates=())
    yield make_round(workspace, monkeypatch, rules=rules, names=("柳树湾村党支部", "石桥村党支部"))
    workspace.close(back_up=False)


def poll(example_round: ExampleRound, returned: int | None = None) -> int:
    facts = MeetingFacts("测评大会", tellers=(FIRST, SECOND))
    meeting_id = meetings.add_meeting(example_round.workspace, example_round.round_id, facts)
    poll_id = opening.open_poll(
        example_round.workspace, meeting_id, BY_TWO.name, example_round.subject_ids
    )
    if returned is not None:
        polls.set_papers(example_round.workspace, poll_id, returned, returned)
    return poll_id


def papers(good: int, bad: int) -> BatchCounts:
    return count_batch([("满意", "满意")] * good + [("不满意", "满意")] * bad)


def state(example_round: ExampleRound, poll_id: int) -> PollState:
    return polls.poll_sheet(example_round.workspace, poll_id).state


def store(
    example_round: ExampleRound, poll_id: int, number: int, teller: str, good: int, bad: int
) -> int | None:
    counted = papers(good, bad)
    return counting.store_batch(example_round.workspace, poll_id, "", number, counted, teller).id


def brought(example_round: ExampleRound, wanted: PollState) -> int:
    """Return a poll that real acts brought to a state."""
    poll_id = poll(example_round, None if wanted is PollState.OPEN else 40)
    if wanted in {PollState.KEYING, PollState.COMPARING}:
        store(example_round, poll_id, 1, FIRST, 15, 5)
    if wanted is PollState.COMPARING:
        store(example_round, poll_id, 1, SECOND, 14, 6)
    if wanted in {PollState.SEALED, PollState.LOCKED}:
        votes = {one: {"满意": 40} for one in example_round.subject_ids}
        totals.store_external(example_round.workspace, poll_id, BallotCounts(40, 40, 40, 0), votes)
    if wanted is PollState.VOID:
        reopening.void(example_round.workspace, poll_id, "票箱没有封好")
    if wanted is PollState.LOCKED:
        with example_round.workspace.session() as session:
            session.execute(round_.update().values(locked=1))
    return poll_id


def line_of(example_round: ExampleRound, poll_id: int) -> int:
    """The stored batch that is to be settled or sent back; there is none in some states."""
    lines = batches.batches(example_round.workspace, poll_id)
    found = next((one.id for one in lines if one.id is not None), None)
    if found is None:
        raise Fault("没有存着的摞。")
    return found


def settle(example_round: ExampleRound, poll_id: int) -> None:
    batch_id = line_of(example_round, poll_id)
    cells = settling.differences(example_round.workspace, batch_id).cells
    values = {(one.subject_id, one.option): one.first for one in cells}
    settling.settle(example_round.workspace, batch_id, values, "监票人甲")


def enter_totals(example_round: ExampleRound, poll_id: int) -> None:
    votes = {one: {"满意": 40} for one in example_round.subject_ids}
    totals.store_external(example_round.workspace, poll_id, BallotCounts(40, 40, 40, 0), votes)


ACTS: dict[Act, Callable[[ExampleRound, int], object]] = {
    Act.WRITE_PAPERS: lambda example_round, one: polls.set_papers(
        example_round.workspace, one, 41, 40
    ),
    Act.CHOOSE_MODE: lambda example_round, one: polls.set_mode(
        example_round.workspace, one, Mode.CALLED
    ),
    Act.KEY: lambda example_round, one: store(example_round, one, 2, FIRST, 15, 5),
    Act.SETTLE: settle,
    Act.DISCARD: lambda example_round, one: settling.discard(
        example_round.workspace, line_of(example_round, one)
    ),
    Act.CLEAR: lambda example_round, one: reopening.recount(
        example_round.workspace, one, "监票人要求复核"
    ),
    Act.REOPEN: lambda example_round, one: reopening.recount(
        example_round.workspace, one, "监票人要求复核"
    ),
    Act.ENTER_TOTALS: enter_totals,
    Act.SEAL: lambda example_round, one: sealing.seal(example_round.workspace, one),
    Act.EXPLAIN: lambda example_round, one: polls.set_reason(
        example_round.workspace, one, "S01", "复核无误"
    ),
    Act.DECLARE_VOID: lambda example_round, one: reopening.void(
        example_round.workspace, one, "票箱没有封好"
    ),
    Act.REMOVE: lambda example_round, one: opening.remove_poll(example_round.workspace, one),
}


@pytest.mark.parametrize("before", PollState)
@pytest.mark.parametrize("act", ACTS)
def test_every_act_in_every_state_ends_where_the_table_says(
    example_round: ExampleRound, before: PollState, act: Act
) -> None:
    poll_id = brought(example_round, before)
    assert state(example_round, poll_id) is before
    allowed = TRANSITIONS[before].get(act)
    # These two are one button: what is sealed is reopened, what is not is cleared.
    if act in {Act.CLEAR, Act.REOPEN}:
        allowed = TRANSITIONS[before].get(Act.CLEAR) or TRANSITIONS[before].get(Act.REOPEN)
    try:
        ACTS[act](example_round, poll_id)
        refused = ""
    except Fault as fault:
        refused = str(fault)
    # What is counted may stand in the way of sealing and of reasons in every state.
    assert bool(refused) is (allowed is None or act in {Act.SEAL, Act.EXPLAIN}), refused
    if refused:
        assert state(example_round, poll_id) is before
    elif act is not Act.REMOVE:
        assert state(example_round, poll_id) in (allowed or ())


def test_two_people_all_the_way_through(example_round: ExampleRound) -> None:
    poll_id = poll(example_round)
    seen = [state(example_round, poll_id)]
    polls.set_papers(example_round.workspace, poll_id, 20, 20)
    seen.append(state(example_round, poll_id))
    store(example_round, poll_id, 1, FIRST, 15, 5)
    seen.append(state(example_round, poll_id))
    batch_id = store(example_round, poll_id, 1, SECOND, 14, 6)
    seen.append(state(example_round, poll_id))
    cells = settling.differences(example_round.workspace, batch_id or 0).cells
    values = {(one.subject_id, one.option): one.first for one in cells}
    settling.settle(example_round.workspace, batch_id or 0, values, "监票人甲")
    seen.append(state(example_round, poll_id))
    explain(example_round.workspace, poll_id)
    seen.append(sealing.seal(example_round.workspace, poll_id).state)
    seen.append(reopening.recount(example_round.workspace, poll_id, "监票人要求复核").state)
    reopening.void(example_round.workspace, poll_id, "票箱没有封好")
    seen.append(state(example_round, poll_id))
    assert seen == [
        PollState.OPEN,
        PollState.READY,
        PollState.KEYING,
        PollState.COMPARING,
        PollState.KEYING,
        PollState.SEALED,
        PollState.READY,
        PollState.VOID,
    ]


def test_a_batch_that_is_keyed_again_leaves_the_poll_ready(example_round: ExampleRound) -> None:
    poll_id = poll(example_round, 20)
    store(example_round, poll_id, 1, FIRST, 15, 5)
    other = replace(papers(14, 5), invalid=1)
    line = counting.store_batch(example_round.workspace, poll_id, "", 1, other, SECOND)
    assert line.state is BatchState.AGAIN
    assert state(example_round, poll_id) is PollState.READY


def test_a_locked_round_says_the_same_everywhere(example_round: ExampleRound) -> None:
    poll_id = brought(example_round, PollState.LOCKED)
    with pytest.raises(Fault) as caught:
        polls.set_papers(example_round.workspace, poll_id, 41, 40)
    assert str(caught.value) == LOCKED_WORDS


def test_each_teller_has_a_batch_of_his_own_in_hand(example_round: ExampleRound) -> None:
    poll_id = poll(example_round, 40)
    batches.take_batch(example_round.workspace, poll_id, "", 1, FIRST)
    batches.take_batch(example_round.workspace, poll_id, "", 2, SECOND)

    def marks() -> list[tuple[int, str]]:
        with example_round.workspace.session() as session:
            found = session.execute(
                select(in_hand.c.number, in_hand.c.teller).order_by(in_hand.c.number)
            )
            return [(number, teller) for number, teller in found]

    assert marks() == [(1, FIRST), (2, SECOND)]
    assert batches.unfinished(example_round.workspace, poll_id) == (
        "第 1 摞 20 张未入库，请重新录入",
        "第 2 摞 20 张未入库，请重新录入",
    )
    store(example_round, poll_id, 1, FIRST, 15, 5)
    assert marks() == [(2, SECOND)]
    batches.take_batch(example_round.workspace, poll_id, "", 2, FIRST)
    assert marks() == [(2, FIRST)]
    batches.put_away(example_round.workspace, poll_id, SECOND)
    assert marks() == [(2, FIRST)]
    batches.put_away(example_round.workspace, poll_id, FIRST)
    assert marks() == []


def record(example_round: ExampleRound) -> list[tuple[str, str, str, str]]:
    with example_round.workspace.session() as session:
        rows = session.execute(
            select(change.c.what, change.c.about, change.c.before, change.c.after)
            .where(change.c.round_id == example_round.round_id)
            .order_by(change.c.id)
        )
        return [(one.what, one.about, one.before, one.after) for one in rows]


def test_every_act_is_written_down_and_no_vote_is(example_round: ExampleRound) -> None:
    workspace = example_round.workspace
    poll_id = poll(example_round, 20)
    meeting_id = polls.poll_sheet(workspace, poll_id).head.meeting_id
    rosters.set_names(workspace, meeting_id, [Attendee("", f"村民{n}") for n in range(1, 24)])
    meetings.change_meeting(
        workspace, meeting_id, MeetingFacts("测评大会", place="三楼", tellers=(FIRST, SECOND))
    )
    polls.set_mode(workspace, poll_id, Mode.CALLED)
    polls.set_mode(workspace, poll_id, Mode.TWO)
    batch_id = store(example_round, poll_id, 1, FIRST, 13, 7)
    settling.discard(workspace, batch_id or 0)
    store(example_round, poll_id, 1, FIRST, 13, 7)
    reopening.recount(workspace, poll_id, "第三张票看错了")
    opening.remove_poll(workspace, poll_id)
    meetings.remove_meeting(workspace, meeting_id)

    names = "柳树湾村党支部等 2 个"
    staff = "计票人计票人甲、计票人乙"
    assert record(example_round) == [
        ("新建会议", "测评", "", f"测评大会 {staff}"),
        ("新建测评", "测评", "", "两人计票，2 个对象"),
        ("两人计票票数", names, "", "发出 20 收回 20"),
        ("会议名册", "测评大会", "", "23 人"),
        (
            "修改会议",
            "测评",
            f"测评大会 应到 23 人 实到 0 人 {staff}",
            f"测评大会 三楼 应到 23 人 实到 0 人 {staff}",
        ),
        ("两人计票计票方式", names, "两人分别录入、互不可见", "当场唱票"),
        ("两人计票计票方式", names, "当场唱票", "两人分别录入、互不可见"),
        ("两人计票退回重录", names, "第 1 摞 20 张", ""),
        ("两人计票计票", names, "", "清空重录"),
        ("两人计票测评", names, "已建立", "删除"),
        (
            "删除会议",
            "测评",
            f"测评大会 三楼 应到 23 人 实到 0 人 {staff}",
            "",
        ),
    ]
    said = "".join("".join(one) for one in record(example_round))
    assert not any(word in said for word in ("满意", "13", "第三张票"))
