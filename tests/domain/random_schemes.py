"""Schemes and evidence at random, every part of the engine in play."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from desk_app.domain.ballot_points import balloted
from desk_app.domain.clauses import applying
from desk_app.domain.evidence import AdjustmentEntry, EarlierLevel, Evidence, SubjectFacts, Tally
from desk_app.domain.fact_points import settled_lines, with_fact_points
from desk_app.domain.scheme.model.ballots import Ballots
from desk_app.domain.scheme.model.conditions import (
    AllOf,
    AnyOf,
    Comparator,
    Comparison,
    Condition,
    Earlier,
    Not,
    Operand,
)
from desk_app.domain.scheme.model.levels import Band, Level, Limit, LimitKind, YearlyStep
from desk_app.domain.scheme.model.polls import Poll
from desk_app.domain.scheme.model.rounds import Bound, Over, Quota, Rounding, Tail, Ties
from desk_app.domain.scheme.model.scheme import Forms, Scheme
from desk_app.domain.scheme.model.scoring import (
    Adjustment,
    AdjustmentGroup,
    Clause,
    ClauseAmounts,
    Combine,
    Evaluator,
    Fact,
    FactKind,
    Indicator,
    IndicatorMode,
    Missing,
    Start,
    Tier,
    Weighting,
)
from desk_app.domain.scheme.model.tiers import NumberTier, PerUnit
from desk_app.domain.scheme.model.values import Interval
from desk_app.domain.settled import settled_of

LEVELS = ("甲", "乙", "丙", "丁", "无")
COUNTS, FLAGS = ("缺会次数", "投诉次数"), ("创新项目", "换届超期")
FORMS = Forms("申报表", "汇总表", "评分表", "测评票", "整改台账")
ON = date(2026, 3, 1)

counts = st.builds(
    Comparison,
    st.just(Operand.FACT),
    st.sampled_from(COUNTS),
    st.sampled_from(
        [Comparator.AT_LEAST, Comparator.MORE_THAN, Comparator.AT_MOST, Comparator.LESS_THAN]
    ),
    st.integers(0, 4).map(Decimal),
)
flags = st.builds(
    Comparison,
    st.just(Operand.FACT),
    st.sampled_from(FLAGS),
    st.just(Comparator.IS),
    st.booleans(),
)
histories = st.builds(
    Earlier, st.sets(st.sampled_from(LEVELS), min_size=1).map(tuple), st.just(1), st.integers(1, 3)
)
conditions: st.SearchStrategy[Condition] = st.recursive(
    st.one_of(counts, flags, histories),
    lambda inner: st.one_of(
        st.builds(AllOf, st.lists(inner, min_size=1, max_size=2).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=1, max_size=2).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=3,
)


@st.composite
def limits(draw: st.DrawFn, levels: tuple[str, ...]) -> tuple[Limit, ...]:
    found = []
    for number in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from([LimitKind.FORCE, LimitKind.CAP, LimitKind.DEMOTE]))
        found.append(
            Limit(
                f"限定{number}",
                kind,
                draw(conditions),
                level="" if kind is LimitKind.DEMOTE else draw(st.sampled_from(levels)),
                by=draw(st.integers(1, 2)) if kind is LimitKind.DEMOTE else 0,
            )
        )
    return tuple(found)


CLAUSES = (
    Clause("缺会", points=Decimal(2), unit="次", ceiling=Decimal(7)),
    Clause("超期", points=Decimal(5)),
    Clause("不规范", ceiling=Decimal(3)),
    Clause("完成", bonus=True, points=Decimal("1.5"), unit="项"),
    Clause("特色", bonus=True, points=Decimal(4)),
)
"""Counted with a ceiling, once, at discretion, and two that give."""


@st.composite
def indicators(draw: st.DrawFn, name: str) -> Indicator:
    """A line of any mode; one by clauses or tiers has some of them, in any order."""
    modes = (
        IndicatorMode.SCORED,
        IndicatorMode.DEDUCTED,
        IndicatorMode.INFORMATION,
        IndicatorMode.CLAUSES,
        IndicatorMode.FACTS,
    )
    mode = draw(st.sampled_from(modes))
    if mode is IndicatorMode.FACTS:
        return draw(from_facts(name))
    if mode is not IndicatorMode.CLAUSES:
        return Indicator(name, Decimal(30), mode=mode)
    start = draw(st.sampled_from(Start))
    needed = CLAUSES[3] if start is Start.ZERO else CLAUSES[0]
    others = draw(st.sets(st.sampled_from(CLAUSES)))
    chosen = tuple(draw(st.permutations(sorted({needed, *others}, key=lambda one: one.name))))
    return Indicator(name, Decimal(30), mode=mode, start=start, clauses=chosen)


TIERS = (
    NumberTier(
        Decimal(30),
        Decimal(30),
        Comparison(Operand.FACT, COUNTS[0], Comparator.LESS_THAN, Decimal(1)),
    ),
    NumberTier(
        Decimal(10),
        Decimal(20),
        Comparison(Operand.FACT, COUNTS[0], Comparator.AT_MOST, Decimal(2)),
    ),
    NumberTier(
        Decimal(25), Decimal(25), Comparison(Operand.FACT, FLAGS[0], Comparator.IS, value=True)
    ),
    NumberTier(
        Decimal("2.5"),
        Decimal("7.5"),
        AnyOf(
            (
                Comparison(Operand.FACT, COUNTS[1], Comparator.AT_LEAST, Decimal(3)),
                Comparison(Operand.FACT, FLAGS[1], Comparator.IS, value=False),
            )
        ),
    ),
)
"""Fixed, a free range, all or nothing, and one on several facts."""


@st.composite
def from_facts(draw: st.DrawFn, name: str) -> Indicator:
    """A line whose points follow from facts: by tiers, or so many per unit."""
    line = Indicator(name, Decimal(30), mode=IndicatorMode.FACTS)
    if draw(st.booleans()):
        per = PerUnit(draw(st.sampled_from(COUNTS)), Decimal("7.5"), whole=draw(st.booleans()))
        return replace(line, per_unit=per)
    chosen = draw(st.sets(st.sampled_from(range(len(TIERS))), min_size=1))
    tiers = [TIERS[at] for at in draw(st.permutations(sorted(chosen)))]
    if draw(st.booleans()):
        tiers.append(NumberTier(Decimal(1), Decimal(draw(st.integers(1, 3)))))
    return replace(line, tiers=tuple(tiers))


@st.composite
def amounts(draw: st.DrawFn, line: Indicator) -> ClauseAmounts:
    """How often each clause of a line applies; those that do, in the scheme's order."""
    drawn = {
        one.name: Decimal(draw(st.integers(0, 1 if one.once else 3 if one.points is None else 20)))
        for one in line.clauses
    }
    return applying(line, drawn)


