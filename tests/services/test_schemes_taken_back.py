"""An import of a scheme, and a round's going over to a new version, taken back and done again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from desk_app.domain.faults import Fault
from desk_app.services import schemes, version_offers
from desk_app.services.reversals import scheme_imports
from desk_app.services.workspace import Office, Workspace, create
from desk_app.storage import tables
from tests.domain.scheme_texts import TINY, shipped_text, tiny
from tests.services.test_schemes import new_round, rows, written

REMARK = '\n[[facts]]\nname = "备注"\nkind = "text"\n'


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = create(tmp_path / "工作区", Office("中共青山镇委员会", "青山镇"))
    yield opened
    opened.close(back_up=False)


def recorded(workspace: Workspace) -> list[tuple[str, str]]:
    one = tables.change.c
    with workspace.session() as session:
        return [(row.what, row.why) for row in session.execute(select(one.what, one.why))]


def test_an_import_goes_and_comes_again(workspace: Workspace, tmp_path: Path) -> None:
    done = schemes.import_file(workspace, written(tmp_path, TINY))
    scheme_imports.turn(workspace, done, forward=False)
    assert rows(workspace) == []
    with pytest.raises(Fault, match="没有编号为“小”的方案"):
        schemes.load(workspace, "小")
    scheme_imports.turn(workspace, done, forward=True)
    assert schemes.text_of(workspace, "小") == TINY
    assert [what for what, _ in recorded(workspace)] == [
        "导入方案", "撤销“导入方案”", "重做“导入方案”",
    ]  # fmt: skip


def test_an_older_text_goes_before_again(workspace: Workspace, tmp_path: Path) -> None:
    changed = tiny(("x >= 90", "x >= 85"), ("80 <= x < 90", "80 <= x < 85"))
    schemes.import_file(workspace, written(tmp_path, TINY))
    done = schemes.import_file(workspace, written(tmp_path, changed, "二.toml"))
    back = schemes.import_file(workspace, written(tmp_path, TINY))
    assert schemes.text_of(workspace, "小") == TINY
    scheme_imports.turn(workspace, back, forward=False)
    assert schemes.text_of(workspace, "小") == changed
    scheme_imports.turn(workspace, done, forward=False)
    assert schemes.text_of(workspace, "小") == TINY


def test_the_shipped_text_serves_again(workspace: Workspace, tmp_path: Path) -> None:
    text = shipped_text("D1").replace("年初", "年头", 1)
    done = schemes.import_file(workspace, written(tmp_path, text))
    assert schemes.text_of(workspace, "D1") == text
    scheme_imports.turn(workspace, done, forward=False)
    assert schemes.text_of(workspace, "D1") == shipped_text("D1")


def test_the_same_content_is_no_step(workspace: Workspace, tmp_path: Path) -> None:
    schemes.import_file(workspace, written(tmp_path, TINY))
    done = schemes.import_file(workspace, written(tmp_path, TINY))
    assert done.row is None
    scheme_imports.turn(workspace, done, forward=False)
    assert len(rows(workspace)) == 1


def test_a_round_that_goes_by_it_holds_it(workspace: Workspace, tmp_path: Path) -> None:
    done = schemes.import_file(workspace, written(tmp_path, TINY))
    new_round(workspace, "小")
    with pytest.raises(Fault) as refused:
        scheme_imports.turn(workspace, done, forward=False)
    assert str(refused.value) == (
        "轮次“2026 年度年初定级”正用着方案 小 的这一版，不能撤销“导入方案”。"
    )
    assert schemes.text_of(workspace, "小") == TINY


def test_what_came_in_since_holds_it(workspace: Workspace, tmp_path: Path) -> None:
    done = schemes.import_file(workspace, written(tmp_path, TINY))
    scheme_imports.turn(workspace, done, forward=False)
    with pytest.raises(Fault, match="后来又导入或使用过，不能撤销“导入方案”"):
        scheme_imports.turn(workspace, done, forward=False)
    schemes.import_file(workspace, written(tmp_path, tiny(("青山镇", "白鹭镇")), "别.toml"))
    schemes.import_file(workspace, written(tmp_path, TINY))
    with pytest.raises(Fault, match="后来又导入或使用过，不能重做“导入方案”"):
        scheme_imports.turn(workspace, done, forward=True)


@pytest.fixture
def repinned(workspace: Workspace, tmp_path: Path) -> version_offers.TakenVersion:
    """A round with one subject that went over to a version that has a fact more."""
    schemes.import_file(workspace, written(tmp_path, TINY))
    round_id = new_round(workspace, "小")
    with workspace.session() as session:
        session.execute(insert(tables.organisation).values(name="石桥村党支部", kind="党支部"))
        session.execute(
            insert(tables.subject).values(
                round_id=round_id, organisation_id=1, position=0, name="石桥村党支部"
            )
        )
    schemes.import_file(workspace, written(tmp_path, TINY + REMARK, "二.toml"))
    return version_offers.take(workspace, round_id, "小")


def test_a_round_goes_back_to_its_version(
    workspace: Workspace, repinned: version_offers.TakenVersion
) -> None:
    version_offers.turn(workspace, repinned, again=False)
    assert schemes.pinned(workspace, repinned.repinned.round_id).facts == ()
    assert recorded(workspace)[-1] == ("方案版本", "撤销“改用新版本”")
    with pytest.raises(Fault, match="后来又换过方案的版本，不能撤销"):
        version_offers.turn(workspace, repinned, again=False)
    version_offers.turn(workspace, repinned, again=True)
    assert schemes.pinned(workspace, repinned.repinned.round_id).facts
    assert recorded(workspace)[-1] == ("方案版本", "重做“改用新版本”")


def test_what_only_the_new_version_knows_holds_it(
    workspace: Workspace, repinned: version_offers.TakenVersion
) -> None:
    fact = {"subject_id": 1, "fact": "备注", "value": "有", "entered_by": "甲", "entered_at": "今"}
    with workspace.session() as session:
        session.execute(insert(tables.fact).values(fact))
    with pytest.raises(Fault) as refused:
        version_offers.turn(workspace, repinned, again=False)
    assert str(refused.value) == ("已经填了“备注”，那一版方案里没有它，不能撤销“改用新版本”。")
    assert schemes.pinned(workspace, repinned.repinned.round_id).facts


def test_a_locked_round_keeps_its_version(
    workspace: Workspace, repinned: version_offers.TakenVersion
) -> None:
    with workspace.session() as session:
        session.execute(update(tables.round_).values(locked=1))
    with pytest.raises(Fault, match="定稿"):
        version_offers.turn(workspace, repinned, again=False)
