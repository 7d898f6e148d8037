"""A filled evidence workbook of many made-up rows for any scheme, the same in every run."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook

from desk_app.domain.evidence_columns import ColumnKind, EvidenceColumn, columns
from desk_app.domain.polling.counts import ABSTAINED, SPOILT
from desk_app.domain.scheme.model.polls import Poll
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import Fact, FactKind, Indicator, IndicatorMode

IN_A_BRANCH = 10
"""How many subjects have one 上级: a member's branch, an organisation's committee."""
_DAY = date(2026, 11, 24)

Typed = str | int | float | date | None


def fill(scheme: Scheme, rows: int, path: Path, *, seed: int = 1) -> Path:
    """Write ``rows`` subjects of ``scheme`` with everything entered that its columns ask for."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("评定依据")
    asked = columns(scheme)
    sheet.append([one.title for one in asked])
    for row in _rows(scheme, asked, rows, random.Random(seed)):
        sheet.append(row)
    workbook.save(path)
    return path


def _rows(
    scheme: Scheme, asked: tuple[EvidenceColumn, ...], rows: int, chance: random.Random
) -> Iterator[list[Typed]]:
    domains = [name for group in scheme.domains for name in group.includes] or [""]
    for number in range(rows):
        domain = chance.choice(domains)
        indicators = {one.name: one for one in scheme.indicators_for(domain)}
        typed: dict[tuple[ColumnKind, str, str], Typed] = {
            (ColumnKind.SUBJECT, "", "党组织"): f"第{number + 1}个",
            (ColumnKind.SUBJECT, "", "领域"): domain or None,
            (ColumnKind.SUBJECT, "", "上级"): f"第{number // IN_A_BRANCH + 1}支部",
            (ColumnKind.SUBJECT, "", "参评"): "否" if chance.random() < 0.01 else None,
        }
        good = chance.triangular(0, 1, 0.9)
        for poll in scheme.polls:
            typed |= _votes(poll, good, chance)
        yield [
            typed[key]
            if (key := (one.kind, one.group, one.name)) in typed
            else _cell(scheme, one, indicators, good, chance)
            for one in asked
        ]


def _cell(
    scheme: Scheme,
    column: EvidenceColumn,
    indicators: dict[str, Indicator],
    good: float,
    chance: random.Random,
) -> Typed:
    match column.kind:
        case ColumnKind.POINTS:
            indicator = indicators.get(column.name)
            return None if indicator is None else _points(indicator, good, chance)
        case ColumnKind.CLAUSE:
            return chance.choice([0, 0, 0, 1])
        case ColumnKind.ADJUSTMENT:
            return chance.randint(1, 2) if chance.random() < 0.05 else None
        case ColumnKind.FACT:
            fact = next(one for one in scheme.facts if one.name == column.name)
            return _fact(fact, chance) if chance.random() < 0.1 else None
        case ColumnKind.OPINION:
            return chance.choice(scheme.levels[:3]).name
        case ColumnKind.EARLIER:
            return chance.choice(scheme.levels).name if chance.random() < 0.8 else None
        case ColumnKind.REGISTRY:
            return chance.randint(3, 90) if column.name == "党员数" else _day(chance)
        case _:
            return None


def _points(indicator: Indicator, good: float, chance: random.Random) -> Typed:
    full = float(indicator.points)
    match indicator.mode:
        case IndicatorMode.SCORED:
            return round(full * min(1.0, 0.6 + 0.4 * good + chance.uniform(-0.05, 0.05)), 1)
        case IndicatorMode.CHECK:
            return int(chance.random() < 0.6 + 0.4 * good)
        case IndicatorMode.ALL_OR_NOTHING:
            return full if chance.random() < 0.6 + 0.4 * good else 0
        case _:
            return chance.choice([0, 0, 0, 1, 2])


def _fact(fact: Fact, chance: random.Random) -> Typed:
    match fact.kind:
        case FactKind.YES_NO:
            return chance.choice(["是", "否", "否"])
        case FactKind.COUNT:
            return chance.randint(0, 4)
        case FactKind.DATE:
            return _day(chance)
        case FactKind.CHOICE:
            return chance.choice(fact.options)
        case FactKind.DECIMAL:
            return chance.randint(0, 900) / 10
        case FactKind.TEXT:
            return "已核实"


def _day(chance: random.Random) -> date:
    return _DAY - timedelta(days=chance.randint(1, 1500))


def _votes(
    poll: Poll, good: float, chance: random.Random
) -> dict[tuple[ColumnKind, str, str], int]:
    """Papers that balance, and votes that add up to the valid ones."""
    valid, invalid = chance.randint(15, 40), chance.randint(0, 2)
    choices = [*poll.options, ABSTAINED, SPOILT]
    likely = [1 + 20 * good, *[2.0] * (len(poll.options) - 1), 0.2, 0.1]
    votes = chance.choices(choices, likely, k=valid)
    papers = {"发出": valid + invalid + 1, "收回": valid + invalid, "有效": valid, "无效": invalid}
    return {(ColumnKind.PAPERS, poll.name, name): count for name, count in papers.items()} | {
        (ColumnKind.VOTES, poll.name, choice): votes.count(choice) for choice in choices
    }
