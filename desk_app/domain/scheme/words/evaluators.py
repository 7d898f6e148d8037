"""Says who scores what, how ballots become points, and how it all makes a total."""

from fractions import Fraction

from desk_app.domain.points import format_points
from desk_app.domain.scheme.model.ballots import Ballots
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Evaluator, Missing
from desk_app.domain.scheme.words.conditions import number, quoted
from desk_app.domain.scheme.words.polls import BASES

_MISSING = {
    Missing.OPEN: "有人没有评分的，等他评完再算总分",
    Missing.OTHERS: "有人没有评分的，按其他人的权重计算",
    Missing.ZERO: "有人没有评分的，他那一份按 0 分计算",
}
_UNPOLLED = "（没有测评结果、没有有效票的也是）"


def evaluator(scheme: Scheme, one: Evaluator, *, counting: bool) -> str:
    """Say what an evaluator scores, and what becomes of it."""
    own = _own(scheme, one)
    if not counting and not own:
        return f"“{one.name}”对照指标评价，不打分{'（主评）' if one.total else ''}。"
    if scheme.weighting is not None and one.weight:
        main = "，是主评" if one.total else ""
        return f"“{one.name}”{own}的得分按权重 {number(one.weight)} 计入总分{main}。"
    if scheme.weighting is None and one.total:
        return f"“{one.name}”{own}的得分为总分。"
    return f"“{one.name}”{own}的得分与总分并列，不计入总分。"


def _own(scheme: Scheme, one: Evaluator) -> str:
    """What it does other than score every indicator; "" where it does just that."""
    if one.ballots is not None:
        return _of_ballots(scheme, one, one.ballots)
    if one.only_total:
        return f"只给总分，满分 {format_points(scheme.sheets.full(one))} 分，它"
    if one.indicators:
        return f"只评{quoted(one.indicators)}，它"
    return ""


def _of_ballots(scheme: Scheme, one: Evaluator, ballots: Ballots) -> str:
    each = "" if one.name in scheme.sheets.givers else "逐项"
    polls = scheme.polls_of(ballots.poll)
    how = formula(ballots, polls[0].options if polls else ())
    full = "" if each else f"，满分 {format_points(scheme.sheets.full(one))} 分"
    if each and one.full is not None:
        full = f"（写有满分 {format_points(one.full)} 分）"
    return f"没有人填分，由测评“{ballots.poll}”{each}得出：{how}{full}，它"


def formula(ballots: Ballots, options: tuple[str, ...]) -> str:
    """Say how points come of votes: ``（好×100＋较好×80）÷有效票``."""
    if not ballots.worth:
        return f"各票所打分数之和÷{BASES[ballots.base]}"
    named = [one for one in options if ballots.worth_of(one) is not None]
    named += [one for one, _ in ballots.worth if one not in named]
    shown = "＋".join(f"{one}×{format_points(ballots.worth_of(one))}" for one in named)
    return f"（{shown}）÷{BASES[ballots.base]}"


def weighting(scheme: Scheme, missing: Missing) -> str:
    """Say how the points of several evaluators become a total."""
    weighed = [one for one in scheme.evaluators if one.weight]
    waits = _MISSING[missing]
    if any(one.ballots for one in weighed):
        waits = waits.replace("的，", f"的{_UNPOLLED}，", 1)
    givers = [one for one in weighed if one.name in scheme.sheets.givers]
    scorers = [one for one in weighed if one not in givers]
    if not scheme.sheets.shared:
        return f"{_names(weighed)}的评分逐项按 {_ratio(weighed)} 加权，合计为总分；{waits}。"
    full = format_points(scheme.full_points)
    if not givers:
        return (
            f"每项的得分是评这一项的{_names(scorers)}按 {_ratio(scorers)} 加权的平均分，"
            f"各项合计为总分；{waits}。"
        )
    if not scorers:
        return (
            f"{_names(givers)}的总分折成满分 {full} 分，按 {_ratio(givers)} 加权为总分；{waits}。"
        )
    lines = f"{_names(scorers)}所评各项的合计"
    if len(scorers) > 1:
        lines = f"{_names(scorers)}所评各项按 {_ratio(scorers)} 加权平均的合计"
    together = number(sum((one.weight for one in scorers), Fraction(0)))
    return (
        f"{lines}，与{_names(givers)}的总分（折成满分 {full} 分），"
        f"按 {together}:{_ratio(givers)} 加权为总分；{waits}。"
    )


def _names(some: list[Evaluator]) -> str:
    return quoted(one.name for one in some)


def _ratio(some: list[Evaluator]) -> str:
    return ":".join(number(one.weight) for one in some)
