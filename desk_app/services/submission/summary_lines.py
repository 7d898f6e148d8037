"""One organisation's line of the 汇总表."""

from desk_app.domain.grading import own_sum
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.submission import SummaryLine, poll_short
from desk_app.services import grading


def summary_line(scheme: Scheme, row: grading.BoardRow) -> SummaryLine:
    """The facts of one line; who does not take part has one too."""
    facts = row.evidence.subject
    proposal = row.proposal
    if proposal is None:
        return SummaryLine(
            name=facts.name,
            domain=facts.domain,
            area=facts.area,
            secretary=facts.secretary,
            member_count=facts.member_count,
            own=None,
            points=None,
            poll_result=None,
            proposed_level="",
            decided_level="",
            note=f"不参评：{row.absence_reason}",
            participates=False,
        )
    own, own_missing = own_sum(scheme, row.evidence)
    return SummaryLine(
        name=facts.name,
        domain=facts.domain,
        area=facts.area,
        secretary=facts.secretary,
        member_count=facts.member_count,
        own=None if own_missing else own,
        points=proposal.points,
        poll_result=poll_short(scheme, row.evidence.tallies),
        proposed_level=proposal.level or "",
        decided_level="" if row.decision is None else row.decision.level,
        note=_note(scheme, row),
        level=row.level,
    )


def _note(scheme: Scheme, row: grading.BoardRow) -> str:
    said = []
    proposed = row.proposal.level if row.proposal is not None else None
    if row.level is not None and scheme.level(row.level).management:
        said.append(scheme.level(row.level).management)
    if row.decision is not None and row.decision.level != proposed and row.decision.reason:
        said.append(row.decision.reason)
    if row.approval is not None:
        said.append(f"审定为{row.approval.level}")
    return "；".join(one.rstrip("。") for one in said)
