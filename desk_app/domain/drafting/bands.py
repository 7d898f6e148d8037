"""Points that give a level: 90分以上为好, 80—89分, 低于60分; gaps between them are asked about."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from desk_app.domain.drafting.ladder import Ladder
from desk_app.domain.drafting.model import Certainty, DraftQuestion, Part, Sentence, Suggestion
from desk_app.domain.drafting.phrases import Phrase, Setting, suggestions
from desk_app.domain.points import format_points
from desk_app.domain.scheme.model.levels import Band
from desk_app.domain.scheme.model.scheme import Reading
from desk_app.domain.scheme.model.values import Interval

_SAID = r"(?:（?不?含(?:\d+分)?）?|（包?含[^）]*）|本数)?"
_THEN = (
    r"(?:的|者|之间|之内|（不含[^）]*）|（含[^）]*）|党员|党组织|党支部|单位|得分){0,3}"
    r"(?:[，：]?(?:可|应|直接|分别|拟|初步)?{become}[：]?|：)?"
)
_NUMBER = r"\d{1,3}(?:\.\d+)?"
_FROM = (
    rf"(?:[≥]\s*(?P<low>{_NUMBER})分?|(?:不低于|不少于|达到|"
    rf"满)?(?P<low2>{_NUMBER})分(?:及|或|\(含\)|（含[^）]*）)?以上|(?:不低于|不少于|"
    rf"达到)(?P<low3>{_NUMBER})分|(?:高于|超过|大于)(?P<over>{_NUMBER})分)"
)
_TO = (
    rf"(?:[<＜]\s*(?P<high>{_NUMBER})分?|(?P<high2>{_NUMBER})分(?:及|或)?以下|(?:低于|不足|"
    rf"不到|未达到|未达|不满|少于|小于)(?P<high3>{_NUMBER})分)"
)
_BETWEEN = (
    rf"(?P<one>{_NUMBER})分?(?:（不?含[^）]*）|及|以上){{0,3}}(?:-+|至|到|，|、|(?=低于|不足|不到))"
    rf"(?:低于|不足|不到)?(?P<two>{_NUMBER})分?(?:（不?含[^）]*）|以下|之间){{0,2}}分?"
)


_FEWEST = 2
"""A single band says nothing of the others; it is more often another rule."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A band as it is written, before its neighbours are looked at."""

    band: Band
    sentence: int
    phrase: str


def _between(match: re.Match[str], _: Sentence, setting: Setting) -> Iterable[Part]:
    one, two = (Decimal(match[name]) for name in ("one", "two"))
    level = setting.ladder.level(match["level"])
    if not level or one == two:
        return
    low, high = min(one, two), max(one, two)
    below = re.search("不含|以下|低于|不足|不到", _upper(match))
    yield Band(level, Interval(low, True, high, not below))


def _upper(match: re.Match[str]) -> str:
    """What is said of the higher number: of the words around the second, those beside it."""
    start, end = match.start("two") - match.start(), match.start("level") - match.start()
    text = match.group()
    beside = text[max(0, start - 2) : max(end, start)] if end > start else text[start - 2 :]
    return beside if Decimal(match["two"]) > Decimal(match["one"]) else ""


def _open_above(match: re.Match[str], _: Sentence, setting: Setting) -> Iterable[Part]:
    groups = match.groupdict()
    low = groups["low"] or groups["low2"] or groups["low3"] or groups["over"]
    level = setting.ladder.level(match["level"])
    if level:
        closed = not groups["over"] and "不含" not in match.group()
        yield Band(level, Interval(Decimal(low), closed, None, False))


def _open_below(match: re.Match[str], _: Sentence, setting: Setting) -> Iterable[Part]:
    groups = match.groupdict()
    high = groups["high"] or groups["high2"] or groups["high3"]
    level = setting.ladder.level(match["level"])
    closed = bool(groups["high2"]) and bool(re.search("及以下|或以下|（含", match.group()))
    if level:
        yield Band(level, Interval(None, False, Decimal(high), closed))


_BEFORE = (
    r"{loose:level}(?:（[^（）\d]{1,6}）)?(?:等级|等次|级次|级|档)?(?:的)?(?:党组织|党支部|党员)?[：（，]?(?:为|"
    r"是|指|得分|总分|分数|考核|综合|评分|须|应|要|在|达){0,5}"
)

