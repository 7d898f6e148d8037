"""Judges the clauses of indicators: whether they can come to what the rule book says."""

from collections.abc import Iterator
from decimal import Decimal

from desk_app.domain.points import format_points
from desk_app.domain.scheme.model.problems import Problem, hint
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Clause, Indicator, Start

_EACH = ("每", "/次", "／次")
"""Words of a sentence that counts."""


def clauses(scheme: Scheme) -> Iterator[Problem]:
    """Every finding on the clauses of indicators."""
    seen: set[int] = set()
    for indicator in scheme.indicators:
        line = indicator.origin.line
        if line and line in seen:  # one table of the file, with standards by 领域
            continue
        seen.add(line)
        if indicator.clauses:
            yield from _together(indicator)
        for one in indicator.clauses:
            yield from _alone(indicator, one)


def _together(indicator: Indicator) -> Iterator[Problem]:
    line = indicator.origin.line
    gives = [one for one in indicator.clauses if one.bonus]
    takes = [one for one in indicator.clauses if not one.bonus]
    what = f"指标“{indicator.name}”"
    if indicator.start is Start.FULL and not takes:
        sentence = f'{what}从满分起算，却没有一条扣分的情形；从 0 分起得分的，请写 start = "zero"。'
        yield Problem(line, sentence)
    elif indicator.start is Start.ZERO and not gives:
        yield Problem(line, f'{what}从 0 分起算，却没有一条得分的情形（kind = "bonus"）。')
    elif indicator.start is Start.ZERO:
        most = _most(gives)
        if most is not None and most < indicator.points:
            sentence = (
                f"{what}各条情形合计最多得 {format_points(most)} 分，"
                f"得不到满分 {format_points(indicator.points)} 分，请核对。"
            )
            yield hint(line, sentence)


def _most(gives: list[Clause]) -> Decimal | None:
    """What clauses can give together; ``None`` where nothing bounds them."""
    found = Decimal(0)
    for one in gives:
        if one.ceiling is not None:
            found += one.ceiling
        elif one.once:
            found += one.worth(Decimal(1))
        else:
            return None
    return found


def _alone(indicator: Indicator, one: Clause) -> Iterator[Problem]:
    line = one.origin.line or indicator.origin.line
    what = f"指标“{indicator.name}”的计分情形“{one.name}”"
    if one.points == 0 or one.ceiling == 0:
        yield Problem(line, f"{what}的分数应大于 0。")
    elif one.ceiling is not None and one.once:
        yield Problem(line, f"{what}不计次数，最多就是它的分数，不用写 ceiling。")
    elif one.ceiling is not None and one.points is not None and one.ceiling < one.points:
        sentence = (
            f"{what}一{one.unit}就是 {format_points(one.points)} 分，"
            f"最多却只有 {format_points(one.ceiling)} 分（ceiling），请核对。"
        )
        yield Problem(line, sentence)
    elif one.once and any(word in one.standard for word in _EACH):
        sentence = (
            f"{what}写的是“{one.standard}”，却没有写 unit，只能扣（得）一次；按次计的请写 unit。"
        )
        yield hint(line, sentence)
