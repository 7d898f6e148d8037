"""What 首页 says of an overview, and what of it is left for the first screen of the next start."""

import logging
from typing import NamedTuple

from desk_app.domain.faults import Fault
from desk_app.domain.home import deadline_words
from desk_app.domain.home_words import HomeWords, StepWords
from desk_app.services.home import RoundOverview, overview
from desk_app.services.workspace import Workspace

log = logging.getLogger(__name__)


class HomeLook(NamedTuple):
    """An overview and what 首页 says of it."""

    overview: RoundOverview
    words: HomeWords


def look(workspace: Workspace) -> HomeLook:
    """Look at the current round and say it in words."""
    found = overview(workspace)
    return HomeLook(found, words(found))


def leave(workspace: Workspace) -> None:
    """Hand the workspace what it leaves for the next start when it is closed.

    Only a convenience: where it cannot be read, nothing is left and closing goes on.
    """
    try:
        workspace.leave(look(workspace).words)
    except Fault as fault:
        log.warning("nothing is left for the next start: %s", fault)


def words(found: RoundOverview) -> HomeWords:
    """Say what was read."""
    one = found.round
    return HomeWords(
        office=found.office.short_name,
        round=round_words(found),
        round_id=None if one is None else one.id,
        heading=one.label if one else found.office.full_name,
        facts=_facts(found),
        sentence=found.next.sentence,
        action=found.next.action,
        room=found.next.room,
        late=_late(found),
        steps=tuple(
            StepWords(
                step.name,
                step.words,
                step.done,
                step.total,
                step.room,
                step.actor,
                deadline_words(step, found.today),
                step.overdue,
            )
            for step in found.steps
        ),
        badges=dict(found.badges),
    )


def round_words(found: RoundOverview) -> str:
    """Name the office and its current round."""
    one = found.round
    if one is None:
        return "还没有轮次"
    locked = f" · {one.locked_words}" if one.locked else ""
    changed = f" · {one.amended} {one.amendments} 处" if one.amendments else ""
    return f"{found.office.short_name} · {one.label}（{one.scheme_title}）{locked}{changed}"


def _facts(found: RoundOverview) -> str:
    one, counts = found.round, found.counts
    if one is None:
        return f"名册中有 {found.organisations} 个党组织，还没有轮次。"
    parts = [one.scheme_title, f"参评 {counts.participants} {found.counter}"]
    if counts.absent:
        parts.append(f"不参评 {counts.absent} {found.counter}")
    if one.locked:
        parts.append(one.locked_words)
    if one.amendments:
        parts.append(f"{one.amended} {one.amendments} 处")
    items = counts.items_open + counts.items_closed
    if items:
        parts.append(f"整改事项 {items} 项，已销号 {counts.items_closed} 项")
    return " · ".join(parts)


def _late(found: RoundOverview) -> str:
    parts = []
    steps = [one.name for one in found.steps if one.overdue]
    if steps:
        parts.append(f"已超期的环节：{'、'.join(steps)}。")
    if found.counts.items_overdue:
        parts.append(f"整改事项有 {found.counts.items_overdue} 项已逾期。")
    return "".join(parts)
