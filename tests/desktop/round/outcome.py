"""What must be there in the end, read from the database and from the folder that goes up."""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from openpyxl import load_workbook

from tests.desktop.round import material

FILES = 65
DECIDED_COLUMN = 10
"""Of the summary, from 0."""


def check(data: Path, stick: Path) -> list[str]:
    """Say what is not as it was typed; nothing where all is."""
    found = {**_stored(data / "workspace.db"), **_written(stick)}
    expected = _expected()
    return [
        f"{what}：应为 {expected[what]}，实为 {found[what]}"
        for what in expected
        if found[what] != expected[what]
    ]


def _expected() -> dict[str, object]:
    points = {"自评": material.points(0), "考评": material.points(material.LESS)}
    reasons = material.reasons()
    return {
        "党组织": list(material.ORGANISATIONS),
        "党员数": {
            name: material.members(row) for row, name in enumerate(material.ORGANISATIONS, start=1)
        },
        "领域": ["农村", "学校", "非公企业"],
        "分数": {
            (name, evaluator, indicator): 1000 * points[evaluator][row][column]
            for row, name in enumerate(material.ORGANISATIONS)
            for evaluator in points
            for column, indicator in enumerate(material.INDICATORS)
        },
        "理由": {
            (name, indicator): reasons[row - 1 if reasons[row][0] == "同上" else row][column]
            for row, name in enumerate(material.ORGANISATIONS)
            for column, indicator in enumerate(material.INDICATORS)
        },
        "得票": {name: material.votes(line) for line, name in enumerate(material.VOTED_ON)},
        "各摞的计数": 0,
        "决定": material.LEVELS,
        "与拟定不同的": [(material.ORGANISATIONS[2], "较好", material.DIFFERENT, "党委会")],
        "整改": material.LOW_SCORES + 2,
        "销号": [(material.PROBLEM, "钱例", "2026-06-30", "验收单 3 号", "赵样")],
        "文件": FILES,
        "汇总表里的等级": material.LEVELS,
    }


def _stored(database: Path) -> dict[str, object]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        scores = db.execute(
            "select s.name, evaluator, indicator, points_milli, note"
            " from score join subject s on s.id = subject_id"
        ).fetchall()
        tally = db.execute(
            "select s.name, option, votes from tally join subject s on s.id = subject_id"
        ).fetchall()
        votes = {(name, option): number for name, option, number in tally}
        return {
            "党组织": [
                one for (one,) in db.execute("select name from organisation order by position")
            ],
            "党员数": dict(db.execute("select name, member_count from organisation")),
            "领域": [one for (one,) in db.execute("select distinct domain from organisation")],
            "分数": {tuple(one[:3]): one[3] for one in scores},
            "理由": {(one[0], one[2]): one[4] for one in scores if one[1] == "考评"},
            "得票": {
                name: tuple(votes[name, one] for one in material.LEVELS)
                for name in material.VOTED_ON
            },
            "各摞的计数": db.execute("select count(*) from batch_count").fetchone()[0],
            "决定": dict(db.execute("select level, count(*) from opinion group by level")),
            "与拟定不同的": db.execute(
                "select s.name, level, reason, meeting from opinion"
                " join subject s on s.id = subject_id where reason != ''"
            ).fetchall(),
            "整改": db.execute("select count(*) from rectification").fetchone()[0],
            "销号": db.execute(
                "select problem, owner, due_on, proof, closed_by from rectification"
                " where closed_on is not null"
            ).fetchall(),
        }


def _written(stick: Path) -> dict[str, object]:
    files = [one for one in stick.rglob("*") if one.is_file()]
    summary = next(one for one in files if one.name == "汇总表.xlsx")
    rows = load_workbook(summary).worksheets[0].iter_rows(values_only=True)
    lines = [row for row in rows if row[1] in material.ORGANISATIONS]
    return {
        "文件": len(files),
        "汇总表里的等级": dict(Counter(row[DECIDED_COLUMN] for row in lines)),
    }
