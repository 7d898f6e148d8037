"""条件: whether a condition holds for a row, read from the table of the documentation."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from tests.oracle.paper import Answer, Plan, Row, Table, number, share


@dataclass(frozen=True)
class Known:
    """A row and what has been worked out of it so far."""

    plan: Plan
    row: Row
    judged: Mapping[str, Fraction] = field(default_factory=dict)
    total: Fraction | None = None
    stars: int | None = None
    level: str | None = None


def holds(condition: Table, known: Known) -> bool:
    """Whether it holds; no comparison holds with a rate that was not measured."""
    if "all" in condition:
        return all(holds(one, known) for one in condition["all"])
    if "any" in condition:
        return any(holds(one, known) for one in condition["any"])
    if "not" in condition:
        return not holds(condition["not"], known)
    return _one(condition, known)


def decided(condition: Table, known: Known) -> bool | None:
    """Whether it holds; ``None`` where that depends on a rate that was not measured."""
    if "all" in condition:
        parts = [decided(one, known) for one in condition["all"]]
        return False if False in parts else None if None in parts else True
    if "any" in condition:
        parts = [decided(one, known) for one in condition["any"]]
        return True if True in parts else None if None in parts else False
    if "not" in condition:
        inner = decided(condition["not"], known)
        return None if inner is None else not inner
    if "rate" in condition and condition["rate"] not in known.row.rates:
        return None
    return _one(condition, known)


def asks_unmeasured(condition: Table, known: Known) -> bool:
    """Whether it asks for a rate that was not measured at all."""
    inner = [*condition.get("all", []), *condition.get("any", [])]
    inner += [condition["not"]] if "not" in condition else []
    asked = condition.get("rate")
    return any(asks_unmeasured(one, known) for one in inner) or (
        asked is not None and asked not in known.row.rates
    )


def _one(asked: Table, known: Known) -> bool:
    if "earlier" in asked:
        return _years(asked, known)
    if "rose" in asked:
        return _rose(asked, known)
    if "this_year" in asked:
        return any(one in asked["this_year"] for one in known.row.this_year)
    if "level" in asked:
        return known.level in asked["level"]
    return _compared(asked, _looked_up(asked, known), known)


def _looked_up(asked: Table, known: Known) -> Answer | None:
    row = known.row
    tables: dict[str, Mapping[str, Answer]] = {
        "rate": row.rates,
        "registry": row.registry,
        "points": known.judged,
        "opinion": row.opinions,
    }
    for name, table in tables.items():
        if name in asked:
            return table.get(asked[name])
    if "adjustment" in asked:
        return Fraction(sum(count for name, _, count in row.entries if name == asked["adjustment"]))
    if "total" in asked:
        return known.total
    if "stars" in asked:
        return None if known.stars is None else Fraction(known.stars)
    found = row.facts.get(asked["fact"])
    if found is None and "known" not in asked:
        # 没有填的次数、数字按 0，没有填的是否按否
        kind = next(one["kind"] for one in known.plan.many("facts") if one["name"] == asked["fact"])
        nothing: dict[str, Answer] = {"yes_no": False, "count": Fraction(0), "decimal": Fraction(0)}
        return nothing.get(kind)
    return found


def _compared(asked: Table, found: Answer | None, known: Known) -> bool:
    if "known" in asked:
        return (found is not None) is bool(asked["known"])
    if found is None:
        return False
    if isinstance(found, date):
        return _by_day(asked, found, known)
    if "is" in asked:
        wanted = asked["is"]
        if isinstance(wanted, bool) or isinstance(found, str | bool):
            return bool(found == wanted)
        return found == _value(wanted)
    assert isinstance(found, Fraction)
    if "at_least" in asked:
        return found >= _value(asked["at_least"])
    if "at_most" in asked:
        return found <= _value(asked["at_most"])
    if "more_than" in asked:
        return found > _value(asked["more_than"])
    return found < _value(asked["less_than"])


def _value(written: Any) -> Fraction:
    shares = isinstance(written, str) and ("%" in written or "/" in written)
    return share(written) if shares else number(written)


def _by_day(asked: Table, found: date, known: Known) -> bool:
    on = known.row.on
    if "within_years" in asked:
        year = _this_year(known)
        return year is not None and year - int(asked["within_years"]) < found.year <= year
    if on is None:
        return False
    if "within_months" in asked:
        return found <= on <= months_after(found, int(asked["within_months"]))
    return on > months_after(found, int(asked["over_months"]))


def months_after(day: date, months: int) -> date:
    """By the calendar: a month after 31 March is 30 April."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _this_year(known: Known) -> int | None:
    if known.row.year is not None:
        return known.row.year
    return None if known.row.on is None else known.row.on.year


def _years(asked: Table, known: Known) -> bool:
    """最近几个年度中至少几个: a year without a record counts for nothing."""
    year = _this_year(known)
    if year is None:
        years = sorted(known.row.earlier, reverse=True)[: asked["of"]]
    else:
        years = list(range(year - 1, year - 1 - asked["of"], -1))
    hits = sum(known.row.earlier.get(one) in asked["earlier"] for one in years)
    return hits >= int(asked["at_least"])


def _rose(asked: Table, known: Known) -> bool:
    """实现了晋位升级: last year's level is higher than that of the year before."""
    ladder = known.plan.levels
    year = _this_year(known) or max(known.row.earlier, default=0) + 1
    last, before = (known.row.earlier.get(year - back) for back in (1, 2))
    if last not in ladder or before not in ladder:
        return False
    rose = known.plan.rank(str(last)) < known.plan.rank(str(before))
    return rose is bool(asked["rose"])
