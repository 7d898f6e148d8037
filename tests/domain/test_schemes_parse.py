"""Reading scheme files: what they say, and what is said about those that are damaged."""

import random
import sys
import tomllib
from decimal import Decimal
from fractions import Fraction

import pytest

from desk_app.domain.scheme.loading import check, read, read_usable
from desk_app.domain.scheme.model.conditions import (
    AllOf,
    AnyOf,
    Comparator,
    Comparison,
    Not,
    Operand,
)
from desk_app.domain.scheme.model.levels import LimitKind
from desk_app.domain.scheme.model.polls import RateBase
from desk_app.domain.scheme.model.problems import Problem, SchemeFault
from desk_app.domain.scheme.model.rounds import Bound, StepYield
from desk_app.domain.scheme.model.scoring import Combine, FactKind
from desk_app.domain.scheme.model.values import Origin
from desk_app.domain.scheme.reading.source import LONGEST_FILE, Lines
from desk_app.domain.scheme.words.sentences import readings, sentences
from desk_app.domain.scheme.writing.scheme import write
from tests import torture
from tests.domain.scheme_damage import damaged, judged
from tests.domain.scheme_texts import (
    SENSELESS,
    SHIPPED,
    TINY,
    all_texts,
    line_of,
    senseless,
    shipped_text,
    tiny,
)

FULL = """
[limits]
sequence = ["demote", "cap"]
[[limits.rules]]
name = "缺会"
cap = "乙"
when = { all = [{ fact = "次数", at_least = 3 }, { not = { registry = "领域", is = "农村" } }] }
source = "三"
phrase = "原话"
ours = "补定"
[[limits.rules]]
name = "降级"
demote = 2
when = { any = [{ rate = "满意率", less_than = "66.5%" }, { adjustment = "表彰", more_than = 1 }] }
[[adjustments]]
name = "表彰"
kind = "bonus"
tiers = [{ name = "市级", points = 2.5 }, { name = "省级", points = "5" }]
combine = "highest"
ceiling = 5
unit = "项"
[[adjustments]]
name = "缺会扣分"
kind = "deduction"
points = 0.1
fact = "次数"
[[facts]]
name = "次数"
kind = "count"
[[facts]]
name = "类型"
kind = "choice"
options = ["一类", "二类"]
[[polls]]
name = "测评"
options = ["满意", "不满意"]
meeting = "测评会"
single = false
[[rates]]
name = "满意率"
poll = "测评"
numerator = ["满意"]
base = "returned"
[[quotas]]
name = "名额"
levels = ["甲", "乙"]
about = "1/3"
tolerance = "2.5%"
soft = true
[[steps]]
name = "评分"
yields = "scores"
evaluator = "考评"
deadline = "3-5"
[[steps]]
name = "公示"
yields = "notice"
notice_days = 5
[[readings]]
name = "读法"
question = "怎么办？"
options = ["这样", "那样"]
chosen = "这样"
reason = "有理由"
[rectification]
below = "60%"
least = 1
most = 3
[forms]
summary = "结果汇总表"
"""


def problems_of(text: str) -> tuple[Problem, ...]:
    with pytest.raises(SchemeFault) as caught:
        read_usable(text)
    return caught.value.problems


