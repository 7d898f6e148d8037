"""Facts, conditions, adjustments, limits, quotas and tails of a scheme file at random."""

from dataclasses import dataclass, field
from random import Random

COMPARED = ("at_least", "at_most", "more_than", "less_than")


@dataclass
class Draft:
    """What has been written so far, for the parts that speak of it."""

    chance: Random
    format: int
    measure: str
    by_domain: bool
    levels: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    evaluators: list[str] = field(default_factory=lambda: ["考评"])
    cuts: list[int] = field(default_factory=list)
    none: str = ""

    def __post_init__(self) -> None:
        self.resting = self.newer and self.measure == "points" and self.chance.random() < 0.2

    @property
    def newer(self) -> bool:
        return self.format > 1

    def pick(self, *words: str) -> str:
        """One of the words, in the quotes of the text."""
        return f'"{self.chance.choice(words)}"'

    def flag(self) -> str:
        return self.chance.choice(["true", "false"])

    @property
    def ladder(self) -> list[str]:
        """The rungs that a rule may name as a level to come to."""
        return list(self.levels)


def facts(draft: Draft) -> str:
    """Facts of every kind, a poll and its rate."""
    kinds = {"缺会次数": "count", "投诉次数": "count", "创新项目": "yes_no", "否决日期": "date"}
    said = [f'[[facts]]\nname = "{one}"\nkind = "{kind}"' for one, kind in kinds.items()]
    said.append('[[facts]]\nname = "类别"\nkind = "choice"\noptions = ["一类", "二类"]')
    said.append('[[facts]]\nname = "说明"\nkind = "text"')
    if draft.newer:
        said.append('[[facts]]\nname = "增长率"\nkind = "decimal"')
    said.append('[[polls]]\nname = "测评"\noptions = ["满意", "不满意"]\nsingle = true')
    said.append('[[rates]]\nname = "满意率"\npoll = "测评"\nnumerator = ["满意"]\nbase = "valid"')
    return "\n".join(said)


def condition(draft: Draft, depth: int, *, totals: bool, stars: bool = True) -> str:
    """A condition; ``totals`` where it may ask for what has been added up."""
    chance = draft.chance
    if depth and chance.random() < 0.4:
        way = chance.choice(["all", "any", "not"])
        if way == "not":
            return f"{{ not = {condition(draft, depth - 1, totals=totals, stars=stars)} }}"
        inner = [condition(draft, depth - 1, totals=totals, stars=stars) for _ in range(2)]
        return f"{{ {way} = [{', '.join(inner)}] }}"
    asked = [_count, _flag, _choice, _day, _known, _rate, _rate, _entries, _registry, _opinion]
    asked += [_earlier, _rose]
    asked += [_registered_day] * draft.newer + [_this_year] * draft.newer + [_decimal] * draft.newer
    asked += [_total] * totals + [_points] * (totals and bool(draft.lines))
    asked += [_stars] * (totals and stars and draft.measure == "stars")
    return f"{{ {chance.choice(asked)(draft)} }}"


def _count(draft: Draft) -> str:
    name = draft.chance.choice(["缺会次数", "投诉次数"])
    return f'fact = "{name}", {draft.chance.choice(COMPARED)} = {draft.chance.randint(1, 4)}'


def _flag(draft: Draft) -> str:
    return f'fact = "创新项目", is = {draft.flag()}'


def _choice(draft: Draft) -> str:
    return f'fact = "类别", is = {draft.pick("一类", "二类")}'


def _day(draft: Draft) -> str:
    way = draft.chance.choice(["within_months", "over_months"])
    return f'fact = "否决日期", {way} = {draft.chance.choice([1, 6, 12])}'


def _known(draft: Draft) -> str:
    name = draft.chance.choice(["说明", "否决日期"])
    return f'fact = "{name}", known = {draft.flag()}'


def _rate(draft: Draft) -> str:
    size = draft.chance.choice(["60%", "85%", "90%", "2/3"])
    return f'rate = "满意率", {draft.chance.choice(COMPARED)} = "{size}"'


def _entries(draft: Draft) -> str:
    return f'adjustment = "表彰", at_least = {draft.chance.randint(1, 3)}'


def _registry(draft: Draft) -> str:
    return draft.chance.choice(
        [
            'registry = "领域", is = "农村"',
            'registry = "上级", is = "东片"',
            f'registry = "党员数", {draft.chance.choice(COMPARED)} = {draft.chance.randint(3, 50)}',
            'registry = "届满日期", over_months = 12',
        ]
    )


