"""Fixtures for tests of screens: a real workspace in a folder, a desk around it, a window.

A test of a room asks for ``desk`` (or ``example_desk``) and opens the room itself; one that
needs the whole program asks for ``window`` (``example_window``, ``first_window``).
``picture(widget, path)`` saves what a clerk would see.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from desk_app.app import Program
from desk_app.services.computer import COMPUTER
from desk_app.services.workspace import DATABASE, Office, Workspace, create, open_
from desk_app.views.context import RoomContext
from desk_app.views.kit import theme
from desk_app.views.runner import Runner
from desk_app.views.settings import Settings
from tests.support.opened_folders import OpenedFolders, note_opened_folders
from tests.support.waiting import listen, wait_for

WIDTH, HEIGHT = 1366, 768
OFFICE = Office("中共青山镇委员会", "青山镇")


@dataclass
class Heard:
    """What a room told its window."""

    went: list[str] = field(default_factory=list)
    sought: list[tuple[str, int]] = field(default_factory=list)
    changed: int = 0
    rounds: list[int] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def note_change(self) -> None:
        self.changed += 1


@dataclass
class DeskOfTest:
    """A desk on an open workspace. Ask the database through ``runner`` or ``workspace``."""

    context: RoomContext
    heard: Heard
    workspace: Workspace
    folder: Path

    @property
    def runner(self) -> Runner:
        return self.context.runner

    def wait(self) -> None:
        """Until everything queued is done and shown."""
        wait_for(self.context.runner)


@pytest.fixture
def opened_folders() -> Iterator[OpenedFolders]:
    """Note the folders that would be opened in the system's own window."""
    with note_opened_folders() as opened_folders:
        yield opened_folders


@pytest.fixture
def dressed(qapp: QApplication, opened_folders: OpenedFolders) -> QApplication:
    """The application as the clerk sees it: letters, colours, Chinese words of Qt."""
    if not qapp.property("dressed"):
        theme.apply(qapp)
        qapp.setProperty("dressed", True)
    return qapp


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an empty workspace's database once; a copy of it is opened in no time."""
    folder = tmp_path_factory.mktemp("new")
    create(folder, OFFICE).close(back_up=False)
    return folder / DATABASE


@pytest.fixture(scope="session")
def example_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the example township once, with its round up to the committee's decision."""
    from desk_app.services import example

    folder = tmp_path_factory.mktemp("example")
    made = create(folder, OFFICE)
    example.build(made, orgs=36, seed=7)
    made.close(back_up=False)
    return folder / DATABASE


def open_copy(database: Path, folder: Path) -> Workspace:
    """Open a copy of a database in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(database, folder / DATABASE)
    return open_(folder)


@pytest.fixture
def workspace(new_database: Path, tmp_path: Path) -> Iterator[Workspace]:
    """Give an open, empty workspace, for tests that need no desk."""
    opened = open_copy(new_database, tmp_path / "工作区")
    yield opened
    opened.close(back_up=False)


@pytest.fixture
def desk(dressed: QApplication, new_database: Path, tmp_path: Path) -> Iterator[DeskOfTest]:
    """Give a desk on a new workspace; a fault nobody takes care of lands in ``heard``."""
    yield from _desk(open_copy(new_database, tmp_path / "工作区"))


@pytest.fixture
def example_desk(
    dressed: QApplication, example_database: Path, tmp_path: Path
) -> Iterator[DeskOfTest]:
    """Give a desk on the example township; its round is number 1."""
    yield from _desk(open_copy(example_database, tmp_path / "工作区"))


@pytest.fixture
def window(dressed: QApplication, new_database: Path, tmp_path: Path) -> Iterator[Program]:
    """Give the whole program on an empty workspace, painted, with 首页 loaded."""
    folder = tmp_path / "工作区"
    open_copy(new_database, folder).close(back_up=False)
    yield from _program(folder)


@pytest.fixture
def example_window(
    dressed: QApplication, example_database: Path, tmp_path: Path
) -> Iterator[Program]:
    """Give the whole program on the example township, painted, with 首页 loaded."""
    folder = tmp_path / "工作区"
    open_copy(example_database, folder).close(back_up=False)
    yield from _program(folder)


@pytest.fixture
def first_window(dressed: QApplication, tmp_path: Path) -> Iterator[Program]:
    """Give the whole program where nothing lies yet: it asks its one question."""
    yield from _program(tmp_path / "工作区")


def _program(folder: Path) -> Iterator[Program]:
    program = Program(folder, fixed=True, clock=COMPUTER)
    listen(program.runner)
    program.window.resize(WIDTH, HEIGHT)
    program.window.show()
    program.window.activateWindow()
    wait_until(lambda: hasattr(program, "workspaces"))
    wait_for(program.runner)
    yield program
    box = program.reporter.box if program.reporter else None
    report = "" if box is None or box.isHidden() else box.report
    program.window.close()
    wait_for(program.runner)
    program.end()
    if report:
        pytest.fail(report, pytrace=False)


@contextmanager
def running(folder: Path) -> Iterator[Program]:
    """Run the whole program on a workspace; the window is closed at the end."""
    yield from _program(folder)


def wait_until(ready: Callable[[], bool], timeout_ms: int = 5000) -> None:
    """Let the screen go on until something is so."""
    until = time.monotonic() + timeout_ms / 1000
    while not ready():
        if time.monotonic() > until:
            raise TimeoutError(f"not so after {timeout_ms} ms")
        QApplication.processEvents()
        time.sleep(0.002)


def _desk(workspace: Workspace) -> Iterator[DeskOfTest]:
    heard, folder = Heard(), workspace.folder
    clock = COMPUTER
    runner = Runner(clock)
    runner.open(lambda: workspace)
    runner.faulted.connect(heard.complaints.append)
    wait_for(runner)
    yield DeskOfTest(
        RoomContext(
            runner=runner,
            clock=clock,
            settings=Settings(folder / "settings.ini"),
            go=heard.went.append,
            go_to=lambda key, subject_id: heard.sought.append((key, subject_id)),
            changed=heard.note_change,
            open_round=heard.rounds.append,
            say=heard.said.append,
            complain=heard.complaints.append,
        ),
        heard,
        workspace,
        folder,
    )
    runner.close(back_up=False)
    wait_for(runner)
    runner.end()


def type_text(text: str, widget: QWidget | None = None) -> None:
    """Type as an input method does: Chinese too, which QTest.keyClicks cannot."""
    target = widget or QApplication.focusWidget()
    if target is None:
        raise RuntimeError("nothing has the focus")
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(target, event)


def picture(widget: QWidget, path: Path) -> None:
    """Save what a clerk would see of ``widget``."""
    QApplication.processEvents()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not widget.grab().save(str(path)):
        raise OSError(path)
