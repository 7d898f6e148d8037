"""What is said of a whole document: full points, who is graded, aspects without points."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from desk_app.domain.drafting import points, stars
from desk_app.domain.drafting.model import (
    Certainty,
    Graded,
    Sentence,
    Suggestion,
    Whole,
)
from desk_app.domain.drafting.phrases import Setting
from desk_app.domain.scheme.model.levels import Band, Level, Measure
from desk_app.domain.scheme.model.scoring import Indicator, IndicatorMode, RectificationRule
from desk_app.domain.scheme.model.values import Interval

_FULL = re.compile(
    r"(?:满分|总分值?|总计|合计|共计)(?:值)?(?:均)?(?:为|是|共|计|共计|设置?为?|定为|：)?"
    r"(?P<points>\d{2,4})分(?!以|及|（含|钟)(?:制)?"
    r"|实行(?P<system>\d{3,4})分制|(?P<hundred>百分制)|(?P<thousand>千分制)"
)
_STARS = re.compile("逐星|共性星|每颗星|该颗星|颗星")
_SCORED = re.compile(
    "百分制|(?<!汇)总分(?!类)|满分|分值|加权|打分|量化考|考核分(?!析)|(?<!自)评分(?!类)"
)
_MARKS = re.compile("打分|计分|评分")
_MEND = re.compile(
    "整改台账|整改措施|整改提高|限期整改|整改任务|整改意见|查缺补漏|督促整改|薄弱环节|进行整顿|整顿、|转化升级方案|整改"
)
_FEW, _MANY = 4, 10
_NUMBERED = re.compile(r"(?P<number>\d{1,3})[、.．]\s*")
_LEAST_FULL = 100


def measure(sentences: Sequence[Sentence], found: Sequence[Suggestion]) -> Suggestion | None:
    """What decides the level, and the full points where the text has them."""
    full = next((one for one in map(_full, sentences) if one), None)
    if any(isinstance(one.part, Band) and one.phrase != "stars.count" for one in found):
        points_, where = (full[0], (full[1],)) if full else (_summed(found), ())
        return Suggestion(Whole(Measure.POINTS, points_), Certainty.LIKELY, where, "whole.points")
    starred = [one.number for one in sentences if _STARS.search(one.text)]
    if starred and any(one.phrase.startswith("star") for one in found):
        each = stars.full(sentences)
        count = len(stars.numbered(sentences))
        points_ = each[0] * count if each and count else _of_lines(found)
        if not points_ and any(_MARKS.search(one.text) for one in sentences):
            points_ = Decimal(100)
        return Suggestion(
            Whole(Measure.STARS, points_), Certainty.LIKELY, (starred[0],), "whole.stars"
        )
    scored = [one.number for one in sentences if _SCORED.search(one.text)]
    if full or scored:
        points_, at = full or (Decimal(100), scored[0])
        certainty = Certainty.LIKELY if full else Certainty.SUPPLIED
        return Suggestion(Whole(Measure.POINTS, points_), certainty, (at,), "whole.points")
    if not sentences:
        return None
    if checks := len(list(checklist(sentences))):
        part = Whole(Measure.POINTS, Decimal(checks))
        return Suggestion(part, Certainty.SUPPLIED, (), "whole.checks")
    return Suggestion(Whole(Measure.OPINION), Certainty.SUPPLIED, (), "whole.opinion")


def _of_lines(found: Sequence[Suggestion]) -> Decimal:
    """The points of all lines together; 0 where there are none."""
    lines = [one.part for one in found if isinstance(one.part, Indicator) and not one.part.extra]
    return sum((one.points for one in lines if one.mode.counts), Decimal(0))


def _summed(found: Sequence[Suggestion], usual: Decimal = Decimal(100)) -> Decimal:
    """The points of all lines where they come to full points, else what is usual."""
    total = _of_lines(found)
    return total if total >= _LEAST_FULL else usual


def _full(sentence: Sentence) -> tuple[Decimal, int] | None:
    match = _FULL.search(sentence.text)
    if match is None:
        return None
    if match["hundred"]:
        return Decimal(100), sentence.number
    if match["thousand"]:
        return Decimal(1000), sentence.number
    found = Decimal(match["points"] or match["system"])
    if found < _LEAST_FULL and sentence.text[: match.start()].endswith("（"):
        return None  # 组织建设（满分20分） is a line
    return found, sentence.number


def graded(sentences: Sequence[Sentence]) -> Suggestion | None:
    """Who is graded: the word that stands beside 评定, 定级 most often."""
    text = "".join(one.text for one in sentences)
    if not text:
        return None
    counts = {
        "党员": text.count("星级党员") * 3 + len(re.findall("每[位名]党员|党员评", text)),
        "村党支部": text.count("村党支部") * 2,
        "党支部": text.count("党支部") - text.count("村党支部"),
        "党组织": text.count("党组织"),
    }
    name = max(counts, key=lambda one: counts[one])
    at = next((one.number for one in sentences if name in one.text), None)
    if at is None:
        return None
    return Suggestion(Graded(name), Certainty.LIKELY, (at,), "graded")


def levels(sentences: Sequence[Sentence], setting: Setting) -> Iterator[Suggestion]:
    """The ladder, each rung with the sentences that name it."""
    ladder = setting.ladder
    for name in ladder.rungs:
        at = tuple(one.number for one in sentences if name in ladder.mentioned(one.text)) or tuple(
            one.number for one in sentences if name in one.text
        )
        sure = Certainty.CERTAIN if ladder.listed else Certainty.LIKELY
        aliases = tuple(other for other, own in ladder.aliases.items() if own == name)
        yield Suggestion(
            Level(name, aliases=aliases, none=name == ladder.none),
            Certainty.SUPPLIED if name in ladder.supplied else sure,
            at,
            "level",
        )


def aspects(sentences: Sequence[Sentence], whole: Whole) -> Iterator[Suggestion]:
    """Aspects that a text names without points: lines that are noted, or equal shares."""
    for sentence in sentences:
        names = points.lists(sentence.text)
        if len(names) >= _FEW:
            yield from _shared(names, [sentence.number] * len(names), whole)
            return
    if numbered := stars.numbered(sentences):
        each = stars.full(sentences)
        share = each[0] if each else None
        names = tuple(_star_name(one.text) for one in numbered)
        yield from _shared(names, [one.number for one in numbered], whole, share)
        return
    for items in _runs(sentences):
        names = tuple(points.item(one) for one in items)
        yield from _shared(names, [one.number for one in items], whole)
        return


def _star_name(text: str) -> str:
    found = re.search(r"[\u4e00-\u9fff]{2,8}星", text)
    return found.group() if found else text[:8]


def _runs(sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    """Numbered short items one after another, after a sentence that announces contents."""
    run: list[Sentence] = []
    announced = False
    for one in sentences:
        if points.item(one) and len(one.text) < 26 and announced:
            run.append(one)
            continue
        if len(run) >= _FEW:
            yield run
        run = []
        announced = bool(re.search("(?:方面|内容|指标|依据)[^。；]{0,20}[。：]?$", one.text))
    if len(run) >= _FEW:
        yield run


def _shared(
    names: tuple[str, ...],
    numbers: Sequence[int],
    whole: Whole,
    each: Decimal | None = None,
) -> Iterator[Suggestion]:
    """Equal shares of the full points; without points the lines are only noted."""
    share = each or _share(whole, len(names))
    for name, at in zip(names, numbers, strict=True):
        if share is None:
            part = Indicator(name, Decimal(0), mode=IndicatorMode.INFORMATION)
            yield Suggestion(part, Certainty.LIKELY, (at,), "aspect.noted")
        else:
            certainty = Certainty.LIKELY if each else Certainty.SUPPLIED
            yield Suggestion(Indicator(name, share), certainty, (at,), "aspect.share")


def _share(whole: Whole, count: int) -> Decimal | None:
    if whole.measure is Measure.OPINION or not whole.full_points:
        return None
    share = whole.full_points / count
    return share if share == share.quantize(Decimal("0.1")) else None


def checklist(sentences: Sequence[Sentence]) -> Iterator[Suggestion]:
    """A long numbered list of demands in a text without points: each is met or not."""
    items = [(one, match) for one in sentences if (match := _NUMBERED.match(one.text))]
    if len({match["number"] for _, match in items}) < _MANY:
        return
    if any(re.search(r"\d分", one.text) for one in sentences):
        return
    for one, match in items:
        name = one.text[match.end() :][:16].strip("，。；")
        part = Indicator(name, Decimal(1), mode=IndicatorMode.CHECK)
        yield Suggestion(part, Certainty.SUPPLIED, (one.number,), "checklist")


def all_met(sentences: Sequence[Sentence], whole: Suggestion, top: str) -> Iterator[Suggestion]:
    """Whoever meets every check holds the highest level (全面达标)."""
    told = tuple(one.number for one in sentences if _ALL_MET.search(one.text))
    if whole.phrase == "whole.checks" and isinstance(whole.part, Whole) and told:
        band = Band(top, Interval(whole.part.full_points, True, None, False))
        yield Suggestion(band, Certainty.SUPPLIED, told, "checks.all")


_ALL_MET = re.compile("全面达标|全部达标|达到标准|达标的")


def mending(sentences: Sequence[Sentence], found: Sequence[Suggestion]) -> Suggestion | None:
    """What becomes 整改事项: unmet checks all, else lines below 70 % of their points."""
    told = tuple(one.number for one in sentences if _MEND.search(one.text))
    if not told:
        return None
    modes = {one.part.mode for one in found if isinstance(one.part, Indicator)}
    starred = any(one.phrase.startswith("star") for one in found)
    below = Fraction(80 if starred else 70, 100)
    if modes & {IndicatorMode.CHECK, IndicatorMode.ALL_OR_NOTHING}:
        below = Fraction(1)
    return Suggestion(RectificationRule(below), Certainty.SUPPLIED, told, "mending")
