"""What goes up on the stick: names of folder and files, order of the list, facts of the forms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from desk_app.domain.adjustments import AppliedAdjustment
from desk_app.domain.evidence import Tally
from desk_app.domain.points import format_rate
from desk_app.domain.polling.counts import ABSTAINED, SPOILT, rate, share
from desk_app.domain.rectification import Rectification
from desk_app.domain.scheme.model.polls import Poll
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scoring import place

DECLARATIONS = "申报表"
CONTENTS = "目录.txt"
LONGEST_NAME = 50
"""Characters of an organisation in a file name: a path on Windows ends at 260."""

_FORBIDDEN = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
_RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL"}
    | {f"{device}{number}" for device in ("COM", "LPT") for number in range(1, 10)}
)


def safe_name(text: str, longest: int = LONGEST_NAME) -> str:
    """Return ``text`` as a name that Windows takes: forbidden signs become full-width ones."""
    plain = "".join(one for one in text.translate(_FORBIDDEN) if one.isprintable())
    plain = plain.strip()[:longest].rstrip(". ")
    if plain.split(".")[0].upper() in _RESERVED:
        plain = f"_{plain}"
    return plain or "未命名"


def folder_name(year: int, township: str) -> str:
    """Name the folder: 2026年度_青山镇_定级上报材料."""
    return f"{year}年度_{safe_name(township)}_定级上报材料"


def declaration_name(number: int, count: int, name: str) -> str:
    """Name a 申报表 without its ending: 01_柳树湾村党支部_申报表, as many digits as needed."""
    digits = max(2, len(str(count)))
    return f"{number:0{digits}d}_{safe_name(name)}_申报表"


def level_word(scheme: Scheme) -> str:
    """What the scheme's levels are called on forms: 星级 where each is so many stars."""
    named = [one for one in scheme.levels if not one.none]
    return "星级" if all("星" in one.name for one in named) else "等级"


def level_words(scheme: Scheme, level: str) -> str:
    """A level with its management name where the scheme has one: 好（红旗支部）."""
    management = scheme.level(level).management if level else ""
    return f"{level}（{management}）" if management else level


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One line of a 申报表: points of both evaluators, and why points were taken off."""

    name: str
    points: Decimal
    own: Decimal | None
    superior: Decimal | None
    reason: str


@dataclass(frozen=True, slots=True)
class AdjustmentLine:
    """One bonus or deduction of a 申报表, with its sign."""

    name: str
    points: Decimal
    proof: str


@dataclass(frozen=True, slots=True)
class CommitteeVerdict:
    """What a committee wrote: its words and the day below them."""

    words: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Declaration:
    """Everything on one 申报表. Sums are ``None`` while points are missing."""

    name: str
    domain: str
    area: str
    parent: str
    secretary: str
    member_count: int | None
    indicators: tuple[IndicatorLine, ...]
    adjustments: tuple[AdjustmentLine, ...]
    full: Decimal
    own_total: Decimal | None
    superior_total: Decimal | None
    final: Decimal | None
    poll_result: str
    own_level: str
    proposed_level: str
    reasons: tuple[str, ...]
    problems: tuple[str, ...]
    committee: CommitteeVerdict = CommitteeVerdict()
    approval: CommitteeVerdict = CommitteeVerdict()


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One line of the 汇总表. ``level`` is the one that stands now, for the order."""

    name: str
    domain: str
    area: str
    secretary: str
    member_count: int | None
    own: Decimal | None
    points: Decimal | None
    poll_result: str | Fraction | None
    proposed_level: str
    decided_level: str
    note: str = ""
    participates: bool = True
    level: str | None = None


