"""What stands on a paper ballot: the same for every voter of a category, without a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from desk_app.domain.faults import Fault
from desk_app.domain.scheme.model.polls import BallotKind, Poll

T = TypeVar("T")

MOST_LINES = 40
"""Lines that a sheet of A4 holds on its two sides where every name fits on one line."""
_FEWER_LINES = (MOST_LINES, 30, 20)
"""By how many lines the longest name takes."""
_CHARACTERS = {False: 17, True: 13}
"""Characters of a name on a line; fewer (True) where stars stand across."""
MOST_OPTIONS = 8
"""Columns for options in ``forms/ballot.xlsx``."""
MOST_ITEMS = 10
"""Columns for stars in ``forms/ballot_grid.xlsx``."""

MARK, NO_MARK = "○", "×"
_NUMERALS = "一二三四五六七八九十"


class Sheet(StrEnum):
    """The form a ballot is printed from: one mark in one of the columns, or one in every cell."""

    MARKS = "ballot"
    GRID = "ballot_grid"


@dataclass(frozen=True, slots=True)
class Ballot:
    """One paper. ``columns`` are options (``MARKS``) or stars (``GRID``).

    ``band`` tells categories apart where there are several: ``None`` is a plain paper.
    ``valid`` and ``invalid`` are example cells, column by column; their words say why.
    """

    sheet: Sheet
    title: str
    held: str
    instruction: str
    note: str
    heading: str
    lines: tuple[str, ...]
    columns: tuple[str, ...]
    valid: tuple[str, ...]
    valid_words: str
    invalid: tuple[str, ...]
    invalid_words: str
    category: str = ""
    band: int | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """Where and on what a vote is held, as it is printed. ``part`` is 票一 …, "" if alone."""

    office: str
    year: int
    form_title: str
    meeting: str
    day: str
    poll: str
    part: str = ""
    category: str = ""
    band: int | None = None


def split(subjects: Sequence[T], most: int = MOST_LINES) -> tuple[tuple[T, ...], ...]:
    """Deal subjects to as few sheets as hold them, in their order, none much shorter.

    Each sheet is a vote of its own (票一, 票二 …): loose pages cannot be paired without a
    number, and a number would tell who voted what. Raises ValueError for ``most`` below 1.
    """
    if most < 1:
        message = f"{most} lines to a sheet"
        raise ValueError(message)
    sheets = -(-len(subjects) // most)
    if not sheets:
        return ()
    size, longer = divmod(len(subjects), sheets)
    dealt, start = [], 0
    for number in range(sheets):
        end = start + size + (number < longer)
        dealt.append(tuple(subjects[start:end]))
        start = end
    return tuple(dealt)


def most_lines(names: Sequence[str], *, across: bool = False) -> int:
    """Return how many subjects one sheet holds; fewer where names are long.

    ``across``: stars stand across, so that names have less room.
    """
    longest = max((len(name) for name in names), default=1)
    lines = -(-max(longest, 1) // _CHARACTERS[across])
    return _FEWER_LINES[min(lines, len(_FEWER_LINES)) - 1]


def part_name(number: int) -> str:
    """Name a sheet of several, counted from 1: 票一, 票二 … 票十一."""
    if number <= 10:
        return f"票{_NUMERALS[number - 1]}"
    tens, ones = divmod(number, 10)
    before = _NUMERALS[tens - 1] if tens > 1 else ""
    return f"票{before}十{_NUMERALS[ones - 1] if ones else ''}"


def family(name: str) -> str:
    """Return the poll that ``name`` is one of: ``评星·爱岗敬业星`` belongs to ``评星``."""
    return name.partition("·")[0]


def item(name: str) -> str:
    """Return the star that a poll is on: ``爱岗敬业星``; the poll's name where it is alone."""
    return name.partition("·")[2] or name


def goes_together(one: Poll, other: Poll) -> bool:
    """Whether two polls of a meeting on the same subjects stand on one paper.

    Stars that are voted on with yes or no, or with the same points, do.
    """
    return (
        family(one.name) == family(other.name)
        and one.counting.kind == other.counting.kind
        and one.counting.kind in (BallotKind.STARS, BallotKind.POINTS)
        and one.options == other.options
        and (one.counting.kind is BallotKind.POINTS or len(one.options) == 2)
    )


def make_ballot(polls: Sequence[Poll], subjects: Sequence[str], occasion: Occasion) -> Ballot:
    """Make the paper of a poll, or of several polls that go together; raises ``Fault``.

    One subject and several stars: a line for each star. Several subjects and one star, or a
    poll on options: a line for each subject. Several of both: subjects down, stars across.
    """
    first = polls[0]
    kind = first.counting.kind
    stars = tuple(item(poll.name) for poll in polls)
    across = len(polls) > 1 and len(subjects) > 1
    heading, lines = "测评对象", tuple(subjects)
    if len(polls) > 1 and not across:
        heading, lines = "星　　名", stars
    if kind is BallotKind.POINTS:
        columns = stars if across else (f"得分（0—{first.counting.most}）",)
        return _points_ballot(first, heading, lines, columns, occasion)
    if across:
        return _stars_ballot(first, lines, stars, occasion)
    return _marks_ballot(first, heading, lines, occasion)


