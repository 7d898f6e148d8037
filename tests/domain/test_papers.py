"""The papers around a meeting: lists in two halves, numbers without names."""

from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.polling.meeting_papers import (
    PaperCount,
    PollFact,
    attendance_words,
    poll_words,
    register_row,
    sign_in_rows,
)
from desk_app.domain.polling.meetings import Attendance


@given(st.lists(st.text("甲乙丙", min_size=1), max_size=50), st.integers(0, 60))
def test_everybody_has_a_line_to_sign_on(names: list[str], lines: int) -> None:
    rows = sign_in_rows(names, lines)
    left = [row["left_name"] for row in rows]
    right = [row["right_name"] for row in rows]
    assert [*left, *right][: len(names)] == names
    numbers = [row[f"{side}_no"] for side in ("left", "right") for row in rows]
    known = [number for number in numbers if number is not None]
    assert known == list(range(1, max(len(names), lines) + 1))


def test_the_register_counts_papers() -> None:
    row = register_row(PaperCount("群众测评", "党员", 40, 39, 39, 38))
    assert row["missing"] == 1
    assert (row["printed"], row["left"], row["signed"]) == (None, None, None)
    assert register_row(PaperCount("群众测评"))["missing"] is None
    assert register_row(PaperCount("群众测评"))["category"] == "全体"


def test_attendance_in_words() -> None:
    by = {"党员": Attendance(40, 39), "群众代表": Attendance(20, 18)}
    assert attendance_words(by) == (
        "应到 60 人，实到 57 人。其中党员应到 40 人、实到 39 人；群众代表应到 20 人、实到 18 人。"
    )
    assert attendance_words({"": Attendance(30, 28)}) == "应到 30 人，实到 28 人。"
    assert attendance_words({"党员": Attendance(4)}).startswith("应到 4 人，实到 　　　 人")
    assert "　　　" in attendance_words({})


def test_polls_in_words() -> None:
    fact = PollFact("群众测评", ("柳树湾村党支部", "石桥村党支部"), 39, 38, 37, 1, "7K3M-P2QX")
    assert poll_words(fact) == (
        "群众测评（2 个对象）：发出 39 张，收回 38 张，有效 37 张，无效 1 张。"
        "结果见计票报告单（校验码 7K3M-P2QX）。"
    )
    assert "已作废：收回多于发出" in poll_words(
        PollFact("群众测评", ("柳树湾村党支部",), 38, 39, voided="收回多于发出")
    )
    assert poll_words(PollFact("群众测评", ("柳树湾村党支部",))).startswith(
        "群众测评（柳树湾村党支部）：发出　　　张"
    )
