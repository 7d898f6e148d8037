"""What is said of an indicator on a score sheet."""

from decimal import Decimal

from desk_app.domain.entries import lost
from desk_app.domain.points import format_points
from desk_app.domain.scheme.model.scoring import Indicator, IndicatorMode

OBJECT_NAME = "党组织"
"""What subjects are called until a scheme says otherwise."""


def wanting_words(indicator: Indicator, points: Decimal | None) -> str:
    """Say that a deduction wants its reason."""
    if indicator.mode is IndicatorMode.CHECK:
        return f"“{indicator.name}”没有达到，请写明理由。"
    gone = format_points(lost(indicator, points or Decimal(0)))
    return f"“{indicator.name}”扣了 {gone} 分，请写明扣分理由。"
