"""A small scheme in which points follow from facts: tiers, a free range, per unit, all or none."""

from tests.domain.scheme_texts import tiny

FROM_FACTS = """\
name = "农民增收"
points = 10
mode = "facts"
standard = "人均收入达到全县平均水平得满分。"

[[indicators.tiers]]
when = { fact = "人均收入", at_least = 3000 }
points = 10
source = "二（一）"

[[indicators.tiers]]
when = { all = [{ fact = "人均收入", at_least = 2300 }, { fact = "人均收入", less_than = 3000 }] }
points = [5, 8]

[[indicators.tiers]]
name = "有增长"
when = { any = [{ fact = "人均收入", at_least = 2000 }, { fact = "增幅", more_than = 3.5 }] }
points = 2.5

[[indicators]]
name = "按期换届"
points = 5
mode = "facts"

[[indicators.tiers]]
when = { fact = "已换届", is = true }
points = 5

[[indicators]]
name = "重点工作"
points = 10
mode = "facts"
fact = "完成项数"
each = 1

[[indicators]]
name = "增速"
points = 5
mode = "facts"
fact = "增幅"
each = 0.5
whole = true

[[indicators]]
name = "参合率"
points = 10
mode = "facts"

[[indicators.tiers]]
when = { fact = "参合", at_least = 95 }
points = 10

[[indicators.tiers]]
when = { fact = "参合", at_least = 90 }
points = 6

[[indicators.tiers]]
points = 1

[[indicators]]
name = "班子"
points = 20
"""
_FACTS = """
[[facts]]
name = "人均收入"
kind = "count"
unit = "元"

[[facts]]
name = "增幅"
kind = "decimal"
unit = "%"

[[facts]]
name = "已换届"
kind = "yes_no"

[[facts]]
name = "完成项数"
kind = "count"
unit = "项"

[[facts]]
name = "参合"
kind = "decimal"
unit = "%"
"""
FACTS = tiny(
    ("format = 1", "format = 2"),
    ('id = "小"', 'id = "数"'),
    ('name = "班子"\npoints = 60\n', FROM_FACTS),
    more=_FACTS,
)
