"""Keying a batch of ballots: what each key does to the papers in hand.

The ballots exist here only, in memory, until the batch is counted. None of these values shows
its marks in a ``repr``, so that no log and no report can come to hold a ballot.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from desk_app.domain.polling.counts import (
    ABSTAINED,
    SPOILT,
    BatchCounts,
    Marks,
    count_batch,
)

VOID_REASONS = ("空白票", "涂改、看不清", "没有按要求填写", "不是本次的票", "其他")
"""Why a paper is void as a whole; keyed 1, 2, … after the key for it. Ours."""


@dataclass(frozen=True, slots=True)
class Void:
    """A paper that is void as a whole."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Hand:
    """The batch in hand: ``size`` papers with ``lines`` lines each.

    ``marks`` are those of the paper that lies open; ``void`` says that it is void as a whole,
    ``reason`` why.
    """

    lines: int
    size: int
    papers: tuple[Marks | Void, ...] = field(default=(), repr=False)
    marks: Marks = field(default=(), repr=False)
    void: bool = field(default=False, repr=False)
    reason: str = field(default="", repr=False)

    @property
    def keyed(self) -> int:
        """How many papers are laid down."""
        return len(self.papers)

    @property
    def full(self) -> bool:
        """Whether every paper of the batch is laid down."""
        return self.keyed >= self.size

    @property
    def complete(self) -> bool:
        """Whether the open paper can be laid down."""
        return self.void or len(self.marks) == self.lines

    @property
    def touched(self) -> bool:
        """Whether the open paper bears a mark."""
        return self.void or bool(self.marks)

    @property
    def empty(self) -> bool:
        """Whether nothing would be lost if the batch were put away."""
        return not self.papers and not self.touched


def mark(hand: Hand, vote: str) -> Hand:
    """Mark the next line with an option, 弃权 or 无效项; nothing happens after the last line."""
    if hand.full or hand.complete:
        return hand
    return replace(hand, marks=(*hand.marks, vote))


def mark_rest(hand: Hand) -> Hand:
    """Mark every line that is left like the one above; nothing happens on the first line."""
    if hand.full or hand.complete or not hand.marks:
        return hand
    rest = hand.lines - len(hand.marks)
    return replace(hand, marks=hand.marks + hand.marks[-1:] * rest)


def make_void(hand: Hand, reason: str = "") -> Hand:
    """Declare the open paper void as a whole; its marks count no longer, but can come back."""
    return hand if hand.full else replace(hand, void=True, reason=reason)


def lay_down(hand: Hand) -> Hand:
    """Lay the open paper on the batch and open the next; nothing happens before it is complete."""
    if hand.full or not hand.complete:
        return hand
    paper = Void(hand.reason) if hand.void else hand.marks
    return replace(hand, papers=(*hand.papers, paper), marks=(), void=False, reason="")


def step_back(hand: Hand) -> Hand:
    """Take back one step: the void mark, the last mark, or pick up the paper laid down last."""
    if hand.void:
        return replace(hand, void=False, reason="")
    if hand.marks:
        return replace(hand, marks=hand.marks[:-1])
    if not hand.papers:
        return hand
    last, left = hand.papers[-1], hand.papers[:-1]
    if isinstance(last, Void):
        return replace(hand, papers=left, void=True, reason=last.reason)
    return replace(hand, papers=left, marks=last)


def count(hand: Hand) -> BatchCounts:
    """Add up the papers that are laid down; the open one does not count yet."""
    counts = count_batch(None if isinstance(one, Void) else one for one in hand.papers)
    return replace(counts, voids=void_reasons(hand)) if counts.invalid else counts


def void_reasons(hand: Hand) -> dict[str, int]:
    """Return how many papers are void for which reason, in the order of the keys."""
    given = [one.reason for one in hand.papers if isinstance(one, Void)]
    return {one: given.count(one) for one in VOID_REASONS if one in given}


def void_words(invalid: int | None, voids: Mapping[str, int]) -> str:
    """Say how many papers are void and why: ``3 张：空白票 2，其他 1``; without reasons ``3 张``.

    The reasons stand in the order of the keys, then how many papers bear none.
    """
    papers = f"{'—' if invalid is None else invalid} 张"
    given = [f"{one} {voids[one]}" for one in VOID_REASONS if voids.get(one)]
    if not given:
        return papers
    bare = (invalid or 0) - sum(voids.get(one, 0) for one in VOID_REASONS)
    return f"{papers}：{'，'.join([*given, *([f'未注明原因 {bare}'] if bare > 0 else [])])}"


def totals(counts: BatchCounts, options: tuple[str, ...]) -> dict[str, int]:
    """Votes of a batch by option over all lines, then 弃权 and 无效项."""
    found = dict.fromkeys((*options, ABSTAINED, SPOILT), 0)
    for (_, option), votes in counts.votes.items():
        found[option] += votes
    return found
