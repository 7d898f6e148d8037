"""Ctrl+Z and Ctrl+Y in 测评: meetings and polls that came, went or were changed, by real keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog

from desk_app.app import Program
from desk_app.services import rounds
from desk_app.services.polling import meetings, opening, polls, standing
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.services.workspace import Office, create
from desk_app.views.polling import PollingRoom
from desk_app.views.polling.meeting_dialog import MeetingDialog
from tests.support.polling_room import choose
from tests.support.polling_round import ExampleRound, explain, key, make_round, papers, seal
from tests.support.screens import DeskOfTest, running, type_text
from tests.support.waiting import wait_for

CTRL = Qt.KeyboardModifier.ControlModifier
Title = tuple[str, str]


@pytest.fixture
def program(dressed: QApplication, tmp_path: Path) -> Iterator[Program]:
    workspace = create(tmp_path / "工作区", Office("中共青山镇委员会", "青山镇"))
    rounds.set_current(workspace, make_round(workspace).round_id)
    workspace.close(back_up=False)
    with running(tmp_path / "工作区") as found:
        press(found, Qt.Key.Key_5)
        yield found


@pytest.fixture
def room(program: Program) -> PollingRoom:
    shown = program.window.room
    assert isinstance(shown, PollingRoom)
    return shown


def settled(program: Program) -> None:
    for _ in range(4):
        wait_for(program.runner)
        QApplication.processEvents()


def press(program: Program, of: Qt.Key, modifier: Qt.KeyboardModifier = CTRL) -> None:
    program.window.activateWindow()  # offscreen nobody does it when a dialog has closed
    QApplication.processEvents()
    QTest.keyClick(QApplication.focusWidget() or program.window, of, modifier)
    settled(program)


def listed(room: PollingRoom) -> list[Title]:
    return [(one.held.strip(), one.state) for one in room.meetings.table.records]


def new_meeting(program: Program, room: PollingRoom) -> None:
    room.meetings.new.setFocus()
    QTest.keyClick(room.meetings.new, Qt.Key.Key_Space)
    dialog = room.findChildren(MeetingDialog)[-1]
    dialog.poll.setCurrentText("群众测评")
    type_text("2026年3月21日", dialog.day)
    dialog.accept()
    settled(program)


def test_a_meeting_that_was_made_has_the_keys(program: Program, room: PollingRoom) -> None:
    before = listed(room)
    new_meeting(program, room)
    assert program.window.focusWidget() is room.meetings.list
    line = room.meetings.current()
    assert line is not None
    assert (line.held.strip(), line.state) not in before
    after = listed(room)
    press(program, Qt.Key.Key_Z)
    assert listed(room) == before
    press(program, Qt.Key.Key_Y)
    assert listed(room) == after


def test_a_meeting_added_changed_and_removed(program: Program, room: PollingRoom) -> None:
    states = [listed(room)]
    new_meeting(program, room)
    states.append(listed(room))
    room.meetings.change_action.trigger()
    dialog = room.findChildren(MeetingDialog)[-1]
    dialog.day.setText("2026-04-02")
    dialog.expected.setText("95")
    dialog.accept()
    settled(program)
    states.append(listed(room))
    room.meetings.remove_action.trigger()
    choose(room.notice, "删除会议")
    settled(program)
    states.append(listed(room))
    assert [[held for held, _ in one] for one in states] == [
        [], ["2026-03-21 测评大会 · 群众测评"], ["2026-04-02 测评大会 · 群众测评"], [],
    ]  # fmt: skip
    said = []
    for at in (2, 1, 0):
        press(program, Qt.Key.Key_Z)
        said.append(program.window.bottom.passing.text())
        assert listed(room) == states[at]
    assert said == ["已撤销：删除会议", "已撤销：修改会议", "已撤销：新建会议"]
    for at in (1, 2, 3):
        press(program, Qt.Key.Key_Y)
        assert listed(room) == states[at]
    press(program, Qt.Key.Key_Z)
    assert listed(room) == states[2]
    current = room.meetings.current()
    assert current is not None
    assert current.meeting.facts.expected == 95


def test_a_meeting_for_each_and_a_poll_more_or_less(program: Program, room: PollingRoom) -> None:
    room.meetings.each.setFocus()
    QTest.keyClick(room.meetings.each, Qt.Key.Key_Space)
    settled(program)
    assert len(listed(room)) == 12
    room.meetings.add_action.trigger()
    dialog = room.findChildren(MeetingDialog)[-1]
    dialog.poll.setCurrentText("群众测评")
    dialog.accept()
    settled(program)
    assert len(listed(room)) == 13
    poll_id = room.poll.sheet.id if room.poll.sheet else 0
    room.panel.buttons.remove_wanted.emit()
    choose(room.notice, "删除测评")
    settled(program)
    for key_, count in ((Qt.Key.Key_Z, 13), (Qt.Key.Key_Z, 12), (Qt.Key.Key_Z, 0)):
        press(program, key_)
        assert len(listed(room)) == count
    for count in (12, 13, 12):
        press(program, Qt.Key.Key_Y)
        assert len(listed(room)) == count
    press(program, Qt.Key.Key_Z)
    assert room.poll.sheet is not None
    assert room.poll.sheet.id == poll_id


def test_what_was_built_on_it_is_said_and_the_steps_before_stay(
    program: Program, room: PollingRoom
) -> None:
    new_meeting(program, room)
    room.meetings.add_action.trigger()
    dialog = room.findChildren(MeetingDialog)[-1]
    dialog.poll.setCurrentText("测评会")
    dialog.subjects.item(0).setCheckState(Qt.CheckState.Checked)
    dialog.accept()
    settled(program)
    stood = listed(room)
    assert len(stood) == 2
    assert room.poll.sheet is not None
    poll_id = room.poll.sheet.id
    program.runner.call(polls.set_papers, poll_id, 20, 20)
    program.runner.call(key, poll_id, papers(20, "好"))
    settled(program)
    press(program, Qt.Key.Key_Z)
    assert room.notice.text == "测评“测评会”已经录入了测评票，不能撤销“加一个测评”。"
    assert len(listed(room)) == 2
    press(program, Qt.Key.Key_Z)
    assert room.notice.text == "测评“测评会”已经录入了测评票，不能撤销“新建会议”。"
    assert len(listed(room)) == 2


def loaded(desk: DeskOfTest, qtbot: object) -> tuple[ExampleRound, PollingRoom]:
    example = make_round(desk.workspace)
    room = PollingRoom(desk.context)
    qtbot.addWidget(room)  # type: ignore[attr-defined]
    room.show()
    return example, room


def test_sealing_keeps_the_steps_and_says_what_stands_in_their_way(
    desk: DeskOfTest, qtbot: object
) -> None:
    example, room = loaded(desk, qtbot)
    rows = standing.add_meeting(
        desk.workspace, example.round_id, MeetingFacts("测评大会"), "群众测评", example.subject_ids
    )
    poll_id = rows.polls[0]
    room.open_round(example.round_id)
    desk.wait()
    other = MeetingFacts("评审会")
    room.presenter.add(other, "", ())
    desk.wait()
    room.meetings.want(poll_id)
    room.reload()
    desk.wait()
    for field, number in ((room.panel.issued, "10"), (room.panel.returned, "10")):
        type_text(number, field)
        QTest.keyClick(field, Qt.Key.Key_Return)
        desk.wait()
    key(desk.workspace, poll_id, papers(10, *["满意"] * 12))
    explain(desk.workspace, poll_id)  # with a reason for what the checks say
    room.poll.seal(poll_id, "")
    desk.wait()
    assert polls.poll_sheet(desk.workspace, poll_id).sealed
    for _ in range(2):
        room.poll.undo_stack.undo()
        desk.wait()
        assert room.notice.text.startswith("这个测评的计票已封存，没有改动。")
    room.poll.undo_stack.undo()
    desk.wait()
    assert [one.meeting.facts.kind for one in room.meetings.table.records] == ["测评大会"]
    assert polls.poll_sheet(desk.workspace, poll_id).papers.returned == 10


def test_a_poll_that_had_been_keyed_comes_back_without_its_counts(
    desk: DeskOfTest, qtbot: object
) -> None:
    example, room = loaded(desk, qtbot)
    meeting_id = meetings.add_meeting(desk.workspace, example.round_id, MeetingFacts("测评大会"))
    poll_id = opening.open_poll(desk.workspace, meeting_id, "群众测评", example.subject_ids)
    polls.set_papers(desk.workspace, poll_id, 40, 40)
    key(desk.workspace, poll_id, papers(20, *["满意"] * 12))
    room.open_round(example.round_id)
    desk.wait()
    room.presenter.remove_poll(poll_id)
    desk.wait()
    room.poll.undo_stack.undo()
    desk.wait()
    assert "删除时清除的 1 摞计数不能恢复，请重新录入。" in room.notice.text
    assert room.meetings.table.records[0].state == "未开始"


def test_numbers_typed_with_a_meeting_come_back(desk: DeskOfTest, qtbot: object) -> None:
    """They stand with the meeting, not by category: taking back the panel's must not lose them."""
    example, room = loaded(desk, qtbot)
    meetings.add_meeting(
        desk.workspace, example.round_id, MeetingFacts("评审会", expected=40, present=30)
    )
    room.open_round(example.round_id)
    desk.wait()
    room.tabs.setCurrentWidget(room.meeting)
    field = room.meeting.attendance.fields[""][1]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "33")
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.wait()
    room.poll.undo_stack.undo()
    desk.wait()
    desk.wait()
    current = room.meetings.current()
    assert current is not None
    assert (current.meeting.facts.expected, current.meeting.facts.present) == (40, 30)
    changed = MeetingFacts("评审会", expected=41, present=31)
    meetings.change_meeting(desk.workspace, current.meeting.id, changed)
    room.reload()
    desk.wait()
    again = room.meetings.current()
    assert again is not None
    assert again.meeting.facts.expected == 41


