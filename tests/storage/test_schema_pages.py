"""The pages of docs/数据库 name every table and column that the schema of their number has."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.storage.test_migrate import RELEASED, columns_of

DOCS = Path(__file__).parents[2] / "docs"
INDEX = (DOCS / "数据库.md").read_text(encoding="utf-8")


def described(version: str) -> set[tuple[str, str]]:
    """Table and column of every row in the pages up to ``version``, less what is 去掉 there."""
    found: set[tuple[str, str]] = set()
    for page in sorted((DOCS / "数据库").glob("[0-9]*.md")):
        if page.stem > version:
            break
        table, gone = "", False
        for line in page.read_text(encoding="utf-8").splitlines():
            if heading := re.match(r"`(\w+)` ", line):
                table = heading[1]
            elif line.startswith("#"):
                table, gone = "", "去掉" in line
            elif line.startswith("|"):
                cells = [re.findall(r"`(\w+)`", cell) for cell in line.split("|")[1:-1]]
                names = [table] if table else cells[0]
                rows = {(one, column) for one in names for column in cells[0 if table else 1]}
                found = found - rows if gone else found | rows
    return found


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: path.stem)
def test_every_column_is_on_a_page(path: Path) -> None:
    version = path.stem.removeprefix("schema_")
    columns = {
        (table, name.strip('"')) for table, names in columns_of(path).items() for name in names
    }
    assert described(version) == columns


def test_every_version_is_in_the_index() -> None:
    pages = sorted((DOCS / "数据库").glob("[0-9]*.md"))
    assert [page.stem for page in pages] == [path.stem[-4:] for path in RELEASED]
    assert all(f"(数据库/{page.name})" in INDEX for page in pages)


def test_the_kept_databases_stand_at_their_number() -> None:
    for path in RELEASED:
        with closing(sqlite3.connect(path)) as raw:
            found = raw.execute("SELECT version_num FROM alembic_version").fetchone()
        assert found == (path.stem[-4:],)
