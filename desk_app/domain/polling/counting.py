"""Batches that two people key blind: planned beforehand, compared cell by cell, settled.

Also which break-downs by category may be shown without telling anybody's ballot.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desk_app.domain.polling.counts import BatchCounts, next_batch_size

LEAST_TO_DISCLOSE = 5
"""Valid papers: a break-down of fewer would let somebody guess who voted what."""

TOGETHER = ""
"""The category under which what is not broken down is counted together."""


class Mode(StrEnum):
    """How a poll is counted."""

    ONE = "one"
    TWO = "two"
    CALLED = "called"


MODE_WORDS = {
    Mode.ONE: "一人计票",
    Mode.TWO: "两人分别录入、互不可见",
    Mode.CALLED: "当场唱票",
}


class BatchState(StrEnum):
    """How far a planned batch is; ``MISSING`` ones are not in the file.

    Of an ``AGAIN`` one the file holds the number of papers and no counter: what two people had
    keyed was dropped, or the file is a copy, which never carries counters of an open count.
    """

    MISSING = "missing"
    FIRST = "first"
    DIFFERS = "differs"
    SETTLED = "settled"
    AGAIN = "again"


STATE_WORDS = {
    BatchState.MISSING: "未录",
    BatchState.FIRST: "等第二人录入",
    BatchState.DIFFERS: "两人不一致，待核定",
    BatchState.SETTLED: "已入库",
    BatchState.AGAIN: "请重新录入",
}
TO_KEY = frozenset({BatchState.MISSING, BatchState.AGAIN})
"""States of a batch of which no counter is stored: anybody may key it."""


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One batch of the plan; ``id`` is ``None`` while nothing of it is stored.

    ``size`` is in papers. It holds no votes: the second person sees it before he keys.
    ``why`` says, where a batch was just sent back to be keyed again, why it was.
    """

    category: str
    number: int
    size: int
    state: BatchState = BatchState.MISSING
    id: int | None = None
    first_teller: str = ""
    second_teller: str = ""
    settled_by: str = ""
    why: str = ""

    @property
    def words(self) -> str:
        """The batch in words: 第 7 摞 20 张, with the category where there is one."""
        return batch_words(self.category, self.number, self.size)


def batch_words(category: str, number: int, size: int) -> str:
    """Name a batch: 第 7 摞 20 张."""
    return f"{category}第 {number} 摞 {size} 张"


def plan(returned: int) -> tuple[int, ...]:
    """Return the sizes of the batches for ``returned`` papers, in papers, in order.

    Each is 10 to 25; a poll of fewer than 10 papers is one batch. Two are keyed as one when one
    of them turns out to hold fewer than five valid papers.
    """
    sizes: list[int] = []
    left = returned
    while size := next_batch_size(left):
        sizes.append(size)
        left -= size
    return tuple(sizes)


def replan(returned: int, stored: Mapping[int, int]) -> dict[int, int]:
    """Return number → size of all batches when those of ``stored`` are in the file already.

    The plan stays as it was while the stored batches fit it; otherwise what is left is
    planned anew on the free numbers.
    """
    planned = dict(enumerate(plan(returned), 1))
    if all(planned.get(number) == size for number, size in stored.items()):
        return planned
    sizes = plan(returned - sum(stored.values()))
    free = [n for n in range(1, len(stored) + len(sizes) + 1 + max(stored)) if n not in stored]
    return dict(sorted({**stored, **dict(zip(free, sizes, strict=False))}.items()))


def counting_groups(returned: Mapping[str, int]) -> dict[str, int]:
    """Return what is keyed apart: category → papers returned, ``TOGETHER`` for the small ones.

    Categories too small to be broken down are keyed together, so that no batch has fewer than
    five papers unless the whole poll has.
    """
    if not returned:
        return {}
    shown = disclosable(returned)
    groups = {name: number for name, number in returned.items() if name in shown}
    rest = sum(number for name, number in returned.items() if name not in shown)
    return {**groups, TOGETHER: rest} if rest else groups


def disclosable(valid: Mapping[str, int]) -> frozenset[str]:
    """Return the categories whose votes may be shown beside those of the whole poll.

    ``valid`` is each category's valid papers; ``TOGETHER`` stands for several that were keyed
    as one. A category of fewer than five is withheld. Whoever subtracts all that is shown
    from the whole gets the sum of what is withheld: so that sum must again hold five papers
    and more than one category, or the next smallest category is withheld too.
    """
    withheld = {name for name, number in valid.items() if number < LEAST_TO_DISCLOSE}
    if TOGETHER in valid:
        withheld.add(TOGETHER)
    shown = sorted((number, name) for name, number in valid.items() if name not in withheld)
    while shown:
        hidden = [name for name in withheld if valid[name]]
        papers = sum(valid[name] for name in hidden)
        alone = len(hidden) == 1 and hidden != [TOGETHER]
        if not hidden or (papers >= LEAST_TO_DISCLOSE and not alone):
            break
        withheld.add(shown.pop(0)[1])
    return frozenset(name for _, name in shown)


VALID_PAPERS = "有效票"
VOID_PAPERS = "整张无效"
PAPERS = -1
"""The position under which the papers themselves are compared."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A counter on which two people disagree; ``position`` on the paper, or ``PAPERS``."""

    position: int
    option: str
    first: int
    second: int


