"""What the second screen shows of a poll: the same counters that the report prints."""

from fractions import Fraction
from typing import TYPE_CHECKING

from desk_app.domain.point_options import is_points
from desk_app.domain.points import format_points, round_half_up
from desk_app.domain.polling.count_report import average
from desk_app.domain.polling.counts import ABSTAINED, SPOILT, share
from desk_app.domain.scheme.model.polls import Poll
from desk_app.views.projector.facts import Board, BoardLine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desk_app.domain.evidence import Tally
    from desk_app.views.use_cases import parts


def board_of(
    sheet: "parts.PollSheet",
    tallies: "Mapping[int, Tally] | None" = None,
    *,
    papers: int | None = None,
    reading: int | None = None,
) -> Board:
    """Return what is shown of a poll.

    ``tallies`` by position are those of a count that is being read out (stored batches and the
    papers in hand), of ``papers`` papers; without them what is stored and settled is shown.
    """
    made = _points_line if is_points(sheet.head.options) else _votes_line
    lines = tuple(
        made(sheet, line.name, line.tally if tallies is None else tallies.get(at, line.tally))
        for at, line in enumerate(sheet.results)
    )
    points = is_points(sheet.head.options)
    votes = ("平均分", ABSTAINED, SPOILT) if points else (*sheet.head.options, ABSTAINED, SPOILT)
    returned = sheet.papers.returned or 0
    keyed = sheet.counted.keyed if papers is None else papers
    word = "计票" if tallies is None else "唱票"
    title = sheet.name
    if len(sheet.head.subjects) == 1:
        title = f"{sheet.head.subjects[0][1]} {sheet.name}"
    return Board(
        title,
        votes,
        lines,
        max(returned, keyed),
        f"{word} {keyed}/{returned} 张",
        reading,
        strokes=not points,
    )


def _votes_line(sheet: "parts.PollSheet", name: str, tally: "Tally") -> BoardLine:
    counts = (*(tally.counts[one] for one in sheet.head.options), tally.abstained, tally.spoilt)
    return BoardLine(name, counts, tuple(share(one, tally) or Fraction(0) for one in counts))


def _points_line(sheet: "parts.PollSheet", name: str, tally: "Tally") -> BoardLine:
    """Points have no strokes: what is shown is the average, as the report prints it."""
    value, _ = average(Poll(sheet.name, sheet.head.options), tally)
    shown = "—" if value is None else format_points(round_half_up(value, 2))
    part = Fraction(0) if value is None else value / int(sheet.head.options[-1])
    counts = (0, tally.abstained, tally.spoilt)
    rest = (share(one, tally) or Fraction(0) for one in counts[1:])
    return BoardLine(name, counts, (part, *rest), (shown, str(tally.abstained), str(tally.spoilt)))
