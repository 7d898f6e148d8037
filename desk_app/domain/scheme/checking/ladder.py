"""The ladder: bands in its order, rungs that nothing leads to, limits that can never bite."""

from collections.abc import Callable, Iterator
from functools import partial

from desk_app.domain.points import format_points
from desk_app.domain.scheme.checking.coverage import reachable, scale, stars_of
from desk_app.domain.scheme.checking.logic import Never, impossible, pointless
from desk_app.domain.scheme.checking.uses import Asker, conditions
from desk_app.domain.scheme.model.levels import Limit, LimitKind, Measure
from desk_app.domain.scheme.model.problems import Problem, hint
from desk_app.domain.scheme.model.scheme import OLDEST_FORMAT, Scheme


def ladder(scheme: Scheme) -> Iterator[Problem | Never]:
    """Every finding about levels, bands and limits beyond gaps and overlaps."""
    yield from _order(scheme)
    yield from _bands_out_of_reach(scheme)
    start = _first_ranks(scheme)
    yield from _unreached(scheme, start)
    yield from _toothless(scheme, start)
    yield from _never(scheme)


def _order(scheme: Scheme) -> Iterator[Problem]:
    ranks = [scheme.rank(band.level) for band in scheme.bands]
    for position in range(1, len(ranks)):
        upper, lower = scheme.bands[position - 1], scheme.bands[position]
        if ranks[position] < ranks[position - 1]:
            sentence = (
                f"档次“{lower.level}”写在“{upper.level}”后面，但它的等次更高；"
                "档次应像等次一样从高到低写。"
            )
            yield Problem(lower.origin.line, sentence)
        elif _lower_points(scheme, position):
            sentence = f"档次“{lower.level}”的分数高于写在它前面的“{upper.level}”，请核对。"
            yield Problem(lower.origin.line, sentence)
    nones = [one for one in scheme.levels if one.none]
    if scheme.format > OLDEST_FORMAT:
        yield from _two_kinds(scheme)
    elif nones and (len(nones) > 1 or not scheme.levels[-1].none):
        sentence = "表示“不定等次”的等次（none = true）只能有一个，并且排在最后。"
        yield Problem(nones[0].origin.line, sentence)


def _two_kinds(scheme: Scheme) -> Iterator[Problem]:
    """At most one rung of each kind of "no level": the one outside the ladder last."""
    kinds = [(one.none, one.outside) for one in scheme.levels]
    nones = [one for one in scheme.levels if one.none]
    if kinds != sorted(kinds) or len({(one.none, one.outside) for one in nones}) < len(nones):
        sentence = (
            'none = "below"（低于最低一级）和 none = "outside"（不在等次之内）的等次各只能有一个，'
            "排在最后，不在等次之内的排在最末。"
        )
        yield Problem(nones[0].origin.line, sentence)
    for band in scheme.bands:
        if band.level in scheme.off_ladder:
            sentence = f"档次“{band.level}”不在等次之内，不能由得分得出；可用限定的 disqualify。"
            yield Problem(band.origin.line, sentence)


def _lower_points(scheme: Scheme, position: int) -> bool:
    upper, lower = scheme.bands[position - 1].range, scheme.bands[position].range
    if lower.low is None or upper.low is None:
        return upper.low is None and lower.low is not None
    return lower.low > upper.low


def _bands_out_of_reach(scheme: Scheme) -> Iterator[Problem]:
    on = scale(scheme)
    for band in scheme.bands:
        if not reachable(band, on):
            high = "" if on.high is None else f"，最高 {format_points(on.high)} {on.unit}"
            low = f"最低 {format_points(on.low)} {on.unit}"
            sentence = f"档次“{band.level}”（{band.range.words(on.unit)}）达不到：{low}{high}。"
            yield hint(band.origin.line, sentence)
    if scheme.bands and scheme.bands[-1].requires is not None:
        sentence = (
            f"档次“{scheme.bands[-1].level}”是最低的一档，下面没有别的档，它的 requires 不起作用。"
        )
        yield hint(scheme.bands[-1].origin.line, sentence)
    if scheme.measure is not Measure.STARS or not scheme.bands:
        return
    highest = scheme.bands[0]
    for group in scheme.domains:
        there, needed = stars_of(scheme, group.name), highest.range.low
        if needed is not None and there < needed:
            sentence = f"领域“{group.name}”只有 {there} 颗星，评不上“{highest.level}”。"
            yield hint(group.origin.line, sentence)


