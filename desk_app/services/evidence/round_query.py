"""A query over a round's subjects, or over a span of them, put together once."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import CursorResult, Select, bindparam

from desk_app.services.memory import EVERYBODY, Span
from desk_app.services.session import Session
from desk_app.storage import tables
from desk_app.storage.engine.rows import plain_rows

if TYPE_CHECKING:
    from collections.abc import Iterator


subject = tables.subject


class RoundQuery:
    """A query over a round's subjects, put together once: at every score typed it runs again."""

    def __init__(self, query: Select[*tuple[Any, ...]]) -> None:
        self._all = query.where(subject.c.round_id == bindparam("round_id"))
        self._span = self._all.where(subject.c.id.between(bindparam("first"), bindparam("last")))

    def plain(
        self, session: Session, round_id: int, span: Span = EVERYBODY
    ) -> "Iterator[tuple[Any, ...]]":
        """Like ``run``, for very many rows: plain tuples."""
        return plain_rows(session.connection, *self._asked(round_id, span))

    def run(
        self, session: Session, round_id: int, span: Span = EVERYBODY
    ) -> CursorResult[*tuple[Any, ...]]:
        """Read for the subjects of the round whose numbers lie in ``span``, ends included."""
        return session.execute(*self._asked(round_id, span))

    def _asked(self, round_id: int, span: Span) -> tuple[Select[*tuple[Any, ...]], dict[str, int]]:
        if span == EVERYBODY:
            return self._all, {"round_id": round_id}
        return self._span, {"round_id": round_id, "first": span[0], "last": span[1]}
