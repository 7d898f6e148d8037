"""Whether quotas fit together, for every number of subjects from 1 to 200.

Levels that a quota counts together are nearly always neighbours on the ladder. Then everything
that quotas ask is a difference between two running sums (how many hold this level or a higher
one), and whether such a system has an answer in whole numbers is a question of paths: it has
none exactly where a circle of bounds is negative, and the circle names the quotas.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from desk_app.domain.points import format_rate
from desk_app.domain.scheme.checking.ranking import by_rank
from desk_app.domain.scheme.model.allowances import Allowance, Population, allowances
from desk_app.domain.scheme.model.problems import Problem, hint
from desk_app.domain.scheme.model.rounds import Bound, Over, Quota
from desk_app.domain.scheme.model.scheme import Scheme

MOST_SUBJECTS = 200
_MOST_LEVELS, _MOST_QUOTAS = 30, 40
_MOST_SPANS = 8
_WHOLE = Fraction(1)
_WHERE = {
    Over.ROUND: "参评的",
    Over.DOMAIN: "一个领域里的",
    Over.PARENT: "一个上级党组织下面的",
    Over.AREA: "一个区域里的",
}
_EACH = {Over.DOMAIN: "每个领域", Over.PARENT: "每个上级党组织下面", Over.AREA: "每个区域"}


def balance(scheme: Scheme) -> Iterator[Problem]:
    """Every finding about shares, counts and ratios."""
    errors = [*_shares(scheme), *_giving_way(scheme), *by_rank(scheme)]
    yield from errors
    yield from _not_whole(scheme)
    yield from _for_each_part(scheme)
    if not errors and len(scheme.levels) <= _MOST_LEVELS and len(scheme.quotas) <= _MOST_QUOTAS:
        yield from _contradictions(scheme)


def _shares(scheme: Scheme) -> Iterator[Problem]:
    counted = [
        *((f"名额“{q.name}”", max(q.share, q.tolerance), q.origin) for q in scheme.quotas),
        *((f"倒排“{tail.name}”", tail.share, tail.origin) for tail in scheme.tails),
        *((f"测评“{poll.name}”的 sample", poll.sample, poll.origin) for poll in scheme.polls),
        *(
            (f"名额“{q.name}”的 by_time", one.share, q.origin)
            for q in scheme.quotas
            for one in q.spells
        ),
    ]
    for what, share, origin in counted:
        if share > _WHOLE:
            yield Problem(origin.line, f"{what}的比例是 {format_rate(share)}，不能超过 100%。")
    for bound, words in ((Bound.ABOUT, "左右"), (Bound.AT_LEAST, "不低于")):
        for over, population in _populations(scheme):
            apart = _apart(
                one
                for one in _binding(scheme)
                if (one.bound, one.over) == (bound, over)
                and of_whom(one) == population
                and one.share <= _WHOLE
            )
            total = sum((one.share for one in apart), Fraction(0))
            if total > _WHOLE:
                sentence = f"各“{words}”名额的比例合计 {format_rate(total)}，超过 100%。"
                yield Problem(apart[-1].origin.line, sentence)
    for least, most in product(_binding(scheme), _binding(scheme)):
        if _opposed(least, most) and least.share > most.share:
            sentence = f"名额“{least.name}”的下限高于“{most.name}”的上限，无法同时做到。"
            yield Problem(least.origin.line, sentence)


def of_whom(one: Quota) -> Population:
    """Of whom a quota speaks; shares of different ones are never added."""
    return (one.domains, one.when)


def _populations(scheme: Scheme) -> list[tuple[Over, Population]]:
    """Every way in which quotas are counted, in the order of the closed list."""
    found = dict.fromkeys((one.over, of_whom(one)) for one in scheme.quotas)
    return sorted(found, key=lambda one: list(Over).index(one[0]))


def _binding(scheme: Scheme) -> list[Quota]:
    """The quotas that ask for something; a target is only looked at."""
    return [one for one in scheme.quotas if not one.target]


def _opposed(least: Quota, most: Quota) -> bool:
    """Whether one asks for at least what the other allows at most, and neither gives way."""
    return (
        (least.bound, most.bound) == (Bound.AT_LEAST, Bound.AT_MOST)
        and not most.count
        and of_whom(least) == of_whom(most)
        and (least.over is most.over or Over.ROUND in {least.over, most.over})
        and set(least.levels) <= set(most.levels)
        and not _settled(least, most)
    )


def _settled(one: Quota, other: Quota) -> bool:
    return one.yields_to == other.name or other.yields_to == one.name


def _apart(quotas: Iterable[Quota]) -> list[Quota]:
    """Those that share no level with an earlier one: only their shares may be added."""
    seen: set[str] = set()
    found = []
    for one in quotas:
        if not seen & set(one.levels):
            seen |= set(one.levels)
            found.append(one)
    return found


def _not_whole(scheme: Scheme) -> Iterator[Problem]:
    """Shares of a list that names every level come to 100 %; the parts of 3:6:1 need not."""
    for over, population in _populations(scheme):
        listed = [
            one
            for one in _binding(scheme)
            if one.bound is Bound.ABOUT
            and one.over is over
            and of_whom(one) == population
            and not one.count
            and not one.ratio
        ]
        total = sum((one.share for one in listed), Fraction(0))
        if listed and total < _WHOLE and _takes_in_all(scheme, listed):
            sentence = (
                f"各“左右”名额包括了所有等次，比例合计却只有 {format_rate(total)}，"
                "不到 100%，请核对。"
            )
            yield hint(listed[-1].origin.line, sentence)


def _takes_in_all(scheme: Scheme, listed: Sequence[Quota]) -> bool:
    """Whether every rung is named, and none twice."""
    levels = [level for one in listed for level in one.levels]
    rungs = {one.name for one in scheme.levels if not one.none}
    return len(levels) == len(set(levels)) and rungs <= set(levels)


def _for_each_part(scheme: Scheme) -> Iterator[Problem]:
    """At least one in each part and at most a share of all: with many parts both cannot hold."""
    for least, most in product(_binding(scheme), _binding(scheme)):
        if (
            _opposed(least, most)
            and least.count
            and least.over is not Over.ROUND
            and most.over is Over.ROUND
        ):
            sentence = (
                f"名额“{least.name}”要求{_EACH[least.over]}不少于 {least.count} 个，"
                f"“{most.name}”要求一共不超过 {format_rate(most.share)}；分得多了就不能同时做到，"
                "请用 yields_to 写明让给哪一个。"
            )
            yield hint(least.origin.line, sentence)


def _giving_way(scheme: Scheme) -> Iterator[Problem]:
    quotas = {one.name: one for one in scheme.quotas}
    for quota in scheme.quotas:
        other = quotas.get(quota.yields_to)
        if other is not None and other.yields_to == quota.name and quota.name < other.name:
            sentence = (
                f"名额“{quota.name}”与“{other.name}”互相写了 yields_to，"
                "只能有一个让步，请删去其中一个。"
            )
            yield Problem(quota.origin.line, sentence)


# --- for every number of subjects ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Edge:
    """``sums[target] <= sums[source] + most``; ``state`` asks for it, or the whole does."""

    source: int
    target: int
    most: int
    state: Allowance | None = None
    low: bool = False


@dataclass(frozen=True, slots=True)
class _Clash:
    """Quotas that cannot hold together: which, and from which side."""

    lows: tuple[str, ...]
    highs: tuple[str, ...]
    whole: bool


def _contradictions(scheme: Scheme) -> Iterator[Problem]:
    for over, population in _populations(scheme):
        clashes: dict[_Clash, list[int]] = {}
        for base in range(1, MOST_SUBJECTS + 1):
            asked = allowances(scheme, over, base, population)
            states = [one for one in asked if not one.quota.target]
            if not states:
                break
            clash = _clash(scheme, states, base)
            if clash is not None:
                clashes.setdefault(clash, []).append(base)
        for clash, bases in clashes.items():
            yield _said(scheme, over, clash, bases)


def _clash(scheme: Scheme, states: list[Allowance], base: int) -> _Clash | None:
    last = len(scheme.levels)
    edges = [_Edge(place, place - 1, 0) for place in range(1, last + 1)]
    edges += [_Edge(0, last, base), _Edge(last, 0, -base, low=True)]
    for state in states:
        edges += _edges(scheme, state)
    circle = _negative_circle(edges, last + 1)
    if circle is None:
        return None
    named = [one for one in circle if one.state is not None]
    return _Clash(
        tuple(sorted({one.state.quota.name for one in named if one.state and one.low})),
        tuple(sorted({one.state.quota.name for one in named if one.state and not one.low})),
        any(one.state is None and one.most for one in circle),
    )


def _edges(scheme: Scheme, state: Allowance) -> Iterator[_Edge]:
    ranks = sorted({scheme.rank(level) for level in state.quota.levels})
    if not ranks or ranks[-1] - ranks[0] >= len(ranks):
        return  # levels with a hole between them are no single difference
    first, end = ranks[0], ranks[-1] + 1
    if state.high is not None:
        yield _Edge(first, end, state.high, state)
    if state.low is not None:
        yield _Edge(end, first, -state.low, state, low=True)


def _negative_circle(edges: list[_Edge], nodes: int) -> list[_Edge] | None:
    """Bellman and Ford: ``None`` where every bound can be kept."""
    sums = [0] * nodes
    through: list[_Edge | None] = [None] * nodes
    changed = -1
    for _ in range(nodes):
        changed = -1
        for edge in edges:
            if sums[edge.source] + edge.most < sums[edge.target]:
                sums[edge.target] = sums[edge.source] + edge.most
                through[edge.target] = edge
                changed = edge.target
        if changed < 0:
            return None
    place = changed
    for _ in range(nodes):
        edge_in = through[place]
        if edge_in is not None:
            place = edge_in.source
    start, circle = place, []
    while (step := through[place]) is not None:
        circle.append(step)
        place = step.source
        if place == start:
            break
    return circle


def _said(scheme: Scheme, over: Over, clash: _Clash, bases: list[int]) -> Problem:
    named = [one for one in scheme.quotas if one.name in (*clash.lows, *clash.highs)]
    names = "、".join(f"“{one.name}”" for one in named)
    always = len(bases) == MOST_SUBJECTS
    when = "不论参评多少个" if always else f"{_WHERE[over]}{scheme.object_name}为 {spans(bases)}时"
    if clash.whole and not clash.lows:
        text = f"{when}，名额{names}的上限加起来不到总数，有人定不了等次；请核对比例或放宽上限。"
    elif clash.whole and not clash.highs:
        text = f"{when}，名额{names}的下限加起来超过总数，不能同时做到；请核对比例。"
    elif len(named) == 1:
        text = f"{when}，名额{names}自己就做不到：下限高于上限。"
    else:
        text = f"{when}，名额{names}不能同时做到；请在其中一个里用 yields_to 写明让给哪一个。"
    line = max(one.origin.line for one in named) if named else 0
    hard = always and not any(one.soft for one in named)
    return Problem(line, text) if hard else hint(line, text)


def spans(numbers: list[int]) -> str:
    """Write whole numbers in order as spans: ``1—9、11、13 个``."""
    found: list[list[int]] = []
    for one in numbers:
        if found and one == found[-1][-1] + 1:
            found[-1].append(one)
        else:
            found.append([one])
    shown = [f"{one[0]}—{one[-1]}" if len(one) > 1 else f"{one[0]}" for one in found]
    return "、".join(shown[:_MOST_SPANS]) + (" 个等" if len(shown) > _MOST_SPANS else " 个")
