"""What stands beside a level that ranks leave open, and what a scheme has no column for."""

from desk_app.domain.evidence import Evidence, SubjectFacts
from desk_app.services.grading import BoardRow
from desk_app.views.grading.columns import columns, remark
from tests.domain.procedures import shipped
from tests.domain.ranked_schemes import ranked, round_of

FIRST = '[[quotas]]\nname = "甲最多一个"\nlevels = ["甲"]\nat_most = 1\nassign = "by rank"\n'


def test_a_tie_is_not_said_to_lie_in_no_band() -> None:
    scheme = ranked(FIRST + 'ties = "ask"\n')
    found = round_of(scheme, "95", "95")
    known = Evidence(SubjectFacts(1, "第1村"))
    row = BoardRow(known, "", found.proposals[1], {}, None, None, found.hints[1])
    assert remark(scheme, row) == "同分，是否定为甲请会议确定"


def test_lines_that_are_only_ticked_have_no_column_of_points() -> None:
    headings = [one.title for one in columns(shipped("C9o"))]
    assert "星数" in headings
    assert "组织评定" not in headings
    assert "民主评议" in [one.title for one in columns(shipped("C15"))]
