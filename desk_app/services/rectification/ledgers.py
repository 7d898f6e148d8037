"""The ledger as the room shows it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from desk_app.domain.rectification import Rectification
from desk_app.services import schemes
from desk_app.services.memory import Span
from desk_app.services.rectification.rows import items
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables


@dataclass(frozen=True, slots=True)
class Named:
    """A subject that an item can be entered for."""

    id: int
    name: str
    initials: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the room shows. ``drawable`` says that the scheme names a share to draw from.

    ``counted`` stands behind a number of subjects: 个党组织, 名党员; ``object_name`` is
    what one of them is called.
    """

    items: tuple[Rectification, ...]
    subjects: tuple[Named, ...]
    today: date
    drawable: bool
    title: str
    counted: str = "个党组织"
    object_name: str = "党组织"


def ledger(workspace: Workspace, round_id: int) -> tuple[Rectification, ...]:
    """All items of a round: in the order of its subjects, then as they came; one query."""
    with workspace.session() as session:
        return items(session, tables.rectification.c.round_id == round_id)


def open_ledger(workspace: Workspace, round_id: int) -> Ledger:
    """The items with all that the room needs beside them."""
    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        held = session.remembered(
            "ledger", round_id, lambda span: _held(session, round_id, span), apart=True
        )
        return Ledger(
            items=tuple(item for _, mine in held.values() for item in mine),
            subjects=tuple(named for named, _ in held.values()),
            today=workspace.today(),
            drawable=scheme.rectification is not None and scheme.rectification.below > 0,
            title=scheme.forms.rectification,
            counted=scheme.counted,
            object_name=scheme.object_name,
        )


def _held(
    session: Session, round_id: int, span: Span
) -> dict[int, tuple[Named, list[Rectification]]]:
    """The subjects whose numbers lie in a span, in the round's order, each with its items."""
    subject, item = tables.subject, tables.rectification
    named = session.execute(
        select(subject.c.id, subject.c.name, tables.organisation.c.initials)
        .join(tables.organisation, tables.organisation.c.id == subject.c.organisation_id)
        .where(subject.c.round_id == round_id, subject.c.id.between(*span))
        .order_by(subject.c.position, subject.c.id)
    )
    found: dict[int, tuple[Named, list[Rectification]]] = {
        row.id: (Named(*row), []) for row in named
    }
    mine = (item.c.round_id == round_id) & item.c.subject_id.between(*span)
    for one in items(session, mine):
        found[one.subject_id][1].append(one)
    return found
