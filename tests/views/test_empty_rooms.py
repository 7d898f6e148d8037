"""Every room with nothing in it says what to do and offers the button that leads on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from desk_app.app import Program
from desk_app.domain.faults import Fault
from desk_app.views.grading import GradingRoom
from desk_app.views.kit.empty_page import READING, UNREAD
from desk_app.views.polling import PollingRoom
from desk_app.views.rectification import RectificationRoom
from desk_app.views.room import Room
from desk_app.views.rooms import ROOMS
from desk_app.views.schemes import SchemesRoom
from desk_app.views.scoring import ScoringRoom
from desk_app.views.submission import SubmissionRoom
from tests.support.waiting import wait_for

WITH_EMPTY_PAGE = (ScoringRoom, PollingRoom, GradingRoom, RectificationRoom, SubmissionRoom)


def enter(program: Program, key: str) -> Room:
    program.window.go(key)
    wait_for(program.runner)
    QApplication.processEvents()
    room = program.window.room
    assert room is not None
    return room


@pytest.mark.parametrize("key", list(ROOMS))
def test_a_room_without_a_round_has_a_sentence_and_a_button(window: Program, key: str) -> None:
    room = enter(window, key)
    buttons = [
        one
        for one in room.findChildren(QPushButton)
        if one.property("kind") == "primary" and one.isVisible() and one.isEnabled()
    ]
    assert buttons
    assert any(one.isVisible() and len(one.text()) > 8 for one in room.findChildren(QLabel))
    if isinstance(room, WITH_EMPTY_PAGE):
        assert "新建轮次" in room.empty.text()
        assert room.empty.button.hasFocus()
        QTest.keyClick(room.empty.button, Qt.Key.Key_Return)
        wait_for(window.runner)
        assert window.window.key == "home"


def test_a_room_that_loads_says_so_at_once(example_window: Program) -> None:
    main = example_window.window
    for key in ("scoring", "submission", "schemes"):
        main.go(key)
        room = main.room
        assert room is not None
        shown = [one.text() for one in room.findChildren(QLabel) if one.isVisible()]
        assert any(READING[:4] in one for one in shown), key
        wait_for(example_window.runner)
        shown = [one.text() for one in room.findChildren(QLabel) if one.isVisible()]
        assert not any(READING[:4] in one for one in shown), key
    assert isinstance(main.room, SchemesRoom)


@pytest.mark.parametrize(
    ("key", "read"),
    [
        ("scoring", "scoring.round_overview.read"),
        ("polling", "polling.overview.overview"),
        ("grading", "grading.round_board.read"),
        ("rectification", "rectification.open_ledger"),
        ("submission", "submission.look"),
        ("schemes", "scheme_versions.listing"),
    ],
)
def test_a_room_that_cannot_be_read_does_not_go_on_reading(
    example_window: Program, monkeypatch: pytest.MonkeyPatch, key: str, read: str
) -> None:
    def broken(*_: object) -> None:
        raise Fault("磁盘读不出来，请检查磁盘。")

    with monkeypatch.context() as patched:
        patched.setattr(f"desk_app.services.{read}", broken)
        room = enter(example_window, key)
        shown = [
            one.text() for one in example_window.window.findChildren(QLabel) if one.isVisible()
        ]
        assert "磁盘读不出来，请检查磁盘。" in shown
        assert not any(READING[:4] in one for one in shown)
        assert UNREAD in shown
    enter(example_window, "home")
    assert enter(example_window, key) is room
    shown = [one.text() for one in room.findChildren(QLabel) if one.isVisible()]
    assert UNREAD not in shown
    assert not any(READING[:4] in one for one in shown)
