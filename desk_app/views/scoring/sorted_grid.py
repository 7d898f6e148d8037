"""Subjects down a table of scores, in the list's own order or sorted by what a column shows."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt

from desk_app.domain.evidence import SubjectFacts
from desk_app.views.kit.records import in_order
from desk_app.views.scoring.editor import ScoreEditor
from desk_app.views.scoring.grid import ScoreGrid

NAMES = -2
"""Sorts by the names that stand beside the rows, which no column shows; -1 is the list's order."""
ABSENT = "无此项"
"""Stands where a subject's sheet lacks the indicator; a copied sheet brings it back."""
_NOTHING = frozenset({"", "—", ABSENT})
"""What is shown where nothing was given: it comes last, whichever way one sorts."""


class OfSubject(Protocol):
    """A line of the table."""

    @property
    def subject(self) -> SubjectFacts:
        """Whose line it is."""


L = TypeVar("L", bound=OfSubject)


class SortedGrid(ScoreGrid, Generic[L]):
    """A grid whose rows are subjects. Rows move when somebody sorts, never while one types.

    What is typed, pasted and filled down goes by the order that is shown, as in a workbook; what
    was entered belongs to its subject, so that undoing finds it wherever its row is by then.
    """

    def __init__(self, editor: ScoreEditor, parent: QObject | None = None) -> None:
        super().__init__(editor, parent)
        self.sorted_by = (-1, Qt.SortOrder.AscendingOrder)
        self.lines: list[L] = []
        self._given: list[L] = []
        self._rows: dict[int, int] = {}

    def arrange(self, given: Sequence[L]) -> None:
        """Take lines as they were read; those that are shown already keep their order."""
        before = self._rows if self.sorted_by[0] != -1 else {}
        self._given = list(given)
        self._take(sorted(given, key=lambda one: before.get(one.subject.id, len(before))))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by what a column shows (``NAMES`` by names), -1 by the list's own order."""
        self.layoutAboutToBeChanged.emit()
        self.sorted_by = (column, order)
        before = self.persistentIndexList()
        whose = [self.lines[one.row()].subject.id for one in before]
        self._take(self._in_order())
        after = [
            self.index(self._rows[subject], one.column())
            for one, subject in zip(before, whose, strict=True)
        ]
        self._looks.clear()
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()
        if self.lines:
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self.lines) - 1)

    def sort_again(self) -> None:
        """Sort by what the same column shows now, while the table is being set anew."""
        if self.sorted_by[0] >= self.columnCount():
            self.sorted_by = (-1, Qt.SortOrder.AscendingOrder)
        self._looks.clear()
        self._take(self._in_order())
        self._looks.clear()

    def row_of_subject(self, subject_id: int) -> int:
        """Return the row of a subject; -1 where it has none."""
        return self._rows.get(subject_id, -1)

    def _in_order(self) -> list[L]:
        column, order = self.sorted_by
        if column == NAMES:
            return in_order(self._given, lambda one: one.subject.name, order)
        if column < 0:
            return list(self._given)
        shown = {
            one.subject.id: _value(self.look(row, column).text)
            for row, one in enumerate(self.lines)
        }
        return in_order(self._given, lambda one: shown[one.subject.id], order)

    def _take(self, lines: list[L]) -> None:
        self.lines = lines
        self._rows = {one.subject.id: row for row, one in enumerate(lines)}


def _value(text: str) -> Decimal | str | None:
    """What a shown text sorts by: a number where it is one."""
    if text in _NOTHING:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return number if number.is_finite() else text
