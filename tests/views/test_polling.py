"""The room 测评 with real key presses: a batch keyed, stored, sealed; nothing lost silently."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QInputDialog, QLineEdit, QPushButton, QWidget

from desk_app.app import Program
from desk_app.domain.polling.counting import Mode
from desk_app.domain.polling.keying import Hand
from desk_app.services.polling import meetings, opening, overview, polls
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.services.workspace import Workspace
from desk_app.views.kit.messages import Notice
from desk_app.views.polling import PollingRoom
from desk_app.views.polling.meeting_dialog import MeetingDialog
from tests.polling_house import NAMES, House, furnish, papers, seal
from tests.polling_house import key as key_batch
from tests.screens import HEIGHT, WIDTH, DeskOfTest, picture, type_text

SHOTS = Path(os.environ["DINGJI_SHOTS"]) if "DINGJI_SHOTS" in os.environ else None


@pytest.fixture
def house(desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch) -> House:
    return furnish(desk.workspace, monkeypatch, absent=0)


@pytest.fixture
def room(desk: DeskOfTest, house: House, qtbot: object) -> PollingRoom:
    room = PollingRoom(desk.desk)
    qtbot.addWidget(room)  # type: ignore[attr-defined]
    room.resize(WIDTH - 170, HEIGHT - 90)
    room.show()
    return room


def loaded(desk: DeskOfTest, room: PollingRoom, house: House) -> None:
    room.open_round(house.round_id)
    desk.wait()


def common_poll(house: House, returned: int = 40) -> int:
    meeting_id = meetings.add_meeting(
        house.workspace, house.round_id, MeetingFacts("测评大会", expected=95, present=90)
    )
    poll_id = opening.open_poll(house.workspace, meeting_id, "群众测评", house.subject_ids)
    polls.set_papers(house.workspace, poll_id, returned + 2, returned)
    return poll_id


def shot(widget: QWidget, name: str) -> None:
    if SHOTS is not None:
        picture(widget, SHOTS / f"{name}.png")


def press(widget: QWidget, keys: str) -> None:
    """Press keys as on a number pad: digits and signs, ⏎ for Enter, ← for Backspace."""
    for one in keys:
        if one == "⏎":
            QTest.keyClick(widget, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
        elif one == "←":
            QTest.keyClick(widget, Qt.Key.Key_Backspace)
        elif one.isascii():
            QTest.keyClicks(widget, one)
        else:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, one)
                QApplication.sendEvent(widget, event)


def choose(notice: Notice, words: str) -> None:
    """Click a choice of a question."""
    QApplication.processEvents()
    buttons = [one for one in notice.findChildren(QPushButton) if one.isVisible()]
    QTest.mouseClick(next(one for one in buttons if one.text() == words), Qt.MouseButton.LeftButton)


def is_void(room: PollingRoom) -> bool:
    return room.keying.hand.void


def begin_keying(desk: DeskOfTest, room: PollingRoom, house: House, returned: int = 40) -> int:
    poll_id = common_poll(house, returned)
    loaded(desk, room, house)
    QTest.mouseClick(room.panel.key, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is room.keying.paper or not room.isActiveWindow()
    return poll_id


def test_a_batch_of_20_on_12_organisations(
    desk: DeskOfTest, room: PollingRoom, house: House
) -> None:
    poll_id = begin_keying(desk, room, house)
    paper = room.keying.paper
    for _ in range(18):
        press(paper, "112311121014⏎")
    press(paper, "2*⏎")
    press(paper, "12345678")
    shot(room, "keying")
    assert "已录 19/20" in room.keying.progress.text()
    press(paper, "←←←←-2⏎")
    assert room.keying.hand.full
    shot(room, "keying-full")
    press(paper, "⏎")
    desk.wait()

    sheet = polls.poll_sheet(desk.workspace, poll_id)
    assert (sheet.counted.batches, sheet.counted.valid, sheet.counted.invalid) == (1, 19, 1)
    first = sheet.results[0].tally
    assert (first.counts["满意"], first.counts["基本满意"], first.abstained) == (18, 1, 0)
    assert sheet.results[9].tally.abstained == 18
    assert "第 1 摞 20 张已入库" in room.keying.notice.text
    assert "第 2 摞 · 20 张" in room.keying.heading.text()
    assert desk.heard.changed == 1


def test_the_last_batch_brings_back_the_list_and_the_count_is_sealed(
    desk: DeskOfTest, room: PollingRoom, house: House
) -> None:
    poll_id = begin_keying(desk, room, house, returned=10)
    for _ in range(10):
        press(room.keying.paper, "1*+")
    press(room.keying.paper, "+")
    desk.wait()
    assert room.pages.currentIndex() == 0
    assert "S03 整摞都是同一选项" in room.panel.checks.text
    assert not room.panel.seal.isEnabled()
    shot(room, "counted")
    reason = room.panel.checks.reasons["S03"]
    reason.setFocus()
    type_text("监票人已核对票面", reason)
    QTest.keyClick(reason, Qt.Key.Key_Return)
    desk.wait()
    assert room.panel.seal.isEnabled()
    QTest.mouseClick(room.panel.seal, Qt.MouseButton.LeftButton)
    desk.wait()
    assert polls.poll_sheet(desk.workspace, poll_id).sealed
    assert room.table.records[0].state == "已封存"
    assert not room.panel.key.isVisible()
    shot(room, "sealed")


@pytest.mark.parametrize(
    ("keys", "marks"),
    [
        ("1", ("满意",)),
        ("0", ("弃权",)),
        (".", ("无效项",)),
        ("x", ("无效项",)),
        ("X", ("无效项",)),
        ("２", ("基本满意",)),
        ("12←3", ("满意", "不满意")),
        ("12/3", ("满意", "不满意")),
        ("9", ()),
        ("a", ()),
        ("*", ()),
        ("3*", ("不满意",) * 12),
        ("1234⏎", ("满意", "基本满意", "不满意", "不了解")),
        ("1*2", ("满意",) * 12),
    ],
)
def test_every_key_on_the_number_pad(
    desk: DeskOfTest, room: PollingRoom, house: House, keys: str, marks: tuple[str, ...]
) -> None:
    begin_keying(desk, room, house)
    press(room.keying.paper, keys)
    assert room.keying.hand == Hand(12, 20, marks=marks)


@pytest.mark.parametrize("keys", ["-1", "v3", "V2", "12-5"])
def test_a_void_paper_can_be_taken_back(
    desk: DeskOfTest, room: PollingRoom, house: House, keys: str
) -> None:
    begin_keying(desk, room, house)
    paper = room.keying.paper
    press(paper, keys)
    assert is_void(room)
    press(paper, "1")
    assert "整张无效" in room.keying.hint.text()
    shot(room, "keying-void")
    press(paper, "←")
    assert not is_void(room)
    press(paper, "-1⏎")
    assert (room.keying.hand.keyed, is_void(room)) == (1, False)


def test_no_key_reaches_an_input_method_or_repeats(
    desk: DeskOfTest, room: PollingRoom, house: House
) -> None:
    begin_keying(desk, room, house)
    paper = room.keying.paper
    for widget in (paper, paper.viewport()):
        assert not widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    assert not paper.inputMethodQuery(Qt.InputMethodQuery.ImEnabled)
    QTest.keyClick(paper, Qt.Key.Key_End, Qt.KeyboardModifier.KeypadModifier)
    assert "Num Lock" in room.keying.hint.text()
    assert room.keying.hand.marks == ()


def test_esc_asks_in_place_and_keeps_the_batch(
    desk: DeskOfTest, room: PollingRoom, house: House
) -> None:
    poll_id = begin_keying(desk, room, house)
    paper = room.keying.paper
    press(paper, "1*⏎" * 13)
    QTest.keyClick(paper, Qt.Key.Key_Escape)
    assert "本摞 13 张未入库" in room.keying.notice.text
    shot(room, "keying-esc")
    assert not room.may_leave()
    choose(room.keying.notice, "继续录入")
    assert room.keying.hand.keyed == 13

    room.open_round(house.round_id)
    desk.wait()
    assert room.keying.hand.keyed == 13
    assert room.pages.currentWidget() is room.keying
    assert room.focusWidget() is paper
    QTest.keyClick(paper, Qt.Key.Key_Tab)
    assert room.focusWidget() is paper

    QTest.keyClick(paper, Qt.Key.Key_Escape)
    choose(room.keying.notice, "放弃本摞并离开")
    desk.wait()
    assert room.may_leave()
    assert room.pages.currentIndex() == 0
    assert polls.poll_sheet(desk.workspace, poll_id).counted.batches == 0


def test_esc_on_an_empty_batch_leaves_at_once(
    desk: DeskOfTest, room: PollingRoom, house: House
) -> None:
    begin_keying(desk, room, house)
    QTest.keyClick(room.keying.paper, Qt.Key.Key_Escape)
    desk.wait()
    assert room.pages.currentIndex() == 0


def test_a_batch_is_stored_only_when_it_is_whole(
    desk: DeskOfTest, room: PollingRoom, house: House
) -> None:
    poll_id = begin_keying(desk, room, house)
    paper = room.keying.paper
    press(paper, "1*⏎" * 7 + "1")
    assert not room.keying.store.isEnabled()
    for keys, words in (("", "还没有放下"), ("←", "还差 13 张")):
        press(paper, keys)
        QTest.keyClick(paper, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        room.keying.store_batch()
        assert words in room.keying.hint.text()
    desk.wait()
    assert polls.poll_sheet(desk.workspace, poll_id).counted.keyed == 0
    assert room.keying.hand.keyed == 7


def test_a_refused_batch_stays_in_hand(desk: DeskOfTest, room: PollingRoom, house: House) -> None:
    poll_id = begin_keying(desk, room, house, returned=10)
    press(room.keying.paper, "1*⏎" * 10)
    key_batch(desk.workspace, poll_id, papers(10, *["满意"] * 12))
    seal(desk.workspace, poll_id)
    press(room.keying.paper, "⏎")
    desk.wait()
    assert "已封存" in room.keying.notice.text
    assert "本摞还在" in room.keying.notice.text
    assert room.keying.hand.keyed == 10


def test_a_long_paper_follows_its_line(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch, qtbot: object
) -> None:
    names = tuple(f"{name}第{number}组" for number in range(1, 6) for name in NAMES)
    house = furnish(desk.workspace, monkeypatch, names=names)
    room = PollingRoom(desk.desk)
    qtbot.addWidget(room)  # type: ignore[attr-defined]
    room.resize(WIDTH - 170, HEIGHT - 90)
    room.show()
    begin_keying(desk, room, house)
    paper = room.keying.paper
    for line in range(60):
        row = paper._row(paper.line)
        assert row.top() >= paper.row_height(), line
        assert row.bottom() <= paper.viewport().height(), line
        if line == 33:
            shot(room, "keying-long")
        press(paper, "1")
    press(paper, "⏎")
    assert paper.verticalScrollBar().value() == 0


def test_papers_are_typed_checked_and_undone(
    desk: DeskOfTest, room: PollingRoom, house: House
) -> None:
    poll_id = common_poll(house)
    loaded(desk, room, house)
    field = room.panel.returned
    field.setFocus()
    field.selectAll()
    press(field, "４５")
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.wait()
    assert polls.poll_sheet(desk.workspace, poll_id).papers.returned == 45
    assert "H01 收回 45 张，多于发出 42 张" in room.panel.checks.text
    assert room.panel.void.isVisible()
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


def test_typing_goes_on_while_the_field_before_is_saved(
    desk: DeskOfTest, room: PollingRoom, house: House
) -> None:
    meeting_id = meetings.add_meeting(desk.workspace, house.round_id, MeetingFacts("测评大会"))
    opening.open_poll(desk.workspace, meeting_id, "群众测评", house.subject_ids)
    loaded(desk, room, house)
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
    desk: DeskOfTest, room: PollingRoom, house: House
) -> None:
    loaded(desk, room, house)
    assert "还没有测评会议" in room.empty.text()
    shot(room, "empty")
    QTest.mouseClick(room.each, Qt.MouseButton.LeftButton)
    desk.wait()
    assert "已为 12 个党组织各建一场" in room.notice.text
    assert len(room.table.records) == 12
    poll = room.table.records[0].poll
    assert poll is not None
    polls.set_papers(desk.workspace, poll.id, 22, 20)
    key_batch(desk.workspace, poll.id, papers(19, "好", void=1))
    room.reload()
    desk.wait()
    assert room.table.records[0].state == "已录 1 摞"
    model = room.panel.results.currentWidget().model()  # type: ignore[attr-defined]
    headings = [
        model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())
    ]
    assert "好占比" in headings
    assert not [one for one in headings if "率" in one]
    shot(room, "distribution")


def test_totals_are_pasted_checked_and_stored(
    desk: DeskOfTest, room: PollingRoom, house: House
) -> None:
    poll_id = common_poll(house)
    loaded(desk, room, house)
    QTest.mouseClick(room.panel.external, Qt.MouseButton.LeftButton)
    page = room.external
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
    assert room.table.records[0].state == "外部计票"
    assert room.may_leave()


def test_a_new_meeting_with_its_poll(desk: DeskOfTest, room: PollingRoom, house: House) -> None:
    loaded(desk, room, house)
    QTest.mouseClick(room.new, Qt.MouseButton.LeftButton)
    dialog = room.findChild(MeetingDialog)
    assert dialog is not None
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
    record = room.table.records[0]
    assert record.held == "2026-03-21 测评大会 · 群众测评"
    assert record.title == "柳树湾村党支部等 11 个"


def test_a_count_is_taken_back_only_with_a_reason(
    desk: DeskOfTest, room: PollingRoom, house: House
) -> None:
    poll_id = common_poll(house, returned=10)
    key_batch(desk.workspace, poll_id, papers(10, *["满意"] * 12))
    seal(desk.workspace, poll_id)
    loaded(desk, room, house)
    for reason, stays in (("", True), ("监票人要求复核", False)):
        QTest.mouseClick(room.panel.recount, Qt.MouseButton.LeftButton)
        asking = room.findChildren(QInputDialog)[-1]
        asking.setTextValue(reason)
        asking.accept()
        desk.wait()
        assert polls.poll_sheet(desk.workspace, poll_id).sealed is stays
        assert ("要写明原因" in room.notice.text) is stays
    assert room.table.records[0].state == "未开始"


def test_the_ballot_is_shown_as_it_prints(
    desk: DeskOfTest, room: PollingRoom, house: House
) -> None:
    common_poll(house)
    loaded(desk, room, house)
    room.panel.print_action.trigger()
    desk.wait()
    shown = [one for one in room.findChildren(QDialog) if "测评票" in one.windowTitle()]
    assert len(shown) == 1
    shown[0].close()


def test_removing_a_meeting_asks(desk: DeskOfTest, room: PollingRoom, house: House) -> None:
    common_poll(house)
    loaded(desk, room, house)
    room.meetings.ask_to_remove()
    assert "要删除“测评大会”" in room.notice.text
    assert len(room.table.records) == 1
    choose(room.notice, "删除会议")
    desk.wait()
    assert len(room.table.records) == 0


def test_signed_counts_go_out_and_come_back(
    desk: DeskOfTest, room: PollingRoom, house: House, tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    loaded(desk, room, house)
    path = tmp_path / "计票表.xlsx"
    room.meetings.export_blank_counts(path)
    desk.wait()
    assert "空白计票表已导出" in room.notice.text
    book = load_workbook(path)
    sheet = book["测评会"]
    for column, value in enumerate((30, 25, 25, 25, 24, 1, 24), 4):
        sheet.cell(3, column).value = value
    sheet.cell(4, 6).value = "二十"
    book.save(path)
    room.meetings.import_counts(path)
    desk.wait()
    assert "F4 单元格的“二十”不是票数" in room.notice.text
    shot(room, "import-refused")
    sheet.cell(4, 6).value = None
    book.save(path)
    room.meetings.import_counts(path)
    desk.wait()
    assert "导入外部计票 1 个" in room.notice.text
    assert room.table.records[0].state == "外部计票"


def test_the_window_stays_while_a_batch_is_in_hand(example_window: Program) -> None:
    def work(workspace: Workspace) -> int:
        ids = [one for one, _ in overview.overview(workspace, 1).subjects]
        meeting_id = meetings.add_meeting(workspace, 1, MeetingFacts("复测会"))
        poll_id = opening.open_poll(workspace, meeting_id, "组织测评", ids[:3])
        polls.set_papers(workspace, poll_id, 20, 20)
        polls.set_mode(workspace, poll_id, Mode.CALLED)
        return poll_id

    made: list[int] = []
    program, main = example_window, example_window.window
    program.runner.run(work, made.append)
    program.runner.wait()
    main.go("polling")
    program.runner.wait()
    room = main.room
    assert isinstance(room, PollingRoom)
    room.choose_poll(made[0])
    program.runner.wait()
    room.key_ballots()
    press(room.keying.paper, "123+11")
    shot(main, "window-keying")
    main.go("home")
    program.runner.wait()

    main.close()

    assert main.isVisible()
    assert main.key == "polling"
    assert "本摞 2 张未入库" in room.keying.notice.text
    assert room.keying.hand.keyed == 1
    choose(room.keying.notice, "放弃本摞并离开")
    program.runner.wait()
    assert room.may_leave()
