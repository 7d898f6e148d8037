"""One row a subject, one column a fact: how evidence stands in a workbook."""

import difflib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desk_app.domain.clauses import clause_hint, clause_title, clauses_named
from desk_app.domain.entries import entry_words
from desk_app.domain.grading import opinion_steps
from desk_app.domain.organisations.model import DOMAINS
from desk_app.domain.points import format_points
from desk_app.domain.polling.counts import ABSTAINED, SPOILT
from desk_app.domain.scheme.checking.uses import conditions
from desk_app.domain.scheme.model.conditions import (
    Comparator,
    Comparison,
    Earlier,
    LevelIn,
    Operand,
    Rose,
    ThisYear,
    leaves,
)
from desk_app.domain.scheme.model.polls import Poll
from desk_app.domain.scheme.model.rounds import Over
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Evaluator, Indicator, IndicatorMode
from desk_app.domain.scheme.words.scoring import how_entered


class ColumnKind(StrEnum):
    """What a column holds."""

    SUBJECT = "subject"
    POINTS = "points"
    CLAUSE = "clause"
    ADJUSTMENT = "adjustment"
    FACT = "fact"
    PAPERS = "papers"
    VOTES = "votes"
    OPINION = "opinion"
    EARLIER = "earlier"
    REGISTRY = "registry"


@dataclass(frozen=True, slots=True, eq=False)  # each row of a workbook looks them up many times
class EvidenceColumn:
    """One column: its heading, and what ``group`` and ``name`` mean for its kind.

    Points: evaluator and indicator; clause: evaluator and clause, beside its ``indicator``;
    adjustment: adjustment and tier; papers and votes: poll
    and the count's or option's name; opinion: the step; earlier: how many years ago; registry:
    the registry's name. Without a ``required`` column a workbook is not read: what it lacks
    would count as never entered. A column equals itself only.
    """

    title: str
    kind: ColumnKind
    name: str
    group: str = ""
    hint: str = ""
    indicator: str = ""
    required: bool = True


NAME, CODE, DOMAIN, AREA, PARENT, TAKES_PART = (
    "党组织",
    "代码",
    "领域",
    "区域",
    "上级",
    "参评",
)
MEMBERS, ON = "党员数", "评定日期"
REGISTRY_DAYS = ("换届日期", "届满日期", "成立日期")
"""Days of the registry that a condition can look at."""
_THIS_YEAR = "本年上一轮等级"
_EARLIER = ("上年等级", "前年等级", "大前年等级")
ISSUED, RETURNED, VALID, INVALID = "发出", "收回", "有效", "无效"
PAPERS = (ISSUED, RETURNED, VALID, INVALID)
_DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅･.。", "·"))
"""What is typed for the dot between two names."""
_MOST_PAIRS = 4000


def columns(scheme: Scheme) -> tuple[EvidenceColumn, ...]:
    """Every column of the scheme's evidence workbook, in order."""
    return (
        *_subject_columns(scheme),
        *_registry_columns(scheme),
        *_points_columns(scheme),
        *_adjustment_columns(scheme),
        *(
            EvidenceColumn(one.name, ColumnKind.FACT, one.name, hint=one.hint or how_entered(one))
            for one in scheme.facts
        ),
        *(column for poll in scheme.polls for column in _poll_columns(poll)),
        *_opinion_columns(scheme),
        *_earlier_columns(scheme),
    )


def _subject_columns(scheme: Scheme) -> list[EvidenceColumn]:
    return [
        EvidenceColumn(
            scheme.object_name if title == NAME else title,
            ColumnKind.SUBJECT,
            title,
            hint=hint,
            required=required,
        )
        for title, hint, required in (
            (CODE, "可不填", False),
            (NAME, _name_hint(scheme), True),
            (DOMAIN, _domain_hint(scheme), needs_domain(scheme)),
            (AREA, _place_hint(scheme, Over.AREA), _counts_over(scheme, Over.AREA)),
            (PARENT, _place_hint(scheme, Over.PARENT), _counts_over(scheme, Over.PARENT)),
            (TAKES_PART, "不填为“是”；不参评填“否”", False),
        )
    ]


def needs_domain(scheme: Scheme) -> bool:
    """Whether any rule depends on the 领域 of a subject: score sheets, limits, quotas."""
    return (
        bool(scheme.domains)
        or DOMAIN in asked_of_registry(scheme)
        or _counts_over(scheme, Over.DOMAIN)
    )


def _counts_over(scheme: Scheme, over: Over) -> bool:
    counted = [*(one.over for one in scheme.quotas), *(one.over for one in scheme.tails)]
    return over in counted


