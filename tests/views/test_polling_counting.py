"""Counting by two people blind, 唱票 on the projector, points; with real key presses."""

import gc
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QWidget

from desk_app.domain.polling.counting import BatchState
from desk_app.domain.polling.keying import Hand
from desk_app.domain.scheme.model.polls import BallotKind, Counting, Poll
from desk_app.services.polling import (
    batches,
    counting,
    meetings,
    opening,
    polls,
    reopening,
)
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.views.polling import PollingRoom
from desk_app.views.projector.source import board_of
from tests.polling_house import COMMON, OWN, SCHEME, furnish, papers
from tests.polling_house import key as key_batch
from tests.screens import HEIGHT, WIDTH, DeskOfTest, picture, type_text
from tests.views.test_polling import choose, press

SHOTS = Path(os.environ["DINGJI_SHOTS"]) if "DINGJI_SHOTS" in os.environ else None
POINTS = Poll(
    "星级打分",
    tuple(str(number) for number in range(11)),
    meeting="党员大会",
    single=False,
    counting=Counting(tellers=1, kind=BallotKind.POINTS),
)
TELLERS = ("张三", "李四")


def shot(widget: QWidget, name: str) -> None:
    if SHOTS is not None:
        picture(widget, SHOTS / f"{name}.png")


def opened(
    desk: DeskOfTest,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: object,
    poll: Poll,
    returned: int,
    subjects: int = 12,
) -> tuple[PollingRoom, int]:
    rates = tuple(one for one in SCHEME.rates if one.poll == poll.name)
    rules = replace(SCHEME, polls=(OWN, poll), rates=rates)
    house = furnish(desk.workspace, monkeypatch, rules=rules, absent=0)
    meeting_id = meetings.add_meeting(
        desk.workspace,
        house.round_id,
        MeetingFacts(
            "测评大会", expected=95, present=90, tellers=TELLERS, supervisors=("王五",),
            caller="赵六",
        ),
    )  # fmt: skip
    poll_id = opening.open_poll(desk.workspace, meeting_id, poll.name, house.subject_ids[:subjects])
    if not poll.counting.categories:
        polls.set_papers(desk.workspace, poll_id, returned + 2, returned)
    room = PollingRoom(desk.desk)
    qtbot.addWidget(room)  # type: ignore[attr-defined]
    room.resize(WIDTH - 170, HEIGHT - 90)
    room.show()
    room.activateWindow()
    room.open_round(house.round_id)
    desk.wait()
    return room, poll_id


def words_on(widget: QWidget) -> str:
    """Every word that a page shows in labels."""
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())


TWO = replace(COMMON, counting=Counting(tellers=2))
CALLED = replace(COMMON, counting=Counting(called=True))


@pytest.fixture
def by_two(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch, qtbot: object
) -> tuple[PollingRoom, int]:
    return opened(desk, monkeypatch, qtbot, TWO, 20, subjects=3)


def key_as(desk: DeskOfTest, room: PollingRoom, teller: str, keys: str) -> None:
    """Choose a person in the plan, key, and store with Enter."""
    room.counting.batches.choose(teller)
    QTest.mouseClick(room.counting.batches.key, Qt.MouseButton.LeftButton)
    desk.wait()
    press(room.keying.paper, keys)


def test_the_second_person_sees_nothing_of_the_first(
    desk: DeskOfTest, by_two: tuple[PollingRoom, int]
) -> None:
    room, poll_id = by_two
    QTest.mouseClick(room.panel.key, Qt.MouseButton.LeftButton)
    desk.wait()
    assert room.pages.currentWidget() is room.counting.batches
    shot(room, "batches")
    key_as(desk, room, "张三", "111⏎" * 13 + "234⏎" * 6 + "-1⏎⏎")
    desk.wait()
    assert room.pages.currentWidget() is room.counting.batches
    assert "张三没有要录的摞" in room.counting.batches.key.text()
    plan = batches.batches(desk.workspace, poll_id)
    assert [one.state for one in plan] == [BatchState.FIRST]
    room.open_round(room.round_id)
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
    QTest.mouseClick(room.panel.key, Qt.MouseButton.LeftButton)
    desk.wait()
    key_as(desk, room, "张三", "111⏎" * 19 + "234⏎⏎")
    desk.wait()
    key_as(desk, room, "李四", "111⏎" * 19 + "244⏎⏎")
    desk.wait()
    assert room.counting.batches.settle.isVisible()
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
    type_text("王五", page.by.lineEdit())
    shot(room, "settling")
    QTest.mouseClick(page.store, Qt.MouseButton.LeftButton)
    desk.wait()
    sheet = polls.poll_sheet(desk.workspace, poll_id)
    assert [(one.state, one.settled_by) for one in sheet.plan] == [(BatchState.SETTLED, "王五")]
    assert sheet.results[1].tally.counts["不满意"] == 1
    assert room.pages.currentWidget() is room.counting.batches
    assert not room.counting.batches.settle.isVisible()


