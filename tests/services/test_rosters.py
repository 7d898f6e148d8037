"""Rosters by category: names, numbers that follow, the scheme's rules judged as people come."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from desk_app.domain.faults import Fault
from desk_app.domain.polling.meetings import Attendance, Attendee
from desk_app.domain.scheme.model.polls import AttendanceRule, MeetingKind
from desk_app.domain.scheme.model.values import Origin
from desk_app.services.polling import meetings, opening, overview, polls, rosters
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.services.workspace import Office, create
from desk_app.storage.tables import round_
from tests.support.polling_round import SCHEME, ExampleRound, make_round, papers, seal
from tests.support.polling_round import key as key_batch

KIND = MeetingKind(
    "党员大会",
    Origin(),
    ("党员", "群众代表"),
    (
        AttendanceRule("党员", present_of_expected=Fraction(4, 5)),
        AttendanceRule(count_from=5),
    ),
)


@pytest.fixture
def example_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExampleRound]:
    workspace = create(tmp_path / "w", Office("中共青山镇委员会", "青山镇"))
    yield make_round(workspace, monkeypatch, rules=replace(SCHEME, meetings=(KIND,)))
    workspace.close(back_up=False)


def meeting(example_round: ExampleRound) -> int:
    return meetings.add_meeting(
        example_round.workspace, example_round.round_id, MeetingFacts("党员大会")
    )


NAMES = [Attendee("党员", f"党员{number}") for number in range(5)] + [Attendee("群众代表", "韩样")]


def test_numbers_follow_as_people_sign_in(example_round: ExampleRound) -> None:
    meeting_id = meeting(example_round)
    found = rosters.set_names(example_round.workspace, meeting_id, NAMES)
    assert found.categories == ("党员", "群众代表")
    assert found.attendance["党员"] == Attendance(5, 0)
    assert [one.met for one in found.judgements] == [False, False]
    ids = [one.id for one in found.names if one.id is not None]
    found = rosters.sign_in(example_round.workspace, ids[:4])
    assert found.attendance["党员"] == Attendance(5, 4)
    assert [one.met for one in found.judgements] == [True, False]
    assert found.judgements[1].sentence == "参会人员不少于 5 人：实到 4 人，还差 1 人。"
    found = rosters.sign_in(example_round.workspace, ids[4:])
    assert (found.whole, [one.met for one in found.judgements]) == (
        Attendance(6, 6),
        [True, True],
    )
    facts = overview.overview(example_round.workspace, example_round.round_id).meetings[0].facts
    assert (facts.expected, facts.present) == (6, 6)
    found = rosters.sign_in(example_round.workspace, ids[:1], signed_in=False)
    assert found.whole.present == 5
    changed = replace(facts, present=2, place="二楼")
    meetings.change_meeting(example_round.workspace, meeting_id, changed)
    assert rosters.roster(example_round.workspace, meeting_id).whole.present == 5


def test_numbers_are_typed_where_there_are_no_names(example_round: ExampleRound) -> None:
    meeting_id = meeting(example_round)
    found = rosters.set_attendance(
        example_round.workspace,
        meeting_id,
        {"党员": Attendance(30, 24), "群众代表": Attendance(10, 6)},
    )
    assert not found.by_name
    assert found.whole == Attendance(40, 30)
    assert [one.met for one in found.judgements] == [True, True]
    with pytest.raises(Fault, match="群众代表实到 11 人，多于应到 10 人"):
        rosters.set_attendance(
            example_round.workspace, meeting_id, {"群众代表": Attendance(10, 11)}
        )
    rosters.set_names(example_round.workspace, meeting_id, NAMES)
    with pytest.raises(Fault, match="由名册和签到得出"):
        rosters.set_attendance(example_round.workspace, meeting_id, {"党员": Attendance(1, 1)})
    assert rosters.set_names(example_round.workspace, meeting_id, []).attendance == {}


@pytest.mark.parametrize(
    ("names", "sentence"),
    [([Attendee("党员", " ")], "没有姓名"), ([Attendee("", "韩样")] * 2, "写了两次")],
)
def test_a_roster_that_cannot_be(
    example_round: ExampleRound, names: list[Attendee], sentence: str
) -> None:
    with pytest.raises(Fault, match=sentence):
        rosters.set_names(example_round.workspace, meeting(example_round), names)


def test_fewer_cannot_have_come_than_got_a_paper(example_round: ExampleRound) -> None:
    meeting_id = meeting(example_round)
    rosters.set_attendance(example_round.workspace, meeting_id, {"": Attendance(30, 25)})
    poll_id = opening.open_poll(
        example_round.workspace, meeting_id, "测评会", example_round.subject_ids[:1]
    )
    polls.set_papers(example_round.workspace, poll_id, 25, 20)
    key_batch(example_round.workspace, poll_id, papers(20, "好"))
    seal(example_round.workspace, poll_id)
    with pytest.raises(Fault, match="实到不能少于 25 人"):
        rosters.set_attendance(example_round.workspace, meeting_id, {"": Attendance(30, 24)})


def test_a_locked_round_and_a_roster_that_is_gone(example_round: ExampleRound) -> None:
    meeting_id = meeting(example_round)
    with pytest.raises(Fault, match="刷新后再签到"):
        rosters.sign_in(example_round.workspace, [99])
    with pytest.raises(Fault, match="已经不在"):
        rosters.roster(example_round.workspace, 99)
    with example_round.workspace.session() as session:
        session.execute(round_.update().values(locked=1))
    with pytest.raises(Fault, match="定稿"):
        rosters.set_names(example_round.workspace, meeting_id, NAMES)
    assert rosters.roster(example_round.workspace, meeting_id).locked