def test_every_part_is_read_as_it_is_written() -> None:
    text = tiny(more=FULL)
    scheme = read(text)
    cap, demote = scheme.limits
    assert cap.kind is LimitKind.CAP
    assert cap.level == "乙"
    assert cap.when == AllOf(
        (
            Comparison(Operand.FACT, "次数", Comparator.AT_LEAST, Decimal(3)),
            Not(Comparison(Operand.REGISTRY, "领域", Comparator.IS, "农村")),
        )
    )
    assert cap.origin == Origin("三", "原话", "补定", line_of(text, "[[limits.rules]]"))
    assert (demote.kind, demote.by) == (LimitKind.DEMOTE, 2)
    assert demote.when == AnyOf(
        (
            Comparison(Operand.RATE, "满意率", Comparator.LESS_THAN, Fraction(133, 200)),
            Comparison(Operand.ADJUSTMENT, "表彰", Comparator.MORE_THAN, Decimal(1)),
        )
    )
    assert scheme.sequence == (
        LimitKind.DISQUALIFY,
        LimitKind.DEMOTE,
        LimitKind.CAP,
        LimitKind.FORCE,
    )
    praise, absence = scheme.adjustments
    assert [(one.name, one.points) for one in praise.tiers] == [
        ("市级", Decimal("2.5")),
        ("省级", Decimal(5)),
    ]
    assert (praise.bonus, praise.combine, praise.ceiling) == (True, Combine.HIGHEST, Decimal(5))
    assert praise.registered
    assert (absence.bonus, absence.fact, absence.registered) == (False, "次数", False)
    assert absence.tiers[0].points == Decimal("0.1")  # no binary float on the way
    assert scheme.facts[1].kind is FactKind.CHOICE
    assert (scheme.polls[0].single, scheme.polls[0].meeting) == (False, "测评会")
    assert scheme.rates[0].base is RateBase.RETURNED
    quota = scheme.quotas[0]
    assert (quota.bound, quota.share, quota.tolerance, quota.soft) == (
        Bound.ABOUT,
        Fraction(1, 3),
        Fraction(1, 40),
        True,
    )
    assert scheme.steps[1].deadline == (3, 5)
    assert scheme.steps[2].yields is StepYield.NOTICE
    assert scheme.rectification is not None
    assert scheme.rectification.below == Fraction(3, 5)
    assert scheme.forms.summary == "结果汇总表"
    assert scheme.forms.ballot == "党组织民主测评票"
    assert [section.title for section in sentences(scheme)][:2] == ["总则", "等次（从高到低）"]
    assert "本方案选定：这样。理由：有理由。另可理解为：那样。" in readings(scheme)[0].text


