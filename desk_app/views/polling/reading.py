"""The count while papers are read out: what is stored, what is on its way, what is in hand."""

from typing import TYPE_CHECKING

from desk_app.domain.polling import keying
from desk_app.domain.polling.counting import add_batches
from desk_app.domain.polling.counts import (
    BallotCounts,
    BatchCounts,
    make_tally,
    votes_of,
)
from desk_app.domain.scheme.model.polls import Poll
from desk_app.views.projector.source import board_of

if TYPE_CHECKING:
    from desk_app.domain.evidence import Tally
    from desk_app.domain.polling.keying import Hand
    from desk_app.views.projector.facts import Board
    from desk_app.views.use_cases import parts


class ReadOutCount:
    """Adds up what has been read out of one poll so far; in memory only."""

    def __init__(self, sheet: "parts.PollSheet") -> None:
        self._sheet = sheet
        self._poll = Poll(sheet.name, sheet.head.options)
        stored = {
            (position, vote): number
            for position, line in enumerate(sheet.results)
            for vote, number in votes_of(line.tally).items()
        }
        self._batches = [BatchCounts(sheet.counted.valid, sheet.counted.invalid, stored)]
        self._papers: object = None
        self._board: Board | None = None

    def take(self, counts: BatchCounts) -> None:
        """Add a batch that is on its way into the file."""
        self._batches = [add_batches([*self._batches, counts])]
        self._papers = None

    def board(self, hand: "Hand", reading: int | None) -> "Board":
        """Return what the second screen shows; worked out anew only when a paper is laid down."""
        if self._board is None or self._papers is not hand.papers:
            self._papers = hand.papers
            total = add_batches([*self._batches, keying.count(hand)])
            self._board = board_of(
                self._sheet, self._tallies(total), papers=total.valid + total.invalid
            )
        if self._board.reading != reading:
            self._board = self._board.at(reading)
        return self._board

    def _tallies(self, total: BatchCounts) -> "dict[int, Tally]":
        sheet = self._sheet
        votes: dict[int, dict[str, int]] = {at: {} for at in range(len(sheet.head.subjects))}
        for (position, vote), number in total.votes.items():
            votes[position][vote] = number
        papers = BallotCounts(
            sheet.papers.issued or 0,
            sheet.papers.returned or 0,
            total.valid,
            total.invalid,
            sheet.head.present,
        )
        return {at: make_tally(self._poll, papers, found) for at, found in votes.items()}
