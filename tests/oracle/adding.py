"""指标、评价主体、加减分、总分: how a row's total comes about, exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tests.oracle import sharing
from tests.oracle.asking import Known, holds
from tests.oracle.numbers import by_facts
from tests.oracle.paper import Plan, Row, Table, number, rounded


@dataclass(frozen=True)
class Sum:
    """A total: ``exact``, what rules look at (``bound``), and what is shown (``shown``).

    ``missing`` says that an indicator has no points yet, ``waits`` that the earlier total is
    awaited; ``judged`` are the points of each indicator.
    """

    exact: Fraction
    bound: Fraction
    shown: Fraction
    missing: bool
    waits: bool
    judged: Mapping[str, Fraction]


def counted_lines(plan: Plan, row: Row) -> list[Table]:
    """The indicators of the row's domain that give points."""
    domain = plan.domain_of(row)
    return [
        one
        for one in plan.many("indicators")
        if _mode(plan, one) != "information" and domain in one.get("domains", [domain])
    ]


def _mode(plan: Plan, line: Table) -> str:
    if "mode" in line:
        return str(line["mode"])
    return "information" if plan.measure != "points" and "points" not in line else "scored"


def earned(plan: Plan, line: Table, row: Row, who: Table) -> Fraction | None:
    """What an evaluator gives for an indicator; ``None`` where nothing was filled in.

    This is where another way to points comes in: by the indicator's mode.
    """
    if "poll" in who:
        return sharing.by_votes(row, f"{who['poll']}·{line['name']}", who)
    evaluator = who["name"]
    full = number(line["points"])
    mode = _mode(plan, line)
    found = row.points.get(evaluator, {}).get(line["name"])
    nothing = None
    scored = "weighting" not in plan.told or row.points.get(evaluator)
    if plan.newer and line.get("extra") and scored:
        nothing = Fraction(0)  # of an evaluator who has scored, what is not filled in is no bonus
    if mode == "facts":
        return by_facts(plan, line, row, found)
    if mode == "clauses" and (applied := row.clauses.get(evaluator, {}).get(line["name"])):
        return _by_clauses(line, applied)
    if found is None:
        return nothing
    if mode == "deducted":
        return max(full - found, Fraction(0))
    if mode == "check":
        return full if found == 1 else Fraction(0)
    return found


def _by_clauses(line: Table, applied: Mapping[str, Fraction]) -> Fraction:
    full = number(line["points"])
    from_full = line.get("start", "full") == "full"
    points = full if from_full else Fraction(0)
    for one in line["clauses"]:
        amount = applied.get(one["name"], Fraction(0))
        given = amount if one.get("discretion") else amount * number(one["points"])
        if "ceiling" in one:
            given = min(given, number(one["ceiling"]))
        elif one.get("discretion"):
            given = min(given, full)
        kind = one.get("kind", "deduction" if from_full else "bonus")
        points += given if kind == "bonus" else -given
    return min(max(points, Fraction(0)), full)


def total(plan: Plan, row: Row) -> Sum:
    """The total of a row."""
    judged: dict[str, Fraction] = {}
    missing = False
    lines = counted_lines(plan, row)
    for line in lines:
        givers = sharing.scorers(plan, line)
        given = [(sharing.weight_of(one), earned(plan, line, row, one)) for one in givers]
        points = sharing.together(plan, given)
        missing |= points is None
        if points is not None:
            judged[str(line["name"])] = points
    summed, missing = sharing.with_totals(plan, row, judged, lines, missing=missing)
    exact = summed + adjusted(plan, row)
    exact, waits = _with_earlier(plan, row, exact)
    exact = max(exact, number(plan.total.get("floor", 0)))
    if "ceiling" in plan.total:
        exact = min(exact, number(plan.total["ceiling"]))
    shown = _shown(plan, exact)
    bound = shown if plan.round_first else exact
    return Sum(exact, bound, shown, missing, waits, judged)


