"""Evidence for schemes that go by stars, checks and points, graded with the chain replayed."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from desk_app.domain.chain import Proposal
from desk_app.domain.evidence import EarlierLevel, Evidence, FactValue, SubjectFacts
from desk_app.domain.grading import grade
from desk_app.domain.ranking import Standings, standings
from desk_app.domain.scheme.model.scheme import Scheme
from tests.domain.procedures import replay

Facts: TypeAlias = dict[str, FactValue]

NO_FACTS: Mapping[str, FactValue] = {}


def subject(
    domain: str = "农村", *, number: int = 1, name: str = "柳树湾村党支部", parent: str = ""
) -> SubjectFacts:
    return SubjectFacts(number, name, domain, parent=parent)


def sheet(scheme: Scheme, domain: str, total: str) -> dict[str, Decimal]:
    """Points for every line of the sheet that together make ``total``."""
    left, found = Decimal(total), {}
    for one in scheme.indicators_for(domain):
        found[one.name] = min(one.points, left)
        left -= found[one.name]
    assert left == 0
    return found


def checks(scheme: Scheme, missed: int, domain: str = "农村") -> dict[str, Decimal]:
    """A checklist with the last ``missed`` lines not met."""
    names = [one.name for one in scheme.indicators_for(domain)]
    met = len(names) - missed
    return {name: Decimal(at < met) for at, name in enumerate(names)}


def graded(
    scheme: Scheme,
    points: Mapping[str, Decimal],
    *,
    domain: str = "农村",
    facts: Mapping[str, FactValue] = NO_FACTS,
    rates: Mapping[str, Fraction] | None = None,
    earlier: tuple[EarlierLevel, ...] = (),
    on: date | None = None,
) -> Proposal:
    """The proposal for one subject whose deciding sheet is ``points``."""
    evidence = Evidence(
        subject(domain),
        points={scheme.superior.name: points},
        facts=facts,
        rates=rates or {},
        earlier=earlier,
        on=on,
    )
    proposal = grade(scheme, evidence)
    assert replay(proposal) == proposal.level
    return proposal


def round_of_totals(
    scheme: Scheme,
    totals: Sequence[str],
    facts: Mapping[int, Mapping[str, FactValue]] | None = None,
    rates: Mapping[str, Fraction] | None = None,
) -> Standings:
    """A round of one domain in which subject 1, 2 … came to these totals."""
    found = standings(
        scheme,
        [
            Evidence(
                subject("农村", number=number, name=f"{number}号村党支部"),
                points={scheme.superior.name: sheet(scheme, "农村", total)},
                facts=(facts or {}).get(number, {}),
                rates=rates or {},
            )
            for number, total in enumerate(totals, start=1)
        ],
    )
    for proposal in found.proposals.values():
        assert replay(proposal) == proposal.level
    return found
