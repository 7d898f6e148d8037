"""Rows written as text come back as what they were."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook, load_workbook

from desk_app.documents.long_sheets import WrittenValue, save_with_rows
from desk_app.documents.reading import read_workbook


def written(path: Path, rows: Sequence[Sequence[WrittenValue]], wrapped_from: int = 99) -> Path:
    workbook = Workbook(write_only=True)
    workbook.create_sheet("结果").append(["标题"])
    save_with_rows(workbook, iter(rows), path, wrapped_from=wrapped_from)
    return path


def test_every_kind_of_value_comes_back(tmp_path: Path) -> None:
    values: tuple[WrittenValue, ...] = (
        "柳树湾村党支部 <甲> & “乙”",
        None,
        8.3,
        Decimal("92.10"),
        3,
        True,
        date(2026, 3, 5),
        "=1+1",
        "一行\n又一行",
    )
    path = written(tmp_path / "结果.xlsx", [values, (), ("末",)])
    (sheet,) = read_workbook(path)
    assert sheet.rows[1] == (*values[:3], 92.1, *values[4:])
    assert sheet.rows[3][0] == "末"
    cells = load_workbook(path).worksheets[0][2]
    assert [cells[at].data_type for at in (0, 2, 5, 6, 7)] == ["s", "n", "b", "d", "s"]
    assert cells[7].quotePrefix
    assert not cells[0].quotePrefix


def test_texts_are_wrapped_from_a_column_on_and_blanks_at_their_ends_stay(tmp_path: Path) -> None:
    path = written(tmp_path / "结果.xlsx", [("甲", " 乙 ", "-3 分", 4)], wrapped_from=1)
    cells = load_workbook(path).worksheets[0][2]
    assert [bool(one.alignment.wrap_text) for one in cells] == [False, True, True, False]
    assert cells[1].value == " 乙 "
    assert cells[2].quotePrefix


def test_what_no_cell_can_hold_is_left_out(tmp_path: Path) -> None:
    path = written(tmp_path / "结果.xlsx", [("甲\x01乙", "长" * 40_000, float("nan"))])
    cells = load_workbook(path).worksheets[0][2]
    assert cells[0].value == "甲乙"
    assert cells[1].value == "长" * 32_767
    assert cells[2].value is None
