"""Ballots that score: what each option of a poll is worth, and by what the sum is divided."""

from dataclasses import dataclass
from decimal import Decimal

from desk_app.domain.scheme.model.polls import RateBase

TOTAL_LINE = "总分"
"""What the one line is called on which an evaluator gives nothing but a total."""


@dataclass(frozen=True, slots=True)
class Ballots:
    """An evaluator's points are (好×100＋较好×80＋…)÷有效票 of ``poll``.

    Where ``poll`` was written as one for each indicator, every indicator has the points of its
    own poll. ``worth`` is what the options count, each named once; without it an option is the
    number that it says (a ballot on which points from 0 to 10 are given).
    """

    poll: str
    worth: tuple[tuple[str, Decimal], ...] = ()
    base: RateBase = RateBase.VALID

    def worth_of(self, option: str) -> Decimal | None:
        """What one vote for an option counts; ``None`` where nothing says it."""
        if self.worth:
            return dict(self.worth).get(option)
        return Decimal(option) if option.isascii() and option.isdigit() else None
