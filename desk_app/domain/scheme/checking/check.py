"""Looks at a whole scheme: whether it can be graded by, and what deserves a second look.

Names are in order already (`names`, asked when a file is read); here the numbers, the ladder,
the quotas and the readings are judged.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from desk_app.domain.points import add_up, format_points, format_rate, round_half_up
from desk_app.domain.scheme.checking.balance import balance
from desk_app.domain.scheme.checking.clauses import clauses
from desk_app.domain.scheme.checking.coverage import gaps_and_overlaps
from desk_app.domain.scheme.checking.ladder import ladder
from desk_app.domain.scheme.checking.logic import Never
from desk_app.domain.scheme.checking.sharing import sharing
from desk_app.domain.scheme.checking.tiers import tiers
from desk_app.domain.scheme.checking.uses import conditions, unused
from desk_app.domain.scheme.model.conditions import Operand, comparisons
from desk_app.domain.scheme.model.levels import Measure
from desk_app.domain.scheme.model.polls import MOST_CATEGORIES
from desk_app.domain.scheme.model.problems import Problem, hint
from desk_app.domain.scheme.model.rounds import StepYield
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Indicator

_WHOLE = Fraction(1)


def findings(scheme: Scheme) -> Iterator[Problem | Never]:
    """Every finding, by what it is about; errors make the scheme unusable."""
    yield from _measure(scheme)
    yield from _uncounted(scheme)
    yield from _evaluators(scheme)
    yield from _weights(scheme)
    yield from _worth(scheme)
    yield from clauses(scheme)
    yield from sharing(scheme)
    yield from tiers(scheme)
    yield from _sums(scheme)
    yield from gaps_and_overlaps(scheme)
    yield from ladder(scheme)
    yield from balance(scheme)
    yield from _rates(scheme)
    yield from _categories(scheme)
    yield from _readings(scheme)
    yield from _deadlines(scheme)
    yield from _steps(scheme)
    yield from unused(scheme)


def _measure(scheme: Scheme) -> Iterator[Problem]:
    """Whether there is what the levels are said to come from."""
    line = scheme.total_origin.line
    match scheme.measure:
        case Measure.STARS if not scheme.stars:
            yield Problem(line, '等次按星数定（measure = "stars"），却没有一颗星（[[stars]]）。')
        case Measure.OPINION:
            if scheme.bands:
                sentence = '等次按会议意见定（measure = "opinion"），不应再写档次（[[bands]]）。'
                yield Problem(scheme.bands[0].origin.line, sentence)
            kinds = {StepYield.OPINION, StepYield.DECISION}
            if not any(one.yields in kinds for one in scheme.steps):
                sentence = (
                    "等次按会议意见定，却没有一个环节提出等次意见"
                    '（yields = "opinion" 或 "decision"）。'
                )
                yield Problem(line, sentence)
        case _:
            pass


def _uncounted(scheme: Scheme) -> Iterator[Problem]:
    """What wants points where no indicator counts for any."""
    ranked = [one for one in scheme.quotas if one.assign]
    if not _counting(scheme) and (ranked or scheme.tails):
        what = f"名额“{ranked[0].name}”" if ranked else f"倒排“{scheme.tails[0].name}”"
        origin = ranked[0].origin if ranked else scheme.tails[0].origin
        yield Problem(origin.line, f"{what}要排名，方案里却没有计分的指标，排不出名次。")
    if scheme.rectification and scheme.rectification.below and not _counting(scheme):
        sentence = "整改按得分低的指标列，方案里却没有计分的指标，只能由人逐条登记。"
        yield hint(scheme.rectification.origin.line, sentence)


def _counting(scheme: Scheme) -> bool:
    return any(one.mode.counts for one in scheme.indicators) or bool(scheme.sheets.givers)


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


def _weights(scheme: Scheme) -> Iterator[Problem]:
    weighed = [one for one in scheme.evaluators if one.weight]
    if scheme.weighting is None:
        if weighed:
            sentence = (
                f"评价主体“{weighed[0].name}”写了 weight，却没有 [weighting]；"
                "请加上 [weighting]，并写明有人没有评分时怎么办（missing）。"
            )
            yield Problem(weighed[0].origin.line, sentence)
        return
    line = scheme.weighting.origin.line
    if not weighed:
        yield Problem(line, "写了加权 [weighting]，却没有一个评价主体写了 weight。")
        return
    for one in scheme.evaluators:
        if one.total and not one.weight:
            sentence = f"评价主体“{one.name}”算总分，加权时却没有 weight，它的评分不起作用。"
            yield Problem(one.origin.line, sentence)
    if len(weighed) == 1:
        yield hint(line, f"加权时只有“{weighed[0].name}”写了 weight，等于不加权。")
    yield from _like_percentages(scheme, line, [one.weight for one in weighed])


def _like_percentages(scheme: Scheme, line: int, weights: list[Fraction]) -> Iterator[Problem]:
    """3:7 is a ratio and need not come to anything; 0.3 and 0.6, or 30 and 60, look like shares."""
    total = sum(weights, Fraction(0))
    whole = 1 if max(weights) < 1 else 100 if min(weights) >= 10 else 0
    if len(weights) > 1 and whole and total != whole:
        shown = format_points(round_half_up(total, 3))
        names = "、".join(f"“{one.name}”" for one in scheme.evaluators if one.weight)
        sentence = f"{names}的 weight 合计 {shown}，不是 {whole}；按比值仍可计算，请核对是否写错。"
        yield hint(line, sentence)


def _worth(scheme: Scheme) -> Iterator[Problem]:
    """Whether exactly those indicators that count have points."""
    for indicator in scheme.indicators:
        if indicator.mode.counts and indicator.points == 0:
            yield Problem(indicator.origin.line, f"指标“{indicator.name}”的分值为 0，应大于 0。")
        elif indicator.points and not indicator.mode.counts:
            sentence = f"指标“{indicator.name}”只作记录（information），不应再写分值 points。"
            yield Problem(indicator.origin.line, sentence)


def _sums(scheme: Scheme) -> Iterator[Problem]:
    counting = [one for one in scheme.indicators if one.mode.counts]
    if scheme.ceiling is not None and scheme.ceiling <= scheme.floor:
        sentence = "最高分 ceiling 应高于最低分 floor。"
        yield Problem(scheme.total_origin.line, sentence)
    if scheme.full_points > 0:
        yield from _adding_up(scheme, counting)
    elif scheme.measure is Measure.POINTS or counting:
        text = "总分 full 应大于 0"
        if not any(one.domains for one in counting) and (
            whole := sum(one.points for one in counting)
        ):
            text += f"；计分的指标合计 {format_points(whole)} 分，写 full = {format_points(whole)}"
        yield Problem(scheme.total_origin.line, f"{text}。")


def _adding_up(scheme: Scheme, counting: Sequence[Indicator]) -> Iterator[Problem]:
    """Whether the indicators of each 领域 come to the full points."""
    full = format_points(scheme.full_points)
    for group in [one.name for one in scheme.domains] or [""]:
        lines = [one for one in counting if not one.domains or group in one.domains]
        total = add_up(one.points for one in lines)
        if total != scheme.full_points and (lines or not scheme.sheets.givers):
            where = f"领域“{group}”的" if group else ""
            sentence = (
                f"{where}各项指标合计 {format_points(total)} 分，与总分 {full} 分不符，请核对。"
            )
            yield Problem(lines[0].origin.line if lines else scheme.total_origin.line, sentence)


def _rates(scheme: Scheme) -> Iterator[Problem]:
    if scheme.rectification and scheme.rectification.below > _WHOLE:
        yield Problem(scheme.rectification.origin.line, "整改的 below 不能超过 100%。")
    for use in conditions(scheme):
        for one in comparisons(use.condition):
            if one.operand is Operand.RATE and isinstance(one.value, Fraction) and one.value > 1:
                rate = format_rate(one.value)
                sentence = f"{use.what}的条件里“{one.name}”与 {rate} 比较，不能超过 100%。"
                yield Problem(use.origin.line, sentence)


def _categories(scheme: Scheme) -> Iterator[Problem]:
    """Every category has papers and batches of its own: more than a few cannot be kept apart."""
    kinds = [
        *((f"测评“{one.name}”", one.counting.categories, one.origin) for one in scheme.polls),
        *((f"会议“{one.name}”", one.categories, one.origin) for one in scheme.meetings),
    ]
    for what, categories, origin in kinds:
        if len(categories) > MOST_CATEGORIES:
            sentence = f"{what}的 categories 有 {len(categories)} 类，最多 {MOST_CATEGORIES} 类。"
            yield Problem(origin.line, sentence)


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
        yield hint(line, '没有一个环节是由会议确定等次的（yields = "decision"）。')


def _deadlines(scheme: Scheme) -> Iterator[Problem]:
    dated = [(one, one.deadline) for one in scheme.steps if one.deadline is not None]
    for (before, first), (after, second) in pairwise(dated):
        if second < first:
            sentence = (
                f"环节“{after.name}”的期限 {_day(second)} 早于写在它前面的“{before.name}”的 "
                f"{_day(first)}，请核对先后。"
            )
            yield hint(after.origin.line, sentence)


def _day(day: tuple[int, int]) -> str:
    return f"{day[0]} 月 {day[1]} 日"
