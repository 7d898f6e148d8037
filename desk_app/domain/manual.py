"""手册: pages of plain Markdown, what stands in them, and where a word is found.

The pages use little of Markdown: headings, paragraphs, lists, pictures, keys in back quotes and
links to each other.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

BEGIN, KEYS = "开始", "快捷键"
PAGES = (BEGIN, "首页", "党组织", "方案", "评分", "测评", "定级", "整改", "上报", KEYS)
"""The pages in their order: how one begins, the rooms, the keys."""

_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]+\)")
_STEP = re.compile(r"\d+\. ")
_KEY = re.compile(r"`([^`]+)`")


class BlockKind(Enum):
    """What a block of a page is."""

    TITLE = auto()
    HEADING = auto()
    PARAGRAPH = auto()
    ITEM = auto()
    STEP = auto()
    PICTURE = auto()


@dataclass(frozen=True, slots=True)
class ManualBlock:
    """One block: its words without marks; of a step its number, of a picture its file."""

    kind: BlockKind
    text: str
    number: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class ManualPage:
    """One page: its name, which is its file's and its room's, and its text in Markdown."""

    name: str
    text: str

    @property
    def blocks(self) -> tuple[ManualBlock, ...]:
        """Everything on the page from top to bottom."""
        return tuple(_block(line) for line in self.text.splitlines() if line.strip())

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key that the page names, as it is written."""
        return tuple(_KEY.findall(_PICTURE.sub("", self.text)))


@dataclass(frozen=True, slots=True)
class ManualHit:
    """Where something was found: the page and the words of the block; "" for the page itself."""

    page: str
    words: str = ""


def find(
    pages: Sequence[ManualPage], query: str, initials: Mapping[str, str] | None = None
) -> tuple[ManualHit, ...]:
    """Return where a query stands: names of pages, headings, the rest; all pages for an empty one.

    ``initials`` has the pinyin initials of words, by which short Latin queries are found too.
    """
    wanted = query.strip().casefold()
    known = initials or {}

    def fits(words: str) -> bool:
        return wanted in words.casefold() or wanted in known.get(words, "")

    named = [ManualHit(one.name) for one in pages if fits(one.name)]
    if not wanted:
        return tuple(named)
    inside = [
        ManualHit(page.name, block.text)
        for page in pages
        for block in page.blocks
        if block.kind not in (BlockKind.TITLE, BlockKind.PICTURE) and fits(block.text)
    ]
    headings = {block.text for page in pages for block in page.blocks if _is_heading(block)}
    inside.sort(key=lambda one: one.words not in headings)
    return (*named, *inside)


def _is_heading(block: ManualBlock) -> bool:
    return block.kind is BlockKind.HEADING


def _block(line: str) -> ManualBlock:
    picture = _PICTURE.match(line)
    if picture:
        return ManualBlock(BlockKind.PICTURE, picture[1], file=picture[2])
    words = _LINK.sub(r"\1", line).replace("`", "")
    step = _STEP.match(words)
    if words.startswith("## "):
        return ManualBlock(BlockKind.HEADING, words[3:])
    if words.startswith("# "):
        return ManualBlock(BlockKind.TITLE, words[2:])
    if words.startswith("- "):
        return ManualBlock(BlockKind.ITEM, words[2:])
    if step:
        return ManualBlock(BlockKind.STEP, words[step.end() :], number=step[0].strip())
    return ManualBlock(BlockKind.PARAGRAPH, words)
