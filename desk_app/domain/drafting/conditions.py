"""When something holds: a rate of votes, a number of times, years in a row, else a circumstance."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from desk_app.domain.drafting.numerals import CHINESE, SHARE, share, unnumbered, whole
from desk_app.domain.drafting.phrases import Setting
from desk_app.domain.scheme.model.conditions import (
    AnyOf,
    Comparator,
    Comparison,
    Condition,
    Earlier,
    Operand,
)
from desk_app.domain.scheme.model.scoring import Fact, FactKind

_COUNT = rf"(?P<count>\d{{1,2}}|{CHINESE})"
_RATE = re.compile(
    rf"(?P<name>[\u4e00-\u9fff]{{0,4}}(?:满意率|满意度|赞成率|支持率|优秀率|合格率|测评)|)"
    rf"[^，。；%]{{0,10}}?(?:(?P<under>低于|不足|不到|未达到|未达|达不到|小于)(?P<share>{SHARE})"
    rf"|(?P<share2>{SHARE})(?P<side>(?:及|或)?以[上下])|(?P<over>高于|超过|大于|达到|不低于)(?P<share3>{SHARE}))"
)
_TIMES = re.compile(
    rf"(?P<over>超过)?{_COUNT}(?:人)?(?:次|起|例|件)(?P<side>(?:及|或|（含）)?以上)?"
)
_IN_A_ROW = re.compile(r"连续(?P<count>[二两三四五]|\d)年")
_NAME_LENGTH = 18
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A condition and the facts that it asks for."""

    when: Condition
    facts: tuple[Fact, ...] = ()


def read(text: str, setting: Setting, lead: str = "") -> Found | None:
    """The condition that a clause states (a clause before 不得, 直接定为, 扣5分)."""
    if "率" in lead + text or "满意度" in lead + text or "测评" in text:
        rate = _RATE.search(text)
        if rate and (when := _rate(rate, lead + text)):
            return Found(when)
    if (row := _IN_A_ROW.search(text)) and (levels := setting.ladder.levels_of(text)):
        count = whole(row["count"])
        return Found(Earlier(levels, count - 1, count - 1))
    name = _name(text)
    times = list(_TIMES.finditer(text))
    if times and (times[-1]["side"] or times[-1]["over"]):
        last = times[-1]
        comparator = Comparator.AT_LEAST if last["side"] else Comparator.MORE_THAN
        fact = Fact(_name(text[: last.start()]) or name or "次数", FactKind.COUNT, "次")
        amount = Decimal(whole(last["count"]))
        return Found(Comparison(Operand.FACT, fact.name, comparator, amount), (fact,))
    names = [_name(one) for one in re.split("，或者?", text.replace("的，或", "，或"))]
    if any(len(one) < _SHORTEST for one in names):
        names = [name]
    facts = tuple(Fact(one, FactKind.YES_NO) for one in dict.fromkeys(names) if one)
    if not facts:
        return None
    parts = tuple(Comparison(Operand.FACT, one.name, Comparator.IS, value=True) for one in facts)
    return Found(parts[0] if len(parts) == 1 else AnyOf(parts), facts)


def _rate(match: re.Match[str], text: str) -> Condition | None:
    value = share(match["share"] or match["share2"] or match["share3"] or "")
    if value is None:
        return None
    name = "满意率" if "满意" in text else ("赞成率" if "赞成" in text else "测评率")
    if match["under"]:
        comparator = Comparator.LESS_THAN
    elif match["side"]:
        below = match["side"].endswith("下")
        with_end = match["side"][0] in "及或"
        comparator = {
            (True, True): Comparator.AT_MOST,
            (True, False): Comparator.LESS_THAN,
            (False, True): Comparator.AT_LEAST,
            (False, False): Comparator.AT_LEAST,
        }[below, with_end]
    elif match["over"] in {"高于", "超过", "大于"}:
        comparator = Comparator.MORE_THAN
    else:
        comparator = Comparator.AT_LEAST
    return Comparison(Operand.RATE, name, comparator, value)


def _name(text: str) -> str:
    """A short name for a circumstance: its clause without numbers, marks and 对……的."""
    plain = unnumbered(text)
    plain = re.sub(r"^(?:对|凡|如|如果|若|因|出现|发生|有|在|凡是|对于)", "", plain)
    plain = re.sub(r"(?:的|者|情形之一|等问题|问题|行为)+$", "", plain.strip("，、：（） "))
    return plain.strip("，、：“”（） ")[:_NAME_LENGTH]


def value(text: str) -> Fraction:
    """A share that an expression found; raises ValueError for none."""
    found = share(text)
    if found is None:
        raise ValueError(text)
    return found
