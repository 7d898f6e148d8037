"""What 测评 says while it is worked with: nothing stale, nothing red that is not wrong."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from desk_app.services.polling import meetings, overview, polls
from desk_app.storage import tables
from desk_app.views.kit.preview import Preview
from desk_app.views.polling import PollingRoom
from desk_app.views.polling.batches import BatchesPage
from tests.support.polling_room import TWO, common_poll, loaded, opened
from tests.support.polling_round import ExampleRound, make_round
from tests.support.screens import DeskOfTest


@pytest.fixture
def example_round(desk: DeskOfTest) -> ExampleRound:
    return make_round(desk.workspace)


@pytest.fixture
def room(desk: DeskOfTest, qtbot: QtBot) -> Iterator[PollingRoom]:
    made = PollingRoom(desk.context)
    qtbot.addWidget(made)
    made.resize(1093, 480)
    made.show()
    yield made
    made.projector.window = None


def red(room: PollingRoom) -> list[str]:
    QApplication.processEvents()  # a layout shows what was added to it by a posted call
    labels = room.panel.checks.findChildren(QLabel)
    return [one.text() for one in labels if one.isVisible() and one.property("kind") == "wrong"]


def test_a_count_that_is_not_finished_is_not_red_and_its_code_stands_behind(
    desk: DeskOfTest, room: PollingRoom, example_round: ExampleRound
) -> None:
    poll_id = common_poll(example_round)
    loaded(desk, room, example_round)
    assert room.panel.checks.text.startswith("收回 40 张，已录 0 张")
    assert room.panel.checks.text.endswith("H04")
    assert red(room) == []
    polls.set_papers(example_round.workspace, poll_id, 40, 45)
    loaded(desk, room, example_round)
    assert [one[:9] for one in red(room)] == ["收回 45 张，多"]


def test_too_few_counters_is_no_longer_said_once_they_are_written_down(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    room, poll_id = opened(desk, monkeypatch, qtbot, TWO, 20, subjects=3)
    sheet = polls.poll_sheet(desk.workspace, poll_id)
    page = BatchesPage(desk.context.settings)
    qtbot.addWidget(page)
    page.show()
    page.show_sheet(replace(sheet, head=replace(sheet.head, tellers=())))
    assert "两名" in page.notice.text
    page.show_sheet(sheet)
    assert page.notice.text == ""
    room.close()


def test_the_preview_of_ballots_says_how_many_they_are(
    desk: DeskOfTest, room: PollingRoom, example_round: ExampleRound
) -> None:
    common_poll(example_round)
    loaded(desk, room, example_round)
    room.panel.buttons.print_wanted.emit()
    desk.wait()
    dialog = room.window().findChild(Preview)
    assert dialog is not None
    assert dialog.note.startswith("共 ")
    assert "张票" in dialog.where.text()
    assert desk.heard.said[-2:] == ["正在排版，请稍候……", ""], "nothing is waited for any more"
    dialog.close()


def test_a_preview_says_at_once_that_it_loads(desk: DeskOfTest, qtbot: QtBot) -> None:
    dialog = Preview(None, desk.context, b"", "汇总表")
    qtbot.addWidget(dialog)
    assert dialog.where.text() == "正在准备预览……"
    desk.wait()


def test_the_second_screen_names_township_and_year_and_one_screen_is_said(
    desk: DeskOfTest, room: PollingRoom, example_round: ExampleRound
) -> None:
    common_poll(example_round)
    loaded(desk, room, example_round)
    assert overview.overview(desk.workspace, example_round.round_id).whose == "青山镇 2026年度"
    room.open_projector()
    window = room.projector.window
    assert window is not None
    assert window.windowTitle() == "投影 — 青山镇 2026年度"
    assert window.view.board.title.startswith("青山镇 2026年度 ")
    assert "没有第二块屏幕" in room.notice.text
    window.close()


@pytest.mark.parametrize("typed", ["石桥", "sqc", "sqc zlc"])
def test_a_group_poll_is_found_by_each_of_whom_it_votes_on(
    desk: DeskOfTest, room: PollingRoom, example_round: ExampleRound, typed: str
) -> None:
    meetings.add_meeting(
        desk.workspace, example_round.round_id, meetings.MeetingFacts("群众代表会议")
    )
    with desk.workspace.session() as session:
        for name, initials in (("石桥村党支部", "sqcdzb"), ("竹林村党支部", "zlcdzb")):
            named = tables.organisation.c.name == name
            session.execute(update(tables.organisation).where(named).values(initials=initials))
    poll_id = common_poll(example_round)
    loaded(desk, room, example_round)
    assert not any("石桥" in one.title for one in room.meetings.table.records)
    room.meetings.search.setText(typed)
    desk.wait()
    assert [one.poll_id for one in room.meetings.table.records] == [poll_id]
    room.meetings.search.clear()
    assert room.meetings.table.rowCount() == 2


def test_a_meeting_is_found_by_its_name(
    desk: DeskOfTest, room: PollingRoom, example_round: ExampleRound
) -> None:
    common_poll(example_round)
    meetings.add_meeting(
        desk.workspace, example_round.round_id, meetings.MeetingFacts("群众代表会议")
    )
    loaded(desk, room, example_round)
    assert room.meetings.table.rowCount() == 2
    room.meetings.search.setText("代表")
    assert [one.held for one in room.meetings.table.records] == ["群众代表会议"]
    room.meetings.search.clear()
    assert room.meetings.table.rowCount() == 2
