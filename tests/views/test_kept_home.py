"""The first screen of a start shows 首页 as it was kept; keys are alive on it, none is lost."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desk_app.app import Program
from desk_app.services import first_screen, home_words
from desk_app.services.computer import COMPUTER
from desk_app.services.workspace import Office, Workspace, open_, rename
from desk_app.views.context import RoomContext
from desk_app.views.home import HomeRoom
from desk_app.views.room import Room
from desk_app.views.rooms import PLACES
from tests.support.screens import open_copy, type_text, wait_until
from tests.support.waiting import listen, wait_for

CONTROL = Qt.KeyboardModifier.ControlModifier
Start = Callable[[], Program]


class Waiting(Room):
    """A room whose field is there when its data has come."""

    key = "scoring"
    title = "评分"
    loads = True

    def __init__(self, context: RoomContext) -> None:
        super().__init__(context)
        self.field = QLineEdit()
        self.field.setEnabled(False)
        QVBoxLayout(self).addWidget(self.field)
        self.round_ids: list[int | None] = []

    def open_round(self, round_id: int | None) -> None:
        self.round_ids.append(round_id)
        self.context.runner.call(lambda _: None).then(lambda _: self._come())

    def first_focus(self) -> QWidget:
        return self.field

    def _come(self) -> None:
        self.field.setEnabled(True)
        self.arrived.emit()


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk_app.views.window.import_module", _module_of)
    monkeypatch.setattr("desk_app.views.made_rooms.import_module", _module_of)
    for key in ("scoring", "polling"):
        monkeypatch.setitem(PLACES, key, "rooms of the test:Waiting")


def _module_of(_name: str) -> object:
    class Module:
        pass

    Module.Waiting = Waiting  # type: ignore[attr-defined]
    Module.HomeRoom = HomeRoom  # type: ignore[attr-defined]
    return Module


@pytest.fixture
def kept(example_database: Path, tmp_path: Path) -> Path:
    """Give the example township, closed by a program that left what its 首页 showed."""
    opened = open_copy(example_database, tmp_path / "工作区")
    home_words.leave(opened)
    opened.close(back_up=False)
    return opened.folder


@pytest.fixture
def start(dressed: QApplication) -> Iterator[Callable[[Path], Program]]:
    """Start programs that stop at the first screen, before anything is opened."""
    started: list[Program] = []

    def begin(folder: Path) -> Program:
        program = Program(folder, fixed=True, clock=COMPUTER)
        listen(program.runner)
        started.append(program)
        return program

    yield begin
    for program in started:
        program.window.close()
        wait_for(program.runner)
        program.end()


def seen(program: Program) -> HomeRoom:
    """Show the window up to 首页 as it was kept; nothing behind it has happened yet."""
    kept_home = program.kept_home
    assert kept_home is not None
    kept_home.painted.disconnect(program.begin)
    painted: list[bool] = []
    kept_home.painted.connect(lambda: painted.append(True))
    program.window.show()
    program.window.activateWindow()
    wait_until(lambda: bool(painted))
    return program.window.home_room


def go_on(program: Program) -> None:
    program.begin()
    wait_until(lambda: program.window.overview is not None)
    wait_for(program.runner)


def texts(room: HomeRoom) -> list[str]:
    labels = [one.text() for one in room.findChildren(QLabel) if one.isVisible()]
    return labels + [one.text() for one in room.findChildren(QPushButton) if one.isVisible()]


def test_what_is_seen_is_what_the_database_says(
    kept: Path, start: Callable[[Path], Program]
) -> None:
    program = start(kept)
    home = seen(program)
    assert not program.runner.has_workspace
    first = texts(home)
    assert home.heading.isVisible()
    assert home.button.hasFocus()
    assert program.window.windowTitle() == "青山镇 — 定级工作台"
    go_on(program)
    assert program.window.home_room is home
    assert home.isVisible()
    assert texts(home) == first
    assert home.button.hasFocus()
    assert program.window.overview is not None
    assert home_words.words(program.window.overview) == program.window.words
    assert program.window.rooms.badge("rectification").endswith("!")


def test_keys_typed_for_a_room_before_there_is_one_reach_it(
    kept: Path, start: Callable[[Path], Program], waiting: None
) -> None:
    program = start(kept)
    seen(program)
    QTest.keyClick(program.window, Qt.Key.Key_4, CONTROL)
    for letter in "88":
        QTest.keyClicks(QApplication.focusWidget() or program.window, letter)
    type_text("分")
    QTest.keyClick(program.window, Qt.Key.Key_5, CONTROL)
    QTest.keyClicks(QApplication.focusWidget() or program.window, "12")
    go_on(program)
    wait_until(lambda: program.window.key == "polling")
    wait_for(program.runner)
    made = program.window.made
    scoring, polling = made.get("scoring"), made.get("polling")
    assert isinstance(scoring, Waiting)
    assert isinstance(polling, Waiting)
    assert scoring.field.text() == "88分"
    assert polling.field.text() == "12"
    assert scoring.round_ids == [1]
    assert program.window.room is polling


def test_the_button_of_the_first_screen_takes_one_there(
    kept: Path, start: Callable[[Path], Program]
) -> None:
    program = start(kept)
    home = seen(program)
    assert home.button.text() == "去定稿"
    QTest.keyClick(home.button, Qt.Key.Key_Space)
    go_on(program)
    assert program.window.key == "grading"
    assert program.window.room is not None
    assert program.window.room.isVisible()


def test_after_the_room_has_its_data_keys_are_not_held_any_more(
    kept: Path, start: Callable[[Path], Program], waiting: None
) -> None:
    program = start(kept)
    seen(program)
    go_on(program)
    program.window.go("scoring")
    wait_for(program.runner)
    room = program.window.room
    assert isinstance(room, Waiting)
    QTest.keyClicks(room.field, "7")
    assert room.field.text() == "7"


def test_closing_leaves_what_the_next_start_shows(
    kept: Path, start: Callable[[Path], Program]
) -> None:
    program = start(kept)
    seen(program)
    go_on(program)
    assert not (kept / first_screen.FILE).exists()

    def work(workspace: Workspace) -> None:
        rename(workspace, Office("中共柳溪乡委员会", "柳溪乡"))

    program.runner.save(work)
    program.window.close()
    wait_for(program.runner)
    again = start(kept)
    assert seen(again).isVisible()
    assert again.window.windowTitle() == "柳溪乡 — 定级工作台"
    go_on(again)


def test_on_another_day_nothing_old_is_shown(kept: Path, dressed: QApplication) -> None:
    class Tomorrow:
        def now(self) -> datetime:
            return COMPUTER.now() + timedelta(days=1)

    program = Program(kept, fixed=True, clock=Tomorrow())
    assert program.kept_home is None
    program.window.show()
    wait_until(lambda: hasattr(program, "workspaces"))
    wait_for(program.runner)
    assert program.window.home_room.isVisible()
    program.window.close()
    wait_for(program.runner)
    program.end()


def test_a_database_that_cannot_be_opened_takes_the_place_of_what_was_kept(
    kept: Path, start: Callable[[Path], Program], waiting: None
) -> None:
    program = start(kept)
    seen(program)
    QTest.keyClick(program.window, Qt.Key.Key_4, CONTROL)
    (kept / "workspace.db").write_bytes(b"no database" * 100)
    program.begin()
    wait_for(program.runner)
    assert "不是定级工作台的数据库" in program.window.message.text
    assert not program.window.rooms.isVisible()
    assert program.window.pages.currentWidget() is program.workspaces._page
    field = program.workspaces._page
    assert field is not None
    QTest.keyClicks(field.full_name, "a")
    assert field.full_name.text() == "a"


def test_what_was_not_closed_is_said_once(
    example_database: Path, tmp_path: Path, start: Callable[[Path], Program]
) -> None:
    folder = tmp_path / "断电"
    running = open_copy(example_database, tmp_path / "工作区")
    rename(running, Office("中共柳溪乡委员会", "柳溪乡"))
    shutil.copytree(running.folder, folder)
    running.close(back_up=False)
    said = "上次没有正常关闭，已保存的都在。"
    for expected in (said, ""):
        program = start(folder)
        assert (program.kept_home is None) == bool(expected)
        program.window.show()
        wait_until(lambda now=program: now.window.overview is not None)  # type: ignore[misc]
        wait_for(program.runner)
        assert program.window.message.text == expected
        assert program.window.windowTitle() == "柳溪乡 — 定级工作台"
        # read by who goes on: Esc in the next room belongs to that room
        program.window.go("organisations")
        assert program.window.message.text == ""
        wait_for(program.runner)
        program.window.close()
        wait_for(program.runner)


def test_whoever_opens_it_otherwise_makes_what_was_kept_void(
    kept: Path, start: Callable[[Path], Program]
) -> None:
    other = open_(kept)
    rename(other, Office("中共柳溪乡委员会", "柳溪乡"))
    other.close()
    assert start(kept).kept_home is None


def test_what_is_kept_belongs_to_the_clerk_who_gave_her_name(
    kept: Path, start: Callable[[Path], Program]
) -> None:
    first = start(kept)
    seen(first)
    go_on(first)
    assert first.workspaces.clerks is not None
    first.workspaces.clerks.choose("张桂芳")
    wait_for(first.runner)
    first.window.close()
    wait_for(first.runner)
    again = start(kept)
    seen(again)
    labels = [one.text() for one in again.window.centralWidget().findChildren(QLabel)]
    assert "张桂芳 ▾" in labels
    go_on(again)
    assert again.window.top.clerk.text() == "张桂芳 ▾"
