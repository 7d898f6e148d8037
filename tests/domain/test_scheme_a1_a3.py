"""A1 and A3: the level is what the last step of a procedure arrived at; every opinion is kept."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.chain import LinkKind
from desk_app.domain.evidence import Evidence, FactValue
from desk_app.domain.grading import grade, opinion_steps
from desk_app.domain.scheme.model.rounds import StepYield
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.model.scoring import IndicatorMode
from tests.domain.procedures import VILLAGE, by_opinions, names, replay, shipped

A1, A3 = shipped("A1"), shipped("A3")

A1_STEPS = (
    *("群众初评", "党员大会评议", "领导班子自评", "党员群众代表会议审议", "党组研究评定"),
    *("年终初评", "上级重新认定"),
)
A3_STEPS = ("群众初评", "党员大会评议", "领导班子自评", "党员群众代表会议审议", "乡党委评定")


def test_the_steps_that_arrive_at_a_level_stand_in_the_order_of_the_source() -> None:
    assert opinion_steps(A1) == A1_STEPS
    assert opinion_steps(A3) == A3_STEPS
    for scheme, decides in ((A1, "党组研究评定"), (A3, "乡党委评定")):
        decisions = [one.name for one in scheme.steps if one.yields is StepYield.DECISION]
        assert decisions == [decides]


@pytest.mark.parametrize(
    ("scheme", "said", "level"),
    [
        # Step by step through A1, each word one step's opinion, "-" none yet.
        (A1, "- - - - - - -", None),
        (A1, "一般 - - - - - -", "一般"),
        (A1, "一般 先进 - - - - -", "先进"),
        (A1, "一般 先进 后进 - - - -", "后进"),
        (A1, "一般 先进 后进 一般 - - -", "一般"),
        (A1, "一般 先进 后进 一般 先进 - -", "先进"),
        (A1, "一般 先进 后进 一般 先进 后进 -", "后进"),
        (A1, "一般 先进 后进 一般 先进 后进 一般", "一般"),
        # The decision stands against four that agree with each other.
        (A1, "先进 先进 先进 先进 后进 - -", "后进"),
        # A step that was left out does not stop the procedure.
        (A1, "先进 - - - 一般 - -", "一般"),
        (A1, "- - - - 一般 - 先进", "先进"),
        (A3, "- - - - -", None),
        (A3, "后进 - - - -", "后进"),
        (A3, "后进 一般 先进 一般 -", "一般"),
        (A3, "后进 一般 先进 一般 后进", "后进"),
        # 中间 is another name of 一般.
        (A3, "先进 先进 先进 先进 中间", "一般"),
    ],
)
def test_the_latest_step_decides(scheme: Scheme, said: str, level: str | None) -> None:
    steps = opinion_steps(scheme)
    words = dict(zip(steps, said.split(), strict=True))
    proposal = by_opinions(scheme, {step: one for step, one in words.items() if one != "-"})
    assert proposal.level == level


@pytest.mark.parametrize(
    ("scheme", "steps"), [(A1, A1_STEPS[:5]), (A3, A3_STEPS)], ids=["A1", "A3"]
)
def test_case_17_opinions_that_differ_are_all_kept(scheme: Scheme, steps: tuple[str, ...]) -> None:
    said = ("一般", "先进", "先进", "后进", "一般")
    proposal = by_opinions(scheme, dict(zip(steps, said, strict=True)))
    links = [one for one in proposal.reasons if one.kind is LinkKind.OPINION]
    assert [(one.rule, one.after) for one in links] == list(zip(steps, said, strict=True))
    assert proposal.level == "一般"
    for step, level in zip(steps, said, strict=True):
        assert any(step in one and level in one for one in proposal.sentences)


def test_who_entered_an_opinion_stands_beside_its_link() -> None:
    known = Evidence(
        VILLAGE,
        opinions={"群众初评": "先进"},
        entered={"群众初评": "群众代表会议记录，王小梅录入"},
    )
    proposal = grade(A1, known)
    assert proposal.reasons[-1].entered == "群众代表会议记录，王小梅录入"
    assert replay(proposal) == "先进"


@pytest.mark.parametrize("scheme", [A1, A3], ids=["A1", "A3"])
def test_without_any_opinion_there_is_no_level_and_no_consequence(scheme: Scheme) -> None:
    proposal = by_opinions(scheme, {})
    assert proposal.level is None
    assert proposal.reasons[-1].kind is LinkKind.MISSING
    assert proposal.consequences == ()


PAST_A1 = {"最近三年考核情况": "2023年优秀，2024年合格，2025年合格"}
PAST_A3: dict[str, FactValue] = {"最近三年业绩和考核情况": "2023年优秀，2024年合格，2025年合格"}


@pytest.mark.parametrize(
    ("level", "facts", "follows"),
    [
        ("先进", PAST_A1, {"争创成都市先进（示范）党组织"}),
        ("一般", PAST_A1, {"争创邛崃市及以上先进（示范）党组织"}),
        ("后进", PAST_A1, {"结对帮扶、领导定点联系，整顿转化"}),
        ("先进", {}, {"争创成都市先进（示范）党组织", "补齐最近三年的考核情况"}),
        (
            "后进",
            PAST_A1 | {"工作开展不力": True},
            {"结对帮扶、领导定点联系，整顿转化", "通报批评，限期整改"},
        ),
        ("先进", PAST_A1 | {"工作开展不力": False}, {"争创成都市先进（示范）党组织"}),
    ],
)
def test_a1_what_follows(level: str, facts: dict[str, bool | str], follows: set[str]) -> None:
    proposal = by_opinions(A1, {"党组研究评定": level}, facts=facts)
    assert names(proposal) == follows | {
        "分类名单、情况汇总表报市委",
        "争创目标和整改措施报上级党组织评定",
    }
    told = next(one for one in proposal.consequences if one.name.endswith("报市委"))
    assert told.to == "市委"


A3_ALWAYS = {"分类名单报县委组织部", "争创目标和整改措施报上级评定"}
LOW = "群众满意度未达90%，列入争创目标"


@pytest.mark.parametrize(
    ("rate", "follows"),
    [
        (Fraction(90, 100), False),  # 达90%以上 takes in 90 %
        (Fraction(9, 10), False),
        (Fraction(899, 1000), True),
        (Fraction(89, 100), True),
        (Fraction(1), False),
        (Fraction(0), True),
        (None, False),  # nobody has voted yet
    ],
)
def test_a3_the_target_of_90_percent(rate: Fraction | None, follows: bool) -> None:
    rates = {} if rate is None else {"群众满意度": rate}
    known = Evidence(VILLAGE, opinions={"乡党委评定": "先进"}, facts=PAST_A3, rates=rates)
    proposal = grade(A3, known)
    assert (LOW in names(proposal)) is follows
    assert proposal.level == "先进"  # a target moves no level


@pytest.mark.parametrize(
    ("facts", "follows"),
    [
        ({}, set()),
        ({"群访集访和刑事案件": 0, "班子成员违规违纪": 0}, set()),
        ({"群访集访和刑事案件": 1}, {"有群访集访或刑事案件，列入整改措施"}),
        ({"班子成员违规违纪": 2}, {"班子成员有违规违纪，列入整改措施"}),
    ],
)
def test_a3_none_means_none(facts: dict[str, FactValue], follows: set[str]) -> None:
    proposal = by_opinions(A3, {"乡党委评定": "一般"}, facts=PAST_A3 | facts)
    assert names(proposal) == follows | A3_ALWAYS | {"开展争创活动，力争进入先进党组织行列"}
    assert proposal.level == "一般"


@pytest.mark.parametrize(
    ("level", "follows"),
    [
        ("先进", "争创全国及省市先进（示范）党组织"),
        ("一般", "开展争创活动，力争进入先进党组织行列"),
        ("后进", "城乡结对帮扶、领导定点联系、干部驻点帮扶"),
    ],
)
def test_a3_what_follows_from_a_level(level: str, follows: str) -> None:
    proposal = by_opinions(A3, {"乡党委评定": level}, facts=PAST_A3)
    assert names(proposal) == {follows} | A3_ALWAYS


def test_a1_and_a3_as_their_sources_have_them() -> None:
    ladder = ["先进", "一般", "后进"]
    assert [one.name for one in A1.levels] == ladder
    assert [one.name for one in A3.levels] == ladder
    assert (A1.level("一般").aliases, A3.level("一般").aliases) == ((), ("中间",))
    assert A1.indicator_names() == (
        *("党组织带头人", "工作思路", "工作制度", "活动阵地", "保障机制", "工作业绩", "群众评价"),
    )
    for scheme in (A1, A3):
        assert {one.mode for one in scheme.indicators} == {IndicatorMode.INFORMATION}
        review = scheme.poll("审议测评")
        assert (review.options, review.distribution) == (tuple(ladder), True)
        assert scheme.quotas == ()
        assert scheme.adjustments == ()
    days = {one.name: one.deadline for one in A1.steps}
    assert days["调查摸底"] == (4, 10)
    assert days["党组研究评定"] == (4, 20)
    assert days["公开承诺"] == (11, 30)
    assert days["上级重新认定"] == (12, 31)
    days = {one.name: one.deadline for one in A3.steps}
    assert days["调查摸底"] == (4, 30)
    assert days["乡党委评定"] == (5, 31)
    assert days["公开承诺"] == (11, 30)
    approval = [one.actor for one in A3.steps if one.yields is StepYield.APPROVAL]
    assert approval == ["县委组织部"]


PROCEDURES = tuple(shipped(one) for one in ("A1", "A2", "A3", "B1", "C7b", "E1"))


@given(st.data())
def test_any_opinions_lead_along_the_chain_to_the_last_of_them(data: st.DataObject) -> None:
    scheme = data.draw(st.sampled_from(PROCEDURES))
    words = [name for one in scheme.levels for name in (one.name, *one.aliases)]
    said = data.draw(
        st.dictionaries(st.sampled_from(opinion_steps(scheme)), st.sampled_from(words))
    )
    proposal = by_opinions(scheme, said)  # follows the chain, too
    given_in_order = [said[one] for one in opinion_steps(scheme) if one in said]
    last = scheme.level(given_in_order[-1]).name if given_in_order else None
    assert proposal.level == last
    kept = [one.after for one in proposal.reasons if one.kind is LinkKind.OPINION]
    assert kept == [scheme.level(one).name for one in given_in_order]
