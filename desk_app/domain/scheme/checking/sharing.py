"""Judges who scores what: every line by somebody who counts, every option worth something."""

from collections.abc import Iterator
from decimal import Decimal

from desk_app.domain.points import format_points
from desk_app.domain.scheme.checking.uses import conditions
from desk_app.domain.scheme.model.ballots import TOTAL_LINE, Ballots
from desk_app.domain.scheme.model.conditions import Operand, comparisons
from desk_app.domain.scheme.model.polls import Poll
from desk_app.domain.scheme.model.problems import Problem, hint
from desk_app.domain.scheme.model.rounds import StepYield
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Evaluator, Indicator, IndicatorMode


def sharing(scheme: Scheme) -> Iterator[Problem]:
    """Every finding on evaluators that do not score every indicator by hand."""
    if not scheme.sheets.shared:
        return
    for one in scheme.evaluators:
        if one.ballots is not None:
            yield from _ballots(scheme, one, one.ballots)
        elif one.name in scheme.sheets.givers and not scheme.sheets.full(one):
            yield Problem(one.origin.line, f"评价主体“{one.name}”的满分 full 应大于 0。")
    yield from _lines(scheme)
    yield from _steps(scheme)
    yield from _compared(scheme)


def _ballots(scheme: Scheme, one: Evaluator, ballots: Ballots) -> Iterator[Problem]:
    line, what = one.origin.line, f"评价主体“{one.name}”"
    polls = scheme.polls_of(ballots.poll)
    for option in dict.fromkeys(option for poll in polls for option in poll.options):
        if ballots.worth_of(option) is None:
            sentence = f"{what}没有写测评选项“{option}”计几分，请写在 points 里。"
            yield Problem(line, sentence)
    known = {option for poll in polls for option in poll.options}
    for option, _ in ballots.worth:
        if polls and option not in known:
            there = "、".join(polls[0].options)
            sentence = f"{what}的 points 提到的测评选项“{option}”没有定义；已定义的有：{there}。"
            yield Problem(line, sentence)
    if one.name in scheme.sheets.givers:
        if not scheme.sheets.full(one):
            yield Problem(line, f"{what}的满分 full 应大于 0。")
            return
        yield from _most(what, ballots, polls, scheme.sheets.full(one), line)
        return
    if one.full is not None:
        sentence = f"{what}由测评逐项得出，每项的满分是指标的分值，不用写 full。"
        yield Problem(line, sentence)
    yield from _by_items(scheme, one, ballots)


def _by_items(scheme: Scheme, one: Evaluator, ballots: Ballots) -> Iterator[Problem]:
    """Polls of which each is named after an indicator, and gives its points."""
    line, what = one.origin.line, f"评价主体“{one.name}”"
    names = scheme.indicator_names()
    for item, name in scheme.sheets.polls(one).items():
        if item not in names:
            there = "、".join(names) or "一个也没有"
            sentence = f"{what}的测评“{name}”没有同名的指标“{item}”；已定义的指标有：{there}。"
            yield Problem(line, sentence)
    for indicator in scheme.indicators:
        if indicator.name not in scheme.sheets.polls(one):
            continue
        if indicator.mode is not IndicatorMode.SCORED:
            sentence = (
                f"{what}由测评得出指标“{indicator.name}”的得分，这个指标应直接打分，不能写 mode。"
            )
            yield Problem(line, sentence)
        own = tuple(poll for poll in scheme.polls if poll.name.endswith(f"·{indicator.name}"))
        about = f"{what}评“{indicator.name}”"
        yield from _most(about, ballots, own, indicator.points, line)


def _most(
    what: str, ballots: Ballots, polls: tuple[Poll, ...], full: Decimal, line: int
) -> Iterator[Problem]:
    """Whether the best ballots come to the full points, and no more."""
    found = [ballots.worth_of(option) for poll in polls for option in poll.options]
    worth = [one for one in found if one is not None]
    if not worth or max(worth) == full:
        return
    text = f"{what}，一票最多计 {format_points(max(worth))} 分，"
    if max(worth) > full:
        yield Problem(line, f"{text}超过满分 {format_points(full)} 分，请核对。")
    else:
        yield hint(line, f"{text}得不到满分 {format_points(full)} 分，请核对。")


