"""还差什么: what a subject lacks to a higher level, found and proved by grading it again.

A cause is taken out of the evidence and the engine says what comes of it; nothing is said that
it does not confirm. Worked out for whom it is shown only: it grades a dozen times.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from desk_app.domain.chain import Proposal
from desk_app.domain.changes import Change, LinesMet, MorePoints, StarsWon, apply
from desk_app.domain.evidence import Case, Evidence
from desk_app.domain.grading import grade
from desk_app.domain.quotas import SubjectStanding, parts_for, standing
from desk_app.domain.ranking import Ranks, first_ranks, last_ranks, standing_of
from desk_app.domain.repairs import Wanted, higher_total, more_stars, ways
from desk_app.domain.scheme.model.levels import Measure
from desk_app.domain.scheme.model.rounds import Over, Ties
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.tier_ways import tier_ways

_MOST_STEPS = 5
_MOST_RANKED = 2_000
_LONGEST = 4
"""A sentence with more conditions than this helps nobody."""


@dataclass(frozen=True, slots=True)
class Wanting:
    """Changes that together give ``level``; ``lifted`` are the limits that then hold no longer."""

    changes: tuple[Change, ...]
    level: str
    lifted: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Say it in one sentence."""
        text = "，并且".join(one.words for one in self.changes)
        if len(self.changes) > 1:
            text += f"，这 {len(self.changes)} 条都做到"
        if self.lifted:
            text += f"，不再适用{''.join(f'“{one}”' for one in self.lifted)}"
        return f"{text}，即为{self.level}。"


@dataclass(frozen=True, slots=True)
class RankedRound:
    """The standings of everybody in a round before levels are assigned by rank.

    ``absent`` is the number of those who do not take part.
    """

    scheme: Scheme
    parts: Mapping[str, Sequence[SubjectStanding]]
    over: Over = Over.ROUND
    absent: int = 0

    @classmethod
    def of(
        cls, scheme: Scheme, everybody: Iterable[tuple[Evidence, Proposal]], absent: int = 0
    ) -> "RankedRound | None":
        """Put together what a change of one subject's total is ranked against.

        ``everybody`` are those who take part, with their proposals. ``None`` where the scheme
        lets no rank decide.
        """
        known = list(everybody)
        scheme = scheme.on(max((one.on for one, _ in known if one.on), default=None))
        if not scheme.by_rank or (scheme.ranks_all and scheme.ranks_last):
            return None
        over = _counted_over(scheme)
        parts: dict[str, list[SubjectStanding]] = {}
        for one, proposal in known:
            alone = grade(scheme, one, unranked=proposal)
            mine = standing_of(scheme, one, alone)
            parts.setdefault(mine.part(over), []).append(mine)
        return cls(scheme, parts, over, absent)

    def beside(self, known: Evidence, own: Proposal) -> list[SubjectStanding]:
        """Everybody whom a subject is ranked among, with its own standing as it is now."""
        mine = standing_of(self.scheme, known, own)
        others = self.parts.get(mine.part(self.over), ())
        return [one for one in others if one.subject_id != mine.subject_id] + [mine]

    def small_enough(self, known: Evidence) -> bool:
        """Whether those whom a subject is ranked among are few enough to be ranked again."""
        mine = standing(self.scheme, known.subject, None, Decimal(0))
        return len(self.parts.get(mine.part(self.over), ())) <= _MOST_RANKED

    def grade(self, known: Evidence) -> Proposal:
        """Grade one subject as if the others stayed as they are."""
        first = grade(self.scheme, known)
        return self._ranks(self.beside(known, first)).grade(self.scheme, known, first)

    def held(self, everybody: Sequence[SubjectStanding]) -> dict[int, str | None]:
        """Subject → the level that it holds once ranks have had their say."""
        ranks = self._ranks(everybody)
        return {
            one.subject_id: one.level if ranked is None else ranked.level
            for one in everybody
            for ranked in (ranks.of(one.subject_id),)
        }

    def _ranks(self, everybody: Sequence[SubjectStanding]) -> Ranks:
        if self.scheme.ranks_all:
            return first_ranks(self.scheme, everybody, self.absent)
        return Ranks(last=last_ranks(self.scheme, Ranks(), everybody, self.absent))


def _counted_over(scheme: Scheme) -> Over:
    """Within what it is enough to look at the others."""
    if not scheme.ranks_last:
        return scheme.ranked_quotas[0].over
    overs = {one.over for one in scheme.quotas} | {one.over for one in scheme.tails if one.level}
    return overs.pop() if len(overs) == 1 else Over.ROUND


