"""A poll's papers, how it is counted, and the reasons for what its checks find.

A ballot never comes here. What arrives is a batch already added up (``counting``) or a count
that was signed on paper (``totals``); what is sealed is one counter per subject and option.
"""

from sqlalchemy import update

from desk_app.domain.faults import Fault
from desk_app.domain.polling import checks, counts, state
from desk_app.domain.polling.checks import CategoryPapers
from desk_app.domain.polling.counting import MODE_WORDS, Mode
from desk_app.domain.polling.state import Act
from desk_app.services.polling import held, plans, reasons
from desk_app.services.polling.held import HeldPoll
from desk_app.services.polling.parts import PollSheet
from desk_app.services.polling.sheet import read_sheet, read_sheet_again
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage.engine.upserts import upsert
from desk_app.storage.tables import papers, poll


def poll_sheet(workspace: Workspace, poll_id: int) -> PollSheet:
    """Return one poll with its papers, checks and results; raises ``Fault`` when it is gone."""
    with workspace.session() as session:
        return read_sheet(session, held.read_poll(session, poll_id))


def set_papers(
    workspace: Workspace,
    poll_id: int,
    issued: int | None,
    returned: int | None,
    category: str = "",
) -> PollSheet:
    """Write down how many papers were given out and came back; raises ``Fault``.

    ``category`` is needed where the poll has categories: each has a paper of its own. More
    returned than issued is written down all the same, because it is what happened; the count
    then cannot be sealed.
    """
    with workspace.session() as session:
        here = held.hold_for(session, poll_id, Act.WRITE_PAPERS)
        if min(issued or 0, returned or 0) < 0:
            raise Fault("发出、收回票数不能是负数。")
        before = plans.category_papers(session, here)
        if category not in ({one.category for one in before} or {""}):
            names = "、".join(one.category for one in before)
            raise Fault(f"这个测评按{names}分别发票，请分类别填写票数。")
        after = tuple(
            CategoryPapers(category, issued, returned) if one.category == category else one
            for one in before
        )
        sums = _sums(after) if before else (issued, returned)
        _ensure_plan_stands(session, here, before, after, sums[1])
        if sums[1] != here.row.returned:
            plans.forget_plan(session, poll_id)
        if category:
            _write_category(session, here, category, issued, returned)
        session.execute(
            update(poll).where(poll.c.id == poll_id).values(issued=sums[0], returned=sums[1])
        )
        old = next(
            ((one.issued, one.returned) for one in before if one.category == category),
            (here.row.issued, here.row.returned),
        )
        held.record(
            session, here, f"{category}票数", _papers_words(*old), _papers_words(issued, returned)
        )
        return read_sheet_again(session, here)


def set_mode(workspace: Workspace, poll_id: int, mode: Mode) -> None:
    """Choose how a poll is counted; raises ``Fault``.

    One person only where the scheme says ``tellers = 1``. Not once keying has begun.
    """
    with workspace.session() as session:
        here = held.hold_poll(session, poll_id)
        if mode is Mode.ONE and here.kind.counting.tellers != 1 and state.is_counting(here.state):
            raise Fault("方案没有写明可由一人计票，请由两人分别录入，或当场唱票。")
        state.ensure(here.state, Act.CHOOSE_MODE)
        session.execute(update(poll).where(poll.c.id == poll_id).values(mode=mode))
        held.record(session, here, "计票方式", MODE_WORDS[here.row.mode], MODE_WORDS[mode])


def set_reason(workspace: Workspace, poll_id: int, code: str, reason: str) -> PollSheet:
    """Give the reason for a soft check (S01 …), which is printed; "" takes it back.

    Raises ``Fault`` for a hard check: no reason makes it good.
    """
    with workspace.session() as session:
        here = held.hold_poll(session, poll_id)
        found = read_sheet(session, here).findings if state.is_counting(here.state) else ()
        finding = next((one for one in found if one.code == code), None)
        if finding is not None and finding.hard:
            raise Fault(f"{finding.sentence}这一项不能用说明代替，请改正。")
        state.ensure(here.state, Act.EXPLAIN)
        if finding is None:
            raise Fault("这一项已经不需要说明，请刷新后再看。")
        kept = checks.kept_words(code, finding.sentence)
        reasons.write(session, poll_id, here.row.version, [(code, kept, reason)])
        return read_sheet_again(session, here)


def _papers_words(issued: int | None, returned: int | None) -> str:
    words = [
        f"{word} {number}"
        for word, number in (("发出", issued), ("收回", returned))
        if number is not None
    ]
    return " ".join(words)


def _write_category(
    session: Session, here: HeldPoll, category: str, issued: int | None, returned: int | None
) -> None:
    row = {
        "poll_id": here.id,
        "version": here.row.version,
        "category": category,
        "issued": issued,
        "returned": returned,
    }
    upsert(session.connection, papers, [row])


def _sums(found: tuple[CategoryPapers, ...]) -> tuple[int | None, int | None]:
    """发出 and 收回 of all categories; ``None`` while one of them is not written down."""
    issued = [one.issued for one in found if one.issued is not None]
    returned = [one.returned for one in found if one.returned is not None]
    return (
        sum(issued) if len(issued) == len(found) else None,
        sum(returned) if len(returned) == len(found) else None,
    )


def _ensure_plan_stands(
    session: Session,
    here: HeldPoll,
    before: tuple[CategoryPapers, ...],
    after: tuple[CategoryPapers, ...],
    returned: int | None,
) -> None:
    """Raise ``Fault`` when stored batches do not fit the papers any more."""
    if not here.row.stored:
        return
    keyed: dict[str, int] = {}
    for one in plans.stored_batches(session, here.id):
        keyed[one.category] = keyed.get(one.category, 0) + one.size
    if not before:
        wrong = counts.check_returned(sum(keyed.values()), returned)
        if wrong:
            raise Fault(wrong)
        return
    groups = plans.groups_of(None, after)
    if set(groups) != set(plans.groups_of(None, before)):
        raise Fault("已经录入了测评票，这样改会改变各类别的分摞。请“清空重录”后再改。")
    for category, number in keyed.items():
        wrong = counts.check_returned(number, groups[category])
        if wrong:
            raise Fault(f"{category}{wrong}")
