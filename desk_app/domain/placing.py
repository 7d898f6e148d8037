"""Levels that go by rank after bands and limits: places of a quota, the last ones (末位定级)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from desk_app.domain.chain import Ranked
from desk_app.domain.points import format_points
from desk_app.domain.quotas import QuotaState, SubjectStanding, measure, parts_for, tail_size
from desk_app.domain.scheme.model.rounds import Quota, Tail, Ties
from desk_app.domain.scheme.model.scheme import Scheme

_FEW = 3
"""So many names are said of those who are equal."""


def placed(
    scheme: Scheme, standings: Sequence[SubjectStanding], absent: int = 0
) -> dict[int, Ranked]:
    """Whom ranks move after bands and limits: subject → the level at which it ends, and why.

    First the quotas that assign, from the highest level down, then the tails that name a
    level. A level of ``None`` is a tie that the committee decides. ``absent`` is the number of
    those who do not take part.
    """
    moving = _Moving(scheme, {one.subject_id: one.level for one in standings})
    if not scheme.ranks_all:
        for quota, state, members, must in _turns(scheme, standings, absent):
            moving.seat(quota, state, moving.standing_at(quota.levels[0], members), members, must)
    for tail in scheme.tails:
        if tail.level:
            for members in parts_for(tail, standings).values():
                moving.sink(tail, members)
    return moving.found


def ranked_from_all(
    scheme: Scheme, standings: Sequence[SubjectStanding], absent: int = 0
) -> dict[int, Ranked]:
    """Give everybody a level by rank, where a quota's ``rest`` says that bands do not count.

    Who is barred or holds no level yet (missing evidence) is not ranked.
    """
    moving = _Moving(scheme, {}, last=False)
    waiting: dict[int, SubjectStanding] = {}
    order = [*(one.levels[0] for one in scheme.ranked_quotas), scheme.ranks_all]
    following = dict(pairwise(order))
    for quota, state, members, must in _turns(scheme, standings, absent):
        asking = [
            one
            for one in members
            if one.level is not None and not one.barred and one.subject_id not in moving.found
        ]
        moving.seat(quota, state, asking, members, must, following[quota.levels[0]])
        waiting.update((one.subject_id, one) for one in asking)
    rest = scheme.ranks_all
    for subject_id, one in waiting.items():
        if subject_id not in moving.found:
            moving.put(one, rest, moving.facts[subject_id], "", scheme.ranked_quotas[-1])
    return moving.found


def _turns(
    scheme: Scheme, standings: Sequence[SubjectStanding], absent: int
) -> Iterator[tuple[Quota, QuotaState, list[SubjectStanding], int]]:
    """Every assigning quota in every part, from the highest level down, with its members.

    The number is that of the places which have to be filled: its own least, or another's.
    """
    states = {(one.quota.name, one.part): one for one in measure(scheme, standings, absent)}
    for quota in scheme.ranked_quotas:
        same = [
            one
            for one in scheme.quotas
            if set(one.levels) <= set(quota.levels)
            and (one.over, one.domains, one.when) == (quota.over, quota.domains, quota.when)
            and not one.target
        ]
        for part, members in parts_for(quota, standings).items():
            lows = [states[one.name, part].low or 0 for one in same if (one.name, part) in states]
            yield quota, states[quota.name, part], members, max(lows, default=0)


@dataclass(slots=True)
class _Moving:
    """Levels as they stand while quotas and tails take their turn.

    ``last`` says that this comes after bands and limits. ``owed`` are places that a tie above
    will take: level and one of the tied → how many.
    """

    scheme: Scheme
    now: dict[int, str | None]
    last: bool = True
    found: dict[int, Ranked] = field(default_factory=dict)
    facts: dict[int, str] = field(default_factory=dict)
    told: dict[int, list[str]] = field(default_factory=dict)
    owed: dict[tuple[str, int], int] = field(default_factory=dict)

    def standing_at(self, level: str, members: Sequence[SubjectStanding]) -> list[SubjectStanding]:
        """Those of ``members`` who stand at ``level`` now and may be ranked."""
        return [one for one in members if self.now[one.subject_id] == level and not one.barred]

    def seat(
        self,
        quota: Quota,
        state: QuotaState,
        asking: Sequence[SubjectStanding],
        members: Sequence[SubjectStanding],
        must: int,
        below: str = "",
    ) -> None:
        """Let the best of those who ask for a quota's level have it, as many as it has places.

        Who finds none stands ``below``, on the next rung where nothing else is said.
        """
        level, below = quota.levels[0], below or self.scheme.next_rung(quota)
        owed = self._owed(level, members)
        places = len(asking) if quota.lifted else self._places(state, owed)
        if self.last and len(asking) <= places:
            return
        ranks = _Ranks(asking, self.scheme.counter, from_top=True)
        line = ranks.line(places, quota.ties, must)
        taken = f"“{quota.name}”从高到低取 {places} {self.scheme.counter}"
        if owed and not quota.lifted:
            taken += f"（另有 {owed} {self.scheme.counter}留给上面同分、由会议确定的）"
        for one in asking:
            fact = f"总分 {format_points(one.points)} 分，{ranks.words(one)}"
            if not self.last:  # everybody is ranked once: by which place, the first quota says
                fact = self.facts.setdefault(one.subject_id, fact)
            self.facts[one.subject_id] = fact
            if one.subject_id in line.asked:
                self._ask(one, taken, level, ranks, line, quota)
            elif one.subject_id in line.inside:
                self.put(one, level, fact, taken, quota)
            else:
                why = "同分跨线" if one.points == line.edge else "名额已满"
                if self.last:
                    self.put(one, below, fact, f"{taken}，{why}，归入下一等次", quota)
                else:
                    self.told.setdefault(one.subject_id, []).append(f"{taken}，{why}")
        if line.asked:
            self.owed[below, min(line.asked)] = len(line.asked) - line.left

    def sink(self, tail: Tail, members: Sequence[SubjectStanding]) -> None:
        """Let the lowest ranked become the level that a tail names, unless they stand lower."""
        rank = self.scheme.rank(tail.level)
        counted = [
            one
            for one in members
            if not one.barred
            and (now := self.now[one.subject_id]) is not None
            and (not tail.levels or now in tail.levels)
        ]
        held = {one.subject_id for one in counted if self._rank(one) >= rank}
        ranks = _Ranks(counted, self.scheme.counter, from_top=False)
        size = tail_size(self.scheme, tail, members)
        # Who stands there already takes up a place before those who are equal at the line.
        line = ranks.line(size, _turned(tail.ties), 0, first=held)
        taken = f"“{tail.name}”从低到高取 {size} {self.scheme.counter}"
        for one in counted:
            if one.subject_id in held:
                continue
            if one.subject_id in line.asked:
                self.facts[one.subject_id] = self._fact(one, ranks)
                self._ask(one, taken, tail.level, ranks, line, tail)
            elif one.subject_id in line.inside:
                tie = "，同分的一并计入" if one.points == line.edge else ""
                self.put(one, tail.level, self._fact(one, ranks), f"{taken}{tie}", tail)

    def put(self, one: SubjectStanding, level: str, fact: str, rule: str, by: Quota | Tail) -> None:
        """Let a subject stand at ``level`` from now on; ``rule`` adds to what was said of it."""
        told = self.told.setdefault(one.subject_id, [])
        told += [rule] if rule else []
        self.now[one.subject_id] = level
        words = "，再按".join(told) + "，" + ("" if rule else "其余一律")
        self.found[one.subject_id] = Ranked(level, words, fact, by.origin, last=self.last)

    def _ask(
        self,
        one: SubjectStanding,
        taken: str,
        level: str,
        ranks: "_Ranks",
        line: "_Line",
        by: Quota | Tail,
    ) -> None:
        rule = (
            f"{taken}，{ranks.named(line.asked)}同分，名额还有 {line.left} {self.scheme.counter}，"
            f"请会议确定其中谁为{level}"
        )
        words = "，再按".join([*self.told.get(one.subject_id, []), rule])
        fact = self.facts[one.subject_id]
        self.now[one.subject_id] = None
        self.found[one.subject_id] = Ranked(
            None, words, fact, by.origin, last=self.last, asked=level
        )

    def _fact(self, one: SubjectStanding, ranks: "_Ranks") -> str:
        return f"总分 {format_points(one.points)} 分，{ranks.words(one)}"

    def _rank(self, one: SubjectStanding) -> int:
        level = self.now[one.subject_id]
        return -1 if level is None else self.scheme.rank(level)

    def _owed(self, level: str, members: Sequence[SubjectStanding]) -> int:
        """The places that those take who are tied above and will not have the higher level."""
        if not self.owed:
            return 0
        return sum(self.owed.get((level, one.subject_id), 0) for one in members)

    def _places(self, state: QuotaState, owed: int) -> int:
        """The places that are left."""
        allowed = state.high if state.high is not None else state.low
        return max((allowed or 0) - owed, 0)


def _turned(ties: Ties) -> Ties:
    """From the bottom the higher of two levels is the one outside the places."""
    return {Ties.LOWER: Ties.HIGHER, Ties.HIGHER: Ties.LOWER}.get(ties, ties)


@dataclass(frozen=True, slots=True)
class _Line:
    """Who has a place, and whom the committee is asked about for the places ``left``."""

    inside: frozenset[int]
    asked: frozenset[int] = frozenset()
    left: int = 0
    edge: Decimal | None = None


class _Ranks:
    """Subjects by rank, equal totals on one place."""

    def __init__(self, counted: Sequence[SubjectStanding], counter: str, *, from_top: bool) -> None:
        self._counter = counter
        self._order = sorted(counted, key=lambda one: -one.points if from_top else one.points)
        self._towards = "从高到低" if from_top else "从低到高"
        self._places: dict[Decimal, int] = {}
        self._equal: dict[Decimal, list[SubjectStanding]] = {}
        for place, one in enumerate(self._order, start=1):
            self._places.setdefault(one.points, place)
            self._equal.setdefault(one.points, []).append(one)

    def words(self, one: SubjectStanding) -> str:
        """Say a rank: ``在 9 个中从高到低并列第 1（与柳树湾村党支部同分）``."""
        others = [other for other in self._equal[one.points] if other is not one]
        place = self._places[one.points]
        start = f"在 {len(self._order)} {self._counter}中{self._towards}"
        if not others:
            return f"{start}排第 {place}"
        return f"{start}并列第 {place}（与{_names(others, self._counter)}同分）"

    def named(self, which: frozenset[int]) -> str:
        """Name those of ``which``: ``甲、乙``."""
        return _names([one for one in self._order if one.subject_id in which], self._counter)

    def line(
        self, places: int, ties: Ties, must: int, *, first: set[int] | frozenset[int] = frozenset()
    ) -> _Line:
        """Who has a place; of equal ones those in ``first`` come first."""
        if places >= len(self._order) or places <= 0:
            everybody = self._order if places > 0 else []
            return _Line(frozenset(one.subject_id for one in everybody))
        edge = self._order[places - 1].points
        above = [one.subject_id for one in self._order[: self._places[edge] - 1]]
        equal = self._equal[edge]
        sure = [one.subject_id for one in equal if one.subject_id in first]
        open_ = frozenset(one.subject_id for one in equal if one.subject_id not in first)
        left = places - len(above) - len(sure)
        inside = frozenset((*above, *sure))
        if left >= len(open_):
            return _Line(inside | open_)
        if left <= 0:
            return _Line(inside)
        if ties is Ties.ASK or len(inside) < must:
            return _Line(inside, open_, left, edge)
        if ties is Ties.HIGHER:
            return _Line(inside | open_, edge=edge)
        return _Line(inside, edge=edge)


def _names(several: Sequence[SubjectStanding], counter: str) -> str:
    shown = "、".join(one.name for one in several[:_FEW])
    return shown if len(several) <= _FEW else f"{shown}等 {len(several)} {counter}"
