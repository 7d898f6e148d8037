"""The check that imports run downwards only, and a few house rules no linter knows.

`python -m tests.floors` prints what is wrong, a line each, and exits with 1 if there is any.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PACKAGE = "desk_app"
LONGEST_FILE = 600

# floor: the floors whose modules it may import, besides its own
MAY_IMPORT: dict[str, set[str]] = {
    "assets": set(),
    "domain": set(),
    "documents": {"domain", "assets"},
    "storage": {"domain"},
    "services": {"documents", "storage", "domain", "assets"},
    "views": {"services", "domain", "assets"},
    "top": {"views", "services", "documents", "storage", "domain", "assets"},
}
DATABASE = {"sqlalchemy", "alembic", "sqlite3"}
WORKBOOKS = {"openpyxl", "python_calamine", "reportlab", "pypdfium2", "fontTools", "xlwt"}
FILES = {"pathlib", "os", "io", "shutil", "tempfile", "glob", "subprocess", "platformdirs"}
CLOCK = {"time", "sched"}
NETWORK = {"socket", "http", "urllib.request", "ftplib", "smtplib", "requests", "httpx"}
NETWORK |= {"PySide6.QtNetwork"}
MAY_NOT_USE: dict[str, set[str]] = {
    "assets": {"PySide6"} | DATABASE | WORKBOOKS,
    "domain": {"PySide6"} | DATABASE | WORKBOOKS | FILES | CLOCK,
    "documents": {"PySide6"} | DATABASE,
    "storage": {"PySide6"} | WORKBOOKS,
    "services": {"PySide6"},
    "views": DATABASE | {"openpyxl", "python_calamine", "reportlab"},
    "top": set(),
}
# A domain function gets its day and its files handed in.
NOT_IN_DOMAIN = {"now", "today", "utcnow", "open", "print", "input"}
HEAVY_AT_START = sorted(DATABASE - {"sqlite3"} | WORKBOOKS | {"pypinyin"})


def main() -> int:
    """Check the project this file lies in; returns the exit status."""
    faults = [*check_imports(PROJECT), *check_locks(PROJECT)]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def check_imports(project: Path) -> Iterator[str]:
    """Yield what breaks the house's floors, as `file:line: sentence`."""
    for path in sorted((project / PACKAGE).rglob("*.py")):
        parts = path.relative_to(project).with_suffix("").parts
        where = path.relative_to(project).as_posix()
        text = path.read_text(encoding="utf-8")
        if len(text.splitlines()) > LONGEST_FILE:
            yield f"{where}: longer than {LONGEST_FILE} lines, two things share this room"
        tree = ast.parse(text)
        floor = floor_of(parts)
        for line, module in imports(tree, parts):
            fault = judge(floor, module)
            if fault:
                yield f"{where}:{line}: {fault}"
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
