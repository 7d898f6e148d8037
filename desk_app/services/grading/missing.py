"""缺项 of a round: what 定稿 and 上报 show of what the scheme asks for and is not there.

Nobody is graded for it: levels that stand are those that were decided, and quotas are looked at
once all are. Only whom a rule took out has to be told by who grades.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TypeAlias

from sqlalchemy import ColumnElement, case, func, select

from desk_app.domain.evidence import SubjectFacts
from desk_app.domain.fact_points import unknown_facts
from desk_app.domain.missing import ReadinessCheck, SubjectWork, missing
from desk_app.domain.points import to_milli
from desk_app.domain.quotas import QuotaState, measure, standing
from desk_app.domain.rounds import Round
from desk_app.domain.scheme.model.levels import LimitKind
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Indicator, IndicatorMode
from desk_app.services import rounds
from desk_app.services.evidence.filled import filled_in
from desk_app.services.evidence.gathering import gather, round_day
from desk_app.services.grading.boards import GradingBoard, read_board, step_names
from desk_app.services.grading.reviews import reviews
from desk_app.services.memory import EVERYBODY, Span
from desk_app.services.session import Session
from desk_app.storage import tables

Notes: TypeAlias = dict[int, dict[str, str]]
"""Subject → indicator → why the superior took points off."""


def look(
    session: Session, scheme: Scheme, current: Round, board: GradingBoard | None = None
) -> tuple[ReadinessCheck, ...]:
    """Say of a round what the scheme asks for, done or missing, in a fixed number of queries.

    ``board`` saves grading where the caller has graded already.
    """
    everybody = session.remembered(
        "work",
        current.id,
        partial(_work, session, scheme, current.id),
        apart=not scheme.by_facts,
    )
    present = [one for one in everybody.values() if one.participates]
    undecided = [one.subject.id for one in present if not one.decision]
    out = _out(session, scheme, current.id, undecided, board)
    marked = reviews(session, current.id)
    work = [one.work(out=one.subject.id in out, review=one.subject.id in marked) for one in present]
    today = scheme.on(round_day(session, current.id))
    quotas = _quotas(today, present, len(everybody) - len(present), out)
    return missing(scheme, current, work, quotas)


@dataclass(frozen=True, slots=True)
class _Work:
    """What there is of one subject: its sheets, polls and levels ("" for none)."""

    subject: SubjectFacts
    participates: bool
    filled: Mapping[str, int]
    unreasoned: int
    polled: frozenset[str]
    decision: str
    approval: str
    unknown: tuple[str, ...] = ()

    def work(self, *, out: bool, review: bool) -> SubjectWork:
        """As the list of what is missing looks at it."""
        return SubjectWork(
            id=self.subject.id,
            name=self.subject.name,
            domain=self.subject.domain,
            filled=self.filled,
            unreasoned=self.unreasoned,
            polled=self.polled,
            decided=bool(self.decision),
            out=out,
            review=review and bool(self.decision),
            parent=self.subject.parent,
            area=self.subject.area,
            unknown=self.unknown,
        )


def _work(session: Session, scheme: Scheme, round_id: int, span: Span) -> dict[int, _Work]:
    """Look at the subjects whose numbers lie in a span, in the round's order."""
    everybody = rounds.read_facts(session, round_id, span)
    done = filled_in(session, scheme, round_id, span)
    present = [one for one, takes_part in everybody if takes_part]
    unreasoned = _unreasoned(session, scheme, round_id, present, span)
    polled = _polled(session, round_id, span)
    levels = _levels(session, scheme, round_id, span)
    unknown = _unknown(session, scheme, round_id, span)
    return {
        one.id: _Work(
            one,
            takes_part,
            done.get(one.id, {}),
            unreasoned.get(one.id, 0),
            polled.get(one.id, frozenset()),
            *levels.get(one.id, ("", "")),
            unknown.get(one.id, ()),
        )
        for one, takes_part in everybody
    }


def _unknown(
    session: Session, scheme: Scheme, round_id: int, span: Span
) -> dict[int, tuple[str, ...]]:
    """Subject → the facts that give points and that nobody has entered."""
    if not scheme.by_facts:
        return {}
    return {
        one.subject.id: unknown_facts(scheme, one)
        for one in gather(session, scheme, round_id, span=span, for_total=True)
    }


def taken_out(session: Session, scheme: Scheme, round_id: int) -> frozenset[int]:
    """Whom a rule took out of the grading without a level; grades the whole round for it."""
    if all(one.level for one in scheme.limits_by_kind[LimitKind.DISQUALIFY]):
        return frozenset()
    return _out_of(read_board(session, round_id, scheme))


def decided_ones(session: Session, scheme: Scheme, round_id: int) -> frozenset[int]:
    """On whom the deciding step has decided."""
    levels = _levels(session, scheme, round_id, EVERYBODY)
    return frozenset(key for key, (decision, _) in levels.items() if decision)


