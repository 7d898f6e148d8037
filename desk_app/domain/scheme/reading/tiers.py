"""Reads how points of an indicator follow from facts: its tiers, or so many per unit."""

from decimal import Decimal

from desk_app.domain.scheme.model.scoring import IndicatorMode
from desk_app.domain.scheme.model.tiers import NumberTier, PerUnit
from desk_app.domain.scheme.reading.conditions import clause
from desk_app.domain.scheme.reading.table import MOST_POINTS, Table
from desk_app.domain.scheme.reading.values import exact_number, kind_of

_ZERO = Decimal(0)
_NOTHING = (_ZERO, _ZERO)


def tiers(table: Table, mode: IndicatorMode) -> tuple[NumberTier, ...]:
    """Read the tiers of an indicator, which has them where its ``mode`` says so, and only then."""
    table.needs_format(2, "tiers", "fact", "each", "whole")
    written = table.tables("tiers", "计分档")
    found = []
    for number, one in enumerate(written, start=1):
        one.what = f"{table.what}的第 {number} 档"
        found.append(_tier(one, last=number == len(written)))
        one.finish()
    if mode is not IndicatorMode.FACTS:
        if table.has("tiers"):
            table.wrong("tiers", '只有 mode = "facts" 时才能写。')
        return ()
    table.needs_format(2, "mode")
    if not table.has("tiers") and not table.has("fact"):
        table.fault(
            f"{table.what}由情况算分，却没有写怎样算：分档的请写 [[indicators.tiers]]，"
            "按数量算的请写 fact 和 each。",
            "mode",
        )
    return tuple(found)


def per_unit(table: Table, mode: IndicatorMode) -> PerUnit | None:
    """Read how many points each unit of a fact gives; ``None`` where none does."""
    fact = table.name("fact", required=False)
    each = table.points("each")
    whole = table.flag("whole")
    written = [key for key in ("fact", "each", "whole") if table.has(key)]
    if not written:
        return None
    if mode is not IndicatorMode.FACTS:
        for key in written:
            table.wrong(key, '只有 mode = "facts" 时才能写。')
        return None
    if table.has("tiers"):
        table.wrong(written[0], "和 tiers 只能写一种：按档算分，或者按数量算分。")
        return None
    for key, what in (("fact", "按哪个其他情况算"), ("each", "每一个得几分")):
        if not table.has(key):
            table.fault(f"{table.what}按数量算分，缺少 {key}（{what}）。")
            return None
    return PerUnit(fact, each or _ZERO, whole)


def _tier(table: Table, *, last: bool) -> NumberTier:
    when = clause(table, "when", required=not last)
    low, high = _range(table)
    return NumberTier(low, high, when, table.name("name", required=False), table.origin())


def _range(table: Table) -> tuple[Decimal, Decimal]:
    """Read fixed points, or a free choice between two: ``points = 5``, ``points = [5, 8]``."""
    raw = table.raw("points")
    if not isinstance(raw, list):
        points = table.points("points", required=True) or _ZERO
        return points, points
    ends = [exact_number(one) for one in raw]
    if len(ends) != 2 or any(one is None or not _ZERO <= one <= MOST_POINTS for one in ends):
        table.wrong("points", "应写一个分数，或者最少和最多两个分数，如 [5, 8]。")
        return _NOTHING
    low, high = (one or _ZERO for one in ends)
    if low >= high:
        table.wrong("points", f"应先写最少的、后写最多的，现在是{kind_of(raw[0])}在前。")
        return _NOTHING
    return low, high
