"""Reads the clauses of an indicator: what takes points off, what gives them."""

from enum import StrEnum

from desk_app.domain.scheme.model.scoring import Clause, IndicatorMode, Start
from desk_app.domain.scheme.reading.table import Table


class Sign(StrEnum):
    """Whether something adds points or takes them off."""

    BONUS = "bonus"
    DEDUCTION = "deduction"


def clauses(table: Table, mode: IndicatorMode, start: Start) -> tuple[Clause, ...]:
    """Read the clauses of an indicator, which has them where its ``mode`` says so, and only then.

    ``start`` says what a clause does that is silent about it.
    """
    found = []
    for one in table.tables("clauses", "计分情形"):
        found.append(_clause(one, start))
        one.finish()
    if mode is IndicatorMode.CLAUSES:
        table.needs_format(2, "mode")
        if not table.has("clauses"):
            table.fault(
                f"{table.what}按计分情形计分，却没有一条情形，请写 [[indicators.clauses]]。", "mode"
            )
        return tuple(found)
    for key in ("clauses", "start"):
        if table.has(key):
            table.wrong(key, '只有 mode = "clauses" 时才能写。')
    return ()


def _clause(table: Table, start: Start) -> Clause:
    usual = Sign.BONUS if start is Start.ZERO else Sign.DEDUCTION
    name = table.name()
    points = table.points("points")
    discretion = table.flag("discretion")
    unit = table.name("unit", required=False)
    whole = table.flag("whole", default=True)
    if discretion and table.has("points"):
        table.wrong("points", "和 discretion（酌情）只能写一个；酌情的最多几分请写 ceiling。")
    elif not discretion and not table.has("points"):
        table.fault(
            f"{table.what}没有写分数，请写 points；由评分人酌情的，请写 discretion = true。"
        )
    if discretion and unit:
        table.wrong("unit", "不能和 discretion（酌情）一起写：酌情的填分数，不计次数。")
    if not whole and not unit:
        table.wrong("whole", "只能和 unit 一起写：不计次数的没有小数可填。")
    return Clause(
        name=name,
        standard=table.text("standard"),
        bonus=table.word("kind", Sign, usual) is Sign.BONUS,
        points=None if discretion else points,
        unit=unit,
        whole=whole,
        ceiling=table.points("ceiling"),
        origin=table.origin(),
    )
