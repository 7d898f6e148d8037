"""The rules beside the floors, each on planted faults: circles, SQL, sizes, branches, idle code."""

from pathlib import Path

import pytest

from tests import floors, floors_unused
from tests.floors import Finding

ROUND_TRIP = {
    "at the top": ("from desk_app.views.b import x", "from desk_app.views import a"),
    "in a function": ("def f():\n    import desk_app.views.b", "from . import a"),
    "for types only": (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .b import x",
        "from desk_app.views import a",
    ),
}


def plant(project: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = project / "desk_app" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("texts", ROUND_TRIP.values(), ids=ROUND_TRIP.keys())
def test_a_circle_is_found_and_its_files_are_named(tmp_path: Path, texts: tuple[str, str]) -> None:
    plant(tmp_path, {"views/a": texts[0], "views/b": texts[1]})
    (found,) = floors.check_circles(tmp_path)
    assert found.sentence.endswith(
        "desk_app/views/a.py → desk_app/views/b.py → desk_app/views/a.py"
    )


def test_a_circle_through_the_face_of_a_folder_is_found(tmp_path: Path) -> None:
    plant(tmp_path, {"domain/s/__init__": "from desk_app.domain.s.a import X", "domain/s/a": ""})
    assert list(floors.check_circles(tmp_path)) == []
    plant(tmp_path, {"domain/s/a": "from desk_app.domain.s import X"})
    assert len(list(floors.check_circles(tmp_path))) == 1


def test_a_long_way_round_is_one_circle_and_a_diamond_is_none(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "views/a": "from desk_app.views import b, c",
            "views/b": "from desk_app.views import d",
            "views/c": "from desk_app.views import d",
            "views/d": "",
            "views/e": "from desk_app.views import a",
        },
    )
    assert list(floors.check_circles(tmp_path)) == []
    plant(tmp_path, {"views/d": "from desk_app.views import e"})
    (found,) = floors.check_circles(tmp_path)
    assert found.key == " ".join(f"desk_app/views/{name}" for name in "abcde")
    assert "and 1 more files" in found.sentence


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("services/a", "import sqlite3"),
        ("services/a", "def f():\n    from sqlalchemy.dialects.sqlite import insert"),
        ("storage/rows", "from sqlalchemy.dialects import postgresql"),
        ("storage/engines", "import sqlite3"),
        ("services/a", "from sqlalchemy import text\nQ = text('SELECT 1')"),
        ("services/a", "from sqlalchemy import text as t\nQ = t('SELECT 1')"),
        ("services/a", "import sqlalchemy as sa\nQ = sa.text('SELECT 1')"),
        ("services/a", "def f(c):\n    c.exec_driver_sql(SQL)"),
        ("services/a", "def f(c):\n    return c.dialect.name"),
        ("services/a", "def f(c):\n    c.execute('SELECT 1')"),
        ("services/a", "def f(c, t):\n    c.execute(f'SELECT * FROM {t}')"),
        ("storage/rows", "def f(c, t):\n    c.execute('SELECT * FROM ' + t)"),
    ],
)
def test_what_ties_us_to_one_database_is_found(tmp_path: Path, place: str, text: str) -> None:
    plant(tmp_path, {place: text})
    assert len(list(floors.check_files(tmp_path))) == 1


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("storage/engine", "import sqlite3\ndef f(c):\n    c.exec_driver_sql('BEGIN')"),
        ("storage/engine/upsert", "from sqlalchemy.dialects import sqlite"),
        ("storage/migrations/versions/0009_x", "def f(c):\n    c.execute('DROP TABLE x')"),
        ("services/a", "def f(c, query):\n    c.execute(query)\n    text('not sqlalchemy')"),
    ],
)
def test_the_edge_and_the_migrations_may(tmp_path: Path, place: str, text: str) -> None:
    plant(tmp_path, {place: text})
    assert list(floors.check_files(tmp_path)) == []


def branches(number: int) -> str:
    return "def f(x):\n" + "".join(f"    if x == {n}:\n        pass\n" for n in range(number))


@pytest.mark.parametrize(
    "text",
    [
        "def f(row):\n    return row['issued']",
        "def f(rows):\n    return [one['votes'] for one in rows]",
        "def f(session, q):\n    return session.execute(q).mappings()",
        "from sqlalchemy import RowMapping",
        "import sqlalchemy as sa\nX = sa.RowMapping",
    ],
)
def test_a_row_that_is_read_by_the_text_of_a_column_is_found(tmp_path: Path, text: str) -> None:
    plant(tmp_path, {"services/polling/a": text})
    assert [one.rule for one in floors.check_files(tmp_path)] == ["untyped row"]


