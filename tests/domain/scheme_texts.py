"""The scheme files that ship, and a tiny one that tests can change word by word."""

from pathlib import Path

SCHEMES = Path(__file__).resolve().parents[2] / "resources" / "schemes"
SHIPPED = ("D1", "C5", "C11")

TINY = """\
format = 1
id = "小"
title = "青山镇试行方案"

[total]
full = 100

[[levels]]
name = "甲"

[[levels]]
name = "乙"

[[levels]]
name = "丙"

[[indicators]]
name = "班子"
points = 60

[[indicators]]
name = "队伍"
points = 40

[[evaluators]]
name = "考评"
total = true

[[bands]]
level = "甲"
range = "x >= 90"

[[bands]]
level = "乙"
range = "80 <= x < 90"

[[bands]]
level = "丙"
range = "x < 80"

[[steps]]
name = "研究"
yields = "decision"
"""


def shipped_text(scheme_id: str) -> str:
    return (SCHEMES / f"{scheme_id}.toml").read_text(encoding="utf-8")


def all_texts() -> dict[str, str]:
    """Every scheme that ships, by its id, and the made-up one that uses every part."""
    from tests.domain.ballot_schemes import BALLOTS, ITEM_BALLOTS, SHARED
    from tests.domain.clause_schemes import CLAUSES
    from tests.domain.fact_schemes import FACTS
    from tests.domain.scheme_ladder import LADDER
    from tests.domain.scheme_wide import OPINION, STARS, WIDE

    texts = {path.stem: path.read_text(encoding="utf-8") for path in SCHEMES.glob("*.toml")}
    made = {"宽": WIDE, "议": OPINION, "星": STARS, "情": CLAUSES, "阶": LADDER, "数": FACTS}
    return {**texts, **made, "票": BALLOTS, "分": SHARED, "逐": ITEM_BALLOTS}


def tiny(*changes: tuple[str, str], more: str = "") -> str:
    """The tiny scheme with every change made once; a change that finds nothing is an error."""
    text = TINY
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text + more


def line_of(text: str, part: str) -> int:
    """The line on which ``part`` first stands, counted from 1."""
    return text[: text.index(part)].count("\n") + 1


SENSELESS = ("keys", "tiers", "facts", "quotes", "brackets", "escapes")


def senseless(kind: str, share: float) -> str:
    """A long text of one kind that nobody means; ``share`` 1 is nearly as long as a file may be."""

    def times(number: int) -> int:
        return int(number * share)

    tier, fact = '{ name = "一", points = 1 },\n', '[[facts]]\nname = "一"\nkind = "text"\n'
    more = {
        "keys": lambda: "\n".join(f"x{number} = 1" for number in range(times(40_000))),
        "tiers": lambda: f"[[adjustments]]\ntiers = [{tier * times(20_000)}]",
        "facts": lambda: fact * times(12_000),
        "quotes": lambda: '"' * times(400_000),
        "brackets": lambda: "[" * times(100_000),
        "escapes": lambda: 'x = "' + "\\\\" * times(200_000) + '"',
    }
    return tiny(more=f"\n{more[kind]()}\n")
