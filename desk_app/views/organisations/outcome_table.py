"""The rows of a list in the preview: cells are typed over, pasted into, emptied."""

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, Qt, Signal

from desk_app.domain.organisations.headings import ListField
from desk_app.domain.organisations.mending import Mend, list_fields
from desk_app.domain.organisations.planning import ImportPlan
from desk_app.domain.organisations.reading import RowPlace
from desk_app.views.kit.number_grid import filled_down
from desk_app.views.kit.records import ROOT, AnyIndex, Records
from desk_app.views.organisations.outcome import (
    PASSED,
    Outcome,
    every_outcome,
    outcome,
    outcome_columns,
    outcomes,
)


class OutcomeTable(Records[Outcome]):
    """``typed`` brings the cells that the clerk wants otherwise; the plan for them comes back."""

    typed = Signal(object)
    """A list of ``Mend``."""

    def __init__(self) -> None:
        super().__init__(outcome_columns(None, []))
        self._fields: list[ListField] = []
        self._plan: ImportPlan | None = None

    def show_plan(self, plan: ImportPlan) -> None:
        """Show the rows of a list; the columns in which something is wrong stand in front."""
        rows = outcomes(plan)
        wrong = {field for one in rows for field in one.wrong}
        fields = [one for one in list_fields(plan.sheets) if one is not ListField.AFTER]
        self._fields = sorted(fields, key=lambda one: (one is not ListField.NAME, one not in wrong))
        self._plan = plan
        self.columns = tuple(outcome_columns(plan, self._fields))
        self.show(rows)

    def show_mended(self, plan: ImportPlan) -> None:
        """Show what became of mended rows where they stand; what is new comes below.

        No row goes away. A view paints itself anew afterwards: told which cells changed, it
        would put the old text into a cell that is being typed.
        """
        self._plan = plan
        every = every_outcome(plan)
        now = {one.place: self._now(one, every) for one in self._rows}
        self._given = [now[one.place] for one in self._given]
        self._rows = [now[one.place] for one in self._rows]
        more = [one for one in outcomes(plan) if one.place not in now]
        if more:
            last = len(self._rows)
            self.beginInsertRows(ROOT, last, last + len(more) - 1)
            self._given += more
            self._rows += more
            self.endInsertRows()

    def _now(self, before: Outcome, every: dict[RowPlace, Outcome]) -> Outcome:
        now = every.get(before.place)
        if now is None and self._plan is not None:
            words = "这一行现在不是党组织，不导入。"
            now = outcome(self._plan, before.place, PASSED, "", words)
        return now or before

    def field(self, index: AnyIndex) -> ListField | None:
        """The field that a column shows, None for what the program says of a row."""
        number = index.column() - (len(self.columns) - len(self._fields))
        return self._fields[number] if number >= 0 else None

    def wrong_cells(self) -> list[QModelIndex]:
        """Every cell in which a fault lies, row by row; the name where no cell is known."""
        first = len(self.columns) - len(self._fields)
        found: list[QModelIndex] = []
        for row, one in enumerate(self._rows):
            found += [
                self.index(row, first + number)
                for number, field in enumerate(self._fields)
                if field in one.wrong
            ]
        return found

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self._column(index) is not None else flags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.EditRole:
            role = Qt.ItemDataRole.DisplayRole
        return super().data(index, role)

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        return role == Qt.ItemDataRole.EditRole and self._take([(index, str(value))])

    def paste(self, index: QModelIndex, rows: list[list[str]]) -> None:
        """Put a block of texts at ``index`` and to the right and below."""
        self._take(
            (self.index(index.row() + down, index.column() + right), text)
            for down, line in enumerate(rows)
            for right, text in enumerate(line)
        )

    def clear(self, indexes: list[QModelIndex]) -> None:
        """Empty cells."""
        self._take((index, "") for index in indexes)

    def fill_down(self, indexes: list[QModelIndex]) -> None:
        """Give the selected cells of each column the text of the topmost of them.

        A single cell takes what stands above it.
        """
        self._take(
            (self.index(row, column), str(self.index(top, column).data() or ""))
            for column, top, rows in filled_down(indexes)
            for row in rows
        )

    def _take(self, cells: Iterable[tuple[AnyIndex, str]]) -> bool:
        mends: list[Mend] = []
        for index, text in cells:
            column = self._column(index) if index.isValid() else None
            shown = str(index.data() or "")
            if column is not None and text.strip() != shown:
                place = self.record(index.row()).place
                mends.append((place, column, text.strip() or None))
        if mends:
            self.typed.emit(mends)
        return bool(mends)

    def _column(self, index: AnyIndex) -> int | None:
        """The column of the list behind a cell, None where nothing can be typed."""
        field = self.field(index)
        if field is None or self._plan is None:
            return None
        place = self.record(index.row()).place
        return self._plan.sheets[place.sheet].match.column(field)
