"""按排名定等次、末位定级: a whole round, from its rows to everybody's level."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.oracle.paper import Plan, Row, Table, share, whole
from tests.oracle.rungs import Graded, graded
from tests.oracle.shares import Places, base_of, measured, parts, quotas, speaks_of


@dataclass(frozen=True)
class Round:
    """Everybody who takes part, with the quotas."""

    everybody: tuple[Graded, ...]
    quotas: tuple[Places, ...]


def round_of(plan: Plan, rows: Sequence[Row]) -> Round:
    """Grade a round as the documentation says."""
    absent = sum(not one.takes_part for one in rows)
    present = [one for one in rows if one.takes_part]
    everybody = [graded(plan, one) for one in present]
    assigning = [one for one in quotas(plan) if one.get("assign")]
    assigning.sort(key=lambda one: plan.rank(one["levels"][0]))
    rest = next((one["rest"] for one in assigning if one.get("rest")), None)
    if assigning and (rest is not None or not plan.newer):
        away = absent if plan.newer else 0  # format 1 ranks without them
        everybody = _all_ranked(plan, everybody, assigning, rest, away)
    elif assigning:
        _one_ranked(plan, everybody, assigning, absent)
    for tail in plan.many("tails"):
        if "level" in tail:
            for members in parts(plan, tail, everybody).values():
                _sink(plan, tail, members)
    return Round(tuple(everybody), tuple(measured(plan, everybody, absent)))


def _places(plan: Plan, everybody: Sequence[Graded], quota: Table, absent: int) -> dict[str, int]:
    """Part → how many places a quota has there; many where it is lifted."""
    return {
        one.part: len(everybody) if one.high is None else one.high
        for one in measured(plan, everybody, absent)
        if one.quota == quota["name"]
    }


def _must(plan: Plan, quota: Table, part: str, everybody: Sequence[Graded], absent: int) -> int:
    """How many of the quota's level there must be at least (“至少一名”), in the same part."""
    names = {
        one["name"]
        for one in quotas(plan)
        if list(one["levels"]) == quota["levels"]
        and all(one.get(key) == quota.get(key) for key in ("domains", "when"))
        and one.get("over", "round") == quota.get("over", "round")
        and not one.get("target")
    }
    found = [
        one.low
        for one in measured(plan, everybody, absent)
        if one.quota in names and one.part == part and one.low
    ]
    return max(found, default=0)


def _all_ranked(
    plan: Plan, alone: list[Graded], assigning: list[Table], rest: str | None, absent: int
) -> list[Graded]:
    """所有参评的从高到低排名: the rank's level stands where the band would.

    Only those of whom a quota speaks; who waits or is out is not ranked.
    """
    ranked = _by_rank(plan, alone, assigning, absent)
    if rest is None:  # format 1
        rest = plan.levels[min(plan.rank(assigning[-1]["levels"][0]) + 1, plan.lowest)]
    found = []
    for one in alone:
        spoken_of = any(speaks_of(plan, quota, one.row) for quota in assigning)
        level = ranked.get(one.row.key, rest)
        if not _may_be_ranked(plan, one) or not spoken_of:
            found.append(one)
        elif level is None:
            found.append(Graded(one.row, one.sum, None, one.stars, asked=True))
        else:
            found.append(graded(plan, one.row, level))
    return found


def _by_rank(
    plan: Plan, alone: list[Graded], assigning: list[Table], absent: int
) -> dict[int, str | None]:
    """取完一个名额再取下一个: whom a quota takes; ``None`` where the meeting is asked."""
    ranked: dict[int, str | None] = {}
    owed: list[tuple[Table, Graded, int]] = []
    able = [one for one in alone if _may_be_ranked(plan, one)]
    for at, quota in enumerate(assigning):
        below = assigning[at + 1] if at + 1 < len(assigning) else {}
        for part, places in _places(plan, alone, quota, absent).items():
            members = parts(plan, quota, able).get(part, [])
            size = places - sum(by for to, one, by in owed if to is quota and one in members)
            left = [one for one in members if one.row.key not in ranked]
            least = _must(plan, quota, part, alone, absent) if plan.newer else 0
            seats = _seated(left, max(size, 0), least, quota.get("ties", "lower"))
            for one, what in seats:
                if what != "out":
                    ranked[one.row.key] = quota["levels"][0] if what == "in" else None
            owed += _left_over(below, seats, size)
    return ranked


