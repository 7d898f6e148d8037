"""A made-up round of any scheme: whom it grades, and what is known of each of them.

The same scheme, size and seed give the same subjects and the same evidence. No real place and
no real person is meant.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from desk_app.domain.example import (
    FIRMS,
    FULL_NAME,
    OFFICES,
    REASONS,
    SHORT_NAME,
    MadeUp,
    by_clauses,
    half_points,
    person,
    place_names,
    quality_of,
)
from desk_app.domain.example_facts import facts_for, scores_for
from desk_app.domain.organisations.model import COMMITTEE, DOMAINS, GENERAL_BRANCH, TOWN
from desk_app.domain.scheme.model.allowances import bounds
from desk_app.domain.scheme.model.levels import Measure
from desk_app.domain.scheme.model.rounds import Over
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import (
    Adjustment,
    Evaluator,
    Fact,
    FactKind,
    Indicator,
    IndicatorMode,
)
from desk_app.domain.scoring import Score

_PEOPLE = ("党员", "干部", "人员", "书记", "同志")
_GROUPS = ("东片区", "西片区", "南片区", "北片区")
_MEMBERS = 12
"""So many people are graded in a branch."""

_WORDS = (
    ("两新", ("非公企业", "社会组织", "非公企业", "机关")),
    ("非公有制企业", ("非公企业",)),
    ("国企", ("国企",)),
    ("机关", ("机关",)),
    ("局属", ("事业",)),
    ("服务型党组织星级", ("机关",)),
    ("学校", ("学校",)),
    ("学院", ("学校",)),
    ("乡镇", ("农村",)),
    ("村党支部", ("农村",)),
    ("武装部", ("农村",)),
)
"""What a title speaks of, and the 领域 of whom it grades."""
_ANYWHERE = ("农村", "农村", "社区", "机关", "非公企业")
_GOOD = frozenset({"创新项目", "上年度验收实现晋位升级", "重新申报"})
"""Circumstances that the good ones have; all other ones are to nobody's credit."""
_FEW, _MANY = 3, 60_000
_SMALL_UNITS = frozenset({"元"})
_BEST, _GOOD_ENOUGH, _WEAK = 0.86, 0.74, 0.66


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one subject.

    ``scores`` are (evaluator, indicator, what the cell holds), ``facts`` name → as typed,
    ``adjustments`` (name, tier, proof), ``earlier`` levels from last year backwards, ``opinions``
    the levels of each step that arrives at one, in the scheme's order. ``quality`` is 0 to 1.
    """

    quality: float
    scores: tuple[tuple[str, str, Score], ...]
    facts: tuple[tuple[str, str], ...]
    adjustments: tuple[tuple[str, str, str], ...]
    earlier: tuple[str, ...]
    level: str


def is_of_people(scheme: Scheme) -> bool:
    """Whether a scheme grades people, each under the branch they belong to."""
    return scheme.object_name.endswith(_PEOPLE)


def registry(scheme: Scheme, size: int, seed: int) -> tuple[MadeUp, ...]:
    """Make ``size`` subjects of a scheme and everybody above them, parents first.

    The subjects are the last ones, at least 1. What they are called follows from the scheme.
    """
    chance = random.Random(f"registry {scheme.id} {seed}")  # noqa: S311  (repeatable, not secret)
    places = place_names(chance)
    domains = _domains(scheme)
    found = [MadeUp("QS", FULL_NAME, COMMITTEE, "", "机关", "", person(chance), 0)]
    if is_of_people(scheme):
        return (*found, *_people(chance, scheme, places, domains, size))
    found += [
        MadeUp(
            f"QS{number:02}",
            f"{SHORT_NAME}{area}党总支",
            GENERAL_BRANCH,
            FULL_NAME,
            domains[0],
            area,
            person(chance),
            0,
        )
        for number, area in enumerate(_GROUPS, start=1)
    ]
    for number in range(size):
        domain, area = domains[number % len(domains)], _GROUPS[number % len(_GROUPS)]
        name, kind = _named(chance, scheme, _body(chance, domain, number, places))
        found.append(
            MadeUp(
                f"QS{number + 101:04}",
                name,
                kind,
                f"{SHORT_NAME}{area}党总支",
                domain,
                area,
                person(chance),
                chance.randrange(5, 90),
            )
        )
    return tuple(found)


def _domains(scheme: Scheme) -> tuple[str, ...]:
    """The 领域 of its subjects, in turn: the scheme's own ones, or those its title speaks of."""
    known = set(DOMAINS) - {TOWN}  # a town has no other towns under it
    groups = [[one for one in group.includes if one in known] for group in scheme.domains]
    most = max((len(one) for one in groups), default=0)
    own = [one[turn % len(one)] for turn in range(most) for one in groups if one]
    if own:
        return tuple(own)
    spoken = f"{scheme.object_name} {scheme.title}"
    return next((domains for word, domains in _WORDS if word in spoken), _ANYWHERE)


