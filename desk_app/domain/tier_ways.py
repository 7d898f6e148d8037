"""What would have to be otherwise for a better tier to hold, so that facts give more points."""

from collections.abc import Iterator

from desk_app.domain.changes import Change
from desk_app.domain.evidence import Case
from desk_app.domain.judging import holds
from desk_app.domain.repairs import Wanted, ways
from desk_app.domain.scheme.model.scoring import Indicator, IndicatorMode
from desk_app.domain.scheme.model.tiers import NumberTier


def tier_ways(wanted: Wanted) -> Iterator[tuple[Change, ...]]:
    """Ways into each tier that gives more points than the one that holds, the nearest first.

    What comes of them the engine says: more points for one line may not be enough.
    """
    domain = wanted.case.evidence.subject.domain
    for line in wanted.scheme.indicators_for(domain):
        if line.mode is IndicatorMode.FACTS:
            for tier in sorted(_better(line, wanted.case), key=lambda one: one.low):
                if tier.when is not None:
                    yield from ways(wanted, tier.when, hold=True)


def _better(line: Indicator, case: Case) -> list[NumberTier]:
    """The tiers with fixed points that are more than what the line has now."""
    now = next((one for one in line.tiers if one.when is None or holds(one.when, case)), None)
    most = now.high if now is not None else 0
    return [one for one in line.tiers if one.fixed and one.low > most]
