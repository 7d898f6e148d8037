"""加减分: the register of bonuses and deductions, each with its tier, its count and its proof."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import delete, insert, update

from desk_app.domain.faults import Fault
from desk_app.domain.points import format_points
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Adjustment
from desk_app.domain.scoring import Summary
from desk_app.services import rounds, schemes
from desk_app.services.scoring import sheets
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables
from desk_app.storage.rows.reading import read, read_one
from desk_app.storage.rows.scoring import ADJUSTMENTS, AdjustmentRow

MOST_TIMES = 999
LONGEST_PROOF = 500


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One entry as the clerk fills it in; ``count`` is at least 1, an empty proof is missing."""

    subject_id: int
    adjustment: str
    tier: str
    count: int = 1
    proof: str = ""


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One entry of the register; ``points`` is what it is worth alone, signed.

    Where only the highest counts (以最高的为准) the total may take less than the sum of these.
    """

    id: int
    subject: str
    entry: RegisterEntry
    points: Decimal


@dataclass(frozen=True, slots=True)
class Register:
    """All entries of a round, with what may be entered and what each subject's come to.

    ``choices`` are the bonuses and deductions that are entered by hand, ``others`` those that
    follow from facts or rates by themselves.
    """

    round_id: int
    choices: tuple[Adjustment, ...]
    others: tuple[Adjustment, ...]
    lines: tuple[RegisterLine, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the entry's number, and the subject's sheets added up again."""

    id: int
    subject_id: int
    summary: Summary


def listing(workspace: Workspace, round_id: int) -> Register:
    """Return the register of a round, in the order of its subjects."""
    subject, entry = tables.subject, tables.adjustment
    with workspace.session() as session:
        scheme = schemes.pinned(session, round_id)
        rows = read(
            session.connection,
            AdjustmentRow,
            ADJUSTMENTS.where(subject.c.round_id == round_id).order_by(
                subject.c.position, subject.c.id, entry.c.id
            ),
        )
    worth = _worth(scheme)
    lines = tuple(
        RegisterLine(
            row.id,
            row.name,
            _entry_of(row),
            worth.get((row.adjustment, row.tier), Decimal(0)) * row.count,
        )
        for row in rows
    )
    return Register(
        round_id,
        tuple(one for one in scheme.adjustments if one.registered),
        tuple(one for one in scheme.adjustments if not one.registered),
        lines,
    )


def add(workspace: Workspace, entry: RegisterEntry) -> Written:
    """Enter a bonus or deduction; raises ``Fault`` where the scheme has no such tier."""
    with workspace.session() as session:
        round_id, scheme = _opened(session, entry.subject_id)
        _check(scheme, entry)
        row_id = _insert(session, entry)
        _amend(session, round_id, entry, "无", _words(entry))
        return _written(session, scheme, round_id, row_id, entry.subject_id)


def change(workspace: Workspace, entry_id: int, entry: RegisterEntry) -> Written:
    """Change an entry, also to another subject; raises ``Fault`` where it is gone."""
    with workspace.session() as session:
        before = _entry(session, entry_id)
        round_id, scheme = _opened(session, entry.subject_id)
        if sheets.round_of(session, before.subject_id) != round_id:
            raise Fault("加减分只能在同一轮次内改到另一个考评对象。")
        _check(scheme, entry)
        session.execute(
            update(tables.adjustment)
            .where(tables.adjustment.c.id == entry_id)
            .values(**_row(entry), **session.entered)
        )
        if before != entry:
            _amend(session, round_id, entry, _words(before), _words(entry))
        return _written(session, scheme, round_id, entry_id, entry.subject_id)


def remove(workspace: Workspace, entry_id: int) -> Written:
    """Take an entry out; raises ``Fault`` where it is gone already."""
    with workspace.session() as session:
        before = _entry(session, entry_id)
        round_id, scheme = _opened(session, before.subject_id)
        session.execute(delete(tables.adjustment).where(tables.adjustment.c.id == entry_id))
        _amend(session, round_id, before, _words(before), "无")
        return _written(session, scheme, round_id, entry_id, before.subject_id)


def _opened(session: Session, subject_id: int) -> tuple[int, Scheme]:
    round_id = sheets.round_of(session, subject_id)
    rounds.ensure_unlocked(session, round_id)
    return round_id, schemes.pinned(session, round_id)


def _entry(session: Session, entry_id: int) -> RegisterEntry:
    wanted = ADJUSTMENTS.where(tables.adjustment.c.id == entry_id)
    row = read_one(session.connection, AdjustmentRow, wanted)
    if row is None:
        raise Fault("这一条加减分已经不在登记表里，请刷新后再试。")
    return _entry_of(row)


def _entry_of(row: AdjustmentRow) -> RegisterEntry:
    return RegisterEntry(row.subject_id, row.adjustment, row.tier, row.count, row.proof)


def _check(scheme: Scheme, entry: RegisterEntry) -> None:
    adjustment = next((one for one in scheme.adjustments if one.name == entry.adjustment), None)
    if adjustment is None or not adjustment.registered:
        raise Fault(f"本轮方案里没有可以登记的加减分“{entry.adjustment}”。")
    if entry.tier not in {one.name for one in adjustment.tiers}:
        tiers = "、".join(one.name for one in adjustment.tiers)
        raise Fault(f"“{adjustment.name}”没有“{entry.tier}”这一档，可以选：{tiers}。")
    if not 1 <= entry.count <= MOST_TIMES:
        raise Fault(f"“{adjustment.name}”的次数要填 1 到 {MOST_TIMES} 的整数。")
    if len(entry.proof) > LONGEST_PROOF:
        raise Fault(f"“{adjustment.name}”的佐证超过 {LONGEST_PROOF} 字，请缩短。")


def _row(entry: RegisterEntry) -> dict[str, object]:
    return {
        "subject_id": entry.subject_id,
        "adjustment": entry.adjustment,
        "tier": entry.tier,
        "count": entry.count,
        "proof": entry.proof.strip(),
    }


def _insert(session: Session, entry: RegisterEntry) -> int:
    made = session.execute(insert(tables.adjustment).values(**_row(entry), **session.entered))
    (row_id,) = made.inserted_primary_key or (0,)
    return int(row_id)


def _written(
    session: Session, scheme: Scheme, round_id: int, entry_id: int, subject_id: int
) -> Written:
    summary = sheets.summary_of(session, scheme, round_id, subject_id)
    return Written(entry_id, subject_id, summary)


def _worth(scheme: Scheme) -> Mapping[tuple[str, str], Decimal]:
    """Return the signed points of every tier."""
    return {
        (one.name, tier.name): tier.points if one.bonus else -tier.points
        for one in scheme.adjustments
        for tier in one.tiers
    }


def _amend(session: Session, round_id: int, entry: RegisterEntry, before: str, after: str) -> None:
    name = sheets.subject_name(session, entry.subject_id)
    changed = Changed(f"加减分 {entry.adjustment}", about=name, before=before, after=after)
    rounds.amend(session, round_id, changed)


def _words(entry: RegisterEntry) -> str:
    proof = f"（{entry.proof}）" if entry.proof else ""
    return f"{entry.tier} × {format_points(Decimal(entry.count))}{proof}"
