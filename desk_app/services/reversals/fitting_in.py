"""Whether organisations can stand again beside those that are there now."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from desk_app.domain.reversals import Image, Key, RowImage
from desk_app.services.reversals.naming import name_of
from desk_app.services.session import Session
from desk_app.storage.tables import organisation as table

Targets = Mapping[Key, Image | None]
"""Key of an organisation → what is to stand of it."""


def cannot_stand(session: Session, rows: Sequence[RowImage], *, forward: bool) -> str:
    """Say which organisation cannot stand as its image does: no superior, its code given away.

    "" where all can.
    """
    own = [one for one in rows if one.table == table.name]
    if not own:
        return ""
    targets = {one.key: one.target(forward=forward) for one in own}
    there, owners = _there(session, targets), _owners(session, targets)
    for one in own:
        image = targets[one.key] or {}
        parent, code = image.get("parent_id"), image.get("code")
        if parent not in {None, *there}:
            return f"{name_of(session, one)}原来的上级已经不在名册里"
        if code in owners:
            return f"{name_of(session, one)}的代码“{code}”现在是“{owners[code]}”的"
    return ""


def _there(session: Session, targets: Targets) -> set[object]:
    """The ids that there will be."""
    found: set[object] = set(session.scalars(select(table.c.id)))
    found |= {key[0] for key, image in targets.items() if image is not None}
    return found - {key[0] for key, image in targets.items() if image is None}


def _owners(session: Session, targets: Targets) -> dict[object, str]:
    """Code → name of those that keep theirs: they neither go nor get the code of an image."""
    wanted = select(table.c.id, table.c.name, table.c.code).where(table.c.code.is_not(None))
    return {
        code: name
        for number, name, code in session.execute(wanted)
        if "code" not in (targets.get((number,), {"name": name}) or {"code": None})
    }