def _people(
    chance: random.Random,
    scheme: Scheme,
    places: Iterator[str],
    domains: Sequence[str],
    size: int,
) -> Iterator[MadeUp]:
    """Branches, and their members under them; a name that comes again is numbered."""
    branches = max(min(size, len(domains)), -(-size // _MEMBERS))
    names = []
    for number in range(branches):
        domain = domains[number % len(domains)]
        names.append((f"{_body(chance, domain, number, places)}党支部", domain))
    for number, (name, domain) in enumerate(names):
        code, area = f"QS{number + 1:02}", _GROUPS[number % len(_GROUPS)]
        yield MadeUp(code, name, "党支部", FULL_NAME, domain, area, person(chance), 0)
    taken: dict[str, int] = {}
    for number in range(size):
        branch, domain = names[number % branches]
        name = person(chance)
        taken[name] = taken.get(name, 0) + 1
        if taken[name] > 1:
            name = f"{name}（{taken[name]}）"
        area = _GROUPS[number % branches % len(_GROUPS)]
        yield MadeUp(f"QS{number + 101:04}", name, scheme.object_name, branch, domain, area, "", 0)


def _body(chance: random.Random, domain: str, number: int, places: Iterator[str]) -> str:
    """What a subject belongs to: a village, an office, a firm."""
    place = next(places)
    match domain:
        case "农村":
            return f"{place}村"
        case "社区":
            return f"{place}社区"
        case "机关":
            return f"{place}{OFFICES[number % len(OFFICES)]}"
        case "学校":
            return f"{place}学校"
        case "事业":
            return f"{place}服务站"
        case "国企":
            return f"{place}供水公司"
        case "社会组织":
            return f"{place}{chance.choice(FIRMS)}协会"
        case _:
            return f"{place}{chance.choice(FIRMS)}公司"


def _named(chance: random.Random, scheme: Scheme, body: str) -> tuple[str, str]:
    """Name and kind of a subject: a branch, or what else the scheme grades."""
    if scheme.object_name.endswith("武装部"):
        return f"{body}武装部", scheme.object_name
    if scheme.object_name.endswith("品牌"):
        return f"{body}“{chance.choice('红绿蓝金银')}色示例”品牌", scheme.object_name
    return f"{body}党支部", "党支部"


def evidence(scheme: Scheme, domains: Sequence[str], year: int, seed: int) -> tuple[Known, ...]:
    """Make up what is known of subjects of these 领域 in a round of ``year``."""
    chance = random.Random(f"evidence {scheme.id} {seed}")  # noqa: S311  (repeatable, not secret)
    found = []
    for number, domain in enumerate(domains):
        quality = quality_of(chance, number, len(domains))
        level = _level(scheme, quality)
        found.append(
            Known(
                quality,
                tuple(_scores(chance, scheme, domain, quality)),
                tuple(_facts(chance, scheme, number, quality, year)),
                tuple(_adjustments(scheme, number, quality)),
                tuple(_level(scheme, quality + chance.uniform(-0.1, 0.05)) for _ in range(2)),
                level,
            )
        )
    if scheme.by_facts:
        given = zip(domains, found, strict=True)
        found = [_with_facts(chance, scheme, domain, one) for domain, one in given]
    return _within_quotas(scheme, found)


def _with_facts(chance: random.Random, scheme: Scheme, domain: str, known: Known) -> Known:
    """The same with facts that give points, and only the points that do not follow from them."""
    facts = facts_for(scheme, domain, known.quality, dict(known.facts))
    scores = scores_for(chance, scheme, domain, known.scores, facts)
    return replace(known, facts=tuple(facts.items()), scores=scores)


def _within_quotas(scheme: Scheme, known: Sequence[Known]) -> tuple[Known, ...]:
    """Where nothing but opinions decides, keep them within what a level may have at most."""
    found = list(known)
    quotas = [one for one in scheme.quotas if one.over is Over.ROUND]
    for quota in quotas if scheme.measure is Measure.OPINION else ():
        high = bounds(quota, len(found))[1]
        lowest = max(scheme.rank(one) for one in quota.levels)
        if high is None or lowest + 1 >= len(scheme.levels) or scheme.levels[lowest + 1].none:
            continue
        holders = [at for at, one in enumerate(found) if one.level in quota.levels]
        holders.sort(key=lambda at: found[at].quality, reverse=True)
        for at in holders[high:]:
            found[at] = replace(found[at], level=scheme.levels[lowest + 1].name)
    return tuple(found)


def opinion(scheme: Scheme, known: Known, number: int, step: int) -> str:
    """The level that a step arrives at: now and then a rung better than what comes of it."""
    names = [one.name for one in scheme.levels if not one.none]
    generous = (number + step) % 7 == 0
    return names[max(names.index(known.level) - generous, 0)]


def _level(scheme: Scheme, quality: float) -> str:
    """The level that a quality suggests where nobody adds anything up."""
    names = [one.name for one in scheme.levels if not one.none]
    place = int((0.93 - quality) / 0.43 * len(names))
    return names[min(max(place, 0), len(names) - 1)]


def _scores(
    chance: random.Random, scheme: Scheme, domain: str, quality: float
) -> Iterator[tuple[str, str, Score]]:
    """Everybody's sheet: the superior's with reasons, the others' a little kinder."""
    for evaluator in scheme.sheets.typists:
        superior = evaluator.total
        kinder = 0.0 if superior else chance.uniform(0, 0.06)
        for one in scheme.lines_of(evaluator.name, domain):
            share = quality if not one.extra else max(0.0, quality - 0.75) * 3
            share += chance.uniform(-0.06, 0.06) + kinder
            yield evaluator.name, one.name, _score(chance, evaluator, one, share)


def _score(chance: random.Random, evaluator: Evaluator, one: Indicator, share: float) -> Score:
    if one.mode is IndicatorMode.CLAUSES:
        return by_clauses(chance, one, min(share, 1.0))
    points = _entered(chance, one, share)
    if points is None:
        place = (share < _BEST) + (share < _WEAK)
        return Score(None, ("做得较好", "基本做到", "还有差距")[place])
    lost = evaluator.total and not one.extra and not one.whole and one.earned(points) < one.points
    return Score(points, chance.choice(REASONS) if lost else "")


def _entered(chance: random.Random, one: Indicator, share: float) -> Decimal | None:
    """What is typed for an indicator; nothing where it counts for nothing."""
    kept = share >= _BEST or chance.random() < share
    match one.mode:
        case IndicatorMode.INFORMATION:
            return None
        case IndicatorMode.CHECK:
            return Decimal(kept)
        case IndicatorMode.ALL_OR_NOTHING:
            return one.points if kept else Decimal(0)
        case IndicatorMode.DEDUCTED:
            return one.points - half_points(one.points, share)
        case _:
            return half_points(one.points, share)


def _facts(
    chance: random.Random, scheme: Scheme, number: int, quality: float, year: int
) -> Iterator[tuple[str, str]]:
    weak = quality < _WEAK and number % 2 == 1
    for at, fact in enumerate(scheme.facts):
        turn = weak and (number // 2) % len(scheme.facts) == at
        text = _fact(chance, fact, quality, year, at_fault=turn)
        if text:
            yield fact.name, text


def _fact(chance: random.Random, fact: Fact, quality: float, year: int, *, at_fault: bool) -> str:
    """A fact as it is typed; "" where nobody entered any."""
    match fact.kind:
        case FactKind.YES_NO if fact.name in _GOOD:
            return "是" if quality > _GOOD_ENOUGH else "否"
        case FactKind.YES_NO:
            return "是" if at_fault else "否"
        case FactKind.COUNT if fact.unit in _SMALL_UNITS:
            return str(round(_MANY * quality) // 100 * 100 + chance.randrange(0, 100))
        case FactKind.COUNT:
            return str(_FEW if at_fault else 0)
        case FactKind.DECIMAL:
            return f"{round(_MANY * quality) / 10:g}"
        case FactKind.DATE:
            return f"{year - 1}年11月18日" if at_fault else ""
        case FactKind.CHOICE:
            place = (quality < _BEST) + (quality < _WEAK)
            return fact.options[min(place, len(fact.options) - 1)]
        case FactKind.TEXT:
            return "连续三年考核合格" if quality > _WEAK else "上年度考核基本合格"


def _adjustments(scheme: Scheme, number: int, quality: float) -> Iterator[tuple[str, str, str]]:
    """A bonus for some of the good ones, a deduction for some of the weak ones."""
    by_hand = [one for one in scheme.adjustments if one.registered]
    bonuses = [one for one in by_hand if one.bonus]
    deductions = [one for one in by_hand if not one.bonus]
    if quality > _BEST and bonuses:
        yield _adjustment(bonuses, number, f"示例表彰文件〔{number + 1}〕号")
    if quality < _WEAK and deductions:
        yield _adjustment(deductions, number, f"示例通报〔{number + 1}〕号")


def _adjustment(choices: Sequence[Adjustment], number: int, proof: str) -> tuple[str, str, str]:
    one = choices[number % len(choices)]
    return one.name, one.tiers[number % len(one.tiers)].name, proof
