"""A session bus of the test's own, and an fcitx on it that does what the test says."""

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.support.bound import bound

MISSING = "" if shutil.which("dbus-daemon") else "没有 dbus-daemon（apt 包 dbus）"


@contextmanager
def private_bus(folder: Path) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Run a bus; gives its address and its process, which may be ended before."""
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"]
    command += [f"--address=unix:dir={folder}"]
    with subprocess.Popen(
        bound(command), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as bus:
        assert bus.stdout is not None
        try:
            address = bus.stdout.readline().strip()
            if not address:
                # Programs without an address start a bus themselves, and leave it behind.
                raise RuntimeError(f"no bus in {folder}")
            yield address, bus
        finally:
            bus.kill()


class FakeFcitx:
    """An fcitx 4 (or 5): writes down what it is told and answers keys as it was told to."""

    def __init__(self, address: str, name: str, generation: int = 4) -> None:
        self.address = address
        self.name = name
        self.generation = generation
        self.told: list[tuple[Any, ...]] = []
        """Method and values of every call, in order."""
        self.says: Callable[[int], tuple[list[tuple[str, str, tuple[Any, ...]]], bool] | None]
        self.says = lambda _symbol: ([], False)
        """For a key: the signals before the answer, and the answer (None: never)."""
        self.contexts = 0
        self._bus: DBusConnection = open_dbus_connection(address)
        self._bus.send_and_get_reply(message_bus.RequestName(name))
        self._unanswered: Any = None
        self._ends = False
        self._ear = threading.Thread(target=self._listen, daemon=True)
        self._ear.start()

    @property
    def methods(self) -> list[str]:
        return [call[0] for call in self.told]

    def strokes(self) -> list[tuple[int, bool]]:
        """Symbol and released of every key that came."""
        return [(call[1], bool(call[4])) for call in self.told if call[0] == "ProcessKeyEvent"]

    def signal(self, member: str, signature: str, values: tuple[Any, ...]) -> None:
        """Say something, as after a click on a candidate."""
        interface = f"org.fcitx.Fcitx.InputContext{'1' if self.generation == 5 else ''}"
        emitter = DBusAddress(self._path(self.contexts), interface=interface)
        self._bus.send(new_signal(emitter, member, signature, values))

    def answer_late(self, signals: list[tuple[str, str, tuple[Any, ...]]]) -> None:
        """Answer the key that was left without an answer."""
        self._answer(self._unanswered, signals, True)

    def _answer(
        self, message: Any, signals: list[tuple[str, str, tuple[Any, ...]]], taken: bool
    ) -> None:
        for one in signals:
            self.signal(*one)
        kind = "i" if self.generation == 4 else "b"
        self._bus.send(new_method_return(message, kind, (taken,)))

    def close(self) -> None:
        self._ends = True
        self._ear.join(5)
        self._bus.close()

    def _path(self, number: int) -> str:
        return f"/inputcontext_{number}" if self.generation == 4 else f"/ic/{number}"

    def _listen(self) -> None:
        while not self._ends:
            try:
                message = self._bus.receive(timeout=0.05)
            except TimeoutError:
                continue
            except (OSError, ConnectionError):
                return
            if message.header.message_type is MessageType.method_call:
                self._take(message)

    def _take(self, message: Any) -> None:
        member = message.header.fields[HeaderFields.member]
        self.told.append((member, *message.body))
        if member == "CreateICv3":
            self.contexts += 1
            values = (self.contexts, True, 0, 0, 0, 0)
            self._bus.send(new_method_return(message, "ibuuuu", values))
        elif member == "CreateInputContext":
            self.contexts += 1
            self._bus.send(new_method_return(message, "oay", (self._path(self.contexts), b"")))
        elif member == "ProcessKeyEvent":
            signature = message.header.fields[HeaderFields.signature]
            if signature != ("uuuiu" if self.generation == 4 else "uuubu"):
                self._bus.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))
                return
            released = bool(message.body[3])
            said = ([], False) if released else self.says(message.body[0])
            if said is None:
                self._unanswered = message
            else:
                self._answer(message, *said)
