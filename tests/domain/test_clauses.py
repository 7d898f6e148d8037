"""Clauses inside an indicator: read, checked, typed, added up, and said in their own words."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain import example
from desk_app.domain.clauses import (
    check_amounts,
    clause_words,
    format_amount,
    parse_amount,
    parse_start,
    reason_words,
    with_amount,
    with_clauses,
)
from desk_app.domain.evidence import Evidence, SubjectFacts
from desk_app.domain.evidence_columns import columns, match_titles
from desk_app.domain.evidence_rows import RowReader
from desk_app.domain.evidence_words import EvidenceWords
from desk_app.domain.grading import grade
from desk_app.domain.scheme.loading import check, read, read_usable
from desk_app.domain.scheme.model.problems import SchemeFault
from desk_app.domain.scheme.model.scoring import (
    Clause,
    Evaluator,
    Indicator,
    IndicatorMode,
    Start,
)
from desk_app.domain.scheme.words.sentences import sentences
from desk_app.domain.scheme.writing.scheme import write
from tests.domain.clause_schemes import CLAUSES
from tests.domain.scheme_texts import line_of

SCHEME = read_usable(CLAUSES)
MEETINGS, TASKS = SCHEME.indicators[:2]
BY_NAME = {one.name: one for line in SCHEME.indicators for one in line.clauses}


def amounts(**entered: str) -> tuple[tuple[str, Decimal], ...]:
    return tuple((name, Decimal(text)) for name, text in entered.items())


# --- the text -----------------------------------------------------------------------------


def test_the_scheme_is_in_order_and_reads_back_as_it_was_written() -> None:
    assert check(SCHEME) == ()
    assert write(read(write(SCHEME))) == write(SCHEME)
    again = read(write(SCHEME)).indicators[0]
    assert [replace(one, origin=Clause("").origin) for one in again.clauses] == [
        replace(one, origin=Clause("").origin) for one in MEETINGS.clauses
    ]


def test_it_is_said_in_sentences() -> None:
    said = [str(line) for section in sentences(SCHEME) for line in section.lines]
    for expected in (
        "“组织生活” 20 分，按计分情形，从满分起扣分，扣完为止；加分后不超过满分",
        "“组织生活”的“缺会”：每次扣 1 分，最多 5 分。标准：每少开1次会扣1分。",
        "“组织生活”的“不按期换届”：扣 5 分。",
        "“组织生活”的“满意率降低”：每个百分点扣 1 分，可以填小数。",
        "“组织生活”的“其他不规范”：酌情扣分，最多 3 分。",
        "“重点工作” 10 分，按计分情形，从 0 分起得分，得满为止；扣分后不低于 0 分",
        "“重点工作”的“完成任务”：每项得 1 分。",
    ):
        assert any(expected in one for one in said), expected


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("format = 2", "format = 1", "要写在 format = 2 的方案里"),
        ('mode = "clauses"\nstart', "start", '只有 mode = "clauses" 时才能写'),
        ("discretion = true\nceiling = 3", "", "没有写分数，请写 points；由评分人酌情的"),
        ("discretion = true\nceiling = 3", "discretion = true\npoints = 3", "只能写一个"),
        ("discretion = true\nceiling = 3", 'discretion = true\nunit = "次"', "酌情的填分数"),
        ('unit = "个百分点"\nwhole = false', "whole = false", "只能和 unit 一起写"),
        ('name = "缺会"', 'name = "其他不规范"', "的计分情形“其他不规范”写了两次"),
        ("ceiling = 5", "ceiling = 0.5", "一次就是 1 分，最多却只有 0.5 分"),
        ("points = 5\n", "points = 0\n", "分数应大于 0"),
        ("points = 5\n", "points = 5\nceiling = 5\n", "不用写 ceiling"),
        ('start = "zero"\n', "", "没有写分数"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_line(old: str, new: str, said: str) -> None:
    assert old in CLAUSES
    text = CLAUSES.replace(old, new, 1)
    if said == "没有写分数":  # from its points, with nothing but a discretion to take them off
        assert read_usable(text).indicators[1].start is Start.FULL
        return
    with pytest.raises(SchemeFault) as caught:
        read_usable(text)
    found = [one for one in caught.value.problems if said in one.sentence]
    assert found
    assert found[0].line > 0


def test_an_indicator_by_clauses_has_some() -> None:
    head, _, rest = CLAUSES.partition("[[indicators.clauses]]")
    text = head + rest[rest.index("[[indicators]]") :]
    with pytest.raises(SchemeFault, match="却没有一条情形"):
        read_usable(text)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('unit = "次"\nceiling = 5', "", "却没有写 unit"),
        ('unit = "项"', "", "合计最多得 1 分，得不到满分 10 分"),
    ],
)
def test_what_deserves_a_look_is_a_hint(old: str, new: str, said: str) -> None:
    found = check(read(CLAUSES.replace(old, new, 1)))
    assert any(said in one.sentence for one in found), found
    assert line_of(CLAUSES, "组织生活") <= found[0].line


# --- what is typed ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clause", "text", "amount"),
    [
        ("缺会", "3", "3"),
        ("缺会", "３次", "3"),
        ("缺会", "0", "0"),
        ("不按期换届", "√", "1"),
        ("不按期换届", "是", "1"),
        ("不按期换届", "1", "1"),
        ("不按期换届", "×", "0"),
        ("满意率降低", "2.5", "2.5"),
        ("其他不规范", "1.5", "1.5"),
        ("其他不规范", "2分", "2"),
    ],
)
def test_an_amount_is_read_and_written_back(clause: str, text: str, amount: str) -> None:
    one = BY_NAME[clause]
    read = parse_amount(MEETINGS, one, text)
    assert read == Decimal(amount)
    assert parse_amount(MEETINGS, one, format_amount(one, read)) == read


@pytest.mark.parametrize(
    ("clause", "text", "said"),
    [
        ("缺会", "2.5", "要填整数（次），不能填 2.5"),
        ("缺会", "-1", "不能填负数"),
        ("缺会", "多次", "不是数字"),
        ("缺会", "123456", "太多，请核对"),
        ("不按期换届", "2", "有这种情形填 1（或 √），没有填 0（或 ×）"),
        ("其他不规范", "3.5", "最多扣 3 分"),
    ],
)
def test_an_amount_that_cannot_stand_says_why(clause: str, text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_amount(MEETINGS, BY_NAME[clause], text)


def test_points_alone_are_taken_only_where_no_clause_applies() -> None:
    assert parse_start(MEETINGS, "20") == Decimal(20)
    assert parse_start(TASKS, "0") == Decimal(0)
    assert parse_start(TASKS, "") is None
    with pytest.raises(ValueError, match="一条也没有的填 20"):
        parse_start(MEETINGS, "18")


def test_amounts_keep_the_order_of_the_scheme_and_nothing_that_does_not_apply() -> None:
    found = with_amount(MEETINGS, amounts(不按期换届="1"), BY_NAME["缺会"], Decimal(2))
    assert found == amounts(缺会="2", 不按期换届="1")
    assert with_amount(MEETINGS, found, BY_NAME["缺会"], Decimal(0)) == amounts(不按期换届="1")
    assert with_amount(MEETINGS, found, BY_NAME["缺会"], None) == amounts(不按期换届="1")


# --- what it comes to ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entered", "points", "said"),
    [
        (amounts(), "20", ""),
        (amounts(缺会="3"), "17", "缺会 3 次，扣 3 分"),
        (amounts(缺会="7"), "15", "缺会 7 次，最多扣 5 分"),
        (
            amounts(缺会="3", 不按期换届="1"),
            "12",
            "缺会 3 次，扣 3 分；不按期换届，扣 5 分",
        ),
        (amounts(满意率降低="2.5"), "17.5", "满意率降低 2.5 个百分点，扣 2.5 分"),
        (amounts(其他不规范="1.5"), "18.5", "其他不规范，扣 1.5 分"),
        (
            amounts(缺会="1", 活动有特色="1"),
            "20",
            "缺会 1 次，扣 1 分；活动有特色，得 2 分（以满分为限）",
        ),
        (amounts(满意率降低="40"), "0", "满意率降低 40 个百分点，扣 40 分（扣完为止）"),
    ],
)
def test_points_and_reason(
    entered: tuple[tuple[str, Decimal], ...], points: str, said: str
) -> None:
    assert MEETINGS.counted(entered) == Decimal(points)
    assert clause_words(MEETINGS, entered) == said


def test_what_starts_from_nothing_is_earned() -> None:
    assert TASKS.counted(()) == Decimal(0)
    assert TASKS.counted(amounts(完成任务="4")) == Decimal(4)
    assert TASKS.counted(amounts(完成任务="14")) == Decimal(10)
    assert TASKS.counted(amounts(完成任务="1", 弄虚作假="3")) == Decimal(0)
    assert clause_words(TASKS, amounts(完成任务="14")) == "完成任务 14 项，得 14 分（以满分为限）"


def test_a_note_follows_the_words_of_the_clauses() -> None:
    assert reason_words(MEETINGS, amounts(缺会="3"), " 已补开 ") == "缺会 3 次，扣 3 分；已补开"
    assert reason_words(MEETINGS, (), "无") == "无"


CLAUSE = st.builds(
    Clause,
    name=st.text("甲乙丙丁戊", min_size=1, max_size=3),
    bonus=st.booleans(),
    points=st.none() | st.decimals("0.001", 30, places=3),
    unit=st.sampled_from(["", "次"]),
    ceiling=st.none() | st.decimals("0.5", 20, places=1),
)


@given(
    clauses=st.lists(CLAUSE, min_size=1, max_size=6, unique_by=lambda one: one.name),
    start=st.sampled_from(Start),
    full=st.decimals(1, 40, places=1),
    data=st.data(),
)
def test_points_are_those_of_a_slow_sum(
    clauses: list[Clause], start: Start, full: Decimal, data: st.DataObject
) -> None:
    """Bounded once, at the end, by 0 and the points; exact."""
    line = Indicator("项", full, mode=IndicatorMode.CLAUSES, start=start, clauses=tuple(clauses))
    entered = []
    left = Fraction(full) if start is Start.FULL else Fraction(0)
    for one in clauses:
        number = st.integers(0, 1) if one.once else st.integers(0, 30)
        amount = Decimal(data.draw(number))
        entered.append((one.name, amount))
        worth = Fraction(amount) * (1 if one.points is None else Fraction(one.points))
        if one.ceiling is not None and worth > Fraction(one.ceiling):
            worth = Fraction(one.ceiling)
        left += worth if one.bonus else -worth
    exact = sorted((Fraction(0), left, Fraction(full)))[1]
    assert Fraction(line.counted(tuple(entered))) == exact


# --- graded -------------------------------------------------------------------------------


def row(**cells: str) -> RowReader:
    wanted = {"党组织": "第1村", **cells}
    matched = match_titles(SCHEME, list(wanted))
    assert matched.unknown == ()
    texts = list(wanted.values())
    return RowReader(
        SCHEME,
        EvidenceWords(SCHEME),
        {column: texts[place] for place, column in matched.columns.items()},
    )


def test_the_evidence_workbook_has_a_column_for_every_clause() -> None:
    titles = [one.title for one in columns(SCHEME)]
    assert titles[6:15] == [
        "考评·组织生活·缺会",
        "考评·组织生活·不按期换届",
        "考评·组织生活·满意率降低",
        "考评·组织生活·其他不规范",
        "考评·组织生活·活动有特色",
        "考评·重点工作·完成任务",
        "考评·重点工作·弄虚作假",
        "考评·班子",
        "考评·队伍",
    ]
    assert columns(SCHEME)[6].hint == "填次数：每次扣 1 分，最多 5 分"


def test_a_row_of_the_workbook_is_graded_and_its_clauses_are_named() -> None:
    reader = row(
        考评·组织生活·缺会="3",
        考评·组织生活·不按期换届="√",
        考评·重点工作·完成任务="10项",
        考评·班子="30",
        考评·队伍="40",
    )
    evidence = reader.read(1)
    assert evidence is not None
    proposal = grade(SCHEME, evidence)
    assert (proposal.total.points, proposal.level) == (Decimal(92), "甲")
    assert "“组织生活”：缺会 3 次，扣 3 分；不按期换届，扣 5 分" in proposal.sentences[0]
    assert "“重点工作”：完成任务 10 项，得 10 分" in proposal.sentences[0]


def test_a_zero_says_that_nothing_applies_and_an_empty_row_that_nobody_scored() -> None:
    scored = row(考评·组织生活·缺会="0").read(1)
    assert scored is not None
    assert scored.points == {"考评": {"组织生活": Decimal(20)}}
    empty = row(考评·班子="30").read(1)
    assert empty is not None
    assert "组织生活" in grade(SCHEME, empty).total.missing


def test_a_cell_of_the_workbook_that_cannot_stand_is_named() -> None:
    reader = row(考评·组织生活·缺会="2.5", 考评·组织生活·其他不规范="9")
    assert reader.read(1) is None
    assert [(one.title, one.sentence) for one in reader.refusals] == [
        ("考评·组织生活·缺会", "“组织生活”的“缺会”要填整数（次），不能填 2.5。"),
        ("考评·组织生活·其他不规范", "“组织生活”的“其他不规范”最多扣 3 分，不能填 9。"),
    ]


def test_points_are_worked_out_of_the_amounts_whatever_was_stored_beside_them() -> None:
    stored = Evidence(
        SubjectFacts(1, "第1村"),
        points={"考评": {"组织生活": Decimal(3), "班子": Decimal(30)}},
        clauses={"考评": {"组织生活": amounts(缺会="3"), "重点工作": amounts(完成任务="2")}},
    )
    assert with_clauses(SCHEME, stored).points == {
        "考评": {"组织生活": Decimal(17), "班子": Decimal(30)}
    }


def test_an_example_township_has_counts_that_come_to_its_points() -> None:
    evaluators = (Evaluator("自评"), Evaluator("考评", total=True))
    scheme = replace(SCHEME, evaluators=evaluators)
    made = example.sheets(scheme, [""] * 30, 7)
    seen: set[str] = set()
    for sheet in made:
        for lines in sheet.scores.values():
            for line in (MEETINGS, TASKS):
                score = lines[line.name]
                assert score.points == line.counted(score.amounts)
                assert check_amounts(line, score.points, score.amounts) == ""
                seen.update(name for name, _ in score.amounts)
    assert {"缺会", "不按期换届", "其他不规范", "完成任务"} <= seen
    assert len({sheet.scores["考评"]["组织生活"].points for sheet in made}) > 5
