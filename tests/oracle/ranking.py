"""按排名定等次、末位定级: a whole round, from its rows to everybody's level."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tests.oracle.paper import Plan, Row, Table, share, whole
from tests.oracle.rungs import Graded, graded
from tests.oracle.shares import Places, base_of, measured, parts, quotas


@dataclass(frozen=True)
class Round:
    """Everybody who takes part, with the quotas."""

    everybody: tuple[Graded, ...]
    quotas: tuple[Places, ...]


def round_of(text: str, rows: Sequence[Row]) -> Round:
    """Grade a round as the documentation says."""
    plan = Plan(text)
    absent = sum(not one.takes_part for one in rows)
    present = [one for one in rows if one.takes_part]
    everybody = [graded(plan, one) for one in present]
    assigning = [one for one in quotas(plan) if one.get("assign")]
    rest = next((one["rest"] for one in assigning if one.get("rest")), None)
    if assigning and (rest is not None or not plan.newer):
        everybody = _all_ranked(plan, everybody, assigning, rest, absent)
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


def _must(plan: Plan, level: str, part: str, everybody: Sequence[Graded], absent: int) -> int:
    """How many of a level there must be at least (“至少一名”)."""
    names = {one["name"] for one in quotas(plan) if list(one["levels"]) == [level]}
    found = [
        one.low
        for one in measured(plan, everybody, absent)
        if one.quota in names and one.low and one.part in {part, ""}
    ]
    return max(found, default=0)


def _all_ranked(
    plan: Plan, alone: list[Graded], assigning: list[Table], rest: str | None, absent: int
) -> list[Graded]:
    """所有参评的从高到低排名: the rank's level stands where the band would."""
    ranked: dict[int, str | None] = {}
    left = [one for one in alone if not one.out and not one.waits]
    for quota in assigning:
        level = quota["levels"][0]
        for part, size in _places(plan, alone, quota, absent).items():
            members = parts(plan, quota, left).get(part, [])
            least = _must(plan, level, part, alone, absent) if plan.newer else 0
            for one, what in _seated(members, size, least, quota.get("ties", "lower")):
                if what != "out":
                    ranked[one.row.key] = level if what == "in" else None
        left = [one for one in left if one.row.key not in ranked]
    if rest is None:  # format 1
        rest = plan.levels[plan.rank(assigning[-1]["levels"][0]) + 1]
    ranked.update({one.row.key: rest for one in left})
    found = []
    for one in alone:
        if one.row.key not in ranked:
            found.append(one)
        elif (level_by_rank := ranked[one.row.key]) is None:
            found.append(Graded(one.row, one.sum, None, one.stars, asked=True))
        else:
            found.append(graded(plan, one.row, level_by_rank))
    return found


def _one_ranked(
    plan: Plan, everybody: list[Graded], assigning: list[Table], absent: int
) -> None:
    """只有这个等次按排名: who has no place there comes to the next rung."""
    for quota in sorted(assigning, key=lambda one: plan.rank(one["levels"][0])):
        level = quota["levels"][0]
        for part, size in _places(plan, everybody, quota, absent).items():
            members = [one for one in parts(plan, quota, everybody).get(part, []) if one.level == level]
            if len(members) <= size:
                continue
            least = _must(plan, level, part, everybody, absent)
            for one, what in _seated(members, size, least, quota.get("ties", "lower")):
                if what == "out":
                    one.level = plan.levels[plan.rank(level) + 1]
                elif what == "ask":
                    one.level, one.asked = None, True


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
    counted = [one for one in members if one.level in within and one.level != plan.outside]
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


def shown(found: Graded) -> Fraction:
    """The total as it is shown."""
    return found.sum.shown
