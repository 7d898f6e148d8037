"""Facts, conditions, tiers, adjustments and limits of a scheme file at random."""

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


def tiers(draft: Draft, points: int) -> str:
    """Points by tiers of facts with a fixed or a free range, or so many for each."""
    chance = draft.chance
    if chance.random() < 0.4:
        said = [
            f'fact = "{chance.choice(["缺会次数", "增长率"])}"',
            f"each = {chance.choice(['1', '1.5'])}",
        ]
        return "\n".join(said + ["whole = true"] * (chance.random() < 0.5))
    said = []
    for at in range(chance.randint(1, 3)):
        asked = [_count, _flag, _decimal, _rate, _registry]
        parts = [f"{{ {chance.choice(asked)(draft)} }}" for _ in range(2)]
        when = chance.choice(
            [parts[0], f"{{ {chance.choice(['all', 'any'])} = [{', '.join(parts)}] }}"]
        )
        most = max(points - 2 * at, 1)
        worth = f"[{most - 1}, {most}]" if chance.random() < 0.4 else str(most)
        said += ["[[indicators.tiers]]", f"when = {when}", f"points = {worth}"]
    if chance.random() < 0.4:
        said += ["[[indicators.tiers]]", "points = 1"]
    return "\n".join(said)


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
