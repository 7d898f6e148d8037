"""Every condition of a scheme and who asks it; and what is defined and never used."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from desk_app.domain.points import format_points
from desk_app.domain.scheme.model.conditions import Condition, Operand, comparisons
from desk_app.domain.scheme.model.levels import Measure
from desk_app.domain.scheme.model.problems import Problem, hint
from desk_app.domain.scheme.model.rounds import Over
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Adjustment, Combine, Indicator, IndicatorMode
from desk_app.domain.scheme.model.values import Origin


class Asker(StrEnum):
    """Who asks a condition; the later in this list, the more is known by then."""

    INDICATOR = "指标"
    ADJUSTMENT = "加减分"
    STAR = "星"
    BAND = "档次"
    LIMIT = "限定"
    YEARLY = "逐年升降"
    CONSEQUENCE = "结果运用"
    QUOTA = "名额"
    TAIL = "倒排"


@dataclass(frozen=True, slots=True)
class Use:
    """One condition and the rule to which it belongs."""

    asker: Asker
    name: str
    condition: Condition
    origin: Origin

    @property
    def what(self) -> str:
        """Name the rule: 限定“缺会”."""
        return f"{self.asker.value}“{self.name}”"


NOT_YET_KNOWN: dict[Asker, dict[Operand, str]] = {
    Asker.INDICATOR: {},
    Asker.ADJUSTMENT: {
        Operand.POINTS: "指标得分",
        Operand.TOTAL: "总分",
        Operand.STARS: "星数",
    },
    Asker.STAR: {Operand.STARS: "星数"},
    Asker.BAND: {},
    Asker.LIMIT: {},
    Asker.YEARLY: {},
    Asker.CONSEQUENCE: {},
    Asker.QUOTA: {},
    Asker.TAIL: {},
}
"""What a rule cannot ask, because it is worked out only afterwards."""


def conditions(scheme: Scheme) -> Iterator[Use]:
    """Every condition of the scheme, in the order of their kinds."""
    for line in tiered(scheme):
        for tier in line.tiers:
            if tier.when is not None:
                yield Use(Asker.INDICATOR, line.name, tier.when, tier.origin)
    for band in scheme.bands:
        if band.requires is not None:
            yield Use(Asker.BAND, band.level, band.requires, band.origin)
    named = (
        *((Asker.ADJUSTMENT, one.name, one.when, one.origin) for one in scheme.adjustments),
        *((Asker.STAR, one.name, one.when, one.origin) for one in scheme.stars),
        *((Asker.LIMIT, one.name, one.when, one.origin) for one in scheme.limits),
        *((Asker.YEARLY, one.name, one.when, one.origin) for one in scheme.yearly),
        *((Asker.CONSEQUENCE, one.name, one.when, one.origin) for one in scheme.consequences),
        *((Asker.QUOTA, one.name, one.when, one.origin) for one in scheme.quotas),
        *((Asker.TAIL, one.name, one.when, one.origin) for one in scheme.tails),
    )
    for asker, name, when, origin in named:
        if when is not None:
            yield Use(asker, name, when, origin)


def tiered(scheme: Scheme) -> Iterator[Indicator]:
    """The indicators whose points follow from facts, each once (one table may be many lines)."""
    seen: set[tuple[str, int]] = set()
    for one in scheme.indicators:
        key = (one.name, one.origin.line)
        if one.mode is IndicatorMode.FACTS and key not in seen:
            seen.add(key)
            yield one


def unused(scheme: Scheme) -> Iterator[Problem]:
    """Every hint about a name that nothing uses."""
    compared = {
        (one.operand, one.name) for use in conditions(scheme) for one in comparisons(use.condition)
    }
    yield from _unused_facts(scheme, compared)
    yield from _unused_polls(scheme)
    yield from _unused_evaluators(scheme)
    if scheme.stars and scheme.measure is not Measure.STARS and (Operand.STARS, "") not in compared:
        sentence = "设了星（[[stars]]），但等次不按星数定，也没有条件看星数；星只作展示。"
        yield hint(scheme.stars[0].origin.line, sentence)
    if scheme.domains and not _by_domain(scheme):
        sentence = "分了领域（[[domains]]），但没有哪个指标或星分领域，也没有按领域算的名额。"
        yield hint(scheme.domains[0].origin.line, sentence)
    yield from _adjustments(scheme)
    yield from _groups(scheme)


def _unused_facts(scheme: Scheme, compared: set[tuple[Operand, str]]) -> Iterator[Problem]:
    counted = {one.fact for one in scheme.adjustments}
    counted |= {one.per_unit.fact for one in scheme.indicators if one.per_unit}
    counted |= {scheme.earlier_total.fact} if scheme.earlier_total else set()
    for fact in scheme.facts:
        if (Operand.FACT, fact.name) not in compared and fact.name not in counted:
            yield hint(fact.origin.line, f"其他情况“{fact.name}”没有被任何规则用到，只作记录。")


def _unused_polls(scheme: Scheme) -> Iterator[Problem]:
    polled = {
        one.name
        for name in (
            *(step.poll for step in scheme.steps),
            *(rate.poll for rate in scheme.rates),
            *(one.ballots.poll for one in scheme.sheets.balloted if one.ballots),
        )
        if name
        for one in scheme.polls_of(name)
    }
    for poll in scheme.polls:
        if poll.name not in polled:
            yield hint(poll.origin.line, f"测评“{poll.name}”没有被任何环节或比率用到。")


def _unused_evaluators(scheme: Scheme) -> Iterator[Problem]:
    scored = {step.evaluator for step in scheme.steps}
    for evaluator in scheme.evaluators:
        used = evaluator.name in scored or evaluator.total or evaluator.weight
        if scheme.steps and not used:
            sentence = f"评价主体“{evaluator.name}”没有被任何环节用到。"
            yield hint(evaluator.origin.line, sentence)


def _by_domain(scheme: Scheme) -> bool:
    overs = {*(one.over for one in scheme.quotas), *(one.over for one in scheme.tails)}
    return (
        any(one.domains for one in scheme.indicators)
        or any(one.domains for one in scheme.stars)
        or Over.DOMAIN in overs
        or any(one.domains for one in scheme.quotas)
        or any(one.domains for one in scheme.tails)
    )


def _adjustments(scheme: Scheme) -> Iterator[Problem]:
    if scheme.measure is Measure.OPINION and scheme.adjustments:
        sentence = "等次由会议意见确定，加减分（[[adjustments]]）不影响等次。"
        yield hint(scheme.adjustments[0].origin.line, sentence)
    for one in scheme.adjustments:
        if one.ceiling is not None and (why := _ceiling(one)):
            yield hint(one.origin.line, f"加减分“{one.name}”的 ceiling {why}。")


def _groups(scheme: Scheme) -> Iterator[Problem]:
    for group in scheme.adjustment_groups:
        members = [one for one in scheme.adjustments if one.group == group.name]
        if len(members) < 2:
            sentence = (
                f"加减分组“{group.name}”里{'只有一项' if members else '一项也没有'}，请核对。"
            )
            yield hint(group.origin.line, sentence)
        if len({one.bonus for one in members}) > 1:
            sentence = f"加减分组“{group.name}”里既有加分又有扣分，请分成两组。"
            yield Problem(group.origin.line, sentence)


def _ceiling(one: Adjustment) -> str:
    """Why the ceiling of one bonus or deduction makes no sense; "" where it does."""
    most = max(tier.points for tier in one.tiers)
    if one.ceiling is None:
        return ""
    if one.ceiling < most:
        return f"低于它自己的一档 {format_points(most)} 分，那一档永远得不满"
    once = one.when is not None or one.combine is Combine.HIGHEST
    return f"不低于最高的一档 {format_points(most)} 分，永远不起作用" if once else ""
