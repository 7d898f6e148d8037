"""A meeting's panel: names, sign-in by tick, rules judged live, names pasted from Excel."""

from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from desk_app.domain.polling.meetings import Attendance, Attendee
from desk_app.domain.scheme.model.polls import AttendanceRule, MeetingKind
from desk_app.domain.scheme.model.values import Origin
from desk_app.services.polling import meetings, rosters
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.views.polling import PollingRoom
from desk_app.views.polling.roster_model import read_pasted
from tests.support.polling_room import choose, shot, shown_room
from tests.support.polling_round import SCHEME, make_round
from tests.support.screens import DeskOfTest, type_text

SELECT = QItemSelectionModel.SelectionFlag.Select
CATEGORIES = ("党员", "群众代表")
RULES = (
    AttendanceRule("党员", present_of_expected=Fraction(80, 100)),
    AttendanceRule("群众代表", of_category="党员", at_least=Fraction(1, 2), soft=True),
)
KINDS = (MeetingKind("党员群众代表会议", Origin(), CATEGORIES, RULES),)


@pytest.fixture
def room(desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch, qtbot: object) -> PollingRoom:
    example_round = make_round(desk.workspace, monkeypatch, rules=replace(SCHEME, meetings=KINDS))
    meetings.add_meeting(desk.workspace, example_round.round_id, MeetingFacts("党员群众代表会议"))
    room = shown_room(desk, qtbot)
    room.activateWindow()
    room.open_round(example_round.round_id)
    desk.wait()
    room.tabs.setCurrentWidget(room.meeting)
    return room


