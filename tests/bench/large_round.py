"""A round of 3,000 subjects × 40 indicators in a real workspace, for measuring."""

import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from sqlalchemy import insert, select

from desk_app.domain.facts import to_stored
from desk_app.domain.points import to_milli
from desk_app.domain.rounds import Participant
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services import rounds, schemes
from desk_app.services.session import Session
from desk_app.services.workspace import DATABASE, Office, Workspace, create, open_
from desk_app.storage import tables

SUBJECTS = 3000
SCHEME = Path(__file__).parent / "forty_indicators.toml"


@dataclass(frozen=True)
class LargeRound:
    """An open workspace with its round, and a copy of its database that nobody has open."""

    workspace: Workspace
    round_id: int
    copy: Path


def build(folder: Path, count: int = SUBJECTS) -> LargeRound:
    """Fill a workspace with scores, facts, register and a counted poll, the same every time.

    Only the superior's sheets are filled: fewer rows, so reading them hides less of the rest.
    """
    made = create(folder / "data", Office("青山镇测速委员会", "青山镇"))
    with made.session() as session:
        session.execute(
            insert(tables.organisation),
            [
                {"id": n, "name": f"柳树湾第{n}党支部", "kind": "党支部", "position": n}
                for n in range(1, count + 1)
            ],
        )
    round_id = rounds.create(
        made, SCHEME, 2026, "测速轮次", [Participant(n) for n in range(1, count + 1)]
    )
    with made.session() as session:
        subjects = session.execute(
            select(tables.subject.c.id).order_by(tables.subject.c.position)
        ).scalars()
        _fill(session, schemes.pinned(session, round_id), round_id, subjects.all())
    made.close(back_up=False)
    copy = folder / "copy.db"
    shutil.copy(folder / "data" / DATABASE, copy)
    return LargeRound(open_(folder / "data"), round_id, copy)


def _fill(session: Session, scheme: Scheme, round_id: int, subjects: Sequence[int]) -> None:
    """Levels from best to none: every band, limit and quota has somebody to meet."""
    chance = random.Random(7)
    scores, facts, register, votes = [], [], [], []
    (poll,) = scheme.polls
    for place, subject in enumerate(subjects):
        quality = chance.triangular(0.4, 1.0, 0.85)
        for indicator in scheme.indicators:
            share = Decimal(min(10, max(0, round(10 * chance.gauss(quality, 0.1))))) / 10
            points = (indicator.points * share).quantize(Decimal("0.1"))
            scores.append(
                {
                    "subject_id": subject,
                    "evaluator": scheme.superior.name,
                    "indicator": indicator.name,
                    "points_milli": to_milli(points),
                }
            )
        if place % 3 == 0:
            facts.append(
                {"subject_id": subject, "fact": "创新项目", "value": to_stored(value=True)}
            )
        if place % 10 == 0:
            facts.append(
                {"subject_id": subject, "fact": "缺会次数", "value": str(chance.randint(1, 4))}
            )
        if place % 5 == 0:
            register.append(
                {
                    "subject_id": subject,
                    "adjustment": "受表彰",
                    "tier": chance.choice(("市级", "省级")),
                    "count": 1,
                }
            )
        cut = sorted(chance.sample(range(81), 2))
        for option, number in zip(
            poll.options, (80 - cut[1], cut[1] - cut[0], cut[0]), strict=True
        ):
            votes.append({"poll_id": 1, "subject_id": subject, "option": option, "votes": number})
    session.execute(insert(tables.score), scores)
    session.execute(insert(tables.fact), facts)
    session.execute(insert(tables.adjustment), register)
    session.execute(
        insert(tables.meeting).values(id=1, round_id=round_id, kind=poll.name, expected=90)
    )
    papers = {"issued": 82, "returned": 81, "valid": 80, "invalid": 1, "external": 1}
    session.execute(
        insert(tables.poll).values(
            id=1, meeting_id=1, poll=poll.name, sealed_at="2026-01-01 10:00:00", **papers
        )
    )
    session.execute(
        insert(tables.poll_subject),
        [{"poll_id": 1, "subject_id": one, "position": at} for at, one in enumerate(subjects)],
    )
    session.execute(insert(tables.tally), votes)
