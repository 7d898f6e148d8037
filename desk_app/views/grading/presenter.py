"""What 定级 reads and decides; every decision is a step for Ctrl+Z."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from desk_app.domain.evidence import FactValue
from desk_app.views.kit.done_step import DoneStep
from desk_app.views.owned_runner import OwnedRunner
from desk_app.views.use_cases import grading, history, reviews, round_board

if TYPE_CHECKING:
    from desk_app.domain.faults import Fault
    from desk_app.views.runner import Runner


class GradingPresenter(QObject):
    """Knows the runner, the round and its board; the screen only hears of them."""

    read = Signal(object)
    """``RoundBoard``: the board and its round, as they stand now."""
    stored = Signal()
    """Something was decided that others may show."""
    decided_rest = Signal(object)
    """All that were open are decided; the number under which that can be taken back."""
    refused = Signal(str)
    """Why it was not stored; nothing can be taken back any more."""
    supposed = Signal(object, object)
    """A row, and the ``Proposal`` that would follow from what was supposed."""
    suppose_refused = Signal(str)
    history_read = Signal(object, object)
    """A row, and every ``DecisionChange`` of it."""

    def __init__(self, runner: "Runner", parent: QObject) -> None:
        super().__init__(parent)
        self._runner = OwnedRunner(runner, self)
        self._round_id: int | None = None
        self._board: grading.GradingBoard | None = None
        self.undo_stack = QUndoStack(self)

    def open_round(self, round_id: int | None) -> None:
        """Read the board of a round."""
        if round_id != self._round_id:
            self.undo_stack.clear()
        self._round_id = round_id
        if round_id is None:
            self._board = None
        else:
            self._runner.call(round_board.read, round_id).then(self._show)

    def read_again(self) -> None:
        """Read the board as it stands now."""
        self.open_round(self._round_id)

    def decide(self, step: str, entry: "grading.DecisionEntry") -> None:
        """Store one decision as a step to be undone."""
        if self._board is None:
            return
        rows = self._board.rows
        row = next(row for row in rows if row.evidence.subject.id == entry.subject_id)
        before = _as_entry(entry.subject_id, row.opinions.get(step))
        marked = row.marked if step == self._board.decision_step else None
        self.undo_stack.push(_Decide(self, step, (before, marked), entry))

    def store(
        self,
        step: str,
        entry: "grading.DecisionEntry",
        marked: "reviews.DecisionReview | None" = None,
    ) -> None:
        """Store one decision, ``marked`` where it is put back as 待复核; undo comes here too."""
        if self._round_id is not None and self._board is not None:
            marks = () if marked is None else (marked,)
            self._runner.save(
                round_board.give, self._round_id, self._board, step, [entry], marks
            ).then(self._stored).otherwise(self._refused)

    def uphold(self, row: "grading.BoardRow") -> None:
        """Let a decision that is 待复核 stand, as a step to be undone."""
        marked, turn = row.marked, self._turn_review
        if self._round_id is None or marked is None:
            return

        def done(found: "round_board.RoundBoard") -> None:
            again, back = partial(turn, marked, upheld=True), partial(turn, marked, upheld=False)
            self.undo_stack.push(DoneStep("维持决定", again, back))
            self._stored(found)

        self._runner.save(round_board.uphold, self._round_id, marked).then(done).otherwise(
            self._refused
        )

    def _turn_review(self, marked: "reviews.DecisionReview", *, upheld: bool) -> None:
        if self._round_id is not None:
            turn = round_board.uphold if upheld else round_board.review_again
            self._runner.save(turn, self._round_id, marked).then(self._stored).otherwise(
                self._refused
            )

    def decide_rest(self, day: date | None, meeting: str) -> None:
        """Decide all that are still open as they are proposed."""
        if self._round_id is not None:
            self._runner.save(round_board.decide_rest, self._round_id, day, meeting).then(
                self._decided_rest
            ).otherwise(self._refused)

    def finalise(self) -> None:
        """Lock the round (定稿)."""
        if self._round_id is not None:
            self._runner.save(round_board.finalise, self._round_id).then(self._stored).otherwise(
                self._refused
            )

    def unlock(self, reason: str) -> None:
        """Take the lock off again (解除定稿)."""
        if self._round_id is not None:
            self._runner.save(round_board.unlock, self._round_id, reason).then(
                self._stored
            ).otherwise(self._refused)

    def suppose(
        self,
        row: "grading.BoardRow",
        points: Mapping[str, Decimal],
        facts: Mapping[str, FactValue | None],
    ) -> None:
        """Work out what a subject's level would be; nothing is stored."""
        if self._round_id is None:
            return
        subject_id = row.evidence.subject.id
        self._runner.call(
            grading.what_if, self._round_id, subject_id, points=points, facts=facts
        ).then(lambda proposal: self.supposed.emit(row, proposal)).otherwise(
            lambda fault: self.suppose_refused.emit(str(fault))
        )

    def read_history(self, row: "grading.BoardRow") -> None:
        """Read what a subject's decisions were before."""
        if self._round_id is not None:
            self._runner.call(history.read, self._round_id, row.evidence.subject.id).then(
                lambda changes: self.history_read.emit(row, changes)
            )

    def _show(self, found: "round_board.RoundBoard") -> None:
        self._board = found.board
        self.read.emit(found)

    def _stored(self, found: "round_board.RoundBoard") -> None:
        self._show(found)
        self.stored.emit()

    def _decided_rest(self, found: "round_board.RoundBoard") -> None:
        self._stored(found)
        self.decided_rest.emit(found.act)

    def _refused(self, fault: "Fault") -> None:
        self.undo_stack.clear()
        self.refused.emit(str(fault))


class _Decide(QUndoCommand):
    """One decision, and the one that stood before it, with its mark where it was 待复核."""

    def __init__(
        self,
        presenter: GradingPresenter,
        step: str,
        before: "tuple[grading.DecisionEntry, reviews.DecisionReview | None]",
        after: "grading.DecisionEntry",
    ) -> None:
        super().__init__("决定等级")
        self._presenter, self._step = presenter, step
        self._before, self._after = before, after

    def redo(self) -> None:
        self._presenter.store(self._step, self._after)

    def undo(self) -> None:
        self._presenter.store(self._step, *self._before)


def _as_entry(subject_id: int, opinion: "grading.Opinion | None") -> "grading.DecisionEntry":
    if opinion is None:
        return grading.DecisionEntry(subject_id, "")
    return grading.DecisionEntry(
        subject_id, opinion.level, opinion.reason, opinion.decided_on, opinion.meeting
    )
