"""What becomes of each row of a list, as lines of a table whose cells can be mended."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QColor

from desk_app.domain.organisations.headings import ListField
from desk_app.domain.organisations.mending import texts_of
from desk_app.domain.organisations.planning import ChangedEntry, ImportPlan
from desk_app.domain.organisations.reading import RowPlace
from desk_app.views.kit import theme
from desk_app.views.kit.records import Column

NEW, CHANGED, REFUSED, OPEN, SAME, PASSED = "新增", "变更", "拒收", "待确认", "不变", "不读"
_FIRST = {OPEN: 0, REFUSED: 1, CHANGED: 2}
"""What needs a look comes first."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row of the list and what is done with it.

    ``cells``: what the list says in the columns that are read; ``wrong``: where the fault lies.
    """

    place: RowPlace
    where: str
    sheet: str
    result: str
    name: str
    words: str
    cells: Mapping[ListField, str]
    wrong: frozenset[ListField] = frozenset()


def outcomes(plan: ImportPlan) -> list[Outcome]:
    """Every row that is not simply unchanged; what needs a look comes first."""
    rows = [one for one in every_outcome(plan).values() if one.result != SAME]
    return sorted(rows, key=lambda one: (_FIRST.get(one.result, 3), one.place))


def every_outcome(plan: ImportPlan) -> dict[RowPlace, Outcome]:
    """What becomes of every row that was read."""
    remarks = {place: words for place, _, words in plan.remarks}
    wrong = {one.place: one.fields for one in plan.refused}
    return {
        place: outcome(
            plan,
            place,
            result,
            name,
            "；".join(one for one in (words, remarks.get(place, "")) if one),
            wrong.get(place, frozenset()),
        )
        for place, result, name, words in _told(plan)
    }


def outcome(
    plan: ImportPlan,
    place: RowPlace,
    result: str,
    name: str,
    words: str,
    wrong: frozenset[ListField] = frozenset(),
) -> Outcome:
    """What becomes of one row."""
    sheet = plan.sheets[place.sheet].sheet.name
    cells = texts_of(plan.sheets, place)
    return Outcome(place, plan.where(place), sheet, result, name, words, cells, wrong)


def _told(plan: ImportPlan) -> Iterator[tuple[RowPlace, str, str, str]]:
    for question in plan.questions:
        yield question.place, OPEN, question.name, question.sentence
    for refused in plan.refused:
        yield refused.place, REFUSED, refused.name, refused.reason
    for changed in plan.changed:
        yield changed.entry.place, CHANGED, changed.entry.name, _changes(changed)
    for new in plan.new:
        entry = new.entry
        words = f"{new.kind}，上级：{entry.parent}" if entry.parent else new.kind
        yield entry.place, NEW, entry.name, words
    for same in plan.unchanged:
        yield same.place, SAME, same.name, ""


def _changes(changed: ChangedEntry) -> str:
    return "；".join(
        f"{change.field.value} {change.before or '（空）'} → {change.after or '（空）'}"
        for change in changed.changes
    )


_WIDTHS = {ListField.NAME: 13, ListField.PARENT: 10, ListField.SHORT_NAME: 7, ListField.CODE: 7}


def outcome_columns(plan: ImportPlan | None, fields: list[ListField]) -> list[Column[Outcome]]:
    """The columns of the table; several sheets are told apart."""
    columns = [
        Column[Outcome]("行", lambda one: one.place.row, width=3, hint=lambda one: one.where)
    ]
    if plan is not None and len(plan.sheets) > 1:
        columns.append(Column("工作表", lambda one: one.sheet, width=6, hint=lambda one: one.sheet))
    columns += [
        Column("结果", lambda one: one.result, width=3, colour=_colour),
        Column("说明", lambda one: one.words, width=20, hint=lambda one: one.words),
    ]
    return columns + [_field_column(field) for field in fields]


def _field_column(field: ListField) -> Column[Outcome]:
    return Column(
        field.value,
        lambda one: one.cells.get(field, ""),
        width=_WIDTHS.get(field, 6),
        hint=lambda one: one.words if field in one.wrong else one.cells.get(field, ""),
        background=lambda one: theme.WRONG_BACKGROUND if field in one.wrong else None,
    )


def _colour(one: Outcome) -> QColor | None:
    colours = {REFUSED: theme.WRONG, OPEN: theme.WARNING, NEW: theme.GOOD}
    return theme.pen(colours[one.result]) if one.result in colours else None