def paste(desk: DeskOfTest, room: PollingRoom, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    room.meeting.list.setFocus()
    QTest.keyClick(room.meeting.list, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.wait()


def test_names_come_from_excel_and_sign_in_is_judged_live(
    desk: DeskOfTest, room: PollingRoom
) -> None:
    panel = room.meeting
    rows = [f"党员\t党员{one}" for one in "甲乙丙丁戊"] + [
        f"群众代表\t群众{one}" for one in "子丑寅"
    ]
    paste(desk, room, "\r\n".join(["类别\t姓名", *rows]) + "\r\n")
    assert [one.category for one in panel.model.names] == ["党员"] * 5 + ["群众代表"] * 3
    expected, present = panel.attendance.fields["党员"]
    assert (expected.number, present.number) == (5, 0)
    assert expected.isReadOnly()
    assert "还差 4 人" in panel.attendance.rules.text()
    for row in range(4):
        panel.list.setCurrentIndex(panel.model.index(row, 0))
        QTest.keyClick(panel.list, Qt.Key.Key_Space)
        desk.wait()
    assert present.number == 4
    assert "应到 5 人，实到 4 人，符合" in panel.attendance.rules.text()
    shot(room, "meeting-panel")
    panel.model.toggle(5)
    desk.wait()
    assert panel.attendance.fields["群众代表"][1].number == 1
    line = room.meetings.current()
    assert line is not None
    assert (line.meeting.facts.expected, line.meeting.facts.present) == (8, 5)


def test_a_tick_taken_back_and_people_taken_off(desk: DeskOfTest, room: PollingRoom) -> None:
    panel = room.meeting
    paste(desk, room, "甲\r\n乙\r\n丙\r\n")
    assert panel.category.currentText() == "党员"
    for _ in range(2):
        panel.list.setCurrentIndex(panel.model.index(1, 0))
        QTest.keyClick(panel.list, Qt.Key.Key_Space)
        desk.wait()
    assert not any(one.signed_in for one in panel.model.names)
    panel.model.toggle(0)
    desk.wait()
    panel.list.setCurrentIndex(panel.model.index(0, 0))
    for row in (1, 2):
        panel.list.selectionModel().select(panel.model.index(row, 0), SELECT)
    QTest.keyClick(panel.list, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    desk.wait()
    assert [one.signed_in for one in panel.model.names] == [True] * 3
    panel.list.clearSelection()
    # Without a modifier: the next key must not be taken for one pressed with Ctrl.
    QTest.keyClick(panel.list, Qt.Key.Key_Home)
    panel.list.clearSelection()
    panel.list.setCurrentIndex(panel.model.index(1, 1))
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    choose(room.notice, "去掉")
    desk.wait()
    assert [one.name for one in panel.model.names] == ["甲", "丙"]
    type_text("丁、甲", panel.names)
    QTest.keyClick(panel.names, Qt.Key.Key_Return)
    desk.wait()
    assert [one.name for one in panel.model.names] == ["甲", "丙", "丁"]
    QTest.mouseClick(panel.clear, Qt.MouseButton.LeftButton)
    choose(room.notice, "清空名册")
    desk.wait()
    assert panel.model.names == ()
    assert not panel.attendance.fields["党员"][0].isReadOnly()


def test_numbers_are_typed_where_there_are_no_names(desk: DeskOfTest, room: PollingRoom) -> None:
    panel = room.meeting
    for category, numbers in (("党员", (40, 30)), ("群众代表", (25, 20))):
        for field, number in zip(panel.attendance.fields[category], numbers, strict=True):
            field.setFocus()
            field.selectAll()
            QTest.keyClicks(field, str(number))
            QTest.keyClick(field, Qt.Key.Key_Return)
            desk.wait()
    assert "还差 2 人" in panel.attendance.rules.text()
    meeting = panel.meeting
    assert meeting is not None
    found = rosters.roster(desk.workspace, meeting.id)
    assert (found.whole.expected, found.whole.present) == (65, 50)
    field = panel.attendance.fields["党员"][1]
    field.selectAll()
    QTest.keyClicks(field, "50")
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.wait()
    assert "实到 50 人，多于应到 40 人" in panel.wrong.text()


def test_names_ticks_and_facts_are_steps_for_ctrl_z(desk: DeskOfTest, room: PollingRoom) -> None:
    panel, stack = room.meeting, room.undo_stack()
    assert stack is not None
    field = panel.attendance.fields["党员"][0]
    field.setFocus()
    QTest.keyClicks(field, "40")
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.wait()
    paste(desk, room, "甲\r\n乙\r\n")
    panel.list.setCurrentIndex(panel.model.index(1, 0))
    QTest.keyClick(panel.list, Qt.Key.Key_Space)
    desk.wait()
    panel.host.setFocus()
    type_text("周主持", panel.host)
    QTest.keyClick(panel.host, Qt.Key.Key_Return)
    desk.wait()
    assert [stack.text(at) for at in range(stack.count())] == [
        "填写到会人数", "改名册", "乙签到", "填写“党员群众代表会议”",
    ]  # fmt: skip

    def stands() -> tuple[object, ...]:
        line = room.meetings.current()
        assert line is not None
        found = rosters.roster(desk.workspace, line.meeting.id)
        names = [(one.name, one.signed_in) for one in found.names]
        of_members = found.attendance.get("党员", Attendance())
        return line.meeting.facts.host, names, of_members.expected, of_members.present

    states = [stands()]
    for _ in range(4):
        stack.undo()
        desk.wait()
        desk.wait()
        states.append(stands())
    assert states == [
        ("周主持", [("甲", False), ("乙", True)], 2, 1),
        ("", [("甲", False), ("乙", True)], 2, 1),
        ("", [("甲", False), ("乙", False)], 2, 0),
        ("", [], 40, None),
        ("", [], None, None),
    ]
    for before in reversed(states[:-1]):
        stack.redo()
        desk.wait()
        desk.wait()
        assert stands() == before


def test_facts_are_written_as_they_are_typed_and_the_dialog_keeps_them(
    desk: DeskOfTest, room: PollingRoom
) -> None:
    panel = room.meeting
    for field, text in (
        (panel.day, "2026年3月21日"),
        (panel.host, "周主持"),
        (panel.supervisors, "王五"),
        (panel.tellers, "张三、李四"),
    ):
        field.setFocus()
        type_text(text, field)
        QTest.keyClick(field, Qt.Key.Key_Return)
        desk.wait()
    panel.agenda.setFocus()
    type_text("民主测评", panel.agenda)
    panel.day.setFocus()
    desk.wait()
    room.meetings.change_action.trigger()
    from desk_app.views.polling.meeting_dialog import MeetingDialog

    dialog = room.findChild(MeetingDialog)
    assert dialog is not None
    dialog.place.setText("会议室")
    dialog.accept()
    desk.wait()
    line = room.meetings.current()
    assert line is not None
    facts = line.meeting.facts
    assert (facts.host, facts.tellers, facts.supervisors, facts.agenda, facts.place) == (
        "周主持", ("张三", "李四"), ("王五",), "民主测评", "会议室",
    )  # fmt: skip
    panel.day.selectAll()
    type_text("三月", panel.day)
    QTest.keyClick(panel.day, Qt.Key.Key_Return)
    assert panel.wrong.isVisible()


def test_the_papers_of_the_meeting_are_shown_as_they_print(
    desk: DeskOfTest, room: PollingRoom
) -> None:
    for button, words in (
        (room.meeting.sign_in, "签到"),
        (room.meeting.print_minutes, "会议记录"),
    ):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        desk.wait()
        shown = [one for one in room.findChildren(QDialog) if words in one.windowTitle()]
        assert len(shown) == 1, room.notice.text
        shown[0].close()


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([["甲"], [" "], ["乙"]], [("党员", "甲"), ("党员", "乙")]),
        ([["序号", "姓名"], ["1", "甲"]], [("党员", "甲")]),
        ([["甲", "群众代表"]], [("群众代表", "甲")]),
    ],
)
def test_pasted_rows(rows: list[list[str]], names: list[tuple[str, str]]) -> None:
    found = read_pasted(rows, "党员", CATEGORIES)
    assert found == tuple(Attendee(category, name) for category, name in names)
