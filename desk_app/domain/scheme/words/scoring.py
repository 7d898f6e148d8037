"""Says what is scored: indicators, bonuses and deductions, facts."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk_app.domain.points import format_points
from desk_app.domain.scheme.model.scoring import (
    Adjustment,
    AdjustmentGroup,
    Clause,
    Combine,
    Fact,
    FactKind,
    Indicator,
    IndicatorMode,
    Start,
)
from desk_app.domain.scheme.words.conditions import stop, when
from desk_app.domain.scheme.words.tiers import whole_words

_FACTS = {
    FactKind.YES_NO: "填是或否",
    FactKind.COUNT: "填次数",
    FactKind.DATE: "填日期",
    FactKind.CHOICE: "选填",
    FactKind.TEXT: "填文字",
    FactKind.DECIMAL: "填数字，最多三位小数",
}


@dataclass(frozen=True, slots=True)
class ModeWords:
    """How a mode is said; ``{full}`` stands for the indicator's points.

    ``worth`` when the scheme is read back, ``beside`` next to the indicator on screen,
    ``heading`` over its column in a workbook, ``asked`` where an entry is typed ("" where
    nothing has to be explained).
    """

    worth: str
    beside: str
    heading: str
    asked: str = ""


MODES = {
    IndicatorMode.SCORED: ModeWords("{full} 分", "{full}", "{full}分"),
    IndicatorMode.DEDUCTED: ModeWords(
        "{full} 分，填扣分，扣完为止",
        "{full}，填扣分",
        "扣分，满分{full}分",
        "填扣掉的分数，没有扣分填 0；满分 {full} 分，扣完为止。",
    ),
    IndicatorMode.ALL_OR_NOTHING: ModeWords(
        "{full} 分，达成得满分，不达成不得分",
        "{full} 或 0",
        "达成{full}分，否则0分",
        "达成填 {full}，没有达成填 0。",
    ),
    IndicatorMode.CHECK: ModeWords(
        "{full} 分，是达标项，达到的得满分，没有达到的不得分",
        "{full}，填√×",
        "达到填1，否则填0，计{full}分",
        "达到填 1（或 √），没有达到填 0（或 ×）。",
    ),
    IndicatorMode.INFORMATION: ModeWords(
        "只作记录，不计分", "不计分", "不计分", "只作记录，不计分。"
    ),
    IndicatorMode.CLAUSES: ModeWords(
        "{full} 分，按计分情形",
        "{full}，按情形",
        "按情形，满分{full}分",
        "得分由各条情形算出，在情形里填次数；一条也没有的，在这里填 {none}（或按空格键）。",
    ),
    IndicatorMode.FACTS: ModeWords(
        "{full} 分，由其他情况算出",
        "{full}，自动算",
        "自动算，满分{full}分",
        "得分由“其他情况”里填的自动算出，这里不用填。",
    ),
}
"""The words of every mode, in one place."""
CHOSEN_IN_TIER = ModeWords(
    "{full} 分，由其他情况分档",
    "{full}，按档填",
    "按档填，满分{full}分",
    "先在“其他情况”里填好，再在所在的档的范围里填得分；只有一个分数的档自动算出。",
)
"""Those of points that follow from facts where a tier leaves the scorer a choice."""


def indicators(same: Sequence[Indicator]) -> str:
    """Say one indicator, or the lines of one name whose standards differ by 领域."""
    first = same[0]
    where = f"（{'、'.join(first.domains)}）" if first.domains and len(same) == 1 else ""
    heading = f"（属“{first.group}”）" if first.group else ""
    extra = "，属加分项目" if first.extra else ""
    extra += "，没有填的按 0 分" if first.optional else ""
    text = f"“{first.name}”{heading}{where} {_worth(first)}{extra}"
    if len(same) == 1:
        return f"{text}：{stop(first.standard)}" if first.standard else f"{text}。"
    texts: dict[str, list[str]] = {}
    for one in same:
        texts.setdefault(stop(one.standard) if one.standard else "没有写标准。", []).extend(
            one.domains
        )
    return f"{text}：" + "".join(f"{'、'.join(where)}——{text}" for text, where in texts.items())


def _worth(one: Indicator) -> str:
    chosen = one.mode is IndicatorMode.FACTS and one.chosen
    words = CHOSEN_IN_TIER if chosen else MODES[one.mode]
    text = words.worth.format(full=format_points(one.points))
    if one.points and not one.mode.counts:
        text += f"（写有 {format_points(one.points)} 分）"
    start = _start(one)
    if one.tiers or one.per_unit:
        text += f"，{whole_words(one)}"
    return f"{text}，{start}" if start else text


def _start(one: Indicator) -> str:
    """Say from where the clauses count; "" where there are none."""
    if not one.clauses and one.start is Start.FULL:
        return ""
    if one.start is Start.FULL:
        return "从满分起扣分，扣完为止" + ("；加分后不超过满分" if _gives(one) else "")
    return "从 0 分起得分，得满为止" + ("；扣分后不低于 0 分" if _takes(one) else "")


def clause(indicator: Indicator, one: Clause) -> str:
    """Say one clause of an indicator."""
    text = f"“{indicator.name}”的“{one.name}”：{clause_worth(one)}"
    return f"{text}。标准：{stop(one.standard)}" if one.standard else f"{text}。"


def _gives(one: Indicator) -> bool:
    return any(clause.bonus for clause in one.clauses)


def _takes(one: Indicator) -> bool:
    return any(not clause.bonus for clause in one.clauses)


def clause_worth(one: Clause) -> str:
    """Say what a clause takes or gives: ``每次扣 1 分，最多 5 分``, ``扣 5 分``, ``酌情扣``."""
    sign = "得" if one.bonus else "扣"
    most = "" if one.ceiling is None else f"最多 {format_points(one.ceiling)} 分"
    if one.points is None:
        return f"酌情{sign}分" + (f"，{most}" if most else "")
    text = f"{sign} {format_points(one.points)} 分"
    if one.unit:
        text = f"每{one.unit}{text}" + ("" if one.whole else "，可以填小数")
    return text + (f"，{most}" if most else "")


def adjustment(one: Adjustment) -> str:
    """Say a bonus or deduction."""
    sign = "加" if one.bonus else "扣"
    if one.when is not None:
        text = f"{when(one.when)}的，{sign} {format_points(one.tiers[0].points)} 分"
    elif one.fact:
        text = f"按“{one.fact}”每{one.unit}{sign} {format_points(one.tiers[0].points)} 分"
    else:
        tiers = "，".join(
            f"{'' if tier.name == f'每{one.unit}' else tier.name}每{one.unit}{sign} "
            f"{format_points(tier.points)} 分"
            for tier in one.tiers
        )
        text = f"{tiers}（登记时注明佐证）"
    if one.combine is Combine.HIGHEST:
        text += "，以最高的为准"
    if one.ceiling is not None:
        text += f"，合计最多{sign} {format_points(one.ceiling)} 分"
    if one.group:
        text += f"，与“{one.group}”组的其他项合并计算"
    return f"“{one.name}”：{text}。"


def adjustment_group(one: AdjustmentGroup) -> str:
    """Say how bonuses or deductions of one group count together."""
    text = "只计最高的一项" if one.combine is Combine.HIGHEST else "累计"
    if one.ceiling is not None:
        text += f"，合计最多 {format_points(one.ceiling)} 分"
    return f"“{one.name}”组的各项，{text}。"


def how_entered(one: Fact) -> str:
    """Say what is entered of a fact: ``填整数，单位人``."""
    how = _FACTS[one.kind]
    if one.options:
        how += f"：{'、'.join(one.options)}"
    if one.unit and one.unit != "次":
        how = f"填整数，单位{one.unit}" if one.kind is FactKind.COUNT else f"{how}，单位{one.unit}"
    return how


def fact(one: Fact) -> str:
    """Say what is to be known."""
    how = how_entered(one)
    if one.carries:
        how += "，本轮没有填的沿用上一轮"
    return f"“{one.name}”（{how}）" + (f"：{stop(one.hint)}" if one.hint else "。")
