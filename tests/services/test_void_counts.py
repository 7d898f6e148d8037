"""Why papers are void: kept per batch as counters, added up on sealing, kept per version."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from desk_app.domain.faults import Fault
from desk_app.domain.polling.counting import BatchState
from desk_app.domain.polling.counts import BatchCounts, count_batch
from desk_app.domain.scheme.model.polls import Counting
from desk_app.services.polling import (
    batches,
    count_report,
    counting,
    meetings,
    opening,
    polls,
    reopening,
    sealing,
    settling,
    versions,
)
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.services.workspace import Office, create
from tests.support.polling_round import COMMON, SCHEME, ExampleRound, explain, make_round, seal

BY_TWO = replace(COMMON, name="两人计票", counting=Counting())
SPLIT = replace(COMMON, name="分类", counting=Counting(("党员", "群众代表", "老党员")))
TELLERS = ("计票人甲", "计票人乙")
BLANK, BLOT, OTHER = "空白票", "涂改、看不清", "其他"


@pytest.fixture
def example_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExampleRound]:
    workspace = create(tmp_path / "w", Office("中共青山镇委员会", "青山镇"))
    rules = replace(SCHEME, polls=(BY_TWO, SPLIT), rates=())
    yield make_round(workspace, monkeypatch, rules=rules, names=("柳树湾村党支部",))
    workspace.close(back_up=False)


def poll(example_round: ExampleRound, returned: int = 20) -> int:
    facts = MeetingFacts("测评大会", tellers=TELLERS)
    meeting_id = meetings.add_meeting(example_round.workspace, example_round.round_id, facts)
    poll_id = opening.open_poll(
        example_round.workspace, meeting_id, BY_TWO.name, example_round.subject_ids
    )
    polls.set_papers(example_round.workspace, poll_id, returned, returned)
    return poll_id


def papers(size: int, voids: Mapping[str, int]) -> BatchCounts:
    void = sum(voids.values())
    counts = count_batch([("满意",)] * (size - void) + [None] * void)
    return replace(counts, voids=voids)


def store(
    example_round: ExampleRound, poll_id: int, teller: str, voids: Mapping[str, int]
) -> BatchState:
    counts = papers(20, voids)
    return counting.store_batch(example_round.workspace, poll_id, "", 1, counts, teller).state


def rows(example_round: ExampleRound, statement: str) -> list[tuple[object, ...]]:
    with example_round.workspace.session() as session:
        return [tuple(one) for one in session.connection.exec_driver_sql(statement)]


def test_where_both_agree_on_the_number_the_first_ones_reasons_stand(
    example_round: ExampleRound,
) -> None:
    poll_id = poll(example_round)
    store(example_round, poll_id, TELLERS[0], {BLANK: 2, OTHER: 1})
    assert polls.poll_sheet(example_round.workspace, poll_id).counted.voids == {}
    assert store(example_round, poll_id, TELLERS[1], {BLANK: 1, BLOT: 2}) is BatchState.SETTLED
    assert polls.poll_sheet(example_round.workspace, poll_id).counted.voids == {BLANK: 2, OTHER: 1}
    kept = rows(example_round, "SELECT keying, reason, papers FROM void_count ORDER BY reason")
    assert kept == [(0, OTHER, 1), (0, BLANK, 2)]


def test_where_they_disagree_on_the_number_nothing_of_either_is_kept(
    example_round: ExampleRound,
) -> None:
    poll_id = poll(example_round)
    store(example_round, poll_id, TELLERS[0], {BLANK: 1})
    assert store(example_round, poll_id, TELLERS[1], {BLOT: 3}) is BatchState.AGAIN
    assert rows(example_round, "SELECT count(*) FROM void_count") == [(0,)]
    assert rows(example_round, "SELECT count(*) FROM batch_count") == [(0,)]
    for teller in reversed(TELLERS):
        store(example_round, poll_id, teller, {BLOT: 3})
    sheet = polls.poll_sheet(example_round.workspace, poll_id)
    assert (sheet.counted.invalid, sheet.counted.voids) == (3, {BLOT: 3})


def test_a_vote_that_differs_beside_a_void_paper_may_mean_another_void_paper(
    example_round: ExampleRound,
) -> None:
    poll_id = poll(example_round)
    store(example_round, poll_id, TELLERS[0], {BLANK: 1})
    counts = replace(count_batch([("满意",)] * 18 + [("不满意",), None]), voids={BLANK: 1})
    counting.store_batch(example_round.workspace, poll_id, "", 1, counts, TELLERS[1])
    (line,) = batches.batches(example_round.workspace, poll_id)
    assert line.state is BatchState.AGAIN
    assert rows(example_round, "SELECT * FROM void_count") == []
    assert rows(example_round, "SELECT * FROM batch_count") == []


def test_other_papers_may_be_meant_where_reasons_and_votes_differ(
    example_round: ExampleRound,
) -> None:
    poll_id = poll(example_round)
    store(example_round, poll_id, TELLERS[0], {BLANK: 1})
    counts = replace(count_batch([("满意",)] * 18 + [("不满意",), None]), voids={BLOT: 1})
    line = counting.store_batch(example_round.workspace, poll_id, "", 1, counts, TELLERS[1])
    assert line.state is BatchState.AGAIN


def test_sealing_adds_up_and_removes_and_each_version_keeps_its_own(
    example_round: ExampleRound,
) -> None:
    poll_id = poll(example_round)
    for teller in TELLERS:
        store(example_round, poll_id, teller, {BLANK: 2, OTHER: 1})
    first = seal(example_round.workspace, poll_id)
    assert first.counted.voids == {BLANK: 2, OTHER: 1}
    assert rows(example_round, "SELECT count(*) FROM void_count") == [(0,)]
    assert reopening.recount(example_round.workspace, poll_id, "监票人要求复核").counted.voids == {}
    for teller in TELLERS:
        store(example_round, poll_id, teller, {BLOT: 3})
    second = seal(example_round.workspace, poll_id)
    assert second.counted.voids == {BLOT: 3}
    kept = rows(example_round, "SELECT reason, papers FROM void_tally WHERE version = 1")
    assert {str(reason): papers for reason, papers in kept} == first.counted.voids
    assert count_report.report(example_round.workspace, poll_id).voids == second.counted.voids
    assert versions.verify_code(example_round.workspace, poll_id, second.standing.code).matches
    with example_round.workspace.session() as session:
        session.connection.exec_driver_sql(
            "UPDATE void_tally SET reason = '其他' WHERE version = 2"
        )
    assert not versions.verify_code(example_round.workspace, poll_id, second.standing.code).matches


def test_a_discarded_batch_leaves_no_reason(example_round: ExampleRound) -> None:
    poll_id = poll(example_round)
    store(example_round, poll_id, TELLERS[0], {BLANK: 1})
    settling.discard(
        example_round.workspace, batches.batches(example_round.workspace, poll_id)[0].id or 0
    )
    assert rows(example_round, "SELECT count(*) FROM void_count") == [(0,)]


def test_only_the_reasons_on_the_keys_are_taken(example_round: ExampleRound) -> None:
    poll_id = poll(example_round)
    with pytest.raises(Fault, match="不是整张无效的原因"):
        store(example_round, poll_id, TELLERS[0], {"写了自己的名字": 1})
    assert rows(example_round, "SELECT count(*) FROM batch") == [(0,)]


def test_a_category_that_is_not_shown_has_no_reasons_of_its_own(
    example_round: ExampleRound,
) -> None:
    facts = MeetingFacts("测评大会", tellers=TELLERS)
    meeting_id = meetings.add_meeting(example_round.workspace, example_round.round_id, facts)
    poll_id = opening.open_poll(
        example_round.workspace, meeting_id, SPLIT.name, example_round.subject_ids
    )
    for category, number in (("党员", 20), ("群众代表", 8), ("老党员", 3)):
        polls.set_papers(example_round.workspace, poll_id, number, number, category)
    for line in batches.batches(example_round.workspace, poll_id):
        for teller in TELLERS:
            counting.store_batch(
                example_round.workspace, poll_id, line.category, line.number,
                papers(line.size, {BLANK: 1}), teller,
            )  # fmt: skip
    explain(example_round.workspace, poll_id)
    sheet = sealing.seal(example_round.workspace, poll_id)
    assert sheet.counted.voids == {BLANK: sheet.counted.invalid}
    of_votes = rows(example_round, "SELECT DISTINCT category FROM tally ORDER BY category")
    assert rows(example_round, "SELECT category FROM void_tally ORDER BY category") == of_votes
    assert ("老党员",) not in of_votes
