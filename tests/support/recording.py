"""One cell at a time, through what the screens call for many."""

from desk_app.domain.evidence import FactValue
from desk_app.domain.faults import Fault
from desk_app.domain.scoring import ScoreChange, Summary
from desk_app.services.scoring import facts, sheets
from desk_app.services.workspace import Workspace


def record_score(workspace: Workspace, change: ScoreChange) -> Summary:
    """Save one score; raises ``Fault`` with the sentence of a refusal."""
    recorded = sheets.record_many(workspace, (change,))
    for one in recorded.refused:
        raise Fault(one.reason)
    return recorded.summaries[change.subject_id]


def record_fact(
    workspace: Workspace, round_id: int, subject_id: int, fact: str, text: str
) -> FactValue | None:
    """Save one fact as typed; raises ``Fault`` with the sentence of a refusal."""
    recorded = facts.record_many(workspace, round_id, (facts.FactChange(subject_id, fact, text),))
    for sentence in recorded.refused.values():
        raise Fault(sentence)
    return recorded.values[subject_id, fact]