def _registered_day(draft: Draft) -> str:
    return f'registry = "成立日期", within_years = {draft.chance.randint(1, 2)}'


def _opinion(draft: Draft) -> str:
    return f'opinion = "初评", is = "{draft.chance.choice(draft.levels)}"'


def _named(draft: Draft) -> str:
    chosen = draft.chance.sample(draft.levels, draft.chance.randint(1, len(draft.levels) - 1))
    return ", ".join(f'"{one}"' for one in chosen)


def _earlier(draft: Draft) -> str:
    of = draft.chance.randint(1, 3)
    return f"earlier = [{_named(draft)}], at_least = {draft.chance.randint(1, of)}, of = {of}"


def _rose(draft: Draft) -> str:
    return f"rose = {draft.flag()}"


def _this_year(draft: Draft) -> str:
    return f"this_year = [{_named(draft)}]"


def _decimal(draft: Draft) -> str:
    return f'fact = "增长率", {draft.chance.choice(COMPARED)} = {draft.chance.choice(["1.5", "2"])}'


def _total(draft: Draft) -> str:
    return f"total = true, {draft.chance.choice(COMPARED)} = {draft.chance.randint(40, 95)}"


def _points(draft: Draft) -> str:
    name = draft.chance.choice(draft.lines)
    return f'points = "{name}", {draft.chance.choice(COMPARED)} = {draft.chance.randint(1, 9)}'


def _stars(draft: Draft) -> str:
    return f"stars = true, {draft.chance.choice(COMPARED)} = {draft.chance.randint(1, 4)}"


def missing(draft: Draft, asked: str) -> list[str]:
    """What holds where a rate was not measured."""
    if not draft.newer or "rate" not in asked or draft.chance.random() < 0.3:
        return []
    return [f"missing = {draft.pick('wait', 'holds', 'ignored')}"]


def adjustments(draft: Draft) -> str:
    """Bonuses in tiers and a group, deductions by a fact and by a condition."""
    chance = draft.chance
    combine = ("sum", "highest")
    tiered = (
        '[[adjustments]]\nname = "表彰"\nkind = "bonus"\ngroup = "奖励"\n'
        'tiers = [{ name = "市级", points = 3 }, { name = "省级", points = 5.5 }]\n'
        f'combine = "{chance.choice(combine)}"'
    )
    said = [
        tiered,
        '[[adjustments]]\nname = "推广"\nkind = "bonus"\npoints = 4\ngroup = "奖励"',
        f'[[adjustment_groups]]\nname = "奖励"\ncombine = "{chance.choice(combine)}"\nceiling = 6',
        '[[adjustments]]\nname = "缺会"\nkind = "deduction"\npoints = 2\nfact = "缺会次数"',
    ]
    if chance.random() < 0.5:
        said[-1] += f'\nceiling = {chance.randint(1, 5)}\ncombine = "{chance.choice(combine)}"'
    if chance.random() < 0.6:
        when = condition(draft, 1, totals=False)
        said.append(
            f'[[adjustments]]\nname = "自动"\nkind = "deduction"\npoints = 2.5\nwhen = {when}'
        )
    return "\n".join(said)


def limits(draft: Draft) -> str:
    """Limits of every kind, in any sequence, and steps of a year."""
    chance = draft.chance
    kinds = ["disqualify", "force", "cap", "demote"]
    chance.shuffle(kinds)
    order = ", ".join(f'"{one}"' for one in kinds)
    said = ["[limits]", f"sequence = [{order}]"]
    said.append(f"demotions = {draft.pick('add_up', 'largest')}")
    for number in range(chance.randint(0, 5)):
        kind = chance.choice(kinds)
        level = f'"{chance.choice(draft.ladder)}"'
        named = f'"{draft.none}"' if draft.none and chance.random() < 0.6 else "true"
        size = {"disqualify": named, "demote": str(chance.randint(1, 2))}.get(kind, level)
        said += ["[[limits.rules]]", f'name = "限定{number}"', f"{kind} = {size}"]
        asked = condition(draft, 2, totals=True)
        said += [f"when = {asked}", *missing(draft, asked)]
        if kind == "force" and draft.newer and chance.random() < 0.4:
            said.append("unscored = true")
    if draft.newer and chance.random() < 0.4:
        for number in range(chance.randint(1, 2)):
            said += ["[[limits.yearly]]", f'name = "逐年{number}"']
            steps = chance.choice([["rise"], ["fall"], ["rise", "fall"]])
            said += [f"{one} = {chance.randint(1, 2)}" for one in steps]
            if chance.random() < 0.4:
                said.append(f"when = {condition(draft, 1, totals=True)}")
    return "\n".join(said)


