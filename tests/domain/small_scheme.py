"""A small scheme with every kind of rule, for tests that need no file."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from desk_app.domain.evidence import Evidence, SubjectFacts
from desk_app.domain.scheme.model.conditions import Comparator, Comparison, Operand
from desk_app.domain.scheme.model.levels import Band, Level, Limit, LimitKind
from desk_app.domain.scheme.model.polls import Poll, Rate
from desk_app.domain.scheme.model.rounds import Bound, Quota
from desk_app.domain.scheme.model.scheme import Forms, Scheme
from desk_app.domain.scheme.model.scoring import (
    Adjustment,
    Combine,
    Deviation,
    Evaluator,
    Fact,
    FactKind,
    Indicator,
    RectificationRule,
    Tier,
)
from desk_app.domain.scheme.reading.values import parse_interval

INNOVATION = Comparison(Operand.FACT, "创新项目", Comparator.IS, value=True)
ABSENCES = Comparison(Operand.FACT, "缺会次数", Comparator.AT_LEAST, Decimal(3))
LOW_RATE = Comparison(Operand.RATE, "满意率", Comparator.LESS_THAN, Fraction(1, 2))

SMALL = Scheme(
    id="小",
    title="小方案",
    source="",
    levels=(Level("甲"), Level("乙"), Level("丙"), Level("无", none=True)),
    indicators=(
        Indicator("班子", Decimal(40)),
        Indicator("队伍", Decimal(40)),
        Indicator("制度", Decimal(20)),
    ),
    evaluators=(Evaluator("自评"), Evaluator("考评", total=True)),
    bands=(
        Band("甲", parse_interval("x >= 90"), requires=INNOVATION),
        Band("乙", parse_interval("80 <= x < 90")),
        Band("丙", parse_interval("60 <= x < 80")),
        Band("无", parse_interval("x < 60")),
    ),
    forms=Forms("申报表", "汇总表", "评分表", "测评票", "整改台账"),
    facts=(
        Fact("创新项目", FactKind.YES_NO),
        Fact("缺会次数", FactKind.COUNT),
    ),
    adjustments=(
        Adjustment(
            "表彰",
            bonus=True,
            tiers=(Tier("市级", Decimal(3)), Tier("省级", Decimal(5)), Tier("国家级", Decimal(8))),
            combine=Combine.HIGHEST,
        ),
        Adjustment("通报", bonus=False, tiers=(Tier("县级", Decimal(3)),), ceiling=Decimal(7)),
        Adjustment("缺会", bonus=False, tiers=(Tier("每次", Decimal(2)),), fact="缺会次数"),
    ),
    limits=(
        Limit("满意率过低", LimitKind.FORCE, LOW_RATE, level="无"),
        Limit("多次缺会不得为甲", LimitKind.CAP, ABSENCES, level="乙"),
        Limit("多次缺会降一级", LimitKind.DEMOTE, ABSENCES, by=1),
    ),
    polls=(Poll("测评", ("满意", "不满意")),),
    rates=(Rate("满意率", "测评", ("满意",)),),
    quotas=(
        Quota("甲", ("甲",), Bound.ABOUT, Fraction(1, 10), Fraction(2, 100)),
        Quota("丙及以下", ("丙", "无"), Bound.AT_LEAST, Fraction(1, 10)),
    ),
    deviation=Deviation(("自评", "考评"), Decimal(10)),
    rectification=RectificationRule(Fraction(7, 10)),
)

WITHOUT_ADJUSTMENTS = replace(SMALL, adjustments=())


def evidence(
    *points: str,
    own: tuple[str, ...] = (),
    facts: Mapping[str, bool | int | str] | None = None,
    **more: object,
) -> Evidence:
    """A subject with these 考评 points in the order of the indicators."""
    names = SMALL.indicator_names()
    sheets = {"考评": dict(zip(names, map(Decimal, points), strict=False))}
    if own:
        sheets["自评"] = dict(zip(names, map(Decimal, own), strict=False))
    base = Evidence(SubjectFacts(1, "柳树湾村党支部"), points=sheets, facts=dict(facts or {}))
    return replace(base, **more)  # type: ignore[arg-type]
