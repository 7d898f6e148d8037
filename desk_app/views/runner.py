"""The one runner between screens and services: one worker thread, one open workspace.

A use case is named where it is called, with what it wants after the workspace; what comes of it
is said on the screen's thread::

    runner.call(scoring.sheet, subject_id).then(self._show).otherwise(self._refused)
    runner.save(scoring.record_many, changes).then(self._recorded)
    runner.save(submission.export, round_id, parent, runner.long("生成上报材料")).then(self._made)

Services are imported on the worker thread when they are first called (``use_cases``), so that
the window is painted before a database is even thought of.
"""

import gc
import logging
import queue
import threading
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from desk_app.domain.faults import Fault
from desk_app.domain.progress import Cancelled
from desk_app.views.answer import Answer, LongWork, call_if_open

if TYPE_CHECKING:
    from desk_app.domain.kit.clock import Clock
    from desk_app.views.use_cases import workspace

T = TypeVar("T")
P = ParamSpec("P")
Work = Callable[[], None]

log = logging.getLogger(__name__)

_COLLECT_EVERY_MS = 2000
_FULL_COLLECTION = 30
"""One collection in so many looks at everything; the others only at what is young."""


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

    def __init__(self, clock: "Clock", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._workspace: workspace.Workspace | None = None
        self._jobs: queue.SimpleQueue[Work | None] = queue.SimpleQueue()
        self._waiting = 0
        self._cancel = threading.Event()
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

    @property
    def has_workspace(self) -> bool:
        """Whether a workspace is open."""
        return self._workspace is not None

    def call(
        self,
        use_case: "Callable[Concatenate[workspace.Workspace, P], T]",
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> "Answer[T]":
        """Do ``use_case(workspace, *args)`` on the worker thread.

        A ``Fault`` goes to ``otherwise`` or else to the window's message line; any other error
        becomes a report. A ``LongWork`` among the arguments makes it long work.
        """
        return self._ask(
            lambda: use_case(self._opened(), *args, **kwargs), _long(args, kwargs), writes=False
        )

    def save(
        self,
        use_case: "Callable[Concatenate[workspace.Workspace, P], T]",
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> "Answer[T]":
        """Do what ``call`` does, and say afterwards that something stands on disk (已保存)."""
        return self._ask(
            lambda: use_case(self._opened(), *args, **kwargs), _long(args, kwargs), writes=True
        )

    def compute(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> "Answer[T]":
        """Do on the worker thread what needs no workspace: pages of a PDF, a list in a file."""
        return self._ask(lambda: function(*args, **kwargs), _long(args, kwargs), writes=False)

    def long(self, title: str) -> "LongWork":
        """Return the progress of work that takes its time, to be handed to a use case.

        The work shows how far it is after half a second, and can be cancelled; after a cancel
        neither ``then`` nor ``otherwise`` is called.
        """
        return LongWork(title, self._stepped.emit)

    def cancel(self) -> None:
        """Ask the long work that is running to stop."""
        self._cancel.set()

    def open(
        self, opener: "Callable[P, workspace.Workspace]", *args: P.args, **kwargs: P.kwargs
    ) -> "Answer[None]":
        """Put the workspace that ``opener`` returns in the place of the open one.

        The other one is closed (with its backup) only when the new one could be opened.
        """

        def change() -> None:
            new = opener(*args, **kwargs)
            old, self._workspace = self._workspace, new
            if old is not None:
                old.close()

        return self._ask(change, None, writes=False)

    def close(self, *, back_up: bool = True) -> "Answer[None]":
        """Close the workspace after everything that waits, with a backup."""

        def shut() -> None:
            old, self._workspace = self._workspace, None
            if old is not None:
                old.close(back_up=back_up)

        return self._ask(shut, None, writes=False)

    def end(self, timeout_s: float = 10) -> None:
        """Let the worker thread finish what it has and end; nothing can be run afterwards."""
        self._jobs.put(None)
        self._thread.join(timeout_s)
        self._garbage.stop()
        gc.enable()

    def _opened(self) -> "workspace.Workspace":
        if self._workspace is None:
            raise Fault("还没有打开工作区，请先新建或打开一个工作区。")
        return self._workspace

    def _ask(
        self,
        work: Callable[[], T],
        long: "LongWork | None",
        *,
        writes: bool,
    ) -> "Answer[T]":
        """Queue work whose answer is listened to; a ``long`` one says when it begins and ends."""

        def begin() -> T:
            if long is not None:
                self._cancel = long.cancelled
                self._arrived.emit(lambda: self.long_started.emit(long.title))
            return work()

        answer: Answer[T] = Answer(self._tell, self._tell if writes else None)
        self._queue(
            begin,
            answer.deliver,
            answer.refuse,
            writes=writes,
            ended=None if long is None else self.long_ended.emit,
        )
        return answer

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
            answer = _call(self._report, "work failed, and so did the report of it")
            try:
                answer = self._outcome(work, done, failed, writes=writes)
            finally:  # whatever happened, nobody waits for this work any longer
                self._arrived.emit(_Last(answer, ended))

        self._waiting += 1
        if self._waiting == 1:
            self.busy_changed.emit(True)
        self._jobs.put(job)

    def _outcome(
        self,
        work: Callable[[], T],
        done: Callable[[T], object] | None,
        failed: Callable[[Fault], object] | None,
        *,
        writes: bool,
    ) -> Work:
        """Do the work on this thread; return what answers it on the screen's."""
        try:
            result = work()
        except Fault as fault:
            return _call(failed or self._tell, fault)
        except Cancelled:
            return _nothing
        except BaseException:  # a library's panic is no Exception, nor is sys.exit
            log.exception("work on the worker thread failed")
            return _call(self._report, traceback.format_exc())
        return self._answer(done, result, writes=writes)

    def _answer(self, done: Callable[[T], object] | None, result: T, *, writes: bool) -> Work:
        def answer() -> None:
            if writes:
                self.saved.emit(f"{self._clock.now():%H:%M}")
            if done is not None:
                _call(done, result)()

        return answer

    def _tell(self, fault: Fault) -> None:
        self.faulted.emit(str(fault))

    def _report(self, report: str) -> None:
        self.crashed.emit(report)

    def _collect(self) -> None:
        if not self._rounds:
            gc.freeze()  # what the start has imported will never be garbage
        self._rounds += 1
        gc.collect(2 if self._rounds % _FULL_COLLECTION == 0 else 1)

    def _labour(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                job()
            except BaseException:  # the thread outlives its jobs: a later save must run
                log.exception("a job ended badly")

    def _deliver(self, answer: Work) -> None:
        if not isinstance(answer, _Last):
            self._guarded(answer)
            return
        self._waiting -= 1
        if answer.ended is not None:
            self._guarded(answer.ended)
        self._guarded(answer.work)
        if not self.busy:
            self.busy_changed.emit(False)

    def _guarded(self, act: Callable[[], object]) -> None:
        """Answer on the screen's thread; what goes wrong there is reported, not lost."""
        try:
            act()
        except BaseException:  # whatever it is, the answers behind this one are still to come
            log.exception("the answer of some work failed")
            self._report(traceback.format_exc())


class _Last:
    """The last word of a job: what to call, and what says that long work is over."""

    def __init__(self, work: Work, ended: Callable[[], object] | None) -> None:
        self.work = work
        self.ended = ended

    def __call__(self) -> None:
        self.work()


def _long(args: tuple[object, ...], kwargs: dict[str, object]) -> LongWork | None:
    """The progress among the arguments of a use case, where it is long work."""
    return next((one for one in (*args, *kwargs.values()) if isinstance(one, LongWork)), None)


def _call(target: Callable[[Any], object], value: object) -> Work:
    """Return a call of ``target``; a screen that was closed meanwhile is not called any more."""
    return lambda: call_if_open(target, value)


def _nothing() -> None:
    """Answer nothing: the work was cancelled."""
