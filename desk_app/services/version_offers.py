"""A new edition is held against the evidence of a round, and offered to one that runs.

A running round may stay with the edition that it is pinned to, take the new one (scores stay,
decisions whose level is proposed otherwise are marked 待复核), or be closed and begun again. After
定稿 it stays as it is.
"""

from dataclasses import dataclass

from sqlalchemy import select, update

from desk_app.domain.faults import Fault
from desk_app.domain.rounds import Participant, decision_step
from desk_app.domain.scheme.model.problems import SchemeFault
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.words.comparison import SchemeDifference, compare
from desk_app.domain.version_effects import VersionEffects, effects
from desk_app.services import rounds, schemes
from desk_app.services.evidence.gathering import gather
from desk_app.services.grading.reviews import forget_reviews, mark_reviews
from desk_app.services.rounds import Repinned
from desk_app.services.session import Changed, Session
from desk_app.services.workspace import Workspace
from desk_app.storage import tables


@dataclass(frozen=True, slots=True)
class VersionOffer:
    """What another edition does to a round, in words and levels.

    ``refused`` says why the round cannot take it; "" where it can. ``decided`` counts the
    decisions that would be marked 待复核.
    """

    round_id: int
    differences: tuple[SchemeDifference, ...]
    effects: VersionEffects
    decided: int
    refused: str = ""


@dataclass(frozen=True, slots=True)
class TakenVersion:
    """A round that took another edition, and how many of its decisions are 待复核."""

    repinned: Repinned
    reviews: int


def look(workspace: Workspace, round_id: int, text: str) -> VersionOffer:
    """Hold a scheme's text, adopted or not, against a round; nothing is written.

    Raises ``Fault`` where the text cannot be graded by, or does not know what the round holds.
    """
    new = _parsed(text)
    with workspace.session() as session:
        old = schemes.pinned(session, round_id)
        rounds.ensure_fits(session, round_id, new, "新版")
        found = _effects(session, round_id, old, new)
        decided = _decided(session, round_id, old)
        changed = {one.subject_id for one in found.levels}
        return VersionOffer(
            round_id,
            compare(old, new),
            found,
            len(changed & decided),
            _refused(session, round_id, old, new),
        )


def take(workspace: Workspace, round_id: int, scheme_id: str) -> TakenVersion:
    """Let a running round go by the newest edition of its scheme.

    Scores and decisions stay; decisions on those whose proposed level changes are marked.
    Raises ``Fault`` as ``rounds.repin_in`` does: never after 定稿.
    """
    with workspace.session() as session:
        old = schemes.pinned(session, round_id)
        done = rounds.repin_in(session, round_id, scheme_id)
        return TakenVersion(done, _mark(session, done, old))


def turn(workspace: Workspace, taken: TakenVersion, *, again: bool) -> TakenVersion:
    """Take it back, or do it once more (``again``); raises as ``rounds.pin_back_in`` does."""
    done = taken.repinned
    with workspace.session() as session:
        old = schemes.pinned(session, done.round_id)
        rounds.pin_back_in(session, done, again=again)
        if again:
            return TakenVersion(done, _mark(session, done, old))
        forget_reviews(session, done.round_id, done.after)
        return TakenVersion(done, 0)


def begin_again(workspace: Workspace, round_id: int, scheme_id: str, name: str) -> int:
    """Close a running round and begin it again by the newest edition; return the new one's number.

    The same organisations take part, as the registry has them now; nothing that was entered is
    taken over. Raises ``Fault`` where the round is locked, or as ``rounds.create`` does.
    """
    with workspace.session() as session:
        session.hold_office()
        rounds.ensure_unlocked(session, round_id)
        before = rounds.read(session, round_id)
        participants = [
            Participant(one.organisation_id, one.participates, one.absence_reason)
            for one in rounds.read_subjects(session, round_id)
        ]
        made = rounds.create_in(session, scheme_id, before.year, name, participants)
        session.execute(
            update(tables.round_)
            .where(tables.round_.c.id == round_id)
            .values(locked=1, closed_at=session.moment)
        )
        session.record(
            Changed("停用本轮", after=f"改按新版另开“{name.strip()}”", round_id=round_id)
        )
        return made


def _parsed(text: str) -> Scheme:
    try:
        return schemes.parsed(text)
    except SchemeFault as fault:
        raise Fault("新版还有错误，先改好再对照：", *fault.sentences[:3]) from fault


def _refused(session: Session, round_id: int, old: Scheme, new: Scheme) -> str:
    if old.id != new.id:
        return f"本轮用的是方案 {old.id}，不能改用方案 {new.id}。"
    try:
        rounds.ensure_unlocked(session, round_id)
    except Fault as fault:
        return str(fault)
    return ""


def _effects(session: Session, round_id: int, old: Scheme, new: Scheme) -> VersionEffects:
    before, after = gather(session, old, round_id), gather(session, new, round_id)
    return effects(old, before, new, after)


def _mark(session: Session, done: Repinned, old: Scheme) -> int:
    new = schemes.pinned(session, done.round_id)
    found = _effects(session, done.round_id, old, new)
    decided = _decided(session, done.round_id, new)
    return mark_reviews(session, done.after, found.levels, decided)


def _decided(session: Session, round_id: int, scheme: Scheme) -> set[int]:
    opinion, subject = tables.opinion.c, tables.subject.c
    rows = session.scalars(
        select(opinion.subject_id)
        .join_from(tables.opinion, tables.subject, subject.id == opinion.subject_id)
        .where(subject.round_id == round_id, opinion.step == decision_step(scheme))
    )
    return {int(one) for one in rows}
