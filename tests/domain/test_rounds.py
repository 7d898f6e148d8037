from dataclasses import replace

import pytest

from desk_app.domain.rounds import (
    Candidate,
    Participant,
    Round,
    decision_step,
    finalise_problem,
    name_problem,
    participant_problems,
    ticked_at_first,
)
from desk_app.domain.scheme.model.rounds import DomainGroup, Step, StepYield
from desk_app.domain.scheme.model.scheme import Forms, Scheme

SCHEME = Scheme(
    id="T",
    title="试用方案",
    source="",
    levels=(),
    indicators=(),
    evaluators=(),
    bands=(),
    forms=Forms("", "", "", "", ""),
    domains=(DomainGroup("农村", ("农村", "社区")), DomainGroup("机关", ("机关",))),
)
COMMITTEE = Candidate(1, "青山镇党委", "党委", None, "机关")
VILLAGE = Candidate(2, "柳树湾村党支部", "党支部", 1, "农村")
GENERAL = Candidate(3, "石桥村党总支", "党总支", 1, "农村")
BELOW = Candidate(4, "石桥村第一党支部", "党支部", 3, "农村")
LONELY = Candidate(5, "农技站党总支", "党总支", 1, "机关")
GONE = Candidate(6, "老街党支部", "党支部", 1, "社区", retired=True)
SHOP = Candidate(7, "绿源公司党支部", "联合党支部", 1, "非公企业")
EVERY = {one.id: one for one in (COMMITTEE, VILLAGE, GENERAL, BELOW, LONELY, GONE, SHOP)}
STANDING = Round(1, 2026, "年初定级", "T", "试用方案", "2026-01-05 08:00:00")


def test_what_grades_is_not_ticked() -> None:
    assert ticked_at_first(tuple(EVERY.values())) == {2, 4, 5, 7}


@pytest.mark.parametrize(
    ("year", "name", "words"),
    [
        (2026, "年初定级", "已经有"),
        (2026, " 年初定级 ", "已经有"),
        (2026, "", "填写轮次名称"),
        (2026, "长" * 41, "不要超过"),
        (26, "年初定级", "年度应在"),
    ],
)
def test_names_that_cannot_stand(year: int, name: str, words: str) -> None:
    assert words in name_problem(year, name, [STANDING])


def test_names_that_can_stand() -> None:
    assert name_problem(2027, "年初定级", [STANDING]) == ""
    assert name_problem(2026, "季度抽检", [STANDING]) == ""


@pytest.mark.parametrize(
    ("participants", "number", "words"),
    [
        ([], 0, "至少勾选一个"),
        ([Participant(2, False, "换届")], 0, "至少勾选一个"),
        ([Participant(2), Participant(4, False, "  ")], 4, "写明原因"),
        ([Participant(2), Participant(6)], 6, "已撤销"),
        ([Participant(2), Participant(7)], 7, "方案只有农村、社区、机关"),
        ([Participant(2), Participant(2)], 2, "两次"),
        ([Participant(2), Participant(99)], 0, "不在名册"),
    ],
)
def test_lists_that_cannot_stand(participants: list[Participant], number: int, words: str) -> None:
    assert words in participant_problems(SCHEME, EVERY, participants)[number]


def test_list_that_can_stand() -> None:
    participants = [Participant(2), Participant(5), Participant(4, False, "班子正在换届")]
    assert participant_problems(SCHEME, EVERY, participants) == {}


def test_scheme_without_domains_takes_everybody() -> None:
    plain = replace(SCHEME, domains=())
    assert participant_problems(plain, EVERY, [Participant(7)]) == {}


def test_decision_belongs_to_the_schemes_own_step() -> None:
    assert decision_step(SCHEME) == "党委会研究决定"
    steps = (
        Step("初评", yields=StepYield.OPINION),
        Step("评定", yields=StepYield.DECISION),
        Step("审定", yields=StepYield.APPROVAL),
    )
    assert decision_step(replace(SCHEME, steps=steps)) == "评定"


def test_missing_decisions_are_named() -> None:
    assert finalise_problem([]) == ""
    words = finalise_problem(["甲", "乙", "丙", "丁"])
    assert "4 个" in words
    assert "甲、乙、丙等" in words
