"""名额: how many of which part of the round are allowed, and how many there are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from tests.oracle.asking import Known, holds
from tests.oracle.paper import Plan, Row, Table, share, whole
from tests.oracle.rungs import Graded


@dataclass(frozen=True)
class Places:
    """One quota in one part: ``None`` where nothing bounds it."""

    quota: str
    part: str
    held: int
    base: int
    low: int | None
    high: int | None


Counter = Callable[[str], int]
"""How many of a part do not take part, where they count in the base all the same."""


def quotas(plan: Plan) -> list[Table]:
    """The quotas one by one: a ratio is as many as it has figures."""
    found = []
    for one in plan.many("quotas"):
        if "ratio" not in one:
            found.append(one)
            continue
        ratio = one["ratio"].replace("：", ":")
        figures = ratio.split(":")
        head = one.get("name", ratio)
        for at, levels in enumerate(one["levels"]):
            name = f"{head}·{'、'.join(levels)}"
            found.append({**one, "levels": levels, "name": name, "at": at, "figures": figures})
    return found


def speaks_of(plan: Plan, rule: Table, row: Row) -> bool:
    """Whether a quota or a tail counts a row at all."""
    if "domains" in rule and plan.domain_of(row) not in rule["domains"]:
        return False
    return "when" not in rule or holds(rule["when"], Known(plan, row))


def part_of(plan: Plan, rule: Table, row: Row) -> str:
    """The part of the round in which a row counts."""
    over = rule.get("over", "round")
    if over == "domain":
        return plan.domain_of(row)
    if over == "round":
        return ""
    return str(row.registry.get("上级" if over == "parent" else "区域", ""))


def parts(plan: Plan, rule: Table, everybody: Sequence[Graded]) -> dict[str, list[Graded]]:
    """Everybody of whom a rule speaks, by the part in which they count together."""
    found: dict[str, list[Graded]] = {} if rule.get("over", "round") != "round" else {"": []}
    for one in everybody:
        if speaks_of(plan, rule, one.row):
            found.setdefault(part_of(plan, rule, one.row), []).append(one)
    return found


def base_of(plan: Plan, members: Sequence[Graded], absent: int) -> int:
    """取消资格、不定级的 do not count, unless it is said; format 1 counts them all."""
    absent = absent if plan.subjects.get("absent_in_base") else 0
    if not plan.newer or plan.subjects.get("out_in_base"):
        return len(members) + absent
    return absent + sum(not is_outside(plan, one) for one in members)


def is_outside(plan: Plan, one: Graded) -> bool:
    """Without any rung of the ladder."""
    return (one.out and one.level is None) or (one.level is not None and one.level == plan.outside)


def bounds(
    plan: Plan, quota: Table, base: int, year: int, month: int
) -> tuple[int | None, int | None]:
    """From how many to how many, before quotas yield to each other."""
    if "figures" in quota:
        taken = by_ratio([Fraction(one) for one in quota["figures"]], base)[quota["at"]]
        return taken, taken
    kind = next(one for one in ("at_most", "at_least", "about") if one in quota)
    size: Any = quota[kind]
    for rule in quota.get("by_time", []):
        if month in rule.get("months", [month]) and year in rule.get("years", [year]):
            if rule.get("lifted"):
                return None, None
            size = rule["size"]
            break
    if isinstance(size, int):
        exact, rounding = Fraction(size), "floor"
    else:
        exact = share(size) * base
        rounding = quota.get("rounding", "ceil" if kind == "at_least" else "floor")
    if kind == "at_most":
        return None, whole(rounding, exact)
    if kind == "at_least":
        return whole(rounding, exact), None
    if "rounding" in quota and not isinstance(size, int) and "tolerance" not in quota:
        return whole(rounding, exact), whole(rounding, exact)
    slack = share(quota.get("tolerance", "0%")) * base
    return about(exact, slack)


def about(exact: Fraction, slack: Fraction) -> tuple[int, int]:
    """左右: the whole numbers within the slack; where there is none, the two beside it."""
    low, high = ceil(exact - slack), floor(exact + slack)
    return (max(low, 0), high) if low <= high else (floor(exact), ceil(exact))


def by_ratio(figures: Sequence[Fraction], base: int) -> list[int]:
    """Whole parts first; what is left goes to the largest fractions."""
    exact = [one * base / sum(figures) for one in figures]
    taken = [floor(one) for one in exact]
    order = sorted(range(len(figures)), key=lambda at: (floor(exact[at]) - exact[at], at))
    for at in order[: base - sum(taken)]:
        taken[at] += 1
    return taken


def measured(plan: Plan, everybody: Sequence[Graded], absent: int) -> list[Places]:
    """Every quota in every part, once those that yield have yielded."""
    year, month = when(everybody)
    found: list[tuple[Table, Places]] = []
    for quota in quotas(plan):
        groups = parts(plan, quota, everybody)
        if quota.get("over") == "domain" and isinstance(quota.get("at_least"), int):
            names = [one["name"] for one in plan.many("domains")]
            for name in names:
                if name in quota.get("domains", names):
                    groups.setdefault(name, [])
        for part, members in groups.items():
            whole = quota.get("over", "round") == "round"
            # Of whom a quota with 领域 or a condition speaks is known of those who take part.
            more = absent if whole and not quota.keys() & {"domains", "when"} else 0
            base = base_of(plan, members, more)
            held = sum(one.level in quota["levels"] for one in members)
            low, high = bounds(plan, quota, base, year, month)
            found.append((quota, Places(quota["name"], part, held, base, low, high)))
    return [_yielded(quota, one, found) for quota, one in found]


def when(everybody: Sequence[Graded]) -> tuple[int, int]:
    """The year and the month of the round: of its day."""
    days = [one.row.on for one in everybody if one.row.on is not None]
    return (max(days).year, max(days).month) if days else (0, 0)


def _yielded(quota: Table, mine: Places, all_of: Sequence[tuple[Table, Places]]) -> Places:
    """让给哪一个: as far as the other's bound, where both cannot be."""
    other = next(
        (
            there
            for one, there in all_of
            if one["name"] == quota.get("yields_to") and there.part == mine.part
        ),
        None,
    )
    if other is None:
        return mine
    low, high = mine.low, mine.high
    if high is not None and other.low is not None and high < other.low:
        high = other.low
    if low is not None and other.high is not None and low > other.high:
        low = other.high
    return Places(mine.quota, mine.part, mine.held, mine.base, low, high)
