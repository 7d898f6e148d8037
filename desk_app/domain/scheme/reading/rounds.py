"""Reads what concerns a whole round: 领域, quotas, the last ones, the steps."""

import re
from enum import StrEnum
from fractions import Fraction

from desk_app.domain.points import to_half_width
from desk_app.domain.scheme.model.rounds import (
    Bound,
    DomainGroup,
    Over,
    Quota,
    Rounding,
    Spell,
    Step,
    StepYield,
    Tail,
    Ties,
)
from desk_app.domain.scheme.reading.conditions import clause
from desk_app.domain.scheme.reading.table import Table

_RATIO = re.compile(r"\d{1,4}(?::\d{1,4}){1,19}")


class _Assign(StrEnum):
    BY_RANK = "by rank"


def domain_group(table: Table) -> DomainGroup:
    """Read one 领域; without ``includes`` it takes in the one of its own name."""
    name = table.name()
    return DomainGroup(name, table.names("includes", least=1) or (name,), table.origin())


def quotas(table: Table) -> tuple[Quota, ...]:
    """Read one quota, or the quotas that a ratio such as 3:6:1 stands for."""
    if table.has("ratio"):
        return _ratio(table)
    name = table.name()
    written = [bound for bound in Bound if table.has(bound)]
    if table.has("count"):
        table.fault(f"{table.what}的个数请直接写成整数，如 at_least = 2，不写 count。", "count")
        table.raw("count")
    elif len(written) != 1:
        table.fault(f"{table.what}应写 at_most、at_least、about 中的一个，且只写一个。")
    sizes = {bound: table.share_or_count(bound) for bound in Bound}
    bound = written[0] if written else Bound.AT_MOST
    size = sizes[bound]
    tolerance = table.share("tolerance")
    if tolerance is not None and (bound is not Bound.ABOUT or isinstance(size, int)):
        table.fault(f"{table.what}只有比例的 about（左右）才能写 tolerance。", "tolerance")
    levels = table.names("levels", required=True)
    if isinstance(size, int):
        share, count = Fraction(0), size
    else:
        share, count = size or Fraction(0), 0
    return (_quota(table, name, levels, bound, share, count, "", tolerance or Fraction(0)),)


def _ratio(table: Table) -> tuple[Quota, ...]:
    written = to_half_width(table.name("ratio"))
    name = table.name(required=False)
    groups = table.name_groups("levels", required=True)
    tolerance = table.share("tolerance") or Fraction(0)
    if any(table.has(bound) for bound in Bound):
        table.fault(f"{table.what}写了 ratio，就不能再写 at_most、at_least 或 about。", "ratio")
        for bound in Bound:
            table.raw(bound)
    parts = _parts(table, written, groups)
    whole = sum(parts) or 1
    return tuple(
        _quota(
            table,
            f"{name or written}·{'、'.join(group)}",
            group,
            Bound.ABOUT,
            Fraction(part, whole),
            0,
            written,
            tolerance,
        )
        for part, group in zip(parts, groups, strict=False)
    )


def _parts(table: Table, written: str, groups: tuple[tuple[str, ...], ...]) -> list[int]:
    """The numbers of a ratio, one for each group of levels."""
    parts = [int(one) for one in written.split(":")] if _RATIO.fullmatch(written) else []
    if not parts or 0 in parts:
        table.wrong("ratio", '应写成 "3:6:1" 这样的整数比，每份都大于 0。')
    elif groups and len(parts) != len(groups):
        table.fault(f"{table.what}的比是 {len(parts)} 份，levels 却有 {len(groups)} 组。", "levels")
    flat = [level for group in groups for level in group]
    if len(set(flat)) < len(flat):
        table.wrong("levels", "里有等次写了两次，一个等次只能在一份里。")
    return parts


