"""The whole sheet: organisations down, indicators across, for one evaluator."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt

from desk_app.domain.clauses import clause_title
from desk_app.domain.entries import heading_words
from desk_app.domain.points import format_points
from desk_app.domain.scheme.words.scoring import clause_worth
from desk_app.domain.score_blocks import BlockCell, CellPart, place_block
from desk_app.domain.scoring import EMPTY, Score
from desk_app.views.kit.heading import FALLING, RISING
from desk_app.views.kit.records import LEFT, ROOT, AnyIndex
from desk_app.views.scoring.clause_cells import SheetLine, clause_of, given, text_of
from desk_app.views.scoring.editor import ScoreCell, ScoreEditor, TypedText
from desk_app.views.scoring.grid import LOCKED_WORDS, VOTED_WORDS
from desk_app.views.scoring.sorted_grid import ABSENT, NAMES, SortedGrid
from desk_app.views.scoring.words import OBJECT_NAME

if TYPE_CHECKING:
    from desk_app.domain.scoring import Summary
    from desk_app.views.use_cases import sheets

_HEADING = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
SUM, BAND = "合计", "档次"


class WholeModel(SortedGrid["sheets.WholeLine"]):
    """Rows are subjects, columns indicators with the sum (and the band) at the end.

    Every cell shows one half of its score: the points, or what stands beside them (``part``).
    """

    def __init__(self, editor: ScoreEditor) -> None:
        super().__init__(editor)
        self.view: sheets.WholeView | None = None
        self.part = CellPart.POINTS
        self.object_name = OBJECT_NAME
        self.summaries: dict[int, Summary] = {}
        self._sorted_line = ("", "")
        """Indicator and clause of the sorted column: its place changes with the half shown."""
        self._lay_out()
        self._ends: tuple[str, ...] = ()

    def show(self, view: "sheets.WholeView", part: CellPart, *, locked: bool) -> None:
        """Show an evaluator's sheets, or the same ones as read again.

        Rows stay as they were sorted; another evaluator's are sorted by what is shown of them.
        """
        self.beginResetModel()
        before, self.view, self.part, self.locked = self.view, view, part, locked
        self.superior = view.superior
        self.scores = {}  # only what is typed from now on; the rest is the view's
        self._lay_out()
        # Only the superior's total leads to a band, where totals do at all.
        figure = all(one.whole for one in view.indicators) and bool(view.indicators)
        banded = view.evaluator == view.superior and view.laddered
        self._ends = (SUM, BAND) if banded else () if figure else (SUM,)
        self._find_sorted()
        self.arrange(view.lines)
        if before is not None and _whose(before) != _whose(view):
            self.sort_again()
        self.endResetModel()

    def show_part(self, part: CellPart, column: int) -> int:
        """Show the other half of the scores; return where what ``column`` showed is now."""
        width = len(self.shown)
        before = self.shown[column][0].name if 0 <= column < width else ""
        if part is not self.part:
            self.beginResetModel()
            self.part = part
            self._lay_out()
            self._find_sorted()
            self.endResetModel()
            beyond = column - width + len(self.shown)
            column = self._places[before][0] if before else beyond
        return column

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        ends = ("", self._ends[column - len(self.shown)]) if column >= len(self.shown) else None
        self._sorted_line = ends or (self._key(column) if column >= 0 else ("", ""))
        super().sort(column, order)

    def offered(self, _: Sequence[QModelIndex]) -> list[tuple[str, Callable[[], object]]]:
        """Sorting by the names, which have no heading that a menu belongs to."""
        rising, falling = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        acts: list[tuple[str, Callable[[], object]]] = [
            (f"按“{self.object_name}”升序 {RISING}", partial(self.sort, NAMES, rising)),
            (f"按“{self.object_name}”降序 {FALLING}", partial(self.sort, NAMES, falling)),
        ]
        if self.sorted_by[0] == NAMES:
            acts.append(("恢复名单的次序", partial(self.sort, -1, rising)))
        return acts

    def _key(self, column: int) -> tuple[str, str]:
        indicator, clause = self.shown[column]
        return indicator.name, "" if clause is None else clause.name

    def _find_sorted(self) -> None:
        """Say by which column the rows are sorted, after the columns were laid out anew."""
        column, order = self.sorted_by
        if column < 0:
            return
        name, detail = self._sorted_line
        keys = [self._key(one) for one in range(len(self.shown))]
        keys += [("", one) for one in self._ends]
        places = [keys.index(one) for one in ((name, detail), (name, "")) if one in keys]
        self.sorted_by = (places[0] if places else -1, order)

    def _lay_out(self) -> None:
        """A column for each indicator, and beside its points one for each of its clauses."""
        self.shown: list[SheetLine] = []
        for one in () if self.view is None else self.view.indicators:
            self.shown.append((one, None))
            if self.view is not None and self.part is CellPart.POINTS:
                self.shown += [(one, clause) for clause in self.view.clauses.get(one.name, ())]
        self._places: dict[str, list[int]] = {}
        for column, (one, _) in enumerate(self.shown):
            self._places.setdefault(one.name, []).append(column)

    def show_summaries(self, summaries: "Mapping[int, Summary]") -> None:
        """Show sums that were worked out anew."""
        fresh = [one for one, sums in summaries.items() if self.summaries.get(one) is not sums]
        self.summaries.update(summaries)
        if self.view is None:
            return
        first, last = len(self.shown), self.columnCount() - 1
        rows = [row for row in map(self.row_of_subject, fresh) if row >= 0]
        for row in rows:
            for column in range(first, last + 1):
                self.forget_look(row, column)
        if rows and first <= last:
            self.dataChanged.emit(self.index(min(rows), first), self.index(max(rows), last))

    def row_of(self, subject_id: int, indicator: str) -> int:
        return self.row_of_subject(subject_id) if indicator in self._places else -1

    def columns_of(self, evaluator: str, indicator: str) -> list[int]:
        if self.view is None or evaluator != self.view.evaluator:
            return []
        return self._places.get(indicator, [])

    def is_points(self, column: int) -> bool:
        return self.part is CellPart.POINTS or self.view is None or column >= len(self.shown)

    def width(self, column: int) -> int:
        """Characters that a column is wide at first."""
        return 5 if self.is_points(column) else 11

    def cell(self, row: int, column: int) -> ScoreCell | None:
        return self.place(BlockCell(row, column, self.part))

    def place(self, at: BlockCell) -> ScoreCell | None:
        """The score at a place and which half of it; ``None`` where nobody types."""
        if self.view is None or at.column >= len(self.shown) or self.view.voted is not None:
            return None
        line = self.lines[at.row]
        shown, column = self.shown[at.column]
        own = line.indicators.get(shown.name)
        clause = None if own is None or column is None else clause_of(own, column.name)
        if own is None or (clause is None and column is not None):
            return None
        if clause is not None and at.part is CellPart.NOTE:
            return None
        return ScoreCell(line.subject.id, self.view.evaluator, own, at.part, clause)

    def score(self, cell: ScoreCell) -> Score:
        typed = self.scores.get((cell.subject_id, cell.evaluator, cell.indicator.name))
        if typed is not None or self.view is None:
            return typed or EMPTY
        return self.view.scores.get((cell.subject_id, cell.indicator.name), EMPTY)

    def fixed(self, row: int, column: int) -> str:
        if self.view is None:
            return ""
        end = column - len(self.shown)
        if end < 0:
            return self._unwritten(row, column)
        summary = self.summaries.get(self.lines[row].subject.id)
        if summary is None:
            return ""
        if self._ends[end] == BAND:
            return summary.place.band.level if summary.place.band is not None else ""
        found = summary.sums[self.view.evaluator]
        return format_points(found.points) if found.begun else "—"

    def _unwritten(self, row: int, column: int) -> str:
        """What stands where nobody types: what ballots gave, or that there is no such line."""
        if self.view is None or self.view.voted is None:
            return ABSENT
        if self.part is CellPart.NOTE:
            return ""
        line, name = self.lines[row], self.shown[column][0].name
        if name not in line.indicators:
            return ABSENT
        return self.view.voted.get(line.subject.id, {}).get((self.view.evaluator, name)) or "—"

    def hint(self, row: int, column: int) -> str:
        if self.view is not None and self.view.voted is not None and column < len(self.shown):
            return VOTED_WORDS
        return super().hint(row, column)

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() or self.view is None else len(self.lines)

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        if parent.isValid() or self.view is None:
            return 0
        return len(self.shown) + len(self._ends)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_HEADING) if orientation == Qt.Orientation.Horizontal else LEFT
        if role == Qt.ItemDataRole.ToolTipRole:
            across = orientation == Qt.Orientation.Horizontal
            return self._standard(section) if across else self.row_heading(section)
        return super().headerData(section, orientation, role)

    def heading(self, column: int) -> str:
        if self.view is None:
            return ""
        end = column - len(self.shown)
        if end >= 0:
            return self._ends[end]
        indicator, clause = self.shown[column]
        if clause is not None:
            return _title((indicator, clause))
        if self.part is CellPart.NOTE:
            return indicator.name
        return f"{indicator.name}（{heading_words(indicator)}）"

    def row_heading(self, row: int) -> str:
        # A figure space is as wide as a digit: the names stand below each other.
        number = str(row + 1).rjust(len(str(self.rowCount())), "\u2007")
        return f"{number}　{self.name(row)}"

    def name(self, row: int) -> str:
        """Whose row it is."""
        return "" if self.view is None else self.lines[row].subject.name

    def paste(self, index: QModelIndex, rows: Sequence[Sequence[str]]) -> None:
        """Put a block in, by the names and headings that were copied along, as one step."""
        if self.view is None:
            return
        if self.locked:
            self.left_out.emit(LOCKED_WORDS)
            return
        placed = place_block(
            rows,
            [one.subject for one in self.lines],
            [_title(one) for one in self.shown],
            BlockCell(index.row(), index.column(), self.part),
            {_title(one) for one in self.shown if one[1] is not None},
        )
        typed = []
        for at, text in sorted(placed.cells.items(), key=_reading_order):
            cell = self.place(at)
            if cell is not None and given(cell):
                if text.strip() not in {"", text_of(cell, self.score(cell))}:
                    placed.refuse(at)
            elif cell is not None:
                typed.append(TypedText(cell, text, self.score(cell)))
            elif text.strip() not in {"", ABSENT}:
                placed.refuse(at)
        self.take_typed(typed, "粘贴")
        if placed.words:
            self.left_out.emit(placed.words)

    def _standard(self, column: int) -> str | None:
        if column >= len(self.shown):
            return None
        indicator, clause = self.shown[column]
        if clause is None:
            return indicator.standard or None
        return "　".join(one for one in (clause.standard, clause_worth(clause)) if one)


def _whose(view: "sheets.WholeView") -> tuple[int, str]:
    return view.round_id, view.evaluator


def _title(line: SheetLine) -> str:
    """The name of a column, as it may stand over a block that is pasted."""
    indicator, clause = line
    return indicator.name if clause is None else clause_title(indicator.name, clause.name)


def _reading_order(placed: tuple[BlockCell, str]) -> tuple[int, int, str]:
    at = placed[0]
    return at.row, at.column, at.part
