"""Scheme files at random, written as an office would write them: every word of the format."""

from random import Random

from desk_app.domain.scheme.loading import read_usable
from desk_app.domain.scheme.model.problems import SchemeFault
from tests.oracle import written_places, written_rules
from tests.oracle.written_rules import Draft

RUNGS = ("甲", "乙", "丙", "丁", "戊")
MODES = (
    "scored",
    "scored",
    "deducted",
    "check",
    "all_or_nothing",
    "information",
    "clauses",
    "facts",
)


def usable(seed: str) -> str:
    """The first text drawn from a seed that the program's own check lets pass."""
    for again in range(200):
        text = written(Random(f"{seed} {again}"))
        try:
            read_usable(text)
        except SchemeFault:
            continue
        return text
    raise AssertionError(seed)


def written(chance: Random) -> str:
    """A scheme file; it may be one that the check refuses."""
    measure = chance.choices(["points", "stars", "opinion"], [8, 2, 1])[0]
    draft = Draft(
        chance, 1 if chance.random() < 0.3 else 2, measure, by_domain=chance.random() < 0.3
    )
    draft.levels = list(RUNGS[: chance.randint(2, 5)])
    domains = _domains(draft)
    lines, full = _indicators(draft)
    evaluators = _evaluators(draft)
    parts = [
        _head(draft, full),
        _levels(draft),
        domains,
        lines,
        evaluators,
        written_rules.facts(draft),
        _stars(draft) if measure == "stars" else "",
        _bands(draft) if measure != "opinion" else "",
        written_rules.adjustments(draft),
        written_rules.limits(draft),
        written_places.quotas(draft) if measure == "points" else written_places.soft_quotas(draft),
        written_places.tails(draft) if measure == "points" and draft.newer else "",
        _earlier_total(draft) if measure == "points" else "",
        _steps(draft),
    ]
    return "\n".join(one for one in parts if one) + "\n"


def _head(draft: Draft, full: int) -> str:
    chance = draft.chance
    said = [f"format = {draft.format}", 'id = "随机"', 'title = "随机方案"', "", "[subjects]"]
    if chance.random() < 0.4:
        said.append(f"absent_in_base = {draft.flag()}")
    if draft.newer and chance.random() < 0.4:
        said.append(f"out_in_base = {draft.flag()}")
    said += ["", "[total]", f'measure = "{draft.measure}"']
    if full:
        said.append(f"full = {full}")
    if chance.random() < 0.7:
        said.append(f"decimals = {chance.randint(0, 3)}")
    if draft.measure == "points" and chance.random() < 0.3:
        said.append(f"ceiling = {full}")
    if draft.newer and chance.random() < 0.4:
        said.append(f"round_first = {draft.flag()}")
    return "\n".join(said)


def _levels(draft: Draft) -> str:
    said = [f'[[levels]]\nname = "{one}"' for one in draft.levels]
    if draft.newer and draft.chance.random() < 0.4:
        said.append('[[levels]]\nname = "无"\nnone = "below"')
        draft.levels.append("无")
    elif not draft.newer and draft.chance.random() < 0.3:
        said.append('[[levels]]\nname = "无"\nnone = true')
        draft.levels.append("无")
        draft.none = "无"
    if draft.newer and draft.chance.random() < 0.4:
        said.append('[[levels]]\nname = "不定级"\nnone = "outside"')
        draft.none = "不定级"
    return "\n".join(said)


def _domains(draft: Draft) -> str:
    if not draft.by_domain:
        return ""
    return (
        '[[domains]]\nname = "村"\nincludes = ["农村", "社区"]\n'
        '[[domains]]\nname = "机关"\nincludes = ["机关", "事业"]'
    )


def _indicators(draft: Draft) -> tuple[str, int]:
    chance, said, full = draft.chance, [], 0
    for number in range(chance.randint(1, 4)):
        mode = chance.choice(MODES if draft.newer else MODES[:-2])
        name, points = f"指标{number}", chance.choice([5, 10, 20, 30])
        if number == 0:
            mode, points = chance.choice(["scored", "deducted"]), 100
        if mode != "information":
            full += points
            draft.lines.append(name)
        domains = [["村"], ["机关"]] if draft.by_domain and chance.random() < 0.4 else [None]
        for place, domain in enumerate(domains):
            own = f"{name}{'甲乙'[place]}" if domain else name
            said += ["[[indicators]]", f'name = "{own}"', f'mode = "{mode}"']
            said += [f'domains = ["{domain[0]}"]'] if domain else []
            said += [f"points = {points}"] if mode != "information" else []
            said += ["extra = true"] if number > 1 and chance.random() < 0.4 else []
            said += [_clauses(draft)] if mode == "clauses" else []
            said += [written_rules.tiers(draft, points)] if mode == "facts" else []
            if domain and mode != "information":
                draft.lines = [one for one in draft.lines if one != name]
    return "\n".join(said), full


