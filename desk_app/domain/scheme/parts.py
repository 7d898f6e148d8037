"""Reads the parts of a scheme, one function for each kind of table in the file."""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from desk_app.domain.conditions import describe
from desk_app.domain.scheme.clauses import clause
from desk_app.domain.scheme.conditions import AnyOf
from desk_app.domain.scheme.model import (
    Adjustment,
    Band,
    Bound,
    Combine,
    Deviation,
    DomainGroup,
    Evaluator,
    Fact,
    FactKind,
    Indicator,
    Level,
    Limit,
    LimitKind,
    Origin,
    Poll,
    Quota,
    Rate,
    RateBase,
    Reading,
    RectificationRule,
    Step,
    StepYield,
    Tier,
)
from desk_app.domain.scheme.table import Table

Part = TypeVar("Part")
NOWHERE = Origin()
_ZERO = Decimal(0)


def level(table: Table) -> Level:
    """Read one rung of the ladder."""
    return Level(
        name=table.name(),
        aliases=table.names("aliases"),
        management=table.text("management"),
        none=table.flag("none"),
        duty=table.text("duty"),
        origin=table.origin(),
    )


def domain_group(table: Table) -> DomainGroup:
    """Read one 领域; without ``includes`` it takes in the one of its own name."""
    name = table.name()
    return DomainGroup(name, table.names("includes", least=1) or (name,), table.origin())


def indicator(table: Table, groups: tuple[str, ...]) -> tuple[Indicator, ...]:
    """Read one indicator; with ``standards`` by 领域 it becomes one line for each of them."""
    name = table.name()
    points = table.points("points", required=True) or _ZERO
    domains = table.names("domains", least=1)
    extra = table.flag("extra")
    standard = table.text("standard")
    standards = table.table("standards", f"{table.what}的标准")
    origin = table.origin()
    if standards is None:
        return (Indicator(name, points, standard, domains, extra, origin=origin),)
    if standard or domains:
        table.fault(f"{table.what}写了分领域的 standards，就不能再写 standard 或 domains。")
    texts = {key: standards.text(key, required=True) for key in standards.keys()}  # noqa: SIM118
    for lacking in (one for one in groups if one not in texts):
        standards.fault(f"{table.what}的 standards 里缺少领域“{lacking}”的标准。")
    return tuple(
        Indicator(name, points, text, (group,), extra, origin=origin)
        for group, text in texts.items()
    )


def evaluator(table: Table) -> Evaluator:
    """Read one evaluator."""
    return Evaluator(table.name(), table.flag("total"), origin=table.origin())


def band(table: Table) -> Band:
    """Read one band of points."""
    return Band(
        level=table.name("level"),
        range=table.interval("range"),
        soft=table.flag("soft"),
        requires=clause(table, "requires"),
        origin=table.origin(),
    )


class _Kind(StrEnum):
    BONUS = "bonus"
    DEDUCTION = "deduction"


def adjustment(table: Table) -> Adjustment:
    """Read one bonus or deduction; ``points`` alone stands for a single tier."""
    name = table.name()
    kind = table.word("kind", _Kind, _Kind.BONUS, required=True)
    fact = table.name("fact", required=False)
    when = clause(table, "when")
    unit = table.name("unit", required=False) or "次"
    tiers = []
    for one in table.tables("tiers", f"{table.what}的档"):
        tiers.append(Tier(one.name(), one.points("points", required=True) or _ZERO))
        one.finish()
    if table.has("points"):
        words = describe(when) if when is not None else f"每{unit}"
        tiers.append(Tier(words, table.points("points") or _ZERO))
    else:
        table.points("points")
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
        bonus=kind is _Kind.BONUS,
        tiers=tuple(tiers) or (Tier("", _ZERO),),
        combine=table.word("combine", Combine, Combine.SUM),
        ceiling=table.points("ceiling"),
        fact=fact,
        when=when,
        unit=unit,
        origin=table.origin(),
    )


