"""Keys that come faster than the program: all arrive, and where they were meant to go."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk_app.views.scoring import ScoringRoom
from tests.support.polling_round import ExampleRound
from tests.support.scoring_room import GIVEN, key_click, shown_room, stored
from tests.support.scoring_round import make_scoring_round
from tests.support.screens import DeskOfTest


@pytest.fixture
def example_round(desk: DeskOfTest, monkeypatch: pytest.MonkeyPatch) -> ExampleRound:
    return make_scoring_round(desk.workspace, monkeypatch)


@pytest.fixture
def room(desk: DeskOfTest, example_round: ExampleRound) -> Iterator[ScoringRoom]:
    with shown_room(desk, example_round) as room:
        yield room


def here(room: ScoringRoom) -> tuple[int, int]:
    index = room.sheet.table.currentIndex()
    return index.row(), index.column()


def test_keys_that_come_in_one_burst_are_all_there(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound
) -> None:
    """A window that was busy gets many keys at once, with nothing done between them."""
    digit, enter = Qt.Key.Key_1, Qt.Key.Key_Return
    for key in (digit, Qt.Key.Key_4, enter, digit, Qt.Key.Key_3, enter, digit, enter):
        key_click(QApplication.focusWidget() or room, key)
    desk.wait()
    assert room.sheet.model.view is not None
    names = [one.name for one in room.sheet.model.view.indicators][:3]
    assert [stored(example_round, 0, one) for one in names] == [14, 13, 1]
    assert here(room) == (3, GIVEN)


def test_what_is_typed_before_the_next_one_has_come_is_for_the_next_one(
    room: ScoringRoom, desk: DeskOfTest, example_round: ExampleRound
) -> None:
    table = room.sheet.table
    last = room.sheet.model.rowCount() - 1
    table.setCurrentIndex(room.sheet.model.index(last, GIVEN))
    before = stored(example_round, 0, "领导班子")
    key_click(table, Qt.Key.Key_Return)
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Return, Qt.Key.Key_9, Qt.Key.Key_Return):
        assert QApplication.focusWidget() is table, "nothing has come yet"
        key_click(table, key)
    desk.wait()
    desk.wait()
    assert stored(example_round, 0, "领导班子") == before
    names = [one.name for one in room.sheet.model.view.indicators] if room.sheet.model.view else []
    assert [stored(example_round, 1, one) for one in names[:2]] == [Decimal(12), Decimal(9)]
    assert here(room) == (2, GIVEN)
