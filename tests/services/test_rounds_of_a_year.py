"""Two rounds of one year, and a step that goes further than a year allows."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from desk_app.domain.evidence import EarlierLevel
from desk_app.domain.faults import Fault
from desk_app.domain.rounds import Participant
from desk_app.domain.scoring import ScoreChange
from desk_app.services import grading, rounds, schemes
from desk_app.services.evidence import earlier
from desk_app.services.evidence.earlier import KnownLevel
from desk_app.services.grading import DecisionEntry
from desk_app.services.grading.boards import BoardRow
from desk_app.services.scoring import facts, sheets
from desk_app.services.workspace import Office, Workspace, create
from tests.domain.scheme_texts import tiny
from tests.support import submission_township

TEXT = tiny(
    ("format = 1", "format = 2"),
    more="""
[limits]
sequence = ["cap"]
[[limits.rules]]
name = "上半年为丙"
cap = "乙"
when = { this_year = ["丙"] }
[[limits.yearly]]
name = "逐级晋位"
rise = 1
waiver = "破格"
""",
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = create(tmp_path / "工作区", Office("中共青山镇委员会", "青山镇"))
    submission_township.make_township(opened)
    path = tmp_path / "小.toml"
    path.write_text(TEXT, encoding="utf-8")
    schemes.import_file(opened, path)
    yield opened
    opened.close(back_up=False)


def begin(workspace: Workspace, name: str, scheme: str = "小") -> tuple[int, BoardRow]:
    """A round of 2026 with one branch, which has 95 points."""
    organisation = rounds.candidates(workspace)[0].id
    round_id = rounds.create(workspace, scheme, 2026, name, [Participant(organisation)])
    (subject,) = rounds.subjects(workspace, round_id)
    points = {"班子": Decimal(58), "队伍": Decimal(37)}
    changes = [ScoreChange(subject.id, "考评", one, value) for one, value in points.items()]
    sheets.record_many(workspace, changes)
    return round_id, row_of(workspace, round_id)


def row_of(workspace: Workspace, round_id: int) -> BoardRow:
    (row,) = grading.board(workspace, round_id).rows
    return row


def level(row: BoardRow) -> str | None:
    assert row.proposal is not None
    return row.proposal.level


def test_what_the_first_half_came_to_counts_in_the_second(workspace: Workspace) -> None:
    first, row = begin(workspace, "上半年")
    assert level(row) == "甲"
    second, row = begin(workspace, "下半年")
    assert level(row) == "甲"  # the first half is not decided yet
    subject = row_of(workspace, first).evidence.subject.id
    grading.decide(workspace, first, [DecisionEntry(subject, "丙", "整改不到位")])
    row = row_of(workspace, second)
    assert row.evidence.same_year == (EarlierLevel(2026, "丙", 2),)
    assert level(row) == "乙"
    assert not row_of(workspace, first).evidence.same_year
    table = earlier.table(workspace, second)
    assert (table.years[0], table.this_year) == (2026, 2026)
    organisation = table.lines[0].organisation_id
    assert table.own == {(organisation, 2026): "丙"}


def test_a_typed_level_of_this_year_stands_where_no_round_says_anything(
    workspace: Workspace,
) -> None:
    round_id, row = begin(workspace, "下半年")
    organisation = earlier.table(workspace, round_id).lines[0].organisation_id
    earlier.record(workspace, (KnownLevel(organisation, 2026, "丙"),))
    row = row_of(workspace, round_id)
    assert (row.evidence.same_year, row.evidence.year) == ((EarlierLevel(2026, "丙", 2),), 2026)
    assert level(row) == "乙"


def test_who_goes_further_than_a_year_allows_says_why(workspace: Workspace) -> None:
    round_id, row = begin(workspace, "年度")
    organisation = earlier.table(workspace, round_id).lines[0].organisation_id
    earlier.record(workspace, (KnownLevel(organisation, 2025, "丙"),))
    row = row_of(workspace, round_id)
    assert level(row) == "乙"
    subject = row.evidence.subject.id
    with pytest.raises(Fault, match="改定为甲属于破格，要写明破格的理由"):
        grading.decide(workspace, round_id, [DecisionEntry(subject, "甲")])
    with pytest.raises(Fault, match="改定为丙要写明理由"):
        grading.decide(workspace, round_id, [DecisionEntry(subject, "丙")])
    after = grading.decide(
        workspace, round_id, [DecisionEntry(subject, "甲", "抗洪抢险表现突出，破格")]
    )
    assert after.rows[0].level == "甲"


HALVES = tiny(
    ("format = 1", "format = 2"),
    ('id = "小"', 'id = "半年"'),
    more="""
[earlier_total]
fact = "上半年得分"
weight = 40
own = 60
missing = "others"
[[facts]]
name = "上半年得分"
kind = "decimal"
""",
)


def test_the_total_of_the_first_half_counts_in_the_second(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "半年.toml"
    path.write_text(HALVES, encoding="utf-8")
    schemes.import_file(workspace, path)
    first, row = begin(workspace, "上半年", "半年")
    assert total(row) == Decimal(95)  # no round of the year lies before it
    second, row = begin(workspace, "下半年", "半年")
    subject = rounds.subjects(workspace, first)[0].id
    sheets.record_many(workspace, [ScoreChange(subject, "考评", "班子", Decimal(23))])
    row = row_of(workspace, second)
    assert total(row) == Decimal(81)  # 24 + 57
    mine = row.evidence.subject.id
    facts.record_many(workspace, second, [facts.FactChange(mine, "上半年得分", "80")])
    assert total(row_of(workspace, second)) == Decimal(89)  # what was entered goes first


def total(row: BoardRow) -> Decimal:
    assert row.proposal is not None
    return row.proposal.total.points


TIES = tiny(
    ("format = 1", "format = 2"),
    ('id = "小"', 'id = "同分"'),
    more="""
[[quotas]]
name = "甲最多一个"
levels = ["甲"]
at_most = 1
assign = "by rank"
ties = "ask"
""",
)


def test_equal_ones_are_left_to_the_meeting(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "同分.toml"
    path.write_text(TIES, encoding="utf-8")
    schemes.import_file(workspace, path)
    both = [Participant(one.id) for one in rounds.candidates(workspace)[:2]]
    round_id = rounds.create(workspace, "同分", 2026, "年度", both)
    changes = [
        ScoreChange(one.id, "考评", name, points)
        for one in rounds.subjects(workspace, round_id)
        for name, points in (("班子", Decimal(58)), ("队伍", Decimal(37)))
    ]
    sheets.record_many(workspace, changes)
    board = grading.board(workspace, round_id)
    for row in board.rows:
        assert row.proposal is not None
        assert (row.proposal.level, row.proposal.tied) == (None, True)
        assert grading.level_words(row.proposal) == "同分待定"
        assert row.hint == "同分，是否定为甲请会议确定"
    assert grading.decide_as_proposed(workspace, round_id, None, "") == 0
    written = grading.write_levels(workspace, round_id, tmp_path / "名单.csv")
    assert written.counts == {"同分待定": 2}
    first, second = (row.evidence.subject.id for row in board.rows)
    with pytest.raises(Fault, match="改定为甲要写明理由"):
        grading.decide(workspace, round_id, [DecisionEntry(first, "甲")])
    entries = [DecisionEntry(first, "甲", "群众满意率高"), DecisionEntry(second, "乙", "次之")]
    assert [row.level for row in grading.decide(workspace, round_id, entries).rows] == ["甲", "乙"]
