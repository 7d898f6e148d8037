"""A new name for something, followed everywhere it is named: names identify, so none may stay."""

from collections.abc import Callable

from desk_app.domain.drafts.catalogue import table_of
from desk_app.domain.drafts.fields import Editor, Keys
from desk_app.domain.drafts.tree import DraftTable, Node, Path, SchemeDraft, at, put, text_at

_IN_CONDITIONS: dict[Keys, tuple[str, ...]] = {
    ("facts",): ("fact",),
    ("rates",): ("rate",),
    ("adjustments",): ("adjustment",),
    ("indicators",): ("points",),
    ("steps",): ("opinion",),
    ("levels",): ("earlier", "this_year", "level"),
}
"""Where conditions name a row of a table."""
_AS_VALUE: dict[Keys, str] = {("levels",): "opinion"}
"""Comparisons whose value is a row as well: { opinion = "初评", is = "先进" }."""
_MORE: dict[Keys, tuple[tuple[Keys, str], ...]] = {
    ("meetings",): ((("polls",), "meeting"), (("steps",), "meeting")),
    ("stars",): ((("polls",), "each"), (("rates",), "each")),
}
"""Fields that name a row without having to: a meeting may also be one that is not described."""
_IN_HEADINGS = frozenset(
    (one,) for one in ("evaluators", "indicators", "facts", "adjustments", "polls", "steps")
)
"""Whose names the headings of trials are made of."""
_EACH: dict[Keys, str] = {("polls",): "·", ("rates",): "·"}
_NAMING = frozenset(
    {Editor.NAME_OF, Editor.NAMES_OF, Editor.GROUPS_OF, Editor.TEXTS_BY, Editor.OUT}
)


def rename(draft: SchemeDraft, path: Path, new: str) -> SchemeDraft:
    """Give the row at ``path`` another name, and write it wherever the old one was meant.

    Where another row of its table has the old name too, only the row itself is renamed. A word
    of a ballot is renamed by its place among the options: ``("polls", 0, "options", 2)``. Words
    of ballots that are levels (``distribution``) follow their level.
    """
    if len(path) == 4 and (path[0], path[2]) == ("polls", "options"):
        return _option_renamed(draft, path, new)
    name = path if path[-1:] == ("name",) else (*path, "name")
    old, table = text_at(draft, name), table_of(name[:-1])
    renamed = put(draft, name, new)
    if not old or not new or old == new or table is None:
        return renamed
    listed = at(draft, name[:-2])
    others = listed if isinstance(listed, tuple) else ()
    if sum(isinstance(one, DraftTable) and one.fields.get("name") == old for one in others) > 1:
        return renamed

    def follow(text: str) -> str:
        if text == old:
            return new
        each = _EACH.get(table.path)
        if each and text.startswith(old + each):
            return new + text[len(old) :]
        return text

    root = _followed(renamed.root, (), table.path, follow)
    if not isinstance(root, DraftTable):
        return SchemeDraft(renamed.root)
    if table.path == ("levels",):
        root = _in_ballots(root, _of_levels(root), follow)
    return SchemeDraft(root)


def named_in(draft: SchemeDraft, path: Path) -> int:
    """How many places name the row at ``path``: what a rename would follow, a removal break."""
    old, table = text_at(draft, (*path, "name")), table_of(path)
    if not old or table is None:
        return 0
    places = 0

    def count(text: str) -> str:
        nonlocal places
        each = _EACH.get(table.path)
        places += text == old or bool(each and text.startswith(old + each))
        return text

    _followed(draft.root, (), table.path, count)
    if table.path == ("levels",):
        _in_ballots(draft.root, _of_levels(draft.root), count)
    return places


def _option_renamed(draft: SchemeDraft, path: Path, new: str) -> SchemeDraft:
    old, poll = text_at(draft, path), text_at(draft, (*path[:2], "name"))
    options = at(draft, path[:3])
    if not (old and new and poll) or (isinstance(options, tuple) and options.count(old) > 1):
        return put(draft, path, new)
    return SchemeDraft(
        _in_ballots(draft.root, frozenset({poll}), lambda word: new if word == old else word)
    )


def _of_levels(root: DraftTable) -> frozenset[str]:
    """The polls whose words are levels."""
    listed = root.fields.get("polls")
    return frozenset(
        name
        for one in (listed if isinstance(listed, tuple) else ())
        if isinstance(one, DraftTable) and one.fields.get("distribution") is True
        if isinstance(name := one.fields.get("name"), str)
    )


_BALLOT_WORDS = {
    "polls": ("name", "options"),
    "rates": ("poll", "numerator"),
    "evaluators": ("poll", "points"),
}
"""Table → the key that names the poll, and the one that holds words of its ballots."""


