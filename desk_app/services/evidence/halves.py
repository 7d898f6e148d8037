"""Totals of an earlier round of the same year, where a scheme lets them count."""

from collections.abc import Callable
from decimal import Decimal
from typing import TypeAlias

from sqlalchemy import func, select

from desk_app.domain.evidence import Evidence
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scoring import total
from desk_app.services import schemes
from desk_app.services.memory import Span
from desk_app.services.session import Session
from desk_app.storage import tables

Gather: TypeAlias = Callable[[Session, Scheme, int, Span], list[Evidence]]
"""Reads what totals are worked out of, of some subjects of a round."""


def earlier_totals(
    session: Session, scheme: Scheme, round_id: int, span: Span, gather: Gather
) -> dict[int, Decimal]:
    """Return subject → the complete total of the latest earlier round of the same year.

    Only those of ``span`` are read, of the earlier round too.
    """
    if scheme.earlier_total is None:
        return {}
    round_, now, then = tables.round_, tables.subject, tables.subject.alias("then")
    year = select(round_.c.year).where(round_.c.id == round_id).scalar_subquery()
    latest = session.execute(
        select(func.max(round_.c.id)).where(
            round_.c.year == year, round_.c.id < round_id, round_.c.closed_at.is_(None)
        )
    ).scalar_one()
    if latest is None:
        return {}
    pairs = session.execute(
        select(then.c.id, now.c.id)
        .join_from(now, then, then.c.organisation_id == now.c.organisation_id)
        .where(now.c.round_id == round_id, now.c.id.between(*span), then.c.round_id == latest)
    ).all()
    mine = {row[0]: row[1] for row in pairs}
    if not mine:
        return {}
    before = schemes.pinned(session, latest)
    found = {}
    for one in gather(session, before, latest, (min(mine), max(mine))):
        subject_id = mine.get(one.subject.id)
        if subject_id is None or not one.participates:
            continue
        summed = total(before, one)
        if summed.complete:
            found[subject_id] = summed.points
    return found
