"""Rounds: begin one, choose the current one, lock it, and keep account of later changes."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Row, Select, delete, func, insert, select, update

from desk_app.domain.faults import Fault
from desk_app.domain.rounds import (
    Amendment,
    Candidate,
    Participant,
    Round,
    Subject,
    name_problem,
    participant_problems,
)
from desk_app.services import schemes
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables

UNLOCKED = "解除定稿"
"""How an unlocking stands among the amendments; it is no change of its own."""


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


def current(workspace: Workspace) -> Round | None:
    """Return the round that whoever is at the desk works on; the newest where none was chosen."""
    with workspace.session() as session:
        return read_current(session)


def read_current(session: Session) -> Round | None:
    """``current`` inside a transaction that the caller holds."""
    mine = tables.chosen_round.c
    chosen = session.execute(
        select(mine.round_id)
        .where(mine.actor.in_((session.actor.name, "")))
        .order_by(mine.actor.desc())
        .limit(1)
    ).scalar_one_or_none()
    every = read_all(session)
    return next((one for one in every if one.id == chosen), every[0] if every else None)


def set_current(workspace: Workspace, round_id: int) -> None:
    """Choose the round that the person at the desk works on; raises ``Fault`` for an unknown one.

    What another person works on stays as it is.
    """
    with workspace.session() as session:
        read(session, round_id)
        _choose(session, round_id)


def _choose(session: Session, round_id: int) -> None:
    table = tables.chosen_round
    session.execute(delete(table).where(table.c.actor == session.actor.name))
    session.execute(insert(table).values(actor=session.actor.name, round_id=round_id))


def candidates(workspace: Workspace) -> tuple[Candidate, ...]:
    """Return all organisations as far as a new round must know them, in the registry's order."""
    with workspace.session() as session:
        return _candidates(session)


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
        _choose(session, round_id)
        session.record(
            Changed("新建轮次", after=f"{name.strip()}（{rules.title}）", round_id=round_id)
        )
        return round_id


def running(workspace: Workspace, scheme_id: str) -> tuple[Round, ...]:
    """Rounds of a scheme that are not locked: whom a new version of it concerns."""
    with workspace.session() as session:
        return tuple(
            one for one in read_all(session) if one.scheme_id == scheme_id and not one.locked
        )


def repin(workspace: Workspace, round_id: int, scheme: str | Path) -> None:
    """Let a running round go by the newest version of its scheme; the old text is kept too.

    Scores of indicators that the new version does not have stay on disk and count for
    nothing. Raises ``Fault`` where the round is locked, belongs to another scheme, or has
    subjects whose 领域, or opinions whose level, the new version does not know.
    """
    with workspace.session() as session:
        ensure_unlocked(session, round_id)
        before = read(session, round_id)
        pinned, rules = schemes.pin(session, scheme)
        if rules.id != before.scheme_id:
            raise Fault(f"本轮用的是方案 {before.scheme_id}，不能改用方案 {rules.id}。")
        for one in read_subjects(session, round_id):
            try:
                rules.domain_group(one.domain)
            except KeyError:
                raise Fault(
                    f"“{one.name}”的领域“{one.domain}”不在新版方案里，本轮仍用原来的版本。"
                ) from None
        for name, step, level in _opinions(session, round_id):
            try:
                rules.rank(level)
            except KeyError:
                raise Fault(
                    f"“{name}”的{step}已记为“{level}”，新版方案里没有这个等级，"
                    "请先在“定级”里改正它；本轮仍用原来的版本。"
                ) from None
        session.execute(
            update(tables.round_).where(tables.round_.c.id == round_id).values(scheme_id=pinned)
        )
        changed = Changed("方案版本", before=before.scheme_title, after=rules.title)
        amend(session, round_id, changed)


def _opinions(session: Session, round_id: int) -> list[tuple[str, str, str]]:
    """Name, step and level of every opinion of a round."""
    one, opinion = tables.subject.c, tables.opinion
    rows = session.execute(
        select(one.name, opinion.c.step, opinion.c.level)
        .join_from(tables.subject, opinion, opinion.c.subject_id == one.id)
        .where(one.round_id == round_id)
        .order_by(one.position)
    )
    return [(row.name, row.step, row.level) for row in rows]


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


