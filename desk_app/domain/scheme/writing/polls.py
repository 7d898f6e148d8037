"""Writes polls, their rates, and kinds of meetings."""

from collections.abc import Sequence
from dataclasses import replace

from desk_app.domain.scheme.model.polls import (
    YES_OR_NO,
    AttendanceRule,
    BallotKind,
    Counting,
    MeetingKind,
    Poll,
    Rate,
    RateBase,
)
from desk_app.domain.scheme.writing.values import Written, share, sparse

_USUAL = Counting()


def poll(several: Sequence[Poll]) -> dict[str, Written]:
    """Write one poll, or those that differ in the item that they are held for."""
    one, counting = several[0], several[0].counting
    return sparse(
        {
            **_named(several),
            "options": () if one.options == _usual_options(counting) else one.options,
            "meeting": one.meeting,
            "single": None if one.single else False,
            "distribution": one.distribution or None,
            "kind": None if counting.kind is BallotKind.OPTIONS else counting.kind.value,
            "most": None if counting.most == _USUAL.most else counting.most,
            "categories": counting.categories,
            "tellers": None if counting.tellers == _USUAL.tellers else counting.tellers,
            "called": counting.called or None,
            "sample": share(one.sample) if one.sample else None,
            **{
                key: share(getattr(counting, key))
                for key in ("abstained_above", "invalid_above", "swing_above")
                if getattr(counting, key) != getattr(_USUAL, key)
            },
        },
        origin=one.origin,
    )


def rate(several: Sequence[Rate]) -> dict[str, Written]:
    """Write one rate, or those over the polls of several items."""
    one = several[0]
    return sparse(
        {
            **_named(several),
            "poll": one.poll.rpartition("·")[0] if len(several) > 1 else one.poll,
            "numerator": one.numerator,
            "base": None if one.base is RateBase.VALID else one.base.value,
        },
        origin=one.origin,
    )


def _named(several: Sequence[Poll] | Sequence[Rate]) -> dict[str, Written | None]:
    if len(several) == 1:
        return {"name": several[0].name}
    parts = [one.name.rpartition("·") for one in several]
    return {"name": parts[0][0], "each": tuple(item for _, _, item in parts)}


def of_one_poll(first: Poll, other: Poll) -> bool:
    """Whether two polls differ in the item alone, and one table of a file stood for both."""
    return _of_one_line(first, other) and replace(other, name=first.name) == first


def of_one_rate(first: Rate, other: Rate) -> bool:
    """Whether two rates differ in the item alone, as their polls do."""
    item = other.name.rpartition("·")[2]
    alike = replace(other, name=first.name, poll=first.poll) == first
    over = other.poll.rpartition("·") == (first.poll.rpartition("·")[0], "·", item)
    return _of_one_line(first, other) and alike and over


def _of_one_line(first: Poll | Rate, other: Poll | Rate) -> bool:
    base, dot, _ = first.name.rpartition("·")
    same = other.name.rpartition("·")[:2] == (base, dot)
    return bool(base) and same and first.origin.line == other.origin.line > 0


def meeting(one: MeetingKind) -> dict[str, Written]:
    """Write one kind of meeting with its rules of attendance."""
    rules = tuple(_rule(rule) for rule in one.rules)
    return sparse(
        {"name": one.name, "categories": one.categories, "rules": rules}, origin=one.origin
    )


def _rule(one: AttendanceRule) -> dict[str, Written]:
    of_expected, of_another = one.present_of_expected, one.at_least
    table: dict[str, Written | None] = {
        "category": one.category or None,
        "present_of_expected": None if of_expected is None else share(of_expected),
        "of_category": one.of_category or None,
        "at_least": None if of_another is None else share(of_another),
        "count_from": one.count_from,
        "count_to": one.count_to,
        "soft": one.soft or None,
    }
    return {key: value for key, value in table.items() if value is not None}


def _usual_options(counting: Counting) -> tuple[str, ...]:
    match counting.kind:
        case BallotKind.POINTS:
            return tuple(str(number) for number in range(counting.most + 1))
        case BallotKind.STARS:
            return YES_OR_NO
        case BallotKind.OPTIONS:
            return ()
