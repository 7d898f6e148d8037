"""How large a room may grow: lines of a file, their median, branches of a function."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from radon.complexity import cc_visit_ast

LONGEST_FILE = {"desk_app": 400, "tests": 500}
MEDIAN_FILE = 120
MOST_BRANCHES = 15
"""The highest cyclomatic complexity, as radon counts it, of a function."""
COUNTED = ("desk_app/services/", "desk_app/views/")


def long_files(project: Path, folder: str) -> Iterator[tuple[str, int]]:
    """Yield path and number of lines of each file in ``folder`` that is too long."""
    for path in sorted((project / folder).rglob("*.py")):
        lines = count_lines(path)
        if lines > LONGEST_FILE[folder]:
            yield path.relative_to(project).as_posix(), lines


def median_lines(project: Path) -> float:
    """Return the median of the lines of the program's files, faces and migrations apart."""
    counted = [
        count_lines(path)
        for path in (project / "desk_app").rglob("*.py")
        if path.name != "__init__.py" and "migrations" not in path.relative_to(project).parts
    ]
    return median(counted) if counted else 0


def count_lines(path: Path) -> int:
    """Return the number of lines of a text file."""
    return len(path.read_text(encoding="utf-8").splitlines())


def branching(tree: ast.Module) -> Iterator[tuple[int, str, int]]:
    """Yield line, name (with its class) and complexity of each function above the limit."""
    for block in cc_visit_ast(tree):
        if block.letter != "C" and block.complexity > MOST_BRANCHES:
            yield block.lineno, block.fullname, block.complexity