NEWEST = frozenset({IndicatorMode.CLAUSES, IndicatorMode.FACTS})
"""What only texts of the newest format can say."""


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    """A scheme whose bands cover everything, from high to low."""
    levels = LEVELS[: draw(st.integers(2, 5))]
    cuts = sorted(
        draw(
            st.lists(
                st.integers(1, 99), min_size=len(levels) - 1, max_size=len(levels) - 1, unique=True
            )
        ),
        reverse=True,
    )
    bands, top = [], None
    for level, cut in zip(levels, [*cuts, None], strict=True):
        low = None if cut is None else Decimal(cut)
        bands.append(Band(level, Interval(low, low is not None, top, high_closed=False)))
        top = low
    weighted = draw(st.booleans())
    names = [f"指标{number}" for number in range(draw(st.integers(1, 4)))]
    lines = tuple(draw(indicators(name)) for name in names)
    return Scheme(
        id="随机",
        title="随机方案",
        source="",
        levels=tuple(Level(one) for one in levels),
        indicators=lines,
        format=2 if any(one.mode in NEWEST for one in lines) else 1,
        evaluators=(
            Evaluator("自评", weight=Fraction(3 * weighted)),
            Evaluator("考评", total=True, weight=Fraction(7 * weighted)),
        ),
        weighting=Weighting(draw(st.sampled_from(Missing))) if weighted else None,
        bands=tuple(bands),
        forms=FORMS,
        facts=tuple(Fact(one, FactKind.COUNT) for one in COUNTS)
        + tuple(Fact(one, FactKind.YES_NO) for one in FLAGS),
        adjustments=(
            Adjustment(
                "表彰",
                bonus=True,
                tiers=(Tier("市级", Decimal(3)), Tier("省级", Decimal(5))),
                combine=draw(st.sampled_from(Combine)),
                group="奖励",
            ),
            Adjustment("推广", bonus=True, tiers=(Tier("市级", Decimal(4)),), group="奖励"),
            Adjustment("缺会", bonus=False, tiers=(Tier("每次", Decimal(2)),), fact="缺会次数"),
        ),
        adjustment_groups=(AdjustmentGroup("奖励", draw(st.sampled_from(Combine)), Decimal(6)),),
        limits=draw(limits(levels)),
        sequence=tuple(draw(st.permutations(list(LimitKind)))),
        demotions_add_up=draw(st.booleans()),
        quotas=(
            Quota("首级", levels[:1], Bound.ABOUT, Fraction(1, 10), Fraction(2, 100)),
            Quota("末级", levels[-1:], Bound.AT_LEAST, Fraction(1, 10), over=Over.PARENT),
        ),
    )


