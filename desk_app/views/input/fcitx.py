"""The talk with fcitx over the session bus: keys there, text and what is being typed back.

Imported where fcitx has answered and Qt cannot reach it; it alone knows jeepney, which packs the
messages (Qt's own D-Bus classes send every number signed, and fcitx refuses those).
"""

import logging
import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageFlag,
    MessageType,
    Parser,
    message_bus,
    new_method_call,
)
from PySide6.QtCore import QObject, QRect, QSocketNotifier, Signal

if TYPE_CHECKING:
    from desk_app.views.input.bus import Connection

KEY_LIMIT_S = 2.0
"""How long a key waits for fcitx, in seconds; then it goes on as the letter that it is.

The first key in Chinese takes longest: fcitx reads its dictionary then.
"""
_BUS_LIMIT_S = 0.3
"""How long the bus may take to accept a message, in seconds."""

_PREEDIT, _FORMATTED_PREEDIT, _KEEPS_OWN_PREEDIT = 1 << 1, 1 << 4, 1 << 5


class KeyStroke(NamedTuple):
    """A key as X names it, pressed or released."""

    symbol: int
    code: int
    state: int
    released: bool


class Dialect(NamedTuple):
    """What one generation of fcitx calls things."""

    path: str
    interface: str
    context_interface: str
    create: tuple[str, str, tuple[object, ...]]
    """Method, signature and values that make an input context."""
    context: Callable[[Any], str]
    """The path of the context, from the first value of the answer."""
    can: tuple[str, str, int]
    """Method, signature and value that say what this program can do."""
    key: str
    """The signature of a key: symbol, code, state, released, time."""


SPEECHES: dict[str, Dialect] = {
    "fcitx 4": Dialect(
        "/inputmethod",
        "org.fcitx.Fcitx.InputMethod",
        "org.fcitx.Fcitx.InputContext",
        ("CreateICv3", "si", ("dingji", os.getpid())),
        "/inputcontext_{}".format,
        ("SetCapacity", "u", _PREEDIT | _KEEPS_OWN_PREEDIT),
        "uuuiu",
    ),
    "fcitx 5": Dialect(
        "/org/freedesktop/portal/inputmethod",
        "org.fcitx.Fcitx.InputMethod1",
        "org.fcitx.Fcitx.InputContext1",
        ("CreateInputContext", "a(ss)", ([("program", "dingji")],)),
        str,
        ("SetCapability", "t", _PREEDIT | _FORMATTED_PREEDIT | _KEEPS_OWN_PREEDIT),
        "uuubu",
    ),
}


