"""What is entered for an indicator: read as typed, checked, said, and what it counts for.

The words of each mode stand in `scheme.words.scoring.MODES`, what an entry earns in the indicator.
"""

from collections.abc import Sequence
from decimal import Decimal

from desk_app.domain.points import add_up, format_points, parse_points
from desk_app.domain.scheme.model.scoring import Indicator, IndicatorMode, Start
from desk_app.domain.scheme.words.scoring import CHOSEN_IN_TIER, MODES, ModeWords
from desk_app.domain.settled import settled_of

ZERO, ONE = Decimal(0), Decimal(1)
MET, NOT_MET = "√", "×"
_TICKS = {
    **dict.fromkeys((MET, "✓", "✔", "是", "达到", "达标", "Y"), ONE),
    **dict.fromkeys((NOT_MET, "✗", "✘", "X", "否", "未达到", "没有达到", "不达标", "N"), ZERO),
}


def check_points(indicator: Indicator, points: Decimal) -> str:
    """Return why ``points`` cannot stand for ``indicator``; "" when they can."""
    name, full = indicator.name, indicator.points
    if points < ZERO:
        return f"“{name}”不能是负分。"
    match indicator.mode:
        case IndicatorMode.CHECK if points not in {ZERO, ONE}:
            return f"“{name}”是达标项，达到填 1，没有达到填 0，不能填 {points}。"
        case IndicatorMode.ALL_OR_NOTHING if points not in {ZERO, full}:
            return f"“{name}”达成得 {format_points(full)} 分，不达成得 0 分，不能填 {points}。"
        case IndicatorMode.SCORED | IndicatorMode.CLAUSES | IndicatorMode.FACTS if points > full:
            return f"“{name}”满分 {format_points(full)} 分，不能填 {points}。"
        case _:
            settled = settled_of(indicator)
            return "" if settled is None else settled.refusal(name, points)


def parse_entry(indicator: Indicator, text: str) -> Decimal | None:
    """Read what was typed for ``indicator``; an empty text is ``None`` (not scored yet).

    A line of a checklist may be ticked: √, 是, 达到 is 1; ×, 否, 未达到 is 0. Raises ValueError
    with a Chinese sentence for anything that cannot stand.
    """
    ticked = parse_tick(text) if indicator.mode is IndicatorMode.CHECK else None
    if ticked is not None:
        return ticked
    points = parse_points(text)
    wrong = "" if points is None else check_points(indicator, points)
    if wrong:
        raise ValueError(wrong)
    return points


def parse_tick(text: str) -> Decimal | None:
    """Read a tick: 1 for √, 是, 达到, 0 for ×, 否, 未达到; ``None`` for anything else."""
    return _TICKS.get(text.strip().strip("\u3000").upper())


def format_entry(indicator: Indicator, points: Decimal | None) -> str:
    """Write an entry into a table: √ or × for a line of a checklist, else the points."""
    if points is not None and indicator.mode is IndicatorMode.CHECK:
        return MET if points else NOT_MET
    return format_points(points)


def entry_choices(indicator: Indicator) -> tuple[str, ...]:
    """What can be entered where it is one of a few; nothing for points of any size."""
    match indicator.mode:
        case IndicatorMode.CHECK:
            return MET, NOT_MET
        case IndicatorMode.ALL_OR_NOTHING:
            return format_points(indicator.points), "0"
        case IndicatorMode.CLAUSES:
            return (format_points(indicator.counted(())),)
        case _:
            return ()


def entry_words(indicator: Indicator) -> str:
    """Say what is to be typed for an indicator; "" for plain points."""
    settled = settled_of(indicator)
    if settled is not None:
        return f"{settled.reason(None if settled.free else settled.low)}。"
    return _said(_words(indicator).asked, indicator)


def beside_words(indicator: Indicator) -> str:
    """Say what an indicator is worth, and where an entry is something else than points."""
    return _said(_words(indicator).beside, indicator)


def heading_words(indicator: Indicator) -> str:
    """What is typed for an indicator, short enough for a heading."""
    return _said(_words(indicator).heading, indicator)


def score_words(indicator: Indicator, entered: Decimal | None) -> str:
    """Say what was entered and what it counts for: ``扣 2，得 8 / 10``; 未评 where it lacks."""
    full = format_points(indicator.points)
    if entered is None:
        if indicator.optional:
            return "没有填，按 0 分"
        return "未评" if indicator.mode.counts else ""
    match indicator.mode:
        case IndicatorMode.CHECK:
            return "达到" if entered else "没有达到"
        case IndicatorMode.DEDUCTED:
            left = format_points(indicator.earned(entered))
            return f"扣 {format_points(entered)}，得 {left} / {full}"
        case IndicatorMode.INFORMATION:
            return format_points(entered)
        case _:
            return f"{format_points(entered)} / {full}"


def _words(indicator: Indicator) -> ModeWords:
    """The words of its mode; of tiers that leave a choice those that say so."""
    facts = indicator.mode is IndicatorMode.FACTS
    return CHOSEN_IN_TIER if facts and indicator.chosen else MODES[indicator.mode]


def _said(words: str, indicator: Indicator) -> str:
    full = format_points(indicator.points)
    return words.format(full=full, none=full if indicator.start is Start.FULL else "0")


def counting(indicators: Sequence[Indicator]) -> tuple[Indicator, ...]:
    """The lines of a score sheet that count for anything."""
    return tuple(one for one in indicators if one.mode.counts)


def needed(indicators: Sequence[Indicator]) -> tuple[Indicator, ...]:
    """The lines that a complete score sheet has an entry in: not 加分项目 that may be empty."""
    return tuple(one for one in indicators if one.needed)


def full_points(indicators: Sequence[Indicator]) -> Decimal:
    """What a score sheet adds up to at best."""
    return add_up(one.points for one in counting(indicators))


def score_shown(indicator: Indicator, entered: Decimal | None) -> Decimal | None:
    """The points that stand on paper for an entry: what it counts for, not what was typed."""
    if entered is None or not indicator.mode.counts:
        return entered
    return indicator.earned(entered)


def lost(indicator: Indicator, points: Decimal) -> Decimal:
    """How much of an indicator's full points an entry loses; nothing where none count."""
    if not indicator.mode.counts:
        return ZERO
    return indicator.points - indicator.earned(points)
