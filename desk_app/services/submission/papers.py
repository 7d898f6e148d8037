"""Gathers the facts of all forms of a round, in a fixed number of queries."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from desk_app.domain.rectification import Rectification
from desk_app.domain.rounds import Amendment, Round
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.submission import Declaration, SummaryLine, in_order
from desk_app.services import grading, rectification, rounds
from desk_app.services.grading.missing import read_reasons
from desk_app.services.submission.declarations import declaration
from desk_app.services.submission.summary_lines import summary_line
from desk_app.services.workspace import Office, Workspace, read_office
from desk_app.storage import tables


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
        office = read_office(session)
        current = rounds.read(session, round_id)
        board = grading.read_board(session, round_id)
        items = rectification.items(session, tables.rectification.c.round_id == round_id)
        notes = read_reasons(session, round_id, board.scheme.superior.name)
        digest = session.execute(
            select(tables.scheme.c.digest)
            .select_from(tables.round_.join(tables.scheme))
            .where(tables.round_.c.id == round_id)
        ).scalar_one()
        amendments = rounds.read_amendments(session, round_id)
    by_subject: dict[int, list[Rectification]] = {}
    for item in items:
        by_subject.setdefault(item.subject_id, []).append(item)
    declarations, ids, lines = [], [], []
    for one in board.rows:
        own_id = one.evidence.subject.id
        lines.append(summary_line(board.scheme, one))
        if one.proposal is not None:
            ids.append(own_id)
            declarations.append(
                declaration(
                    board.scheme,
                    one,
                    one.proposal,
                    notes.get(own_id, {}),
                    by_subject.get(own_id, ()),
                )
            )
    return Papers(
        office=office,
        round=current,
        scheme=board.scheme,
        scheme_digest=str(digest),
        made_at=workspace.now(),
        declarations=tuple(declarations),
        subject_ids=tuple(ids),
        lines=tuple(in_order(board.scheme, lines)),
        items=items,
        amendments=amendments,
    )


def forms_day(papers: Papers) -> date:
    """The day that the forms bear."""
    return papers.made_at.date()
