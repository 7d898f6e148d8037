"""A desktop of the test's own: screen, session bus, window manager, input method, one program.

The packages are Debian's: xvfb, openbox, xdotool, dbus, and fcitx5 with fcitx5-pinyin. Nothing
here touches the desktop of whoever runs the tests.
"""

import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.support.bound import bound
from tests.support.session_bus import private_bus

TOOLS = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool", "dbus-daemon": "dbus"}
PROJECT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60.0
"""How long anything is waited for; two cores may be shared by many."""


def missing(**more: str) -> str:
    """Say which packages of apt are missing, "" if none is."""
    packages = [name for tool, name in {**TOOLS, **more}.items() if not shutil.which(tool)]
    return f"缺少 apt 包：{' '.join(packages)}" if packages else ""


@contextmanager
def running(command: list[str], env: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    """Run something until it is no longer needed."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        bound(command), env=env, stdout=quiet, stderr=quiet, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


class Desktop:
    """A screen on which programs run, and hands at its keyboard."""

    def __init__(self, env: dict[str, str], stack: ExitStack) -> None:
        self.env = env
        self._stack = stack

    def run(self, command: list[str], **more: str) -> "subprocess.Popen[str]":
        """Start something that ends with the desktop."""
        return self._stack.enter_context(running(command, {**self.env, **more}))

    def xdotool(self, *words: str) -> str:
        command = ["xdotool", *words]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def window_of(self, *words: str) -> str:
        """Wait for a window in sight, found as ``xdotool search`` does; returns its number.

        Asked again and again: a search gives up when another window goes away under it.
        """
        command = ["xdotool", "search", "--onlyvisible", *words]
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            done = subprocess.run(
                command, env=self.env, capture_output=True, text=True, check=False
            )
            if done.returncode == 0 and (found := done.stdout.split()):
                return found[-1]
            time.sleep(0.1)
        raise TimeoutError(f"no window: {words}")

    def type(self, text: str) -> None:
        """Type letters at the pace of a quick clerk."""
        self.xdotool("type", "--delay", "80", text)

    def press(self, *keys: str) -> None:
        self.xdotool("key", "--delay", "80", *keys)

    def names(self) -> set[str]:
        """Return the names on the bus that fcitx and ibus are known by."""
        from desk_app.views.input import bus, choosing

        address = self.env["DBUS_SESSION_BUS_ADDRESS"]
        asked = [choosing.FCITX5, choosing.FCITX_PORTAL, choosing.IBUS, choosing.IBUS_PORTAL]
        return set(bus.owners(address, [*asked, choosing.fcitx4_name(self.env)], PATIENCE_S))

    def wait_for_name(self, name: str) -> None:
        """Wait until a program on the bus bears a name."""
        until = time.monotonic() + PATIENCE_S
        while name not in self.names():
            if time.monotonic() > until:
                raise TimeoutError(f"{name} does not come")
            time.sleep(0.1)


@contextmanager
def desktop(folder: Path, taskbar: int = 0) -> Iterator[Desktop]:
    """Give an empty desktop with a window manager; sockets and the like lie in ``folder``.

    ``taskbar``: so many pixels at the lower edge are kept from windows.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        env = {name: value for name, value in os.environ.items() if not name.startswith("QT_")}
        env |= {"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}
        for name in ("XMODIFIERS", "WAYLAND_DISPLAY", "IBUS_USE_PORTAL"):
            env.pop(name, None)
        env["DISPLAY"] = stack.enter_context(_screen(env))
        env["DBUS_SESSION_BUS_ADDRESS"], _ = stack.enter_context(private_bus(folder))
        made = Desktop(env, stack)
        made.run(["openbox", *_config(folder, taskbar)])
        yield made


def _config(folder: Path, taskbar: int) -> list[str]:
    """Have Debian's settings of openbox with a margin at the lower edge."""
    if not taskbar:
        return []
    usual = Path("/etc/xdg/openbox/rc.xml").read_text(encoding="utf-8")
    path = folder / "openbox.xml"
    path.write_text(
        usual.replace("<bottom>0</bottom>", f"<bottom>{taskbar}</bottom>"), encoding="utf-8"
    )
    return ["--config-file", str(path)]


@contextmanager
def _screen(env: dict[str, str]) -> Iterator[str]:
    """Run an X server on a number that is free; gives its name."""
    reading, writing = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        "1366x768x24",
        "-nolisten",
        "tcp",
    ]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        bound(command), env=env, stdout=quiet, stderr=quiet, pass_fds=[writing]
    ) as server:
        os.close(writing)
        try:
            ready, _, _ = select.select([reading], [], [], PATIENCE_S)
            number = os.read(reading, 20).decode().strip() if ready else ""
            if not number:
                raise TimeoutError("no screen")
            yield f":{number}"
        finally:
            os.close(reading)
            server.kill()


class Hands:
    """Types into the fields of the program and reads them."""

    def __init__(self, desktop_: Desktop, program: "subprocess.Popen[str]") -> None:
        self.desktop = desktop_
        self._program = program

    def ask(self, words: str) -> str:
        """Send the program a line; returns its answer."""
        assert self._program.stdin is not None
        self._program.stdin.write(words + "\n")
        self._program.stdin.flush()
        return self.answer()

    def answer(self) -> str:
        """Return the next line that the program says."""
        assert self._program.stdout is not None
        ready, _, _ = select.select([self._program.stdout], [], [], PATIENCE_S)
        line = self._program.stdout.readline() if ready else ""
        if not line:
            raise TimeoutError(f"the program says nothing, its status is {self._program.poll()}")
        return str(json.loads(line))

    def becomes(self, field: str, text: str) -> str:
        """Wait until a field holds a text; returns what it holds in the end."""
        until = time.monotonic() + PATIENCE_S / 6
        while (there := self.ask(f"say {field}")) != text and time.monotonic() < until:
            time.sleep(0.1)
        return there


@contextmanager
def typed_program(desktop_: Desktop, folder: Path, **more: str) -> Iterator[Hands]:
    """Run the real program with the example township, its window in front, 首页 shown."""
    env = {**desktop_.env, "QT_QPA_PLATFORM": "xcb", **more}
    command = bound([sys.executable, "-m", "tests.desktop.typist", str(folder)])
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, env=env, cwd=PROJECT, stdin=pipe, stdout=pipe, text=True, encoding="utf-8"
    ) as program:
        hands = Hands(desktop_, program)
        try:
            assert hands.answer() == "loaded"
            window = desktop_.window_of("--pid", str(program.pid))
            desktop_.xdotool("windowactivate", "--sync", window)
            yield hands
            hands.ask("quit")
            program.wait(PATIENCE_S)
        finally:
            program.kill()
