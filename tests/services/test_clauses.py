"""Clauses of an indicator in a round: stored as counts, points worked out, taken back, on paper."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from desk_app.domain.faults import Fault
from desk_app.domain.progress import NoProgress
from desk_app.domain.reversals import BulkKind
from desk_app.domain.scheme.loading import read_usable
from desk_app.domain.score_sheets import Kind
from desk_app.domain.scoring import ScoreChange
from desk_app.services import grading, rectification, reversals, rounds
from desk_app.services.scoring import sheets, workbooks
from desk_app.services.submission import papers
from desk_app.services.workspace import Office, create
from desk_app.storage import tables
from tests.domain.clause_schemes import CLAUSES
from tests.support.polling_round import ExampleRound, make_round

RULES = read_usable(CLAUSES + '\n[rectification]\nbelow = "70%"\n')
HELD = (("缺会", Decimal(3)), ("不按期换届", Decimal(1)))
REASON = "缺会 3 次，扣 3 分；不按期换届，扣 5 分"


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExampleRound]:
    workspace = create(tmp_path / "w", Office("中共青山镇委员会", "青山镇"))
    yield make_round(workspace, monkeypatch, rules=RULES)
    workspace.close(back_up=False)


def score(town: ExampleRound, *changes: ScoreChange, bulk: str = "") -> sheets.Recorded:
    return sheets.record_many(town.workspace, changes, bulk=bulk)


def meetings(
    subject_id: int,
    points: str = "12",
    amounts: tuple[tuple[str, Decimal], ...] = HELD,
    note: str = "",
) -> ScoreChange:
    return ScoreChange(subject_id, "考评", "组织生活", Decimal(points), note, amounts)


def stored(town: ExampleRound) -> list[tuple[str, int]]:
    table = tables.clause_amount.c
    with town.workspace.session() as session:
        found = session.execute(
            select(table.clause, table.amount_milli).order_by(table.subject_id, table.clause)
        )
        return [(row.clause, row.amount_milli) for row in found]


def test_counts_are_kept_and_shown_on_every_sheet(town: ExampleRound) -> None:
    first = town.subject_ids[0]
    recorded = score(town, meetings(first, note="已约谈"))
    assert recorded.refused == ()
    assert recorded.summaries[first].unreasoned == ()
    assert stored(town) == [("不按期换届", 1000), ("缺会", 3000)]
    for shown in (
        sheets.sheet(town.workspace, first).score("考评", "组织生活"),
        sheets.turned(town.workspace, town.round_id, "组织生活").lines[0].scores["考评"],
        sheets.whole(town.workspace, town.round_id).scores[first, "组织生活"],
    ):
        assert (shown.points, shown.note, shown.amounts) == (Decimal(12), "已约谈", HELD)


def test_points_follow_the_counts_whatever_stands_beside_them(town: ExampleRound) -> None:
    """The number beside a score cannot contradict its clauses: nobody reads it."""
    first = town.subject_ids[0]
    score(town, meetings(first))
    with town.workspace.session() as session:
        session.execute(update(tables.score).values(points_milli=19_000))
    assert sheets.sheet(town.workspace, first).score("考评", "组织生活").points == Decimal(12)
    assert sheets.whole(town.workspace, town.round_id).scores[first, "组织生活"].points == 12
    board = grading.board(town.workspace, town.round_id)
    assert board.rows[0].evidence.points["考评"]["组织生活"] == Decimal(12)


def test_points_that_no_clause_explains_are_refused(town: ExampleRound) -> None:
    first = town.subject_ids[0]
    told = score(
        town,
        meetings(first, "15", ()),
        meetings(town.subject_ids[1], "12", (("缺会", Decimal("2.5")),)),
        meetings(town.subject_ids[2], "12", (("旷工", Decimal(1)),)),
    )
    assert [one.reason for one in told.refused] == [
        "“组织生活”按情形计分，请在各条情形里填；一条也没有的填 20。",
        "“组织生活”的“缺会”要填整数（次），不能填 2.5。",
        "“组织生活”没有计分情形“旷工”。",
    ]
    assert stored(town) == []


def test_nothing_applies_is_scored_and_empty_is_not(town: ExampleRound) -> None:
    first = town.subject_ids[0]
    told = score(town, meetings(first, "20", ()))
    assert "组织生活" not in told.summaries[first].total.missing
    assert stored(town) == []
    told = score(town, ScoreChange(first, "考评", "组织生活", None))
    assert "组织生活" in told.summaries[first].total.missing


def test_a_clause_that_no_longer_applies_is_gone(town: ExampleRound) -> None:
    first = town.subject_ids[0]
    score(town, meetings(first))
    score(town, meetings(first, "18", (("缺会", Decimal(2)),)))
    assert stored(town) == [("缺会", 2000)]
    with town.workspace.session() as session:
        said = session.execute(
            select(tables.change.c.before, tables.change.c.after).order_by(tables.change.c.id)
        ).all()
    assert said[-1] == (f"12 分（{REASON}）", "18 分（缺会 2 次，扣 2 分）")
    score(town, ScoreChange(first, "考评", "组织生活", None))
    assert stored(town) == []


def test_what_was_pasted_is_taken_back_whole(town: ExampleRound) -> None:
    first, second = town.subject_ids[:2]
    score(town, meetings(first, "18", (("缺会", Decimal(2)),)))
    score(town, meetings(first), meetings(second), bulk="粘贴")
    assert len(stored(town)) == 4
    act = reversals.last(town.workspace, [BulkKind.SCORES], town.round_id)
    assert act is not None
    reversals.undo(town.workspace, act.act.id)
    assert stored(town) == [("缺会", 2000)]
    view = sheets.sheet(town.workspace, first)
    assert view.score("考评", "组织生活").points == Decimal(18)


def test_the_reason_on_paper_is_the_words_of_the_clauses(town: ExampleRound) -> None:
    first = town.subject_ids[0]
    score(
        town,
        meetings(first, note="已约谈"),
        ScoreChange(first, "考评", "重点工作", Decimal(4), "", (("完成任务", Decimal(4)),)),
        ScoreChange(first, "考评", "班子", Decimal(30)),
        ScoreChange(first, "考评", "队伍", Decimal(40)),
    )
    made = papers.gather(town.workspace, town.round_id)
    line = made.declarations[0].indicators[0]
    assert (line.superior, line.reason) == (Decimal(12), f"{REASON}；已约谈")
    proposal = grading.board(town.workspace, town.round_id).rows[0].proposal
    assert proposal is not None
    assert f"“组织生活”：{REASON}" in proposal.sentences[0]
    drawn = rectification.draw(town.workspace, town.round_id)
    assert drawn.added[1].problem.startswith(f"{REASON}；已约谈。“组织生活”得 12 分")


def test_no_reason_is_missing_where_clauses_say_it(town: ExampleRound) -> None:
    first = town.subject_ids[0]
    score(town, meetings(first), ScoreChange(first, "考评", "班子", Decimal(29)))
    with town.workspace.session() as session:
        assert rounds.read(session, town.round_id).finalised_at is None
    told = score(town, ScoreChange(first, "考评", "队伍", Decimal(39)))
    assert told.summaries[first].unreasoned == ("班子", "队伍")


def test_supposed_points_have_no_clauses(town: ExampleRound) -> None:
    first = town.subject_ids[0]
    score(
        town,
        meetings(first),
        ScoreChange(first, "考评", "重点工作", Decimal(0)),
        ScoreChange(first, "考评", "班子", Decimal(30)),
        ScoreChange(first, "考评", "队伍", Decimal(40)),
    )
    supposed = grading.what_if(
        town.workspace, town.round_id, first, points={"组织生活": Decimal(19)}
    )
    assert supposed.proposal.total.points == Decimal(89)
    assert "缺会" not in supposed.proposal.sentences[0]


# --- workbooks and paper ------------------------------------------------------------------


def test_the_sheet_goes_out_with_a_column_for_each_clause_and_comes_back(
    town: ExampleRound, tmp_path: Path
) -> None:
    path = tmp_path / "空白评分表.xlsx"
    workbooks.blank_sheets(town.workspace, town.round_id, "考评", path)
    workbook = load_workbook(path)
    sheet = workbook["评分表"]
    heads = [sheet.cell(3, column).value for column in range(1, sheet.max_column + 1)]
    assert heads == [
        "代码",
        "党组织",
        "组织生活·缺会\n（每次扣 1 分，最多 5 分）",
        "组织生活·不按期换届\n（扣 5 分）",
        "组织生活·满意率降低\n（每个百分点扣 1 分，可以填小数）",
        "组织生活·其他不规范\n（酌情扣分，最多 3 分）",
        "组织生活·活动有特色\n（得 2 分）",
        "重点工作·完成任务\n（每项得 1 分）",
        "重点工作·弄虚作假\n（酌情扣分）",
        "班子\n（30分）",
        "队伍\n（40分）",
        "合计",
        "组织生活\n扣分理由",
        "重点工作\n扣分理由",
        "班子\n扣分理由",
        "队伍\n扣分理由",
    ]
    assert sheet["L4"].value == (
        '=IF(COUNTA(C4:K4)=0,"",IF(COUNTA(C4,D4,E4,F4,G4)=0,0,MAX(0,MIN(20,20-MIN(N(C4),5)'
        '-IF(OR(D4=1,D4="√"),5,0)-N(E4)-MIN(N(F4),3)+IF(OR(G4=1,G4="√"),2,0))))'
        "+IF(COUNTA(H4,I4)=0,0,MAX(0,MIN(10,0+N(H4)-N(I4))))+N(J4)+N(K4))"
    )
    for cell, value in (("C4", 3), ("H4", 4), ("J4", 30), ("C5", 0), ("C6", 2.5), ("F6", 9)):
        sheet[cell] = value
    sheet["D4"], sheet["M4"] = "√", "已约谈"
    workbook.save(path)

    read = workbooks.read_scores(town.workspace, town.round_id, path)
    assert read.unused == ()
    assert [(one.cell, one.reason) for one in read.refused] == [
        ("C6", "“组织生活”的“缺会”要填整数（次），不能填 2.5。"),
        ("F6", "“组织生活”的“其他不规范”最多扣 3 分，不能填 9。"),
    ]
    assert [(one.indicator, one.points, one.reason) for one in read.cells] == [
        ("组织生活", Decimal(12), f"{REASON}；已约谈"),
        ("重点工作", Decimal(4), "完成任务 4 项，得 4 分"),
        ("班子", Decimal(30), ""),
        ("组织生活", Decimal(20), ""),
    ]
    workbooks.apply_scores(town.workspace, town.round_id, read, only_good=True)
    first, second = (sheets.sheet(town.workspace, one) for one in town.subject_ids[:2])
    assert first.score("考评", "组织生活").amounts == HELD
    assert first.score("考评", "组织生活").note == "已约谈"
    assert second.score("考评", "组织生活").points == Decimal(20)
    again = workbooks.read_scores(town.workspace, town.round_id, path)
    assert {one.kind for one in again.cells} == {Kind.UNCHANGED}


def test_points_beside_clauses_have_to_agree(town: ExampleRound, tmp_path: Path) -> None:
    path = tmp_path / "汇总.xlsx"
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    sheet = workbook.create_sheet("评分")
    sheet.append(["党组织", "组织生活（按情形，满分20分）", "组织生活·缺会"])
    names = [one.subject.name for one in sheets.roster(town.workspace, town.round_id)]
    for name, points, times in zip(
        names, (17, 18, 20, 15, None), (3, 3, None, None, 1), strict=False
    ):
        sheet.append([name, points, times])
    workbook.save(path)
    read = workbooks.read_scores(town.workspace, town.round_id, path)
    assert {one.cell: one.reason for one in read.refused} == {
        "B3": "“组织生活”填的是 18 分，按各条情形算是 17 分，请核对。",
        "B5": "“组织生活”按情形计分，请在各条情形里填；一条也没有的填 20。",
    }
    assert [one.points for one in read.cells] == [Decimal(17), Decimal(20), Decimal(19)]


def test_every_clause_is_printed_with_a_place_for_its_count(town: ExampleRound) -> None:
    first, second = town.subject_ids[:2]
    score(town, meetings(first))
    from desk_app.services.scoring.workbooks.printing import sheet_facts

    with town.workspace.session() as session:
        held = sheets.held(session, RULES, town.round_id)
    subjects = {one.subject.id: one.subject for one in sheets.roster(town.workspace, town.round_id)}
    for subject, counts in (
        (first, ["3 次", "√ 有", "0 个百分点", "0 分", "□ 有"]),
        (second, ["＿＿＿ 次", "□ 有", "＿＿＿ 个百分点", "＿＿＿ 分", "□ 有"]),
    ):
        facts = sheet_facts(RULES, subjects[subject], "考评", held, 2026)
        rows = facts["indicators"]
        assert isinstance(rows, list)
        assert [one["no"] for one in rows] == [1, *[None] * 5, 2, None, None, 3, 4]
        assert [one["reason"] for one in rows[1:6]] == counts
        assert rows[1]["standard"] == "每少开1次会扣1分（每次扣 1 分，最多 5 分）"
    pdf = workbooks.print_sheets(
        town.workspace, town.round_id, [first, second], "考评", NoProgress()
    )
    assert pdf.startswith(b"%PDF")


def test_a_locked_round_takes_no_counts(town: ExampleRound) -> None:
    with town.workspace.session() as session:
        session.execute(update(tables.round_).values(locked=1))
    with pytest.raises(Fault):
        score(town, meetings(town.subject_ids[0]))
