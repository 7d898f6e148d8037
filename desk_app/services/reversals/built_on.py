"""What was done since on top of a bulk act: then it is not taken back, and it is said why."""

from collections.abc import Sequence

from sqlalchemy import select

from desk_app.domain.reversals import BulkAct, BulkKind, RowImage, fits
from desk_app.services.reversals.fitting_in import cannot_stand
from desk_app.services.reversals.naming import name_of, subjects_of
from desk_app.services.reversals.putting_back import present
from desk_app.services.session import Session
from desk_app.storage.tables import (
    change,
    earlier_level,
    fact,
    opinion,
    organisation,
    rectification,
    round_,
    subject,
)


def refusal(
    session: Session, act: BulkAct, rows: Sequence[RowImage], last_change: int, *, forward: bool
) -> str:
    """Say what was built on an act, in a sentence; "" where it can be taken back (or done again).

    ``last_change`` is the number of its last line in the record of changes.
    """
    stands = present(session, rows)
    for one in rows:
        if not fits(one.target(forward=not forward), stands.get((one.table, one.key))):
            return _changed_since(session, act, one, forward=forward)
    wrong = cannot_stand(session, rows, forward=forward)
    if wrong:
        return f"{wrong}，不能{'重做' if forward else '撤销'}“{act.words}”。"
    if forward:
        return ""
    if act.kind is BulkKind.LIST:
        return _in_use(session, act, rows)
    return _decided(session, act, rows, last_change) or _drawn(session, act, rows, last_change)


def _changed_since(session: Session, act: BulkAct, one: RowImage, *, forward: bool) -> str:
    name = name_of(session, one)
    if forward:
        return f"{name}在撤销“{act.words}”以后又改过，不能重做。"
    return f"{name}在“{act.words}”以后又改过，不能整批撤销；请先把那一处改回去，或逐处修改。"


def _in_use(session: Session, act: BulkAct, rows: Sequence[RowImage]) -> str:
    """Whether anything refers to an organisation that a list brought."""
    new = {one.key[0]: one.after["name"] for one in rows if one.after and one.before is None}
    cannot = f"不能撤销“{act.words}”"
    in_round = select(subject.c.organisation_id, round_.c.year, round_.c.name).join(round_)
    for key, year, name in session.execute(in_round):
        if key in new:
            return (
                f"“{new[key]}”已编入轮次“{year} 年度{name}”，{cannot}；"
                "不再使用的请在名册里用“撤销…”停用。"
            )
    for key, year in session.execute(select(earlier_level.c.organisation_id, earlier_level.c.year)):
        if key in new:
            return f"“{new[key]}”已填了 {year} 年度的等级，{cannot}；请先在“评分”里清除它。"
    below = select(organisation.c.parent_id, organisation.c.id, organisation.c.name)
    for key, number, name in session.execute(below):
        if key in new and number not in new and not _brought(rows, number, "parent_id"):
            return f"“{new[key]}”下面后来登记了“{name}”，{cannot}；请先删除或移走它。"
    return ""


def _brought(rows: Sequence[RowImage], number: int, column: str) -> bool:
    """Whether an act itself gave a row that was there the value of a column."""
    return any(one.key[0] == number and one.after and column in one.after for one in rows)


def _decided(session: Session, act: BulkAct, rows: Sequence[RowImage], last_change: int) -> str:
    """Whether a level was written down since for somebody whom the rows are about."""
    about = subjects_of(session, rows, act.round_id)
    if act.kind is BulkKind.LEDGER or not about:
        return ""
    own = {one.key for one in rows}
    since = {(what, whose) for what, whose, _ in _changes_since(session, act, last_change)}
    wanted = select(subject.c.id, opinion.c.step).join_from(subject, opinion)
    for subject_id, step in session.execute(wanted.where(subject.c.round_id == act.round_id)):
        name = about.get(subject_id)
        if (step, name) in since and (subject_id, step) not in own:
            return (
                f"“{name}”的“{step}”是在“{act.words}”以后定的，不能整批撤销；请先在“定级”里取消它。"
            )
    return ""


def _drawn(session: Session, act: BulkAct, rows: Sequence[RowImage], last_change: int) -> str:
    """Whether an item was drawn since from the scores that an act wrote."""
    if act.kind is not BulkKind.SCORES:
        return ""
    scored = {(one.key[0], one.key[2]) for one in rows if one.table != fact.name}
    since = {(whose, after) for _, whose, after in _changes_since(session, act, last_change)}
    item = rectification.c
    wanted = select(subject.c.id, subject.c.name, item.indicator, item.problem).join_from(
        subject, rectification
    )
    for subject_id, name, indicator, problem in session.execute(
        wanted.where(item.round_id == act.round_id)
    ):
        if (subject_id, indicator) in scored and (name, problem) in since:
            return (
                f"“{name}”的“{indicator}”已按这次的分数生成了整改事项，不能整批撤销；"
                "请先在“整改”里撤销生成或删除它。"
            )
    return ""


def _changes_since(session: Session, act: BulkAct, last_change: int) -> list[tuple[str, str, str]]:
    """What was changed in the round after an act, of whom, to what."""
    one = change.c
    wanted = select(one.what, one.about, one.after)
    later = wanted.where(one.id > last_change, one.round_id == act.round_id)
    return [(what, about, after) for what, about, after in session.execute(later)]
