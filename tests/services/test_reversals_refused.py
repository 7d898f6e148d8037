"""What was built on a bulk act is named, and nothing is taken back."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from desk_app.domain.faults import Fault
from desk_app.domain.reversals import BulkKind
from desk_app.domain.rounds import Participant
from desk_app.domain.scoring import ScoreChange
from desk_app.services import grading, rectification, reversals, rounds
from desk_app.services.evidence import earlier
from desk_app.services.grading import DecisionEntry
from desk_app.services.organisations import registry
from desk_app.services.scoring import sheets
from desk_app.storage import tables
from tests.support.bulk_acts import (
    ROUND,
    OpenTownship,
    copy_township,
    import_list,
    make_township,
    registry_form,
    take_sheet,
)


@pytest.fixture(scope="module")
def township(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example township, made once and copied by each test."""
    return make_township(tmp_path_factory.mktemp("示例"))


@pytest.fixture
def town(township: Path, tmp_path: Path) -> Iterator[OpenTownship]:
    found = copy_township(township, tmp_path)
    yield found
    found.office.close(back_up=False)


def test_what_was_changed_since_is_named_and_nothing_is_taken_back(town: OpenTownship) -> None:
    take_sheet(town)
    first = sheets.roster(town.office, ROUND)[0].subject
    indicator = sheets.whole(town.office, ROUND, "自评").indicators[0].name
    later = ScoreChange(first.id, "自评", indicator, Decimal(3), "")
    assert sheets.record_many(town.office, [later]).refused == ()
    before = town.rows()
    found = town.last(BulkKind.SCORES)
    assert found.refusal == (
        f"“{first.name}”的“自评 {indicator}”在“导入评分表”以后又改过，不能整批撤销；"
        "请先把那一处改回去，或逐处修改。"
    )
    with pytest.raises(Fault, match="以后又改过"):
        reversals.undo(town.office, found.act.id)
    assert town.rows() == before


def test_a_level_decided_on_imported_scores_holds_them(town: OpenTownship) -> None:
    board = grading.board(town.office, ROUND)
    row = board.present[0]
    grading.decide(town.office, ROUND, [DecisionEntry(row.evidence.subject.id, "")])
    take_sheet(town)
    assert town.last(BulkKind.SCORES).refusal == "", "levels of before are no matter"
    scored = sheets.roster(town.office, ROUND)[0].subject
    chosen = next(one for one in board.present if one.evidence.subject.id == scored.id)
    level = DecisionEntry(scored.id, board.scheme.levels[1].name, "另有说明")
    grading.decide(town.office, ROUND, [level])
    assert chosen is not None
    sentence = town.last(BulkKind.SCORES).refusal
    assert sentence == (
        f"“{scored.name}”的“{board.decision_step}”是在“导入评分表”以后定的，不能整批撤销；"
        "请先在“定级”里取消它。"
    )
    grading.decide(town.office, ROUND, [DecisionEntry(scored.id, "")])
    assert town.last(BulkKind.SCORES).refusal == ""


def test_an_item_drawn_from_imported_scores_holds_them(town: OpenTownship) -> None:
    view = sheets.whole(town.office, ROUND, "考评")
    low = [
        ScoreChange(one.subject.id, "考评", view.indicators[0].name, Decimal(0), "资料不全")
        for one in sheets.roster(town.office, ROUND)[:2]
    ]
    gone = [one.id for one in rectification.ledger(town.office, ROUND)]
    rectification.remove(town.office, gone)
    sheets.record_many(town.office, low, bulk="粘贴")
    assert rectification.draw(town.office, ROUND).added
    assert "已按这次的分数生成了整改事项" in town.last(BulkKind.SCORES).refusal


