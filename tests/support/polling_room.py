"""The room 测评 with a poll on show, and real key presses on its pages, for tests."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from desk_app.domain.scheme.model.polls import BallotKind, Counting, Poll
from desk_app.services.polling import meetings, opening, polls
from desk_app.services.polling.meetings import MeetingFacts
from desk_app.views.polling import PollingRoom
from tests.support.polling_round import COMMON, OWN, SCHEME, ExampleRound, make_round
from tests.support.screens import HEIGHT, WIDTH, DeskOfTest, picture

SHOTS = Path(os.environ["DINGJI_SHOTS"]) if "DINGJI_SHOTS" in os.environ else None
TELLERS = ("张三", "李四")
TWO = replace(COMMON, counting=Counting(tellers=2))
CALLED = replace(COMMON, counting=Counting(called=True))
POINTS = Poll(
    "星级打分",
    tuple(str(number) for number in range(11)),
    meeting="党员大会",
    single=False,
    counting=Counting(tellers=1, kind=BallotKind.POINTS),
)


def shown_room(desk: DeskOfTest, qtbot: object) -> PollingRoom:
    """The room as large as it is in the window, nothing loaded yet."""
    room = PollingRoom(desk.context)
    qtbot.addWidget(room)  # type: ignore[attr-defined]
    room.resize(WIDTH - 170, HEIGHT - 90)
    room.show()
    return room


def loaded(desk: DeskOfTest, room: PollingRoom, example_round: ExampleRound) -> None:
    room.open_round(example_round.round_id)
    desk.wait()


def common_poll(example_round: ExampleRound, returned: int = 40) -> int:
    meeting_id = meetings.add_meeting(
        example_round.workspace,
        example_round.round_id,
        MeetingFacts("测评大会", expected=95, present=90),
    )
    poll_id = opening.open_poll(
        example_round.workspace, meeting_id, "群众测评", example_round.subject_ids
    )
    polls.set_papers(example_round.workspace, poll_id, returned + 2, returned)
    return poll_id


def begin_keying(
    desk: DeskOfTest, room: PollingRoom, example_round: ExampleRound, returned: int = 40
) -> int:
    poll_id = common_poll(example_round, returned)
    loaded(desk, room, example_round)
    QTest.mouseClick(room.panel.buttons.key, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is room.keying.paper or not room.isActiveWindow()
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


def choose(notice: QWidget, words: str) -> None:
    """Click a choice of a question."""
    QApplication.processEvents()
    buttons = [one for one in notice.findChildren(QPushButton) if one.isVisible()]
    QTest.mouseClick(next(one for one in buttons if one.text() == words), Qt.MouseButton.LeftButton)


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
    example_round = make_round(desk.workspace, monkeypatch, rules=rules, absent=0)
    meeting_id = meetings.add_meeting(
        desk.workspace,
        example_round.round_id,
        MeetingFacts(
            "测评大会", expected=95, present=90, tellers=TELLERS, supervisors=("王五",),
            caller="赵六",
        ),
    )  # fmt: skip
    poll_id = opening.open_poll(
        desk.workspace, meeting_id, poll.name, example_round.subject_ids[:subjects]
    )
    if not poll.counting.categories:
        polls.set_papers(desk.workspace, poll_id, returned + 2, returned)
    room = shown_room(desk, qtbot)
    room.activateWindow()
    room.open_round(example_round.round_id)
    desk.wait()
    return room, poll_id


def key_as(desk: DeskOfTest, room: PollingRoom, teller: str, keys: str) -> None:
    """Choose a person in the plan, key, and store with Enter."""
    room.counting.batches.choose(teller)
    QTest.mouseClick(room.counting.batches.key, Qt.MouseButton.LeftButton)
    desk.wait()
    press(room.keying.paper, keys)


def words_on(widget: QWidget) -> str:
    """Every word that a page shows in labels."""
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())
