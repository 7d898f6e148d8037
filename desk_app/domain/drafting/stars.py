"""Stars that are awarded one by one: 共性星 by 领域, and what a star asks for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from desk_app.domain.drafting import conditions
from desk_app.domain.drafting.model import Certainty, Sentence, Suggestion
from desk_app.domain.drafting.numerals import number
from desk_app.domain.drafting.phrases import Setting
from desk_app.domain.scheme.model.conditions import Comparator, Comparison, Operand
from desk_app.domain.scheme.model.levels import Band, Star
from desk_app.domain.scheme.model.polls import YES_OR_NO, Rate
from desk_app.domain.scheme.model.rounds import DomainGroup
from desk_app.domain.scheme.model.scoring import Indicator, IndicatorMode
from desk_app.domain.scheme.model.values import Interval

_STAR = re.compile(r"[“]?([\u4e00-\u9fff]{2,6}星)[”]?(?!级)")
_COMMON = re.compile(
    r"(?P<who>[\u4e00-\u9fff（）、]{2,24}?)(?:可|应|要)?将(?P<stars>[^。；]{4,80}?)(?:作为|列为|设为)(?P<kind>共性星|个性星)"
)
_PER_POINTS = re.compile(
    r"(?:每项|每颗星|单项)[^，。；]{0,4}?得?(?P<points>\d{1,3})分(?:及|或)?以上[^。；]{0,8}?星"
)
_PER_POLL = re.compile(
    r"测评[^，。；]{0,6}?(?P<how>高于|超过|不低于|达到)?(?P<share>\d{1,3}%)(?P<side>(?:及)?以上)?[^。；]{0,8}?(?:方可|才能|可以|才可|予以)?(?:获得|授予|得)[^，。；]{0,3}(?:该颗)?星"
)
_FULL = re.compile(
    r"每(?:颗星|项|个星级)[^，。；]{0,4}?(?:总分值?|分值|满分|计)(?:为|是)?(?P<points>\d{1,3})分(?!以|及)"
)
_DIRECT = re.compile(
    r"对(?P<stars>[^。；，]{4,60}?星)等?(?:可以?)?[^。；星]{0,24}?(?:直接确定|直接认定|直接授予)"
)
_ONE_BY_ONE = re.compile("逐星评定|逐星确定|进行星级评定|授星")
_NUMBERED = re.compile(r"^\d{1,2}[、.．]\s*(?P<name>[\u4e00-\u9fff]{2,8}星)(?=[。：，；（])")
REGISTRY = {
    "农村": ("农村",),
    "社区": ("社区",),
    "机关": ("机关", "事业"),
    "事业": ("事业",),
    "学校": ("学校",),
    "国企": ("国企",),
    "国有企业": ("国企",),
    "非公": ("非公企业",),
    "社会组织": ("社会组织",),
    "两新": ("非公企业", "社会组织"),
}


def read(sentences: Sequence[Sentence], setting: Setting) -> Iterator[Suggestion]:
    """Stars with what they ask for, 领域 that have stars of their own, bands by stars."""
    asked = next((one for one in map(_asked, sentences) if one), None)
    stars = dict(_stars(sentences))
    one_by_one = [one.number for one in sentences if _ONE_BY_ONE.search(one.text)]
    if asked is None and not stars:
        if one_by_one:
            yield from _bands(one_by_one, setting)
        return
    if asked and asked[0].operand is Operand.RATE:
        rate = Rate("赞成率", "民主测评", YES_OR_NO[:1])
        yield Suggestion(rate, Certainty.LIKELY, (asked[1],), "star.rate")
    usual = _usual(sentences, len(stars))
    direct = dict(_direct(sentences))
    groups = _groups(stars, setting)
    yield from groups.values()
    for name, (numbers, domains, kind) in stars.items():
        if name in direct:
            continue
        where = asked[1] if asked else numbers[0]
        when = _when(name, asked[0] if asked else None, usual)
        yield Suggestion(
            Star(name, when, kind, _narrow(domains, stars)),
            Certainty.LIKELY if asked else Certainty.SUPPLIED,
            tuple(dict.fromkeys((where, *numbers))),
            "star",
        )
    for name, at in direct.items():
        own = stars.get(name)
        when = Comparison(Operand.POINTS, name, Comparator.AT_LEAST, Decimal(1))
        kind = own[2] if own else ("个性星" if any(one[2] for one in stars.values()) else "")
        numbers = own[0] if own else ()
        domains = _narrow(own[1], stars) if own else ()
        yield Suggestion(
            Star(name, when, kind, domains), Certainty.LIKELY, (at, *numbers), "star.direct"
        )
        yield Suggestion(
            Indicator(name, Decimal(1), mode=IndicatorMode.CHECK),
            Certainty.LIKELY,
            (at,),
            "star.tick",
        )
    if asked:
        told = [one.number for one in sentences if "由共性星和个性星组成" in one.text]
        yield from _bands([asked[1], *told], setting)


def _asked(sentence: Sentence) -> tuple[Comparison, int] | None:
    """What every star asks for: 每项得8分及以上, 民主测评高于90%."""
    if match := _PER_POINTS.search(sentence.text):
        points = Decimal(match["points"])
        return Comparison(Operand.POINTS, "", Comparator.AT_LEAST, points), sentence.number
    if match := _PER_POLL.search(sentence.text):
        found = conditions.value(match["share"])
        more = match["how"] in {"高于", "超过"}
        comparator = Comparator.MORE_THAN if more else Comparator.AT_LEAST
        return Comparison(Operand.RATE, "赞成率", comparator, found), sentence.number
    return None


def _usual(sentences: Sequence[Sentence], count: int) -> Decimal:
    """Four fifths of a star's equal share of the full points."""
    text = "".join(one.text for one in sentences)
    found = re.search(r"(?:满分|总分)[^，。；\d]{0,4}(\d{2,4})分", text)
    points = Decimal(found[1]) if found else Decimal(100)
    return (points / max(count, 1) * Decimal("0.8")).quantize(Decimal(1))


