"""Another program on the same desktop, as WPS is: it copies, and it can take a picture.

Run in a process of its own; a line of JSON comes in, ``null`` goes out.
"""

import json
import os
import sys

from PySide6.QtCore import QRect, QSocketNotifier
from PySide6.QtGui import QGuiApplication


def main() -> int:
    """Copy and take pictures until the input ends."""
    application = QGuiApplication(sys.argv)
    heard = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    rest: list[str] = [""]

    def hear() -> None:
        told = os.read(sys.stdin.fileno(), 65_536).decode()
        if not told:
            application.quit()
            return
        *lines, rest[0] = (rest[0] + told).split("\n")
        for line in lines:
            wish = json.loads(line)
            if "copy" in wish:
                application.clipboard().setText(wish["copy"])
            else:
                _picture(wish["picture"], wish["at"])
            sys.stdout.write("null\n")
            sys.stdout.flush()

    heard.activated.connect(hear)
    return application.exec()


def _picture(path: str, at: list[int]) -> None:
    """Save that part of the screen as everybody sees it."""
    whole = QGuiApplication.primaryScreen().grabWindow(0)
    if not whole.copy(QRect(*at)).save(path):
        raise OSError(path)


if __name__ == "__main__":
    sys.exit(main())