def _over(draft: Draft) -> str:
    over = draft.chance.choice(["round", "parent", "area", "domain"])
    return f'over = "{over if over != "domain" or draft.by_domain else "round"}"'


def _narrowed(draft: Draft) -> list[str]:
    chance, said = draft.chance, []
    if draft.newer and draft.by_domain and chance.random() < 0.3:
        said.append(f"domains = [{draft.pick('村', '机关')}]")
    if draft.newer and chance.random() < 0.2:
        said.append('when = { registry = "党员数", at_least = 10 }')
    return said


def _size(draft: Draft, kind: str) -> list[str]:
    chance = draft.chance
    share = draft.pick("5%", "10%", "15%", "25%", "40%", "1/3")
    counted = chance.random() < 0.25
    said = [f"{kind} = {chance.randint(1, 3) if counted else share}"]
    if draft.newer and not counted and kind != "about" and chance.random() < 0.4:
        said.append(f"rounding = {draft.pick('floor', 'ceil', 'half_up')}")
    if draft.newer and chance.random() < 0.25:
        months = chance.choice(["months = [7]", "months = [3, 12]", "years = [2026]"])
        then = chance.choice(["lifted = true", 'size = "20%"'])
        said.append(f"by_time = [{{ {months}, {then} }}]")
    return said


def soft_quotas(draft: Draft) -> str:
    """Quotas that move nobody: of each kind, over each part."""
    chance, said = draft.chance, []
    for number in range(chance.randint(0, 3)):
        level = chance.choice(draft.levels)
        kind = chance.choice(["at_most", "at_least", "about"])
        said += ["[[quotas]]", f'name = "名额{number}"', f'levels = ["{level}"]', _over(draft)]
        said += _size(draft, kind) + _narrowed(draft)
        if kind == "about" and '"' in said[-1] + said[-2] and chance.random() < 0.6:
            said.append(f"tolerance = {draft.pick('2%', '5%')}")
    if chance.random() < 0.15 and len(draft.levels) >= 3:
        levels = ", ".join(f'["{one}"]' for one in draft.levels[:3])
        said += ["[[quotas]]", 'ratio = "3:6:1"', f"levels = [{levels}]", _over(draft)]
    return "\n".join(said)


def quotas(draft: Draft) -> str:
    """Quotas, some of them by rank."""
    chance, said = draft.chance, []
    if not draft.resting and chance.random() < 0.5:
        return soft_quotas(draft)
    rungs = [one for one in draft.levels if one != draft.none]
    chosen = sorted(chance.sample(range(len(rungs) - 1), chance.randint(1, len(rungs) - 1)))
    over = _over(draft)
    least = chance.random() < 0.5
    for place, at in enumerate(chosen):
        said += ["[[quotas]]", f'name = "排名{at}"', f'levels = ["{rungs[at]}"]', over]
        said += _size(draft, "at_most") + _narrowed(draft) + ['assign = "by rank"']
        if draft.newer and chance.random() < 0.6:
            said.append(f"ties = {draft.pick('lower', 'higher', 'ask')}")
        if draft.resting and place == len(chosen) - 1:
            said.append(f'rest = "{rungs[-1]}"')
        if least and place == 0 and chance.random() < 0.7:
            said.append('yields_to = "至少"')
    if least:
        said += ["[[quotas]]", 'name = "至少"', f'levels = ["{rungs[chosen[0]]}"]', over]
        said.append(f"at_least = {chance.randint(1, 2)}")
    return "\n".join(said)


def tails(draft: Draft) -> str:
    """The last ones become a level."""
    chance = draft.chance
    if chance.random() < 0.6:
        return ""
    size = chance.choice(['share = "10%"', 'share = "25%"', "count = 2"])
    level = chance.choice([one for one in draft.levels if one != draft.none])
    said = ["[[tails]]", 'name = "末位"', size, f'level = "{level}"', _over(draft)]
    said += _narrowed(draft)
    if chance.random() < 0.5:
        said.append(f"ties = {draft.pick('ask', 'lower', 'higher')}")
    if "share" in size and chance.random() < 0.5:
        said.append(f"rounding = {draft.pick('floor', 'ceil', 'half_up')}")
    return "\n".join(said)
