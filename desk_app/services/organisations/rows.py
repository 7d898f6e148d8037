"""Organisations as they lie in the table."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row, select, update

from desk_app.domain.faults import Fault
from desk_app.domain.organisations.model import Organisation, OrganisationForm, tidy
from desk_app.services.organisations import initials
from desk_app.services.session import Session
from desk_app.storage.tables import organisation as table


def registry(session: Session) -> tuple[Organisation, ...]:
    """Every organisation, retired ones too, inside a transaction of another use case."""
    rows = session.execute(select(table).order_by(table.c.position, table.c.id))
    return tuple(_organisation(row) for row in rows)


def row_of(form: OrganisationForm) -> dict[str, Any]:
    """What a form becomes in the table, texts tidied, initials worked out."""
    name, short, secretary = tidy(form.name), tidy(form.short_name), tidy(form.secretary)
    return {
        "code": form.code.strip() or None,
        "name": name,
        "short_name": short,
        "kind": form.kind,
        "parent_id": form.parent_id,
        "domain": form.domain,
        "area": tidy(form.area),
        "secretary": secretary,
        "contact": tidy(form.contact),
        "phone": form.phone.strip(),
        "member_count": form.member_count,
        "founded_on": form.founded_on.isoformat() if form.founded_on else None,
        "elected_on": form.elected_on.isoformat() if form.elected_on else None,
        "term_ends_on": form.term_ends_on.isoformat() if form.term_ends_on else None,
        "initials": initials_of(name, short, secretary),
    }


def initials_of(name: str, short_name: str, secretary: str) -> str:
    """What ``Organisation.initials`` holds."""
    read = (initials.of_name(name), initials.of_name(short_name), initials.of_person(secretary))
    return " ".join(dict.fromkeys(one for one in read if one))


def write_fields(session: Session, organisation_id: int, row: Mapping[str, Any]) -> None:
    """Write values to an organisation; raises ``Fault`` where it is no longer there."""
    done = session.execute(update(table).where(table.c.id == organisation_id).values(row))
    if done.rowcount != 1:
        raise Fault("这个党组织已经不在名册里，请刷新后再试。")


def _organisation(row: Row[Any]) -> Organisation:
    return Organisation(
        id=row.id,
        name=row.name,
        kind=row.kind,
        code=row.code or "",
        short_name=row.short_name,
        parent_id=row.parent_id,
        domain=row.domain,
        area=row.area,
        secretary=row.secretary,
        contact=row.contact,
        phone=row.phone,
        member_count=row.member_count,
        founded_on=_day(row.founded_on),
        elected_on=_day(row.elected_on),
        term_ends_on=_day(row.term_ends_on),
        position=row.position,
        initials=row.initials,
        retired_on=_day(row.retired_on),
        retired_reason=row.retired_reason,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
