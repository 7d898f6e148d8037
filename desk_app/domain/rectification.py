"""The rectification ledger: what goes in by rule, what is overdue, what closing takes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from desk_app.domain.days import parse_day, with_year
from desk_app.domain.entries import counting
from desk_app.domain.points import format_points, format_rate, to_half_width
from desk_app.domain.scheme.model.scheme import Scheme


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


class ItemField(StrEnum):
    """What is typed into an item; the value is the heading of its column."""

    PROBLEM = "存在问题"
    GOAL = "整改目标"
    MEASURES = "整改措施"
    OWNER = "责任人"
    DUE = "完成时限"
    PROGRESS = "进展"


@dataclass(frozen=True, slots=True)
class Rectification:
    """One item (整改事项) of the ledger.

    ``indicator`` is the one it was drawn from, "" where it was typed in. ``subject`` is the
    name and ``initials`` the pinyin initials of the organisation.
    """

    id: int
    subject_id: int
    subject: str
    problem: str
    indicator: str = ""
    goal: str = ""
    measures: str = ""
    owner: str = ""
    due_on: date | None = None
    progress: str = ""
    closed_on: date | None = None
    proof: str = ""
    closed_by: str = ""
    initials: str = ""

    def status(self, today: date) -> Status:
        """Where the item stands on ``today``."""
        return status(self.due_on, self.closed_on, today)

    def value(self, field: ItemField) -> str | date | None:
        """What stands in one of the columns that are typed in."""
        match field:
            case ItemField.PROBLEM:
                return self.problem
            case ItemField.GOAL:
                return self.goal
            case ItemField.MEASURES:
                return self.measures
            case ItemField.OWNER:
                return self.owner
            case ItemField.DUE:
                return self.due_on
            case ItemField.PROGRESS:
                return self.progress


def weaknesses(scheme: Scheme, domain: str, points: Mapping[str, Decimal]) -> tuple[Weakness, ...]:
    """Indicators below the scheme's share of their points, the weakest first.

    A bonus indicator (加分项目) is no weakness. At most ``most`` of them where the scheme
    names a number.
    """
    rule = scheme.rectification
    if rule is None:
        return ()
    found = [
        Weakness(one.name, earned, one.points, Fraction(earned) / share)
        for one in counting(scheme.indicators_for(domain))
        if not one.extra and one.name in points and (share := Fraction(one.points))
        if Fraction(earned := one.earned(points[one.name])) / share < rule.below
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


LONGEST = 2000
"""Characters of one text of an item: what still fits a printed cell."""


def parse_due(text: str, year: int) -> date | None:
    """Read a due day as typed: 20260315, 2026.3.15, 2026年3月15日; 3-15 lies in ``year``.

    A month alone (2026年6月) is its last day, an empty text is ``None``. Raises ValueError
    with a Chinese sentence.
    """
    plain = "".join(to_half_width(text).replace("。", ".").split())
    plain = with_year(plain, year)
    try:
        return parse_day(plain, last_of_month=True)
    except ValueError:
        raise ValueError(f"“{text.strip()}”不是日期，请写成 {year}-03-15 或 3-15 这样。") from None


def refuse_change(field: ItemField, value: str | date | None) -> str:
    """Why ``value`` cannot stand in a column; "" when it can."""
    if field is ItemField.DUE:
        return "" if value is None or isinstance(value, date) else "完成时限要填日期。"
    if not isinstance(value, str):
        return f"{field}要填文字。"
    if field is ItemField.PROBLEM and not value.strip():
        return "存在问题不能为空；不要这一项，请选中后点“删除”。"
    if len(value) > LONGEST:
        return f"{field}有 {len(value)} 个字，最多 {LONGEST} 个字，请写得简短些。"
    return ""


def standing(items: Iterable[Rectification], today: date) -> dict[Status, int]:
    """How many items stand where, for buttons and badges."""
    counts = dict.fromkeys(Status, 0)
    for one in items:
        counts[one.status(today)] += 1
    return counts


def matches(item: Rectification, text: str) -> bool:
    """Whether ``text`` is found in an item: pinyin initials, name, problem or owner."""
    wanted = "".join(text.split()).casefold()
    if not wanted:
        return True
    return (
        wanted in item.initials.casefold()
        or wanted in item.subject.casefold()
        or wanted in item.problem.casefold()
        or wanted in item.owner.casefold()
    )
