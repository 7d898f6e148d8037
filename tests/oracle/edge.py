"""Where the program hands its rows over: names and numbers change their type, nothing else."""

from datetime import date
from fractions import Fraction

from desk_app.domain.evidence import NOT_GRADED, Evidence, FactValue
from tests.oracle.paper import Answer, Row, Votes


def _answer(found: FactValue) -> Answer:
    if isinstance(found, bool | date | str):
        return found
    return Fraction(found)


def row_of(known: Evidence) -> Row:
    """One row of evidence for the oracle."""
    subject = known.subject
    registry: dict[str, Answer] = {"领域": subject.domain, "区域": subject.area}
    registry["上级"] = subject.parent
    if subject.member_count is not None:
        registry["党员数"] = Fraction(subject.member_count)
    registry.update({name: _answer(found) for name, found in known.registry.items()})
    return Row(
        key=subject.id,
        takes_part=known.participates,
        registry=registry,
        points={
            who: {line: Fraction(points) for line, points in sheet.items()}
            for who, sheet in known.points.items()
        },
        clauses={
            who: {
                line: {name: Fraction(amount) for name, amount in amounts}
                for line, amounts in sheet.items()
            }
            for who, sheet in known.clauses.items()
        },
        entries=tuple((one.adjustment, one.tier, one.count) for one in known.adjustments),
        facts={name: _answer(found) for name, found in known.facts.items()},
        rates=dict(known.rates),
        votes={
            poll: Votes(one.issued, one.returned, one.valid, one.abstained, dict(one.counts))
            for poll, one in known.tallies.items()
        },
        opinions=dict(known.opinions),
        earlier={one.year: one.level for one in known.earlier if one.level != NOT_GRADED},
        this_year=tuple(one.level for one in known.same_year),
        on=known.on,
        year=known.year,
    )
