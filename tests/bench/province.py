"""A province's round, streamed: 200,000 subjects × 40 indicators in bounded memory.

Takes minutes, so it runs only when named: ``dev.py bench 省级``.
"""

import json
import random
import shutil
import sqlite3
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from desk_app.services import schemes
from desk_app.services.workspace import DATABASE, Office, create
from tests.bench.harness import BenchmarkError, Probe, bench, timed
from tests.bench.large_round import SCHEME

SUBJECTS = 200_000
MOST_MEGABYTES = 400
ROWS = """
    SELECT score.subject_id, score.points_milli, score.evaluator, score.indicator
    FROM subject JOIN score ON score.subject_id = subject.id
    WHERE subject.round_id = 1
"""

WORKER = """
import json, resource, sys, time
from pathlib import Path
from desk_app.services import schemes, workspace
from desk_app.services.grading.proposals import propose_each

links = levels = 0

def count(evidence, proposal):
    global links, levels
    links += len(proposal.reasons)
    levels += proposal.level is not None

opened = workspace.open_(Path(sys.argv[1]))
start = time.perf_counter()
with opened.session() as session:
    propose_each(session, schemes.pinned(session, 1), 1, count)
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
opened.close(back_up=False)
print(json.dumps({"seconds": seconds, "peak_mb": peak, "levels": levels, "links": links}))
"""


def build(folder: Path, subjects: int) -> Path:
    """Fill a workspace with scores, facts and register for ``subjects``; return its folder."""
    data = folder / "省级"
    opened = create(data, Office("青山省测速单位", "青山省"))
    with opened.session() as session:
        pinned, scheme = schemes.pin(session, SCHEME)
        superior = scheme.superior.name
        indicators = [(one.name, int(one.points * 10)) for one in scheme.indicators]
    opened.close(back_up=False)
    raw = sqlite3.connect(data / DATABASE)
    raw.execute("PRAGMA synchronous = OFF")
    raw.execute("PRAGMA journal_mode = MEMORY")
    raw.execute(
        "INSERT INTO round (id, scheme_id, year, name, created_at) "
        "VALUES (1, ?, 2026, '省级', '2026-03-01 08:00:00')",
        [pinned],
    )
    numbers = range(1, subjects + 1)
    raw.executemany(
        "INSERT INTO organisation (id, name, kind, position) VALUES (?, ?, '党支部', ?)",
        ((one, f"第{one}党支部", one) for one in numbers),
    )
    raw.executemany(
        "INSERT INTO subject (id, round_id, organisation_id, position, name) "
        "VALUES (?, 1, ?, ?, ?)",
        ((one, one, one, f"第{one}党支部") for one in numbers),
    )
    raw.executemany(
        "INSERT INTO score (subject_id, evaluator, indicator, points_milli) VALUES (?, ?, ?, ?)",
        _scores(subjects, superior, sorted(indicators)),
    )
    raw.executemany(
        "INSERT INTO fact (subject_id, fact, value) VALUES (?, ?, ?)",
        _facts(subjects),
    )
    raw.executemany(
        "INSERT INTO adjustment (subject_id, adjustment, tier, count) "
        "VALUES (?, '受表彰', '市级', 1)",
        ((one,) for one in numbers if one % 5 == 0),
    )
    raw.commit()
    raw.close()
    return data


def _scores(
    subjects: int, superior: str, indicators: list[tuple[str, int]]
) -> Iterator[tuple[int, str, str, int]]:
    chance = random.Random(11)
    for subject in range(1, subjects + 1):
        quality = chance.triangular(0.4, 1.0, 0.85)
        for name, tenths in indicators:
            points = round(tenths * min(1.0, max(0.0, chance.gauss(quality, 0.1))))
            yield subject, superior, name, points * 100


def _facts(subjects: int) -> Iterator[tuple[int, str, str]]:
    for subject in range(1, subjects + 1):
        if subject % 3 == 0:
            yield subject, "创新项目", "是"
        if subject % 10 == 0:
            yield subject, "缺会次数", str(subject % 50 // 10)


def stream(data: Path) -> dict[str, float]:
    """Grade the round in a process of its own, so that its memory is its own too."""
    done = subprocess.run(
        [sys.executable, "-c", WORKER, str(data)],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


@bench("省级 20 万个党组织 × 40 项指标：逐个拟定（限定、名额、理由）", limit=4, long=True)
def province(folder: Path) -> Probe:
    data = build(folder, SUBJECTS)
    # A copy: the program wants its own database for itself alone.
    raw = sqlite3.connect(shutil.copy(data / DATABASE, folder / "copy.db"))

    def add_up() -> None:
        sums: dict[int, int] = defaultdict(int)
        for subject, milli, _evaluator, _indicator in raw.execute(ROWS):
            sums[subject] += milli
        if len(sums) != SUBJECTS:
            raise BenchmarkError("基准没有读全")

    def measured() -> float:
        found = stream(data)
        if found["levels"] != SUBJECTS:
            raise BenchmarkError("有党组织没有拟定等级")
        print(f"    峰值内存 {found['peak_mb']:.0f} MB，理由 {found['links']:.0f} 条", flush=True)
        if found["peak_mb"] > MOST_MEGABYTES:
            raise BenchmarkError(f"峰值内存 {found['peak_mb']:.0f} MB，超过 {MOST_MEGABYTES} MB")
        return found["seconds"]

    return Probe(measured=measured, floor=timed(add_up), close=raw.close)
