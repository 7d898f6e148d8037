"""Keying ballots with real key presses: each key, a batch stored, nothing lost silently."""

import gc
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desk_app.app import Program
from desk_app.domain.polling.counting import Mode
from desk_app.domain.polling.keying import Hand, step_back
from desk_app.domain.scheme.model.polls import Poll
from desk_app.services.polling import meetings, opening, overview, polls, versions
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.services.workspace import Workspace
from desk_app.views.polling import PollingRoom
from tests.support.polling_room import (
    CALLED,
    POINTS,
    TWO,
    begin_keying,
    choose,
    opened,
    press,
    shot,
    shown_room,
)
from tests.support.polling_round import NAMES, ExampleRound, make_round, papers, seal
from tests.support.polling_round import key as key_batch
from tests.support.screens import DeskOfTest, type_text
from tests.support.waiting import wait_for


@pytest.fixture
def example_round(desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch) -> ExampleRound:
    return make_round(desk.workspace, monkeypatch, absent=0)


@pytest.fixture
def room(desk: DeskOfTest, example_round: ExampleRound, qtbot: object) -> PollingRoom:
    return shown_room(desk, qtbot)


def is_void(room: PollingRoom) -> bool:
    return room.keying.hand.void


@pytest.fixture
def called(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch, qtbot: object
) -> tuple[PollingRoom, int]:
    return opened(desk, monkeypatch, qtbot, CALLED, 43)


def test_a_batch_of_20_on_12_organisations(
    desk: DeskOfTest, room: PollingRoom, example_round: ExampleRound
) -> None:
    poll_id = begin_keying(desk, room, example_round)
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
    desk: DeskOfTest, room: PollingRoom, example_round: ExampleRound
) -> None:
    poll_id = begin_keying(desk, room, example_round, returned=10)
    for _ in range(10):
        press(room.keying.paper, "1*+")
    press(room.keying.paper, "+")
    desk.wait()
    assert room.pages.currentIndex() == 0
    assert "整摞都是同一选项" in room.panel.checks.text
    assert " S03" in room.panel.checks.text
    assert not room.panel.buttons.seal.isEnabled()
    shot(room, "counted")
    reason = room.panel.checks.reasons["S03"]
    reason.setFocus()
    type_text("监票人已核对票面", reason)
    QTest.keyClick(reason, Qt.Key.Key_Return)
    desk.wait()
    assert room.panel.buttons.seal.isEnabled()
    QTest.mouseClick(room.panel.buttons.seal, Qt.MouseButton.LeftButton)
    desk.wait()
    assert not polls.poll_sheet(desk.workspace, poll_id).sealed, "it asks first"
    assert "从数据里删除" in room.panel.seal.words.text()
    shot(room, "seal_question")
    room.panel.seal.second.setFocus()
    type_text("李例", room.panel.seal.second)
    QTest.keyClick(room.panel.seal.second, Qt.Key.Key_Return)
    desk.wait()
    (version,) = versions.versions(desk.workspace, poll_id)
    assert "李例" in version.tellers
    assert polls.poll_sheet(desk.workspace, poll_id).sealed
    assert room.meetings.table.records[0].state == "已封存"
    assert not room.panel.buttons.key.isVisible()
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
    desk: DeskOfTest,
    room: PollingRoom,
    example_round: ExampleRound,
    keys: str,
    marks: tuple[str, ...],
) -> None:
    begin_keying(desk, room, example_round)
    press(room.keying.paper, keys)
    assert room.keying.hand == Hand(12, 20, marks=marks)


@pytest.mark.parametrize("keys", ["-1", "v3", "V2", "12-5"])
def test_a_void_paper_can_be_taken_back(
    desk: DeskOfTest, room: PollingRoom, example_round: ExampleRound, keys: str
) -> None:
    begin_keying(desk, room, example_round)
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
    desk: DeskOfTest, room: PollingRoom, example_round: ExampleRound
) -> None:
    begin_keying(desk, room, example_round)
    paper = room.keying.paper
    for widget in (paper, paper.viewport()):
        assert not widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    assert not paper.inputMethodQuery(Qt.InputMethodQuery.ImEnabled)
    QTest.keyClick(paper, Qt.Key.Key_End, Qt.KeyboardModifier.KeypadModifier)
    assert "Num Lock" in room.keying.hint.text()
    assert room.keying.hand.marks == ()