def _place_hint(scheme: Scheme, over: Over) -> str:
    own = "填所在党支部" if over is Over.PARENT and scheme.grades_people else ""
    return own or ("必填，名额按它算" if _counts_over(scheme, over) else "可不填")


def _name_hint(scheme: Scheme) -> str:
    return f"必填：{scheme.object_name}姓名" if scheme.grades_people else "必填"


def questions(scheme: Scheme) -> Iterator[Comparison | Earlier | Rose | ThisYear | LevelIn]:
    """Every single question that any rule of the scheme asks."""
    for use in conditions(scheme):
        yield from leaves(use.condition)


def years_back(scheme: Scheme) -> int:
    """How many earlier years the scheme's rules look at; 0 where they look at none."""
    found = [1 if scheme.yearly else 0]
    for one in questions(scheme):
        match one:
            case Earlier(_, _, of):
                found.append(of)
            case Rose():
                found.append(2)
            case _:
                pass
    return max(found)


def weighs_days(scheme: Scheme) -> bool:
    """Whether any rule weighs a day against the day of the grading."""
    dated = {Comparator.WITHIN_MONTHS, Comparator.OVER_MONTHS, Comparator.WITHIN_YEARS}
    return any(one.spells for one in scheme.quotas) or any(
        isinstance(one, Comparison) and one.comparator in dated for one in questions(scheme)
    )


def looks_at_this_year(scheme: Scheme) -> bool:
    """Whether any rule looks at earlier rounds of the same year."""
    return any(isinstance(one, ThisYear) for one in questions(scheme))


def asked_of_registry(scheme: Scheme) -> set[str]:
    """What of the registry any rule looks at (领域, 党员数, 换届日期 …)."""
    return {
        one.name
        for one in questions(scheme)
        if isinstance(one, Comparison) and one.operand is Operand.REGISTRY
    }


def _registry_columns(scheme: Scheme) -> list[EvidenceColumn]:
    """What the registry knows beside a subject's own fields, where a rule looks at it."""
    asked = asked_of_registry(scheme)
    taken = {one.name for one in scheme.facts}
    found = [
        EvidenceColumn(
            f"名册·{name}" if name in taken else name,
            ColumnKind.REGISTRY,
            name,
            hint="人数" if name == MEMBERS else "如 2026-03-05",
        )
        for name in (MEMBERS, *REGISTRY_DAYS)
        if name in asked
    ]
    if weighs_days(scheme):
        hint = "各日期与哪一天比；不填为今天"
        found.append(EvidenceColumn(ON, ColumnKind.SUBJECT, ON, hint=hint, required=False))
    return found


def _opinion_columns(scheme: Scheme) -> list[EvidenceColumn]:
    levels = "、".join(one.name for one in scheme.levels)
    return [
        EvidenceColumn(f"{step}·意见", ColumnKind.OPINION, step, hint=f"填：{levels}")
        for step in opinion_steps(scheme)
    ]


def _earlier_columns(scheme: Scheme) -> list[EvidenceColumn]:
    titles = [
        _EARLIER[back] if back < len(_EARLIER) else f"{back + 1}年前等级"
        for back in range(years_back(scheme))
    ]
    same = [_THIS_YEAR] if looks_at_this_year(scheme) else []
    return [
        *(EvidenceColumn(one, ColumnKind.EARLIER, "0", hint="没有评定不填") for one in same),
        *(
            EvidenceColumn(title, ColumnKind.EARLIER, str(back), hint="没有评定不填")
            for back, title in enumerate(titles, start=1)
        ),
    ]


def _points_columns(scheme: Scheme) -> list[EvidenceColumn]:
    return [
        column
        for evaluator in scheme.sheets.typists
        for name in scheme.sheets.names(evaluator)
        for column in _columns_of(scheme, evaluator, name)
    ]


def _columns_of(scheme: Scheme, who: Evaluator, name: str) -> Iterator[EvidenceColumn]:
    """The column of an indicator's points, or those of its clauses; or both, by 领域.

    One column of an evaluator who gives nothing but a total.
    """
    evaluator = who.name
    if evaluator in scheme.sheets.givers:
        hint = f"0—{format_points(scheme.sheets.full(who))} 分"
        yield EvidenceColumn(f"{evaluator}·{name}", ColumnKind.POINTS, name, evaluator, hint)
        return
    for indicator, clause in clauses_named(scheme, name):
        yield EvidenceColumn(
            f"{evaluator}·{clause_title(name, clause.name)}",
            ColumnKind.CLAUSE,
            clause.name,
            evaluator,
            clause_hint(clause).rstrip("。"),
            indicator.name,
        )
    lines = [one for one in scheme.indicators if one.name == name and one.chosen]
    lines = [one for one in lines if one.mode is not IndicatorMode.CLAUSES]
    if lines:
        yield EvidenceColumn(
            f"{evaluator}·{name}", ColumnKind.POINTS, name, evaluator, _points_hint(lines)
        )


