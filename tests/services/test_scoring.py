"""Scores on a real file: saved at once, added up again, refused in words."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import event, select, update

from desk_app.domain.faults import Fault
from desk_app.domain.scoring import EMPTY, Change
from desk_app.services import rounds
from desk_app.services.scoring import sheets
from desk_app.services.workspace import Office, create
from desk_app.storage import tables
from tests.polling_house import House
from tests.scoring_house import RULES, furnish_scoring
from tests.support.recording import record_score
from tests.support.rounds import amendments

VILLAGE = tuple(one.name for one in RULES.indicators_for("农村"))
SCORES = ("14", "14.5", "15", "12", "18", "16.5", "3")


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    workspace = create(tmp_path / "w", Office("中共青山镇委员会", "青山镇"))
    yield furnish_scoring(workspace, monkeypatch)
    workspace.close(back_up=False)


def fill(
    house: House, subject: int, points: tuple[str, ...] = SCORES, evaluator: str = "考评"
) -> sheets.Recorded:
    return sheets.record_many(
        house.workspace,
        [
            Change(house.subject_ids[subject], evaluator, name, Decimal(one))
            for name, one in zip(VILLAGE, points, strict=False)
        ],
    )


def test_a_typed_score_is_saved_and_the_sheet_added_up_again(house: House) -> None:
    first = house.subject_ids[0]
    summary = record_score(
        house.workspace, Change(first, "考评", "领导班子", Decimal("13.5"), "缺 1 名委员")
    )
    assert summary.total.points == Decimal("13.5")
    assert summary.place_words == "还有 6 项未评"
    view = sheets.sheet(house.workspace, first)
    assert view.score("考评", "领导班子").points == Decimal("13.5")
    assert view.score("考评", "领导班子").note == "缺 1 名委员"
    assert view.score("自评", "领导班子") == EMPTY
    assert [one.name for one in view.indicators] == list(VILLAGE)


def test_what_record_returns_is_what_is_read_again(house: House) -> None:
    fill(house, 0)
    summary = record_score(
        house.workspace, Change(house.subject_ids[0], "考评", "加分项目", Decimal(5))
    )
    assert summary == sheets.sheet(house.workspace, house.subject_ids[0]).summary
    assert summary.total.points == Decimal(95)
    fill(house, 0, ("10",))
    view = sheets.sheet(house.workspace, house.subject_ids[0])
    assert view.summary.place_words == "五星"


def test_band_and_distance_stand_once_all_is_scored(house: House) -> None:
    fill(house, 0, ("14", "14.5", "15", "12", "18", "8", "0"))
    line = sheets.roster(house.workspace, house.round_id)[0]
    assert line.summary.place_words == "四星，距五星 8.5"
    assert line.initials == "LSWCDZB"


def test_a_score_is_one_commit_and_few_statements(house: House) -> None:
    fill(house, 0)
    seen: list[str] = []
    engine = house.workspace._engine
    event.listen(
        engine, "before_cursor_execute", lambda _c, _u, statement, *_: seen.append(statement)
    )
    commits: list[int] = []
    event.listen(engine, "commit", lambda _connection: commits.append(1))
    record_score(house.workspace, Change(house.subject_ids[0], "考评", "领导班子", Decimal(9)))
    assert len(commits) == 1
    assert len(seen) <= 12, seen


@pytest.mark.parametrize(
    ("indicator", "evaluator", "points", "words"),
    [
        ("领导班子", "考评", "15.5", "满分 15 分"),
        ("领导班子", "考评", "-1", "负分"),
        ("服务效能", "考评", "5", "评分表里没有指标“服务效能”"),
        ("领导班子", "县级", "5", "没有评价主体“县级”"),
    ],
)
def test_what_cannot_stand_is_refused_in_words(
    house: House, indicator: str, evaluator: str, points: str, words: str
) -> None:
    with pytest.raises(Fault, match=words):
        record_score(
            house.workspace, Change(house.subject_ids[0], evaluator, indicator, Decimal(points))
        )
    assert not sheets.sheet(house.workspace, house.subject_ids[0]).summary.sums["考评"].begun


def test_a_pasted_column_takes_the_good_cells_and_names_the_others(house: House) -> None:
    recorded = fill(house, 0, ("14", "99", "15"))
    assert [one.change.indicator for one in recorded.refused] == ["骨干队伍"]
    view = sheets.sheet(house.workspace, house.subject_ids[0])
    assert view.score("考评", "领导班子").points == Decimal(14)
    assert view.score("考评", "骨干队伍").points is None


def test_a_deduction_wants_its_reason_but_the_extra_points_do_not(house: House) -> None:
    recorded = fill(house, 0)
    unreasoned = recorded.summaries[house.subject_ids[0]].unreasoned
    assert unreasoned == ("领导班子", "骨干队伍", "工作制度", "村务公开", "群众评价")
    own = fill(house, 0, evaluator="自评").summaries[house.subject_ids[0]]
    assert own.unreasoned == unreasoned, "自评 deducts nothing"


def test_an_emptied_cell_leaves_no_row(house: House) -> None:
    first = house.subject_ids[0]
    record_score(house.workspace, Change(first, "考评", "领导班子", Decimal(9), "理由"))
    record_score(house.workspace, Change(first, "考评", "领导班子", None, "理由"))
    assert sheets.sheet(house.workspace, first).score("考评", "领导班子").note == "理由"
    record_score(house.workspace, Change(first, "考评", "领导班子", None))
    with house.workspace.session() as session:
        assert session.execute(select(tables.score)).all() == []


def test_two_sheets_far_apart_are_pointed_out(house: House) -> None:
    fill(house, 0)
    fill(house, 0, ("15", "15", "15", "15", "20", "20", "10"), "自评")
    gap = sheets.roster(house.workspace, house.round_id)[0].summary.gap
    assert gap is not None
    assert gap.too_far
    assert gap.words == "自评比考评高 17 分，相差超过 10 分"


def test_the_turned_table_has_a_gap_where_a_subject_lacks_the_indicator(house: House) -> None:
    fill(house, 0)
    turned = sheets.turned(house.workspace, house.round_id, "村务公开")
    assert len(turned.lines) == 11, "who does not take part is not listed"
    assert turned.lines[0].scores["考评"].points == Decimal(18)
    assert turned.lines[2].indicator is None


def test_a_locked_round_takes_nothing_and_later_changes_leave_a_trace(house: House) -> None:
    fill(house, 0)
    round_ = tables.round_
    mine = round_.c.id == house.round_id
    with house.workspace.session() as session:
        session.execute(
            update(round_).where(mine).values(locked=1, finalised_at="2026-05-01 10:00:00")
        )
    change = Change(house.subject_ids[0], "考评", "领导班子", Decimal(9), "缺委员")
    with pytest.raises(Fault, match="定稿"):
        record_score(house.workspace, change)
    rounds.unlock(house.workspace, house.round_id, "复核")
    record_score(house.workspace, change)
    (amendment,) = amendments(house.workspace, house.round_id)
    assert amendment.what == "考评 领导班子"
    assert (amendment.before, amendment.after) == ("14 分", "9 分（缺委员）")


def test_a_domain_without_sheet_is_named(house: House) -> None:
    with house.workspace.session() as session:
        session.execute(update(tables.subject).values(domain="学校"))
    with pytest.raises(Fault, match="领域是“学校”"):
        sheets.roster(house.workspace, house.round_id)
