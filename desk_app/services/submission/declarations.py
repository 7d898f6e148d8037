"""One organisation's 申报表, out of what the board knows of it."""

from collections.abc import Mapping, Sequence

from desk_app.domain.chain import Proposal
from desk_app.domain.clauses import reason_words
from desk_app.domain.entries import full_points, score_shown
from desk_app.domain.evidence import Evidence
from desk_app.domain.fact_points import settled_lines
from desk_app.domain.grading import own_evaluator, own_sum
from desk_app.domain.rectification import Rectification
from desk_app.domain.rounds import deciding_meeting
from desk_app.domain.scheme.model.rounds import StepYield
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scoring import counted_entries
from desk_app.domain.submission import (
    AdjustmentLine,
    CommitteeVerdict,
    Declaration,
    IndicatorLine,
    adjustment_proof,
    item_words,
    level_words,
    own_level,
    poll_words,
)
from desk_app.services import grading


def declaration(
    scheme: Scheme,
    row: grading.BoardRow,
    proposal: Proposal,
    notes: Mapping[str, str],
    items: Sequence[Rectification],
) -> Declaration:
    """The facts of one 申报表."""
    evidence = row.evidence
    facts = evidence.subject
    own = evidence.points.get(own_evaluator(scheme), {})
    superior = evidence.points.get(scheme.superior.name, {})
    if scheme.sheets.shared:
        superior = counted_entries(scheme, evidence)
    clauses = evidence.clauses.get(scheme.superior.name, {})
    indicators = settled_lines(scheme, evidence)
    own_total, own_missing = own_sum(scheme, evidence)
    total = proposal.total
    return Declaration(
        name=facts.name,
        domain=facts.domain,
        area=facts.area,
        parent=facts.parent,
        secretary=facts.secretary,
        member_count=facts.member_count,
        indicators=tuple(
            IndicatorLine(
                one.name,
                one.points,
                score_shown(one, own.get(one.name)),
                score_shown(one, superior.get(one.name)),
                reason_words(one, clauses.get(one.name, ()), notes.get(one.name, "")),
            )
            for one in indicators
        ),
        adjustments=_adjustments(evidence, proposal),
        full=full_points(indicators),
        own_total=None if own_missing else own_total,
        superior_total=total.base if proposal.points is not None else None,
        final=proposal.points,
        poll_result=poll_words(scheme, evidence.tallies),
        own_level=level_words(
            scheme, own_level(scheme, None if own_missing else own_total, _own_opinion(scheme, row))
        ),
        proposed_level=level_words(scheme, proposal.level or ""),
        reasons=proposal.sentences,
        problems=item_words(items),
        committee=_committee(scheme, row),
        approval=_approval(scheme, row),
    )


def _adjustments(evidence: Evidence, proposal: Proposal) -> tuple[AdjustmentLine, ...]:
    return tuple(
        AdjustmentLine(
            applied.adjustment.name,
            applied.points,
            adjustment_proof(
                applied,
                (
                    entry.proof
                    for entry in evidence.adjustments
                    if entry.adjustment == applied.adjustment.name
                ),
            ),
        )
        for applied in proposal.total.adjustments
    )


def _own_opinion(scheme: Scheme, row: grading.BoardRow) -> str:
    """The level that the organisation itself arrived at, where a step of the scheme asks it."""
    for step in scheme.steps:
        opinion = row.opinions.get(step.name)
        if step.yields is StepYield.OPINION and opinion is not None:
            return opinion.level
    return ""


def _committee(scheme: Scheme, row: grading.BoardRow) -> CommitteeVerdict:
    decided = row.decision
    if decided is None:
        return CommitteeVerdict()
    proposed = row.proposal.level if row.proposal is not None else None
    place = f"经{decided.meeting or deciding_meeting(scheme)}研究"
    words = f"{place}，决定评定为{level_words(scheme, decided.level)}。"
    if decided.level != proposed and decided.reason:
        words += f"按方案拟定为{proposed or '空'}，改定理由：{decided.reason.rstrip('。')}。"
    return CommitteeVerdict(words, decided.decided_on)


def _approval(scheme: Scheme, row: grading.BoardRow) -> CommitteeVerdict:
    approved = row.approval
    if approved is None:
        return CommitteeVerdict()
    words = f"审定为{level_words(scheme, approved.level)}。"
    if approved.reason:
        words += f"{approved.reason.rstrip('。')}。"
    return CommitteeVerdict(words, approved.decided_on)
