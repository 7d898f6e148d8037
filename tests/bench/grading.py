"""Proposing all levels of a large round, against reading and adding up the same rows."""

import sqlite3
from collections import defaultdict
from pathlib import Path

from desk_app.domain.ranking import Standings, standings
from desk_app.services import schemes
from desk_app.services.evidence.gathering import gather
from tests.bench.harness import BenchmarkError, Probe, bench, timed
from tests.bench.large_round import SUBJECTS, build

ROWS = """
    SELECT score.subject_id, score.evaluator, score.indicator, score.points_milli
    FROM subject JOIN score ON score.subject_id = subject.id
    WHERE subject.round_id = ?
"""


@bench("3000 个党组织 × 40 项指标：拟定全部等级", limit=6)
def propose_all(folder: Path) -> Probe:
    large = build(folder)
    raw = sqlite3.connect(large.copy)

    def add_up() -> dict[int, int]:
        sums: dict[int, int] = defaultdict(int)
        for subject, _evaluator, _indicator, milli in raw.execute(ROWS, [large.round_id]):
            sums[subject] += milli
        return sums

    def propose() -> Standings:
        with large.workspace.session() as session:
            scheme = schemes.pinned(session, large.round_id)
            return standings(scheme, gather(session, scheme, large.round_id))

    proposed, sums = propose().proposals, add_up()
    if len(proposed) != SUBJECTS or any(one.level is None for one in proposed.values()):
        raise BenchmarkError("有党组织没有拟定等级")
    if any(one.total.base * 1000 != sums[key] for key, one in proposed.items()):
        raise BenchmarkError("两边的合计不一样")

    def close() -> None:
        raw.close()
        large.workspace.close(back_up=False)

    return Probe(measured=timed(propose), floor=timed(add_up), close=close)
