"""The one ``MetaData`` and the columns that many tables have.

Points are whole thousandths, days and moments ISO text.
"""

from sqlalchemy import Column, MetaData, String

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def text(name: str) -> Column[str]:
    """A text that is empty where nothing was given."""
    return Column(name, String, nullable=False, server_default="")


def entered() -> tuple[Column[str], Column[str]]:
    """Who entered a row and when: reasons say where a fact comes from. The session fills it in."""
    return text("entered_by"), text("entered_at")
