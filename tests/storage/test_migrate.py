"""Databases of every released schema open, are brought up to date, and keep what they hold.

``tests/fixtures/schema_NNNN.db`` is the example township as that schema kept it; see
``tests/fixtures/make.py``.
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from desk_app.domain.faults import Fault
from desk_app.domain.kit.actor import Actor
from desk_app.services import grading, rounds, workspace
from desk_app.services.polling import versions
from desk_app.storage import migrate, tables
from desk_app.storage.engine import sqlite
from tests.fixtures import make

FIXTURES = Path(__file__).parents[1] / "fixtures"
RELEASED = sorted(FIXTURES.glob("schema_*.db"))
LARGER = {"schema_0001", "schema_0002"}
"""Made before ``make.py``: the example of 36 organisations."""
WHILE_COUNTING = {"batch", "batch_count", "void_count", "in_hand"}
VERSIONS = Path(migrate.__file__).parent / "migrations" / "versions"


def test_head_is_the_newest_migration_and_every_schema_is_kept() -> None:
    numbers = sorted(path.name[:4] for path in VERSIONS.glob("[0-9]*.py"))
    assert numbers[-1] == migrate.HEAD
    kept = [path.stem.removeprefix("schema_") for path in RELEASED]
    assert kept == numbers, "make the missing one: python -m tests.fixtures.make"


@pytest.fixture(params=RELEASED, ids=lambda path: path.stem)
def released(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture
def folder(released: Path, tmp_path: Path) -> Path:
    shutil.copy(released, tmp_path / workspace.DATABASE)
    return tmp_path


@pytest.fixture
def subjects(released: Path) -> int:
    """How many take part in the first round of a kept database."""
    return 36 if released.stem in LARGER else make.ORGANISATIONS


def content(path: Path, columns: dict[str, list[str]]) -> dict[str, list[tuple[object, ...]]]:
    """All rows of some columns, by table."""
    with closing(sqlite3.connect(path)) as raw:
        return {
            table: sorted(
                raw.execute(f"SELECT {', '.join(names)} FROM {table}"),  # noqa: S608 - our own
                key=repr,
            )
            for table, names in columns.items()
        }


def columns_of(path: Path) -> dict[str, list[str]]:
    """The columns of every table, quoted: one is called rows."""
    with closing(sqlite3.connect(path)) as raw:
        tables_ = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: [f'"{one[1]}"' for one in raw.execute(f"PRAGMA table_info({name})")]
            for (name,) in tables_
            if name != "alembic_version"
        }


MOVED = [("workspace", '"current_round_id"')]
"""What a later schema keeps elsewhere; tests of their own say that it arrives there."""


def path_version(path: Path) -> str:
    with closing(sqlite3.connect(path)) as raw:
        return str(raw.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def forget_recounted_votes(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(
            "DELETE FROM tally WHERE (poll_id, version) IN"
            " (SELECT poll_id, number FROM count_version WHERE reopened_reason <> '')"
        )


def test_the_upgrade_forgets_the_votes_of_versions_that_were_counted_again(
    tmp_path: Path,
) -> None:
    path = tmp_path / workspace.DATABASE
    shutil.copy(FIXTURES / "schema_0003.db", path)
    recounted = (
        "SELECT count(*) FROM tally JOIN count_version ON tally.poll_id = count_version.poll_id"
        " AND tally.version = number WHERE reopened_reason <> ''"
    )
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute(recounted).fetchone()[0] > 0
    workspace.open_(tmp_path).close(back_up=False)
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute(recounted).fetchone()[0] == 0


def test_no_value_is_lost_or_changed_by_the_upgrade(folder: Path) -> None:
    path = folder / workspace.DATABASE
    columns = columns_of(path)
    for table, column in MOVED:
        columns[table] = [one for one in columns[table] if one != column]
    if path_version(path) >= "0003":
        forget_recounted_votes(path)  # what the upgrade does on purpose
    before = content(path, columns)
    workspace.open_(folder).close(back_up=False)
    assert content(path, columns) == before
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_round_that_the_office_worked_on_is_everybodys_choice(folder: Path) -> None:
    with closing(sqlite3.connect(folder / workspace.DATABASE)) as raw:
        older = '"current_round_id"' in columns_of(folder / workspace.DATABASE)["workspace"]
        column = "SELECT current_round_id FROM workspace"
        chosen = raw.execute(column).fetchone()[0] if older else None
    opened = workspace.open_(folder, actor=Actor("从来没有选过的人"))
    try:
        current = rounds.current(opened)
        newest = rounds.listing(opened)[0].id
    finally:
        opened.close(back_up=False)
    assert current is not None
    assert current.id == (newest if chosen is None else chosen)


def test_every_sealed_count_still_answers_to_its_code(folder: Path, released: Path) -> None:
    opened = workspace.open_(folder)
    try:
        with opened.session() as session:
            found = session.execute(tables.count_version.select()).mappings().all()
        assert found or released.stem in LARGER
        for one in found:
            verdict = versions.verify_code(opened, one["poll_id"], one["code"], one["number"])
            assert verdict.matches, verdict.sentence
    finally:
        opened.close(back_up=False)


def test_what_the_second_schema_was_counting_is_carried_over(tmp_path: Path) -> None:
    shutil.copy(FIXTURES / "schema_0002.db", tmp_path / workspace.DATABASE)
    workspace.open_(tmp_path).close(back_up=False)
    with closing(sqlite3.connect(tmp_path / workspace.DATABASE)) as raw:
        assert raw.execute("SELECT state, valid, invalid FROM batch").fetchall() == [
            ("settled", 19, 1)
        ]
        assert raw.execute("SELECT DISTINCT keying, sum(votes) FROM batch_count").fetchall() == [
            (0, 38)
        ]
        modes = raw.execute("SELECT mode FROM poll ORDER BY id").fetchall()
        assert modes == [("one",), ("one",)]


def test_the_newest_is_made_by_one_command_the_same_again(tmp_path: Path) -> None:
    made = make.make(migrate.HEAD, tmp_path / "one.db")
    assert made.read_bytes() == make.make(migrate.HEAD, tmp_path / "two.db").read_bytes()
    columns = columns_of(made)
    filled = {table for table, rows in content(made, columns).items() if rows}
    assert set(columns) - filled == WHILE_COUNTING


def test_the_newest_that_is_kept_has_rows_in_every_table() -> None:
    path = FIXTURES / f"schema_{migrate.HEAD}.db"
    columns = columns_of(path)
    assert set(columns) == set(tables.metadata.tables)
    filled = {table for table, rows in content(path, columns).items() if rows}
    assert set(columns) - filled == WHILE_COUNTING


def test_an_older_database_opens_with_all_that_it_held(folder: Path, subjects: int) -> None:
    opened = workspace.open_(folder)
    try:
        board = grading.board(opened, 1)
        assert len(board.present) == subjects
        assert all(row.decision is not None for row in board.present)
        assert not opened.problems()
    finally:
        opened.close(back_up=False)


def test_after_the_upgrade_the_schema_is_the_one_in_the_code(folder: Path) -> None:
    workspace.open_(folder).close(back_up=False)
    engine = sqlite.make_engine(folder / workspace.DATABASE)
    with engine.connect() as session:
        context = MigrationContext.configure(session, opts={"render_as_batch": True})
        assert not compare_metadata(context, tables.metadata)
    engine.dispose()


def test_an_upgrade_begins_with_a_backup(folder: Path) -> None:
    with sqlite3.connect(folder / workspace.DATABASE) as raw:
        (before,) = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    workspace.open_(folder).close(back_up=False)
    made = list((folder / "backups").glob("*-upgrade.db"))
    assert len(made) == (before != migrate.HEAD)


def test_an_upgrade_that_fails_leaves_the_old_database(
    folder: Path, subjects: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite3.connect(folder / workspace.DATABASE) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '0000'")

    def broken(*_arguments: object, **_more: object) -> None:
        raise RuntimeError("killed in the middle")

    monkeypatch.setattr(migrate, "upgrade", broken)
    with pytest.raises(RuntimeError):
        workspace.open_(folder)
    with sqlite3.connect(folder / workspace.DATABASE) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == ("0000",)
        assert raw.execute("SELECT count(*) FROM subject WHERE round_id = 1").fetchone() == (
            subjects,
        )


def test_a_newer_database_is_left_alone(folder: Path) -> None:
    with sqlite3.connect(folder / workspace.DATABASE) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Fault, match="版本较旧"):
        workspace.open_(folder)


def test_a_foreign_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / workspace.DATABASE
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE other (id INTEGER)")
    raw.close()
    before = path.read_bytes()
    with pytest.raises(Fault, match="不是定级工作台的数据库"):
        workspace.open_(tmp_path)
    assert path.read_bytes() == before


def test_a_damaged_database_is_a_sentence(folder: Path) -> None:
    path = folder / workspace.DATABASE
    data = bytearray(path.read_bytes())
    data[4096:12288] = b"\x99" * 8192
    path.write_bytes(data)
    with pytest.raises(Fault, match="损坏"):
        _open_and_close(folder)


def _open_and_close(folder: Path) -> None:
    workspace.open_(folder).close()
