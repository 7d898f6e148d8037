"""The lines of 两版对照: whose level changes and why, how quotas move, which words differ."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from desk_app.domain.scheme.model.trials import NO_LEVEL
from desk_app.views.drafts.lines import SideLine
from desk_app.views.kit.theme import GOOD, QUIET_BACKGROUND, WARNING

if TYPE_CHECKING:
    from desk_app.domain.scheme.words.comparison import SchemeDifference
    from desk_app.domain.version_effects import LevelEffect, VersionEffects


def effect_lines(found: "VersionEffects") -> Iterator[SideLine]:
    """Say what becomes of a round."""
    yield _heading(f"等级会变的（{len(found.levels)}）")
    if not found.levels:
        yield SideLine(found.words, None, "✓", GOOD)
    for one in found.levels:
        yield _level(one)
    if found.counts or found.quotas:
        yield _heading("各等次和名额")
    for count in found.counts:
        yield SideLine(f"{count.words}。")
    for quota in found.quotas:
        yield SideLine(quota.words)


def difference_lines(found: "Sequence[SchemeDifference]") -> Iterator[SideLine]:
    """Say which sentences differ, section by section."""
    yield _heading(f"条文不同的（{len(found)}）")
    if not found:
        yield SideLine("两版说的内容相同。", None, "✓", GOOD)
    for one in found:
        if not one.before:
            yield SideLine(one.after, None, "新增", GOOD, (one.section,))
        elif not one.after:
            yield SideLine(one.before, None, "删去", WARNING, (one.section,))
        else:
            yield SideLine(one.after, None, "改为", WARNING, (f"原为 {one.before}", one.section))


def _level(one: "LevelEffect") -> SideLine:
    change = f"{one.name}：{one.before or NO_LEVEL} → {one.after or NO_LEVEL}"
    if one.points_before != one.points_after:
        change += f"（{one.points_before or '没有得分'} → {one.points_after or '没有得分'}）"
    return SideLine(change, None, "变", WARNING, one.why_after or one.why_before)


def _heading(text: str) -> SideLine:
    return SideLine(text, ground=QUIET_BACKGROUND.name())