def _marks_ballot(poll: Poll, heading: str, lines: tuple[str, ...], occasion: Occasion) -> Ballot:
    """One mark to a line, in the column of an option."""
    options = poll.options
    if len(options) > MOST_OPTIONS:
        raise Fault(
            f"“{poll.name}”有 {len(options)} 个选项，测评票表样最多印 {MOST_OPTIONS} 个，"
            '请在方案里减少选项，或把它写成打分（kind = "points"）后再试。'
        )
    return Ballot(
        sheet=Sheet.MARKS,
        title=_title(occasion),
        held=_held(occasion),
        instruction=f"请在每一行您认为合适的一栏内画“{MARK}”，每行只画一个；"
        "不画的视为弃权，一行画两个以上的该行无效。",
        note=_NOTE,
        heading=heading,
        lines=lines,
        columns=options,
        valid=(MARK, *("",) * (len(options) - 1)),
        valid_words="有效：只画一个",
        invalid=(MARK, MARK, *("",) * (len(options) - 2)),
        invalid_words="无效：画了两个",
        category=occasion.category,
        band=occasion.band,
    )


def _stars_ballot(
    poll: Poll, lines: tuple[str, ...], stars: tuple[str, ...], occasion: Occasion
) -> Ballot:
    """Yes or no in every cell."""
    yes, no = poll.options
    return Ballot(
        sheet=Sheet.GRID,
        title=_title(occasion),
        held=_held(occasion),
        instruction=f"请逐格填写：{yes}的画“{MARK}”，{no}的画“{NO_MARK}”；"
        f"不画的视为弃权，一格内既画“{MARK}”又画“{NO_MARK}”的该格无效。",
        note=_NOTE,
        heading="测评对象",
        lines=lines,
        columns=_fitting(stars),
        valid=_example((MARK, NO_MARK, MARK), len(stars)),
        valid_words="有效：每格一个",
        invalid=_example((f"{MARK}{NO_MARK}", MARK, NO_MARK), len(stars), 1),
        invalid_words="无效：一格两个",
        category=occasion.category,
        band=occasion.band,
    )


def _points_ballot(
    poll: Poll,
    heading: str,
    lines: tuple[str, ...],
    columns: tuple[str, ...],
    occasion: Occasion,
) -> Ballot:
    """A whole number in every cell."""
    most = poll.counting.most
    return Ballot(
        sheet=Sheet.GRID,
        title=_title(occasion),
        held=_held(occasion),
        instruction=f"请在每一格内用阿拉伯数字打分，从 0 到 {most}，只写整数；"
        f"不写的视为弃权，写小数、大于 {most} 或看不清的该格无效。",
        note=_NOTE,
        heading=heading,
        lines=lines,
        columns=_fitting(columns),
        valid=_example((str(max(most - 1, 0)), str(most), "0"), len(columns)),
        valid_words=f"有效：0 到 {most} 的整数",
        invalid=_example((f"{most + 2}", f"{max(most - 2, 0)}.5"), len(columns), 2),
        invalid_words=f"无效：大于 {most} 或小数",
        category=occasion.category,
        band=occasion.band,
    )


_NOTE = "本票无记名，请不要写姓名、编号或作其他记号，有记号的整张无效。"


def _title(occasion: Occasion) -> str:
    part = f"（{occasion.part}）" if occasion.part else ""
    return f"{occasion.year}年度{occasion.form_title}{part}"


def _held(occasion: Occasion) -> str:
    """Where it is held and on what: 中共青山镇委员会　测评大会（2026年3月5日）　群众测评."""
    meeting = f"{occasion.meeting}（{occasion.day}）" if occasion.day else occasion.meeting
    return f"{occasion.office}　{meeting}　{occasion.poll}"


def _fitting(columns: tuple[str, ...]) -> tuple[str, ...]:
    if len(columns) > MOST_ITEMS:
        raise Fault(
            f"一张票上有 {len(columns)} 颗星，表样最多印 {MOST_ITEMS} 颗，请分成几次测评后再试。"
        )
    return columns


def _example(cycle: tuple[str, ...], columns: int, most: int | None = None) -> tuple[str, ...]:
    """Example cells for ``columns`` columns; only the first ``most`` are filled where given."""
    filled = columns if most is None else min(most, columns)
    return tuple(cycle[number % len(cycle)] if number < filled else "" for number in range(columns))
