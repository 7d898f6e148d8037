"""What was worked out of a round's subjects, kept while their rows stay as they are.

Reading and grading thousands of subjects takes a while; between two looks at them a few were
written to. The database says which (``storage/engine/touched.py``), and only they are worked out
again: what comes of it is the same as if all were.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from desk_app.storage import tables
from desk_app.storage.engine import touched

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Table

T = TypeVar("T")
Span = tuple[int, int]
"""First and last number of subjects that are read together."""
EVERYBODY: Span = (0, 2**31 - 1)
"""A span of subject numbers that takes in all of them."""

OF_A_SUBJECT: "Mapping[Table, str]" = {
    tables.score: "subject_id",
    tables.clause_amount: "subject_id",
    tables.adjustment: "subject_id",
    tables.fact: "subject_id",
    tables.opinion: "subject_id",
    tables.rectification: "subject_id",
}
"""Tables whose rows say something of one subject alone, of this round or a later one."""
OF_NOBODY = frozenset(
    (
        tables.change,
        tables.amendment,
        tables.chosen_round,
        tables.decision_review,
        tables.scheme_draft,
        tables.scheme_draft_step,
        tables.batch,
        tables.batch_count,
        tables.in_hand,
    )
)
"""Tables on which nothing rests that is kept here."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was worked out, of which round, and where the notes of what is written ended then."""

    round_id: int
    place: int
    found: Any


class Memory:
    """What one workspace remembers between its transactions, of which there is one at a time."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._added: dict[str, _Kept] = {}
        """What the transaction that is open worked out: true only once it stands."""
        self._wanted = False

    def begin(self, engine: "Engine") -> None:
        """Before a transaction: watch what is written from now on, if there is a reason to.

        There is none before somebody had something to remember: at the start nobody waits for it.
        """
        self._added = {}
        if self._wanted:
            self._wanted = False
            others = [
                one
                for one in tables.metadata.sorted_tables
                if one not in OF_A_SUBJECT and one not in OF_NOBODY
            ]
            touched.watch(engine, OF_A_SUBJECT, others)

    def keep(self) -> None:
        """The transaction stands: what it worked out may be remembered."""
        self._kept.update(self._added)
        self._added = {}

    def each(
        self,
        connection: "Connection",
        name: str,
        round_id: int,
        work: Callable[[Span], Mapping[int, T]],
        *,
        apart: bool = False,
    ) -> Mapping[int, T]:
        """Return what ``work`` says of every subject of a round, in its order.

        ``work`` is asked for the subjects whose numbers lie in a span, for all of them where
        something else was written than what belongs to one subject. ``name`` names what it works
        out; of each name one round is remembered. With ``apart`` what it says of a subject rests
        on nothing that was entered for its organisation in another round.
        """
        if not touched.is_watched(connection):
            self._wanted = True
            self._kept.clear()
            return work(EVERYBODY)
        kept = self._added.get(name) or self._kept.get(name)
        if kept is None or kept.round_id != round_id:
            now, found = touched.place(connection), work(EVERYBODY)
        else:
            written, now = touched.since(connection, kept.place)
            found = _anew(kept, written, work, apart=apart) if written else kept.found
        self._added[name] = _Kept(round_id, now, found)
        return found

    def registry(self, connection: "Connection", name: str, work: Callable[[], T]) -> T:
        """Return what ``work`` says of the registry, which nothing of a single subject changes."""
        if not touched.is_watched(connection):
            self._wanted = True
            return work()
        kept = self._added.get(name) or self._kept.get(name)
        if kept is None:
            now, found = touched.place(connection), work()
        else:
            written, now = touched.since(connection, kept.place)
            found = work() if touched.EVERYTHING in written else kept.found
        self._added[name] = _Kept(0, now, found)
        return found


def _anew(
    kept: _Kept,
    written: frozenset[int],
    work: Callable[[Span], Mapping[int, T]],
    *,
    apart: bool,
) -> Mapping[int, T]:
    """What is known of those whose rows stayed as they are, and the others worked out again."""
    if touched.EVERYTHING in written or not (apart or written <= kept.found.keys()):
        return work(EVERYBODY)
    fresh = work((min(written), max(written)))
    found = dict(kept.found)
    for one in written:
        if one in fresh:
            found[one] = fresh[one]
        else:
            found.pop(one, None)
    return found
