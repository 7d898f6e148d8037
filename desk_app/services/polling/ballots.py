"""The ballots of a poll as they print: the same for everybody of a category, without a number."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from desk_app.assets import forms_dir, resources_dir
from desk_app.domain.faults import Fault
from desk_app.domain.polling.ballots import (
    Ballot,
    Occasion,
    family,
    goes_together,
    make_ballot,
    most_lines,
    part_name,
    split,
)
from desk_app.domain.scheme.model.polls import BallotKind, Poll
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services import rounds, schemes
from desk_app.services.polling import opening
from desk_app.services.polling.held import kind_of
from desk_app.services.polling.meetings import round_of_meeting
from desk_app.services.session import Session
from desk_app.services.workspace import Workspace
from desk_app.storage.rows.polling import POLLS, PollRow
from desk_app.storage.rows.reading import read
from desk_app.storage.tables import poll, poll_subject, round_, subject
from desk_app.storage.tables import workspace as office

if TYPE_CHECKING:
    from openpyxl import Workbook

    from desk_app.documents.ballots import Printed


@dataclass(frozen=True, slots=True)
class _Held:
    """A poll of the meeting and whom it is on, in the paper's order."""

    row: PollRow
    subjects: tuple[tuple[int, str], ...] = field(default=())

    @property
    def ids(self) -> tuple[int, ...]:
        """The subjects' keys."""
        return tuple(one for one, _ in self.subjects)


def open_polls(
    workspace: Workspace, meeting_id: int, poll_name: str, subject_ids: Sequence[int]
) -> tuple[int, ...]:
    """Open a poll on one or many subjects, as many papers (票一, 票二 …) as they need.

    What one sheet of paper holds is one poll, counted on its own. Returns the polls in order.
    Raises ``Fault`` as ``opening.open_poll`` does.
    """
    with workspace.session() as session:
        round_id = round_of_meeting(session, meeting_id)
        kind = kind_of(schemes.pinned(session, round_id), poll_name)
        known = dict(opening.subjects_of(session, round_id))
        wanted = tuple(dict.fromkeys(subject_ids))
        across = kind.counting.kind is not BallotKind.OPTIONS
        names = [known.get(one, "") for one in wanted]
        sheets = split(wanted, most_lines(names, across=across))
        if len(sheets) > 1:
            rounds.ensure_unlocked(session, round_id)
            if not known.keys() >= set(wanted):
                raise Fault("所选的对象有的不在本轮或不参评，没有建立测评，请重新选择。")
            mode = kind.counting.mode
            made = [
                opening.insert_poll(session, meeting_id, kind.name, sheet, mode) for sheet in sheets
            ]
            opening.record_opened(session, round_id, kind.name, len(wanted))
            return tuple(made)
    return (opening.open_poll(workspace, meeting_id, poll_name, subject_ids),)


def part(session: Session, poll_id: int) -> str:
    """Return which paper of several a poll is: 票一, 票二 …; "" where it is the only one."""
    held = _held(session, poll_id)
    return _part(held, next(one for one in held if one.row.id == poll_id))


def paper(workspace: Workspace, poll_id: int, category: str = "") -> Ballot:
    """Return what stands on the paper of a poll and of those that share its paper.

    ``category`` is one of the scheme's for this poll, "" for the first or only one. Raises
    ``Fault`` when the poll is gone, has no subject or too many options.
    """
    with workspace.session() as session:
        held = _held(session, poll_id)
        own = next(one for one in held if one.row.id == poll_id)
        scheme = schemes.pinned(session, own.row.round_id)
        year = session.scalar(select(round_.c.year).where(round_.c.id == own.row.round_id))
        full_name = session.scalar(select(office.c.full_name))
    if not own.subjects:
        raise Fault(f"“{own.row.poll}”没有对象，请删除后重新建立。")
    first = kind_of(scheme, own.row.poll)
    categories = first.counting.categories
    if category and category not in categories:
        raise Fault(f"“{first.name}”没有“{category}”这一类票。")
    kinds = _together(scheme, held, own, first)
    occasion = Occasion(
        office=str(full_name),
        year=int(year or 0),
        form_title=scheme.forms.ballot,
        meeting=own.row.kind,
        day=_day(own.row.held_on),
        poll=_title(own, first, kinds),
        part=_part(held, own),
        category=category or (categories[0] if categories else ""),
        band=categories.index(category or categories[0]) if categories else None,
    )
    return make_ballot(kinds, [name for _, name in own.subjects], occasion)


