"""What each key does to the papers in hand."""

import pickle

from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.polling.counts import ABSTAINED, SPOILT, count_batch
from desk_app.domain.polling.keying import (
    Hand,
    Void,
    count,
    lay_down,
    make_void,
    mark,
    mark_rest,
    step_back,
    totals,
    void_reasons,
    void_words,
)

OPTIONS = ("好", "较好", "一般", "较差")
STEPS = {
    "mark": lambda hand: mark(hand, "好"),
    "other": lambda hand: mark(hand, ABSTAINED),
    "rest": mark_rest,
    "void": make_void,
    "down": lay_down,
    "back": step_back,
}


def marked(hand: Hand, *votes: str) -> Hand:
    for vote in votes:
        hand = mark(hand, vote)
    return hand


def test_a_paper_is_laid_down_only_when_every_line_has_a_mark() -> None:
    hand = marked(Hand(3, 2), "好", "一般")
    assert not hand.complete
    assert lay_down(hand) is hand
    hand = lay_down(mark(hand, SPOILT))
    assert (hand.keyed, hand.touched, hand.full) == (1, False, False)
    assert lay_down(hand) is hand


def test_nothing_is_marked_after_the_last_line_or_the_last_paper() -> None:
    hand = marked(Hand(2, 1), "好", "好", "较差")
    hand = lay_down(hand)
    assert count(hand).votes == {(0, "好"): 1, (1, "好"): 1}
    assert hand.full
    for step in ("mark", "rest", "void", "down"):
        assert STEPS[step](hand) == hand


def test_all_the_same_repeats_the_line_above() -> None:
    assert mark_rest(Hand(5, 1)).marks == ()
    assert mark_rest(marked(Hand(5, 1), "好", "一般")).marks == ("好", *["一般"] * 4)


def test_a_void_paper_counts_as_invalid_and_its_marks_can_come_back() -> None:
    hand = make_void(marked(Hand(3, 2), "好"))
    assert hand.complete
    assert mark(hand, "一般") == hand
    assert step_back(hand).marks == ("好",)
    hand = lay_down(hand)
    assert (count(hand).valid, count(hand).invalid) == (0, 1)
    assert step_back(hand).void


def test_stepping_back_picks_up_the_last_paper() -> None:
    hand = lay_down(marked(Hand(2, 3), "好", "较差"))
    hand = step_back(hand)
    assert (hand.keyed, hand.marks) == (0, ("好", "较差"))
    hand = step_back(step_back(step_back(hand)))
    assert hand.empty


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=80), st.integers(1, 4), st.integers(1, 4))
def test_whatever_is_pressed_the_batch_stays_whole(steps: list[str], lines: int, size: int) -> None:
    hand = Hand(lines, size)
    for step in steps:
        before = hand
        hand = STEPS[step](hand)
        assert len(hand.marks) <= lines
        assert hand.keyed <= size
        assert all(isinstance(paper, Void) or len(paper) == lines for paper in hand.papers)
        assert count(hand).valid + count(hand).invalid == hand.keyed
        lost = step == "down" and before.void  # what a void paper said is not kept
        if step in {"mark", "other", "void", "down"} and hand != before and not lost:
            assert step_back(hand) == before


def test_totals_add_all_lines() -> None:
    counts = count_batch([("好", "好"), ("好", ABSTAINED), None])
    assert totals(counts, OPTIONS) == {
        "好": 3, "较好": 0, "一般": 0, "较差": 0, ABSTAINED: 1, SPOILT: 0,
    }  # fmt: skip


def test_a_hand_shows_no_mark_in_reports() -> None:
    hand = marked(lay_down(marked(Hand(2, 3), "好", "较差")), "一般")
    assert repr(make_void(hand)) == "Hand(lines=2, size=3)"
    assert pickle.loads(pickle.dumps(hand)) == hand  # noqa: S301  (plain values, nothing else)


def test_a_void_paper_keeps_its_reason_when_picked_up_again() -> None:
    hand = lay_down(make_void(marked(Hand(2, 3), "好"), "空白票"))
    hand = lay_down(make_void(hand, "其他"))
    assert void_reasons(hand) == {"空白票": 1, "其他": 1}
    hand = step_back(hand)
    assert (hand.void, hand.reason) == (True, "其他")
    assert void_reasons(step_back(step_back(hand))) == {}


def test_a_batch_counts_why_papers_are_void_in_whatever_order_they_lay() -> None:
    hand = Hand(1, 6)
    other = Hand(1, 6)
    reasons = ("其他", "空白票", "", "空白票")
    for mine, theirs in zip(reasons, reversed(reasons), strict=True):
        hand, other = lay_down(make_void(hand, mine)), lay_down(make_void(other, theirs))
    counts = count(lay_down(marked(hand, "好")))
    assert counts == count(lay_down(marked(other, "好")))
    assert (counts.valid, counts.invalid) == (1, 4)
    assert list(counts.voids.items()) == [("", 1), ("其他", 1), ("空白票", 2)]
    assert void_words(counts.invalid, counts.voids) == "4 张：空白票 2，其他 1，未注明原因 1"


def test_without_reasons_only_the_number_is_said() -> None:
    assert void_words(2, {"": 2}) == void_words(2, {}) == "2 张"
    assert void_words(2, {"涂改、看不清": 2}) == "2 张：涂改、看不清 2"
