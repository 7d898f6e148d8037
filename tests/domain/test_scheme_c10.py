"""C10: fifty lines, all of them met for 五星级."""

from decimal import Decimal

import pytest

from desk_app.domain.entries import check_points
from desk_app.domain.evidence import Evidence
from desk_app.domain.grading import grade
from desk_app.domain.rectification import weaknesses
from desk_app.domain.scheme.model.rounds import StepYield
from desk_app.domain.scheme.model.scoring import Indicator, IndicatorMode
from desk_app.domain.wanting import wanting
from tests.domain.procedures import VILLAGE, by_points, shipped

C10 = shipped("C10")
FIVE, LESS = "五星级党支部", "未达五星级"
MET, NOT_MET = Decimal(1), Decimal(0)
ALL = dict.fromkeys(C10.indicator_names(), MET)


@pytest.mark.parametrize("missed", C10.indicators, ids=[one.name[:2] for one in C10.indicators])
def test_any_single_line_that_is_not_met_costs_the_five_stars(missed: Indicator) -> None:
    proposal = by_points(C10, ALL | {missed.name: NOT_MET})
    assert proposal.total.points == 49
    assert proposal.level == LESS
    lacks = wanting(C10, Evidence(VILLAGE, points={"考评": ALL | {missed.name: NOT_MET}}), proposal)
    assert lacks is not None
    assert lacks.words == f"达到“{missed.name}”，即为{FIVE}。"
    assert [one.indicator for one in weaknesses(C10, "机关", ALL | {missed.name: NOT_MET})] == [
        missed.name
    ]


@pytest.mark.parametrize(("met", "level"), [(50, FIVE), (49, LESS), (25, LESS), (0, LESS)])
def test_number_of_lines_met(met: int, level: str) -> None:
    sheet = {
        name: MET if number < met else NOT_MET for number, name in enumerate(C10.indicator_names())
    }
    proposal = by_points(C10, sheet)
    assert proposal.total.points == met
    assert proposal.level == level


def test_a_line_that_nobody_has_looked_at_leaves_the_level_open() -> None:
    sheet = dict(ALL)
    del sheet["44 活动室每月3次"]
    proposal = by_points(C10, sheet)
    assert proposal.level is None
    assert proposal.total.missing == ("44 活动室每月3次",)


def test_a_line_is_met_or_not() -> None:
    for one in C10.indicators:
        assert one.met_or_not
        assert check_points(one, MET) == ""
        assert check_points(one, Decimal(2)) != ""
        if one.mode is IndicatorMode.CHECK:
            assert check_points(one, NOT_MET) == ""
            assert check_points(one, Decimal("0.5")) != ""


@pytest.mark.parametrize(
    ("number", "clause", "times"),
    [
        (6, "没有调阅的半年", 1),
        (21, "少宣扬的典型", 2),
        (23, "没有更新的季度", 1),
        (24, "没有开党员大会的季度", 1),
        (24, "没有上党课的季度", 4),
        (24, "没有开支委会的月份", 1),
        (24, "没有开党小组会的月份", 12),
        (24, "程序不完备", 1),
        (26, "没有开展的月份", 1),
        (30, "没有谈满2次的党员", 3),
        (35, "没有按月足额交纳的党员", 1),
        (38, "没有参加培训的书记、委员", 1),
        (44, "不满3次的月份", 2),
    ],
)
def test_what_was_held_too_seldom_is_counted_and_costs_the_line(
    number: int, clause: str, times: int
) -> None:
    line = C10.indicators[number - 1]
    amounts = ((clause, Decimal(times)),)
    assert line.counted(amounts) == NOT_MET
    assert line.counted(()) == MET
    known = Evidence(
        VILLAGE,
        points={"考评": ALL | {line.name: NOT_MET}},
        clauses={"考评": {line.name: amounts}},
    )
    proposal = grade(C10, known)
    assert proposal.level == LESS
    assert clause in proposal.sentences[0]
    lacks = wanting(C10, known, proposal)
    assert lacks is not None
    assert lacks.words == f"达到“{line.name}”，即为{FIVE}。"


@pytest.mark.parametrize(("own", "said"), [(45, False), (44, True), (50, False)])
def test_own_check_more_than_five_lines_apart_is_pointed_out(own: int, said: bool) -> None:
    sheet = {
        name: MET if number < own else NOT_MET for number, name in enumerate(C10.indicator_names())
    }
    assert bool(by_points(C10, ALL, own=sheet).deviation) is said


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (6, ("每半年",)),
        (11, ("书记1名", "副书记1名", "委员3名")),
        (12, ("27名", "3个党小组")),
        (15, ("按期换届",)),
        (18, ("每年",)),
        (21, ("至少2个",)),
        (23, ("每季度至少更新1次",)),
        (24, ("每季度至少1次", "每月至少1次")),
        (26, ("每月至少1次",)),
        (27, ("每年至少召开1次",)),
        (30, ("每年谈话不少于2次", "至少谈2次")),
        (31, ("每年1次",)),
        (38, ("每年至少参加1次",)),
        (44, ("每月至少开展3次",)),
        (49, ("年度自查报告",)),
        (50, ("“好”",)),
    ],
)
def test_the_numbers_of_the_source_are_in_the_standards(
    number: int, words: tuple[str, ...]
) -> None:
    line = C10.indicators[number - 1]
    assert line.name.startswith(f"{number:02d} ")
    assert all(one in line.standard for one in words), line.standard


def test_c10_as_its_source_has_it() -> None:
    assert len(C10.indicators) == 50
    assert [one.origin.source for one in C10.indicators] == [
        f"三、{number}" for number in range(1, 51)
    ]
    assert all(one.standard and one.points == 1 for one in C10.indicators)
    assert [(one.name, bool(one.origin.ours)) for one in C10.levels] == [
        (FIVE, False),
        (LESS, True),
    ]
    work = next(one for one in C10.steps if one.yields is StepYield.PAPERS)
    assert work.deadline == (10, 31)
