"""B1: four levels by opinion, graded again every quarter, and targets that limit nobody."""

from decimal import Decimal

import pytest

from desk_app.domain.evidence import SubjectFacts
from desk_app.domain.grading import opinion_steps
from desk_app.domain.quotas import QuotaVerdict
from tests.domain.procedures import by_opinions, names, round_of, shipped

B1 = shipped("B1")
FIRM = SubjectFacts(1, "清河食品公司党支部", "非公企业")
STEPS = ("等级评定", "三季度重新评级", "四季度重新评级")


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("- - -", None),
        ("好 - -", "好"),
        ("较好 - -", "较好"),
        ("一般 - -", "一般"),
        ("较差 - -", "较差"),
        # Graded again by quarters: the latest stands.
        ("较差 一般 -", "一般"),
        ("较差 一般 较好", "较好"),
        ("好 - 较差", "较差"),
        # The later part of the text speaks of 先进, 一般, 后进.
        ("先进 - -", "好"),
        ("后进 - -", "较差"),
        ("后进 先进 一般", "一般"),
    ],
)
def test_the_latest_grading_stands(said: str, level: str | None) -> None:
    words = dict(zip(STEPS, said.split(), strict=True))
    proposal = by_opinions(
        B1, {step: one for step, one in words.items() if one != "-"}, subject=FIRM
    )
    assert opinion_steps(B1) == STEPS
    assert proposal.level == level


@pytest.mark.parametrize(
    ("domain", "graded"),
    [("非公企业", True), ("社会组织", True), ("机关", False), ("事业", True)],
)
def test_a_branch_of_an_office_gets_no_level(domain: str, graded: bool) -> None:
    subject = SubjectFacts(1, "园区管委办党支部", domain)
    proposal = by_opinions(B1, {"等级评定": "好"}, subject=subject)
    assert proposal.level == ("好" if graded else None)
    assert proposal.disqualified == ("" if graded else "机关支部不评等级")
    if not graded:
        assert proposal.consequences == ()
        assert "机关支部不评等级" in proposal.sentences[-1]


@pytest.mark.parametrize(
    ("good", "base", "low", "verdict"),
    [
        (2, 5, 2, QuotaVerdict.WITHIN),  # exactly 40 %
        (1, 5, 2, QuotaVerdict.UNDER),
        (2, 6, 3, QuotaVerdict.UNDER),  # 2.4, so 3
        (3, 6, 3, QuotaVerdict.WITHIN),
        (10, 10, 4, QuotaVerdict.WITHIN),  # no upper end
        (0, 1, 1, QuotaVerdict.UNDER),
    ],
)
def test_the_target_of_40_percent_is_only_looked_at(
    good: int, base: int, low: int, verdict: QuotaVerdict
) -> None:
    found = round_of(B1, "等级评定", ["好"] * good + ["较好"] * (base - good))
    (state,) = found.quotas
    assert (state.held, state.base, state.low, state.verdict) == (good, base, low, verdict)
    assert found.hints == {}


def test_two_to_three_problems_are_to_be_put_right() -> None:
    assert B1.rectification is not None
    assert (B1.rectification.least, B1.rectification.most) == (2, 3)
    assert not B1.rectification.origin.phrase.startswith("得分")


@pytest.mark.parametrize(
    ("facts", "follows"),
    [
        ({}, set()),  # nothing is known, nothing is said
        ({"成为骨干的党员比例": "80"}, set()),
        ({"成为骨干的党员比例": "79.9"}, {"成为骨干的党员比例未达80%，列入整改重点项目"}),
        ({"定期参加活动的党员比例": "97.999"}, {"定期参加活动的党员比例未达98%，列入整改重点项目"}),
        ({"纳入管理的流动党员比例": "100"}, set()),
        ({"纳入管理的流动党员比例": "0"}, {"纳入管理的流动党员比例未达100%，列入整改重点项目"}),
    ],
)
def test_a_target_in_percent_is_told_and_moves_no_level(
    facts: dict[str, str], follows: set[str]
) -> None:
    known = {name: Decimal(one) for name, one in facts.items()}
    proposal = by_opinions(B1, {"等级评定": "好"}, subject=FIRM, facts=known)
    assert {one for one in names(proposal) if "未达" in one} == follows
    assert proposal.level == "好"


@pytest.mark.parametrize(
    ("level", "more"),
    [("好", {"巩固扩大"}), ("较好", {"提高增强"}), ("一般", {"提高增强"}), ("较差", {"转化消除"})],
)
def test_what_follows(level: str, more: set[str]) -> None:
    proposal = by_opinions(B1, {"等级评定": level}, subject=FIRM)
    assert names(proposal) == more | {"上报评定结果", "作为负责人年度工作考核的重要依据"}


def test_b1_as_its_source_has_it() -> None:
    assert [(one.name, one.aliases) for one in B1.levels] == [
        ("好", ("先进",)),
        ("较好", ()),
        ("一般", ()),
        ("较差", ("后进",)),
    ]
    standards = " ".join([one.standard for one in B1.indicators] + [one.hint for one in B1.facts])
    for number in ("80%", "98%", "100%", "20个", "2个", "3:6:12"):
        assert number in standards
    days = {one.name: one.deadline for one in B1.steps}
    assert days["等级评定"] == (2, 28)
    assert days["查找问题"] == (4, 30)
    assert days["三季度重新评级"] == (9, 30)
    assert days["四季度重新评级"] == (12, 31)
