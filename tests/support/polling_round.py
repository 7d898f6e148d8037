"""A round with polls for tests: made-up subjects, two polls, a real workspace."""

from dataclasses import dataclass, replace

from sqlalchemy import insert

from desk_app.domain.polling import counting
from desk_app.domain.polling.counting import BatchLine
from desk_app.domain.polling.counts import BatchCounts, count_batch
from desk_app.domain.scheme.model.levels import Band, Level
from desk_app.domain.scheme.model.polls import Counting, Poll, Rate
from desk_app.domain.scheme.model.rounds import Step
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.reading.values import parse_interval
from desk_app.domain.scheme.saving import text_of
from desk_app.services import schemes
from desk_app.services.polling import batches, parts, polls, sealing
from desk_app.services.polling.counting import store_batch
from desk_app.services.polling.meetings import new_id
from desk_app.services.workspace import Workspace
from desk_app.storage.tables import organisation, round_, subject
from tests.domain.small_scheme import SMALL

LEVELS = ("好", "较好", "一般", "较差")
FEELINGS = ("满意", "基本满意", "不满意", "不了解")
OWN = Poll(
    "测评会",
    LEVELS,
    meeting="民主测评会",
    single=True,
    distribution=True,
    counting=Counting(tellers=1),
)
COMMON = Poll("群众测评", FEELINGS, meeting="测评大会", single=False, counting=Counting(tellers=1))
SCHEME = replace(
    SMALL,
    title="青山镇试行方案",
    levels=tuple(Level(one) for one in LEVELS),
    bands=tuple(
        Band(level, parse_interval(inside))
        for level, inside in zip(
            LEVELS, ("x >= 90", "80 <= x < 90", "60 <= x < 80", "x < 60"), strict=True
        )
    ),
    limits=(),
    quotas=(),
    polls=(OWN, COMMON),
    rates=(Rate("满意率", "群众测评", ("满意", "基本满意")),),
    steps=(Step("初评", meeting="群众代表会议"), Step("测评", meeting="测评大会")),
)
NAMES = (
    "柳树湾村党支部",
    "石桥村党支部",
    "农技站党支部",
    "青山社区党支部",
    "杏花坡村党支部",
    "大塘村党支部",
    "卫生院党支部",
    "中心小学党支部",
    "竹林村党支部",
    "供销社党支部",
    "白鹭茶业党支部",
    "松岭村党支部",
)


@dataclass(frozen=True)
class ExampleRound:
    """A workspace with one round."""

    workspace: Workspace
    round_id: int
    subject_ids: tuple[int, ...]


def make_round(
    workspace: Workspace,
    _monkeypatch: object = None,
    *,
    rules: Scheme = SCHEME,
    names: tuple[str, ...] = NAMES,
    absent: int = 0,
) -> ExampleRound:
    """Put a round on ``rules`` into a workspace; the last ``absent`` subjects do not take part.

    The round is pinned to the text of ``rules``, as it would be to a file that was imported.
    """
    with workspace.session() as session:
        scheme_id = schemes.store(session, text_of(rules), imported=True)
        round_id = new_id(
            session.execute(
                insert(round_).values(
                    scheme_id=scheme_id,
                    year=2026,
                    name="年初定级",
                    created_at="2026-01-01 08:00:00",
                )
            )
        )
        ids = []
        for position, name in enumerate(names):
            code = f"QS{position + 1:03d}"
            organisation_id = new_id(
                session.execute(insert(organisation).values(code=code, name=name, kind="党支部"))
            )
            key = new_id(
                session.execute(
                    insert(subject).values(
                        round_id=round_id,
                        organisation_id=organisation_id,
                        position=position,
                        name=name,
                        code=code,
                        participates=int(position < len(names) - absent),
                    )
                )
            )
            ids.append(key)
    return ExampleRound(workspace, round_id, tuple(ids))


def papers(count: int, *marks: str, void: int = 0) -> BatchCounts:
    """A batch of ``count`` like papers and ``void`` papers that do not count."""
    return count_batch([marks] * count + [None] * void)


def next_batch(workspace: Workspace, poll_id: int, teller: str = "") -> BatchLine | None:
    """The batch that ``teller`` keys next."""
    sheet = polls.poll_sheet(workspace, poll_id)
    return counting.next_batch(sheet.plan, teller, sheet.head.mode)


def key(
    workspace: Workspace, poll_id: int, counted: BatchCounts, teller: str = ""
) -> parts.PollSheet:
    """Take the next batch of the plan, key it, store it; return the poll as it stands then."""
    line = next_batch(workspace, poll_id, teller)
    place = ("", 1) if line is None else (line.category, line.number)
    batches.take_batch(workspace, poll_id, *place, teller)
    store_batch(workspace, poll_id, *place, counted, teller)
    return polls.poll_sheet(workspace, poll_id)


def explain(workspace: Workspace, poll_id: int, reason: str = "对照票面复核无误") -> None:
    """Give a reason for every soft check: like papers make batches that are all one option."""
    for finding in polls.poll_sheet(workspace, poll_id).findings:
        if not finding.hard:
            polls.set_reason(workspace, poll_id, finding.code, reason)


def seal(workspace: Workspace, poll_id: int) -> parts.PollSheet:
    """Seal a count of like papers, with the reasons that it wants."""
    explain(workspace, poll_id)
    return sealing.seal(workspace, poll_id)
