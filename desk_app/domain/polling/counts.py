"""Counting paper votes: batches, totals, what must balance, and rates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from desk_app.domain.evidence import Tally
from desk_app.domain.scheme.model.polls import Poll, Rate, RateBase
from desk_app.domain.scheme.model.scheme import Scheme

ABSTAINED = "弃权"
SPOILT = "无效项"
"""Votes that are neither option: kept under these names beside the options."""


def rate(rule: Rate, tally: Tally) -> Fraction | None:
    """Work out one rate; ``None`` while its base is empty.

    This one function feeds screen, projector and paper.
    """
    # The usual base needs no second call: a large poll has thousands of rates.
    base = tally.valid if rule.base is RateBase.VALID else rate_base(rule, tally)
    if base <= 0:
        return None
    counts = tally.counts
    return Fraction(sum([counts.get(option, 0) for option in rule.numerator]), base)


def rate_base(rule: Rate, tally: Tally) -> int:
    """What ``rule`` divides by, in votes."""
    return votes_in(rule.base, tally)


def votes_in(base: RateBase, tally: Tally) -> int:
    """How many votes (or papers) a base stands for."""
    match base:
        case RateBase.VALID:
            return tally.valid
        case RateBase.ISSUED:
            return tally.issued
        case RateBase.RETURNED:
            return tally.returned
        case RateBase.VALID_WITHOUT_ABSTENTION:
            return tally.valid - tally.abstained


_BASE_WORDS = {
    RateBase.ISSUED: "发出票",
    RateBase.RETURNED: "收回票",
    RateBase.VALID: "有效票",
    RateBase.VALID_WITHOUT_ABSTENTION: "有效票减弃权",
}


def rate_words(rule: Rate, tally: Tally) -> str:
    """Say numerator and base in words: ``（满意 30 + 基本满意 5）÷ 有效票 40``."""
    votes = " + ".join(f"{option} {tally.counts.get(option, 0)}" for option in rule.numerator)
    return f"（{votes}）÷ {_BASE_WORDS[rule.base]} {rate_base(rule, tally)}"


def rates(scheme: Scheme, tallies: Mapping[str, Tally]) -> dict[str, Fraction]:
    """Work out every rate of the scheme for which there are votes."""
    found = {}
    for rule in scheme.rates:
        tally = tallies.get(rule.poll)
        value = None if tally is None else rate(rule, tally)
        if value is not None:
            found[rule.name] = value
    return found


@dataclass(frozen=True, slots=True)
class BallotCounts:
    """Papers of one poll: given out, come back, good and bad."""

    issued: int
    returned: int
    valid: int
    invalid: int
    present: int | None = None


def check_papers(counts: BallotCounts) -> tuple[str, ...]:
    """What does not balance among the papers, as sentences; empty when all does."""
    wrong = []
    if min(counts.issued, counts.returned, counts.valid, counts.invalid) < 0:
        wrong.append("票数不能是负数。")
    if counts.returned > counts.issued:
        wrong.append(
            f"收回 {counts.returned} 张，多于发出 {counts.issued} 张，本次测评无效，应当重新投票。"
        )
    if counts.valid + counts.invalid != counts.returned:
        wrong.append(
            f"有效 {counts.valid} 张加无效 {counts.invalid} 张，"
            f"不等于收回 {counts.returned} 张，请核对。"
        )
    over = check_issued(counts.issued, counts.present)
    return (*wrong, over) if over else tuple(wrong)


def check_issued(issued: int, present: int | None) -> str:
    """Return why more papers than people were given out is wrong; "" when it is not so."""
    if present is None or issued <= present:
        return ""
    return f"发出 {issued} 张，多于实到 {present} 人，请核对。"


def check_votes(name: str, valid: int, votes: Mapping[str, int]) -> str:
    """Return why one subject's votes cannot stand; "" when they add up to ``valid``."""
    if any(count < 0 for count in votes.values()):
        return f"“{name}”的票数不能是负数。"
    cast = sum(votes.values())
    if cast != valid:
        return f"“{name}”各项合计 {cast} 票，不等于有效票 {valid} 张，请核对。"
    return ""


def make_tally(poll: Poll, papers: BallotCounts, votes: Mapping[str, int]) -> Tally:
    """Put one subject's counters together; options without a vote are 0."""
    return Tally(
        issued=papers.issued,
        returned=papers.returned,
        valid=papers.valid,
        invalid=papers.invalid,
        counts={option: votes.get(option, 0) for option in poll.options},
        abstained=votes.get(ABSTAINED, 0),
        spoilt=votes.get(SPOILT, 0),
    )


