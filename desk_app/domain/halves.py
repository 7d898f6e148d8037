"""The total of an earlier round of the same year counts in this one (两个半年按 40:60)."""

from decimal import Decimal
from fractions import Fraction

from desk_app.domain.evidence import Evidence
from desk_app.domain.points import format_points, format_rate, round_half_up
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import EarlierTotal, Missing

_DECIMALS = 3


def with_earlier(
    scheme: Scheme, evidence: Evidence, exact: Decimal | Fraction
) -> Decimal | Fraction:
    """The total of both rounds, exactly; ``exact`` is this round's, not rounded."""
    half = scheme.earlier_total
    if half is None:
        return exact
    known = _known(half, evidence)
    if known is None:
        return exact
    whole = half.weight + half.own
    return (half.weight * Fraction(known) + half.own * Fraction(exact)) / whole


def waits_for_earlier(scheme: Scheme, evidence: Evidence) -> str:
    """Say that the earlier round's total is not known yet; "" where nothing waits for it."""
    half = scheme.earlier_total
    if half is None or half.missing is not Missing.OPEN or _known(half, evidence) is not None:
        return ""
    return f"“{half.fact}”还没有填，暂不能拟定等级"


def earlier_words(scheme: Scheme, evidence: Evidence, own: Decimal | Fraction) -> str:
    """Say how the two come together; "" where this round counts alone.

    ``own`` is this round's total, not rounded.
    """
    half = scheme.earlier_total
    known = None if half is None else _known(half, evidence)
    if half is None or known is None:
        return ""
    whole = half.weight + half.own
    mine = format_points(round_half_up(Fraction(own), _DECIMALS))
    return (
        f"{half.fact} {format_points(known)} 分，占 {format_rate(half.weight / whole)}，"
        f"本轮 {mine} 分，占 {format_rate(half.own / whole)}"
    )


def _known(half: EarlierTotal, evidence: Evidence) -> Decimal | None:
    value = evidence.facts.get(half.fact)
    if isinstance(value, Decimal):
        return value
    return Decimal(0) if half.missing is Missing.ZERO else None
