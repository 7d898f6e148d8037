"""A made-up scheme of format 2 that uses every word about levels, ranks and rounds."""

from tests.domain.scheme_texts import tiny

MORE = """
[earlier_total]
fact = "上半年得分"
weight = 40
own = 60
missing = "others"
[[facts]]
name = "上半年得分"
kind = "decimal"
[[facts]]
name = "重大事故"
kind = "yes_no"
[[limits.rules]]
name = "重大事故"
force = "丙"
unscored = true
when = { fact = "重大事故", is = true }
[[limits.rules]]
name = "新成立"
disqualify = "不定级"
when = { registry = "成立日期", within_years = 1 }
[[limits.yearly]]
name = "逐级升降"
rise = 1
fall = 2
waiver = "破格"
when = { not = { this_year = ["丙"] } }
[[quotas]]
name = "甲不超过10%"
levels = ["甲"]
at_most = "10%"
assign = "by rank"
ties = "higher"
yields_to = "至少一名甲"
rounding = "half_up"
by_time = [{ months = [12], size = "20%" }, { years = [2027], months = [1, 2], lifted = true }]
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
[[quotas]]
name = "村里丙不低于10%"
levels = ["丙"]
at_least = "10%"
domains = ["村"]
when = { registry = "党员数", at_least = 50 }
[[tails]]
name = "末位5%"
share = "5%"
level = "丙"
ties = "lower"
rounding = "ceil"
domains = ["村"]
when = { registry = "党员数", at_least = 3 }
[[domains]]
name = "村"
includes = ["农村", "社区"]
[[domains]]
name = "其他"
includes = ["机关"]
[[trials]]
name = "一"
level = "甲"
entered = { "领域" = "农村", "考评·班子" = 60, "考评·队伍" = 40, "上半年得分" = 95 }
[[trials]]
name = "二"
level = "没有等次"
entered = { "领域" = "农村", "参评" = false, "上年等级" = "乙", "考评·班子" = 60 }
"""

LADDER = tiny(
    ("format = 1", "format = 2"),
    ('id = "小"', 'id = "阶"'),
    (
        'name = "丙"\n\n[[ind',
        (
            'name = "丙"\n\n[[levels]]\nname = "无"\nnone = "below"\n\n'
            '[[levels]]\nname = "不定级"\nnone = "outside"\n\n[[ind'
        ),
    ),
    ('range = "x < 80"', 'range = "60 <= x < 80"\n\n[[bands]]\nlevel = "无"\nrange = "x < 60"'),
    ("[total]", '[subjects]\nname = "党员"\nout_in_base = true\n\n[total]'),
    more=MORE,
)
