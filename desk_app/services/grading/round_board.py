"""The board of 定级 with its round and 缺项: what the screen shows after every decision."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from desk_app.domain.missing import ReadinessCheck
from desk_app.domain.reversals import BulkKind
from desk_app.domain.rounds import Round
from desk_app.services import grading, reversals, rounds
from desk_app.services.grading import DecisionEntry, GradingBoard, missing, reviews
from desk_app.services.grading.reviews import DecisionReview
from desk_app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class RoundBoard:
    """All subjects with proposals and decisions, the round that they stand in, and its 缺项.

    ``checks`` are done and missing ones alike. ``act`` is the number under which what was just
    decided for many can be taken back.
    """

    board: GradingBoard
    round: Round
    checks: tuple[ReadinessCheck, ...]
    act: int | None = None

    @property
    def missing(self) -> tuple[ReadinessCheck, ...]:
        """What the scheme asks for and is not there."""
        return tuple(one for one in self.checks if not one.done)


def read(workspace: Workspace, round_id: int) -> RoundBoard:
    """Read the board, its round and what is missing in it."""
    return _whole(workspace, round_id, grading.board(workspace, round_id))


def give(
    workspace: Workspace,
    round_id: int,
    now: GradingBoard,
    step: str,
    entries: Sequence[DecisionEntry],
    marks: Sequence[DecisionReview] = (),
) -> RoundBoard:
    """Write down what a step arrived at: the approval, the decision or an opinion before them.

    ``now`` is the board on show, which knows how the steps are called. ``marks`` are those of
    decisions that were 待复核 and are put back. Raises ``Fault`` where an entry is refused; then
    none is stored.
    """
    if step == now.approval_step:
        board = grading.approve(workspace, round_id, entries)
    elif step == now.decision_step:
        board = grading.decide(workspace, round_id, entries, marks)
    else:
        board = grading.give_opinions(workspace, round_id, step, entries)
    return _whole(workspace, round_id, board)


def decide_rest(
    workspace: Workspace, round_id: int, decided_on: date | None, meeting: str
) -> RoundBoard:
    """Decide all that are still open as they are proposed; raises ``Fault``."""
    decided = grading.decide_as_proposed(workspace, round_id, decided_on, meeting)
    found = reversals.last(workspace, {BulkKind.DECISIONS}, round_id) if decided else None
    return replace(read(workspace, round_id), act=None if found is None else found.act.id)


def uphold(workspace: Workspace, round_id: int, mark: DecisionReview) -> RoundBoard:
    """Say of a decision that is 待复核 that it stands; raises ``Fault``."""
    reviews.uphold(workspace, round_id, [mark.subject_id])
    return read(workspace, round_id)


def review_again(workspace: Workspace, round_id: int, mark: DecisionReview) -> RoundBoard:
    """Take ``uphold`` back; raises ``Fault``."""
    reviews.review_again(workspace, round_id, [mark])
    return read(workspace, round_id)


def finalise(workspace: Workspace, round_id: int) -> RoundBoard:
    """Lock the round (定稿); raises ``Fault`` while something is missing."""
    grading.finalise(workspace, round_id)
    return read(workspace, round_id)


def unlock(workspace: Workspace, round_id: int, reason: str) -> RoundBoard:
    """Take the lock off again (解除定稿), with the reason; raises ``Fault``."""
    rounds.unlock(workspace, round_id, reason)
    return read(workspace, round_id)


def _whole(workspace: Workspace, round_id: int, board: GradingBoard) -> RoundBoard:
    with workspace.session() as session:
        current = rounds.read(session, round_id)
        return RoundBoard(board, current, missing.look(session, board.scheme, current, board))
