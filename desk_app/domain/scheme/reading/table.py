"""Typed access to the tables of a scheme file.

Nothing here raises: what is wrong is noted with its line, a harmless value is handed back, and
reading goes on, so that one pass finds every mistake in a file.
"""

import difflib
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from desk_app.domain.points import to_half_width
from desk_app.domain.scheme.model.values import Interval, Origin
from desk_app.domain.scheme.reading.source import Notes, Path
from desk_app.domain.scheme.reading.values import (
    CONTROL,
    LONGEST_NAME,
    exact_number,
    is_name,
    kind_of,
    misread,
    parse_interval,
    read_day,
    read_share,
    short,
)

_Word = TypeVar("_Word", bound=StrEnum)
LONGEST_TEXT = 2000
MOST_ENTRIES = 500
MOST_UNKNOWN = 20
MOST_POINTS = Decimal(1_000_000)
_EVERYTHING = Interval(None, low_closed=False, high=None, high_closed=False)
_SOURCE_KEYS = ("source", "phrase", "ours")


class Table:
    """One table of the file. ``what`` says in Chinese what it describes: 指标“领导班子”."""

    def __init__(self, content: dict[str, object], path: Path, notes: Notes, what: str) -> None:
        self._content = content
        self.path = path
        self.notes = notes
        self.what = what
        self._asked: set[str] = set()

    # --- what is there -----------------------------------------------------------------

    def has(self, key: str) -> bool:
        """Say whether ``key`` is written in the table."""
        return key in self._content

    def needs_format(self, least: int, *keys: str) -> None:
        """Note every one of ``keys`` that is written in a text of a format before ``least``."""
        if self.notes.format < least:
            for key in (one for one in keys if one in self._content):
                sentence = f"要写在 format = {least} 的方案里，请把开头的 format 改成 {least}。"
                self.wrong(key, sentence)

    def wrong(self, key: str, sentence: str) -> None:
        """Note an error at ``key``, introduced by what the table describes."""
        self.notes.note((*self.path, key), f"{self.what}的 {key} {sentence}")

    def fault(self, sentence: str, key: str = "") -> None:
        """Note an error of the table as a whole."""
        self.notes.note((*self.path, key) if key else self.path, sentence)

    def finish(self) -> None:
        """Note every key that nobody asked for."""
        unknown = [key for key in self._content if key not in self._asked]
        for key in unknown[:MOST_UNKNOWN]:
            near = difflib.get_close_matches(key, self._asked, n=1, cutoff=0.75)
            hint = (
                f"是否要写 {near[0]}？"
                if near
                else f"这里可以写：{'、'.join(sorted(self._asked))}。"
            )
            self.notes.note((*self.path, key), f"{self.what}里有不认识的项“{short(key)}”，{hint}")

    def forgive(self) -> None:
        """Ask for every key, so that one mistake is not followed by complaints about the rest."""
        self._asked.update(self._content)

    # --- plain values ------------------------------------------------------------------

    def text(self, key: str, *, required: bool = False, longest: int = LONGEST_TEXT) -> str:
        """A text, trimmed; "" where it is not written."""
        value = self._take(key, required=required)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong(key, f"应为加双引号的文字，现在是{kind_of(value)}。")
            return ""
        plain = value.strip()
        if CONTROL.search(plain):
            self.wrong(key, "含有看不见的控制字符，请重新输入这段文字。")
            return ""
        if len(plain) > longest:
            self.wrong(key, f"太长（{len(plain)} 字），最多 {longest} 字。")
            return ""
        if required and not plain:
            self.wrong(key, "是空的，请填写。")
        return plain

    def name(self, key: str = "name", *, required: bool = True) -> str:
        """A name: one line of at most 60 characters."""
        plain = self.text(key, required=required, longest=LONGEST_NAME)
        if "\n" in plain or "\t" in plain:
            self.wrong(key, "应写在一行内。")
            return ""
        return plain

    def flag(self, key: str, *, default: bool = False) -> bool:
        """A yes or no."""
        value = self._take(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong(key, f"应为 true 或 false，现在是{kind_of(value)}。")
            return default
        return value

    def points(
        self, key: str, *, required: bool = False, least: Decimal | None = Decimal(0)
    ) -> Decimal | None:
        """Points with at most three decimals, written as a number or as a text."""
        value = self._take(key, required=required)
        if value is None:
            return None
        number = exact_number(value)
        if number is None:
            self.wrong(key, f"应为数字（最多三位小数），现在是{kind_of(value)}。")
        elif abs(number) > MOST_POINTS:
            self.wrong(key, "太大，请核对。")
        elif least is not None and number < least:
            self.wrong(key, f"不能小于 {least}。")
        else:
            return number
        return None

    def whole(self, key: str, *, least: int = 0, most: int = 10_000, default: int = 0) -> int:
        """A whole number between ``least`` and ``most``."""
        value = self._take(key)
        if value is None:
            return default
        if not isinstance(value, int) or isinstance(value, bool):
            self.wrong(key, f"应为整数，现在是{kind_of(value)}。")
        elif not least <= value <= most:
            self.wrong(key, f"应在 {least} 到 {most} 之间。")
        else:
            return value
        return default

    def wholes(self, key: str, *, least: int, most: int) -> tuple[int, ...]:
        """A list of whole numbers between ``least`` and ``most``, each at most once."""
        found: list[int] = []
        for one in self._list(key):
            if not isinstance(one, int) or isinstance(one, bool) or not least <= one <= most:
                self.wrong(key, f"里应全是 {least} 到 {most} 的整数。")
            elif one in found:
                self.wrong(key, f"里 {one} 写了两次。")
            else:
                found.append(one)
        return tuple(found)

    def share(self, key: str, *, required: bool = False) -> Fraction | None:
        """A share such as ``"10%"`` or ``"1/3"``, exact."""
        value = self._take(key, required=required)
        if value is None:
            return None
        share = read_share(value)
        if share is None:
            self.wrong(key, f'应写成 "10%" 这样加引号的百分比，现在是{kind_of(value)}。')
        return share

    def share_or_count(self, key: str) -> Fraction | int | None:
        """A share such as ``"10%"``, or a whole number of subjects."""
        value = self._take(key)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool):
            return self.whole(key, most=100_000)
        share = read_share(value)
        if share is None:
            self.wrong(key, f'应写成 "10%"（比例）或 3（个数），现在是{kind_of(value)}。')
        return share

    def word(
        self, key: str, words: type[_Word], default: _Word, *, required: bool = False
    ) -> _Word:
        """One of a closed list of English words."""
        value = self._take(key, required=required)
        if value is None:
            return default
        return self._word(key, value, words) or default

    def words(self, key: str, words: type[_Word]) -> tuple[_Word, ...]:
        """A list of words of a closed list, each at most once."""
        found = [self._word(key, one, words) for one in self._list(key)]
        known = tuple(one for one in found if one is not None)
        if len(set(known)) < len(known):
            self.wrong(key, "里有重复的词。")
        return known

    def names(
        self, key: str, *, required: bool = False, least: int = 0, longest: int = LONGEST_NAME
    ) -> tuple[str, ...]:
        """A list of names without duplicates."""
        found: list[str] = []
        for one in self._list(key, required=required):
            if not isinstance(one, str) or not one.strip() or CONTROL.search(one):
                self.wrong(key, f"里应全是加双引号的名称，现在有{kind_of(one)}。")
            elif len(one) > longest or "\n" in one:
                self.wrong(key, f"里有太长的名称“{short(one)}”，最多 {longest} 字，写在一行内。")
            elif one.strip() in found:
                self.wrong(key, f"里“{one.strip()}”写了两次。")
            else:
                found.append(one.strip())
        if self.has(key) and len(found) < least:
            self.wrong(key, f"至少要有 {least} 项。")
        return tuple(found)

    def name_groups(self, key: str, *, required: bool = False) -> tuple[tuple[str, ...], ...]:
        """A list of lists of names; a name alone stands for a list of one."""
        found: list[tuple[str, ...]] = []
        for one in self._list(key, required=required):
            group = one if isinstance(one, list) else [one]
            names = [str(name).strip() for name in group if is_name(name)]
            if not names or len(names) < len(group):
                self.wrong(key, '应写成 [["先进"], ["一般"], ["后进"]] 这样，一份一组名称。')
                return ()
            found.append(tuple(names))
        return tuple(found)

    def day(self, key: str) -> tuple[int, int] | None:
        """A month and day written ``"03-31"``; ``None`` where it is not written."""
        value = self._take(key)
        if value is None:
            return None
        try:
            return read_day(value)
        except ValueError as error:
            self.wrong(key, str(error))
            return None

    def interval(self, key: str) -> Interval:
        """An interval of points such as ``"80 <= x < 90"``."""
        text = to_half_width(self.text(key, required=True, longest=LONGEST_NAME))
        if not text:
            return _EVERYTHING
        if wrong := misread(text):
            self.wrong(key, wrong)
            return _EVERYTHING
        try:
            return parse_interval(text)
        except ValueError as error:
            self.wrong(key, f"有误：{error}")
            return _EVERYTHING

    def origin(self) -> Origin:
        """Where the rule comes from: its source, the source's words, what is ours, its line."""
        source, phrase, ours = (self.text(key) for key in _SOURCE_KEYS)
        return Origin(source, phrase, ours, self.notes.lines.of(self.path))

    # --- tables inside -----------------------------------------------------------------

    def table(self, key: str, what: str, *, required: bool = False) -> "Table | None":
        """The table under ``key``; ``None`` where it is not written."""
        value = self._take(key, required=required)
        if value is None:
            return None
        if not isinstance(value, dict):
            once = isinstance(value, list) and all(isinstance(one, dict) for one in value)
            how = f"只能有一个，应写成单方括号 [{key}]" if once else "应为一个表"
            self.wrong(key, f"{how}，现在是{kind_of(value)}。")
            return None
        return Table(value, (*self.path, key), self.notes, what)

    def tables(self, key: str, what: str, *, required: bool = False) -> "list[Table]":
        """The list of tables under ``key``, each named after its ``name`` in messages."""
        found = []
        if isinstance(self._content.get(key), dict):
            self._asked.add(key)
            self.wrong(key, f"可以有几个，每一个都要写成双方括号 [[{key}]]。")
            return []
        for position, one in enumerate(self._list(key, required=required)):
            if isinstance(one, dict):
                label = one.get("name", one.get("level", ""))
                shown = f"{what}“{short(label)}”" if isinstance(label, str) and label else what
                found.append(Table(one, (*self.path, key, position), self.notes, shown))
            else:
                self.wrong(key, f"里应全是表（[[{key}]]），现在有{kind_of(one)}。")
        return found

    def raw(self, key: str) -> object:
        """The value as it was read; ``None`` where it is not written."""
        return self._take(key)

    def keys(self) -> tuple[str, ...]:
        """The keys that are written, in order."""
        return tuple(self._content)

    # --- helpers -----------------------------------------------------------------------

    def _take(self, key: str, *, required: bool = False) -> object:
        self._asked.add(key)
        if key in self._content:
            return self._content[key]
        if required:
            self.notes.note(self.path, f"{self.what}缺少 {key}。")
        return None

    def _list(self, key: str, *, required: bool = False) -> list[object]:
        value = self._take(key, required=required)
        if value is None:
            return []
        if not isinstance(value, list):
            self.wrong(key, f"应为用方括号括起的一列，现在是{kind_of(value)}。")
            return []
        if required and not value:
            self.wrong(key, "是空的，至少要有一项。")
        if len(value) > MOST_ENTRIES:
            self.wrong(key, f"有 {len(value)} 项，最多 {MOST_ENTRIES} 项，请核对选对了文件。")
            return []
        return value

    def _word(self, key: str, value: object, words: type[_Word]) -> _Word | None:
        if isinstance(value, str) and value in list(words):
            return words(value)
        choice = "、".join(f'"{one.value}"' for one in words)
        self.wrong(key, f"应为 {choice} 之一，现在是{kind_of(value)}。")
        return None
