"""Fixtures for tests of screens: a real workspace in a folder, a desk around it, a window.

A test of a room asks for ``desk`` and opens the room itself; one that needs the whole program
asks for ``window``. ``picture(widget, path)`` saves what a clerk would see.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from desk_app.services.workspace import Office, Workspace, create
from desk_app.views import theme
from desk_app.views.operations import Operations
from desk_app.views.room import Desk
from desk_app.views.settings import Settings

WIDTH, HEIGHT = 1366, 768
OFFICE = Office("中共青山镇委员会", "青山镇")


@dataclass
class Heard:
    """What a room told its window."""

    went: list[str] = field(default_factory=list)
    changed: int = 0
    rounds: list[int] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def note_change(self) -> None:
        self.changed += 1


@dataclass
class DeskOfTest:
    """A desk on an open workspace. Ask the database through ``operations`` or ``workspace``."""

    desk: Desk
    heard: Heard
    workspace: Workspace
    folder: Path

    @property
    def operations(self) -> Operations:
        return self.desk.operations

    def wait(self) -> None:
        """Until everything queued is done and shown."""
        self.desk.operations.wait()


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    """The application as the clerk sees it: letters, colours, Chinese words of Qt."""
    if not qapp.property("dressed"):
        theme.apply(qapp)
        qapp.setProperty("dressed", True)
    return qapp


@pytest.fixture
def desk(dressed: QApplication, tmp_path: Path) -> Iterator[DeskOfTest]:
    """Give a desk on a new workspace; a fault nobody takes care of lands in ``heard``."""
    heard = Heard()
    folder = tmp_path / "工作区"
    workspace = create(folder, OFFICE)
    operations = Operations()
    operations.open(lambda: workspace)
    operations.faulted.connect(heard.complaints.append)
    operations.wait()
    yield DeskOfTest(
        Desk(
            operations=operations,
            settings=Settings(folder / "settings.ini"),
            go=heard.went.append,
            changed=heard.note_change,
            open_round=heard.rounds.append,
            say=heard.said.append,
            complain=heard.complaints.append,
        ),
        heard,
        workspace,
        folder,
    )
    operations.close(back_up=False)
    operations.wait()
    operations.end()


def picture(widget: QWidget, path: Path) -> None:
    """Save what a clerk would see of ``widget``."""
    QApplication.processEvents()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not widget.grab().save(str(path)):
        raise OSError(path)
