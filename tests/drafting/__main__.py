"""`dev.py reading --sources DIR`: how much of the shipped schemes is read from their documents."""

import argparse
import sys
from collections import Counter
from pathlib import Path

from tests.drafting.figures import Figures, measure, stated
from tests.drafting.texts import CHAPTERS, SET_ASIDE


def main() -> int:
    """Print the figures per scheme, of the texts set aside apart, and per table."""
    arguments = argparse.ArgumentParser(prog="dev.py reading", description=__doc__)
    arguments.add_argument("--sources", type=Path, required=True, metavar="DIR")
    arguments.add_argument("--missed", action="store_true", help="list what was not read")
    arguments.add_argument("--scheme", choices=sorted(CHAPTERS), action="append")
    given = arguments.parse_args()
    found = [
        one for one in measure(given.sources) if not given.scheme or one.scheme in given.scheme
    ]
    print("方案   规则  读对        原句写明  读对        建议  肯定  错")
    for one in found:
        if one.scheme not in SET_ASIDE:
            print(_line(one.scheme, [one]))
    tuned = [one for one in found if one.scheme not in SET_ASIDE]
    aside = [one for one in found if one.scheme in SET_ASIDE]
    if tuned:
        print(_line("合计", tuned))
    if aside:
        print("\n留出不看的三篇")
        for one in aside:
            print(_line(one.scheme, [one]))
        print(_line("合计", aside))
        print("\n" + _line("全部", found))
    _tables(tuned, "各类")
    for one in found:
        if one.scheme in SET_ASIDE:
            continue
        for wrong in one.wrong:
            print(
                f"错 {one.scheme} {wrong.table} {sorted(wrong.sentences)}"
                f" {wrong.suggestions[0].phrase} {wrong.shape}"
            )
        told = stated()
        for missed in one.missed if given.missed else ():
            mark = "写明" if (one.scheme, missed.table, missed.name) in told else "    "
            print(
                f"漏 {mark} {one.scheme} {missed.table} {missed.name} {missed.shape}"
                f" «{missed.phrase[:70]}»"
            )
    return 0


def _line(name: str, several: list[Figures]) -> str:
    rules, right = sum(one.rules for one in several), sum(one.right for one in several)
    said = sum(one.stated for one in several)
    said_right = sum(one.stated_right for one in several)
    suggestions = sum(one.suggestions for one in several)
    certain = sum(one.certain for one in several)
    wrong = sum(len(one.wrong) for one in several)
    return (
        f"{name:<5} {rules:>5} {right:>5} {_percent(right, rules)}"
        f"  {said:>6} {said_right:>6} {_percent(said_right, said)}"
        f"  {suggestions:>5} {certain:>5} {wrong:>4} {_percent(wrong, suggestions)}"
    )


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:5.1f}%" if whole else "    - "


def _tables(found: list[Figures], title: str) -> None:
    counts: dict[str, Counter[str]] = {}
    for one in found:
        for table, more in one.by_table.items():
            counts.setdefault(table, Counter()).update(more)
    print(f"\n{title}")
    for table, count in sorted(counts.items()):
        print(
            f"{table:<15} {count['rules']:>4} {count['right']:>4}"
            f"   写明 {count['stated']:>3} {count['stated right']:>3}"
        )


if __name__ == "__main__":
    sys.exit(main())
