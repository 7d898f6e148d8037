"""Rows come out of storage as dataclasses: no use case reads one by the text of its columns."""

import ast
from collections.abc import Iterator

READ_SO = "desk_app/services/"
_MAPPINGS = {"mappings", "_mapping", "RowMapping"}
_ROW_NAMES = {"row", "one", "held", "stored", "version"}


def untyped_rows(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and spelling of every row that is read as a mapping."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and _is_row_by_name(node):
            yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.Attribute) and node.attr in _MAPPINGS:
            yield node.lineno, f".{node.attr}"
        elif isinstance(node, ast.alias) and node.name == "RowMapping":
            yield node.lineno, "RowMapping"


def _is_row_by_name(node: ast.Subscript) -> bool:
    return (
        isinstance(node.value, ast.Name)
        and node.value.id in _ROW_NAMES
        and isinstance(node.slice, ast.Constant)
        and isinstance(node.slice.value, str)
    )
