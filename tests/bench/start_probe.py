"""Starts the program as its door does and says how far it is; what is typed comes at once.

`python -m tests.bench.start_probe FOLDER WORD DIGIT` prints `painted`, `seen` with what 首页 says,
`able` once the score of the first cell, typed right after 首页 was seen, stands on disk, and
`gap` with the longest time in milliseconds in which the event loop did nothing. It ends as soon
as WORD was said.
"""

import gc
import json
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

gc.disable()  # as the door does
if True:  # the program is imported after that, as in the door
    from desk_app import app
    from desk_app.services.computer import COMPUTER
    from desk_app.views.kit import theme


PATIENCE_MS = 30_000
BEAT_MS = 10
"""Looking more often would take time from what is measured."""


class Watch:
    """Listens to a program and types into it."""

    def __init__(self, program: app.Program, last: str, digit: str) -> None:
        self._program = program
        self._last = last
        self._digit = digit
        self._beat = time.perf_counter()
        self._gap = 0.0
        self._timer = QTimer()
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._measure)
        QTimer.singleShot(PATIENCE_MS, lambda: QApplication.exit(1))
        program.window.painted.connect(lambda: self._say("painted"))
        if program.kept_home is not None:
            program.kept_home.painted.disconnect(program.begin)
            program.kept_home.painted.connect(self._seen)

    def _seen(self) -> None:
        self._say("seen", texts(self._program))
        self._beat = time.perf_counter()
        self._timer.start()
        QTimer.singleShot(0, self._go_on)

    def _go_on(self) -> None:
        self._type()
        self._program.begin()

    def _type(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        self._program.runner.saved.connect(self._able)
        window = self._program.window.windowHandle()
        QTest.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(window, Qt.Key.Key_4 if self._digit == "4" else Qt.Key.Key_5)
        QTest.keyClick(window, Qt.Key.Key_Return)

    def _able(self) -> None:
        self._say("able")

    def _measure(self) -> None:
        now = time.perf_counter()
        self._gap = max(self._gap, now - self._beat - BEAT_MS / 1000)
        self._beat = now

    def _say(self, word: str, more: object = "") -> None:
        if word == self._last:
            print("gap", round(self._gap * 1000), flush=True)
        print(word, json.dumps(more, ensure_ascii=False), flush=True)
        if word == self._last:
            self._program.window.close()


def main(folder: str, last: str, digit: str) -> int:
    """Run until ``last`` was said; returns the exit status."""
    application = QApplication(theme.arguments())
    theme.apply(application)
    program = app.Program(Path(folder), fixed=True, clock=COMPUTER)
    watch = Watch(program, last, digit)
    program.window.show()
    status = application.exec()
    program.end()
    del watch
    return status


def texts(program: app.Program) -> list[str]:
    """Everything that 首页 says, in the order of its widgets."""
    from PySide6.QtWidgets import QLabel

    return [one.text() for one in program.window.home_room.findChildren(QLabel)]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
