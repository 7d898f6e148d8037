"""What each database spells its own way: the same on SQLite and, as far as words go, PostgreSQL."""

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, create_engine, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from desk_app.storage import tables
from desk_app.storage.engine.statements import keep_numbers_free
from desk_app.storage.engine.upserts import Upsert, upsert

PAIRS = Table(
    "pairs",
    MetaData(),
    Column("a", Integer, primary_key=True),
    Column("order", String, primary_key=True),
    Column("v", Integer),
    Column("note", String, server_default=""),
)
POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]


@pytest.fixture
def connection() -> Connection:
    engine = create_engine("sqlite://")
    PAIRS.metadata.create_all(engine)
    return engine.connect()


def test_an_upsert_writes_what_is_given_and_leaves_the_rest(connection: Connection) -> None:
    upsert(connection, PAIRS, [{"a": 1, "order": "x", "v": 1, "note": "甲"}])
    upsert(connection, PAIRS, [{"a": 1, "order": "x", "v": 2}, {"a": 2, "order": "y", "v": 3}])
    upsert(connection, PAIRS, [{"a": 2, "order": "y", "v": 4, "note": "乙"}])
    upsert(connection, PAIRS, [{"a": 1, "order": "x"}])
    upsert(connection, PAIRS, [])
    found = connection.execute(select(PAIRS).order_by(PAIRS.c.a)).all()
    assert [tuple(row) for row in found] == [(1, "x", 2, "甲"), (2, "y", 4, "乙")]


def test_the_words_of_an_upsert_are_the_same_for_postgresql() -> None:
    words = str(Upsert(PAIRS).compile(dialect=POSTGRESQL, column_keys=["a", "order", "v"]))
    assert words.endswith('ON CONFLICT (a, "order") DO UPDATE SET v = excluded.v')
    words = str(Upsert(PAIRS).compile(dialect=POSTGRESQL, column_keys=["a", "order"]))
    assert words.endswith('ON CONFLICT (a, "order") DO NOTHING')


def test_numbers_are_kept_free_without_a_word_on_sqlite(connection: Connection) -> None:
    keep_numbers_free(connection, tables.rectification)


@pytest.mark.parametrize("table", tables.metadata.sorted_tables, ids=lambda table: table.name)
def test_every_table_can_be_made_by_postgresql(table: Table) -> None:
    assert str(CreateTable(table).compile(dialect=POSTGRESQL)).strip().startswith("CREATE TABLE")
