"""What can be done with a poll now, as its panel offers it: told from the facts of its sheet."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.domain.polling.state import BEGUN, Act
from desk_app.views.polling.keymap import can_be_keyed

if TYPE_CHECKING:
    from desk_app.views.use_cases import parts

MORE_RETURNED_THAN_ISSUED = "H01"
"""The check after which nothing is left but to vote again."""


@dataclass(frozen=True, slots=True)
class Possible:
    """``key`` and ``seal`` are offered; ``key_now`` and ``seal_now`` say whether they can be."""

    edit: bool
    """Papers and reasons can be written down."""
    key: bool
    key_now: bool
    external: bool
    seal_now: bool
    recount: bool
    void: bool
    mode: bool
    remove: bool

    @property
    def seal(self) -> bool:
        """Whether sealing is offered."""
        return self.edit


def possible(sheet: "parts.PollSheet") -> Possible:
    """Say what can be done with a poll as it stands; what its state allows, the state says."""
    over = sheet.counting and bool(voted_too_often(sheet))
    left, subjects = papers_left(sheet), bool(sheet.head.subjects)
    keyed = can_be_keyed(sheet.head.options) and not over
    return Possible(
        edit=sheet.counting,
        key=sheet.counting and keyed and (left > 0 or not sheet.counted.batches),
        key_now=_has_a_batch(sheet),
        external=sheet.may(Act.ENTER_TOTALS) and subjects and not over,
        seal_now=not sheet.complaints,
        recount=sheet.may(Act.REOPEN) or sheet.state in BEGUN,
        void=over,
        mode=sheet.may(Act.CHOOSE_MODE),
        remove=sheet.may(Act.REMOVE),
    )


def _has_a_batch(sheet: "parts.PollSheet") -> bool:
    """Whether papers lie ready to be keyed."""
    ready = sheet.may(Act.KEY) and sheet.papers.complete
    return ready and papers_left(sheet) > 0 and bool(sheet.head.subjects and sheet.plan)


def papers_left(sheet: "parts.PollSheet") -> int:
    """Return how many returned papers are not keyed yet."""
    return (sheet.papers.returned or 0) - sheet.counted.keyed


def key_words(sheet: "parts.PollSheet", verb: str) -> str:
    """Return ``verb`` with the papers that are left, once there are any to be keyed."""
    left = papers_left(sheet)
    return f"{verb}（还有 {left} 张）" if sheet.papers.complete and left > 0 else verb


def voted_too_often(sheet: "parts.PollSheet") -> str:
    """Say that more papers came back than were given out; "" where that is not so."""
    found = (one.sentence for one in sheet.findings if one.code == MORE_RETURNED_THAN_ISSUED)
    return next(found, "")
