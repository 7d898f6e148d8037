"""试算: the rows of a scheme graded as a round of their own, and the rules that none has touched.

The rows are read as those of an evidence workbook and graded by the same engine: what a trial says
is what ``dingji grade`` would say of these rows, ranks and quotas among them included.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from desk_app.domain.chain import LinkKind, Proposal
from desk_app.domain.evidence import Evidence
from desk_app.domain.evidence_columns import EvidenceColumn, match_titles
from desk_app.domain.evidence_rows import RefusedFact, RowReader
from desk_app.domain.evidence_words import EvidenceWords
from desk_app.domain.points import format_points
from desk_app.domain.ranking import Standings, standings
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.trials import NO_LEVEL, Trial
from desk_app.domain.scheme.model.values import Origin

_BANDED = frozenset({LinkKind.BAND, LinkKind.REQUIREMENT})


@dataclass(frozen=True, slots=True)
class TrialOutcome:
    """What became of one row. ``level`` is "" where it gets none; ``refused`` cells keep it out.

    ``met`` is ``None`` where the row does not say what it must get.
    """

    trial: Trial
    level: str = ""
    points: Decimal | None = None
    reasons: tuple[str, ...] = ()
    hint: str = ""
    refused: tuple[RefusedFact, ...] = ()

    @property
    def met(self) -> bool | None:
        """Whether it gets what it must."""
        if not self.trial.level:
            return None
        return not self.refused and (self.level or NO_LEVEL) == self.trial.level

    @property
    def words(self) -> str:
        """Say in one line what became of it: 92 分，五星."""
        if self.refused:
            return self.refused[0].sentence
        points = "" if self.points is None else f"{format_points(self.points)} 分，"
        return f"{points}{self.level or NO_LEVEL}"

    @property
    def failed_words(self) -> str:
        """Say what it must get, and what it gets."""
        if self.refused:
            return f"试算“{self.trial.name}”没有试成：{self.words}"
        return f"试算“{self.trial.name}”应为“{self.trial.level}”，现在是：{self.words}。"


class RuleKind(StrEnum):
    """What kind of rule a trial may touch; the words of the screen."""

    BAND = "档次"
    REQUIREMENT = "档次的要求"
    STAR = "星"
    ADJUSTMENT = "加减分"
    LIMIT = "限定"
    YEARLY = "逐年升降"
    QUOTA = "名额"
    TAIL = "倒排"
    CONSEQUENCE = "结果运用"


@dataclass(frozen=True, slots=True)
class UntouchedRule:
    """A rule that no row has come near: nobody knows whether it does what was meant."""

    kind: RuleKind
    name: str
    origin: Origin

    @property
    def words(self) -> str:
        """Say what was never tried."""
        return f"{self.kind}“{self.name}”还没有一行试算用到。"


@dataclass(frozen=True, slots=True)
class TrialRun:
    """All rows of a scheme, tried; the quotas among them; what none of them touches."""

    outcomes: tuple[TrialOutcome, ...]
    quotas: tuple[str, ...] = ()
    untouched: tuple[UntouchedRule, ...] = ()

    @property
    def failed(self) -> tuple[TrialOutcome, ...]:
        """The rows that do not get what they must."""
        return tuple(one for one in self.outcomes if one.met is False)


@dataclass(frozen=True, slots=True)
class ChangedOutcome:
    """A row that a change of the rules gives something else."""

    before: TrialOutcome
    after: TrialOutcome

    @property
    def words(self) -> str:
        """Say what it was and what it is now."""
        return f"{self.after.trial.name}：原为 {self.before.words}；现为 {self.after.words}。"


def run(scheme: Scheme, on: date) -> TrialRun:
    """Grade every trial of a scheme; ``on`` is the day of rows that name none."""
    read = tuple(_read(scheme, on))
    taken = [found for _, found, _ in read if found is not None]
    stand = standings(scheme, taken)
    outcomes = tuple(_outcome(scheme, stand, *one) for one in read)
    said = tuple(state.words() for state in stand.quotas) if taken else ()
    return TrialRun(outcomes, said, _untouched(scheme, taken, stand))


def changed(before: TrialRun, after: TrialRun) -> tuple[ChangedOutcome, ...]:
    """The rows, matched by name, whose level or points are others than they were."""
    known = {one.trial.name: one for one in before.outcomes}
    return tuple(
        ChangedOutcome(known[one.trial.name], one)
        for one in after.outcomes
        if one.trial.name in known and _came_to(known[one.trial.name]) != _came_to(one)
    )


def _came_to(one: TrialOutcome) -> tuple[str, Decimal | None, bool]:
    return one.level, one.points, bool(one.refused)


def _read(
    scheme: Scheme, on: date
) -> Iterator[tuple[Trial, Evidence | None, tuple[RefusedFact, ...]]]:
    titles = list(dict.fromkeys(title for one in scheme.trials for title, _ in one.entered))
    matched = match_titles(scheme, [scheme.object_name, *titles]).columns
    named = matched[0]
    columns = {title: matched.get(place) for place, title in enumerate(titles, start=1)}
    words = EvidenceWords(scheme)
    for number, one in enumerate(scheme.trials, start=1):
        cells: dict[EvidenceColumn, str] = {named: one.name}
        cells |= {
            column: text for title, text in one.entered if (column := columns[title]) is not None
        }
        reader = RowReader(scheme, words, cells, on=on)
        found = reader.read(number)
        refused = [
            *reader.refusals,
            *(
                RefusedFact(title, f"方案里没有“{title}”这一列，请改名，或删去这一格。")
                for title, _ in one.entered
                if columns[title] is None
            ),
        ]
        yield one, None if refused else found, tuple(refused)


def _outcome(
    scheme: Scheme,
    stand: Standings,
    trial: Trial,
    known: Evidence | None,
    refused: tuple[RefusedFact, ...],
) -> TrialOutcome:
    if known is None:
        return TrialOutcome(trial, refused=refused)
    proposal = stand.proposals.get(known.subject.id)
    if proposal is None:
        return TrialOutcome(trial, reasons=("不参评。",))
    shown = scheme.has_points and not proposal.total.missing
    return TrialOutcome(
        trial,
        proposal.level or "",
        proposal.points if shown else None,
        tuple(one.sentence() for one in proposal.reasons),
        stand.hints.get(known.subject.id, ""),
    )


def _untouched(
    scheme: Scheme, rows: Sequence[Evidence], stand: Standings
) -> tuple[UntouchedRule, ...]:
    """The rules that none of ``rows`` has touched, in the order of the scheme."""
    if not rows:
        return ()
    touched = set(_touched(scheme, stand))
    return tuple(
        UntouchedRule(kind, name, origin)
        for kind, name, origin in _rules(scheme)
        if (kind, name) not in touched
    )


def _rules(scheme: Scheme) -> Iterator[tuple[RuleKind, str, Origin]]:
    for band in () if scheme.ranks_all else scheme.bands:
        yield RuleKind.BAND, band.level, band.origin
        if band.requires is not None:
            yield RuleKind.REQUIREMENT, band.level, band.origin
    yield from ((RuleKind.STAR, one.name, one.origin) for one in scheme.stars)
    yield from ((RuleKind.ADJUSTMENT, one.name, one.origin) for one in scheme.adjustments)
    yield from ((RuleKind.LIMIT, one.name, one.origin) for one in scheme.limits)
    yield from ((RuleKind.YEARLY, one.name, one.origin) for one in scheme.yearly)
    yield from ((RuleKind.QUOTA, one.name, one.origin) for one in scheme.quotas)
    yield from ((RuleKind.TAIL, one.name, one.origin) for one in scheme.tails if one.level)
    yield from ((RuleKind.CONSEQUENCE, one.name, one.origin) for one in scheme.consequences)


def _touched(scheme: Scheme, stand: Standings) -> Iterator[tuple[RuleKind, str]]:
    held = {one.level for one in stand.proposals.values()}
    ranked = {
        reason.rule
        for proposal in stand.proposals.values()
        for reason in proposal.reasons
        if reason.kind is LinkKind.QUOTA
    }
    for proposal in stand.proposals.values():
        yield from _touched_by(proposal)
    for quota in scheme.quotas:
        if any(quota.name in rule for rule in ranked) or (
            not quota.assign and held.intersection(quota.levels)
        ):
            yield RuleKind.QUOTA, quota.name
    for tail in scheme.tails:
        if any(tail.name in rule for rule in ranked):
            yield RuleKind.TAIL, tail.name


def _touched_by(proposal: Proposal) -> Iterator[tuple[RuleKind, str]]:
    for reason in proposal.reasons:
        if reason.kind is LinkKind.BAND and reason.after:
            yield RuleKind.BAND, reason.after
        if reason.kind is LinkKind.REQUIREMENT and reason.before and reason.after:
            yield RuleKind.REQUIREMENT, reason.before
            yield RuleKind.BAND, reason.after
        if reason.kind is LinkKind.YEARLY:
            yield RuleKind.YEARLY, reason.rule
        if reason.kind.value in _LIMITING:
            yield RuleKind.LIMIT, reason.rule
    yield from ((RuleKind.STAR, one.star.name) for one in proposal.stars if one.awarded)
    yield from ((RuleKind.ADJUSTMENT, one.adjustment.name) for one in proposal.total.adjustments)
    yield from ((RuleKind.CONSEQUENCE, one.name) for one in proposal.consequences)


_LIMITING = frozenset({"disqualify", "force", "cap", "demote"})
