"""Reads the ladder and what moves a subject on it: levels, stars, bands, limits, consequences."""

from enum import StrEnum

from desk_app.domain.scheme.model.conditions import AnyOf, Condition, looks_at_rates
from desk_app.domain.scheme.model.levels import (
    Band,
    Consequence,
    ConsequenceKind,
    Level,
    Limit,
    LimitKind,
    Star,
    Unmeasured,
    YearlyStep,
)
from desk_app.domain.scheme.model.scheme import OLDEST_FORMAT
from desk_app.domain.scheme.reading.conditions import clause
from desk_app.domain.scheme.reading.table import Table
from desk_app.domain.scheme.reading.values import kind_of, short

_NEVER = AnyOf(())
STAR_KINDS = ("共性星", "个性星")


class Demotions(StrEnum):
    """Whether several demotions add up or only the largest counts."""

    ADD_UP = "add_up"
    LARGEST = "largest"


class _NoLevel(StrEnum):
    BELOW = "below"
    OUTSIDE = "outside"


def level(table: Table) -> Level:
    """Read one rung of the ladder."""
    kind = _no_level(table)
    return Level(
        name=table.name(),
        aliases=table.names("aliases"),
        management=table.text("management"),
        none=kind is not None,
        outside=kind is _NoLevel.OUTSIDE,
        duty=table.text("duty"),
        origin=table.origin(),
    )


def _no_level(table: Table) -> _NoLevel | None:
    """Read ``none``: in a text of format 1 yes or no, later which of the two kinds it is."""
    if table.notes.format < 2:
        return _NoLevel.BELOW if table.flag("none") else None
    if isinstance(table.raw("none"), bool):
        table.wrong(
            "none",
            '应写 "below"（低于最低一级，如“无星”）'
            '或 "outside"（不在等次之内，如新成立的“不定级”）。',
        )
        return None
    return table.word("none", _NoLevel, _NoLevel.BELOW) if table.has("none") else None


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


def band(table: Table) -> Band:
    """Read one band of points."""
    requires = clause(table, "requires")
    return Band(
        level=table.name("level"),
        range=table.interval("range"),
        soft=table.flag("soft"),
        requires=requires,
        missing=_unmeasured(table, requires),
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
    table.needs_format(2, "unscored")
    unscored = table.flag("unscored")
    if unscored and not force:
        sentence = f"{table.what}写了 unscored，只有 force（直接定为）才能不等评分。"
        table.fault(sentence, "unscored")
    return Limit(
        name=name,
        kind=written[0] if written else LimitKind.CAP,
        when=when,
        level=cap or force or out,
        by=by,
        unscored=unscored,
        missing=_unmeasured(table, when),
        origin=table.origin(),
    )


def _unmeasured(table: Table, condition: Condition | None) -> Unmeasured:
    """Read what holds while a rate is not measured: texts of format 2 wait where none is said."""
    table.needs_format(2, "missing")
    on_rates = condition is not None and looks_at_rates(condition)
    if table.has("missing") and not on_rates:
        table.wrong("missing", "只用于看比率的条件，这里的条件里没有比率，请删去。")
    waits = on_rates and table.notes.format > OLDEST_FORMAT
    return table.word("missing", Unmeasured, Unmeasured.WAIT if waits else Unmeasured.IGNORED)


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


def yearly(table: Table) -> YearlyStep:
    """Read how far a level may lie from last year's."""
    step = YearlyStep(
        name=table.name(),
        rise=table.whole("rise", least=1, most=20),
        fall=table.whole("fall", least=1, most=20),
        when=clause(table, "when"),
        waiver=table.name("waiver", required=False),
        origin=table.origin(),
    )
    if not table.has("rise") and not table.has("fall"):
        table.fault(f"{table.what}应写 rise（最多升几级）或 fall（最多降几级）。")
    if step.waiver and not table.has("rise"):
        table.fault(f"{table.what}写了 waiver（破格），还要用 rise 写明最多升几级。", "waiver")
    return step


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
