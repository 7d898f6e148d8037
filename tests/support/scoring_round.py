"""A round with score sheets for tests: two 领域, a register and facts, on a real workspace."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import update

from desk_app.domain.scheme.model.levels import Band, Level
from desk_app.domain.scheme.model.rounds import DomainGroup
from desk_app.domain.scheme.model.scheme import Forms, Scheme
from desk_app.domain.scheme.model.scoring import (
    Adjustment,
    Combine,
    Deviation,
    Evaluator,
    Fact,
    FactKind,
    Indicator,
    Tier,
)
from desk_app.domain.scheme.reading.values import parse_interval
from desk_app.services.workspace import Workspace
from desk_app.storage.tables import organisation, subject
from tests.support.polling_round import NAMES, ExampleRound, make_round

STARS = ("五星", "四星", "三星", "二星", "一星")
RULES = Scheme(
    id="五星",
    title="青山镇五星创评办法",
    source="",
    levels=tuple(Level(one) for one in STARS),
    domains=(DomainGroup("农村", ("农村", "社区")), DomainGroup("机关", ("机关",))),
    indicators=(
        Indicator("领导班子", Decimal(15), standard="班子健全、团结有力"),
        Indicator("骨干队伍", Decimal(15)),
        Indicator("活动阵地", Decimal(15)),
        Indicator("工作制度", Decimal(15)),
        Indicator("村务公开", Decimal(20), domains=("农村",)),
        Indicator("服务效能", Decimal(20), domains=("机关",)),
        Indicator("群众评价", Decimal(20)),
        Indicator("加分项目", Decimal(10), extra=True),
    ),
    evaluators=(Evaluator("自评"), Evaluator("考评", total=True)),
    bands=(
        Band("五星", parse_interval("x >= 90")),
        Band("四星", parse_interval("80 <= x < 90")),
        Band("三星", parse_interval("70 <= x < 80")),
        Band("二星", parse_interval("60 <= x < 70")),
        Band("一星", parse_interval("x < 60")),
    ),
    forms=Forms(
        "基层党组织星级评定申报表",
        "星级评定审核结果汇总表",
        "星级评定评分表",
        "民主测评票",
        "整改工作台账",
    ),
    full_points=Decimal(110),
    adjustments=(
        Adjustment(
            "受表彰",
            bonus=True,
            tiers=(Tier("市级", Decimal(3)), Tier("省级", Decimal(5)), Tier("国家级", Decimal(8))),
            combine=Combine.HIGHEST,
        ),
        Adjustment("通报批评", bonus=False, tiers=(Tier("县级", Decimal(3)),), unit="次"),
        Adjustment("缺会", bonus=False, tiers=(Tier("每次", Decimal(2)),), fact="缺会次数"),
    ),
    facts=(
        Fact("创新项目", FactKind.YES_NO),
        Fact("缺会次数", FactKind.COUNT, unit="次"),
        Fact("换届日期", FactKind.DATE),
        Fact("阵地", FactKind.CHOICE, options=("自有", "租用", "无")),
        Fact("说明", FactKind.TEXT),
    ),
    deviation=Deviation(("自评", "考评"), Decimal(10)),
)
INITIALS: Mapping[str, str] = {
    "柳树湾村党支部": "LSWCDZB",
    "石桥村党支部": "SQCDZB",
    "农技站党支部": "NJZDZB",
    "青山社区党支部": "QSSQDZB",
}
OFFICES = frozenset({"农技站党支部", "卫生院党支部", "中心小学党支部", "供销社党支部"})


def make_scoring_round(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, *, rules: Scheme = RULES
) -> ExampleRound:
    """Put a round with twelve subjects into a workspace; the last one does not take part."""
    example_round = make_round(workspace, monkeypatch, rules=rules, absent=1)
    with workspace.session() as session:
        for name in NAMES:
            domain = "机关" if name in OFFICES else "农村"
            session.execute(update(subject).where(subject.c.name == name).values(domain=domain))
            session.execute(
                update(organisation)
                .where(organisation.c.name == name)
                .values(initials=INITIALS.get(name, ""))
            )
    return example_round


def without_register() -> Scheme:
    """The rules without bonuses and deductions."""
    return replace(RULES, adjustments=())
