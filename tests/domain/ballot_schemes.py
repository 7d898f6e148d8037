"""Schemes in which ballots score, some score only a part, and some give only a total."""

from tests.domain.scheme_texts import tiny

POLL = """
[[polls]]
name = "民主测评"
options = ["好", "较好", "一般", "差"]
"""
WEIGHED = """\
[[evaluators]]
name = "考评"
total = true
weight = 50

[[evaluators]]
name = "群众测评"
weight = 30
poll = "民主测评"
points = { "好" = 100, "较好" = 80, "一般" = 60, "差" = 0 }
base = "returned"
full = 100

[[evaluators]]
name = "党工委"
weight = 20
only_total = true
full = 50

[weighting]
missing = "open"
"""
PARTS = """\
[[evaluators]]
name = "考评"
total = true
weight = 3
indicators = ["班子"]

[[evaluators]]
name = "群众代表"
weight = 1
indicators = ["班子", "队伍"]

[weighting]
missing = "open"
"""
ITEMS = """\
[[evaluators]]
name = "民主评议"
total = true
poll = "评分票"
"""
ITEM_POLLS = """
[[polls]]
name = "评分票"
kind = "points"
most = 60
each = ["班子"]
single = false

[[polls]]
name = "评分票"
kind = "points"
most = 40
each = ["队伍"]
single = false
"""
ONE = '[[evaluators]]\nname = "考评"\ntotal = true\n'


def _scheme(scheme_id: str, evaluators: str, more: str = "") -> str:
    return tiny(
        ("format = 1", "format = 2"),
        ('id = "小"', f'id = "{scheme_id}"'),
        (ONE, evaluators),
        more=more,
    )


BALLOTS = _scheme("票", WEIGHED, POLL)
"""考评 scores both indicators, ballots and 党工委 give totals: 50:30:20."""
SHARED = _scheme("分", PARTS)
"""班子 by two at 3:1, 队伍 by 群众代表 alone."""
ITEM_BALLOTS = _scheme("逐", ITEMS, ITEM_POLLS)
"""Ballots on which points are given for each indicator."""
