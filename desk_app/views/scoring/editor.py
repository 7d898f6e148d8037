"""What is typed into score sheets: checked at once, saved behind the screen, undone with Ctrl+Z."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from desk_app.domain.scheme.model.scoring import Clause, Indicator
from desk_app.domain.score_blocks import CellPart
from desk_app.domain.score_cells import with_amount_typed, with_note, with_points
from desk_app.domain.scoring import Score, ScoreChange
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.scoring.reason_book import ReasonBook
from desk_app.views.use_cases import sheets

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.views.runner import Runner

CellKey = tuple[int, str, str, CellPart, str]


@dataclass(frozen=True, slots=True)
class ScoreCell:
    """One cell that can be typed in, on whatever table it is shown.

    With ``clause`` it holds how often that clause of the indicator applies.
    """

    subject_id: int
    evaluator: str
    indicator: Indicator
    part: CellPart
    clause: Clause | None = None

    @property
    def key(self) -> CellKey:
        """What identifies the cell across tables."""
        clause = "" if self.clause is None else self.clause.name
        return self.subject_id, self.evaluator, self.indicator.name, self.part, clause

    @property
    def line(self) -> tuple[int, str, str]:
        """Whose score of which indicator it is a part of."""
        return self.subject_id, self.evaluator, self.indicator.name


@dataclass(frozen=True, slots=True)
class WrongText:
    """What was typed and cannot stand, and the sentence that says why."""

    text: str
    sentence: str


@dataclass(frozen=True, slots=True)
class TypedText:
    """A text for a cell, and what the cell's score is now.

    ``refusal`` is a sentence where the table that was typed into knows already that the text
    cannot stand.
    """

    place: ScoreCell
    text: str
    now: Score
    refusal: str = ""


Marks = Mapping[CellKey, WrongText | None]
"""What was wrong in some cells; ``None`` for nothing."""


class ScoreEditor(QObject):
    """Takes typed cells, keeps the wrong ones in sight, saves the others."""

    applied = Signal(object)
    """Changes (a sequence) that tables show from now on."""
    marked = Signal()
    """Some cell became wrong, or is wrong no more."""
    refused = Signal(object)
    """The first ``ScoreCell`` of a step that cannot stand: the cursor belongs there."""
    recorded = Signal(object)
    """``Recorded``: what the changed sheets come to."""
    failed = Signal(str)
    """Why nothing was saved; the tables show again what stood before."""
    revisited = Signal(object)
    """Undo or redo touched this ``ScoreCell``: it should be on screen."""

    def __init__(self, runner: "Runner", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = OwnedRunner(runner, self)
        self._wrong: dict[CellKey, WrongText] = {}
        self.undo_stack = QUndoStack(self)
        self.reasons = ReasonBook(runner, self)
        self.applied.connect(self.reasons.learn)

    def wrong(self, place: ScoreCell) -> WrongText | None:
        """What is wrong in a cell, if anything."""
        return self._wrong.get(place.key)

    def wrong_counts(self) -> dict[int, int]:
        """Subject → how many of its cells hold something that cannot stand."""
        found: dict[int, int] = {}
        for subject_id, *_ in self._wrong:
            found[subject_id] = found.get(subject_id, 0) + 1
        return found

    def forget(self) -> None:
        """Start afresh with another round."""
        self.undo_stack.clear()
        self.forget_marks()

    def forget_marks(self) -> None:
        """What could not stand is gone from the screen: a file took its place."""
        self._wrong.clear()
        self.marked.emit()

    def take(self, typed: Sequence[TypedText], words: str) -> None:
        """Check typed texts; save what can stand, mark the rest: one step to be undone."""
        scores: dict[tuple[int, str, str], tuple[ScoreCell, Score, Score]] = {}
        marks: dict[CellKey, WrongText | None] = {}
        refused = None
        for one, told in _in_turn(typed):
            place, cell = one.place, one.place.line
            _, before, now = scores.get(cell, (place, one.now, one.now))
            try:
                after = _score(one, now, told=told)
            except ValueError as error:
                marks[place.key] = WrongText(one.text, str(error))
                refused = refused or place
                continue
            # What was refused as points is told by its clauses now.
            for key in {place.key, replace(place, clause=None).key} & self._wrong.keys():
                marks.setdefault(key, None)
            scores[cell] = (place, before, after)
        changed = [found for found in scores.values() if found[1] != found[2]]
        if not changed and not marks:
            return
        step = _Step(
            changes=tuple(_change(place, after) for place, _, after in changed),
            marks=marks,
            place=refused or (changed[0][0] if changed else typed[0].place),
        )
        back = _Step(
            changes=tuple(_change(place, before) for place, before, _ in changed),
            marks={key: self._wrong.get(key) for key in marks},
            place=step.place,
        )
        self.undo_stack.push(_TypedStep(self, back, step, words))
        if refused is not None:
            self.refused.emit(refused)

    def revisit(self, step: "_Step", back: "_Step") -> None:
        """Undo or redo: bring the first cell on screen and let it be seen as it was."""
        self._mark(step.marks)
        self.revisited.emit(step.place)
        self._save(step, back)

    def send(self, step: "_Step", back: "_Step", words: str) -> None:
        """Show a step and save it; where that fails show ``back`` again.

        Several cells at once can be taken back after a restart too, under ``words``.
        """
        self._mark(step.marks)
        self._save(step, back, words if len(step.changes) > 1 else "")

    def _save(self, step: "_Step", back: "_Step", bulk: str = "") -> None:
        if not step.changes:
            return
        self.applied.emit(step.changes)
        self._runner.save(sheets.record_many, step.changes, bulk=bulk).then(
            self.recorded.emit
        ).otherwise(lambda fault: self._take_back(back, fault))

    def _mark(self, marks: Marks) -> None:
        for key, wrong in marks.items():
            if wrong is None:
                self._wrong.pop(key, None)
            else:
                self._wrong[key] = wrong
        if marks:
            self.marked.emit()

    def _take_back(self, back: "_Step", fault: "Fault") -> None:
        # What could not be saved cannot be undone either.
        self.undo_stack.clear()
        self.applied.emit(back.changes)
        self.failed.emit(str(fault))


@dataclass(frozen=True, slots=True)
class _Step:
    """What some cells hold after a step (or before it), and what is wrong in some."""

    changes: tuple[ScoreChange, ...]
    marks: Marks
    place: ScoreCell


class _TypedStep(QUndoCommand):
    """One thing typed or pasted."""

    def __init__(self, editor: ScoreEditor, before: _Step, after: _Step, words: str) -> None:
        super().__init__(words)
        self._editor = editor
        self._before = before
        self._after = after
        self._fresh = True

    def redo(self) -> None:
        if self._fresh:
            self._fresh = False
            self._editor.send(self._after, self._before, self.text())
        else:
            self._editor.revisit(self._after, self._before)

    def undo(self) -> None:
        self._editor.revisit(self._before, self._after)


def by_cell(changes: Iterable[ScoreChange]) -> dict[tuple[int, str, str], Score]:
    """Return the changes as scores by subject, evaluator and indicator."""
    return {(one.subject_id, one.evaluator, one.indicator): one.score for one in changes}


def _in_turn(typed: Sequence[TypedText]) -> list[tuple[TypedText, bool]]:
    """The texts, clauses first: points and notes are looked at once these are known.

    Beside each whether clauses of the same score were typed with it.
    """
    told = {one.place.line for one in typed if one.place.clause and one.text.strip()}
    ordered = sorted(typed, key=lambda one: one.place.clause is None)
    return [(one, one.place.line in told) for one in ordered]


def _score(typed: TypedText, now: Score, *, told: bool) -> Score:
    """What the cell's score is after a text; raises ValueError with a sentence.

    ``told`` says that clauses of the same score were typed with it.
    """
    if typed.refusal:
        raise ValueError(typed.refusal)
    indicator, clause = typed.place.indicator, typed.place.clause
    if typed.place.part is CellPart.NOTE:
        return with_note(indicator, now, typed.text)
    if clause is not None:
        return with_amount_typed(indicator, now, clause, typed.text)
    return with_points(indicator, now, typed.text, told=told)


def _change(place: ScoreCell, score: Score) -> ScoreChange:
    return ScoreChange(*place.line, score.points, score.note, score.amounts)
