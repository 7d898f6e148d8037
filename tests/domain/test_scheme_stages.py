"""The rule book's stages know the model alone; no file stands in a circle with another."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
DOMAIN = PROJECT / "desk_app" / "domain"
STAGES = {
    "model": set[str](),
    "reading": {"model"},
    "checking": {"model"},
    "words": {"model"},
    # who changes a text has to know its lines
    "writing": {"model", "reading"},
}


def _imports(folder: Path) -> dict[str, set[str]]:
    """Module → modules of the folder that it imports, in functions and for types too."""
    modules = {
        ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in folder.rglob("*.py")
    }
    found: dict[str, set[str]] = {}
    for name, path in modules.items():
        named: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                named |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
            elif isinstance(node, ast.Import):
                named |= {one.name for one in node.names}
        found[name] = {one for one in named if one in modules and one != name}
    return found


def test_a_stage_imports_the_model_and_nothing_else_of_the_rule_book() -> None:
    wrong = []
    for name, imported in _imports(DOMAIN / "scheme").items():
        stage = name.split(".")[3] if name.count(".") > 2 else ""
        for other in imported:
            below = other.split(".")[3] if other.count(".") > 2 else ""
            if stage in STAGES and below and below != stage and below not in STAGES[stage]:
                wrong.append(f"{name} imports {other}")
    assert wrong == []


def test_no_file_of_the_domain_stands_in_a_circle() -> None:
    order = list(TopologicalSorter(_imports(DOMAIN)).static_order())
    assert len(order) > 60


def test_nothing_of_the_rule_book_imports_the_engine_that_grades_by_it() -> None:
    allowed = {"points", "faults"}
    found = _imports(DOMAIN)
    used = {
        other.removeprefix("desk_app.domain.")
        for name, imported in found.items()
        if name.startswith("desk_app.domain.scheme")
        for other in imported
        if not other.startswith("desk_app.domain.scheme") and other != "desk_app.domain"
    }
    assert used <= allowed
