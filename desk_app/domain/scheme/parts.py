"""Reads what a scheme is made of: ladder, indicators, evaluators, bands, facts, polls, steps."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from desk_app.domain.scheme import meetings
from desk_app.domain.scheme.clauses import clause
from desk_app.domain.scheme.model import (
    Band,
    Deviation,
    DomainGroup,
    Evaluator,
    Fact,
    FactKind,
    Indicator,
    IndicatorMode,
    Level,
    Missing,
    Origin,
    Poll,
    Rate,
    RateBase,
    Reading,
    RectificationRule,
    Step,
    StepYield,
    Weighting,
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
    line = Indicator(
        name=table.name(),
        points=table.points("points", required=needed) or _ZERO,
        standard=standard,
        domains=domains,
        extra=table.flag("extra"),
        mode=mode,
        group=table.name("group", required=False),
        origin=table.origin(),
    )
    if standards is None:
        return (line,)
    if standard or domains:
        table.fault(f"{table.what}写了分领域的 standards，就不能再写 standard 或 domains。")
    texts = {key: standards.text(key, required=True) for key in standards.keys()}  # noqa: SIM118
    for lacking in (one for one in groups if one not in texts):
        standards.fault(f"{table.what}的 standards 里缺少领域“{lacking}”的标准。")
    return tuple(replace(line, standard=text, domains=(one,)) for one, text in texts.items())


def evaluator(table: Table) -> Evaluator:
    """Read one evaluator; ``weight`` is a share of the weighted total (3 of 3:7)."""
    weight = table.points("weight")
    return Evaluator(
        name=table.name(),
        total=table.flag("total"),
        weight=Fraction(weight or 0),
        origin=table.origin(),
    )


def weighting(table: Table | None) -> Weighting | None:
    """Read that several evaluators are weighed, and what a missing score means."""
    if table is None:
        return None
    found = Weighting(table.word("missing", Missing, Missing.OPEN, required=True), table.origin())
    table.finish()
    return found


def band(table: Table) -> Band:
    """Read one band of points."""
    return Band(
        level=table.name("level"),
        range=table.interval("range"),
        soft=table.flag("soft"),
        requires=clause(table, "requires"),
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
        carries=table.flag("carries"),
        origin=table.origin(),
    )


def polls(table: Table) -> tuple[Poll, ...]:
    """Read one poll, or one for each name of ``each``.

    Each organisation holds its own unless ``single = false``.
    """
    one = Poll(
        name=table.name(),
        options=meetings.read_options(table),
        meeting=table.name("meeting", required=False),
        single=table.flag("single", default=True),
        distribution=table.flag("distribution"),
        origin=table.origin(),
        counting=meetings.read_counting(table),
    )
    return tuple(replace(one, name=of_each(one.name, each)) for each in _each(table))


def rates(table: Table) -> tuple[Rate, ...]:
    """Read one rate over a poll, or one for each name of ``each`` over the poll of that name."""
    one = Rate(
        name=table.name(),
        poll=table.name("poll"),
        numerator=table.names("numerator", required=True),
        base=table.word("base", RateBase, RateBase.VALID),
        origin=table.origin(),
    )
    return tuple(
        replace(one, name=of_each(one.name, each), poll=of_each(one.poll, each))
        for each in _each(table)
    )


def _each(table: Table) -> tuple[str, ...]:
    return table.names("each", least=1) or ("",)


def of_each(name: str, each: str) -> str:
    """The name of one of several that are written as one: 民主测评·学习星."""
    return f"{name}·{each}" if each else name


def step(table: Table) -> Step:
    """Read one step of the procedure."""
    if table.has("working_days") and not table.has("notice_days"):
        table.fault(f"{table.what}写了 working_days，还要用 notice_days 写明几天。")
    return Step(
        name=table.name(),
        actor=table.name("actor", required=False),
        yields=table.word("yields", StepYield, StepYield.PAPERS, required=True),
        evaluator=table.name("evaluator", required=False),
        poll=table.name("poll", required=False),
        meeting=table.name("meeting", required=False),
        deadline=table.day("deadline"),
        notice_days=table.whole("notice_days", most=365),
        working_days=table.flag("working_days"),
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
