"""Points that follow from facts in a round: worked out everywhere, never kept, held to the tier."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from desk_app.domain.progress import NoProgress
from desk_app.domain.scheme.loading import read_usable
from desk_app.domain.score_sheets import Kind, kind_of_fact
from desk_app.domain.scoring import ScoreChange
from desk_app.services import grading, rectification, reversals, rounds, schemes
from desk_app.services.evidence.filled import filled
from desk_app.services.grading import missing
from desk_app.services.scoring import facts, sheets, workbooks
from desk_app.services.submission import papers
from desk_app.services.workspace import Office, create
from desk_app.storage import tables
from tests.domain.fact_schemes import FACTS
from tests.support.polling_round import ExampleRound, make_round

RULES = read_usable(FACTS + '\n[rectification]\nbelow = "70%"\n')
ALL = {"人均收入": "2800", "增幅": "3.6", "已换届": "是", "完成项数": "7", "参合": "95"}
TIER = "人均收入 2800 元，属“2300 元（含）以上、不到 3000 元”一档（5—8 分）"


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExampleRound]:
    workspace = create(tmp_path / "w", Office("中共青山镇委员会", "青山镇"))
    yield make_round(workspace, monkeypatch, rules=RULES)
    workspace.close(back_up=False)


def enter(town: ExampleRound, subject_id: int, **more: str) -> None:
    texts = {**ALL, **more}
    changes = [facts.FactChange(subject_id, name, text) for name, text in texts.items()]
    assert facts.record_many(town.workspace, town.round_id, changes).refused == {}


def score(town: ExampleRound, subject_id: int, note: str = "", **points: str) -> sheets.Recorded:
    changes = [
        ScoreChange(subject_id, "考评", name, Decimal(text), note) for name, text in points.items()
    ]
    return sheets.record_many(town.workspace, changes)


def stored(town: ExampleRound) -> list[tuple[str, int | None]]:
    table = tables.score.c
    with town.workspace.session() as session:
        found = session.execute(select(table.indicator, table.points_milli))
        return sorted((row.indicator, row.points_milli) for row in found)


def test_what_follows_from_facts_stands_on_every_sheet_and_is_never_kept(
    town: ExampleRound,
) -> None:
    first, second = town.subject_ids[:2]
    enter(town, first)
    for name, points in (("重点工作", 7), ("参合率", 10), ("农民增收", None)):
        for shown in (
            sheets.sheet(town.workspace, first).score("考评", name),
            sheets.turned(town.workspace, town.round_id, name).lines[0].scores["考评"],
            sheets.whole(town.workspace, town.round_id).scores[first, name],
        ):
            assert shown.points == points, name
    assert (
        sheets.turned(town.workspace, town.round_id, "重点工作").lines[1].scores["考评"].points
        is None
    ), "nobody entered the second one's facts"
    recorded = score(town, first, "已核对", 重点工作="7", 农民增收="6", 班子="18", 队伍="40")
    assert recorded.refused == ()
    assert recorded.summaries[first].total.points == Decimal("87.5")
    assert stored(town) == [
        ("农民增收", 6000),
        ("班子", 18000),
        ("重点工作", None),
        ("队伍", 40000),
    ]
    assert sheets.sheet(town.workspace, first).score("考评", "重点工作").note == "已核对"
    with town.workspace.session() as session:
        said = session.execute(select(tables.change.c.after)).scalars().all()
    assert "7 分（完成项数 7 项，每项得 1 分，得 7 分；已核对）" in said
    assert sheets.sheet(town.workspace, second).summary.sums["考评"].begun is False


def test_points_beside_the_tier_are_refused(town: ExampleRound) -> None:
    first, second = town.subject_ids[:2]
    enter(town, first)
    told = score(town, first, 农民增收="9", 重点工作="8")
    assert [one.reason for one in told.refused] == [
        f"“农民增收”：{TIER}，要填 5 到 8 之间的分数，不能填 9。",
        "“重点工作”由其他情况算出：完成项数 7 项，每项得 1 分，得 7 分，不能填 8。",
    ]
    told = score(town, second, 农民增收="6")
    assert [one.reason for one in told.refused] == [
        "“人均收入”还没有填，“农民增收”还算不出能得几分，请先填好再打分。"
    ]
    assert stored(town) == []


def test_a_fact_that_changes_opens_the_line_again(town: ExampleRound) -> None:
    first = town.subject_ids[0]
    enter(town, first)
    score(town, first, 农民增收="6", 班子="18", 队伍="40")
    with town.workspace.session() as session:
        scheme = schemes.pinned(session, town.round_id)
        assert filled(session, scheme, town.round_id)[first]["考评"] == 7
    enter(town, first, 人均收入="2100")
    shown = sheets.sheet(town.workspace, first)
    assert shown.score("考评", "农民增收").points == Decimal("2.5")
    enter(town, first, 人均收入="")
    with town.workspace.session() as session:
        scheme = schemes.pinned(session, town.round_id)
        assert filled(session, scheme, town.round_id)[first]["考评"] == 6
    board = grading.board(town.workspace, town.round_id)
    proposal = board.rows[0].proposal
    assert proposal is not None
    assert proposal.level is None
    assert proposal.sentences[-1] == ("“人均收入”还没有填，“农民增收”算不出得分，暂不能拟定等级。")
    enter(town, first)
    assert sheets.sheet(town.workspace, first).score("考评", "农民增收").points == Decimal(6)


def test_what_is_missing_is_told_before_finalising(town: ExampleRound) -> None:
    first = town.subject_ids[0]
    enter(town, first)
    score(town, first, 农民增收="6", 班子="20", 队伍="40")
    with town.workspace.session() as session:
        scheme = schemes.pinned(session, town.round_id)
        found = missing.look(session, scheme, rounds.read(session, town.round_id))
    words = [one.words for one in found]
    assert words[0] == ("计分要用的其他情况：还有 11 个没有填（人均收入、已换届、完成项数等）")
    assert words[1] == "考评评分表：还差 11 份"
    assert words[2] == "扣分理由：都已写明", "a tier has its own words"


def test_paper_and_ledger_say_the_tier(town: ExampleRound) -> None:
    first = town.subject_ids[0]
    enter(town, first, 增幅="1.5")
    score(town, first, 农民增收="6", 班子="20", 队伍="40")
    made = papers.gather(town.workspace, town.round_id)
    lines = {one.name: one for one in made.declarations[0].indicators}
    assert (lines["农民增收"].superior, lines["农民增收"].reason) == (Decimal(6), TIER)
    assert lines["增速"].superior == Decimal("0.5")
    drawn = rectification.draw(town.workspace, town.round_id)
    problems = [one.problem for one in drawn.added]
    assert any(one.startswith(f"{TIER}。“农民增收”得 6 分") for one in problems), problems
    assert any(one.startswith("增幅 1.5%，每 1% 得 0.5 分，不足一个的不计") for one in problems)
    assert drawn.unscored == 11


def test_supposed_facts_give_other_points(town: ExampleRound) -> None:
    first = town.subject_ids[0]
    enter(town, first)
    score(town, first, 农民增收="6", 班子="20", 队伍="40")
    supposed = grading.what_if(town.workspace, town.round_id, first, facts={"完成项数": 10})
    assert supposed.proposal.total.points == Decimal("92.5")
    assert supposed.proposal.level == "甲"


# --- workbooks and paper ------------------------------------------------------------------


def test_the_sheet_goes_out_with_what_is_known_and_comes_back(
    town: ExampleRound, tmp_path: Path
) -> None:
    first, second = town.subject_ids[:2]
    enter(town, first)
    path = tmp_path / "空白评分表.xlsx"
    workbooks.blank_sheets(town.workspace, town.round_id, "考评", path)
    workbook = load_workbook(path)
    sheet = workbook["评分表"]
    assert [sheet.cell(3, column).value for column in range(18, 23)] == [
        "其他情况·\n人均收入（元）",
        "其他情况·\n增幅（%）",
        "其他情况·\n已换届",
        "其他情况·\n完成项数（项）",
        "其他情况·\n参合（%）",
    ]
    assert [sheet.cell(4, column).value for column in range(18, 23)] == [2800, 3.6, "是", 7, 95]
    heads = [sheet.cell(3, column).value for column in range(3, 8)]
    assert heads == [
        "农民增收\n（按档填，满分10分）",
        "按期换届\n（自动算，满分5分）",
        "重点工作\n（自动算，满分10分）",
        "增速\n（自动算，满分5分）",
        "参合率\n（自动算，满分10分）",
    ]
    assert [sheet.cell(4, column).value for column in range(3, 8)] == [None, 5, 7, 1.5, 10]
    grey = sheet["B4"].fill.fgColor.rgb
    assert [sheet[f"{one}4"].fill.fgColor.rgb == grey for one in "CDEFGH"] == [
        False,
        *[True] * 4,
        False,
    ]
    sheet["C4"], sheet["H4"], sheet["I4"] = 6, 18, 40
    sheet["C5"], sheet["E5"], sheet["H5"] = 5, 8, 20
    sheet["H6"] = 0.9
    sheet["H6"].number_format = "0%"
    workbook.save(path)
    read = workbooks.read_scores(town.workspace, town.round_id, path)
    assert read.unused == ()
    assert [(one.cell, one.reason) for one in read.refused] == [
        ("C5", "“人均收入”还没有填，“农民增收”还算不出能得几分，请先填好再打分。"),
        ("E5", "“完成项数”还没有填，“重点工作”还算不出能得几分，请先填好再打分。"),
        ("H6", "“90%”是百分数，这里要填数字本身，如 8.5。"),
    ]
    assert {one.fact.name for one in read.facts} == set(ALL), "as they were"
    assert {kind_of_fact(one) for one in read.facts} == {Kind.UNCHANGED}
    assert [(one.indicator, one.kind) for one in read.cells if one.subject_id == first] == [
        ("农民增收", Kind.NEW),
        ("按期换届", Kind.UNCHANGED),
        ("重点工作", Kind.UNCHANGED),
        ("增速", Kind.UNCHANGED),
        ("参合率", Kind.UNCHANGED),
        ("班子", Kind.NEW),
        ("队伍", Kind.NEW),
    ]
    workbooks.apply_scores(town.workspace, town.round_id, read, only_good=True)
    shown = sheets.sheet(town.workspace, first)
    assert shown.summary.total.points == Decimal("87.5")
    assert stored(town) == [("农民增收", 6000), ("班子", 18000), ("班子", 20000), ("队伍", 40000)]
    assert sheets.sheet(town.workspace, second).score("考评", "班子").points == Decimal(20)


def test_numbers_on_the_sheet_come_back_with_the_points_that_they_allow(
    town: ExampleRound, tmp_path: Path
) -> None:
    first, second, third = town.subject_ids[:3]
    enter(town, first)
    path = tmp_path / "空白评分表.xlsx"
    workbooks.blank_sheets(town.workspace, town.round_id, "考评", path)
    workbook = load_workbook(path)
    sheet = workbook["评分表"]
    # the first one earns more now: what the sheet was given out with is worked out anew
    sheet["R4"], sheet["U4"], sheet["C4"] = 3100, 8, 10
    sheet["R5"], sheet["S5"], sheet["T5"], sheet["U5"], sheet["V5"] = 2400, 0.01, "否", 3, 0.9
    sheet["S5"].number_format = sheet["V5"].number_format = "0%"
    sheet["C5"], sheet["H5"], sheet["I5"] = 7, 20, 40
    sheet["R6"], sheet["U6"], sheet["C6"] = 2400, "三", 9
    workbook.save(path)
    read = workbooks.read_scores(town.workspace, town.round_id, path)
    assert read.unused == ()
    assert [(one.cell, one.reason) for one in read.refused] == [
        ("U6", "“完成项数”要填 0、1、2 这样的整数，不能填“三”。"),
        ("C6", f"“农民增收”：{TIER.replace('2800', '2400')}，要填 5 到 8 之间的分数，不能填 9。"),
    ]
    assert [(one.cell, one.words) for one in read.facts if one.value != one.before] == [
        ("R4", "2800 → 3100 元"),
        ("U4", "7 → 8 项"),
        ("R5", "2400 元"),
        ("S5", "1%"),
        ("T5", "否"),
        ("U5", "3 项"),
        ("V5", "90%"),
        ("R6", "2400 元"),
    ]
    applied = workbooks.apply_scores(town.workspace, town.round_id, read, only_good=True)
    shown = [sheets.sheet(town.workspace, one) for one in (first, second, third)]
    assert shown[0].score("考评", "重点工作").points == 8
    assert shown[0].score("考评", "农民增收").points == 10
    assert shown[1].summary.total.points == Decimal("76.5")
    assert shown[2].score("考评", "农民增收").points is None
    assert applied.act is not None
    reversals.undo(town.workspace, applied.act)
    table = facts.table(town.workspace, town.round_id)
    assert [one.values.get("人均收入") for one in table.lines[:3]] == [2800, None, None]
    assert sheets.sheet(town.workspace, first).score("考评", "重点工作").points == 7


def test_a_number_that_stands_twice_has_to_agree(town: ExampleRound, tmp_path: Path) -> None:
    path = tmp_path / "汇总.xlsx"
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "评分"
    name = sheets.roster(town.workspace, town.round_id)[0].subject.name
    sheet.append(["党组织", "其他情况·人均收入"])
    sheet.append([name, 2800])
    other = workbook.create_sheet("另一张")
    other.append(["党组织", "其他情况·人均收入（元）"])
    other.append([name, 2900])
    workbook.save(path)
    read = workbooks.read_scores(town.workspace, town.round_id, path)
    assert [(one.sheet, one.cell) for one in read.facts] == [("评分", "B2")]
    (wrong,) = read.refused
    assert "已经出现过" in wrong.reason, "the same subject twice in one file"


def test_every_tier_is_printed_with_a_place_for_the_number(town: ExampleRound) -> None:
    from desk_app.services.scoring.workbooks.printing import sheet_facts

    first, second = town.subject_ids[:2]
    enter(town, first)
    with town.workspace.session() as session:
        held = sheets.held(session, RULES, town.round_id)
        settled = sheets.settled_sheets(session, RULES, town.round_id)
    reasons, points = {}, {}
    rows: list[dict[str, object]] = []
    for one in (first, second):
        lines, own = settled[one]
        made = sheet_facts(RULES, own.evidence.subject, "考评", held, 2026, lines)
        assert isinstance(made["indicators"], list)
        rows = made["indicators"]
        reasons[one] = {row["name"]: row["reason"] for row in rows if row["no"]}
        points[one] = {row["name"]: row["score"] for row in rows if row["no"]}
    assert [(row["name"], row["standard"]) for row in rows[1:4]] == [
        ("　第 1 档", "人均收入 3000 元（含）以上的，得 10 分"),
        (
            "　第 2 档",
            "人均收入 2300 元（含）以上、不到 3000 元的，得 5—8 分，由评分人在这个范围内定",
        ),
        ("　第 3 档", "有增长（人均收入不少于 2000，或者增幅多于 3.5），得 2.5 分"),
    ]
    assert reasons[first]["农民增收"] == TIER
    assert points[first]["重点工作"] == 7
    assert points[second]["重点工作"] is None
    assert reasons[second] == {
        "农民增收": "人均收入：＿＿＿ 元；增幅：＿＿＿ %",
        "按期换届": "已换届：□ 是　□ 否",
        "重点工作": "完成项数：＿＿＿ 项",
        "增速": "增幅：＿＿＿ %",
        "参合率": "参合：＿＿＿ %",
        "班子": "",
        "队伍": "",
    }
    pdf = workbooks.print_sheets(
        town.workspace, town.round_id, [first, second], "考评", NoProgress()
    )
    assert pdf.startswith(b"%PDF")
