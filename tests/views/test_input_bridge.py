"""The bridge to fcitx, against one that answers as the test says, on a bus of the test's own."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("jeepney", reason="a session bus is a matter of Linux")

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodQueryEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desk_app.views.input import bus, fcitx
from desk_app.views.input.fcitx_bridge import FcitxBridge
from tests.support.screens import wait_until
from tests.support.session_bus import MISSING, FakeFcitx, private_bus

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)

Signals = list[tuple[str, str, tuple[Any, ...]]]
NAME = {4: "org.fcitx.Fcitx-0", 5: "org.freedesktop.portal.Fcitx"}
RETURN = 0xFF0D
HANGS_S = 0.2


class Form(QWidget):
    """A line, a password, a text box, a table and a button."""

    def __init__(self) -> None:
        super().__init__()
        self.line, self.secret, self.box = QLineEdit(), QLineEdit(), QPlainTextEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.table = QTableWidget(2, 2)
        self.table.setItem(0, 0, QTableWidgetItem("旧"))
        self.table.setCurrentCell(0, 0)
        self.button = QPushButton("保存")
        column = QVBoxLayout(self)
        for widget in (self.line, self.secret, self.box, self.table, self.button):
            column.addWidget(widget)


class Typing:
    """A hand at the form, and the fcitx that answers it."""

    def __init__(self, form: Form, fake: FakeFcitx, process: Any) -> None:
        self.form = form
        self.fake = fake
        self.process = process

    def focus(self, widget: QWidget) -> None:
        widget.setFocus()
        QApplication.processEvents()

    def key(self, symbol: int, key: int = 0, text: str = "", state: int = 0) -> None:
        """Press and release a key as X would hand it to the window."""
        control = Qt.KeyboardModifier.ControlModifier
        modifiers = control if state & 4 else Qt.KeyboardModifier.NoModifier
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key or symbol, modifiers, 38, symbol, state, text)
            handle = self.form.windowHandle()
            assert handle is not None
            QCoreApplication.sendEvent(handle, event)

    def letters(self, text: str) -> None:
        for letter in text:
            self.key(ord(letter), ord(letter.upper()), letter)

    def told(self, method: str) -> None:
        """Wait until fcitx was told something."""
        wait_until(lambda: method in self.fake.methods)

    def answers(self, **for_keys: tuple[Signals, bool] | None) -> None:
        """Let fcitx answer some letters so, all other keys as not for it."""
        table = {ord(letter): said for letter, said in for_keys.items()}
        self.fake.says = lambda symbol: table.get(symbol, ([], False))


@pytest.fixture(params=[4, 5])
def typing(request: pytest.FixtureRequest, qtbot: QtBot, tmp_path: Path) -> Iterator[Typing]:
    generation = request.param
    with private_bus(tmp_path) as (address, process):
        fake = FakeFcitx(address, NAME[generation], generation)
        form = Form()
        qtbot.addWidget(form)
        form.show()
        form.activateWindow()
        form.line.setFocus()
        qtbot.waitExposed(form)
        wait_until(lambda: QApplication.focusWidget() is form.line)
        talk = fcitx.Fcitx(
            bus.connect(address, 5),
            fcitx.SPEECHES[f"fcitx {generation}"],
            NAME[generation],
            key_limit_s=HANGS_S if "hangs" in request.node.name else 5,
        )
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        bridge = FcitxBridge(application, talk)
        hand = Typing(form, fake, process)
        hand.told("FocusIn")
        yield hand
        form.close()
        talk.close()
        bridge.setParent(None)
        bridge.deleteLater()
        QApplication.processEvents()
        hand.fake.close()


def preedit(text: str, cursor: int, generation: int) -> tuple[str, str, tuple[Any, ...]]:
    if generation == 5:
        return ("UpdateFormattedPreedit", "a(si)i", ([(text, 0)], cursor))
    return ("UpdatePreedit", "si", (text, cursor))


def commit(text: str) -> tuple[str, str, tuple[Any, ...]]:
    return ("CommitString", "s", (text,))


def composed(widget: QWidget) -> tuple[str, int]:
    """What stands underlined in a line, and where the cursor is in it."""
    assert isinstance(widget, QLineEdit)
    asked = QInputMethodQueryEvent(Qt.InputMethodQuery.ImCursorPosition)
    QCoreApplication.sendEvent(widget, asked)
    return widget.displayText(), widget.cursorPosition()


def test_text_is_committed_where_the_cursor_stands(typing: Typing) -> None:
    typing.form.line.setText("镇")
    typing.form.line.setCursorPosition(0)
    typing.answers(h=([], True), x=([commit("槐溪")], True))
    typing.letters("hx")
    assert typing.form.line.text() == "槐溪镇"
    assert [key for key in typing.fake.strokes() if not key[1]] == [
        (ord("h"), False),
        (ord("x"), False),
    ]


def test_what_is_being_typed_is_shown_with_its_cursor(
    typing: Typing, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[tuple[str, list[tuple[Any, int, int]]]] = []

    class Line(QLineEdit):
        def inputMethodEvent(self, event: Any) -> None:
            marks = [(one.type, one.start, one.length) for one in event.attributes()]
            events.append((event.preeditString(), marks))
            super().inputMethodEvent(event)

    line = Line(typing.form)
    line.show()
    typing.focus(line)
    # "𠮷" counts twice in Qt, three Chinese characters are nine bytes, it is four
    said = preedit("槐𠮷溪xi", 7, typing.fake.generation)
    typing.answers(h=([said], True))
    typing.letters("h")
    (shown,) = events
    cursor = [start for kind, start, _ in shown[1] if kind.name == "Cursor"]
    underlined = [(start, length) for kind, start, length in shown[1] if kind.name == "TextFormat"]
    assert (shown[0], cursor, underlined) == ("槐𠮷溪xi", [3], [(0, 6)])
    assert line.text() == ""
    typing.answers(x=([commit("槐溪"), preedit("", 0, typing.fake.generation)], True))
    typing.letters("x")
    assert line.text() == "槐溪"


def test_a_key_that_is_not_for_fcitx_goes_on_to_the_widget(typing: Typing) -> None:
    typing.letters("ab1")
    assert typing.form.line.text() == "ab1"
    assert len(typing.fake.strokes()) == 6, "releases are told too: a lone Shift switches"


def test_candidates_stand_beside_the_cursor(typing: Typing) -> None:
    typing.letters("ab")
    there = [call[1:] for call in typing.fake.told if call[0] == "SetCursorRect"]
    corner = typing.form.line.mapToGlobal(typing.form.line.rect().topLeft())
    last = there[-1]
    assert corner.x() <= last[0] <= corner.x() + typing.form.line.width()
    assert corner.y() <= last[1] <= corner.y() + typing.form.line.height()
    assert last[3] > 5


def test_a_candidate_that_is_clicked_comes_without_a_key(typing: Typing) -> None:
    typing.fake.signal(*commit("溪"))
    wait_until(lambda: typing.form.line.text() == "溪")


@pytest.mark.parametrize("where", ["line", "box", "table"])
def test_every_kind_of_field_takes_it(typing: Typing, where: str) -> None:
    field = getattr(typing.form, where)
    typing.focus(field)
    generation = typing.fake.generation
    typing.answers(
        h=([preedit("h", 1, generation)], True),
        x=([commit("槐溪"), preedit("", 0, generation)], True),
    )
    typing.letters("hx")
    if where == "table":
        QApplication.processEvents()
        typing.key(RETURN, Qt.Key.Key_Return, "\r")
        QApplication.processEvents()
        item = typing.form.table.item(0, 0)
        assert item is not None
        assert item.text() == "槐溪"
    else:
        text = typing.form.line.text() if where == "line" else typing.form.box.toPlainText()
        assert text == "槐溪"


def test_leaving_the_field_keeps_what_stands_there_and_resets(typing: Typing) -> None:
    typing.answers(h=([preedit("槐", 3, typing.fake.generation)], True))
    typing.letters("h")
    typing.focus(typing.form.box)
    typing.told("Reset")
    assert typing.form.line.text() == "槐"
    assert typing.form.box.toPlainText() == ""
    typing.focus(typing.form.button)
    typing.told("FocusOut")


def test_a_click_elsewhere_in_the_line_keeps_it_too(typing: Typing) -> None:
    typing.answers(h=([preedit("槐", 3, typing.fake.generation)], True))
    typing.letters("h")
    handle = typing.form.windowHandle()
    assert handle is not None
    place = typing.form.line.mapTo(typing.form, typing.form.line.rect().center())
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert typing.form.line.text() == "槐"
    typing.told("Reset")


def test_passwords_and_buttons_are_left_alone(typing: Typing) -> None:
    typing.answers(h=([commit("槐")], True))
    typing.focus(typing.form.secret)
    typing.told("FocusOut")
    typing.letters("h")
    assert typing.form.secret.text() == "h"
    typing.focus(typing.form.button)
    typing.letters("h")
    assert typing.fake.strokes() == []


def test_ctrl_c_still_copies(typing: Typing) -> None:
    typing.form.line.setText("槐溪镇")
    typing.form.line.selectAll()
    QApplication.clipboard().clear()
    typing.key(ord("c"), Qt.Key.Key_C, "\x03", state=4)
    assert QApplication.clipboard().text() == "槐溪镇"
    assert typing.fake.told[-1][3] == 4, "fcitx sees the modifiers"


def shortcut(form: Form, key: str) -> list[str]:
    pressed: list[str] = []
    QShortcut(QKeySequence(key), form).activated.connect(lambda: pressed.append(key))
    return pressed


def test_shortcuts_of_the_program_wait_only_for_plain_keys(typing: Typing) -> None:
    escaped, saved = shortcut(typing.form, "Esc"), shortcut(typing.form, "Ctrl+S")
    handle = typing.form.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_Escape)
    assert len(escaped) == 1, "nothing is being typed: Esc is the program's"
    typing.answers(h=([preedit("槐", 3, typing.fake.generation)], True))
    typing.letters("h")
    QTest.keyClick(handle, Qt.Key.Key_Escape)
    assert len(escaped) == 1, "Esc takes back what is being typed"
    QTest.keyClick(handle, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert len(saved) == 1


def test_a_bus_that_dies_leaves_latin_letters(typing: Typing) -> None:
    typing.answers(h=([preedit("槐", 3, typing.fake.generation)], True))
    typing.letters("h")
    typing.process.kill()
    typing.process.wait()
    typing.letters("abc")
    assert typing.form.line.text() == "槐abc", "what stood there stays"
    typing.focus(typing.form.box)
    typing.letters("d")
    assert typing.form.box.toPlainText() == "d"


def test_an_fcitx_that_hangs_costs_one_key_its_time(typing: Typing) -> None:
    said = preedit("h", 1, typing.fake.generation)
    typing.answers(h=([said], True), a=None, b=([commit("不")], True))
    typing.letters("hab")
    assert typing.form.line.text() == "hab", "no letter is lost"
    assert len(typing.fake.strokes()) == 3, "after that fcitx is not asked again"
    typing.fake.answer_late([commit("啊")])
    typing.told("Reset")
    typing.letters("b")
    assert typing.form.line.text() == "hab不", "the late word is not wanted, the next is"


def test_an_fcitx_that_is_started_again_is_found(
    typing: Typing, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"unix:path={typing.fake.address.partition('unix:path=')[2]}"
    typing.fake.close()
    typing.letters("a")
    assert typing.form.line.text() == "a"
    typing.fake = FakeFcitx(address, typing.fake.name, typing.fake.generation)
    typing.told("FocusIn")
    typing.answers(h=([commit("槐")], True))
    typing.letters("h")
    assert typing.form.line.text() == "a槐"


def test_an_fcitx_that_refuses_is_none(qtbot: QtBot, tmp_path: Path) -> None:
    with private_bus(tmp_path) as (address, _):
        talk = fcitx.Fcitx(bus.connect(address, 5), fcitx.SPEECHES["fcitx 4"], NAME[4])
        talk.focus_in()
        for _turn in range(20):
            QApplication.processEvents()
            time.sleep(0.005)
        assert not talk.takes(fcitx.KeyStroke(ord("h"), 38, 0, released=False))
        talk.close()
        talk.close()
