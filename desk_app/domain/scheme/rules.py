"""Reads the rules of a scheme: bonuses, limits, stars, quotas, tails and what follows."""

import re
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from desk_app.domain.conditions import describe
from desk_app.domain.points import to_half_width
from desk_app.domain.scheme.clauses import clause
from desk_app.domain.scheme.conditions import AnyOf
from desk_app.domain.scheme.model import (
    Adjustment,
    AdjustmentGroup,
    Bound,
    Combine,
    Consequence,
    ConsequenceKind,
    Limit,
    LimitKind,
    Over,
    Quota,
    Star,
    Tail,
    Tier,
)
from desk_app.domain.scheme.table import Table
from desk_app.domain.scheme.values import kind_of, short

_ZERO = Decimal(0)
_NEVER = AnyOf(())
_RATIO = re.compile(r"\d{1,4}(?::\d{1,4}){1,19}")
STAR_KINDS = ("共性星", "个性星")


class _Sign(StrEnum):
    BONUS = "bonus"
    DEDUCTION = "deduction"


class _Assign(StrEnum):
    BY_RANK = "by rank"


class Demotions(StrEnum):
    """Whether several demotions add up or only the largest counts."""

    ADD_UP = "add_up"
    LARGEST = "largest"


def star(table: Table) -> Star:
    """Read one star and what it asks for."""
    kind = table.name("kind", required=False)
    if kind and kind not in STAR_KINDS:
        table.wrong("kind", f"应为 {'、'.join(STAR_KINDS)} 之一，现在是“{short(kind)}”。")
    return Star(
        name=table.name(),
        when=clause(table, "when", required=True) or _NEVER,
        kind=kind,
        domains=table.names("domains", least=1),
        origin=table.origin(),
    )


def adjustment(table: Table) -> Adjustment:
    """Read one bonus or deduction; ``points`` alone stands for a single tier."""
    name = table.name()
    kind = table.word("kind", _Sign, _Sign.BONUS, required=True)
    fact = table.name("fact", required=False)
    when = clause(table, "when")
    unit = table.name("unit", required=False) or "次"
    tiers = []
    for one in table.tables("tiers", f"{table.what}的档"):
        tiers.append(Tier(one.name(), one.points("points", required=True) or _ZERO))
        one.finish()
    if table.has("points"):
        words = describe(when) if when is not None else f"每{unit}"
        tiers.append(Tier(words, table.points("points") or _ZERO))
    else:
        table.points("points")
    if not tiers:
        table.fault(f"{table.what}没有写分数，请写 points 或 tiers。")
    if fact and when is not None:
        table.fault(f"{table.what}同时写了 fact 和 when，只能写一个。")
    if (fact or when is not None) and len(tiers) > 1:
        table.fault(f"{table.what}由情况自动计算，只能有一个分数。")
    if any(one.points == 0 for one in tiers):
        table.fault(f"{table.what}的分数应大于 0。")
    return Adjustment(
        name=name,
        bonus=kind is _Sign.BONUS,
        tiers=tuple(tiers) or (Tier("", _ZERO),),
        combine=table.word("combine", Combine, Combine.SUM),
        ceiling=table.points("ceiling"),
        fact=fact,
        group=table.name("group", required=False),
        when=when,
        unit=unit,
        origin=table.origin(),
    )


def adjustment_group(table: Table) -> AdjustmentGroup:
    """Read how several bonuses or deductions count together."""
    return AdjustmentGroup(
        name=table.name(),
        combine=table.word("combine", Combine, Combine.SUM),
        ceiling=table.points("ceiling"),
        origin=table.origin(),
    )


def limit(table: Table) -> Limit:
    """Read one limit: exactly one of ``disqualify``, ``force``, ``cap`` and ``demote``."""
    name = table.name()
    when = clause(table, "when", required=True) or _NEVER
    written = [kind for kind in LimitKind if table.has(kind)]
    if len(written) != 1:
        words = "、".join(LimitKind)
        table.fault(f"{table.what}应写 {words} 中的一个，且只写一个。")
    out = _disqualified(table)
    cap = table.name("cap", required=False)
    force = table.name("force", required=False)
    by = table.whole("demote", least=1, most=20)
    return Limit(
        name=name,
        kind=written[0] if written else LimitKind.CAP,
        when=when,
        level=cap or force or out,
        by=by,
        origin=table.origin(),
    )


def _disqualified(table: Table) -> str:
    """Read ``disqualify = true`` (no level at all) or the rung that stands for "no level"."""
    value = table.raw("disqualify")
    if value is None or value is True:
        return ""
    if isinstance(value, str):
        return table.name("disqualify")
    table.wrong(
        "disqualify", f"应写 true，或加引号的表示“不定等次”的等次，现在是{kind_of(value)}。"
    )
    return ""


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
    parts = [int(one) for one in written.split(":")] if _RATIO.fullmatch(written) else []
    if not parts or 0 in parts:
        table.wrong("ratio", '应写成 "3:6:1" 这样的整数比，每份都大于 0。')
    elif groups and len(parts) != len(groups):
        table.fault(f"{table.what}的比是 {len(parts)} 份，levels 却有 {len(groups)} 组。", "levels")
    flat = [level for group in groups for level in group]
    if len(set(flat)) < len(flat):
        table.wrong("levels", "里有等次写了两次，一个等次只能在一份里。")
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
        origin=table.origin(),
    )


def tail(table: Table) -> Tail:
    """Read who is picked from the bottom: a share of those counted, or the last ``count``."""
    name = table.name()
    if table.has("share") == table.has("count"):
        table.fault(f"{table.what}应写 share（比例）、count（个数）中的一个，且只写一个。")
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
        origin=table.origin(),
    )


def consequence(table: Table) -> Consequence:
    """Read what follows from a level."""
    return Consequence(
        name=table.name(),
        kind=table.word("kind", ConsequenceKind, ConsequenceKind.DUTY, required=True),
        levels=table.names("levels", least=1),
        when=clause(table, "when"),
        to=table.text("to", longest=120),
        origin=table.origin(),
    )
