"""Who scores what: every line, some of them, one figure, or nothing because ballots do it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from desk_app.domain.scheme.model.ballots import TOTAL_LINE
from desk_app.domain.scheme.model.polls import Poll
from desk_app.domain.scheme.model.scoring import Evaluator, Indicator


class SheetPlan:
    """The score sheets of a scheme's evaluators, by the scheme's 领域 ("" where it has none)."""

    def __init__(
        self,
        evaluators: Sequence[Evaluator],
        polls: Sequence[Poll],
        full_points: Decimal,
        names: tuple[str, ...],
        lines: Mapping[str, tuple[Indicator, ...]],
    ) -> None:
        self._evaluators = evaluators
        self._polls = polls
        self._full_points = full_points
        self._names = names
        self._all = lines

    @cached_property
    def shared(self) -> bool:
        """Whether any evaluator does something else than score every indicator by hand."""
        return not all(one.ordinary for one in self._evaluators)

    @cached_property
    def typists(self) -> tuple[Evaluator, ...]:
        """The evaluators whose sheets somebody fills in: not those that ballots score for."""
        return tuple(one for one in self._evaluators if one.ballots is None)

    @cached_property
    def balloted(self) -> tuple[Evaluator, ...]:
        """The evaluators that ballots score for."""
        return tuple(one for one in self._evaluators if one.ballots is not None)

    def full(self, evaluator: Evaluator) -> Decimal:
        """The highest total that an evaluator can give as one figure."""
        return self._full_points if evaluator.full is None else evaluator.full

    def polls(self, evaluator: Evaluator) -> dict[str, str]:
        """Line → poll of an evaluator that ballots score for: one for all, or one for each."""
        if evaluator.ballots is None:
            return {}
        name = evaluator.ballots.poll
        if any(one.name == name for one in self._polls):
            return {TOTAL_LINE: name}
        first = f"{name}·"
        own = (one.name for one in self._polls if one.name.startswith(first))
        return {poll.removeprefix(first): poll for poll in own}

    def gives_total(self, evaluator: Evaluator) -> bool:
        """Whether an evaluator gives one figure, and scores no indicator."""
        return evaluator.only_total or TOTAL_LINE in self.polls(evaluator)

    @cached_property
    def givers(self) -> frozenset[str]:
        """The names of those that give one figure."""
        return frozenset(one.name for one in self._evaluators if self.gives_total(one))

    def names(self, evaluator: Evaluator) -> tuple[str, ...]:
        """The names of the lines that an evaluator scores of anybody, each once, in order."""
        if evaluator.ordinary:
            return self._names
        if evaluator.name in self.givers:
            return (TOTAL_LINE,)
        own = evaluator.indicators or tuple(self.polls(evaluator))
        return tuple(name for name in self._names if name in own)

    def lines(self, evaluator: str, group: str) -> tuple[Indicator, ...]:
        """What an evaluator scores of subjects of a 领域, in order; raises KeyError."""
        return self._lines[evaluator, group]

    @cached_property
    def _lines(self) -> dict[tuple[str, str], tuple[Indicator, ...]]:
        return {
            (one.name, group): self._own(one, lines)
            for one in self._evaluators
            for group, lines in self._all.items()
        }

    def _own(self, evaluator: Evaluator, lines: tuple[Indicator, ...]) -> tuple[Indicator, ...]:
        if evaluator.ordinary:
            return lines
        if evaluator.name in self.givers:
            return (Indicator(TOTAL_LINE, self.full(evaluator), whole=True),)
        own = self.names(evaluator)
        return tuple(one for one in lines if one.name in own)
