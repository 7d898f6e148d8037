"""The row of an image, as one would say it."""

from collections.abc import Sequence

from sqlalchemy import select

from desk_app.domain.reversals import RowImage
from desk_app.services.session import Session
from desk_app.storage.tables import organisation, rectification, subject


def name_of(session: Session, one: RowImage) -> str:
    """Return whose value a row holds and which: “柳家湾村党支部”的“考评 领导班子”."""
    held = {**(one.before or {}), **(one.after or {})}
    match one.table:
        case "organisation":
            return f"“{_organisation(session, one) or held.get('name', '')}”"
        case "earlier_level":
            return f"“{_organisation(session, one)}”{one.key[1]} 年度的等级"
        case "score" | "clause_amount":
            return f"“{_subject(session, one.key[0])}”的“{one.key[1]} {one.key[2]}”"
        case "rectification":
            return _item(session, one)
        case _:
            return f"“{_subject(session, one.key[0])}”的“{one.key[1]}”"


def subjects_of(session: Session, rows: Sequence[RowImage], round_id: int | None) -> dict[int, str]:
    """Return the subjects of a round whom rows are about, with their names."""
    if round_id is None:
        return {}
    by_organisation = rows[0].table == "earlier_level"
    whose = subject.c.organisation_id if by_organisation else subject.c.id
    wanted = {one.key[0] for one in rows}
    found = session.execute(
        select(whose, subject.c.id, subject.c.name).where(subject.c.round_id == round_id)
    )
    return {subject_id: name for key, subject_id, name in found if key in wanted}


def _organisation(session: Session, one: RowImage) -> str:
    name = select(organisation.c.name).where(organisation.c.id == one.key[0])
    return session.execute(name).scalar_one_or_none() or ""


def _subject(session: Session, subject_id: object) -> str:
    name = select(subject.c.name).where(subject.c.id == subject_id)
    return session.execute(name).scalar_one_or_none() or ""


def _item(session: Session, one: RowImage) -> str:
    wanted = select(subject.c.name, rectification.c.problem).join_from(rectification, subject)
    found = session.execute(wanted.where(rectification.c.id == one.key[0])).one_or_none()
    if found is None:
        held = one.after or one.before or {}
        return f"整改事项“{str(held.get('problem', ''))[:20]}”"
    return f"“{found.name}”的整改事项“{found.problem[:20]}”"
