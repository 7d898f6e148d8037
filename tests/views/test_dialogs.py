"""Dialogs: names are found by initials, Enter presses what has the keys, Esc loses nothing."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desk_app.app import Program
from desk_app.views.kit.dialogs import FittingDialog
from desk_app.views.polling import PollingRoom
from desk_app.views.polling.meeting_dialog import MeetingDialog
from desk_app.views.rounds.dialog import NewRoundDialog
from desk_app.views.rounds.tree import GRADED
from desk_app.views.samples.dialog import SamplesDialog
from tests.support.screens import DeskOfTest, type_text
from tests.support.waiting import wait_for

ON = Qt.CheckState.Checked


@pytest.fixture
def meeting(example_window: Program) -> Iterator[MeetingDialog]:
    example_window.window.activateWindow()
    example_window.window.go("polling")
    wait_for(example_window.runner)
    room = example_window.window.room
    assert isinstance(room, PollingRoom)
    assert room.overview is not None
    room.meeting_questions.ask_new(room.overview)
    (dialog,) = example_window.window.findChildren(MeetingDialog)
    dialog.activateWindow()
    yield dialog
    if isValid(dialog):
        dialog.done(0)  # also where a question stands open: no window behind it would get a key


@pytest.fixture
def round_(example_desk: DeskOfTest, qtbot: QtBot) -> NewRoundDialog:
    dialog = NewRoundDialog(example_desk.context)
    return shown(dialog, example_desk, qtbot)


def shown(dialog: NewRoundDialog, desk: DeskOfTest, qtbot: QtBot) -> NewRoundDialog:
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    desk.wait()
    return dialog


def press(dialog: QWidget, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or dialog, key)


def asked(dialog: FittingDialog) -> str:
    return dialog.notice.text


def test_subjects_of_a_meeting_are_found_by_initials_and_stay_ticked(
    meeting: MeetingDialog,
) -> None:
    whole = meeting.subjects.count()
    meeting.nobody.click()
    first = meeting.subjects.item(5)
    first.setCheckState(ON)
    meeting.search.setFocus()
    type_text("sqp", meeting.search)
    listed = [row for row in range(whole) if not meeting.subjects.isRowHidden(row)]
    assert 0 < len(listed) < whole
    assert all("石桥坪" in meeting.subjects.item(row).text() for row in listed)
    press(meeting, Qt.Key.Key_Return)
    assert meeting.isVisible()  # Enter goes to the list, not to 确定
    assert QApplication.focusWidget() is meeting.subjects
    press(meeting, Qt.Key.Key_Space)
    assert len(meeting.ticked()) == 2
    meeting.search.clear()
    assert len(meeting.ticked()) == 2
    assert first.checkState() == ON
    type_text("sqp", meeting.search)
    meeting.everyone.click()
    assert len(meeting.ticked()) == 1 + len(listed)


def test_participants_of_a_round_are_found_by_initials(round_: NewRoundDialog) -> None:
    before = round_.participants()
    type_text("sqp", round_.search)
    seen = [one for one in round_.tree.items.values() if not one.isHidden()]
    hits = [one for one in seen if "石桥坪" in one.text(0)]
    assert hits
    assert len(seen) < len(round_.tree.items) / 2
    assert round_.tree.currentItem() is hits[0]
    assert round_.participants() == before
    round_.search.setFocus()
    press(round_, Qt.Key.Key_Return)
    assert round_.tree.hasFocus()
    press(round_, Qt.Key.Key_Space)
    assert (hits[0].checkState(GRADED) == ON) != (len(round_.participants()) < len(before))
    round_.search.setFocus()
    press(round_, Qt.Key.Key_Escape)
    assert round_.search.text() == ""
    assert round_.isVisible()
    assert not any(one.isHidden() for one in round_.tree.items.values())


def test_escape_asks_where_something_was_typed(meeting: MeetingDialog) -> None:
    meeting.place.setFocus()
    type_text("会议室", meeting.place)
    press(meeting, Qt.Key.Key_Escape)
    assert asked(meeting) == "已填的内容还没有保存。"
    focus = QApplication.focusWidget()
    assert isinstance(focus, QPushButton)
    assert focus.text() == "继续填写"
    press(meeting, Qt.Key.Key_Return)
    assert meeting.isVisible()
    assert meeting.place.text() == "会议室"
    assert meeting.place.hasFocus()
    closing = QCloseEvent()
    QApplication.sendEvent(meeting, closing)
    assert not closing.isAccepted()
    meeting.notice.findChildren(QPushButton)[-1].click()
    meeting.place.clear()
    press(meeting, Qt.Key.Key_Escape)
    assert not meeting.isVisible()


def test_escape_asks_before_a_sample_is_given_up(example_desk: DeskOfTest, qtbot: QtBot) -> None:
    dialog = SamplesDialog(example_desk.context, 1)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    example_desk.wait()
    type_text("柳树湾村", dialog.name)
    dialog.name.setFocus()
    press(dialog, Qt.Key.Key_Escape)
    assert "还没有抽取" in asked(dialog)
    press(dialog, Qt.Key.Key_Escape)
    assert asked(dialog) == ""
    assert dialog.isVisible()
    press(dialog, Qt.Key.Key_Escape)
    choice = next(
        one for one in dialog.notice.findChildren(QPushButton) if one.text() == "放弃，关闭窗口"
    )
    choice.click()
    assert not dialog.isVisible()


def test_enter_presses_the_button_that_has_the_keys(round_: NewRoundDialog) -> None:
    round_.cancel.setFocus()
    press(round_, Qt.Key.Key_Return)
    assert not round_.isVisible()


def cancel(dialog: FittingDialog) -> None:
    """Press 取消 by Enter, with the keys on it."""
    buttons = [one for one in dialog.findChildren(QPushButton) if one.text() == "取消"]
    next(one for one in buttons if not dialog.notice.isAncestorOf(one)).setFocus()
    press(dialog, Qt.Key.Key_Return)


def test_cancel_asks_where_a_meeting_was_typed(meeting: MeetingDialog) -> None:
    type_text("会议室", meeting.place)
    cancel(meeting)
    assert meeting.isVisible()
    assert asked(meeting) == "已填的内容还没有保存。"
    press(meeting, Qt.Key.Key_Return)
    assert meeting.place.text() == "会议室"
    meeting.place.clear()
    cancel(meeting)
    assert not meeting.isVisible()


def test_cancel_asks_where_a_round_was_changed(round_: NewRoundDialog) -> None:
    type_text("sqp", round_.search)
    round_.search.setFocus()
    press(round_, Qt.Key.Key_Return)
    press(round_, Qt.Key.Key_Space)
    cancel(round_)
    assert round_.isVisible()
    assert asked(round_) == "已改动的内容还没有建成轮次。"
    next(
        one for one in round_.notice.findChildren(QPushButton) if one.text() == "放弃，关闭窗口"
    ).click()
    assert not round_.isVisible()
