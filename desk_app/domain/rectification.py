"""The rectification ledger: what goes in by rule, what is overdue, what closing takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from desk_app.domain.points import format_points, format_rate
from desk_app.domain.scheme.model import Scheme


@dataclass(frozen=True, slots=True)
class Weakness:
    """An indicator that stayed below the share the scheme names."""

    indicator: str
    points: Decimal
    full: Decimal
    share: Fraction

    def problem(self, note: str = "") -> str:
        """Say the weakness as a ledger's problem, the scorer's own words first."""
        score = f"“{self.indicator}”得 {format_points(self.points)} 分"
        words = f"{score}（满分 {format_points(self.full)} 分，得分率 {format_rate(self.share)}）"
        return f"{note.rstrip('。；;')}。{words}" if note.strip() else f"{words}，需要整改"


class Status(StrEnum):
    """Where an item stands; the value is what screen and ledger show."""

    OPEN = "整改中"
    OVERDUE = "已逾期"
    CLOSED = "已销号"


def weaknesses(scheme: Scheme, domain: str, points: Mapping[str, Decimal]) -> tuple[Weakness, ...]:
    """Indicators below the scheme's share of their points, the weakest first.

    A bonus indicator (加分项目) is no weakness. At most ``most`` of them where the scheme
    names a number.
    """
    rule = scheme.rectification
    if rule is None:
        return ()
    found = [
        Weakness(one.name, points[one.name], one.points, Fraction(points[one.name]) / share)
        for one in scheme.indicators_for(domain)
        if not one.extra and one.name in points and (share := Fraction(one.points))
        if Fraction(points[one.name]) / share < rule.below
    ]
    found.sort(key=lambda one: one.share)
    return tuple(found[: rule.most or None])


def status(due_on: date | None, closed_on: date | None, today: date) -> Status:
    """Where an item stands on ``today``: due days belong to the time allowed."""
    if closed_on is not None:
        return Status.CLOSED
    if due_on is not None and due_on < today:
        return Status.OVERDUE
    return Status.OPEN


def refuse_closing(proof: str, closed_by: str) -> str:
    """Why an item cannot be closed: 销号 wants a proof and a name; "" when it can."""
    if not proof.strip():
        return "销号要填写佐证（如会议记录、照片、验收单的名称）。"
    if not closed_by.strip():
        return "销号要填写销号人姓名。"
    return ""
