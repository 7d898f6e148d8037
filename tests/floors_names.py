"""One word names one thing: no two classes of one name, no alias that hides a module."""

import ast
from collections.abc import Iterator
from pathlib import Path

HOUSES = ("desk_app", "tests")


def two_of_a_name(project: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield each class name that several files of the program define, and these files.

    A leading underscore is a file's own affair.
    """
    places: dict[str, list[str]] = {}
    for path in sorted((project / "desk_app").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(path.relative_to(project).as_posix())
    yield from ((name, files) for name, files in sorted(places.items()) if len(files) > 1)


def hidden_modules(project: Path) -> Iterator[tuple[str, int, str, str]]:
    """Yield path, line, full name and alias of each module of ours that goes by another name."""
    for house in HOUSES:
        for path in sorted((project / house).rglob("*.py")):
            where = path.relative_to(project)
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for line, module, alias in _aliases(tree, where.parts[:-1]):
                if alias != module[-1] and _is_ours(project, module):
                    yield where.as_posix(), line, ".".join(module), alias


def _aliases(
    tree: ast.Module, package: tuple[str, ...]
) -> Iterator[tuple[int, tuple[str, ...], str]]:
    """Yield line, full name (split) and alias of whatever is imported under an alias."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        base: tuple[str, ...] = ()
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            base += tuple(node.module.split(".")) if node.module else ()
        for one in node.names:
            if one.asname:
                yield node.lineno, (*base, *one.name.split(".")), one.asname


def _is_ours(project: Path, module: tuple[str, ...]) -> bool:
    place = project.joinpath(*module)
    return module[0] in HOUSES and (place.is_dir() or place.with_suffix(".py").is_file())
