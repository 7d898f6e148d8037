"""What is entered for the clauses of an indicator (计分情形): read, checked, said, added up.

The truth is the amount of each clause; points and reasons are worked out of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from desk_app.domain.entries import MET, NOT_MET, parse_tick
from desk_app.domain.evidence import Evidence
from desk_app.domain.points import format_points, parse_points
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import (
    Clause,
    ClauseAmounts,
    Indicator,
    IndicatorMode,
    Start,
)
from desk_app.domain.scheme.words.scoring import clause_worth
from desk_app.domain.settled import settled_of

ZERO, ONE = Decimal(0), Decimal(1)
MOST = Decimal(10_000)
"""No clause applies more often than that."""


def check_amount(indicator: Indicator, clause: Clause, amount: Decimal) -> str:
    """Return why ``amount`` cannot stand for a clause; "" when it can."""
    name = f"“{indicator.name}”的“{clause.name}”"
    if amount < ZERO:
        return f"{name}不能填负数。"
    if clause.once and amount not in {ZERO, ONE}:
        return f"{name}有这种情形填 1（或 √），没有填 0（或 ×），不能填 {amount}。"
    if clause.points is None:
        most = min(indicator.points, clause.ceiling or indicator.points)
        sign = "得" if clause.bonus else "扣"
        if amount > most:
            return f"{name}最多{sign} {format_points(most)} 分，不能填 {amount}。"
    elif amount > MOST:
        return f"{name}填的 {format_points(amount)} {clause.unit}太多，请核对。"
    elif clause.whole and amount != amount.to_integral_value():
        return f"{name}要填整数（{clause.unit or '次'}），不能填 {amount}。"
    return ""


def check_amounts(indicator: Indicator, points: Decimal, amounts: ClauseAmounts) -> str:
    """Return why ``points`` and the amounts beside them cannot stand; "" when they can."""
    known = {one.name: one for one in indicator.clauses}
    for name, amount in amounts:
        if name not in known:
            return f"“{indicator.name}”没有计分情形“{name}”。"
        wrong = check_amount(indicator, known[name], amount)
        if wrong:
            return wrong
    by_clauses = indicator.mode is IndicatorMode.CLAUSES
    return _untold(indicator) if by_clauses and points != indicator.counted(amounts) else ""


def parse_amount(indicator: Indicator, clause: Clause, text: str) -> Decimal | None:
    """Read what was typed for a clause; an empty text is ``None``.

    What applies once may be ticked (√, 是, ×, 否); a unit behind a count does no harm (3次).
    Raises ValueError with a Chinese sentence for anything that cannot stand.
    """
    ticked = parse_tick(text) if clause.once else None
    if ticked is not None:
        return ticked
    plain = text.strip().strip("\u3000")
    amount = parse_points(plain.removesuffix(clause.unit or "分") if plain else plain)
    wrong = "" if amount is None else check_amount(indicator, clause, amount)
    if wrong:
        raise ValueError(wrong)
    return amount


def format_amount(clause: Clause, amount: Decimal | None) -> str:
    """Write an amount into a table: √ or × for what applies once, else the number."""
    if amount is not None and clause.once:
        return MET if amount else NOT_MET
    return format_points(amount)


def parse_start(indicator: Indicator, text: str) -> Decimal | None:
    """Read points typed for the indicator itself: only those that no clause has touched.

    Other points would not say which clause they come from. Raises ValueError with a sentence.
    """
    points = parse_points(text)
    start = indicator.counted(())
    if points is None or points == start:
        return points
    raise ValueError(_untold(indicator))


def _untold(indicator: Indicator) -> str:
    start = format_points(indicator.counted(()))
    return f"“{indicator.name}”按情形计分，请在各条情形里填；一条也没有的填 {start}。"


def with_amount(
    indicator: Indicator, amounts: ClauseAmounts, clause: Clause, amount: Decimal | None
) -> ClauseAmounts:
    """Put the amount of one clause among the others, in the order of the scheme."""
    entered = {**dict(amounts), clause.name: amount or ZERO}
    return applying(indicator, entered)


def applying(indicator: Indicator, entered: Mapping[str, Decimal]) -> ClauseAmounts:
    """The clauses of the indicator that apply, in the order of the scheme."""
    found = ((one.name, entered.get(one.name, ZERO)) for one in indicator.clauses)
    return tuple((name, amount) for name, amount in found if amount)


def amount_of(clause: Clause, amounts: ClauseAmounts, *, scored: bool) -> Decimal | None:
    """What stands for a clause: 0 once the indicator is scored, ``None`` before."""
    return dict(amounts).get(clause.name, ZERO if scored else None)


def clause_choices(clause: Clause) -> tuple[str, ...]:
    """What can be entered for what applies once; nothing for what is counted."""
    return (MET, NOT_MET) if clause.once else ()


def clause_short(clause: Clause) -> str:
    """What a clause takes or gives, for a narrow column: ``每次扣 1``, ``扣 5``, ``酌情扣``."""
    sign = "得" if clause.bonus else "扣"
    if clause.points is None:
        return f"酌情{sign}"
    return (
        f"每{clause.unit}{sign} {format_points(clause.points)}"
        if clause.unit
        else (f"{sign} {format_points(clause.points)}")
    )


def effect_words(clause: Clause, amount: Decimal | None) -> str:
    """What an amount comes to: ``扣 3 分``; "" where nothing applies."""
    if not amount:
        return ""
    return f"{'得' if clause.bonus else '扣'} {format_points(clause.worth(amount))} 分"


def clause_hint(clause: Clause) -> str:
    """Say what is typed for a clause."""
    if clause.points is None:
        asked = "填得分" if clause.bonus else "填扣分"
    elif clause.once:
        asked = "有这种情形填 1（或 √），没有填 0"
    else:
        asked = f"填{clause.unit}数"
    return f"{asked}：{clause_worth(clause)}。"


def clause_heading(indicator: Indicator, clause: Clause) -> str:
    """What stands over the column of a clause in a workbook: 组织生活·缺会（每次扣 1 分）."""
    return f"{clause_title(indicator.name, clause.name)}（{clause_worth(clause)}）"


def clause_title(indicator: str, clause: str) -> str:
    """The name of a clause among those of all indicators."""
    return f"{indicator}·{clause}"


def count_words(clause: Clause, amount: Decimal | None) -> str:
    """The place for an amount on paper, filled in where one stands: ``□ 有``, ``＿＿＿ 次``."""
    if clause.once:
        return f"{MET if amount else '□'} 有"
    return f"{'＿＿＿' if amount is None else format_points(amount)} {clause.unit or '分'}"


def applied_words(clause: Clause, amount: Decimal) -> str:
    """Say that a clause applies: ``缺会 3 次，扣 3 分``."""
    sign = "得" if clause.bonus else "扣"
    worth = clause.worth(amount)
    name = clause.name
    if clause.unit:
        name += f" {format_points(amount)} {clause.unit}"
    most = "最多" if clause.unit and worth != (clause.points or ZERO) * amount else ""
    return f"{name}，{most}{sign} {format_points(worth)} 分"


def clause_words(indicator: Indicator, amounts: ClauseAmounts) -> str:
    """Say all clauses that apply, in their own words: the reason for the points; "" for none."""
    entered = dict(amounts)
    said = [
        applied_words(one, entered[one.name]) for one in indicator.clauses if one.name in entered
    ]
    return "；".join(said) + _bounded(indicator, entered) if said else ""


def _bounded(indicator: Indicator, entered: Mapping[str, Decimal]) -> str:
    """What is to be said where the clauses come to more than there is."""
    left = indicator.points if indicator.start is Start.FULL else ZERO
    for one in indicator.clauses:
        worth = one.worth(entered.get(one.name, ZERO))
        left += worth if one.bonus else -worth
    if left < ZERO:
        return "（扣完为止）"
    return "（以满分为限）" if left > indicator.points else ""


def reason_words(indicator: Indicator, amounts: ClauseAmounts, note: str) -> str:
    """The reason beside a score: the words of its clauses or tiers, then what somebody wrote."""
    return "；".join(one for one in (own_words(indicator, amounts), note.strip()) if one)


def own_words(indicator: Indicator, amounts: ClauseAmounts) -> str:
    """What makes the points what they are: the clauses that apply, or what facts say."""
    settled = settled_of(indicator)
    return clause_words(indicator, amounts) if settled is None else settled.said


def clauses_named(scheme: Scheme, name: str) -> tuple[tuple[Indicator, Clause], ...]:
    """Every clause of the indicators that bear a name, once, each with the first that has it."""
    found: dict[str, tuple[Indicator, Clause]] = {}
    for line in scheme.indicators:
        for clause in line.clauses if line.name == name else ():
            found.setdefault(clause.name, (line, clause))
    return tuple(found.values())


def lines_by_clauses(indicators: Sequence[Indicator]) -> tuple[Indicator, ...]:
    """The lines of a score sheet that count by clauses."""
    return tuple(one for one in indicators if one.mode is IndicatorMode.CLAUSES)


def with_clauses(scheme: Scheme, evidence: Evidence) -> Evidence:
    """Return the evidence with the points that its clauses come to.

    What stands as their points says only that somebody has scored them.
    """
    try:
        lines = lines_by_clauses(scheme.indicators_for(evidence.subject.domain))
    except KeyError:
        return evidence
    if not lines:
        return evidence
    points = {
        evaluator: {
            **sheet,
            **{
                one.name: one.counted(evidence.clauses.get(evaluator, {}).get(one.name, ()))
                for one in lines
                if one.name in sheet
            },
        }
        for evaluator, sheet in evidence.points.items()
    }
    return replace(evidence, points=points)


def facts_of_clauses(scheme: Scheme, evidence: Evidence) -> Iterator[str]:
    """Say for every indicator of the total which clauses made its points what they are."""
    if not scheme.by_clauses:
        return
    counting = [one for one in scheme.evaluators if one.weight] if scheme.weighting else []
    whose = counting or [scheme.superior]
    for one in lines_by_clauses(scheme.indicators_for(evidence.subject.domain)):
        for evaluator in whose:
            amounts = evidence.clauses.get(evaluator.name, {}).get(one.name, ())
            words = clause_words(one, amounts)
            if words:
                who = f"{evaluator.name}的" if len(whose) > 1 else ""
                yield f"{who}“{one.name}”：{words}"
