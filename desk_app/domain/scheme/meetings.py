"""What a scheme says of meetings and of how votes are counted: ``[[meetings]]``, ``[[polls]]``."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk_app.domain.scheme.model import Origin, Poll, Scheme
    from desk_app.domain.scheme.problems import Problem
    from desk_app.domain.scheme.table import Table

MOST_CATEGORIES = 12
YES_OR_NO = ("同意", "不同意")


class BallotKind(StrEnum):
    """What a voter does on a line of the paper."""

    OPTIONS = "options"
    STARS = "stars"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Counting:
    """How the papers of a poll are counted.

    ``categories`` have a paper, an issue, a return and batches of their own. ``tellers`` is 2
    (two people, blind) or 1, where the scheme says so. ``called`` is 当场唱票. ``most`` is the
    highest number of points. Above the shares a reason is asked for: 弃权 and 无效 among their
    papers, a swing from last year in points of a rate. The shares are ours where not written.
    """

    categories: tuple[str, ...] = ()
    tellers: int = 2
    called: bool = False
    kind: BallotKind = BallotKind.OPTIONS
    most: int = 10
    abstained_above: Fraction = Fraction(20, 100)
    invalid_above: Fraction = Fraction(5, 100)
    swing_above: Fraction = Fraction(20, 100)

    @property
    def mode(self) -> str:
        """How a poll of this kind is counted: ``called``, ``one`` or ``two``."""
        if self.called:
            return "called"
        return "one" if self.tellers == 1 else "two"


@dataclass(frozen=True, slots=True)
class AttendanceRule:
    """One condition on who came. Exactly one of the three kinds is written.

    ``present_of_expected``: 实到 of a category over its 应到. ``at_least`` with
    ``of_category``: 实到 of a category over the 应到 of another. ``count_from`` to
    ``count_to``: how many came. ``category`` "" is everybody. ``soft`` where the source says
    一般: it is told, and stands in nobody's way.
    """

    category: str = ""
    present_of_expected: Fraction | None = None
    of_category: str = ""
    at_least: Fraction | None = None
    count_from: int | None = None
    count_to: int | None = None
    soft: bool = False


@dataclass(frozen=True, slots=True)
class MeetingKind:
    """A kind of meeting: who is asked, and who must have come."""

    name: str
    origin: "Origin"
    categories: tuple[str, ...] = ()
    rules: tuple[AttendanceRule, ...] = ()


def read_counting(table: "Table") -> Counting:
    """Read what ``[[polls]]`` says of its counting."""
    usual = Counting()
    return Counting(
        categories=table.names("categories"),
        tellers=table.whole("tellers", least=1, most=2, default=2),
        called=table.flag("called"),
        kind=table.word("kind", BallotKind, BallotKind.OPTIONS),
        most=table.whole("most", least=1, most=100, default=10),
        abstained_above=_or(table.share("abstained_above"), usual.abstained_above),
        invalid_above=_or(table.share("invalid_above"), usual.invalid_above),
        swing_above=_or(table.share("swing_above"), usual.swing_above),
    )


def read_options(table: "Table") -> tuple[str, ...]:
    """Read the options: written, or 同意/不同意 for stars, or 0 to ``most`` for points."""
    match table.raw("kind"):
        case BallotKind.POINTS if not table.has("options"):
            most = table.whole("most", least=1, most=100, default=10)
            return tuple(str(number) for number in range(most + 1))
        case BallotKind.STARS if not table.has("options"):
            return YES_OR_NO
        case _:
            return table.names("options", required=True, least=2)


def read_meeting(table: "Table") -> MeetingKind:
    """Read one kind of meeting with its rules of attendance."""
    rules = []
    for one in table.tables("rules", "到会要求"):
        rules.append(_rule(one))
        one.finish()
    return MeetingKind(table.name(), table.origin(), table.names("categories"), tuple(rules))


def _rule(table: "Table") -> AttendanceRule:
    rule = AttendanceRule(
        category=table.name("category", required=False),
        present_of_expected=table.share("present_of_expected"),
        of_category=table.name("of_category", required=False),
        at_least=table.share("at_least"),
        count_from=table.whole("count_from") if table.has("count_from") else None,
        count_to=table.whole("count_to") if table.has("count_to") else None,
        soft=table.flag("soft"),
    )
    counted = rule.count_from is not None or rule.count_to is not None
    kinds = (rule.present_of_expected is not None, rule.at_least is not None, counted)
    if sum(kinds) != 1:
        table.fault(
            "应写 present_of_expected（到会率）、at_least 加 of_category（占另一类人的比例）、"
            "count_from 和 count_to（人数）三种之一。"
        )
    elif bool(rule.of_category) != (rule.at_least is not None):
        table.fault("at_least 和 of_category 应一起写。")
    elif counted and (rule.count_from or 0) > (rule.count_to or rule.count_from or 0):
        table.fault(f"人数从 {rule.count_from} 到 {rule.count_to}，写反了。")
    return rule


def unknown_categories(scheme: "Scheme") -> "Iterator[Problem]":
    """Yield every category that a rule names and its meeting does not have."""
    from desk_app.domain.scheme.asked import known_names

    for one in scheme.meetings:
        if one.categories:
            named = [name for rule in one.rules for name in (rule.category, rule.of_category)]
            yield from known_names(
                f"会议“{one.name}”", "参会类别", named, one.categories, one.origin
            )


def counting_words(poll: "Poll") -> str:
    """Say what of the counting is not as usual; "" where everything is."""
    counting, words = poll.counting, ""
    if counting.categories:
        words += f"；{'、'.join(counting.categories)}分别发票、收票、计票"
    if counting.called:
        words += "；当场唱票"
    elif counting.tellers == 1:
        words += "；由一人计票"
    return words


def meeting_words(one: MeetingKind) -> str:
    """Say who is asked to a meeting and who must have come."""
    asked = f"由{'、'.join(one.categories)}参加" if one.categories else "的参会要求"
    rules = "；".join(rule_words(rule) for rule in one.rules)
    return f"“{one.name}”{asked}{'：' if rules else ''}{rules}。"


def rule_words(rule: AttendanceRule) -> str:
    """Say one rule of attendance, as in 党员到会率不低于 80%."""
    who = rule.category or "参会人员"
    usually = "一般" if rule.soft else ""
    if rule.present_of_expected is not None:
        return f"{who}到会率{usually}不低于 {share_words(rule.present_of_expected)}"
    if rule.at_least is not None:
        return f"{who}到会人数{usually}不少于{rule.of_category}总数的 {share_words(rule.at_least)}"
    if rule.count_from is None:
        return f"{who}{usually}不超过 {rule.count_to} 人"
    if rule.count_to is None:
        return f"{who}{usually}不少于 {rule.count_from} 人"
    return f"{who}{usually}为 {rule.count_from} 至 {rule.count_to} 人"


def share_words(share: Fraction) -> str:
    """Write a share as it was meant: 80%, 12.5%, or 2/3."""
    percent = share * 100
    if percent.denominator == 1:
        return f"{percent}%"
    tenths = percent * 10
    if tenths.denominator == 1:
        return f"{tenths.numerator // 10}.{tenths.numerator % 10}%"
    return f"{share.numerator}/{share.denominator}"


def _or(value: Fraction | None, otherwise: Fraction) -> Fraction:
    return otherwise if value is None else value
