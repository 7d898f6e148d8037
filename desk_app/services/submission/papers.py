"""Gathers the facts of all forms of a round, in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

from sqlalchemy import select

from desk_app.domain.chain import Proposal
from desk_app.domain.entries import full_points, score_shown
from desk_app.domain.evidence import Evidence
from desk_app.domain.grading import own_sum
from desk_app.domain.rectification import Rectification
from desk_app.domain.rounds import Amendment, Round
from desk_app.domain.scheme.model.rounds import StepYield
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.submission import (
    AdjustmentLine,
    Declaration,
    IndicatorLine,
    SummaryLine,
    Verdict,
    adjustment_proof,
    in_order,
    item_words,
    level_words,
    own_level,
    poll_short,
    poll_words,
)
from desk_app.services import grading, rectification, rounds
from desk_app.services.session import Session
from desk_app.services.workspace import Office, Workspace
from desk_app.storage import tables

Notes: TypeAlias = dict[int, dict[str, str]]
"""Subject → indicator → why the superior took points off."""


@dataclass(frozen=True, slots=True)
class Papers:
    """A round as its forms show it. ``lines`` are in the order of the 汇总表."""

    office: Office
    round: Round
    scheme: Scheme
    scheme_digest: str
    made_at: datetime
    declarations: tuple[Declaration, ...]
    subject_ids: tuple[int, ...]
    lines: tuple[SummaryLine, ...]
    items: tuple[Rectification, ...]
    amendments: tuple[Amendment, ...] = field(default=())


def gather(workspace: Workspace, round_id: int) -> Papers:
    """Read everything that the forms of a round show; raises ``Fault`` for an unknown round."""
    with workspace.session() as session:
        row = session.execute(
            select(tables.workspace.c.full_name, tables.workspace.c.short_name)
        ).one()
        current = rounds.read(session, round_id)
        board = grading.read_board(session, round_id)
        items = rectification.items(session, tables.rectification.c.round_id == round_id)
        notes = _notes(session, round_id, board.scheme.superior.name)
        digest = session.execute(
            select(tables.scheme.c.digest)
            .select_from(tables.round_.join(tables.scheme))
            .where(tables.round_.c.id == round_id)
        ).scalar_one()
    by_subject: dict[int, list[Rectification]] = {}
    for item in items:
        by_subject.setdefault(item.subject_id, []).append(item)
    declarations, ids, lines = [], [], []
    for one in board.rows:
        own_id = one.evidence.subject.id
        lines.append(_line(board.scheme, one))
        if one.proposal is not None:
            ids.append(own_id)
            declarations.append(
                _declaration(
                    board.scheme,
                    one,
                    one.proposal,
                    notes.get(own_id, {}),
                    by_subject.get(own_id, ()),
                )
            )
    return Papers(
        office=Office(row.full_name, row.short_name),
        round=current,
        scheme=board.scheme,
        scheme_digest=str(digest),
        made_at=workspace.now(),
        declarations=tuple(declarations),
        subject_ids=tuple(ids),
        lines=tuple(in_order(board.scheme, lines)),
        items=items,
        amendments=rounds.amendments(workspace, round_id),
    )


def _notes(session: Session, round_id: int, evaluator: str) -> Notes:
    score = tables.score
    rows = session.execute(
        select(score.c.subject_id, score.c.indicator, score.c.note)
        .join(tables.subject, tables.subject.c.id == score.c.subject_id)
        .where(
            tables.subject.c.round_id == round_id,
            score.c.evaluator == evaluator,
            score.c.note != "",
        )
    )
    found: Notes = {}
    for subject_id, indicator, note in rows:
        found.setdefault(subject_id, {})[indicator] = note
    return found


def _declaration(
    scheme: Scheme,
    row: grading.BoardRow,
    proposal: Proposal,
    notes: Mapping[str, str],
    items: Sequence[Rectification],
) -> Declaration:
    evidence = row.evidence
    facts = evidence.subject
    own_name = next((one.name for one in scheme.evaluators if not one.total), "")
    own = evidence.points.get(own_name, {})
    superior = evidence.points.get(scheme.superior.name, {})
    indicators = scheme.indicators_for(facts.domain)
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
                notes.get(one.name, ""),
            )
            for one in indicators
        ),
        adjustments=_adjustments(evidence, proposal),
        full=full_points(indicators),
        own_total=None if own_missing else own_total,
        superior_total=total.base if total.complete else None,
        final=total.points if total.complete else None,
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


def _committee(scheme: Scheme, row: grading.BoardRow) -> Verdict:
    decided = row.decision
    if decided is None:
        return Verdict()
    proposed = row.proposal.level if row.proposal is not None else None
    place = f"经{decided.meeting}研究" if decided.meeting else "经党委会研究"
    words = f"{place}，决定评定为{level_words(scheme, decided.level)}。"
    if decided.level != proposed and decided.reason:
        words += f"按方案拟定为{proposed or '空'}，改定理由：{decided.reason.rstrip('。')}。"
    return Verdict(words, decided.decided_on)


def _approval(scheme: Scheme, row: grading.BoardRow) -> Verdict:
    approved = row.approval
    if approved is None:
        return Verdict()
    words = f"审定为{level_words(scheme, approved.level)}。"
    if approved.reason:
        words += f"{approved.reason.rstrip('。')}。"
    return Verdict(words, approved.decided_on)


def _line(scheme: Scheme, row: grading.BoardRow) -> SummaryLine:
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
        points=proposal.total.points if proposal.total.complete else None,
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


def forms_day(papers: Papers) -> date:
    """The day that the forms bear."""
    return papers.made_at.date()
