"""Bands by their lower limits: what is drawn on the line, and why no gap can arise.

Every level but the lowest has the limit from which it holds; a range ends where the one above it
begins. So ranges that are made here never leave a gap and never overlap.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from desk_app.domain.drafts.tree import DraftTable, Node, SchemeDraft, at, clear, put, rows, text_at
from desk_app.domain.points import format_points, to_half_width
from desk_app.domain.scheme.model.values import Interval
from desk_app.domain.scheme.reading.values import NUMBER, exact_number, misread, parse_interval
from desk_app.domain.scheme.writing.values import interval

KEY = "bands"


@dataclass(frozen=True, slots=True)
class LowerLimit:
    """A level and the points from which it holds, that point included unless ``open``.

    ``None`` for the lowest level, which takes everything below.
    """

    level: str
    low: Decimal | None
    open: bool = False


def limits_of(draft: SchemeDraft) -> tuple[LowerLimit, ...] | None:
    """The bands of a draft by their lower limits; ``None`` where they leave gaps or overlap.

    An end at or beyond the most and the least that a total comes to is no limit.
    """
    found = []
    above: Interval | None = None
    banded = rows(draft, (KEY,))
    for place, _ in enumerate(banded):
        one = _range(text_at(draft, (KEY, place, "range")))
        if one is None:
            return None
        if place == 0 and one.high is not None and one.high >= _most(draft):
            one = replace(one, high=None)
        if place == len(banded) - 1 and one.low is not None and one.low <= _least(draft):
            one = replace(one, low=None)
        if not _meets(above, one):
            return None
        found.append(LowerLimit(text_at(draft, (KEY, place, "level")), one.low, not one.low_closed))
        above = one
    if above is not None and above.low is not None:
        return None
    return (*found[:-1], *(LowerLimit(one.level, None) for one in found[-1:]))


def ranges_of(limits: Sequence[LowerLimit]) -> tuple[str, ...]:
    """The range of each level, without a gap, in the order of ``limits``: from high to low.

    Raises ValueError, with a Chinese sentence, where the limits do not fall.
    """
    found = []
    above: LowerLimit | None = None
    for place, one in enumerate(limits):
        last = place == len(limits) - 1
        if last is not (one.low is None):
            message = "最低一档没有下限，其他各档都要有下限。"
            raise ValueError(message)
        if above is not None and above.low is not None and one.low is not None:
            same = one.low == above.low and above.open and not one.open
            if one.low >= above.low and not same:
                message = f"“{one.level}”的下限应低于“{above.level}”的 {above.low}。"
                raise ValueError(message)
        if above is None and one.low is None:
            message = "只有一档，不用定下限。"
            raise ValueError(message)
        high = None if above is None else above.low
        made = Interval(one.low, not one.open, high, above is not None and above.open)
        found.append(interval(made))
        above = one
    return tuple(found)


def with_limits(draft: SchemeDraft, limits: Sequence[LowerLimit]) -> SchemeDraft:
    """The draft with its bands by these limits; what else a band of that level says stays.

    Raises ValueError as ``ranges_of`` does; the draft is then as it was.
    """
    standing = {str(one.fields.get("level")): one for one in rows(draft, (KEY,))}
    made = []
    for one, written in zip(limits, ranges_of(limits), strict=True):
        row = standing.get(one.level, DraftTable())
        fields: dict[str, Node] = {"level": one.level, "range": written}
        fields |= {key: value for key, value in row.fields.items() if key not in fields}
        made.append(DraftTable(fields, row.comment, row.unread))
    return put(draft, (KEY,), tuple(made))


def suggested(levels: Sequence[str], full: Decimal) -> tuple[LowerLimit, ...]:
    """Limits to begin with: 90, 80, 70 … of a hundred, for any number of levels."""
    step = full / 10
    count = len(levels)
    lows = [full - step * place for place in range(1, count)]
    if lows and lows[-1] <= 0:
        lows = [full * (count - place) / count for place in range(1, count)]
        lows = [one.quantize(Decimal("0.001")) for one in lows]
    limits = [LowerLimit(level, low) for level, low in zip(levels, lows, strict=False)]
    return (*limits, *(LowerLimit(one, None) for one in levels[-1:]))


def mended_limits(draft: SchemeDraft) -> tuple[LowerLimit, ...] | None:
    """The lower limits that bands with gaps or overlaps have; ``None`` where they do not fall.

    The end of the lowest band is no limit: it takes everything below.
    """
    found = []
    banded = rows(draft, (KEY,))
    for place, _ in enumerate(banded):
        one = _range(text_at(draft, (KEY, place, "range")))
        last = place == len(banded) - 1
        if one is None or (one.low is None and not last):
            return None
        low = None if last else one.low
        found.append(LowerLimit(text_at(draft, (KEY, place, "level")), low, not one.low_closed))
    lows = [one.low for one in found if one.low is not None]
    falls = all(one > other for one, other in pairwise(lows))
    return tuple(found) if falls and lows else None


def _most(draft: SchemeDraft) -> Decimal:
    full = exact_number(at(draft, ("total", "full"))) or Decimal(100)
    ceiling = exact_number(at(draft, ("total", "ceiling")))
    return full if ceiling is None else ceiling


def _least(draft: SchemeDraft) -> Decimal:
    return exact_number(at(draft, ("total", "floor"))) or Decimal(0)


def _range(text: str) -> Interval | None:
    plain = to_half_width(text)
    if not plain or misread(plain):
        return None
    try:
        return parse_interval(plain)
    except ValueError:
        return None


def _meets(above: Interval | None, below: Interval) -> bool:
    """Whether a range ends exactly where the one above it begins; the topmost has no end."""
    if above is None:
        return below.high is None
    return above.low is not None and (below.high, below.high_closed) == (
        above.low,
        not above.low_closed,
    )


def typed_limit(text: str) -> Decimal | None:
    """A lower limit as it is typed: ``90``, ``８９.５``; ``None`` where it is no number."""
    plain = to_half_width(text).strip()
    return Decimal(plain) if NUMBER.fullmatch(plain) else None


def low_shown(draft: SchemeDraft, row: int) -> str:
    """The lower limit of one band as it is typed: "90"; its own text where it has none to type."""
    text = text_at(draft, (KEY, row, "range"))
    one = _range(text)
    if one is None or (one.low is None and row < len(rows(draft, (KEY,))) - 1):
        return text
    if one.low is None:
        return ""
    return format_points(one.low) if one.low_closed else f"高于 {format_points(one.low)}"


def with_low(draft: SchemeDraft, row: int, typed: str) -> SchemeDraft:
    """The draft with another lower limit for one band; the bands beside it end where it begins.

    What is no number (``高于 90`` leaves out the 90) stays the text that it is.
    """
    plain = to_half_width(typed).strip()
    open_ = plain.startswith(("高于", ">")) and not plain.startswith(">=")
    low = typed_limit(plain.removeprefix("高于").lstrip(">= "))
    path = (KEY, row, "range")
    if low is None:
        return put(draft, path, plain, order=("level", "range")) if plain else clear(draft, path)
    return _joined(draft, {row: (low, not open_)})


def joined_up(draft: SchemeDraft) -> SchemeDraft:
    """The draft with each band ending where the one above it begins, the lowest with the rest."""
    return _joined(draft, {})


def _joined(draft: SchemeDraft, new: Mapping[int, tuple[Decimal, bool]]) -> SchemeDraft:
    """Ranges from the lower limits that are known; a band without one stays as it is."""
    count = len(rows(draft, (KEY,)))
    texts = [text_at(draft, (KEY, place, "range")) for place in range(count)]
    lows: dict[int, tuple[Decimal, bool]] = {}
    for place, text in enumerate(texts):
        one = _range(text)
        if one is not None and one.low is not None:
            lows[place] = (one.low, one.low_closed)
    lows.update(new)
    for place in range(count):
        above, here = lows.get(place - 1), lows.get(place)
        unread = bool(texts[place]) and _range(texts[place]) is None
        if here is None and (place < count - 1 or above is None or unread):
            continue
        least, closed = here or (None, False)
        high, below = above or (None, False)
        made = interval(Interval(least, closed, high, high is not None and not below))
        if made != texts[place]:
            draft = put(draft, (KEY, place, "range"), made, order=("level", "range"))
    return draft
