"""Counting paper votes: batches, totals, what must balance, and rates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from desk_app.domain.evidence import Tally
from desk_app.domain.scheme.model import Poll, Rate, RateBase, Scheme

ABSTAINED = "弃权"
SPOILT = "无效项"
"""Votes that are neither option: kept under these names beside the options."""


def rate(rule: Rate, tally: Tally) -> Fraction | None:
    """Work out one rate; ``None`` while its base is empty.

    This one function feeds screen, projector and paper.
    """
    base = rate_base(rule, tally)
    if base <= 0:
        return None
    return Fraction(sum(tally.counts.get(option, 0) for option in rule.numerator), base)


def rate_base(rule: Rate, tally: Tally) -> int:
    """What ``rule`` divides by, in votes."""
    match rule.base:
        case RateBase.ISSUED:
            return tally.issued
        case RateBase.RETURNED:
            return tally.returned
        case RateBase.VALID:
            return tally.valid
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
    if counts.present is not None and counts.issued > counts.present:
        wrong.append(f"发出 {counts.issued} 张，多于实到 {counts.present} 人，请核对。")
    return tuple(wrong)


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


Marks = tuple[str, ...]
"""One paper's marks in the paper's order: an option, ``ABSTAINED`` or ``SPOILT`` each."""


@dataclass(frozen=True, slots=True)
class BatchCounts:
    """What is kept of a batch: papers, and votes by subject position and option."""

    valid: int
    invalid: int
    votes: Mapping[tuple[int, str], int]


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
