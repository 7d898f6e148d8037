"""Reads what is scored: indicators, evaluators, weights, bonuses, facts, 整改."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from desk_app.domain.scheme.model.scheme import OLDEST_FORMAT
from desk_app.domain.scheme.model.scoring import (
    Adjustment,
    AdjustmentGroup,
    Combine,
    Deviation,
    EarlierTotal,
    Fact,
    FactKind,
    Indicator,
    IndicatorMode,
    Missing,
    RectificationRule,
    Start,
    Tier,
    Weighting,
)
from desk_app.domain.scheme.reading.clauses import Sign, clauses
from desk_app.domain.scheme.reading.conditions import clause
from desk_app.domain.scheme.reading.table import Table
from desk_app.domain.scheme.reading.tiers import per_unit, tiers

_ZERO = Decimal(0)


def indicator(
    table: Table, groups: tuple[str, ...], *, by_points: bool = True
) -> tuple[Indicator, ...]:
    """Read one indicator; with ``standards`` by 领域 it becomes one line for each of them.

    Where levels do not come from points (``by_points`` false), an indicator without points is
    one that is only written down.
    """
    unscored = not by_points and not table.has("points")
    otherwise = IndicatorMode.INFORMATION if unscored else IndicatorMode.SCORED
    mode = table.word("mode", IndicatorMode, otherwise)
    needed = mode is not IndicatorMode.INFORMATION
    standard = table.text("standard")
    domains = table.names("domains", least=1)
    standards = table.table("standards", f"{table.what}的标准")
    table.needs_format(2, "clauses", "start")
    start = table.word("start", Start, Start.FULL)
    extra = table.flag("extra")
    # What facts give is never 0 because nobody has entered them.
    entered = needed and mode is not IndicatorMode.FACTS
    line = Indicator(
        name=table.name(),
        points=table.points("points", required=needed) or _ZERO,
        standard=standard,
        domains=domains,
        extra=extra,
        optional=extra and entered and table.notes.format > OLDEST_FORMAT,
        mode=mode,
        group=table.name("group", required=False),
        origin=table.origin(),
        start=start,
        clauses=clauses(table, mode, start),
        tiers=tiers(table, mode),
        per_unit=per_unit(table, mode),
    )
    if standards is None:
        return (line,)
    if standard or domains:
        table.fault(f"{table.what}写了分领域的 standards，就不能再写 standard 或 domains。")
    texts = {key: standards.text(key, required=True) for key in standards.keys()}  # noqa: SIM118
    for lacking in (one for one in groups if one not in texts):
        standards.fault(f"{table.what}的 standards 里缺少领域“{lacking}”的标准。")
    return tuple(replace(line, standard=text, domains=(one,)) for one, text in texts.items())


def weighting(table: Table | None) -> Weighting | None:
    """Read that several evaluators are weighed, and what a missing score means."""
    if table is None:
        return None
    found = Weighting(table.word("missing", Missing, Missing.OPEN, required=True), table.origin())
    table.finish()
    return found


def adjustment(table: Table) -> Adjustment:
    """Read one bonus or deduction; ``points`` alone stands for a single tier."""
    name = table.name()
    kind = table.word("kind", Sign, Sign.BONUS, required=True)
    fact = table.name("fact", required=False)
    when = clause(table, "when")
    unit = table.name("unit", required=False) or "次"
    tiers = _tiers(table, "" if when is not None else f"每{unit}")
    if not tiers:
        table.fault(f"{table.what}没有写分数，请写 points 或 tiers。")
    if fact and when is not None:
        table.fault(f"{table.what}同时写了 fact 和 when，只能写一个。")
    if (fact or when is not None) and len(tiers) > 1:
        table.fault(f"{table.what}由情况自动计算，只能有一个分数。")
    if any(one.points == 0 for one in tiers):
        table.fault(f"{table.what}的分数应大于 0。")
    return Adjustment(
        name=name,
        bonus=kind is Sign.BONUS,
        tiers=tuple(tiers) or (Tier("", _ZERO),),
        combine=table.word("combine", Combine, Combine.SUM),
        ceiling=table.points("ceiling"),
        fact=fact,
        group=table.name("group", required=False),
        when=when,
        unit=unit,
        origin=table.origin(),
    )


def _tiers(table: Table, usual: str) -> list[Tier]:
    """Read the tiers; ``points`` alone is one under the ``usual`` name."""
    tiers = []
    for one in table.tables("tiers", f"{table.what}的档"):
        tiers.append(Tier(one.name(), one.points("points", required=True) or _ZERO))
        one.finish()
    alone = table.points("points")
    return [*tiers, Tier(usual, alone or _ZERO)] if table.has("points") else tiers


def adjustment_group(table: Table) -> AdjustmentGroup:
    """Read how several bonuses or deductions count together."""
    return AdjustmentGroup(
        name=table.name(),
        combine=table.word("combine", Combine, Combine.SUM),
        ceiling=table.points("ceiling"),
        origin=table.origin(),
    )


def earlier_total(table: Table | None) -> EarlierTotal | None:
    """Read how the total of an earlier round of the year counts."""
    if table is None:
        return None
    half = EarlierTotal(
        table.name("fact"),
        Fraction(table.points("weight", required=True) or _ZERO),
        Fraction(table.points("own", required=True) or _ZERO),
        table.word("missing", Missing, Missing.OPEN, required=True),
        table.origin(),
    )
    if not half.weight or not half.own:
        table.fault(f"{table.what}的 weight（前一轮）和 own（本轮）都应大于 0。")
    table.finish()
    return half


def fact(table: Table) -> Fact:
    """Read one fact that no indicator holds."""
    kind = table.word("kind", FactKind, FactKind.TEXT, required=True)
    if kind is FactKind.DECIMAL:
        table.needs_format(2, "kind")
    options = table.names("options", required=kind is FactKind.CHOICE)
    if options and kind is not FactKind.CHOICE:
        table.fault(f'{table.what}只有 kind = "choice" 时才能写 options。', "options")
    return Fact(
        name=table.name(),
        kind=kind,
        unit=table.name("unit", required=False),
        options=options,
        hint=table.text("hint"),
        carries=table.flag("carries"),
        origin=table.origin(),
    )


def deviation(table: Table | None) -> Deviation | None:
    """Read which totals may not lie far apart."""
    if table is None:
        return None
    between = table.names("between", required=True)
    points = table.points("points", required=True) or _ZERO
    levels = table.whole("levels", most=20)
    origin = table.origin()
    table.finish()
    if len(between) != 2:
        table.wrong("between", "应写两个评价主体。")
        return None
    return Deviation((between[0], between[1]), points, levels, origin)


def rectification(table: Table | None) -> RectificationRule | None:
    """Read which indicators become 整改事项; without ``below`` they are found by people."""
    if table is None:
        return None
    rule = RectificationRule(
        below=table.share("below") or Fraction(0),
        least=table.whole("least", most=100),
        most=table.whole("most", most=100),
        origin=table.origin(),
    )
    if rule.most and rule.least > rule.most:
        table.fault(f"整改事项最少 {rule.least} 条，却最多 {rule.most} 条，请核对 least 和 most。")
    table.finish()
    return rule
