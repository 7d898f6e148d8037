"""A scheme goes from a file into the database and out to a file, and is the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from desk_app.domain.scheme.words.comparison import compare
from desk_app.services import schemes
from desk_app.services.workspace import Office, Workspace, create
from desk_app.storage import tables
from tests.domain.scheme_texts import all_texts


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = create(tmp_path / "工作区", Office("中共青山镇委员会", "青山镇"))
    yield opened
    opened.close(back_up=False)


def kept(workspace: Workspace) -> list[tuple[str, str, str]]:
    table = tables.scheme.c
    with workspace.session() as session:
        found = session.execute(select(table.scheme_id, table.digest, table.text))
        return [(row.scheme_id, row.digest, row.text) for row in found]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_scheme_comes_out_as_it_went_in(
    workspace: Workspace, tmp_path: Path, line_end: str
) -> None:
    went_in = {}
    for scheme_id, text in all_texts().items():
        # A remark of the office makes it a text of its own, so that the database keeps it.
        went_in[scheme_id] = f"# 青山镇修改\n{text}".replace("\n", line_end).encode()
        (tmp_path / "进.toml").write_bytes(went_in[scheme_id])
        assert schemes.import_file(workspace, tmp_path / "进.toml").changed
    first = kept(workspace)
    assert len(first) == len(went_in)
    for scheme_id, _, text in first:
        schemes.export_file(workspace, scheme_id, tmp_path / "出.toml")
        came_out = (tmp_path / "出.toml").read_bytes()
        assert came_out.decode() == text
        assert came_out in went_in.values()
        assert not schemes.import_file(workspace, tmp_path / "出.toml").changed
        again = schemes.load_file(tmp_path / "出.toml")
        assert again == schemes.load(workspace, scheme_id)
        assert compare(again, schemes.load(workspace, scheme_id)) == ()
    assert kept(workspace) == first
