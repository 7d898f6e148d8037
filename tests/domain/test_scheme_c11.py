"""C11: integer bands, bonuses and deductions, caps, and who has to be asked."""

from decimal import Decimal
from fractions import Fraction

import pytest

from desk_app.domain.chain import LinkKind, Proposal
from desk_app.domain.evidence import AdjustmentEntry, Evidence
from desk_app.domain.grading import grade
from desk_app.domain.polling.meetings import Attendance, judge
from desk_app.domain.quotas import QuotaVerdict
from desk_app.domain.scheme.loading import check, read
from tests.domain.procedures import names, replay, shipped, years
from tests.domain.scheme_texts import shipped_text
from tests.domain.star_schemes import Facts, graded, round_of_totals, sheet, subject

C11 = shipped("C11")
CONTENT = {"满意率": Fraction(1)}


@pytest.mark.parametrize(
    ("total", "level"),
    [
        ("89.5", "四星级"),
        ("79.5", "三星级"),
        ("69.5", "二星级"),
        ("59.5", "一星级"),
        ("49.5", "不定星级"),
        ("89.95", "四星级"),  # no rounding lifts over a line
        ("89.94", "四星级"),
        ("50", "一星级"),
        ("49.94", "不定星级"),
    ],
)
def test_case_2_between_whole_numbers(total: str, level: str) -> None:
    assert graded(C11, sheet(C11, "机关", total), domain="机关", rates=CONTENT).level == level


def test_case_2_as_the_source_has_it_the_check_names_the_gap_and_the_repairs() -> None:
    text = shipped_text("C11")
    assert 'range = "80 <= x < 90"' in text
    written = read(text.replace("80 <= x < 90", "80 <= x <= 89"))
    (said,) = (one.sentence for one in check(written) if "89.5" in one.sentence)
    for repair in ("80 <= x < 90", "89 < x <= 100", "decimals = 0"):
        assert repair in said, said


@pytest.mark.parametrize(
    ("rate", "total", "level"),
    [
        (Fraction(60, 100), "92.0", "五星级"),
        (Fraction(599, 1000), "87.0", "四星级"),
        (Fraction(50, 100), "87.0", "四星级"),
        (Fraction(499, 1000), "87.0", "不定星级"),
        (Fraction(5_999_999, 10_000_000), "87.0", "四星级"),  # 60.0 % as it is printed
        (Fraction(0), "87.0", "不定星级"),
        (Fraction(1), "92.0", "五星级"),
    ],
)
def test_case_3_exactly_60_and_exactly_50_percent(rate: Fraction, total: str, level: str) -> None:
    proposal = graded(C11, sheet(C11, "机关", "92"), domain="机关", rates={"满意率": rate})
    assert (f"{proposal.total.points:f}", proposal.level) == (total, level)


def missed(total: str, times: int, **more: bool) -> Proposal:
    facts: Facts = {"缺会次数": times, **more}
    return graded(C11, sheet(C11, "机关", total), domain="机关", rates=CONTENT, facts=facts)


@pytest.mark.parametrize(
    ("times", "total", "level"),
    [
        (0, "100.0", "五星级"),
        (1, "97.0", "五星级"),
        (2, "94.0", "五星级"),
        (3, "91.0", "三星级"),  # at most four stars, then one lower
        (4, "88.0", "三星级"),
        (5, "85.0", "三星级"),
        (10, "70.0", "二星级"),
    ],
)
def test_case_6_three_times_and_more(times: int, total: str, level: str) -> None:
    proposal = missed("100", times)
    assert (f"{proposal.total.points:f}", proposal.level) == (total, level)


@pytest.mark.parametrize(
    ("lowest", "none", "verdict"),
    [(1, 0, "within"), (0, 1, "within"), (1, 1, "within"), (0, 0, "under")],
)
def test_case_7_one_star_is_among_those_at_one_star_and_below(
    lowest: int, none: int, verdict: str
) -> None:
    rest = 10 - lowest - none
    found = round_of_totals(C11, ["75"] * rest + ["55"] * lowest + ["45"] * none, rates=CONTENT)
    states = {one.quota.name: one for one in found.quotas}
    assert states["一星级及以下不低于10%"].verdict == verdict
    assert states["五星级不超过10%"].verdict is QuotaVerdict.WITHIN


@pytest.mark.parametrize(
    ("points", "entries", "total"),
    [
        ("80", ("表彰报道 国家级",), "88.0"),
        ("80", ("创新推广 国家级",), "88.0"),
        ("80", ("表彰报道 国家级", "创新推广 国家级"), "96.0"),  # 8 and 8
        ("80", ("表彰报道 国家级", "表彰报道 省级", "表彰报道 市级"), "88.0"),  # the highest alone
        ("80", ("创新推广 省级", "创新推广 市级"), "85.0"),
        ("90", ("表彰报道 国家级", "创新推广 国家级"), "100.0"),  # 106
        ("100", ("表彰报道 市级",), "100.0"),
    ],
)
def test_case_12_both_national_and_beyond_a_hundred(
    points: str, entries: tuple[str, ...], total: str
) -> None:
    found = grade(
        C11,
        Evidence(
            subject("机关"),
            points={"考评": sheet(C11, "机关", points)},
            adjustments=tuple(
                AdjustmentEntry(name, tier) for name, tier in map(str.split, entries)
            ),
            rates=CONTENT,
        ),
    )
    assert f"{found.total.points:f}" == total
    assert replay(found) == found.level


