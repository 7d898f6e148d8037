"""Evidence for schemes that go by opinions or by a checklist, and a reader of chains."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from desk_app.domain.chain import LinkKind, Proposal
from desk_app.domain.evidence import EarlierLevel, Evidence, FactValue, SubjectFacts
from desk_app.domain.grading import grade
from desk_app.domain.ranking import Standings, standings
from desk_app.domain.scheme.loading import read
from desk_app.domain.scheme.model.scheme import Scheme
from tests.domain.scheme_texts import shipped_text

VILLAGE = SubjectFacts(1, "柳树湾村党支部", "农村", parent="青山镇党委")


def shipped(scheme_id: str) -> Scheme:
    return read(shipped_text(scheme_id))


def replay(proposal: Proposal) -> str | None:
    """Follow the chain knowing nothing but the chain."""
    level = None
    for one in proposal.reasons:
        if one.kind in {LinkKind.TOTAL, LinkKind.MISSING, LinkKind.STARS}:
            continue
        assert one.before == level
        level = one.after
    return level


def by_opinions(
    scheme: Scheme,
    opinions: Mapping[str, str],
    *,
    facts: Mapping[str, FactValue] | None = None,
    earlier: tuple[EarlierLevel, ...] = (),
    subject: SubjectFacts = VILLAGE,
) -> Proposal:
    """The proposal for a subject of which only opinions, facts and earlier years are known."""
    known = Evidence(subject, opinions=opinions, facts=dict(facts or {}), earlier=earlier)
    proposal = grade(scheme, known)
    assert replay(proposal) == proposal.level
    return proposal


def by_points(
    scheme: Scheme,
    points: Mapping[str, Decimal],
    *,
    earlier: tuple[EarlierLevel, ...] = (),
    own: Mapping[str, Decimal] | None = None,
) -> Proposal:
    """The proposal for a subject whose 考评 sheet is ``points`` (and 自评 sheet ``own``)."""
    sheets = {"考评": points} | ({"自评": own} if own else {})
    proposal = grade(scheme, Evidence(VILLAGE, points=sheets, earlier=earlier))
    assert replay(proposal) == proposal.level
    return proposal


def years(scheme: Scheme, *levels: str) -> tuple[EarlierLevel, ...]:
    """The years before 2026 with these levels, the latest first."""
    return tuple(
        EarlierLevel(2025 - back, level, scheme.rank(level)) for back, level in enumerate(levels)
    )


def names(proposal: Proposal) -> set[str]:
    """What follows from the level, by name."""
    return {one.name for one in proposal.consequences}


def round_of(
    scheme: Scheme, step: str, levels: Iterable[tuple[str, SubjectFacts] | str]
) -> Standings:
    """A round in which ``step`` gave these levels, each to a subject of its own."""
    found = []
    for number, one in enumerate(levels, start=1):
        level, subject = one if isinstance(one, tuple) else (one, SubjectFacts(number, f"{number}"))
        found.append(Evidence(subject, opinions={step: level}))
    return standings(scheme, found)
