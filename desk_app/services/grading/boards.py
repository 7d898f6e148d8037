"""A whole round on one screen: proposals with their reasons, quotas, what every step arrived at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial

from sqlalchemy import select

from desk_app.domain.chain import Proposal
from desk_app.domain.evidence import Evidence
from desk_app.domain.grading import grade
from desk_app.domain.quotas import QuotaState, measure, standing
from desk_app.domain.ranking import standings
from desk_app.domain.rounds import decision_step
from desk_app.domain.scheme.model.rounds import StepYield
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.wanting import RankedRound, wanting
from desk_app.services import schemes
from desk_app.services.evidence.gathering import gather
from desk_app.services.evidence.provenance import places
from desk_app.services.grading.reviews import DecisionReview, reviews
from desk_app.services.memory import Span
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables

APPROVAL_STEP = "上级审定"
"""The step that approves where the scheme names none."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """The level at which a step arrived, beside the proposal and never over it."""

    step: str
    level: str
    reason: str = ""
    decided_on: date | None = None
    meeting: str = ""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One subject: what is known, what the scheme proposes, what people decided."""

    evidence: Evidence
    absence_reason: str
    proposal: Proposal | None
    opinions: Mapping[str, Opinion]
    decision: Opinion | None
    approval: Opinion | None
    hint: str
    marked: DecisionReview | None = None
    """What its decision is 待复核 for; ``None`` where it is not."""

    @property
    def review(self) -> str:
        """Why its decision is 待复核; "" where it is not."""
        return "" if self.marked is None else self.marked.words

    @property
    def out(self) -> bool:
        """Whether a rule takes it out of the grading on a ladder without a rung for that."""
        return bool(self.proposal and self.proposal.disqualified and self.proposal.level is None)

    @property
    def level(self) -> str | None:
        """The level that stands now: approved, else decided, else proposed."""
        for opinion in (self.approval, self.decision):
            if opinion is not None:
                return opinion.level
        return None if self.proposal is None else self.proposal.level


@dataclass(frozen=True, slots=True)
class GradingBoard:
    """A whole round on one screen. ``quotas`` count the levels that stand now."""

    scheme: Scheme
    rows: tuple[BoardRow, ...]
    quotas: tuple[QuotaState, ...]
    decision_step: str
    approval_step: str

    @property
    def present(self) -> tuple[BoardRow, ...]:
        """The rows of those who take part."""
        return tuple(row for row in self.rows if row.proposal is not None)


def wanting_words(board: GradingBoard, row: BoardRow) -> str:
    """Say what a subject lacks to a higher level than the proposed one; "" for nothing."""
    if row.proposal is None:
        return ""
    ranked = RankedRound.of(
        board.scheme,
        [(one.evidence, one.proposal) for one in board.rows if one.proposal is not None],
        len(board.rows) - len(board.present),
    )
    lacks = wanting(board.scheme, row.evidence, row.proposal, ranked)
    return "" if lacks is None else lacks.words


def board(workspace: Workspace, round_id: int) -> GradingBoard:
    """Return every subject of a round with proposal, reasons, hint and decisions."""
    with workspace.session() as session:
        return read_board(session, round_id)


def read_board(session: Session, round_id: int, scheme: Scheme | None = None) -> GradingBoard:
    """``board`` inside a transaction that the caller holds; ``scheme`` where it is known already.

    Everybody is graded once; the number of queries is the same for every round.
    """
    scheme = schemes.pinned(session, round_id) if scheme is None else scheme
    known = session.remembered("graded", round_id, partial(_graded, session, scheme, round_id))
    proposals = {key: one.proposal for key, one in known.items() if one.proposal is not None}
    proposed = standings(scheme, [one.evidence for one in known.values()], proposals)
    decided, approved = step_names(scheme)
    marked = reviews(session, round_id)
    rows = []
    for subject_id, one in known.items():
        rows.append(
            BoardRow(
                evidence=one.evidence,
                absence_reason=one.absence_reason,
                proposal=proposed.proposals.get(subject_id),
                opinions=one.opinions,
                decision=one.opinions.get(decided),
                approval=one.opinions.get(approved),
                hint=proposed.hints.get(subject_id, ""),
                marked=marked.get(subject_id) if decided in one.opinions else None,
            )
        )
    present = [
        standing(
            scheme,
            row.evidence.subject,
            row.level,
            _points(row),
            disqualified=row.decision is None and bool(row.proposal.disqualified),
        )
        for row in rows
        if row.proposal is not None
    ]
    return GradingBoard(
        scheme=scheme,
        rows=tuple(rows),
        quotas=tuple(measure(scheme.on(_day(rows)), present, len(rows) - len(present))),
        decision_step=decided,
        approval_step=approved,
    )


@dataclass(frozen=True, slots=True)
class _Graded:
    """What can be said of a subject without looking at the others; ``None`` for an absent one."""

    evidence: Evidence
    absence_reason: str
    proposal: Proposal | None
    opinions: Mapping[str, Opinion]


def _graded(session: Session, scheme: Scheme, round_id: int, span: Span) -> dict[int, _Graded]:
    """Grade the subjects whose numbers lie in a span, in the round's order."""
    known = places(session, scheme, round_id, span)
    opinions = _opinions(session, round_id, span)
    reasons = _absences(session, round_id)
    found = {}
    levels = {
        key: {step: one.level for step, one in mine.items()} for key, mine in opinions.items()
    }
    for bare in gather(session, scheme, round_id, span=span, opinions=levels):
        key = bare.subject.id
        one = replace(bare, entered=known.get(key, {}))
        found[key] = _Graded(
            evidence=one,
            absence_reason=reasons.get(key, ""),
            proposal=grade(scheme, one) if one.participates else None,
            opinions=opinions.get(key, {}),
        )
    return found


def step_names(scheme: Scheme) -> tuple[str, str]:
    """The names of the step that decides and of the one that approves (审定)."""
    approval = next(
        (one.name for one in scheme.steps if one.yields is StepYield.APPROVAL), APPROVAL_STEP
    )
    return decision_step(scheme), approval


def _opinions(session: Session, round_id: int, span: Span) -> dict[int, dict[str, Opinion]]:
    opinion, subject = tables.opinion, tables.subject
    query = (
        select(opinion)
        .join_from(subject, opinion, opinion.c.subject_id == subject.c.id)
        .where(subject.c.round_id == round_id, subject.c.id.between(*span))
    )
    found: dict[int, dict[str, Opinion]] = {}
    for row in session.execute(query):
        found.setdefault(row.subject_id, {})[row.step] = Opinion(
            step=row.step,
            level=row.level,
            reason=row.reason,
            decided_on=date.fromisoformat(row.decided_on) if row.decided_on else None,
            meeting=row.meeting,
        )
    return found


def _absences(session: Session, round_id: int) -> dict[int, str]:
    subject = tables.subject
    query = select(subject.c.id, subject.c.absence_reason).where(
        subject.c.round_id == round_id, subject.c.participates == 0
    )
    return {row.id: row.absence_reason for row in session.execute(query)}


def _day(rows: Sequence[BoardRow]) -> date | None:
    """The round's day, which every evidence of it names."""
    return rows[0].evidence.on if rows else None


def _points(row: BoardRow) -> Decimal:
    return row.proposal.total.bound if row.proposal is not None else Decimal(0)
