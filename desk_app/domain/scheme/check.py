"""Looks at a whole scheme: whether it can be graded by, and what deserves a second look.

Names are in order already (`names`, called when a file is read); here the numbers, the ladder
and the readings are judged.
"""

from collections.abc import Iterator
from fractions import Fraction

from desk_app.domain.conditions import comparisons
from desk_app.domain.points import add_up, format_points, format_rate
from desk_app.domain.scheme.conditions import Operand
from desk_app.domain.scheme.coverage import gaps_and_overlaps
from desk_app.domain.scheme.model import Bound, LimitKind, Quota, Scheme, StepYield
from desk_app.domain.scheme.problems import Problem, Severity
from desk_app.domain.scheme.uses import conditions

_WHOLE = Fraction(1)


def check(scheme: Scheme) -> tuple[Problem, ...]:
    """Return every finding in the order of the lines; errors make the scheme unusable."""
    found = [
        *_evaluators(scheme),
        *_sums(scheme),
        *gaps_and_overlaps(scheme),
        *_ladder(scheme),
        *_shares(scheme),
        *_readings(scheme),
        *_steps(scheme),
        *_unused(scheme),
    ]
    return tuple(sorted(found, key=lambda one: (one.severity is Severity.HINT, one.line)))


def _hint(line: int, sentence: str) -> Problem:
    return Problem(line, sentence, Severity.HINT)


def _evaluators(scheme: Scheme) -> Iterator[Problem]:
    totals = [one for one in scheme.evaluators if one.total]
    if not totals:
        line = scheme.evaluators[0].origin.line
        sentence = "没有说明哪个评价主体的得分算总分，请给其中一个写上 total = true。"
        yield Problem(line, sentence)
    elif len(totals) > 1:
        names = "、".join(f"“{one.name}”" for one in totals)
        sentence = f"{names}都写了 total = true，总分只能来自一个评价主体。"
        yield Problem(totals[1].origin.line, sentence)


def _sums(scheme: Scheme) -> Iterator[Problem]:
    if scheme.full_points <= 0:
        yield Problem(scheme.total_origin.line, "总分 full 应大于 0。")
        return
    if scheme.ceiling is not None and scheme.ceiling <= scheme.floor:
        sentence = "最高分 ceiling 应高于最低分 floor。"
        yield Problem(scheme.total_origin.line, sentence)
    full = format_points(scheme.full_points)
    for group in [one.name for one in scheme.domains] or [""]:
        lines = [one for one in scheme.indicators if not one.domains or group in one.domains]
        total = add_up(one.points for one in lines)
        if total != scheme.full_points:
            where = f"领域“{group}”的" if group else ""
            sentence = (
                f"{where}各项指标合计 {format_points(total)} 分，与总分 {full} 分不符，请核对。"
            )
            yield Problem(lines[0].origin.line if lines else scheme.total_origin.line, sentence)
    for indicator in scheme.indicators:
        if indicator.points == 0:
            yield Problem(indicator.origin.line, f"指标“{indicator.name}”的分值为 0，应大于 0。")


def _ladder(scheme: Scheme) -> Iterator[Problem]:
    if not scheme.bands:
        return
    ranks = [scheme.rank(band.level) for band in scheme.bands]
    for position in range(1, len(ranks)):
        upper, lower = scheme.bands[position - 1], scheme.bands[position]
        if ranks[position] < ranks[position - 1]:
            sentence = (
                f"档次“{lower.level}”写在“{upper.level}”后面，但它的等次更高；"
                "档次应像等次一样从高到低写。"
            )
            yield Problem(lower.origin.line, sentence)
        elif _lower_points(scheme, position):
            sentence = f"档次“{lower.level}”的分数高于写在它前面的“{upper.level}”，请核对。"
            yield Problem(lower.origin.line, sentence)
    nones = [one for one in scheme.levels if one.none]
    if nones and (len(nones) > 1 or not scheme.levels[-1].none):
        sentence = "表示“不定等次”的等次（none = true）只能有一个，并且排在最后。"
        yield Problem(nones[0].origin.line, sentence)
    lowest = max(ranks)
    named = {scheme.rank(one.level) for one in scheme.limits if one.level}
    demotes = any(one.kind is LimitKind.DEMOTE for one in scheme.limits)
    for position, level in enumerate(scheme.levels):
        below_all = position > lowest and demotes
        if position not in ranks and position not in named and not below_all:
            sentence = f"等次“{level.name}”没有档次，也没有限定会落到它，只能由会议另行确定。"
            yield _hint(level.origin.line, sentence)


def _lower_points(scheme: Scheme, position: int) -> bool:
    upper, lower = scheme.bands[position - 1].range, scheme.bands[position].range
    if lower.low is None or upper.low is None:
        return upper.low is None and lower.low is not None
    return lower.low > upper.low


