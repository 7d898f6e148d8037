"""Rows at random, full of what stands at a bound, of what is missing and of ties."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from desk_app.domain.ballot_points import balloted
from desk_app.domain.clauses import applying
from desk_app.domain.evidence import NOT_GRADED, EarlierLevel, Evidence, FactValue, Tally
from desk_app.domain.fact_points import settled_lines, with_fact_points
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import ClauseAmounts, Indicator
from desk_app.domain.settled import settled_of
from tests.domain import random_rows

ONE = Decimal(1)
DAYS = (date(2026, 7, 1), date(2026, 12, 31), date(2026, 3, 31))


def round_of(scheme: Scheme, chance: Random, number: int) -> list[Evidence]:
    """So many subjects of one round, some of them equal in everything but their name."""
    on = chance.choice(DAYS)
    everybody: list[Evidence] = []
    for key in range(1, number + 1):
        if everybody and chance.random() < 0.25:
            alike = chance.choice(everybody)
            subject = replace(alike.subject, id=key, name=f"{key}号村党支部")
            everybody.append(replace(alike, subject=subject))
        else:
            everybody.append(replace(_row(scheme, chance, key), on=on))
    return everybody


def _row(scheme: Scheme, chance: Random, key: int) -> Evidence:
    known = _counted(scheme, _shared(scheme, random_rows.row(scheme, chance, key), chance), chance)
    area = chance.choice(["南", "北"])
    members = chance.choice([None, 2, 3, 9, 10, 50])
    subject = replace(known.subject, area=area, member_count=members)
    registry: dict[str, FactValue] = {
        name: date(chance.choice([2023, 2024, 2025, 2026]), chance.choice([1, 3, 7]), 1)
        for name in ("届满日期", "换届日期", "成立日期")
        if chance.random() < 0.5
    }
    ladder = [one.name for one in scheme.levels]
    past = tuple(
        _past(2026 - back, chance.choice([*ladder, NOT_GRADED, "别的"]), ladder)
        for back in range(1, chance.randint(1, 5))  # without a gap: see EarlierLevel
    )
    said = tuple(_past(2026, chance.choice(ladder), ladder) for _ in range(chance.randint(0, 2)))
    known = replace(
        known,
        subject=subject,
        registry=registry,
        earlier=past,
        same_year=said if chance.random() < 0.5 else (),
        participates=chance.random() > 0.05,
        rates={name: rate for name, rate in known.rates.items() if chance.random() > 0.15},
    )
    known = _torn(known, chance) if known.points and chance.random() < 0.12 else known
    return with_fact_points(scheme, _chosen(scheme, known, chance))


def _chosen(scheme: Scheme, known: Evidence, chance: Random) -> Evidence:
    """With points in the ranges that facts leave open, now and then beside them."""
    points = {who: dict(sheet) for who, sheet in known.points.items()}
    for line in settled_lines(scheme, known):
        found = settled_of(line)
        for sheet in points.values() if found is not None else ():
            if found is None or not found.free or chance.random() < 0.05:
                sheet.pop(line.name, None)
            else:
                sheet[line.name] = chance.choice([found.low, found.high, found.low + ONE])
    return replace(known, points=points)


def _shared(scheme: Scheme, known: Evidence, chance: Random) -> Evidence:
    """With the lines that each evaluator has, and votes for those whom ballots score for."""
    points: dict[str, dict[str, Decimal]] = {}
    for one in scheme.sheets.typists:
        sheet = known.points.get(one.name, {})
        lines = scheme.lines_of(one.name, known.subject.domain)
        points[one.name] = {
            line.name: sheet[line.name]
            if line.name in sheet
            else Decimal(chance.randint(0, int(line.points)))
            for line in lines
        }
    polls = {poll for one in scheme.sheets.balloted for poll in scheme.sheets.polls(one).values()}
    options = {one.name: one.options for one in scheme.polls}
    tallies = {
        poll: _votes(options[poll], chance) for poll in sorted(polls) if chance.random() < 0.9
    }
    return replace(known, points=points, tallies=tallies, balloted=balloted(scheme, tallies))


def _votes(options: Sequence[str], chance: Random) -> Tally:
    counts = {one: chance.choice([0, 0, chance.randint(1, 30)]) for one in options}
    abstained = chance.choice([0, 3])
    valid = sum(counts.values()) + abstained
    return Tally(valid + 5, valid + 2, valid, 2, counts, abstained)


def _past(year: int, level: str, ladder: list[str]) -> EarlierLevel:
    return EarlierLevel(year, level, ladder.index(level) if level in ladder else None)


def _torn(known: Evidence, chance: Random) -> Evidence:
    """Without some of its scores: a line of a sheet, or a whole sheet."""
    points = {who: dict(sheet) for who, sheet in known.points.items()}
    who = chance.choice(list(points))
    if chance.random() < 0.4:
        points.pop(who)
    elif points[who]:
        points[who].pop(chance.choice(list(points[who])))
    clauses = {
        who: {line: amounts for line, amounts in sheet.items() if line in points.get(who, {})}
        for who, sheet in known.clauses.items()
    }
    return replace(known, points=points, clauses=clauses)


def _counted(scheme: Scheme, known: Evidence, chance: Random) -> Evidence:
    """Let the points of lines with clauses come from amounts."""
    clauses: dict[str, dict[str, ClauseAmounts]] = {}
    points = {}
    for who, sheet in known.points.items():
        lines = [one for one in scheme.lines_of(who, known.subject.domain) if one.clauses]
        found = {one.name: _amounts(one, chance) for one in lines}
        clauses[who] = found
        points[who] = {**sheet, **{one.name: one.counted(found[one.name]) for one in lines}}
    return replace(known, points=points, clauses=clauses)


def _amounts(line: Indicator, chance: Random) -> ClauseAmounts:
    drawn = {
        one.name: Decimal(chance.randint(0, 1 if one.once else 3 if one.points is None else 5))
        for one in line.clauses
    }
    return applying(line, drawn)
