"""How many rules of the shipped schemes are read from their documents, and how many wrongly."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from desk_app.domain.drafting.model import Certainty
from desk_app.domain.drafting.plain_text import paragraphs
from desk_app.domain.drafting.reading import draft
from tests.drafting.shapes import ANYWHERE, OfferedRule, ShippedRule, offered, places, shipped
from tests.drafting.texts import CHAPTERS, text_of

SCHEMES = Path("resources/schemes")
STATED = Path(__file__).with_name("stated.tsv")


@dataclass
class Figures:
    """What came of one text; ``by_table`` counts (rules, right) of each table."""

    scheme: str
    rules: int = 0
    right: int = 0
    stated: int = 0
    stated_right: int = 0
    suggestions: int = 0
    certain: int = 0
    wrong: list[OfferedRule] = field(default_factory=list)
    missed: list[ShippedRule] = field(default_factory=list)
    by_table: dict[str, Counter[str]] = field(default_factory=dict)


def stated() -> set[tuple[str, str, str]]:
    """The rules whose sentence states them: scheme, table, name."""
    lines = [
        line.split("\t")
        for line in STATED.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    return {(one[0], one[1], one[2]) for one in lines if one[3] != "-"}


def measure(sources: Path) -> Iterator[Figures]:
    """The figures of every scheme."""
    told = stated()
    for scheme in CHAPTERS:
        text = (SCHEMES / f"{scheme}.toml").read_text(encoding="utf-8")
        others = [
            one
            for other, chapter in CHAPTERS.items()
            if chapter == CHAPTERS[scheme] and other != scheme and scheme.startswith("C9")
            for one in shipped((SCHEMES / f"{other}.toml").read_text(encoding="utf-8"))
        ]
        yield _figures(scheme, shipped(text), others, text_of(scheme, sources), told)


def _figures(
    scheme: str,
    rules: list[ShippedRule],
    others: list[ShippedRule],
    document: str,
    told: set[tuple[str, str, str]],
) -> Figures:
    read = draft(paragraphs(document))
    sentences = [one.text for one in read.sentences]
    at = {one.phrase: places(one.phrase, sentences) for one in (*rules, *others)}
    offers = offered(read)
    found = Figures(scheme, len(rules), suggestions=len(offers))
    free = list(offers)
    for rule in rules:
        said = (scheme, rule.table, rule.name) in told
        count = found.by_table.setdefault(rule.table, Counter())
        count["rules"] += 1
        count["stated"] += said
        found.stated += said
        match = next((one for one in free if _same(one, rule, at[rule.phrase])), None)
        if match is None:
            found.missed.append(rule)
            continue
        free.remove(match)
        count["right"] += 1
        count["stated right"] += said
        found.right += 1
        found.stated_right += said
    for one in offers:
        if any(suggestion.certainty is not Certainty.CERTAIN for suggestion in one.suggestions):
            continue
        found.certain += 1
        if not any(_same(one, rule, at[rule.phrase]) for rule in (*rules, *others)):
            found.wrong.append(one)
    return found


def _same(one: OfferedRule, rule: ShippedRule, where: frozenset[int]) -> bool:
    if one.table != rule.table or one.shape != rule.shape:
        return False
    return rule.table in ANYWHERE or not where or bool(one.sentences & where)
