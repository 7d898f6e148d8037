"""``grade --json`` says everything that the window says of a level."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from desk_app.__main__ import main
from desk_app.domain.evidence import Evidence, FactValue, SubjectFacts, Tally
from desk_app.domain.scheme.loading import read_usable
from desk_app.services import grading_workbook
from desk_app.services.schemes import load_shipped
from tests.domain.ballot_schemes import BALLOTS
from tests.domain.clause_schemes import CLAUSES
from tests.domain.fact_schemes import FACTS
from tests.support.evidence_workbook import fill


def answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], scheme_id: str, path: Path
) -> dict[str, Any]:
    out = tmp_path / "结果.xlsx"
    nowhere = tmp_path / "没有"
    status = main(["--data-dir", str(nowhere), "--json", "grade", scheme_id, str(path), str(out)])
    assert status == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


def test_the_chain_names_the_cell_and_what_follows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scheme = load_shipped("C11")
    domain = scheme.domains[0].includes[0] if scheme.domains else ""
    sheet = {one.name: one.points for one in scheme.indicators_for(domain)}
    evidence = Evidence(
        SubjectFacts(1, "柳树湾村党支部", domain),
        points={evaluator.name: sheet for evaluator in scheme.evaluators},
        facts={"缺会次数": 3},
        tallies={"党员群众测评": Tally(5, 5, 5, 0, {"满意": 5})},
    )
    path = fill(scheme, [evidence], tmp_path / "依据.xlsx")
    (subject,) = answer(tmp_path, capsys, "C11", path)["subjects"]
    assert subject["disqualified"] == ""
    cap = next(one for one in subject["reasons"] if one["kind"] == "cap")
    assert cap["entered"].startswith("评定依据 ")
    assert cap["entered"].endswith("3")
    total = subject["reasons"][0]
    assert "—" in total["entered"]


def test_stars_are_said_one_by_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scheme = load_shipped("C9o")
    evidence = Evidence(SubjectFacts(1, "柳树湾村党支部", "农村"), on=date(2026, 6, 1))
    sheet = {one.name: Decimal(1) for one in scheme.indicators_for("农村")}
    evidence = replace(evidence, points={scheme.superior.name: sheet})
    path = fill(scheme, [evidence], tmp_path / "依据.xlsx")
    (subject,) = answer(tmp_path, capsys, "C9o", path)["subjects"]
    known = {one["name"]: one for one in subject["stars"]}
    assert known
    assert {"awarded", "open", "fact", "rule", "entered", "kind"} <= set(next(iter(known.values())))
    assert {one["awarded"] for one in known.values()} >= {False}


def test_consequences_come_with_the_level(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scheme = load_shipped("E1")
    step = next(one.name for one in scheme.steps if one.yields.value == "opinion")
    level = scheme.levels[-1].name
    evidence = Evidence(SubjectFacts(1, "柳树湾村党支部"), opinions={step: level})
    path = fill(scheme, [evidence], tmp_path / "依据.xlsx")
    (subject,) = answer(tmp_path, capsys, "E1", path)["subjects"]
    assert subject["level"] == level
    assert subject["reasons"][-1]["entered"].startswith("评定依据 ")
    wanted = {one.name for one in scheme.consequences if level in one.levels and one.when is None}
    assert wanted
    assert wanted <= {one["name"] for one in subject["consequences"]}


def test_the_lines_say_the_level_or_that_there_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scheme = load_shipped("C5")
    domain = scheme.domains[0].includes[0]
    sheet = {one.name: one.points for one in scheme.indicators_for(domain)}
    whole = Evidence(
        SubjectFacts(1, "柳树湾村党支部", domain),
        points={evaluator.name: sheet for evaluator in scheme.evaluators},
    )
    nothing = Evidence(SubjectFacts(2, "石桥村党支部", domain))
    path = fill(scheme, [whole, nothing], tmp_path / "依据.xlsx")
    subjects = answer(tmp_path, capsys, "C5", path)["subjects"]
    assert [(one["name"], one["level"]) for one in subjects][1] == ("石桥村党支部", None)
    said = [
        "--data-dir",
        str(tmp_path / "没有"),
        "grade",
        "C5",
        str(path),
        str(tmp_path / "果.xlsx"),
    ]
    assert main(said) == 0
    lines = capsys.readouterr().out.splitlines()
    level = subjects[0]["level"] or "不能拟定"
    assert lines[0] == f"柳树湾村党支部：{subjects[0]['total']} 分，{level}"
    assert subjects[1]["total"] is None, "what is not complete has no total"
    assert lines[1] == "石桥村党支部：不能拟定"


def test_clauses_are_columns_and_the_chain_says_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "情形.toml"
    text.write_text(CLAUSES, encoding="utf-8")
    scheme = read_usable(CLAUSES)
    amounts = {"组织生活": (("缺会", Decimal(3)), ("不按期换届", Decimal(1))), "重点工作": ()}
    points = {"组织生活": "12", "重点工作": "0", "班子": "30", "队伍": "40"}
    evidence = Evidence(
        SubjectFacts(1, "柳树湾村党支部"),
        points={"考评": {name: Decimal(one) for name, one in points.items()}},
        clauses={"考评": amounts},
    )
    path = fill(scheme, [evidence], tmp_path / "依据.xlsx")
    (subject,) = answer(tmp_path, capsys, str(text), path)["subjects"]
    assert (subject["level"], subject["total"]) == ("乙", "82")
    total = subject["reasons"][0]
    assert "“组织生活”：缺会 3 次，扣 3 分；不按期换届，扣 5 分" in total["fact"]
    assert total["entered"].startswith("评定依据 ")


def test_the_workbook_says_what_follows_and_what_is_lacking(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    scheme = load_shipped("C5")
    sheet = {one.name: one.points for one in scheme.indicators_for("农村")}
    good = Evidence(
        SubjectFacts(1, "柳树湾村党支部", "农村"), points={"考评": sheet}, facts={"创新项目": True}
    )
    less = replace(good, subject=SubjectFacts(2, "石桥村党支部", "农村"))
    less = replace(less, points={"考评": {**sheet, "领导班子": Decimal(0), "骨干队伍": Decimal(0)}})
    path = fill(scheme, [good, less], tmp_path / "依据.xlsx")
    subjects = answer(tmp_path, capsys, "C5", path)["subjects"]
    rows = list(load_workbook(tmp_path / "结果.xlsx").worksheets[0].iter_rows(values_only=True))
    follows, lacks = rows[0].index("结果运用"), rows[0].index("还差什么")
    assert "报请｜" in str(rows[1][follows])
    assert (rows[1][lacks], rows[2][lacks]) == (None, subjects[1]["wanting"])
    assert subjects[1]["wanting"]
    monkeypatch.setattr(grading_workbook, "MOST_WANTING", 1)
    answer(tmp_path, capsys, "C5", path)
    heads = [cell.value for cell in load_workbook(tmp_path / "结果.xlsx").worksheets[0][1]]
    assert "还差什么" not in heads


def test_ballots_score_out_of_their_columns(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "测评计分.toml"
    text.write_text(BALLOTS, encoding="utf-8")
    known = Evidence(
        SubjectFacts(1, "柳树湾村党支部"),
        points={
            "考评": {"班子": Decimal(50), "队伍": Decimal(30)},
            "党工委": {"总分": Decimal(45)},
        },
        tallies={"民主测评": Tally(40, 40, 39, 1, {"好": 30, "较好": 9, "一般": 0, "差": 0})},
    )
    bare = replace(known, subject=SubjectFacts(2, "石桥村党支部"), tallies={})
    path = fill(read_usable(BALLOTS), [known, bare], tmp_path / "依据.xlsx")
    first, second = answer(tmp_path, capsys, str(text), path)["subjects"]
    assert (first["level"], first["total"]) == ("乙", "85.9")
    assert (
        "群众测评 93 分（（好 30×100＋较好 9×80）÷收回票 40＝93 分）" in first["reasons"][0]["fact"]
    )
    assert second["total"] is None
    assert "群众测评还没有测评结果" in second["reasons"][-1]["fact"]


def test_points_from_facts_are_worked_out_and_the_chain_says_the_tier(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "数字.toml"
    text.write_text(FACTS, encoding="utf-8")
    points = {"农民增收": "6", "班子": "18", "队伍": "40"}
    facts: dict[str, FactValue] = {
        "人均收入": 2800,
        "增幅": Decimal("3.6"),
        "已换届": True,
        "完成项数": 7,
    }
    evidence = Evidence(
        SubjectFacts(1, "柳树湾村党支部"),
        points={"考评": {name: Decimal(one) for name, one in points.items()}},
        facts={**facts, "参合": Decimal(95)},
    )
    other = replace(evidence, subject=SubjectFacts(2, "石桥村党支部"), facts=facts)
    path = fill(read_usable(FACTS), [evidence, other], tmp_path / "依据.xlsx")
    first, second = answer(tmp_path, capsys, str(text), path)["subjects"]
    assert (first["level"], first["total"]) == ("乙", "87.5")
    assert "“重点工作”：完成项数 7 项，每项得 1 分，得 7 分" in first["reasons"][0]["fact"]
    assert (second["level"], second["total"]) == (None, None)
    assert second["reasons"][-1]["fact"] == ("“参合”还没有填，“参合率”算不出得分，暂不能拟定等级")
