"""Rules of attendance, judged while people sign in, and read from a scheme."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.polling.meetings import (
    Attendance,
    Attendee,
    count_roster,
    judge,
    read_names,
    whole,
)
from desk_app.domain.scheme.loading import read
from desk_app.domain.scheme.model.polls import AttendanceRule, Counting
from desk_app.domain.scheme.model.problems import SchemeFault
from desk_app.domain.scheme.words.polls import rule_words, share_words
from desk_app.domain.scheme.words.sentences import sentences
from tests.domain.scheme_texts import TINY

MEMBERS = AttendanceRule("党员", present_of_expected=Fraction(4, 5))
OUTSIDERS = AttendanceRule("党外职工代表", of_category="党员", at_least=Fraction(1, 2))
COMMITTEE = AttendanceRule(count_from=5, count_to=7)


@pytest.mark.parametrize(
    ("rule", "attendance", "met", "words"),
    [
        (MEMBERS, {"党员": Attendance(41, 33)}, True, "符合"),
        (MEMBERS, {"党员": Attendance(41, 32)}, False, "还差 1 人"),
        (MEMBERS, {"党员": Attendance(None, 32)}, None, "应到 未填"),
        (MEMBERS, {}, None, "还不能判断"),
        (
            OUTSIDERS,
            {"党员": Attendance(21, 3), "党外职工代表": Attendance(15, 11)},
            True,
            "党员共 21 人，实到 11 人",
        ),
        (
            OUTSIDERS,
            {"党员": Attendance(21, 21), "党外职工代表": Attendance(15, 10)},
            False,
            "还差 1 人",
        ),
        (COMMITTEE, {"": Attendance(7, 5)}, True, "为 5 至 7 人"),
        (COMMITTEE, {"": Attendance(7, 4)}, False, "还差 1 人"),
        (COMMITTEE, {"": Attendance(9, 8)}, False, "多了 1 人"),
        (COMMITTEE, {"甲": Attendance(4, 4), "乙": Attendance(2, 2)}, True, "实到 6 人"),
    ],
)
def test_a_rule_is_judged_by_who_came(
    rule: AttendanceRule, attendance: dict[str, Attendance], met: bool | None, words: str
) -> None:
    (found,) = judge([rule], attendance)
    assert found.met is met
    assert words in found.sentence
    assert found.sentence.startswith(rule_words(rule))


@given(st.integers(0, 500), st.integers(0, 500), st.fractions(0, 1))
def test_a_share_is_met_exactly_when_it_is_reached(
    expected: int, present: int, share: Fraction
) -> None:
    rule = AttendanceRule("党员", present_of_expected=share)
    (found,) = judge([rule], {"党员": Attendance(expected, present)})
    assert found.met == (present >= share * expected)


def test_numbers_follow_from_names() -> None:
    names = [Attendee("党员", "甲", signed_in=True), Attendee("党员", "乙"), Attendee("", "丙")]
    found = count_roster(names)
    assert found == {"党员": Attendance(2, 1), "": Attendance(1, 0)}
    assert whole(found) == Attendance(3, 1)
    assert whole({"党员": Attendance(2, None), "": Attendance(1, 0)}) == Attendance(3, None)


def test_names_are_read_however_they_are_set_apart() -> None:
    assert read_names("韩样、沈例\n 朱示 ，韩样;李样") == ("韩样", "沈例", "朱示", "李样")
    assert read_names(" \n") == ()


def test_shares_are_written_as_they_were_meant() -> None:
    assert [share_words(Fraction(*one)) for one in ((4, 5), (1, 8), (2, 3))] == [
        "80%",
        "12.5%",
        "2/3",
    ]


MEETING = """
[[polls]]
name = "职工测评"
options = ["满意", "不满意"]
categories = ["党员", "党外职工代表"]
tellers = 1
abstained_above = "10%"

[[polls]]
name = "五星评议"
kind = "points"
called = true

[[meetings]]
name = "党员大会"
categories = ["党员", "党外职工代表"]

[[meetings.rules]]
category = "党员"
present_of_expected = "80%"
soft = true

[[meetings.rules]]
category = "党外职工代表"
of_category = "党员"
at_least = "50%"

[[meetings.rules]]
count_from = 5
count_to = 7
"""


def test_a_scheme_says_who_counts_and_who_must_come() -> None:
    scheme = read(TINY + MEETING)
    staff, stars = scheme.polls
    assert staff.counting == Counting(
        ("党员", "党外职工代表"), tellers=1, abstained_above=Fraction(1, 10)
    )
    assert staff.counting.mode == "one"
    assert stars.options == tuple(str(number) for number in range(11))
    assert stars.counting.mode == "called"
    (meeting,) = scheme.meetings
    assert meeting.rules == (
        AttendanceRule("党员", present_of_expected=Fraction(4, 5), soft=True),
        OUTSIDERS,
        COMMITTEE,
    )
    written = "".join(line.text for section in sentences(scheme) for line in section.lines)
    for words in ("由一人计票", "当场唱票", "党员到会率一般不低于 80%", "为 5 至 7 人"):
        assert words in written


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ('category = "党员"', "三种之一"),
        ('present_of_expected = "80%"\ncount_from = 3', "三种之一"),
        ('at_least = "50%"', "一起写"),
        ("count_from = 7\ncount_to = 5", "写反了"),
        ('category = "村民"\ncount_from = 5', "村民"),
        ("count_form = 5", "count_from"),
    ],
)
def test_a_rule_that_says_nothing_is_refused(rule: str, sentence: str) -> None:
    text = f'{TINY}\n[[meetings]]\nname = "大会"\ncategories = ["党员"]\n'
    with pytest.raises(SchemeFault) as fault:
        read(f"{text}\n[[meetings.rules]]\n{rule}\n")
    assert sentence in str(fault.value)
