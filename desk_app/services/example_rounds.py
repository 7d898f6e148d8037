"""Fills an empty workspace with an example round of any scheme that travels with the program."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from desk_app.domain import example_rounds
from desk_app.domain.example import REASONS
from desk_app.domain.faults import Fault
from desk_app.domain.grading import opinion_steps
from desk_app.domain.quotas import QuotaState, QuotaVerdict
from desk_app.domain.rounds import Participant, Subject
from desk_app.domain.scheme.model.rounds import Over, StepYield
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scoring import ScoreChange
from desk_app.services import grading, rectification, rounds, schemes
from desk_app.services.evidence import earlier
from desk_app.services.example import insert_organisations, keep_ledger
from desk_app.services.example_polls import hold_polls
from desk_app.services.schemes.files import ships_with_us
from desk_app.services.scoring import adjustments, facts, sheets
from desk_app.services.workspace import Workspace

ROUND = "示例轮次"
_WEAKEST = 3
"""So many have an item in the ledger where the scheme does not say which scores are low."""


@dataclass(frozen=True, slots=True)
class MadeRound:
    """What was made: the round, its scheme, how many subjects, and what is counted (个党组织)."""

    round_id: int
    scheme_id: str
    title: str
    subjects: int
    counted: str


def ensure_shipped(scheme_id: str) -> Scheme:
    """Return the scheme of that id; raises ``Fault`` where none travels with the program."""
    if not ships_with_us(scheme_id):
        raise Fault(
            f"随程序的方案里没有编号“{scheme_id}”，有哪些编号请用 dingji scheme list 查看。"
        )
    return schemes.load_shipped(scheme_id)


def build(workspace: Workspace, scheme_id: str, *, size: int = 36, seed: int = 7) -> MadeRound:
    """Make ``size`` subjects and a round of the scheme that runs up to the decision.

    The same seed makes the same round; only days go by today. Raises ``Fault`` where the
    workspace holds organisations already or no scheme of that id travels with the program.
    """
    scheme = ensure_shipped(scheme_id)
    if size < 1:
        raise Fault("示例至少要有 1 个考评对象。")
    made = example_rounds.registry(scheme, size, seed)
    with workspace.session() as session:
        insert_organisations(session, made)
    graded = [one.id for one in rounds.candidates(workspace)][-size:]
    year = workspace.today().year
    round_id = rounds.create(
        workspace, scheme_id, year, ROUND, [Participant(one) for one in graded]
    )
    subjects = rounds.subjects(workspace, round_id)
    known = example_rounds.evidence(scheme, [one.domain for one in subjects], year, seed)
    _enter(workspace, round_id, year, subjects, known)
    hold_polls(workspace, scheme, round_id, subjects, known, seed)
    before, after = _opinion_steps(scheme)
    _give_opinions(workspace, round_id, scheme, before, subjects, known)
    _decide(workspace, round_id, known)
    _give_opinions(workspace, round_id, scheme, after, subjects, known)
    _begin_ledger(workspace, round_id, scheme, subjects, known)
    keep_ledger(workspace, round_id)
    return MadeRound(round_id, scheme.id, scheme.title, len(subjects), scheme.counted)


def _enter(
    workspace: Workspace,
    round_id: int,
    year: int,
    subjects: Sequence[Subject],
    known: Sequence[example_rounds.Known],
) -> None:
    """Enter facts, then scores, bonuses and deductions, and what earlier years came to."""
    pairs = list(zip(subjects, known, strict=True))
    facts.record_many(
        workspace,
        round_id,
        [facts.FactChange(one.id, *fact) for one, it in pairs for fact in it.facts],
    )
    sheets.record_many(
        workspace,
        [
            ScoreChange(one.id, by, of, score.points, score.note, score.amounts)
            for one, it in pairs
            for by, of, score in it.scores
        ],
    )
    for one, it in pairs:
        for name, tier, proof in it.adjustments:
            adjustments.add(workspace, adjustments.RegisterEntry(one.id, name, tier, 1, proof))
    earlier.record(
        workspace,
        tuple(
            earlier.KnownLevel(one.organisation_id, year - back, level, "示例：往年通报")
            for one, it in pairs
            for back, level in enumerate(it.earlier, start=1)
        ),
    )


def _begin_ledger(
    workspace: Workspace,
    round_id: int,
    scheme: Scheme,
    subjects: Sequence[Subject],
    known: Sequence[example_rounds.Known],
) -> None:
    """Draw items from low scores where the scheme says which; else those of the weakest."""
    rule = scheme.rectification
    if rule is not None and rule.below and rectification.draw(workspace, round_id).added:
        return
    weakest = sorted(zip(known, subjects, strict=True), key=lambda one: one[0].quality)
    for number, (_, subject) in enumerate(weakest[:_WEAKEST]):
        draft = rectification.ItemDraft(subject.id, REASONS[number % len(REASONS)])
        rectification.add(workspace, round_id, draft)


def _opinion_steps(scheme: Scheme) -> tuple[list[str], list[str]]:
    """The steps that arrive at a level before the deciding one, and those after it."""
    names = list(opinion_steps(scheme))
    decided = next((one.name for one in scheme.steps if one.yields is StepYield.DECISION), "")
    at = names.index(decided) if decided in names else len(names)
    return names[:at], names[at + 1 :]


def _give_opinions(
    workspace: Workspace,
    round_id: int,
    scheme: Scheme,
    steps: Sequence[str],
    subjects: Sequence[Subject],
    known: Sequence[example_rounds.Known],
) -> None:
    day = workspace.today() - timedelta(days=12)
    meetings = {one.name: one.meeting or one.actor for one in scheme.steps}
    for step, name in enumerate(steps):
        entries = [
            grading.DecisionEntry(
                one.id, example_rounds.opinion(scheme, it, number, step), "", day, meetings[name]
            )
            for number, (one, it) in enumerate(zip(subjects, known, strict=True))
        ]
        grading.give_opinions(workspace, round_id, name, entries)


def _decide(workspace: Workspace, round_id: int, known: Sequence[example_rounds.Known]) -> None:
    """Decide as proposed; who is above a quota goes a rung down, the lowest first."""
    board = grading.board(workspace, round_id)
    day = workspace.today() - timedelta(days=6)
    steps = {one.name: one.meeting or one.actor for one in board.scheme.steps}
    meeting = steps.get(board.decision_step, "") or "党委会"
    entries = [
        grading.DecisionEntry(subject_id, level, reason, day, meeting)
        for subject_id, level, reason in _above_quotas(board)
    ]
    told = {one.subject_id for one in entries}
    for row, it in zip(board.rows, known, strict=True):
        subject_id = row.evidence.subject.id
        if row.proposal is None or row.out or row.proposal.level or subject_id in told:
            continue
        entries.append(grading.DecisionEntry(subject_id, it.level, "集体研究决定", day, meeting))
    grading.decide(workspace, round_id, entries)
    grading.decide_as_proposed(workspace, round_id, day, meeting)


def _above_quotas(board: grading.GradingBoard) -> Iterator[tuple[int, str, str]]:
    """Subject, level and reason of those for whom the best levels have no place left."""
    levels = board.scheme.levels
    moved: set[int] = set()
    for state in board.quotas:
        if not _binds(state) or state.high is None:
            continue
        lowest = max(board.scheme.rank(one) for one in state.quota.levels)
        if lowest + 1 >= len(levels):
            continue
        holders = sorted(
            (row.proposal.total.points or Decimal(0), row.evidence.subject.id)
            for row in board.present
            if row.proposal is not None
            and row.level in state.quota.levels
            and row.evidence.subject.id not in moved
        )
        for _, subject_id in holders[: max(0, state.held - state.high)]:
            moved.add(subject_id)
            name = levels[lowest + 1].name
            yield subject_id, name, f"“{state.quota.levels[0]}”名额已满，研究定为{name}"


def _binds(state: QuotaState) -> bool:
    """Whether a quota of the whole round has more holders than it allows."""
    return (
        state.verdict is QuotaVerdict.OVER
        and state.quota.over is Over.ROUND
        and not state.quota.target
    )
