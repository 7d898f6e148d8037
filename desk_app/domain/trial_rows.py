"""A trial row from a real one: what a round knows of a subject, under the headings of its scheme.

It travels in the scheme's file, perhaps to another office: nothing goes along by which a person
is known. Members are numbered, codes and free texts that no rule looks at are left out.
"""

from collections.abc import Iterator

from desk_app.domain.entries import format_entry
from desk_app.domain.evidence import AdjustmentEntry, EarlierLevel, Evidence
from desk_app.domain.evidence_columns import (
    AREA,
    DOMAIN,
    INVALID,
    ISSUED,
    MEMBERS,
    NAME,
    ON,
    PARENT,
    RETURNED,
    TAKES_PART,
    VALID,
    ColumnKind,
    EvidenceColumn,
    columns,
    questions,
)
from desk_app.domain.fact_points import settled_lines
from desk_app.domain.facts import format_fact
from desk_app.domain.points import format_points
from desk_app.domain.polling.counts import ABSTAINED, SPOILT
from desk_app.domain.scheme.model.conditions import Comparison, Operand
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import FactKind
from desk_app.domain.scheme.model.trials import Trial
from desk_app.domain.settled import SettledIndicator


def trial_row(scheme: Scheme, known: Evidence, number: int) -> Trial:
    """Turn what is known of a subject into a trial that only looks at what comes of it.

    ``number`` is the subject's place in its round; it stands for the name of a person.
    """
    person = scheme.of_people
    name = f"{scheme.object_name}{number}" if person else known.subject.name
    cells = _Cells(scheme, known)
    entered = tuple(
        (one.title, text) for one in columns(scheme) if one.name != NAME and (text := cells.of(one))
    )
    return Trial(name, entered=entered)


class _Cells:
    """What would be typed for one subject; "" where nothing would be."""

    def __init__(self, scheme: Scheme, known: Evidence) -> None:
        self._known = known
        self._points = dict(_points(scheme, known))
        self._clauses = dict(_clauses(scheme, known))
        self._silent = set(_unasked_texts(scheme))

    def of(self, column: EvidenceColumn) -> str:
        """The cell of a column."""
        known = self._known
        match column.kind:
            case ColumnKind.SUBJECT:
                return self._subject(column)
            case ColumnKind.REGISTRY:
                return self._registry(column.name)
            case ColumnKind.POINTS:
                return self._points.get((column.group, column.name), "")
            case ColumnKind.CLAUSE:
                return self._clauses.get((column.group, column.indicator, column.name), "")
            case ColumnKind.ADJUSTMENT:
                return _times(known.adjustments, column.group, column.name)
            case ColumnKind.FACT:
                return self._fact(column.name)
            case ColumnKind.PAPERS | ColumnKind.VOTES:
                return self._counted(column)
            case ColumnKind.OPINION:
                return known.opinions.get(column.name, "")
            case ColumnKind.EARLIER:
                return self._earlier(int(column.name))

    def _subject(self, column: EvidenceColumn) -> str:
        subject, on = self._known.subject, self._known.on
        cells = {
            DOMAIN: subject.domain,
            AREA: subject.area if column.required else "",
            PARENT: subject.parent if column.required else "",
            TAKES_PART: "" if self._known.participates else "否",
            ON: on.isoformat() if on else "",
        }
        return cells.get(column.name, "")

    def _registry(self, name: str) -> str:
        if name == MEMBERS:
            return format_fact(self._known.subject.member_count)
        return format_fact(self._known.registry.get(name))

    def _fact(self, name: str) -> str:
        return "" if name in self._silent else format_fact(self._known.facts.get(name))

    def _counted(self, column: EvidenceColumn) -> str:
        tally = self._known.tallies.get(column.group)
        if tally is None:
            return ""
        counts = {
            ISSUED: tally.issued,
            RETURNED: tally.returned,
            VALID: tally.valid,
            INVALID: tally.invalid,
        }
        if column.kind is ColumnKind.VOTES:
            counts = {ABSTAINED: tally.abstained, SPOILT: tally.spoilt, **tally.counts}
        return str(counts.get(column.name, 0))

    def _earlier(self, back: int) -> str:
        levels = self._known.earlier[back - 1 : back] if back else self._known.same_year[:1]
        return next((_on_ladder(one) for one in levels), "")


def _on_ladder(one: EarlierLevel) -> str:
    return "" if one.rank is None else one.level


def _times(entries: tuple[AdjustmentEntry, ...], adjustment: str, tier: str) -> str:
    mine = (one.count for one in entries if (one.adjustment, one.tier) == (adjustment, tier))
    return str(sum(mine) or "")


def _points(scheme: Scheme, known: Evidence) -> Iterator[tuple[tuple[str, str], str]]:
    """Points that somebody entered; those that facts or clauses give are not typed."""
    for evaluator, sheet in known.points.items():
        for line in settled_lines(scheme, known, evaluator):
            given = isinstance(line, SettledIndicator) and not line.settled.free
            if line.name in sheet and not line.clauses and not given:
                yield (evaluator, line.name), format_entry(line, sheet[line.name])


def _clauses(scheme: Scheme, known: Evidence) -> Iterator[tuple[tuple[str, str, str], str]]:
    """Clauses that apply; where none does, the first is typed as 0: somebody has looked."""
    for evaluator, sheet in known.points.items():
        for line in scheme.lines_of(evaluator, known.subject.domain):
            if line.name in sheet and line.clauses:
                yield (evaluator, line.name, line.clauses[0].name), "0"
                for clause, amount in known.clauses.get(evaluator, {}).get(line.name, ()):
                    yield (evaluator, line.name, clause), format_points(amount)


def _unasked_texts(scheme: Scheme) -> Iterator[str]:
    asked = {
        one.name
        for one in questions(scheme)
        if isinstance(one, Comparison) and one.operand is Operand.FACT
    }
    for one in scheme.facts:
        if one.kind is FactKind.TEXT and one.name not in asked:
            yield one.name
