"""Proposed levels as JSON: all that the window says of one."""

from typing import TYPE_CHECKING

from desk_app.commands.context import Json
from desk_app.domain.points import format_points

if TYPE_CHECKING:
    from desk_app.domain.chain import Proposal


def level_word(proposal: "Proposal") -> str:
    """The proposed level, or why there is none."""
    return proposal.level or ("不参加评定" if proposal.disqualified else "不能拟定")


def proposal_json(proposal: "Proposal", name: str) -> dict[str, Json]:
    """A proposal with its stars, consequences and reasons."""
    return {
        "name": name,
        "total": format_points(proposal.total.points),
        "level": proposal.level,
        "band": proposal.band_level,
        "deviation": proposal.deviation,
        "wanting": proposal.wanting,
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
    }
