"""Says which evaluator gave what, and who has not yet, where not all of them score every line."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from desk_app.domain.ballot_points import given, given_words, unpolled_words
from desk_app.domain.entries import counting, needed
from desk_app.domain.evidence import Evidence
from desk_app.domain.points import format_exact, format_points
from desk_app.domain.scheme.model.ballots import TOTAL_LINE
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Evaluator, Indicator, Missing
from desk_app.domain.weighing import counting_evaluators, missing_rule, scorers

_FEW = 3


def gave_words(scheme: Scheme, evidence: Evidence) -> str:
    """Say what everybody gave who counts, and how that is put together, up to the total."""
    everybody = counting_evaluators(scheme)
    said = [words for one in everybody if (words := _gave(scheme, evidence, one))]
    if rest := _left_out(scheme, evidence, everybody):
        said.append(rest)
    if len(everybody) > 1 and (what := _mixed(scheme, evidence.subject.domain, everybody)):
        said.append(f"{what} {':'.join(_weight(one.weight) for one in everybody)} 加权")
    return "，".join(said)


def _mixed(scheme: Scheme, domain: str, everybody: Sequence[Evaluator]) -> str:
    """What is weighed: everything, or what several score; "" where every line is one's own."""
    if any(one.name in scheme.sheets.givers for one in everybody):
        return "按"
    several = {len(scorers(scheme, one.name, domain)) for one in scheme.indicators_for(domain)}
    return ("按" if several == {len(everybody)} else "都评的按") if max(several) > 1 else ""


def _gave(scheme: Scheme, evidence: Evidence, one: Evaluator) -> str:
    """What one evaluator gave: its sum or figure, and where ballots gave it the votes."""
    lines = counting(scheme.lines_of(one.name, evidence.subject.domain))
    sheet = given(evidence, one)
    known = [line for line in lines if line.name in sheet]
    if not known:
        return ""
    summed = sum((_earned(line, sheet[line.name]) for line in known), Fraction(0))
    what, beside = one.name, []
    everything = counting(scheme.indicators_for(evidence.subject.domain))
    if not lines[0].whole and len(lines) < len(everything):
        what += f"评{''.join(f'“{line.name}”' for line in lines)}"
    elif lines[0].whole and lines[0].points != scheme.full_points:
        beside.append(f"满分 {format_points(lines[0].points)} 分")
    beside += [
        _of_line(line.name, words)
        for line in known
        if (words := given_words(scheme, evidence, one, line.name))
    ]
    return f"{what} {format_exact(summed)} 分" + (f"（{'；'.join(beside)}）" if beside else "")


def _of_line(line: str, words: str) -> str:
    return words if line == TOTAL_LINE else f"{line}：{words}"


def _earned(line: Indicator, entered: Decimal | Fraction) -> Fraction:
    return entered if isinstance(entered, Fraction) else Fraction(line.earned(entered))


def _left_out(scheme: Scheme, evidence: Evidence, everybody: Sequence[Evaluator]) -> str:
    """Say who gave nothing where nobody waits for it."""
    rule = missing_rule(scheme)
    if rule is Missing.OPEN:
        return ""
    silent = [words for one in everybody if (words := _silence(scheme, evidence, one))]
    if not silent:
        return ""
    how = "按其他人的权重计算" if rule is Missing.OTHERS else "按 0 分计算"
    return f"{'，'.join(silent)}，{how}"


def waiting_words(scheme: Scheme, evidence: Evidence, open_lines: Sequence[str]) -> str:
    """Say whose points are missing, and which of the lines that are open."""
    everybody = counting_evaluators(scheme)
    said = (_silence(scheme, evidence, one, open_lines) for one in everybody)
    return "，".join(words for words in said if words)


def _silence(
    scheme: Scheme, evidence: Evidence, one: Evaluator, open_lines: Sequence[str] | None = None
) -> str:
    """Say that an evaluator gave nothing yet, or not on every line."""
    if one.ballots is not None:
        return unpolled_words(scheme, evidence, one)
    lines = needed(scheme.lines_of(one.name, evidence.subject.domain))
    lacking = [
        line
        for line in lines
        if line.name not in given(evidence, one)
        and (open_lines is None or line.whole or line.name in open_lines)
    ]
    if not lacking:
        return ""
    if lacking[0].whole:
        return f"{one.name}还没有给总分"
    names = "、".join(line.name for line in lacking[:_FEW]) + ("等" if len(lacking) > _FEW else "")
    return f"{one.name}还有 {len(lacking)} 项没有评分（{names}）"


def _weight(weight: Fraction) -> str:
    return str(weight.numerator) if weight.denominator == 1 else f"{float(weight):g}"
