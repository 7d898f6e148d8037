"""What earlier years came to: from this workspace's own rounds, and typed or imported levels."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select

from desk_app.domain.evidence import EarlierLevel
from desk_app.domain.evidence_columns import looks_at_this_year, years_back
from desk_app.domain.evidence_rows import earlier_level
from desk_app.domain.faults import Fault
from desk_app.domain.reversals import BulkKind
from desk_app.domain.rounds import YEARS
from desk_app.domain.scheme.model.rounds import StepYield
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services import schemes
from desk_app.services.reversals.keeping import Scope, keeping
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables
from desk_app.storage.engine.upserts import upsert


@dataclass(frozen=True, slots=True)
class KnownLevel:
    """A level of an earlier year as somebody knows it; an empty ``level`` takes it back."""

    organisation_id: int
    year: int
    level: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class EarlierLine:
    """One subject of a round, and the organisation whose earlier years these are."""

    organisation_id: int
    name: str


@dataclass(frozen=True, slots=True)
class EarlierTable:
    """Organisation and year → level: ``own`` came out of rounds here, ``typed`` was typed.

    ``years`` run backwards from the year before the round's, or from ``this_year``, the round's
    own, where the scheme looks at its earlier rounds; ``levels`` are the scheme's.
    """

    round_id: int
    years: tuple[int, ...]
    levels: tuple[str, ...]
    lines: tuple[EarlierLine, ...]
    own: Mapping[tuple[int, int], str]
    typed: Mapping[tuple[int, int], str]
    this_year: int | None = None


LEAST_YEARS = 3
LONGEST_LEVEL = 20


def table(workspace: Workspace, round_id: int) -> EarlierTable:
    """Return what earlier years of a round's subjects came to, as far back as its scheme looks."""
    subject, round_, typed = tables.subject, tables.round_, tables.earlier_level
    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        year = session.execute(select(round_.c.year).where(round_.c.id == round_id)).scalar_one()
        years = tuple(range(year - 1, year - 1 - max(LEAST_YEARS, years_back(scheme)), -1))
        this_year = year if looks_at_this_year(scheme) else None
        years = years if this_year is None else (this_year, *years)
        lines = session.execute(
            select(subject.c.organisation_id, subject.c.name)
            .where(subject.c.round_id == round_id, subject.c.participates == 1)
            .order_by(subject.c.position)
        ).all()
        known = session.execute(
            select(typed.c.organisation_id, typed.c.year, typed.c.level).where(
                typed.c.year.in_(years)
            )
        ).all()
        own = {
            (organisation_id, its_year): level
            for earlier_id, its_year in (
                *_before(session, year),
                *(_of_this_year(session, round_id, year) if this_year is not None else ()),
            )
            for organisation_id, level in _final(session, earlier_id).items()
        }
    return EarlierTable(
        round_id,
        years,
        tuple(one.name for one in scheme.levels),
        tuple(EarlierLine(row.organisation_id, row.name) for row in lines),
        own,
        {(row.organisation_id, row.year): row.level for row in known},
        this_year,
    )


def record(
    workspace: Workspace,
    levels: tuple[KnownLevel, ...],
    *,
    bulk: str = "",
    round_id: int | None = None,
) -> None:
    """Write down levels of years that this workspace has no round of; raises ``Fault``.

    ``bulk`` says what was done where it is to be taken back whole after a restart too (粘贴), as
    long as the round in which it was done is not finalised.
    """
    table = tables.earlier_level
    wanted = {one.organisation_id for one in levels}
    with workspace.session() as session:
        if not bulk:
            _record(session, levels)
            return
        scope = Scope(table, table.c.organisation_id.in_(wanted))
        with keeping(session, BulkKind.LEVELS, bulk, scope, round_id=round_id):
            _record(session, levels)


def _record(session: Session, levels: tuple[KnownLevel, ...]) -> None:
    table, organisation = tables.earlier_level, tables.organisation
    wanted = {one.organisation_id for one in levels}
    names = {
        row.id: row.name
        for row in session.execute(
            select(organisation.c.id, organisation.c.name).where(organisation.c.id.in_(wanted))
        )
    }
    before = {
        (row.organisation_id, row.year): row.level
        for row in session.execute(
            select(table.c.organisation_id, table.c.year, table.c.level).where(
                table.c.organisation_id.in_(wanted)
            )
        )
    }
    for one in levels:
        if one.year not in YEARS:
            raise Fault(f"年度“{one.year}”不对，请填四位年份。")
        key = (table.c.organisation_id == one.organisation_id, table.c.year == one.year)
        if len(one.level.strip()) > LONGEST_LEVEL:
            raise Fault(f"等级“{one.level.strip()[:LONGEST_LEVEL]}…”太长，请核对。")
        session.record(
            Changed(
                f"{one.year} 年度等级",
                about=names.get(one.organisation_id, ""),
                before=before.get((one.organisation_id, one.year), ""),
                after=one.level.strip(),
                why=one.source.strip(),
            )
        )
        if not one.level.strip():
            session.execute(delete(table).where(*key))
            continue
        values = {
            "level": one.level.strip(),
            "source": one.source.strip(),
            **session.entered,
        }
        row = {"organisation_id": one.organisation_id, "year": one.year, **values}
        upsert(session.connection, table, [row])


