"""The room 评分, opened and typed into by real keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desk_app.services.scoring import sheets
from desk_app.views.scoring import ScoringRoom
from tests.support.polling_round import ExampleRound
from tests.support.screens import DeskOfTest

OWN, GIVEN, REASON, PROOF = 2, 3, 4, 5
"""Columns of the sheet: 自评, 考评, 扣分理由, 自评佐证."""


def keys(room: ScoringRoom, text: str) -> None:
    """Type: one letter a key, ↵ is Enter, ⇥ is Tab, ⎋ is Esc."""
    special = {"↵": Qt.Key.Key_Return, "⇥": Qt.Key.Key_Tab, "⎋": Qt.Key.Key_Escape}
    for one in text:
        target: QWidget = QApplication.focusWidget() or room.sheet.table
        if one in special:
            key_click(target, special[one])
            # Qt hands over what an editor holds by a posted event, before the next real key.
            QApplication.processEvents()
        else:
            pressed = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, one)
            QApplication.sendEvent(target, pressed)


def key_click(
    target: QWidget,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    QTest.keyClick(target, key, modifier)


def stored(
    example_round: ExampleRound, subject: int, indicator: str, evaluator: str = "考评"
) -> Decimal | None:
    view = sheets.sheet(example_round.workspace, example_round.subject_ids[subject])
    return view.score(evaluator, indicator).points


@contextmanager
def shown_room(desk: DeskOfTest, example_round: ExampleRound) -> Iterator[ScoringRoom]:
    """The room with its round loaded, the first cell of 考评 ready to be typed into."""
    room = ScoringRoom(desk.context)
    room.resize(1200, 660)
    room.show()
    room.open_round(example_round.round_id)
    desk.wait()
    room.sheet.table.setFocus()
    room.sheet.table.setCurrentIndex(room.sheet.model.index(0, GIVEN))
    yield room
    room.close()
    room.deleteLater()
