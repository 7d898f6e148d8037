"""Which schemes a new round can use."""

import re
from dataclasses import dataclass

from sqlalchemy import func, select

from desk_app.services.schemes.files import SUFFIX, load_shipped, shipped_folder
from desk_app.services.workspace import Workspace
from desk_app.storage import tables


@dataclass(frozen=True, slots=True)
class SchemeCard:
    """One line of the list of schemes. ``rounds`` counts the rounds pinned to this id."""

    id: str
    title: str
    shipped: bool
    rounds: int = 0
    imported_at: str = ""


def shipped() -> tuple[SchemeCard, ...]:
    """Return the schemes that travel with the program, in the order of their ids."""
    ids = sorted((path.stem for path in shipped_folder().glob(f"*{SUFFIX}")), key=in_order)
    return tuple(SchemeCard(one, load_shipped(one).title, shipped=True) for one in ids)


def listing(workspace: Workspace) -> tuple[SchemeCard, ...]:
    """Return every scheme a new round can use: the shipped ones, then the imported ones.

    An imported scheme stands in the place of a shipped one of the same id.
    """
    table = tables.scheme.c
    with workspace.session() as session:
        imported = session.execute(
            select(table.scheme_id, table.title, table.imported_at)
            .where(table.imported_at != "")
            .order_by(table.imported_at, table.id)
        ).all()
        used = session.execute(
            select(table.scheme_id, func.count())
            .select_from(tables.scheme.join(tables.round_))
            .group_by(table.scheme_id)
        ).all()
    rounds = {str(row[0]): int(row[1]) for row in used}
    own = {
        row.scheme_id: SchemeCard(
            row.scheme_id,
            row.title,
            shipped=False,
            rounds=rounds.get(row.scheme_id, 0),
            imported_at=row.imported_at,
        )
        for row in imported
    }
    first = [
        SchemeCard(one.id, one.title, shipped=True, rounds=rounds.get(one.id, 0))
        for one in shipped()
        if one.id not in own
    ]
    return (*first, *(own[key] for key in sorted(own, key=in_order)))


def in_order(scheme_id: str) -> list[tuple[int, str]]:
    """Sort C5 before C11: numbers count as numbers."""
    return [
        (int(part), "") if part.isdecimal() else (-1, part)
        for part in re.findall(r"\d+|\D+", scheme_id)
    ]