def _may_be_ranked(plan: Plan, one: Graded) -> bool:
    if one.waits or (one.level is None and not plan.newer):
        return False
    return not plan.newer or not (one.out or one.level == plan.outside)


def _left_over(
    below: Table, seats: Sequence[tuple[Graded, str]], size: int
) -> list[tuple[Table, Graded, int]]:
    """The tied who will not be named come to the next level: their places there are kept."""
    asked = [one for one, what in seats if what == "ask"]
    better = sum(what == "in" for _, what in seats)
    return [(below, asked[0], len(asked) - (size - better))] if asked and below else []


def _one_ranked(plan: Plan, everybody: list[Graded], assigning: list[Table], absent: int) -> None:
    """只有这个等次按排名: who has no place there comes to the next rung."""
    owed: list[tuple[Table, Graded, int]] = []
    sizes = [_places(plan, everybody, quota, absent) for quota in assigning]
    musts = [
        {part: _must(plan, quota, part, everybody, absent) for part in places}
        for quota, places in zip(assigning, sizes, strict=True)
    ]
    for quota, places, must in zip(assigning, sizes, musts, strict=True):
        level = quota["levels"][0]
        below = plan.levels[min(plan.rank(level) + 1, plan.lowest)]
        after = next((one for one in assigning if one["levels"] == [below]), {})
        for part, size in places.items():
            within = parts(plan, quota, everybody).get(part, [])
            taken = sum(by for to, one, by in owed if to is quota and one in within)
            members = [one for one in within if one.level == level and _may_be_ranked(plan, one)]
            if len(members) <= size - taken:
                continue
            ties = quota.get("ties", "lower")
            seats = _seated(members, max(size - taken, 0), must[part], ties)
            for one, what in seats:
                if what == "out":
                    one.level = below
                elif what == "ask":
                    one.level, one.asked = None, True
            owed += _left_over(after, seats, size - taken)


def _seated(
    members: Sequence[Graded], size: int, least: int, ties: str
) -> list[tuple[Graded, str]]:
    """Who of the members has one of the places: in, out, or the meeting is asked."""
    found = []
    for one in members:
        better = sum(other.points > one.points for other in members)
        equal = sum(other.points == one.points for other in members)
        if better + equal <= size:
            what = "in"
        elif better >= size:
            what = "out"
        elif ties == "ask" or better < least:
            what = "ask"
        else:
            what = "in" if ties == "higher" else "out"
        found.append((one, what))
    return found


def _sink(plan: Plan, tail: Table, members: Sequence[Graded]) -> None:
    """末位定级: the last ones become a level; who is that low already stays."""
    size = tail.get("count")
    if size is None:
        exact = share(tail["share"]) * base_of(plan, members, 0)
        size = whole(tail.get("rounding", "floor"), exact)
    within = tail.get("levels", plan.levels)
    counted = [one for one in members if one.level in within and _may_be_ranked(plan, one)]
    at = plan.rank(tail["level"])
    low = {id(one) for one in counted if one.level and plan.rank(one.level) >= at}
    moved: list[tuple[Graded, str | None]] = []
    for one in counted:
        worse = sum(other.points < one.points for other in counted)
        equal = [other for other in counted if other.points == one.points]
        left = size - worse - sum(id(other) in low for other in equal)
        open_ = sum(id(other) not in low for other in equal)
        if id(one) in low or worse >= size or left <= 0:
            continue
        ties = tail.get("ties", "ask")
        if left >= open_ or ties == "lower":
            moved.append((one, tail["level"]))
        elif ties == "ask":
            moved.append((one, None))
    for one, level in moved:
        one.level, one.asked = level, level is None
