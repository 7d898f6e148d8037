"""Puts the parts together: the window first, everything behind it afterwards."""

import logging
import os
import sys
import threading
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from desk_app.services import first_screen
from desk_app.services.computer import COMPUTER, login
from desk_app.views.input import choosing
from desk_app.views.kit import theme
from desk_app.views.kit.pages import clamp_to_screen
from desk_app.views.runner import Runner
from desk_app.views.settings import Settings, first_folder
from desk_app.views.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from desk_app.domain.home_words import HomeWords
    from desk_app.domain.kit.actor import Actor
    from desk_app.domain.kit.clock import Clock
    from desk_app.views.crash import CrashReporter
    from desk_app.views.kept_home import KeptHome
    from desk_app.views.kit.progress import ProgressBox

TRACE = "DINGJI_TRACE_START"
WIDTH, HEIGHT = 1280, 690
SMALL_SCREEN = 1366
"""Width in logical pixels of a screen that the first window fills."""
_LARGEST_LOG = 1_000_000


class Program:
    """One window with its worker and its places, wired up behind the first paint."""

    def __init__(
        self, data_dir: Path, *, fixed: bool, clock: "Clock", actor: "Actor | None" = None
    ) -> None:
        self.data_dir = data_dir
        self.clock = clock
        self._actor = actor
        self.runner = Runner(self.clock)
        self.settings = Settings(data_dir / "settings.ini")
        self.window = MainWindow(self.runner, self.settings, self.clock)
        self._fixed = fixed
        kept = first_screen.read(
            first_folder(data_dir, self.settings, fixed=fixed),
            clock.now().date(),
            self._clerk(),
        )
        self.progress: ProgressBox | None = None
        self.reporter: CrashReporter | None = None
        self._unhook: Callable[[], None] | None = None
        self._maximised = self._place()
        if self.settings.text("look/letters") or self.settings.text("look/contrast"):
            self._dress()
        self.kept_home: KeptHome | None = None
        """What the window shows until the workspace is open, where something was kept."""
        if kept is not None:
            self.kept_home = self._show(kept)
        if os.environ.get(TRACE) == "1":
            from desk_app.views.start_trace import StartTrace

            StartTrace(self.window, self.kept_home)
        behind = self.window if self.kept_home is None else self.kept_home
        behind.painted.connect(self.begin)

    def _clerk(self) -> "Actor":
        """Who works here: the name that she gave, else whoever is logged in."""
        from desk_app.domain.kit.actor import Actor

        name = self.settings.clerk
        return Actor(name) if name else self._actor or login()

    def _show(self, words: "HomeWords") -> "KeptHome":
        from desk_app.views.kept_home import KeptHome

        return KeptHome(self.window, words)

    def show(self) -> None:
        """Show the window; the first one fills a small screen."""
        if self._maximised:
            self.window.showMaximized()
        else:
            self.window.show()

    def _place(self) -> bool:
        """Put the window where it was the last time; says whether it should fill the screen."""
        geometry = self.settings.bytes("window/geometry")
        known = not geometry.isEmpty() and self.window.restoreGeometry(geometry)
        if not known:
            self.window.resize(WIDTH, HEIGHT)
        if not self.window.isMaximized():
            clamp_to_screen(self.window)
        return not known and self.window.screen().availableGeometry().width() <= SMALL_SCREEN

    def _dress(self) -> None:
        """Give the program the letters and colours that the clerk chose an earlier time."""
        from desk_app.views.kit.looks import dress, kept_look

        application = QApplication.instance()
        if isinstance(application, QApplication):
            dress(application, kept_look(self.settings))

    def begin(self) -> None:
        """Make what stands around the rooms, reports, menus; open the workspace."""
        from desk_app.views.workspaces import Workspaces

        self.workspaces = Workspaces(
            self.window, self.data_dir, fixed=self._fixed, actor=self._actor
        )
        if self.kept_home is None:
            self.workspaces.begin()
            self.window.build_frame()
        else:  # one after the other: together they would leave keys waiting
            self.window.build_frame()
            self.workspaces.begin()
        self.workspaces.fill_menu()
        theme.show_icon()
        # What most starts never need is made when it is needed.
        self.runner.long_started.connect(self._show_progress)
        self.runner.crashed.connect(self._report)
        self.runner.crashed.connect(self.window.enable)
        self._unhook = self._catch()
        _keep_log(self.data_dir / "logs" / "dingji.log")

    def _show_progress(self, title: str) -> None:
        from desk_app.views.kit.progress import ProgressBox

        if self.progress is None:
            self.progress = ProgressBox(self.runner, self.window)
            self.progress.begin(title)

    def _report(self, details: str) -> None:
        from desk_app.views.crash import CrashReporter

        if self.reporter is None:
            self.reporter = CrashReporter(self.data_dir / "logs", self.clock, self.window)
        self.reporter.report(details)

    def _catch(self) -> "Callable[[], None]":
        """Report what nobody caught, on any thread; return what puts the former hooks back."""
        before, before_thread = sys.excepthook, threading.excepthook

        def caught(
            kind: type[BaseException], error: BaseException | None, trace: "TracebackType | None"
        ) -> None:
            if issubclass(kind, KeyboardInterrupt):
                sys.__excepthook__(kind, error or kind(), trace)
                return
            lines = traceback.format_exception(kind, error, trace)
            # A signal: the thread may not be the screen's.
            self.runner.crashed.emit("".join(lines))

        def restore() -> None:
            sys.excepthook, threading.excepthook = before, before_thread

        sys.excepthook = caught
        threading.excepthook = lambda args: caught(
            args.exc_type, args.exc_value, args.exc_traceback
        )
        return restore

    def end(self) -> None:
        """Let the worker end and put the hooks back, after the window was closed."""
        self.runner.end()
        if self._unhook is not None:
            self._unhook()
            self._unhook = None


