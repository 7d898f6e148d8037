"""The room 测评: its list of meetings, and one poll with papers, checks, results, prints."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QInputDialog, QLineEdit

from desk_app.domain.polling.counting import Mode
from desk_app.domain.scheme.model.polls import Counting
from desk_app.services.polling import counting, meetings, opening, polls, reopening
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.views.polling import PollingRoom
from desk_app.views.polling.meeting_dialog import MeetingDialog
from desk_app.views.projector.source import board_of
from tests.support.polling_room import (
    CALLED,
    POINTS,
    TELLERS,
    TWO,
    choose,
    common_poll,
    loaded,
    opened,
    press,
    shot,
    shown_room,
)
from tests.support.polling_round import COMMON, ExampleRound, make_round, papers, seal
from tests.support.polling_round import key as key_batch
from tests.support.screens import DeskOfTest, type_text


@pytest.fixture
def example_round(desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch) -> ExampleRound:
    return make_round(desk.workspace, monkeypatch, absent=0)


@pytest.fixture
def room(desk: DeskOfTest, example_round: ExampleRound, qtbot: object) -> PollingRoom:
    return shown_room(desk, qtbot)


@pytest.fixture
def by_two(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch, qtbot: object
) -> tuple[PollingRoom, int]:
    return opened(desk, monkeypatch, qtbot, TWO, 20, subjects=3)


def test_papers_are_typed_checked_and_undone(
    desk: DeskOfTest, room: PollingRoom, example_round: ExampleRound
) -> None:
    poll_id = common_poll(example_round)
    loaded(desk, room, example_round)
    field = room.panel.returned
    field.setFocus()
    field.selectAll()
    press(field, "４５")
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.wait()
    assert polls.poll_sheet(desk.workspace, poll_id).papers.returned == 45
    assert room.panel.checks.text.startswith("收回 45 张，多于发出 42 张")
    assert room.panel.checks.text.endswith(" H01")
    assert room.panel.buttons.void.isVisible()
    shot(room, "papers-wrong")
    stack = room.undo_stack()
    assert stack is not None
    stack.undo()
    desk.wait()
    assert polls.poll_sheet(desk.workspace, poll_id).papers.returned == 40
    field.selectAll()
    press(field, "四十")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "不是整数" in room.panel.wrong.text()
    assert polls.poll_sheet(desk.workspace, poll_id).papers.returned == 40


def test_how_it_is_counted_is_a_step_too(desk: DeskOfTest, by_two: tuple[PollingRoom, int]) -> None:
    room, poll_id = by_two
    room.panel.buttons.mode_wanted.emit(Mode.CALLED)
    desk.wait()
    assert polls.poll_sheet(desk.workspace, poll_id).head.mode is Mode.CALLED
    stack = room.undo_stack()
    assert stack is not None
    stack.undo()
    desk.wait()
    assert polls.poll_sheet(desk.workspace, poll_id).head.mode is Mode.TWO
    stack.redo()
    desk.wait()
    assert polls.poll_sheet(desk.workspace, poll_id).head.mode is Mode.CALLED


def test_typing_goes_on_while_the_field_before_is_saved(
    desk: DeskOfTest, room: PollingRoom, example_round: ExampleRound
) -> None:
    meeting_id = meetings.add_meeting(
        desk.workspace, example_round.round_id, MeetingFacts("测评大会")
    )
    opening.open_poll(desk.workspace, meeting_id, "群众测评", example_round.subject_ids)
    loaded(desk, room, example_round)
    room.activateWindow()
    room.panel.issued.setFocus()
    QTest.keyClicks(room.panel.issued, "42")
    QTest.keyClick(room.panel.issued, Qt.Key.Key_Tab)
    QTest.keyClicks(room.panel.returned, "4")
    desk.wait()
    QTest.keyClicks(room.panel.returned, "0")
    QTest.keyClick(room.panel.returned, Qt.Key.Key_Return)
    desk.wait()
    sheet = room.panel.sheet
    assert sheet is not None
    assert (sheet.papers.issued, sheet.papers.returned) == (42, 40)


def test_an_own_meeting_for_each_and_a_distribution_without_a_rate(
    desk: DeskOfTest, room: PollingRoom, example_round: ExampleRound
) -> None:
    loaded(desk, room, example_round)
    assert "还没有测评会议" in room.empty.text()
    shot(room, "empty")
    QTest.mouseClick(room.meetings.each, Qt.MouseButton.LeftButton)
    desk.wait()
    assert "已为 12 个党组织各建一场" in room.notice.text
    assert len(room.meetings.table.records) == 12
    poll = room.meetings.table.records[0].poll
    assert poll is not None
    polls.set_papers(desk.workspace, poll.id, 22, 20)
    key_batch(desk.workspace, poll.id, papers(19, "好", void=1))
    room.reload()
    desk.wait()
    assert room.meetings.table.records[0].state == "已录 1 摞"
    model = room.panel.results.currentWidget().model()  # type: ignore[attr-defined]
    headings = [
        model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())
    ]
    assert "好占比" in headings
    assert not [one for one in headings if "率" in one]
    shot(room, "distribution")


def test_totals_are_pasted_checked_and_stored(
    desk: DeskOfTest, room: PollingRoom, example_round: ExampleRound
) -> None:
    poll_id = common_poll(example_round)
    loaded(desk, room, example_round)
    QTest.mouseClick(room.panel.buttons.external, Qt.MouseButton.LeftButton)
    page = room.counting.external
    assert page is not None
    for field, text in ((page.valid, "39"), (page.invalid, "1")):
        field.selectAll()
        QTest.keyClicks(field, text)
    assert "“柳树湾村党支部”各项合计 0 票" in page.wrong.text()
    QGuiApplication.clipboard().setText("30\t6\t2\t\t1\t\r\n" * 12)
    page.table.setCurrentIndex(page.model.index(0, 1))
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert page.wrong.text() == ""
    page.model.setData(page.model.index(3, 2), "六")
    assert "“青山社区党支部”的“基本满意”写的是“六”" in page.wrong.text()
    shot(room, "external")
    assert not page.store.isEnabled()
    assert not room.may_leave()
    stack = room.undo_stack()
    assert stack is not None
    stack.undo()
    QTest.mouseClick(page.store, Qt.MouseButton.LeftButton)
    desk.wait()
    sheet = polls.poll_sheet(desk.workspace, poll_id)
    assert sheet.standing.external
    assert sheet.results[11].tally.counts["满意"] == 30
    assert room.meetings.table.records[0].state == "外部计票"
    assert room.may_leave()


def test_a_new_meeting_with_its_poll(
    desk: DeskOfTest, room: PollingRoom, example_round: ExampleRound
) -> None:
    loaded(desk, room, example_round)
    QTest.mouseClick(room.meetings.new, Qt.MouseButton.LeftButton)
    dialog = room.findChild(MeetingDialog)
    assert dialog is not None
    assert dialog.focusWidget() is dialog.day
    dialog.poll.setCurrentText("群众测评")
    assert dialog.kind.currentText() == "测评大会"
    assert len(dialog.ticked()) == 12
    dialog.subjects.item(11).setCheckState(Qt.CheckState.Unchecked)
    for field, text in (
        (dialog.day, "2026年3月21日"),
        (dialog.expected, "90"),
        (dialog.present, "95"),
    ):
        assert isinstance(field, QLineEdit)
        field.setText(text)
    dialog.accept()
    assert "多于应到" in dialog.wrong.text()
    shot(dialog, "meeting")
    dialog.present.setText("85")
    dialog.accept()
    desk.wait()
    record = room.meetings.table.records[0]
    assert record.held == "2026-03-21 测评大会 · 群众测评"
    assert record.title == "柳树湾村党支部等 11 个"


def test_a_count_is_taken_back_only_with_a_reason(
    desk: DeskOfTest, room: PollingRoom, example_round: ExampleRound
) -> None:
    poll_id = common_poll(example_round, returned=10)
    key_batch(desk.workspace, poll_id, papers(10, *["满意"] * 12))
    seal(desk.workspace, poll_id)
    loaded(desk, room, example_round)
    for reason, stays in (("", True), ("监票人要求复核", False)):
        QTest.mouseClick(room.panel.buttons.recount, Qt.MouseButton.LeftButton)
        asking = room.findChildren(QInputDialog)[-1]
        asking.setTextValue(reason)
        asking.accept()
        desk.wait()
        assert polls.poll_sheet(desk.workspace, poll_id).sealed is stays
        assert ("要写明原因" in room.notice.text) is stays
    assert room.meetings.table.records[0].state == "未开始"


def test_the_ballot_is_shown_as_it_prints(
    desk: DeskOfTest, room: PollingRoom, example_round: ExampleRound
) -> None:
    common_poll(example_round)
    loaded(desk, room, example_round)
    room.panel.buttons.print_action.trigger()
    desk.wait()
    shown = [one for one in room.findChildren(QDialog) if "测评票" in one.windowTitle()]
    assert len(shown) == 1
    shown[0].close()


def test_removing_a_meeting_asks(
    desk: DeskOfTest, room: PollingRoom, example_round: ExampleRound
) -> None:
    common_poll(example_round)
    loaded(desk, room, example_round)
    room.meetings.remove_action.trigger()
    assert "要删除“测评大会”" in room.notice.text
    assert len(room.meetings.table.records) == 1
    choose(room.notice, "删除会议")
    desk.wait()
    assert len(room.meetings.table.records) == 0


def test_signed_counts_go_out_and_come_back(
    desk: DeskOfTest, room: PollingRoom, example_round: ExampleRound, tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    loaded(desk, room, example_round)
    path = tmp_path / "计票表.xlsx"
    room.presenter.export_blank_counts(path)
    desk.wait()
    assert "空白计票表已导出" in room.notice.text
    book = load_workbook(path)
    sheet = book["测评会"]
    for column, value in enumerate((30, 25, 25, 25, 24, 1, 24), 4):
        sheet.cell(3, column).value = value
    sheet.cell(4, 6).value = "二十"
    book.save(path)
    room.presenter.import_counts(path)
    desk.wait()
    assert "F4 单元格的“二十”不是票数" in room.notice.text
    shot(room, "import-refused")
    sheet.cell(4, 6).value = None
    book.save(path)
    room.presenter.import_counts(path)
    desk.wait()
    assert "导入外部计票 1 个" in room.notice.text
    assert room.meetings.table.records[0].state == "外部计票"


def test_the_panel_says_why_papers_are_void(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch, qtbot: object
) -> None:
    room, poll_id = opened(desk, monkeypatch, qtbot, CALLED, 20, subjects=2)
    words = room.panel.papers.voids
    assert not words.isVisible()
    room.key_ballots()
    press(room.keying.paper, "-1⏎-2⏎-1⏎" + "11⏎" * 17)
    desk.wait()
    sheet = polls.poll_sheet(desk.workspace, poll_id)
    assert (sheet.counted.invalid, sheet.counted.voids) == (3, {"空白票": 2, "涂改、看不清": 1})
    room.reload()
    desk.wait()
    assert words.isVisible()
    assert words.text() == "无效 3 张：空白票 2，涂改、看不清 1"
    shot(room, "voids")


def test_more_returned_than_issued_is_void_and_voted_again(
    desk: DeskOfTest, by_two: tuple[PollingRoom, int]
) -> None:
    room, poll_id = by_two
    assert not room.panel.buttons.void.isVisible()
    polls.set_papers(desk.workspace, poll_id, 18, 20)
    room.reload()
    desk.wait()
    assert room.panel.buttons.void.isVisible()
    shot(room, "over")
    QTest.mouseClick(room.panel.buttons.void, Qt.MouseButton.LeftButton)
    from PySide6.QtWidgets import QInputDialog

    asking = room.findChildren(QInputDialog)[-1]
    assert "收回 20 张，多于发出 18 张" in asking.textValue()
    asking.accept()
    desk.wait()
    assert sorted(one.state for one in room.meetings.table.records) == ["已作废", "未开始"]
    assert polls.poll_sheet(desk.workspace, poll_id).voided
    shown = room.panel.sheet
    assert shown is not None
    assert shown.id != poll_id
    shot(room, "voided")


def test_the_code_on_paper_is_compared_and_versions_are_listed(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch, qtbot: object
) -> None:
    room, poll_id = opened(desk, monkeypatch, qtbot, COMMON, 20, subjects=2)
    key_batch(desk.workspace, poll_id, counts := papers(18, "满意", "不满意", void=2), TELLERS[0])
    assert counts.valid == 18
    room.reload()
    desk.wait()
    assert "S02" in room.panel.checks.text
    reason = room.panel.checks.reasons["S02"]
    type_text("两张空白票", reason)
    QTest.keyClick(reason, Qt.Key.Key_Return)
    desk.wait()
    QTest.mouseClick(room.panel.buttons.seal, Qt.MouseButton.LeftButton)
    choose(room.panel.seal, "封存")
    desk.wait()
    code = polls.poll_sheet(desk.workspace, poll_id).standing.code
    box = room.panel.sealed
    assert box.code.text() == code
    for typed, matches in ((code.lower(), True), ("AAAA-AAAA", False)):
        box.typed.clear()
        QTest.keyClicks(box.typed, typed)
        QTest.keyClick(box.typed, Qt.Key.Key_Return)
        desk.wait()
        assert (box.verdict.property("kind") == "good") is matches, box.verdict.text()
    shot(room, "code")
    reopening.recount(desk.workspace, poll_id, "监票人要求复核")
    room.reload()
    desk.wait()
    assert "第 1 版" in box.versions.text()
    assert "监票人要求复核" in box.versions.text()
    assert not box.code.isVisible()
    shot(room, "reopened")


def test_each_category_has_its_own_papers(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch, qtbot: object
) -> None:
    poll = replace(COMMON, counting=Counting(categories=("党员", "群众代表"), tellers=1))
    room, poll_id = opened(desk, monkeypatch, qtbot, poll, 0, subjects=2)
    fields = room.panel.papers.fields
    assert tuple(fields) == ("党员", "群众代表")
    for (category, pair), numbers in zip(fields.items(), ((12, 11), (30, 30)), strict=True):
        for field, number in zip(pair, numbers, strict=True):
            field.setFocus()
            field.selectAll()
            QTest.keyClicks(field, str(number))
            QTest.keyClick(field, Qt.Key.Key_Return)
            desk.wait()
        assert category
    sheet = polls.poll_sheet(desk.workspace, poll_id)
    assert (sheet.papers.issued, sheet.papers.returned) == (42, 41)
    assert [(one.category, one.size) for one in sheet.plan] == [
        ("党员", 11), ("群众代表", 20), ("群众代表", 10),
    ]  # fmt: skip
    shot(room, "categories")


def test_points_are_shown_as_the_average_that_the_report_prints(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch, qtbot: object
) -> None:
    room, poll_id = opened(desk, monkeypatch, qtbot, POINTS, 20, subjects=3)
    key_batch(desk.workspace, poll_id, papers(20, "10", "7", "弃权"), TELLERS[0])
    room.reload()
    desk.wait()
    sheet = room.panel.sheet
    assert sheet is not None
    board = board_of(sheet)
    assert board.votes == ("平均分", "弃权", "无效项")
    assert [one.shown for one in board.lines] == [
        ("10", "0", "0"), ("7", "0", "0"), ("—", "20", "0"),
    ]  # fmt: skip
    assert not board.strokes
    room.open_projector()
    projector = room.projector.window
    assert projector is not None
    projector.resize(1024, 768)
    shot(projector, "points-projector")
    shot(room, "points-counted")
    projector.close()


def test_a_count_of_a_few_valid_papers_is_sealed_only_after_a_warning(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch, qtbot: object
) -> None:
    room, poll_id = opened(desk, monkeypatch, qtbot, CALLED, 3, subjects=3)
    counting.store_batch(desk.workspace, poll_id, "", 1, papers(3, "满意", "满意", "满意"), "赵六")
    room.open_round(room.presenter.round_id)
    desk.wait()
    QTest.mouseClick(room.panel.buttons.seal, Qt.MouseButton.LeftButton)
    desk.wait()
    assert not polls.poll_sheet(desk.workspace, poll_id).sealed
    question = room.panel.seal
    assert "有效票只有 3 张，封存后的总数和报告单会透露个人的选择" in question.words.text()
    assert question.focusWidget() is question.no, "a second Enter deletes nothing"
    QTest.keyClick(question.yes, Qt.Key.Key_Escape)
    desk.wait()
    assert question.isHidden()
    assert not polls.poll_sheet(desk.workspace, poll_id).sealed
    QTest.mouseClick(room.panel.buttons.seal, Qt.MouseButton.LeftButton)
    choose(question, "仍要封存")
    desk.wait()
    assert polls.poll_sheet(desk.workspace, poll_id).sealed
