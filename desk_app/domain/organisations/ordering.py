"""Where the organisations of a list stand in the registry: as the list has them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from desk_app.domain.organisations.draft import RegistryDraft
from desk_app.domain.organisations.headings import ListField
from desk_app.domain.organisations.model import key, tidy
from desk_app.domain.organisations.planning import NewEntry
from desk_app.domain.organisations.reading import ListSheet, RowPlace
from desk_app.domain.sheets import cell_text

Item: TypeAlias = int | RowPlace | str
"""An organisation of the registry by id, a new one by its row, or a superior that is made."""

FIRST = "（排在最前）"
"""What a row says in 排在谁后面 that nothing stands before."""


def order_of(draft: RegistryDraft, new: Sequence[NewEntry]) -> tuple[Item, ...]:
    """Return everything that the registry holds after the import, in its order.

    Registered organisations of the list take each other's places until they stand as the list
    has them; all others keep theirs. What is new follows the row before it.
    """
    registry = [one.id for one in sorted(draft.by_id.values(), key=lambda o: (o.position, o.id))]
    added = {one.entry.place for one in new}
    listed: list[Item] = []
    made: set[str] = set()
    for place in sorted(draft.live):
        parent = draft.parents[place]
        if isinstance(parent, str) and parent in draft.missing and parent not in made:
            made.add(parent)
            listed.append(parent)
        if place in draft.matched:
            listed.append(draft.matched[place])
        elif place in added:
            listed.append(place)
    return merged(registry, listed, _told(draft, added))


def reorders(draft: RegistryDraft, order: Sequence[Item]) -> bool:
    """Whether organisations that the registry has change places among their siblings."""
    now: dict[int | None, list[int]] = {}
    then: dict[int | None, list[int]] = {}
    for one in sorted(draft.by_id.values(), key=lambda one: (one.position, one.id)):
        now.setdefault(one.parent_id, []).append(one.id)
    for item in order:
        if isinstance(item, int):
            then.setdefault(draft.by_id[item].parent_id, []).append(item)
    return now != then


def merged(
    registry: Sequence[int], listed: Sequence[Item], after: Mapping[Item, Item | None]
) -> tuple[Item, ...]:
    """Merge a list into an order; items that are not in ``registry`` are new.

    ``after`` names what a new item stands behind where the list itself says it, ``None`` for
    nothing; all others follow what is before them in the list.
    """
    known = set(registry)
    wanted = iter([one for one in listed if one in known])
    mentioned = {one for one in listed if one in known}
    order: list[Item] = [next(wanted) if one in mentioned else one for one in registry]
    behind: dict[Item | None, list[Item]] = {}
    anchor = _before_the_first(order, listed, known)
    for item in listed:
        if item in known:
            anchor = item
            continue
        anchor = after.get(item, anchor)
        behind.setdefault(anchor, []).append(item)
        if item in after:
            anchor = item
    placed = dict.fromkeys(_unrolled(order, behind))
    # Rows that name each other in a circle hang on nothing.
    return (*placed, *(one for one in listed if one not in placed))


def _before_the_first(
    order: Sequence[Item], listed: Sequence[Item], known: set[int]
) -> Item | None:
    """What new rows at the top of the list stand behind: what is before the first known one."""
    first = next((one for one in listed if one in known), None)
    if first is None:
        return order[-1] if order else None
    place = order.index(first)
    return order[place - 1] if place else None


def _unrolled(
    order: Sequence[Item], behind: Mapping[Item | None, Sequence[Item]]
) -> Iterator[Item]:
    waiting: list[Item] = [*reversed(order), *reversed(behind.get(None, ()))]
    while waiting:
        item = waiting.pop()
        yield item
        waiting.extend(reversed(behind.get(item, ())))


def _told(draft: RegistryDraft, added: set[RowPlace]) -> dict[Item, Item | None]:
    """What the rows say of the one before them, as far as it is to be found.

    A row that is not there itself, such as one still refused, hands on what it says.
    """
    said, by_name = _said(draft.sheets)
    found: dict[Item, Item | None] = {}
    for place in added & said.keys():
        text, seen = said[place], {""}
        while text not in seen:
            seen.add(text)
            if text == key(FIRST):
                found[place] = None
                break
            item = _named(draft, added, text)
            if item is not None and item != place:
                found[place] = item
                break
            text = by_name.get(text, "")
    return found


def stands_after(listed: ListSheet, place: RowPlace) -> str:
    """What a row says in 排在谁后面: what it said already, else the name of the row before it."""
    rows, match = listed.sheet.rows, listed.match
    names, column = match.column(ListField.NAME), match.column(ListField.AFTER)
    if column is not None and (said := tidy(cell_text(rows[place.row - 1][column]))):
        return said
    if names is None:
        return ""
    above = (
        tidy(cell_text(rows[index][names]))
        for index in range(place.row - 2, match.first_row - 1, -1)
    )
    return next((name for name in above if name), FIRST)


def _said(sheets: Sequence[ListSheet]) -> tuple[dict[RowPlace, str], dict[str, str]]:
    """What rows say in 排在谁后面, by row and by name, as ``model.key``."""
    said: dict[RowPlace, str] = {}
    by_name: dict[str, str] = {}
    for number, listed in enumerate(sheets):
        column, names = (listed.match.column(one) for one in (ListField.AFTER, ListField.NAME))
        if column is None or names is None:
            continue
        for index in range(listed.match.first_row, len(listed.sheet.rows)):
            row = listed.sheet.rows[index]
            text = key(tidy(cell_text(row[column])))
            said[RowPlace(number, index + 1)] = text
            by_name[key(tidy(cell_text(row[names])))] = text
    return said, by_name


def _named(draft: RegistryDraft, added: set[RowPlace], text: str) -> Item | None:
    for rows in draft.index.listed(text):
        for place in rows:
            if place in draft.matched:
                return draft.matched[place]
            if place in added:
                return place
    registered = draft.index.registered(text)
    return registered[0].id if len(registered) == 1 else None
