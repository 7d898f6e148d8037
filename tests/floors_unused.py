"""Production code that only tests reach: vulture over `desk_app` alone, names it cannot see apart.

Vulture goes by names: it finds a function whose name occurs nowhere else in the program.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from vulture.core import Vulture

KINDS = {"function", "method", "class", "property", "variable"}
CERTAIN = 60
"""Percent; what vulture says of a name that is defined and never read."""

# name: who uses it, although no line of the program does
USED_BY_OTHERS: dict[str, str] = {
    "LARGEST": "a member of an enumeration, made from the word in a scheme",
    "Maker": "named in quoted annotations, which vulture does not read",
    "_compile_upsert": "SQLAlchemy calls it for an upsert, by its decorator",
    "contextMenuEvent": "Qt calls it for the right button and for the menu key",
    "filterAcceptsRow": "Qt asks it about each row",
    "focusNextPrevChild": "Qt calls it for Tab, which stays in the ballot",
    "inherit_cache": "SQLAlchemy asks each statement for it",
    "mouseMoveEvent": "Qt calls it while the mouse moves",
    "mouseReleaseEvent": "Qt calls it when a button of the mouse is let go",
    "roles": "an argument that Qt passes",
    "setEditorData": "Qt calls it when a cell is opened to be typed in",
    "setModelData": "Qt calls it when a cell was typed",
    "wheelEvent": "Qt calls it; a wheel must not change a choice",
}
# "desk_app.views.schemes:SchemesRoom": imported by this text when it is needed
_BY_TEXT = re.compile(r"""["']desk_app[\w.]*:(\w+)["']""")


def unused(project: Path) -> Iterator[tuple[str, int, str, str]]:
    """Yield path, line, kind and name of what nothing in the program uses."""
    reader = Vulture()
    reader.scavenge([project / "desk_app"], exclude=["*/migrations/*"])
    by_text = {
        name
        for path in (project / "desk_app").rglob("*.py")
        for name in _BY_TEXT.findall(path.read_text(encoding="utf-8"))
    }
    for item in reader.get_unused_code(min_confidence=CERTAIN):
        if item.typ in KINDS and item.name not in by_text:
            where = Path(item.filename).resolve().relative_to(project.resolve()).as_posix()
            yield where, item.first_lineno, item.typ, item.name
