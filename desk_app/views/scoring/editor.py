"""What is typed into score sheets: checked at once, saved behind the screen, undone with Ctrl+Z."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from desk_app.domain.entries import parse_entry
from desk_app.domain.scheme.model.scoring import Indicator
from desk_app.domain.scoring import Score, ScoreChange
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import sheets

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.views.runner import Runner


class CellPart(StrEnum):
    """Which half of a score a table's cell shows."""

    POINTS = "points"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class ScoreCell:
    """One cell that can be typed in, on whatever table it is shown."""

    subject_id: int
    evaluator: str
    indicator: Indicator
    part: CellPart

    @property
    def key(self) -> tuple[int, str, str, CellPart]:
        """What identifies the cell across tables."""
        return self.subject_id, self.evaluator, self.indicator.name, self.part


@dataclass(frozen=True, slots=True)
class WrongText:
    """What was typed and cannot stand, and the sentence that says why."""

    text: str
    sentence: str


@dataclass(frozen=True, slots=True)
class TypedText:
    """A text for a cell, and what the cell's score is now."""

    place: ScoreCell
    text: str
    now: Score


class ScoreEditor(QObject):
    """Takes typed cells, keeps the wrong ones in sight, saves the others."""

    applied = Signal(object)
    """Changes (a sequence) that tables show from now on."""
    marked = Signal()
    """Some cell became wrong, or is wrong no more."""
    recorded = Signal(object)
    """``Recorded``: what the changed sheets come to."""
    failed = Signal(str)
    """Why nothing was saved; the tables show again what stood before."""
    revisited = Signal(object)
    """Undo or redo touched this ``ScoreChange``: its cell should be on screen."""

    def __init__(self, runner: "Runner", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = OwnedRunner(runner, self)
        self._wrong: dict[tuple[int, str, str, CellPart], WrongText] = {}
        self.undo_stack = QUndoStack(self)

    def wrong(self, place: ScoreCell) -> WrongText | None:
        """What is wrong in a cell, if anything."""
        return self._wrong.get(place.key)

    def forget(self) -> None:
        """Start afresh with another round."""
        self._wrong.clear()
        self.undo_stack.clear()

    def take(self, typed: Sequence[TypedText], words: str) -> None:
        """Check typed texts; save what can stand as one step to be undone, mark the rest."""
        scores: dict[tuple[int, str, str], tuple[ScoreCell, Score, Score]] = {}
        marks = False
        for one in typed:
            place = one.place
            cell = (place.subject_id, place.evaluator, place.indicator.name)
            _, before, now = scores.get(cell, (place, one.now, one.now))
            try:
                after = _score(place, one.text, now)
            except ValueError as error:
                self._wrong[place.key] = WrongText(one.text, str(error))
                marks = True
                continue
            marks |= self._wrong.pop(place.key, None) is not None
            scores[cell] = (place, before, after)
        if marks:
            self.marked.emit()
        changed = [found for found in scores.values() if found[1] != found[2]]
        if changed:
            before_all = tuple(_change(place, before) for place, before, _ in changed)
            after_all = tuple(_change(place, after) for place, _, after in changed)
            self.undo_stack.push(_TypedStep(self, before_all, after_all, words))

    def revisit(self, changes: Sequence[ScoreChange], before: Sequence[ScoreChange]) -> None:
        """Undo or redo: bring the first cell on screen and let the saved points be seen."""
        for one in changes:
            self._wrong.pop((one.subject_id, one.evaluator, one.indicator, CellPart.POINTS), None)
        self.marked.emit()
        self.revisited.emit(changes[0])
        self.send(changes, before)

    def send(self, changes: Sequence[ScoreChange], before: Sequence[ScoreChange]) -> None:
        """Show the changes and save them; where that fails show ``before`` again."""
        self.applied.emit(changes)
        self._runner.save(sheets.record_many, changes).then(self.recorded.emit).otherwise(
            lambda fault: self._take_back(before, fault)
        )

    def _take_back(self, before: Sequence[ScoreChange], fault: "Fault") -> None:
        # What could not be saved cannot be undone either.
        self.undo_stack.clear()
        self.applied.emit(before)
        self.failed.emit(str(fault))


class _TypedStep(QUndoCommand):
    """One thing typed or pasted."""

    def __init__(
        self,
        editor: ScoreEditor,
        before: Sequence[ScoreChange],
        after: Sequence[ScoreChange],
        words: str,
    ) -> None:
        super().__init__(words)
        self._editor = editor
        self._before = before
        self._after = after
        self._fresh = True

    def redo(self) -> None:
        if self._fresh:
            self._fresh = False
            self._editor.send(self._after, self._before)
        else:
            self._editor.revisit(self._after, self._before)

    def undo(self) -> None:
        self._editor.revisit(self._before, self._after)


def by_cell(changes: Iterable[ScoreChange]) -> dict[tuple[int, str, str], Score]:
    """Return the changes as scores by subject, evaluator and indicator."""
    return {(one.subject_id, one.evaluator, one.indicator): one.score for one in changes}


def _score(place: ScoreCell, text: str, now: Score) -> Score:
    """What the cell's score is after ``text``; raises ValueError with a sentence."""
    if place.part is CellPart.NOTE:
        return Score(now.points, " ".join(text.split()))
    return Score(parse_entry(place.indicator, text), now.note)


def _change(place: ScoreCell, score: Score) -> ScoreChange:
    return ScoreChange(
        place.subject_id, place.evaluator, place.indicator.name, score.points, score.note
    )
