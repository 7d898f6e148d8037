"""Meetings of a round: added, changed, removed; polls opened in them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desk_app.domain.faults import Fault
from desk_app.services.polling import meetings, opening, overview, polls, reopening
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.services.workspace import Office, create
from desk_app.storage.tables import round_, subject
from tests.support.polling_round import NAMES, ExampleRound, make_round, papers, seal
from tests.support.polling_round import key as key_batch


@pytest.fixture
def example_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExampleRound]:
    workspace = create(tmp_path / "w", Office("中共青山镇委员会", "青山镇"))
    yield make_round(workspace, monkeypatch, absent=1)
    workspace.close(back_up=False)


def sealed_poll(example_round: ExampleRound, meeting_id: int) -> int:
    poll_id = opening.open_poll(
        example_round.workspace, meeting_id, "测评会", example_round.subject_ids[:1]
    )
    polls.set_papers(example_round.workspace, poll_id, 20, 20)
    key_batch(example_round.workspace, poll_id, papers(20, "好"))
    seal(example_round.workspace, poll_id)
    return poll_id


def test_a_meeting_is_kept_as_typed(example_round: ExampleRound) -> None:
    facts = MeetingFacts("测评会", date(2026, 3, 21), "镇政府三楼", "", 40, 36)
    meeting_id = meetings.add_meeting(example_round.workspace, example_round.round_id, facts)
    assert (
        overview.overview(example_round.workspace, example_round.round_id).meetings[0].facts
        == facts
    )
    changed = MeetingFacts(" 评审委员会 ", None, "二楼", "改期")
    meetings.change_meeting(example_round.workspace, meeting_id, changed)
    seen = overview.overview(example_round.workspace, example_round.round_id)
    assert seen.meetings[0].facts == MeetingFacts("评审委员会", None, "二楼", "改期")
    assert seen.meeting_kinds == ("民主测评会", "测评大会", "群众代表会议")
    assert [name for _, name in seen.subjects] == list(NAMES[:-1])


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (MeetingFacts("  "), "请填写会议名称"),
        (MeetingFacts("测评会", expected=30, present=31), "实到 31 人，多于应到 30 人"),
        (MeetingFacts("测评会", expected=-1), "不能是负数"),
    ],
)
def test_what_cannot_be_is_refused(
    example_round: ExampleRound, facts: MeetingFacts, sentence: str
) -> None:
    with pytest.raises(Fault, match=sentence):
        meetings.add_meeting(example_round.workspace, example_round.round_id, facts)


def test_a_poll_covers_only_who_takes_part(example_round: ExampleRound) -> None:
    meeting_id = meetings.add_meeting(
        example_round.workspace, example_round.round_id, MeetingFacts("测评会")
    )
    for name, ids, sentence in (
        ("民测", example_round.subject_ids[:1], "没有名为“民测”的测评"),
        ("测评会", (), "至少选择一个"),
        ("测评会", example_round.subject_ids, "不参评"),
        ("测评会", (999,), "不在本轮"),
    ):
        with pytest.raises(Fault, match=sentence):
            opening.open_poll(example_round.workspace, meeting_id, name, ids)


def test_a_meeting_with_a_sealed_count_stays(example_round: ExampleRound) -> None:
    meeting_id = meetings.add_meeting(
        example_round.workspace,
        example_round.round_id,
        MeetingFacts("测评会", expected=30, present=25),
    )
    poll_id = sealed_poll(example_round, meeting_id)
    with pytest.raises(Fault, match="1 个已封存或已作废"):
        meetings.remove_meeting(example_round.workspace, meeting_id)
    with pytest.raises(Fault, match="留存备查"):
        opening.remove_poll(example_round.workspace, poll_id)
    with pytest.raises(Fault, match="实到不能少于 20 人"):
        meetings.change_meeting(
            example_round.workspace, meeting_id, MeetingFacts("测评会", present=19)
        )
    reopening.recount(example_round.workspace, poll_id, "会议无效")
    with pytest.raises(Fault, match="留存备查"):
        opening.remove_poll(example_round.workspace, poll_id)


def test_a_meeting_without_a_count_goes_with_its_polls(example_round: ExampleRound) -> None:
    meeting_id = meetings.add_meeting(
        example_round.workspace, example_round.round_id, MeetingFacts("测评会")
    )
    opening.open_poll(example_round.workspace, meeting_id, "测评会", example_round.subject_ids[:1])
    meetings.remove_meeting(example_round.workspace, meeting_id)
    assert overview.overview(example_round.workspace, example_round.round_id).meetings == ()
    with pytest.raises(Fault, match="已经不在"):
        meetings.remove_meeting(example_round.workspace, meeting_id)


def test_meetings_stand_by_day_and_those_without_last(example_round: ExampleRound) -> None:
    for kind, day in (("丙", None), ("乙", date(2026, 4, 1)), ("甲", date(2026, 3, 1))):
        meetings.add_meeting(
            example_round.workspace, example_round.round_id, MeetingFacts(kind, day)
        )
    found = overview.overview(example_round.workspace, example_round.round_id).meetings
    assert [one.facts.kind for one in found] == ["甲", "乙", "丙"]


def test_a_locked_round_changes_no_meeting(example_round: ExampleRound) -> None:
    meeting_id = meetings.add_meeting(
        example_round.workspace, example_round.round_id, MeetingFacts("测评会")
    )
    with example_round.workspace.session() as session:
        session.execute(round_.update().values(locked=1))
    with pytest.raises(Fault, match="定稿"):
        meetings.add_meeting(
            example_round.workspace, example_round.round_id, MeetingFacts("测评会")
        )
    with pytest.raises(Fault, match="定稿"):
        meetings.remove_meeting(example_round.workspace, meeting_id)
    with pytest.raises(Fault, match="定稿"):
        opening.open_polls_for_each(example_round.workspace, example_round.round_id, "测评会")
    assert overview.overview(example_round.workspace, example_round.round_id).locked


def test_a_poll_whose_subjects_are_gone_can_only_be_removed(example_round: ExampleRound) -> None:
    meeting_id = meetings.add_meeting(
        example_round.workspace, example_round.round_id, MeetingFacts("测评会")
    )
    poll_id = opening.open_poll(
        example_round.workspace, meeting_id, "测评会", example_round.subject_ids[:1]
    )
    with example_round.workspace.session() as session:
        session.execute(subject.delete().where(subject.c.id == example_round.subject_ids[0]))
    sheet = polls.set_papers(example_round.workspace, poll_id, 20, 20)
    assert sheet.complaints == ("这个测评没有对象，请删除后重新建立。",)
    with pytest.raises(Fault, match="没有对象"):
        seal(example_round.workspace, poll_id)
    opening.remove_poll(example_round.workspace, poll_id)
