"""Functions and classes of modules that nothing in the program reaches under their full name.

Vulture goes by bare names: a ``store_batch`` that nobody calls hides behind another one that
somebody does. Here a use counts for the module that it can mean: an import of the name, an
attribute of something called like the module, or the name inside its own module.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PACKAGE = "desk_app"
_NAME_IN_TEXT = re.compile(r"[\w.]+")
_BY_TEXT = re.compile(r"desk_app[\w.]*:(\w+)")


class Definition(NamedTuple):
    """A function or class at the top of a module."""

    module: str
    line: int
    kind: str
    name: str


def unreached(project: Path) -> Iterator[tuple[str, int, str, str]]:
    """Yield path, line, kind and name of what no line of the program can mean."""
    trees = {
        ".".join(path.relative_to(project).with_suffix("").parts): ast.parse(
            path.read_text(encoding="utf-8")
        )
        for path in sorted((project / PACKAGE).rglob("*.py"))
        if "migrations" not in path.relative_to(project).parts
    }
    used: set[tuple[str, str]] = set()
    for module, tree in trees.items():
        used |= _uses(module, tree)
    used |= _handed_on(trees, used)
    for one in _definitions(trees):
        stem = one.module.removesuffix(".__init__").rsplit(".", 1)[-1]
        means = {(one.module.removesuffix(".__init__"), one.name), (f"*.{stem}", one.name)}
        if not means & used and not one.name.startswith("__"):
            yield f"{one.module.replace('.', '/')}.py", one.line, one.kind, one.name


def _definitions(trees: dict[str, ast.Module]) -> Iterator[Definition]:
    for module, tree in trees.items():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield Definition(module, node.lineno, "function", node.name)
            elif isinstance(node, ast.ClassDef):
                yield Definition(module, node.lineno, "class", node.name)


def _uses(module: str, tree: ast.Module) -> set[tuple[str, str]]:
    """What one module uses: (module, name), or ("*.stem", name) for any module called so."""
    here = module.removesuffix(".__init__")
    face = module != here
    aliases: dict[str, str] = {}
    used: set[tuple[str, str]] = set()
    for base, name, alias in _imported(module, tree):
        aliases[alias] = name
        if not face:  # the face of a folder only hands on, see _handed_on
            used.add((base, name))
    for top in tree.body:
        own = getattr(top, "name", None)  # a function that calls itself is not used by that
        for node in ast.walk(top):
            if isinstance(node, ast.Name) and node.id != own:
                used.add((here, node.id))
            elif isinstance(node, ast.Attribute):
                owner = node.value
                last = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
                used |= {(f"*.{last}", node.attr), (f"*.{aliases.get(last, last)}", node.attr)}
            elif isinstance(node, ast.Constant) and not _is_list_of_exports(top):
                used |= set(_in_text(here, node.value)) if isinstance(node.value, str) else set()
    return used


def _in_text(module: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield what a quoted annotation names, and what is opened by its text."""
    if match := _BY_TEXT.fullmatch(text):
        yield text.split(":", maxsplit=1)[0], match[1]
    elif re.fullmatch(r"[\w.,\[\]| ()]+", text):
        for name in _NAME_IN_TEXT.findall(text):
            owner, _, last = name.rpartition(".")
            yield (f"*.{owner.rsplit('.', 1)[-1]}", last) if owner else (module, last)


def _is_list_of_exports(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and any(
        isinstance(one, ast.Name) and one.id == "__all__" for one in node.targets
    )


def _imported(module: str, tree: ast.Module) -> Iterator[tuple[str, str, str]]:
    """Yield (module, name, name used here) of every import of something of ours."""
    package = module.split(".")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            base += node.module.split(".") if node.module else []
            if base[:1] == [PACKAGE]:
                for one in node.names:
                    yield ".".join(base), one.name, one.asname or one.name


def _handed_on(trees: dict[str, ast.Module], used: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """What is used through the face of its folder (`services/rectification/__init__.py`)."""
    found = set()
    for module, tree in trees.items():
        if module.endswith(".__init__"):
            here = module.removesuffix(".__init__")
            stem = here.rsplit(".", 1)[-1]
            for base, name, alias in _imported(module, tree):
                if {(here, alias), (f"*.{stem}", alias)} & used:
                    found.add((base, name))
    return found
