"""What binds a level: 不得评为, 直接定为, 一票否决, 取消资格, 降低一个星级."""

import re
from collections.abc import Iterable
from decimal import Decimal

from desk_app.domain.drafting import conditions
from desk_app.domain.drafting.model import Certainty, Part, Sentence
from desk_app.domain.drafting.numerals import CHINESE, unnumbered, whole
from desk_app.domain.drafting.phrases import Phrase, Setting
from desk_app.domain.scheme.model.conditions import (
    Comparator,
    Comparison,
    Operand,
    looks_at_rates,
)
from desk_app.domain.scheme.model.levels import Limit, LimitKind, Unmeasured
from desk_app.domain.scheme.model.scoring import Fact, FactKind


def before(match: re.Match[str], sentence: Sentence) -> str:
    """The clause that a consequence stands behind, back to the last stop that it can reach."""
    head = sentence.text[: match.start()]
    inner = head.rpartition("（")[2] if head.count("（") > head.count("）") else head
    parts = [one.strip() for one in re.split("[，；：]", inner.rstrip("，")) if one.strip()]
    for at in range(len(parts) - 1, -1, -1):
        if _MARKED.search(parts[at]):
            start = at
            while start and parts[start].startswith("或") and not _MARKED.search(parts[start - 1]):
                start -= 1
            while start and parts[start].startswith("或"):
                start -= 1
            return "，".join(parts[start : at + 1])
    return parts[-1] if parts else sentence.lead


_MARKED = re.compile(r"(?:的|者|以下|以上|次)$")


def _limit(
    match: re.Match[str], sentence: Sentence, setting: Setting, limit: Limit
) -> Iterable[Part]:
    clause = match.groupdict().get("clause") or before(match, sentence)
    if _OPENING.search(clause):
        return
    context = sentence.lead + sentence.follows + sentence.text[: match.start()]
    found = conditions.read(clause, setting, context)
    if found is None:
        return
    missing = Unmeasured.WAIT if looks_at_rates(found.when) else Unmeasured.IGNORED
    name = found.facts[0].name if found.facts else unnumbered(clause).strip("的")[-16:]
    yield Limit(name, limit.kind, found.when, limit.level, limit.by, missing=missing)
    yield from found.facts


def _blank(kind: LimitKind, level: str = "", by: int = 0) -> Limit:
    return Limit("", kind, _NEVER, level, by)


_NEVER = Comparison(Operand.FACT, "", Comparator.IS, value=True)


def _cap(match: re.Match[str], sentence: Sentence, setting: Setting) -> Iterable[Part]:
    levels = setting.ladder.levels_of(match["levels"])
    if not levels:
        return ()
    below = setting.ladder.below(levels[-1])
    if not below or levels[0] != setting.ladder.rungs[0]:
        return ()
    return _limit(match, sentence, setting, _blank(LimitKind.CAP, below))


def _at_most(match: re.Match[str], sentence: Sentence, setting: Setting) -> Iterable[Part]:
    levels = setting.ladder.levels_of(match["levels"])
    if not levels:
        return ()
    return _limit(match, sentence, setting, _blank(LimitKind.CAP, levels[0]))


def _force(match: re.Match[str], sentence: Sentence, setting: Setting) -> Iterable[Part]:
    level = setting.ladder.level(match["level"])
    head = sentence.text[: match.start()]
    if _OF_PERSON.search(head) and not _CASE_ENDS.search(head):
        return ()
    if not level or re.search(r"\d分", sentence.text[max(0, match.start() - 12) : match.start()]):
        return ()
    return _limit(match, sentence, setting, _blank(LimitKind.FORCE, level))


def _out_for(match: re.Match[str], sentence: Sentence, setting: Setting) -> Iterable[Part]:
    """Out for so many years from a day: 取消星级资格，并在一年内不予恢复."""
    months = Decimal(12 * whole(match["years"]))
    name = f"{before(match, sentence).strip('的')[-8:]}日期"
    when = Comparison(Operand.FACT, name, Comparator.WITHIN_MONTHS, months)
    yield Limit(name, LimitKind.DISQUALIFY, when, setting.ladder.none)
    yield Fact(name, FactKind.DATE, carries=True)


_OF_PERSON = re.compile("(?:书记|个人|班子成员|干部|年度考核|考核)[^，。；]{0,6}$")
_CASE_ENDS = re.compile("(?:的|者|以[上下]|次)，?[^，。；]{0,5}$")


def _out(match: re.Match[str], sentence: Sentence, setting: Setting) -> Iterable[Part]:
    if setting.ladder.mentioned(before(match, sentence)):
        return ()  # what follows from a level is no limit of it
    return _limit(match, sentence, setting, _blank(LimitKind.DISQUALIFY))


