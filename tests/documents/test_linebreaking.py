"""No line begins or ends with the wrong mark, and nothing is lost."""

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desk_app.documents.linebreaking import NOT_AT_END, NOT_AT_START, break_lines, may_break

HANZI = "党委组织评定级次整改台账青山镇柳树湾村支部"
MARKS = "，。、；：？！）》」』】”’…—（《「『【“‘%℃"
LATIN = "abcXYZ0123456789.,-"


def width_of(character: str) -> float:
    return 1.0 if ord(character) > 0x2000 else 0.5


def wide(line: str) -> float:
    return sum(map(width_of, line))


texts = st.text(alphabet=HANZI * 3 + MARKS + LATIN + " 　\n", max_size=120)


@given(texts, st.floats(min_value=0.1, max_value=30))
@example("，，，，，，，，", 3)
@example("", 5)
@example("\n\n", 5)
def test_no_character_is_dropped(text: str, width: float) -> None:
    assert "".join(break_lines(text, width_of, width)) == text.replace("\n", "")


@given(texts, st.floats(min_value=1, max_value=30))
def test_no_line_is_wider_than_its_room(text: str, width: float) -> None:
    for line in break_lines(text, width_of, width):
        assert wide(line.rstrip()) <= width + 1e-6 or len(line) == 1


@given(st.text(alphabet=HANZI * 3 + "，。、；：？！）》”（《“", max_size=120))
def test_forbidden_marks_where_a_break_elsewhere_is_possible(text: str) -> None:
    width = 12
    lines = break_lines(text, width_of, width)
    for before, after in itertools.pairwise(lines):
        if before and after and not may_break(before[-1], after[0]):
            # Only a line without a single permitted place may be torn.
            inner = itertools.pairwise(before)
            assert not any(may_break(one, two) for one, two in inner)


@pytest.mark.parametrize("mark", sorted(NOT_AT_START))
def test_mark_never_begins_a_line(mark: str) -> None:
    lines = break_lines("党" * 10 + mark + "委" * 5, lambda _: 1, 10)
    assert lines == ["党" * 9, "党" + mark + "委" * 5]


@pytest.mark.parametrize("mark", sorted(NOT_AT_END))
def test_mark_never_ends_a_line(mark: str) -> None:
    lines = break_lines("党" * 9 + mark + "委" * 5, lambda _: 1, 10)
    assert lines == ["党" * 9, mark + "委" * 5]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("满意率为93.33%以上", ["满意率为", "93.33%以", "上"]),
        ("完成时间2026-03-15前", ["完成时间", "2026-03-", "15前"]),
        ("见Excel表", ["见Excel", "表"]),
        ("一二三四……五", ["一二三", "四……五"]),
        ("一二三四——五", ["一二三", "四——五"]),
        ("一二三“四五”六", ["一二三", "“四五”", "六"]),
        ("班子缺 2 名", ["班子缺 ", "2 名"]),
        ("甲\n\n乙", ["甲", "", "乙"]),
        ("甲\r\n乙\r丙", ["甲", "乙", "丙"]),
        ("　　缩进两字以后换行", ["　　缩进", "两字以后", "换行"]),
    ],
)
def test_lines_as_an_office_breaks_them(text: str, expected: list[str]) -> None:
    assert break_lines(text, width_of, 4) == expected


def test_spaces_hang_over_the_edge() -> None:
    assert break_lines("（盖章）　　　　年月日", width_of, 4) == ["（盖章）　　　　", "年月日"]