def _quota(
    table: Table,
    name: str,
    levels: tuple[str, ...],
    bound: Bound,
    share: Fraction,
    count: int,
    ratio: str,
    tolerance: Fraction,
) -> Quota:
    table.word("assign", _Assign, _Assign.BY_RANK)
    table.needs_format(2, "rest", "ties", "domains", "when", "rounding", "by_time")
    rounding = table.word("rounding", Rounding, Rounding.FLOOR) if table.has("rounding") else None
    if rounding and (count or ratio or tolerance):
        table.fault(f"{table.what}只有单独写的比例（不写 tolerance）才能写 rounding。", "rounding")
    rest, ties = table.name("rest", required=False), table.word("ties", Ties, Ties.LOWER)
    for key in ("rest", "ties"):
        if table.has(key) and not table.has("assign"):
            table.fault(f'{table.what}写了 {key}，还要写 assign = "by rank"（按排名定）。', key)
    return Quota(
        name=name,
        levels=levels,
        bound=bound,
        share=share,
        tolerance=tolerance,
        soft=table.flag("soft"),
        count=count,
        over=table.word("over", Over, Over.ROUND),
        ratio=ratio,
        assign=table.has("assign"),
        yields_to=table.name("yields_to", required=False),
        target=table.flag("target"),
        rest=rest,
        ties=ties,
        domains=table.names("domains", least=1),
        when=clause(table, "when"),
        rounding=rounding,
        spells=tuple(_spell(one) for one in table.tables("by_time", f"{table.what}的 by_time")),
        origin=table.origin(),
    )


def _spell(table: Table) -> Spell:
    """Read what holds in some months or years instead."""
    months = table.wholes("months", least=1, most=12)
    years = table.wholes("years", least=2000, most=2100)
    size, lifted = table.share_or_count("size"), table.flag("lifted")
    if not months and not years:
        table.fault(f"{table.what}应写 months（哪几个月）或 years（哪几年）。")
    if (size is None) is not lifted:
        table.fault(f"{table.what}应写 size（比例或个数）或 lifted = true，且只写一个。")
    table.finish()
    if isinstance(size, int):
        return Spell(months, years, count=size, lifted=lifted)
    return Spell(months, years, share=size or Fraction(0), lifted=lifted)


def tail(table: Table) -> Tail:
    """Read who is picked from the bottom: a share of those counted, or the last ``count``."""
    name = table.name()
    if table.has("share") == table.has("count"):
        table.fault(f"{table.what}应写 share（比例）、count（个数）中的一个，且只写一个。")
    table.needs_format(2, "level", "ties", "rounding", "domains", "when")
    level = table.name("level", required=False)
    if table.has("ties") and not level:
        table.fault(f"{table.what}写了 ties，还要用 level 写明定为哪个等次。", "ties")
    if level and table.has("duty"):
        sentence = f"{table.what}直接定为“{level}”，不再写 duty；以后怎么办写在等次“{level}”里。"
        table.fault(sentence, "duty")
    share = table.share("share")
    if share == 0:
        table.wrong("share", "应大于 0。")
    return Tail(
        name=name,
        share=share or Fraction(0),
        count=table.whole("count", least=1, most=100_000),
        levels=table.names("levels"),
        over=table.word("over", Over, Over.ROUND),
        duty=table.text("duty"),
        level=level,
        ties=table.word("ties", Ties, Ties.ASK),
        rounding=table.word("rounding", Rounding, Rounding.FLOOR),
        domains=table.names("domains", least=1),
        when=clause(table, "when"),
        origin=table.origin(),
    )


def step(table: Table) -> Step:
    """Read one step of the procedure."""
    if table.has("working_days") and not table.has("notice_days"):
        table.fault(f"{table.what}写了 working_days，还要用 notice_days 写明几天。")
    return Step(
        name=table.name(),
        actor=table.name("actor", required=False),
        yields=table.word("yields", StepYield, StepYield.PAPERS, required=True),
        evaluator=table.name("evaluator", required=False),
        poll=table.name("poll", required=False),
        meeting=table.name("meeting", required=False),
        deadline=table.day("deadline"),
        notice_days=table.whole("notice_days", most=365),
        working_days=table.flag("working_days"),
        origin=table.origin(),
    )