def test_two_tellers_are_needed(desk: DeskOfTest, by_two: tuple[PollingRoom, int]) -> None:
    room, _ = by_two
    line = room.current()
    assert line is not None
    meetings.change_meeting(
        desk.workspace, line.meeting.id, replace(line.meeting.facts, tellers=("张三",))
    )
    QTest.mouseClick(room.panel.key, Qt.MouseButton.LeftButton)
    desk.wait()
    assert "只写了 1 名计票人" in room.counting.batches.notice.text
    assert not room.counting.batches.key.isEnabled()
    QTest.mouseClick(room.counting.batches.meeting, Qt.MouseButton.LeftButton)
    desk.wait()
    assert room.tabs.currentWidget() is room.held.panel
    field = room.held.panel.tellers
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
    QTest.mouseClick(room.panel.key, Qt.MouseButton.LeftButton)
    desk.wait()
    key_as(desk, room, "张三", "111⏎" * 7)
    again = PollingRoom(desk.desk)
    qtbot.addWidget(again)  # type: ignore[attr-defined]
    again.resize(WIDTH - 170, HEIGHT - 90)
    again.show()
    again.open_round(room.round_id)
    desk.wait()
    assert again.panel.lost.isVisible()
    assert again.panel.lost.text() == "第 1 摞 20 张未入库，请重新录入。"
    shot(again, "power-cut")
    QTest.mouseClick(again.panel.key, Qt.MouseButton.LeftButton)
    desk.wait()
    assert "第 1 摞 20 张未入库，请重新录入" in again.counting.batches.notice.text
    assert polls.poll_sheet(desk.workspace, poll_id).counted.keyed == 0


@pytest.fixture
def called(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch, qtbot: object
) -> tuple[PollingRoom, int]:
    return opened(desk, monkeypatch, qtbot, CALLED, 43)


def test_reading_out_grows_on_the_projector_and_is_committed_without_a_pause(
    desk: DeskOfTest, called: tuple[PollingRoom, int]
) -> None:
    room, poll_id = called
    assert room.panel.key.text() == "唱票（还有 43 张）"
    QTest.mouseClick(room.panel.key, Qt.MouseButton.LeftButton)
    desk.wait()
    QTest.mouseClick(room.keying.projector, Qt.MouseButton.LeftButton)
    projector = room.counting.projector
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
    QTest.mouseClick(room.panel.key, Qt.MouseButton.LeftButton)
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


@pytest.mark.parametrize(
    ("keys", "marks"),
    [
        ("07", ("0", "7")),
        ("+1", ("10", "1")),
        ("10", ("1", "0")),
        ("a", ("10",)),
        ("9*", ("9",) * 12),
        (".", ("弃权",)),
        ("x", ("无效项",)),
        ("5-0", ("5", "无效项")),
        ("5-←6", ("5", "6")),
    ],
)
def test_points_have_one_key_each(
    desk: DeskOfTest,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: object,
    keys: str,
    marks: tuple[str, ...],
) -> None:
    room, _ = opened(desk, monkeypatch, qtbot, POINTS, 20)
    room.key_ballots()
    if room.pages.currentWidget() is room.counting.batches:
        desk.wait()
        QTest.mouseClick(room.counting.batches.key, Qt.MouseButton.LeftButton)
    press(room.keying.paper, keys)
    assert room.keying.hand.marks == marks
    shot(room, "points")


def test_why_a_paper_is_void_is_asked_in_place(
    desk: DeskOfTest, called: tuple[PollingRoom, int]
) -> None:
    room, _ = called
    room.key_ballots()
    paper = room.keying.paper
    press(paper, "12-")
    assert paper.asking
    shot(room, "void-reason")
    press(paper, "⏎")
    assert "请按 1–5" in room.keying.hint.text()
    press(paper, "2")
    assert (room.keying.hand.void, room.keying.hand.reason) == (True, "涂改、看不清")
    shot(room, "void-given")


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
    assert not room.panel.void.isVisible()
    polls.set_papers(desk.workspace, poll_id, 18, 20)
    room.reload()
    desk.wait()
    assert room.panel.void.isVisible()
    shot(room, "over")
    QTest.mouseClick(room.panel.void, Qt.MouseButton.LeftButton)
    from PySide6.QtWidgets import QInputDialog

    asking = room.findChildren(QInputDialog)[-1]
    assert "收回 20 张，多于发出 18 张" in asking.textValue()
    asking.accept()
    desk.wait()
    assert sorted(one.state for one in room.table.records) == ["已作废", "未开始"]
    assert polls.poll_sheet(desk.workspace, poll_id).voided
    shown = room.panel.sheet
    assert shown is not None
    assert shown.id != poll_id
    shot(room, "voided")