def test_rows_with_types_and_what_lies_in_storage_may(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "services/a": "def f(row, votes):\n    return row.issued + votes['满意'] + row[0]",
            "storage/rows/a": "def f(rows):\n    return rows.mappings()",
        },
    )
    assert list(floors.check_files(tmp_path)) == []


def test_many_branches_are_counted_in_services_and_views(tmp_path: Path) -> None:
    plant(tmp_path, {"services/a": branches(14), "views/a": branches(14), "domain/a": branches(15)})
    assert list(floors.check_files(tmp_path)) == []
    plant(tmp_path, {"services/a": branches(15), "views/deep/a": branches(15)})
    assert [one.rule for one in floors.check_files(tmp_path)] == ["branches"] * 2


def test_many_branches_are_found_in_a_method(tmp_path: Path) -> None:
    method = "class C:\n" + "".join(f"    {line}\n" for line in branches(15).splitlines())
    plant(tmp_path, {"views/a": method})
    (found,) = floors.check_files(tmp_path)
    assert found.key == "desk_app/views/a.py C.f"


def test_long_files_are_found_in_the_program_and_in_tests(tmp_path: Path) -> None:
    plant(tmp_path, {"views/a": "x = 1\n" * 400, "views/b": "", "views/c": ""})
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_a.py").write_text("x = 1\n" * 500, encoding="utf-8")
    assert list(floors.check_sizes(tmp_path)) == []
    plant(tmp_path, {"views/a": "x = 1\n" * 401})
    (tmp_path / "tests/test_a.py").write_text("x = 1\n" * 501, encoding="utf-8")
    found = list(floors.check_sizes(tmp_path))
    assert [one.key for one in found] == ["desk_app/views/a.py", "tests/test_a.py"]


def test_a_high_median_is_found_faces_and_migrations_apart(tmp_path: Path) -> None:
    long = "x = 1\n" * 121
    plant(tmp_path, {"views/a": long, "views/__init__": "", "storage/migrations/versions/0001": ""})
    assert [one.rule for one in floors.check_sizes(tmp_path)] == ["median"]
    plant(tmp_path, {"views/b": "", "views/c": ""})
    assert list(floors.check_sizes(tmp_path)) == []