def limit(table: Table) -> Limit:
    """Read one limit: exactly one of ``cap``, ``force`` and ``demote``."""
    name = table.name()
    when = clause(table, "when", required=True) or AnyOf(())
    written = [kind for kind in LimitKind if table.has(kind)]
    if len(written) != 1:
        table.fault(f"{table.what}应写 cap、force、demote 中的一个，且只写一个。")
    cap = table.name("cap", required=False)
    force = table.name("force", required=False)
    by = table.whole("demote", least=1, most=20)
    return Limit(
        name=name,
        kind=written[0] if written else LimitKind.CAP,
        when=when,
        level=cap or force,
        by=by,
        origin=table.origin(),
    )


def fact(table: Table) -> Fact:
    """Read one fact that no indicator holds."""
    kind = table.word("kind", FactKind, FactKind.TEXT, required=True)
    options = table.names("options", required=kind is FactKind.CHOICE)
    if options and kind is not FactKind.CHOICE:
        table.fault(f'{table.what}只有 kind = "choice" 时才能写 options。', "options")
    return Fact(
        name=table.name(),
        kind=kind,
        unit=table.name("unit", required=False),
        options=options,
        hint=table.text("hint"),
        origin=table.origin(),
    )


def poll(table: Table) -> Poll:
    """Read one poll; each organisation holds its own unless ``single = false``."""
    return Poll(
        name=table.name(),
        options=table.names("options", required=True, least=2),
        meeting=table.name("meeting", required=False),
        single=table.flag("single", default=True),
        distribution=table.flag("distribution"),
        origin=table.origin(),
    )


def rate(table: Table) -> Rate:
    """Read one rate over a poll."""
    return Rate(
        name=table.name(),
        poll=table.name("poll"),
        numerator=table.names("numerator", required=True),
        base=table.word("base", RateBase, RateBase.VALID),
        origin=table.origin(),
    )


def quota(table: Table) -> Quota:
    """Read one quota: exactly one of ``at_most``, ``at_least`` and ``about``."""
    written = [bound for bound in Bound if table.has(bound)]
    if len(written) != 1:
        table.fault(f"{table.what}应写 at_most、at_least、about 中的一个，且只写一个。")
    shares = {bound: table.share(bound) for bound in Bound}
    bound = written[0] if written else Bound.AT_MOST
    tolerance = table.share("tolerance")
    if tolerance is not None and bound is not Bound.ABOUT:
        table.fault(f"{table.what}只有 about（左右）才能写 tolerance。", "tolerance")
    return Quota(
        name=table.name(),
        levels=table.names("levels", required=True),
        bound=bound,
        share=shares[bound] or Fraction(0),
        tolerance=tolerance or Fraction(0),
        soft=table.flag("soft"),
        origin=table.origin(),
    )


def step(table: Table) -> Step:
    """Read one step of the procedure."""
    return Step(
        name=table.name(),
        actor=table.name("actor", required=False),
        yields=table.word("yields", StepYield, StepYield.PAPERS, required=True),
        evaluator=table.name("evaluator", required=False),
        poll=table.name("poll", required=False),
        meeting=table.name("meeting", required=False),
        deadline=table.day("deadline"),
        notice_days=table.whole("notice_days", most=365),
        origin=table.origin(),
    )


def reading(table: Table) -> Reading:
    """Read one ambiguous place; whether a reading was chosen is judged by the check."""
    return Reading(
        name=table.name(),
        question=table.text("question", required=True),
        options=table.names("options", required=True, least=2, longest=200),
        chosen=table.text("chosen"),
        reason=table.text("reason"),
        origin=table.origin(),
    )


def deviation(table: Table | None) -> Deviation | None:
    """Read which totals may not lie far apart."""
    if table is None:
        return None
    between = table.names("between", required=True)
    points = table.points("points", required=True) or _ZERO
    origin = table.origin()
    table.finish()
    if len(between) != 2:
        table.wrong("between", "应写两个评价主体。")
        return None
    return Deviation((between[0], between[1]), points, origin=origin)


def rectification(table: Table | None) -> RectificationRule | None:
    """Read which indicators become 整改事项."""
    if table is None:
        return None
    rule = RectificationRule(
        below=table.share("below", required=True) or Fraction(0),
        least=table.whole("least", most=100),
        most=table.whole("most", most=100),
        origin=table.origin(),
    )
    if rule.most and rule.least > rule.most:
        table.fault(f"整改事项最少 {rule.least} 条，却最多 {rule.most} 条，请核对 least 和 most。")
    table.finish()
    return rule
