"""The one file that may open a socket, and what it may do with it: nothing leaves the computer."""

import ast
from collections.abc import Iterator
from typing import TypeGuard

# file: why it may
UNIX_SOCKETS = {
    "desk_app/views/input/bus.py": "asks the session bus, on this computer, what Chinese is "
    "typed with; a socket of the family AF_UNIX reaches no network",
}
MODULE = "_socket"
USED = {"socket", "AF_UNIX", "SOCK_STREAM"}


def may_open(where: str, module: str) -> bool:
    """Return whether the file may import this module of the network all the same."""
    return module == MODULE and where in UNIX_SOCKETS


def beyond_unix(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and spelling of whatever is, or might be, more than a unix socket."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == MODULE:
            yield node.lineno, f"from {MODULE} import"
        elif isinstance(node, ast.Import):
            hidden = (alias for alias in node.names if alias.name == MODULE and alias.asname)
            yield from ((node.lineno, f"{MODULE} as {alias.asname}") for alias in hidden)
        elif _of_socket(node) and node.attr not in USED:
            yield node.lineno, f"{MODULE}.{node.attr}"
        elif isinstance(node, ast.Call) and _of_socket(node.func) and node.func.attr == "socket":
            family = node.args[0] if node.args else None
            # without a family it is one of the network
            if not (_of_socket(family) and family.attr == "AF_UNIX"):
                yield node.lineno, "a socket that is not AF_UNIX"


def _of_socket(node: ast.AST | None) -> TypeGuard[ast.Attribute]:
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == MODULE
    )
