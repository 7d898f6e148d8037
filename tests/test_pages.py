"""Pages for outsiders lead somewhere; commits and the build machine run what developers run."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
PAGES = [
    path
    for path in (*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md"), *PROJECT.glob("*/*.md"))
    if not path.relative_to(PROJECT).parts[0].startswith((".", "out"))
]
FLOORS = ("", "desk_app/", "desk_app/services/", "docs/")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", re.sub(r"`[^`]*`", "", text))
    wanted = [link for link in links if not link.startswith(("http:", "https:", "mailto:"))]
    assert [link for link in wanted if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", ["ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_every_room_that_is_named_stands(page: str) -> None:
    text = (PROJECT / page).read_text(encoding="utf-8")
    named = {one for one in re.findall(r"`((?:[\w.]+/)+[\w.]*)`", text) if "NNNN" not in one}
    assert named
    missing = {
        name
        for name in named
        if not any(
            (PROJECT / floor / end).exists()
            for floor in FLOORS
            for end in (name, f"{name}.py", name.rstrip("/"))
        )
    }
    assert missing == set()


def test_every_word_stands_on_the_floors_that_its_row_names() -> None:
    text = (PROJECT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\|(.+)\|$", text.split("## Words")[1].split("\n方案 has")[0], re.MULTILINE)
    cells = [[re.findall(r"`([\w/]+)`", cell) for cell in row.split("|")] for row in rows]
    floors = [(PROJECT / "desk_app" / name) for cell in cells[0] for name in cell]
    named = [
        floor / word
        for row in cells[1:]
        for floor, words in zip(floors, row[1:], strict=False)
        for word in words
    ]
    assert len(floors) == 5
    assert len(named) > 50
    assert [one for one in named if not one.is_dir() and not one.with_suffix(".py").exists()] == []


def test_every_name_of_the_glossary_is_one_of_the_program() -> None:
    glossary = (PROJECT / "docs" / "术语.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([A-Z]\w*[a-z]\w*)`", glossary.split("## 不用的名字")[0]))
    sources = (PROJECT / "desk_app").rglob("*.py")
    program = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    assert len(named) > 50
    assert named - set(re.findall(r"^class (\w+)", program, re.MULTILINE)) == set()


def test_architecture_is_one_page() -> None:
    text = (PROJECT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 100


def test_every_decision_is_in_the_index() -> None:
    index = (PROJECT / "docs" / "决定.md").read_text(encoding="utf-8")
    decisions = sorted((PROJECT / "docs" / "决定").glob("*.md"))
    assert decisions
    for number, path in enumerate(decisions, start=1):
        assert path.name.startswith(f"{number:04d}-")
        assert f"(决定/{path.name})" in index


def test_a_commit_is_held_to_what_check_asks_and_nothing_is_fetched() -> None:
    text = (PROJECT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert re.findall(r"repo: (\S+)", text) == ["local"]
    assert re.findall(r"entry: (.+)", text) == ["python3 dev.py check"]


def test_the_build_machine_plays_the_round_and_tests_last() -> None:
    lines = (PROJECT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if "dev.py" in line and not line.startswith("#")]
    assert [re.findall(r"dev\.py (\w+)", line) for line in commands] == [["run"], ["test"]]