def _shown(plan: Plan, exact: Fraction) -> Fraction:
    """Rounded; with more decimals where that would pass over a bound that the exact one decides."""
    decimals = plan.total.get("decimals", 1)
    while not plan.round_first and any(
        _side(exact, bound) != _side(rounded(exact, decimals), bound) for bound in bounds(plan)
    ):
        decimals += 1
    return rounded(exact, decimals)


def _side(points: Fraction, bound: Fraction) -> int:
    return (points > bound) - (points < bound)


def bounds(plan: Plan) -> set[Fraction]:
    """What a total is compared with: the ends of the bands, and conditions that ask for it."""
    found = set()
    if plan.measure == "points":
        for one in plan.many("bands"):
            found |= {number(part) for part in one["range"].split() if part[0].isdigit()}
    rules = [*plan.limits.get("rules", []), *plan.limits.get("yearly", []), *plan.many("stars")]
    asked = [one["when"] for one in [*rules, *plan.many("consequences")] if "when" in one]
    asked += [one["requires"] for one in plan.many("bands") if "requires" in one]
    for one in asked:
        found |= _of_total(one)
    return found


def _of_total(condition: Table) -> set[Fraction]:
    inner = [*condition.get("all", []), *condition.get("any", [])]
    inner += [condition["not"]] if "not" in condition else []
    found = set().union(*map(_of_total, inner))
    if "total" in condition:
        found |= {number(one) for key, one in condition.items() if key != "total"}
    return found


def _with_earlier(plan: Plan, row: Row, own: Fraction) -> tuple[Fraction, bool]:
    """两个半年合成总分: the earlier total by its weight, and whether it is awaited."""
    if "earlier_total" not in plan.told:
        return own, False
    said = plan.told["earlier_total"]
    found = row.facts.get(said["fact"])
    before, after = number(said["weight"]), number(said["own"])
    missing = said.get("missing", "open")
    if found is None and missing in {"open", "others"}:
        return own, missing == "open"
    earlier = found if isinstance(found, Fraction) else Fraction(0)
    return (earlier * before + own * after) / (before + after), False


def adjusted(plan: Plan, row: Row) -> Fraction:
    """加减分 of a row: bonuses less deductions, each with its ceiling, then by groups."""
    alone: list[tuple[bool, Fraction]] = []
    grouped: dict[str, list[tuple[bool, Fraction]]] = {}
    for one in plan.many("adjustments"):
        counted = {**one, "combine": "sum"} if "fact" in one else one
        together = _combined(_times(plan, one, row), counted)
        where = grouped.setdefault(one["group"], []) if "group" in one else alone
        where.append((one["kind"] == "bonus", together))
    for group in plan.many("adjustment_groups"):
        members = grouped.get(group["name"], [])
        together = _combined([points for _, points in members], group)
        alone.append((any(bonus for bonus, _ in members), together))
    return sum((points if bonus else -points for bonus, points in alone), Fraction(0))


def _combined(points: list[Fraction], rule: Table) -> Fraction:
    highest = rule.get("combine", "sum") == "highest"
    found = max(points, default=Fraction(0)) if highest else sum(points, Fraction(0))
    return min(found, number(rule["ceiling"])) if "ceiling" in rule else found


def _times(plan: Plan, one: Table, row: Row) -> list[Fraction]:
    """The points of every single time that an adjustment applies."""
    tiers = {tier["name"]: number(tier["points"]) for tier in one.get("tiers", [])}
    only = number(one["points"]) if "points" in one else next(iter(tiers.values()))
    if "fact" in one:
        found = row.facts.get(one["fact"], Fraction(0))
        times = int(found) if isinstance(found, Fraction | bool) else 0
        return [only] * times
    if "when" in one:
        return [only] * holds(one["when"], Known(plan, row))
    return [
        (tiers.get(tier, Fraction(0)) if tiers else only)
        for name, tier, count in row.entries
        if name == one["name"]
        for _ in range(count)
    ]
