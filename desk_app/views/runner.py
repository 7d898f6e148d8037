"""The one runner between screens and services: one worker thread, one open workspace.

Services are imported inside the functions that are handed over, so that the window is painted
before a database is even thought of::

    def work(workspace: Workspace) -> Sheet:
        from desk_app.services import scoring
        return scoring.sheet(workspace, subject_id, evaluator)

    desk.runner.run(work, self._show)
"""

import gc
import logging
import queue
import threading
import time
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal
from shiboken6 import isValid

from desk_app.domain.faults import Fault
from desk_app.domain.progress import Cancelled, Progress

if TYPE_CHECKING:
    from desk_app.services.workspace import Workspace

T = TypeVar("T")
Work = Callable[[], None]

log = logging.getLogger(__name__)

_COLLECT_EVERY_MS = 2000
_FULL_COLLECTION = 30
"""One collection in so many looks at everything; the others only at what is young."""

_REPORT_EVERY = 0.05
"""Seconds between two progress reports: more often only costs time."""


class Runner(QObject):
    """Runs work on the worker thread in the order it came, and answers on the screen's thread."""

    faulted = Signal(str)
    """A fault that nobody else takes care of: Chinese sentences for the message line."""
    crashed = Signal(str)
    """An error of ours: a report for the clipboard. The data stays as it was."""
    saved = Signal(str)
    """Something was written; the time as 10:42."""
    busy_changed = Signal(bool)
    long_started = Signal(str)
    """Long work begins: its title."""
    long_stepped = Signal(int, int, str)
    """Pieces done, pieces in all, what comes next."""
    long_ended = Signal()

    _arrived = Signal(object)
    _stepped = Signal(int, int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace: Workspace | None = None
        self._jobs: queue.SimpleQueue[Work | None] = queue.SimpleQueue()
        self._waiting = 0
        self._cancel = threading.Event()
        self._crash = ""
        # Emitted on another thread they are queued by themselves. Naming the kind of connection
        # would make PySide build all of ``Qt``, a tenth of the time to the first paint.
        self._arrived.connect(self._deliver)
        self._stepped.connect(self.long_stepped)
        # Garbage is collected on the screen's thread alone: on the worker's, a forgotten window
        # among it would be destroyed there, and that takes the whole program down.
        gc.disable()
        self._rounds = 0
        self._garbage = QTimer(self)
        self._garbage.setInterval(_COLLECT_EVERY_MS)
        self._garbage.timeout.connect(self._collect)
        self._garbage.start()
        self._thread = threading.Thread(target=self._labour, name="worker", daemon=True)
        self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether something is still to be done or delivered."""
        return self._waiting > 0

    def run(
        self,
        work: Callable[["Workspace"], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[Fault], object] | None = None,
        *,
        writes: bool = False,
    ) -> None:
        """Do ``work`` on the worker thread, then ``done(result)`` on the screen's thread.

        A ``Fault`` goes to ``failed`` or else to the window's message line; any other error
        becomes a report. ``writes`` says that afterwards something stands on disk (已保存).
        """
        self._queue(lambda: work(self._opened()), done, failed, writes=writes)

    def run_long(
        self,
        title: str,
        work: Callable[["Workspace", Progress], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[Fault], object] | None = None,
        *,
        writes: bool = False,
    ) -> None:
        """Do work that takes its time: progress after half a second, and a way to cancel.

        After a cancel neither ``done`` nor ``failed`` is called.
        """

        def start() -> T:
            self._cancel = cancel
            self._arrived.emit(lambda: self.long_started.emit(title))
            return work(self._opened(), reporter)

        cancel = threading.Event()
        reporter = _Reporter(self._stepped.emit, cancel)
        self._queue(start, done, failed, writes=writes, ended=self.long_ended.emit)

    def cancel(self) -> None:
        """Ask the long work that is running to stop."""
        self._cancel.set()

    def open(
        self,
        opener: Callable[[], "Workspace"],
        done: Callable[[None], object] | None = None,
        failed: Callable[[Fault], object] | None = None,
    ) -> None:
        """Put the workspace that ``opener`` returns in the place of the open one.

        The other one is closed (with its backup) only when the new one could be opened.
        """

        def change() -> None:
            new = opener()
            old, self._workspace = self._workspace, new
            if old is not None:
                old.close()

        self._queue(change, done, failed)

    def close(
        self,
        done: Callable[[None], object] | None = None,
        failed: Callable[[Fault], object] | None = None,
        *,
        back_up: bool = True,
    ) -> None:
        """Close the workspace after everything that waits, with a backup."""

        def shut() -> None:
            old, self._workspace = self._workspace, None
            if old is not None:
                old.close(back_up=back_up)

        self._queue(shut, done, failed)

    def end(self, timeout_s: float = 10) -> None:
        """Let the worker thread finish what it has and end; nothing can be run afterwards."""
        self._jobs.put(None)
        self._thread.join(timeout_s)
        self._garbage.stop()
        gc.enable()

    def wait(self, timeout_ms: int = 5000) -> None:
        """Spin the event loop until everything queued is done and delivered (for tests).

        Raises TimeoutError, or RuntimeError with the report when some work crashed meanwhile.
        """
        until = time.monotonic() + timeout_ms / 1000
        while self.busy:
            if time.monotonic() > until:
                raise TimeoutError(f"still {self._waiting} to do after {timeout_ms} ms")
            loop = QEventLoop()
            QTimer.singleShot(2, loop.quit)
            loop.exec()
        crash, self._crash = self._crash, ""
        if crash:
            raise RuntimeError(crash)

    def _opened(self) -> "Workspace":
        if self._workspace is None:
            raise Fault("还没有打开工作区，请先新建或打开一个工作区。")
        return self._workspace

    def _queue(
        self,
        work: Callable[[], T],
        done: Callable[[T], object] | None,
        failed: Callable[[Fault], object] | None,
        *,
        writes: bool = False,
        ended: Callable[[], object] | None = None,
    ) -> None:
        def job() -> None:
            answer: Work
            try:
                result = work()
            except Fault as fault:
                answer = _call(failed or self._tell, fault)
            except Cancelled:
                answer = _nothing
            except Exception:
                report = traceback.format_exc()
                log.exception("work on the worker thread failed")
                answer = _call(self._report, report)
            else:
                answer = self._answer(done, result, writes=writes)
            self._arrived.emit(_Last(answer, ended))

        self._waiting += 1
        if self._waiting == 1:
            self.busy_changed.emit(True)
        self._jobs.put(job)

    def _answer(self, done: Callable[[T], object] | None, result: T, *, writes: bool) -> Work:
        def answer() -> None:
            if writes:
                self.saved.emit(time.strftime("%H:%M"))
            if done is not None:
                _call(done, result)()

        return answer

    def _tell(self, fault: Fault) -> None:
        self.faulted.emit(str(fault))

    def _report(self, report: str) -> None:
        self._crash = report
        self.crashed.emit(report)

    def _collect(self) -> None:
        if not self._rounds:
            gc.freeze()  # what the start has imported will never be garbage
        self._rounds += 1
        gc.collect(2 if self._rounds % _FULL_COLLECTION == 0 else 1)

    def _labour(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()

    def _deliver(self, answer: Work) -> None:
        if not isinstance(answer, _Last):
            answer()
            return
        self._waiting -= 1
        try:
            if answer.ended is not None:
                answer.ended()
            answer.work()
        finally:
            if not self._waiting:
                self.busy_changed.emit(False)


class _Last:
    """The last word of a job: what to call, and what says that long work is over."""

    def __init__(self, work: Work, ended: Callable[[], object] | None) -> None:
        self.work = work
        self.ended = ended

    def __call__(self) -> None:
        self.work()


class _Reporter:
    """The progress of one piece of long work, told from the worker thread."""

    def __init__(self, tell: Callable[[int, int, str], object], cancel: threading.Event) -> None:
        self._tell = tell
        self._cancel = cancel
        self._last = 0.0

    def step(self, done: int, total: int, text: str) -> None:
        if self._cancel.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._last >= _REPORT_EVERY or done >= total:
            self._last = now
            self._tell(done, total, text)


def _call(target: Callable[[Any], object], value: object) -> Work:
    """Return a call of ``target``; a screen that was closed meanwhile is not called any more."""

    def call() -> None:
        owner = getattr(target, "__self__", None)
        if isinstance(owner, QObject) and not isValid(owner):
            return
        target(value)

    return call


def _nothing() -> None:
    """Answer nothing: the work was cancelled."""
