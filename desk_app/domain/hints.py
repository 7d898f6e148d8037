"""Who stands beyond a quota's line, by rank, and who is last: hints that move no level."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desk_app.domain.quotas import (
    QuotaState,
    QuotaVerdict,
    SubjectStanding,
    measure,
    parts_for,
    parts_of,
    tail_size,
)
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
        parts = {one.name: parts_for(one, standings) for one in scheme.quotas if one.narrowed}
        alike = {over: parts_of(over, standings) for over in {one.over for one in scheme.quotas}}
        for state in measure(scheme, standings, absent) if measured is None else measured:
            if not state.quota.target:
                within = parts.get(state.quota.name, alike[state.quota.over])
                _beyond(found, scheme, state, within.get(state.part, []))
    for tail in (one for one in scheme.tails if not one.level):
        for subject_id, text in last_ones(scheme, tail, standings).items():
            _add(found, subject_id, text)
    for one in standings:
        if one.asked:
            _add(found, one.subject_id, f"同分，是否定为{one.asked}请会议确定")
    return found


def _beyond(
    found: dict[int, str], scheme: Scheme, state: QuotaState, members: Sequence[SubjectStanding]
) -> None:
    """Name those beyond the line of one quota among the members of the part that it counts."""
    bottom = scheme.lowest in state.quota.levels
    if any(one.asked in state.quota.levels for one in members if one.asked):
        return  # whoever the committee names of the tied fills the place
    match state.verdict:
        case QuotaVerdict.OVER if state.high is not None:
            holders = [one for one in members if one.level in state.quota.levels and not one.barred]
            allowed = state.high - (state.held - len(holders))
            _mark(found, state, holders, max(allowed, 0), from_top=not bottom)
        case QuotaVerdict.UNDER if state.low is not None:
            outside = [
                one
                for one in members
                if one.level is not None
                and not one.barred
                and _outside(scheme, state.quota, one.level, bottom)
            ]
            _mark_near(found, state, outside, state.low - state.held, from_top=not bottom)
        case _:
            pass


def last_ones(scheme: Scheme, tail: Tail, standings: Sequence[SubjectStanding]) -> dict[int, str]:
    """The lowest ranked (倒排), with everybody who ties with the last of them."""
    found = {}
    for members in parts_for(tail, standings).values():
        counted = tail_size(scheme, tail, members)
        graded = [one for one in members if one.level is not None and not one.barred]
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
    edge: Decimal | None = ranked[allowed - 1][1].points if allowed else None
    order = "由高到低" if from_top else "由低到高"
    words = state.words()
    for number, (place, one) in enumerate(ranked, start=1):
        tied = edge is not None and one.points == edge
        if number > allowed:
            tie = "，与线上末位同分" if tied else ""
            text = f"名额线外，按得分{order}排第 {place}{tie}（{words}）"
        elif tied and ranked[allowed][1].points == edge:
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
    ranked = _ranked(outside, from_top=from_top)
    if not ranked:
        return
    order = "由高到低" if from_top else "由低到高"
    words = state.words()
    edge = ranked[min(lacking, len(ranked)) - 1][1].points
    near = [(place, one) for place, one in ranked[:lacking] if one.points != edge]
    equal = [(place, one) for place, one in ranked if one.points == edge]
    for place, one in (*near, *equal):
        tie = "，几个同分" if one.points == edge and len(near) + len(equal) > lacking else ""
        text = f"最接近名额线，线外按得分{order}排第 {place}{tie}（{words}）"
        _add(found, one.subject_id, text)


def _ranked(
    standings: list[SubjectStanding], *, from_top: bool
) -> list[tuple[int, SubjectStanding]]:
    """Subjects by rank, those with equal totals on one place."""
    ordered = sorted(standings, key=lambda one: -one.points if from_top else one.points)
    found: list[tuple[int, SubjectStanding]] = []
    for number, one in enumerate(ordered, start=1):
        same = bool(found) and found[-1][1].points == one.points
        found.append((found[-1][0] if same else number, one))
    return found


def _add(found: dict[int, str], subject_id: int, text: str) -> None:
    found[subject_id] = f"{found[subject_id]}；{text}" if subject_id in found else text
