"""What comes next in 测评, and in which room."""

from typing import TYPE_CHECKING

from desk_app.views.kit.checks_grid import CLOSED_WORDS, locked_step

if TYPE_CHECKING:
    from desk_app.views.use_cases import overview


def next_step(overview: "overview.PollingOverview") -> tuple[str, str]:
    """Return a sentence, and the key of the room to go to ("" for this one)."""
    if overview.locked:
        return locked_step(closed=overview.closed)
    if not overview.poll_kinds:
        return "本方案没有测评", "grading"
    polls = [poll for one in overview.meetings for poll in one.polls]
    unsealed = sum(1 for poll in polls if poll.sealed_at is None and poll.voided_at is None)
    missing = [(name, count) for name, count in overview.missing if count]
    said = [f"{unsealed} 个测评没有封存"] if unsealed else []
    if missing:
        name, count = missing[0]
        more = "等" if len(missing) > 1 else ""
        said.append(f"{count} {overview.counted}没有“{name}”{more}测评")
    if said:
        return f"还有 {'，'.join(said)}", ""
    return "测评都已封存", "grading"


def nothing_words(overview: "overview.PollingOverview") -> str:
    """Say what to do where there is no meeting yet."""
    if not overview.poll_kinds:
        return "本方案没有测评。"
    if overview.closed:
        return f"{CLOSED_WORDS}。"
    if overview.locked:
        return (
            "本轮已经定稿，不能再新建会议、录入计票。确需补测评，请先在“定级”中解除定稿并写明原因。"
        )
    return (
        "还没有测评会议。用左边的按钮新建一次会议；已在纸上计票签字的，可导出空白计票表填好再导入。"
    )


def no_poll_words(meeting: "overview.Meeting") -> str:
    """Say what to do where a meeting has no poll yet."""
    return f"“{meeting.facts.kind}”还没有测评。用左边“会议和计票表”里的“加一个测评”建立。"
