"""A round that was just begun is taken back, or begun again: only as long as nothing is in it."""

from dataclasses import dataclass

from sqlalchemy import Table, delete, select

from desk_app.domain.faults import Fault
from desk_app.domain.reversals import RowImage, fits
from desk_app.domain.rounds import Round, name_problem
from desk_app.services import rounds
from desk_app.services.reversals.keeping import images
from desk_app.services.reversals.putting_back import present, put
from desk_app.services.rounds.choosing import choose
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage.tables import (
    adjustment,
    amendment,
    clause_amount,
    fact,
    household_sample,
    meeting,
    opinion,
    organisation,
    rectification,
    round_,
    scheme,
    score,
    subject,
)

WORDS = "新建轮次"
_IN_THE_ROUND: tuple[tuple[Table, str], ...] = (
    (meeting, "会议"),
    (household_sample, "住户抽样"),
    (rectification, "整改事项"),
    (amendment, "上报后改动"),
)
_OF_SUBJECTS: tuple[tuple[Table, str], ...] = (
    (score, "评分"),
    (clause_amount, "评分"),
    (adjustment, "加减分"),
    (fact, "其他情况"),
    (opinion, "等级"),
)


@dataclass(frozen=True, slots=True)
class NewRound:
    """A round as it was begun; ``former`` is the one that was worked on before."""

    round: Round
    rows: tuple[RowImage, ...]
    former: int | None


def made(workspace: Workspace, round_id: int, former: int | None = None) -> NewRound:
    """Return a round that was just begun, as far as it takes to begin it again."""
    with workspace.session() as session:
        found = [
            RowImage(of.name, key, None, image)
            for of, where in (
                (round_, round_.c.id == round_id),
                (subject, subject.c.round_id == round_id),
            )
            for key, image in images(session, of, where).items()
        ]
        return NewRound(rounds.read(session, round_id), tuple(found), former)


def take_back(workspace: Workspace, new: NewRound) -> None:
    """Remove a round that was begun by mistake, and work on the former one.

    Raises ``Fault``, and changes nothing, where something was entered or changed in it since.
    """
    with workspace.session() as session:
        session.hold_office()
        stands = present(session, new.rows)
        if (round_.name, (new.round.id,)) not in stands:
            raise Fault(f"轮次“{new.round.label}”已经不在了，没有可以撤销的。")
        what = _built_on(session, new.round.id)
        if what:
            raise Fault(f"轮次“{new.round.label}”里已经有{what}，不能撤销“{WORDS}”。")
        if not all(fits(one.after, stands.get((one.table, one.key))) for one in new.rows):
            raise Fault(f"轮次“{new.round.label}”建好以后又改过，不能撤销“{WORDS}”。")
        session.execute(delete(round_).where(round_.c.id == new.round.id))
        if new.former is not None and new.former in {one.id for one in rounds.read_all(session)}:
            choose(session, new.former)
        session.record(Changed(f"撤销“{WORDS}”", before=new.round.label, round_id=new.round.id))


def put_back(workspace: Workspace, new: NewRound) -> None:
    """Begin a round once more as it was begun, and work on it.

    Raises ``Fault``, and changes nothing, where it cannot stand any more.
    """
    with workspace.session() as session:
        session.hold_office()
        wrong = name_problem(new.round.year, new.round.name, rounds.read_all(session))
        if wrong or not _known(session, new):
            raise Fault(wrong or f"名册或方案后来改过，不能重做“{WORDS}”，请重新新建。")
        put(session, new.rows, forward=True)
        choose(session, new.round.id)
        session.record(Changed(f"重做“{WORDS}”", after=new.round.label, round_id=new.round.id))


def _built_on(session: Session, round_id: int) -> str:
    """What was entered in a round since, in a word; "" for nothing."""
    whose = select(subject.c.id).where(subject.c.round_id == round_id)
    wanted = [(of, of.c.round_id == round_id, words) for of, words in _IN_THE_ROUND]
    wanted += [(of, of.c.subject_id.in_(whose), words) for of, words in _OF_SUBJECTS]
    for of, where, words in wanted:
        if session.execute(select(1).select_from(of).where(where).limit(1)).first() is not None:
            return words
    return ""


def _known(session: Session, new: NewRound) -> bool:
    """Whether scheme and organisations that the round stands on are still there."""
    for of, column in ((scheme, "scheme_id"), (organisation, "organisation_id")):
        needed = {row.after[column] for row in new.rows if row.after and column in row.after}
        there = set(session.execute(select(of.c.id).where(of.c.id.in_(needed))).scalars())
        if needed - there:
            return False
    return True
