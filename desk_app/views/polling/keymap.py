"""The one table of keys on a ballot: what each does, and how the help beside the paper says it.

Every one of them has its place on the number pad.
"""

from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby

from PySide6.QtCore import Qt

from desk_app.domain.point_options import TEN, is_points
from desk_app.domain.polling.counts import ABSTAINED, SPOILT
from desk_app.domain.polling.keying import VOID_REASONS

VOID = "整张无效"
_MOST_OPTIONS = 9

ENTER, BACKSPACE, ESCAPE = "回车", "退格", "Esc"
NAMED: dict[int, str] = {
    Qt.Key.Key_Return: ENTER,
    Qt.Key.Key_Enter: ENTER,
    Qt.Key.Key_Backspace: BACKSPACE,
    Qt.Key.Key_Escape: ESCAPE,
}
"""Keys that are known by their name; every other one by what it types, in capitals."""


class Command(Enum):
    """What a key does to the paper that lies open."""

    MARK = auto()
    """Mark the next line with the key's vote."""
    VOID = auto()
    """Ask why the paper is void as a whole."""
    SAME = auto()
    """Mark the lines that are left like the last one."""
    FORWARD = auto()
    """Lay the paper down, or store the batch that is full."""
    BACK = auto()
    REASON = auto()
    """Say why the paper is void (``vote`` is the reason)."""
    CANCEL = auto()
    """The paper is not void after all."""
    LEAVE = auto()


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its name, what it does, and that in words; ``vote`` is what it marks."""

    name: str
    command: Command
    meaning: str
    vote: str = ""


@dataclass(frozen=True, slots=True)
class KeyMap:
    """The keys of a paper, and those that count while it is asked why the paper is void."""

    keys: tuple[Key, ...] = ()
    asked: tuple[Key, ...] = ()

    def by_name(self, *, asking: bool = False) -> dict[str, Key]:
        """Return what the key of each name does, or does while the question is asked."""
        return {one.name: one for one in reversed(self.asked if asking else self.keys)}

    @property
    def heads(self) -> dict[str, str]:
        """Vote → the key that stands over its column on the paper, the first of each."""
        found: dict[str, str] = {}
        for one in self.keys:
            if one.command is Command.MARK:
                found.setdefault(one.vote, one.name)
        return found

    def help(self, *commands: Command) -> tuple[tuple[str, str], ...]:
        """Return (keys, meaning) of all keys with these commands, as listed beside the paper."""
        chosen = [one for one in self.keys if one.command in commands]
        return tuple(
            (_together([one.name for one in keys] + self._as_reason(meaning)), meaning)
            for meaning, keys in groupby(chosen, key=lambda one: one.meaning)
        )

    @property
    def help_asked(self) -> tuple[tuple[str, str], ...]:
        """The answers to why the paper is void, and the first two keys that take it back."""
        answers = [
            (one.name, one.meaning) for one in self.asked if one.command is not Command.CANCEL
        ]
        cancel = [one for one in self.asked if one.command is Command.CANCEL][:2]
        if cancel:
            answers.append((" 或 ".join(one.name for one in cancel), cancel[0].meaning))
        return tuple(answers)

    def _as_reason(self, meaning: str) -> list[str]:
        """The two keys that mark ``meaning`` by way of the question why the paper is void."""
        first = next((one.name for one in self.keys if one.command is Command.VOID), "")
        marks = (one for one in self.asked if one.command is Command.MARK and one.vote == meaning)
        return [f"{first} {one.name}" for one in marks]


def key_map(options: tuple[str, ...]) -> KeyMap:
    """Return the keys for a paper with these options; points 0 to 10 have keys of their own."""
    return _points(options) if is_points(options) else _options(options)


def can_be_keyed(options: tuple[str, ...]) -> bool:
    """Whether every option has a key; a longer paper is counted by hand and typed as totals."""
    return is_points(options) or len(options) <= _MOST_OPTIONS


def _options(options: tuple[str, ...]) -> KeyMap:
    marks = [_mark(str(at), one) for at, one in enumerate(options[:_MOST_OPTIONS], 1)]
    marks += [_mark("0", ABSTAINED), _mark(".", SPOILT), _mark("X", SPOILT)]
    return KeyMap((*marks, *_moves("+", ENTER)), _reasons())


def _points(options: tuple[str, ...]) -> KeyMap:
    """A digit is that many points and + is ten, so that no number takes two keys."""
    marks = [_mark(one, one, "得分") for one in options if one != TEN]
    if TEN in options:
        marks += [_mark("+", TEN, "10 分"), _mark("A", TEN, "10 分")]
    marks += [_mark(".", ABSTAINED), _mark("X", SPOILT)]
    only_line = Key("0", Command.MARK, f"只这一行{SPOILT}", SPOILT)
    return KeyMap((*marks, *_moves(ENTER)), _reasons(only_line))


def _mark(name: str, vote: str, meaning: str = "") -> Key:
    return Key(name, Command.MARK, meaning or vote, vote)


def _moves(*forward: str) -> tuple[Key, ...]:
    return (
        Key("-", Command.VOID, VOID),
        Key("V", Command.VOID, VOID),
        Key("*", Command.SAME, "全部同上"),
        *(Key(one, Command.FORWARD, "下一张") for one in forward),
        Key("/", Command.BACK, "退一格"),
        Key(BACKSPACE, Command.BACK, "退一格"),
        Key(ESCAPE, Command.LEAVE, "离开"),
    )


def _reasons(*more: Key) -> tuple[Key, ...]:
    return (
        *(Key(str(at), Command.REASON, one, one) for at, one in enumerate(VOID_REASONS, 1)),
        *more,
        *(Key(one, Command.CANCEL, "取消") for one in (BACKSPACE, "/", "-", "V")),
    )


def _together(names: list[str]) -> str:
    """Write keys side by side: digits that follow each other as 0–9."""
    if len(names) > 2 and all(one.isdigit() for one in names):
        return f"{names[0]}–{names[-1]}"
    return " 或 ".join(names)
