"""One row a subject, one column a fact: how evidence stands in a workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from desk_app.domain.evidence import AdjustmentEntry, Evidence, FactValue, SubjectFacts, Tally
from desk_app.domain.facts import NO, parse_fact
from desk_app.domain.points import format_points, parse_points, to_half_width
from desk_app.domain.polling import (
    ABSTAINED,
    SPOILT,
    BallotCounts,
    check_papers,
    check_votes,
    make_tally,
    rates,
)
from desk_app.domain.scheme.model import Indicator, Poll, Scheme
from desk_app.domain.scoring import check_points


class ColumnKind(StrEnum):
    """What a column holds."""

    SUBJECT = "subject"
    POINTS = "points"
    ADJUSTMENT = "adjustment"
    FACT = "fact"
    PAPERS = "papers"
    VOTES = "votes"


@dataclass(frozen=True, slots=True)
class EvidenceColumn:
    """One column: its heading, and what ``group`` and ``name`` mean for its kind.

    Points: evaluator and indicator; adjustment: adjustment and tier; papers and votes: poll
    and the count's or option's name.
    """

    title: str
    kind: ColumnKind
    name: str
    group: str = ""
    hint: str = ""


NAME, CODE, DOMAIN, AREA, PARENT, TAKES_PART = (
    "党组织",
    "代码",
    "领域",
    "区域",
    "上级",
    "参评",
)
ISSUED, RETURNED, VALID, INVALID = "发出", "收回", "有效", "无效"
_PAPERS = (ISSUED, RETURNED, VALID, INVALID)


def columns(scheme: Scheme) -> tuple[EvidenceColumn, ...]:
    """Every column of the scheme's evidence workbook, in order."""
    return (
        *_subject_columns(scheme),
        *_points_columns(scheme),
        *_adjustment_columns(scheme),
        *(
            EvidenceColumn(one.name, ColumnKind.FACT, one.name, hint=one.hint)
            for one in scheme.facts
        ),
        *(column for poll in scheme.polls for column in _poll_columns(poll)),
    )


def _subject_columns(scheme: Scheme) -> list[EvidenceColumn]:
    return [
        EvidenceColumn(title, ColumnKind.SUBJECT, title, hint=hint)
        for title, hint in (
            (CODE, "可不填"),
            (NAME, "必填"),
            (DOMAIN, _domain_hint(scheme)),
            (AREA, "可不填"),
            (PARENT, "可不填"),
            (TAKES_PART, "不填为“是”；不参评填“否”"),
        )
    ]


def _points_columns(scheme: Scheme) -> list[EvidenceColumn]:
    most = {
        name: "、".join(
            format_points(one)
            for one in sorted({one.points for one in scheme.indicators if one.name == name})
        )
        for name in scheme.indicator_names()
    }
    return [
        EvidenceColumn(
            f"{evaluator.name}·{name}",
            ColumnKind.POINTS,
            name,
            evaluator.name,
            f"0—{most[name]} 分",
        )
        for evaluator in scheme.evaluators
        for name in most
    ]


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
        EvidenceColumn(f"{poll.name}·{name}票", ColumnKind.PAPERS, name, poll.name)
        for name in _PAPERS
    ]
    votes = [
        EvidenceColumn(f"{poll.name}·{option}", ColumnKind.VOTES, option, poll.name)
        for option in (*poll.options, ABSTAINED, SPOILT)
    ]
    return papers + votes