def test_case_13_cap_and_demotion_together() -> None:
    proposal = missed("100", 3, 不按期换届=True)  # 91: five, at most four, one lower
    assert proposal.level == "三星级"
    steps = [(one.kind, one.before, one.after) for one in proposal.reasons[1:]]
    assert steps == [
        (LinkKind.BAND, None, "五星级"),
        (LinkKind.CAP, "五星级", "四星级"),
        (LinkKind.CAP, "四星级", "四星级"),
        (LinkKind.DEMOTE, "四星级", "三星级"),
    ]
    assert missed("100", 3, 不按期换届=True, 超过一年不换届=True).level == "二星级"


def test_case_13_the_other_way_round_is_one_line_in_the_file() -> None:
    old = 'sequence = ["force", "cap", "demote"]'
    text = shipped_text("C11")
    assert old in text
    reverse = read(text.replace(old, 'sequence = ["force", "demote", "cap"]'))
    known = {one: Decimal(10) for one in reverse.indicator_names()}
    assert (
        graded(reverse, known, domain="机关", rates=CONTENT, facts={"缺会次数": 3}).level
        == "四星级"
    )


ALWAYS = {
    *("定级结果逐级上报", "测评结果备案", "年度晋位争星方案备案"),
    "作为年度考核基层党建成效和评先评优的重要依据",
}


@pytest.mark.parametrize(
    ("total", "level", "own"),
    [
        (
            "95",
            "五星级",
            {
                *("审核", "复审", "授牌表彰", "确定为示范点"),
                "优先推荐先进基层党组织和优秀党务干部",
            },
        ),
        ("85", "四星级", set()),
        ("75", "三星级", set()),
        ("65", "二星级", set()),
        ("55", "一星级", {"集中整顿转化", "实行重点管理"}),
        ("45", "不定星级", {"集中整顿转化", "实行重点管理"}),
    ],
)
def test_what_follows_from_each_level(total: str, level: str, own: set[str]) -> None:
    proposal = graded(C11, sheet(C11, "机关", total), domain="机关", rates=CONTENT)
    assert proposal.level == level
    assert names(proposal) == own | ALWAYS


@pytest.mark.parametrize(
    ("total", "before", "asked"),
    [
        ("85", ("三星级",), {"晋星审批"}),
        ("95", ("不定星级",), {"晋星审批"}),
        ("55", ("不定星级",), {"晋星审批"}),
        ("45", ("一星级",), {"减星审批"}),
        ("85", ("五星级",), {"减星审批"}),
        ("85", ("四星级", "五星级"), set()),
        ("85", (), set()),
    ],
)
def test_who_rises_or_falls_needs_approval(
    total: str, before: tuple[str, ...], asked: set[str]
) -> None:
    known = sheet(C11, "机关", total)
    proposal = graded(C11, known, domain="机关", rates=CONTENT, earlier=years(C11, *before))
    assert names(proposal) & {"晋星审批", "减星审批"} == asked
    assert {one.to for one in proposal.consequences if "审批" in one.name} <= {"市直工委"}


@pytest.mark.parametrize(("came", "met"), [(33, True), (32, False)])
def test_eighty_percent_of_the_members_at_the_vote_are_asked_for_softly(
    came: int, *, met: bool
) -> None:
    (meeting,) = C11.meetings
    assert meeting.name == C11.polls[0].meeting
    found = judge(meeting.rules, {"党员": Attendance(41, came), "群众代表": Attendance(9, 2)})
    assert [(one.met, one.soft) for one in found] == [(met, True)]


def test_what_a_check_finds_in_between_costs_a_star_only_if_that_is_decided() -> None:
    known = sheet(C11, "机关", "95")
    for facts, level in (({"复验发现工作下滑": True}, "五星级"), ({"复验后降级": True}, "四星级")):
        proposal = graded(C11, known, domain="机关", rates=CONTENT, facts=facts)
        assert proposal.level == level
        assert ("批评整改" in names(proposal)) is ("复验发现工作下滑" in facts)
    both: Facts = {"复验后降级": True, "缺会次数": 3}
    proposal = graded(C11, sheet(C11, "机关", "100"), domain="机关", rates=CONTENT, facts=both)
    assert proposal.level == "二星级"  # 91 points, at most four stars, two lower


def test_a_weak_and_slack_branch_loses_points_by_judgement() -> None:
    (line,) = (one for one in C11.indicators if one.clauses)
    assert {one.points for one in line.clauses} == {None}
    assert line.counted((("出现软弱散", Decimal(3)), ("战斗堡垒作用发挥不明显", Decimal(2)))) == 5
    assert line.counted((("出现软弱散", Decimal(8)), ("战斗堡垒作用发挥不明显", Decimal(8)))) == 0