Judge = Callable[[Evidence], Proposal]


def wanting(
    scheme: Scheme, known: Evidence, proposal: Proposal, ranked: RankedRound | None = None
) -> Wanting | None:
    """What lacks to a higher level than the proposed one; ``None`` where nothing simple does.

    ``ranked`` is the round where levels are assigned by rank; without it nothing is said of
    such a scheme. Nothing is said either at the top, while evidence is missing, and where
    people's opinions decide.
    """
    if not _asked(scheme, proposal):
        return None
    if scheme.by_rank and (ranked is None or not ranked.small_enough(known)):
        return None
    search = _Search(scheme, known, proposal, ranked)
    found: Wanting | None = None
    for way in search.first_ways():
        if found is None or len(way) < len(found.changes):
            found = search.proved(way) or found
            if found is not None and len(found.changes) == 1:
                return found
    return found or search.together()


def _asked(scheme: Scheme, proposal: Proposal) -> bool:
    if scheme.measure is Measure.OPINION or proposal.total.missing:
        return False
    if proposal.level is None:
        return bool(proposal.disqualified)
    return scheme.rank(proposal.level) > 0


class _Search:
    """Looks for changes of one subject's evidence that give a higher level."""

    def __init__(
        self, scheme: Scheme, known: Evidence, proposal: Proposal, ranked: RankedRound | None
    ) -> None:
        self._scheme = scheme
        self._known = known
        self._now = proposal
        self._ranked = ranked if scheme.by_rank else None
        self._judge: Judge = self._ranked.grade if self._ranked else lambda one: grade(scheme, one)

    def first_ways(self) -> Iterator[tuple[Change, ...]]:
        """Every way to take out one cause of the level as it is now."""
        yield from self._limits_lifted(self._known, self._now, each=True)
        yield from self._required(self._known, self._now)
        yield from self._higher(self._known, self._now)

    def proved(self, changes: tuple[Change, ...]) -> Wanting | None:
        """The changes with the level that they give in whatever way they are made, if higher."""
        if not 0 < len(changes) <= _LONGEST:
            return None
        level, lifted = "", self._now.limits
        for after in apply(self._scheme, self._known, changes):
            if after is None:
                return None
            found = self._judge(after)
            if found.level is None or not self._better(found.level):
                return None
            if level and found.level != level:
                return None
            level = found.level
            lifted = tuple(one for one in lifted if one not in found.limits)
        if len(changes) > 1:
            changes = tuple(_alone(one) for one in changes)
        return Wanting(changes, level, lifted)

    def together(self) -> Wanting | None:
        """Take out one cause after the other; then leave out what was not needed."""
        changes: tuple[Change, ...] = ()
        after: Evidence | None = self._known
        now = self._now
        for _ in range(_MOST_STEPS):
            if after is None:
                return None
            step = next(self._next_steps(after, now), ())
            if not step:
                return None
            changes = _merged(changes, step)
            after = next(apply(self._scheme, self._known, changes))
            if after is None:
                return None
            now = self._judge(after)
            if now.level is not None and self._better(now.level):
                return self._shortest(changes)
        return None

    def _shortest(self, changes: tuple[Change, ...]) -> Wanting | None:
        for at in range(len(changes)):
            fewer = self.proved(changes[:at] + changes[at + 1 :])
            if fewer is not None:
                return fewer
        return self.proved(changes)

    def _better(self, level: str) -> bool:
        if self._now.level is None:
            return True
        return self._scheme.rank(level) < self._scheme.rank(self._now.level)

    def _next_steps(self, known: Evidence, now: Proposal) -> Iterator[tuple[Change, ...]]:
        if now.limits:
            yield from self._limits_lifted(known, now, each=False)
            return
        yield from self._required(known, now)
        yield from self._higher(known, now)

    def _limits_lifted(
        self, known: Evidence, now: Proposal, *, each: bool
    ) -> Iterator[tuple[Change, ...]]:
        """Ways to be rid of the limits that changed the level: of one, or of all together."""
        wanted = Wanted(self._scheme, self._case(known, now))
        limits = [one for one in self._scheme.limits if one.name in now.limits]
        ways_out = [ways(wanted, one.when, hold=False) for one in limits]
        if each:
            for found in ways_out:
                yield from found
        elif all(ways_out):
            yield _merged(*(found[0] for found in ways_out))

    def _required(self, known: Evidence, now: Proposal) -> Iterator[tuple[Change, ...]]:
        """Ways to meet what a band asks for whose points (or stars) are reached."""
        case = self._case(known, now)
        wanted = Wanted(self._scheme, case)
        measured = self._measured(case)
        for band in self._scheme.bands:
            if band.requires is not None and band.range.holds(measured):
                yield from ways(wanted, band.requires, hold=True)

    def _higher(self, known: Evidence, now: Proposal) -> Iterator[tuple[Change, ...]]:
        """More points or stars, to the line of each higher band or rank, the nearest first."""
        case = self._case(known, now)
        wanted = Wanted(self._scheme, case)
        if self._scheme.earlier_total is not None:
            return  # so many points here are fewer in the total of both rounds
        if self._ranked is not None:
            yield from self._higher_rank(self._ranked, wanted, now)
        if self._scheme.ranks_all:
            return
        measured = self._measured(case)
        for band in reversed(self._scheme.bands):
            low = band.range.low
            if low is None or low < measured or band.range.holds(measured):
                continue
            if self._scheme.measure is Measure.STARS:
                least = int(low) + (not band.range.low_closed or low != int(low))
                changes = more_stars(wanted, least - (case.stars or 0))
                yield from ((one,) for one in changes)
            elif changed := higher_total(wanted, low, passed=not band.range.low_closed):
                yield changed
        if self._scheme.by_facts:
            yield from tier_ways(wanted)

    def _higher_rank(
        self, ranked: RankedRound, wanted: Wanted, now: Proposal
    ) -> Iterator[tuple[Change, ...]]:
        """More points than the last of those who hold each higher level by rank."""
        known = wanted.case.evidence
        everybody = ranked.beside(known, grade(self._scheme, known))
        held = ranked.held(everybody)
        mine = held.get(known.subject.id)
        if mine is None:
            return
        others = _rivals(self._scheme, everybody, known.subject.id)
        lines: dict[str, Decimal] = {}
        for one in others:
            level = held[one.subject_id]
            if level and self._scheme.rank(level) < self._scheme.rank(mine):
                lines[level] = min(lines.get(level, one.points), one.points)
        equal = any(one.ties is Ties.HIGHER for one in self._scheme.ranked_quotas)
        for line in sorted({*lines.values(), *_first_of(others)}):
            if line < now.total.bound:
                continue
            place = 1 + sum(one.points > line for one in others)
            for passed in (False, True) if equal else (True,):
                if changed := higher_total(wanted, line, passed=passed, place=place):
                    yield changed

    def _case(self, known: Evidence, now: Proposal) -> Case:
        stars = now.star_count if self._scheme.stars else None
        return Case(known, now.total.judged, now.total.bound, stars)

    def _measured(self, case: Case) -> Decimal:
        if self._scheme.measure is Measure.STARS:
            return Decimal(case.stars or 0)
        return Decimal(0) if case.total is None else case.total


