"""Grading: proposals with their reasons, the committee's decisions, the superior's approval."""

from desk_app.services.grading.boards import (
    APPROVAL_STEP,
    BoardRow,
    GradingBoard,
    Opinion,
    board,
    read_board,
    step_names,
    wanting_words,
)
from desk_app.services.grading.level_list import LevelList, level_words, write_levels
from desk_app.services.grading.opinions import (
    approve,
    decide,
    decide_as_proposed,
    finalise,
    give_opinions,
)
from desk_app.services.grading.refusing import refuse
from desk_app.services.grading.supposing import SUPPOSED, Supposition, what_if
from desk_app.services.grading.writing import DecisionEntry

__all__ = [
    "APPROVAL_STEP",
    "SUPPOSED",
    "BoardRow",
    "DecisionEntry",
    "GradingBoard",
    "LevelList",
    "Opinion",
    "Supposition",
    "approve",
    "board",
    "decide",
    "decide_as_proposed",
    "finalise",
    "give_opinions",
    "level_words",
    "read_board",
    "refuse",
    "step_names",
    "wanting_words",
    "what_if",
    "write_levels",
]
