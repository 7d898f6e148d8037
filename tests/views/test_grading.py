"""The room 定级 with real keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desk_app.services import example, grading, rounds
from desk_app.views.grading import GradingRoom
from tests.screens import DeskOfTest, picture


@pytest.fixture
def room(desk: DeskOfTest) -> GradingRoom:
    example.build(desk.workspace)
    shown = GradingRoom(desk.desk)
    shown.resize(1230, 660)
    shown.show()
    shown.open_round(1)
    desk.wait()
    return shown


def test_reasons_follow_the_current_row(room: GradingRoom, tmp_path: Path) -> None:
    assert room.model.rowCount() == 36
    room.table.setFocus()
    first = room.reasons.text
    QTest.keyClick(room.table, Qt.Key.Key_Down)
    assert room.reasons.text != first
    assert "为什么是这个等级" in room.reasons.text
    assert "超出" in room.quotas.text or "符合" in room.quotas.text
    picture(room, tmp_path / "grading.png")


def test_a_click_on_a_number_shows_where_it_comes_from(room: GradingRoom) -> None:
    titles = [one.title for one in room.model.columns]
    room.table.setCurrentIndex(room.model.index(3, titles.index("考评")))
    assert "考评各项得分" in room.reasons.text
    room.table.setCurrentIndex(room.model.index(3, titles.index("满意率")))
    assert "÷" in room.reasons.text


def test_another_level_wants_a_reason_in_place(room: GradingRoom, desk: DeskOfTest) -> None:
    row = room.model.record(0)
    assert row.proposal is not None
    other = "一星" if row.proposal.level != "一星" else "二星"
    form = room.form
    form.level.setCurrentIndex(form.level.findData(other))
    form.reason.clear()
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    assert "理由" in form.wrong.text()
    form.reason.insert("实地核查")  # an input method types Chinese
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    desk.wait()
    stored = grading.board(desk.workspace, 1).present[0].decision
    assert stored is not None
    assert (stored.level, stored.reason) == (other, "实地核查")
    assert desk.heard.changed == 1
    room.undo_stack().undo()
    desk.wait()
    back = grading.board(desk.workspace, 1).present[0].decision
    assert back == row.decision


def test_the_lock_is_asked_about_and_can_be_opened_with_a_reason(
    room: GradingRoom, desk: DeskOfTest
) -> None:
    room.finalise.click()
    assert "定稿" in room.notice.text
    buttons = {one.text(): one for one in room.notice.findChildren(QPushButton)}
    buttons["定稿"].click()
    desk.wait()
    assert rounds.get(desk.workspace, 1).locked
    assert room.unlock.isVisible()
    room.unlock.click()
    room.unlock_reason.insert("县里退回")
    QTest.keyClick(room.unlock_reason, Qt.Key.Key_Return)
    desk.wait()
    assert not rounds.get(desk.workspace, 1).locked


def test_a_room_without_a_round_says_what_to_do(desk: DeskOfTest) -> None:
    shown = GradingRoom(desk.desk)
    shown.show()
    shown.open_round(None)
    assert "新建轮次" in shown.notice.text