def _shares(scheme: Scheme) -> Iterator[Problem]:
    for quota in scheme.quotas:
        if quota.share > _WHOLE or quota.tolerance > _WHOLE:
            share = format_rate(max(quota.share, quota.tolerance))
            sentence = f"名额“{quota.name}”的比例是 {share}，不能超过 100%。"
            yield Problem(quota.origin.line, sentence)
    yield from _shares_together(scheme)
    if scheme.rectification and scheme.rectification.below > _WHOLE:
        yield Problem(scheme.rectification.origin.line, "整改的 below 不能超过 100%。")
    for use in conditions(scheme):
        for one in comparisons(use.condition):
            if one.operand is Operand.RATE and isinstance(one.value, Fraction) and one.value > 1:
                rate = format_rate(one.value)
                sentence = f"{use.what}的条件里“{one.name}”与 {rate} 比较，不能超过 100%。"
                yield Problem(use.origin.line, sentence)


def _shares_together(scheme: Scheme) -> Iterator[Problem]:
    for bound, words in ((Bound.ABOUT, "左右"), (Bound.AT_LEAST, "不低于")):
        quotas = [one for one in scheme.quotas if one.bound is bound and one.share <= _WHOLE]
        apart = _apart(quotas)
        total = sum((one.share for one in apart), Fraction(0))
        if total > _WHOLE:
            sentence = f"各“{words}”名额的比例合计 {format_rate(total)}，超过 100%。"
            yield Problem(apart[-1].origin.line, sentence)
    for least in (one for one in scheme.quotas if one.bound is Bound.AT_LEAST):
        for most in (one for one in scheme.quotas if one.bound is Bound.AT_MOST):
            if set(least.levels) <= set(most.levels) and least.share > most.share:
                sentence = f"名额“{least.name}”的下限高于“{most.name}”的上限，无法同时做到。"
                yield Problem(least.origin.line, sentence)


def _apart(quotas: list[Quota]) -> list[Quota]:
    """Those that share no level with an earlier one: only their shares may be added."""
    seen: set[str] = set()
    found = []
    for one in quotas:
        if not seen & set(one.levels):
            seen |= set(one.levels)
            found.append(one)
    return found


def _readings(scheme: Scheme) -> Iterator[Problem]:
    for reading in scheme.readings:
        options = "、".join(f"“{one}”" for one in reading.options)
        if not reading.chosen:
            sentence = f"读法“{reading.name}”还没有选定，请在 chosen 里写上 {options} 中的一个。"
            yield Problem(reading.origin.line, sentence)
        elif reading.chosen not in reading.options:
            sentence = f"读法“{reading.name}”选定的不在可选之列，可选的有 {options}。"
            yield Problem(reading.origin.line, sentence)


def _steps(scheme: Scheme) -> Iterator[Problem]:
    for step in scheme.steps:
        lacking = ""
        if step.yields is StepYield.SCORES and not step.evaluator:
            lacking = "产生评分，请用 evaluator 写明是哪个评价主体"
        elif step.yields is StepYield.POLL and not step.poll:
            lacking = "产生测评结果，请用 poll 写明是哪个测评"
        elif step.yields is StepYield.NOTICE and not step.notice_days:
            lacking = "是公示，请用 notice_days 写明公示几天"
        if lacking:
            yield Problem(step.origin.line, f"环节“{step.name}”{lacking}。")
    if not any(step.yields is StepYield.DECISION for step in scheme.steps):
        line = scheme.steps[0].origin.line if scheme.steps else 0
        yield _hint(line, '没有一个环节是由会议确定等次的（yields = "decision"）。')


def _unused(scheme: Scheme) -> Iterator[Problem]:
    compared = {
        (one.operand, one.name) for use in conditions(scheme) for one in comparisons(use.condition)
    }
    counted = {one.fact for one in scheme.adjustments}
    for fact in scheme.facts:
        if (Operand.FACT, fact.name) not in compared and fact.name not in counted:
            yield _hint(fact.origin.line, f"其他情况“{fact.name}”没有被任何规则用到，只作记录。")
    polled = {step.poll for step in scheme.steps} | {rate.poll for rate in scheme.rates}
    for poll in scheme.polls:
        if poll.name not in polled:
            yield _hint(poll.origin.line, f"测评“{poll.name}”没有被任何环节或比率用到。")
    scored = {step.evaluator for step in scheme.steps}
    for evaluator in scheme.evaluators:
        if scheme.steps and evaluator.name not in scored and not evaluator.total:
            sentence = f"评价主体“{evaluator.name}”没有被任何环节用到。"
            yield _hint(evaluator.origin.line, sentence)
