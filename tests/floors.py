"""The check that imports run downwards only, and a few house rules no linter knows.

`python -m tests.floors` prints what is wrong, a line each, and exits with 1 if there is any.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.floors_circles import circles, way_round
from tests.floors_database import may_name_the_database, names_a_dialect, raw_sql
from tests.floors_known import KNOWN
from tests.floors_measures import (
    COUNTED,
    LONGEST_FILE,
    MEDIAN_FILE,
    MOST_BRANCHES,
    branching,
    long_files,
    median_lines,
)
from tests.floors_names import hidden_modules, two_of_a_name
from tests.floors_network import UNIX_SOCKETS, beyond_unix, may_open
from tests.floors_rows import READ_SO, untyped_rows
from tests.floors_unreached import unreached
from tests.floors_unused import USED_BY_OTHERS, unused

PROJECT = Path(__file__).resolve().parents[1]
PACKAGE = "desk_app"

# floor: the floors whose modules it may import, besides its own
MAY_IMPORT: dict[str, set[str]] = {
    "assets": set(),
    "disk": set(),
    "domain": set(),
    "documents": {"domain", "assets", "disk"},
    "storage": {"domain", "disk"},
    "services": {"documents", "storage", "domain", "assets", "disk"},
    "views": {"services", "domain", "assets"},
    "commands": {"services"},
    "top": {"commands", "views", "services", "documents", "storage", "domain", "assets", "disk"},
}
DATABASE = {"sqlalchemy", "alembic", "sqlite3"}
WORKBOOKS = {"openpyxl", "python_calamine", "reportlab", "pypdfium2", "fontTools", "xlwt"}
WORKBOOKS |= {"docx", "lxml"}
FILES = {"pathlib", "os", "io", "shutil", "tempfile", "glob", "subprocess", "platformdirs"}
CLOCK = {"time", "sched"}
NETWORK = {"socket", "http", "urllib.request", "ftplib", "smtplib", "requests", "httpx"}
NETWORK |= {"_socket", "PySide6.QtNetwork", "jeepney.io"}
MAY_NOT_USE: dict[str, set[str]] = {
    "assets": {"PySide6"} | DATABASE | WORKBOOKS,
    "disk": {"PySide6"} | DATABASE | WORKBOOKS,
    "domain": {"PySide6"} | DATABASE | WORKBOOKS | FILES | CLOCK,
    "documents": {"PySide6"} | DATABASE,
    "storage": {"PySide6"} | WORKBOOKS,
    "services": {"PySide6"},
    "views": DATABASE | {"openpyxl", "python_calamine", "reportlab", "docx", "lxml"},
    "commands": {"PySide6"} | DATABASE | WORKBOOKS,
    "top": set(),
}
# A domain function gets its day and its files handed in.
NOT_IN_DOMAIN = {"now", "today", "utcnow", "open", "print", "input"}
HEAVY_AT_START = sorted(DATABASE - {"sqlite3"} | WORKBOOKS | {"pypinyin", "tomlkit"})


class Finding(NamedTuple):
    """One thing that is wrong."""

    rule: str
    key: str
    """What is wrong, without line numbers: stays the same while other lines move."""
    sentence: str


def main() -> int:
    """Check the project this file lies in; returns the exit status."""
    faults = list(check(PROJECT))
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def check(project: Path) -> list[str]:
    """Return everything that is wrong with the project, a sentence each."""
    return [*check_imports(project), *less_known(findings(project), KNOWN), *check_locks(project)]


def findings(project: Path) -> Iterator[Finding]:
    """Yield what breaks the rules of which some exceptions may still be known."""
    yield from check_circles(project)
    yield from check_files(project)
    yield from check_sizes(project)
    yield from check_unused(project)
    yield from check_names(project)


def less_known(found: Iterable[Finding], known: dict[str, set[str]]) -> Iterator[str]:
    """Yield what is not known yet, and what is known but has gone: the list only shrinks."""
    gone = {rule: set(keys) for rule, keys in known.items()}
    for finding in found:
        excuses = [key for key in known.get(finding.rule, ()) if _excuses(key, finding)]
        if not excuses:
            yield finding.sentence
        for key in excuses:
            gone[finding.rule].discard(key)
    for rule, keys in sorted(gone.items()):
        for key in sorted(keys):
            yield f"tests/floors_known.py: {rule}: no longer so, take it out: {key}"


def _excuses(key: str, finding: Finding) -> bool:
    if finding.rule == "circle":  # a smaller rest of a known circle is still that circle
        return set(finding.key.split()) <= set(key.split())
    return key == finding.key


def check_circles(project: Path) -> Iterator[Finding]:
    """Yield the circles of files that import each other, lazily or for types only too."""
    graph = import_graph(project)
    for knot in circles(graph):
        way = " → ".join(f"{module}.py" for module in way_round(graph, knot))
        rest = len(knot) - len(set(way.split(" → ")))
        more = f" (and {rest} more files in the same knot)" if rest > 0 else ""
        yield Finding("circle", " ".join(knot), f"a circle of imports: {way}{more}")


def import_graph(project: Path) -> dict[str, set[str]]:
    """Return for each file of the package (no suffix, "/" between) the files that it imports."""
    modules = {
        path.relative_to(project).with_suffix("").as_posix(): path
        for path in (project / PACKAGE).rglob("*.py")
    }
    graph: dict[str, set[str]] = {}
    for module, path in modules.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        graph[module] = set()
        for names in _named(tree, tuple(module.split("/"))):
            candidates = ("/".join(names), "/".join(names[:-1]))
            faces = [f"{name}/__init__" for name in candidates]
            # the deepest that is a file: `from desk_app.views import window` means window.py
            for target in (candidates[0], faces[0], candidates[1], faces[1]):
                if target in modules and target != module:
                    graph[module].add(target)
                    break
    return graph


def _named(tree: ast.Module, parts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield each imported name of our package, split, with the name after `import` at its end."""
    package = parts[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            # `import desk_app.views.window`: the last is no attribute, so it stays the last
            yield from (tuple(alias.name.split(".")) for alias in node.names if _ours(alias.name))
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            base += tuple(node.module.split(".")) if node.module else ()
            if base[:1] == (PACKAGE,):
                yield from ((*base, alias.name) for alias in node.names)


def _ours(module: str) -> bool:
    return module == PACKAGE or module.startswith(f"{PACKAGE}.")


def check_files(project: Path) -> Iterator[Finding]:
    """Yield what ties a file to one database, SQL by hand, and functions with many branches."""
    for path in sorted((project / PACKAGE).rglob("*.py")):
        where = path.relative_to(project).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if not may_name_the_database(where):
            for line, module in imports(tree, path.relative_to(project).with_suffix("").parts):
                if names_a_dialect(module):
                    words = f"{where}:{line}: only storage/engine knows the database, not {module}"
                    yield Finding("dialect", f"{where} {module}", words)
            for line, spelling in raw_sql(tree):
                words = f"{where}:{line}: SQL by hand outside storage/engine: {spelling}"
                yield Finding("raw sql", f"{where} {spelling}", words)
        if where.startswith(READ_SO):
            for line, spelling in untyped_rows(tree):
                words = f"{where}:{line}: a row is read by the text of a column: {spelling}"
                yield Finding("untyped row", f"{where} {spelling}", words)
        if where.startswith(COUNTED):
            for line, name, branches in branching(tree):
                words = f"{where}:{line}: {name} has {branches} branches, {MOST_BRANCHES} at most"
                yield Finding("branches", f"{where} {name}", words)


def check_sizes(project: Path) -> Iterator[Finding]:
    """Yield files that are too long, and a median that is."""
    for folder, most in LONGEST_FILE.items():
        for where, lines in long_files(project, folder):
            words = f"{where}: {lines} lines, {most} at most: two things share this room"
            yield Finding("long file", where, words)
    middle = median_lines(project)
    if middle > MEDIAN_FILE:
        words = f"{PACKAGE}: half of the files have over {middle:g} lines, {MEDIAN_FILE} is enough"
        yield Finding("median", PACKAGE, words)


def check_unused(project: Path) -> Iterator[Finding]:
    """Yield what no line of the program uses: only tests reach it, or nobody."""
    excused = set(USED_BY_OTHERS)
    for where, line, kind, name in sorted({*unused(project), *unreached(project)}):
        if name in USED_BY_OTHERS:
            excused.discard(name)
            continue
        words = f"{where}:{line}: the program does not use the {kind} {name}, at most tests do"
        yield Finding("unused", f"{where} {name}", words)
    for name in sorted(excused):
        words = f"tests/floors_unused.py: {name} is used or gone, take it out of USED_BY_OTHERS"
        yield Finding("unused", f"USED_BY_OTHERS {name}", words)


def check_names(project: Path) -> Iterator[Finding]:
    """Yield class names that name two things, and aliases that hide a module of ours."""
    for name, files in two_of_a_name(project):
        words = f"two things of one name: class {name} in {', '.join(files)}"
        yield Finding("one name", name, words)
    for where, line, module, alias in hidden_modules(project):
        words = f"{where}:{line}: {alias} hides what it is: import {module} under its own name"
        yield Finding("hidden module", f"{where} {module}", words)


def check_imports(project: Path) -> Iterator[str]:
    """Yield what breaks the house's floors, as `file:line: sentence`."""
    for path in sorted((project / PACKAGE).rglob("*.py")):
        parts = path.relative_to(project).with_suffix("").parts
        where = path.relative_to(project).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        floor = floor_of(parts)
        for line, module in imports(tree, parts):
            fault = judge(floor, module)
            if fault and not may_open(where, module):
                yield f"{where}:{line}: {fault}"
        if where in UNIX_SOCKETS:
            for line, spelling in beyond_unix(tree):
                yield f"{where}:{line}: unix sockets only, not {spelling}"
        if floor == "domain":
            for line, name in calls(tree):
                if name in NOT_IN_DOMAIN:
                    yield f"{where}:{line}: domain has no clock and no files, but calls {name}()"


def floor_of(parts: tuple[str, ...]) -> str:
    """Return the floor of a module given as ("desk_app", "views", "scoring")."""
    name = parts[1] if len(parts) > 1 else ""
    return name if name in MAY_IMPORT else "top"


def judge(floor: str, module: str) -> str | None:
    """Say what is wrong with `floor` importing `module`, or None."""
    parts = tuple(module.split("."))
    if parts[0] == PACKAGE:
        other = floor_of(parts)
        # `from desk_app import __version__` is everybody's
        if parts in {(PACKAGE,), (PACKAGE, "__version__")} or other == floor:
            return None
        return None if other in MAY_IMPORT[floor] else f"{floor} must not import {module}"
    for name in MAY_NOT_USE[floor] | NETWORK:
        if module == name or module.startswith(f"{name}."):
            return f"{floor} must not use {name}"
    return None


def imports(tree: ast.Module, parts: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Yield line and full name of every import, in functions and under TYPE_CHECKING too."""
    package = parts[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = list(package[: len(package) - node.level + 1]) if node.level else []
            base += node.module.split(".") if node.module else []
            # `from desk_app import views` and `from PySide6 import QtNetwork` name modules
            deep = base in ([PACKAGE], ["PySide6"], ["urllib"])
            for alias in node.names:
                yield node.lineno, ".".join([*base, alias.name] if deep else base)


def calls(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and last name of every call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.lineno, node.func.attr
            elif isinstance(node.func, ast.Name):
                yield node.lineno, node.func.id


def check_locks(project: Path) -> Iterator[str]:
    """Yield what is wrong with the lock files: places, missing hashes, missing packages."""
    described = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = described["project"]["dependencies"]
    for name, names in (
        ("requirements.lock", wanted),
        ("requirements-dev.lock", [*wanted, *described["dependency-groups"]["dev"]]),
    ):
        text = (project / name).read_text(encoding="utf-8")
        yield from (
            f"{name}: names a place: {line}"
            for line in text.splitlines()
            if re.search(r"://|file:|index-url|find-links| @ ", line)
        )
        entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
        locked = {entry.split("==")[0] for entry in entries}
        yield from (
            f"{name}: no hash for {entry.split()[0]}"
            for entry in entries
            if "--hash=sha256:" not in entry
        )
        for requirement in names:
            bare = re.split(r"[<>=!~;\[ ]", requirement)[0].lower().replace("_", "-")
            if bare not in locked:
                yield f"{name}: {bare} is not locked, run: python3 dev.py lock"


if __name__ == "__main__":
    sys.exit(main())
