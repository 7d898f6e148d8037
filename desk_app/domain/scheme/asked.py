"""What the conditions of a scheme ask: every name is defined, and can be compared that way."""

from collections.abc import Iterable, Iterator

from desk_app.domain.scheme.conditions import Comparator, Comparison, Earlier, LevelIn, Operand
from desk_app.domain.scheme.model import Fact, FactKind, Origin, Scheme, StepYield
from desk_app.domain.scheme.problems import Problem
from desk_app.domain.scheme.uses import NOT_YET_KNOWN, Asker, Use, conditions, leaves


def asked(scheme: Scheme) -> Iterator[Problem]:
    """Every question that names nothing, or that cannot be answered where it is asked."""
    facts = {one.name: one for one in scheme.facts}
    levels = [one.name for one in scheme.levels]
    for use in conditions(scheme):
        for leaf in leaves(use.condition):
            match leaf:
                case Comparison():
                    yield from _compared(scheme, use, leaf, facts)
                case Earlier(names, _, _) | LevelIn(names):
                    yield from known_names(use.what, "等次", names, levels, use.origin)
                case _:
                    pass
            if isinstance(leaf, LevelIn) and use.asker is not Asker.CONSEQUENCE:
                sentence = f"{use.what}的条件不能用 level：这时等次还没有定，只有结果运用可以用。"
                yield Problem(use.origin.line, sentence)


def _compared(
    scheme: Scheme, use: Use, comparison: Comparison, facts: dict[str, Fact]
) -> Iterator[Problem]:
    names, what, origin = [comparison.name], use.what, use.origin
    if too_early := NOT_YET_KNOWN[use.asker].get(comparison.operand):
        sentence = f"{what}的条件不能看{too_early}：算{use.asker.value}的时候还没有{too_early}。"
        yield Problem(origin.line, sentence)
    match comparison.operand:
        case Operand.RATE:
            rates = {one.name: None for one in scheme.rates}
            yield from known_names(what, "比率", names, rates, origin)
        case Operand.ADJUSTMENT:
            registered = {one.name: None for one in scheme.adjustments if one.registered}
            yield from known_names(what, "由人登记的加减分", names, registered, origin)
        case Operand.FACT:
            yield from known_names(what, "其他情况", names, facts, origin)
            if fact := facts.get(comparison.name):
                yield from _fitting(what, comparison, fact, origin)
        case Operand.POINTS:
            yield from known_names(what, "指标", names, scheme.indicator_names(), origin)
        case Operand.OPINION:
            kinds = {StepYield.OPINION, StepYield.DECISION}
            steps = [one.name for one in scheme.steps if one.yields in kinds]
            yield from known_names(what, "提出等次意见的环节", names, steps, origin)
            if isinstance(comparison.value, str):
                levels = [one.name for one in scheme.levels]
                yield from known_names(what, "等次", [comparison.value], levels, origin)
        case Operand.STARS if not scheme.stars:
            yield Problem(origin.line, f"{what}的条件看星数，方案里却没有一颗星（[[stars]]）。")
        case _:
            pass


_DAYS = frozenset({Comparator.WITHIN_MONTHS, Comparator.OVER_MONTHS})


def _fitting(what: str, comparison: Comparison, fact: Fact, origin: Origin) -> Iterator[Problem]:
    """Whether a fact of that kind can be compared in that way."""
    value, comparator = comparison.value, comparison.comparator
    if comparator is Comparator.KNOWN:
        return
    wrong = _misfit(fact, comparison)
    if comparator is not Comparator.IS and isinstance(value, bool | str):
        wrong = wrong or "不能比较大小，条件应写 is"
    if wrong:
        yield Problem(origin.line, f"{what}的条件有误：“{fact.name}”{wrong}。")


def _misfit(fact: Fact, comparison: Comparison) -> str:
    value, comparator = comparison.value, comparison.comparator
    match fact.kind:
        case FactKind.DATE if comparator not in _DAYS:
            return "是日期，条件应写 within_months、over_months 或 known"
        case FactKind.DATE:
            return ""
        case _ if comparator in _DAYS:
            return '不是日期，不能用 within_months、over_months；请把它的 kind 写成 "date"'
        case FactKind.YES_NO if not isinstance(value, bool):
            return "是“是/否”，条件应写 is = true 或 is = false"
        case FactKind.COUNT if isinstance(value, bool | str):
            return "是次数，条件应与数字比较，如 at_least = 3"
        case FactKind.CHOICE if value not in fact.options:
            return f"只能是 {'、'.join(fact.options)} 之一"
        case FactKind.TEXT if not isinstance(value, str):
            return '是文字，条件应写 is = "…"'
        case _:
            return ""


def known_names(
    what: str, kind: str, used: Iterable[str], defined: Iterable[str], origin: Origin
) -> Iterator[Problem]:
    """Every name that is used and not defined; "" is no name."""
    known = tuple(defined)
    for name in used:
        if name and name not in known:
            there = "、".join(known) if known else "一个也没有"
            sentence = f"{what}提到的{kind}“{name}”没有定义；已定义的有：{there}。"
            yield Problem(origin.line, sentence)
