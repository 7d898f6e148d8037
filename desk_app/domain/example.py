"""A made-up township: the same seed and size give the same organisations, scores and votes.

Names are put together from common words of the countryside; no real place is meant.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from desk_app.domain.clauses import applying
from desk_app.domain.polling.counts import ABSTAINED, SPOILT, Marks
from desk_app.domain.scheme.model.polls import BallotKind, Poll
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Indicator, IndicatorMode, Start
from desk_app.domain.scoring import Score

FULL_NAME = "中共青山镇委员会"
SHORT_NAME = "青山镇"

_FIRST = [
    "柳树",
    "石桥",
    "青石",
    "枫林",
    "杏花",
    "白鹭",
    "双桥",
    "七里",
    "长塘",
    "竹林",
    "云溪",
    "梨园",
    "荷塘",
    "松岗",
    "槐荫",
    "茶亭",
    "银杏",
    "麦田",
    "老井",
    "新渡",
    "月牙",
    "鹅池",
    "桃坞",
    "芦花",
    "百果",
    "稻香",
    "燕窝",
    "榆钱",
    "蜜蜂",
    "大碾",
]
_LAST = ["湾", "岭", "坝", "坡", "冲", "沟", "坪", "塘", "垭", "滩"]
OFFICES = [
    "农业技术推广站",
    "文化服务中心",
    "财政所",
    "林业工作站",
    "水利管理站",
    "便民服务中心",
    "中心小学",
    "卫生院",
]
FIRMS = ["食品", "纺织", "竹木", "建材", "农机", "茶业", "药材", "物流", "包装", "陶器"]
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
_GIVEN = [
    "样",
    "例",
    "示",
    "范",
    "试",
    "演",
    "仿",
    "拟",
    "甲",
    "乙",
    "丙",
    "丁",
    "戊",
    "己",
    "庚",
    "辛",
    "样一",
    "样二",
    "样三",
    "例一",
    "例二",
    "例三",
    "示一",
    "示二",
    "范一",
    "范二",
]
REASONS = (
    "资料不全",
    "记录不完整",
    "个别制度没有落实",
    "活动次数不足",
    "群众反映的问题办理偏慢",
    "场所设施需要更新",
)

_TWO, _AGREED = 2, 0.6
"""Who is better than this is agreed to where a paper has two options."""


@dataclass(frozen=True, slots=True)
class MadeUp:
    """One made-up organisation; ``parent`` is the full name of the one above."""

    code: str
    name: str
    kind: str
    parent: str
    domain: str
    area: str
    secretary: str
    members: int


@dataclass(frozen=True, slots=True)
class MadeUpSheet:
    """One made-up subject's scores: evaluator → indicator → score."""

    scores: Mapping[str, Mapping[str, Score]]
    innovative: bool


def organisations(orgs: int, seed: int) -> tuple[MadeUp, ...]:
    """Make the committee, its general branches and ``orgs`` graded branches, parents first."""
    chance = random.Random(f"organisations {seed}")  # noqa: S311  (repeatable, not secret)
    areas = ("东片区", "西片区", "南片区", "北片区")
    found = [MadeUp("QS", FULL_NAME, "党委", "", "机关", "", person(chance), 0)]
    villages = place_names(chance)
    general: list[MadeUp] = []
    for area in areas:
        one = MadeUp(
            f"QS{len(general) + 1:02}",
            f"青山镇{area}党总支",
            "党总支",
            FULL_NAME,
            "农村",
            area,
            person(chance),
            0,
        )
        general.append(one)
    found += general
    for number in range(orgs):
        domain = _domain(number, orgs)
        area = areas[number % len(areas)]
        name, kind, parent = _named(
            chance, domain, number, area, villages, offices_once=orgs <= 6 * len(OFFICES)
        )
        members = chance.randrange(5, 90)
        code = f"QS{len(general) + 1 + number:04}"
        found.append(MadeUp(code, name, kind, parent, domain, area, person(chance), members))
    return tuple(found)


def _domain(number: int, orgs: int) -> str:
    """Half of them villages, the rest communities, offices and firms."""
    share = number / orgs
    if share < 0.56:
        return "农村"
    if share < 0.70:
        return "社区"
    return "机关" if share < 0.86 else "非公企业"


def _named(
    chance: random.Random,
    domain: str,
    number: int,
    area: str,
    places: Iterator[str],
    *,
    offices_once: bool,
) -> tuple[str, str, str]:
    match domain:
        case "农村":
            return f"{next(places)}村党支部", "党支部", f"青山镇{area}党总支"
        case "社区":
            return f"{next(places)}社区党支部", "党支部", FULL_NAME
        case "机关":
            office = OFFICES[number % len(OFFICES)]
            place = "青山镇" if offices_once else next(places)
            return f"{place}{office}党支部", "党支部", FULL_NAME
        case _:
            firm = f"{next(places)}{chance.choice(FIRMS)}公司"
            kind = "联合党支部" if chance.random() < 0.2 else "党支部"
            return f"{firm}{kind}", kind, FULL_NAME