def test_ctrl_z_says_that_a_count_was_begun_again_since(
    program: Program, room: PollingRoom
) -> None:
    new_meeting(program, room)
    sheet = room.poll.sheet
    assert sheet is not None
    field = room.panel.papers.fields[""][0]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "12")
    press(program, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    assert room.poll.undo_stack.undoText() == "填写票数"
    program.runner.call(polls.set_papers, sheet.id, 12, 12)
    program.runner.call(key, sheet.id, papers(12, *["满意"] * len(sheet.head.subjects)))
    program.runner.call(seal, sheet.id)
    settled(program)
    room.reload()
    settled(program)
    room.panel.buttons.recount.click()
    asking = room.findChildren(QInputDialog)[-1]
    asking.setTextValue("监票人要求复核")
    asking.accept()
    settled(program)
    for _ in range(2):
        room.notice.dismiss()
        press(program, Qt.Key.Key_Z)
        said = (
            "“填写票数”不能撤销：这一步之后，“群众测评”重新计过票。票数、说明等要改，请直接改写。"
        )
        assert room.notice.text == said
        assert "已撤销" not in program.window.bottom.passing.text()
    # What is typed from now on is a step as ever.
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "13")
    press(program, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    assert room.poll.sheet is not None
    assert room.poll.sheet.papers.issued == 13
    room.meetings.list.setFocus()
    press(program, Qt.Key.Key_Z)
    assert room.poll.sheet.papers.issued == 12
