"""计票报告单 of counts that were really keyed: by two, by category, recounted, external."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from desk_app.documents.saving import save_bytes, save_workbook
from desk_app.domain.faults import Fault
from desk_app.domain.polling.count_report import facts, withheld
from desk_app.domain.polling.counting import Mode
from desk_app.domain.polling.counts import BallotCounts, BatchCounts
from desk_app.domain.polling.meetings import Attendance
from desk_app.domain.scheme.model.polls import AttendanceRule, Counting, MeetingKind
from desk_app.domain.scheme.model.values import Origin
from desk_app.services.polling import (
    count_report,
    counting,
    meetings,
    opening,
    polls,
    reopening,
    rosters,
    sealing,
    totals,
    versions,
)
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.services.workspace import Office, Workspace, create
from tests.documents.test_pdf import text_of
from tests.support.polling_round import (
    COMMON,
    NAMES,
    SCHEME,
    ExampleRound,
    explain,
    make_round,
    next_batch,
    papers,
)

CATEGORIES = ("党员", "群众代表", "党外职工代表")
RULES = replace(
    SCHEME,
    polls=(replace(COMMON, counting=Counting(categories=CATEGORIES)),),
    meetings=(
        MeetingKind(
            "测评大会",
            Origin(),
            CATEGORIES,
            (AttendanceRule("党员", present_of_expected=Fraction(4, 5)),),
        ),
    ),
)
MEETING = MeetingFacts(
    "测评大会",
    date(2026, 3, 5),
    "镇政府三楼会议室",
    supervisors=("𬱖某",),
    tellers=("章喆祎", "李堃"),
)
CAME = {
    "党员": Attendance(20, 18),
    "群众代表": Attendance(12, 12),
    "党外职工代表": Attendance(6, 3),
}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = create(tmp_path / "w", Office("中共青山镇委员会", "青山镇"))
    yield workspace
    workspace.close(back_up=False)


@pytest.fixture
def example_round(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> ExampleRound:
    return make_round(workspace, monkeypatch, rules=RULES)


def mixed(size: int) -> BatchCounts:
    """A batch in which the first of two organisations is liked better, one paper void."""
    one, other = papers(size - 3, "满意", "基本满意"), papers(2, "不满意", "弃权", void=1)
    votes = {**one.votes}
    for cell, number in other.votes.items():
        votes[cell] = votes.get(cell, 0) + number
    return BatchCounts(one.valid + other.valid, one.invalid + other.invalid, votes, {"空白票": 1})


def key_all(workspace: Workspace, poll_id: int) -> None:
    for teller in MEETING.tellers:
        while (line := next_batch(workspace, poll_id, teller)) is not None:
            counting.store_batch(
                workspace, poll_id, line.category, line.number, mixed(line.size), teller
            )


@pytest.fixture
def poll_id(example_round: ExampleRound) -> int:
    """A count by category, keyed by two and sealed."""
    workspace = example_round.workspace
    meeting_id = meetings.add_meeting(workspace, example_round.round_id, MEETING)
    rosters.set_attendance(workspace, meeting_id, CAME)
    key = opening.open_poll(workspace, meeting_id, COMMON.name, example_round.subject_ids[:2])
    for category, number in (("党员", 18), ("群众代表", 12), ("党外职工代表", 3)):
        polls.set_papers(workspace, key, number, number, category)
    key_all(workspace, key)
    explain(workspace, key)
    sealing.seal(workspace, key)
    return key


def test_a_count_by_category(example_round: ExampleRound, poll_id: int) -> None:
    report = count_report.report(example_round.workspace, poll_id)
    assert report.sealed.mode is Mode.TWO
    assert report.version == 1
    assert [one.category for one in report.categories] == list(CATEGORIES)
    assert (report.whole.issued, report.whole.valid, report.whole.invalid) == (
        33,
        polls.poll_sheet(example_round.workspace, poll_id).counted.valid,
        33 - polls.poll_sheet(example_round.workspace, poll_id).counted.valid,
    )
    assert report.attendance == ("党员到会率不低于 80%：应到 20 人，实到 18 人，符合。",)
    assert report.part == ""
    sheet = polls.poll_sheet(example_round.workspace, poll_id)
    assert [one.tally for one in report.subjects] == [one.tally for one in sheet.results]
    assert report.sealed.code == sheet.standing.code


def test_a_small_category_is_not_on_the_report(example_round: ExampleRound, poll_id: int) -> None:
    """Three papers of 党外职工代表: neither their votes nor a difference that gives them away."""
    report = count_report.report(example_round.workspace, poll_id)
    hidden = withheld(report)
    assert "党外职工代表" in hidden
    assert len(hidden) >= 2
    for one in report.subjects:
        shown = {category for category, _ in one.parts}
        assert shown == set(CATEGORIES) - set(hidden)
        rest = one.tally.valid - sum(sum(votes.values()) for _, votes in one.parts)
        assert rest >= 5


def test_paper_and_screen_say_the_same_rates(example_round: ExampleRound, poll_id: int) -> None:
    found = facts(count_report.report(example_round.workspace, poll_id))["rates"]
    assert isinstance(found, list)
    sheet = polls.poll_sheet(example_round.workspace, poll_id)
    screen = [(line.name, rate.value, rate.words) for line in sheet.results for rate in line.rates]
    assert [(one["subject"], one["value"], one["words"]) for one in found] == screen
    assert screen


def test_the_report_is_written(example_round: ExampleRound, poll_id: int, tmp_path: Path) -> None:
    save_workbook(
        count_report.report_workbook(example_round.workspace, poll_id), tmp_path / "报告.xlsx"
    )
    save_bytes(count_report.report_pdf(example_round.workspace, poll_id), tmp_path / "报告.pdf")
    sheet: Any = load_workbook(tmp_path / "报告.xlsx").active
    report = count_report.report(example_round.workspace, poll_id)
    assert sheet["A3"].value == f"校验码　{report.sealed.code}"
    assert sheet["A1"].value == "2026年度计票报告单"
    paper = text_of((tmp_path / "报告.pdf").read_bytes())
    for words in (report.sealed.code, *NAMES[:2], "𬱖某", "对照票面复核无误", "两人分别录入"):
        assert words in paper
    assert "〔U+" not in paper


def test_the_code_on_paper_is_the_one_that_verifies(
    example_round: ExampleRound, poll_id: int
) -> None:
    code = count_report.report(example_round.workspace, poll_id).sealed.code
    assert versions.verify_code(example_round.workspace, poll_id, code).matches


def test_a_recount_is_a_new_version_and_the_old_one_stays(
    example_round: ExampleRound, poll_id: int
) -> None:
    workspace = example_round.workspace
    first = count_report.report(workspace, poll_id)
    reopening.recount(workspace, poll_id, "监票人要求复核")
    with pytest.raises(Fault, match=r"第 1 版已重新计票.*以签字的报告单为准"):
        count_report.report(workspace, poll_id)
    key_all(workspace, poll_id)
    explain(workspace, poll_id, "再次对照票面")
    sealing.seal(workspace, poll_id)
    second = count_report.report(workspace, poll_id)
    assert [one.number for one in second.versions] == [1, 2]
    assert second.version == 2
    assert second.sealed.code != first.sealed.code
    with pytest.raises(Fault, match="第 1 版已重新计票"):
        count_report.report(workspace, poll_id, 1)
    old = second.versions[0]
    assert (old.code, old.reopened) == (first.sealed.code, "监票人要求复核")
    kept = versions.versions(workspace, poll_id)[0]
    assert (kept.valid, kept.invalid) == (first.whole.valid, first.whole.invalid)
    assert {one.reason for one in kept.reasons} == {"对照票面复核无误"}
    assert {one.reason for one in second.findings} == {"再次对照票面"}
    with pytest.raises(Fault, match="没有第 3 版"):
        count_report.report(workspace, poll_id, 3)


def test_what_is_not_sealed_has_no_report(example_round: ExampleRound) -> None:
    meeting_id = meetings.add_meeting(example_round.workspace, example_round.round_id, MEETING)
    key = opening.open_poll(
        example_round.workspace, meeting_id, COMMON.name, example_round.subject_ids[:1]
    )
    with pytest.raises(Fault, match="还没有封存"):
        count_report.report_pdf(example_round.workspace, key)


def test_the_report_says_why_papers_are_void(
    example_round: ExampleRound, poll_id: int, tmp_path: Path
) -> None:
    report = count_report.report(example_round.workspace, poll_id)
    assert sum(report.voids.values()) == report.whole.invalid
    save_workbook(
        count_report.report_workbook(example_round.workspace, poll_id), tmp_path / "报告.xlsx"
    )
    sheet: Any = load_workbook(tmp_path / "报告.xlsx").active
    words = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any(f"共 {report.whole.invalid} 张：空白票 {report.voids['空白票']}" in one
               for one in words)  # fmt: skip


def test_a_signed_count_typed_in_says_that_it_is_one(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    example_round = make_round(workspace, monkeypatch)
    meeting_id = meetings.add_meeting(
        workspace, example_round.round_id, replace(MEETING, present=30)
    )
    key = opening.open_poll(workspace, meeting_id, COMMON.name, example_round.subject_ids[:1])
    votes = {example_round.subject_ids[0]: {"满意": 20, "基本满意": 9}}
    totals.store_external(workspace, key, BallotCounts(30, 30, 29, 1), votes)
    report = count_report.report(workspace, key)
    found = facts(report)
    assert str(found["counting_words"]).startswith("外部计票")
    assert found["parts_words"] == "本次测评不分类别。"
    assert report.voids == {}
    assert report.subjects[0].tally.counts["满意"] == 20