def run(data_dir: Path, *, fixed: bool, failed: "Callable[[str], object]") -> int:
    """Open the window and stay until it is closed; return the exit status.

    ``fixed`` says that somebody named ``data_dir``: then it is the workspace as well. ``failed``
    is told Qt's own words where it can show no window, just before it aborts.
    """
    from desk_app.services import second_start

    folder = first_folder(data_dir, Settings(data_dir / "settings.ini"), fixed=fixed)
    if second_start.hand_over(folder):
        if sys.stdout is not None:  # a program without a console has none
            sys.stdout.write("定级工作台已经打开，已切换到它的窗口。\n")
        return 0
    theme.keep_chinese_days()
    input_method = choosing.look(os.environ)
    with choosing.in_force(input_method):
        application = _application(failed)
    theme.introduce()
    theme.apply(application)
    program = Program(data_dir, fixed=fixed, clock=COMPUTER)
    program.window.painted.connect(lambda: choosing.begin(input_method, application))
    program.show()
    status = application.exec()
    program.end()
    return status


def _application(failed: "Callable[[str], object]") -> QApplication:
    """Make the application; Qt aborts where it finds no screen, but says so before."""

    def hear(kind: QtMsgType, _context: object, words: str) -> None:
        if kind == QtMsgType.QtFatalMsg:
            failed(words)
            os._exit(1)  # what is left to Qt now is to abort

    qInstallMessageHandler(hear)
    application = QApplication(theme.arguments())
    qInstallMessageHandler(None)
    return application


class _LogFile(logging.FileHandler):
    """A log whose folder may go: what cannot be written down stops nobody who works."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            super().emit(record)
        except OSError:
            self.handleError(record)


def _keep_log(path: Path) -> None:
    """Write warnings and worse beside the data; a log that grew too large starts afresh."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.exists() and path.stat().st_size > _LARGEST_LOG
        handler = _LogFile(path, "w" if fresh else "a", encoding="utf-8", delay=True)
    except OSError:
        return  # a folder that cannot be written to is said when the workspace is opened
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.setLevel(logging.WARNING)
    logging.getLogger().addHandler(handler)