def _clauses(draft: Draft) -> str:
    chance = draft.chance
    zero = chance.random() < 0.5
    said = ['start = "zero"' if zero else 'start = "full"']
    for number in range(chance.randint(1, 4)):
        said += ["[[indicators.clauses]]", f'name = "情形{number}"']
        # The first goes the way that the start asks for.
        ways = ["bonus" if zero else "deduction"] + ["bonus", "deduction"] * (number > 0)
        said.append(f'kind = "{chance.choice(ways)}"')
        if chance.random() < 0.25:
            said.append("discretion = true")
            said += [f"ceiling = {chance.randint(2, 4)}"] if chance.random() < 0.5 else []
            continue
        said.append(f"points = {chance.choice(['1', '2', '0.5', '1.5'])}")
        if chance.random() < 0.6:
            said.append('unit = "次"')
            said += [f"ceiling = {chance.randint(2, 4)}"] if chance.random() < 0.5 else []
    return "\n".join(said)


def _evaluators(draft: Draft) -> str:
    chance = draft.chance
    if draft.measure == "points" and draft.newer and chance.random() < 0.3:
        return _shared(draft)
    if draft.measure == "points" and chance.random() < 0.4:
        draft.evaluators = ["自评", "考评"]
        weights = chance.choice([(3, 7), (1, 2), (50, 50)])
        missing = chance.choice(["open", "others", "zero"])
        return (
            f'[[evaluators]]\nname = "自评"\nweight = {weights[0]}\n'
            f'[[evaluators]]\nname = "考评"\ntotal = true\nweight = {weights[1]}\n'
            f'[weighting]\nmissing = "{missing}"'
        )
    return '[[evaluators]]\nname = "自评"\n[[evaluators]]\nname = "考评"\ntotal = true'


def _shared(draft: Draft) -> str:
    """Not everybody scores everything: some of the lines, the total alone, ballots."""
    chance = draft.chance
    some = draft.lines[: chance.randint(1, max(len(draft.lines), 1))]
    several = ", ".join(f'"{one}"' for one in some)
    said = ['[[evaluators]]\nname = "考评"\ntotal = true\nweight = 50']
    if draft.lines and not draft.by_domain:
        said.append(f'[[evaluators]]\nname = "科室"\nweight = 10\nindicators = [{several}]')
    if chance.random() < 0.6:
        full = "full = 50\n" if chance.random() < 0.5 else ""
        said.append(f'[[evaluators]]\nname = "工委"\nweight = 20\nonly_total = true\n{full}')
    if chance.random() < 0.6:
        base = chance.choice(["issued", "returned", "valid", "valid_without_abstention"])
        worth = '{ "好" = 100, "较好" = 80, "差" = 0 }'
        said.append(
            '[[evaluators]]\nname = "群众"\nweight = 30\npoll = "民主测评"\nfull = 100\n'
            f'points = {worth}\nbase = "{base}"\n'
            '[[polls]]\nname = "民主测评"\noptions = ["好", "较好", "差"]\nsingle = true'
        )
    missing = chance.choice(["open", "others", "zero"])
    return "\n".join([*said, f'[weighting]\nmissing = "{missing}"'])


def _stars(draft: Draft) -> str:
    said = []
    for number in range(5):
        domains = 'domains = ["村"]\n' if draft.by_domain and number == 4 else ""
        when = written_rules.condition(draft, 1, totals=True, stars=False)
        said.append(f'[[stars]]\nname = "星{number}"\n{domains}when = {when}')
    return "\n".join(said)


def _bands(draft: Draft) -> str:
    chance = draft.chance
    rungs = [one for one in draft.levels if one != draft.none or not draft.newer]
    stars = draft.measure == "stars"
    highest = range(1, 6) if stars else range(40, 100)
    if stars and len(rungs) > 5:
        rungs = rungs[-5:]
    cuts = sorted(chance.sample(list(highest), len(rungs) - 1), reverse=True)
    draft.cuts = list(cuts)
    said = []
    for at, level in enumerate(rungs):
        if at == 0:
            held = f"x >= {cuts[0]}"
        elif at == len(cuts):
            held = f"x < {cuts[-1]}"
        else:
            held = f"{cuts[at]} <= x < {cuts[at - 1]}"
        said.append(f'[[bands]]\nlevel = "{level}"\nrange = "{held}"')
        if not draft.resting and at < len(cuts) and chance.random() < 0.3:
            asked = written_rules.condition(draft, 2, totals=True)
            said += [f"requires = {asked}", *written_rules.missing(draft, asked)]
    return "\n".join(said)


def _earlier_total(draft: Draft) -> str:
    if not draft.newer or draft.chance.random() > 0.2:
        return ""
    missing = draft.chance.choice(["open", "others", "zero"])
    return (
        f'[earlier_total]\nfact = "上半年得分"\nweight = 40\nown = 60\nmissing = "{missing}"\n'
        '[[facts]]\nname = "上半年得分"\nkind = "decimal"'
    )


def _steps(draft: Draft) -> str:
    steps = {"初评": "opinion", "研究": "decision"}
    return "\n".join(f'[[steps]]\nname = "{one}"\nyields = "{what}"' for one, what in steps.items())
