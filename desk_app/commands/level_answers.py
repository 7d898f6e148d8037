"""Proposed levels as JSON: all that the window says of one."""

from typing import TYPE_CHECKING

from desk_app.commands.context import Json

if TYPE_CHECKING:
    from desk_app.services.grading_workbook import GradedLine


def line_json(line: "GradedLine") -> dict[str, Json]:
    """A subject's proposal with its stars, consequences and reasons, and what is hinted at."""
    proposal = line.proposal
    return {
        "name": line.name,
        "total": line.points or None,
        "level": proposal.level,
        "band": proposal.band_level,
        "deviation": proposal.deviation,
        "wanting": line.wanting,
        "disqualified": proposal.disqualified,
        "stars": [
            {
                "name": one.star.name,
                "kind": one.star.kind,
                "awarded": one.awarded,
                "open": list(one.open),
                "fact": one.fact,
                "rule": one.rule,
                "entered": one.entered,
            }
            for one in proposal.stars
        ],
        "consequences": [
            {"name": one.name, "kind": one.kind.value, "to": one.to, "source": one.origin.source}
            for one in proposal.consequences
        ],
        "reasons": [
            {
                "kind": one.kind.value,
                "fact": one.fact,
                "rule": one.rule,
                "before": one.before,
                "after": one.after,
                "entered": one.entered,
                "source": one.origin.source,
                "phrase": one.origin.phrase,
                "sentence": one.sentence(),
            }
            for one in proposal.reasons
        ],
        "hint": line.hint,
    }
