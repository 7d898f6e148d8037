"""Schemes in a real workspace: listing, importing, exporting, pinning."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from desk_app.domain.faults import Fault
from desk_app.domain.scheme import loading
from desk_app.domain.scheme.model.problems import Problem, SchemeFault, Severity
from desk_app.services import schemes
from desk_app.services.schemes import keeping, reading_back
from desk_app.services.workspace import Office, Workspace, create
from desk_app.storage import tables
from tests.domain.scheme_texts import TINY, shipped_text, tiny


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = create(tmp_path / "工作区", Office("中共青山镇委员会", "青山镇"))
    yield opened
    opened.close(back_up=False)


def written(folder: Path, text: str, name: str = "方案.toml", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def new_round(workspace: Workspace, scheme: str | Path, name: str = "年初定级") -> int:
    with workspace.session() as session:
        pinned, _ = schemes.pin(session, scheme)
        key = session.execute(
            insert(tables.round_).values(
                scheme_id=pinned, year=2026, name=name, created_at="2026-01-05 09:00:00"
            )
        ).inserted_primary_key
    assert key is not None
    return int(key[0])


def rows(workspace: Workspace) -> list[tuple[str, bool]]:
    table = tables.scheme.c
    with workspace.session() as session:
        found = session.execute(select(table.scheme_id, table.imported_at).order_by(table.id))
        return [(row.scheme_id, bool(row.imported_at)) for row in found]


def ids(workspace: Workspace) -> list[tuple[str, bool, int]]:
    return [(one.id, one.shipped, one.rounds) for one in schemes.listing(workspace)]


DAY = date(2026, 3, 1)
FIRST_SHIPPED = ("A1", "A2", "A3", "A4", "B1", "C5", "C7", "C7b", "C7c", "C9m", "C9o")
SHIPPED = (*FIRST_SHIPPED, "C10", "C11", "C12", "C13", "C15", "C16", "D1", "E1")


def test_nineteen_schemes_ship() -> None:
    assert sorted(one.id for one in schemes.shipped()) == sorted(SHIPPED)
    assert schemes.load_shipped("C5").full_points == 110
    with pytest.raises(Fault, match="没有编号为“C6”的方案"):
        schemes.load_shipped("C6")


def test_an_import_is_listed_and_the_same_content_changes_nothing(
    workspace: Workspace, tmp_path: Path
) -> None:
    first = schemes.import_file(workspace, written(tmp_path, TINY))
    assert (first.id, first.changed, first.sentence) == (
        "小",
        True,
        "已导入方案 小“青山镇试行方案”。",
    )
    assert ids(workspace)[-1] == ("小", False, 0)
    before = rows(workspace)
    # A stick and an editor change line ends and put a mark in front, not the content.
    again = "\ufeff" + TINY.replace("\n", "\r\n") + "\r\n"
    second = schemes.import_file(workspace, written(tmp_path, again, "副本.toml"))
    assert not second.changed
    assert "没有改动" in second.sentence
    assert rows(workspace) == before


def test_a_shipped_scheme_imported_as_it_is_changes_nothing(
    workspace: Workspace, tmp_path: Path
) -> None:
    done = schemes.import_file(workspace, written(tmp_path, shipped_text("D1")))
    assert not done.changed
    assert "程序自带" in done.sentence
    assert rows(workspace) == []


def test_a_new_version_is_used_for_new_rounds_and_old_rounds_keep_theirs(
    workspace: Workspace, tmp_path: Path
) -> None:
    old = new_round(workspace, "D1")
    changed = shipped_text("D1").replace('at_most = "20%"', 'at_most = "25%"')
    done = schemes.import_file(workspace, written(tmp_path, changed))
    assert done.changed
    assert "已有的轮次不受影响" in done.sentence
    new = new_round(workspace, "D1", "年末复核")
    assert str(schemes.pinned(workspace, old).quotas[0].share) == "1/5"
    assert str(schemes.pinned(workspace, new).quotas[0].share) == "1/4"
    assert str(schemes.load(workspace, "D1").quotas[0].share) == "1/4"
    assert ("D1", False, 2) in ids(workspace)
    # Back to the shipped text: it was pinned before, and is now the one imported last.
    back = schemes.import_file(workspace, written(tmp_path, shipped_text("D1")))
    assert back.changed
    assert str(schemes.load(workspace, "D1").quotas[0].share) == "1/5"
    assert rows(workspace) == [("D1", True), ("D1", True)]


def test_a_round_pins_the_text_once(workspace: Workspace) -> None:
    first, second = new_round(workspace, "C5"), new_round(workspace, "C5", "年末复核")
    assert rows(workspace) == [("C5", False)]
    assert ("C5", True, 2) in ids(workspace)
    assert schemes.pinned(workspace, first) is schemes.pinned(workspace, second)
    with pytest.raises(Fault, match="没有编号为 99 的轮次"):
        schemes.pinned(workspace, 99)


def test_a_round_can_be_pinned_to_a_file(workspace: Workspace, tmp_path: Path) -> None:
    round_id = new_round(workspace, written(tmp_path, TINY))
    assert schemes.pinned(workspace, round_id).title == "青山镇试行方案"
    assert ids(workspace)[-1] == ("小", False, 1)


def test_what_is_exported_comes_back_as_the_same(workspace: Workspace, tmp_path: Path) -> None:
    schemes.export_file(workspace, "C11", tmp_path / "带走.toml")
    assert (tmp_path / "带走.toml").read_text("utf-8") == shipped_text("C11")
    assert not schemes.import_file(workspace, tmp_path / "带走.toml").changed
    with pytest.raises(Fault, match="没有编号为“无”的方案"):
        schemes.export_file(workspace, "无", tmp_path / "x.toml")
    assert not (tmp_path / "x.toml").exists()
    schemes.export_shipped("D1", tmp_path / "D1.toml")
    assert schemes.check_file(tmp_path / "D1.toml") == ()


def test_a_scheme_is_read_back_with_what_was_chosen_last() -> None:
    text = shipped_text("C5")
    told = reading_back.in_words(text)
    scheme = schemes.parsed(text)
    assert (told.id, told.title, told.source) == ("C5", scheme.title, scheme.source)
    assert told.sections[-1].title == "本方案在以下地方作了选择"
    assert len(told.sections[-1].lines) == len(scheme.readings) > 0
    assert [one.title for one in reading_back.in_words(TINY).sections][-1] == "表名"


def test_errors_and_hints_of_a_file_are_told_apart(tmp_path: Path) -> None:
    fact = '\n[[facts]]\nname = "备注"\nkind = "text"\n'
    found = reading_back.examine_file(written(tmp_path, TINY + fact), on=DAY)
    assert (len(found.errors), len(found.hints)) == (0, 1)
    broken = tiny(('range = "80 <= x < 90"', 'range = "80 <= x <= 89"'))
    found = reading_back.examine_file(written(tmp_path, broken + fact), on=DAY)
    assert (len(found.errors), len(found.hints)) == (1, 1)
    assert "不属于任何档次" in found.errors[0]
    assert [str(one) for one in found.problems] == [*found.errors, *found.hints]


def test_a_faulty_file_is_refused_whole(workspace: Workspace, tmp_path: Path) -> None:
    broken = tiny(('range = "80 <= x < 90"', 'range = "80 <= x <= 89"'))
    with pytest.raises(Fault) as caught:
        schemes.import_file(workspace, written(tmp_path, broken))
    assert caught.value.sentences[0] == "方案文件“方案.toml”有 1 处错误，没有采用："
    assert "89 分（不含）至 90 分（不含）不属于任何档次" in caught.value.sentences[1]
    assert rows(workspace) == []


def test_hints_let_a_file_through(workspace: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path, TINY + '\n[[facts]]\nname = "备注"\nkind = "text"\n')
    assert [one.severity for one in schemes.check_file(path)] == [Severity.HINT]
    assert len(schemes.import_file(workspace, path).hints) == 1


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (TINY.encode("gb18030"), "不是 UTF-8 编码的文字（第 3 行起）"),
        (b"PK\x03\x04\xff\xfe" * 100, "不是 UTF-8"),
        (b"#" * 4_000_001, "太大"),
        (None, "找不到方案文件"),
    ],
    ids=("gb18030", "zip", "huge", "missing"),
)
def test_a_file_that_is_no_text_gets_a_sentence(
    tmp_path: Path, content: bytes | None, expected: str
) -> None:
    path = tmp_path / "方案.toml"
    if content is not None:
        path.write_bytes(content)
    for use in (schemes.check_file, schemes.load_file):
        with pytest.raises(Fault) as caught:
            use(path)
        assert expected in str(caught.value)


def test_a_folder_is_no_scheme(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="是一个文件夹"):
        schemes.check_file(tmp_path)


def test_a_round_stays_open_where_checks_have_become_stricter(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = schemes.shipped_text("D1")
    round_id = new_round(workspace, "D1")
    scheme = schemes.pinned(workspace, round_id)
    monkeypatch.setattr(loading, "findings", lambda _: [Problem(1, "从今以后不行")])
    with pytest.raises(SchemeFault):
        schemes.parsed(f"{text}\n# 另一份\n")
    keeping._kept.cache_clear()
    assert schemes.pinned(workspace, round_id) == scheme