def _first_ranks(scheme: Scheme) -> set[int]:
    """The rungs at which a subject can stand before any limit."""
    if scheme.measure is Measure.OPINION:
        return set(range(len(scheme.levels)))
    on = scale(scheme)
    found = {scheme.rank(one.level) for one in scheme.bands if reachable(one, on)}
    assigned = {scheme.rank(level) for one in scheme.ranked_quotas for level in one.levels}
    if scheme.ranks_all:
        found |= {*assigned, scheme.rank(scheme.ranks_all)}
    elif found & assigned:
        found |= {scheme.rank(scheme.next_rung(one)) for one in scheme.ranked_quotas}
    return found


def _moves(scheme: Scheme) -> list[tuple[Limit, Callable[[int], int | None]]]:
    """Every limit with what it makes of a rung, as `grading.limited` does it by name."""
    places = {one.name: place for place, one in enumerate(scheme.levels)}
    last = scheme.bottom_rank
    found: list[tuple[Limit, Callable[[int], int | None]]] = []
    for limit in scheme.limits:
        to = places.get(limit.level)
        match limit.kind:
            case LimitKind.CAP if to is not None:
                found.append((limit, partial(max, to)))
            case LimitKind.DEMOTE:
                found.append((limit, partial(_lower, limit.by, last)))
            case _:
                found.append((limit, partial(_always, to)))
    return found


def _lower(by: int, last: int, rank: int) -> int:
    return max(rank, min(rank + by, last))


def _always(to: int | None, _rank: int) -> int | None:
    return to


def _unreached(scheme: Scheme, start: set[int]) -> Iterator[Problem]:
    moves = _moves(scheme)
    found, fresh = set(start), set(start)
    while fresh:
        after = {move(rank) for _, move in moves for rank in fresh}
        fresh = {one for one in after if one is not None} - found
        found |= fresh
    found |= {scheme.rank(one.level) for one in scheme.tails if one.level}
    for position, level in enumerate(scheme.levels):
        if position not in found and start:
            sentence = f"等次“{level.name}”没有档次，也没有限定会落到它，只能由会议另行确定。"
            yield hint(level.origin.line, sentence)


def _toothless(scheme: Scheme, start: set[int]) -> Iterator[Problem]:
    for limit, move in _moves(scheme):
        if limit.kind is LimitKind.DISQUALIFY:
            if limit.level and not scheme.level(limit.level).none:
                sentence = (
                    f"限定“{limit.name}”取消资格后按“{limit.level}”，"
                    f"而“{limit.level}”没有写 none = true（不定等次），请核对。"
                )
                yield hint(limit.origin.line, sentence)
        elif start and all(move(rank) == rank for rank in start):
            yield hint(limit.origin.line, _why_toothless(scheme, limit, start))


def _why_toothless(scheme: Scheme, limit: Limit, start: set[int]) -> str:
    highest = scheme.levels[min(start)].name
    match limit.kind:
        case LimitKind.CAP:
            why = f"最高定为“{limit.level}”，而能评到的最高等次就是“{highest}”"
        case LimitKind.FORCE:
            why = f"直接定为“{limit.level}”，而本来就都是“{highest}”"
        case _:
            why = f"降低 {limit.by} 个等次，而本来就都是最低的“{highest}”"
    return f"限定“{limit.name}”{why}，永远不起作用。"


def _never(scheme: Scheme) -> Iterator[Problem | Never]:
    for use in conditions(scheme):
        if why := impossible(scheme, use.condition):
            yield Never(use.origin.line, use.what, why)
        elif use.asker is not Asker.CONSEQUENCE and pointless(scheme, use.condition):
            yield hint(use.origin.line, f"{use.what}的条件总是成立，请核对比较的数字。")