def test_esc_asks_in_place_and_keeps_the_batch(
    desk: DeskOfTest, room: PollingRoom, example_round: ExampleRound
) -> None:
    poll_id = begin_keying(desk, room, example_round)
    paper = room.keying.paper
    press(paper, "1*⏎" * 13)
    QTest.keyClick(paper, Qt.Key.Key_Escape)
    assert "本摞 13 张未入库" in room.keying.notice.text
    shot(room, "keying-esc")
    assert not room.may_leave()
    words = [one.text() for one in room.keying.notice.findChildren(QPushButton)]
    assert set(words) == {"放弃本摞并离开", "继续录入"}  # no third that means the same
    QTest.keyClick(room, Qt.Key.Key_Escape)
    assert room.keying.notice.text == ""
    assert room.focusWidget() is paper
    QTest.keyClick(paper, Qt.Key.Key_Escape)
    focus = room.focusWidget()
    assert isinstance(focus, QPushButton)
    assert focus.text() == "继续录入"  # Enter loses nothing
    choose(room.keying.notice, "继续录入")
    assert room.keying.hand.keyed == 13

    room.open_round(example_round.round_id)
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
    desk: DeskOfTest, room: PollingRoom, example_round: ExampleRound
) -> None:
    begin_keying(desk, room, example_round)
    QTest.keyClick(room.keying.paper, Qt.Key.Key_Escape)
    desk.wait()
    assert room.pages.currentIndex() == 0


def test_a_batch_is_stored_only_when_it_is_whole(
    desk: DeskOfTest, room: PollingRoom, example_round: ExampleRound
) -> None:
    poll_id = begin_keying(desk, room, example_round)
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


def test_a_refused_batch_stays_in_hand(
    desk: DeskOfTest, room: PollingRoom, example_round: ExampleRound
) -> None:
    poll_id = begin_keying(desk, room, example_round, returned=10)
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
    example_round = make_round(desk.workspace, monkeypatch, names=names)
    room = shown_room(desk, qtbot)
    begin_keying(desk, room, example_round)
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


def keyed_window(program: Program) -> PollingRoom:
    """Key two and a half papers of three lines in the real window."""

    def work(workspace: Workspace) -> int:
        ids = [one for one, _ in overview.overview(workspace, 1).subjects]
        meeting_id = meetings.add_meeting(workspace, 1, MeetingFacts("复测会"))
        poll_id = opening.open_poll(workspace, meeting_id, "组织测评", ids[:3])
        polls.set_papers(workspace, poll_id, 20, 20)
        polls.set_mode(workspace, poll_id, Mode.CALLED)
        return poll_id

    made: list[int] = []
    main = program.window
    program.runner.call(work).then(made.append)
    wait_for(program.runner)
    main.go("polling")
    wait_for(program.runner)
    room = main.room
    assert isinstance(room, PollingRoom)
    polls_shown = [line.poll_id for line in room.meetings.table.records]
    room.meetings.list.selectRow(polls_shown.index(made[0]))
    wait_for(program.runner)
    room.key_ballots()
    press(room.keying.paper, "123+11")
    return room


def test_ctrl_z_steps_back_on_the_paper_that_is_keyed(example_window: Program) -> None:
    room = keyed_window(example_window)
    handle = example_window.window.windowHandle()
    before = room.keying.hand
    QTest.keyClick(handle, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert room.keying.hand == step_back(before)
    for _ in range(9):
        QTest.keyClick(handle, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert room.keying.hand.empty
    assert "没有可以撤销的" in example_window.window.bottom.passing.text()


def test_the_window_stays_while_a_batch_is_in_hand(example_window: Program) -> None:
    program, main = example_window, example_window.window
    room = keyed_window(program)
    shot(main, "window-keying")
    main.go("home")
    wait_for(program.runner)

    main.close()

    assert main.isVisible()
    assert main.key == "polling"
    assert "本摞 2 张未入库" in room.keying.notice.text
    assert room.keying.hand.keyed == 1
    choose(room.keying.notice, "放弃本摞并离开")
    wait_for(program.runner)
    assert room.may_leave()


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


@pytest.mark.parametrize("poll", [TWO, CALLED])
def test_no_ballot_stays_in_memory_once_its_batch_is_stored(
    desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch, qtbot: object, poll: Poll
) -> None:
    room, _ = opened(desk, monkeypatch, qtbot, poll, 40, subjects=3)
    QTest.mouseClick(room.panel.buttons.key, Qt.MouseButton.LeftButton)
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
