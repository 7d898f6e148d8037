"""How the points of several evaluators become one total, where not all of them score every line.

Each indicator is the weighted mean of those who score it. A figure that somebody gives as a whole
is turned into the scheme's full points and weighed against the indicators: these weigh what all
who score any of them weigh together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from desk_app.domain.ballot_points import given
from desk_app.domain.evidence import Evidence
from desk_app.domain.scheme.model.ballots import TOTAL_LINE
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Evaluator, Indicator, Missing

Judged = Mapping[str, Decimal | Fraction]
"""Indicator → the points that count."""


def counting_evaluators(scheme: Scheme) -> tuple[Evaluator, ...]:
    """Whose points make the total: those that are weighed, or the superior alone."""
    if scheme.weighting is None:
        return (scheme.superior,)
    return tuple(one for one in scheme.evaluators if one.weight)


def weight_of(scheme: Scheme, evaluator: Evaluator) -> Fraction:
    """What an evaluator who counts weighs."""
    return Fraction(1) if scheme.weighting is None else evaluator.weight


def missing_rule(scheme: Scheme) -> Missing:
    """What becomes of points that nobody has given yet."""
    return Missing.OPEN if scheme.weighting is None else scheme.weighting.missing


def scorers(scheme: Scheme, indicator: str, domain: str) -> tuple[Evaluator, ...]:
    """Who of those that count scores an indicator of a subject of that 领域."""
    return tuple(
        one
        for one in counting_evaluators(scheme)
        if any(line.name == indicator for line in scheme.lines_of(one.name, domain))
    )


def weighed_lines(scheme: Scheme, evidence: Evidence) -> tuple[Judged, tuple[str, ...]]:
    """The points of each indicator, exactly, and those that are still open.

    An indicator that nobody who counts scores is no part of the total.
    """
    domain = evidence.subject.domain
    everybody = counting_evaluators(scheme)
    counted: dict[str, Decimal | Fraction] = {}
    missing = []
    for one in scheme.indicators_for(domain):
        own = scorers(scheme, one.name, domain) if scheme.sheets.shared else everybody
        weighed = _weighed(scheme, one, own, evidence)
        if weighed is not None:
            counted[one.name] = weighed
        elif own and one.needed:
            missing.append(one.name)
    return counted, tuple(missing)


def _weighed(
    scheme: Scheme, indicator: Indicator, own: Sequence[Evaluator], evidence: Evidence
) -> Fraction | None:
    """The weighted mean of one indicator; ``None`` while it stays open."""
    rule = missing_rule(scheme)
    summed, weights = Fraction(0), Fraction(0)
    scored = False
    for evaluator in own:
        sheet = given(evidence, evaluator)
        entered = sheet.get(indicator.name)
        weight = weight_of(scheme, evaluator)
        if entered is None and sheet and indicator.optional:
            scored = True
            weights += weight
            continue
        if entered is None:
            if rule is Missing.OPEN:
                return None
            if rule is Missing.ZERO:
                weights += weight
            continue
        scored = True
        weights += weight
        earned = entered if isinstance(entered, Fraction) else indicator.earned(entered)
        summed += weight * Fraction(earned)
    return summed / weights if scored and weights else None


@dataclass(frozen=True, slots=True)
class WholeFigure:
    """What one evaluator gives as a whole; ``points`` is ``None`` until then.

    ``share`` is by how much the total is higher for each point of it.
    """

    evaluator: Evaluator
    points: Decimal | Fraction | None
    full: Decimal
    share: Fraction


@dataclass(frozen=True, slots=True)
class Composition:
    """Of what a total is made: figures, and the indicators with the share that they have in it."""

    figures: tuple[WholeFigure, ...]
    of_lines: Fraction
    missing: tuple[str, ...]
    """The evaluators whose figure is waited for."""

    def base(self, judged: Judged) -> Fraction:
        """The total before bonuses and deductions, exactly."""
        found = self.of_lines * sum((Fraction(one) for one in judged.values()), Fraction(0))
        return found + sum(
            (one.share * Fraction(one.points) for one in self.figures if one.points is not None),
            Fraction(0),
        )


def compose(scheme: Scheme, evidence: Evidence) -> Composition:
    """Say of what a subject's total is made, where some evaluators give figures."""
    rule, domain = missing_rule(scheme), evidence.subject.domain
    everybody = counting_evaluators(scheme)
    givers = [one for one in everybody if one.name in scheme.sheets.givers]
    known = {one.name: given(evidence, one).get(TOTAL_LINE) for one in givers}
    heard = [one for one in givers if known[one.name] is not None or rule is not Missing.OTHERS]
    lines = sum(
        (
            weight_of(scheme, one)
            for one in everybody
            if one not in givers
            and any(line.mode.counts for line in scheme.lines_of(one.name, domain))
        ),
        Fraction(0),
    )
    whole = lines + sum((weight_of(scheme, one) for one in heard), Fraction(0))
    nothing = not lines and not any(one is not None for one in known.values())
    waits = rule is Missing.OPEN or nothing
    return Composition(
        tuple(
            WholeFigure(
                one,
                known[one.name],
                scheme.sheets.full(one),
                weight_of(scheme, one)
                / whole
                * Fraction(scheme.full_points)
                / Fraction(scheme.sheets.full(one)),
            )
            for one in heard
        ),
        lines / whole if whole else Fraction(0),
        tuple(one.name for one in givers if waits and known[one.name] is None),
    )
