"""Numbers as official Chinese writes them: 15, 十五, 两, 5万, 10%, 百分之十, 三分之一, 3:6:1."""

import re
from decimal import Decimal
from fractions import Fraction

_DIGITS = {sign: at for at, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NAMES = "零一二三四五六七八九"
_PLACES = {"十": 10, "百": 100, "千": 1000}
CHINESE = "[〇零一二两三四五六七八九十百千]+"
NUMBER = rf"(?:\d+(?:\.\d+)?万?|{CHINESE}万?)"
"""An expression for a number; ``number`` reads what it finds."""
SHARE = (
    rf"(?:\d+(?:\.\d+)?%|百分之{CHINESE}|百分之\d+(?:\.\d+)?|{CHINESE}分之{CHINESE}|"
    r"[一二三四五六七八九]成)"
)
RATIO = r"(?:\d+(?:[:：∶/]\d+)+|[一二三四五六七八九](?:比[一二三四五六七八九])+)"
"""3:6:1, 3：6：1, 三比六比一."""
_FOLDED = str.maketrans(
    "０１２３４５６７８９％．，；：（）！？－—–―~～﹪∶\u3000\xa0\t",
    "0123456789%.，；：（）！？------%：   ",
)
_WIDE = str.maketrans(',;:()!?"', "，；：（）！？”")


def fold(text: str) -> str:
    """One width and one form for every sign, character by character: places stay."""
    return text.translate(_FOLDED).translate(_WIDE)


_MARKER = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百]+[章节条款篇]\s*|[一二三四五六七八九十]{1,3}[、.．]|（(?:[一二三四五六七八九十]{1,3}|\d{1,2})）"
    r"|\d{1,2}(?:[、．）]|\.(?!\d))|[①-⑳])\s*"
)


def unnumbered(text: str) -> str:
    """A text without the number of its item (（一）, 3.)."""
    return _MARKER.sub("", text, count=1)


def number(text: str) -> Decimal | None:
    """Read one number; ``None`` for what is none."""
    plain = text.strip()
    times = 10_000 if plain.endswith("万") else 1
    plain = plain.removesuffix("万")
    if re.fullmatch(r"\d+(\.\d+)?", plain):
        return Decimal(plain) * times
    whole = _chinese(plain)
    return None if whole is None else Decimal(whole) * times


def whole(text: str) -> int:
    """Read a number that an expression found and that counts something; raises ValueError."""
    found = number(text)
    if found is None or found != int(found):
        raise ValueError(text)
    return int(found)


def share(text: str) -> Fraction | None:
    """Read a share; ``None`` for what is none."""
    if text.endswith("%"):
        found = number(text[:-1])
        return None if found is None else Fraction(found) / 100
    if text.startswith("百分之"):
        found = number(text[3:])
        return None if found is None else Fraction(found) / 100
    if "分之" in text:
        below, _, above = (number(one) for one in text.partition("分之"))
        return Fraction(above) / Fraction(below) if above and below else None
    if text.endswith("成"):
        found = number(text[:-1])
        return None if found is None else Fraction(found) / 10
    return None


def ratio(text: str) -> tuple[int, ...]:
    """Read the parts of a ratio."""
    parts = re.split("[:：∶/比]", text)
    return tuple(whole(one) for one in parts)


def _chinese(text: str) -> int | None:
    if not text or not re.fullmatch(CHINESE, text):
        return None
    if not any(sign in _PLACES for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    total, digit = 0, 0
    for sign in text:
        if sign in _PLACES:
            total += (digit or 1) * _PLACES[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit


def chinese(number_: int) -> str:
    """Write a number from 1 to 99 in Chinese: 12 is 十二."""
    tens, ones = divmod(number_, 10)
    first = "" if tens == 0 else "十" if tens == 1 else f"{_NAMES[tens]}十"
    return first + (_NAMES[ones] if ones else "")