@pytest.fixture
def nobody_excused(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(floors_unused.USED_BY_OTHERS):
        monkeypatch.delitem(floors_unused.USED_BY_OTHERS, name)


@pytest.mark.usefixtures("nobody_excused")
def test_a_function_that_nothing_in_the_program_calls_is_found(tmp_path: Path) -> None:
    plant(tmp_path, {"services/a": "def keep():\n    return 1\n\n\ndef lost():\n    return 2\n"})
    plant(tmp_path, {"app": "from desk_app.services import a\n\na.keep()\n"})
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_a.py").write_text("from desk_app.services.a import lost\nlost()\n")
    (found,) = floors.check_unused(tmp_path)
    assert found.key == "desk_app/services/a.py lost"


@pytest.mark.usefixtures("nobody_excused")
def test_a_room_that_is_opened_by_its_name_is_used(tmp_path: Path) -> None:
    plant(tmp_path, {"views/schemes": "class SchemesRoom:\n    pass\n"})
    plant(tmp_path, {"app": 'print("desk_app.views.schemes:SchemesRoom")\n'})
    assert list(floors.check_unused(tmp_path)) == []


TWO_OF_A_NAME = {
    "services/a": "def store():\n    return 1\n",
    "services/b": "def store():\n    return 2\n",
}


@pytest.mark.usefixtures("nobody_excused")
@pytest.mark.parametrize(
    "use",
    [
        "from desk_app.services import a\n\na.store()\n",
        "from desk_app.services import a as rules\n\nrules.store()\n",
        "from desk_app.services.a import store\n\nstore()\n",
        "from desk_app.late import a\n\na.store()\n",
    ],
)
def test_a_name_that_is_used_elsewhere_hides_nobody(tmp_path: Path, use: str) -> None:
    plant(tmp_path, {**TWO_OF_A_NAME, "app": use})
    (found,) = floors.check_unused(tmp_path)
    assert found.key == "desk_app/services/b.py store"


@pytest.mark.usefixtures("nobody_excused")
def test_what_the_face_of_a_folder_hands_on_is_used_when_it_is_taken_there(tmp_path: Path) -> None:
    files = {
        "services/p/a": "def store():\n    return 1\n",
        "services/p/b": "def store():\n    return 2\n",
        "services/p/__init__": "from desk_app.services.p.a import store\n",
    }
    plant(tmp_path, files)
    unused = "desk_app/services/p/a.py store", "desk_app/services/p/b.py store"
    assert [one.key for one in floors.check_unused(tmp_path)] == list(unused)
    plant(tmp_path, {"app": "from desk_app.services import p\n\np.store()\n"})
    assert [one.key for one in floors.check_unused(tmp_path)] == [unused[1]]


@pytest.mark.usefixtures("nobody_excused")
def test_a_function_that_calls_only_itself_is_found(tmp_path: Path) -> None:
    plant(tmp_path, {"services/a": "def again(n):\n    return again(n - 1)\n"})
    (found,) = floors.check_unused(tmp_path)
    assert found.key == "desk_app/services/a.py again"


def test_an_excuse_that_nobody_needs_is_found(tmp_path: Path) -> None:
    plant(tmp_path, {"app": ""})
    assert len(list(floors.check_unused(tmp_path))) == len(floors_unused.USED_BY_OTHERS)


def test_two_classes_of_one_name_are_found(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "domain/a": "class Line:\n    pass\n",
            "views/b": "import x\n\nclass Line(x.Y):\n    pass\n",
        },
    )
    (found,) = floors.check_names(tmp_path)
    assert (found.rule, found.key) == ("one name", "Line")
    assert found.sentence.endswith("desk_app/domain/a.py, desk_app/views/b.py")


def test_a_class_of_its_own_file_and_one_inside_another_may_share_a_name(tmp_path: Path) -> None:
    inside = "class A:\n    class Line:\n        pass\n"
    plant(tmp_path, {"domain/a": "class _Row:\n    pass\nclass Line:\n    pass\n"})
    plant(tmp_path, {"domain/b": f"class _Row:\n    pass\n{inside}"})
    assert list(floors.check_names(tmp_path)) == []


@pytest.mark.parametrize(
    "text",
    [
        "from desk_app.domain import counting as rules",
        "from desk_app.domain import polling as rules",
        "from ..domain import counting as rules",
        "import desk_app.domain.counting as rules",
        "def f():\n    from desk_app.domain import counting as rules",
    ],
)
def test_an_alias_that_hides_a_module_is_found(tmp_path: Path, text: str) -> None:
    plant(tmp_path, {"domain/counting": "", "domain/polling/__init__": "", "services/a": text})
    (found,) = floors.check_names(tmp_path)
    assert found.rule == "hidden module"
    assert "services/a.py" in found.key


@pytest.mark.parametrize(
    "text",
    [
        "from desk_app.domain import counting",
        "from desk_app.domain.counting import plan as planned",
        "import desk_app.domain.counting as counting",
        "import sqlalchemy as sa",
    ],
)
def test_a_module_by_its_own_name_and_an_alias_of_a_function_may(tmp_path: Path, text: str) -> None:
    plant(tmp_path, {"domain/counting": "", "services/a": text})
    assert list(floors.check_names(tmp_path)) == []


def test_what_is_known_passes_until_it_is_gone() -> None:
    found = [Finding("long file", "a.py", "a is long"), Finding("median", "x", "too high")]
    assert list(floors.less_known(found, {})) == ["a is long", "too high"]
    known = {"long file": {"a.py"}, "median": {"x"}}
    assert list(floors.less_known(found, known)) == []
    (gone,) = floors.less_known(found[:1], known)
    assert "median: no longer so" in gone


def test_a_known_circle_may_shrink_but_not_grow() -> None:
    known = {"circle": {"a b c"}}
    assert list(floors.less_known([Finding("circle", "a b", "circle")], known)) == []
    assert list(floors.less_known([Finding("circle", "a b c d", "circle")], known)) != []
    assert list(floors.less_known([], known)) != []


def test_every_excuse_has_a_reason() -> None:
    assert all(len(reason) > len("unused") for reason in floors_unused.USED_BY_OTHERS.values())