@st.composite
def ladder_schemes(draw: st.DrawFn) -> Scheme:
    """A scheme of format 2 whose places and last ones go by rank."""
    scheme = replace(
        draw(schemes()), format=2, limits=(), quotas=(), out_in_base=draw(st.booleans())
    )
    names = [one.name for one in scheme.levels]
    ties = st.sampled_from(Ties)
    shares = st.integers(5, 60).map(lambda percent: Fraction(percent, 100))
    quotas = []
    for place, level in enumerate(names[:-1]):
        if draw(st.booleans()):
            quota = Quota(f"名额{place}", (level,), Bound.AT_MOST, draw(shares), assign=True)
            rounding = draw(st.sampled_from(Rounding))
            quotas.append(replace(quota, ties=draw(ties), rounding=rounding))
    resting: bool = draw(st.booleans())
    if quotas and resting:
        quotas[-1] = replace(quotas[-1], rest=names[-1])
    if draw(st.booleans()):
        quotas.append(Quota("至少一名", (names[0],), Bound.AT_LEAST, count=1))
    tails = (
        Tail(
            "末位",
            draw(shares),
            level=draw(st.sampled_from(names)),
            ties=draw(ties),
            rounding=draw(st.sampled_from(Rounding)),
        ),
    )
    yearly = (
        YearlyStep("逐级升降", draw(st.integers(1, 2)), draw(st.integers(0, 2)), waiver="破格"),
    )
    return replace(
        scheme,
        quotas=tuple(quotas),
        tails=tails if draw(st.booleans()) else (),
        yearly=yearly if draw(st.booleans()) else (),
    )


VOTED = Poll("民主测评", ("好", "较好", "一般", "差"))
WORTH = tuple(zip(VOTED.options, map(Decimal, (100, 80, 60, 0)), strict=True))
BALLOTS = Ballots(VOTED.name, WORTH)


@st.composite
def shared_schemes(draw: st.DrawFn) -> Scheme:
    """A scheme in which not everybody scores every line: ballots, figures, some of the lines."""
    scheme = replace(draw(schemes()), format=2, weighting=Weighting(draw(st.sampled_from(Missing))))
    names = scheme.indicator_names()
    weights = st.integers(1, 7).map(Fraction)
    several: bool = draw(st.booleans())
    part = names[: draw(st.integers(1, len(names)))] if several else names
    everybody = [
        Evaluator("考评", total=True, weight=draw(weights)),
        Evaluator("科室", weight=draw(weights), indicators=part),
        Evaluator("自评"),
    ]
    if draw(st.booleans()):
        full = draw(st.sampled_from([None, Decimal(50)]))
        everybody.append(Evaluator("工委", weight=draw(weights), only_total=True, full=full))
    if draw(st.booleans()):
        everybody.append(Evaluator("群众", weight=draw(weights), ballots=BALLOTS))
    return replace(scheme, evaluators=tuple(draw(st.permutations(everybody))), polls=(VOTED,))