TABLE = (
    Phrase("points.between", rf"(?<![\d.%年月]){_BETWEEN}{_THEN}{{loose:level}}", _between),
    Phrase("points.above", rf"(?<![\d.%年月]){_FROM}{_THEN}{{loose:level}}", _open_above),
    Phrase("points.below", rf"(?<![\d.%年月]){_TO}{_THEN}{{loose:level}}", _open_below),
    Phrase("level.between", rf"{_BEFORE}{_BETWEEN}(?=[）；。，、]|$)", _between),
    Phrase("level.above", rf"{_BEFORE}{_FROM}", _open_above),
    Phrase("level.below", rf"{_BEFORE}{_TO}", _open_below),
)


def read(
    sentences: Sequence[Sentence], setting: Setting
) -> tuple[list[Suggestion], list[DraftQuestion]]:
    """The bands of a document, made to meet, and what is asked where the text leaves gaps."""
    found: list[_Found] = []
    for sentence in sentences:
        if "分" not in sentence.text and "≥" not in sentence.text:
            continue
        found.extend(
            _Found(one.part, sentence.number, one.phrase)
            for one in suggestions(TABLE, sentence, setting)
            if isinstance(one.part, Band)
        )
    found = _one_each(found, setting.ladder)
    if len(found) < _FEWEST:
        return [], []
    joined, questions = _joined(found, setting.ladder)
    certain = len(joined) == len(setting.ladder.rungs) and not questions and _meet(joined)
    return [
        Suggestion(
            one.band,
            Certainty.CERTAIN if certain else Certainty.LIKELY,
            (one.sentence,),
            one.phrase,
        )
        for one in joined
    ], questions


def _meet(found: Sequence[_Found]) -> bool:
    """Whether each band begins where the next one ends, and only the last has no beginning."""
    return all(
        above.band.range.low is not None
        and above.band.range.low == below.band.range.high
        and above.band.range.low_closed is not below.band.range.high_closed
        for above, below in pairwise(found)
    )


def _one_each(found: list[_Found], ladder: Ladder) -> list[_Found]:
    """The first band of each level, from high to low."""
    first: dict[str, _Found] = {}
    for one in found:
        first.setdefault(one.band.level, one)
    return [first[level] for level in ladder.rungs if level in first]


def _joined(found: list[_Found], ladder: Ladder) -> tuple[list[_Found], list[DraftQuestion]]:
    """Let each band reach up to the next: 80-89 below 90以上 is 80 <= x < 90."""
    joined: list[_Found] = []
    gaps: list[tuple[_Found, _Found]] = []
    shared: list[tuple[_Found, _Found]] = []
    for at, one in enumerate(found):
        mine = one.band.range
        if at == 0:
            joined.append(one)
            continue
        above = found[at - 1].band.range
        rungs = [ladder.rungs.index(other.band.level) for other in (found[at - 1], one)]
        if above.low is None or rungs[1] != rungs[0] + 1:
            joined.append(one)
            continue
        if mine.high is not None and mine.high == above.low:
            if mine.high_closed and above.low_closed:
                shared.append((found[at - 1], one))
        elif mine.high is not None and mine.low is not None:
            gaps.append((found[at - 1], one))
        reach = replace(mine, high=above.low, high_closed=not above.low_closed)
        joined.append(replace(one, band=replace(one.band, range=reach)))
    return joined, [*_gap_question(gaps), *_shared_question(shared)]


def _gap_question(gaps: list[tuple[_Found, _Found]]) -> Iterator[DraftQuestion]:
    if not gaps:
        return
    above, below = gaps[0]
    low, high = above.band.range.low, below.band.range.high
    if low is None or high is None:
        return
    wide = low - high
    names = f"{format_points(high)}分与{format_points(low)}分之间"
    options = (f"归入较低的一档（{below.band.level}）", "四舍五入取整后再定档")
    if wide > 1:
        options = (f"归入较低的一档（{below.band.level}）", f"归入较高的一档（{above.band.level}）")
    yield DraftQuestion(
        Reading("档次之间的得分", f"{names}的得分属于哪一档？", options, options[0]),
        (above.sentence, below.sentence),
    )


def _shared_question(shared: list[tuple[_Found, _Found]]) -> Iterator[DraftQuestion]:
    if not shared:
        return
    points = "、".join(format_points(one.band.range.low or Decimal(0)) for one, _ in shared)
    options = ("归入较高的一档", "归入较低的一档")
    yield DraftQuestion(
        Reading("两档共有的分数", f"{points}分各属于两档，归入哪一档？", options, options[0]),
        tuple(one.sentence for one, _ in shared),
    )
