"""The states of a poll: every state with every act, and no way out of the table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.faults import Fault
from desk_app.domain.polling.state import (
    LOCKED_WORDS,
    TRANSITIONS,
    Act,
    PollState,
    ensure,
    is_counting,
    may,
    refusal,
    state_of,
)

OPEN, READY, KEYING, COMPARING = (
    PollState.OPEN,
    PollState.READY,
    PollState.KEYING,
    PollState.COMPARING,
)
SEALED, VOID, LOCKED = PollState.SEALED, PollState.VOID, PollState.LOCKED

TABLE = {
    Act.WRITE_PAPERS: {OPEN: "or", READY: "or", KEYING: "k", COMPARING: "c"},
    Act.CHOOSE_MODE: {OPEN: "o", READY: "r"},
    Act.KEY: {READY: "rk", KEYING: "rkc", COMPARING: "c"},
    Act.SETTLE: {COMPARING: "kc"},
    Act.DISCARD: {KEYING: "rk", COMPARING: "rkc"},
    Act.CLEAR: {OPEN: "o", READY: "r", KEYING: "r", COMPARING: "r"},
    Act.EXPLAIN: {KEYING: "k"},
    Act.SEAL: {READY: "s", KEYING: "s"},
    Act.ENTER_TOTALS: {OPEN: "s", READY: "s"},
    Act.REOPEN: {SEALED: "r"},
    Act.DECLARE_VOID: {OPEN: "v", READY: "v", KEYING: "v", COMPARING: "v", SEALED: "v"},
    Act.REMOVE: {OPEN: "", READY: "", KEYING: "", COMPARING: ""},
    Act.LOCK: {OPEN: "l", READY: "l", KEYING: "l", COMPARING: "l", SEALED: "l", VOID: "l"},
    Act.UNLOCK: {LOCKED: "orkcsv"},
}
"""Act → from → to, written down a second time by hand, states by their first letters."""
LETTERS = dict(zip("orkcsvl", PollState, strict=True))


@pytest.mark.parametrize("state", PollState)
@pytest.mark.parametrize("act", Act)
def test_every_state_with_every_act(state: PollState, act: Act) -> None:
    letters = TABLE[act].get(state)
    assert may(state, act) is (letters is not None)
    if letters is None:
        assert refusal(state, act)
        with pytest.raises(Fault):
            ensure(state, act)
    else:
        assert TRANSITIONS[state][act] == {LETTERS[one] for one in letters}
        assert refusal(state, act) == ""
        ensure(state, act)


@pytest.mark.parametrize(
    ("state", "act", "sentence"),
    [
        (OPEN, Act.KEY, "请先填写收回票数，再录入测评票。"),
        (KEYING, Act.CHOOSE_MODE, "已经录入了测评票，不能再改计票方式。"),
        (COMPARING, Act.ENTER_TOTALS, "不能再录外部计票"),
        (READY, Act.REOPEN, "这个测评还没有封存，不用重新计票。"),
        (SEALED, Act.KEY, "计票已封存，没有改动"),
        (SEALED, Act.REMOVE, "要留存备查，没有删除"),
        (VOID, Act.WRITE_PAPERS, "这个测评已作废，只作留存"),
        (VOID, Act.DECLARE_VOID, "已经作废，不用再作废"),
        (LOCKED, Act.SEAL, LOCKED_WORDS),
    ],
)
def test_what_is_refused_says_why(state: PollState, act: Act, sentence: str) -> None:
    assert sentence in refusal(state, act)


@given(st.lists(st.tuples(st.sampled_from(Act), st.integers(0, 5)), max_size=40))
def test_no_sequence_of_acts_leaves_the_table(acts: list[tuple[Act, int]]) -> None:
    state = OPEN
    for act, choice in acts:
        if may(state, act):
            leads = sorted(TRANSITIONS[state][act])
            if not leads:  # removed
                return
            state = leads[choice % len(leads)]
        assert state in TRANSITIONS


def test_every_state_can_be_reached_and_left() -> None:
    reached = {OPEN}
    for _ in PollState:
        reached |= {to for one in reached for leads in TRANSITIONS[one].values() for to in leads}
    assert reached == set(PollState)
    assert all(TRANSITIONS[state] for state in PollState)


@given(
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.none() | st.integers(0, 200),
    st.integers(0, 9),
    st.integers(0, 9),
)
def test_one_state_follows_from_what_is_kept(
    locked: bool, voided: bool, sealed: bool, returned: int | None, stored: int, differing: int
) -> None:
    state = state_of(
        locked=locked,
        voided=voided,
        sealed=sealed,
        returned=returned,
        stored=stored,
        differing=min(stored, differing),
    )
    assert is_counting(state) is not (locked or voided or sealed)
    if is_counting(state):
        assert (state in {KEYING, COMPARING}) is (stored > 0)
        assert (state is COMPARING) is (min(stored, differing) > 0)
        assert (state is OPEN) is (returned is None and not stored)
