"""A clerk's hand on the running program: keys into what has the focus, clicks on what is seen.

Nothing here reaches past the screen: a button that is hidden or off cannot be pressed, a key
goes to whatever has the focus, and a question of the system (a file) is answered beforehand.
"""

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from desk_app.app import Program
from desk_app.services.computer import COMPUTER
from desk_app.views.room import Room
from desk_app.views.settings import TOUR_SEEN
from tests.support.screens import HEIGHT, WIDTH, picture, type_text, wait_until
from tests.support.waiting import listen, wait_for

LEFT = Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SPECIAL = {
    "↵": Qt.Key.Key_Return,
    "⇥": Qt.Key.Key_Tab,
    "⎋": Qt.Key.Key_Escape,
    "↓": Qt.Key.Key_Down,
    "␣": Qt.Key.Key_Space,
}


class Hand:
    """Sits in front of one running program."""

    def __init__(self, program: Program, patch: pytest.MonkeyPatch, pictures: Path) -> None:
        self.program = program
        self.window = program.window
        self._patch = patch
        self._pictures = pictures

    def look(self, name: str) -> None:
        """Keep a picture of the window (or the dialog over it) as it is now."""
        over = QApplication.activeModalWidget()
        picture(over or self.window, self._pictures / f"{name}.png")

    def wait(self) -> None:
        """Until everything that was asked for is done and shown."""
        wait_for(self.program.runner, 30_000)
        QApplication.processEvents()
        self._come_back()

    def expects_file(self, *paths: Path) -> None:
        """Choose these, one after the other, in the system's file dialogs that open next."""
        waiting = list(paths)

        def choose(*_given: object, **_named: object) -> tuple[str, str]:
            return str(waiting.pop(0)), ""

        def choose_folder(*_given: object, **_named: object) -> str:
            return str(waiting.pop(0))

        self._patch.setattr(QFileDialog, "getOpenFileName", choose)
        self._patch.setattr(QFileDialog, "getSaveFileName", choose)
        self._patch.setattr(QFileDialog, "getExistingDirectory", choose_folder)

    # --- keys ---------------------------------------------------------------------------

    def keys(self, text: str) -> None:
        """Type into whatever has the focus: ↵ Enter, ⇥ Tab, ⎋ Esc, ↓ and ␣ as they look."""
        written = ""
        for one in text:
            if one.isascii():
                self._write(written)
                written = ""
                QTest.keyClicks(self._focused(), one)
            elif one in SPECIAL:
                self._write(written)
                written = ""
                QTest.keyClick(self._focused(), SPECIAL[one])
                # Qt hands over what an editor holds by a posted event, before the next real key.
                QApplication.processEvents()
            else:
                written += one
        self._write(written)

    def chord(self, key: Qt.Key, modifier: Qt.KeyboardModifier = CTRL) -> None:
        """Press a key together with Ctrl (or Alt)."""
        QTest.keyClick(self._focused(), key, modifier)
        self.wait()

    def fill(self, field: QLineEdit, text: str) -> None:
        """Click into a field and write over what stands there."""
        self.click(field)
        QTest.keyClick(field, Qt.Key.Key_A, CTRL)
        self.keys(text)

    def paste(self, text: str) -> None:
        """Press Ctrl+V with ``text`` on the clipboard, as WPS puts it there."""
        QGuiApplication.clipboard().setText(text)
        self.chord(Qt.Key.Key_V)

    # --- clicks -------------------------------------------------------------------------

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click what is seen and can be clicked."""
        QApplication.processEvents()
        assert widget.isVisible(), widget
        assert widget.isEnabled(), widget
        over = QApplication.activeModalWidget()
        assert over is None or over is widget.window(), "a dialog stands in front"
        QTest.mouseClick(widget, LEFT, NO_KEY, at or widget.rect().center())
        self.wait()

    def press(self, words: str, where: QWidget | None = None) -> None:
        """Click the one button that says ``words``."""
        self.click(self.button(words, where))

    def button(self, words: str, where: QWidget | None = None) -> QAbstractButton:
        """Find the one visible button whose words begin like this."""
        QApplication.processEvents()
        place = where or QApplication.activeModalWidget() or self.window
        found = [
            one
            for one in place.findChildren(QAbstractButton)
            if one.isVisible() and one.text().replace("&", "").startswith(words)
        ]
        assert len(found) == 1, f"{len(found)} buttons say {words}"
        return found[0]

    def click_cell(self, view: QAbstractItemView, row: int, column: int) -> None:
        """Click a cell of a table."""
        self.click_index(view, view.model().index(row, column))

    def click_index(
        self, view: QAbstractItemView, index: QModelIndex, *, tick: bool = False
    ) -> None:
        """Click a cell; with ``tick`` its box."""
        view.scrollTo(index)
        rect = view.visualRect(index)
        spot = QPoint(rect.left() + 10, rect.center().y()) if tick else rect.center()
        self.click(view.viewport(), spot)

    def pick(self, button: QPushButton | QToolButton, words: str) -> None:
        """Open a button's menu and go to the line that says ``words``."""

        chosen: list[str] = []

        def choose() -> None:
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            lines = [one for one in menu.actions() if not one.isSeparator() and one.isEnabled()]
            row = next(at for at, one in enumerate(lines) if one.text().startswith(words))
            for _ in range(row + 1):
                QTest.keyClick(menu, Qt.Key.Key_Down)
            QTest.keyClick(menu, Qt.Key.Key_Return)
            chosen.append(words)

        # The popup may or may not have a loop of its own: the click returns before or after.
        QTimer.singleShot(50, choose)
        self.click(button)
        wait_until(lambda: bool(chosen))
        self.wait()

    def choose(self, box: QComboBox, data: str) -> None:
        """Go to a choice with the arrow keys, as the Tab key leads there."""
        assert box.isVisible()
        assert box.isEnabled()
        box.setFocus()
        for _ in range(box.count()):
            if box.currentData() == data:
                break
            down = box.currentIndex() < box.findData(data)
            QTest.keyClick(box, Qt.Key.Key_Down if down else Qt.Key.Key_Up)
        self.wait()
        assert box.currentData() == data

    def field(self, name: str, where: QWidget | None = None) -> QLineEdit:
        """Find the field beside a label."""
        place = where or QApplication.activeModalWidget() or self.window
        label = next(one for one in place.findChildren(QLabel) if one.text().endswith(name))
        spot = label.mapTo(place, label.rect().center())
        right = [
            one
            for one in place.findChildren(QLineEdit)
            if one.isVisible()
            and one.mapTo(place, QPoint()).x() > spot.x()
            and abs(one.mapTo(place, one.rect().center()).y() - spot.y()) < label.height()
        ]
        return min(right, key=lambda one: one.mapTo(place, QPoint()).x())

    def seen(self, where: QWidget) -> str:
        """All words that can be read there."""
        labels = [one for one in where.findChildren(QLabel) if one.isVisible()]
        return "\n".join(one.text() for one in labels)

    # --- rooms --------------------------------------------------------------------------

    def go(self, number: int) -> Room:
        """Walk into a room with Ctrl and its number."""
        self.chord(Qt.Key(Qt.Key.Key_0 + number))
        return self.room

    @property
    def room(self) -> Room:
        """The room on show."""
        room = self.window.room
        assert room is not None
        assert self.window.pages.currentWidget() is room
        return room

    def in_room(self) -> bool:
        """Whether the keys go to the room on show."""
        focus = QApplication.focusWidget()
        return focus is not None and self.room.isAncestorOf(focus)

    def follow(self, words: str) -> None:
        """Press the bottom line's way to the next step, after the window has counted again."""
        wait_until(lambda: words in self.window.bottom.sentence)
        link = next(one for one in self.window.bottom.findChildren(QPushButton) if one.isVisible())
        self.click(link)

    # --- inside -------------------------------------------------------------------------

    def _come_back(self) -> None:
        """The offscreen platform has nobody who makes a window active when a dialog goes."""
        if not self.window.isVisible() or QApplication.activeModalWidget() is not None:
            return
        if not self.window.isActiveWindow():
            self.window.activateWindow()
            wait_until(self.window.isActiveWindow)

    def _focused(self) -> QWidget:
        return QApplication.focusWidget() or QApplication.activeModalWidget() or self.window

    def _write(self, text: str) -> None:
        if not text:
            return
        view = self._focused()
        if isinstance(view, QAbstractItemView):
            QTest.keyClick(view, Qt.Key.Key_F2)
        type_text(text)


def sit_down(
    folder: Path, patch: pytest.MonkeyPatch, pictures: Path, kind: type[Hand] = Hand
) -> Hand:
    """Start the program on a folder and wait until its window is painted and ready."""
    program = Program(folder, fixed=True, clock=COMPUTER)
    program.settings.set_text(TOUR_SEEN, "1")
    listen(program.runner)
    program.window.resize(WIDTH, HEIGHT)
    program.window.show()
    program.window.activateWindow()
    hand = kind(program, patch, pictures)
    wait_until(lambda: hasattr(program, "workspaces"))
    wait_until(program.window.isActiveWindow)
    hand.wait()
    return hand


def get_up(hand: Hand) -> None:
    """Close the window the usual way; nothing may have been reported."""
    reporter = hand.program.reporter
    report = "" if reporter is None or reporter.box is None else reporter.box.report
    hand.window.close()
    hand.wait()
    wait_until(lambda: not hand.window.isVisible(), 20_000)
    hand.program.end()
    assert not report