def compare(first: BatchCounts, second: BatchCounts) -> tuple[Difference, ...]:
    """Return the counters that differ, in the order of the paper; none when all agree.

    Why papers are void is no counter of its own: two people may word the same blot differently.
    Where they agree on how many are void, the first person's reasons stand.
    """
    one, other = _cells(first), _cells(second)
    if one == other:
        return ()
    return tuple(
        Difference(*cell, one.get(cell, 0), other.get(cell, 0))
        for cell in sorted({*one, *other})
        if one.get(cell, 0) != other.get(cell, 0)
    )


def same_papers(first: BatchCounts, second: BatchCounts, lines: int) -> bool:
    """Whether two keyings of a batch can stand beside each other without telling a ballot.

    ``lines`` is how many subjects a paper has. Where the two count different papers as valid,
    one vector minus the other is a ballot, or two. Equal numbers of void papers do not say that
    they are the same ones: so no vote may differ as soon as a paper is void. A paper keyed twice
    in the place of another moves one vote on each line where the two papers differ, which is
    also what a wrong key does on a single line; keyed a line too far down, it touches many. So
    what differs on several lines stands only where that cannot be: few lines, and on one of
    them more than a vote. A single line never ties two marks of a paper together.
    """
    differing: dict[int, list[int]] = {}
    for one in compare(first, second):
        differing.setdefault(one.position, []).append(one.second - one.first)
    if PAPERS in differing or (differing and first.invalid):
        return False
    if len(differing) <= 1:
        return True
    one_paper = all(sorted(moved) == [-1, 1] for moved in differing.values())
    return len(differing) <= lines // 4 and not one_paper


def tells_a_ballot(valid: int, size: int, together: int) -> bool:
    """Whether a batch of ``size`` papers holds so few ``valid`` ones that it cannot be stored.

    ``together`` is how many papers are keyed under the same category. Where there are no others,
    the count as a whole is that small and cannot be hidden in a larger one.
    """
    return 0 < valid < LEAST_TO_DISCLOSE and size < together


def merged_with(lines: Sequence[BatchLine], line: BatchLine) -> BatchLine | None:
    """Return the batch that ``line`` is keyed together with; ``None`` when it is the only one.

    One that is still to be keyed if there is any, a later one before an earlier one.
    """
    others = [one for one in lines if one.category == line.category and one.number != line.number]
    others.sort(key=lambda one: (one.state not in TO_KEY, one.number < line.number, one.number))
    return next(iter(others), None)


def put_in_plan(lines: Sequence[BatchLine], stored: BatchLine) -> tuple[BatchLine, ...]:
    """Return the plan with ``stored`` in its place.

    One that grew has taken in another, see ``merged_with``, which is then no batch any more.
    """
    here = (stored.category, stored.number)
    known = next((one for one in lines if (one.category, one.number) == here), None)
    grown = known is not None and known.size != stored.size
    other = merged_with(lines, stored) if grown else None
    return tuple(
        stored if (one.category, one.number) == here else one for one in lines if one is not other
    )


def settle(
    first: BatchCounts, second: BatchCounts, values: Mapping[tuple[int, str], int]
) -> BatchCounts:
    """Return the first person's counters with ``values`` where the two differ.

    The reasons for void papers are those of the person whose number of them was right, the
    first if both were; of another number nobody gave reasons.
    Raises KeyError for a differing counter without a value, ValueError for a value on a
    counter that does not differ or below 0.
    """
    differing = {(one.position, one.option) for one in compare(first, second)}
    cells = _cells(first)
    for cell in differing:
        cells[cell] = values[cell]
    if not differing.issuperset(values) or min(values.values(), default=0) < 0:
        raise ValueError(values)
    valid, invalid = cells.pop((PAPERS, VALID_PAPERS)), cells.pop((PAPERS, VOID_PAPERS))
    votes = {cell: number for cell, number in sorted(cells.items()) if number}
    right = next((one.voids for one in (first, second) if one.invalid == invalid), {})
    return BatchCounts(valid, invalid, votes, right)


def _cells(counts: BatchCounts) -> dict[tuple[int, str], int]:
    return {
        (PAPERS, VALID_PAPERS): counts.valid,
        (PAPERS, VOID_PAPERS): counts.invalid,
        **counts.votes,
    }


def may_key(line: BatchLine, teller: str, mode: Mode) -> bool:
    """Whether ``teller`` can key this batch now: the first time, or blind after another."""
    if line.state in TO_KEY:
        return True
    return mode is Mode.TWO and line.state is BatchState.FIRST and line.first_teller != teller


def next_batch(lines: Sequence[BatchLine], teller: str, mode: Mode) -> BatchLine | None:
    """Return the batch that ``teller`` keys next; ``None`` when there is nothing for him.

    New ones in order, then others' for the second time.
    """
    mine = [one for one in lines if may_key(one, teller, mode)]
    fresh = [one for one in mine if one.state in TO_KEY]
    return next(iter([*fresh, *mine]), None)


def add_batches(batches: Iterable[BatchCounts]) -> BatchCounts:
    """Add batches up."""
    valid = invalid = 0
    votes: dict[tuple[int, str], int] = {}
    voids: dict[str, int] = {}
    for one in batches:
        valid, invalid = valid + one.valid, invalid + one.invalid
        for cell, number in one.votes.items():
            votes[cell] = votes.get(cell, 0) + number
        for reason, papers in one.voids.items():
            voids[reason] = voids.get(reason, 0) + papers
    return BatchCounts(valid, invalid, dict(sorted(votes.items())), voids)
