"""Names that are typed again and again: organisations and people, found by pinyin initials."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import and_, select

from desk_app.services.organisations import initials
from desk_app.services.workspace import Workspace
from desk_app.storage import tables

Named = tuple[str, str]
"""A name, and the initials by which it is found."""


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What a field may offer: organisations in the order of the registry, people by name."""

    organisations: tuple[Named, ...] = ()
    people: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where an organisation is found: in the registry, and in a round where it is a subject.

    ``subject_id`` is ``None`` for one that is not in the round, or does not take part.
    """

    name: str
    initials: str
    organisation_id: int
    subject_id: int | None


def places(workspace: Workspace, round_id: int | None) -> tuple[Place, ...]:
    """Read where the organisations of the registry are found, in its order; one query.

    Without a round nobody is a subject.
    """
    registry, subject = tables.organisation, tables.subject
    mine = and_(
        subject.c.organisation_id == registry.c.id,
        subject.c.round_id == round_id,
        subject.c.participates == 1,
    )
    with workspace.session() as session:
        rows = session.execute(
            select(registry.c.id, registry.c.name, registry.c.initials, subject.c.id.label("sid"))
            .select_from(registry.outerjoin(subject, mine))
            .where(registry.c.retired_on.is_(None))
            .order_by(registry.c.position, registry.c.id)
        ).all()
    return tuple(Place(one.name, one.initials, one.id, one.sid) for one in rows)


def known(workspace: Workspace) -> KnownNames:
    """Read the names of the registry, of meetings and of the ledger; three queries."""
    registry, meeting, item = tables.organisation, tables.meeting, tables.rectification
    with workspace.session() as session:
        organisations = session.execute(
            select(registry.c.name, registry.c.initials, registry.c.secretary, registry.c.contact)
            .where(registry.c.retired_on.is_(None))
            .order_by(registry.c.position, registry.c.id)
        ).all()
        meetings = session.execute(
            select(meeting.c.host, meeting.c.caller, meeting.c.supervisors, meeting.c.tellers)
        ).all()
        items = session.execute(
            select(item.c.owner, item.c.closed_by).distinct().order_by(item.c.owner)
        ).all()
    texts = [text for one in organisations for text in (one.secretary, one.contact)]
    texts += [text for row in (*meetings, *items) for text in row]
    return KnownNames(
        tuple((one.name, one.initials) for one in organisations),
        tuple((name, initials.of_person(name)) for name in sorted(_people(texts))),
    )


def _people(texts: Iterable[str]) -> set[str]:
    """Single names of texts that may hold several; a post or a sentence is no name."""
    names: set[str] = set()
    for text in texts:
        for one in text.replace("、", "\n").replace("，", "\n").split("\n"):
            name = one.strip()
            if 0 < len(name) <= _LONGEST:
                names.add(name)
    return names


_LONGEST = 6
"""Characters of the longest name of a person that is offered again."""
