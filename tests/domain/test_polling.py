"""What balances, what a rate is, and that nothing depends on the order of the papers."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.evidence import Tally
from desk_app.domain.polling.counts import (
    ABSTAINED,
    SPOILT,
    BallotCounts,
    add_tallies,
    check_attendance,
    check_papers,
    check_returned,
    check_votes,
    count_batch,
    make_tally,
    next_batch_size,
    rate,
    rate_words,
    rates,
    share,
)
from desk_app.domain.scheme.model.polls import Poll, Rate, RateBase
from tests.domain.small_scheme import SMALL

OPTIONS = ("满意", "基本满意", "不满意", "不了解")
POLL = Poll("群众测评", OPTIONS)
TALLY = Tally(50, 45, 40, 5, dict(zip(OPTIONS, (20, 8, 5, 2), strict=True)), 4, 1)

MARKS = st.sampled_from((*OPTIONS, ABSTAINED, SPOILT))
PAPERS = st.lists(st.none() | st.tuples(MARKS, MARKS, MARKS), max_size=25)


@pytest.mark.parametrize(
    ("base", "value", "words"),
    [
        (RateBase.ISSUED, Fraction(28, 50), "发出票 50"),
        (RateBase.RETURNED, Fraction(28, 45), "收回票 45"),
        (RateBase.VALID, Fraction(28, 40), "有效票 40"),
        (RateBase.VALID_WITHOUT_ABSTENTION, Fraction(28, 36), "有效票减弃权 36"),
    ],
)
def test_a_rate_divides_by_what_the_scheme_says(
    base: RateBase, value: Fraction, words: str
) -> None:
    rule = Rate("满意率", "群众测评", ("满意", "基本满意"), base)
    assert rate(rule, TALLY) == value
    assert rate_words(rule, TALLY) == f"（满意 20 + 基本满意 8）÷ {words}"


def test_there_is_no_rate_without_votes() -> None:
    nothing = Tally(0, 0, 0, 0, {})
    assert rate(Rate("满意率", "群众测评", ("满意",)), nothing) is None
    assert rates(SMALL, {}) == {}
    assert rates(SMALL, {"测评": nothing}) == {}
    assert share(0, nothing) is None
    assert share(20, TALLY) == Fraction(1, 2)


@pytest.mark.parametrize(
    ("counts", "wrong"),
    [
        (BallotCounts(50, 45, 40, 5, 50), ()),
        (BallotCounts(50, 50, 50, 0, None), ()),
        (BallotCounts(44, 45, 40, 5), ("收回 45 张，多于发出 44 张",)),
        (BallotCounts(50, 45, 40, 4), ("有效 40 张加无效 4 张",)),
        (BallotCounts(50, 45, 40, 5, 49), ("发出 50 张，多于实到 49 人",)),
        (BallotCounts(50, -1, -1, 0), ("不能是负数",)),
        (BallotCounts(40, 45, 40, 4, 39), ("收回 45", "有效 40", "发出 40")),
    ],
)
def test_papers_must_balance(counts: BallotCounts, wrong: tuple[str, ...]) -> None:
    found = check_papers(counts)
    assert len(found) == len(wrong)
    assert all(part in sentence for part, sentence in zip(wrong, found, strict=True))


def test_votes_must_add_up_to_the_valid_papers() -> None:
    assert check_votes("甲", 3, {"满意": 1, ABSTAINED: 1, SPOILT: 1}) == ""
    assert "合计 2 票，不等于有效票 3 张" in check_votes("甲", 3, {"满意": 2})
    assert "负数" in check_votes("甲", 0, {"满意": -1, "不满意": 1})


@pytest.mark.parametrize(
    ("expected", "present", "wrong"),
    [(40, 40, ""), (None, 40, ""), (40, None, ""), (40, 41, "多于应到"), (-1, None, "负数")],
)
def test_attendance(expected: int | None, present: int | None, wrong: str) -> None:
    found = check_attendance(expected, present)
    assert (wrong in found) if wrong else found == ""


@given(st.integers(0, 2000))
def test_batches_take_all_papers_and_none_is_small(returned: int) -> None:
    keyed, sizes = 0, []
    while size := next_batch_size(returned - keyed):
        sizes.append(size)
        keyed += size
    assert sum(sizes) == returned
    assert all(10 <= size <= 25 for size in sizes) or sizes == [returned]


@pytest.mark.parametrize(
    ("keyed", "returned", "wrong"),
    [(20, 20, ""), (20, 25, ""), (20, 24, "只剩 4 张"), (20, 19, "少于 20"), (20, None, "少于")],
)
def test_returned_after_keying(keyed: int, returned: int | None, wrong: str) -> None:
    found = check_returned(keyed, returned)
    assert (wrong in found) if wrong else found == ""


@given(PAPERS, st.randoms(use_true_random=False))
def test_the_order_of_papers_does_not_matter(
    papers: list[tuple[str, str, str] | None], random: object
) -> None:
    shuffled = list(papers)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = count_batch(papers), count_batch(shuffled)
    assert one == other
    assert list(one.votes.items()) == list(other.votes.items())


@given(PAPERS)
def test_every_paper_is_counted_once_on_every_line(
    papers: list[tuple[str, str, str] | None],
) -> None:
    counts = count_batch(papers)
    assert counts.valid + counts.invalid == len(papers)
    assert counts.invalid == papers.count(None)
    for line in range(3):
        votes = {option: n for (at, option), n in counts.votes.items() if at == line}
        assert check_votes("甲", counts.valid, votes) == ""
        made = make_tally(POLL, BallotCounts(25, len(papers), counts.valid, counts.invalid), votes)
        assert sum(made.counts.values()) + made.abstained + made.spoilt == counts.valid


@given(PAPERS, PAPERS)
def test_two_counts_add_up_like_one(
    first: list[tuple[str, str, str] | None], second: list[tuple[str, str, str] | None]
) -> None:
    def tally(papers: list[tuple[str, str, str] | None]) -> Tally:
        counts = count_batch(papers)
        votes = {option: n for (at, option), n in counts.votes.items() if at == 0}
        size = len(papers)
        return make_tally(POLL, BallotCounts(size, size, counts.valid, counts.invalid), votes)

    assert add_tallies(tally(first), tally(second)) == tally(first + second)