def in_order(scheme: Scheme, lines: Sequence[SummaryLine]) -> list[SummaryLine]:
    """Order a 汇总表 by 区域, 领域, level from high to low, then points.

    区域 and 领域 follow each other as they first appear in the list; those without one, and
    those without a level, come last among their kind. Who does not take part (不参评) stands
    at the end.
    """
    areas = _first_places(one.area for one in lines)
    domains = _first_places(one.domain for one in lines)
    bottom = len(scheme.levels)

    def key(line: SummaryLine) -> tuple[bool, int, int, int, Decimal]:
        rank = bottom if line.level is None else scheme.rank(line.level)
        points = line.points if line.points is not None else Decimal(-1)
        return (not line.participates, areas[line.area], domains[line.domain], rank, -points)

    return sorted(lines, key=key)


def _first_places(names: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in names:
        found.setdefault(name, len(found))
    if "" in found:
        found[""] = len(found)
    return found


def own_level(scheme: Scheme, own: Decimal | None, opinion: str = "") -> str:
    """The level of the self-assessment: the opinion of its step, else the band of its points."""
    if opinion:
        return opinion
    if own is None:
        return ""
    band = place(scheme, own).band
    return "" if band is None else band.level


def poll_words(scheme: Scheme, tallies: Mapping[str, Tally]) -> str:
    """Say the results of all polls on a subject for its 申报表.

    A rate (满意率) appears only where the scheme defines it; a ballot over levels gives how the
    votes spread.
    """
    said = []
    for poll in scheme.polls:
        tally = tallies.get(poll.name)
        if tally is None:
            continue
        papers = f"发出 {tally.issued} 票，收回 {tally.returned} 票，有效 {tally.valid} 票"
        rates = [
            f"{rule.name} {format_rate(rate(rule, tally))}"
            for rule in scheme.rates
            if rule.poll == poll.name
        ]
        said.append(f"{'，'.join([*rates, _votes(poll, tally)])}；{papers}。")
    if len(said) == 1:
        return said[0]
    names = [poll.name for poll in scheme.polls if poll.name in tallies]
    return "\n".join(f"{name}：{text}" for name, text in zip(names, said, strict=True))


def _votes(poll: Poll, tally: Tally) -> str:
    parts = []
    for option in poll.options:
        votes = tally.counts.get(option, 0)
        part = share(votes, tally) if poll.distribution else None
        spread = "" if part is None else f"（{format_rate(part)}）"
        parts.append(f"{option} {votes} 票{spread}")
    for name, votes in ((ABSTAINED, tally.abstained), (SPOILT, tally.spoilt)):
        if votes:
            parts.append(f"{name} {votes} 票")
    return "、".join(parts)


def poll_short(scheme: Scheme, tallies: Mapping[str, Tally]) -> str | Fraction | None:
    """The result for one cell of the 汇总表: the first rate, else the votes, two a line."""
    for rule in scheme.rates:
        tally = tallies.get(rule.poll)
        if tally is not None:
            return rate(rule, tally)
    for poll in scheme.polls:
        tally = tallies.get(poll.name)
        if tally is not None:
            votes = [f"{one}{tally.counts.get(one, 0)}" for one in poll.options]
            pairs = [" ".join(votes[at : at + 2]) for at in range(0, len(votes), 2)]
            return "\n".join(pairs)
    return None


def adjustment_proof(applied: AppliedAdjustment, proofs: Iterable[str]) -> str:
    """Say how a bonus or deduction came about and by which papers."""
    papers = "；".join(dict.fromkeys(one.strip() for one in proofs if one.strip()))
    return "。".join(one for one in (applied.words, papers) if one)


def item_words(items: Iterable[Rectification]) -> tuple[str, ...]:
    """The problems of a subject as its 申报表 lists them; "（已销号）" where they are mended."""
    return tuple(
        one.problem + ("（已整改销号）" if one.closed_on is not None else "") for one in items
    )


def numbered(sentences: Sequence[str]) -> str:
    """Write sentences into one cell, numbered where there are several."""
    if len(sentences) <= 1:
        return "".join(sentences)
    return "\n".join(f"{number}. {text}" for number, text in enumerate(sentences, start=1))
