"""A small scheme whose indicators count by clauses, and one that mixes them with plain points."""

from tests.domain.scheme_texts import tiny

OF_MEETINGS = """\
name = "组织生活"
points = 20
mode = "clauses"
standard = "按期换届，按月开会。"

[[indicators.clauses]]
name = "缺会"
standard = "每少开1次会扣1分"
points = 1
unit = "次"
ceiling = 5

[[indicators.clauses]]
name = "不按期换届"
standard = "不按期换届的扣5分"
points = 5
source = "二（三）"

[[indicators.clauses]]
name = "满意率降低"
standard = "每降低一个百分点扣1分"
points = 1
unit = "个百分点"
whole = false

[[indicators.clauses]]
name = "其他不规范"
discretion = true
ceiling = 3

[[indicators.clauses]]
name = "活动有特色"
kind = "bonus"
points = 2

[[indicators]]
name = "重点工作"
points = 10
mode = "clauses"
start = "zero"

[[indicators.clauses]]
name = "完成任务"
standard = "每完成一项得1分"
points = 1
unit = "项"

[[indicators.clauses]]
name = "弄虚作假"
kind = "deduction"
discretion = true

[[indicators]]
name = "班子"
points = 30
"""

CLAUSES = tiny(
    ("format = 1", "format = 2"),
    ('id = "小"', 'id = "情"'),
    ('name = "班子"\npoints = 60\n', OF_MEETINGS),
)
"""“组织生活” counts from its points, “重点工作” from nothing; 班子 30 and 队伍 40 are scored."""