@st.composite
def votes(draw: st.DrawFn) -> dict[str, Tally]:
    """A count with valid ballots, one without any, or none at all."""
    counted = {option: draw(st.integers(0, 30)) for option in VOTED.options}
    valid = sum(counted.values())
    return draw(st.sampled_from([{}, {VOTED.name: Tally(130, valid, valid, 0, counted)}]))


POINTS = st.decimals(0, 30, places=1)


@st.composite
def evidence(draw: st.DrawFn, scheme: Scheme, number: int = 1) -> Evidence:
    """Complete sheets, some facts, some entries, some earlier years."""
    own = {one.name: scheme.lines_of(one.name, "") for one in scheme.sheets.typists}
    clauses = {
        name: {line.name: draw(amounts(line)) for line in lines if line.clauses}
        for name, lines in own.items()
    }
    sheets = {
        name: {
            line.name: line.counted(clauses[name][line.name]) if line.clauses else draw(POINTS)
            for line in lines
        }
        for name, lines in own.items()
    }
    tallies = draw(votes()) if scheme.sheets.balloted else {}
    entries = draw(
        st.lists(
            st.builds(
                AdjustmentEntry,
                st.sampled_from(["表彰", "推广"]),
                st.sampled_from(["市级", "省级"]),
                st.integers(1, 3),
            ),
            max_size=3,
        )
    )
    facts: dict[str, bool | int | date | str] = {}
    if scheme.by_facts:
        facts.update({name: draw(st.integers(0, 5)) for name in COUNTS})
        facts.update({name: draw(st.booleans()) for name in FLAGS})
    else:
        facts.update(draw(st.dictionaries(st.sampled_from(COUNTS), st.integers(0, 5))))
        facts.update(draw(st.dictionaries(st.sampled_from(FLAGS), st.booleans())))
    past = draw(st.lists(st.sampled_from(LEVELS), max_size=3))
    parent = draw(st.sampled_from(["东片", "西片"]))
    ladder = [one.name for one in scheme.levels]
    known = Evidence(
        SubjectFacts(number, f"第{number}村党支部", parent=parent),
        points=sheets,
        clauses=clauses,
        tallies=tallies,
        balloted=balloted(scheme, tallies),
        adjustments=tuple(entries),
        facts=facts,
        earlier=tuple(
            EarlierLevel(2025 - at, level, ladder.index(level) if level in ladder else None)
            for at, level in enumerate(past)
        ),
        on=ON,
    )
    return draw(chosen_points(scheme, known))


@st.composite
def chosen_points(draw: st.DrawFn, scheme: Scheme, known: Evidence) -> Evidence:
    """The same with points in the tiers that leave a choice, and what facts alone say."""
    sheets = {name: dict(sheet) for name, sheet in known.points.items()}
    for line in settled_lines(scheme, known):
        settled = settled_of(line)
        for sheet in sheets.values() if settled else ():
            if settled is not None and settled.free:
                sheet[line.name] = draw(st.decimals(settled.low, settled.high, places=1))
            else:
                sheet.pop(line.name, None)
    return with_fact_points(scheme, replace(known, points=sheets))


def renamed(known: Evidence, number: int) -> Evidence:
    """The same sheets of another subject."""
    return replace(known, subject=SubjectFacts(number, f"第{number}村党支部"))


def raised(scheme: Scheme, known: Evidence, indicator: str, more: Decimal) -> Evidence:
    """The same subject with more earned points for one indicator, from every evaluator."""
    line = next(one for one in settled_lines(scheme, known) if one.name == indicator)
    settled = settled_of(line)
    most = line.points if settled is None else settled.high
    points = {}
    for evaluator, sheet in known.points.items():
        if indicator not in sheet:
            points[evaluator] = sheet
            continue
        entered = sheet[indicator]
        if line.mode is IndicatorMode.DEDUCTED:
            better = max(entered - more, Decimal(0))
        else:
            better = min(entered + more, most)
        points[evaluator] = {**sheet, indicator: better}
    return replace(known, points=points)
