"""Long runs that the suite has no time for: ``python -m tests.torture schemes 10000``.

Every run is drawn from a seed, so that what was found can be found again.
"""

import argparse
import random
import sys
import time
from collections.abc import Sequence

from tests.domain.scheme_damage import damaged, judged
from tests.domain.scheme_texts import all_texts


def schemes(number: int, seed: str) -> list[str]:
    """Damage the shipped schemes ``number`` times; return what was not said as it should be."""
    texts = all_texts()
    names = sorted(texts)
    wrong, refused, sentences, slowest = [], 0, 0, 0.0
    for place in range(number):
        name = names[place % len(names)]
        started = time.perf_counter()
        try:
            found = judged(damaged(texts[name], random.Random(f"{seed} {name} {place}")))
        except Exception as error:  # noqa: BLE001 - that there is none is what is measured
            wrong.append(f"{name} {place}: {type(error).__name__} {error}")
            continue
        slowest = max(slowest, time.perf_counter() - started)
        refused += found is not None
        sentences += len(found or ())
    readable = number - refused - len(wrong)
    print(
        f"{number} damaged files from {len(names)} schemes: {refused} refused with {sentences} "
        f"sentences, {readable} still readable, {len(wrong)} with a traceback; "
        f"slowest {slowest:.2f} s"
    )
    return wrong


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one torture; the exit code says whether anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("what", choices=["schemes"])
    parser.add_argument("number", type=int)
    parser.add_argument("--seed", default="torture")
    given = parser.parse_args(arguments)
    wrong = schemes(given.number, given.seed)
    for one in wrong[:20]:
        print(one)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
