"""Which part of the source documents is the text of which shipped scheme."""

import re
from pathlib import Path

CHAPTERS = {
    "A1": ("000.txt", "第一篇"),
    "A2": ("000.txt", "第二篇"),
    "A3": ("000.txt", "第三篇"),
    "A4": ("000.txt", "第五篇"),
    "B1": ("001.txt", ""),
    "C5": ("002.txt", "篇五"),
    "C7": ("002.txt", "篇七"),
    "C7b": ("002.txt", "篇七"),
    "C7c": ("002.txt", "篇七"),
    "C9m": ("002.txt", "篇九"),
    "C9o": ("002.txt", "篇九"),
    "C10": ("002.txt", "篇十"),
    "C11": ("002.txt", "篇十一"),
    "C12": ("002.txt", "篇十二"),
    "C13": ("002.txt", "篇十三"),
    "C15": ("002.txt", "篇十五"),
    "C16": ("002.txt", "篇十六"),
    "D1": ("003.txt", "第一篇"),
    "E1": ("004.txt", ""),
}
"""Scheme → file and heading; without a heading the file is one text."""
SET_ASIDE = ("A3", "B1", "C5")
"""Of three files; nobody who wrote the grammar read them, and nothing is tuned to them."""

_WITHIN = {
    "C7": ("", "为巩固扩大党的群众路线"),
    "C7b": ("为巩固扩大党的群众路线", "为加强市政协机关"),
    "C7c": ("为扎实开展“基层组织建设年”活动", ""),
}
"""The chapter of these holds several documents: from which words to which."""

_HEADING = re.compile(
    r"^\s*(第[一二三四五]篇)[:：].*$"
    r"|^支部星级化创建方案(篇[一二三四五六七八九十]+)\s*$",
    re.MULTILINE,
)


def text_of(scheme: str, sources: Path) -> str:
    """The text of a scheme's document; raises KeyError for a heading that is not there."""
    file, chapter = CHAPTERS[scheme]
    whole = (sources / file).read_text(encoding="utf-8")
    if not chapter:
        return whole
    found = list(_HEADING.finditer(whole))
    ends = [one.start() for one in found[1:]] + [len(whole)]
    parts = {
        one.group(1) or one.group(2): whole[one.start() : end]
        for one, end in zip(found, ends, strict=True)
    }
    text = parts[chapter]
    start, stop = _WITHIN.get(scheme, ("", ""))
    text = text[text.index(start) :]
    return text[: text.index(stop)] if stop else text
