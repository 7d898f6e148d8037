"""The engine and the oracle beside each other."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import floor

from desk_app.domain.evidence import Evidence
from desk_app.domain.ranking import standings
from desk_app.domain.scheme.model.scheme import Scheme
from tests.oracle.edge import row_of
from tests.oracle.paper import Plan
from tests.oracle.ranking import round_of


def differences(scheme: Scheme, plan: Plan, everybody: Sequence[Evidence]) -> Iterator[str]:
    """Say what the engine and the oracle do not agree on for a round; nothing when they do."""
    found = standings(scheme, everybody)
    expected = round_of(plan, [row_of(one) for one in everybody])
    assert len(found.proposals) == len(expected.everybody)
    for one in expected.everybody:
        said = found.proposals[one.row.key]
        pairs: dict[str, tuple[object, object]] = {
            "missing": (bool(said.total.missing), one.sum.missing),
            "level": (said.level, one.level),
            "asked": (said.tied, one.asked),
            "out": (bool(said.disqualified), one.out),
        }
        if not one.sum.missing:
            pairs["total"] = (Fraction(said.total.points), one.sum.shown)
            pairs["bound"] = (Fraction(said.total.bound), _near(one.sum.bound))
        if one.stars is not None:
            pairs["stars"] = (said.star_count, one.stars)
        for what, (engine, oracle) in pairs.items():
            if engine != oracle:
                yield f"{one.row.key} {what}: engine {engine}, oracle {oracle}"
    counted = {(one.quota.name, one.part): one for one in found.quotas}
    for places in expected.quotas:
        state = counted.pop((places.quota, places.part), None)
        engine_says = state and (state.held, state.base, state.low, state.high)
        oracle_says = (places.held, places.base, places.low, places.high)
        if engine_says != oracle_says:
            yield f"{places.quota}/{places.part}: engine {engine_says}, oracle {oracle_says}"
    for name, part in counted:
        yield f"{name}/{part}: the oracle knows no such quota"


def _near(exact: Fraction) -> Fraction:
    """The engine keeps twelve decimals of a total that has no end (thirds of weights)."""
    shift = 10**12
    return Fraction(floor(exact * shift), shift)
