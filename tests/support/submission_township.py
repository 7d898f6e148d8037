"""A small township with a round on a shipped scheme: what 整改 and 上报 are tested on."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import insert

from desk_app.domain.points import to_milli
from desk_app.domain.rounds import Participant
from desk_app.services import rounds, schemes
from desk_app.services.workspace import Workspace
from desk_app.storage import tables

# Name, initials, 领域, 区域, 书记: out of order on purpose.
PLACES = (
    ("柳树湾村党支部", "lswcdzb", "农村", "东片", "章某"),
    ("机关第一党支部", "jgdydzb", "机关", "西片", "李某"),
    ("石桥村党支部", "sqcdzb", "农村", "西片", "王某"),
    ("=SUM(A1)茶厂党支部", "ccdzb", "非公企业", "东片", "赵某"),
    ("双泉村党支部", "sqcdzb", "农村", "东片", "𬱖某"),
    ("云溪社区党支部", "yxsqdzb", "社区", "东片", "钱某"),
)
ABSENT = "云溪社区党支部"


@dataclass(frozen=True)
class Township:
    """A workspace with one round; the last place does not take part (新成立)."""

    workspace: Workspace
    round_id: int
    ids: Mapping[str, int]


def make_township(workspace: Workspace, scheme: str = "C5") -> Township:
    """Put the six places and a round into a workspace, nothing scored yet."""
    with workspace.session() as session:
        for position, (name, initials, domain, area, secretary) in enumerate(PLACES):
            session.execute(
                insert(tables.organisation).values(
                    name=name,
                    kind="党支部",
                    domain=domain,
                    area=area,
                    secretary=secretary,
                    member_count=20 + position,
                    position=position,
                    initials=initials,
                )
            )
    known = rounds.candidates(workspace)
    round_id = rounds.create(
        workspace,
        scheme,
        2026,
        "年初定级",
        [
            Participant(one.id, one.name != ABSENT, "新成立" if one.name == ABSENT else "")
            for one in known
        ],
    )
    subjects = rounds.subjects(workspace, round_id)
    return Township(workspace, round_id, {one.name: one.id for one in subjects})


def score(
    township: Township,
    name: str,
    share: str,
    *,
    evaluator: str = "考评",
    low: Mapping[str, tuple[str, str]] | None = None,
) -> None:
    """Give everybody's indicators ``share`` of their points; ``low`` is name → points, note."""
    scheme = schemes.pinned(township.workspace, township.round_id)
    subject = next(
        one for one in rounds.subjects(township.workspace, township.round_id) if one.name == name
    )
    rows = []
    for one in scheme.indicators_for(subject.domain):
        points, note = (low or {}).get(one.name, ("", ""))
        rows.append(
            {
                "subject_id": subject.id,
                "evaluator": evaluator,
                "indicator": one.name,
                "points_milli": to_milli(
                    Decimal(points) if points else one.points * Decimal(share)
                ),
                "note": note,
            }
        )
    with township.workspace.session() as session:
        session.execute(insert(tables.score), rows)


def count_votes(township: Township, poll: str, name: str, votes: Mapping[str, int]) -> None:
    """Seal a poll on one subject: everybody's paper came back and was valid."""
    papers = sum(votes.values())
    with township.workspace.session() as session:
        meeting = session.execute(
            insert(tables.meeting)
            .values(round_id=township.round_id, kind="测评会")
            .returning(tables.meeting.c.id)
        ).scalar_one()
        own = session.execute(
            insert(tables.poll)
            .values(
                meeting_id=meeting,
                poll=poll,
                issued=papers,
                returned=papers,
                valid=papers,
                invalid=0,
                external=1,
                sealed_at="2026-03-20 10:00:00",
            )
            .returning(tables.poll.c.id)
        ).scalar_one()
        subject = {"poll_id": own, "subject_id": township.ids[name]}
        session.execute(insert(tables.poll_subject).values(**subject, position=0))
        session.execute(
            insert(tables.tally),
            [{**subject, "option": option, "votes": count} for option, count in votes.items()],
        )
