"""Databases of every released schema open, are brought up to date, and keep what they hold.

``tests/fixtures/schema_NNNN.db`` is the example township as that schema kept it.
"""

import shutil
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from desk_app.domain.faults import Fault
from desk_app.services import grading, workspace
from desk_app.storage import migrate, tables
from desk_app.storage.engine import sqlite

FIXTURES = Path(__file__).parents[1] / "fixtures"
RELEASED = sorted(FIXTURES.glob("schema_*.db"))
VERSIONS = Path(migrate.__file__).parent / "migrations" / "versions"


def test_head_is_the_newest_migration_and_every_schema_is_kept() -> None:
    numbers = sorted(path.name[:4] for path in VERSIONS.glob("[0-9]*.py"))
    assert numbers[-1] == migrate.HEAD
    assert [path.stem.removeprefix("schema_") for path in RELEASED] == numbers[: len(RELEASED)]


@pytest.fixture(params=RELEASED, ids=lambda path: path.stem)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    shutil.copy(request.param, tmp_path / workspace.DATABASE)
    return tmp_path


def test_an_older_database_opens_with_all_that_it_held(folder: Path) -> None:
    opened = workspace.open_(folder)
    try:
        board = grading.board(opened, 1)
        assert len(board.present) == 36
        assert all(row.decision is not None for row in board.present)
        assert not opened.problems()
    finally:
        opened.close(back_up=False)


def test_after_the_upgrade_the_schema_is_the_one_in_the_code(folder: Path) -> None:
    workspace.open_(folder).close(back_up=False)
    engine = sqlite.make_engine(folder / workspace.DATABASE)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"render_as_batch": True})
        assert not compare_metadata(context, tables.metadata)
    engine.dispose()


def test_an_upgrade_begins_with_a_backup(folder: Path) -> None:
    with sqlite3.connect(folder / workspace.DATABASE) as raw:
        (before,) = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    workspace.open_(folder).close(back_up=False)
    made = list((folder / "backups").glob("*-upgrade.db"))
    assert len(made) == (before != migrate.HEAD)


def test_an_upgrade_that_fails_leaves_the_old_database(
    folder: Path, monkeypatch: pytest.MonkeyPatch
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
        assert raw.execute("SELECT count(*) FROM subject").fetchone() == (36,)


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
