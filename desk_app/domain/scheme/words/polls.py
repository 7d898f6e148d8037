"""Says polls, rates, and who must come to a meeting."""

from fractions import Fraction

from desk_app.domain.scheme.model.polls import AttendanceRule, MeetingKind, Poll, Rate, RateBase

BASES = {
    RateBase.ISSUED: "发出票",
    RateBase.RETURNED: "收回票",
    RateBase.VALID: "有效票",
    RateBase.VALID_WITHOUT_ABSTENTION: "有效票减弃权",
}


def poll(name: str, one: Poll, object_name: str, counted: str) -> str:
    """Say a poll; ``name`` stands for all that were written as one.

    ``object_name`` is what the scheme calls those who are graded, ``counted`` stands behind a
    number of them: 个党组织, 名党员.
    """
    meeting = f"在{one.meeting}上" if one.meeting else ""
    who = f"各{object_name}分别进行" if one.single else f"一次会议可测评多{counted}"
    result = "；选项就是等次，结果看票数分布" if one.distribution else ""
    more = result + _counting(one)
    return f"{name}{meeting}无记名进行，选项为{'、'.join(one.options)}，{who}{more}。"


def rate(name: str, poll_name: str, one: Rate) -> str:
    """Say how a rate is worked out."""
    return f"{name}＝（{'＋'.join(one.numerator)}）÷{BASES[one.base]}（{poll_name}）。"


def _counting(poll: "Poll") -> str:
    """Say what of the counting is not as usual; "" where everything is."""
    counting, words = poll.counting, ""
    if counting.categories:
        words += f"；{'、'.join(counting.categories)}分别发票、收票、计票"
    if counting.called:
        words += "；当场唱票"
    elif counting.tellers == 1:
        words += "；由一人计票"
    if poll.sample:
        words += f"；随机抽取不少于 {share_words(poll.sample)} 的住户"
    return words


def meeting(one: MeetingKind) -> str:
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
