"""Takes a statement that cannot be read out of a scheme's text, so that the rest can be.

What is taken out leaves its lines empty: what is found later stands where it stands in the file.
"""

import re

_HEADING = re.compile(r"\s*\[\[?[ \t]*[A-Za-z_][\w.\" \t-]*\]")
_KEY = re.compile(r"[ \t]*[A-Za-z_][\w.-]*[ \t]*=")
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*')
_LIKE_HEADING = ("[", "【", "［")


def without_statement(text: str, line: int, start: int) -> str:
    """Return ``text`` without the statement that is wrong at ``line`` and begins at ``start``.

    Lines count from 1. A heading is exchanged for one of its own, with those of its parts, so that
    what stands below is not taken for a part of the table above.
    """
    lines = text.split("\n")
    if start == line and lines[line - 1].lstrip().startswith(_LIKE_HEADING):
        lines[line - 1] = f"[broken-{line}]"
        for number in range(line, len(lines)):
            if heading := _HEADING.match(lines[number]):
                if "." not in heading.group():
                    break
                lines[number] = f"[broken-{number + 1}]"
        return "\n".join(lines)
    for number in range(start, _end(lines, line, start) + 1):
        lines[number - 1] = ""
    return "\n".join(lines)


def _end(lines: list[str], line: int, start: int) -> int:
    """The last line of a broken statement: where its brackets close, or another one begins."""
    if start < line and _begins(lines[line - 1]):
        return line - 1
    end = line
    depth = sum(_depth(one) for one in lines[start - 1 : line])
    while end < len(lines) and depth > 0 and not _HEADING.match(lines[end]):
        within = _depth(lines[end])
        if within >= 0 and _KEY.match(lines[end]) and "{" not in lines[start - 1]:
            break
        depth += within
        end += 1
    return end


def _begins(line: str) -> bool:
    return bool(_HEADING.match(line) or _KEY.match(line))


def _depth(line: str) -> int:
    """How many brackets more are opened on a line than closed."""
    bare = _TEXT.sub("", line)
    return sum(map(bare.count, "[{［｛")) - sum(map(bare.count, "]}］｝"))