def test_standards_by_domain_become_one_line_for_each() -> None:
    text = tiny(
        (
            "points = 60\n",
            'points = 60\n[indicators.standards]\n"农村" = "甲标准"\n"机关" = "乙标准"\n',
        ),
        more='\n[[domains]]\nname = "农村"\nincludes = ["农村", "社区"]\n'
        '[[domains]]\nname = "机关"\n',
    )
    scheme = read_usable(text)
    assert [one.standard for one in scheme.indicators_for("社区")] == ["甲标准", ""]
    assert [one.standard for one in scheme.indicators_for("机关")] == ["乙标准", ""]
    assert scheme.indicator_names() == ("班子", "队伍")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("format = 1", "format = 3", "format = 1 或 format = 2"),
        ("format = 1", "", "format = 1"),
        ("points = 60", 'points = "六十"', "指标“班子”的 points 应为数字"),
        ("points = 60", "points = -5", "不能小于 0"),
        ("points = 60", "points = true", "应为数字"),
        ("points = 60", "points = 1e99", "太大"),
        ("points = 60", "points = nan", "应为数字"),
        ("points = 60", "points = 60.0001", "最多三位小数"),
        ("points = 60", "point = 60", "是否要写 points？"),
        ("points = 60", "", "指标“班子”缺少 points"),
        ('name = "队伍"', 'name = "班子"', "指标“班子”在同一领域里写了两次"),
        ('name = "乙"', 'name = "甲"', "等次的名称或别名“甲”写了两次"),
        ('level = "乙"', 'level = "丁"', "等次“丁”没有定义；已定义的有：甲、乙、丙"),
        ('range = "80 <= x < 90"', 'range = "80-89"', "应写成 80 <= x < 90"),
        ('range = "80 <= x < 90"', 'range = "90 <= x < 80"', "没有任何分数"),
        ('range = "80 <= x < 90"', 'range = "80 <= x < 99999999999"', "数字看不懂，或太大"),
        ('yields = "decision"', 'yields = "vote"', '"decision"'),
        ('yields = "decision"', 'yields = "decision"\ndeadline = "02-30"', "不是每年都有的日期"),
        ('yields = "decision"', 'yields = "decision"\ndeadline = 2026-03-31', "月-日"),
        (
            'yields = "decision"',
            'yields = "decision"\nevaluator = "群众"',
            "评价主体“群众”没有定义",
        ),
        ("total = true", 'total = "是"', "应为 true 或 false"),
        ("full = 100", "full = 100\ndecimals = 7", "应在 0 到 3 之间"),
        ('id = "小"', 'id = "../小"', "只能由字母、数字、汉字"),
        ('title = "青山镇试行方案"', 'title = ""', "是空的"),
        ('title = "青山镇试行方案"', "title = “青山镇”", "中文符号 “"),
        ('title = "青山镇试行方案"', 'title = "青山镇', "引号可能没有配对"),
        ('title = "青山镇试行方案"', 'title = "一"\ntitle = "二"', "写了两次"),
        ("[total]\nfull = 100", "", "缺少 total"),
        ("[[levels]]", "[levels]", "写了两次"),
        ("[[steps]]", "[[step]]", "是否要写 steps？"),
    ],
)
def test_a_mistake_is_named_with_its_line(old: str, new: str, expected: str) -> None:
    text = tiny((old, new))
    found = problems_of(text)
    assert any(expected in str(one) for one in found), [str(one) for one in found]
    assert all(0 <= one.line <= text.count("\n") + 1 for one in found)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ('[[rates]]\nname = "率"\npoll = "测评"\nnumerator = ["好"]', "测评“测评”没有定义"),
        (
            (
                '[[polls]]\nname = "测评"\noptions = ["好", "坏"]\n'
                '[[rates]]\nname = "率"\npoll = "测评"\nnumerator = ["满意"]'
            ),
            "测评选项“满意”没有定义；已定义的有：好、坏",
        ),
        ('[[polls]]\nname = "测评"\noptions = ["甲", "丁"]\ndistribution = true', "等次“丁”"),
        ('[[polls]]\nname = "测评"\noptions = ["甲", "甲"]', "“甲”写了两次"),
        ('[[quotas]]\nname = "名额"\nlevels = ["甲"]\nat_most = "10%"\nabout = "5%"', "只写一个"),
        ('[[quotas]]\nname = "名额"\nlevels = ["甲"]\nat_most = 0.1', '"10%"'),
        ('[[adjustments]]\nname = "表彰"\nkind = "bonus"', "没有写分数"),
        ('[[adjustments]]\nname = "表彰"\nkind = "bonus"\npoints = 0', "应大于 0"),
        (
            (
                '[[adjustments]]\nname = "表彰"\nkind = "bonus"\npoints = 1\nfact = "次数"\n'
                '[[facts]]\nname = "次数"\nkind = "yes_no"'
            ),
            'kind 应为 "count"',
        ),
        ('[[limits.rules]]\nname = "限"\ncap = "乙"', "缺少 when"),
        (
            '[[limits.rules]]\nname = "限"\ncap = "乙"\nwhen = { fact = "次数", at_least = 3 }',
            "其他情况“次数”没有定义；已定义的有：一个也没有",
        ),
        (
            '[[limits.rules]]\nname = "限"\ncap = "乙"\nwhen = { registry = "电话", is = "1" }',
            "应为 领域、区域、上级、党员数、届满日期、换届日期、成立日期 之一",
        ),
        (
            '[[limits.rules]]\nname = "限"\ncap = "乙"\nwhen = { rate = "率", less_than = 60 }',
            '"60%"',
        ),
        (
            (
                '[[limits.rules]]\nname = "限"\ncap = "乙"\nforce = "丙"\n'
                'when = { fact = "有", is = true }\n[[facts]]\nname = "有"\nkind = "yes_no"'
            ),
            "只写一个",
        ),
        (
            (
                '[[limits.rules]]\nname = "限"\ncap = "乙"\nwhen = { fact = "有", at_least = 1 }\n'
                '[[facts]]\nname = "有"\nkind = "yes_no"'
            ),
            "is = true",
        ),
        (
            (
                '[[limits.rules]]\nname = "限"\ncap = "乙"\nwhen = { fact = "日", is = "x" }\n'
                '[[facts]]\nname = "日"\nkind = "date"'
            ),
            "是日期，条件应写 within_months",
        ),
        ("[limits]\nwhen = " + "{ not = " * 12 + "{}" + " }" * 12, "不认识的项“when”"),
        (
            '[[limits.rules]]\nname = "限"\ncap = "乙"\nwhen = '
            + "{ not = " * 12
            + '{ fact = "有", is = true }'
            + " }" * 12,
            "嵌套得太深",
        ),
        ('[deviation]\nbetween = ["考评"]\npoints = 3', "应写两个评价主体"),
        ('[rectification]\nbelow = "60%"\nleast = 5\nmost = 3', "最少 5 条，却最多 3 条"),
        ("x = " + "[" * 5000 + "]" * 5000, "嵌套得太深"),
        ("x = " + "9" * 5000, "过大的数字"),
        ("x = 1e99999999999999999999", "过大的数字"),
    ],
)
def test_a_mistake_in_an_added_part_is_named(more: str, expected: str) -> None:
    found = problems_of(tiny(more="\n" + more + "\n"))
    assert any(expected in str(one) for one in found), [str(one) for one in found]


