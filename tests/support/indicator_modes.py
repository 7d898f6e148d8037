"""Rules with every kind of indicator, and two evaluators that weigh 3 : 7."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from desk_app.domain.scheme.model.levels import Band, Level
from desk_app.domain.scheme.model.scoring import (
    Evaluator,
    Indicator,
    IndicatorMode,
    Missing,
    Weighting,
)
from desk_app.domain.scheme.reading.values import parse_interval
from tests.domain.small_scheme import SMALL

MODES = replace(
    SMALL,
    id="各式",
    title="青山镇试行办法",
    levels=(Level("甲"), Level("乙")),
    indicators=(
        Indicator("班子", Decimal(40), standard="班子健全"),
        Indicator("纪律", Decimal(20), mode=IndicatorMode.DEDUCTED, standard="每起扣 5 分"),
        Indicator("目标", Decimal(30), mode=IndicatorMode.ALL_OR_NOTHING),
        Indicator("党务公开", Decimal(10), mode=IndicatorMode.CHECK, standard="按月公开"),
        Indicator("特色做法", Decimal(0), mode=IndicatorMode.INFORMATION),
    ),
    bands=(Band("甲", parse_interval("x >= 80")), Band("乙", parse_interval("x < 80"))),
    facts=(),
    adjustments=(),
    limits=(),
    polls=(),
    rates=(),
    quotas=(),
    steps=(),
    deviation=None,
    rectification=None,
)
WEIGHED = replace(
    MODES,
    evaluators=(
        Evaluator("自评", weight=Fraction(3)),
        Evaluator("考评", total=True, weight=Fraction(7)),
    ),
    weighting=Weighting(Missing.OPEN),
)
