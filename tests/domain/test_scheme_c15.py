"""C15: members ranked within their branch, five stars beside it, and who is out of it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import pytest

from desk_app.domain.ballot_points import balloted
from desk_app.domain.chain import LinkKind, Proposal
from desk_app.domain.evidence import Evidence, FactValue, SubjectFacts, Tally
from desk_app.domain.polling.meetings import Attendance, judge
from desk_app.domain.quotas import QuotaVerdict
from desk_app.domain.ranking import Standings, standings
from desk_app.domain.scheme.loading import read
from desk_app.domain.scheme.model.rounds import StepYield
from desk_app.domain.scheme.model.scheme import Scheme
from tests.domain.procedures import names, replay, shipped
from tests.domain.scheme_texts import shipped_text

C15 = shipped("C15")
STARS = tuple(one.name for one in C15.stars)
BY_STARS = read(
    shipped_text("C15").replace('assign = "by rank"\n', "").replace('rest = "三星"\n', "")
)
TOP, AT_LEAST_ONE = "五星不超过10%", "每个支部至少一名五星"


def five(points: str) -> dict[str, Decimal]:
    """Five numbers, or one for all."""
    found = [Decimal(one) for one in points.split()]
    return dict(zip(STARS, found * 5 if len(found) == 1 else found, strict=True))


def branch(
    members: Sequence[str],
    *,
    scheme: Scheme = C15,
    facts: Mapping[int, Mapping[str, FactValue]] | None = None,
    parents: Mapping[int, str] | None = None,
) -> Standings:
    """Members 1, 2 … of a branch with these points for their stars."""
    found = standings(
        scheme,
        [
            Evidence(
                SubjectFacts(
                    number,
                    f"党员{number}",
                    "非公企业",
                    parent=(parents or {}).get(number, "青山纺织党支部"),
                ),
                balloted={"民主评议": {key: Fraction(one) for key, one in five(points).items()}},
                facts=(facts or {}).get(number, {}),
            )
            for number, points in enumerate(members, start=1)
        ],
    )
    for proposal in found.proposals.values():
        assert replay(proposal) == proposal.level
    return found


def descending(count: int) -> list[str]:
    """Totals 49.5, 49.0 …, everybody with five stars."""
    return [str(Decimal("9.9") - Decimal(number) / 10) for number in range(count)]


def levels(found: Standings) -> list[str | None]:
    return [found.proposals[number].level for number in sorted(found.proposals)]


@pytest.mark.parametrize(
    ("points", "count", "level"),
    [
        ("8", 5, "五星"),
        ("8 8 8 8 7.999", 4, "四星"),
        ("10 10 10 7.9 7.9", 3, "三星"),
        ("8 8 7 7 7", 2, "二星"),
        ("8 7 7 7 7", 1, "一星"),
        ("7.999", 0, "无星"),
        ("10", 5, "五星"),
        ("0", 0, "无星"),
    ],
)
def test_eight_points_are_a_star(points: str, count: int, level: str) -> None:
    """By stars alone, not by rank."""
    proposal = branch([points], scheme=BY_STARS).proposals[1]
    assert proposal.star_count == count
    assert proposal.level == level


@pytest.mark.parametrize(
    ("size", "top", "second"),
    [
        (1, 1, 0),  # 0.1 and 0.2: one at least
        (2, 1, 0),
        (4, 1, 0),  # 0.4 and 0.8
        (5, 1, 1),  # 0.5 and 1.0
        (6, 1, 1),  # 0.6 and 1.2
        (9, 1, 1),  # 0.9 and 1.8
        (10, 1, 2),
        (14, 1, 2),  # 1.4 and 2.8
        (15, 1, 3),  # 1.5 and 3.0
        (19, 1, 3),
        (20, 2, 4),
        (25, 2, 5),
    ],
)
def test_case_8_ten_percent_against_at_least_one(size: int, top: int, second: int) -> None:
    found = branch(descending(size))
    expected = ["五星"] * top + ["四星"] * second + ["三星"] * (size - top - second)
    assert levels(found) == expected
    states = {one.quota.name: one for one in found.quotas}
    assert states[TOP].yielded is (size < 10)
    assert states[TOP].verdict is QuotaVerdict.WITHIN
    assert states[AT_LEAST_ONE].verdict is QuotaVerdict.WITHIN


@pytest.mark.parametrize("size", [5, 6, 9])
def test_case_8_what_gave_way_is_said(size: int) -> None:
    found = branch(descending(size))
    (said,) = (one.words() for one in found.quotas if one.quota.name == TOP)
    assert AT_LEAST_ONE in said
    assert "不能同时满足，以后者为准" in said


def test_case_8_each_branch_for_itself() -> None:
    parents = dict.fromkeys(range(1, 7), "青山纺织党支部") | dict.fromkeys(
        range(7, 17), "柳树机械党支部"
    )
    found = branch(descending(16), parents=parents)
    assert levels(found) == [
        *("五星", "四星", "三星", "三星", "三星", "三星"),
        *("五星", "四星", "四星", "三星", "三星", "三星", "三星", "三星", "三星", "三星"),
    ]
    yielded = {(one.quota.name, one.part): one.yielded for one in found.quotas}
    assert yielded[TOP, "青山纺织党支部"]
    assert not yielded[TOP, "柳树机械党支部"]


EVEN, UNEVEN = "8.4", "10 10 10 10 5"
REST = ["8"] * 8


def test_case_9_the_two_rules_give_different_levels() -> None:
    ranked = branch([EVEN, UNEVEN, *REST])  # 42 points with five stars, 45 with four
    assert levels(ranked)[:3] == ["四星", "五星", "三星"]
    counted = branch([EVEN, UNEVEN, *REST], scheme=BY_STARS)
    assert levels(counted)[:3] == ["五星", "四星", "五星"]
    assert [one.star_count for one in ranked.proposals.values()][:2] == [5, 4]


def test_case_9_by_rank_the_chain_says_the_rank_and_keeps_the_stars() -> None:
    first = branch([EVEN, UNEVEN, *REST]).proposals[2]
    kinds = [one.kind for one in first.reasons]
    assert kinds == [LinkKind.TOTAL, LinkKind.STARS, LinkKind.QUOTA]
    assert "排第 1" in first.sentences[-1]
    assert TOP in first.sentences[-1]


def test_case_9_counted_by_stars_the_quotas_only_hint() -> None:
    found = branch(descending(10), scheme=BY_STARS)  # all five stars
    assert levels(found) == ["五星"] * 10
    (state,) = (one for one in found.quotas if one.quota.name == TOP)
    assert (state.held, state.high, state.verdict) == (10, 1, QuotaVerdict.OVER)
    assert set(found.hints) >= set(range(2, 11))


def test_who_ties_for_the_place_that_must_be_filled_is_left_to_the_committee() -> None:
    found = branch(["9", "9", "8.5", "8.4", *["8"] * 6])
    assert levels(found) == [None, None, "四星"] + ["三星"] * 7
    assert (
        found.proposals[1]
        .sentences[-1]
        .endswith("党员1、党员2同分，名额还有 1 名，请会议确定其中谁为五星。")
    )
    assert (
        "取 1 名（另有 1 名留给上面同分、由会议确定的），为四星"
        in (found.proposals[3].sentences[-1])
    )
    assert "党员8等 5 名同分" in found.proposals[5].sentences[-1]
    (state,) = (one for one in found.quotas if one.quota.name == AT_LEAST_ONE)
    assert state.verdict_words == "还差 1 名"


def test_who_ties_at_any_other_line_stays_below_it() -> None:
    found = branch(["9", "8.5", "8.4", "8.4", *["8"] * 6])
    assert levels(found) == ["五星", "四星"] + ["三星"] * 8


@pytest.mark.parametrize(
    ("points", "level"),
    [
        ("4", "二星"),  # 20 of 50: four on the average
        ("4.001", "三星"),
        ("10 10 0 0 0", "二星"),
        ("10 10 0.001 0 0", "三星"),
        ("0", "二星"),
        ("7.9", "三星"),  # between 4 and 8 the rank alone decides
    ],
)
def test_four_on_the_average_is_two_stars_at_most(points: str, level: str) -> None:
    found = branch([*descending(9), points])
    assert levels(found)[-1] == level


def test_the_first_of_a_branch_is_held_down_too() -> None:
    found = branch(["4"])
    assert levels(found) == ["二星"]
    kinds = [one.kind for one in found.proposals[1].reasons]
    assert kinds[-2:] == [LinkKind.QUOTA, LinkKind.CAP]


SIX_MONTHS = ("六个月不参加组织生活", "六个月不交纳党费", "六个月不做分配的工作")
OUT = (*("非法上访", "参加非法组织", "受警告及以上处分", "立案侦查或审判", "其他违反党纪国法"),)


@pytest.mark.parametrize("fact", [*SIX_MONTHS, *OUT])
def test_each_single_reason_takes_a_member_out(fact: str) -> None:
    assert len(C15.facts) == 8
    found = branch(descending(10), facts={1: {fact: True}})
    assert levels(found) == [None, "五星", "四星", "四星"] + ["三星"] * 6
    first = found.proposals[1]
    assert first.disqualified == (
        "六个月不过组织生活等" if fact in SIX_MONTHS else f"取消资格：{fact}"
    )
    assert fact in first.sentences[-1]
    untouched = branch(descending(10), facts={1: {fact: False}})
    assert levels(untouched)[0] == "五星"


def test_who_is_out_still_counts_among_the_members() -> None:
    found = branch(descending(10), facts={10: {"非法上访": True}})
    assert levels(found)[:3] == ["五星", "四星", "四星"]  # 20 % of ten, not of nine
    assert {one.base for one in found.quotas} == {10}


def test_what_comes_to_light_later_takes_the_title() -> None:
    before = branch(descending(10))
    assert levels(before)[0] == "五星"
    assert names(before.proposals[1])
    after = branch(descending(10), facts={1: {"受警告及以上处分": True}})
    assert levels(after)[0] is None
    assert not names(after.proposals[1])


def told(points: str) -> set[str]:
    """What follows for a member of a branch of ten who comes last, or first with 9.99."""
    members = [*descending(9), points]
    proposals: Mapping[int, Proposal] = branch(members).proposals
    return names(proposals[10]) - {"审核", "备案"}


def test_what_follows() -> None:
    plate, best = "张贴照片和星级，放置“星级党员”牌", "推荐为优秀共产党员"
    assert told("9.99") == {"给予物质奖励和精神奖励", f"{best}人选", plate}
    assert told("9.85") == {plate, best}  # second: four stars, who may not be recommended
    assert told("8") == {best}
    assert told("4") == {best, "批评教育，督促整改"}
    kinds = {one.name: one.kind.value for one in C15.consequences}
    assert (kinds[best], kinds[f"{best}人选"]) == ("must_not", "may")


@pytest.mark.parametrize(
    ("size", "verdict"), [(1, "under"), (2, "under"), (3, "within"), (4, "within"), (10, "within")]
)
def test_three_stars_are_the_body_of_the_branch(size: int, verdict: str) -> None:
    found = branch(descending(size))  # 1 − 1, 2 − 1, 3 − 1 (1.8 wanted), 4 − 1 (2.4 wanted)
    (state,) = (one for one in found.quotas if one.quota.name == "三星60%以上")
    assert state.verdict == verdict


def test_the_ballots_give_the_average_of_those_who_wrote_points() -> None:
    (voters,) = C15.evaluators
    assert C15.sheets.polls(voters) == {one: f"评分票·{one}" for one in STARS}
    tally = Tally(5, 5, 5, 0, {"8": 1, "9": 2, "10": 1}, abstained=1)  # one line left empty
    given = balloted(C15, {f"评分票·{one}": tally for one in STARS})["民主评议"]
    assert given == dict.fromkeys(STARS, Fraction(9))
    assert not [one for one in C15.polls if one.single or one.options[-1] != "10"]


@pytest.mark.parametrize(("came", "met"), [(11, True), (10, False)])
def test_who_is_no_member_must_be_half_as_many_as_the_members(came: int, *, met: bool) -> None:
    (meeting,) = C15.meetings
    (step,) = (one for one in C15.steps if one.name == "评星")
    assert step.meeting == meeting.name
    attendance = {"党员": Attendance(21, 15), "党外职工代表": Attendance(12, came)}
    assert [(one.met, one.soft) for one in judge(meeting.rules, attendance)] == [(met, False)]


def test_who_is_sent_from_above_watches_and_counts() -> None:
    actors = {one.name: one.actor for one in C15.steps}
    assert actors["监督并计票"] == "市非公党工委或所属系统分工委"


def test_the_list_hangs_out_for_seven_days() -> None:
    (notice,) = (one for one in C15.steps if one.yields is StepYield.NOTICE)
    assert notice.notice_days == 7
    assert "不得少于全体党员总数的50%" in C15.steps[1].origin.phrase
