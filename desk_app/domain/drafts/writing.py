"""From a draft to the text of its file, and the line of every value in it.

Every value stands on one line, so that the lines are known without writing the text.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from desk_app.domain.drafts.tree import Broken, DraftTable, Node, Path, SchemeDraft
from desk_app.domain.scheme.reading.source import Lines
from desk_app.domain.scheme.writing.values import Written, key_text, toml

_INLINE = frozenset({("adjustments", "tiers"), ("quotas", "by_time")})
"""Lists of rows inside a row that are written on its own line."""
_HEADED = frozenset({"standards"})

UNREAD = "?"
"""In a path, before the number of a line that could not be read: ("bands", 2, "?", 0)."""

_Piece: TypeAlias = tuple[Path, str, Node | None, int]
"""Where, the words before the value, the value, how many lines."""


@dataclass(frozen=True, slots=True)
class WrittenDraft:
    """A draft's text, and on which line of it each table and key begins, counted from 1."""

    text: str
    lines: Mapping[Path, int]

    def path_at(self, line: int) -> Path:
        """The table or key that ``line`` belongs to; () above the first."""
        before = [(at, path) for path, at in self.lines.items() if at <= line]
        return max(before, key=lambda one: one[0])[1] if before else ()


def text_of(draft: SchemeDraft) -> str:
    """Write a draft; one that was not changed since it was opened keeps its text to the byte."""
    if draft.original:
        return draft.original
    return "".join(_text(*one) for one in _pieces((), "", draft.root))


def written(draft: SchemeDraft) -> WrittenDraft:
    """Write a draft and say on which line of the text everything stands."""
    if draft.original:
        noted = Lines(draft.original)
        return WrittenDraft(
            draft.original,
            {path: line for path in _paths(draft) if (line := noted.of(path))},
        )
    return WrittenDraft(text_of(draft), lines_of(draft))


def lines_of(draft: SchemeDraft) -> dict[Path, int]:
    """The line on which each table and key would stand in the text as the program writes it."""
    found: dict[Path, int] = {}
    line = 1
    for path, before, _, height in _pieces((), "", draft.root):
        # blank line and comment stand above a heading
        found.setdefault(path, line + height - 1 if before.endswith("]\n") else line)
        line += height
    return found


def _paths(draft: SchemeDraft) -> Iterator[Path]:
    return (path for path, _, _, _ in _pieces((), "", draft.root))


def _pieces(path: Path, heading: str, table: DraftTable) -> Iterator[_Piece]:
    """Comment and heading of a table, its values, what could not be read, the tables inside."""
    comment = [one for one in table.comment.split("\n") if one.strip()]
    above = "".join(f"{one}\n" for one in comment)
    if heading:
        yield path, f"\n{above}{heading}\n", None, len(comment) + 2
    elif comment:
        yield (), above, None, len(comment)
    inner = [key for key, value in table.fields.items() if _has_heading(path, key, value)]
    for key, value in table.fields.items():
        if key not in inner:
            height = value.text.count("\n") + 1 if isinstance(value, Broken) else 1
            yield (*path, key), f"{key_text(key)} = ", value, height
    for number, text in enumerate(table.unread):
        if not _chunk(text):
            yield (*path, UNREAD, number), f"{text}\n", None, text.count("\n") + 1
    for key in inner:
        yield from _headed((*path, key), table.fields[key])
    for number, text in enumerate(table.unread):
        if _chunk(text):
            yield (*path, UNREAD, number), f"\n{text}\n", None, text.count("\n") + 2


def _headed(path: Path, value: Node) -> Iterator[_Piece]:
    """A table under its own heading, or each row of a list."""
    name = ".".join(key_text(step) for step in path if isinstance(step, str))
    if isinstance(value, DraftTable):
        yield from _pieces(path, f"[{name}]", value)
    for number, row in enumerate(value if isinstance(value, tuple) else ()):
        if isinstance(row, DraftTable):
            yield from _pieces((*path, number), f"[[{name}]]", row)


def _chunk(text: str) -> bool:
    """Whether what could not be read begins with a heading: it stands behind everything."""
    return text.lstrip().startswith(("[", "【"))


def _has_heading(path: Path, key: str, value: Node) -> bool:
    if isinstance(value, DraftTable):
        return not path or key in _HEADED
    if not isinstance(value, tuple) or (*path[:1], key) in _INLINE:
        return False
    return bool(value) and all(isinstance(one, DraftTable) for one in value)


def _text(_path: Path, before: str, value: Node | None, _height: int) -> str:
    if value is None:
        return before
    said = value.text if isinstance(value, Broken) else toml(_written(value))
    return f"{before}{said}\n"


def _written(value: Node) -> Written:
    if isinstance(value, DraftTable):
        return {key: _written(one) for key, one in value.fields.items()}
    if isinstance(value, tuple):
        return tuple(_written(one) for one in value)
    return value.text if isinstance(value, Broken) else value
