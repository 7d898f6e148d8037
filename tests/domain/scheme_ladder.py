"""A made-up scheme of format 2 that uses every word about levels, ranks and rounds."""

from tests.domain.scheme_texts import tiny

MORE = """
[[quotas]]
name = "甲不超过10%"
levels = ["甲"]
at_most = "10%"
assign = "by rank"
ties = "higher"
yields_to = "至少一名甲"
[[quotas]]
name = "乙不超过20%"
levels = ["乙"]
at_most = "20%"
assign = "by rank"
rest = "丙"
[[quotas]]
name = "至少一名甲"
levels = ["甲"]
at_least = 1
[[tails]]
name = "末位5%"
share = "5%"
level = "丙"
ties = "lower"
"""

LADDER = tiny(
    ("format = 1", "format = 2"),
    (
        'name = "丙"\n\n[[ind',
        'name = "丙"\n\n[[levels]]\nname = "无"\nnone = "below"\n\n'
        '[[levels]]\nname = "不定级"\nnone = "outside"\n\n[[ind',
    ),
    ('range = "x < 80"', 'range = "60 <= x < 80"\n\n[[bands]]\nlevel = "无"\nrange = "x < 60"'),
    more=MORE,
)
