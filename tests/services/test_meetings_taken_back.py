"""Meetings and polls that were added or removed, taken back and done again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from desk_app.domain.faults import Fault
from desk_app.domain.polling.meetings import Attendee
from desk_app.domain.scheme.saving import text_of
from desk_app.services import schemes
from desk_app.services.polling import (
    batches,
    meetings,
    opening,
    overview,
    polls,
    rosters,
    standing,
    taking_back,
)
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.services.polling.standing_rows import StandingRows
from desk_app.services.workspace import Office, create
from desk_app.storage.tables import (
    batch,
    batch_count,
    change,
    meeting,
    poll,
    round_,
    subject,
)
from tests.support.polling_round import OWN, SCHEME, ExampleRound, make_round, papers, seal
from tests.support.polling_round import key as key_batch

FACTS = MeetingFacts("测评大会", date(2026, 3, 21), "镇政府三楼", "", 95, 90)


@pytest.fixture
def example(tmp_path: Path) -> Iterator[ExampleRound]:
    workspace = create(tmp_path / "w", Office("中共青山镇委员会", "青山镇"))
    yield make_round(workspace)
    workspace.close(back_up=False)


def add(example: ExampleRound, poll_name: str = "群众测评") -> StandingRows:
    ids = example.subject_ids if poll_name else ()
    return standing.add_meeting(example.workspace, example.round_id, FACTS, poll_name, ids)


def seen(example: ExampleRound) -> tuple[overview.Meeting, ...]:
    return overview.overview(example.workspace, example.round_id).meetings


def recorded(example: ExampleRound) -> list[tuple[str, str, str]]:
    with example.workspace.session() as session:
        found = session.execute(select(change.c.what, change.c.before, change.c.after))
        return [(one.what, one.before, one.after) for one in found]


def test_a_meeting_that_was_added_goes_and_comes_again(example: ExampleRound) -> None:
    rows = add(example)
    stood = seen(example)
    assert [len(one.polls) for one in stood] == [1]
    taking_back.take_away(example.workspace, rows)
    assert seen(example) == ()
    taking_back.put_back(example.workspace, rows, again=True)
    assert seen(example) == stood
    line = "测评大会 2026-03-21 镇政府三楼"
    assert recorded(example)[-2:] == [
        ("撤销“新建会议”", line, ""),
        ("重做“新建会议”", "", line),
    ]


def test_a_meeting_that_was_removed_comes_back_with_roster_polls_and_papers(
    example: ExampleRound,
) -> None:
    rows = add(example)
    (meeting_id,), (poll_id,) = rows.keys(meeting), rows.polls
    people = [Attendee("", f"代表{one}", signed_in=one % 2 == 0) for one in range(1, 5)]
    rosters.set_names(example.workspace, meeting_id, people)
    polls.set_papers(example.workspace, poll_id, 4, 3)
    stood = seen(example)
    gone = meetings.remove_meeting(example.workspace, meeting_id)
    other = meetings.add_meeting(example.workspace, example.round_id, MeetingFacts("评审会"))
    assert other == meeting_id, "SQLite gives a number again that is free"
    with pytest.raises(Fault, match="位置上已经有一个，不能撤销“删除会议”"):
        taking_back.put_back(example.workspace, gone)
    meetings.remove_meeting(example.workspace, other)
    taking_back.put_back(example.workspace, gone)
    assert seen(example) == stood
    roster = rosters.roster(example.workspace, meeting_id)
    assert [(one.name, one.signed_in) for one in roster.names] == [
        (one.name, one.signed_in) for one in people
    ]
    assert polls.poll_sheet(example.workspace, poll_id).papers.returned == 3
    taking_back.take_away(example.workspace, gone, again=True)
    assert seen(example) == ()
    taking_back.put_back(example.workspace, gone)
    assert seen(example) == stood


def test_people_of_another_roster_may_have_their_numbers(example: ExampleRound) -> None:
    first, second = (
        meetings.add_meeting(example.workspace, example.round_id, MeetingFacts(kind))
        for kind in ("测评大会", "评审会")
    )
    rosters.set_names(example.workspace, second, [Attendee("", name) for name in "甲乙丙"])
    gone = meetings.remove_meeting(example.workspace, second)
    rosters.set_names(example.workspace, first, [Attendee("", name) for name in "子丑寅卯"])
    taking_back.put_back(example.workspace, gone)
    for number, names in ((first, "子丑寅卯"), (second, "甲乙丙")):
        found = rosters.roster(example.workspace, number)
        assert "".join(one.name for one in found.names) == names


def test_no_counter_comes_back(example: ExampleRound) -> None:
    """What was keyed is gone with the poll, as docs/计票.md promises; the poll itself is back."""
    rows = add(example, "")
    meeting_id = rows.keys(meeting)[0]
    poll_id = opening.open_poll(example.workspace, meeting_id, "测评会", example.subject_ids[:1])
    polls.set_papers(example.workspace, poll_id, 40, 40)
    key_batch(example.workspace, poll_id, papers(20, "好"))
    for gone in (
        opening.remove_poll(example.workspace, poll_id),
        None,
    ):
        kept = gone or meetings.remove_meeting(example.workspace, meeting_id)
        taking_back.put_back(example.workspace, kept)
        assert polls.poll_sheet(example.workspace, poll_id).papers.returned == 40
        with example.workspace.session() as session:
            assert session.execute(select(batch)).all() == []
            assert session.execute(select(batch_count)).all() == []
        if gone is not None:
            assert gone.batches == 1
            assert "好" not in str([one.after for one in gone.rows])
            key_batch(example.workspace, poll_id, papers(20, "好"))
        else:
            assert kept.batches == 1


@pytest.mark.parametrize(
    ("built", "sentence"),
    [
        ("keyed", "测评“群众测评”已经录入了测评票，不能撤销“新建会议”。"),
        ("in hand", "测评“群众测评”已经录入了测评票，不能撤销“新建会议”。"),
        ("sealed", "测评“群众测评”有封存过或作废的计票，要留存备查，不能撤销“新建会议”。"),
        ("another poll", "测评“测评会”是后来加的，不能撤销“新建会议”。"),
        ("papers", "测评“群众测评”已经填了发出、收回票数，不能撤销“新建会议”。"),
        ("roster", "“测评大会”已经有了名册，不能撤销“新建会议”。"),
        ("gone", "“测评大会 2026-03-21 镇政府三楼”已经不在了，没有可以撤销“新建会议”的。"),
    ],
)
def test_what_is_built_on_a_meeting_is_said_and_stays(
    example: ExampleRound, built: str, sentence: str
) -> None:
    rows = add(example)
    workspace, (meeting_id,), (poll_id,) = example.workspace, rows.keys(meeting), rows.polls
    if built in {"keyed", "in hand", "sealed", "papers"}:
        polls.set_papers(workspace, poll_id, 20, 20)
    if built == "in hand":
        batches.take_batch(workspace, poll_id, "", 1, "")
    if built in {"keyed", "sealed"}:
        key_batch(workspace, poll_id, papers(20, *["满意"] * 12))
    if built == "sealed":
        seal(workspace, poll_id)
    if built == "another poll":
        opening.open_poll(workspace, meeting_id, "测评会", example.subject_ids[:1])
    if built == "roster":
        rosters.set_names(workspace, meeting_id, [Attendee("", "甲")])
    if built == "gone":
        meetings.remove_meeting(workspace, meeting_id)
    stood, lines = seen(example), recorded(example)
    with pytest.raises(Fault) as refused:
        taking_back.take_away(workspace, rows)
    assert str(refused.value) == sentence
    assert (seen(example), recorded(example)) == (stood, lines)


def test_polls_added_to_a_meeting_go_alone(example: ExampleRound) -> None:
    rows = add(example, "")
    added = standing.add_polls(
        example.workspace, rows.keys(meeting)[0], "群众测评", example.subject_ids
    )
    taking_back.take_away(example.workspace, added)
    assert [len(one.polls) for one in seen(example)] == [0]
    taking_back.put_back(example.workspace, added, again=True)
    assert [len(one.polls) for one in seen(example)] == [1]
    assert recorded(example)[-1] == ("重做“加一个测评”", "", "群众测评，12 个对象")
    meetings.remove_meeting(example.workspace, rows.keys(meeting)[0])
    with pytest.raises(Fault, match="测评“群众测评”所在的会议已经不在了，不能重做“加一个测评”"):
        taking_back.put_back(example.workspace, added, again=True)


def test_a_meeting_for_each_goes_whole(example: ExampleRound) -> None:
    rows = opening.open_polls_for_each(example.workspace, example.round_id, "测评会")
    assert len(seen(example)) == len(rows.polls) == 12
    taking_back.take_away(example.workspace, rows)
    assert seen(example) == ()
    assert recorded(example)[-1] == ("撤销“新建会议”", "民主测评会 12 场", "")


@pytest.mark.parametrize(
    ("since", "sentence"),
    [
        ("scheme", "本轮的方案里已经没有名为“群众测评”的测评，不能撤销“删除会议”。"),
        ("absent", "测评的对象有的已经不在本轮或不参评，不能撤销“删除会议”。"),
        ("left", "测评的对象有的已经不在本轮或不参评，不能撤销“删除会议”。"),
        ("locked", "本轮已经定稿"),
    ],
)
def test_what_cannot_stand_any_more_is_not_put_back(
    example: ExampleRound, since: str, sentence: str
) -> None:
    rows = add(example)
    gone = meetings.remove_meeting(example.workspace, rows.keys(meeting)[0])
    with example.workspace.session() as session:
        last = subject.c.id == example.subject_ids[-1]
        if since == "scheme":
            rules = replace(SCHEME, polls=(OWN,), rates=())
            number = schemes.store(session, text_of(rules))
            session.execute(update(round_).values(scheme_id=number))
        elif since == "absent":
            session.execute(update(subject).where(last).values(participates=0))
        elif since == "left":
            session.execute(delete(subject).where(last))
        else:
            session.execute(update(round_).values(locked=1))
    with pytest.raises(Fault) as refused:
        taking_back.put_back(example.workspace, gone)
    assert str(refused.value).startswith(sentence)
    with example.workspace.session() as session:
        assert session.execute(select(poll)).all() == []
