import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("jeepney", reason="a session bus is a matter of Linux")

from desk_app.views.input import bus
from tests.support.session_bus import MISSING, FakeFcitx, private_bus

LIMIT = 0.15
Serve = Callable[[socket.socket], object]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Callable[[Serve], str]]:
    """Give what opens a socket, hands its first caller to a function and says the address."""
    open_: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def serve(answer: Serve) -> str:
        ear = socket.socket(socket.AF_UNIX)
        ear.bind(str(tmp_path / "bus"))
        ear.listen()
        open_.append(ear)

        def take() -> None:
            caller, _ = ear.accept()
            with caller:
                try:
                    answer(caller)
                    while caller.recv(4096):
                        pass
                except OSError:
                    return  # the caller has had enough

        threads.append(threading.Thread(target=take, daemon=True))
        threads[-1].start()
        return f"unix:path={tmp_path / 'bus'}"

    yield serve
    for thread in threads:
        thread.join(5)
    for ear in open_:
        ear.close()


def refused(address: str) -> str:
    with pytest.raises(bus.NoBusError) as told:
        bus.owners(address, ["a.b"], LIMIT)
    return str(told.value)


def test_a_bus_that_never_answers_is_given_up(served: Callable[[Serve], str]) -> None:
    assert "time" in refused(served(lambda _caller: None))


def test_a_bus_that_trickles_is_given_up_as_a_whole(served: Callable[[Serve], str]) -> None:
    def trickle(caller: socket.socket) -> None:
        # each byte is in time, all together never are
        for _ in range(100):
            caller.sendall(b"O")
            threading.Event().wait(0.02)

    assert "time" in refused(served(trickle))


def test_a_bus_that_knows_us_and_then_hangs_is_given_up(served: Callable[[Serve], str]) -> None:
    assert "time" in refused(served(lambda caller: caller.sendall(b"OK 00\r\n")))


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"REJECTED EXTERNAL\r\n",
        b"x" * 5000,
        b"OK 00\r\n" + b"garbage, not a message",
        b"OK 00\r\nl\2\0\1" + b"\xff" * 12,
        b"OK 00\r\nl\2\0\1" + b"\0\0\0\0" + b"\1\0\0\0" + b"\3\0\0\0" + b"\5\1u\0\0\0\0\0",
        b"OK 00\r\nl\2\0\1\0\0\0\0\1\0\0\0\x08\0\0\0\5\1u\0\2\0\0\0",
        b"OK 00\r\nB\2\0\1\0\0\0\0\0\0\0\1\0\0\0\x08\5\1u\0\0\0\0\2",
    ],
)
def test_garbage_is_no_bus(served: Callable[[Serve], str], answer: bytes) -> None:
    def speak(caller: socket.socket) -> None:
        caller.sendall(answer)
        caller.shutdown(socket.SHUT_WR)

    assert refused(served(speak))


@pytest.mark.parametrize(
    "address",
    [
        "tcp:host=localhost,port=1",
        "nonce-tcp:host=localhost,port=1",
        "unixexec:path=/bin/true",
        "launchd:env=X",
        "autolaunch:",
        "unix:",
        "unix:path=",
        "unix:tmpdir=/tmp",
        "",
        "nonsense",
    ],
)
def test_only_unix_addresses_are_followed(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_arguments: object) -> socket.socket:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr("_socket.socket", never)
    assert refused(address) == "no unix: address"


def test_where_sockets_lie() -> None:
    address = "tcp:host=a;unix:path=/run/user/1000/a%20b,guid=00;unix:guid=1,abstract=/tmp/dbus-x"
    assert list(bus.places(address)) == [b"/run/user/1000/a b", b"\0/tmp/dbus-x"]


def test_a_socket_that_is_not_there(tmp_path: Path) -> None:
    assert refused(f"unix:path={tmp_path}/none")
    assert refused(f"unix:path={tmp_path}/{'n' * 300}")
    assert refused("unix:path=/a%00b")


@pytest.mark.skipif(bool(MISSING), reason=MISSING)
def test_a_real_bus_says_who_is_there(tmp_path: Path) -> None:
    with private_bus(tmp_path) as (address, _):
        fcitx = FakeFcitx(address, "org.fcitx.Fcitx-7")
        try:
            owned = bus.owners(address, ["org.fcitx.Fcitx-7", "org.fcitx.Fcitx5"], 5)
        finally:
            fcitx.close()
        assert list(owned) == ["org.fcitx.Fcitx-7"]
        assert owned["org.fcitx.Fcitx-7"].startswith(":1.")
        # the first place that answers is taken
        several = f"tcp:host=localhost,port=1;unix:path={tmp_path}/none;{address}"
        assert bus.owners(several, ["org.freedesktop.DBus"], 5)


@pytest.mark.skipif(bool(MISSING), reason=MISSING)
def test_an_abstract_socket(tmp_path: Path) -> None:
    name = f"dingji-test-{os.getpid()}"
    with private_bus(tmp_path) as (address, _):
        real = next(iter(bus.places(address)))

        def pass_on() -> None:
            caller, _ = ear.accept()
            with caller, socket.socket(socket.AF_UNIX) as behind:
                behind.connect(real)
                back = threading.Thread(target=pump, args=(behind, caller), daemon=True)
                back.start()
                pump(caller, behind)
                behind.shutdown(socket.SHUT_RDWR)
                back.join(5)

        with socket.socket(socket.AF_UNIX) as ear:
            ear.bind(b"\0" + name.encode())
            ear.listen()
            thread = threading.Thread(target=pass_on, daemon=True)
            thread.start()
            assert bus.owners(f"unix:abstract={name}", ["org.freedesktop.DBus"], 5)
            thread.join(5)


def pump(source: socket.socket, target: socket.socket) -> None:
    while data := source.recv(4096):
        target.sendall(data)
