"""What a use case works with: one transaction, one clock, one person at the desk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import Connection, Table, insert

from desk_app.domain.kit.actor import Actor
from desk_app.domain.kit.clock import Clock
from desk_app.services.memory import EVERYBODY, Memory, Span
from desk_app.storage import tables
from desk_app.storage.engine.statements import hold_rows

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Changed:
    """One change that a person made: what, of whom, from what to what, and why.

    ``what`` names the value (“考评 领导班子”, “党委决定”), ``about`` whose it is ("" for the
    round or the office). ``before`` and ``after`` are words as they would be read aloud, "" for
    nothing. A count says that it was made or taken back, never how anybody voted.
    """

    what: str
    about: str = ""
    before: str = ""
    after: str = ""
    why: str = ""
    round_id: int | None = None


class Session:
    """One transaction of one person at one moment; made by ``Workspace.session``.

    Whatever is written through it stands afterwards, with its lines in the record of changes,
    or nothing does.
    """

    __slots__ = (
        "_memory",
        "_moment",
        "actor",
        "clock",
        "connection",
        "execute",
        "scalar",
        "scalars",
    )

    def __init__(
        self, connection: Connection, clock: Clock, actor: Actor, memory: Memory | None = None
    ) -> None:
        self.connection = connection
        self.clock = clock
        self.actor = actor
        self.execute = connection.execute
        self.scalar = connection.scalar
        self.scalars = connection.scalars
        self._moment: datetime | None = None
        self._memory = memory

    def remembered(
        self,
        name: str,
        round_id: int,
        work: Callable[[Span], Mapping[int, T]],
        *,
        apart: bool = False,
    ) -> Mapping[int, T]:
        """Return what ``work`` says of the subjects of a round; see ``Memory.each``."""
        if self._memory is None:
            return work(EVERYBODY)
        return self._memory.each(self.connection, name, round_id, work, apart=apart)

    def remembered_registry(self, name: str, work: Callable[[], T]) -> T:
        """Return what ``work`` says of the registry; see ``Memory.registry``."""
        if self._memory is None:
            return work()
        return self._memory.registry(self.connection, name, work)

    @property
    def now(self) -> datetime:
        """The moment of this transaction, to the second: the same for all that it writes."""
        if self._moment is None:
            self._moment = self.clock.now().replace(microsecond=0)
        return self._moment

    @property
    def today(self) -> date:
        """The day of this transaction."""
        return self.now.date()

    @property
    def moment(self) -> str:
        """``now`` as it is stored: 2026-03-15 09:30:00."""
        return self.now.isoformat(sep=" ")

    @property
    def entered(self) -> dict[str, str]:
        """Who enters a row and when (to the minute), for tables that say so of each row."""
        return {
            "entered_by": self.actor.name,
            "entered_at": self.now.isoformat(sep=" ", timespec="minutes"),
        }

    def hold(self, table: Table, *ids: int) -> None:
        """Keep others from writing to these rows until the transaction ends.

        For use cases that read first and write what follows from it.
        """
        hold_rows(self.connection, table, ids)

    def hold_office(self) -> None:
        """``hold`` for what belongs to no round: the registry, the schemes, the list of rounds."""
        self.hold(tables.workspace, 1)

    def record(self, *changes: Changed) -> None:
        """Add changes to the record, in order; those that change nothing are left out."""
        rows = [
            {
                "made_at": self.moment,
                "made_by": self.actor.name,
                "round_id": one.round_id,
                "about": one.about,
                "what": one.what,
                "before": one.before,
                "after": one.after,
                "why": one.why,
            }
            for one in changes
            if one.before != one.after or one.why
        ]
        if rows:
            self.execute(_RECORD, rows)


_RECORD = insert(tables.change)
