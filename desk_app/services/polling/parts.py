"""One poll as its screen shows it, in parts: what it is, its papers, its count, what stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from desk_app.domain.evidence import Tally
from desk_app.domain.polling import checks, counting, counts, state
from desk_app.domain.polling.checks import CategoryPapers, Finding
from desk_app.domain.polling.counting import BatchLine, Mode
from desk_app.domain.polling.state import Act, PollState
from desk_app.domain.scheme.model.polls import Rate

Votes = Mapping[int, Mapping[str, int]]
"""Subject id → option (or 弃权, 无效项) → votes."""


@dataclass(frozen=True, slots=True)
class RateLine:
    """A rate of the scheme for one subject."""

    rule: Rate
    value: Fraction | None
    tally: Tally

    @property
    def name(self) -> str:
        """The rate's name in the scheme."""
        return self.rule.name

    @property
    def words(self) -> str:
        """Numerator and base in words."""
        return counts.rate_words(self.rule, self.tally)


@dataclass(frozen=True, slots=True)
class ResultLine:
    """The votes on one subject.

    ``shares`` of the valid papers, in the order of the options, where the poll is a
    distribution; ``rates`` only where the scheme defines any.
    """

    subject_id: int
    name: str
    tally: Tally
    shares: tuple[Fraction | None, ...]
    rates: tuple[RateLine, ...]


@dataclass(frozen=True, slots=True)
class PollHead:
    """What is voted on, where, and who counts how. ``present`` is 实到 of the meeting."""

    round_id: int
    meeting_id: int
    meeting: str
    present: int | None
    options: tuple[str, ...]
    distribution: bool
    subjects: tuple[tuple[int, str], ...]
    mode: Mode
    supervisors: tuple[str, ...]
    tellers: tuple[str, ...]
    caller: str


@dataclass(frozen=True, slots=True)
class PollPapers:
    """发出 and 收回, ``None`` where not written down; ``categories`` where papers differ."""

    issued: int | None
    returned: int | None
    categories: tuple[CategoryPapers, ...]

    @property
    def complete(self) -> bool:
        """Whether both are written down."""
        return self.issued is not None and self.returned is not None


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted so far: the settled batches, or the sealed count.

    ``voids`` is reason → papers void as a whole; there are none of an external count.
    """

    valid: int
    invalid: int
    batches: int
    voids: Mapping[str, int]

    @property
    def keyed(self) -> int:
        """Papers counted so far."""
        return self.valid + self.invalid


@dataclass(frozen=True, slots=True)
class VersionStanding:
    """The version that stands or is being made, and what became of the poll."""

    version: int
    code: str
    external: bool
    sealed_at: str | None
    voided_at: str | None
    voided_reason: str


@dataclass(frozen=True, slots=True)
class PollSheet:
    """One poll as its screen shows it.

    ``counted`` and ``results`` are those of the settled batches while the count is open: the
    second person learns nothing of the first. ``plan`` lists every batch of an open count,
    ``findings`` all checks that fail with the reasons given.
    """

    id: int
    name: str
    state: PollState
    head: PollHead
    papers: PollPapers
    counted: Counted
    standing: VersionStanding
    plan: tuple[BatchLine, ...]
    results: tuple[ResultLine, ...]
    findings: tuple[Finding, ...]

    @property
    def sealed(self) -> bool:
        """Whether the count stands."""
        return self.standing.sealed_at is not None

    @property
    def voided(self) -> bool:
        """Whether the poll was declared void; it is kept and counts for nothing."""
        return self.standing.voided_at is not None

    @property
    def counting(self) -> bool:
        """Whether the count is still being made, and may be."""
        return state.is_counting(self.state)

    @property
    def complaints(self) -> tuple[str, ...]:
        """What stands in the way of sealing, as sentences."""
        return () if self.sealed else checks.in_the_way(self.findings)

    @property
    def next_batch(self) -> int:
        """How many papers to take; 0 when nothing is left to key."""
        return next((one.size for one in self.plan if one.state in counting.TO_KEY), 0)

    def may(self, act: Act) -> bool:
        """Whether the poll's state allows an act."""
        return state.may(self.state, act)