def read_reasons(session: Session, round_id: int, evaluator: str) -> Notes:
    """Read everything that an evaluator wrote beside points."""
    score = tables.score
    rows = session.execute(
        select(score.c.subject_id, score.c.indicator, score.c.note)
        .join(tables.subject, tables.subject.c.id == score.c.subject_id)
        .where(
            tables.subject.c.round_id == round_id,
            score.c.evaluator == evaluator,
            score.c.note != "",
        )
    )
    found: Notes = {}
    for subject_id, indicator, note in rows:
        found.setdefault(subject_id, {})[indicator] = note
    return found


def _out(
    session: Session,
    scheme: Scheme,
    round_id: int,
    undecided: list[int],
    board: GradingBoard | None,
) -> frozenset[int]:
    if board is not None:
        return _out_of(board)
    return taken_out(session, scheme, round_id) if undecided else frozenset()


def _out_of(board: GradingBoard) -> frozenset[int]:
    return frozenset(row.evidence.subject.id for row in board.present if row.out)


def _unreasoned(
    session: Session, scheme: Scheme, round_id: int, present: list[SubjectFacts], span: Span
) -> dict[int, int]:
    """Subject → deductions without a reason, told by ``lacks_reason``'s rule in the database.

    A round may want a reason at every one of its scores: they are counted, never read.
    """
    domains: dict[tuple[Indicator, ...], list[str]] = {}
    for domain in dict.fromkeys(one.domain for one in present):
        own = scheme.lines_of(scheme.superior.name, domain)
        domains.setdefault(own, []).append(domain)
    score, subject = tables.score.c, tables.subject.c
    found: dict[int, int] = {}
    for indicators, names in domains.items():
        lines = [one for one in indicators if _wants_reasons(one)]
        rows = session.execute(
            select(score.subject_id, func.count().label("deductions"))
            .join(tables.subject, subject.id == score.subject_id)
            .where(
                subject.round_id == round_id,
                subject.id.between(*span),
                subject.participates == 1,
                subject.domain.in_(names),
                score.evaluator == scheme.superior.name,
                score.points_milli.is_not(None),
                func.trim(score.note) == "",
                _deducted(lines),
            )
            .group_by(score.subject_id)
        )
        found.update({row.subject_id: row.deductions for row in rows})
    return found


def _wants_reasons(one: Indicator) -> bool:
    """Whether a deduction has to be explained; what clauses and tiers say has its own words."""
    free = one.extra or one.whole
    return one.mode.counts and not free and not one.mode.explained


def _deducted(lines: Sequence[Indicator]) -> ColumnElement[bool]:
    """That a score loses something of its indicator, as ``entries.lost`` says of each mode."""
    score = tables.score.c
    taken_off = [one.name for one in lines if one.mode is IndicatorMode.DEDUCTED]
    # Below this entry, in thousandths, something is lost; of a line of a checklist it is all.
    least = {
        one.name: 1 if one.mode is IndicatorMode.CHECK else to_milli(one.points)
        for one in lines
        if one.mode is not IndicatorMode.DEDUCTED
    }
    lost = score.indicator.in_(taken_off) & (score.points_milli > 0)
    if not least:
        return lost
    return lost | (score.points_milli < case(least, value=score.indicator, else_=0))


def _polled(session: Session, round_id: int, span: Span) -> dict[int, frozenset[str]]:
    """Subject → polls with a sealed count that stands."""
    poll, member, meeting = tables.poll.c, tables.poll_subject.c, tables.meeting.c
    rows = session.execute(
        select(member.subject_id, poll.poll)
        .select_from(tables.poll_subject)
        .join(tables.poll, poll.id == member.poll_id)
        .join(tables.meeting, meeting.id == poll.meeting_id)
        .where(meeting.round_id == round_id, member.subject_id.between(*span))
        .where(poll.sealed_at.is_not(None), poll.voided_at.is_(None))
    )
    found: dict[int, set[str]] = {}
    for subject_id, name in rows:
        found.setdefault(subject_id, set()).add(name)
    return {key: frozenset(names) for key, names in found.items()}


def _levels(
    session: Session, scheme: Scheme, round_id: int, span: Span
) -> dict[int, tuple[str, str]]:
    """Subject → level decided and level approved, "" for none."""
    decided, approved = step_names(scheme)
    opinion, subject = tables.opinion.c, tables.subject.c
    rows = session.execute(
        select(opinion.subject_id, opinion.step, opinion.level)
        .join(tables.subject, subject.id == opinion.subject_id)
        .where(
            subject.round_id == round_id,
            subject.id.between(*span),
            opinion.step.in_((decided, approved)),
        )
    )
    found: dict[int, tuple[str, str]] = {}
    for subject_id, step, level in rows:
        decision, approval = found.get(subject_id, ("", ""))
        if step == decided:
            decision = level
        if step == approved:
            approval = level
        found[subject_id] = (decision, approval)
    return found


def _quotas(
    scheme: Scheme, present: Sequence[_Work], absent: int, out: frozenset[int]
) -> list[QuotaState]:
    held = [
        standing(
            scheme,
            one.subject,
            one.approval or one.decision or None,
            Decimal(0),
            disqualified=one.subject.id in out,
        )
        for one in present
    ]
    return measure(scheme, held, absent)
