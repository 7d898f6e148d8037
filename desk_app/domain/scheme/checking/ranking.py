"""Levels that go by rank: whether it is clear who is ranked, and what becomes of the rest."""

from collections.abc import Iterator

from desk_app.domain.scheme.model.levels import Measure
from desk_app.domain.scheme.model.problems import Problem, hint
from desk_app.domain.scheme.model.rounds import Bound, Quota
from desk_app.domain.scheme.model.scheme import OLDEST_FORMAT, Scheme


def by_rank(scheme: Scheme) -> Iterator[Problem]:
    """Every finding about quotas and tails that give levels; hints where only ranks are lost."""
    assigning = [one for one in scheme.quotas if one.assign]
    for quota in assigning:
        if len(quota.levels) > 1:
            sentence = f"名额“{quota.name}”按排名定等次，levels 里只能写一个等次。"
            yield Problem(quota.origin.line, sentence)
        if quota.over is not assigning[0].over:
            sentence = (
                f"名额“{quota.name}”与“{assigning[0].name}”都按排名定等次，"
                "over（在多大范围内排名）应相同。"
            )
            yield Problem(quota.origin.line, sentence)
    if scheme.format == OLDEST_FORMAT:
        yield from _bands_replaced(scheme)
        return
    for quota in assigning:
        if why := _no_places(scheme, quota):
            yield Problem(quota.origin.line, f"名额“{quota.name}”{why}")
    yield from _rest(scheme)
    yield from _tails(scheme)


def _bands_replaced(scheme: Scheme) -> Iterator[Problem]:
    """In a text of format 1 ranks replace all bands: said where bands look as if they held."""
    if not scheme.ranked_quotas or not _dead_bands(scheme):
        return
    sentence = (
        f"写了 assign，所有参评的都按排名定等次，名额排不上的一律为“{scheme.ranks_all}”，"
        "档次和它们的 requires 都不起作用；只想让写了 assign 的等次按排名、其余仍按档次的，"
        "请把开头的 format 改成 2。"
    )
    yield hint(scheme.ranked_quotas[-1].origin.line, sentence)


def _dead_bands(scheme: Scheme) -> bool:
    """Whether a reader of the bands would be misled: by points, or with what they ask for."""
    lowest = scheme.levels[-1].name in scheme.ranked_quotas[-1].levels
    by_points = scheme.measure is Measure.POINTS and bool(scheme.bands)
    return lowest or by_points or any(one.requires is not None for one in scheme.bands)


def _no_places(scheme: Scheme, quota: Quota) -> str:
    """Why nobody could be ranked for the places of a quota; "" where it is clear who is."""
    if quota.bound is Bound.AT_LEAST:
        return (
            "是“不少于”，不能按排名取用名额；末位的定为某一等次，请写 [[tails]]，"
            "用 level 写明等次；至少要有几个的，写在另一个不写 assign 的名额里。"
        )
    if any(level in scheme.off_ladder for level in quota.levels):
        return "的等次不在等次之内，不能按排名定。"
    if not quota.rest and any(scheme.rank(one) >= scheme.bottom_rank for one in quota.levels):
        return (
            "是最低的等次，没有名额的无处可归；末位的定为这一等次，"
            "请写 [[tails]]，用 level 写明等次。"
        )
    return ""


def _rest(scheme: Scheme) -> Iterator[Problem]:
    """One level takes in all for whom there is no place, and it lies below those of the places."""
    resting = [one for one in scheme.ranked_quotas if one.rest]
    if not resting:
        return
    line = resting[0].origin.line
    if len(resting) > 1 or resting[0] is not scheme.ranked_quotas[-1]:
        lowest = scheme.ranked_quotas[-1].name
        sentence = f"rest（排不上的定为什么）只写一处，写在等次最低的一条“{lowest}”里。"
        yield Problem(line, sentence)
    places = [level for one in scheme.ranked_quotas for level in one.levels]
    for one in resting:
        if scheme.rank(one.rest) <= max(map(scheme.rank, places)):
            sentence = f"名额“{one.name}”的 rest“{one.rest}”应低于按排名定的各个等次。"
            yield Problem(one.origin.line, sentence)
    for band in (one for one in scheme.bands if one.requires is not None):
        sentence = (
            f"名额“{resting[0].name}”写了 rest，所有参评的都按排名定，"
            f"档次“{band.level}”的 requires 不起作用；请删去 rest 或 requires。"
        )
        yield Problem(band.origin.line, sentence)


def _tails(scheme: Scheme) -> Iterator[Problem]:
    for tail in (one for one in scheme.tails if one.level):
        if tail.level in scheme.off_ladder:
            sentence = f"倒排“{tail.name}”定为的“{tail.level}”不在等次之内，不能按排名定。"
            yield Problem(tail.origin.line, sentence)
        elif tail.levels and all(
            scheme.rank(one) >= scheme.rank(tail.level) for one in tail.levels
        ):
            sentence = (
                f"倒排“{tail.name}”只在{'、'.join(tail.levels)}里取，"
                f"本来就不高于“{tail.level}”，永远不起作用。"
            )
            yield hint(tail.origin.line, sentence)
