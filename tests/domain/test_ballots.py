"""What stands on a ballot: rules for lines, columns, examples, and how long lists are split."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.faults import Fault
from desk_app.domain.polling.ballots import (
    MARK,
    MOST_LINES,
    Occasion,
    Sheet,
    goes_together,
    item,
    make_ballot,
    most_lines,
    part_name,
    split,
)
from desk_app.domain.scheme.model.polls import BallotKind, Counting, Poll

OCCASION = Occasion(
    office="中共青山镇委员会",
    year=2026,
    form_title="民主测评票",
    meeting="测评大会",
    day="2026年3月5日",
    poll="群众测评",
)
FEELINGS = Poll("群众测评", ("满意", "基本满意", "不满意", "不了解"))
STARS = ("爱岗敬业星", "技术创新星", "安全生产星")


def of_kind(kind: BallotKind, options: tuple[str, ...]) -> list[Poll]:
    return [Poll(f"评星·{name}", options, counting=Counting(kind=kind)) for name in STARS]


YES_NO = of_kind(BallotKind.STARS, ("同意", "不同意"))
POINTS = of_kind(BallotKind.POINTS, tuple(str(number) for number in range(11)))


@given(st.integers(0, 400), st.integers(1, 60))
def test_split_keeps_everybody_once_in_order(count: int, most: int) -> None:
    sheets = split(range(count), most)
    assert [one for sheet in sheets for one in sheet] == list(range(count))
    sizes = [len(sheet) for sheet in sheets]
    assert all(1 <= size <= most for size in sizes)
    assert len(sizes) == -(-count // most)
    assert not sizes or max(sizes) - min(sizes) <= 1


def test_a_list_that_fits_is_not_split() -> None:
    assert split("甲乙丙") == (("甲", "乙", "丙"),)
    assert len(split(range(MOST_LINES))) == 1
    assert [len(one) for one in split(range(MOST_LINES + 1))] == [21, 20]


@pytest.mark.parametrize(
    ("length", "across", "most"),
    [(1, False, 40), (17, False, 40), (18, False, 30), (14, True, 30), (35, False, 20)],
)
def test_long_names_leave_room_for_fewer(length: int, across: bool, most: int) -> None:
    assert most_lines(["甲", "乙" * length], across=across) == most


def test_no_lines_to_a_sheet_is_nonsense() -> None:
    with pytest.raises(ValueError, match="0 lines"):
        split([1], 0)


@pytest.mark.parametrize(
    ("number", "name"),
    [(1, "票一"), (10, "票十"), (11, "票十一"), (20, "票二十"), (32, "票三十二")],
)
def test_part_names(number: int, name: str) -> None:
    assert part_name(number) == name


def test_options_get_a_column_each() -> None:
    ballot = make_ballot([FEELINGS], ["柳树湾村党支部", "石桥村党支部"], OCCASION)
    assert ballot.sheet is Sheet.MARKS
    assert ballot.columns == FEELINGS.options
    assert ballot.lines == ("柳树湾村党支部", "石桥村党支部")
    assert ballot.valid.count(MARK) == 1
    assert ballot.invalid.count(MARK) == 2
    assert ballot.held == "中共青山镇委员会　测评大会（2026年3月5日）　群众测评"
    assert ballot.title == "2026年度民主测评票"


def test_stars_on_many_members_stand_across() -> None:
    ballot = make_ballot(YES_NO, ["章某", "李某"], OCCASION)
    assert (ballot.sheet, ballot.columns, ballot.lines) == (Sheet.GRID, STARS, ("章某", "李某"))
    assert "同意的画“○”，不同意的画“×”" in ballot.instruction
    assert ballot.invalid == ("○×", "", "")


def test_stars_on_one_organisation_stand_below_each_other() -> None:
    ballot = make_ballot(YES_NO, ["柳树湾村党支部"], OCCASION)
    assert (ballot.sheet, ballot.lines) == (Sheet.MARKS, STARS)
    assert ballot.columns == ("同意", "不同意")


def test_points_for_every_star_and_member() -> None:
    ballot = make_ballot(POINTS, ["章某", "李某"], OCCASION)
    assert (ballot.sheet, ballot.columns) == (Sheet.GRID, STARS)
    assert ballot.valid == ("9", "10", "0")
    assert ballot.invalid == ("12", "8.5", "")
    assert "从 0 到 10" in ballot.instruction


def test_points_for_one_star() -> None:
    ballot = make_ballot(POINTS[:1], ["章某", "李某"], OCCASION)
    assert ballot.columns == ("得分（0—10）",)


def test_what_goes_on_one_paper() -> None:
    assert goes_together(POINTS[0], POINTS[2])
    assert not goes_together(POINTS[0], YES_NO[0])
    assert not goes_together(FEELINGS, FEELINGS)
    other = Poll("评分·守纪星", POINTS[0].options, counting=POINTS[0].counting)
    assert not goes_together(POINTS[0], other)
    assert item("评星·守纪星") == "守纪星"
    assert item("群众测评") == "群众测评"


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(Fault, match="9 个选项"):
        make_ballot([Poll("多", tuple("一二三四五六七八九"))], ["甲"], OCCASION)
    many = [
        Poll(f"评星·{one}", ("同意", "不同意"), counting=YES_NO[0].counting)
        for one in "一二三四五六七八九十甲"
    ]
    with pytest.raises(Fault, match="11 颗星"):
        make_ballot(many, ["甲", "乙"], OCCASION)