def _counting(scheme: Scheme) -> list[Evaluator]:
    if scheme.weighting is None:
        return [one for one in scheme.evaluators if one.total]
    return [one for one in scheme.evaluators if one.weight]


def _lines(scheme: Scheme) -> Iterator[Problem]:
    """Whether every line that counts is scored, by somebody whose points make the total."""
    counting = _counting(scheme)
    judges = [one for one in counting if one.name not in scheme.sheets.givers]
    if judges:
        whose, lacking = judges, "没有计入总分的评价主体评分"
    else:
        whose, lacking = list(scheme.evaluators), "没有人评分"
    for group in [one.name for one in scheme.domains] or [""]:
        scored = {
            line.name
            for one in whose
            if one.name not in scheme.sheets.givers
            for line in scheme.sheets.lines(one.name, group)
        }
        for indicator in scheme.indicators:
            here = not indicator.domains or group in indicator.domains
            if here and indicator.mode.counts and indicator.name not in scored:
                where = f"（领域“{group}”）" if group else ""
                sentence = f"指标“{indicator.name}”{where}{lacking}。{_advice(scheme, judges)}"
                yield Problem(indicator.origin.line, sentence)
    if scheme.sheets.givers:
        yield from _called_total(scheme.indicators)


def _advice(scheme: Scheme, judges: list[Evaluator]) -> str:
    if judges and scheme.weighting is None:
        return "几个评价主体合起来算总分的，请写 [weighting] 和各自的 weight。"
    return "请写进某个评价主体的 indicators。"


def _called_total(indicators: tuple[Indicator, ...]) -> Iterator[Problem]:
    for one in indicators:
        if one.name == TOTAL_LINE:
            sentence = f"有评价主体只给总分，指标就不能叫“{TOTAL_LINE}”，请改名。"
            yield Problem(one.origin.line, sentence)


def _steps(scheme: Scheme) -> Iterator[Problem]:
    """No step asks for a score sheet that nobody fills in."""
    polls = {one.name: one.ballots.poll for one in scheme.sheets.balloted if one.ballots}
    for step in scheme.steps:
        if step.yields is StepYield.SCORES and step.evaluator in polls:
            sentence = (
                f"环节“{step.name}”产生“{step.evaluator}”的评分，这个评分由测评得出，"
                f'请写 yields = "poll" 和 poll = "{polls[step.evaluator]}"。'
            )
            yield Problem(step.origin.line, sentence)


def _compared(scheme: Scheme) -> Iterator[Problem]:
    """What looks at points that no total is made of."""
    counting = _counting(scheme)
    judged = {
        line.name
        for one in counting
        if one.name not in scheme.sheets.givers
        for group in [group.name for group in scheme.domains] or [""]
        for line in scheme.sheets.lines(one.name, group)
    }
    for use in conditions(scheme):
        for one in comparisons(use.condition):
            if one.operand is Operand.POINTS and one.name not in judged:
                sentence = (
                    f"{use.what}的条件看指标“{one.name}”的得分，计入总分的评价主体却不评这一项。"
                )
                yield Problem(use.origin.line, sentence)
    if (rule := scheme.rectification) and rule.below and not judged:
        sentence = "计入总分的评价主体都不评各项指标，整改不能按得分低的指标列，只能由人逐条登记。"
        yield hint(rule.origin.line, sentence)
    if between := scheme.deviation:
        for other in scheme.evaluators:
            if other.name in between.between and not _comparable(scheme, other):
                sentence = (
                    f"分差提醒比较的是满分 {format_points(scheme.full_points)} 分的总分，"
                    f"“{other.name}”给的不是，不能比较。"
                )
                yield Problem(between.origin.line, sentence)


def _comparable(scheme: Scheme, one: Evaluator) -> bool:
    """Whether an evaluator's sum has the scheme's full points."""
    if one.name in scheme.sheets.givers:
        return scheme.sheets.full(one) == scheme.full_points
    counted = {line.name for line in scheme.indicators if line.mode.counts}
    scored = {
        line.name
        for group in [group.name for group in scheme.domains] or [""]
        for line in scheme.sheets.lines(one.name, group)
    }
    return counted <= scored
