"""What is done of a round, step by step, and what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from desk_app.domain.asked import sheets_asked
from desk_app.domain.periods import IsWorking, last_day
from desk_app.domain.rounds import CLOSED, Round, decision_step
from desk_app.domain.scheme.model.rounds import Step, StepYield
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import scores_of


@dataclass(frozen=True, slots=True)
class Counts:
    """What the database counts in a round; subjects that do not take part are left out.

    ``sheets`` is evaluator → complete score sheets, ``begun`` evaluator → sheets with at least
    one score, ``polled`` poll → subjects with a sealed count, ``opinions`` step → subjects with
    an opinion. ``unscored`` subjects have no score sheet, ``unpolled`` is poll → subjects of
    whom it is not asked, and nobody decides on those that are ``out`` (取消评定资格). ``reviews``
    are decisions that are 待复核.
    """

    participants: int = 0
    absent: int = 0
    sheets: Mapping[str, int] = field(default_factory=dict)
    begun: Mapping[str, int] = field(default_factory=dict)
    polled: Mapping[str, int] = field(default_factory=dict)
    polls_open: int = 0
    opinions: Mapping[str, int] = field(default_factory=dict)
    items_open: int = 0
    items_overdue: int = 0
    items_closed: int = 0
    unscored: int = 0
    unpolled: Mapping[str, int] = field(default_factory=dict)
    out: int = 0
    reviews: int = 0

    @property
    def scored(self) -> int:
        """How many have a score sheet."""
        return self.participants - self.unscored

    def polls(self, poll: str) -> int:
        """How many are asked for that poll."""
        return self.participants - self.unpolled.get(poll, 0)

    def undecided(self, step: str) -> int:
        """On how many that step has still to decide."""
        return max(0, self.participants - self.out - self.opinions.get(step, 0))


@dataclass(frozen=True, slots=True)
class StepProgress:
    """How far one step is: ``done`` of ``total``; a total of 0 means that nothing is counted.

    ``room`` is the key of the room where it is done, "" for what happens outside the program.
    """

    name: str
    words: str
    done: int = 0
    total: int = 0
    room: str = ""
    actor: str = ""
    deadline: date | None = None
    overdue: bool = False

    @property
    def finished(self) -> bool:
        """Whether everything that is counted is done."""
        return bool(self.total) and self.done >= self.total


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do now, in a sentence, and the key of the room where ("" for none)."""

    sentence: str
    room: str = ""
    action: str = ""


def deadline(step: Step, year: int) -> date | None:
    """The day until which a step is to be done; 2月29日 of a common year is its 28th."""
    if step.deadline is None:
        return None
    month, day = step.deadline
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, day - 1)


def progress(
    scheme: Scheme,
    year: int,
    counts: Counts,
    today: date,
    is_working: IsWorking | None = None,
) -> tuple[StepProgress, ...]:
    """Every step of the scheme with what is done of it, in the scheme's order.

    Evaluators, polls and the decision that no step of the scheme names follow at the end; what
    the scheme does not ask for is not named at all.
    """
    lines = [_line(step, scheme, year, counts, today, is_working) for step in scheme.steps]
    named = {one.evaluator for one in scheme.steps if one.yields is StepYield.SCORES}
    lines += [
        _counted(
            scores_of(one.name),
            counts.sheets.get(one.name, 0),
            counts.scored,
            "份评分表",
            "scoring",
        )
        for one in sheets_asked(scheme)
        if one.name not in named
    ]
    held = {
        poll.name
        for one in scheme.steps
        if one.yields is StepYield.POLL
        for poll in scheme.polls_of(one.poll)
    }
    lines += [
        _counted(
            one.name,
            counts.polled.get(one.name, 0),
            counts.polls(one.name),
            f"{scheme.counter}已封存",
            "polling",
        )
        for one in scheme.polls
        if one.name not in held
    ]
    step = decision_step(scheme)
    if all(one.name != step for one in scheme.steps):
        done, total = counts.opinions.get(step, 0), counts.participants - counts.out
        lines.append(_counted(step, done, total, f"{scheme.counter}已定级", "grading"))
    return tuple(lines)


def next_step(scheme: Scheme, current: Round, counts: Counts) -> NextStep:
    """The first thing that is not done, in the order of the work.

    After 定稿 nothing leads back into what is locked, also where something is missing.
    """
    if current.closed:
        return NextStep(f"{CLOSED}。请点上方的轮次名称，换到新的一轮。")
    if not current.locked:
        if waiting := _sheets_and_polls(scheme, counts):
            return waiting
        undecided = counts.undecided(decision_step(scheme))
        if undecided:
            words = f"还有 {undecided} {scheme.counted}没有定级。"
            return NextStep(words, "grading", "去定级")
        if counts.reviews:
            words = f"方案改版后，{counts.reviews} {scheme.counted}的决定待复核。"
            return NextStep(words, "grading", "去定级")
        if begin := _ledger_to_begin(scheme, counts):
            return begin
        return NextStep("已全部定级，核对后可以定稿。", "grading", "去定稿")
    if current.exported_at is None:
        return NextStep("本轮已定稿，可以生成上报材料。", "submission", "去上报")
    return _items(counts)


def _ledger_to_begin(scheme: Scheme, counts: Counts) -> NextStep | None:
    """The empty ledger, where the scheme says which points are low or how many items there are."""
    rule = scheme.rectification
    if rule is None or counts.items_open + counts.items_closed:
        return None
    if rule.below:
        words = "已全部定级。可以从失分较多的指标提取整改事项。"
    elif rule.least:
        words = f"已全部定级。请逐条登记整改事项，每{scheme.counted}至少 {rule.least} 条。"
    else:
        return None
    return NextStep(words, "rectification", "去整改")


