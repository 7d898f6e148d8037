"""What could be otherwise with a subject: changes of its evidence, as data and in words.

A change is applied to evidence, never to a result: what comes of it the engine says.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product
from typing import TypeAlias

from desk_app.domain.ballot_points import given
from desk_app.domain.evidence import AdjustmentEntry, Evidence, FactValue
from desk_app.domain.fact_points import with_fact_points
from desk_app.domain.points import format_exact, format_points
from desk_app.domain.scheme.model.ballots import TOTAL_LINE
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Evaluator, Indicator, IndicatorMode, Missing
from desk_app.domain.weighing import compose, counting_evaluators, scorers, weight_of

ZERO, ONE = Decimal(0), Decimal(1)
FREE = frozenset({IndicatorMode.SCORED, IndicatorMode.DEDUCTED})
"""Lines that can have any points up to their full ones."""
_NAMED = 3


@dataclass(frozen=True, slots=True)
class MorePoints:
    """The total is ``by`` points higher, on whatever lines.

    By that alone it comes to ``to``, or lies above ``beyond`` where that is named: a bound or
    another's total that has to be passed. ``place`` is the rank that it then has, 0 where ranks
    play no part. All of these are left open beside other changes.
    """

    by: Decimal
    to: Decimal | None = None
    beyond: Decimal | None = None
    place: int = 0

    @property
    def words(self) -> str:
        """Say how many points more: ``总分再高 2.5 分（达到 80 分）``."""
        if self.to is None:
            return f"总分再高 {format_points(self.by)} 分"
        rank = f"，排到第 {self.place}" if self.place else ""
        if self.beyond is not None:
            now = format_points(self.to - self.by)
            return f"总分超过 {format_points(self.beyond)} 分（现 {now} 分{rank}）"
        return f"总分再高 {format_points(self.by)} 分（达到 {format_points(self.to)} 分{rank}）"

    def apply(
        self, scheme: Scheme, known: Evidence, *, last_first: bool = False
    ) -> Evidence | None:
        """Give the points to the lines in their order; ``None`` where these have no such room."""
        if scheme.sheets.shared:
            return raised(scheme, known, self.by, last_first=last_first)
        lines = [one for one in scheme.indicators_for(known.subject.domain) if one.mode in FREE]
        left = Fraction(self.by)
        for line in reversed(lines) if last_first else lines:
            had = earned(scheme, known, line)
            more = min(left, Fraction(line.points) - had)
            if more > 0:
                known = earning(scheme, known, line, had + more)
                left -= more
        return known if left <= 0 else None


@dataclass(frozen=True, slots=True)
class ItemPoints:
    """One indicator comes to ``points`` points; ``now`` is what it has."""

    indicator: str
    points: Decimal
    now: Decimal | Fraction
    bound: str

    @property
    def words(self) -> str:
        """Say what the indicator wants: ``经济发展得分不少于 16 分（现 15.9 分）``."""
        return f"{self.bound}（现 {format_exact(self.now, [self.points])} 分）"

    def apply(self, scheme: Scheme, known: Evidence) -> Evidence | None:
        """Let every evaluator who counts give as much more as it takes."""
        line = _line(scheme, known, self.indicator)
        if line is None or self.points > line.points:
            return None
        if line.mode is IndicatorMode.FACTS:
            return None
        if line.mode not in FREE:
            return LinesMet((line.name,), 1).apply(scheme, known)
        return earning(scheme, known, line, Fraction(self.points))


@dataclass(frozen=True, slots=True)
class LinesMet:
    """``count`` of these lines of a checklist, which are not met, are met."""

    names: tuple[str, ...]
    count: int

    @property
    def words(self) -> str:
        """Name the lines, or how many of how many."""
        if self.count < len(self.names):
            return f"还没有达到的 {len(self.names)} 项中再达到 {self.count} 项"
        if self.count > _NAMED:
            return f"还没有达到的 {self.count} 项都达到"
        return f"达到{''.join(f'“{one}”' for one in self.names)}"

    def apply(self, scheme: Scheme, known: Evidence, chosen: Sequence[int] = ()) -> Evidence | None:
        """Meet the lines at these places among ``names``; the first where none are chosen."""
        for at in chosen or range(self.count):
            line = _line(scheme, known, self.names[at])
            if line is None:
                return None
            met = ONE if line.mode is IndicatorMode.CHECK else line.points
            known = _entered(scheme, known, line, dict.fromkeys(_scorers(scheme, known, line), met))
            applied = {who: {**sheet, line.name: ()} for who, sheet in known.clauses.items()}
            known = replace(known, clauses=applied)
        return known


@dataclass(frozen=True, slots=True)
class FactIs:
    """A fact is ``value``; ``None`` as if never entered."""

    name: str
    value: FactValue | None
    words: str

    def apply(self, _scheme: Scheme, known: Evidence) -> Evidence | None:
        """Enter the fact."""
        facts = {name: one for name, one in known.facts.items() if name != self.name}
        if self.value is not None:
            facts[self.name] = self.value
        return replace(known, facts=facts)


@dataclass(frozen=True, slots=True)
class RateIs:
    """A rate of votes is ``value``."""

    name: str
    value: Fraction
    words: str

    def apply(self, _scheme: Scheme, known: Evidence) -> Evidence | None:
        """Put the rate in the place of the one that was counted."""
        return replace(known, rates={**known.rates, self.name: self.value})


@dataclass(frozen=True, slots=True)
class FewerEntries:
    """Of one bonus or deduction only ``count`` are in the register."""

    name: str
    count: int
    words: str

    def apply(self, _scheme: Scheme, known: Evidence) -> Evidence | None:
        """Take the latest entries out of the register."""
        left, kept = self.count, list[AdjustmentEntry]()
        for one in known.adjustments:
            if one.adjustment != self.name:
                kept.append(one)
            elif left > 0:
                kept.append(replace(one, count=min(left, one.count)))
                left -= one.count
        return replace(known, adjustments=tuple(kept))


@dataclass(frozen=True, slots=True)
class StarsWon:
    """``count`` of the withheld stars are awarded; ``takes`` is what each of them wants."""

    names: tuple[str, ...]
    count: int
    takes: "tuple[tuple[Change, ...], ...]" = field(default=())

    @property
    def words(self) -> str:
        """Name the stars, and what each wants."""
        wanted = "；".join(
            f"{name}要{'，'.join(one.words for one in changes)}"
            for name, changes in zip(self.names, self.takes, strict=True)
        )
        some = "下列任意 " if self.count < len(self.names) else ""
        return f"再得{some or ' '}{self.count} 颗星：{wanted}"

    @property
    def open(self) -> bool:
        """Whether it is left open which of the stars are won."""
        return self.count < len(self.names)

    @property
    def apart(self) -> bool:
        """Whether no two stars want something of the same fact, rate or line."""
        touched = [
            name
            for taken in self.takes
            for name in {name for one in taken for name in _touched(one)}
        ]
        return len(touched) == len(set(touched))

    def apply(self, scheme: Scheme, known: Evidence, chosen: Sequence[int] = ()) -> Evidence | None:
        """Do what the stars at these places want; the first where none are chosen."""
        after: Evidence | None = known
        for at in chosen or range(self.count):
            for change in self.takes[at]:
                after = None if after is None else change.apply(scheme, after)
        return after


def _touched(one: "Change") -> tuple[str, ...]:
    """What a change is about: a fact, a rate, entries, lines; "" for the total."""
    match one:
        case ItemPoints(indicator):
            return (indicator,)
        case LinesMet(names):
            return names
        case FactIs(name) | RateIs(name) | FewerEntries(name):
            return (name,)
        case _:
            return ("",)


Change: TypeAlias = MorePoints | ItemPoints | LinesMet | FactIs | RateIs | FewerEntries | StarsWon


def apply(scheme: Scheme, known: Evidence, changes: Sequence[Change]) -> Iterator[Evidence | None]:
    """The evidence with the changes made, once for each way of making them that may differ.

    More points may go to the first lines or to the last, any of several stars may be won:
    both ends are tried, and every choice of stars where one may stand in the way of another.
    ``None`` where the changes cannot be made.
    """
    for last in (False, True):
        after: Evidence | None = known
        for one in changes:
            if after is None:
                break
            if isinstance(one, MorePoints):
                after = one.apply(scheme, after, last_first=last)
            elif last and isinstance(one, LinesMet | StarsWon):
                places = range(len(one.names) - one.count, len(one.names))
                after = one.apply(scheme, after, places)
            else:
                after = one.apply(scheme, after)
        yield None if after is None else with_fact_points(scheme, after)
        if not any(isinstance(one, MorePoints | LinesMet | StarsWon) for one in changes):
            return
    yield from _every_choice(scheme, known, changes)


_MOST_CHOICES = 100


def _every_choice(
    scheme: Scheme, known: Evidence, changes: Sequence[Change]
) -> Iterator[Evidence | None]:
    """One evidence for each choice of stars, where what they want is not apart."""
    stars = [one for one in changes if isinstance(one, StarsWon)]
    if not any(one.open for one in stars) or (len(stars) == 1 and stars[0].apart):
        return
    choices = [combinations(range(len(one.names)), one.count) for one in stars]
    for tried, chosen in enumerate(product(*choices)):
        if tried == _MOST_CHOICES:
            yield None  # too many to be sure of
            return
        left, after = iter(chosen), known
        for one in changes:
            won = one.apply(scheme, after, next(left)) if isinstance(one, StarsWon) else None
            made = one.apply(scheme, after) if won is None else won
            if made is None:
                yield None
                return
            after = made
        yield with_fact_points(scheme, after)


def raised(
    scheme: Scheme, known: Evidence, by: Decimal, *, last_first: bool = False
) -> Evidence | None:
    """A total that is ``by`` points higher, where it is made of indicators and of figures.

    ``None`` where there is no such room.
    """
    made = compose(scheme, known)
    lines = [
        one
        for one in scheme.indicators_for(known.subject.domain)
        if one.mode in FREE and _scorers(scheme, known, one)
    ]
    left = Fraction(by)
    for line in reversed(lines) if last_first else lines:
        had = earned(scheme, known, line)
        more = min(left, (Fraction(line.points) - had) * made.of_lines)
        if more > 0:
            known = earning(scheme, known, line, had + more / made.of_lines)
            left -= more
    for figure in made.figures:
        had = Fraction(figure.points or 0)
        more = min(left, (Fraction(figure.full) - had) * figure.share)
        if more > 0 and figure.points is not None:
            line = Indicator(TOTAL_LINE, figure.full, whole=True)
            points = min(rounded_up(had + more / figure.share), figure.full)
            known = _entered(scheme, known, line, {figure.evaluator: points})
            left -= more
    return known if left <= 0 else None


def _scorers(scheme: Scheme, known: Evidence, line: Indicator) -> tuple[Evaluator, ...]:
    """Whose points of a line make the total."""
    if scheme.sheets.shared:
        return scorers(scheme, line.name, known.subject.domain)
    return counting_evaluators(scheme)


def earned(scheme: Scheme, known: Evidence, line: Indicator) -> Fraction:
    """What a line counts for now, weighed where the scheme weighs; 0 while nobody scored it."""
    summed, weights = Fraction(0), Fraction(0)
    for one in _scorers(scheme, known, line):
        entered = given(known, one).get(line.name)
        weight = weight_of(scheme, one)
        if entered is not None:
            summed += weight * _counted(line, entered)
        if entered is not None or _counts_unscored(scheme):
            weights += weight
    return summed / weights if weights else Fraction(0)


def _counted(line: Indicator, entered: Decimal | Fraction) -> Fraction:
    return entered if isinstance(entered, Fraction) else Fraction(line.earned(entered))


def earning(scheme: Scheme, known: Evidence, line: Indicator, wanted: Fraction) -> Evidence:
    """The same subject where a line counts for ``wanted`` points, up to a thousandth more.

    Who counts moves towards the full points by the same part of the way.
    """
    had = earned(scheme, known, line)
    room = Fraction(line.points) - had
    part = min(Fraction(1), (wanted - had) / room) if room > 0 else Fraction(0)
    moved = {}
    for one in _scorers(scheme, known, line):
        entered = given(known, one).get(line.name)
        before = Fraction(0) if entered is None else _counted(line, entered)
        exact = before + part * (Fraction(line.points) - before)
        points = min(rounded_up(exact), line.points)
        moved[one] = line.points - points if line.mode is IndicatorMode.DEDUCTED else points
    return _entered(scheme, known, line, moved)


def _entered(
    scheme: Scheme, known: Evidence, line: Indicator, moved: Mapping[Evaluator, Decimal]
) -> Evidence:
    """Enter points of one line; who has not scored it still has not, where others count alone.

    What ballots gave is as if other votes had been cast.
    """
    points, balloted = dict(known.points), dict(known.balloted)
    for one, entered in moved.items():
        sheet = given(known, one)
        if line.name not in sheet and scheme.weighting and not _counts_unscored(scheme):
            continue
        if one.ballots is not None:
            votes = balloted.get(one.name, {})
            balloted[one.name] = {**votes, line.name: Fraction(entered)}
        else:
            points[one.name] = {**points.get(one.name, {}), line.name: entered}
    return replace(known, points=points, balloted=balloted)


def _counts_unscored(scheme: Scheme) -> bool:
    return scheme.weighting is not None and scheme.weighting.missing is Missing.ZERO


def _line(scheme: Scheme, known: Evidence, name: str) -> Indicator | None:
    lines = scheme.indicators_for(known.subject.domain)
    return next((one for one in lines if one.name == name), None)


def rounded_up(exact: Fraction | Decimal) -> Decimal:
    """Points of at most three decimals that are not less than ``exact``."""
    if isinstance(exact, Decimal):
        exact = Fraction(exact)
    scaled = exact * 1000
    return Decimal(-(-scaled.numerator // scaled.denominator)).scaleb(-3)
