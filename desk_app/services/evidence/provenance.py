"""Where the facts behind a level were entered, when and by whom: for the chain of reasons."""

from collections.abc import Iterator, Mapping

from sqlalchemy import ColumnElement, CompoundSelect, Table, func, literal, select, union_all

from desk_app.domain.evidence import EARLIER_YEARS
from desk_app.domain.evidence_columns import asked_of_registry, years_back
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services.memory import EVERYBODY, Span
from desk_app.services.session import Session
from desk_app.storage import tables

REGISTRY = "党组织名册（本轮开始时）"
Places = Mapping[int, Mapping[str, str]]
"""Subject → name of a fact, evaluator, bonus, step, rate → the place in words."""


def places(session: Session, scheme: Scheme, round_id: int, span: Span = EVERYBODY) -> Places:
    """Say for every subject of a round where its facts come from; a fixed number of queries.

    ``span`` narrows it to the subjects whose numbers lie in it.
    """
    found: dict[int, dict[str, str]] = {}
    for subject_id, key, where, latest, _ in session.execute(_entered(round_id, span)):
        found.setdefault(subject_id, {})[key] = _words(where, latest)
    for subject_id, poll, words in _polls(session, round_id, span):
        mine = found.setdefault(subject_id, {})
        mine[poll] = words
        for rate in scheme.rates:
            if rate.poll == poll:
                mine[rate.name] = words
        for evaluator in scheme.sheets.balloted:
            before = mine.get(evaluator.name, "")
            if poll in scheme.sheets.polls(evaluator).values() and words not in before:
                mine[evaluator.name] = f"{before}；{words}" if before else words
    for subject_id, known, words in (
        *_registry(session, scheme, round_id, span),
        *_earlier(session, scheme, round_id, span),
    ):
        mine = found.setdefault(subject_id, {})
        mine[known] = f"{mine[known]}；{words}" if known in mine else words
    return found


def _entered(round_id: int, span: Span) -> CompoundSelect[int, str, str, str, int]:
    """Subject, name of a fact, room, when and by whom: of all rooms in one statement.

    In the order of the rooms: of a name that two of them know, the later room's stands.
    """
    subject = tables.subject
    rooms = [
        select(
            table.c.subject_id,
            name.label("name"),
            literal(where).label("room"),
            _latest(table).label("latest"),
            literal(place).label("place"),
        )
        .join_from(subject, table, table.c.subject_id == subject.c.id)
        .where(subject.c.round_id == round_id, subject.c.id.between(*span))
        .group_by(table.c.subject_id, name)
        for place, (table, name, where) in enumerate(
            (
                (tables.score, tables.score.c.evaluator, "评分"),
                (tables.adjustment, tables.adjustment.c.adjustment, "加减分登记"),
                (tables.fact, tables.fact.c.fact, "其他情况"),
                (tables.opinion, tables.opinion.c.step, "定级"),
            )
        )
    ]
    return union_all(*rooms).order_by("place")


def _registry(
    session: Session, scheme: Scheme, round_id: int, span: Span
) -> Iterator[tuple[int, str, str]]:
    """What conditions look at in the registry; it was copied when the round began."""
    names = asked_of_registry(scheme) - {one.name for one in scheme.facts}
    subject = tables.subject
    if names:
        mine = select(subject.c.id).where(
            subject.c.round_id == round_id, subject.c.id.between(*span)
        )
        for subject_id in session.execute(mine).scalars():
            yield from ((subject_id, name, REGISTRY) for name in names)


def _earlier(
    session: Session, scheme: Scheme, round_id: int, span: Span
) -> Iterator[tuple[int, str, str]]:
    """Earlier years: rounds of this workspace, and levels that somebody typed."""
    if not years_back(scheme):
        return
    now, then, round_ = tables.subject, tables.subject.alias("then"), tables.round_
    year = session.execute(select(round_.c.year).where(round_.c.id == round_id)).scalar_one()
    own = session.execute(
        select(now.c.id, round_.c.year)
        .join_from(now, then, then.c.organisation_id == now.c.organisation_id)
        .join(round_, round_.c.id == then.c.round_id)
        .join(tables.opinion, tables.opinion.c.subject_id == then.c.id)
        .where(now.c.round_id == round_id, now.c.id.between(*span), round_.c.year < year)
        .distinct()
        .order_by(round_.c.year.desc())
    )
    for row in own:
        yield row.id, EARLIER_YEARS, f"{row.year} 年度的轮次"
    typed = tables.earlier_level
    rows = session.execute(
        select(now.c.id, _latest(typed))
        .join_from(now, typed, typed.c.organisation_id == now.c.organisation_id)
        .where(now.c.round_id == round_id, now.c.id.between(*span), typed.c.year < year)
        .group_by(now.c.id)
    )
    for subject_id, latest in rows:
        yield subject_id, EARLIER_YEARS, _words(EARLIER_YEARS, latest)


_BETWEEN = "\x1f"


def _latest(table: Table) -> ColumnElement[str]:
    """When and by whom the last of a group's rows was entered, as one text.

    Days sort as texts do; asking for the person of the latest row apart is something that
    only some databases understand.
    """
    return func.max(table.c.entered_at + _BETWEEN + table.c.entered_by)


def _words(where: str, latest: str) -> str:
    when, _, who = latest.partition(_BETWEEN)
    entered = " ".join(part for part in (when, who and f"{who} 填写") if part)
    return f"{where}（{entered}）" if entered else where


def _polls(session: Session, round_id: int, span: Span) -> list[tuple[int, str, str]]:
    poll, meeting, seat = tables.poll, tables.meeting, tables.poll_subject
    rows = session.execute(
        select(seat.c.subject_id, poll.c.poll, poll.c.external, meeting.c.kind, meeting.c.held_on)
        .join_from(meeting, poll, poll.c.meeting_id == meeting.c.id)
        .join(seat, seat.c.poll_id == poll.c.id)
        .where(meeting.c.round_id == round_id, poll.c.sealed_at.is_not(None))
        .where(seat.c.subject_id.between(*span))
    )
    found = []
    for row in rows:
        day = f" {row.held_on}" if row.held_on else ""
        counted = "外部计票" if row.external else "计票"
        found.append((row.subject_id, row.poll, f"{row.kind}{day} {counted}"))
    return found