def place_names(chance: random.Random) -> Iterator[str]:
    """Give names of places that are nowhere, each once, without end."""
    names = [first + last for first in _FIRST for last in _LAST]
    chance.shuffle(names)
    yield from names
    number = 2
    while True:
        yield from (f"{name}第{number}" for name in names)
        number += 1


def person(chance: random.Random) -> str:
    """Make up a name that nobody would take for a real one."""
    return chance.choice(_SURNAMES) + chance.choice(_GIVEN)


def sheets(scheme: Scheme, domains: Sequence[str], seed: int) -> tuple[MadeUpSheet, ...]:
    """Make every subject's score sheets: a few very good, most fair, some weak."""
    chance = random.Random(f"sheets {seed}")  # noqa: S311  (repeatable, not secret)
    found = []
    for number, domain in enumerate(domains):
        quality = quality_of(chance, number, len(domains))
        superior: dict[str, Score] = {}
        own: dict[str, Score] = {}
        generous = chance.random() < 0.1
        for one in scheme.indicators_for(domain):
            share = quality if not one.extra else max(0.0, quality - 0.75) * 3
            if one.mode is IndicatorMode.FACTS:  # they follow from 其他情况
                continue
            if one.mode is IndicatorMode.CLAUSES:
                superior[one.name] = by_clauses(chance, one, share)
                own[one.name] = by_clauses(chance, one, min(share + 0.1, 1.0))
                continue
            points = half_points(one.points, share + chance.uniform(-0.06, 0.06))
            reason = chance.choice(REASONS) if points < one.points and not one.extra else ""
            superior[one.name] = Score(points, reason)
            above = chance.uniform(0.08, 0.2) if generous else chance.uniform(0, 0.06)
            raised = points / one.points + Decimal(str(round(above, 3)))
            own[one.name] = Score(half_points(one.points, float(raised)))
        self_name = next(one.name for one in scheme.evaluators if not one.total)
        found.append(
            MadeUpSheet(
                {self_name: own, scheme.superior.name: superior},
                innovative=quality > 0.86 and chance.random() < 0.85,
            )
        )
    return tuple(found)


def by_clauses(chance: random.Random, line: Indicator, share: float) -> Score:
    """Let clauses apply until the points are about that ``share`` of the full ones."""
    entered: dict[str, Decimal] = {}
    wanted = Decimal(str(round(share, 3))) * line.points
    helping = [one for one in line.clauses if one.bonus is (line.start is Start.ZERO)]
    for clause in chance.sample(helping, len(helping)):
        gap = abs(line.counted(applying(line, entered)) - wanted)
        worth = clause.points or Decimal(1)
        times = min(gap // worth, Decimal(1 if clause.once else 5))
        if clause.points is None and clause.ceiling is not None:
            times = min(times, clause.ceiling)
        entered[clause.name] = times
    amounts = applying(line, entered)
    return Score(line.counted(amounts), "", amounts)


def quality_of(chance: random.Random, number: int, orgs: int) -> float:
    """Spread the subjects so that the best exceed their quota and some need rectifying."""
    place = (number * 7919 % max(orgs, 1)) / max(orgs, 1)
    if place < 0.17:
        return chance.uniform(0.89, 0.95)
    if place < 0.5:
        return chance.uniform(0.79, 0.86)
    if place < 0.84:
        return chance.uniform(0.70, 0.78)
    return chance.uniform(0.5, 0.68)


def half_points(full: Decimal, share: float) -> Decimal:
    """Take a share (0 to 1) of full points, in half points."""
    halves = round(float(full) * min(max(share, 0.0), 1.0) * 2)
    return Decimal(halves) / 2


def ballots(poll: Poll, qualities: Sequence[Decimal], papers: int, seed: int) -> list[Marks | None]:
    """Make ``papers`` ballots; ``qualities`` (0 to 1) sway each subject's votes.

    They exist in memory only. ``None`` is a paper that is void as a whole.
    """
    chance = random.Random(f"ballots {seed}")  # noqa: S311  (repeatable, not secret)
    found: list[Marks | None] = []
    for _ in range(papers):
        if chance.random() < 0.02:
            found.append(None)
            continue
        found.append(tuple(_mark(chance, poll, quality) for quality in qualities))
    return found


def _mark(chance: random.Random, poll: Poll, quality: Decimal) -> str:
    draw = chance.random()
    if draw < 0.01:
        return SPOILT
    if draw < 0.03:
        return ABSTAINED
    lean = float(quality) + chance.gauss(0, 0.12)
    if poll.counting.kind is BallotKind.POINTS:
        return poll.options[round(min(max(lean, 0.0), 1.0) * (len(poll.options) - 1))]
    if len(poll.options) == _TWO:
        return poll.options[lean < _AGREED]
    for option, least in zip(poll.options, (0.82, 0.68, 0.5), strict=False):
        if lean >= least:
            return option
    return poll.options[-1]