def test_all_mistakes_are_found_at_once_and_in_order() -> None:
    text = tiny(("points = 60", "points = []"), ("total = true", "total = 1"), ("x < 80", "x ~ 80"))
    found = problems_of(text)
    assert [one.line for one in found] == [
        line_of(text, "points = []"),
        line_of(text, "total = 1"),
        line_of(text, "x ~ 80"),
    ]
    assert str(found[0]).startswith(f"第 {found[0].line} 行：指标“班子”的 points ")


@pytest.mark.parametrize("kind", SENSELESS)
def test_a_long_and_senseless_text_is_refused_in_few_steps(kind: str) -> None:
    """Twice the text takes at most little more than twice the calls; no clock is asked."""
    assert 1 <= len(problems_of(senseless(kind, 1))) < 100
    once, twice = (calls(senseless(kind, share)) for share in (1 / 40, 1 / 20))
    assert twice < 2.5 * once + 1_000


def calls(text: str) -> int:
    """How many functions are called until the text is refused."""
    count = 0

    def called(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(called)
    try:
        with pytest.raises(SchemeFault):
            read_usable(text)
    finally:
        sys.setprofile(None)
    return count


def test_a_huge_text_is_refused_before_it_is_read() -> None:
    assert "太大" in problems_of("#" * (LONGEST_FILE + 1))[0].sentence


TORTURED = 600
"""Damaged files in the suite; ``python -m tests.torture schemes 10000`` takes a number."""


@pytest.mark.parametrize("scheme_id", sorted(all_texts()))
def test_random_damage_gives_sentences_and_never_a_traceback(scheme_id: str) -> None:
    texts = all_texts()
    text, refused = texts[scheme_id], 0
    number = TORTURED // len(texts) + 1
    for seed in range(number):
        refused += judged(damaged(text, random.Random(f"{scheme_id} {seed}"))) is not None
    assert refused > number / 3  # the damage is real


def test_the_torture_that_takes_longer_runs(capsys: pytest.CaptureFixture[str]) -> None:
    assert torture.main(["schemes", "40"]) == 0
    assert capsys.readouterr().out.startswith("40 damaged files from ")


@pytest.mark.parametrize("scheme_id", SHIPPED)
def test_every_table_stands_on_the_line_that_is_named(scheme_id: str) -> None:
    text = shipped_text(scheme_id)
    lines, content = Lines(text), tomllib.loads(text)
    written = ["", *text.split("\n")]
    for key, value in content.items():
        if isinstance(value, list):
            for position, table in enumerate(value):
                for inner in table:
                    line = written[lines.of((key, position, inner))]
                    # A table inside has its own heading, [indicators.standards], as have several.
                    headings = (f"[{key}.{inner}]", f"[[{key}.{inner}]]")
                    assert line.startswith((f"{inner} =", *headings)), (key, line)


def test_lines_see_through_strings_comments_and_lists() -> None:
    text = 'a = """\n[b]\nx = 1"""\n# [c]\nl = [\n  "]", # ]\n  { y = 2 },\n]\n[t."k k"]\nz.w = 3\n'
    lines = Lines(text)
    assert lines.of(("b",)) == 0
    assert lines.of(("c",)) == 0
    assert lines.of(("l", 1, "y")) == 5
    assert lines.of(("t", "k k")) == 9
    assert lines.of(("t", "k k", "z", "w")) == 10
    assert Lines(text.replace("\n", "\r\n")).of(("t", "k k", "z")) == 10


def test_the_tiny_scheme_is_in_order() -> None:
    assert check(read_usable(TINY)) == ()


@pytest.mark.parametrize("written", [1, 2])
def test_the_format_of_a_text_is_known_and_written_again(written: int) -> None:
    scheme = read_usable(tiny(("format = 1", f"format = {written}")))
    assert scheme.format == written
    assert f"format = {written}\n" in write(scheme)
