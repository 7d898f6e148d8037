"""A scheme that is being written: a tree of tables, rows and values that may be half typed.

Nothing here is ever changed: an edit returns a new draft, which shares what it did not touch.
A path leads to a value, ``("indicators", 3, "points")``, to a row, ``("indicators", 3)``, or to a
list of rows, ``("indicators",)``; it goes on into conditions, ``("limits", "rules", 0, "when",
"all", 1, "is")``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """What stood behind ``key =`` in a damaged file, as it was written."""

    text: str


@dataclass(frozen=True)
class DraftTable:
    """One table or row. ``fields`` keep their order; ``comment`` stood above it, ``#`` and all.

    ``unread`` are lines of a damaged file that say nothing that is known; they are kept.
    """

    fields: Mapping[str, "Node"] = field(default_factory=dict)
    comment: str = ""
    unread: tuple[str, ...] = ()

    @cached_property
    def content(self) -> dict[str, object]:
        """What the reader of scheme files is given: plain values, without what is broken."""
        return {
            key: _plain(value) for key, value in self.fields.items() if type(value) is not Broken
        }


Node: TypeAlias = bool | int | str | Decimal | Broken | tuple["Node", ...] | DraftTable
"""A value of a draft. Text that should be a number stays text until it is one."""

Row: TypeAlias = Mapping[str, Node]
EMPTY = DraftTable()


@dataclass(frozen=True)
class SchemeDraft:
    """A scheme being written. ``original`` is the text it came from, until something changes."""

    root: DraftTable = EMPTY
    original: str = ""


def at(draft: SchemeDraft, path: Path) -> Node | None:
    """What stands at ``path``; ``None`` where nothing does."""
    found: Node = draft.root
    for step in path:
        inside = _inside(found, step)
        if inside is None:
            return None
        found = inside
    return found


def rows(draft: SchemeDraft, path: Path) -> tuple[DraftTable, ...]:
    """The rows of the list at ``path``; what is no row is passed over."""
    found = at(draft, path)
    listed = found if isinstance(found, tuple) else ()
    return tuple(one for one in listed if isinstance(one, DraftTable))


def text_at(draft: SchemeDraft, path: Path) -> str:
    """The text at ``path``; "" where there is none or something else."""
    found = at(draft, path)
    return found if isinstance(found, str) else ""


def put(draft: SchemeDraft, path: Path, value: Node, *, order: Sequence[str] = ()) -> SchemeDraft:
    """Set what stands at ``path``; tables on the way that are missing are made.

    ``order`` is that of the keys beside it: a new key goes before the first that comes later.
    Raises KeyError for a row that is not there.
    """
    return SchemeDraft(_table(_with(draft.root, path, value, tuple(order))))


def clear(draft: SchemeDraft, path: Path) -> SchemeDraft:
    """Take out what stands at ``path``; nothing changes where nothing does."""
    if not path or at(draft, path) is None:
        return draft
    return SchemeDraft(_table(_without(draft.root, path)))


def insert(
    draft: SchemeDraft,
    path: Path,
    new: Row | Sequence[Row],
    place: int | None = None,
    *,
    order: Sequence[str] = (),
) -> SchemeDraft:
    """Put a row, or several, into the list at ``path``: before ``place``, or at its end."""
    fresh = (new,) if isinstance(new, Mapping) else tuple(new)
    found = at(draft, path)
    listed = found if isinstance(found, tuple) else ()
    where = len(listed) if place is None else max(0, min(place, len(listed)))
    made = tuple(DraftTable(dict(one)) for one in fresh)
    return put(draft, path, (*listed[:where], *made, *listed[where:]), order=order)


def remove(draft: SchemeDraft, path: Path) -> SchemeDraft:
    """Take out the row at ``path``; the list goes with its last row."""
    if at(draft, path) is None:
        return draft
    left = clear(draft, path)
    return clear(left, path[:-1]) if at(left, path[:-1]) == () else left


def move(draft: SchemeDraft, path: Path, place: int) -> SchemeDraft:
    """Put the row at ``path`` where it is the ``place``-th of its list, counted from 0.

    Raises KeyError where there is no such row.
    """
    found, step = at(draft, path[:-1]), path[-1]
    if not isinstance(found, tuple) or not isinstance(step, int) or step >= len(found):
        raise KeyError(path)
    left = (*found[:step], *found[step + 1 :])
    where = max(0, min(place, len(left)))
    return put(draft, path[:-1], (*left[:where], found[step], *left[where:]))


def node_of(value: object) -> Node:
    """A value as the standard reader of TOML, or a writer of this program, has it.

    Days and endless numbers become the text they are written with: no scheme has them.
    """
    match value:
        case Mapping():
            return DraftTable({str(key): node_of(one) for key, one in value.items()})
        case bool() | int() | str() | Broken() | DraftTable():
            return value
        case Decimal():
            return value if value.is_finite() else str(value)
        case list() | tuple():
            return tuple(node_of(one) for one in value)
        case _:
            return str(value)


def _plain(value: Node) -> object:
    if isinstance(value, DraftTable):
        return value.content
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _inside(found: Node, step: str | int) -> Node | None:
    if isinstance(found, DraftTable) and isinstance(step, str):
        return found.fields.get(step)
    if isinstance(found, tuple) and isinstance(step, int) and 0 <= step < len(found):
        return found[step]
    return None


def _table(node: Node) -> DraftTable:
    if not isinstance(node, DraftTable):
        message = "the root of a draft is a table"
        raise TypeError(message)
    return node


def _with(node: Node | None, path: Path, value: Node, order: Sequence[str]) -> Node:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        if not isinstance(node, tuple) or not 0 <= step < len(node):
            raise KeyError(step)
        return (*node[:step], _with(node[step], rest, value, order), *node[step + 1 :])
    table = node if isinstance(node, DraftTable) else EMPTY
    new = _with(table.fields.get(step), rest, value, order)
    if step in table.fields or rest:
        return replace(table, fields={**table.fields, step: new})
    return replace(table, fields=_placed(table.fields, step, new, order))


def _placed(
    fields: Mapping[str, Node], key: str, value: Node, order: Sequence[str]
) -> dict[str, Node]:
    later = set(order[order.index(key) + 1 :]) if key in order else set[str]()
    found: dict[str, Node] = {}
    for other, one in fields.items():
        if other in later and key not in found:
            found[key] = value
        found[other] = one
    return found if key in found else {**found, key: value}


def _without(node: Node, path: Path) -> Node:
    step, rest = path[0], path[1:]
    if isinstance(node, tuple) and isinstance(step, int):
        inner = (_without(node[step], rest),) if rest else ()
        return (*node[:step], *inner, *node[step + 1 :])
    table = _table(node)
    fields = dict(table.fields)
    key = str(step)
    if rest:
        fields[key] = _without(fields[key], rest)
    else:
        del fields[key]
    return replace(table, fields=fields)