def _when(name: str, asked: Comparison | None, usual: Decimal) -> Comparison:
    if asked is None:
        return Comparison(Operand.POINTS, name, Comparator.AT_LEAST, usual)
    label = name if asked.operand is Operand.POINTS else f"赞成率·{name}"
    return replace(asked, name=label)


_Found = tuple[tuple[int, ...], tuple[str, ...], str]


def _stars(sentences: Sequence[Sentence]) -> Iterator[tuple[str, _Found]]:
    found: dict[str, _Found] = {}
    for one in sentences:
        for match in _COMMON.finditer(one.text):
            who = re.split("[：；]", match["who"])[-1]
            for name in _STAR.findall(match["stars"]):
                numbers, domains, kind = found.get(name, ((), (), match["kind"]))
                found[name] = ((*numbers, one.number), (*domains, who), kind)
        if item := _NUMBERED.match(one.text):
            found.setdefault(item["name"], ((one.number,), (), ""))
    yield from found.items()


def _narrow(domains: tuple[str, ...], stars: dict[str, _Found]) -> tuple[str, ...]:
    """Nothing where every 领域 has the star."""
    everybody = {group_name(one) for _, more, _ in stars.values() for one in more}
    mine = tuple(dict.fromkeys(group_name(one) for one in domains))
    return () if len(mine) == len(everybody) else mine


def _groups(stars: dict[str, _Found], _: Setting) -> dict[str, Suggestion]:
    groups: dict[str, Suggestion] = {}
    for numbers, domains, _kind in stars.values():
        for number_, who in zip(numbers, domains, strict=False):
            name = group_name(who)
            if name in groups:
                known = groups[name]
                places = tuple(dict.fromkeys((*known.sentences, number_)))
                groups[name] = replace(known, sentences=places)
                continue
            takes = tuple(
                dict.fromkeys(
                    one for word, more in REGISTRY.items() if word in name for one in more
                )
            )
            groups[name] = Suggestion(
                DomainGroup(name, takes or (name,)), Certainty.LIKELY, (number_,), "domain.stars"
            )
    return groups


def group_name(who: str) -> str:
    """The name of a 领域: 农村党员 is 农村."""
    return re.sub("(?:党员|党组织|党支部)+$", "", who.strip("，、“”"))


def _direct(sentences: Sequence[Sentence]) -> Iterator[tuple[str, int]]:
    for one in sentences:
        if match := _DIRECT.search(one.text):
            for name in _STAR.findall(match["stars"].replace("、", " ")):
                yield name, one.number


def _bands(where: Sequence[int], setting: Setting) -> Iterator[Suggestion]:
    """Without bands of points, so many stars are the level of so many stars."""
    levels = setting.ladder.levels
    if not setting.ladder.stars:
        return
    for at, level in enumerate(levels):
        least = Decimal(len(levels) - at)
        most = None if at == 0 else least + 1
        yield Suggestion(
            Band(level, Interval(least, True, most, False)),
            Certainty.SUPPLIED,
            tuple(where),
            "stars.count",
        )
    if setting.ladder.none:
        yield Suggestion(
            Band(setting.ladder.none, Interval(None, False, Decimal(1), False)),
            Certainty.SUPPLIED,
            tuple(where),
            "stars.count",
        )


def full(sentences: Sequence[Sentence]) -> tuple[Decimal, int] | None:
    """The points of each star, and the sentence that says them."""
    for one in sentences:
        if match := _FULL.search(one.text):
            points = number(match["points"])
            if points:
                return points, one.number
    return None


def numbered(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The items that describe a star each (1、爱岗敬业星)."""
    return [one for one in sentences if _NUMBERED.match(one.text)]
