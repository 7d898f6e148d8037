"""Writes the levels of one step, with what the record of changes says of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import and_, bindparam, delete, select

from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services import rounds
from desk_app.services.grading.boards import Opinion, step_names
from desk_app.services.grading.reviews import settle_reviews
from desk_app.services.session import Changed, Session
from desk_app.storage import tables
from desk_app.storage.engine.upserts import upsert


@dataclass(frozen=True, slots=True)
class DecisionEntry:
    """One decision to be stored; ``level`` empty takes an earlier one back."""

    subject_id: int
    level: str
    reason: str = ""
    decided_on: date | None = None
    meeting: str = ""


def write_step(
    session: Session, round_id: int, scheme: Scheme, step: str, entries: Sequence[DecisionEntry]
) -> None:
    """Write the levels of one step; what cannot stand is left for ``refuse`` to say."""
    before = _at_step(session, round_id, step)
    wanted = {
        one.subject_id: Opinion(
            step, level, one.reason.strip(), one.decided_on, one.meeting.strip()
        )
        for one in entries
        if one.subject_id in before and (level := _level_name(scheme, one.level)) is not None
    }
    entered = session.entered
    rows = [
        {
            "subject_id": key,
            "step": step,
            "level": one.level,
            "reason": one.reason,
            "decided_on": one.decided_on.isoformat() if one.decided_on else None,
            "meeting": one.meeting,
            **entered,
        }
        for key, one in wanted.items()
        if one.level
    ]
    upsert(session.connection, tables.opinion, rows)
    emptied = [{"of_subject": key} for key, one in wanted.items() if not one.level]
    if emptied:
        opinion = tables.opinion.c
        own = and_(opinion.subject_id == bindparam("of_subject"), opinion.step == step)
        session.execute(delete(tables.opinion).where(own), emptied)
    if step == step_names(scheme)[0]:
        settle_reviews(session, [*filter(lambda key: before[key][2], wanted)])
    changes = [_changed(round_id, *before[key][:2], one) for key, one in wanted.items()]
    session.record(*changes)
    if step != step_names(scheme)[1]:
        levels = [
            replace(one, before=_level(before[key][1]), after=wanted[key].level)
            for key, one in zip(wanted, changes, strict=True)
        ]
        rounds.add_amendments(session, round_id, *levels)


def _at_step(
    session: Session, round_id: int, step: str
) -> Mapping[int, tuple[str, Opinion | None, bool]]:
    """Everybody in a round: subject → name, the opinion that stands at ``step``, 待复核 or not.

    It is one query.
    """
    opinion, subject, mark = tables.opinion, tables.subject, tables.decision_review
    mine = and_(opinion.c.subject_id == subject.c.id, opinion.c.step == step)
    rows = session.execute(
        select(
            subject.c.id,
            subject.c.name,
            opinion.c.level,
            opinion.c.reason,
            opinion.c.decided_on,
            opinion.c.meeting,
            mark.c.subject_id.is_not(None),
        )
        .select_from(
            subject.outerjoin(opinion, mine).outerjoin(mark, mark.c.subject_id == subject.c.id)
        )
        .where(subject.c.round_id == round_id)
    )
    return {
        key: (
            name,
            None
            if level is None
            else Opinion(step, level, reason, date.fromisoformat(day) if day else None, meeting),
            bool(marked),
        )
        for key, name, level, reason, day, meeting, marked in rows
    }


def _changed(round_id: int, name: str, before: Opinion | None, after: Opinion) -> Changed:
    return Changed(
        after.step,
        about=name,
        before=_opinion_words(before),
        after=_opinion_words(after),
        why=after.reason,
        round_id=round_id,
    )


def _level_name(scheme: Scheme, level: str) -> str | None:
    """The scheme's name of a level, which may be given by an alias; ``None`` for an unknown one."""
    try:
        return scheme.level(level).name if level else ""
    except KeyError:
        return None


def _level(opinion: Opinion | None) -> str:
    return "" if opinion is None else opinion.level


def _opinion_words(one: Opinion | None) -> str:
    """A level with its day, meeting and reason, as the record of changes keeps it."""
    if one is None or not one.level:
        return ""
    more = "，".join(
        part
        for part in (one.decided_on.isoformat() if one.decided_on else "", one.meeting, one.reason)
        if part
    )
    return f"{one.level}（{more}）" if more else one.level
