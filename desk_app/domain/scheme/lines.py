"""Finds on which line of a scheme file a table or a key stands.

The standard library's reader of TOML keeps no line numbers. This walks the text once, telling
strings, comments and brackets apart, and notes where each heading and each key at the outer
level begins. What lies inside an inline table or a list has the line of its key.
"""

import re
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]

_KEY = r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'"""
_DOTTED = rf"(?:{_KEY})(?:[ \t]*\.[ \t]*(?:{_KEY}))*"
_HEADING = re.compile(rf"(\[\[?)[ \t]*({_DOTTED})[ \t]*\]")
_PAIR = re.compile(rf"({_DOTTED})[ \t]*=")
_PART = re.compile(_KEY)
_SKIP = re.compile(
    r'"""(?:[^\\]|\\.)*?"""'
    r"|'''.*?'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*",
    re.DOTALL,
)
_OPEN = frozenset("[{")
_CLOSE = frozenset("]}")


class Lines:
    """Lines of one text by path, such as ``("bands", 2, "range")``."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        self._heading: Path = ()
        self._walk(text.replace("\r\n", "\n"))

    def of(self, path: Path) -> int:
        """Return the line of ``path``, or of the nearest thing that holds it; 0 if none."""
        for length in range(len(path), 0, -1):
            if line := self._lines.get(path[:length], 0):
                return line
        return 0

    def _walk(self, text: str) -> None:
        position, line, depth, fresh = 0, 1, 0, True
        while position < len(text):
            character = text[position]
            if fresh and depth == 0 and character not in " \t\n#":
                fresh = False
                if match := _HEADING.match(text, position):
                    self._note_heading(match, line)
                    end = text.find("\n", position)
                    position = len(text) if end < 0 else end
                    continue
                if match := _PAIR.match(text, position):
                    self._note_key(match.group(1), line)
                    position = match.end()
                    continue
            if match := _SKIP.match(text, position):
                line += match.group().count("\n")
                position = match.end()
                continue
            if character == "\n":
                line, fresh = line + 1, True
            elif character in _OPEN:
                depth += 1
            elif character in _CLOSE:
                depth = max(0, depth - 1)
            position += 1

    def _note_heading(self, match: re.Match[str], line: int) -> None:
        parts = _parts(match.group(2))
        if match.group(1) == "[[":
            above = self._indexed(parts[:-1])
            plain: Path = (*above, parts[-1])
            count = self._counts.get(plain, 0)
            self._counts[plain] = count + 1
            self._heading = (*plain, count)
            self._lines.setdefault(plain, line)
        else:
            self._heading = self._indexed(parts)
        for length in range(1, len(self._heading) + 1):  # [[a.b]] is where [a] begins, if no [a] is
            self._lines.setdefault(self._heading[:length], line)

    def _note_key(self, dotted: str, line: int) -> None:
        path: Path = self._heading
        for part in _parts(dotted):
            path = (*path, part)
            self._lines.setdefault(path, line)

    def _indexed(self, parts: list[str]) -> Path:
        """Return the path with the number of the newest entry after each list of tables."""
        path: Path = ()
        for part in parts:
            path = (*path, part)
            if count := self._counts.get(path, 0):
                path = (*path, count - 1)
        return path


def _parts(dotted: str) -> list[str]:
    return [
        part[1:-1] if part[0] in "\"'" else part
        for part in (match.group() for match in _PART.finditer(dotted))
    ]
