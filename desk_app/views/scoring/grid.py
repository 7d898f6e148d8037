"""A table of score cells: what the sheet of a subject and the turned table have in common."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont

from desk_app.domain.clauses import reason_words
from desk_app.domain.score_blocks import NOTHING_ABOVE, CellPart, is_same, left_out_words
from desk_app.domain.scoring import EMPTY, Score, ScoreChange, lacks_reason
from desk_app.views.kit.number_grid import SHOWN, TYPED, Cells, NumberGrid
from desk_app.views.kit.records import LEFT, RIGHT, ROOT, AnyIndex
from desk_app.views.kit.theme import (
    NOTED_BACKGROUND,
    QUIET,
    QUIET_BACKGROUND,
    WRONG,
    WRONG_BACKGROUND,
    pen,
)
from desk_app.views.scoring.clause_cells import given, hint_of, text_of, worked_out
from desk_app.views.scoring.editor import CellKey, ScoreCell, ScoreEditor, TypedText, by_cell
from desk_app.views.scoring.words import wanting_words

VOTED_WORDS = "由测评得出，不用填：在“测评”里封存计票以后就有。"
LOCKED_WORDS = "这张表现在只能看，没有粘贴。"
REASON_WORDS = "打几个字，或者按 F2 再按 ↓，选用写过的；写“同上”取上一格的，Ctrl+D 向下填充。"
NAME, FULL = 0, 1
FIRST_POINTS = 2
_TEXT = int(Qt.ItemDataRole.DisplayRole)
_PARTS = {
    _TEXT: 0,
    int(Qt.ItemDataRole.EditRole): 0,
    int(Qt.ItemDataRole.TextAlignmentRole): 1,
    int(Qt.ItemDataRole.BackgroundRole): 2,
    int(Qt.ItemDataRole.ForegroundRole): 3,
    int(Qt.ItemDataRole.FontRole): 4,
}
"""Which part of a ``Look`` a role is."""


class Look(NamedTuple):
    """How a cell is drawn, worked out once until something changes: Qt asks for every part."""

    text: str
    align: Qt.AlignmentFlag
    background: QColor | None
    colour: QColor | None
    font: QFont | None
    flags: Qt.ItemFlag
    wrong: bool = False
    wanting: bool = False


class GridColumn(NamedTuple):
    """Whose scores a column shows, which half of them, and of which clause ("" for none)."""

    evaluator: str
    part: CellPart
    clause: str = ""


class ScoreGrid(NumberGrid):
    """Cells that are scores, evaluators across. Subclasses say which cell is which score."""

    left_out = Signal(str)
    """A sentence on what of a pasted block had no place."""

    def __init__(self, editor: ScoreEditor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.locked = False
        self.superior = ""
        self.scores: dict[tuple[int, str, str], Score] = {}
        self.columns: list[GridColumn] = []
        """Every column from ``FIRST_POINTS`` on."""
        self._looks: dict[tuple[int, int], Look] = {}
        self.modelReset.connect(self._looks.clear)
        editor.applied.connect(self._apply)
        editor.marked.connect(self.repaint)

    def cell(self, row: int, column: int) -> ScoreCell | None:
        """The score at a place of the table; ``None`` where nobody types."""
        raise NotImplementedError

    def fixed(self, row: int, column: int) -> str:
        """What a cell shows that nobody types in."""
        raise NotImplementedError

    def row_of(self, subject_id: int, indicator: str) -> int:
        """The row that shows an indicator of a subject; -1 where none does."""
        raise NotImplementedError

    def rows_of(self, subject_id: int, indicator: str) -> list[int]:
        """The rows that show an indicator of a subject: its own, and those of its clauses."""
        row = self.row_of(subject_id, indicator)
        return [row] if row >= 0 else []

    def columns_of(self, evaluator: str, indicator: str) -> list[int]:  # noqa: ARG002
        """The columns that show an evaluator's points and notes for an indicator."""
        columns = enumerate(self.columns, start=FIRST_POINTS)
        return [column for column, one in columns if one.evaluator == evaluator]

    def points_column(self, evaluator: str) -> int:
        """The column of an evaluator's points; the first one where it has none."""
        own = GridColumn(evaluator, CellPart.POINTS)
        return FIRST_POINTS + (self.columns.index(own) if own in self.columns else 0)

    def first_wanted(self) -> QModelIndex:
        """The first empty cell of points, an evaluator after the other; invalid when all are full.

        It is what 下一步 asks for, so that typing may begin there.
        """
        for column, one in enumerate(self.columns, start=FIRST_POINTS):
            for row in range(self.rowCount() if one.part is CellPart.POINTS else 0):
                cell = self.cell(row, column)
                if cell is not None and self.score(cell).points is None and not worked_out(cell):
                    return self.index(row, column)
        return QModelIndex()

    def is_points(self, column: int) -> bool:
        """Whether a column shows points."""
        return column >= FIRST_POINTS and self._part(column) is CellPart.POINTS

    def find(self, place: ScoreCell) -> QModelIndex:
        """Where a cell is shown (its points, where its note is not); invalid where nowhere."""
        rows = self.rows_of(place.subject_id, place.indicator.name)
        columns = self.columns_of(place.evaluator, place.indicator.name)
        for row in rows:
            for column in columns:
                cell = self.cell(row, column)
                if cell is not None and cell.key == place.key:
                    return self.index(row, column)
        return self.index(rows[0], columns[0]) if rows and columns else QModelIndex()

    def heading(self, column: int) -> str:
        """What stands over a column."""
        raise NotImplementedError

    def row_heading(self, row: int) -> str:
        """What stands beside a row."""
        return str(row + 1)

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else FIRST_POINTS + len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _TEXT) -> object:
        across = orientation == Qt.Orientation.Horizontal
        if role == _TEXT:
            return self.heading(section) if across else self.row_heading(section)
        if role == Qt.ItemDataRole.TextAlignmentRole and across:
            return RIGHT if section == FULL or self.is_points(section) else LEFT
        return None

    def score(self, cell: ScoreCell) -> Score:
        """What a cell's score is now."""
        return self.scores.get((cell.subject_id, cell.evaluator, cell.indicator.name), EMPTY)

    def repaint(self) -> None:
        """Draw all cells again."""
        self._looks.clear()
        super().repaint()

    def sentence(self, row: int, column: int) -> str:
        """Why the cell is wrong, or what it still wants; "" when all is well."""
        cell = self.cell(row, column)
        if cell is None:
            return ""
        wrong = self.editor.wrong(cell)
        if wrong is not None:
            return wrong.sentence + "这一格还没有保存。"
        if self._wanting(cell):
            return wanting_words(cell.indicator, self.score(cell).points)
        return ""

    def hint(self, row: int, column: int) -> str:
        """What is typed in a cell, where that is not plain points; "" elsewhere."""
        cell = self.cell(row, column)
        if cell is None:
            return ""
        if cell.part is CellPart.NOTE:
            return "" if self.locked else REASON_WORDS
        return hint_of(cell)

    def is_wrong(self, row: int, column: int) -> bool:
        """Whether a cell holds something that cannot stand."""
        cell = self.cell(row, column)
        return cell is not None and self.editor.wrong(cell) is not None

    def look(self, row: int, column: int) -> Look:
        """How a cell is drawn."""
        found = self._looks.get((row, column))
        if found is None:
            cell = self.cell(row, column)
            found = self._fixed_look(row, column) if cell is None else self._look(cell)
            self._looks[row, column] = found
        return found

    def bold(self, row: int) -> bool:  # noqa: ARG002  (for subclasses)
        """Whether a row stands out."""
        return False

    def tip(self, row: int, column: int) -> str:
        """What is said while the mouse rests on a cell."""
        return self.sentence(row, column)

    def data(self, index: AnyIndex, role: int = _TEXT) -> object:
        part = _PARTS.get(role)
        if part is not None:
            if role == Qt.ItemDataRole.EditRole:
                cell = self.cell(index.row(), index.column())
                if cell is not None and cell.part is CellPart.NOTE:
                    return self._text(cell)  # without the words of clauses that stand before it
            return self.look(index.row(), index.column())[part]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tip(index.row(), index.column()) or None
        return None

    def is_typed(self, row: int, column: int) -> bool:
        cell = self.cell(row, column)
        return not self.locked and cell is not None and not given(cell)

    def untyped_words(self, row: int, column: int) -> str:
        """Say why nothing can be typed: of points that follow from facts, which do."""
        cell = self.cell(row, column)
        if self.locked or cell is None or not given(cell):
            return super().untyped_words(row, column)
        return f"这一格自动算出：{hint_of(cell)}要改请到“其他情况”。"

    def take_cells(self, cells: Cells, words: str) -> None:
        typed = []
        # From above to below: a 同上 may stand for one that is pasted with it.
        for (row, column), text in sorted(cells.items()):
            cell = self.cell(row, column)
            if cell is not None:
                typed.append(TypedText(cell, text, self.score(cell)))
        self.take_typed(typed, words)

    def take_typed(self, typed: Sequence[TypedText], words: str) -> None:
        """Take texts (from above to below) as one step; 同上 becomes the reason above."""
        texts: dict[CellKey, str] = {}
        resolved = []
        for one in typed:
            taken = self._spelt_out(one, texts) if one.place.part is CellPart.NOTE else one
            texts[one.place.key] = taken.text
            resolved.append(taken)
        self.editor.take(resolved, words)

    def _spelt_out(self, typed: TypedText, texts: dict[CellKey, str]) -> TypedText:
        """A reason with 同上 replaced by what stands above, or will after this step."""
        if not is_same(typed.text):
            return typed
        index = self.find(typed.place)
        for row in range(index.row() - 1, -1, -1):
            cell = self.cell(row, index.column())
            if cell is not None:
                above = replace(cell, part=CellPart.NOTE, clause=None)
                text = texts.get(above.key, self.score(above).note)
                if text and not is_same(text):
                    return replace(typed, text=text)
                break
        return replace(typed, refusal=NOTHING_ABOVE)

    def paste(self, index: QModelIndex, rows: Sequence[Sequence[str]]) -> None:
        """Put a block in; where it is larger than the table, say by which rows and columns."""
        if self.locked:
            self.left_out.emit(LOCKED_WORDS)
            return
        super().paste(index, rows)
        down, right = index.row(), index.column()

        def fits(row: int, column: int) -> bool | None:
            row, column = row + down, column + right
            inside = row < self.rowCount() and column < self.columnCount()
            if not inside:
                return None
            there = rows[row - down][column - right]
            return self.is_typed(row, column) or self.says_already(row, column, there)

        words = left_out_words(rows, fits)
        if words:
            self.left_out.emit(words)

    def says_already(self, row: int, column: int, text: str) -> bool:
        """Whether a cell in which nobody types says what was pasted there anyway."""
        cell = self.cell(row, column)
        return cell is not None and given(cell) and text.strip() == self._text(cell)

    def typing_words(self, row: int, column: int) -> str:
        cell = self.cell(row, column)
        if cell is None:
            return ""
        return f"填写{cell.indicator.name}{'' if cell.clause is None else f'·{cell.clause.name}'}"

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        return self.look(index.row(), index.column()).flags

    def _part(self, column: int) -> CellPart:
        return self.columns[column - FIRST_POINTS].part

    def _text(self, cell: ScoreCell) -> str:
        wrong = self.editor.wrong(cell)
        if wrong is not None:
            return wrong.text
        score = self.score(cell)
        return score.note if cell.part is CellPart.NOTE else text_of(cell, score)

    def _wanting(self, cell: ScoreCell) -> bool:
        score = self.score(cell)
        return lacks_reason(self.superior, cell.evaluator, cell.indicator, score.points, score.note)

    def _look(self, cell: ScoreCell) -> Look:
        note = cell.part is CellPart.NOTE
        wrong = self.editor.wrong(cell) is not None
        wanting = note and not wrong and self._wanting(cell)
        uncounted = not cell.indicator.mode.counts or (worked_out(cell) and not note)
        background = NOTED_BACKGROUND if wanting else QUIET_BACKGROUND if uncounted else None
        colour = pen(QUIET) if not cell.indicator.mode.counts else None
        text = self._text(cell)
        if note and not wrong:
            text = reason_words(cell.indicator, self.score(cell).amounts, text)
        return Look(
            text,
            LEFT if note else RIGHT,
            WRONG_BACKGROUND if wrong else background,
            pen(WRONG) if wrong else colour,
            None,
            SHOWN if self.locked or given(cell) else TYPED,
            wrong=wrong,
            wanting=wanting,
        )

    def _fixed_look(self, row: int, column: int) -> Look:
        text = self.fixed(row, column)
        font = None
        if self.bold(row):
            font = QFont()
            font.setBold(True)
        number = column == FULL or (column != NAME and (text[:1].isdigit() or text == "—"))
        return Look(text, RIGHT if number else LEFT, QUIET_BACKGROUND, None, font, SHOWN)

    def _apply(self, changes: Sequence[ScoreChange]) -> None:
        """Show changes; only their cells are drawn again: that is what typing waits for."""
        self.scores.update(by_cell(changes))
        for change in changes:
            for row in self.rows_of(change.subject_id, change.indicator):
                for column in self.columns_of(change.evaluator, change.indicator):
                    self.redraw(row, column)

    def redraw(self, row: int, column: int) -> None:
        """Draw one cell again."""
        self.forget_look(row, column)
        cell = self.index(row, column)
        self.dataChanged.emit(cell, cell)

    def forget_look(self, row: int, column: int) -> None:
        """Work out anew how a cell is drawn, when it is drawn next."""
        self._looks.pop((row, column), None)
