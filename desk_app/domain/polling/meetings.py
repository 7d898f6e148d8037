"""Who was asked to a meeting, who came, and whether that is enough."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from desk_app.domain.scheme.model.polls import AttendanceRule
from desk_app.domain.scheme.words.polls import rule_words

EVERYBODY = ""
"""The category that stands for all who are asked."""


@dataclass(frozen=True, slots=True)
class Attendance:
    """应到 and 实到 in persons; ``None`` where it is not written down."""

    expected: int | None = None
    present: int | None = None


@dataclass(frozen=True, slots=True)
class Attendee:
    """One name of a roster."""

    category: str
    name: str
    signed_in: bool = False
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A rule of attendance beside what is so; ``met`` is ``None`` while a number is missing."""

    rule: AttendanceRule
    met: bool | None
    sentence: str

    @property
    def soft(self) -> bool:
        """Whether the source says 一般."""
        return self.rule.soft


def count_roster(names: Iterable[Attendee]) -> dict[str, Attendance]:
    """Return 应到 and 实到 by category as they follow from the names."""
    counts: dict[str, list[int]] = {}
    for one in names:
        found = counts.setdefault(one.category, [0, 0])
        found[0] += 1
        found[1] += one.signed_in
    return {category: Attendance(*found) for category, found in counts.items()}


def whole(attendance: Mapping[str, Attendance]) -> Attendance:
    """Return the sum over all categories; what one of them does not say, the sum does not."""
    return Attendance(
        _sum(one.expected for one in attendance.values()),
        _sum(one.present for one in attendance.values()),
    )


def judge(
    rules: Sequence[AttendanceRule], attendance: Mapping[str, Attendance]
) -> tuple[Judgement, ...]:
    """Judge each rule by who came so far; also while people still sign in."""
    return tuple(_judge(rule, attendance) for rule in rules)


def _judge(rule: AttendanceRule, attendance: Mapping[str, Attendance]) -> Judgement:
    here = _of(rule.category, attendance)
    needed: int | None
    if rule.present_of_expected is not None:
        needed = _least(rule.present_of_expected, here.expected)
        fact = f"应到 {_words(here.expected)}，实到 {_words(here.present)}"
    elif rule.at_least is not None:
        base = _of(rule.of_category, attendance).expected
        needed = _least(rule.at_least, base)
        fact = f"{rule.of_category}共 {_words(base)}，实到 {_words(here.present)}"
    else:
        needed = rule.count_from or 0
        fact = f"实到 {_words(here.present)}"
    asked = rule_words(rule)
    if needed is None or here.present is None:
        return Judgement(rule, None, f"{asked}：{fact}，还不能判断。")
    if here.present < needed:
        missing = needed - here.present
        return Judgement(rule, False, f"{asked}：{fact}，还差 {missing} 人。")
    if rule.count_to is not None and here.present > rule.count_to:
        more = here.present - rule.count_to
        return Judgement(rule, False, f"{asked}：{fact}，多了 {more} 人。")
    return Judgement(rule, True, f"{asked}：{fact}，符合。")


def _of(category: str, attendance: Mapping[str, Attendance]) -> Attendance:
    if category == EVERYBODY and EVERYBODY not in attendance:
        return whole(attendance) if attendance else Attendance()
    return attendance.get(category, Attendance())


def _least(share: Fraction, base: int | None) -> int | None:
    """Return the smallest number of persons that is ``share`` of ``base`` or more."""
    return None if base is None else -((-share * base).__floor__())


def _sum(numbers: Iterable[int | None]) -> int | None:
    total = 0
    for one in numbers:
        if one is None:
            return None
        total += one
    return total


def _words(number: int | None) -> str:
    return "未填" if number is None else f"{number} 人"


def read_names(text: str) -> tuple[str, ...]:
    """Read names typed one per line, or set apart by 、 and ，; each once, in order."""
    for mark in "、，,;；\t":
        text = text.replace(mark, "\n")
    return tuple(dict.fromkeys(name for line in text.splitlines() if (name := line.strip())))
