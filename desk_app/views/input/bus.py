"""The few words of D-Bus that are needed to ask the session bus who is there.

The only file of the program that opens a socket: on the computer itself (``unix:`` addresses),
to the bus of the person who sits in front of it. Whatever comes back that is not D-Bus, or does
not come in time, is ``NoBusError``.
"""

import _socket  # without the six milliseconds that socket around it costs the start
import os
import struct
import time
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_to_bytes

_BUS = "org.freedesktop.DBus"
_RETURN, _ERROR = 2, 3
_PATH, _INTERFACE, _MEMBER, _REPLY_TO, _DESTINATION, _SIGNATURE = 1, 2, 3, 5, 6, 8
_LONGEST_LINE, _LONGEST_MESSAGE = 512, 65_536


Connection = _socket.socket
"""A way to the bus, for those who may not open one."""


class NoBusError(Exception):
    """There is no bus, or it does not answer as one."""


def owners(address: str, names: Iterable[str], limit_s: float) -> dict[str, str]:
    """Return which connection owns each of ``names``, without those that nobody owns.

    Raises NoBusError, after ``limit_s`` seconds at the latest.
    """
    asked = dict(enumerate(names, start=2))
    until = time.monotonic() + limit_s
    owned: dict[str, str] = {}
    way = _connected(address, until)
    try:
        calls = [_call(1, "Hello"), *(_call(n, "GetNameOwner", name) for n, name in asked.items())]
        way.settimeout(_left(until))
        way.sendall(b"".join(calls))
        while asked:
            kind, answers, body = _message(way, until)
            if answers in asked and kind in {_RETURN, _ERROR}:
                name = asked.pop(answers)
                if kind == _RETURN:
                    owned[name] = _text(body)
    except (OSError, struct.error, IndexError, UnicodeDecodeError) as error:
        raise NoBusError(str(error)) from error
    finally:
        way.close()
    return owned


def connect(address: str, limit_s: float) -> Connection:
    """Return a connection to the bus, known to it, before the first message.

    Raises NoBusError, after ``limit_s`` seconds at the latest.
    """
    return _connected(address, time.monotonic() + limit_s)


def places(address: str) -> Iterator[bytes]:
    """Yield where the sockets of a bus address lie, other ways than ``unix:`` left out."""
    for entry in address.split(";"):
        transport, _, rest = entry.partition(":")
        if transport != "unix":
            continue
        for pair in rest.split(","):
            key, _, value = pair.partition("=")
            if key == "path" and value:
                yield unquote_to_bytes(value)
            elif key == "abstract" and value:
                yield b"\0" + unquote_to_bytes(value)


def _connected(address: str, until: float) -> Connection:
    refused = "no unix: address"
    for place in places(address):
        way = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        try:
            way.settimeout(_left(until))
            way.connect(place)
            _introduce(way, until)
        except (OSError, ValueError) as error:
            way.close()
            refused = str(error)
        else:
            return way
    raise NoBusError(refused)


def _introduce(way: Connection, until: float) -> None:
    """Say who we are; raises OSError where that is not believed, or not in time."""
    user = str(os.getuid()).encode().hex()
    way.sendall(f"\0AUTH EXTERNAL {user}\r\n".encode())
    line = b""
    while not line.endswith(b"\r\n"):
        if len(line) > _LONGEST_LINE:
            raise OSError("not the answer of a bus")
        line += _receive(way, 1, until)
    if not line.startswith(b"OK"):
        raise OSError("the bus refuses us")
    way.sendall(b"BEGIN\r\n")


def _call(serial: int, member: str, argument: str = "") -> bytes:
    fields = [(_PATH, "o", "/org/freedesktop/DBus"), (_INTERFACE, "s", _BUS)]
    fields += [(_MEMBER, "s", member), (_DESTINATION, "s", _BUS)]
    fields += [(_SIGNATURE, "g", "s")] if argument else []
    header = b""
    for code, kind, value in fields:
        header += b"\0" * (-len(header) % 8)
        length = struct.pack("<B" if kind == "g" else "<I", len(value))
        header += bytes([code, 1, ord(kind), 0]) + length + value.encode() + b"\0"
    text = argument.encode()
    body = struct.pack("<I", len(text)) + text + b"\0" if argument else b""
    start = struct.pack("<cBBBIII", b"l", 1, 0, 1, len(body), serial, len(header))
    return start + header + b"\0" * (-len(header) % 8) + body


def _message(way: Connection, until: float) -> tuple[int, int, bytes]:
    """Return the kind of the next message, the number of the call it answers (0: none), its body.

    Raises OSError where the bus stops or talks nonsense.
    """
    start = _receive(way, 16, until)
    if start[:1] not in {b"l", b"B"}:
        raise OSError("not the answer of a bus")
    order = "<" if start[:1] == b"l" else ">"
    kind, body, fields = struct.unpack(f"{order}xBxxI4xI", start)
    padded = fields + -fields % 8
    if padded + body > _LONGEST_MESSAGE:
        raise OSError("not the answer of a bus")
    rest = _receive(way, padded + body, until)
    return kind, _answers(rest[:fields], order), rest[padded:]


def _text(body: bytes) -> str:
    text = body[4:-1].decode()
    if not text:
        raise OSError("not the answer of a bus")
    return text


def _answers(fields: bytes, order: str) -> int:
    at = 0
    while at < len(fields):
        at += -at % 8
        code, kind = fields[at], chr(fields[at + 2])
        if kind == "u":
            (number,) = struct.unpack_from(f"{order}I", fields, at + 4)
            if code == _REPLY_TO:
                return int(number)
            at += 8
        elif kind == "g":
            at += 4 + 1 + fields[at + 4] + 1
        else:
            (length,) = struct.unpack_from(f"{order}I", fields, at + 4)
            at += 4 + 4 + length + 1
    return 0


def _receive(way: Connection, length: int, until: float) -> bytes:
    got = b""
    while len(got) < length:
        way.settimeout(_left(until))
        more = way.recv(length - len(got))
        if not more:
            raise OSError("the bus hangs up")
        got += more
    return got


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("the bus does not answer in time")
    return left
