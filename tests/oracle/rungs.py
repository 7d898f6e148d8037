"""档次、星、会议意见、限定、逐年升降: the level of one subject, before anybody is ranked."""

from dataclasses import dataclass, replace
from fractions import Fraction

from tests.oracle.adding import Sum, total
from tests.oracle.asking import Known, asks_unmeasured, decided, holds
from tests.oracle.paper import Plan, Row, Table, inside

KINDS = ("disqualify", "force", "cap", "demote")


@dataclass
class Graded:
    """A subject with its level: ``None`` while it waits, while it is open, and without a rung."""

    row: Row
    sum: Sum
    level: str | None
    stars: int | None = None
    out: bool = False
    waits: bool = False
    asked: bool = False

    @property
    def points(self) -> Fraction:
        """What ranks look at."""
        return self.sum.bound


def graded(plan: Plan, row: Row, ranked: str | None = None) -> Graded:
    """The level of a row; ``ranked`` is one by rank, which stands where the band would."""
    summed = total(plan, row)
    known = Known(plan, row, summed.judged, summed.bound)
    known, open_star = _with_stars(plan, known)
    waits = _waits(plan, known, summed, open_star=open_star)
    first = ranked if ranked is not None else _first(plan, known)
    found = Graded(row, summed, None if waits else first, known.stars, waits=waits)
    if found.level is None:
        return _without_level(plan, known, found)
    forced = _limited(plan, known, found)
    if not found.out:
        found.level = _stepped(plan, known, found.level, forced=forced)
    return found


def _with_stars(plan: Plan, known: Known) -> tuple[Known, bool]:
    """Count the stars; tells as well whether one of them cannot be known yet."""
    stars = [
        one
        for one in plan.many("stars")
        if plan.domain_of(known.row) in one.get("domains", [plan.domain_of(known.row)])
    ]
    if not plan.many("stars"):
        return known, False
    open_star = False
    awarded = 0
    for one in stars:
        if holds(one["when"], known):
            awarded += 1
        elif plan.newer:
            open_star |= decided(one["when"], known) is None
        else:
            open_star |= asks_unmeasured(one["when"], known)
    return replace(known, stars=awarded), open_star


def _waits(plan: Plan, known: Known, summed: Sum, *, open_star: bool) -> bool:
    if plan.measure == "opinion":
        return _waits_for_rates(plan, known)
    if summed.missing or summed.waits or (plan.measure == "stars" and open_star):
        return True
    return _waits_for_rates(plan, known)


def _waits_for_rates(plan: Plan, known: Known) -> bool:
    """missing = "wait": a rate that decides a limit, or a band that is come to."""
    for rule in plan.limits.get("rules", []):
        if _missing(plan, rule) == "wait" and decided(rule["when"], known) is None:
            return True
    for band in _bands_from(plan, known):
        if "requires" not in band:
            return False
        answer = decided(band["requires"], known)
        if answer is None and _missing(plan, band) == "wait":
            return True
        if _met(plan, band, "requires", known):
            return False
    return False


def _missing(plan: Plan, rule: Table) -> str:
    return str(rule.get("missing", "wait")) if plan.newer else ""


def _met(plan: Plan, rule: Table, key: str, known: Known) -> bool:
    """Whether the condition of a limit or a band counts as met."""
    if key not in rule:
        return True
    if not plan.newer:
        return holds(rule[key], known)
    answer = decided(rule[key], known)
    return _missing(plan, rule) == "holds" if answer is None else answer


def _bands_from(plan: Plan, known: Known) -> list[Table]:
    """The band of the points (or stars) and those below it."""
    if plan.measure == "opinion":
        return []
    x = Fraction(known.stars or 0) if plan.measure == "stars" else known.total
    bands = plan.many("bands")
    at = next((at for at, one in enumerate(bands) if x is not None and inside(one["range"], x)), -1)
    return bands[at:] if at >= 0 else []


def _first(plan: Plan, known: Known) -> str | None:
    if plan.measure == "opinion":
        said = [
            known.row.opinions[one["name"]]
            for one in plan.many("steps")
            if one["yields"] in {"opinion", "decision"} and one["name"] in known.row.opinions
        ]
        return said[-1] if said else None
    met = (one for one in _bands_from(plan, known) if _met(plan, one, "requires", known))
    return next((str(one["level"]) for one in met), None)


def _biting(plan: Plan, known: Known, kind: str) -> list[Table]:
    """The limits of a kind that apply."""
    rules = [one for one in plan.limits.get("rules", []) if one.get(kind)]
    return [one for one in rules if _met(plan, one, "when", known)]


def _sequence(plan: Plan) -> list[str]:
    """As it is written; what is left out comes after, a disqualification before all."""
    said = list(plan.limits.get("sequence", []))
    first = ["disqualify"] if "disqualify" not in said else []
    return [*first, *said, *(one for one in KINDS if one not in {*said, *first})]


def _disqualified(plan: Plan, known: Known, found: Graded) -> bool:
    rules = _biting(plan, known, "disqualify")
    if rules:
        found.out = True
        named = rules[0]["disqualify"]  # of several that say different things, the first
        found.level = None if named is True else str(named)
    return bool(rules)


def _without_level(plan: Plan, known: Known, found: Graded) -> Graded:
    """Nothing to start from: who is disqualified is so all the same, 直接定级 does not wait."""
    if _disqualified(plan, known, found) or not found.waits:
        return found
    rules = [one for one in _biting(plan, known, "force") if one.get("unscored")]
    if rules:
        forced = str(max((one["force"] for one in rules), key=plan.rank))
        found.level = _stepped(plan, known, forced, forced=True)
    return found


def _limited(plan: Plan, known: Known, found: Graded) -> bool:
    """Let the limits apply kind by kind; tells whether one forced the level."""
    forced = False
    for kind in _sequence(plan):
        if kind == "disqualify":
            if _disqualified(plan, known, found):
                return True
            continue
        rules = _biting(plan, known, kind)
        if not rules or found.level is None:
            continue
        if kind == "force":
            found.level = max((one["force"] for one in rules), key=plan.rank)
            forced = True
        elif kind == "cap":
            found.level = max((found.level, *(one["cap"] for one in rules)), key=plan.rank)
        else:
            steps = [int(one["demote"]) for one in rules]
            by = sum(steps) if plan.limits.get("demotions") != "largest" else max(steps)
            at = plan.rank(found.level)
            found.level = plan.levels[max(at, min(at + by, plan.lowest))]
    return forced


def _stepped(plan: Plan, known: Known, level: str, *, forced: bool) -> str:
    """逐年升降: so many rungs up or down from last year's level."""
    year = known.row.year or (known.row.on.year if known.row.on else None)
    last = known.row.earlier.get(year - 1) if year else None
    if last not in plan.levels or plan.outside in {last, level}:
        return level
    before = plan.rank(str(last))
    for rule in plan.limits.get("yearly", []):
        if "when" in rule and not holds(rule["when"], known):
            continue
        at = plan.rank(level)
        if "rise" in rule:
            at = max(at, before - int(rule["rise"]))
        if "fall" in rule and not forced:
            at = min(at, before + int(rule["fall"]))
        level = plan.levels[min(at, plan.lowest)]
    return level
