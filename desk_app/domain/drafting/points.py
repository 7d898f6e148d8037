"""Points: lines of the score sheet (（20分）), bonuses and deductions (每次扣3分, 市级3分)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from desk_app.domain.drafting import conditions
from desk_app.domain.drafting.limits import before
from desk_app.domain.drafting.model import Certainty, Part, Sentence, SentenceKind, Suggestion
from desk_app.domain.drafting.numerals import number, unnumbered
from desk_app.domain.drafting.phrases import Phrase, Setting
from desk_app.domain.scheme.model.conditions import Comparison, Operand
from desk_app.domain.scheme.model.scoring import (
    Adjustment,
    Combine,
    Indicator,
    IndicatorMode,
    Tier,
)

_POINTS = r"\d{1,3}(?:\.\d)?"
_TIER = re.compile(
    rf"(?P<name>[\u4e00-\u9fff]{{1,6}}?级?(?:及以上)?)(?:的)?(?:[加扣计得记])?(?P<points>{_POINTS})分"
)
_HIGHEST = re.compile(
    "最高(?:的|项|级别|级|分)?(?:为准|计|计算|计分)|以最高|取最高|就高|不重复(?:加|计|累)"
)
_CEILING = re.compile(
    rf"(?:最多|最高|累计|合计)[^，。；]{{0,6}}?(?:加|扣|不超过)(?:分)?[^，。；\d]{{0,5}}(?P<points>{_POINTS})分|(?:扣|加)分?不超过(?P<points2>{_POINTS})分"
)
_UNIT = re.compile(r"(?:每|一|1)个?(?P<unit>人次|次|项|人|例|件|起|月|个|篇|条|处|名|户|天)")


def _plain(text: str) -> str:
    return unnumbered(text).removeprefix("其中").strip(" “”‘’（）：:、，。；.")


def _line(match: re.Match[str], sentence: Sentence, _: Setting) -> Iterable[Part]:
    """A heading with points: （一）组织建设（20分）."""
    name = _plain(match["name"])
    points = Decimal(match["points"])
    if (
        not name
        or len(name) > 30
        or re.search("满分|总分|合计|[加扣减]|以[上下]|低于|高于|得分", name)
    ):
        return
    yield Indicator(name, points, extra="加分" in sentence.text, mode=_mode(sentence.text))


def _mode(text: str) -> IndicatorMode:
    if re.search(
        "不达(?:成|标|到)[^，。；]{0,4}不得分|达不到[^，。；]{0,4}不得分|一项不[^，。；]{0,6}不得分",
        text,
    ):
        return IndicatorMode.ALL_OR_NOTHING
    if "扣完为止" in text:
        return IndicatorMode.DEDUCTED
    return IndicatorMode.SCORED


def _lines(match: re.Match[str], _: Sentence, __: Setting) -> Iterable[Part]:
    """Names with points in a row: 领导班子好20分、党员队伍好20分."""
    for one in _NAMED.finditer(match.group()):
        name = _plain(one["name"])
        if name and not re.search("满分|总分|[加扣减]|得分|级$", name):
            yield Indicator(name, Decimal(one["points"]))


_NAMED = re.compile(
    rf"(?P<name>[“]?[\u4e00-\u9fff“”]{{2,14}}?[”]?)(?:为|占|计|（)?(?P<points>{_POINTS})分）?(?:[、，；]|$|和)?"
)


def _adjustment(
    match: re.Match[str], sentence: Sentence, setting: Setting, *, bonus: bool
) -> Iterable[Part]:
    points = number(match["points"])
    if not points:
        return
    unit = _UNIT.search(match.group())
    clause = before(match, sentence)
    when = None
    if re.search("率|满意度", sentence.follows + sentence.text[: match.start()]) and (
        found := conditions.read(clause, setting, sentence.follows + sentence.text[: match.start()])
    ):
        when = (
            found.when
            if isinstance(found.when, Comparison) and found.when.operand is Operand.RATE
            else None
        )
    name = _plain(clause)[-18:] or ("加分" if bonus else "扣分")
    tier = "" if when is not None else f"每{unit['unit']}" if unit else "次"
    yield Adjustment(
        name,
        bonus,
        (Tier(tier, points),),
        when=when,
        unit=unit["unit"] if unit else "次",
        ceiling=_ceiling(sentence.text),
    )


def merge(found: Sequence[Suggestion]) -> list[Suggestion]:
    """Deductions of one clause after another that say the same of more and less are tiers of one.

    受到甲批评的每次扣3分，受到乙批评的每次扣5分: the same end; 撤职以上扣5分 after 一人次扣3分: no
    unit of its own.
    """
    kept: list[Suggestion] = []
    for one in found:
        last = kept[-1] if kept else None
        if last and isinstance(one.part, Adjustment) and isinstance(last.part, Adjustment):
            before_, after = last.part, one.part
            same = (
                one.sentences == last.sentences
                and before_.bonus is after.bonus is False
                and before_.when is after.when is None
                and one.phrase == last.phrase
            )
            plain = one.phrase.endswith(".each") and not after.tiers[0].name.startswith("每")
            alike = before_.name[-6:] == after.name[-6:]
            if same and (alike or plain):
                tiers = (*_named(before_), *_named(after))
                kept[-1] = replace(last, part=replace(before_, tiers=tiers))
                continue
        kept.append(one)
    return kept


def _named(one: Adjustment) -> tuple[Tier, ...]:
    if len(one.tiers) > 1:
        return one.tiers
    return (Tier(one.name, one.tiers[0].points),)


def _ceiling(text: str) -> Decimal | None:
    match = _CEILING.search(text)
    return Decimal(match["points"] or match["points2"]) if match else None


def _off(match: re.Match[str], sentence: Sentence, setting: Setting) -> Iterable[Part]:
    return _adjustment(match, sentence, setting, bonus=False)


def _respective(match: re.Match[str], sentence: Sentence, _: Setting) -> Iterable[Part]:
    """Points in the order of what stands before (省、市、县表彰的，分别加5分、3分、1分)."""
    points = [Decimal(one) for one in re.findall(rf"({_POINTS})分", match["points"])]
    names = re.split("[、和]", match["names"])
    if len(points) != len(names):
        return
    tiers = tuple(Tier(_plain(one), value) for one, value in zip(names, points, strict=True))
    bonus = match["sign"] in {"加", "奖", "奖励", "计", "得"}
    yield Adjustment(_plain(before(match, sentence))[-18:] or "加分", bonus, tiers, unit="项")


def _on(match: re.Match[str], sentence: Sentence, setting: Setting) -> Iterable[Part]:
    return _adjustment(match, sentence, setting, bonus=True)


def _tiers(match: re.Match[str], sentence: Sentence, _: Setting) -> Iterable[Part]:
    """Points by rank of who gave the honour: 市级3分，省级5分，国家级8分."""
    tiers = tuple(
        Tier(_plain(one["name"]), Decimal(one["points"])) for one in _TIER.finditer(match.group())
    )
    if len(tiers) < 2 or not re.search("加|奖", sentence.text + sentence.lead):
        if not re.search("扣|减", sentence.text):
            return
        yield Adjustment("扣分", False, tiers)
        return
    clause = _plain(before(match, sentence))[:18] or "加分"
    yield Adjustment(
        clause, True, tiers, Combine.HIGHEST, ceiling=_ceiling(sentence.text), unit="项"
    )


_RANKS = (
    r"(?:国家|中央|全国|省部?|自治区|市州?|地市?|区县?|县区?|乡镇?|镇|局|校|"
    r"院)级?(?:委)?(?:及以上)?"
)

TABLE = (
    Phrase(
        "adjustment.respective",
        rf"(?P<names>(?:{_RANKS}[、和]){{1,4}}{_RANKS})[^。；\d]{{0,20}}?分别(?P<sign>加|奖励?|计|得|扣除?|减)(?P<points>(?:{_POINTS}分[、，和]?){{2,5}})",
        _respective,
    ),
    Phrase(
        "bonus.tiers",
        rf"(?:(?:获|受到|得到)?{_RANKS}[^，。；\d]{{0,8}}?[加计得记]?{_POINTS}分[、，；]?(?:和)?){{2,5}}",
        _tiers,
    ),
    Phrase(
        "deduction.each",
        rf"(?:(?:每|一)(?:发现|出现|发生|少|缺|有)?(?:一|1)?(?:人次|次|项|人|例|件|起|个月|个|篇|条|处|天|日|名|户)[^，。；\d]{{0,8}}?)?(?<!最多)(?<!最高)(?<!累计)(?:扣除?|减去?)(?:其)?(?P<points>{_POINTS})分(?!钟)",
        _off,
        Certainty.LIKELY,
    ),
    Phrase(
        "bonus.each",
        rf"(?:(?:每|一)(?:发现|出现|获得?|有|增加)?(?:一|1)?(?:人次|次|项|人|例|件|起|个月|个|篇|条|处|天|日|名|户)[^，。；\d]{{0,8}}?)?(?<!最多)(?<!最高)(?<!累计)(?:加|奖励?)(?P<points>{_POINTS})分(?!钟)",
        _on,
        Certainty.LIKELY,
    ),
    Phrase(
        "indicator.heading",
        rf"^(?:[（(]?[\d一二三四五六七八九十]+[）)、.．])+\s*(?P<name>[^，。；：\d（）]{{2,30}}?)[（：，]?(?:共|满分|分值|计|占|总分)?(?P<points>{_POINTS})分[）]?(?=[。；：，]|$)",
        _line,
    ),
    Phrase(
        "indicator.bracket",
        rf"(?:^|(?<=[、，；：。]))(?P<name>[“]?[^，。；：、\d（）]{{2,20}})（(?:共|满分|分值|计)?(?P<points>{_POINTS})分）",
        _line,
    ),
    Phrase(
        "indicator.row",
        rf"(?:[“]?[\u4e00-\u9fff]{{2,12}}[”]?(?:为|占|计)?{_POINTS}分[、，]?(?:和)?){{3,12}}",
        _lines,
        Certainty.LIKELY,
    ),
)


def lists(text: str) -> tuple[str, ...]:
    """The names of an enumeration of aspects: 从“工作思路、活动阵地……”等七项指标."""
    match = _ASPECTS.search(text)
    if match is None:
        return ()
    names = [_plain(one) for one in re.split("[、，和]", match["names"])]
    return tuple(one for one in names if one)


_ASPECTS = re.compile(
    r"(?:从|以|按照?|围绕|突出|包括|设置?|为)?[“](?P<names>[^“”。；]{2,16}?(?:[、，][^“”、，。；]{2,14}){2,11})[”]"
    r"等?(?:[一二三四五六七八九十]|\d{1,2})(?:个|项|大|条|种)?(?:方面|指标|内容|维度|要素|标准|项)?[^，。；]{0,6}"
)
_ITEM = re.compile(r"^\d{1,2}[、.．]\s*(?P<name>[^，。；]{3,20})")


def item(sentence: Sentence) -> str:
    """The name of a numbered aspect without points (1.组织健全)."""
    match = _ITEM.match(sentence.text)
    if match is None or sentence.kind is SentenceKind.ROW:
        return ""
    return _plain(match["name"])
