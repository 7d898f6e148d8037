"""What the second screen shows of a poll: the same counters that the report prints."""

from fractions import Fraction
from typing import TYPE_CHECKING

from desk_app.domain.polling import ABSTAINED, SPOILT, share
from desk_app.views.projector.board import Board, BoardLine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desk_app.domain.evidence import Tally
    from desk_app.services.polling import PollSheet


def board_of(
    sheet: "PollSheet",
    tallies: "Mapping[int, Tally] | None" = None,
    *,
    papers: int | None = None,
    reading: int | None = None,
) -> Board:
    """Return what is shown of a poll.

    ``tallies`` by position are those of a count that is being read out (stored batches and the
    papers in hand), of ``papers`` papers; without them what is stored and settled is shown.
    """
    votes = (*sheet.options, ABSTAINED, SPOILT)
    lines = []
    for position, line in enumerate(sheet.results):
        tally = line.tally if tallies is None else tallies.get(position, line.tally)
        counts = (*(tally.counts[one] for one in sheet.options), tally.abstained, tally.spoilt)
        lines.append(
            BoardLine(line.name, counts, tuple(share(one, tally) or Fraction(0) for one in counts))
        )
    returned = sheet.returned or 0
    keyed = sheet.keyed if papers is None else papers
    word = "计票" if tallies is None else "唱票"
    title = sheet.name
    if len(sheet.subjects) == 1:
        title = f"{sheet.subjects[0][1]} {sheet.name}"
    return Board(
        title, votes, tuple(lines), max(returned, keyed), f"{word} {keyed}/{returned} 张", reading
    )
