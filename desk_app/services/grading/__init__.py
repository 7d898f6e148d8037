"""Grading: proposals with their reasons, the committee's decisions, the superior's approval."""

from desk_app.services.grading.boards import (
    APPROVAL_STEP,
    Board,
    BoardRow,
    Opinion,
    board,
    read_board,
    step_names,
)
from desk_app.services.grading.opinions import (
    DecisionEntry,
    approve,
    decide,
    decide_as_proposed,
    finalise,
    give_opinions,
    refuse,
)
from desk_app.services.grading.proposals import propose, propose_each
from desk_app.services.grading.supposing import SUPPOSED, what_if

__all__ = [
    "APPROVAL_STEP",
    "SUPPOSED",
    "Board",
    "BoardRow",
    "DecisionEntry",
    "Opinion",
    "approve",
    "board",
    "decide",
    "decide_as_proposed",
    "finalise",
    "give_opinions",
    "propose",
    "propose_each",
    "read_board",
    "refuse",
    "step_names",
    "what_if",
]
