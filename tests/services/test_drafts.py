"""A draft lies in the workspace at every change, and walks back after a restart too."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from desk_app.domain.drafts.bands import suggested, with_limits
from desk_app.domain.drafts.judging import read_back
from desk_app.domain.drafts.tree import Row, SchemeDraft, at, insert, put, text_at
from desk_app.domain.drafts.writing import text_of
from desk_app.domain.faults import Fault
from desk_app.services import drafts, schemes
from desk_app.services.workspace import Office, Workspace, create, open_
from tests.domain.scheme_texts import shipped_text, tiny


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = create(tmp_path / "工作区", Office("中共青山镇委员会", "青山镇"))
    yield opened
    opened.close(back_up=False)


def small(draft: SchemeDraft) -> SchemeDraft:
    """The draft made into the smallest scheme that can be used."""
    rows: tuple[tuple[str, Row], ...] = (
        ("levels", {"name": "好"}),
        ("levels", {"name": "差"}),
        ("indicators", {"name": "工作", "points": Decimal(100)}),
        ("evaluators", {"name": "考评", "total": True}),
        ("steps", {"name": "研究", "yields": "decision"}),
    )
    for key, row in rows:
        draft = insert(draft, (key,), row)
    draft = put(draft, ("total", "full"), Decimal(100))
    return with_limits(draft, suggested(["好", "差"], Decimal(100)))


def test_a_draft_made_from_nothing_becomes_a_scheme(workspace: Workspace) -> None:
    begun = drafts.new(workspace, "青山镇试行方案")
    assert not begun.can_undo
    with pytest.raises(Fault, match="还不能采用"):
        drafts.adopt(workspace, begun.id)
    drafts.save(workspace, begun.id, small(begun.draft), "填表")
    assert drafts.listing(workspace)[0].adopted_at == ""
    adopted = drafts.adopt(workspace, begun.id)
    assert adopted.arrived.imported.changed
    name = adopted.arrived.imported.id
    assert schemes.load(workspace, name).title == "青山镇试行方案"
    assert name in {one.id for one in schemes.listing(workspace)}
    assert drafts.listing(workspace)[0].adopted_at
    assert not drafts.adopt(workspace, begun.id).arrived.imported.changed


def test_every_change_is_a_step_that_walks_back_after_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "工作区"
    first = create(folder, Office("中共青山镇委员会", "青山镇"))
    begun = drafts.copy_of(first, "D1")
    assert text_of(begun.draft) == shipped_text("D1")
    half = put(begun.draft, ("indicators", 0, "points"), "十五分吧")
    drafts.save(first, begun.id, half, "改分值")
    drafts.save(first, begun.id, put(half, ("title",), ""), "改名称")
    first.close(back_up=False)
    again = open_(folder)
    try:
        opened = drafts.open_draft(again, begun.id)
        assert at(opened.draft, ("indicators", 0, "points")) == "十五分吧"
        assert (opened.undo_words, opened.redo_words) == ("改名称", "")
        assert drafts.listing(again)[0].title == ""
        back = drafts.undo(again, begun.id)
        assert (back.undo_words, back.redo_words) == ("改分值", "改名称")
        assert text_at(back.draft, ("title",)) == text_at(begun.draft, ("title",))
        back = drafts.undo(again, begun.id)
        assert text_of(back.draft) == shipped_text("D1")
        assert not back.can_undo
        assert text_of(drafts.undo(again, begun.id).draft) == shipped_text("D1")
        forth = drafts.redo(again, begun.id)
        assert at(forth.draft, ("indicators", 0, "points")) == "十五分吧"
        other = drafts.save(again, begun.id, put(forth.draft, ("title",), "另一个"), "改名称")
        assert not other.can_redo
    finally:
        again.close(back_up=False)


def test_the_same_text_is_no_step_and_old_steps_go(workspace: Workspace) -> None:
    begun = drafts.new(workspace, "一")
    assert not drafts.save(workspace, begun.id, begun.draft).can_undo
    for number in range(9):
        changed = put(begun.draft, ("title",), f"第{number}次")
        drafts.save(workspace, begun.id, changed, most=4)
    walked = 0
    while drafts.open_draft(workspace, begun.id).can_undo:
        drafts.undo(workspace, begun.id)
        walked += 1
    assert walked == 3


def test_a_damaged_file_is_kept_as_it_is(workspace: Workspace, tmp_path: Path) -> None:
    text = tiny(("points = 60", "points = 六十"), ("[total]", "[total"))
    path = tmp_path / "坏.toml"
    path.write_bytes(text.encode())
    begun = drafts.from_file(workspace, path)
    assert begun.made_from == "读入 坏.toml"
    assert text_of(begun.draft) == text
    assert read_back(begun.draft).errors > 0
    kept = drafts.open_draft(workspace, begun.id)
    assert kept.draft == begun.draft
    with pytest.raises(Fault, match="还不能采用"):
        drafts.adopt(workspace, begun.id)


def test_a_deleted_draft_can_be_put_back(workspace: Workspace) -> None:
    begun = drafts.new(workspace, "一")
    drafts.save(workspace, begun.id, put(begun.draft, ("title",), "二"), "改名称")
    removed = drafts.remove(workspace, begun.id)
    assert drafts.listing(workspace) == ()
    with pytest.raises(Fault, match="已经删去"):
        drafts.open_draft(workspace, begun.id)
    with pytest.raises(Fault, match="已经删去"):
        drafts.save(workspace, begun.id, begun.draft)
    back = drafts.put_back(workspace, removed)
    assert back.undo_words == "改名称"
    with pytest.raises(Fault, match="不能再放回"):
        drafts.put_back(workspace, removed)
