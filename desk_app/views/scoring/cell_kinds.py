"""How a cell is typed into, by the mode of its indicator: one table, a line for each mode.

A mode that is new gets its line here; the grids and the delegate stay as they are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.domain.clauses import clause_choices
from desk_app.domain.entries import entry_choices
from desk_app.domain.scheme.model.scoring import IndicatorMode
from desk_app.domain.score_blocks import CellPart
from desk_app.views.scoring.quick_line import QuickLine

if TYPE_CHECKING:
    from desk_app.views.scoring.editor import ScoreCell
    from desk_app.views.scoring.reason_book import ReasonBook


def choices_of(cell: "ScoreCell") -> tuple[str, ...]:
    """What can be entered in a cell where it is one of a few."""
    return entry_choices(cell.indicator) if cell.clause is None else clause_choices(cell.clause)


MakeLine = Callable[[QWidget, "ScoreCell", "ReasonBook"], QLineEdit]


@dataclass(frozen=True, slots=True)
class CellKind:
    """One way to type into a cell.

    ``line`` makes the editor; ``turns`` says that the space bar goes on to the next choice.
    """

    line: MakeLine
    turns: bool = False

    def turned(self, cell: "ScoreCell", text: str) -> str:
        """The choice after ``text``; the first one where none stands there."""
        choices = choices_of(cell)
        following = choices.index(text) + 1 if text in choices else 0
        return choices[following % len(choices)]


def _number(parent: QWidget, cell: "ScoreCell", book: "ReasonBook") -> QLineEdit:  # noqa: ARG001
    line = QLineEdit(parent)
    line.setFrame(False)
    return line


def _choice(parent: QWidget, cell: "ScoreCell", book: "ReasonBook") -> QLineEdit:  # noqa: ARG001
    return QuickLine(parent, lambda _: choices_of(cell), while_typing=False)


def _reason(parent: QWidget, cell: "ScoreCell", book: "ReasonBook") -> QLineEdit:
    def offered(typed: str) -> list[str]:
        return book.offered(cell.evaluator, cell.indicator.name, typed)

    return QuickLine(parent, offered, while_typing=True)


NUMBER = CellKind(_number)
CHOICE = CellKind(_choice, turns=True)
REASON = CellKind(_reason)
KINDS = {
    IndicatorMode.SCORED: NUMBER,
    IndicatorMode.DEDUCTED: NUMBER,
    IndicatorMode.ALL_OR_NOTHING: CHOICE,
    IndicatorMode.CHECK: CHOICE,
    IndicatorMode.INFORMATION: NUMBER,
    IndicatorMode.CLAUSES: CHOICE,
    IndicatorMode.FACTS: NUMBER,
}


def kind_of(cell: "ScoreCell") -> CellKind:
    """How a cell is typed into."""
    if cell.part is CellPart.NOTE:
        return REASON
    if cell.clause is not None:
        return CHOICE if cell.clause.once else NUMBER
    return KINDS[cell.indicator.mode]
