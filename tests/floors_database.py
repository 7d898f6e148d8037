"""The edge to the database: who may name it, and who may write SQL by hand."""

import ast
from collections.abc import Iterator

EDGE = "desk_app/storage/engine"
"""The room (a file or a folder of that name) that knows which database it is."""
MIGRATIONS = "desk_app/storage/migrations/"
DIALECTS = ("sqlite3", "sqlalchemy.dialects", "psycopg", "psycopg2")
WRITTEN_BY_HAND = {"text", "literal_column", "TextClause", "DDL"}
EXECUTE = {"execute", "executemany", "executescript", "scalar", "scalars"}


def may_name_the_database(where: str) -> bool:
    """Say whether the file (`desk_app/…/x.py`) belongs to the edge or to the migrations."""
    return where.startswith((f"{EDGE}.py", f"{EDGE}/", MIGRATIONS))


def names_a_dialect(module: str) -> bool:
    """Say whether importing ``module`` ties its importer to one database."""
    return any(module == name or module.startswith(f"{name}.") for name in DIALECTS)


def raw_sql(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and spelling of every statement that is written as text."""
    ours = _names_from_sqlalchemy(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "dialect":
            yield node.lineno, "….dialect"
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in ours:
            yield node.lineno, f"{node.func.id}(…)"
        elif isinstance(node.func, ast.Attribute):
            name = node.func.attr
            if name == "exec_driver_sql" or (
                name in WRITTEN_BY_HAND
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id in ours
            ):
                yield node.lineno, f"{name}(…)"
            elif name in EXECUTE and node.args and _is_text(node.args[0]):
                yield node.lineno, f'{name}("…")'


def _names_from_sqlalchemy(tree: ast.Module) -> set[str]:
    """Return what `text` & co. and the library itself are called in this file."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
            names |= {a.asname or a.name for a in node.names if a.name in WRITTEN_BY_HAND}
        elif isinstance(node, ast.Import):
            names |= {
                a.asname or "sqlalchemy" for a in node.names if a.name.startswith("sqlalchemy")
            }
    return names


def _is_text(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        return _is_text(node.left) or _is_text(node.right)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in {"format", "join"} and _is_text(node.func.value)
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
