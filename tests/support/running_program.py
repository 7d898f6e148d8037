"""The whole program in this process, offscreen: for pictures, for playing a round, for walks."""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.waiting import listen, wait_for

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from desk_app.app import Program
from desk_app.domain.kit.actor import Actor
from desk_app.domain.kit.clock import Clock
from desk_app.services import example
from desk_app.services.computer import COMPUTER
from desk_app.services.workspace import Office, create
from desk_app.views.kit import theme
from desk_app.views.room import Room
from desk_app.views.rooms import ROOMS
from tests.support.opened_folders import note_opened_folders

WIDTH, HEIGHT = 1366, 768


def make_example(data_dir: Path, clock: Clock = COMPUTER, actor: Actor | None = None) -> None:
    """Make a workspace with the example township in ``data_dir``."""
    workspace = create(data_dir, Office(example.FULL_NAME, example.SHORT_NAME), clock, actor)
    try:
        example.build(workspace)
    finally:
        workspace.close(back_up=False)


class RunningProgram:
    """The running program and what a hand at it can do."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.window = program.window

    def wait(self) -> None:
        """Until everything queued is done and shown."""
        wait_for(self.program.runner, 20_000)
        QApplication.processEvents()

    def go(self, key: str) -> Room:
        """Walk into a room and wait until it has its data."""
        self.window.go(key)
        self.wait()
        room = self.window.room
        if room is None:
            raise KeyError(key)
        return room

    def picture(self, path: Path, widget: QWidget | None = None) -> None:
        """Save what a clerk would see."""
        QApplication.processEvents()
        path.parent.mkdir(parents=True, exist_ok=True)
        if not (widget or self.window).grab().save(str(path)):
            raise OSError(path)

    def pictures(self, folder: Path) -> None:
        """Save a picture of every room, numbered as they stand in the list."""
        for number, (key, name) in enumerate(ROOMS.items(), start=1):
            self.go(key)
            self.picture(folder / f"{number}_{name}.png")


def _say(_kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
    # The offscreen platform cannot pass size hints on and says so for every window.
    if "propagateSizeHints" not in words:
        print(words, file=sys.stderr)


@contextmanager
def run_program(
    data_dir: Path, clock: Clock = COMPUTER, actor: Actor | None = None
) -> Iterator[RunningProgram]:
    """The program on ``data_dir``, its window painted and 首页 filled; closed afterwards."""
    qInstallMessageHandler(_say)
    application = QApplication.instance() or QApplication([])
    if isinstance(application, QApplication) and not application.property("dressed"):
        theme.apply(application)
        application.setProperty("dressed", True)
    program = Program(data_dir, fixed=True, clock=clock, actor=actor)
    listen(program.runner)
    program.window.resize(WIDTH, HEIGHT)
    painted = QEventLoop()
    program.window.painted.connect(painted.quit)
    QTimer.singleShot(10_000, painted.quit)
    program.window.show()
    painted.exec()
    running = RunningProgram(program)
    try:
        running.wait()
        sys.excepthook = sys.__excepthook__  # here a fault of ours is seen on the console
        with note_opened_folders():
            yield running
    finally:
        program.runner.close(back_up=False)
        wait_for(program.runner, 20_000)
        program.runner.end()
        program.window.hide()
        program.window.deleteLater()
        QApplication.processEvents()
        gc.collect()
