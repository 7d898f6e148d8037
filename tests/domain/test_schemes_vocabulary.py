"""Every word of the format: read as it is written, refused where it makes no sense."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

import pytest

from desk_app.domain.scheme.loading import check, read, read_usable
from desk_app.domain.scheme.model.conditions import (
    AllOf,
    AnyOf,
    Comparator,
    Comparison,
    Earlier,
    LevelIn,
    Operand,
    Rose,
)
from desk_app.domain.scheme.model.levels import ConsequenceKind, LimitKind, Measure
from desk_app.domain.scheme.model.problems import SchemeFault
from desk_app.domain.scheme.model.rounds import Bound, Over
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import (
    AdjustmentGroup,
    Combine,
    Indicator,
    IndicatorMode,
    Missing,
)
from desk_app.domain.scheme.model.values import Origin
from desk_app.domain.scheme.words.comparison import compare
from desk_app.domain.scheme.words.sentences import sentences
from tests.domain.ballot_schemes import BALLOTS, SHARED
from tests.domain.clause_schemes import CLAUSES
from tests.domain.fact_schemes import FACTS
from tests.domain.scheme_ladder import LADDER
from tests.domain.scheme_texts import TINY, line_of, tiny
from tests.domain.scheme_wide import OPINION, STARS, WIDE

SCHEME = read(WIDE)


def refused(text: str) -> list[str]:
    with pytest.raises(SchemeFault) as caught:
        read_usable(text)
    return [str(one) for one in caught.value.problems]


def said(scheme: Scheme) -> str:
    return "\n".join(str(line) for section in sentences(scheme) for line in section.lines)


# --- read as it is written --------------------------------------------------------------


def test_evaluators_are_weighed() -> None:
    assert [(one.name, one.total, one.weight) for one in SCHEME.evaluators] == [
        ("考评", True, Fraction(7)),
        ("自评", False, Fraction(3)),
    ]
    assert SCHEME.weighting is not None
    assert (SCHEME.weighting.missing, SCHEME.weighting.origin.source) == (Missing.OTHERS, "四")
    assert "逐项按 7:3 加权，合计为总分；有人没有评分的，按其他人的权重计算。" in said(SCHEME)


def test_indicators_have_modes_and_headings() -> None:
    assert [(one.mode, one.group) for one in SCHEME.indicators] == [
        (IndicatorMode.ALL_OR_NOTHING, ""),
        (IndicatorMode.DEDUCTED, "党建"),
    ]


def test_stars_polls_and_rates_of_each() -> None:
    learning, place = SCHEME.stars
    assert (learning.kind, learning.domains, place.domains) == ("共性星", (), ("村",))
    assert learning.when == Comparison(
        Operand.RATE, "赞成率·学习星", Comparator.MORE_THAN, Fraction(9, 10)
    )
    assert place.when == Comparison(Operand.POINTS, "班子", Comparator.AT_LEAST, Decimal(8))
    assert [one.name for one in SCHEME.polls] == ["测评·学习星", "测评·阵地星"]
    assert [(one.name, one.poll) for one in SCHEME.rates] == [
        ("赞成率·学习星", "测评·学习星"),
        ("赞成率·阵地星", "测评·阵地星"),
    ]
    assert SCHEME.polls_of("测评") == SCHEME.polls
    assert SCHEME.polls_of("测评·学习星") == SCHEME.polls[:1]
    assert SCHEME.polls_of("测") == ()


def test_limits_have_a_sequence_and_dates() -> None:
    assert SCHEME.sequence == (
        LimitKind.FORCE,
        LimitKind.DISQUALIFY,
        LimitKind.CAP,
        LimitKind.DEMOTE,
    )
    assert not SCHEME.demotions_add_up
    veto, expired, again, *_ = SCHEME.limits
    assert (veto.kind, veto.level) == (LimitKind.DISQUALIFY, "")
    assert (expired.kind, expired.level) == (LimitKind.DISQUALIFY, "丙")
    assert veto.when == Comparison(Operand.FACT, "否决日期", Comparator.WITHIN_MONTHS, Decimal(12))
    assert expired.when == Comparison(
        Operand.REGISTRY, "届满日期", Comparator.OVER_MONTHS, Decimal(12)
    )
    assert again.when == AnyOf(
        (
            AllOf((Earlier(("丙",), 2, 3), Rose(risen=False))),
            Comparison(Operand.OPINION, "研究", Comparator.IS, "丙"),
            Comparison(Operand.TOTAL, "", Comparator.AT_MOST, Decimal(20)),
            Comparison(Operand.STARS, "", Comparator.LESS_THAN, Decimal(1)),
            Comparison(Operand.FACT, "否决日期", Comparator.KNOWN, value=True),
            Comparison(Operand.REGISTRY, "党员数", Comparator.LESS_THAN, Decimal(3)),
        )
    )
    assert SCHEME.facts[0].carries


def test_adjustments_count_in_groups() -> None:
    assert [one.group for one in SCHEME.adjustments] == ["表彰", "表彰"]
    group = SCHEME.adjustment_groups[0]
    assert replace(group, origin=Origin()) == AdjustmentGroup("表彰", Combine.HIGHEST, Decimal(8))


def test_quotas_have_counts_ratios_and_give_way() -> None:
    most, least, *ratio = SCHEME.quotas
    assert (most.share, most.count, most.over, most.assign) == (
        Fraction(1, 10),
        0,
        Over.PARENT,
        True,
    )
    assert most.yields_to == least.name
    assert (least.share, least.count, least.bound) == (Fraction(0), 1, Bound.AT_LEAST)
    assert [(one.name, one.levels, one.share, one.ratio) for one in ratio] == [
        ("3:6:1·甲", ("甲",), Fraction(3, 10), "3:6:1"),
        ("3:6:1·乙", ("乙",), Fraction(3, 5), "3:6:1"),
        ("3:6:1·丙", ("丙",), Fraction(1, 10), "3:6:1"),
    ]
    assert all(one.target and one.bound is Bound.ABOUT for one in ratio)
    assert said(SCHEME).count("的比例为 3:6:1") == 1


def test_tails_consequences_and_deviations() -> None:
    share, count = SCHEME.tails
    assert (share.share, share.count, share.over, share.duty) == (
        Fraction(1, 10),
        0,
        Over.DOMAIN,
        "集中整顿",
    )
    assert (count.share, count.count, count.levels) == (Fraction(0), 3, ("丙",))
    report, must_not = SCHEME.consequences
    assert (report.kind, report.levels, report.to) == (
        ConsequenceKind.REPORT,
        ("甲",),
        "县委组织部",
    )
    assert must_not.when == AllOf((LevelIn(("丙",)), Rose(risen=False)))
    assert SCHEME.deviation is not None
    assert SCHEME.deviation.levels == 1


def test_a_scheme_by_opinion_needs_no_points_and_no_bands() -> None:
    scheme = read_usable(OPINION)
    assert scheme.measure is Measure.OPINION
    assert (len(scheme.bands), scheme.full_points) == (0, Decimal(0))
    assert scheme.indicators[0].mode is IndicatorMode.INFORMATION
    assert check(scheme) == ()
    assert "等次由各环节的意见确定，以最后一个提出意见的环节为准。" in said(scheme)


def test_a_scheme_by_stars_has_bands_of_whole_stars() -> None:
    scheme = read_usable(STARS)
    assert check(scheme) == ()  # 2 to 3 stars is no gap
    assert "“三星”为 3 颗星（含）以上。" in said(scheme)
    assert "“一星以上”为 1 至 2 颗星。" in said(scheme)
    assert "“三星”为 3 颗星。" in said(read(STARS.replace("x >= 3", "2 < x < 4")))


# --- refused ----------------------------------------------------------------------------

LIMIT = '[[limits.rules]]\nname = "限"\ncap = "乙"\nwhen = { %s }\n'
TWO_KINDS = (
    '[[limits.rules]]\nname = "一"\ncap = "乙"\nwhen = { total = true, at_most = 95 }\n'
    '[[limits.rules]]\nname = "二"\ndemote = 1\nwhen = { total = true, at_most = 90 }\n'
)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (LIMIT % 'points = "班", at_least = 3', "指标“班”没有定义；已定义的有：班子、队伍"),
        (LIMIT % 'opinion = "初评", is = "甲"', "提出等次意见的环节“初评”没有定义"),
        (LIMIT % 'opinion = "研究", is = "优"', "等次“优”没有定义"),
        (LIMIT % 'opinion = "研究", at_least = 3', "等次意见只能用 is 比较"),
        (LIMIT % 'earlier = ["优"], at_least = 1, of = 1', "等次“优”没有定义"),
        (LIMIT % 'earlier = ["丙"], at_least = 2', "现在缺少 of"),
        (LIMIT % 'earlier = ["丙"], of = 2', "现在缺少 at_least"),
        (LIMIT % 'earlier = ["丙"], at_least = 3, of = 2', "永远做不到"),
        (LIMIT % 'earlier = "丙", at_least = 1, of = 1', "方括号"),
        (LIMIT % 'rose = "否"', "应为 true 或 false"),
        (LIMIT % 'level = ["甲"]', "只有结果运用可以用"),
        (LIMIT % "stars = true, at_least = 3", "却没有一颗星"),
        (LIMIT % "stars = 3, at_least = 3", "应为 true 或 false"),
        (LIMIT % "total = false, at_least = 3", "应写成 total = true"),
        (LIMIT % 'total = true, at_least = "九十"', "应为数字"),
        (LIMIT % "total = true, known = true", "不能用 known 比较"),
        (LIMIT % "total = true, within_months = 3", "不能用 within_months 比较"),
        (LIMIT % 'registry = "届满日期", is = "2026-01-01"', "是日期，条件应写 within_months"),
        (LIMIT % 'registry = "党员数", is = "多"', "是数字，条件应写"),
        (LIMIT % 'registry = "领域", at_least = 3', "是文字，条件应写"),
        (LIMIT % 'registry = "届满日期", over_months = 1.5', "几个月的整数"),
        (LIMIT % 'registry = "届满日期", over_months = 9999', "几个月的整数"),
        (
            LIMIT % 'fact = "日", is = "x"' + '[[facts]]\nname = "日"\nkind = "date"\n',
            "是日期，条件应写 within_months",
        ),
        (
            LIMIT % 'fact = "数", within_months = 3' + '[[facts]]\nname = "数"\nkind = "count"\n',
            "不是日期，不能用",
        ),
        (LIMIT % 'fact = "甲", total = true, is = 3', "且只写一个"),
        (TWO_KINDS, 'sequence = ["cap", "demote"]'),
        (
            TWO_KINDS.replace("cap = ", "force = ") + '[limits]\nsequence = ["demote"]\n',
            'sequence = ["force", "demote"]',
        ),
        (TWO_KINDS.replace('cap = "乙"', "demote = 2"), 'demotions = "add_up"'),
        (
            LIMIT.replace('cap = "乙"', "disqualify = false") % "total = true, at_most = 3",
            "应写 true",
        ),
        (
            LIMIT.replace('cap = "乙"', 'disqualify = "无"') % "total = true, at_most = 3",
            "等次“无”没有定义",
        ),
        (LIMIT.replace('cap = "乙"', "demote = 0") % "total = true, at_most = 3", "1 到 20 之间"),
        ('[[quotas]]\nname = "名额"\nlevels = ["甲"]\nat_least = -1\n', "应在 0 到"),
        ('[[quotas]]\nname = "名额"\nlevels = ["甲"]\nat_least = 1.5\n', "或 3（个数）"),
        ('[[quotas]]\nname = "名额"\nlevels = ["甲"]\ncount = 3\n', "请直接写成整数"),
        (
            '[[quotas]]\nname = "名额"\nlevels = ["甲"]\nabout = 3\ntolerance = "2%"\n',
            "才能写 tolerance",
        ),
        (
            '[[quotas]]\nname = "名额"\nlevels = ["甲"]\nat_most = "1%"\nassign = "排名"\n',
            '"by rank"',
        ),
        (
            '[[quotas]]\nname = "名额"\nlevels = ["甲"]\nat_most = "1%"\nyields_to = "名额"\n',
            "名额（yields_to）“名额”没有定义",
        ),
        (
            '[[quotas]]\nname = "名额"\nlevels = ["甲"]\nat_most = "1%"\nover = "county"\n',
            '"round"、"domain"、"parent"、"area"',
        ),
        ('[[quotas]]\nratio = "3:6"\nlevels = [["甲"], ["乙"], ["丙"]]\n', "比是 2 份"),
        ('[[quotas]]\nratio = "3:0:1"\nlevels = [["甲"], ["乙"], ["丙"]]\n', "大于 0"),
        ('[[quotas]]\nratio = "三比六"\nlevels = [["甲"], ["乙"]]\n', "整数比"),
        ('[[quotas]]\nratio = "3:6"\nlevels = [["甲"], ["甲"]]\n', "写了两次"),
        ('[[quotas]]\nratio = "3:6"\nlevels = [["甲"], [3]]\n', "一份一组名称"),
        ('[[quotas]]\nratio = "3:6"\nlevels = [["甲"], ["乙"]]\nat_most = "3%"\n', "就不能再写"),
        (
            '[[quotas]]\nratio = "3:6"\nlevels = [["甲"], ["乙"]]\n' * 2,
            "比例 3:6 写了两次",
        ),
        ('[[tails]]\nname = "尾"\n', "应写 share（比例）、count（个数）中的一个"),
        ('[[tails]]\nname = "尾"\ncount = 3\nshare = "10%"\n', "且只写一个"),
        ('[[tails]]\nname = "尾"\nshare = "0%"\n', "应大于 0"),
        ('[[tails]]\nname = "尾"\ncount = 3\nlevels = ["优"]\n', "等次“优”没有定义"),
        ('[[consequences]]\nname = "备案"\nkind = "tell"\n', '"report"'),
        ('[[consequences]]\nname = "备案"\nkind = "report"\nlevels = ["优"]\n', "等次“优”"),
        (
            '[[adjustments]]\nname = "加"\nkind = "bonus"\npoints = 1\ngroup = "组"\n',
            "加减分组“组”",
        ),
        (
            (
                '[[adjustments]]\nname = "加"\nkind = "bonus"\npoints = 1\n'
                "when = { total = true, at_least = 90 }\n"
            ),
            "算加减分的时候还没有总分",
        ),
        (
            '[[stars]]\nname = "星"\nwhen = { stars = true, at_least = 1 }\n',
            "算星的时候还没有星数",
        ),
        ('[[stars]]\nname = "星"\n', "缺少 when"),
        (
            '[[stars]]\nname = "星"\nkind = "普通星"\nwhen = { total = true, at_least = 1 }\n',
            "共性星、个性星",
        ),
        (
            (
                '[[polls]]\nname = "评"\noptions = ["好", "差"]\neach = ["一"]\n'
                '[[rates]]\nname = "率"\npoll = "评"\nnumerator = ["好"]\n'
            ),
            "测评“评”没有定义；已定义的有：评·一",
        ),
        ('[weighting]\nmissing = "skip"\n', '"open"、"others"、"zero"'),
        ("[weighting]\n", "缺少 missing"),
        ('[deviation]\nbetween = ["考评", "考评二"]\npoints = 3\nlevels = -1\n', "0 到 20"),
    ],
)
def test_a_mistake_is_one_sentence_with_its_line(more: str, expected: str) -> None:
    text = tiny(more="\n" + more)
    first = line_of(text, more.split("\n", maxsplit=1)[0])
    found = refused(text)
    assert any(expected in one for one in found), found
    assert all(int(one.removeprefix("第 ").split(" ")[0]) >= first - 1 for one in found), found


@pytest.mark.parametrize(
    ("text", "changes", "expected"),
    [
        (TINY, (("points = 60", 'points = 60\nmode = "half"'),), '"all_or_nothing"'),
        (TINY, (("full = 100", 'measure = "votes"\nfull = 100'),), '"opinion"'),
        (TINY, (("full = 100", ""),), "缺少 full"),
        (TINY, (("full = 100", 'full = 100\nmeasure = "opinion"'),), "不应再写档次"),
        (TINY, (("full = 100", 'full = 100\nmeasure = "stars"'),), "却没有一颗星"),
        (
            TINY,
            (("points = 60", 'points = 60\nmode = "information"'),),
            "只作记录（information），不应再写分值",
        ),
        (TINY, (("total = true", "total = true\nweight = 3"),), "却没有 [weighting]"),
        (
            TINY,
            (("[[bands]]", '[weighting]\nmissing = "open"\n[[bands]]'),),
            "没有一个评价主体写了",
        ),
        (
            WIDE,
            (("total = true\nweight = 7", "total = true"),),
            "评价主体“考评”算总分，加权时却没有 weight",
        ),
        (
            OPINION,
            (('yields = "opinion"', 'yields = "papers"'), ("decision", "papers")),
            "提出等次意见",
        ),
        (
            OPINION + '[[tails]]\nname = "尾"\ncount = 3\n',
            (),
            "倒排“尾”要排名，方案里却没有计分的指标",
        ),
        (
            OPINION
            + '[[quotas]]\nname = "名额"\nlevels = ["先进"]\nat_most = "10%"\nassign = "by rank"\n',
            (),
            "名额“名额”要排名",
        ),
        (STARS, (("full = 2", ""),), "总分 full 应大于 0"),
    ],
)
def test_what_levels_come_from_has_to_be_there(
    text: str, changes: tuple[tuple[str, str], ...], expected: str
) -> None:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    found = refused(text)
    assert any(expected in one for one in found), found


# --- said back, and compared ------------------------------------------------------------


def _changed(scheme: Scheme) -> Iterator[tuple[str, Scheme]]:
    """The scheme with one field of one part changed, for every field of every part."""
    for one in fields(scheme):
        value = getattr(scheme, one.name)
        if one.name == "measure" or one.name.endswith("_origin"):
            continue
        if isinstance(value, tuple) and value and is_dataclass(value[0]):
            for place, part in enumerate(value):
                for inner, other in (*_varied(part), *_inside(part)):
                    if (one.name, inner) not in REFERRED:
                        field = inner.partition(".")[0]
                        parts = (*value[:place], _with(part, field, other), *value[place + 1 :])
                        yield f"{one.name}.{inner}", _with(scheme, one.name, parts)
        elif is_dataclass(value):
            for inner, other in _varied(value):
                yield f"{one.name}.{inner}", _with(scheme, one.name, _with(value, inner, other))
        elif (other := _other(value)) is not None:
            yield one.name, _with(scheme, one.name, other)


REFERRED = {("levels", "name")}
"""Names that other parts refer to: no file could be read in which they differ alone."""


def _varied(part: Any) -> Iterator[tuple[str, object]]:
    for inner in fields(part):
        other = _other(getattr(part, inner.name))
        if other is not None and inner.name not in {"origin", "when", "requires"}:
            yield inner.name, other


def _inside(part: Any) -> Iterator[tuple[str, object]]:
    """The same for the parts of a part: clauses, tiers, the ballots of an evaluator."""
    if (ballots := getattr(part, "ballots", None)) is not None:
        for inner, other in _varied(ballots):
            yield f"ballots.{inner}", _with(ballots, inner, other)
        (option, points), *rest = ballots.worth
        yield "ballots.worth", _with(ballots, "worth", ((option, points + 1), *rest))
        yield "ballots.option", _with(ballots, "worth", ((option + "改", points), *rest))
    if names := getattr(part, "indicators", ()):
        yield "indicators.names", names[1:]
    for name in ("clauses", "tiers"):
        parts = getattr(part, name, ())
        if not (parts and is_dataclass(parts[0]) and isinstance(part, Indicator)):
            continue
        for place, one in enumerate(parts):
            for inner, other in _varied(one):
                changed = (*parts[:place], _with(one, inner, other), *parts[place + 1 :])
                yield f"{name}.{inner}", changed
    if (per := getattr(part, "per_unit", None)) is not None:
        for inner, other in _varied(per):
            yield f"per_unit.{inner}", _with(per, inner, other)


def _with(part: Any, name: str, value: object) -> Any:
    return replace(part, **{name: value})


def _other(value: object) -> object:
    match value:
        case bool():
            return not value
        case StrEnum():
            return next(one for one in type(value) if one is not value)
        case str():
            return value + "改"
        case int() | Decimal() | Fraction():
            return value + 1
        case _:
            return None


SILENT = {"rates.poll", "indicators.whole"}
"""Rates of one table look at polls of one table: no file can change the one alone. And no file
has an indicator that is an evaluator's figure."""


def test_nothing_can_change_without_being_said() -> None:
    heard: dict[str, bool] = {}
    schemes = map(read, (CLAUSES, LADDER, FACTS, BALLOTS, SHARED))
    for scheme in (SCHEME, *schemes):
        for name, other in _changed(scheme):
            heard[name] = heard.get(name, False) or bool(compare(scheme, other))
    assert len(heard) > 75
    assert {name for name, said_aloud in heard.items() if not said_aloud} == SILENT
