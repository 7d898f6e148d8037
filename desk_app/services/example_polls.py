"""Holds the polls of an example round: meetings, papers, counts keyed, called or signed elsewhere.

The ballots live in memory only, as everywhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import islice

from desk_app.domain import example
from desk_app.domain.asked import polls_asked
from desk_app.domain.example_rounds import Known, is_of_people
from desk_app.domain.polling.ballots import MOST_LINES
from desk_app.domain.polling.checks import CHECKS
from desk_app.domain.polling.counts import BallotCounts, Marks, count_batch
from desk_app.domain.polling.meetings import Attendance
from desk_app.domain.rounds import Subject
from desk_app.domain.scheme.model.polls import MeetingKind, Poll
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.services.example import TELLERS
from desk_app.services.polling import (
    batches,
    counting,
    meetings,
    opening,
    polls,
    rosters,
    sealing,
    totals,
)
from desk_app.services.workspace import Workspace

_PRESENT = 24
"""Voters of a meeting, or of each category that has a rule, where the scheme gives no number."""
_CHECKED = "对照票面复核无误"
_SIGNED_ELSEWHERE = 3
"""Of so many meetings one brings a count that was signed on paper."""


@dataclass(frozen=True, slots=True)
class _Gathering:
    """One meeting to be held: its kind, its polls, and on whom they vote."""

    kind: str
    polls: tuple[Poll, ...]
    on: tuple[tuple[Subject, Known], ...]


def hold_polls(
    workspace: Workspace,
    scheme: Scheme,
    round_id: int,
    subjects: Sequence[Subject],
    known: Sequence[Known],
    seed: int,
) -> None:
    """Hold every poll that the scheme asks for, on everybody of whom it is asked."""
    pairs = list(zip(subjects, known, strict=True))
    for number, one in enumerate(_gatherings(scheme, pairs)):
        here = _Here(workspace, scheme, round_id, seed * 1000 + number)
        here.hold(one, signed_elsewhere=number % _SIGNED_ELSEWHERE == 1)


def _gatherings(scheme: Scheme, pairs: Sequence[tuple[Subject, Known]]) -> Iterator[_Gathering]:
    """Each subject's own meetings; where one votes on many, a meeting of each branch, or one."""
    together: dict[tuple[str, str, tuple[Poll, ...]], list[tuple[Subject, Known]]] = {}
    for pair in pairs:
        branch = pair[0].parent if is_of_people(scheme) else ""
        for kind, held in _by_meeting(polls_asked(scheme, pair[0].domain)):
            if held[0].single:
                yield _Gathering(kind, held, (pair,))
            else:
                together.setdefault((branch, kind, held), []).append(pair)
    for (_, kind, held), on in together.items():
        for start in range(0, len(on), MOST_LINES):
            yield _Gathering(kind, held, tuple(on[start : start + MOST_LINES]))


def _by_meeting(asked: Sequence[Poll]) -> list[tuple[str, tuple[Poll, ...]]]:
    """Kind of meeting and the polls that are held at it, those on one subject apart."""
    found: dict[tuple[str, bool], list[Poll]] = {}
    for one in asked:
        found.setdefault((one.meeting or one.name, one.single), []).append(one)
    return [(kind, tuple(held)) for (kind, _), held in found.items()]


@dataclass(frozen=True, slots=True)
class _Here:
    """Where meetings are held."""

    workspace: Workspace
    scheme: Scheme
    round_id: int
    seed: int

    def hold(self, one: _Gathering, *, signed_elsewhere: bool) -> None:
        """Hold a meeting with all its polls, each sealed at the end."""
        kind = next((it for it in self.scheme.meetings if it.name == one.kind), None)
        categories = tuple(
            dict.fromkeys(
                (
                    *(kind.categories if kind else ()),
                    *(name for poll in one.polls for name in poll.counting.categories),
                )
            )
        )
        came = {name: _came(kind, name) for name in categories} or {"": _came(kind, "")}
        expected = sum(it.expected or 0 for it in came.values())
        present = sum(it.present or 0 for it in came.values())
        meeting_id = meetings.add_meeting(
            self.workspace,
            self.round_id,
            meetings.MeetingFacts(
                kind=one.kind,
                held_on=self.workspace.today() - timedelta(days=20),
                place="示例会议室",
                expected=expected,
                present=present,
                host="主持人甲",
                supervisors=("监票人甲",),
                tellers=TELLERS,
                caller="唱票人甲",
            ),
        )
        if categories:
            rosters.set_attendance(self.workspace, meeting_id, came)
        for number, poll in enumerate(one.polls):
            self._vote(meeting_id, poll, one, came, number, signed_elsewhere=signed_elsewhere)

    def _vote(
        self,
        meeting_id: int,
        poll: Poll,
        one: _Gathering,
        came: dict[str, Attendance],
        number: int,
        *,
        signed_elsewhere: bool,
    ) -> None:
        on = [subject.id for subject, _ in one.on]
        poll_id = opening.open_poll(self.workspace, meeting_id, poll.name, on)
        voters = {name: came[name].present or 0 for name in poll.counting.categories} or {
            "": sum(it.present or 0 for it in came.values())
        }
        papers = sum(voters.values())
        qualities = [Decimal(str(round(known.quality, 3))) for _, known in one.on]
        marks = example.ballots(poll, qualities, papers, self.seed * 100 + number)
        if signed_elsewhere and not poll.counting.called and "" in voters:
            self._take_totals(poll_id, papers, on, marks)
        else:
            self._key(poll_id, poll, voters, marks)

    def _take_totals(
        self, poll_id: int, papers: int, on: Sequence[int], marks: Sequence[Marks | None]
    ) -> None:
        """Enter a count that was signed on paper."""
        counted = count_batch(marks)
        votes: dict[int, dict[str, int]] = {one: {} for one in on}
        for (position, option), found in counted.votes.items():
            votes[on[position]][option] = found
        given = {one.code: _CHECKED for one in CHECKS if not one.hard}
        sums = BallotCounts(papers, papers, counted.valid, counted.invalid)
        totals.store_external(self.workspace, poll_id, sums, votes, given)

    def _key(
        self,
        poll_id: int,
        poll: Poll,
        voters: dict[str, int],
        marks: Sequence[Marks | None],
    ) -> None:
        """Key a count batch by batch, by two people or as it is called, and seal it."""
        for name, papers in voters.items():
            polls.set_papers(self.workspace, poll_id, papers, papers, name)
        left = iter(marks)
        for line in batches.batches(self.workspace, poll_id):
            counted = count_batch(islice(left, line.size))
            for teller in TELLERS[: 1 + (poll.counting.mode == "two")]:
                counting.store_batch(
                    self.workspace, poll_id, line.category, line.number, counted, teller
                )
        for finding in polls.poll_sheet(self.workspace, poll_id).findings:
            polls.set_reason(self.workspace, poll_id, finding.code, _CHECKED)
        sealing.seal(self.workspace, poll_id)


def _came(kind: MeetingKind | None, category: str) -> Attendance:
    """应到 and 实到 of a category, as many as the scheme's rules want."""
    rules = () if kind is None else kind.rules
    counted = next(
        (
            one.count_to or one.count_from
            for one in rules
            if one.category == category and (one.count_to or one.count_from)
        ),
        None,
    )
    if counted is not None:
        return Attendance(counted, counted)
    among = 1 if kind is None or rules else max(len(kind.categories), 1)
    present = _PRESENT // among  # where shares of one another are asked for, all come in numbers
    return Attendance(present + 2, present)
