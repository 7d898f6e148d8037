"""Writes scores, and the amounts of clauses behind them."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from sqlalchemy import and_, bindparam, delete

from desk_app.domain.points import round_half_up, to_milli
from desk_app.domain.scoring import Score, ScoreChange
from desk_app.services.session import Session
from desk_app.storage import tables
from desk_app.storage.engine.upserts import upsert

DECIMALS = 3


def store(
    session: Session, changes: Sequence[ScoreChange], held: Callable[[ScoreChange], Score]
) -> None:
    """Write cells that differ from what they ``held``, and the amounts behind their points."""
    _store_scores(session, changes)
    _store_amounts(session, changes, held)


def _store_scores(session: Session, changes: Sequence[ScoreChange]) -> None:
    score = tables.score
    written = [one for one in changes if one.points is not None or one.note]
    entered = session.entered
    if written:
        upsert(
            session.connection,
            score,
            [
                {
                    "subject_id": one.subject_id,
                    "evaluator": one.evaluator,
                    "indicator": one.indicator,
                    "points_milli": _milli(one.points),
                    "note": one.note,
                    **entered,
                }
                for one in written
            ],
        )
    emptied = [one for one in changes if one.points is None and not one.note]
    if emptied:
        session.execute(
            delete(score).where(
                score.c.subject_id == bindparam("of_subject"),
                score.c.evaluator == bindparam("of_evaluator"),
                score.c.indicator == bindparam("of_indicator"),
            ),
            [
                {
                    "of_subject": one.subject_id,
                    "of_evaluator": one.evaluator,
                    "of_indicator": one.indicator,
                }
                for one in emptied
            ],
        )


def _milli(points: Decimal | None) -> int | None:
    """Thousandths. Points of clauses may be finer: they are read from the amounts, not here."""
    return None if points is None else to_milli(round_half_up(points, DECIMALS))


def _store_amounts(
    session: Session, changes: Sequence[ScoreChange], held: Callable[[ScoreChange], Score]
) -> None:
    """Write the amounts that are new or others, and take out what no longer applies."""
    table = tables.clause_amount
    written, gone = [], []
    for change in changes:
        before, after = dict(held(change).amounts), dict(change.amounts)
        key = {
            "subject_id": change.subject_id,
            "evaluator": change.evaluator,
            "indicator": change.indicator,
        }
        written += [
            {**key, "clause": name, "amount_milli": to_milli(amount), **session.entered}
            for name, amount in after.items()
            if before.get(name) != amount
        ]
        gone += [
            {f"of_{name}": value for name, value in {**key, "clause": clause}.items()}
            for clause in before
            if clause not in after
        ]
    if gone:
        own = and_(*(one == bindparam(f"of_{one.name}") for one in table.primary_key))
        session.execute(delete(table).where(own), gone)
    if written:
        upsert(session.connection, table, written)
