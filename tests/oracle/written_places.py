"""Quotas and tails of a scheme file at random."""

from tests.oracle.written_rules import Draft


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
