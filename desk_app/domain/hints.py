"""Who stands beyond a quota's line, by rank, and who is last: hints that move no level."""

from collections.abc import Sequence
from math import floor
from typing import TYPE_CHECKING

from desk_app.domain.quotas import QuotaState, QuotaVerdict, SubjectStanding, measure, parts_of
from desk_app.domain.scheme.model.levels import Measure
from desk_app.domain.scheme.model.rounds import Quota, Tail
from desk_app.domain.scheme.model.scheme import Scheme

if TYPE_CHECKING:
    from decimal import Decimal


def hints(
    scheme: Scheme,
    standings: Sequence[SubjectStanding],
    absent: int = 0,
    measured: Sequence[QuotaState] | None = None,
) -> dict[int, str]:
    """Name those beyond a quota's line, by rank of points, ties marked (名额提示).

    Over the line at the top of the ladder the lowest totals are named; where the quota holds
    the lowest level, the highest. Under it, those nearest to it from outside are named. A
    hint is only a hint: levels stay as they are. Where levels go by opinion there is no rank,
    and nobody is named. ``measured`` are the quotas where the caller has measured them already.
    """
    found: dict[int, str] = {}
    if scheme.measure is not Measure.OPINION:
        parts = {over: parts_of(over, standings) for over in {one.over for one in scheme.quotas}}
        for state in measure(scheme, standings, absent) if measured is None else measured:
            if not state.quota.target:
                _beyond(found, scheme, state, parts[state.quota.over].get(state.part, []))
    for tail in scheme.tails:
        for subject_id, text in last_ones(tail, standings).items():
            _add(found, subject_id, text)
    return found


def _beyond(
    found: dict[int, str], scheme: Scheme, state: QuotaState, members: Sequence[SubjectStanding]
) -> None:
    """Name those beyond the line of one quota among the members of the part that it counts."""
    bottom = scheme.levels[-1].name in state.quota.levels
    match state.verdict:
        case QuotaVerdict.OVER if state.high is not None:
            holders = [one for one in members if one.level in state.quota.levels]
            _mark(found, state, holders, state.high, from_top=not bottom)
        case QuotaVerdict.UNDER if state.low is not None:
            outside = [
                one
                for one in members
                if one.level is not None and _outside(scheme, state.quota, one.level, bottom)
            ]
            _mark_near(found, state, outside, state.low - state.held, from_top=not bottom)
        case _:
            pass


def last_ones(tail: Tail, standings: Sequence[SubjectStanding]) -> dict[int, str]:
    """The lowest ranked (倒排), with everybody who ties with the last of them."""
    found = {}
    for members in parts_of(tail.over, standings).values():
        counted = tail.count or floor(tail.share * len(members))
        graded = [one for one in members if one.level is not None]
        ranked = sorted(
            (one for one in graded if not tail.levels or one.level in tail.levels),
            key=lambda one: one.points,
        )
        if not counted or not ranked:
            continue
        edge = ranked[min(counted, len(ranked)) - 1].points
        for place, one in enumerate(ranked, start=1):
            if one.points > edge:
                break
            tie = "，与末位线同分" if place > counted else ""
            duty = f"：{tail.duty}" if tail.duty else ""
            found[one.subject_id] = f"{tail.name}，按得分倒排第 {place}{tie}{duty}"
    return found


def _outside(scheme: Scheme, quota: Quota, level: str, bottom: bool) -> bool:
    """Whether a holder of ``level`` could come into the quota by moving towards it."""
    ranks = [scheme.rank(one) for one in quota.levels]
    return scheme.rank(level) < min(ranks) if bottom else scheme.rank(level) > max(ranks)


def _mark(
    found: dict[int, str],
    state: QuotaState,
    holders: list[SubjectStanding],
    allowed: int,
    *,
    from_top: bool,
) -> None:
    ranked = _ranked(holders, from_top=from_top)
    edge: Decimal | None = ranked[allowed - 1].points if allowed else None
    order = "由高到低" if from_top else "由低到高"
    words = state.words()
    for place, one in enumerate(ranked, start=1):
        tied = edge is not None and one.points == edge
        if place > allowed:
            tie = "，与线上末位同分" if tied else ""
            text = f"名额线外，按得分{order}排第 {place}{tie}（{words}）"
        elif tied and ranked[allowed].points == edge:
            text = f"名额线上，按得分{order}排第 {place}，与线外同分（{words}）"
        else:
            continue
        _add(found, one.subject_id, text)


def _mark_near(
    found: dict[int, str],
    state: QuotaState,
    outside: list[SubjectStanding],
    lacking: int,
    *,
    from_top: bool,
) -> None:
    order = "由高到低" if from_top else "由低到高"
    words = state.words()
    for place, one in enumerate(_ranked(outside, from_top=from_top)[:lacking], start=1):
        text = f"最接近名额线，线外按得分{order}排第 {place}（{words}）"
        _add(found, one.subject_id, text)


def _ranked(standings: list[SubjectStanding], *, from_top: bool) -> list[SubjectStanding]:
    return sorted(standings, key=lambda one: -one.points if from_top else one.points)


def _add(found: dict[int, str], subject_id: int, text: str) -> None:
    found[subject_id] = f"{found[subject_id]}；{text}" if subject_id in found else text
