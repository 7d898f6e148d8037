"""The pages of the room 评分, in the order of their tabs."""

BY_SUBJECT, BY_INDICATOR, WHOLE, REGISTER, FACTS, EARLIER, ARRIVALS = range(7)
PAGES = ("按对象", "按指标", "整表", "加减分", "其他情况", "往年等级")
QUIET_AFTER = 600
"""Milliseconds without typing after which the window counts again what is left to do."""