def test_the_code_on_paper_is_compared_and_versions_are_listed(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch, qtbot: object
) -> None:
    room, poll_id = opened(desk, monkeypatch, qtbot, COMMON, 20, subjects=2)
    counts = papers(18, "满意", "不满意", void=2)
    key_batch(desk.workspace, poll_id, counts, TELLERS[0])
    assert counts.valid == 18
    room.reload()
    desk.wait()
    assert "S02" in room.panel.checks.text
    reason = room.panel.checks.reasons["S02"]
    type_text("两张空白票", reason)
    QTest.keyClick(reason, Qt.Key.Key_Return)
    desk.wait()
    QTest.mouseClick(room.panel.seal, Qt.MouseButton.LeftButton)
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
    room.counting.open_projector()
    projector = room.counting.projector
    assert projector is not None
    projector.resize(1024, 768)
    shot(projector, "points-projector")
    shot(room, "points-counted")
    projector.close()


def test_households_are_drawn_from_the_menu(
    desk: DeskOfTest, by_two: tuple[PollingRoom, int]
) -> None:
    room, _ = by_two
    room.samples_action.trigger()
    desk.wait()
    shown = [one for one in room.findChildren(QDialog) if one.windowTitle() == "住户抽样"]
    assert len(shown) == 1
    shown[0].close()


def test_counts_of_other_papers_are_dropped_and_the_screen_says_so(
    desk: DeskOfTest, by_two: tuple[PollingRoom, int]
) -> None:
    room, poll_id = by_two
    QTest.mouseClick(room.panel.key, Qt.MouseButton.LeftButton)
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
    QTest.mouseClick(room.panel.key, Qt.MouseButton.LeftButton)
    desk.wait()
    press(room.keying.paper, "-1⏎" * 19 + "123⏎" + "111⏎" * 2)
    desk.wait()
    assert room.pages.currentWidget() is not room.keying
    assert room.keying.hand.empty
    (line,) = batches.batches(desk.workspace, poll_id)
    assert (line.number, line.size, line.state) == (1, 40, BatchState.AGAIN)
    assert "请重新录入第 1 摞 40 张" in room.panel.lost.text()
    QTest.mouseClick(room.panel.key, Qt.MouseButton.LeftButton)
    desk.wait()
    press(room.keying.paper, "-1⏎" * 19 + "123⏎" * 21)
    desk.wait()
    assert polls.poll_sheet(desk.workspace, poll_id).counted.valid == 21


def test_a_count_of_a_few_valid_papers_is_sealed_only_after_a_warning(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch, qtbot: object
) -> None:
    room, poll_id = opened(desk, monkeypatch, qtbot, CALLED, 3, subjects=3)
    counting.store_batch(desk.workspace, poll_id, "", 1, papers(3, "满意", "满意", "满意"), "赵六")
    room.open_round(room.round_id)
    desk.wait()
    QTest.mouseClick(room.panel.seal, Qt.MouseButton.LeftButton)
    desk.wait()
    assert not polls.poll_sheet(desk.workspace, poll_id).sealed
    assert "有效票只有 3 张，封存后的总数和报告单会透露个人的选择" in room.notice.text
    choose(room.notice, "仍要封存")
    desk.wait()
    assert polls.poll_sheet(desk.workspace, poll_id).sealed


@pytest.mark.parametrize("poll", [TWO, CALLED])
def test_no_ballot_stays_in_memory_once_its_batch_is_stored(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch, qtbot: object, poll: Poll
) -> None:
    room, _ = opened(desk, monkeypatch, qtbot, poll, 40, subjects=3)
    QTest.mouseClick(room.panel.key, Qt.MouseButton.LeftButton)
    desk.wait()
    if poll is TWO:
        room.counting.batches.choose("张三")
        QTest.mouseClick(room.counting.batches.key, Qt.MouseButton.LeftButton)
        desk.wait()
    for _ in range(2):
        press(room.keying.paper, "123⏎" * 19 + "321")
        ballots = room.keying.hand.papers
        press(room.keying.paper, "⏎" if poll is CALLED else "⏎⏎")
        desk.wait()
        gc.collect()
        last = ballots[-1]
        # Ours: the name, the loop's tuple, and what the question itself takes.
        assert sys.getrefcount(ballots) == 2
        assert sys.getrefcount(last) == 3
    assert room.keying.hand == Hand(0, 0)
    assert room.keying.sheet is None
