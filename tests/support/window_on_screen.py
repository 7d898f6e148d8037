"""The first window on a real screen: ``python -m tests.support.window_on_screen FOLDER``.

Prints ``fits``, or what does not.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from desk_app.app import SMALL_SCREEN, Program
from desk_app.services.computer import COMPUTER
from desk_app.views.kit import theme
from desk_app.views.rooms import ROOMS
from tests.support.fitting import faults
from tests.support.running_program import make_example
from tests.support.waiting import listen, wait_for

_MANAGED_AFTER_MS = 600


def main(folder: Path) -> int:
    """Show the first window, walk through the rooms, say what does not fit."""
    make_example(folder)
    application = QApplication(theme.arguments())
    theme.apply(application)
    program = Program(folder, fixed=True, clock=COMPUTER)
    listen(program.runner)
    painted = QEventLoop()
    program.window.painted.connect(painted.quit)
    QTimer.singleShot(10_000, painted.quit)
    program.show()
    painted.exec()
    wait_for(program.runner, 20_000)
    _let_pass(_MANAGED_AFTER_MS)  # the window manager takes the window into its frame
    found = []
    window = program.window
    for key in ROOMS:
        window.go(key)
        wait_for(program.runner, 20_000)
        for _ in range(4):  # sentences that wrap tell their hosts, hosts lay out anew
            _let_pass(20)
        found += [f"{key}: {one}" for one in faults(window)]
    free = window.screen().availableGeometry()
    # Half a logical pixel may be rounded up.
    if not free.adjusted(-1, -1, 1, 1).contains(window.frameGeometry()):
        found.append(f"the window {window.frameGeometry()} is not on the screen {free}")
    if free.width() <= SMALL_SCREEN and not window.isMaximized():
        found.append("the window does not fill a small screen")
    print("\n".join(found) or "fits")
    window.close()
    wait_for(program.runner, 20_000)
    program.end()
    return 1 if found else 0


def _let_pass(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
