"""Reads who scores: everything, some indicators, one figure, or ballots instead of anybody."""

from decimal import Decimal
from fractions import Fraction

from desk_app.domain.scheme.model.ballots import Ballots
from desk_app.domain.scheme.model.polls import RateBase
from desk_app.domain.scheme.model.scoring import Evaluator
from desk_app.domain.scheme.reading.table import Table

_OF_BALLOTS = ("points", "base")


def evaluator(table: Table) -> Evaluator:
    """Read one evaluator; ``weight`` is a share of the weighted total (3 of 3:7)."""
    table.needs_format(2, "indicators", "only_total", "full", "poll", *_OF_BALLOTS)
    weight = table.points("weight")
    name, ballots = table.name(), _ballots(table)
    indicators = table.names("indicators", least=1)
    only_total = table.flag("only_total")
    if ballots is not None:
        for key in ("indicators", "only_total"):
            if table.has(key):
                table.wrong(key, "不能和 poll 一起写：由测评得出的分数没有人填。")
    elif only_total and indicators:
        table.wrong("indicators", "不能和 only_total 一起写：只给总分的不评各项指标。")
    full = table.points("full")
    if full is not None and ballots is None and not only_total:
        table.wrong("full", "只有和 only_total 或 poll 一起才能写。")
    return Evaluator(
        name=name,
        total=table.flag("total"),
        weight=Fraction(weight or 0),
        origin=table.origin(),
        indicators=indicators,
        only_total=only_total,
        full=full,
        ballots=ballots,
    )


def gives_totals(written: object) -> bool:
    """Whether any evaluator may give one figure, so that a scheme needs no indicators."""
    tables = written if isinstance(written, list) else []
    return any(isinstance(one, dict) and {"only_total", "poll"} & one.keys() for one in tables)


def _ballots(table: Table) -> Ballots | None:
    poll = table.name("poll", required=False)
    options = table.table("points", f"{table.what}的 points")
    base = table.word("base", RateBase, RateBase.VALID)
    worth = (
        ()
        if options is None
        else tuple(
            (option, options.points(option, required=True) or Decimal(0))
            for option in options.keys()  # noqa: SIM118
        )
    )
    if poll:
        return Ballots(poll, worth, base)
    for key in _OF_BALLOTS:
        if table.has(key):
            table.wrong(key, "只有和 poll 一起才能写。")
    return None
