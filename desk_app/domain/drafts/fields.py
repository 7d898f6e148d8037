"""What can be entered in a draft, table by table: for screens, pastes and sentences on mistakes.

A new word of the grammar is one ``SchemeField`` in ``catalogue.py`` or its neighbours; a test holds
the catalogue against the reader of scheme files, both ways.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

Keys: TypeAlias = tuple[str, ...]
"""A path without the numbers of rows: ("limits", "rules")."""


class Editor(StrEnum):
    """With what a value is entered, and how it is written in the draft."""

    TEXT = "text"
    """One line."""
    LONG_TEXT = "long_text"
    NUMBER = "number"
    """Points, at most three decimals."""
    WHOLE = "whole"
    PERCENT = "percent"
    """A share: ``"60%"``, ``"1/3"``."""
    SIZE = "size"
    """A share as text, or a whole number of subjects."""
    YES_NO = "yes_no"
    WORD = "word"
    """One of ``choices``."""
    WORDS = "words"
    """Several of ``choices``, in an order that counts."""
    NAME_OF = "name_of"
    """The name of a row in one of the tables ``of``."""
    NAMES_OF = "names_of"
    """Names of rows of ``of``."""
    GROUPS_OF = "groups_of"
    """Groups of such names, one for each part of a ratio."""
    NAMES = "names"
    """Names of one's own, or of ``choices``."""
    WHOLES = "wholes"
    """Whole numbers: months, years."""
    DAY = "day"
    """Month and day: ``"03-31"``."""
    RANGE = "range"
    """Points on the line of bands: ``"80 <= x < 90"``; drawn, see ``bands.py``."""
    CONDITION = "condition"
    """A sentence with drop-downs, see ``conditions.py``."""
    OUT = "out"
    """``true``, or the name of the level that stands for none."""
    ROWS = "rows"
    """A table inside the row; its fields are those of its own ``FieldTable``."""
    SPAN = "span"
    """Points, or the least and the most between which the scorer chooses: ``5``, ``[5, 8]``."""
    NUMBERS_BY = "numbers_by"
    """Points for each of several names: the options of a poll."""
    CELLS = "cells"
    """Cells of a trial, each under the heading of its column in the evidence workbook."""
    TEXTS_BY = "texts_by"
    """A text for each row of ``of``."""


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """A word of the file, and what it is called on screen."""

    word: str
    label: str


@dataclass(frozen=True, slots=True)
class SchemeField:
    """One key. ``only`` names a key beside it and the values with which it can be written.

    ``one_of`` is a mark that fields share of which exactly one is written. ``least_format`` 2:
    the scheme has to say ``format = 2``.
    """

    key: str
    label: str
    editor: Editor = Editor.TEXT
    hint: str = ""
    required: bool = False
    least_format: int = 1
    choices: tuple[FieldChoice, ...] = ()
    of: tuple[Keys, ...] = ()
    only: tuple[str, tuple[str, ...]] | None = None
    one_of: str = ""


@dataclass(frozen=True, slots=True)
class FieldTable:
    """One table of the grammar. With ``many`` there are rows, each called ``label``.

    ``main`` is the field to which a finding about the whole row leads.
    """

    path: Keys
    label: str
    fields: tuple[SchemeField, ...]
    many: bool = True
    main: str = "name"

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys in the order in which they are written."""
        return tuple(one.key for one in self.fields)

    def field(self, key: str) -> SchemeField | None:
        """The field of that key; ``None`` where the table has none."""
        return next((one for one in self.fields if one.key == key), None)


def choices(*pairs: tuple[str, str]) -> tuple[FieldChoice, ...]:
    """Words of the file with what they are called."""
    return tuple(FieldChoice(word, label) for word, label in pairs)


NAME = SchemeField("name", "名称", required=True, hint="别处提到它时都用这个名称")
ORIGIN = (
    SchemeField("source", "出自", hint="文件的哪一条，如“四（二）”"),
    SchemeField("phrase", "原文", Editor.LONG_TEXT, "文件原话，照抄"),
    SchemeField("ours", "补定", Editor.LONG_TEXT, "原文没有写、由编写方案的人定下来的"),
)
LEVELS: tuple[Keys, ...] = (("levels",),)
DOMAINS: tuple[Keys, ...] = (("domains",),)
FACTS: tuple[Keys, ...] = (("facts",),)
OVER = SchemeField(
    "over",
    "在多大范围内算",
    Editor.WORD,
    "不选就是整个轮次",
    choices=choices(
        ("round", "整个轮次"),
        ("domain", "每个领域"),
        ("parent", "每个上级党组织下面"),
        ("area", "每个区域"),
    ),
)
UNMEASURED = SchemeField(
    "missing",
    "比率还没有时",
    Editor.WORD,
    "条件看比率而没有测评、没有有效票时怎样",
    least_format=2,
    choices=choices(
        ("wait", "先不拟定等次"), ("holds", "当作符合条件"), ("ignored", "当作不符合条件")
    ),
)
ROUNDING = SchemeField(
    "rounding",
    "不是整数的",
    Editor.WORD,
    "比例算出来不是整数时怎样取整",
    least_format=2,
    choices=choices(("floor", "舍去小数"), ("ceil", "进一取整"), ("half_up", "四舍五入")),
)
COMBINE = SchemeField(
    "combine",
    "几次怎样合计",
    Editor.WORD,
    "不选就是累计",
    choices=choices(("sum", "累计"), ("highest", "只计最高的")),
)
BASES = choices(
    ("issued", "发出票"),
    ("returned", "收回票"),
    ("valid", "有效票"),
    ("valid_without_abstention", "有效票减弃权"),
)
MISSING = choices(("open", "等有了再算"), ("others", "按其余的算"), ("zero", "按 0 分算"))


def when(label: str, hint: str = "", *, required: bool = False, least: int = 1) -> SchemeField:
    """The field of a condition."""
    return SchemeField("when", label, Editor.CONDITION, hint, required, least)


def domains(label: str = "只用于领域", *, least: int = 1) -> SchemeField:
    """The field that narrows a rule to some 领域."""
    return SchemeField(
        "domains", label, Editor.NAMES_OF, "不选就是全部", least_format=least, of=DOMAINS
    )
