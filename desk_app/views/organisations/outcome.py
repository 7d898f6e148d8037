"""What becomes of each row of a list, as lines of a table."""

from dataclasses import dataclass

from PySide6.QtGui import QColor

from desk_app.domain.organisations.planning import ImportPlan
from desk_app.domain.organisations.reading import RowPlace
from desk_app.views.kit import theme
from desk_app.views.kit.records import Column

NEW, CHANGED, REFUSED, OPEN = "新增", "变更", "拒收", "待确认"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row of the list and what is done with it."""

    place: RowPlace
    where: str
    result: str
    name: str
    words: str


def outcomes(plan: ImportPlan) -> list[Outcome]:
    """Every row that is not simply unchanged; what needs a look comes first."""
    rows = [
        Outcome(one.place, plan.where(one.place), OPEN, one.name, one.sentence)
        for one in plan.questions
    ]
    rows += [
        Outcome(one.place, plan.where(one.place), REFUSED, one.name, one.reason)
        for one in plan.refused
    ]
    rows += [
        Outcome(
            one.entry.place,
            plan.where(one.entry.place),
            CHANGED,
            one.entry.name,
            "；".join(
                f"{change.field.value} {change.before or '（空）'} → {change.after or '（空）'}"
                for change in one.changes
            ),
        )
        for one in plan.changed
    ]
    new = [
        Outcome(
            one.entry.place,
            plan.where(one.entry.place),
            NEW,
            one.entry.name,
            f"{one.kind}，上级：{one.entry.parent}" if one.entry.parent else one.kind,
        )
        for one in plan.new
    ]
    return rows + sorted(new, key=lambda one: one.place)


def outcome_columns() -> list[Column[Outcome]]:
    """The columns of the table."""
    return [
        Column("行", lambda one: one.where, width=12),
        Column("结果", lambda one: one.result, width=4, colour=_colour),
        Column("党组织", lambda one: one.name, width=16),
        Column("说明", lambda one: one.words),
    ]


def _colour(one: Outcome) -> QColor | None:
    colours = {REFUSED: theme.WRONG, OPEN: theme.WARNING, NEW: theme.GOOD}
    return QColor(colours[one.result]) if one.result in colours else None
