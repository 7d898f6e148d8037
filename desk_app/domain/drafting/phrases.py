"""A row of the grammar: a pattern in words of its own, and what it gives."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from desk_app.domain.drafting.ladder import Ladder
from desk_app.domain.drafting.model import Certainty, Part, Sentence, Suggestion
from desk_app.domain.drafting.numerals import NUMBER, RATIO, SHARE

WORDS = {
    "not_over": (
        r"(?:不超过|不得超过|不能超过|不应超过|不高于|不得高于|不多于|不得多于|控制在|最多(?:不超过)?)"
    ),
    "at_least": (
        r"(?:不低于|不得低于|不应低于|不少于|不得少于|不应少于|至少(?:有|为|占)?|最少(?:有)?)"
    ),
    "about": r"(?:左右|上下|大约|约)",
    "become": r"(?:评定为|评为|定级为|定为|确定为|认定为|划定为|列为|评|定|为|是|属于|达到|授予)",
    "must_not": r"(?:不得|不能|不可|不予|一律不得|一律不|不应|不允许)",
    "share": SHARE,
    "ratio": RATIO,
    "number": NUMBER,
    "gap": r"[^，。；：]{0,18}?",
    "far": r"[^。；]{0,40}?",
    "soft": r"(?P<soft>一般|原则上|原则上一般)?",
}
"""The words that patterns are written with, in braces: ``{level}{gap}{not_over}{share}``."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a row may know besides its sentence: the ladder and who is graded."""

    ladder: Ladder
    object_name: str = "党组织"
    full_points: str = "100"
    day: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """One row: ``pattern`` gives the parts that ``build`` makes of a match.

    In a pattern ``{level}`` and ``{levels}`` stand for what the document calls its levels,
    ``{loose}`` and ``{those}`` where a short name alone is enough; other words in braces are
    those of ``WORDS``. ``{share:name}`` names what it finds. Where a pattern is found none of
    the later rows of its table may take the same characters; a row whose name ends in ``.not``
    takes away what only looks alike.
    """

    name: str
    pattern: str
    build: Callable[[re.Match[str], Sentence, Setting], Iterable[Part]]
    certainty: Certainty = Certainty.CERTAIN


_WORD = re.compile(r"\{([a-z_]+)(?::([a-z_]+))?\}")


@lru_cache(maxsize=1024)
def _compiled(pattern: str, loose: str, firm: str) -> re.Pattern[str]:
    several = rf"{loose}(?!{_SOMEBODY}){_MORE.format(loose)}"
    words = WORDS | {
        "loose": loose,
        "level": firm,
        "levels": rf"{firm}{_MORE.format(loose)}",
        "those": several,
    }

    def written(match: re.Match[str]) -> str:
        word, name = match[1], match[2]
        return f"(?P<{name}>{words[word]})" if name else f"(?:{words[word]})"

    return re.compile(_WORD.sub(written, pattern))


_SOMEBODY = "(?:共产)?党员|党务|个人|干部|教师|公务员|书记|同志|工作者"
"""优秀 is a level, 优秀党员 is an honour of somebody."""
_MORE = (
    r"(?:[^，。；、和及“”]{{0,4}}?[、，和及至到或-]{0}){{0,10}}"
    r"(?:(?:等级|等次)?(?:及|或)?以[上下])?"
)


def compiled(phrase: Phrase, ladder: Ladder) -> re.Pattern[str]:
    """The expression of a row for the levels of a document."""
    return _compiled(phrase.pattern, ladder.loose, ladder.firm)


def suggestions(
    table: Sequence[Phrase], sentence: Sentence, setting: Setting
) -> Iterator[Suggestion]:
    """What the rows of a table find in a sentence, earlier rows first."""
    taken: list[tuple[int, int]] = []
    for row in table:
        for match in compiled(row, setting.ladder).finditer(sentence.text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            parts = tuple(row.build(match, sentence, setting))
            if parts or row.name.endswith(".not"):
                taken.append(match.span())
            sure = row.certainty
            if sure is Certainty.CERTAIN and _DOUBT.search(sentence.text):
                sure = Certainty.LIKELY
            for part in parts:
                yield Suggestion(part, sure, (sentence.number,), row.name)


_DOUBT = re.compile(
    r"后(?:\d+|[一二三四五])[位名]|平均|除外|特殊情况|另行|视情|可视|酌情|情节"
    r"|[\ufffd\u00c0-\u024f]|\?[^\s]"
)
"""Words beside which a rule is looked at once more, and signs of a damaged text."""
