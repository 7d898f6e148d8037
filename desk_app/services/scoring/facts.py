"""其他情况: facts that no indicator holds, entered in a table of subjects and facts."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from sqlalchemy import delete, select

from desk_app.domain.evidence import FactValue, SubjectFacts
from desk_app.domain.facts import format_fact, from_stored, parse_fact, to_stored
from desk_app.domain.reversals import BulkKind
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Fact
from desk_app.services import rounds, schemes
from desk_app.services.reversals.keeping import Scope, keeping
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables
from desk_app.storage.engine.upserts import upsert

LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class FactsLine:
    """One subject's facts; what nobody entered is absent from ``values``."""

    subject: SubjectFacts
    participates: bool
    values: Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class FactsTable:
    """All subjects of a round and the facts that its scheme asks for."""

    round_id: int
    facts: tuple[Fact, ...]
    lines: tuple[FactsLine, ...]


@dataclass(frozen=True, slots=True)
class FactChange:
    """What one cell shall hold, as typed; "" empties it."""

    subject_id: int
    fact: str
    text: str


@dataclass(frozen=True, slots=True)
class FactsRecorded:
    """What stands now in the cells that were changed, and what was refused, in sentences."""

    values: Mapping[tuple[int, str], FactValue | None]
    refused: Mapping[tuple[int, str], str]


def table(workspace: Workspace, round_id: int) -> FactsTable:
    """Everybody in the round and every fact of its scheme."""
    subject = tables.subject
    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        known = {one.name: one for one in scheme.facts}
        everybody = rounds.read_facts(session, round_id)
        values: dict[int, dict[str, FactValue]] = {}
        for row in session.execute(
            select(tables.fact)
            .join(subject, subject.c.id == tables.fact.c.subject_id)
            .where(subject.c.round_id == round_id)
        ):
            if row.fact in known:
                stored = from_stored(known[row.fact], row.value)
                values.setdefault(row.subject_id, {})[row.fact] = stored
    lines = tuple(FactsLine(*one, values.get(one[0].id, {})) for one in everybody)
    return FactsTable(round_id, scheme.facts, lines)


def record_many(
    workspace: Workspace, round_id: int, changes: Sequence[FactChange], *, bulk: str = ""
) -> FactsRecorded:
    """Save many cells in one transaction; those that cannot stand are named, not saved.

    ``bulk`` says what was done where it is to be taken back whole after a restart too (粘贴).
    """
    values: dict[tuple[int, str], FactValue | None] = {}
    refused: dict[tuple[int, str], str] = {}
    with workspace.session() as session:
        rounds.ensure_unlocked(session, round_id)
        known = {one.name: one for one in schemes.pinned(session, round_id).facts}
        names = _names(session, round_id)
        for change in changes:
            key = (change.subject_id, change.fact)
            fact = known.get(change.fact)
            if change.subject_id not in names:
                refused[key] = "这个考评对象已不在本轮名单里，请刷新后再试。"
            elif fact is None:
                refused[key] = f"本轮方案里没有“{change.fact}”这一项。"
            elif len(change.text) > LONGEST_TEXT:
                refused[key] = f"“{fact.name}”超过 {LONGEST_TEXT} 字，请缩短。"
            else:
                try:
                    values[key] = parse_fact(fact, change.text)
                except ValueError as error:
                    refused[key] = str(error)
        scope = scope_of({subject_id for subject_id, _ in values})
        kept = keeping(session, BulkKind.FACTS, bulk, scope, round_id=round_id)
        with kept if bulk else nullcontext():
            for key, value in values.items():
                _store(session, round_id, names[key[0]], known[key[1]], key[0], value)
    return FactsRecorded(values, refused)


def scope_of(subject_ids: Collection[int]) -> Scope:
    """The facts of some subjects, as they are kept to be taken back."""
    return Scope(tables.fact, tables.fact.c.subject_id.in_(subject_ids))


def write(
    session: Session,
    scheme: Scheme,
    round_id: int,
    values: Mapping[tuple[int, str], FactValue],
) -> None:
    """Save facts inside a transaction that somebody else opened and checked for the lock."""
    known = {one.name: one for one in scheme.facts}
    names = _names(session, round_id) if values else {}
    for (subject_id, fact), value in values.items():
        _store(session, round_id, names[subject_id], known[fact], subject_id, value)


def _names(session: Session, round_id: int) -> dict[int, str]:
    subject = tables.subject
    rows = session.execute(
        select(subject.c.id, subject.c.name).where(subject.c.round_id == round_id)
    )
    return {row.id: row.name for row in rows}


def _store(
    session: Session,
    round_id: int,
    name: str,
    fact: Fact,
    subject_id: int,
    value: FactValue | None,
) -> None:
    column = tables.fact.c
    own = (column.subject_id == subject_id) & (column.fact == fact.name)
    stored = session.execute(select(column.value).where(own)).scalar_one_or_none()
    after = None if value is None else to_stored(value)
    if stored == after:
        return
    if after is None:
        session.execute(delete(tables.fact).where(own))
    else:
        row = {"subject_id": subject_id, "fact": fact.name, "value": after, **session.entered}
        upsert(session.connection, tables.fact, [row])
    rounds.amend(
        session,
        round_id,
        Changed(fact.name, about=name, before=stored or "未填", after=format_fact(value) or "未填"),
    )
