"""A made-up scheme that uses every part of the format."""

from tests.domain.scheme_texts import tiny

MORE = """
[weighting]
missing = "others"
source = "四"

[[domains]]
name = "村"
includes = ["农村", "社区"]
[[domains]]
name = "其他"
includes = ["机关"]

[[stars]]
name = "学习星"
kind = "共性星"
when = { rate = "赞成率·学习星", more_than = "90%" }
phrase = "高于90%"
[[stars]]
name = "阵地星"
kind = "个性星"
domains = ["村"]
when = { points = "班子", at_least = 8 }

[[polls]]
name = "测评"
options = ["赞成", "不赞成"]
each = ["学习星", "阵地星"]
[[rates]]
name = "赞成率"
poll = "测评"
numerator = ["赞成"]
each = ["学习星", "阵地星"]

[[facts]]
name = "否决日期"
kind = "date"
carries = true
hint = "一票否决的日期"
[[facts]]
name = "缺会次数"
kind = "count"
unit = "次"

[limits]
sequence = ["force", "disqualify", "cap", "demote"]
demotions = "largest"
[[limits.rules]]
name = "一票否决"
disqualify = true
when = { fact = "否决日期", within_months = 12 }
[[limits.rules]]
name = "届满"
disqualify = "丙"
when = { registry = "届满日期", over_months = 12 }
[[limits.rules]]
name = "连续后进"
cap = "乙"
when = { any = [
  { all = [{ earlier = ["丙"], at_least = 2, of = 3 }, { rose = false }] },
  { opinion = "研究", is = "丙" },
  { total = true, at_most = 20 },
  { stars = true, less_than = 1 },
  { fact = "否决日期", known = true },
  { registry = "党员数", less_than = 3 },
] }
[[limits.rules]]
name = "缺会"
demote = 1
when = { fact = "缺会次数", at_least = 3 }
[[limits.rules]]
name = "多次缺会"
demote = 2
when = { fact = "缺会次数", at_least = 6 }

[[adjustment_groups]]
name = "表彰"
combine = "highest"
ceiling = 8
[[adjustments]]
name = "市级表彰"
kind = "bonus"
points = 3
group = "表彰"
[[adjustments]]
name = "省级表彰"
kind = "bonus"
points = 5
group = "表彰"

[[quotas]]
name = "甲不超过10%"
levels = ["甲"]
at_most = "10%"
over = "parent"
assign = "by rank"
yields_to = "至少一名"
[[quotas]]
name = "至少一名"
levels = ["甲"]
at_least = 1
over = "parent"
[[quotas]]
ratio = "3：6：1"
levels = [["甲"], ["乙"], ["丙"]]
target = true

[[tails]]
name = "倒排"
share = "10%"
over = "domain"
duty = "集中整顿"
[[tails]]
name = "后三位"
count = 3
levels = ["丙"]

[[consequences]]
name = "备案"
kind = "report"
levels = ["甲"]
to = "县委组织部"
[[consequences]]
name = "提拔使用"
kind = "must_not"
when = { all = [{ level = ["丙"] }, { rose = false }] }

[deviation]
between = ["自评", "考评"]
points = 10
levels = 1

[[steps]]
name = "民主测评"
yields = "poll"
poll = "测评"
"""

WIDE = tiny(
    (
        'name = "考评"\ntotal = true',
        'name = "考评"\ntotal = true\nweight = 7\n\n[[evaluators]]\nname = "自评"\nweight = 3',
    ),
    ("points = 60", 'points = 60\nmode = "all_or_nothing"'),
    ("points = 40", 'points = 40\nmode = "deducted"\ngroup = "党建"'),
    more=MORE,
)
"""By points, with everything else beside it."""

OPINION = """\
format = 1
id = "议"
title = "青山镇分类定级"

[total]
measure = "opinion"

[[levels]]
name = "先进"
[[levels]]
name = "一般"
aliases = ["中间"]
[[levels]]
name = "后进"

[[indicators]]
name = "工作思路"

[[evaluators]]
name = "党委"
total = true

[[steps]]
name = "群众初评"
yields = "opinion"
[[steps]]
name = "党委评定"
yields = "decision"
"""

STARS = """\
format = 1
id = "星"
title = "青山镇三颗星"

[total]
measure = "stars"
full = 2

[[levels]]
name = "三星"
[[levels]]
name = "一星以上"
[[levels]]
name = "无星"
none = true

[[indicators]]
name = "法纪"
points = 1
mode = "check"
[[indicators]]
name = "稳定"
points = 1
mode = "check"

[[evaluators]]
name = "考评"
total = true

[[facts]]
name = "示范"
kind = "yes_no"

[[stars]]
name = "法纪星"
when = { points = "法纪", at_least = 1 }
[[stars]]
name = "稳定星"
when = { points = "稳定", at_least = 1 }
[[stars]]
name = "示范星"
when = { fact = "示范", is = true }

[[bands]]
level = "三星"
range = "x >= 3"
[[bands]]
level = "一星以上"
range = "1 <= x <= 2"
[[bands]]
level = "无星"
range = "x <= 0"

[[steps]]
name = "党委评定"
yields = "decision"
"""
