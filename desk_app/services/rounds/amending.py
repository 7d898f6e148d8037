"""What is changed in a round: the record of changes, and the amendments after 定稿."""

from dataclasses import replace

from sqlalchemy import insert, select

from desk_app.domain.rounds import Amendment
from desk_app.services.session import Changed, Session
from desk_app.storage import tables

FINALISED = "定稿"
"""How a 定稿 stands in the record of changes."""
UNLOCKED = "解除定稿"
"""How an unlocking stands among the amendments; it is no change of its own."""


def read_amendments(session: Session, round_id: int) -> tuple[Amendment, ...]:
    """Return what was changed after the first 定稿, the oldest first, each with its reason."""
    one = tables.amendment.c
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
    if finalised is False:
        return
    one, stamp = tables.amendment.c, tables.round_.c
    unlocked = (
        select(one.reason)
        .where(one.round_id == round_id, one.what == UNLOCKED)
        .order_by(one.id.desc())
        .limit(1)
    )
    finalised_at, reason = session.execute(
        select(stamp.finalised_at, unlocked.scalar_subquery()).where(stamp.id == round_id)
    ).one()
    if finalised is None and finalised_at is None:
        return
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
