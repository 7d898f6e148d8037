"""Pinyin initials, worked out when a name is written so that searching needs no dictionary."""

from pypinyin import Style, lazy_pinyin

_SURNAMES = {
    "单": "s",
    "曾": "z",
    "仇": "q",
    "解": "x",
    "区": "o",
    "查": "z",
    "朴": "p",
    "翟": "z",
    "华": "h",
    "盖": "g",
    "尉": "w",
    "种": "c",
    "乐": "y",
    "缪": "m",
    "宓": "m",
    "召": "s",
    "员": "y",
    "折": "s",
    "黑": "h",
    "秘": "b",
    "逄": "p",
    "冼": "x",
    "令狐": "lh",
    "尉迟": "yc",
    "万俟": "mq",
    "长孙": "zs",
}
"""Surnames that are read otherwise than the same character elsewhere."""

_PLACES = {"重阳": "cy", "长": "c", "重庆": "cq", "厦": "x", "蚌埠": "bb", "六安": "la"}
"""Openings of place names whose usual reading is another one."""


def of_name(text: str) -> str:
    """Initials of an organisation's name: 石桥村党支部 is ``sqcdzb``; Latin stays as it is."""
    return _initials(text, _PLACES)


def of_person(name: str) -> str:
    """Initials of a person's name, whose surname has its own reading: 单小明 is ``sxm``."""
    return _initials(name, _SURNAMES)


def _initials(text: str, openings: dict[str, str]) -> str:
    read = ""
    for length in (2, 1):
        opening = text[:length]
        if opening in openings:
            read, text = openings[opening], text[length:]
            break
    letters = "".join(
        part[:1] if len(part) == 1 or not part.isascii() else part
        for part in lazy_pinyin(text, style=Style.FIRST_LETTER)
    )
    return "".join(sign for sign in (read + letters).casefold() if sign.isalnum())
