"""Counts signed on paper: an empty workbook goes out, a filled one comes back."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from desk_app.domain.faults import Fault
from desk_app.services.polling import external_counts, opening, overview, polls, tallies
from desk_app.services.polling.external_counts import Taken
from desk_app.services.workspace import Office, create
from tests.support.polling_round import NAMES, ExampleRound, make_round, papers
from tests.support.polling_round import key as key_batch

OWN_HEADINGS: tuple[str, ...] = (
    "代码",
    "党组织",
    "测评",
    "应到",
    "实到",
    "发出",
    "收回",
    "有效",
    "无效",
)
OWN_HEADINGS += ("好", "较好", "一般", "较差", "弃权", "无效项")


@pytest.fixture
def example_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExampleRound]:
    workspace = create(tmp_path / "w", Office("中共青山镇委员会", "青山镇"))
    yield make_round(workspace, monkeypatch, absent=1)
    workspace.close(back_up=False)


def save(path: Path, *sheets: tuple[str, Sequence[Sequence[object]]]) -> Path:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets:
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    workbook.save(path)
    return path


def own(
    name: str, *votes: object, papers: tuple[object, ...] = (40, 32, 30, 30, 29, 1)
) -> tuple[object, ...]:
    return (None, name, "测评会", *papers, *votes)


GOOD = own(NAMES[0], 20, 6, 1, None, 1, 1)


def imported(example_round: ExampleRound, tmp_path: Path, *rows: Sequence[object]) -> Taken:
    path = save(tmp_path / "计票.xlsx", ("表一", [OWN_HEADINGS, *rows]))
    return external_counts.import_counts(example_round.workspace, example_round.round_id, path)


def states(example_round: ExampleRound) -> list[tuple[str, str, str]]:
    found = overview.overview(example_round.workspace, example_round.round_id).meetings
    return [(one.facts.kind, line.covers, line.state) for one in found for line in one.polls]


def test_each_row_of_an_own_poll_makes_its_meeting(
    example_round: ExampleRound, tmp_path: Path
) -> None:
    second = ("QS002", None, "测评会", 20, 20, 20, 20, 20, None, 20, 0, 0, 0, 0, 0)
    taken = imported(
        example_round, tmp_path, GOOD, second, (None, NAMES[2], "测评会"), (None, "合计", None, 60)
    )
    assert taken == Taken(polls=2, subjects=2, unchanged=0, blank=1)
    assert taken.sentence == "导入外部计票 2 个，涉及 2 个党组织；1 行没有填写，已跳过。"
    assert states(example_round) == [
        ("民主测评会", NAMES[0], "外部计票"),
        ("民主测评会", NAMES[1], "外部计票"),
    ]
    with example_round.workspace.session() as session:
        counts = tallies.tallies(session, example_round.round_id)
    one = counts[example_round.subject_ids[0]]["测评会"]
    assert (one.valid, one.invalid, one.abstained, one.spoilt) == (29, 1, 1, 1)
    assert one.counts == {"好": 20, "较好": 6, "一般": 1, "较差": 0}


def test_the_same_file_again_changes_nothing_and_says_so(
    example_round: ExampleRound, tmp_path: Path
) -> None:
    imported(example_round, tmp_path, GOOD)
    again = imported(example_round, tmp_path, GOOD)
    assert (again.polls, again.subjects, again.unchanged) == (0, 0, 1)
    assert again.sentence == "表中 1 个党组织的计票与已有的完全相同，没有改动。"
    assert len(states(example_round)) == 1


def test_other_numbers_for_a_sealed_count_are_refused(
    example_round: ExampleRound, tmp_path: Path
) -> None:
    imported(example_round, tmp_path, GOOD)
    taken = imported(
        example_round, tmp_path, own(NAMES[0], 21, 5, 1, None, 1, 1), own(NAMES[1], 29)
    )
    assert len(taken.refused) == 1
    assert taken.refused[0].startswith("“表一”第 2 行：“柳树湾村党支部”的“测评会”已有封存的计票")
    assert len(states(example_round)) == 1


def test_an_open_poll_is_filled_and_a_started_one_is_not(
    example_round: ExampleRound, tmp_path: Path
) -> None:
    for count in (11, 0):
        made = opening.open_polls_for_each(
            example_round.workspace, example_round.round_id, "测评会"
        )
        assert len(made.polls) == count
    seen = overview.overview(example_round.workspace, example_round.round_id)
    assert dict(seen.missing) == {"测评会": 0, "群众测评": 11}
    started = seen.meetings[1].polls[0].id
    polls.set_papers(example_round.workspace, started, 30, 30)
    key_batch(example_round.workspace, started, papers(20, "好"))

    assert imported(example_round, tmp_path, GOOD, own(NAMES[1], 29)).refused
    assert imported(example_round, tmp_path, GOOD).polls == 1
    seen = overview.overview(example_round.workspace, example_round.round_id)
    assert len(seen.meetings) == 11
    assert seen.meetings[0].polls[0].state == "外部计票"
    assert seen.meetings[0].facts.present == 32
    assert seen.meetings[1].polls[0].state == "已录 1 摞"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (own(NAMES[0], "二十"), "“表一”J3 单元格的“二十”不是票数"),
        (own(NAMES[0], 20.5, 8.5), "“表一”J3 单元格的“20.5”不是票数"),
        (own(NAMES[0], "２９"), ""),
        (own("柳树湾村党支", 29), "“表一”第 3 行：本轮没有名为“柳树湾村党支”的党组织。"),
        (own(NAMES[11], 29), "“松岭村党支部”本轮不参评"),
        (own(NAMES[0], 28), "各项合计 28 票，不等于有效票 29 张"),
        (own(NAMES[0], 29, papers=(30, 32, 30, 30, 29, 1)), "实到 32 人，多于应到 30 人"),
        (own(NAMES[0], 29, papers=(40, 29, 30, 30, 29, 1)), "发出 30 张，多于实到 29 人"),
        (own(NAMES[0], 29, papers=(40, 32, 29, 30, 29, 1)), "收回 30 张，多于发出 29 张"),
        (own(NAMES[0], 29, papers=(40, 32, 30, 30, 29, 2)), "不等于收回 30 张"),
        (own(NAMES[0], 29, papers=(40, 32, None, 30, 29, 1)), "没有填“发出”票数"),
        ((None, NAMES[0], "民测", 40, 32, 30, 30, 29, 1, 29), "没有名为“民测”的测评"),
        ((None, NAMES[0], None, 40, 32, 30, 30, 29, 1, 29), "没有写明是哪个测评"),
        (("QS9", NAMES[0], "测评会", 40, 32, 30, 30, 29, 1, 29), "没有代码为“QS9”"),
        (("QS002", NAMES[0], "测评会", 40, 32, 30, 30, 29, 1, 29), "在本轮是“石桥村党支部”"),
        (own(NAMES[1], 29), "“表一”第 3 行与“表一”第 2 行都是“石桥村党支部”"),
    ],
)
def test_a_wrong_row_refuses_the_whole_file(
    example_round: ExampleRound, tmp_path: Path, row: Sequence[object], sentence: str
) -> None:
    taken = imported(example_round, tmp_path, own(NAMES[1], 29), row)
    if not sentence:
        assert taken.polls == 2
        return
    cells = sum(isinstance(one, float) for one in row)
    assert len(taken.refused) == (cells or 1), "each cell is named, and each row once"
    assert sentence in taken.refused[0]
    assert states(example_round) == []


def common_rows(satisfied: int = 85, last: int | None = None) -> list[tuple[object, ...]]:
    headings: tuple[str, ...] = ("名称", "测评", "实到人数", "发出", "收回", "有效", "无效")
    headings += ("满意", "基本满意", "不满意", "不了解", "弃权", "无效项")
    rows: list[tuple[object, ...]] = [("2026年度群众测评计票",), headings]
    rows.append((NAMES[0], "群众测评", 90, 88, 86, 85, 1, satisfied, 85 - satisfied))
    rows += [(name, "群众测评", *[None] * 5, 80, 5) for name in NAMES[1:11]]
    if last is not None:
        rows[-1] = (NAMES[10], "群众测评", 90, last, 86, 85, 1, 80, 5)
    return rows


def test_rows_of_a_common_poll_are_one_poll_in_one_meeting(
    example_round: ExampleRound, tmp_path: Path
) -> None:
    path = save(tmp_path / "c.xlsx", ("计票", common_rows()))
    taken = external_counts.import_counts(example_round.workspace, example_round.round_id, path)
    assert (taken.polls, taken.subjects) == (1, 11)
    assert states(example_round) == [("测评大会", "柳树湾村党支部等 11 个", "外部计票")]
    again = external_counts.import_counts(example_round.workspace, example_round.round_id, path)
    assert (again.polls, again.unchanged) == (0, 11)


def test_papers_of_a_common_poll_must_be_the_same(
    example_round: ExampleRound, tmp_path: Path
) -> None:
    path = save(tmp_path / "c.xlsx", ("计票", common_rows(last=87)))
    taken = external_counts.import_counts(example_round.workspace, example_round.round_id, path)
    assert len(taken.refused) == 1
    assert "“计票”第 13 行的“发出”是 87，前面是 88" in taken.refused[0]


def test_the_empty_workbook_comes_back_filled(example_round: ExampleRound, tmp_path: Path) -> None:
    path = tmp_path / "空白.xlsx"
    assert external_counts.blank_counts(example_round.workspace, example_round.round_id, path) == 22
    nothing = external_counts.import_counts(example_round.workspace, example_round.round_id, path)
    assert nothing.refused == ("表里没有填写任何计票数字，没有导入。",)

    workbook = load_workbook(path)
    sheet = workbook["测评会"]
    assert tuple(cell.value for cell in sheet[2]) == OWN_HEADINGS
    assert [cell.value for cell in sheet[3]][:3] == ["QS001", NAMES[0], "测评会"]
    for column, value in enumerate((40, 32, 30, 30, 29, 1, 20, 6, 1, 0, 1, 1), 4):
        sheet.cell(3, column).value = value
    workbook.save(path)
    taken = external_counts.import_counts(example_round.workspace, example_round.round_id, path)
    assert (taken.polls, taken.subjects, taken.blank, taken.refused) == (1, 1, 21, ())


def test_a_workbook_without_the_headings_is_refused(
    example_round: ExampleRound, tmp_path: Path
) -> None:
    path = save(tmp_path / "x.xlsx", ("随便", [("姓名", "年龄"), ("某某", 40)]))
    taken = external_counts.import_counts(example_round.workspace, example_round.round_id, path)
    assert taken.refused[0].startswith("没有找到表头")
    headless = save(tmp_path / "y.xlsx", ("表", [("党组织", "发出"), (NAMES[0], 4)]))
    taken = external_counts.import_counts(example_round.workspace, example_round.round_id, headless)
    assert taken.refused == ("“表”的表头缺少“收回”“有效”一列。",)
    with pytest.raises(Fault, match="找不到文件"):
        external_counts.import_counts(
            example_round.workspace, example_round.round_id, tmp_path / "没有.xlsx"
        )
