"""What earlier years came to: rounds of this workspace first, typed levels for the others."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.domain.evidence import EARLIER_YEARS, NOT_GRADED, EarlierLevel
from desk_app.domain.faults import Fault
from desk_app.domain.rounds import Participant
from desk_app.services import grading, rounds
from desk_app.services.evidence import earlier
from desk_app.services.evidence.earlier import KnownLevel
from desk_app.services.grading import DecisionEntry
from desk_app.services.workspace import Office, Workspace, create
from tests.support import submission_township

NAME = "柳树湾村党支部"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = create(tmp_path / "工作区", Office("中共青山镇委员会", "青山镇"))
    yield opened
    opened.close(back_up=False)


def organisation_of(township: submission_township.Township, name: str) -> int:
    known = rounds.subjects(township.workspace, township.round_id)
    return next(one.organisation_id for one in known if one.name == name)


def known(township: submission_township.Township, name: str) -> tuple[EarlierLevel, ...]:
    rows = grading.board(township.workspace, township.round_id).rows
    return next(row.evidence.earlier for row in rows if row.evidence.subject.name == name)


def last_years_round(township: submission_township.Township, level: str) -> int:
    """A round of the year before, in which the branch got ``level``."""
    organisation_id = organisation_of(township, NAME)
    round_id = rounds.create(
        township.workspace, "C5", 2025, "年初定级", [Participant(organisation_id)]
    )
    (subject,) = rounds.subjects(township.workspace, round_id)
    grading.decide(
        township.workspace, round_id, [DecisionEntry(subject.id, level, "按往年结果补记")]
    )
    return round_id


def test_typed_levels_keep_the_places_of_their_years(workspace: Workspace) -> None:
    township = submission_township.make_township(workspace)
    organisation_id = organisation_of(township, NAME)
    earlier.record(workspace, (KnownLevel(organisation_id, 2024, " 三星 "),))
    # 2025 is not known: the year before is not 2024
    assert known(township, NAME) == (
        EarlierLevel(2025, NOT_GRADED),
        EarlierLevel(2024, "三星", 2),
    )
    earlier.record(workspace, (KnownLevel(organisation_id, 2024, ""),))
    assert known(township, NAME) == ()


def test_a_round_of_this_workspace_goes_before_what_was_typed(workspace: Workspace) -> None:
    township = submission_township.make_township(workspace)
    organisation_id = organisation_of(township, NAME)
    earlier.record(workspace, (KnownLevel(organisation_id, 2025, "五星"),))
    last_years_round(township, "二星")
    assert known(township, NAME) == (EarlierLevel(2025, "二星", 3),)
    table = earlier.table(workspace, township.round_id)
    assert table.years == (2025, 2024, 2023)
    assert table.own == {(organisation_id, 2025): "二星"}
    assert table.typed == {(organisation_id, 2025): "五星"}
    assert table.lines[0].name == NAME
    assert submission_township.ABSENT not in [one.name for one in table.lines]


def test_a_level_of_another_ladder_has_no_rank(workspace: Workspace) -> None:
    township = submission_township.make_township(workspace)
    organisation_id = organisation_of(township, NAME)
    earlier.record(workspace, (KnownLevel(organisation_id, 2025, "先进"),))
    assert known(township, NAME) == (EarlierLevel(2025, "先进", None),)


@pytest.mark.parametrize(("year", "level"), [(25, "三星"), (2025, "三" * 30)])
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    workspace: Workspace, year: int, level: str
) -> None:
    township = submission_township.make_township(workspace)
    organisation_id = organisation_of(township, NAME)
    good = KnownLevel(organisation_id, 2024, "三星")
    with pytest.raises(Fault):
        earlier.record(workspace, (good, KnownLevel(organisation_id, year, level)))
    assert known(township, NAME) == ()


def test_the_chain_says_where_earlier_years_come_from(workspace: Workspace) -> None:
    township = submission_township.make_township(workspace, "C16")
    organisation_id = organisation_of(township, NAME)
    earlier.record(workspace, (KnownLevel(organisation_id, 2024, "无星"),))
    last_years_round(township, "一星")
    rows = grading.board(workspace, township.round_id).rows
    (row,) = [row for row in rows if row.evidence.subject.name == NAME]
    place = row.evidence.entered[EARLIER_YEARS]
    assert place.startswith("2025 年度的轮次；往年等级（")
    assert place.endswith("填写）")
    other = next(row for row in rows if row.evidence.subject.name != NAME)
    assert EARLIER_YEARS not in other.evidence.entered
