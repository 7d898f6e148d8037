"""A running round goes over to the newest version of its scheme."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select, update

from desk_app.domain.faults import Fault
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services import schemes
from desk_app.services.rounds.amending import amend
from desk_app.services.rounds.locking import ensure_unlocked
from desk_app.services.rounds.queries import read, read_subjects
from desk_app.services.session import Changed, Session
from desk_app.storage import tables


@dataclass(frozen=True, slots=True)
class Repinned:
    """A round, the text that it went by and the one that it goes by since, by their numbers."""

    round_id: int
    before: int
    after: int


def repin_in(session: Session, round_id: int, scheme: str | Path) -> Repinned:
    """Let a running round go by the newest version of its scheme; the old text is kept too.

    Scores of indicators that the new version does not have stay on disk and count for
    nothing. Raises ``Fault`` where the round is locked, belongs to another scheme, or has
    subjects whose 领域, or opinions whose level, the new version does not know.
    """
    ensure_unlocked(session, round_id)
    before = read(session, round_id)
    former = _number(session, round_id)
    pinned, rules = schemes.pin(session, scheme)
    if rules.id != before.scheme_id:
        raise Fault(f"本轮用的是方案 {before.scheme_id}，不能改用方案 {rules.id}。")
    ensure_fits(session, round_id, rules, "新版")
    _write(session, round_id, pinned)
    changed = Changed("方案版本", before=before.scheme_title, after=rules.title)
    amend(session, round_id, changed)
    return Repinned(round_id, former, pinned)


def pin_back_in(session: Session, done: Repinned, *, again: bool = False) -> None:
    """Let a round go by its former version again; ``again``: by the new one once more.

    Raises ``Fault`` where ``repin_in`` does, and where something was entered since that only the
    version knows which would go.
    """
    to = done.after if again else done.before
    words = f"{'重做' if again else '撤销'}“改用新版本”"
    ensure_unlocked(session, done.round_id)
    if _number(session, done.round_id) != (done.before if again else done.after):
        raise Fault(f"本轮后来又换过方案的版本，不能{words}。")
    now, text = schemes.pinned(session, done.round_id), _text(session, to)
    if text is None:
        raise Fault(f"那个版本的方案已经不在了，不能{words}。")
    rules = schemes.parsed(text)
    ensure_fits(session, done.round_id, rules, "那一版")
    built = _only_in(session, done.round_id, now, rules)
    if built:
        raise Fault(f"{built}，那一版方案里没有它，不能{words}。")
    _write(session, done.round_id, to)
    changed = Changed("方案版本", before=now.title, after=rules.title, why=words)
    amend(session, done.round_id, changed)


def ensure_fits(session: Session, round_id: int, rules: Scheme, version: str) -> None:
    """Raise ``Fault`` where a version does not know what the round holds."""
    for one in read_subjects(session, round_id):
        try:
            rules.domain_group(one.domain)
        except KeyError:
            raise Fault(
                f"“{one.name}”的领域“{one.domain}”不在{version}方案里，本轮仍用原来的版本。"
            ) from None
    for name, step, level in _opinions(session, round_id):
        try:
            rules.rank(level)
        except KeyError:
            raise Fault(
                f"“{name}”的{step}已记为“{level}”，{version}方案里没有这个等级，"
                "请先在“定级”里改正它；本轮仍用原来的版本。"
            ) from None


def _only_in(session: Session, round_id: int, now: Scheme, rules: Scheme) -> str:
    """What was entered that the version of now knows and ``rules`` do not; "" for nothing."""
    own = tables.subject.c.round_id == round_id
    of_subjects = tables.subject.c
    score, fact, poll = tables.score, tables.fact, tables.poll
    entered = (
        ("已经评了“{}”的分", now.indicator_names(), rules.indicator_names(),
         select(score.c.indicator).join(tables.subject, of_subjects.id == score.c.subject_id)
         .where(own)),
        ("已经填了“{}”", [one.name for one in now.facts], [one.name for one in rules.facts],
         select(fact.c.fact).join(tables.subject, of_subjects.id == fact.c.subject_id).where(own)),
        ("已经有测评“{}”", [one.name for one in now.polls], [one.name for one in rules.polls],
         select(poll.c.poll).join(tables.meeting).where(tables.meeting.c.round_id == round_id)),
    )  # fmt: skip
    for words, known, kept, wanted in entered:
        new = set(known) - set(kept)
        found = sorted(new.intersection(session.scalars(wanted.distinct()))) if new else []
        if found:
            return words.format(found[0])
    return ""


def _number(session: Session, round_id: int) -> int:
    """The number of the text that a round goes by."""
    wanted = select(tables.round_.c.scheme_id).where(tables.round_.c.id == round_id)
    return int(session.execute(wanted).scalar_one())


def _text(session: Session, number: int) -> str | None:
    return session.scalar(select(tables.scheme.c.text).where(tables.scheme.c.id == number))


def _write(session: Session, round_id: int, number: int) -> None:
    session.execute(
        update(tables.round_).where(tables.round_.c.id == round_id).values(scheme_id=number)
    )


def _opinions(session: Session, round_id: int) -> list[tuple[str, str, str]]:
    """Name, step and level of every opinion of a round."""
    one, opinion = tables.subject.c, tables.opinion
    rows = session.execute(
        select(one.name, opinion.c.step, opinion.c.level)
        .join_from(tables.subject, opinion, opinion.c.subject_id == one.id)
        .where(one.round_id == round_id)
        .order_by(one.position)
    )
    return [(row.name, row.step, row.level) for row in rows]
