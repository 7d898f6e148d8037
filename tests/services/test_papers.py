"""签到册, 发票登记表, 会议记录 of a meeting as they print."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from desk_app.documents.saving import save_workbook
from desk_app.domain.faults import Fault
from desk_app.domain.polling.meetings import Attendance, Attendee
from desk_app.domain.scheme.model.polls import Counting, MeetingKind
from desk_app.domain.scheme.model.values import Origin
from desk_app.services.polling import (
    meeting_papers,
    meetings,
    opening,
    polls,
    reopening,
    rosters,
)
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.services.workspace import Office, Workspace, create
from tests.documents.test_pdf import text_of
from tests.support.polling_round import COMMON, SCHEME, ExampleRound, make_round

CATEGORIES = ("群众代表", "党员")
RULES = replace(
    SCHEME,
    polls=(replace(COMMON, counting=Counting(categories=CATEGORIES)),),
    meetings=(MeetingKind("测评大会", Origin(), CATEGORIES),),
)
FACTS = MeetingFacts(
    "测评大会",
    date(2026, 3, 5),
    "镇政府三楼会议室",
    host="欧阳珺",
    agenda="一、述职；\n二、测评。",
    supervisors=("𬱖某",),
    tellers=("章喆祎", "李堃"),
    caller="赵某",
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = create(tmp_path / "w", Office("中共青山镇委员会", "青山镇"))
    yield workspace
    workspace.close(back_up=False)


@pytest.fixture
def example_round(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> ExampleRound:
    return make_round(workspace, monkeypatch, rules=RULES)


@pytest.fixture
def meeting_id(example_round: ExampleRound) -> int:
    return meetings.add_meeting(example_round.workspace, example_round.round_id, FACTS)


def test_a_sign_in_list_for_each_category(
    example_round: ExampleRound, meeting_id: int, tmp_path: Path
) -> None:
    people = [Attendee("党员", f"党员{n}") for n in range(1, 6)]
    guests = [Attendee("群众代表", name) for name in ("冯䶮", "王某")]
    rosters.set_names(example_round.workspace, meeting_id, [*people, *guests])
    save_workbook(
        meeting_papers.sign_in_workbook(example_round.workspace, meeting_id), tmp_path / "签到.xlsx"
    )
    workbook: Any = load_workbook(tmp_path / "签到.xlsx")
    assert workbook.sheetnames == ["群众代表", "党员"]
    sheet = workbook["党员"]
    assert sheet["E2"].value == "类别：党员　应到 5 人"
    assert [[cell.value for cell in row] for row in sheet["A4:F6"]] == [
        [1, "党员1", None, 4, "党员4", None],
        [2, "党员2", None, 5, "党员5", None],
        [3, "党员3", None, None, None, None],
    ]
    paper = text_of(meeting_papers.sign_in_pdf(example_round.workspace, meeting_id))
    assert "冯䶮" in paper
    assert paper.count("测评大会签到册") == 2
    assert paper.count("签到人（签名）") == 2


def test_any_category_can_name_a_sheet(example_round: ExampleRound, meeting_id: int) -> None:
    odd = "两代表一委员/服务对象[村、社区]：" + "长" * 30
    rosters.set_names(
        example_round.workspace, meeting_id, [Attendee(odd, "冯䶮"), Attendee("党员", "王某")]
    )
    workbook: Any = meeting_papers.sign_in_workbook(example_round.workspace, meeting_id)
    assert workbook.sheetnames[2].startswith("两代表一委员／服务对象【村、社区】")
    assert odd in workbook.worksheets[2]["E2"].value
    assert workbook.worksheets[1].oddFooter.center.text == "第 &P 页　共 &N 页"
    assert workbook.worksheets[1].print_title_rows == "$3:$3"


def test_without_names_there_are_lines_to_sign_on(
    example_round: ExampleRound, meeting_id: int
) -> None:
    rosters.set_attendance(
        example_round.workspace, meeting_id, {"党员": Attendance(12), "群众代表": Attendance(3)}
    )
    workbook: Any = meeting_papers.sign_in_workbook(example_round.workspace, meeting_id)
    numbers = [cell.value for row in workbook["党员"]["A4:F9"] for cell in row]
    assert sorted(one for one in numbers if isinstance(one, int)) == list(range(1, 13))


def test_a_meeting_without_categories(example_round: ExampleRound) -> None:
    other = meetings.add_meeting(
        example_round.workspace, example_round.round_id, MeetingFacts("评审委员会")
    )
    workbook: Any = meeting_papers.sign_in_workbook(example_round.workspace, other)
    assert workbook.sheetnames == ["签到册"]
    assert workbook["签到册"]["A23"].value == 20
    assert workbook["签到册"]["D23"].value == 40


def test_the_register_counts_by_category_and_names_nobody(
    example_round: ExampleRound, meeting_id: int
) -> None:
    rosters.set_names(
        example_round.workspace,
        meeting_id,
        [Attendee("党员", "章喆祎", signed_in=True), Attendee("群众代表", "冯䶮", signed_in=True)],
    )
    poll_id = opening.open_poll(
        example_round.workspace, meeting_id, COMMON.name, example_round.subject_ids[:3]
    )
    sheet: Any = meeting_papers.register_workbook(example_round.workspace, meeting_id).active
    assert [[cell.value for cell in row[:4]] for row in sheet["A5:K6"]] == [
        ["群众测评", "群众代表", 1, 1],
        ["群众测评", "党员", 1, 1],
    ]
    paper = text_of(meeting_papers.register_pdf(example_round.workspace, meeting_id))
    assert "章喆祎" not in paper
    assert "冯䶮" not in paper
    assert "不记哪张票给了谁" in paper
    again = reopening.void(example_round.workspace, poll_id, "收回多于发出")
    assert again != poll_id
    notes: Any = meeting_papers.register_workbook(example_round.workspace, meeting_id).active
    assert [notes.cell(row, 11).value for row in range(5, 9)] == ["已作废", "已作废", None, None]


def test_minutes_know_what_is_known(example_round: ExampleRound, meeting_id: int) -> None:
    rosters.set_attendance(
        example_round.workspace,
        meeting_id,
        {"党员": Attendance(40, 39), "群众代表": Attendance(20, 18)},
    )
    poll_id = opening.open_poll(
        example_round.workspace, meeting_id, COMMON.name, example_round.subject_ids[:3]
    )
    reopening.void(example_round.workspace, poll_id, "收回多于发出")
    sheet: Any = meeting_papers.minutes_workbook(example_round.workspace, meeting_id).active
    golden = {
        "B2": "测评大会",
        "B3": "镇政府三楼会议室",
        "D3": "欧阳珺",
        "B4": "𬱖某",
        "D4": "章喆祎、李堃",
        "B5": "赵某",
        "B7": "一、述职；\n二、测评。",
        "B6": "应到 60 人，实到 57 人。其中群众代表应到 20 人、实到 18 人；"
        "党员应到 40 人、实到 39 人。",
    }
    assert {place: sheet[place].value for place in golden} == golden
    assert "群众测评（3 个对象）" in sheet["B9"].value
    assert "〔U+" not in text_of(meeting_papers.minutes_pdf(example_round.workspace, meeting_id))


def test_a_poll_without_categories_stands_in_the_register(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    example_round = make_round(workspace, monkeypatch)
    held = replace(FACTS, expected=30, present=28)
    meeting_id = meetings.add_meeting(workspace, example_round.round_id, held)
    poll_id = opening.open_poll(workspace, meeting_id, COMMON.name, example_round.subject_ids)
    polls.set_papers(workspace, poll_id, 28, 27)
    sheet: Any = meeting_papers.register_workbook(workspace, meeting_id).active
    assert [cell.value for cell in sheet[5]] == [
        *("群众测评", "全体", 30, 28, None, 28, 27, 1, None, None, None)
    ]
    minutes: Any = meeting_papers.minutes_workbook(workspace, meeting_id).active
    assert minutes["B6"].value == "应到 30 人，实到 28 人。"
    assert "发出 28 张，收回 27 张。" in minutes["B9"].value


def test_a_meeting_that_is_gone(workspace: Workspace) -> None:
    for make in meeting_papers.WORKBOOKS.values():
        with pytest.raises(Fault, match="不在了"):
            make(workspace, 9)
