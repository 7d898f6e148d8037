"""Reads polls, their rates, and kinds of meetings."""

from dataclasses import replace
from fractions import Fraction

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
from desk_app.domain.scheme.reading.table import Table


def polls(table: Table) -> tuple[Poll, ...]:
    """Read one poll, or one for each name of ``each``.

    Each organisation holds its own unless ``single = false``.
    """
    table.needs_format(2, "sample")
    one = Poll(
        name=table.name(),
        options=_options(table),
        meeting=table.name("meeting", required=False),
        single=table.flag("single", default=True),
        distribution=table.flag("distribution"),
        origin=table.origin(),
        counting=_counting(table),
        sample=_or(table.share("sample"), Fraction(0)),
    )
    return tuple(replace(one, name=of_each(one.name, each)) for each in _each(table))


def rates(table: Table) -> tuple[Rate, ...]:
    """Read one rate over a poll, or one for each name of ``each`` over the poll of that name."""
    one = Rate(
        name=table.name(),
        poll=table.name("poll"),
        numerator=table.names("numerator", required=True),
        base=table.word("base", RateBase, RateBase.VALID),
        origin=table.origin(),
    )
    return tuple(
        replace(one, name=of_each(one.name, each), poll=of_each(one.poll, each))
        for each in _each(table)
    )


def _each(table: Table) -> tuple[str, ...]:
    return table.names("each", least=1) or ("",)


def of_each(name: str, each: str) -> str:
    """The name of one of several that are written as one: 民主测评·学习星."""
    return f"{name}·{each}" if each else name


def _counting(table: "Table") -> Counting:
    """Read what ``[[polls]]`` says of its counting."""
    usual = Counting()
    return Counting(
        categories=table.names("categories"),
        tellers=table.whole("tellers", least=1, most=2, default=2),
        called=table.flag("called"),
        kind=table.word("kind", BallotKind, BallotKind.OPTIONS),
        most=table.whole("most", least=1, most=100, default=10),
        abstained_above=_or(table.share("abstained_above"), usual.abstained_above),
        invalid_above=_or(table.share("invalid_above"), usual.invalid_above),
        swing_above=_or(table.share("swing_above"), usual.swing_above),
    )


def _options(table: "Table") -> tuple[str, ...]:
    """Read the options: written, or 同意/不同意 for stars, or 0 to ``most`` for points."""
    match table.raw("kind"):
        case BallotKind.POINTS if not table.has("options"):
            most = table.whole("most", least=1, most=100, default=10)
            return tuple(str(number) for number in range(most + 1))
        case BallotKind.STARS if not table.has("options"):
            return YES_OR_NO
        case _:
            return table.names("options", required=True, least=2)


def meeting(table: "Table") -> MeetingKind:
    """Read one kind of meeting with its rules of attendance."""
    rules = []
    for one in table.tables("rules", "到会要求"):
        rules.append(_rule(one))
        one.finish()
    return MeetingKind(table.name(), table.origin(), table.names("categories"), tuple(rules))


def _rule(table: "Table") -> AttendanceRule:
    rule = AttendanceRule(
        category=table.name("category", required=False),
        present_of_expected=table.share("present_of_expected"),
        of_category=table.name("of_category", required=False),
        at_least=table.share("at_least"),
        count_from=table.whole("count_from") if table.has("count_from") else None,
        count_to=table.whole("count_to") if table.has("count_to") else None,
        soft=table.flag("soft"),
    )
    counted = rule.count_from is not None or rule.count_to is not None
    kinds = (rule.present_of_expected is not None, rule.at_least is not None, counted)
    if sum(kinds) != 1:
        table.fault(
            "应写 present_of_expected（到会率）、at_least 加 of_category（占另一类人的比例）、"
            "count_from 和 count_to（人数）三种之一。"
        )
    elif bool(rule.of_category) != (rule.at_least is not None):
        table.fault("at_least 和 of_category 应一起写。")
    elif counted and (rule.count_from or 0) > (rule.count_to or rule.count_from or 0):
        table.fault(f"人数从 {rule.count_from} 到 {rule.count_to}，写反了。")
    return rule


def _or(value: Fraction | None, otherwise: Fraction) -> Fraction:
    return otherwise if value is None else value
