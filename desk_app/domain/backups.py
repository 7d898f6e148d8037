"""What a backup is called, in which order backups stand, and which of them may go."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

NEWEST, DAILY, WEEKLY, MONTHLY, SCHEMAS = 3, 12, 10, 9, 2
"""How many are kept: of the newest, a day, a week, a month each; upgrades of so many schemas."""

UPGRADE = "upgrade"
REASONS = {
    "close": "关闭时",
    "auto": "定时",
    "manual": "手动",
    UPGRADE: "升级前",
}
"""Why a copy was made: the ASCII word in its name and what a clerk reads."""

_NAME = re.compile(r"(?:(\d{6,})-)?(\d{8}-\d{6})-([a-z]+)\.db")


@dataclass(frozen=True, slots=True)
class Copy:
    """One backup. ``number`` counts up from 1; 0 where the name has none (older programs).

    ``made`` is what the clock said. ``size`` is in bytes; ``schema`` is the revision of an
    upgrade's copy, "" where nobody looked or it cannot be read.
    """

    number: int
    made: datetime
    reason: str
    name: str
    size: int = 0
    schema: str = ""

    @property
    def why(self) -> str:
        """Why it was made, in words."""
        return REASONS.get(self.reason, self.reason)

    @property
    def size_words(self) -> str:
        """How large it is, as a clerk reads it."""
        return size_words(self.size)


def read_name(name: str) -> Copy | None:
    """Return the copy of that file name; ``None`` for a file that is not one of ours."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    try:
        made = datetime.strptime(found[2], "%Y%m%d-%H%M%S")
    except ValueError:
        return None
    return Copy(int(found[1] or 0), made, found[3], name)


def new_name(copies: Iterable[Copy], made: datetime, reason: str) -> str:
    """Return the name of the next copy: its number is above all others, whatever the clock."""
    number = 1 + max((one.number for one in copies), default=0)
    return f"{number:06d}-{made:%Y%m%d-%H%M%S}-{reason}.db"


def size_words(size: int) -> str:
    """Return a size in bytes as a clerk reads it."""
    return f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{max(1, round(size / 2**10))} KB"


def in_order(copies: Iterable[Copy]) -> tuple[Copy, ...]:
    """Return the copies from the oldest to the newest, by number and not by the clock."""
    return tuple(sorted(copies, key=lambda one: (one.number, one.name)))


def thin(copies: Iterable[Copy]) -> tuple[Copy, ...]:
    """Return the copies that may go, the oldest first.

    Kept are the newest three; the newest copy of each of the last 12 days, 10 weeks and 9
    months that have one; every upgrade's copy of the last two schemas; and wherever the clock
    was set back to an earlier day, the copies on both sides of that moment: nobody knows which
    of the two clocks was right.
    """
    ordered = in_order(copies)
    kept = {one.name for one in ordered[-NEWEST:]}
    kept |= _newest_each(ordered, [str(one.made.date()) for one in ordered], DAILY)
    kept |= _newest_each(ordered, [_week(one.made.date()) for one in ordered], WEEKLY)
    kept |= _newest_each(ordered, [f"{one.made:%Y-%m}" for one in ordered], MONTHLY)
    schemas = sorted({one.schema for one in ordered if one.reason == UPGRADE})[-SCHEMAS:]
    kept |= {one.name for one in ordered if one.reason == UPGRADE and one.schema in schemas}
    for before, after in pairwise(ordered):
        if after.made.date() < before.made.date():
            kept |= {before.name, after.name}
    return tuple(one for one in ordered if one.name not in kept)


def _newest_each(ordered: Sequence[Copy], spans: Sequence[str], most: int) -> set[str]:
    """The names of the newest copy in each of the last ``most`` spans that have one."""
    newest: dict[str, str] = {}
    for one, span in zip(reversed(ordered), reversed(spans), strict=True):
        if span not in newest and len(newest) < most:
            newest[span] = one.name
    return set(newest.values())


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-{week:02d}"