def _rivals(
    scheme: Scheme, everybody: Sequence[SubjectStanding], subject_id: int
) -> Sequence[SubjectStanding]:
    """Those whom a subject is ranked among: the members of the quotas and tails it belongs to."""
    found: set[int] = set()
    for rule in (*scheme.ranked_quotas, *(one for one in scheme.tails if one.level)):
        for members in parts_for(rule, everybody).values():
            ids = {one.subject_id for one in members}
            found |= ids if subject_id in ids else set()
    return [one for one in everybody if one.subject_id in found]


def _first_of(others: Sequence[SubjectStanding]) -> tuple[Decimal, ...]:
    """The highest total: above it there is a place even where nobody holds the level."""
    return (max(one.points for one in others),) if others else ()


def _merged(*ways_out: tuple[Change, ...]) -> tuple[Change, ...]:
    """Changes one after the other, what is said twice once."""
    found: list[Change] = []
    for change in (one for way in ways_out for one in way):
        kept = [one for one in found if not _replaces(change, one)]
        before = sum((one.by for one in found if isinstance(one, MorePoints)), Decimal(0))
        summed = (
            replace(change, by=before + change.by) if isinstance(change, MorePoints) else change
        )
        found = [*kept, summed]
    return tuple(found)


def _alone(change: Change) -> Change:
    """Beside other changes the total does not come to what this one alone brings it to."""
    return MorePoints(change.by) if isinstance(change, MorePoints) else change


def _replaces(new: Change, old: Change) -> bool:
    if isinstance(new, LinesMet | StarsWon) or type(new) is not type(old):
        return new == old
    if isinstance(new, MorePoints):
        return True
    return getattr(new, "name", new) == getattr(old, "name", old)
