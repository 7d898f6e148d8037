"""Cuts a document into sentences: items, headings and rows keep where they stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from desk_app.domain.drafting.model import Block, Paragraph, Sentence, SentenceKind, TextTable
from desk_app.domain.drafting.numerals import fold

_MARKERS = (
    re.compile(r"第[一二三四五六七八九十百]+[章节篇][：、\s]*"),
    re.compile(r"第[一二三四五六七八九十百]+条[：、\s]*"),
    re.compile(r"[一二三四五六七八九十]{1,3}[、.．]\s*"),
    re.compile(r"（[一二三四五六七八九十]{1,3}）[、.]?\s*"),
    re.compile(r"\d{1,2}(?:[、．]|\.(?!\d))\s*"),
    re.compile(r"（\d{1,2}）[、.]?\s*|\d{1,2}）\s*|[①-⑳]\s*"),
)
"""From the outermost numbering to the innermost."""
_INNER = re.compile(
    r"(?<=[。；：）])(?=\s*(?:\d{1,2}[、.．](?!\d)|（\d{1,2}）|（[一二三四五六七八九十]{1,3}）|[①-⑳]))"
)
_OPENS = re.compile(r"(?:下列|以下|如下)[^。；：（]{0,60}：(?!\s*$)")
"""Where a list opens in the middle of a line: 有下列情形之一的，不得评为好：."""
_ENDS = re.compile(r"[。！？；\n]+[”’」）]*")
_LONGEST_HEADING = 30
_LONGEST = 600
_TIME = re.compile(r"\s*（[^（）]*(?:前|月|底|时间)[^（）]*）[。]?\s*$")


def split(blocks: Sequence[Block]) -> tuple[Sentence, ...]:
    """Every sentence of the blocks, in order, numbered from 0."""
    found = list(_sentences(blocks))
    return tuple(replace(one, number=at) for at, one in enumerate(found))


def _sentences(blocks: Sequence[Block]) -> Iterator[Sentence]:
    stack: dict[int, str] = {}
    carried = _NO_LIST
    for at, block in enumerate(blocks):
        headings = tuple(stack[depth] for depth in sorted(stack))
        if isinstance(block, TextTable):
            yield from _rows(at, block, headings)
        else:
            found = list(_of_paragraph(at, block, stack, carried))
            yield from found
            carried = _carried(found, carried)


def _rows(at: int, grid: TextTable, headings: tuple[str, ...]) -> Iterator[Sentence]:
    for number, row in enumerate(grid.rows):
        text = fold(" ".join(cell.strip() for cell in row if cell.strip()))
        if text:
            yield Sentence(0, at, number, number, text, SentenceKind.ROW, headings)


def _of_paragraph(
    at: int, block: Paragraph, stack: dict[int, str], carried: tuple[str, int]
) -> Iterator[Sentence]:
    text = fold(block.text)
    lead = carried[0] if carried[1] < _marker(text.strip())[0] < len(_MARKERS) else ""
    follows = ""
    for begin, end in _pieces(text):
        piece = text[begin:end].strip()
        if not piece:
            continue
        start = begin + len(text[begin:end]) - len(text[begin:end].lstrip())
        depth, marker = _marker(piece)
        body = piece[len(marker) :]
        own = tuple(stack[one] for one in sorted(stack) if not marker or one < depth)
        if marker and len(body) <= _LONGEST_HEADING and not body.rstrip("。").endswith("；"):
            _push(stack, depth, piece)
            heading = body.endswith(("。", "：")) or end == len(text) or "。" not in text
            kind = SentenceKind.HEADING if heading else SentenceKind.PROSE
        else:
            kind = SentenceKind.PROSE
            if marker:
                _push(stack, depth, _opening(piece))
                own = tuple(stack[one] for one in sorted(stack))
            elif _TIME.fullmatch(piece) and stack:
                last = max(stack)
                stack[last] += piece
        yield Sentence(
            0, at, start, start + len(piece), piece, kind, own, lead, marker.strip(), follows
        )
        follows = piece if piece.endswith("；") else ""
        lead = _lead(piece, lead, text[end - 1 : end])


def _carried(found: list[Sentence], before: tuple[str, int]) -> tuple[str, int]:
    """The opening of a list whose items are paragraphs of their own, and how deep it stands."""
    if not found:
        return before
    last = found[-1]
    if last.text.endswith("：") and _OPENED.search(last.text):
        return last.text.rstrip("："), _marker(found[0].text)[0] % len(_MARKERS)
    return before if found[0].lead and found[0].lead == before[0] else _NO_LIST


_NO_LIST = ("", -1)
_OPENED = re.compile("下列|以下|如下|之一")


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """From where to where each sentence goes: after 。；！？ and before a number inside."""
    cuts = {0, len(text)}
    cuts.update(match.end() for match in _ENDS.finditer(text))
    cuts.update(match.start() for match in _INNER.finditer(text))
    cuts.update(match.end() for match in _OPENS.finditer(text))
    for start, end in pairwise(sorted(cuts)):
        yield from _shorter(text, start, end)


def _shorter(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what no sentence is so long, at a comma where there is one: patterns must stay quick."""
    while end - start > _LONGEST:
        comma = text.rfind("，", start, start + _LONGEST)
        middle = comma + 1 if comma > start else start + _LONGEST
        yield start, middle
        start = middle
    yield start, end


def _marker(piece: str) -> tuple[int, str]:
    for depth, pattern in enumerate(_MARKERS):
        if match := pattern.match(piece):
            return depth, match.group()
    return len(_MARKERS), ""


def _opening(piece: str) -> str:
    """What an item that runs on is called: up to its first full stop or comma."""
    return re.split("[。，：]", piece, maxsplit=1)[0]


def _push(stack: dict[int, str], depth: int, heading: str) -> None:
    for deeper in [one for one in stack if one >= depth]:
        del stack[deeper]
    stack[depth] = heading


def _lead(piece: str, lead: str, end: str) -> str:
    """What the next sentence of a list belongs to (有下列情形之一的，取消资格)."""
    if end in {"。", "\n", ""}:
        return ""
    opening, colon, _ = piece.partition("：")
    if colon and not lead:
        return opening
    return lead
