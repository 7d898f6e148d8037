"""How many may, must or should hold a level: 不超过10%, 左右, 3:6:1, 至少一名."""

import re
from collections.abc import Iterable
from fractions import Fraction

from desk_app.domain.drafting.model import Certainty, Part, Sentence
from desk_app.domain.drafting.numerals import ratio, share, whole
from desk_app.domain.drafting.phrases import Phrase, Setting
from desk_app.domain.scheme.model.rounds import Bound, Over, Quota, Tail

_SOFT = re.compile("一般|原则上|参考|力争|尽量|大体|大致")
_EACH = re.compile(
    "每个?(?:支部|党支部|党组织|党委|乡镇|单位|片区)|各(?:支部|党支部|党委|乡镇)|以支部为单位"
)
_WORDS = {Bound.AT_MOST: "不超过", Bound.AT_LEAST: "不低于", Bound.ABOUT: "约"}


def _over(text: str, setting: Setting) -> Over:
    if re.search("各领域|每个领域|分领域", text):
        return Over.DOMAIN
    if _EACH.search(text) or setting.object_name == "党员":
        return Over.PARENT
    return Over.ROUND


def _quota(
    match: re.Match[str], sentence: Sentence, setting: Setting, bound: Bound
) -> Iterable[Part]:
    levels = setting.ladder.levels_of(match["levels"])
    size = share(match["share"])
    if not levels or not size or size > 1:
        return
    target = bool(re.search("力争|目标|努力使|确保用", sentence.text[: match.end()]))
    name = "、".join(levels) + _WORDS[bound] + match["share"]
    soft = bool(_SOFT.search(sentence.text[max(0, match.start() - 8) : match.end()]))
    yield Quota(
        name,
        levels,
        bound,
        size,
        soft=soft or target or bound is Bound.ABOUT,
        over=_over(match.group(), setting),
        target=target,
    )


def _at_most(match: re.Match[str], sentence: Sentence, setting: Setting) -> Iterable[Part]:
    return _quota(match, sentence, setting, Bound.AT_MOST)


def _at_least(match: re.Match[str], sentence: Sentence, setting: Setting) -> Iterable[Part]:
    return _quota(match, sentence, setting, Bound.AT_LEAST)


def _about(match: re.Match[str], sentence: Sentence, setting: Setting) -> Iterable[Part]:
    return _quota(match, sentence, setting, Bound.ABOUT)


def _ratio(match: re.Match[str], _: Sentence, setting: Setting) -> Iterable[Part]:
    parts = ratio(match["ratio"])
    levels = setting.ladder.rungs
    if len(parts) != len(levels) or len(parts) < 3:
        return
    text = ":".join(map(str, parts))
    for level, part in zip(levels, parts, strict=True):
        yield Quota(
            f"{text}·{level}",
            (level,),
            Bound.ABOUT,
            Fraction(part, sum(parts)),
            soft=True,
            ratio=text,
        )


def _one_each(match: re.Match[str], sentence: Sentence, setting: Setting) -> Iterable[Part]:
    levels = setting.ladder.levels_of(match["levels"])
    if levels:
        count = whole(match["count"])
        soft = bool(_SOFT.search(sentence.text[max(0, match.start() - 8) : match.end()]))
        yield Quota(
            f"至少{count}个{'、'.join(levels)}",
            levels,
            Bound.AT_LEAST,
            count=count,
            over=_over(match.group(), setting),
            soft=soft,
        )


def _tail(match: re.Match[str], _: Sentence, setting: Setting) -> Iterable[Part]:
    size = share(match["share"]) if match["share"] else None
    levels = setting.ladder.levels_of(match.groupdict().get("levels") or "")
    if size:
        yield Tail(f"倒排{match['share']}", size, levels=levels)
    elif match["count"]:
        yield Tail(f"倒排后{match['count']}", count=whole(match["count"]), levels=levels)


_OF = r"(?:[^，。；%]{0,24}?)"
_COUNT = r"(?P<count>\d{1,2}|[一二两三四五六七八九十])(?:名|个|位|家)"

TABLE = (
    Phrase(
        "tail",
        r"(?:倒排|排名|排序|末位)[^。；\d]{0,14}?(?:(?P<share>\d{1,2}%)|(?P<count>\d{1,2})(?:名|位|个))",
        _tail,
        Certainty.LIKELY,
    ),
    Phrase("quota.ratio", r"{ratio:ratio}", _ratio),
    Phrase(
        "quota.each",
        rf"(?:每个?|各)[^，。；]{{1,10}}?(?:至少|不少于|最少)(?:有|评选?|推荐|产生)?{_COUNT}{{levels:levels}}",
        _one_each,
    ),
    Phrase(
        "quota.at_most",
        rf"{{levels:levels}}{_OF}，?{{not_over}}{_OF}{{share:share}}(?!以上|左右)",
        _at_most,
    ),
    Phrase(
        "quota.at_most.after",
        r"{not_over}[^，。；%]{0,14}?{share:share}(?:的)?(?:党组织|党支部|党员|单位)?[^，。；]{0,4}?(?:可)?(?:评为|评定为|定为|确定为){levels:levels}",
        _at_most,
    ),
    Phrase(
        "quota.about",
        rf"{{levels:levels}}{_OF}(?:，(?:控制在|掌握在|原则上|大体|占|约){{0,2}})?{{share:share}}{{about}}",
        _about,
    ),
    Phrase(
        "quota.about.after",
        r"(?:按|取|评出|评选出|确定|倒排)[^，。；%]{0,12}?{share:share}{about}?(?:的比例)?(?:的)?[^，。；]{0,6}?(?:评选|评定|确定|评为|定为|为){levels:levels}",
        _about,
    ),
    Phrase(
        "quota.at_least",
        rf"{{levels:levels}}{_OF}{{at_least}}{_OF}{{share:share}}(?:以上)?(?!左右)",
        _at_least,
    ),
    Phrase(
        "quota.above",
        rf"{{levels:levels}}{_OF}(?:占|应占|达到|有){_OF}{{share:share}}(?:及)?以上",
        _at_least,
    ),
    Phrase(
        "quota.share_of",
        rf"(?<![率度于]){{share:share}}(?:及)?以上的?{_OF}(?:达到|达|成为|评为|创成|建成|进入){_OF}{{levels:levels}}",
        _at_least,
    ),
    Phrase("quota.within", rf"{{levels:levels}}{_OF}{{share:share}}(?:以内|之内|以下)", _at_most),
)