def is_locked(session: Session, round_id: int) -> bool:
    """Say whether the round is locked by 定稿."""
    return bool(
        session.execute(
            select(tables.round_.c.locked).where(tables.round_.c.id == round_id)
        ).scalar()
    )


def ensure_unlocked(session: Session, round_id: int) -> None:
    """Raise ``Fault`` where the round is locked: nothing in it may change then.

    The round's row is held until the transaction ends, so that what was read before writing is
    still true when it is written, also where several people write at once.
    """
    row = select(tables.round_.c.locked).where(tables.round_.c.id == round_id).with_for_update()
    if session.execute(row).scalar():
        raise Fault("本轮已经定稿，不能修改。确需修改时，请先在“定级”中解除定稿并写明原因。")


def unlock(workspace: Workspace, round_id: int, reason: str) -> None:
    """Open a locked round again; the reason stands beside every change that follows.

    Raises ``Fault`` without a reason, or where the round is not locked.
    """
    with workspace.session() as session:
        session.hold(tables.round_, round_id)
        before = read(session, round_id)
        if not before.locked:
            raise Fault("本轮没有定稿，可以直接修改。")
        if not reason.strip():
            raise Fault("解除定稿请写明原因，它会记在以后每一处改动旁边。")
        session.execute(
            update(tables.round_).where(tables.round_.c.id == round_id).values(locked=0)
        )
        session.execute(
            insert(tables.amendment).values(
                round_id=round_id,
                made_at=session.moment,
                subject="",
                what=UNLOCKED,
                reason=reason.strip(),
            )
        )
        session.record(Changed(UNLOCKED, before="已定稿", why=reason.strip(), round_id=round_id))


def amendments(workspace: Workspace, round_id: int) -> tuple[Amendment, ...]:
    """Return what was changed after the first 定稿, the oldest first, each with its reason."""
    one = tables.amendment.c
    with workspace.session() as session:
        rows = session.execute(
            select(tables.amendment)
            .where(one.round_id == round_id, one.what != UNLOCKED)
            .order_by(one.id)
        )
        return tuple(
            Amendment(row.made_at, row.subject, row.what, row.before, row.after, row.reason)
            for row in rows
        )


def amend(
    session: Session, round_id: int, *changes: Changed, finalised: bool | None = None
) -> None:
    """Add changes of a round to the record; after the first 定稿 they become amendments too.

    ``finalised`` saves asking, where the caller knows.
    """
    session.record(*(replace(one, round_id=round_id) for one in changes))
    add_amendments(session, round_id, *changes, finalised=finalised)


def add_amendments(
    session: Session, round_id: int, *changes: Changed, finalised: bool | None = None
) -> None:
    """Note changes made after the first 定稿; before it, and for no change, do nothing.

    ``about`` is a name, ``what`` says which value (“考评 领导班子”), ``before`` and ``after`` are
    shown as they stand. The reason is the one given when the round was unlocked.
    """
    real = [one for one in changes if one.before != one.after]
    if not real:
        return
    if finalised is None:
        stamp = select(tables.round_.c.finalised_at).where(tables.round_.c.id == round_id)
        finalised = session.execute(stamp).scalar() is not None
    if not finalised:
        return
    one = tables.amendment.c
    reason = session.execute(
        select(one.reason)
        .where(one.round_id == round_id, one.what == UNLOCKED)
        .order_by(one.id.desc())
        .limit(1)
    ).scalar()
    session.execute(
        insert(tables.amendment),
        [
            {
                "round_id": round_id,
                "made_at": session.moment,
                "subject": each.about,
                "what": each.what,
                "before": each.before,
                "after": each.after,
                "reason": reason or "",
            }
            for each in real
        ],
    )


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
        exported_at=row.exported_at,
        amendments=row.amendments,
    )


def _candidates(session: Session) -> tuple[Candidate, ...]:
    one = tables.organisation.c
    rows = session.execute(
        select(one.id, one.name, one.kind, one.parent_id, one.domain, one.retired_on).order_by(
            one.position, one.id
        )
    )
    return tuple(
        Candidate(row.id, row.name, row.kind, row.parent_id, row.domain, row.retired_on is not None)
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
