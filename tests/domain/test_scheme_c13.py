"""C13: what is graded is no party organisation, and is up to standard or is not."""

from decimal import Decimal

import pytest

from tests.domain.procedures import names, shipped
from tests.domain.star_schemes import checks, graded

C13 = shipped("C13")


def test_it_grades_what_is_no_party_organisation() -> None:
    assert C13.object_name == "基层武装部"
    assert [one.name for one in C13.levels] == ["达标", "不达标"]
    assert len(C13.indicators) == 13


@pytest.mark.parametrize(("missed", "level"), [(0, "达标"), (1, "不达标"), (13, "不达标")])
def test_every_line_or_not_up_to_standard(missed: int, level: str) -> None:
    assert graded(C13, checks(C13, missed)).level == level


@pytest.mark.parametrize("line", ["政治教育到课率90%以上", "每季度一次专题会议"])
def test_each_single_line_counts(line: str) -> None:
    known = checks(C13, 0) | {line: Decimal(0)}
    proposal = graded(C13, known)
    assert proposal.level == "不达标"
    assert names(proposal) == {"向达标的看齐，逐项整改"}


@pytest.mark.parametrize("name", ["没有召开的季度", "到课率不到90%的季度"])
def test_a_single_quarter_costs_the_line(name: str) -> None:
    (line,) = (one for one in C13.indicators if name in {clause.name for clause in one.clauses})
    assert line.met_or_not
    assert line.counted(((name, Decimal(1)),)) == 0
    assert line.counted(((name, Decimal(0)),)) == 1


def test_exactly_ninety_percent_attended_is_enough() -> None:
    (line,) = (one for one in C13.indicators if "到课率" in one.name)
    assert "正好90%算达到" in line.standard
    assert not names(graded(C13, checks(C13, 0)))
