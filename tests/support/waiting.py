"""Waiting until everything that a screen asked for is done and shown."""

import time

from PySide6.QtCore import QEventLoop, QObject, QTimer

from desk_app.views.runner import Runner


class _LastCrash(QObject):
    """Lives with its runner and remembers what crashed since somebody last waited."""

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self.report = ""
        runner.crashed.connect(self._note)

    def _note(self, report: str) -> None:
        self.report = report


def listen(runner: Runner) -> _LastCrash:
    """Remember from now on what crashes, for the next who waits; once for a runner."""
    heard = runner.findChild(_LastCrash)
    return heard if isinstance(heard, _LastCrash) else _LastCrash(runner)


def wait_for(runner: Runner, timeout_ms: int = 5000) -> None:
    """Spin the event loop until everything queued is done and delivered.

    Raises TimeoutError, or RuntimeError with the report when some work crashed meanwhile.
    """
    heard = listen(runner)
    until = time.monotonic() + timeout_ms / 1000
    while runner.busy:
        if time.monotonic() > until:
            raise TimeoutError(f"still busy after {timeout_ms} ms")
        loop = QEventLoop()
        QTimer.singleShot(2, loop.quit)
        loop.exec()
    report, heard.report = heard.report, ""
    if report:
        raise RuntimeError(report)
