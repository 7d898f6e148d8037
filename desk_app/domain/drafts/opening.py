"""From the text of a scheme file to a draft, also of a damaged one: nothing of it is lost.

A sound text is read as a whole. In a damaged one every statement is read by itself: what can be
read becomes a value, what cannot stays as it is written, at its key where it has one.
"""

import re
import tomllib
from dataclasses import dataclass, field, replace
from decimal import Decimal

from desk_app.domain.drafts.tree import Broken, DraftTable, Node, Path, SchemeDraft, node_of
from desk_app.domain.scheme.model.problems import Problem, SchemeFault
from desk_app.domain.scheme.reading.source import LONGEST_FILE, load
from desk_app.domain.scheme.writing.tables import Tables

_KEY = r"""[A-Za-z0-9_-]+|"[^"\\\n]*"|'[^'\n]*'"""
_DOTTED = rf"(?:{_KEY})(?:[ \t]*\.[ \t]*(?:{_KEY}))*"
_HEADING = re.compile(rf"\s*(\[\[?)[ \t]*({_DOTTED})[ \t]*(\]\]?)[ \t]*(#.*)?")
_START = re.compile(rf"\s*({_DOTTED})[ \t]*=(.*)", re.DOTALL)
_PART = re.compile(_KEY)
_LEXICAL = re.compile(
    r'"""(?:[^\\]|\\.)*?"""' r"|'''.*?'''" r'|"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*'" r"|#[^\n]*",
    re.DOTALL,
)
_LONGEST_STATEMENT = 200
"""Lines. The lists of real schemes have ten at most."""


def draft_of(text: str) -> SchemeDraft:
    """Open a text as a draft; text and draft say the same, whatever is wrong with them.

    Raises SchemeFault for what is no scheme file at all: a million characters.
    """
    if len(text) > LONGEST_FILE:
        raise SchemeFault([Problem(0, "文件太大，不像是方案文件，请核对选对了文件。")])
    try:
        content = node_of(load(text))
    except SchemeFault:
        return SchemeDraft(_salvaged(text), text)
    root: Node = content
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    for block in Tables(plain).blocks:
        if comment := _comments(block.text):
            root = _commented(root, block.path, comment)
    return SchemeDraft(root if isinstance(root, DraftTable) else DraftTable(), text)


def _comments(text: str) -> str:
    """Every comment of a table, a line each."""
    found = (match.group().rstrip() for match in _LEXICAL.finditer(text))
    return "\n".join(one for one in found if one.startswith("#"))


def _commented(node: Node, path: Path, comment: str) -> Node:
    """The tree with a comment at the table at ``path``; where there is none nothing changes."""
    if not path:
        return replace(node, comment=comment) if isinstance(node, DraftTable) else node
    step, rest = path[0], path[1:]
    if isinstance(node, DraftTable) and isinstance(step, str) and step in node.fields:
        inner = _commented(node.fields[step], rest, comment)
        return replace(node, fields={**node.fields, step: inner})
    if isinstance(node, tuple) and isinstance(step, int) and step < len(node):
        return (*node[:step], _commented(node[step], rest, comment), *node[step + 1 :])
    return node


@dataclass
class _Salvage:
    """A table of a damaged file while it is put together."""

    fields: "dict[str, Node | _Salvage | list[_Salvage]]" = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def done(self) -> DraftTable:
        return DraftTable(
            {key: _done(one) for key, one in self.fields.items()},
            "\n".join(self.comments),
            tuple(self.unread),
        )


def _done(one: "Node | _Salvage | list[_Salvage]") -> Node:
    if isinstance(one, _Salvage):
        return one.done()
    return tuple(each.done() for each in one) if isinstance(one, list) else one


def _salvaged(text: str) -> DraftTable:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    root = _Salvage()
    table, waiting = root, list[str]()
    at = 0
    while at < len(lines):
        plain = lines[at].strip()
        if not plain or plain.startswith("#"):
            waiting += [plain] if plain else []
            at += 1
        elif (heading := _HEADING.fullmatch(lines[at])) and (
            found := _opened(root, heading.group(1), heading.group(3), heading.group(2))
        ):
            table = found
            table.comments += [*waiting, *filter(None, [heading.group(4)])]
            waiting = []
            at += 1
        elif plain[0] in "[【":
            end = next(
                (one for one in range(at + 1, len(lines)) if _is_heading(lines[one])), len(lines)
            )
            kept = [one for one in lines[at:end] if one.strip()]
            root.unread.append("\n".join(kept))
            at = end
        else:
            table.comments += waiting
            waiting = []
            at = _statement(table, lines, at)
    table.comments += waiting
    return root.done()


def _is_heading(line: str) -> bool:
    """Whether a line begins a table, readable or not."""
    return line.lstrip()[:1] in {"[", "【"} and bool(line.strip())


def _opened(root: _Salvage, opening: str, closing: str, dotted: str) -> _Salvage | None:
    """The table that a heading begins; ``None`` where it cannot be what it says."""
    if len(opening) != len(closing):
        return None
    parts = [one.strip("\"'") for one in _PART.findall(dotted)]
    table = root
    for part in parts[:-1]:
        inside = table.fields.setdefault(part, _Salvage())
        if isinstance(inside, list):
            inside = inside[-1]
        if not isinstance(inside, _Salvage):
            return None
        table = inside
    last = parts[-1]
    standing = table.fields.get(last)
    if opening == "[[" or isinstance(standing, list):
        if standing is not None and not isinstance(standing, list):
            return None
        new = _Salvage()
        table.fields[last] = [*(standing or []), new]
        return new
    found = table.fields.setdefault(last, _Salvage())
    return found if isinstance(found, _Salvage) else None


def _statement(table: _Salvage, lines: list[str], at: int) -> int:
    """Take one ``key = value``, or the line that is none; return the line behind it."""
    started = _START.fullmatch(lines[at])
    if started is None:
        table.unread.append(lines[at].strip())
        return at + 1
    key = started.group(1).strip("\"'")
    for end in range(at, min(len(lines), at + _LONGEST_STATEMENT)):
        if end > at and _HEADING.fullmatch(lines[end]):
            break
        read = _read("\n".join(lines[at : end + 1]))
        if read is not None:
            if set(read) & set(table.fields):
                table.unread.append("\n".join(lines[at : end + 1]).strip())
            else:
                table.fields.update({name: node_of(value) for name, value in read.items()})
                table.comments += [
                    one for one in [_comments("\n".join(lines[at : end + 1]))] if one
                ]
            return end + 1
    end = at + 1
    while end < len(lines) and not _begins(lines[end]):
        end += 1
    raw = "\n".join([started.group(2), *lines[at + 1 : end]]).strip()
    if "." in started.group(1) or key in table.fields or not raw:
        table.unread.append("\n".join(lines[at:end]).strip())
    else:
        mended = _read(f"{started.group(1)} = {raw}")  # it only began on the next line
        table.fields[key] = Broken(raw) if mended is None else node_of(mended[key])
    return end


def _begins(line: str) -> bool:
    """Whether a line is something of its own, not more of a broken value."""
    plain = line.strip()
    return not plain or plain[0] in "#[【" or _START.fullmatch(line) is not None


def _read(statement: str) -> dict[str, object] | None:
    try:
        return tomllib.loads(statement, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError):
        return None