def _sheets_and_polls(scheme: Scheme, counts: Counts) -> NextStep | None:
    thing = scheme.counted
    for evaluator, left in sheets_missing(scheme, counts).items():
        if left:
            words = f"还有 {left} {thing}的{scores_of(evaluator)}没有填完。"
            return NextStep(words, "scoring", "去评分")
    for poll, left in polls_missing(scheme, counts).items():
        if left:
            words = f"还有 {left} {thing}没有封存“{poll}”的计票。"
            return NextStep(words, "polling", "去测评")
    return None


def sheets_missing(scheme: Scheme, counts: Counts) -> dict[str, int]:
    """Evaluator → score sheets that the scheme asks for and that are not complete."""
    return {
        one.name: max(0, counts.scored - counts.sheets.get(one.name, 0))
        for one in sheets_asked(scheme)
    }


def polls_missing(scheme: Scheme, counts: Counts) -> dict[str, int]:
    """Poll → subjects of whom it is asked and who have no sealed count of it."""
    return {
        one.name: max(0, counts.polls(one.name) - counts.polled.get(one.name, 0))
        for one in scheme.polls
    }


def _items(counts: Counts) -> NextStep:
    if counts.items_overdue:
        words = f"有 {counts.items_overdue} 项整改已逾期，请督促办理或销号。"
        return NextStep(words, "rectification", "去整改")
    if counts.items_open:
        words = f"上报材料已生成。还有 {counts.items_open} 项整改没有销号。"
        return NextStep(words, "rectification", "去整改")
    return NextStep("本轮工作已全部完成。")


def badges(scheme: Scheme, current: Round, counts: Counts) -> dict[str, str]:
    """Numbers beside the rooms: how much waits there, with "!" for what is overdue."""
    found: dict[str, str] = {}
    if current.closed:
        return found
    if not current.locked:
        found = {
            "scoring": _number(sum(sheets_missing(scheme, counts).values())),
            "polling": _number(sum(polls_missing(scheme, counts).values())),
            "grading": _number(counts.undecided(decision_step(scheme)) + counts.reviews),
        }
    items = counts.items_overdue or counts.items_open
    found["rectification"] = _number(items) + ("!" if counts.items_overdue else "")
    return {room: text for room, text in found.items() if text}


def deadline_words(one: StepProgress, today: date) -> str:
    """Say until when, and how late it is: 3月31日前 · 已超期 5 天."""
    if one.deadline is None:
        return ""
    day = f"{one.deadline.month}月{one.deadline.day}日前"
    if one.finished:
        return day
    left = (one.deadline - today).days
    if left < 0:
        return f"{day} · 已超期 {-left} 天" if one.overdue else day
    if left == 0:
        return f"{day} · 今天到期"
    soon = 14
    return f"{day} · 还有 {left} 天" if left <= soon else day


def _period(step: Step, today: date, is_working: IsWorking | None) -> str:
    """Say a step's period, and which day it would end on if it began today."""
    if not step.notice_days:
        return ""
    unit = "个工作日" if step.working_days else "天"
    end = last_day(today, step.notice_days, is_working if step.working_days else None)
    return f"{step.notice_days} {unit}（今天起算到 {end.month}月{end.day}日）"


def _number(count: int) -> str:
    return str(count) if count > 0 else ""


def _line(
    step: Step,
    scheme: Scheme,
    year: int,
    counts: Counts,
    today: date,
    is_working: IsWorking | None,
) -> StepProgress:
    total = counts.participants
    done, words, room = 0, "", ""
    match step.yields:
        case StepYield.SCORES if sheets_asked(scheme):
            evaluator, total = step.evaluator or scheme.superior.name, counts.scored
            done, room = counts.sheets.get(evaluator, 0), "scoring"
            words = f"{scores_of(evaluator)}表 {done}/{total}"
            begun = counts.begun.get(evaluator, 0) - done
            words += f"，{begun} 份没填完" if begun > 0 else ""
        case StepYield.POLL:
            total, done = _least_polled(scheme, step, counts)
            room = "polling"
            words = f"计票已封存 {done}/{total}"
            words += f"，{counts.polls_open} 次正在计票" if counts.polls_open else ""
        case StepYield.OPINION:
            # What a meeting says on the way may be noted, but nobody has to.
            done = counts.opinions.get(step.name, 0)
            words = f"已登记意见 {done}/{total}" if done else "线下办理"
            total = total if done else 0
        case StepYield.APPROVAL:
            done, room = counts.opinions.get(step.name, 0), "grading"
            words = f"已登记审定 {done}/{total}"
        case StepYield.DECISION:
            total -= counts.out
            done, room = counts.opinions.get(step.name, 0), "grading"
            words = f"已定级 {done}/{total}"
        case StepYield.NOTICE:
            total = 0
            words = f"公示 {_period(step, today, is_working)}".rstrip()
        case _:
            total = 0
            words = f"线下办理 {_period(step, today, is_working)}".rstrip()
    until = deadline(step, year)
    finished = bool(total) and done >= total
    return StepProgress(
        step.name,
        words,
        done,
        total,
        room,
        step.actor,
        until,
        overdue=until is not None and bool(total) and not finished and until < today,
    )


def _least_polled(scheme: Scheme, step: Step, counts: Counts) -> tuple[int, int]:
    """(asked, sealed) of the poll of a step that is furthest behind."""
    polls = [
        (counts.polls(one.name), counts.polled.get(one.name, 0))
        for one in scheme.polls_of(step.poll)
    ]
    return max(polls, key=lambda one: one[0] - one[1], default=(counts.participants, 0))


def _counted(name: str, done: int, total: int, unit: str, room: str) -> StepProgress:
    return StepProgress(name, f"{done}/{total} {unit}", done, total, room)
