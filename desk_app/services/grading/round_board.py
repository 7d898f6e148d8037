"""The board of 定级 together with its round: what the screen shows after every decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desk_app.domain.rounds import Round
from desk_app.services import grading, rounds
from desk_app.services.grading import DecisionEntry, GradingBoard
from desk_app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class RoundBoard:
    """All subjects with proposals and decisions, and the round that they stand in."""

    board: GradingBoard
    round: Round


def read(workspace: Workspace, round_id: int) -> RoundBoard:
    """Read the board and its round."""
    return RoundBoard(grading.board(workspace, round_id), rounds.get(workspace, round_id))


def give(
    workspace: Workspace,
    round_id: int,
    now: GradingBoard,
    step: str,
    entries: Sequence[DecisionEntry],
) -> RoundBoard:
    """Write down what a step arrived at: the approval, the decision or an opinion before them.

    ``now`` is the board on show, which knows how the steps are called. Raises ``Fault`` where
    an entry is refused; then none is stored.
    """
    if step == now.approval_step:
        board = grading.approve(workspace, round_id, entries)
    elif step == now.decision_step:
        board = grading.decide(workspace, round_id, entries)
    else:
        board = grading.give_opinions(workspace, round_id, step, entries)
    return RoundBoard(board, rounds.get(workspace, round_id))


def decide_rest(
    workspace: Workspace, round_id: int, decided_on: date | None, meeting: str
) -> RoundBoard:
    """Decide all that are still open as they are proposed; raises ``Fault``."""
    grading.decide_as_proposed(workspace, round_id, decided_on, meeting)
    return read(workspace, round_id)


def finalise(workspace: Workspace, round_id: int) -> RoundBoard:
    """Lock the round (定稿); raises ``Fault`` while something is missing."""
    grading.finalise(workspace, round_id)
    return read(workspace, round_id)


def unlock(workspace: Workspace, round_id: int, reason: str) -> RoundBoard:
    """Take the lock off again (解除定稿), with the reason; raises ``Fault``."""
    rounds.unlock(workspace, round_id, reason)
    return read(workspace, round_id)