def print_ballots(
    workspace: Workspace, poll_id: int, *, category: str = "", papers: int = 1
) -> "Printed":
    """Return at least ``papers`` ballots; every page of a category is like every other.

    Without a ``category`` every category of the poll gets its papers. Raises ``Fault`` as
    ``paper`` does, and when the list does not fit on one sheet of paper.
    """
    from desk_app.documents import ballots
    from desk_app.documents.fonts import Fonts

    names = (category,) if category else categories(workspace, poll_id) or ("",)
    made = [paper(workspace, poll_id, name) for name in names]
    fonts = Fonts(resources_dir() / "fonts")
    printed = ballots.print_ballots(forms_dir(), made, fonts, papers=papers)
    if printed.sides > ballots.MOST_SIDES:
        raise Fault(
            f"这张票有 {len(made[0].lines)} 行，一张纸的正反两面印不下（需要 {printed.sides} 面）。"
            "散页没有编号就对不上，请删除这个测评，把对象分成票一、票二分别建立。"
        )
    return printed


def ballot_workbook(workspace: Workspace, poll_id: int, category: str = "") -> "Workbook":
    """Fill the form of the ballot for a poll; raises ``Fault`` as ``paper`` does."""
    from desk_app.documents import ballots

    return ballots.ballot_workbook(forms_dir(), paper(workspace, poll_id, category))


def ballot_pages(
    workspace: Workspace, poll_id: int, category: str = "", papers: int = 1
) -> tuple[bytes, str]:
    """Return ballots as PDF, and how many they are in words; see ``print_ballots``."""
    printed = print_ballots(workspace, poll_id, category=category, papers=papers)
    words = f"共 {printed.papers} 张票"
    return printed.pdf, words if printed.to_page == 1 else f"{words}，每页 {printed.to_page} 张"


def categories(workspace: Workspace, poll_id: int) -> tuple[str, ...]:
    """Return the categories that have a paper of their own in this poll; often none."""
    with workspace.session() as session:
        held = _held(session, poll_id)
        own = next(one for one in held if one.row.id == poll_id)
        scheme = schemes.pinned(session, own.row.round_id)
    return kind_of(scheme, own.row.poll).counting.categories


def _held(session: Session, poll_id: int) -> tuple[_Held, ...]:
    """Return the polls of the meeting in which this one is held; raises ``Fault``."""
    meeting_id = session.scalar(select(poll.c.meeting_id).where(poll.c.id == poll_id))
    if meeting_id is None:
        raise Fault("这个测评已经不在了，请刷新后再试。")
    of_meeting = POLLS.where(poll.c.meeting_id == meeting_id).order_by(poll.c.id)
    rows = read(session.connection, PollRow, of_meeting)
    named: dict[int, list[tuple[int, str]]] = {}
    for key, subject_id, name in session.execute(
        select(poll_subject.c.poll_id, subject.c.id, subject.c.name)
        .join(subject, subject.c.id == poll_subject.c.subject_id)
        .join(poll, poll.c.id == poll_subject.c.poll_id)
        .where(poll.c.meeting_id == meeting_id)
        .order_by(poll_subject.c.poll_id, poll_subject.c.position)
    ):
        named.setdefault(key, []).append((subject_id, name))
    return tuple(_Held(row, tuple(named.get(row.id, ()))) for row in rows)


def _part(held: Sequence[_Held], own: _Held) -> str:
    """Papers of one poll on different subjects are numbered; a vote held again is not."""
    sets = dict.fromkeys(
        frozenset(one.ids)
        for one in held
        if one.row.poll == own.row.poll
        and (set(one.ids) == set(own.ids) or not set(one.ids) & set(own.ids))
    )
    if len(sets) < 2:
        return ""
    return part_name(list(sets).index(frozenset(own.ids)) + 1)


def _title(own: _Held, first: Poll, kinds: Sequence[Poll]) -> str:
    """What the paper calls the vote; a subject that has a paper of its own is named."""
    name = family(first.name) if len(kinds) > 1 else first.name
    together = len(kinds) > 1 or first.counting.kind is not BallotKind.OPTIONS
    return f"{name}　{own.subjects[0][1]}" if together and len(own.subjects) == 1 else name


def _together(scheme: Scheme, held: Sequence[_Held], own: _Held, first: Poll) -> list[Poll]:
    """Return the polls on the paper in the scheme's order; one that stands alone is alone."""
    names = {one.row.poll for one in held if one.ids == own.ids and not one.row.voided} | {
        first.name
    }
    found = [one for one in scheme.polls if one.name in names and goes_together(first, one)]
    return found or [first]


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