def _listed(match: re.Match[str], sentence: Sentence, setting: Setting) -> Iterable[Part]:
    """An item of a list that opened with 有下列情形之一的，取消当年度的评星资格."""
    lead = sentence.lead
    if not _LEAD.search(lead):
        return ()
    if re.search("取消|不得(?:参加|参评|申报)|不予(?:评|参评|参加)|否决", lead):
        return _limit(match, sentence, setting, _blank(LimitKind.DISQUALIFY))
    must_not = re.search("(?:不得|不能|不予)(?:评为|定为|评定为|确定为)(.{1,12})", lead)
    levels = setting.ladder.levels_of(must_not[1]) if must_not else ()
    if levels and (below := setting.ladder.below(levels[-1])):
        return _limit(match, sentence, setting, _blank(LimitKind.CAP, below))
    forced = re.search("(?:直接|一律|应)?(?:评定为|评为|定为|确定为|认定为|列为)(.{1,12})", lead)
    levels = setting.ladder.levels_of(forced[1]) if forced else ()
    if len(levels) == 1:
        return _limit(match, sentence, setting, _blank(LimitKind.FORCE, levels[0]))
    return ()


_OPENING = re.compile("(?:下列|以下|如下|上述)(?:情形|情况|问题|行为)|之一")
_LEAD = re.compile("下列|以下|如下|之一|情形|情况")


def _demote(match: re.Match[str], sentence: Sentence, setting: Setting) -> Iterable[Part]:
    steps = match["count"]
    return _limit(
        match, sentence, setting, _blank(LimitKind.DEMOTE, by=whole(steps) if steps else 1)
    )


def _nothing(_: re.Match[str], __: Sentence, ___: Setting) -> Iterable[Part]:
    """Words that look like a rule and are none: they take their characters away."""
    return ()


_NO_NAMING = r"(?:评定为|评为|定级为|定为|确定为|认定为|申报|参评|参加评选|作为|授予|评)"

TABLE = (
    Phrase(
        "limit.list",
        r"^(?:[（(]?[\d一二三四五六七八九十]+[）)、.．])?\s*(?P<clause>[^。；]{4,80}?)[；。]?$",
        _listed,
    ),
    Phrase(
        "limit.cap.candidate",
        r"{must_not}(?:作为|列为)[^，。；]{0,2}{those:levels}[^，。；]{0,10}(?:评选|推荐)?对象",
        _cap,
    ),
    Phrase(
        "limit.cap",
        rf"{{must_not}}(?:被)?{_NO_NAMING}[^，。；]{{0,4}}?{{those:levels}}(?!评选对象)",
        _cap,
    ),
    Phrase(
        "limit.cap.highest",
        r"(?:最高|至多|最多)(?:只能|可)?(?:评定为|评为|定为|确定为|评)[^，。；]{0,2}?{those:levels}",
        _at_most,
    ),
    Phrase(
        "limit.cap.lower",
        r"(?:确定为|定为|评为|评定为)[^，。；]{0,2}?(?P<levels>{loose}(?:等级|等次)?(?:及|或)以下)",
        _at_most,
    ),
    Phrase(
        "limit.force",
        r"(?:直接|一律|应当?|统一)(?:评定为|评为|定级为|定为|确定为|认定为|划为|列为|降为){loose:level}",
        _force,
    ),
    Phrase(
        "limit.force.none",
        r"(?<=[下上的%])[，]?(?P<level>不定星级|不定等次|不评星级|不评星)",
        _force,
    ),
    Phrase(
        "limit.out.yet",
        r"(?<=的)，?(?:当年|本年度)?(?:暂|一律)?不(?:予|参加|纳入)?(?:定级|定星|参评|评星|评定)(?=[，。；]|$)",
        _out,
        Certainty.LIKELY,
    ),
    Phrase(
        "limit.out.years",
        rf"取消[^，。；]{{0,10}}?(?:资格|称号|等级|星级)，(?:并在|且|并)?(?P<years>{CHINESE}|\d)年内不(?:予恢复|得(?:参评|申报|参加))",
        _out_for,
    ),
    Phrase(
        "limit.veto",
        r"[，]?(?:实行|一律|直接|予以)?(?:“)?一票否决(?:”)?(?:[^，。；]{0,4}问题的?[，])?(?:[^，。；]{0,4}取消[^，。；]{0,10}资格)?",
        _out,
        Certainty.LIKELY,
    ),
    Phrase(
        "limit.out",
        r"(?:直接|一律|应)?取消[^，。；]{0,10}?(?:参评|评星|评选|评定|评级|星级|申报|定级)[^，。；]{0,6}?资格|取消(?:其|当年)?(?:星级|等次|评定结果|称号)(?=[，。；]|$)|不得(?:参加|参与)[^，。；]{0,8}?(?:评定|评星|定级|评级)",
        _out,
    ),
    Phrase(
        "limit.demote.not",
        r"(?:防止|避免|杜绝|必要时|可|随时|或者?)[^，。；]{0,10}?降[^，。；]{0,8}",
        _nothing,
    ),
    Phrase(
        "limit.demote",
        r"(?:降低|下降|下调|下浮|降)(?P<count>一|1|两|二|2)个?(?:星级|等级|等次|级次|档次|级|档|星)(?:格次)?",
        _demote,
    ),
    Phrase(
        "limit.demote.plain",
        r"(?<=[的，应])(?:应当?|直接|一律|予以|给予|要)?(?:降低|降)(?P<count>)(?:星级|等级|等次|级次|档次|级|星)(?:格次|处理)?(?=[，。；]|$)",
        _demote,
        Certainty.LIKELY,
    ),
)