def levels(session: Session, scheme: Scheme, round_id: int) -> dict[int, tuple[EarlierLevel, ...]]:
    """Return subject → the levels of earlier years, the latest first, one for each year.

    A year's level is the approved one of its latest round, else the decided one; a typed level
    stands only for years without a round. ``rank`` is the place on ``scheme``'s ladder.
    """
    subject, round_ = tables.subject, tables.round_
    year = session.execute(select(round_.c.year).where(round_.c.id == round_id)).scalar_one()
    found: dict[int, dict[int, str]] = {}
    typed = tables.earlier_level
    for organisation_id, its_year, level in session.execute(
        select(typed.c.organisation_id, typed.c.year, typed.c.level).where(typed.c.year < year)
    ):
        found.setdefault(organisation_id, {})[its_year] = level
    for earlier_id, its_year in _before(session, year):
        for organisation_id, level in _final(session, earlier_id).items():
            found.setdefault(organisation_id, {})[its_year] = level
    if not found:
        return {}
    mine = {
        organisation_id: subject_id
        for subject_id, organisation_id in session.execute(
            select(subject.c.id, subject.c.organisation_id).where(subject.c.round_id == round_id)
        )
    }
    # A year without a level keeps its place: “last year” is not the latest year that is known.
    return {
        mine[organisation_id]: tuple(
            earlier_level(scheme, its_year, years.get(its_year, ""))
            for its_year in range(year - 1, min(years) - 1, -1)
        )
        for organisation_id, years in found.items()
        if organisation_id in mine
    }


def this_year(
    session: Session, scheme: Scheme, round_id: int
) -> dict[int, tuple[EarlierLevel, ...]]:
    """Return subject → what earlier rounds of the same year came to, the latest first.

    A typed level of that year stands for those of whom no earlier round says anything.
    """
    if not looks_at_this_year(scheme):
        return {}
    subject, round_, typed = tables.subject, tables.round_, tables.earlier_level
    year = session.execute(select(round_.c.year).where(round_.c.id == round_id)).scalar_one()
    found: dict[int, list[str]] = {}
    for earlier_id, _ in reversed(_of_this_year(session, round_id, year)):
        for organisation_id, level in _final(session, earlier_id).items():
            found.setdefault(organisation_id, []).append(level)
    for organisation_id, level in session.execute(
        select(typed.c.organisation_id, typed.c.level).where(typed.c.year == year)
    ):
        found.setdefault(organisation_id, [level])
    if not found:
        return {}
    mine = select(subject.c.id, subject.c.organisation_id).where(subject.c.round_id == round_id)
    return {
        subject_id: tuple(earlier_level(scheme, year, level) for level in found[organisation_id])
        for subject_id, organisation_id in session.execute(mine)
        if organisation_id in found
    }


def _of_this_year(session: Session, round_id: int, year: int) -> list[tuple[int, int]]:
    """Rounds of the same year that were begun before, with the year, the latest last."""
    round_ = tables.round_
    rows = session.execute(
        select(round_.c.id)
        .where(round_.c.year == year, round_.c.id < round_id, round_.c.closed_at.is_(None))
        .order_by(round_.c.id)
    )
    return [(row.id, year) for row in rows]


def _before(session: Session, year: int) -> list[tuple[int, int]]:
    """Rounds of earlier years with their years, the latest last."""
    round_ = tables.round_
    rows = session.execute(
        select(round_.c.id, round_.c.year)
        .where(round_.c.year < year, round_.c.closed_at.is_(None))
        .order_by(round_.c.year, round_.c.id)
    )
    return [(row.id, row.year) for row in rows]


def _final(session: Session, round_id: int) -> Mapping[int, str]:
    """Organisation → the level that a round ended on."""
    scheme = schemes.pinned(session, round_id)
    order = [
        one.name
        for kind in (StepYield.OPINION, StepYield.DECISION, StepYield.APPROVAL)
        for one in scheme.steps
        if one.yields is kind
    ]
    opinion, subject = tables.opinion, tables.subject
    rows = session.execute(
        select(subject.c.organisation_id, opinion.c.step, opinion.c.level)
        .join_from(subject, opinion, opinion.c.subject_id == subject.c.id)
        .where(subject.c.round_id == round_id)
    )
    ordered = sorted(
        rows, key=lambda row: order.index(row.step) if row.step in order else len(order)
    )
    weighty = {
        one.name for one in scheme.steps if one.yields in {StepYield.DECISION, StepYield.APPROVAL}
    }
    return {
        row.organisation_id: row.level
        for row in ordered
        if row.step in weighty or row.step not in order
    }