def _in_ballots(
    root: DraftTable, polls: frozenset[str], follow: Callable[[str], str]
) -> DraftTable:
    """The tree with ``follow`` on every word of the ballots of some polls."""
    if not polls:
        return root
    fields = dict(root.fields)
    for key, (named, words) in _BALLOT_WORDS.items():
        listed = fields.get(key)
        if isinstance(listed, tuple):
            fields[key] = tuple(
                _with_words(one, words, follow)
                if isinstance(one, DraftTable) and _of_poll(one.fields.get(named), polls)
                else one
                for one in listed
            )
    trials = fields.get("trials")
    if isinstance(trials, tuple):
        fields["trials"] = tuple(_voted(one, polls, follow) for one in trials)
    return DraftTable(fields, root.comment, root.unread)


def _of_poll(name: Node | None, polls: frozenset[str]) -> bool:
    return isinstance(name, str) and name.split("·")[0] in polls


def _with_words(row: DraftTable, key: str, follow: Callable[[str], str]) -> DraftTable:
    value = row.fields.get(key)
    if value is None:
        return row
    return DraftTable({**row.fields, key: _names(value, follow)}, row.comment, row.unread)


def _voted(row: Node, polls: frozenset[str], follow: Callable[[str], str]) -> Node:
    """A trial whose headings of votes end with words of the ballots."""
    cells = row.fields.get("entered") if isinstance(row, DraftTable) else None
    if not isinstance(row, DraftTable) or not isinstance(cells, DraftTable):
        return row
    entered: dict[str, Node] = {}
    for title, cell in cells.fields.items():
        start, dot, word = title.rpartition("·")
        entered[start + dot + follow(word) if dot and _of_poll(start, polls) else title] = cell
    kept = DraftTable(entered, cells.comment, cells.unread)
    return DraftTable({**row.fields, "entered": kept}, row.comment, row.unread)


def _followed(node: Node, keys: Keys, of: Keys, follow: Callable[[str], str]) -> Node:
    """The tree with ``follow`` on every text that names a row of the table ``of``."""
    if isinstance(node, tuple):
        return tuple(_followed(one, keys, of, follow) for one in node)
    if not isinstance(node, DraftTable):
        return node
    fields = {key: _field(one, (*keys, key), of, follow) for key, one in node.fields.items()}
    if fields == node.fields:
        return node
    return DraftTable(fields, node.comment, node.unread)


def _field(value: Node, keys: Keys, of: Keys, follow: Callable[[str], str]) -> Node:
    table, key = table_of(keys[:-1]), keys[-1]
    field = None if table is None else table.field(key)
    if (keys[:-1], key) in _MORE.get(of, ()):
        return _names(value, follow)
    if field is None or field.editor is Editor.ROWS:
        return _followed(value, keys, of, follow)
    if field.editor is Editor.CELLS:
        return _cells(value, of, follow)
    if field.editor is Editor.CONDITION:
        return _condition(value, of, follow)
    if field.editor in _NAMING and of in field.of:
        return _names(value, follow)
    return _followed(value, keys, of, follow) if table_of(keys) is not None else value


def _names(value: Node, follow: Callable[[str], str]) -> Node:
    if isinstance(value, str):
        return follow(value)
    if isinstance(value, tuple):
        return tuple(_names(one, follow) for one in value)
    if isinstance(value, DraftTable):
        return DraftTable({follow(key): one for key, one in value.fields.items()}, value.comment)
    return value


def _cells(value: Node, of: Keys, follow: Callable[[str], str]) -> Node:
    """Cells of a trial: their headings are made of names, some hold a level."""
    if not isinstance(value, DraftTable):
        return value
    fields: dict[str, Node] = {}
    for title, cell in value.fields.items():
        levelled = title.endswith(("等级", "·意见")) and of == ("levels",)
        named = of != ("levels",) and of in _IN_HEADINGS
        shown = "·".join(follow(part) for part in title.split("·")) if named else title
        fields[shown] = follow(cell) if levelled and isinstance(cell, str) else cell
    return DraftTable(fields, value.comment)


def _condition(value: Node, of: Keys, follow: Callable[[str], str]) -> Node:
    if isinstance(value, tuple):
        return tuple(_condition(one, of, follow) for one in value)
    if not isinstance(value, DraftTable):
        return value
    fields: dict[str, Node] = {}
    for key, one in value.fields.items():
        inside = key in {"all", "any", "not"}
        compared = key == "is" and _AS_VALUE.get(of) in value.fields
        if inside:
            fields[key] = _condition(one, of, follow)
        elif key in _IN_CONDITIONS.get(of, ()) or compared:
            fields[key] = _names(one, follow)
        else:
            fields[key] = one
    return DraftTable(fields)
