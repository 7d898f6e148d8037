"""The pages of the room 评分, in the order of their tabs."""

from enum import IntEnum


class ScoringPage(IntEnum):
    """One page; the last has no tab, a workbook leads there."""

    BY_SUBJECT = 0
    BY_INDICATOR = 1
    WHOLE = 2
    REGISTER = 3
    FACTS = 4
    EARLIER = 5
    ARRIVALS = 6


PAGES = ("按对象", "按指标", "整表", "加减分", "其他情况", "往年等级")
QUIET_AFTER = 600
"""Milliseconds without typing after which the window counts again what is left to do."""
