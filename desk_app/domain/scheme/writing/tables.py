"""Changes the text of a scheme file table by table; nothing else in it changes by a byte.

A comment block above a table belongs to that table: it moves and dies with it. So do the tables
inside it, wherever they stand. A comment that follows a table's last line and is cut off from the
next heading by a blank line belongs to the table above. Blank lines go with what follows them.
"""

import re
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import cast

import tomlkit
from tomlkit.items import AoT, Table

from desk_app.domain.scheme.reading.source import Lines, Path
from desk_app.domain.scheme.writing.scheme import table_text
from desk_app.domain.scheme.writing.values import Written, toml


@dataclass(frozen=True, slots=True)
class Block:
    """One table of the text: blank lines and comments above it, its heading, its keys.

    ``path`` is that of the heading, such as ("bands", 2); () for what stands before the first.
    ``above`` counts the lines before the heading.
    """

    path: Path
    lines: tuple[str, ...]
    above: int = 0

    @property
    def comment(self) -> str:
        """The comment above the heading, as it is written."""
        return "".join(self.lines[: self.above]).lstrip("\r\n")

    @property
    def text(self) -> str:
        """Everything that belongs to the table."""
        return "".join(self.lines)


class Tables:
    """The tables of one text; every change returns the whole new text."""

    def __init__(self, text: str) -> None:
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self.blocks = _blocks(text)

    def __str__(self) -> str:
        """Put the tables together: the text as it was."""
        return self._joined(self.blocks)

    def delete(self, path: Path) -> str:
        """Take out the table at ``path`` with its comments and the tables inside it.

        Raises KeyError where there is none.
        """
        self._own(path)
        return self._joined([one for one in self.blocks if not _inside(one.path, path)])

    def move(self, path: Path, before: Path | None) -> str:
        """Put the table at ``path`` before the one at ``before``, or at the end.

        Raises KeyError where one is missing, ValueError where the table would fall to another
        table of a list, or ``before`` stands inside it.
        """
        moved = self._own(path)
        left = [one for one in self.blocks if not _inside(one.path, path)]
        place = len(left)
        if before is not None:
            self._own(before)
            place = next((at for at, one in enumerate(left) if _inside(one.path, before)), -1)
        if place < 0 or _falls_to_another(path, before):
            message = f"{path} cannot stand before {before}"
            raise ValueError(message)
        return self._joined([*left[:place], *moved, *left[place:]])

    def insert(
        self,
        heading: str,
        table: Mapping[str, Written],
        before: Path | None = None,
        comment: str = "",
    ) -> str:
        """Write a new table before the one at ``before``, or at the end.

        ``heading`` is written as in the file (``[[bands]]``), ``comment`` is put above it, line
        for line. Raises KeyError where ``before`` is missing.
        """
        said = "".join(f"# {line}\n" for line in comment.splitlines())
        new = table_text(heading, table).replace("\n", f"\n{said}", 1)
        fresh = Block((heading,), tuple(_lines(new.replace("\n", self._newline))))
        place = len(self.blocks)
        if before is not None:
            self._own(before)
            place = next(at for at, one in enumerate(self.blocks) if _inside(one.path, before))
        return self._joined([*self.blocks[:place], fresh, *self.blocks[place:]])

    def change(self, path: Path, values: Mapping[str, Written | None]) -> str:
        """Set keys of the table at ``path`` (() before the first), or take them out (``None``).

        Its comments stay. Raises KeyError where there is no such table.
        """
        own = next((one for one in self.blocks if one.path == path), None)
        if own is None:
            raise KeyError(path)
        document = tomlkit.parse("".join(own.lines[own.above :]))
        table: MutableMapping[str, object] = document
        for step in path:
            if isinstance(step, str):
                inside = table[step]
                table = cast("Table", inside[-1] if isinstance(inside, AoT) else inside)
        for key, value in values.items():
            if value is not None:
                table[key] = tomlkit.value(toml(value))
            else:
                table.pop(key, None)
        lines = (*own.lines[: own.above], *_lines(tomlkit.dumps(document)))
        new = Block(path, lines, own.above)
        return self._joined([new if one is own else one for one in self.blocks])

    def _own(self, path: Path) -> list[Block]:
        """The table at ``path`` and those inside it, wherever they stand."""
        found = [one for one in self.blocks if path and _inside(one.path, path)]
        if not found:
            raise KeyError(path)
        return found

    def _joined(self, parts: Sequence[Block]) -> str:
        """Put tables together, each on a line of its own."""
        out: list[str] = []
        for one in parts:
            if one.lines and out and not out[-1].endswith("\n"):
                out.append(self._newline)
            out += one.lines
        return "".join(out)


def _blocks(text: str) -> tuple[Block, ...]:
    lines = _lines(text)
    found = []
    start, above = 0, 0
    path: Path = ()
    for line, after in Lines(text).headings:
        begin = _begin(lines, line - 1)
        found.append(Block(path, tuple(lines[start:begin]), above))
        start, path, above = begin, after, line - 1 - begin
    found.append(Block(path, tuple(lines[start:]), above))
    return tuple(found)


def _lines(text: str) -> list[str]:
    """The lines with their ends; unlike ``splitlines`` only at a line feed, as TOML has it."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _begin(lines: Sequence[str], heading: int) -> int:
    """The first line of what belongs to the heading on line ``heading``, counted from 0."""
    top = heading
    while top > 0 and (not lines[top - 1].strip() or lines[top - 1].lstrip().startswith("#")):
        top -= 1
    return next((at for at in range(top, heading) if not lines[at].strip()), top)


def _inside(path: Path, of: Path) -> bool:
    return path[: len(of)] == of


def _falls_to_another(path: Path, before: Path | None) -> bool:
    """Whether a table moved there would belong to another table of a list, or take its tables."""
    holder = max((at for at, step in enumerate(path[:-1]) if isinstance(step, int)), default=-1)
    if holder >= 0 and (before is None or not _inside(before, path[: holder + 1])):
        return True
    if before is None:
        return False
    if holder >= 0 and len(before) == holder + 1:
        return True
    listed = isinstance(path[-1], int)
    return listed and len(before) > len(path) and _inside(before, path[:-1])