class Fcitx(QObject):
    """One input context of fcitx. Without one (fcitx gone, bus gone) every key is nobody's."""

    committed = Signal(str)
    """Text that is typed now."""
    composing = Signal(str, int)
    """What is being typed and the place of the cursor in it, in bytes of UTF-8."""
    lost = Signal()
    """Fcitx does not know any more what is being typed."""

    def __init__(
        self,
        way: "Connection",
        dialect: Dialect,
        service: str,
        *,
        key_limit_s: float = KEY_LIMIT_S,
    ) -> None:
        super().__init__()
        self._key_limit_s = key_limit_s
        self._way: Connection | None = way
        self._dialect = dialect
        self._service = service
        self._parser = Parser()
        self._serial = 0
        self._waiting: dict[int, Callable[[Message], None]] = {}
        self._context = ""
        self._late = False
        """A key has no answer yet, and went on; what fcitx still makes of it is not wanted."""
        self._focused = False
        self._place: tuple[int, int, int, int] | None = None
        self._heard = QSocketNotifier(way.fileno(), QSocketNotifier.Type.Read, self)
        self._heard.activated.connect(self._read)
        changes = MatchRule(type="signal", sender=message_bus.bus_name, member="NameOwnerChanged")
        changes.add_arg_condition(0, service)
        self._send(message_bus.Hello())
        self._send(message_bus.AddMatch(changes))
        self._send(message_bus.AddMatch(MatchRule(type="signal", sender=service)))
        self._create()

    def focus_in(self) -> None:
        """Say that text can be typed now."""
        self._focused = True
        if self._context:
            self._tell("FocusIn")
            if self._place is not None:
                self._tell("SetCursorRect", "iiii", *self._place)

    def focus_out(self) -> None:
        """Say that no text can be typed now."""
        self._focused = False
        self._tell("FocusOut")

    def reset(self) -> None:
        """Forget what is being typed."""
        self._tell("Reset")

    def place(self, cursor: QRect) -> None:
        """Put the list of candidates beside ``cursor``, in pixels of the screen."""
        there = (cursor.x(), cursor.y(), cursor.width(), cursor.height())
        if there != self._place:
            self._place = there
            self._tell("SetCursorRect", "iiii", *there)

    def takes(self, key: KeyStroke) -> bool:
        """Offer a key to fcitx; False: it is not for it, or there is no answer in time."""
        if not self._context or self._late:
            return False
        now = int(time.monotonic() * 1000) & 0x7FFFFFFF
        answers: list[Message] = []
        serial = self._tell(
            "ProcessKeyEvent",
            self._dialect.key,
            *(key.symbol, key.code, key.state, key.released, now),
            then=answers.append,
        )
        until = time.monotonic() + self._key_limit_s
        while serial in self._waiting:  # until answered, or fcitx or the bus is gone
            left = until - time.monotonic()
            if left <= 0 or not self._receive(left):
                break
        if not answers:
            if serial in self._waiting:
                self._late = True
                self._waiting[serial] = self._in_time_again
                self.lost.emit()
            return False
        (answer,) = answers
        return answer.header.message_type is MessageType.method_return and bool(answer.body[0])

    def _in_time_again(self, _answer: Message) -> None:
        self._late = False
        self.reset()

    def close(self) -> None:
        """Let go of the bus; keys are nobody's from now on."""
        if self._way is None:
            return
        self._heard.setEnabled(False)
        self._way.close()
        self._way = None
        self._waiting.clear()
        self._forget()

    def _create(self) -> None:
        method, signature, values = self._dialect.create
        address = DBusAddress(self._dialect.path, self._service, self._dialect.interface)
        self._send(new_method_call(address, method, signature, values), self._created)

    def _created(self, answer: Message) -> None:
        if answer.header.message_type is not MessageType.method_return:
            logging.getLogger(__name__).info("no input context from fcitx: %s", answer.body)
            return
        self._context = self._dialect.context(answer.body[0])
        method, signature, value = self._dialect.can
        self._tell(method, signature, value)
        if self._focused:
            self.focus_in()

    def _forget(self) -> None:
        self._context = ""
        self._late = False
        self.lost.emit()

    def _tell(
        self,
        method: str,
        signature: str = "",
        *values: object,
        then: Callable[[Message], None] | None = None,
    ) -> int:
        if not self._context:
            return 0
        address = DBusAddress(self._context, self._service, self._dialect.context_interface)
        return self._send(new_method_call(address, method, signature or None, values), then)

    def _send(self, message: Message, then: Callable[[Message], None] | None = None) -> int:
        """Send a call; ``then`` gets its answer. Returns the number of the call."""
        if self._way is None:
            return 0
        self._serial += 1
        if then is not None:
            self._waiting[self._serial] = then
        elif message.header.fields[HeaderFields.member] != "Hello":
            message.header.flags = MessageFlag.no_reply_expected
        try:
            self._way.settimeout(_BUS_LIMIT_S)
            self._way.sendall(message.serialise(self._serial))
        except OSError as error:
            self._gone(error)
        return self._serial

    def _read(self) -> None:
        self._receive(_BUS_LIMIT_S)

    def _receive(self, limit_s: float) -> bool:
        """Take what came in ``limit_s`` seconds and pass it on; False where nothing came."""
        if self._way is None:
            return False
        try:
            self._way.settimeout(limit_s)
            data = self._way.recv(65_536)
        except TimeoutError:
            return False
        except OSError as error:
            self._gone(error)
            return False
        if not data:
            self._gone("the bus hangs up")
            return False
        self._parser.add_data(data)
        while (message := self._parser.get_next_message()) is not None:
            self._take(message)
        return True

    def _gone(self, why: object) -> None:
        logging.getLogger(__name__).info("the session bus has gone: %s", why)
        self.close()

    def _take(self, message: Message) -> None:
        fields = message.header.fields
        if message.header.message_type is not MessageType.signal:
            then = self._waiting.pop(fields.get(HeaderFields.reply_serial, 0), None)
            if then is not None:
                then(message)
            return
        member = fields.get(HeaderFields.member)
        if member == "NameOwnerChanged":
            if message.body[0] == self._service:
                self._moved(message.body[2])
        elif fields.get(HeaderFields.path) == self._context and not self._late:
            if member == "CommitString":
                self.committed.emit(message.body[0])
            elif member == "UpdatePreedit":
                self.composing.emit(*message.body[:2])
            elif member == "UpdateFormattedPreedit":
                parts, cursor = message.body[:2]
                self.composing.emit("".join(text for text, _format in parts), cursor)

    def _moved(self, owner: str) -> None:
        """Start anew with an fcitx that was started again; nothing where it ended."""
        self._waiting.clear()
        self._forget()
        if owner:
            self._create()
