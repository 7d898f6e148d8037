"""Counting by two people blind, and 唱票 on the projector; with real key presses."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from desk_app.domain.polling.counting import BatchState
from desk_app.services.polling import batches, meetings, polls
from desk_app.views.polling import PollingRoom
from desk_app.views.projector.source import board_of
from tests.support.polling_room import (
    CALLED,
    TWO,
    choose,
    key_as,
    opened,
    press,
    shot,
    shown_room,
    words_on,
)
from tests.support.screens import DeskOfTest, type_text


@pytest.fixture
def by_two(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch, qtbot: object
) -> tuple[PollingRoom, int]:
    return opened(desk, monkeypatch, qtbot, TWO, 20, subjects=3)


@pytest.fixture
def called(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch, qtbot: object
) -> tuple[PollingRoom, int]:
    return opened(desk, monkeypatch, qtbot, CALLED, 43)


def test_counters_are_chosen_by_their_initials(
    desk: DeskOfTest, by_two: tuple[PollingRoom, int]
) -> None:
    room, _ = by_two
    room.activateWindow()
    QTest.mouseClick(room.panel.buttons.key, Qt.MouseButton.LeftButton)
    desk.wait()
    teller = room.counting.batches.teller
    assert teller.currentText() == "张三"
    teller.setFocus()
    QTest.keyClick(teller, Qt.Key.Key_L)
    field = teller.field
    assert field is not None
    assert field.listed == ["李四"]
    QTest.keyClick(QApplication.activePopupWidget() or field, Qt.Key.Key_Return)
    assert teller.currentText() == "李四"
    assert room.counting.batches.key.text().startswith("李四开始录入")


def test_the_second_person_sees_nothing_of_the_first(
    desk: DeskOfTest, by_two: tuple[PollingRoom, int]
) -> None:
    room, poll_id = by_two
    QTest.mouseClick(room.panel.buttons.key, Qt.MouseButton.LeftButton)
    desk.wait()
    assert room.pages.currentWidget() is room.counting.batches
    shot(room, "batches")
    key_as(desk, room, "张三", "111⏎" * 13 + "234⏎" * 6 + "-1⏎⏎")
    desk.wait()
    assert room.pages.currentWidget() is room.counting.batches
    assert room.counting.batches.key.text() == "李四开始录入第 1 摞 20 张第二遍"
    plan = batches.batches(desk.workspace, poll_id)
    assert [one.state for one in plan] == [BatchState.FIRST]
    room.open_round(room.presenter.round_id)
    desk.wait()
    sheet = room.panel.sheet
    assert sheet is not None
    assert sheet.counted.keyed == 0
    assert all(not any(one.tally.counts.values()) for one in sheet.results)
    assert all(not any(one.counts) for one in board_of(sheet).lines)

    room.counting.batches.choose("李四")
    QTest.mouseClick(room.counting.batches.key, Qt.MouseButton.LeftButton)
    desk.wait()
    shown = words_on(room.keying)
    assert "李四（第二人）" in shown
    assert "已录 0/20" in shown
    assert not any(number in shown for number in ("39", "13", "整张无效 1"))
    assert room.keying.hand.empty
    shot(room, "second")
    press(room.keying.paper, "111⏎" * 13 + "234⏎" * 6 + "-2⏎⏎")
    desk.wait()
    sheet = polls.poll_sheet(desk.workspace, poll_id)
    assert [one.state for one in sheet.plan] == [BatchState.SETTLED]
    assert (sheet.counted.valid, sheet.counted.invalid) == (19, 1)
    assert sheet.results[0].tally.counts["满意"] == 13


def test_only_differing_cells_come_back_and_are_settled_with_a_name(
    desk: DeskOfTest, by_two: tuple[PollingRoom, int]
) -> None:
    room, poll_id = by_two
    QTest.mouseClick(room.panel.buttons.key, Qt.MouseButton.LeftButton)
    desk.wait()
    key_as(desk, room, "张三", "111⏎" * 19 + "234⏎⏎")
    desk.wait()
    key_as(desk, room, "李四", "111⏎" * 19 + "244⏎⏎")
    desk.wait()
    assert room.counting.batches.settle.isVisible()
    assert QApplication.focusWidget() is room.counting.batches.settle, "nothing is left to key"
    shot(room, "differs")
    QTest.mouseClick(room.counting.batches.settle, Qt.MouseButton.LeftButton)
    desk.wait()
    page = room.counting.settling
    assert page is not None
    cells = [(one.name, one.option, one.first, one.second) for one in page.found.cells]
    assert cells == [("石桥村党支部", "不了解", 0, 1), ("石桥村党支部", "不满意", 1, 0)]
    assert not page.store.isEnabled()
    for digit in "01":
        QTest.keyClicks(page.table, digit)
        editor = QApplication.focusWidget()
        assert isinstance(editor, QLineEdit)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        QApplication.processEvents()  # the table takes what was typed after the key
    assert "核定人" in page.wrong.text()
    assert not room.may_leave()
    choose(page.notice, "继续填写")
    page.by.setFocus()
    type_text("ws", page.by)
    QTest.keyClick(page.by, Qt.Key.Key_Return)
    desk.wait()
    assert "请写本人的姓名" in page.notice.text
    page.by.setFocus()
    page.by.selectAll()
    type_text("王五", page.by)
    shot(room, "settling")
    QTest.keyClick(page.by, Qt.Key.Key_Return)
    desk.wait()
    sheet = polls.poll_sheet(desk.workspace, poll_id)
    assert [(one.state, one.settled_by) for one in sheet.plan] == [(BatchState.SETTLED, "王五")]
    assert sheet.results[1].tally.counts["不满意"] == 1
    assert room.pages.currentWidget() is room.counting.batches
    assert not room.counting.batches.settle.isVisible()


def test_two_tellers_are_needed(desk: DeskOfTest, by_two: tuple[PollingRoom, int]) -> None:
    room, _ = by_two
    line = room.meetings.current()
    assert line is not None
    meetings.change_meeting(
        desk.workspace, line.meeting.id, replace(line.meeting.facts, tellers=("张三",))
    )
    QTest.mouseClick(room.panel.buttons.key, Qt.MouseButton.LeftButton)
    desk.wait()
    assert "只写了 1 名计票人" in room.counting.batches.notice.text
    assert not room.counting.batches.key.isEnabled()
    QTest.mouseClick(room.counting.batches.meeting, Qt.MouseButton.LeftButton)
    desk.wait()
    assert room.tabs.currentWidget() is room.meeting
    field = room.meeting.tellers
    field.selectAll()
    type_text("张三、李四", field)
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.wait()
    sheet = room.panel.sheet
    assert sheet is not None
    assert sheet.head.tellers == ("张三", "李四")


def test_after_a_power_cut_the_lost_batch_is_named(
    desk: DeskOfTest, by_two: tuple[PollingRoom, int], qtbot: object
) -> None:
    room, poll_id = by_two
    QTest.mouseClick(room.panel.buttons.key, Qt.MouseButton.LeftButton)
    desk.wait()
    key_as(desk, room, "张三", "111⏎" * 7)
    again = shown_room(desk, qtbot)
    again.open_round(room.presenter.round_id)
    desk.wait()
    assert again.panel.lost.isVisible()
    assert again.panel.lost.text() == "第 1 摞 20 张未入库，请重新录入。"
    shot(again, "power-cut")
    QTest.mouseClick(again.panel.buttons.key, Qt.MouseButton.LeftButton)
    desk.wait()
    assert "第 1 摞 20 张未入库，请重新录入" in again.counting.batches.notice.text
    assert polls.poll_sheet(desk.workspace, poll_id).counted.keyed == 0


def test_reading_out_grows_on_the_projector_and_is_committed_without_a_pause(
    desk: DeskOfTest, called: tuple[PollingRoom, int]
) -> None:
    room, poll_id = called
    assert room.panel.buttons.key.text() == "唱票（还有 43 张）"
    QTest.mouseClick(room.panel.buttons.key, Qt.MouseButton.LeftButton)
    desk.wait()
    QTest.mouseClick(room.keying.projector, Qt.MouseButton.LeftButton)
    projector = room.projector.window
    assert projector is not None
    projector.resize(1024, 768)
    paper = room.keying.paper
    press(paper, "1*⏎12")
    assert [one.counts[0] for one in projector.view.board.lines] == [1] * 12
    assert projector.view.board.reading == 2
    assert projector.view.board.words == "唱票 1/43 张"
    press(paper, "←←")
    press(paper, "1*⏎" * 12)
    press(paper, "-1⏎")
    press(paper, "212341212341⏎" * 5)
    assert room.keying.hand.keyed == 19
    shot(room, "called")
    shot(projector, "called-projector")
    press(paper, "1*⏎")
    # The 20th paper sends the batch on its way; nobody waits, the next key counts.
    assert room.keying.hand.size == 23
    press(paper, "3")
    assert projector.view.board.words == "唱票 20/43 张"
    press(paper, "*⏎")
    assert projector.view.board.words == "唱票 21/43 张"
    desk.wait()
    assert polls.poll_sheet(desk.workspace, poll_id).counted.keyed == 20
    assert room.keying.hand.keyed == 1
    assert "第 1 摞 20 张已入库" in room.keying.saved.text()
    press(paper, "←" * 13)
    assert room.keying.hand.empty
    press(paper, "←")
    assert "已入库的摞不能再改" in room.keying.hint.text()

    QTest.keyClick(paper, Qt.Key.Key_F6)
    press(paper, "1*⏎")
    assert projector.view.board.words == "唱票 20/43 张"
    QTest.keyClick(paper, Qt.Key.Key_F8)
    assert projector.view.board.words == "唱票 21/43 张"
    QTest.keyClick(paper, Qt.Key.Key_F7)
    assert projector.words == "投影：黑屏"
    QTest.keyClick(paper, Qt.Key.Key_F8)
    assert projector.words == "投影：正在显示"
    press(paper, "1*⏎" * 22)
    desk.wait()
    assert room.pages.currentIndex() == 0
    sheet = polls.poll_sheet(desk.workspace, poll_id)
    assert (sheet.counted.valid, sheet.counted.invalid) == (42, 1)
    assert projector.view.board.lines == board_of(sheet).lines
    projector.close()


def test_a_called_batch_that_is_refused_stays(
    desk: DeskOfTest, called: tuple[PollingRoom, int]
) -> None:
    room, poll_id = called
    QTest.mouseClick(room.panel.buttons.key, Qt.MouseButton.LeftButton)
    desk.wait()
    polls.set_papers(desk.workspace, poll_id, 60, 19)
    press(room.keying.paper, "1*⏎" * 20)
    desk.wait()
    assert "还在，没有入库" in room.keying.notice.text
    assert room.keying.unfinished
    assert not room.may_leave()
    polls.set_papers(desk.workspace, poll_id, 60, 43)
    choose(room.keying.notice, "再入库一次")
    desk.wait()
    assert polls.poll_sheet(desk.workspace, poll_id).counted.keyed == 20


def test_households_are_drawn_from_the_menu(
    desk: DeskOfTest, by_two: tuple[PollingRoom, int]
) -> None:
    room, _ = by_two
    room.meetings.samples_action.trigger()
    desk.wait()
    shown = [one for one in room.findChildren(QDialog) if one.windowTitle() == "住户抽样"]
    assert len(shown) == 1
    shown[0].close()


def test_counts_of_other_papers_are_dropped_and_the_screen_says_so(
    desk: DeskOfTest, by_two: tuple[PollingRoom, int]
) -> None:
    room, poll_id = by_two
    QTest.mouseClick(room.panel.buttons.key, Qt.MouseButton.LeftButton)
    desk.wait()
    key_as(desk, room, "张三", "111⏎" * 13 + "234⏎" * 7 + "⏎")
    desk.wait()
    key_as(desk, room, "李四", "111⏎" * 13 + "234⏎" * 6 + "-2⏎⏎")
    desk.wait()
    assert room.pages.currentWidget() is room.keying
    words = room.keying.notice.text
    assert "两人录的整张无效票不一致" in words
    assert "两人录的数都已清除，请两人都重新录入这一摞" in words
    assert not any(option in words for option in ("满意", "不了解"))
    assert room.keying.hand.empty
    with desk.workspace.session() as session:
        assert session.connection.exec_driver_sql("SELECT count(*) FROM batch_count").scalar() == 0
    QTest.keyClick(room.keying.paper, Qt.Key.Key_Escape)  # first what lies on top
    assert room.keying.notice.text == ""
    QTest.keyClick(room.keying.paper, Qt.Key.Key_Escape)
    desk.wait()
    assert room.counting.batches.notice.text == "请重新录入第 1 摞 20 张。"
    assert "请重新录入" in {
        room.counting.batches.table.index(0, column).data() for column in range(6)
    }
    for teller in ("李四", "张三"):
        key_as(desk, room, teller, "111⏎" * 13 + "234⏎" * 6 + "-2⏎⏎")
        desk.wait()
    assert polls.poll_sheet(desk.workspace, poll_id).counted.valid == 19


def test_a_read_out_batch_of_few_valid_papers_goes_with_the_next(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch, qtbot: object
) -> None:
    room, poll_id = opened(desk, monkeypatch, qtbot, CALLED, 40, subjects=3)
    QTest.mouseClick(room.panel.buttons.key, Qt.MouseButton.LeftButton)
    desk.wait()
    press(room.keying.paper, "-1⏎" * 19 + "123⏎" + "111⏎" * 2)
    desk.wait()
    assert room.pages.currentWidget() is not room.keying
    assert room.keying.hand.empty
    (line,) = batches.batches(desk.workspace, poll_id)
    assert (line.number, line.size, line.state) == (1, 40, BatchState.AGAIN)
    assert "请重新录入第 1 摞 40 张" in room.panel.lost.text()
    QTest.mouseClick(room.panel.buttons.key, Qt.MouseButton.LeftButton)
    desk.wait()
    press(room.keying.paper, "-1⏎" * 19 + "123⏎" * 21)
    desk.wait()
    assert polls.poll_sheet(desk.workspace, poll_id).counted.valid == 21


def test_the_last_called_batch_that_was_refused_leaves_once_it_is_in(
    desk: DeskOfTest, called: tuple[PollingRoom, int]
) -> None:
    room, poll_id = called
    room.key_ballots()
    press(room.keying.paper, "1*⏎" * 20)
    desk.wait()
    polls.set_papers(desk.workspace, poll_id, 60, 42)
    press(room.keying.paper, "1*⏎" * 23)
    desk.wait()
    assert "还在，没有入库" in room.keying.notice.text
    polls.set_papers(desk.workspace, poll_id, 60, 43)
    choose(room.keying.notice, "再入库一次")
    desk.wait()
    assert polls.poll_sheet(desk.workspace, poll_id).counted.keyed == 43
    assert room.pages.currentIndex() == 0
    assert room.keying.sheet is None
