"""Facts on a score sheet: the numbers that points follow from, written beside the points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from desk_app.domain.evidence import Evidence, FactValue, SubjectFacts
from desk_app.domain.fact_points import settled_lines
from desk_app.domain.facts import format_fact, parse_fact
from desk_app.domain.points import format_points
from desk_app.domain.scheme.model.conditions import Operand, comparisons
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Fact, Indicator
from desk_app.domain.scheme.words.tiers import measured
from desk_app.domain.score_cells import RefusedColumn
from desk_app.domain.score_heads import Heads, plain_name
from desk_app.domain.scoring import Score
from desk_app.domain.settled import settled_of
from desk_app.domain.sheets import SheetData, cell_place, cell_text

GROUP = "其他情况"

SettledSheets = Mapping[int, Evidence]
"""What is known of subjects whose facts have a say in their points."""


@dataclass(frozen=True, slots=True)
class ReadFact:
    """A fact that a workbook says: where, of whom, and what stood there before."""

    sheet: str
    cell: str
    subject_id: int
    subject: str
    fact: Fact
    value: FactValue
    before: FactValue | None

    @property
    def words(self) -> str:
        """Say it, with what stood before: ``2700 → 2800 元``."""
        text = measured(format_fact(self.value), self.fact.unit)
        was = "" if self.before in {None, self.value} else f"{format_fact(self.before)} → "
        return was + text


def facts_on_sheets(scheme: Scheme, indicators: Sequence[Indicator]) -> tuple[Fact, ...]:
    """The facts from which points of these lines follow, in the scheme's order."""
    asked = {one.per_unit.fact for one in indicators if one.per_unit is not None}
    for one in indicators:
        for tier in one.tiers:
            leaves = comparisons(tier.when) if tier.when is not None else ()
            asked |= {leaf.name for leaf in leaves if leaf.operand is Operand.FACT}
    return tuple(one for one in scheme.facts if one.name in asked)


def fact_title(fact: Fact) -> str:
    """What stands over the column of a fact: 其他情况·人均收入（元）."""
    unit = f"（{fact.unit}）" if fact.unit else ""
    return f"{GROUP}·{fact.name}{unit}"


def fact_titles(scheme: Scheme) -> dict[str, str]:
    """The plain title of every fact that may stand on a sheet, with and without unit → its name."""
    found: dict[str, str] = {}
    for one in facts_on_sheets(scheme, scheme.indicators):
        found[plain_name(fact_title(one))] = one.name
        found[plain_name(f"{GROUP}·{one.name}")] = one.name
    return found


def stands_anyway(indicator: Indicator, before: Score, typed: str) -> bool:
    """Whether a number is what the sheet was given out with, for a line that nobody scores.

    A fact beside it may have changed since: what follows from it is worked out anew.
    """
    settled = settled_of(indicator)
    return settled is not None and not settled.free and typed == format_points(before.points)


class FactReader:
    """Takes the facts of a workbook, row by row, and knows the lines that then stand."""

    def __init__(self, scheme: Scheme, settled: SettledSheets | None) -> None:
        self._scheme = scheme
        self._known = settled or {}
        self._facts = {one.name: one for one in scheme.facts}
        self.read: dict[tuple[int, str], ReadFact] = {}

    def take(
        self, sheet: SheetData, heads: Heads, number: int, subject: SubjectFacts
    ) -> list[RefusedColumn]:
        """Read the facts in one row; return what cannot stand."""
        refused = []
        for name, column in heads.facts.items():
            text = cell_text(sheet.rows[number][column]).strip().strip("\u3000")
            place = cell_place(number, column)
            if why := sheet.why_unread(number, column):
                refused.append(RefusedColumn(column, why))
                continue
            try:
                value = parse_fact(self._facts[name], text)
            except ValueError as error:
                refused.append(RefusedColumn(column, str(error)))
                continue
            other = self.read.get((subject.id, name))
            if value is None or (other is not None and other.value == value):
                continue
            if other is not None:
                sentence = (
                    f"“{subject.name}”的“{name}”在 {other.sheet} {other.cell} 填的是"
                    f" {other.words}，两处不一样，请核对。"
                )
                refused.append(RefusedColumn(column, sentence))
                continue
            known = self._known.get(subject.id)
            before = None if known is None else known.facts.get(name)
            self.read[subject.id, name] = ReadFact(
                sheet.name, place, subject.id, subject.name, self._facts[name], value, before
            )
        return refused

    def lines(self, subject_id: int, evaluator: str) -> Sequence[Indicator] | None:
        """The lines of an evaluator with what a subject's facts let stand.

        ``None`` where facts say nothing.
        """
        known = self._known.get(subject_id)
        if known is None:
            return None
        said = {name: one.value for (of, name), one in self.read.items() if of == subject_id}
        after = replace(known, facts={**known.facts, **said})
        return settled_lines(self._scheme, after, evaluator)
