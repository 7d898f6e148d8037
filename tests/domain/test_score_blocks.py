"""Where a pasted block goes: by its headings and names, or from the cursor on."""

from collections.abc import Callable

import pytest

from desk_app.domain.evidence import SubjectFacts
from desk_app.domain.score_blocks import (
    BlockCell,
    CellPart,
    is_same,
    left_out_words,
    place_block,
)

P, N = CellPart.POINTS, CellPart.NOTE
SUBJECTS = [
    SubjectFacts(id=n, name=name, domain="农村", code=code)
    for n, (name, code) in enumerate(
        [("柳树湾村党支部", "001"), ("石桥村党支部", "002"), ("农技站党支部", "003")], start=1
    )
]
INDICATORS = ["领导班子好", "党员队伍好", "工作机制好"]


def put(text: str, at: tuple[int, int] = (0, 0), part: CellPart = P) -> dict[tuple[int, int], str]:
    """Cells as (row, column) → text; a reason as ``理:text``."""
    block = [line.split("|") for line in text.splitlines()]
    placed = place_block(block, SUBJECTS, INDICATORS, BlockCell(*at, part))
    return {
        (one.row, one.column): text if one.part is P else f"理:{text}"
        for one, text in placed.cells.items()
    }


def words(text: str, at: tuple[int, int] = (0, 0)) -> str:
    block = [line.split("|") for line in text.splitlines()]
    return place_block(block, SUBJECTS, INDICATORS, BlockCell(*at, P)).words


@pytest.mark.parametrize(
    ("text", "at", "found"),
    [
        ("1|2\n3|4", (0, 0), {(0, 0): "1", (0, 1): "2", (1, 0): "3", (1, 1): "4"}),
        ("1|2", (2, 1), {(2, 1): "1", (2, 2): "2"}),
        # names copied along say the row, whatever the cursor and the order
        ("农技站党支部|1|2", (1, 0), {(2, 0): "1", (2, 1): "2"}),
        ("石桥村 党支部|1\n柳树湾村党支部|2", (0, 1), {(1, 1): "1", (0, 1): "2"}),
        ("1|石桥村党支部|9|8", (0, 0), {(1, 0): "9", (1, 1): "8"}),
        # headings say the column
        ("工作机制好|领导班子好（20分）\n5|6", (1, 2), {(1, 2): "5", (1, 0): "6"}),
        (
            "青山镇考评表\n序号|党组织|党员队伍好|合计\n1|石桥村党支部|17|17\n|合计|17|17",
            (0, 0),
            {(1, 1): "17"},
        ),
        ("代码|领导班子好\n003|12", (0, 0), {(2, 0): "12"}),
    ],
)
def test_a_block_finds_its_place(
    text: str, at: tuple[int, int], found: dict[tuple[int, int], str]
) -> None:
    placed = put(text, at)
    assert placed == found


def test_headings_of_points_and_reasons_go_to_their_parts() -> None:
    block = [["党组织", "领导班子好", "领导班子好理由"], ["农技站党支部", "18", "缺委员"]]
    cells = place_block(block, SUBJECTS, INDICATORS, BlockCell(0, 0, P)).cells
    assert cells == {BlockCell(2, 0, P): "18", BlockCell(2, 0, N): "缺委员"}
    cells = place_block(
        [*block[:1], ["农技站党支部", "甲", ""]], SUBJECTS, INDICATORS, BlockCell(0, 0, N)
    ).cells
    assert cells[BlockCell(2, 0, N)] == ""


def test_a_sheet_of_reasons_with_bare_headings_is_taken_as_what_is_shown() -> None:
    assert put("党组织|领导班子好\n石桥村党支部|缺委员", part=N) == {(1, 0): "理:缺委员"}


@pytest.mark.parametrize(
    ("text", "at", "said"),
    [
        ("1|2\n3|4", (0, 0), ""),
        ("1\n2\n3", (1, 0), "有的没有粘贴：第 3 行超出表格（1 格）。"),
        ("1|2|3\n1|2|3", (0, 2), "有的没有粘贴：第 2—3 列超出表格（4 格）。"),
        ("石桥村党支部|1\n柳湾|2", (0, 0), "有的没有粘贴：名单里没有“柳湾”。"),
        (
            "石桥村党支部|1\n石桥村党支部|2",
            (0, 0),
            "有的没有粘贴：不能确定是哪一行（同名或者出现两次）：“石桥村党支部”。",
        ),
        (
            "党组织|领导班子好|阵地\n石桥村党支部|1|2",
            (0, 0),
            "有的没有粘贴：没有这些指标：“阵地”。",
        ),
        ("合计|100\n石桥村党支部|1", (0, 0), ""),
    ],
)
def test_what_has_no_place_is_said(text: str, at: tuple[int, int], said: str) -> None:
    assert words(text, at) == said


def test_many_names_are_said_three_at_a_time() -> None:
    rows = [[one.name, "1"] for one in SUBJECTS] + [[f"没有{n}", "1"] for n in "甲乙丙丁"]
    head = [["党组织", "领导班子好"]]
    said = place_block(head + rows, SUBJECTS, INDICATORS, BlockCell(0, 0, P)).words
    assert said == "有的没有粘贴：名单里没有“没有甲”、“没有乙”、“没有丙”等 4 个。"


def test_what_lies_outside_is_said_with_rows_and_columns() -> None:
    block = [["1", "2"], ["3", ""], ["5", "6"]]

    def fits(rows: int, columns: int) -> Callable[[int, int], bool | None]:
        return lambda row, column: True if row < rows and column < columns else None

    assert left_out_words(block, fits(3, 2)) == ""
    assert left_out_words(block, fits(2, 1)) == (
        "有的没有粘贴：第 3 行超出表格（2 格）；第 2 列超出表格（1 格）。"
    )
    assert left_out_words(block, lambda row, _: row != 0) == (
        "有的没有粘贴：第 1 行有 2 格不能填。"
    )


@pytest.mark.parametrize(
    ("text", "same"),
    [("同上", True), (" 同上。", True), ("〃", True), ("同上级", False), ("", False)],
)
def test_the_sign_for_the_reason_above(text: str, same: bool) -> None:
    assert is_same(text) is same
