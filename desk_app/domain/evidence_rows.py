"""Reads one row of an evidence workbook: what each cell means, and which cannot stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from desk_app.domain.ballot_points import balloted
from desk_app.domain.entries import parse_entry
from desk_app.domain.evidence import (
    EARLIER_YEARS,
    NOT_GRADED,
    AdjustmentEntry,
    EarlierLevel,
    Evidence,
    FactValue,
    SubjectFacts,
    Tally,
)
from desk_app.domain.evidence_clauses import read_clauses
from desk_app.domain.evidence_columns import (
    AREA,
    CODE,
    DOMAIN,
    INVALID,
    ISSUED,
    MEMBERS,
    NAME,
    ON,
    PAPERS,
    PARENT,
    RETURNED,
    TAKES_PART,
    VALID,
    ColumnKind,
    EvidenceColumn,
)
from desk_app.domain.evidence_words import EvidenceWords, takes_part
from desk_app.domain.fact_points import refused_points, with_fact_points
from desk_app.domain.facts import parse_fact
from desk_app.domain.points import to_half_width
from desk_app.domain.polling.counts import (
    BallotCounts,
    check_papers,
    check_votes,
    make_tally,
    rates,
)
from desk_app.domain.scheme.model.polls import Poll
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Fact, FactKind, Indicator


@dataclass(frozen=True, slots=True)
class RefusedFact:
    """A cell that cannot stand: column title ("" for the row as a whole) and why."""

    title: str
    sentence: str


class RowReader:
    """Reads one row of an evidence workbook against a scheme.

    ``words`` are the scheme's, made once for all rows. ``on`` is the day against which dates are
    weighed where the row names none; ``places`` says of a column where its cell stands
    (评定依据 D7), ``unread`` why nobody can know what its cell says (#N/A).
    """

    def __init__(
        self,
        scheme: Scheme,
        words: EvidenceWords,
        cells: Mapping[EvidenceColumn, str],
        *,
        on: date | None = None,
        places: Mapping[EvidenceColumn, str] | None = None,
        unread: Mapping[EvidenceColumn, str] | None = None,
    ) -> None:
        self._scheme = scheme
        self._words = words
        self._on = on
        self._places = places or {}
        self._unread = unread or {}
        self._cells = {
            column: plain
            for column, text in cells.items()
            if (plain := text.strip()) and column not in self._unread
        }
        self.refusals = [RefusedFact(one.title, why) for one, why in self._unread.items()]

    def read(self, number: int) -> Evidence | None:
        """Return the row's evidence; ``None`` with ``refusals`` where a cell cannot stand.

        ``number`` becomes the subject's id.
        """
        subject = self._subject(number)
        on = self._day(ON, self._text(ON)) or self._on
        points = self._points(subject.domain)
        clauses = read_clauses(self._scheme, subject.domain, self._cells, self._refuse)
        for evaluator, lines in clauses.items():
            for name, (_, earned) in lines.items():
                points.setdefault(evaluator, {})[name] = earned
        facts, registry = self._facts(), self._registry()
        if on is not None:
            self._check_days({**registry, **facts}, on)
        tallies = {
            poll.name: tally
            for poll in self._scheme.polls
            if (tally := self._tally(poll, subject.name)) is not None
        }
        typed = self._earlier()
        evidence = Evidence(
            subject=subject,
            points=points,
            clauses={
                evaluator: {name: amounts for name, (amounts, _) in lines.items()}
                for evaluator, lines in clauses.items()
            },
            adjustments=self._adjustments(),
            facts=facts,
            tallies=tallies,
            rates=rates(self._scheme, tallies),
            balloted=balloted(self._scheme, tallies),
            participates=self._takes_part(),
            registry=registry,
            opinions=self._opinions(),
            earlier=self._levels(typed, on, range(1, max(typed, default=0) + 1)),
            same_year=self._levels(typed, on, range(1 if typed.get(0) else 0)),
            on=on,
            entered=self._entered(),
        )
        for evaluator, name, why in refused_points(self._scheme, evidence):
            self._refuse(self._title(evaluator, name), why)
        if evidence.participates:
            self._check_places(subject.domain)
        return None if self.refusals else with_fact_points(self._scheme, evidence)

    def _title(self, evaluator: str, indicator: str) -> str:
        columns = (one for one, _ in self._of_kind(ColumnKind.POINTS))
        fitting = (one for one in columns if (one.group, one.name) == (evaluator, indicator))
        return next((one.title for one in fitting), "")

    def _text(self, name: str) -> str:
        return next(
            (text for column, text in self._of_kind(ColumnKind.SUBJECT) if column.name == name),
            "",
        )

    @cached_property
    def _by_kind(self) -> dict[ColumnKind, list[tuple[EvidenceColumn, str]]]:
        found: dict[ColumnKind, list[tuple[EvidenceColumn, str]]] = {}
        for column, text in self._cells.items():
            found.setdefault(column.kind, []).append((column, text))
        return found

    def _of_kind(self, kind: ColumnKind) -> Sequence[tuple[EvidenceColumn, str]]:
        return self._by_kind.get(kind, ())

    def _refuse(self, title: str, sentence: str) -> None:
        self.refusals.append(RefusedFact(title, sentence))

    def _is_unread(self, name: str) -> bool:
        """Whether the subject's cell of that name is refused already, whatever it says."""
        return any(one.kind is ColumnKind.SUBJECT and one.name == name for one in self._unread)

    def _subject(self, number: int) -> SubjectFacts:
        name, domain = self._text(NAME), self._text(DOMAIN)
        if not name and not self._is_unread(NAME):
            self._refuse(self._scheme.object_name, f"没有填写{self._scheme.object_name}名称。")
        if not self._is_unread(DOMAIN):
            try:
                domain = self._words.domain(domain)
            except ValueError as error:
                self._refuse(DOMAIN, str(error))
        return SubjectFacts(
            id=number,
            name=name,
            domain=domain,
            area=self._text(AREA),
            parent=self._text(PARENT),
            code=self._text(CODE),
            member_count=self._members(),
        )

    def _check_places(self, domain: str) -> None:
        """Whoever is counted with others of the same 上级 or 区域 has to have one."""
        for title, rules in self._words.places(domain).items():
            if not self._text(title) and not self._is_unread(title):
                own = "；没有上级的填它自己的名称" if title == PARENT else ""
                names = "、".join(f"“{one}”" for one in rules)
                self._refuse(title, f"没有填写{title}，{names}要按它算{own}。")

    def _takes_part(self) -> bool:
        try:
            return takes_part(self._text(TAKES_PART))
        except ValueError as error:
            self._refuse(TAKES_PART, str(error))
            return True

    def _check_days(self, known: Mapping[str, FactValue], on: date) -> None:
        titles = {
            column.name: column.title
            for column in self._cells
            if column.kind in {ColumnKind.FACT, ColumnKind.REGISTRY}
        }
        for name, day in known.items():
            if isinstance(day, date) and (why := self._words.day_ahead(name, day, on)):
                self._refuse(titles.get(name, name), why)

    def _points(self, domain: str) -> dict[str, dict[str, Decimal]]:
        try:
            sheets = {
                evaluator.name: {
                    one.name: one for one in self._scheme.lines_of(evaluator.name, domain)
                }
                for evaluator in self._scheme.sheets.typists
            }
        except KeyError:
            return {}
        found: dict[str, dict[str, Decimal]] = {}
        for column, text in self._of_kind(ColumnKind.POINTS):
            line = sheets[column.group].get(column.name)
            points = self._one_score(line, column, text, domain)
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
            return parse_entry(indicator, text)
        except ValueError as error:
            self._refuse(column.title, str(error))
            return None

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

    def _members(self) -> int | None:
        counts = (
            self._count(column, text)
            for column, text in self._of_kind(ColumnKind.REGISTRY)
            if column.name == MEMBERS
        )
        return next(counts, None)

    def _registry(self) -> dict[str, FactValue]:
        days = {
            column.name: self._day(column.title, text)
            for column, text in self._of_kind(ColumnKind.REGISTRY)
            if column.name != MEMBERS
        }
        return {name: day for name, day in days.items() if day is not None}

    def _day(self, title: str, text: str) -> date | None:
        try:
            day = parse_fact(Fact(title, FactKind.DATE), text)
        except ValueError as error:
            self._refuse(title, str(error))
            return None
        return day if isinstance(day, date) else None

    def _opinions(self) -> dict[str, str]:
        found = {}
        for column, text in self._of_kind(ColumnKind.OPINION):
            try:
                found[column.name] = self._words.level(text)
            except ValueError as error:
                self._refuse(column.title, str(error))
        return found

    def _earlier(self) -> dict[int, str]:
        """How many years back → the level then, "" for none; 0 is an earlier round of the year."""
        typed: dict[int, str] = {}
        for column, text in self._of_kind(ColumnKind.EARLIER):
            try:
                typed[int(column.name)] = self._words.earlier(text)
            except ValueError as error:
                self._refuse(column.title, str(error))
        return typed

    def _levels(
        self, typed: Mapping[int, str], on: date | None, span: range
    ) -> tuple[EarlierLevel, ...]:
        """Levels of so many years back, the latest first, all on the scheme's own ladder."""
        year = on.year if on is not None else 0
        return tuple(earlier_level(self._scheme, year - back, typed.get(back, "")) for back in span)

    def _entered(self) -> dict[str, str]:
        """Where each fact stands: an evaluator's points from the first cell to the last."""
        found: dict[str, list[str]] = {}
        for column in self._cells:
            place = self._places.get(column, "")
            if not place:
                continue
            earlier = column.kind is ColumnKind.EARLIER
            key = EARLIER_YEARS if earlier else column.group or column.name
            found.setdefault(key, []).append(place)
            if column.group == self._scheme.superior.name:
                if column.kind is ColumnKind.POINTS:
                    found.setdefault(column.name, []).append(place)
                elif column.kind is ColumnKind.CLAUSE:
                    found.setdefault(column.indicator, []).append(place)
        for rate in self._scheme.rates:
            if rate.poll in found:
                found.setdefault(rate.name, found[rate.poll])
        for who in self._scheme.sheets.balloted:
            polls = self._scheme.sheets.polls(who).values()
            places = [place for poll in polls for place in found.get(poll, ())]
            if places:
                found.setdefault(who.name, places)
        return {name: _span(places) for name, places in found.items()}

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
        if any(
            one.group == poll.name and one.kind in {ColumnKind.PAPERS, ColumnKind.VOTES}
            for one in self._unread
        ):
            return None
        if set(papers) != set(PAPERS):
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


def earlier_level(scheme: Scheme, year: int, level: str) -> EarlierLevel:
    """What an earlier year came to, in the words of this round's ladder where it has them."""
    try:
        rank = scheme.rank(level)
    except KeyError:
        return EarlierLevel(year, level or NOT_GRADED)
    return EarlierLevel(year, scheme.levels[rank].name, rank)


def _span(places: list[str]) -> str:
    """Say cells of one row: ``评定依据 D7`` or ``评定依据 D7—H7``."""
    if len(places) == 1:
        return places[0]
    return f"{places[0]}—{places[-1].rpartition(' ')[2]}"
