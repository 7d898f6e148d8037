"""Which rounds there are, and who is in them."""

from sqlalchemy import Row, Select, func, select

from desk_app.domain.evidence import SubjectFacts
from desk_app.domain.faults import Fault
from desk_app.domain.rounds import Round, Subject
from desk_app.services.memory import EVERYBODY, Span
from desk_app.services.rounds.amending import UNLOCKED
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables


def listing(workspace: Workspace) -> tuple[Round, ...]:
    """Return all rounds, the newest first."""
    with workspace.session() as session:
        return read_all(session)


def get(workspace: Workspace, round_id: int) -> Round:
    """Return one round; raises ``Fault`` where there is none of that number."""
    with workspace.session() as session:
        return read(session, round_id)


def read(session: Session, round_id: int) -> Round:
    """``get`` inside a transaction that the caller holds."""
    row = session.execute(_query().where(tables.round_.c.id == round_id)).one_or_none()
    if row is None:
        raise Fault(f"没有编号为 {round_id} 的轮次，请刷新后再选。")
    return _round(row)


def running(workspace: Workspace, scheme_id: str) -> tuple[Round, ...]:
    """Rounds of a scheme that are not locked: whom a new version of it concerns."""
    with workspace.session() as session:
        return tuple(
            one for one in read_all(session) if one.scheme_id == scheme_id and not one.locked
        )


def subjects(workspace: Workspace, round_id: int) -> tuple[Subject, ...]:
    """Return who is in the round, in its order, those that do not take part too."""
    with workspace.session() as session:
        return read_subjects(session, round_id)


def read_subjects(session: Session, round_id: int) -> tuple[Subject, ...]:
    """``subjects`` inside a transaction that the caller holds."""
    one = tables.subject.c
    rows = session.execute(
        select(tables.subject).where(one.round_id == round_id).order_by(one.position, one.id)
    )
    return tuple(
        Subject(
            id=row.id,
            organisation_id=row.organisation_id,
            position=row.position,
            name=row.name,
            domain=row.domain,
            area=row.area,
            parent=row.parent,
            code=row.code,
            secretary=row.secretary,
            member_count=row.member_count,
            participates=bool(row.participates),
            absence_reason=row.absence_reason,
        )
        for row in rows
    )


def read_facts(
    session: Session, round_id: int, span: Span = EVERYBODY
) -> tuple[tuple[SubjectFacts, bool], ...]:
    """Everybody in the round as the rules know them, in its order, and who takes part.

    ``span`` narrows it to the subjects whose numbers lie in it.
    """
    one = tables.subject.c
    rows = session.execute(
        select(tables.subject)
        .where(one.round_id == round_id, one.id.between(*span))
        .order_by(one.position, one.id)
    )
    return tuple(
        (
            SubjectFacts(
                row.id,
                row.name,
                row.domain,
                row.area,
                row.parent,
                row.code,
                row.secretary,
                row.member_count,
            ),
            bool(row.participates),
        )
        for row in rows
    )


def count_participants(session: Session, round_id: int) -> int:
    """Count who takes part in a round."""
    one = tables.subject.c
    taking_part = select(func.count()).where(one.round_id == round_id, one.participates == 1)
    return int(session.execute(taking_part).scalar_one())


def _query() -> Select[tuple[object, ...]]:
    changed = (
        select(func.count())
        .where(
            tables.amendment.c.round_id == tables.round_.c.id, tables.amendment.c.what != UNLOCKED
        )
        .scalar_subquery()
    )
    query = select(
        tables.round_,
        tables.scheme.c.scheme_id.label("scheme_name"),
        tables.scheme.c.title,
        changed.label("amendments"),
    )
    return query.join(tables.scheme, tables.scheme.c.id == tables.round_.c.scheme_id)


def read_all(session: Session) -> tuple[Round, ...]:
    """``listing`` inside a transaction that the caller holds."""
    order = (tables.round_.c.year.desc(), tables.round_.c.id.desc())
    return tuple(_round(row) for row in session.execute(_query().order_by(*order)))


def _round(row: Row[tuple[object, ...]]) -> Round:
    return Round(
        id=row.id,
        year=row.year,
        name=row.name,
        scheme_id=row.scheme_name,
        scheme_title=row.title,
        created_at=row.created_at,
        finalised_at=row.finalised_at,
        locked=bool(row.locked),
        closed=row.closed_at is not None,
        exported_at=row.exported_at,
        amendments=row.amendments,
    )
