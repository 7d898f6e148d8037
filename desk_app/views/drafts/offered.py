"""Which words a field can be filled with as the draft stands: the names of its rows, options."""

from typing import TypeAlias

from desk_app.domain.drafts.fields import Editor, SchemeField
from desk_app.domain.drafts.tree import Node, Path, SchemeDraft, at, rows, text_at

Offer: TypeAlias = tuple[Node, str]
"""What is written, and what is read on screen."""
NONE_AT_ALL = "没有等次"


def offered(draft: SchemeDraft, path: Path, field: SchemeField) -> tuple[Offer, ...]:
    """The words for the field at ``path``; () where it is typed freely."""
    if field.choices:
        return tuple((one.word, one.label) for one in field.choices)
    names = [name for table in field.of for name in names_of(draft, table)]
    if field.editor is Editor.OUT:
        return ((True, NONE_AT_ALL), *((one, one) for one in names))
    return tuple((one, one) for one in dict.fromkeys([*names, *_beside(draft, path)]))


def names_of(draft: SchemeDraft, table: Path) -> list[str]:
    """The names of the rows of a table, as far as they are typed."""
    places = range(len(rows(draft, table)))
    return [name for place in places if (name := text_at(draft, (*table, place, "name")))]


def _beside(draft: SchemeDraft, path: Path) -> list[str]:
    """Words that stand in another field of the row, or in the row that it names."""
    keys = tuple(step for step in path if isinstance(step, str))
    if keys == ("readings", "chosen"):
        return _texts(at(draft, (*path[:-1], "options")))
    if keys == ("rates", "numerator"):
        wanted = text_at(draft, (*path[:-1], "poll"))
        for place, row in enumerate(rows(draft, ("polls",))):
            if row.fields.get("name") == wanted:
                return _texts(at(draft, ("polls", place, "options")))
    return []


def _texts(value: Node | None) -> list[str]:
    listed = value if isinstance(value, tuple) else ()
    return [one for one in listed if isinstance(one, str)]
