"""``python3 dev.py rules``: the engine against the oracle, and 还差什么 against the engine.

Every scheme and every row is drawn from the seed, so that what is found can be found again.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from desk_app.domain.scheme.loading import read
from tests.domain.scheme_texts import SCHEMES, shipped_text
from tests.domain.wanting_judge import judge
from tests.oracle import rows
from tests.oracle.comparing import differences
from tests.oracle.paper import Plan
from tests.oracle.written import usable

TOGETHER = 20
"""Subjects of one round: enough for ties and places, few enough for a slow reader."""
SHOWN = 5


@dataclass
class Found:
    """What one scheme came to."""

    compared: int = 0
    differences: list[str] = field(default_factory=list)
    sentences: int = 0
    false: list[str] = field(default_factory=list)


def texts(schemes: int, seed: str) -> Iterator[tuple[str, str]]:
    """The shipped schemes by their ids, then so many at random by their seeds."""
    for path in sorted(SCHEMES.glob("*.toml")):
        yield path.stem, shipped_text(path.stem)
    for number in range(schemes):
        name = f"{seed} {number}"
        yield name, usable(name)


def examined(name: str, text: str, subjects: int, judged: int, seed: str) -> Found:
    """Compare so many subjects of one scheme, and judge what is said of some of them."""
    scheme, plan, found = read(text), Plan(text), Found()
    number = 0
    while found.compared < subjects:
        key, number = f"{seed} {name} {number}", number + 1
        size = min(TOGETHER, subjects - found.compared)
        everybody = rows.round_of(scheme, Random(key), size)
        found.compared += size
        for one in differences(scheme, plan, everybody):
            row = next((row for row in everybody if one.startswith(f"{row.subject.id} ")), None)
            found.differences.append(f"{one}\n  round {key!r} of {size}\n  row {row}")
        if found.compared <= judged:
            verdicts = judge(scheme, everybody, Random(key))
            found.sentences += verdicts.spoken
            found.false += [f"{one}\n  round {key!r} of {size}" for one in verdicts.false]
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare and judge; the exit code says whether anything was wrong."""
    parser = argparse.ArgumentParser(prog="python3 dev.py rules", description=__doc__)
    parser.add_argument("--subjects", type=int, default=10_000, help="of each scheme at random")
    parser.add_argument("--schemes", type=int, default=50, help="schemes at random")
    parser.add_argument("--shipped", type=int, default=1_000, help="subjects of each shipped one")
    parser.add_argument("--judged", type=int, default=200, help="subjects judged, of each scheme")
    parser.add_argument("--seed", default="rules")
    given = parser.parse_args(arguments)
    started = time.perf_counter()
    compared = sentences = wrong = false = 0
    for number, (name, text) in enumerate(texts(given.schemes, given.seed)):
        drawn = name.startswith(given.seed)
        found = examined(
            name, text, given.subjects if drawn else given.shipped, given.judged, given.seed
        )
        compared += found.compared
        sentences += found.sentences
        wrong += len(found.differences)
        false += len(found.false)
        for one in (*found.differences[:SHOWN], *found.false[:SHOWN]):
            print(f"{name}: {one}")
        if found.differences or found.false:
            print(f"--- {name} ---\n{text}\n---")
        if number % 10 == 9:
            spent = time.perf_counter() - started
            print(
                f"{number + 1} 个方案，{compared} 行，{spent:.0f} 秒", file=sys.stderr, flush=True
            )
    print(
        f"对照 {number + 1} 个方案 {compared} 行：{wrong} 处不同；"
        f"“还差什么” {sentences} 句：{false} 句不实；{time.perf_counter() - started:.0f} 秒"
    )
    return 1 if wrong or false else 0


if __name__ == "__main__":
    sys.exit(main())
