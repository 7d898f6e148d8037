"""What 首页 shows: how far every step of the round is, what is late, what comes next."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import func, select

from desk_app.domain.asked import has_sheet, lines_asked, polls_asked
from desk_app.domain.home import (
    Counts,
    NextStep,
    StepProgress,
    badges,
    next_step,
    polls_missing,
    progress,
    sheets_missing,
)
from desk_app.domain.periods import IsWorking
from desk_app.domain.rounds import Round, decision_step
from desk_app.domain.scheme.model.levels import LimitKind
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services import rounds, schemes
from desk_app.services.evidence.filled import filled
from desk_app.services.polling.sealed import sealed_of_each
from desk_app.services.session import Session
from desk_app.services.workspace import Office, Workspace, read_office
from desk_app.storage import tables


@dataclass(frozen=True, slots=True)
class RoundOverview:
    """One round at a glance. Without a round only ``organisations`` and ``next`` say anything.

    ``badges`` is room → text beside its name, ``rounds`` all rounds for the chooser.
    """

    office: Office
    today: date
    organisations: int
    rounds: tuple[Round, ...]
    next: NextStep
    round: Round | None = None
    counts: Counts = field(default_factory=Counts)
    steps: tuple[StepProgress, ...] = ()
    badges: Mapping[str, str] = field(default_factory=dict)
    object_name: str = "党组织"
    counter: str = "个"


def _calendar(scheme: Scheme) -> IsWorking | None:
    """The office calendar, read only where a step counts working days."""
    if not any(step.working_days for step in scheme.steps):
        return None
    from desk_app.services.periods import is_working

    return is_working


def overview(workspace: Workspace, round_id: int | None = None) -> RoundOverview:
    """Look at one round (the current one without ``round_id``) in a handful of queries."""
    today = workspace.today()
    with workspace.session() as session:
        office = read_office(session)
        organisations = session.execute(
            select(func.count()).where(tables.organisation.c.retired_on.is_(None))
        ).scalar_one()
        every = rounds.read_all(session)
        chosen = (
            rounds.read_current(session)
            if round_id is None
            else next((one for one in every if one.id == round_id), None)
        )
        if chosen is None:
            return RoundOverview(office, today, organisations, every, _beginning(organisations))
        scheme = schemes.pinned(session, chosen.id)
        counts = count(session, scheme, chosen.id, today)
        counts = replace(counts, out=_taken_out(session, scheme, chosen.id, counts))
    return RoundOverview(
        office=office,
        today=today,
        organisations=organisations,
        rounds=every,
        next=next_step(scheme, chosen, counts),
        round=chosen,
        counts=counts,
        steps=progress(scheme, chosen.year, counts, today, _calendar(scheme)),
        badges=badges(scheme, chosen, counts),
        object_name=scheme.object_name,
        counter=scheme.counter,
    )


def count(session: Session, scheme: Scheme, round_id: int, today: date) -> Counts:
    """Count what is done in a round."""
    one = tables.subject.c
    taking_part: dict[int, str] = {}
    absent = 0
    for subject_id, domain, participates in session.execute(
        select(one.id, one.domain, one.participates).where(one.round_id == round_id)
    ):
        if participates:
            taking_part[subject_id] = domain
        else:
            absent += 1
    in_domain = Counter(taking_part.values())
    complete, begun = _sheets(session, scheme, round_id, taking_part)
    open_, overdue, closed = items(session, round_id, today)
    return Counts(
        participants=len(taking_part),
        absent=absent,
        sheets=complete,
        begun=begun,
        polled=sealed_of_each(session, round_id),
        polls_open=_polls_open(session, round_id),
        opinions=_opinions(session, round_id),
        items_open=open_,
        items_overdue=overdue,
        items_closed=closed,
        unscored=sum(
            number for domain, number in in_domain.items() if not has_sheet(scheme, domain)
        ),
        unpolled=_unpolled(scheme, in_domain),
        reviews=_reviews(session, round_id),
    )


def _reviews(session: Session, round_id: int) -> int:
    """How many decisions are 待复核, because the round took another edition of its scheme."""
    mark, subject = tables.decision_review.c, tables.subject.c
    query = (
        select(func.count(mark.subject_id))
        .join_from(tables.decision_review, tables.subject, subject.id == mark.subject_id)
        .where(subject.round_id == round_id)
    )
    return int(session.execute(query).scalar_one())


def _unpolled(scheme: Scheme, in_domain: Mapping[str, int]) -> dict[str, int]:
    """Poll → how many take part and are not asked for it."""
    asked = {domain: {poll.name for poll in polls_asked(scheme, domain)} for domain in in_domain}
    return {
        poll.name: left
        for poll in scheme.polls
        if (left := sum(n for domain, n in in_domain.items() if poll.name not in asked[domain]))
    }


def _taken_out(session: Session, scheme: Scheme, round_id: int, counts: Counts) -> int:
    """How many nobody decides on, because a rule took them out (取消评定资格).

    That wants the whole round graded, so it is asked only of a scheme with such a rule, and
    once nothing else is left to do.
    """
    busy = any((*sheets_missing(scheme, counts).values(), *polls_missing(scheme, counts).values()))
    outs = any(not one.level for one in scheme.limits_by_kind[LimitKind.DISQUALIFY])
    if not outs or busy or not counts.undecided(decision_step(scheme)):
        return 0
    from desk_app.services.grading import missing

    out = missing.taken_out(session, scheme, round_id)
    return len(out - missing.decided_ones(session, scheme, round_id))


def _beginning(organisations: int) -> NextStep:
    if not organisations:
        return NextStep("名册还是空的，请先导入或添加党组织。", "organisations", "去党组织")
    return NextStep("名册已有党组织，可以新建一个轮次。", "new_round", "新建轮次…")


def _sheets(
    session: Session, scheme: Scheme, round_id: int, taking_part: Mapping[int, str]
) -> tuple[dict[str, int], dict[str, int]]:
    """Evaluator → complete sheets, evaluator → sheets begun."""
    in_domain = Counter(taking_part.values())
    lines = {
        (one.name, domain): lines_asked(scheme, one.name, domain)
        for one in scheme.sheets.typists
        for domain in in_domain
    }
    scored = {domain for (_, domain), asked in lines.items() if asked}
    complete: dict[str, int] = {}
    for (evaluator, domain), asked in lines.items():
        if not asked and domain in scored:  # who scores nothing there has nothing left to do
            complete[evaluator] = complete.get(evaluator, 0) + in_domain[domain]
    begun: dict[str, int] = {}
    for subject_id, sheets in filled(session, scheme, round_id).items():
        for evaluator, done in sheets.items():
            if done:
                begun[evaluator] = begun.get(evaluator, 0) + 1
            wanted = lines.get((evaluator, taking_part[subject_id]))
            if wanted and done >= wanted:
                complete[evaluator] = complete.get(evaluator, 0) + 1
    return complete, begun


def _polls_open(session: Session, round_id: int) -> int:
    return int(
        session.execute(
            select(func.count())
            .select_from(tables.poll)
            .join(tables.meeting, tables.meeting.c.id == tables.poll.c.meeting_id)
            .where(tables.meeting.c.round_id == round_id, tables.poll.c.sealed_at.is_(None))
            .where(tables.poll.c.voided_at.is_(None))
        ).scalar_one()
    )


def _opinions(session: Session, round_id: int) -> dict[str, int]:
    opinion, subject = tables.opinion.c, tables.subject.c
    rows = session.execute(
        select(opinion.step, func.count())
        .select_from(tables.opinion)
        .join(tables.subject, subject.id == opinion.subject_id)
        .where(subject.round_id == round_id, subject.participates == 1, opinion.level != "")
        .group_by(opinion.step)
    )
    return {str(step): int(done) for step, done in rows}


def items(session: Session, round_id: int, today: date) -> tuple[int, int, int]:
    """Rectification items that are open (overdue ones too), overdue, closed."""
    item = tables.rectification.c
    still = item.closed_on.is_(None)
    row = session.execute(
        select(
            func.count().filter(still),
            func.count().filter(still, item.due_on < today.isoformat()),
            func.count().filter(~still),
        ).where(item.round_id == round_id)
    ).one()
    return int(row[0]), int(row[1]), int(row[2])