def _points_hint(lines: Sequence[Indicator]) -> str:
    if lines[0].mode is IndicatorMode.FACTS:
        return "所在的档有范围的，在范围里填；只有一个分数的不用填"
    if lines[0].mode is not IndicatorMode.SCORED:
        return entry_words(lines[0]).rstrip("。")
    most = sorted({one.points for one in lines})
    empty = "，没有的不填" if all(one.optional for one in lines) else ""
    return f"0—{'、'.join(format_points(one) for one in most)} 分{empty}"


def _adjustment_columns(scheme: Scheme) -> list[EvidenceColumn]:
    return [
        EvidenceColumn(
            f"{one.name}·{tier.name}",
            ColumnKind.ADJUSTMENT,
            tier.name,
            one.name,
            f"{one.unit}数，每{one.unit}{'加' if one.bonus else '减'}"
            f" {format_points(tier.points)} 分",
        )
        for one in scheme.adjustments
        if one.registered
        for tier in one.tiers
    ]


def _poll_columns(poll: Poll) -> list[EvidenceColumn]:
    papers = [
        EvidenceColumn(f"{poll.name}·{name}票", ColumnKind.PAPERS, name, poll.name, "票数")
        for name in PAPERS
    ]
    votes = [
        EvidenceColumn(
            f"{poll.name}·{option}",
            ColumnKind.VOTES,
            option,
            poll.name,
            "票数",
            required=option in poll.options,
        )
        for option in (*poll.options, ABSTAINED, SPOILT)
    ]
    return papers + votes


def _domain_hint(scheme: Scheme) -> str:
    known = dict.fromkeys(name for group in scheme.domains for name in group.includes)
    if known or needs_domain(scheme):
        return f"必填：{'、'.join(known or DOMAINS)}"
    return "可不填"


@dataclass(frozen=True, slots=True)
class MatchedTitles:
    """A heading row against the scheme's columns.

    ``columns`` is position → column; ``unknown`` and ``twice`` are headings that nobody knows
    and that stand twice; ``missing`` are required columns that are not there, each with the
    unknown heading that may be meant for it ("" where none is near).
    """

    columns: Mapping[int, EvidenceColumn]
    unknown: tuple[str, ...]
    twice: tuple[str, ...]
    missing: tuple[tuple[EvidenceColumn, str], ...]

    @property
    def is_heading(self) -> bool:
        """Whether the row is a heading at all: it names the column of the subjects."""
        return any(
            one.kind is ColumnKind.SUBJECT and one.name == NAME for one in self.columns.values()
        )

    @property
    def foreign(self) -> bool:
        """Whether the sheet looks like another scheme's: most of what is asked is missing."""
        asked = [one for one in self.columns.values() if one.kind is not ColumnKind.SUBJECT]
        return len(self.missing) > len(asked)


def match_titles(scheme: Scheme, titles: Sequence[str]) -> MatchedTitles:
    """Match a heading row to the scheme's columns.

    Blanks, widths and which dot stands between two names do not matter.
    """
    known = {_plain(one.title): one for one in columns(scheme)}
    found: dict[int, EvidenceColumn] = {}
    taken: set[str] = set()
    unknown, twice = [], []
    for position, title in enumerate(titles):
        plain = _plain(title)
        if not plain:
            continue
        if plain == NAME:  # the heading of workbooks before a scheme named its subjects in it
            plain = _plain(scheme.object_name)
        column = known.get(plain)
        if column is None:
            unknown.append(title.strip())
        elif plain in taken:
            twice.append(title.strip())
        else:
            found[position] = column
            taken.add(plain)
    missing = [one for plain, one in known.items() if one.required and plain not in taken]
    near = _meant_for([one.title for one in missing], unknown)
    return MatchedTitles(
        found,
        tuple(unknown),
        tuple(twice),
        tuple((one, near.get(one.title, "")) for one in missing),
    )


def _meant_for(missing: Sequence[str], unknown: Sequence[str]) -> dict[str, str]:
    """Missing heading → the unknown one that it may have been."""
    if not missing or not unknown or len(missing) * len(unknown) > _MOST_PAIRS:
        return {}
    written = {_plain(one): one for one in unknown}
    found = {}
    for title in missing:
        near = difflib.get_close_matches(_plain(title), written, n=1, cutoff=0.7)
        if near:
            found[title] = written[near[0]]
    return found


def _plain(title: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", title).split())
    return plain.translate(_DOTS)
