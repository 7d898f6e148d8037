"""The state of a poll: which there are, what may be done in each, and where that leads.

A poll holds no state of its own in the file; it follows from its columns and its batches, see
``state_of``. Screens and services ask here. The same table stands in docs/测评状态.md.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from desk_app.domain.faults import Fault


class PollState(StrEnum):
    """How far a poll is."""

    OPEN = "open"
    """收回 is not written down."""
    READY = "ready"
    """收回 is written down, so the batches are planned; no counter is kept yet."""
    KEYING = "keying"
    """Counters of a batch are kept."""
    COMPARING = "comparing"
    """Two people disagree on a batch."""
    SEALED = "sealed"
    VOID = "void"
    LOCKED = "locked"
    """The round is 定稿, whatever the poll is."""


class Act(StrEnum):
    """What can be done to a poll."""

    WRITE_PAPERS = "write papers"
    CHOOSE_MODE = "choose mode"
    KEY = "key"
    SETTLE = "settle"
    DISCARD = "discard"
    CLEAR = "clear"
    EXPLAIN = "explain"
    SEAL = "seal"
    ENTER_TOTALS = "enter totals"
    REOPEN = "reopen"
    DECLARE_VOID = "declare void"
    REMOVE = "remove"
    LOCK = "lock"
    UNLOCK = "unlock"


_OPEN, _READY, _KEYING, _COMPARING = (
    PollState.OPEN,
    PollState.READY,
    PollState.KEYING,
    PollState.COMPARING,
)
_COUNTING = frozenset({_OPEN, _READY, _KEYING, _COMPARING})
BEGUN = frozenset({_KEYING, _COMPARING})
"""States in which counters of batches are kept: what ``CLEAR`` would take away."""

_GONE: frozenset[PollState] = frozenset()
_FROM_ANY_COUNT: dict[Act, frozenset[PollState]] = {
    Act.DECLARE_VOID: frozenset({PollState.VOID}),
    Act.REMOVE: _GONE,
    Act.LOCK: frozenset({PollState.LOCKED}),
}

TRANSITIONS: Mapping[PollState, Mapping[Act, frozenset[PollState]]] = MappingProxyType(
    {
        PollState.OPEN: {
            **_FROM_ANY_COUNT,
            Act.WRITE_PAPERS: frozenset({_OPEN, _READY}),
            Act.CHOOSE_MODE: frozenset({_OPEN}),
            Act.CLEAR: frozenset({_OPEN}),
            Act.ENTER_TOTALS: frozenset({PollState.SEALED}),
        },
        PollState.READY: {
            **_FROM_ANY_COUNT,
            Act.WRITE_PAPERS: frozenset({_OPEN, _READY}),
            Act.CHOOSE_MODE: frozenset({_READY}),
            Act.KEY: frozenset({_READY, _KEYING}),
            Act.CLEAR: frozenset({_READY}),
            # A poll of which no paper came back is sealed without keying.
            Act.SEAL: frozenset({PollState.SEALED}),
            Act.ENTER_TOTALS: frozenset({PollState.SEALED}),
        },
        PollState.KEYING: {
            **_FROM_ANY_COUNT,
            Act.WRITE_PAPERS: frozenset({_KEYING}),
            Act.KEY: frozenset({_READY, _KEYING, _COMPARING}),
            Act.DISCARD: frozenset({_READY, _KEYING}),
            Act.CLEAR: frozenset({_READY}),
            Act.EXPLAIN: frozenset({_KEYING}),
            Act.SEAL: frozenset({PollState.SEALED}),
        },
        PollState.COMPARING: {
            **_FROM_ANY_COUNT,
            Act.WRITE_PAPERS: frozenset({_COMPARING}),
            Act.KEY: frozenset({_COMPARING}),
            Act.SETTLE: frozenset({_KEYING, _COMPARING}),
            Act.DISCARD: frozenset({_READY, _KEYING, _COMPARING}),
            Act.CLEAR: frozenset({_READY}),
        },
        PollState.SEALED: {
            Act.REOPEN: frozenset({_READY}),
            Act.DECLARE_VOID: frozenset({PollState.VOID}),
            Act.LOCK: frozenset({PollState.LOCKED}),
        },
        PollState.VOID: {Act.LOCK: frozenset({PollState.LOCKED})},
        PollState.LOCKED: {Act.UNLOCK: frozenset({*_COUNTING, PollState.SEALED, PollState.VOID})},
    }
)
"""State → act → where it may lead; an act that is not there is refused. 删除 leads nowhere."""

LOCKED_WORDS = "本轮已经定稿，不能修改。确需修改时，请先在“定级”中解除定稿并写明原因。"
_NOT_SEALED = "这个测评还没有封存，不用重新计票。"
KEPT_WORDS = "这个测评有封存过或作废的计票，要留存备查，没有删除。确要不算，请“作废”。"
_NOTHING_TO_EXPLAIN = "这一项已经不需要说明，请刷新后再看。"
_WORDS: dict[PollState, str] = {
    PollState.SEALED: "这个测评的计票已封存，没有改动。确要改动，请先“重新计票”。",
    PollState.VOID: "这个测评已作废，只作留存，没有改动。请到重新投票的那一个里操作。",
    PollState.LOCKED: LOCKED_WORDS,
}
_PARTICULAR: dict[tuple[PollState, Act], str] = {
    (PollState.OPEN, Act.KEY): "请先填写收回票数，再录入测评票。",
    (PollState.SEALED, Act.REMOVE): KEPT_WORDS,
    (PollState.VOID, Act.REMOVE): KEPT_WORDS,
    (PollState.VOID, Act.DECLARE_VOID): "这个测评已经作废，不用再作废。",
    (PollState.VOID, Act.REOPEN): _NOT_SEALED,
    **{
        (state, Act.CHOOSE_MODE): ("已经录入了测评票，不能再改计票方式。确要改，请先“清空重录”。")
        for state in (_KEYING, _COMPARING)
    },
    **{
        (state, Act.ENTER_TOTALS): (
            "这个测评已经录入了测评票，不能再录外部计票。确要改用，请先“清空重录”。"
        )
        for state in (_KEYING, _COMPARING)
    },
    **{(state, Act.EXPLAIN): _NOTHING_TO_EXPLAIN for state in _COUNTING},
    **{(state, Act.REOPEN): _NOT_SEALED for state in _COUNTING},
    **{(state, Act.UNLOCK): "本轮没有定稿，可以直接修改。" for state in PollState},
}
_NOTHING = "这个测评现在不能这样做，请刷新后再试。"


def state_of(
    *, locked: bool, voided: bool, sealed: bool, returned: int | None, stored: int, differing: int
) -> PollState:
    """Return the one state that follows from what is kept of a poll.

    ``returned`` is 收回 in papers; ``stored`` counts the batches of which counters are kept,
    ``differing`` those of them on which two people disagree.
    """
    if locked:
        return PollState.LOCKED
    if voided:
        return PollState.VOID
    if sealed:
        return PollState.SEALED
    if differing:
        return PollState.COMPARING
    if stored:
        return PollState.KEYING
    return PollState.OPEN if returned is None else PollState.READY


def may(state: PollState, act: Act) -> bool:
    """Whether ``act`` may be done in ``state``; what is counted may still stand in its way."""
    return act in TRANSITIONS[state]


def is_counting(state: PollState) -> bool:
    """Whether the count is still being made: not sealed, not void, not locked."""
    return state in _COUNTING


def refusal(state: PollState, act: Act) -> str:
    """Say why ``act`` cannot be done in ``state``; "" where it may be."""
    if may(state, act):
        return ""
    return _PARTICULAR.get((state, act)) or _WORDS.get(state, _NOTHING)


def ensure(state: PollState, act: Act) -> None:
    """Raise ``Fault`` where ``act`` cannot be done in ``state``."""
    wrong = refusal(state, act)
    if wrong:
        raise Fault(wrong)