def votes_of(tally: Tally) -> dict[str, int]:
    """All votes on one subject: the options, then 弃权 and 无效项."""
    return {**tally.counts, ABSTAINED: tally.abstained, SPOILT: tally.spoilt}


Marks = tuple[str, ...]
"""One paper's marks in the paper's order: an option, ``ABSTAINED`` or ``SPOILT`` each."""


@dataclass(frozen=True, slots=True)
class BatchCounts:
    """What is kept of a batch: papers, votes by subject position and option, void papers.

    ``voids`` is reason → papers void as a whole. It adds up to ``invalid``: papers for which no
    reason was given are under "". Raises ValueError when it holds more.
    """

    valid: int
    invalid: int
    votes: Mapping[tuple[int, str], int]
    voids: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "voids", all_voids(self.invalid, self.voids))


def all_voids(invalid: int, voids: Mapping[str, int]) -> dict[str, int]:
    """Return reason → papers that adds up to ``invalid``, by the reasons' words.

    What no reason was given for is under "". Raises ValueError for more than ``invalid``.
    """
    left = invalid - sum(voids.values())
    if voids and (left < 0 or min(voids.values()) < 0):
        raise ValueError(voids)
    found = {**voids, "": voids.get("", 0) + left}
    return {reason: papers for reason, papers in sorted(found.items()) if papers > 0}


def count_batch(papers: Iterable[Marks | None]) -> BatchCounts:
    """Add a batch of papers up; ``None`` is a paper that is void as a whole.

    The result does not depend on the order of the papers.
    """
    valid = invalid = 0
    votes: dict[tuple[int, str], int] = {}
    for marks in papers:
        if marks is None:
            invalid += 1
            continue
        valid += 1
        for position, option in enumerate(marks):
            votes[position, option] = votes.get((position, option), 0) + 1
    return BatchCounts(valid, invalid, dict(sorted(votes.items())))


def add_tallies(one: Tally, other: Tally) -> Tally:
    """Add the counters of two votes on the same subject (two rooms, two days)."""
    options = dict.fromkeys([*one.counts, *other.counts])
    return Tally(
        issued=one.issued + other.issued,
        returned=one.returned + other.returned,
        valid=one.valid + other.valid,
        invalid=one.invalid + other.invalid,
        counts={name: one.counts.get(name, 0) + other.counts.get(name, 0) for name in options},
        abstained=one.abstained + other.abstained,
        spoilt=one.spoilt + other.spoilt,
    )


def share(votes: int, tally: Tally) -> Fraction | None:
    """Return the part of the valid papers that ``votes`` are: how a distribution is shown."""
    return Fraction(votes, tally.valid) if tally.valid > 0 else None


USUAL_BATCH = 20
LARGEST_BATCH = 25
SMALLEST_BATCH = 5
"""Papers in a batch. A smaller one would let somebody guess who voted what."""


def next_batch_size(left: int) -> int:
    """Return how many of the ``left`` papers to take for the next batch.

    20 as a rule, up to 25 for the last one; never so many that fewer than 10 remain.
    """
    if left <= LARGEST_BATCH:
        return max(left, 0)
    return USUAL_BATCH if left >= USUAL_BATCH + USUAL_BATCH // 2 else (left + 1) // 2


def check_returned(keyed: int, returned: int | None) -> str:
    """Return why 收回 cannot be changed after ``keyed`` papers were stored; "" when it can."""
    if returned is None or returned < keyed:
        return f"已录入 {keyed} 张，收回票数不能少于 {keyed} 张。录错了请“清空重录”。"
    left = returned - keyed
    if 0 < left < SMALLEST_BATCH:
        return (
            f"已录入 {keyed} 张，收回改为 {returned} 张后只剩 {left} 张，"
            "单独成一摞会透露个人的选择。请“清空重录”后再改。"
        )
    return ""


def check_attendance(expected: int | None, present: int | None) -> str:
    """Return why 应到 and 实到 cannot stand; "" when they can."""
    if min(expected or 0, present or 0) < 0:
        return "应到、实到人数不能是负数。"
    if expected is not None and present is not None and present > expected:
        return f"实到 {present} 人，多于应到 {expected} 人，请核对。"
    return ""


def check_seal(
    papers: BallotCounts, votes: Iterable[tuple[str, Mapping[str, int]]]
) -> tuple[str, ...]:
    """Return why a count cannot be sealed, as sentences; ``votes`` is each subject's."""
    per_subject = (check_votes(name, papers.valid, counts) for name, counts in votes)
    return (*check_papers(papers), *(sentence for sentence in per_subject if sentence))
