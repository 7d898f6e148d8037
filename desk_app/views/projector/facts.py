"""What the second screen shows of a count, told in numbers and words."""

from dataclasses import dataclass, replace
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One organisation: votes in the order of ``Board.votes`` and each one's share (0–1).

    ``shown`` is written instead of the counts where a count is no number of votes (an average).
    """

    name: str
    counts: tuple[int, ...]
    shares: tuple[Fraction, ...]
    shown: tuple[str, ...] = ()

    def text(self, place: int) -> str:
        """What is written of a vote."""
        return self.shown[place] if self.shown else str(self.counts[place])


@dataclass(frozen=True, slots=True)
class Board:
    """What is shown. ``votes`` ends with 弃权 and 无效项; ``words`` say how far the count is.

    ``papers`` is the most that any count can become; ``reading`` the line that is being read,
    ``None`` when papers are not read out. ``strokes``: whether counts are drawn as 正 too.
    """

    title: str
    votes: tuple[str, ...]
    lines: tuple[BoardLine, ...]
    papers: int
    words: str = ""
    reading: int | None = None
    strokes: bool = True

    @property
    def digits(self) -> int:
        """How many characters the widest count can have."""
        written = (len(text) for line in self.lines for text in line.shown)
        return max(len(str(self.papers)), *written, 2)

    def at(self, reading: int | None) -> "Board":
        """Return the same count with another line being read."""
        return replace(self, reading=reading)


EMPTY = Board("", ("", ""), (), 0)
