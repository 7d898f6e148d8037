"""What if: one subject graded as if some facts were other than they are."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from desk_app.domain.chain import Proposal
from desk_app.domain.entries import check_points
from desk_app.domain.evidence import FactValue
from desk_app.domain.fact_points import settled_lines, with_fact_points
from desk_app.domain.faults import Fault
from desk_app.domain.grading import grade
from desk_app.domain.wanting import wanting
from desk_app.services import schemes
from desk_app.services.evidence.gathering import gather
from desk_app.services.evidence.provenance import places
from desk_app.services.workspace import Workspace

SUPPOSED = "假设"
"""Where a fact comes from that is only supposed."""


@dataclass(frozen=True, slots=True)
class Supposition:
    """What would be proposed, and what would then be wanting to a higher level ("" for nothing)."""

    proposal: Proposal
    wanting: str


def what_if(
    workspace: Workspace,
    round_id: int,
    subject_id: int,
    *,
    points: Mapping[str, Decimal] | None = None,
    facts: Mapping[str, FactValue | None] | None = None,
) -> Supposition:
    """Grade one subject as if some facts were other than they are; nothing is stored.

    ``points`` are the superior's by indicator; a fact of ``None`` is as if never entered.
    Quotas that assign by rank are left aside. Raises ``Fault`` for points out of range.
    """
    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        (known,) = gather(session, scheme, round_id, only=subject_id)
        where = places(session, scheme, round_id).get(subject_id, {})
    changed = {**known.facts, **(facts or {})}
    known = replace(
        known, facts={name: value for name, value in changed.items() if value is not None}
    )
    lines = settled_lines(scheme, known, scheme.superior.name)
    indicators = {one.name: one for one in lines}
    for name, value in (points or {}).items():
        wrong = check_points(indicators[name], value)
        if wrong:
            raise Fault(wrong)
    superior = scheme.superior.name
    sheet = {**known.points.get(superior, {}), **(points or {})}
    clauses = known.clauses.get(superior, {})
    # Points that are only supposed come from no clause.
    kept = {name: amounts for name, amounts in clauses.items() if name not in (points or {})}
    supposed = dict.fromkeys((*(facts or {}), *((superior,) if points else ())), SUPPOSED)
    assumed = replace(
        known,
        points={**known.points, superior: sheet},
        clauses={**known.clauses, superior: kept},
        entered={**where, **supposed},
    )
    assumed = with_fact_points(scheme, assumed)
    proposal = grade(scheme, assumed)
    lacks = wanting(scheme, assumed, proposal)
    return Supposition(proposal, "" if lacks is None else lacks.words)
