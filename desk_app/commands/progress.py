"""How far long work is, in one line of the terminal that is drawn again and again."""

import shutil
import unicodedata
from typing import TextIO


class LineProgress:
    """Draws one line on a terminal: ``正在拟定等级 12000/20000``. ``clear`` takes it away again."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal
        self._drawn = 0

    def step(self, done: int, total: int, text: str) -> None:
        """Draw how far it is; without a total only what is being done."""
        line = f"{text} {done}/{total}" if total else text
        room = shutil.get_terminal_size().columns - 1
        while line and _columns(line) > room:  # a line that breaks cannot be drawn over
            line = line[:-1]
        blanks = " " * (self._drawn - _columns(line))
        self._draw(f"\r{line}{blanks}")
        self._drawn = _columns(line)

    def clear(self) -> None:
        """Leave an empty line for the answer."""
        if self._drawn:
            self._draw("\r" + " " * self._drawn + "\r")
        self._drawn = 0

    def _draw(self, text: str) -> None:
        encoding = self._terminal.encoding or "utf-8"
        # A console in another code page must not turn a hint into a traceback.
        self._terminal.write(text.encode(encoding, "replace").decode(encoding))
        self._terminal.flush()


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
