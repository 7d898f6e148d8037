"""Versions of a count, their codes, what void leaves behind, reasons for soft checks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.domain.faults import Fault
from desk_app.domain.polling.counts import BallotCounts
from desk_app.domain.polling.state import PollState
from desk_app.services import home
from desk_app.services.polling import (
    external_counts,
    meetings,
    opening,
    overview,
    polls,
    reopening,
    sealing,
    tallies,
    totals,
    versions,
)
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.services.workspace import Office, create
from desk_app.storage.tables import organisation, round_, subject
from tests.support.polling_round import ExampleRound, explain, make_round, papers, seal
from tests.support.polling_round import key as key_batch


@pytest.fixture
def example_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExampleRound]:
    workspace = create(tmp_path / "w", Office("中共青山镇委员会", "青山镇"))
    yield make_round(workspace, monkeypatch, names=("柳树湾村党支部", "石桥村党支部"))
    workspace.close(back_up=False)


def counted(example_round: ExampleRound, good: int = 12, bad: int = 8) -> int:
    facts = MeetingFacts("测评大会", expected=30, present=25, tellers=("计票人甲",))
    meeting_id = meetings.add_meeting(example_round.workspace, example_round.round_id, facts)
    poll_id = opening.open_poll(
        example_round.workspace, meeting_id, "群众测评", example_round.subject_ids
    )
    polls.set_papers(example_round.workspace, poll_id, 20, 20)
    key(example_round, poll_id, good, bad)
    return poll_id


def key(example_round: ExampleRound, poll_id: int, good: int, bad: int) -> None:
    from desk_app.domain.polling.counts import count_batch

    marks = [("满意", "满意")] * good + [("不满意", "满意")] * bad
    key_batch(example_round.workspace, poll_id, count_batch(marks), "计票人甲")


def satisfied(example_round: ExampleRound) -> int | None:
    with example_round.workspace.session() as session:
        found = tallies.tallies(session, example_round.round_id).get(
            example_round.subject_ids[0], {}
        )
    return found["群众测评"].counts["满意"] if found else None


def test_a_recount_makes_a_new_version_and_the_old_one_stays(example_round: ExampleRound) -> None:
    poll_id = counted(example_round)
    first = seal(example_round.workspace, poll_id)
    assert satisfied(example_round) == 12
    again = reopening.recount(example_round.workspace, poll_id, "监票人要求复核")
    assert (again.state, again.sealed, again.standing.version) == (PollState.READY, False, 2)
    assert (again.papers.issued, again.papers.returned) == (20, 20)
    assert satisfied(example_round) is None
    key(example_round, poll_id, 13, 7)
    second = seal(example_round.workspace, poll_id)
    assert satisfied(example_round) == 13
    assert first.standing.code != second.standing.code
    one, two = versions.versions(example_round.workspace, poll_id)
    assert (one.number, one.code, one.reopened_reason) == (1, first.standing.code, "监票人要求复核")
    assert (two.number, two.code, two.reopened_reason, two.valid) == (
        2,
        second.standing.code,
        "",
        20,
    )
    old = versions.verify_code(example_round.workspace, poll_id, first.standing.code, 1)
    assert old.matches
    assert "各项得票不再保存，以签字的报告单为准" in old.sentence
    assert not versions.verify_code(
        example_round.workspace, poll_id, second.standing.code, 1
    ).matches
    mixed = versions.verify_code(example_round.workspace, poll_id, first.standing.code)
    assert not mixed.matches
    assert "第 1 版的校验码，那一版因“监票人要求复核”已重新计票" in mixed.sentence


def test_the_code_finds_a_count_that_was_changed_behind_our_back(
    example_round: ExampleRound,
) -> None:
    poll_id = counted(example_round)
    code = seal(example_round.workspace, poll_id).standing.code
    assert versions.verify_code(example_round.workspace, poll_id, code.lower()).matches
    assert not versions.verify_code(example_round.workspace, poll_id, "0000-0000").matches
    with example_round.workspace.session() as session:
        session.connection.exec_driver_sql(
            "UPDATE tally SET votes = votes + 1 WHERE option = '满意'"
        )
    found = versions.verify_code(example_round.workspace, poll_id, code)
    assert not found.matches
    assert "被改动过" in found.sentence


def test_what_is_typed_of_the_meeting_later_does_not_touch_the_code(
    example_round: ExampleRound,
) -> None:
    poll_id = counted(example_round)
    code = seal(example_round.workspace, poll_id).standing.code
    meeting_id = polls.poll_sheet(example_round.workspace, poll_id).head.meeting_id
    facts = MeetingFacts("测评大会", place="二楼", expected=31, present=26, minutes="略")
    meetings.change_meeting(example_round.workspace, meeting_id, facts)
    assert versions.verify_code(example_round.workspace, poll_id, code).matches


def test_void_and_vote_again_keeps_both(example_round: ExampleRound) -> None:
    poll_id = counted(example_round)
    polls.set_papers(example_round.workspace, poll_id, 19, 20)
    with pytest.raises(Fault, match="多于发出 19 张"):
        sealing.seal(example_round.workspace, poll_id)
    with pytest.raises(Fault, match="作废要写明原因"):
        reopening.void(example_round.workspace, poll_id, "")
    again = reopening.void(example_round.workspace, poll_id, "收回多于发出")
    sheet = polls.poll_sheet(example_round.workspace, poll_id)
    assert (sheet.voided, sheet.standing.voided_reason, sheet.papers.issued) == (
        True,
        "收回多于发出",
        19,
    )
    assert sheet.complaints == ()
    new = polls.poll_sheet(example_round.workspace, again)
    assert (new.head.subjects, new.head.mode, new.papers.issued) == (
        sheet.head.subjects,
        sheet.head.mode,
        None,
    )
    for act in (
        lambda: polls.set_papers(example_round.workspace, poll_id, 20, 20),
        lambda: sealing.seal(example_round.workspace, poll_id),
        lambda: reopening.void(example_round.workspace, poll_id, "再作废"),
        lambda: opening.remove_poll(example_round.workspace, poll_id),
    ):
        with pytest.raises(Fault, match="作废"):
            act()
    found = overview.overview(example_round.workspace, example_round.round_id).meetings[0].polls
    assert [one.state for one in found] == ["已作废", "未开始"]


def test_a_sealed_count_that_is_void_counts_for_nothing(example_round: ExampleRound) -> None:
    poll_id = counted(example_round)
    seal(example_round.workspace, poll_id)
    reopening.void(example_round.workspace, poll_id, "程序有误")
    assert satisfied(example_round) is None
    assert versions.versions(example_round.workspace, poll_id)[0].reopened_reason == "程序有误"
    with example_round.workspace.session() as session:
        assert home._polls_open(session, example_round.round_id) == 1
        assert (
            external_counts._known(session, example_round.round_id)[
                "群众测评", example_round.subject_ids[0]
            ][0].id
            == poll_id + 1
        )


def test_a_soft_check_wants_a_reason_that_is_kept_and_covered_by_the_code(
    example_round: ExampleRound,
) -> None:
    meeting_id = meetings.add_meeting(
        example_round.workspace, example_round.round_id, MeetingFacts("测评大会")
    )
    poll_id = opening.open_poll(
        example_round.workspace, meeting_id, "测评会", example_round.subject_ids[:1]
    )
    polls.set_papers(example_round.workspace, poll_id, 20, 20)
    key_batch(example_round.workspace, poll_id, papers(20, "好"))
    sheet = polls.poll_sheet(example_round.workspace, poll_id)
    assert [one.code for one in sheet.findings] == ["S03"]
    with pytest.raises(Fault, match="请写明原因"):
        sealing.seal(example_round.workspace, poll_id)
    with pytest.raises(Fault, match="不需要说明"):
        polls.set_reason(example_round.workspace, poll_id, "S01", "不相干")
    sheet = polls.set_reason(example_round.workspace, poll_id, "S03", "全票通过")
    assert sheet.complaints == ()
    assert polls.set_reason(example_round.workspace, poll_id, "S03", " ").complaints != ()
    polls.set_reason(example_round.workspace, poll_id, "S03", "全票通过")
    sealed = sealing.seal(example_round.workspace, poll_id)
    assert [(one.code, one.reason) for one in sealed.findings] == [("S03", "全票通过")]
    assert sealed.findings[0].sentence == "有整摞都是同一选项的。"
    with example_round.workspace.session() as session:
        session.connection.exec_driver_sql("UPDATE remark SET reason = '另有原因'")
    assert not versions.verify_code(example_round.workspace, poll_id, sealed.standing.code).matches
    again = reopening.recount(example_round.workspace, poll_id, "复核")
    assert again.findings[0].code == "H04"
    assert versions.versions(example_round.workspace, poll_id)[0].reasons[0].reason == "另有原因"


def test_a_hard_check_takes_no_reason(example_round: ExampleRound) -> None:
    poll_id = counted(example_round)
    polls.set_papers(example_round.workspace, poll_id, 26, 20)
    with pytest.raises(Fault, match="不能用说明代替"):
        polls.set_reason(example_round.workspace, poll_id, "H02", "不要紧")


def test_external_totals_ask_for_reasons_where_someone_can_give_them(
    example_round: ExampleRound,
) -> None:
    meeting_id = meetings.add_meeting(
        example_round.workspace, example_round.round_id, MeetingFacts("测评大会")
    )
    poll_id = opening.open_poll(
        example_round.workspace, meeting_id, "群众测评", example_round.subject_ids
    )
    counts = BallotCounts(40, 40, 30, 10)
    votes = {one: {"满意": 30} for one in example_round.subject_ids}
    with pytest.raises(Fault, match=r"无效 10 张.*写明原因"):
        totals.store_external(example_round.workspace, poll_id, counts, votes, {})
    sheet = totals.store_external(
        example_round.workspace, poll_id, counts, votes, {"S02": "有人在票上写了字"}
    )
    assert sheet.standing.external
    assert sheet.findings[0].reason == "有人在票上写了字"
    assert versions.verify_code(example_round.workspace, poll_id, sheet.standing.code).matches
    assert versions.versions(example_round.workspace, poll_id)[0].external


def test_a_swing_from_last_year_is_asked_about(example_round: ExampleRound) -> None:
    seal(example_round.workspace, counted(example_round, 18, 2))
    with example_round.workspace.session() as session:
        second = session.execute(
            round_.insert()
            .values(scheme_id=1, year=2027, name="年初定级", created_at="2027-01-01 08:00:00")
            .returning(round_.c.id)
        ).scalar_one()
        ids = [
            session.execute(
                subject.insert()
                .values(round_id=second, organisation_id=one.id, position=0, name=one.name)
                .returning(subject.c.id)
            ).scalar_one()
            for one in session.execute(organisation.select().order_by(organisation.c.id))
        ]
    later = ExampleRound(example_round.workspace, second, tuple(ids))
    poll_id = counted(later, 5, 15)
    (finding,) = [
        one for one in polls.poll_sheet(later.workspace, poll_id).findings if one.code == "S04"
    ]
    assert finding.sentence == (
        "与上年相差超过 20 个百分点：“柳树湾村党支部”满意率由 90.0% 变为 25.0%。"
    )
    explain(later.workspace, poll_id)
    assert sealing.seal(later.workspace, poll_id).sealed


def test_who_counted_along_is_named_in_the_version_and_covered_by_its_code(
    example_round: ExampleRound,
) -> None:
    poll_id = counted(example_round)
    workspace = example_round.workspace
    explain(workspace, poll_id)
    sealed = sealing.seal(workspace, poll_id, " 计票人乙 ")
    (version,) = versions.versions(workspace, poll_id)
    assert version.tellers == "计票人乙、计票人甲"
    assert versions.verify_code(workspace, poll_id, sealed.standing.code).matches


def test_a_supervisor_cannot_count_along(example_round: ExampleRound) -> None:
    poll_id = counted(example_round)
    workspace = example_round.workspace
    explain(workspace, poll_id)
    with workspace.session() as session:
        session.connection.exec_driver_sql("UPDATE meeting SET supervisors = '监票人丙'")
    with pytest.raises(Fault, match="不能同时计票"):
        sealing.seal(workspace, poll_id, "监票人丙")
    assert not polls.poll_sheet(workspace, poll_id).sealed
