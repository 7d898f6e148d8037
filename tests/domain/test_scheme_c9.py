"""C9o and C9m: ten stars, most by vote above 90 %, four from daily management."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest

from desk_app.domain.chain import Proposal
from desk_app.domain.evidence import Evidence, FactValue, SubjectFacts, Tally
from desk_app.domain.polling.ballots import goes_together
from desk_app.domain.polling.counts import rates as polled_rates
from desk_app.domain.polling.meetings import Attendance, judge
from desk_app.domain.quotas import QuotaVerdict
from desk_app.domain.ranking import standings
from desk_app.domain.scheme.model.polls import YES_OR_NO
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.stars import stars_for
from tests.domain.procedures import names, shipped
from tests.domain.star_schemes import NO_FACTS, graded

C9O, C9M = shipped("C9o"), shipped("C9m")
DIRECT = ("法纪星", "计生星", "作风星", "稳定星")
LADDER = (
    *("十星级", "九星级", "八星级", "七星级", "六星级", "五星级"),
    *("四星级", "三星级", "二星级", "一星级", "无星"),
)
ENOUGH, NOT_ENOUGH = Fraction(901, 1000), Fraction(9, 10)


def with_stars(
    scheme: Scheme,
    domain: str,
    lost: tuple[str, ...] = (),
    *,
    facts: Mapping[str, FactValue] = NO_FACTS,
    rate: Fraction = NOT_ENOUGH,
    unknown: tuple[str, ...] = (),
) -> Proposal:
    """Everything but ``lost``; a lost vote came to ``rate``, ``unknown`` was not held yet."""
    there = [one.name for one in stars_for(scheme, domain)]
    assert set(lost) <= set(there)
    known = [name for name in there if name not in unknown]
    points = {name: Decimal(name not in lost) for name in known if name in DIRECT}
    votes = {
        f"赞成率·{name}": rate if name in lost else ENOUGH for name in known if name not in DIRECT
    }
    return graded(scheme, points, domain=domain, facts=facts, rates=votes)


@pytest.mark.parametrize(
    ("scheme", "domain", "common"),
    [
        (C9O, "农村", "学习 法纪 组织生活 阵地 生态 扶贫"),
        (C9O, "社区", "学习 法纪 组织生活 阵地 生态 扶贫"),
        (C9O, "镇党委", "学习 法纪 组织生活 团结 生态 扶贫"),
        (C9O, "机关", "学习 法纪 组织生活 服务 扶贫 绩效"),
        (C9O, "事业", "学习 法纪 组织生活 服务 扶贫 绩效"),
        (C9O, "非公企业", "学习 法纪 组织生活 新风 扶贫 绩效"),
        (C9O, "社会组织", "学习 法纪 组织生活 新风 扶贫 绩效"),
        (C9M, "农村", "宗旨 学习 法纪 致富 生态 新风"),
        (C9M, "社区", "宗旨 学习 法纪 生态 新风 公益"),
        (C9M, "机关", "宗旨 学习 法纪 敬业 绩效 创新"),
        (C9M, "非公企业", "宗旨 学习 法纪 绩效 创新 新风"),
        (C9M, "社会组织", "宗旨 学习 法纪 绩效 创新 新风"),
    ],
)
def test_ten_stars_in_every_domain_six_of_them_from_the_source(
    scheme: Scheme, domain: str, common: str
) -> None:
    there = stars_for(scheme, domain)
    assert len(there) == 10
    assert {one.name for one in there if one.kind == "共性星"} == {f"{x}星" for x in common.split()}
    own = {one.name for one in there if one.kind == "个性星"}
    assert len(own) == 4
    assert {"计生星", "作风星", "稳定星"} < own
    assert all(one.origin.ours for one in there if one.kind == "个性星")


@pytest.mark.parametrize("scheme", [C9O, C9M], ids=["C9o", "C9m"])
@pytest.mark.parametrize("domain", ["农村", "社区", "机关", "非公企业"])
@pytest.mark.parametrize("count", range(11))
def test_as_many_stars_as_were_awarded(scheme: Scheme, domain: str, count: int) -> None:
    lost = tuple(one.name for one in stars_for(scheme, domain))[: 10 - count]
    proposal = with_stars(scheme, domain, lost)
    assert proposal.star_count == count
    assert proposal.level == LADDER[10 - count]


@pytest.mark.parametrize(
    ("rate", "level"),
    [
        (Fraction(90, 100), "九星级"),  # exactly 90 % is not above 90 %
        (Fraction(899, 1000), "九星级"),
        (Fraction(901, 1000), "十星级"),
        (Fraction(9_000_001, 10_000_000), "十星级"),  # 90.0 % as it is printed, and above
        (Fraction(0), "九星级"),
        (Fraction(1), "十星级"),
    ],
)
@pytest.mark.parametrize("scheme", [C9O, C9M], ids=["C9o", "C9m"])
def test_case_5_exactly_90_percent_is_not_above_90(
    scheme: Scheme, rate: Fraction, level: str
) -> None:
    assert with_stars(scheme, "农村", ("学习星",), rate=rate).level == level


@pytest.mark.parametrize(
    ("yes", "no", "abstained", "awarded"),
    [(18, 2, 0, False), (19, 2, 0, True), (27, 3, 0, False), (28, 3, 0, True), (19, 1, 2, False)],
)
def test_case_5_from_the_votes(yes: int, no: int, abstained: int, *, awarded: bool) -> None:
    valid = yes + no + abstained  # 19 of 22 is 86.4 %: abstentions stay in the base
    tally = Tally(valid, valid, valid, 0, {"同意": yes, "不同意": no}, abstained)
    rate = polled_rates(C9O, {"民主测评·学习星": tally})["赞成率·学习星"]
    assert (with_stars(C9O, "农村", ("学习星",), rate=rate).level == "十星级") is awarded


def test_stars_of_daily_management_need_no_vote() -> None:
    polled = {one.name.removeprefix("民主测评·") for one in C9O.polls}
    assert not polled & set(DIRECT)
    assert with_stars(C9O, "农村", ("法纪星",)).level == "九星级"
    assert with_stars(C9O, "农村", DIRECT).level == "六星级"


def test_nothing_is_proposed_before_everything_is_known() -> None:
    assert with_stars(C9O, "农村", unknown=("学习星",)).level is None
    assert with_stars(C9O, "农村", unknown=("法纪星",)).level is None
    assert with_stars(C9M, "机关", unknown=("敬业星",)).level is None


def test_every_vote_belongs_to_the_one_step() -> None:
    for scheme in (C9O, C9M):
        (step,) = (one for one in scheme.steps if one.poll)
        assert scheme.polls_of(step.poll) == scheme.polls
        voted = {one.name for one in scheme.stars} - set(DIRECT)
        assert {one.name.removeprefix("民主测评·") for one in scheme.polls} == voted
        assert {one.poll for one in scheme.rates} == {one.name for one in scheme.polls}
    assert all(one.single for one in C9O.polls)
    assert not any(one.single for one in C9M.polls)


def voted_star_by_star(scheme: Scheme) -> None:
    """Yes or no to every star on one paper, called out as it is counted."""
    for poll in scheme.polls:
        assert poll.counting.mode == "called"
        assert goes_together(scheme.polls[0], poll)
        assert poll.options == YES_OR_NO


def asked_for_five_to_seven(scheme: Scheme) -> None:
    """The committee has five to seven members, somebody who is served among them."""
    (meeting,) = scheme.meetings
    assert meeting.name in {one.meeting for one in scheme.steps if one.yields.value == "decision"}
    for others, met in ((3, [False, True]), (4, [True, True]), (7, [False, True])):
        came = {one: Attendance(0, 0) for one in meeting.categories}
        came |= {"党员代表": Attendance(others, others), "服务对象代表": Attendance(1, 1)}
        found = judge(meeting.rules, came)
        assert [one.met for one in found] == met
        assert all(one.soft for one in found)


def told_of_every_quarter(scheme: Scheme) -> None:
    """The township says four times a year how it stands."""
    days = [one.deadline for one in scheme.steps if "督导通报" in one.name]
    assert days == [(3, 31), (6, 30), (9, 30), (12, 31)]


@pytest.mark.parametrize("scheme", [C9O, C9M], ids=["C9o", "C9m"])
def test_the_vote_the_committee_and_the_quarters(scheme: Scheme) -> None:
    voted_star_by_star(scheme)
    asked_for_five_to_seven(scheme)
    told_of_every_quarter(scheme)


@pytest.mark.parametrize(
    ("domain", "place", "lost", "level"),
    [
        ("农村", 0, 0, "十星级"),
        ("农村", 1, 0, "九星级"),
        ("农村", 2, 0, "九星级"),
        ("农村", 3, 0, "九星级"),
        ("农村", 4, 0, "十星级"),
        ("社区", 3, 0, "九星级"),
        ("社区", 4, 0, "十星级"),
        ("机关", 1, 0, "九星级"),
        ("机关", 2, 0, "九星级"),
        ("机关", 3, 0, "十星级"),
        ("事业", 2, 0, "九星级"),
        ("事业", 3, 0, "十星级"),
        ("非公企业", 1, 0, "十星级"),
        ("学校", 1, 0, "十星级"),
        ("农村", 1, 1, "九星级"),
        ("农村", 1, 2, "八星级"),
    ],
)
def test_the_last_three_villages_and_the_last_two_offices(
    domain: str, place: int, lost: int, level: str
) -> None:
    missing = tuple(one.name for one in stars_for(C9O, domain))[:lost]
    facts: dict[str, FactValue] = {"目标考核倒数名次": place} if place else {}
    proposal = with_stars(C9O, domain, missing, facts=facts)
    assert proposal.level == level
    assert bool(proposal.limits) is (lost == 0 and level == "九星级")


ALWAYS = {"征求意见", "张榜公示"}


def test_what_follows_for_organisations() -> None:
    for count in range(11):
        lost = tuple(one.name for one in stars_for(C9O, "农村"))[: 10 - count]
        found = names(with_stars(C9O, "农村", lost)) - ALWAYS
        if count == 10:
            assert found == {"给予奖励", "纳入党建优胜单位、先进基层党组织评选范围"}
        elif count >= 8:
            assert found == set()
        else:
            assert found == {"进行整顿"}  # seven is taken in


@pytest.mark.parametrize(
    ("domain", "favour"),
    [
        ("农村", {"优先参加实用技术培训、获得创业致富贴息贷款"}),
        ("社区", set()),
        ("机关", {"优先参加党校培训、外出学习培训"}),
        ("事业", {"优先参加党校培训、外出学习培训"}),
        ("非公企业", {"优先列入重点扶持对象、享受产业发展政策扶持"}),
        ("社会组织", {"优先列入重点扶持对象、享受产业发展政策扶持"}),
    ],
)
def test_what_follows_for_members(domain: str, favour: set[str]) -> None:
    there = tuple(one.name for one in stars_for(C9M, domain))
    best = {"给予奖励", "纳入优秀党务工作者、优秀共产党员评选范围"}
    assert names(with_stars(C9M, domain)) - ALWAYS == best | favour
    assert names(with_stars(C9M, domain, there[:1])) - ALWAYS == favour
    assert names(with_stars(C9M, domain, there[:2])) - ALWAYS == favour
    assert names(with_stars(C9M, domain, there[:3])) - ALWAYS == {"按规定进行处置"}


@pytest.mark.parametrize(
    ("ten", "of", "verdict"),
    [
        (9, 10, QuotaVerdict.WITHIN),
        (8, 10, QuotaVerdict.UNDER),
        (17, 19, QuotaVerdict.UNDER),
        (10, 11, QuotaVerdict.WITHIN),
    ],
)
def test_nine_members_of_ten_are_a_target_that_moves_nobody(
    ten: int, of: int, verdict: QuotaVerdict
) -> None:
    there = stars_for(C9M, "农村")
    direct = {name: Decimal(1) for name in DIRECT}
    votes = {f"赞成率·{one.name}": ENOUGH for one in there if one.name not in DIRECT}
    found = standings(
        C9M,
        [
            Evidence(
                SubjectFacts(number, f"党员{number}", "农村"),
                points={"组织评定": direct if number <= ten else direct | {"作风星": Decimal(0)}},
                rates=votes,
            )
            for number in range(1, of + 1)
        ],
    )
    (state,) = found.quotas
    assert state.quota.target
    assert state.verdict == verdict
    assert not found.hints
    assert [one.level for one in found.proposals.values()].count("十星级") == ten
