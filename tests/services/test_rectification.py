from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from desk_app.domain.faults import Fault
from desk_app.domain.rectification import ItemField, Rectification, Status
from desk_app.services import rectification
from desk_app.services.workspace import Office, create
from tests.support.submission_township import Township, make_township, score

DAY = date(2026, 6, 30)


@pytest.fixture
def township(tmp_path: Path) -> Iterator[Township]:
    workspace = create(tmp_path / "工作区", Office("中共青山镇委员会", "青山镇"))
    found = make_township(workspace)
    score(
        found,
        "柳树湾村党支部",
        "0.9",
        low={
            "领导班子": ("13", "班子缺 1 名委员。"),
            "活动阵地": ("3", ""),
            "骨干队伍": ("10.5", "恰好七成"),
            "加分项目": ("0", ""),
        },
    )
    score(found, "石桥村党支部", "0.9")
    yield found
    workspace.close(back_up=False)


def one_item(township: Township, problem: str = "公开栏半年未更新") -> Rectification:
    draft = rectification.ItemDraft(township.ids["石桥村党支部"], problem)
    return rectification.add(township.workspace, township.round_id, draft)


def test_draws_indicators_below_the_share_with_the_scorers_words_first(township: Township) -> None:
    drawn = rectification.draw(township.workspace, township.round_id)

    assert [(one.subject, one.indicator) for one in drawn.added] == [
        ("柳树湾村党支部", "活动阵地"),
        ("柳树湾村党支部", "领导班子"),
    ]  # 70 % exactly is not below, a bonus indicator is no weakness, the weakest comes first
    assert drawn.added[1].problem.startswith("班子缺 1 名委员。“领导班子”得 13 分")
    assert drawn.added[0].problem == "“活动阵地”得 3 分（满分 10 分，得分率 30%），需要整改"
    assert drawn.known == 0
    assert drawn.unscored == 3
    assert drawn.words().startswith("从低分指标新增 2 项，涉及 1 个党组织。")


def test_what_was_drawn_is_not_drawn_again_even_when_closed(township: Township) -> None:
    first = rectification.draw(township.workspace, township.round_id)
    rectification.close(township.workspace, [first.added[0].id], "验收单", "王某", date(2026, 1, 5))

    second = rectification.draw(township.workspace, township.round_id)

    assert second.added == ()
    assert second.known == 2
    assert "没有新的低分指标。另有 2 项此前已在台账中" in second.words()
    assert len(rectification.ledger(township.workspace, township.round_id)) == 2


def test_the_ledger_is_one_query(township: Township) -> None:
    rectification.draw(township.workspace, township.round_id)
    seen = []
    with township.workspace.session() as session:
        engine = session.connection.engine
    event.listen(engine, "before_cursor_execute", lambda *given: seen.append(given[2]))

    assert len(rectification.ledger(township.workspace, township.round_id)) == 2

    assert len([one for one in seen if one.lstrip().upper().startswith("SELECT")]) == 1


def test_cells_are_written_all_or_none(township: Township) -> None:
    item = one_item(township)
    rectification.change_many(
        township.workspace,
        [
            rectification.ItemChange(item.id, ItemField.GOAL, " 按季度公开 "),
            rectification.ItemChange(item.id, ItemField.DUE, DAY),
        ],
    )
    with pytest.raises(Fault, match="存在问题不能为空"):
        rectification.change_many(
            township.workspace,
            [
                rectification.ItemChange(item.id, ItemField.OWNER, "王某"),
                rectification.ItemChange(item.id, ItemField.PROBLEM, "  "),
            ],
        )
    with pytest.raises(Fault, match="已被删除"):
        rectification.change_many(
            township.workspace,
            [
                rectification.ItemChange(item.id, ItemField.OWNER, "王某"),
                rectification.ItemChange(item.id + 100, ItemField.OWNER, "王某"),
            ],
        )

    (found,) = rectification.ledger(township.workspace, township.round_id)
    assert (found.goal, found.due_on, found.owner) == ("按季度公开", DAY, "")


@pytest.mark.parametrize(
    ("proof", "name", "sentence"),
    [("", "王某", "佐证"), ("照片", "  ", "销号人")],
)
def test_closing_wants_a_proof_and_a_name(
    township: Township, proof: str, name: str, sentence: str
) -> None:
    item = one_item(township)
    with pytest.raises(Fault, match=sentence):
        rectification.close(township.workspace, [item.id], proof, name, date(2026, 1, 5))
    (found,) = rectification.ledger(township.workspace, township.round_id)
    assert found.closed_on is None


def test_closing_and_taking_it_back(township: Township) -> None:
    item = one_item(township)
    today = township.workspace.today()
    with pytest.raises(Fault, match="还没有到"):
        rectification.close(
            township.workspace, [item.id], "照片", "王某", today + timedelta(days=1)
        )
    (closed,) = rectification.close(township.workspace, [item.id], " 照片 ", "王某", today)
    assert (closed.closed_on, closed.proof, closed.closed_by) == (today, "照片", "王某")
    assert closed.status(today) is Status.CLOSED
    with pytest.raises(Fault, match="已经销号"):
        rectification.close(township.workspace, [item.id], "照片", "王某", today)

    (again,) = rectification.reopen(township.workspace, [item.id])

    assert (again.closed_on, again.proof, again.closed_by) == (None, "", "")


def test_what_was_deleted_comes_back_as_it_was(township: Township) -> None:
    item = one_item(township)
    rectification.set_due(township.workspace, [item.id], DAY)
    before = rectification.ledger(township.workspace, township.round_id)

    gone = rectification.remove(township.workspace, [item.id])
    assert rectification.ledger(township.workspace, township.round_id) == ()
    rectification.restore(township.workspace, township.round_id, gone)

    assert rectification.ledger(township.workspace, township.round_id) == before


def test_an_item_belongs_to_the_round(township: Township) -> None:
    with pytest.raises(Fault, match="本轮名单"):
        rectification.add(
            township.workspace, township.round_id, rectification.ItemDraft(9999, "问题")
        )
    with pytest.raises(Fault, match="存在问题不能为空"):
        one_item(township, "   ")
