"""What stands between ``{{`` and ``}}`` in a form, and what it becomes."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from desk_app.domain.faults import Fault
from desk_app.domain.points import format_points, format_rate

MARK = "{{"
LONGEST_TEXT = 32_767
"""Characters that a cell of an .xlsx file can hold."""

DAY = "年月日"
"""``{{day|年月日}}``: a date as official papers write it, without leading zeros."""
BLANK_DAY = "　　　　年　　月　　日"
"""What is printed for it while there is no date: room for a pen."""

RATE_FORMAT = "0.0%"
DATE_FORMAT = "yyyy-mm-dd"
_PLACEHOLDER = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Entry = Mapping[str, object]


@dataclass(frozen=True)
class Placeholder:
    """One placeholder: ``{{group.name|dress}}``, group and dress may be missing."""

    group: str | None
    name: str
    dress: str | None

    @property
    def written(self) -> str:
        """As it stands in the form."""
        group = f"{self.group}." if self.group else ""
        dress = f"|{self.dress}" if self.dress else ""
        return f"{{{{{group}{self.name}{dress}}}}}"


@dataclass(frozen=True)
class Pattern:
    """The text of one cell, cut into what stays and what is filled in."""

    pieces: tuple[str | Placeholder, ...]
    place: str
    """Sheet and cell, for messages."""

    @staticmethod
    def of(text: str, place: str) -> "Pattern":
        """Read a cell's text."""
        pieces: list[str | Placeholder] = []
        end = 0
        for found in _PLACEHOLDER.finditer(text):
            if found.start() > end:
                pieces.append(text[end : found.start()])
            inner, _, dress = found[1].partition("|")
            group, dot, name = inner.strip().rpartition(".")
            pieces.append(Placeholder(group if dot else None, name, dress.strip() or None))
            end = found.end()
        if end < len(text):
            pieces.append(text[end:])
        return Pattern(tuple(pieces), place)

    @cached_property
    def placeholders(self) -> tuple[Placeholder, ...]:
        """The placeholders alone."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Placeholder))

    @cached_property
    def whole(self) -> Placeholder | None:
        """The placeholder that is all of the cell, and so decides its type."""
        only = self.pieces[0] if len(self.pieces) == 1 else None
        return only if isinstance(only, Placeholder) and only.dress is None else None

    def filled(self, look_up: Callable[[Placeholder], object]) -> str:
        """The text with every placeholder written out."""
        return clean(
            "".join(
                piece if isinstance(piece, str) else written_out(look_up(piece), piece.dress)
                for piece in self.pieces
            ),
            self.place,
        )

    def unknown(self, placeholder: Placeholder) -> Fault:
        """The fault of a placeholder that has no fact."""
        return Fault(
            f"表样{self.place}写着“{placeholder.written}”，程序没有这一项内容。"
            "请对照《表单》说明改正表样后再试。"
        )


def look_up(pattern: Pattern, facts: Mapping[str, object], placeholder: Placeholder) -> object:
    """The fact for a placeholder outside repeated rows; raises a Fault for an unknown one."""
    where: object = facts
    if placeholder.group is not None:
        where = facts.get(placeholder.group)
    if not isinstance(where, Mapping) or placeholder.name not in where:
        raise pattern.unknown(placeholder)
    value: object = where[placeholder.name]
    if is_list(value):
        raise pattern.unknown(placeholder)
    return value


def is_list(value: object) -> bool:
    """Whether a fact is a list of entries for repeated rows."""
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def written_out(value: object, dress: str | None = None) -> str:
    """A fact inside a sentence."""
    if value is None:
        return BLANK_DAY if dress == DAY else ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        if dress == DAY:
            return f"{value.year}年{value.month}月{value.day}日"
        return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"
    if isinstance(value, Fraction):
        return format_rate(value)
    if isinstance(value, Decimal):
        return format_points(value)
    if isinstance(value, str | int):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be written into a form")


def clean(text: str, place: str) -> str:
    """Text as a workbook can hold it: no control characters, line feeds alone.

    Raises:
        Fault: longer than a cell can be.
    """
    if not text.isprintable():
        text = _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) > LONGEST_TEXT:
        raise Fault(f"要填进表样{place}的文字有 {len(text)} 字，超过一个单元格的上限，请缩短。")
    return text