def test_an_imported_organisation_in_use_holds_the_list(town: OpenTownship) -> None:
    import_list(town)
    new = next(one for one in registry.tree(town.office) if one.name == "新桥村第一党支部")
    earlier.record(town.office, (earlier.KnownLevel(new.id, 2019, "三星"),))
    assert "已填了 2019 年度的等级" in town.last(BulkKind.LIST).refusal
    earlier.record(town.office, (earlier.KnownLevel(new.id, 2019, ""),))
    form = registry_form(new.id, town)
    above = next(one for one in registry.tree(town.office) if one.name == "新桥村党总支")
    later = registry.save(
        town.office, replace(form, id=None, name="新桥村第二党支部", code="", parent_id=above.id)
    )
    assert "下面后来登记了“新桥村第二党支部”" in town.last(BulkKind.LIST).refusal
    registry.remove(town.office, later)
    assert town.last(BulkKind.LIST).refusal == ""
    scheme = rounds.get(town.office, ROUND).scheme_id
    rounds.create(town.office, scheme, 2026, "年末复核", [Participant(new.id)])
    before = town.rows()
    found = town.last(BulkKind.LIST)
    assert found.refusal == (
        "“新桥村第一党支部”已编入轮次“2026 年度年末复核”，不能撤销“导入名单”；"
        "不再使用的请在名册里用“撤销…”停用。"
    )
    with pytest.raises(Fault, match="已编入轮次"):
        reversals.undo(town.office, found.act.id)
    assert town.rows() == before


def test_every_table_that_refers_to_a_written_one_is_looked_at() -> None:
    """Whoever adds a reference to a table of bulk acts must say what it means to undoing."""
    written = {"organisation", "score", "fact", "earlier_level", "opinion", "rectification"}
    referring = {
        (table.name, key.column.table.name)
        for table in tables.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in written
    }
    assert referring == {
        ("subject", "organisation"),
        ("earlier_level", "organisation"),
        ("organisation", "organisation"),
    }


def test_a_field_typed_beside_an_import_does_not_hold_it(town: OpenTownship) -> None:
    import_list(town)
    one = next(one for one in registry.tree(town.office) if one.secretary == "换某")
    form = registry_form(one.id, town)
    registry.save(town.office, replace(form, phone="0000"))
    registry.reorder(town.office, one.id, -1)
    found = town.last(BulkKind.LIST)
    assert found.refusal == ""
    reversals.undo(town.office, found.act.id)
    again = next(row for row in registry.tree(town.office) if row.id == one.id)
    assert (again.phone, again.secretary != "换某") == ("0000", True)


def test_a_deleted_organisation_comes_back_with_its_levels(town: OpenTownship) -> None:
    import_list(town)
    one = next(row for row in registry.tree(town.office) if row.name == "新桥村第一党支部")
    earlier.record(town.office, (earlier.KnownLevel(one.id, 2019, "三星"),))
    before = town.rows()
    registry.remove(town.office, one.id, keep=True)
    assert town.rows() != before
    town.restart()
    found = town.last(BulkKind.LIST)
    assert found.act.named == "2026-03-15 10:42 的“删除新桥村第一党支部”"
    reversals.undo(town.office, found.act.id)
    assert town.rows() == before


def test_it_does_not_come_back_without_superior_or_code(town: OpenTownship) -> None:
    import_list(town)
    by_name = {row.name: row for row in registry.tree(town.office)}
    one, above = by_name["新桥村第一党支部"], by_name["新桥村党总支"]
    registry.remove(town.office, one.id, keep=True)
    number = town.last(BulkKind.LIST).act.id
    other = registry_form(above.id, town)
    registry.save(town.office, replace(other, code="B2"))
    with pytest.raises(Fault, match="第一党支部”的代码“B2”现在是“新桥村党总支”的，不能撤销“删除"):
        reversals.undo(town.office, number)
    moved = next(row for row in registry.tree(town.office) if row.parent_id == above.id)
    registry.save(town.office, replace(registry_form(moved.id, town), parent_id=None))
    registry.remove(town.office, above.id)
    with pytest.raises(Fault, match="原来的上级已经不在名册里"):
        reversals.undo(town.office, number)
