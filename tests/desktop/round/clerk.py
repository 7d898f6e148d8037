"""A clerk at a real screen: keys and clicks through the X server, each of them counted.

What she presses she has seen: a widget that is hidden, covered, off or scrolled away cannot be
clicked. What the program tells about itself only says where things are.
"""

import json
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.desktop.round.effort import Effort
from tests.support.bound import bound
from tests.support.desktop import PATIENCE_S, PROJECT, Desktop

SCALE = "1.25"
AFTER_A_KILL = "上次没有正常关闭，已保存的都在"
KEY_DELAY_MS = 12
ANIMATED_S = 0.15
"""Qt shows a button pressed for a tenth of a second when its letter is pressed with Alt."""
NAMED = {"↵": "Return", "⇥": "Tab", "⎋": "Escape", "↓": "Down", "↑": "Up", "→": "Right",
         "←": "Left", "␣": "space", ".": "period", "-": "minus", "/": "slash", "*": "asterisk",
         "+": "plus", "⌫": "BackSpace", "_": "underscore", ",": "comma", "~": "asciitilde",
         ":": "colon"}  # fmt: skip


class NotThere(LookupError):
    """What should be pressed cannot be seen, or not be pressed."""


class Speaking:
    """A process that answers a line of JSON with a line of JSON."""

    def __init__(self, module: str, *words: str, env: dict[str, str]) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            bound([sys.executable, "-m", module, *words]),
            env=env, cwd=PROJECT, stdin=pipe, stdout=pipe, text=True, encoding="utf-8",
        )  # fmt: skip

    def ask(self, **question: object) -> Any:
        """Ask and wait for the answer. Raises TimeoutError where none comes."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE_S)
        line = self.process.stdout.readline() if ready else ""
        if not line:
            raise TimeoutError(f"no answer to {question}, status {self.process.poll()}")
        return json.loads(line)

    def end(self) -> None:
        """End it, as a power cut does, and let go of its pipes."""
        with self.process as process:
            process.kill()


class Clerk:
    """One person in front of one program."""

    def __init__(self, desktop: Desktop, data: Path, home: Path, pictures: Path) -> None:
        self.desktop = desktop
        self.pictures = pictures
        self._data, self._home = data, home
        self.effort = Effort()
        self.program: Speaking
        self._neighbour = Speaking("tests.desktop.round.neighbour", env=desktop.env)

    # --- the program --------------------------------------------------------------------

    def sit_down(self) -> None:
        """Start the program on its folder; its window comes to the front by itself."""
        home = self._home
        env = {**self.desktop.env, "QT_QPA_PLATFORM": "xcb", "QT_SCALE_FACTOR": SCALE}
        env |= {"HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
        env |= {"XDG_CONFIG_HOME": str(home / "config"), "XDG_CACHE_HOME": str(home / "cache")}
        self.program = Speaking("tests.desktop.round.driven", str(self._data), env=env)
        self.desktop.window_of("--pid", str(self.program.process.pid))
        until = time.monotonic() + PATIENCE_S
        while not self.window()["focus"]:  # no key before the window manager gave it the keys
            if time.monotonic() > until:
                raise TimeoutError("the window does not come to the front")
            time.sleep(0.05)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is in hand. Raises RuntimeError where something crashed."""
        told = self.program.ask(ask="settled")
        if told["crash"]:
            raise RuntimeError(told["crash"])

    def leave(self) -> None:
        """Close the window with the desktop's own key."""
        self.desktop.xdotool("key", "alt+F4")

    def gone(self) -> int:
        """Wait until the program has ended by itself; returns its status."""
        status = self.program.process.wait(PATIENCE_S)
        self.program.end()
        return status

    def kill(self) -> None:
        """What a power cut does to it."""
        self.program.end()

    def get_up(self) -> None:
        """End what still runs."""
        for one in (self._neighbour, self.program):
            one.end()

    # --- eyes ---------------------------------------------------------------------------

    def window(self) -> dict[str, Any]:
        """Where the window is, which room, what comes next."""
        told: dict[str, Any] = self.program.ask(ask="window")
        return told

    def seen(self) -> list[dict[str, Any]]:
        """All widgets in sight."""
        told: list[dict[str, Any]] = self.program.ask(ask="seen")
        return told

    def words(self) -> str:
        """All that can be read now."""
        return "\n".join(one["text"] for one in self.seen() if one["text"])

    def read(self, words: str) -> None:
        """Make sure that something is said. Raises AssertionError with all that is said."""
        until = time.monotonic() + 10
        while words not in (said := self.words()):
            if time.monotonic() > until:
                raise AssertionError(f"“{words}” is not said, but:\n{said}")
            time.sleep(0.1)

    def table(self, name: str) -> list[list[str]]:
        """The rows of a table."""
        rows: list[list[str]] = self.program.ask(ask="table", name=name)["rows"]
        return rows

    def look(self, name: str) -> None:
        """Keep a picture of what the screen shows inside the window's frame."""
        at = self.window()["client"]
        self._neighbour.ask(picture=str(self.pictures / f"{name}.png"), at=at)

    def find(self, name: str, **like: object) -> dict[str, Any]:
        """Return the one thing in sight with this name or text. Raises NotThere."""
        for exactly in (True, False):
            found = [
                one
                for one in self.seen()
                if _is(one, name, exactly=exactly)
                and all(one.get(key) == value for key, value in like.items())
            ]
            if found:
                break
        if not found:
            raise NotThere(f"{name} is not in sight:\n{self.words()}")
        if len(found) > 1 and len({tuple(one["at"]) for one in found}) > 1:
            raise NotThere(f"{len(found)} things are called {name}: {found}")
        return found[0]

    # --- hands --------------------------------------------------------------------------

    def keys(self, text: str) -> None:
        """Press the keys of ``text`` one after the other; each counts."""
        names = [NAMED.get(one, one) for one in text]
        self.effort.keys += len(names)
        self.desktop.xdotool("key", "--delay", str(KEY_DELAY_MS), *names)
        if "⎋" in text:
            time.sleep(ANIMATED_S)
        self.settle()

    def chord(self, *keys: str) -> None:
        """Press keys together (``ctrl+4``); each chord counts as a key."""
        self.effort.keys += len(keys)
        self.desktop.xdotool("key", "--delay", str(KEY_DELAY_MS), *keys)
        if any(one.startswith("alt+") for one in keys):
            time.sleep(ANIMATED_S)
        self.settle()

    def copy(self, text: str) -> None:
        """Have something on the clipboard, as it comes from WPS."""
        self._neighbour.ask(copy=text)
        self.settle()

    def paste(self, text: str) -> None:
        """Press Ctrl+V with that on the clipboard; counts as one paste."""
        self.copy(text)
        self.effort.pastes += 1
        self.desktop.xdotool("key", "ctrl+v")
        self.settle()

    def press(self, name: str) -> None:
        """Click the one button that says this."""
        self._click(self.find(name, button=True))

    def press_to_paste(self, name: str, text: str) -> None:
        """Click the button that takes what lies on the clipboard: one paste."""
        self.copy(text)
        self.press(name)
        self.effort.clicks -= 1
        self.effort.pastes += 1

    def click(self, name: str, **like: object) -> None:
        """Click a field, a line of a menu, a tab."""
        self._click(self.find(name, **like))

    def click_cell(self, table: str, row: int, column: int) -> None:
        """Click a cell that is in sight."""
        told = self.program.ask(ask="cell", name=table, row=row, column=column)
        if not told:
            raise NotThere(f"{table}: {row}, {column} is scrolled away")
        self._click_at(told["at"])

    def click_row(self, table: str, words: str, column: int = 0) -> None:
        """Click the row in which these words stand."""
        rows = self.table(table)
        at = [row for row, cells in enumerate(rows) if any(words in one for one in cells)]
        if not at:
            raise NotThere(f"{words} is not in {table}: {rows[:5]}")
        self.click_cell(table, at[0], column)

    def tick(self, table: str, row: int) -> None:
        """Click the box at the left of a line."""
        told = self.program.ask(ask="cell", name=table, row=row, column=0)
        left, top, _, high = told["at"]
        self._click_at([left + round(high * 0.15), top, round(high * 0.7), high])

    def _click(self, one: dict[str, Any]) -> None:
        if not one["enabled"] or not one["clear"]:
            raise NotThere(f"cannot be pressed: {one}")
        self._click_at(one["at"])

    def _click_at(self, at: list[int]) -> None:
        x, y = at[0] + at[2] // 2, at[1] + at[3] // 2
        self.effort.clicks += 1
        self.desktop.xdotool("mousemove", str(x), str(y), "click", "1")
        self.settle()

    @contextmanager
    def answering(self) -> Iterator[None]:
        """What is pressed here answers a question that the program asks before it goes on."""
        kept, self.effort = self.effort, Effort()
        try:
            yield
        finally:
            kept.answers.append(self.effort.all)
            self.effort = kept


def _is(one: dict[str, Any], name: str, *, exactly: bool) -> bool:
    said = (one["name"], one["text"])
    return name in said if exactly else any(each.startswith(name) for each in said)
