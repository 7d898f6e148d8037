"""Begins a round: who may take part, the scheme pinned, the organisations' data copied."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import insert, select

from desk_app.domain.faults import Fault
from desk_app.domain.rounds import (
    Candidate,
    Participant,
    name_problem,
    participant_problems,
    ticked_at_first,
)
from desk_app.services import schemes
from desk_app.services.rounds.choosing import choose
from desk_app.services.rounds.queries import read_all
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables


def candidates(workspace: Workspace) -> tuple[Candidate, ...]:
    """Return all organisations as far as a new round must know them, in the registry's order."""
    with workspace.session() as session:
        return _candidates(session)


def proposed(workspace: Workspace) -> tuple[Participant, ...]:
    """Return who takes part in a new round where nobody chooses, in the registry's order."""
    known = candidates(workspace)
    ticked = ticked_at_first(known)
    return tuple(Participant(one.id) for one in known if one.id in ticked)


def create(
    workspace: Workspace,
    scheme: str | Path,
    year: int,
    name: str,
    participants: Sequence[Participant],
) -> int:
    """Begin a round and make it the current one; return its number.

    ``scheme`` is the id of a scheme of the workspace or a scheme file; its text is pinned, so
    that later editions change nothing here. The organisations' data are copied as they stand.

    Raises:
        Fault: the year has a round of that name, the scheme is unknown or faulty, or the list
            cannot stand (no one takes part, a reason for 不参评 is missing, a retired
            organisation, a 领域 that the scheme does not know).
    """
    with workspace.session() as session:
        return create_in(session, scheme, year, name, participants)


def create_in(
    session: Session,
    scheme: str | Path,
    year: int,
    name: str,
    participants: Sequence[Participant],
) -> int:
    """``create`` inside a transaction that the caller holds."""
    session.hold_office()
    wrong = name_problem(year, name, read_all(session))
    if wrong:
        raise Fault(wrong)
    pinned, rules = schemes.pin(session, scheme)
    known = {one.id: one for one in _candidates(session)}
    problems = participant_problems(rules, known, participants)
    if problems:
        raise Fault(*problems.values())
    key = session.execute(
        insert(tables.round_).values(
            scheme_id=pinned,
            year=year,
            name=name.strip(),
            created_at=session.moment,
        )
    ).inserted_primary_key
    if key is None:
        raise RuntimeError("a round was inserted without a key")
    round_id = int(key[0])
    _copy_subjects(session, round_id, participants)
    choose(session, round_id)
    session.record(Changed("新建轮次", after=f"{name.strip()}（{rules.title}）", round_id=round_id))
    return round_id


def _candidates(session: Session) -> tuple[Candidate, ...]:
    one = tables.organisation.c
    rows = session.execute(
        select(
            one.id, one.name, one.kind, one.parent_id, one.domain, one.retired_on, one.area
        ).order_by(one.position, one.id)
    )
    return tuple(
        Candidate(
            row.id,
            row.name,
            row.kind,
            row.parent_id,
            row.domain,
            row.retired_on is not None,
            row.area,
        )
        for row in rows
    )


def _copy_subjects(session: Session, round_id: int, participants: Sequence[Participant]) -> None:
    """Copy the organisations' data as they stand now, in the order of the list."""
    one = tables.organisation.c
    above = tables.organisation.alias("above")
    query = select(
        one.id,
        one.name,
        one.domain,
        one.area,
        one.code,
        one.secretary,
        one.member_count,
        one.elected_on,
        one.term_ends_on,
        one.founded_on,
        above.c.name.label("parent"),
    ).select_from(tables.organisation.outerjoin(above, above.c.id == one.parent_id))
    known = {row.id: row for row in session.execute(query)}
    rows = []
    for position, participant in enumerate(participants):
        row = known[participant.organisation_id]
        rows.append(
            {
                "round_id": round_id,
                "organisation_id": row.id,
                "position": position,
                "name": row.name,
                "domain": row.domain,
                "area": row.area,
                "parent": row.parent or "",
                "code": row.code or "",
                "secretary": row.secretary,
                "member_count": row.member_count,
                "elected_on": row.elected_on,
                "term_ends_on": row.term_ends_on,
                "founded_on": row.founded_on,
                "participates": int(participant.participates),
                "absence_reason": ""
                if participant.participates
                else participant.absence_reason.strip(),
            }
        )
    session.execute(insert(tables.subject), rows)