def _domain_hint(scheme: Scheme) -> str:
    known = dict.fromkeys(name for group in scheme.domains for name in group.includes)
    return f"填：{'、'.join(known)}" if known else "可不填"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cell that cannot stand: column title ("" for the row as a whole) and why."""

    title: str
    sentence: str


class RowReader:
    """Reads one row of an evidence workbook against a scheme."""

    def __init__(self, scheme: Scheme, cells: Mapping[EvidenceColumn, str]) -> None:
        self._scheme = scheme
        self._cells = {column: text.strip() for column, text in cells.items() if text.strip()}
        self.refusals: list[Refusal] = []

    def read(self, number: int) -> Evidence | None:
        """Return the row's evidence; ``None`` with ``refusals`` where a cell cannot stand.

        ``number`` becomes the subject's id.
        """
        subject = self._subject(number)
        points = self._points(subject.domain)
        tallies = {
            poll.name: tally
            for poll in self._scheme.polls
            if (tally := self._tally(poll, subject.name)) is not None
        }
        evidence = Evidence(
            subject=subject,
            points=points,
            adjustments=self._adjustments(),
            facts=self._facts(),
            tallies=tallies,
            rates=rates(self._scheme, tallies),
            participates=self._text(TAKES_PART) != NO,
        )
        return None if self.refusals else evidence

    def _text(self, name: str) -> str:
        return next(
            (
                text
                for column, text in self._cells.items()
                if column.kind is ColumnKind.SUBJECT and column.name == name
            ),
            "",
        )

    def _of_kind(self, kind: ColumnKind) -> list[tuple[EvidenceColumn, str]]:
        return [(column, text) for column, text in self._cells.items() if column.kind is kind]

    def _refuse(self, title: str, sentence: str) -> None:
        self.refusals.append(Refusal(title, sentence))

    def _subject(self, number: int) -> SubjectFacts:
        name, domain = self._text(NAME), self._text(DOMAIN)
        if not name:
            self._refuse(NAME, "没有填写党组织名称。")
        try:
            self._scheme.domain_group(domain)
        except KeyError:
            known = "、".join(one for group in self._scheme.domains for one in group.includes)
            wrong = f"领域“{domain}”不在方案之内" if domain else "没有填写领域"
            self._refuse(DOMAIN, f"{wrong}，请填：{known}。")
        return SubjectFacts(
            id=number,
            name=name,
            domain=domain,
            area=self._text(AREA),
            parent=self._text(PARENT),
            code=self._text(CODE),
        )

    def _points(self, domain: str) -> dict[str, dict[str, Decimal]]:
        try:
            indicators = {one.name: one for one in self._scheme.indicators_for(domain)}
        except KeyError:
            return {}
        found: dict[str, dict[str, Decimal]] = {}
        for column, text in self._of_kind(ColumnKind.POINTS):
            points = self._one_score(indicators.get(column.name), column, text, domain)
            if points is not None:
                found.setdefault(column.group, {})[column.name] = points
        return found

    def _one_score(
        self, indicator: Indicator | None, column: EvidenceColumn, text: str, domain: str
    ) -> Decimal | None:
        if indicator is None:
            self._refuse(column.title, f"领域“{domain}”没有指标“{column.name}”，请清空此格。")
            return None
        try:
            points = parse_points(text)
        except ValueError as error:
            self._refuse(column.title, str(error))
            return None
        wrong = "" if points is None else check_points(indicator, points)
        if wrong:
            self._refuse(column.title, wrong)
            return None
        return points

    def _adjustments(self) -> tuple[AdjustmentEntry, ...]:
        found = []
        for column, text in self._of_kind(ColumnKind.ADJUSTMENT):
            count = self._count(column, text)
            if count:
                found.append(AdjustmentEntry(column.group, column.name, count))
        return tuple(found)

    def _facts(self) -> dict[str, FactValue]:
        defined = {one.name: one for one in self._scheme.facts}
        found = {}
        for column, text in self._of_kind(ColumnKind.FACT):
            try:
                value = parse_fact(defined[column.name], text)
            except ValueError as error:
                self._refuse(column.title, str(error))
                continue
            if value is not None:
                found[column.name] = value
        return found

    def _count(self, column: EvidenceColumn, text: str) -> int:
        plain = to_half_width(text)
        if plain.isascii() and plain.isdigit() and len(plain) <= 9:
            return int(plain)
        self._refuse(column.title, f"“{text}”应为 0 或正整数。")
        return 0

    def _tally(self, poll: Poll, name: str) -> Tally | None:
        papers = self._counts(ColumnKind.PAPERS, poll)
        votes = self._counts(ColumnKind.VOTES, poll)
        if not papers and not votes:
            return None
        title = f"{poll.name}·{VALID}票"
        if set(papers) != set(_PAPERS):
            self._refuse(title, f"“{poll.name}”的发出、收回、有效、无效票数要填齐。")
            return None
        counts = BallotCounts(papers[ISSUED], papers[RETURNED], papers[VALID], papers[INVALID])
        wrong = [*check_papers(counts), check_votes(name, counts.valid, votes)]
        for sentence in wrong:
            if sentence:
                self._refuse(title, sentence)
        return make_tally(poll, counts, votes)

    def _counts(self, kind: ColumnKind, poll: Poll) -> dict[str, int]:
        return {
            column.name: self._count(column, text)
            for column, text in self._of_kind(kind)
            if column.group == poll.name
        }


def match_titles(
    scheme: Scheme, titles: Sequence[str]
) -> tuple[dict[int, EvidenceColumn], tuple[str, ...], tuple[str, ...]]:
    """Match a heading row to the scheme's columns.

    Returns position → column, headings that nobody knows, and headings that stand twice.
    Blanks and full-width signs do not matter.
    """
    known = {_plain(one.title): one for one in columns(scheme)}
    found: dict[int, EvidenceColumn] = {}
    unknown, twice = [], []
    for position, title in enumerate(titles):
        plain = _plain(title)
        if not plain:
            continue
        column = known.get(plain)
        if column is None:
            unknown.append(title.strip())
        elif column in found.values():
            twice.append(title.strip())
        else:
            found[position] = column
    return found, tuple(unknown), tuple(twice)


def _plain(title: str) -> str:
    return "".join(to_half_width(title).split()).replace("•", "·").replace("・", "·")
