"""Bring a database to the newest schema. Alembic is imported only when there is work to do."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, inspect, select

HEAD = "0007"
"""The newest revision; a test holds it against the files in ``migrations/versions``."""

_VERSION = Table("alembic_version", MetaData(), Column("version_num", String)).c.version_num


def current(engine: Engine) -> str | None:
    """Return the revision that the database stands at; ``None`` for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(select(_VERSION)).scalar()
        return None if found is None else str(found)


def upgrade(engine: Engine, *, after: Callable[[Connection], None] | None = None) -> None:
    """Run every missing migration in one transaction: all of it stands afterwards or none.

    ``after`` runs at the end of the same transaction, for the first rows of a new file.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if after is not None:
            after(connection)
