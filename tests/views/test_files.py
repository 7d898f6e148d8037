from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desk_app.views.kit import files
from desk_app.views.settings import Settings

Asked = list[tuple[str, str]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Asked:
    """Where every dialog began and what it offered; each is answered with a file."""
    asked: Asked = []

    def answer(name: str) -> tuple[str, str]:
        return str(tmp_path / "U盘" / name), ""

    def opening(_parent: QWidget, _title: str, start: str, offered: str) -> tuple[str, str]:
        asked.append((start, offered))
        return answer("名单.xlsx")

    def saving(_parent: QWidget, _title: str, start: str, offered: str) -> tuple[str, str]:
        asked.append((start, offered))
        return answer("方案")

    monkeypatch.setattr(QFileDialog, "getOpenFileName", opening)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", saving)
    return asked


def test_each_purpose_begins_where_it_was_answered_last(
    qtbot: QtBot, asked: Asked, tmp_path: Path
) -> None:
    parent, settings = QWidget(), Settings(tmp_path / "settings.ini")
    qtbot.addWidget(parent)
    lists, sheets = files.Purpose.ORGANISATIONS, files.Purpose.SCORE_SHEETS
    for purpose in (lists, lists, sheets):
        files.ask_open(parent, settings, purpose, "选择", files.WORKBOOKS)
    assert [start for start, _ in asked] == ["", str(tmp_path / "U盘"), ""]


def test_a_name_without_an_ending_gets_that_of_the_filter(
    qtbot: QtBot, asked: Asked, tmp_path: Path
) -> None:
    parent, settings = QWidget(), Settings(tmp_path / "settings.ini")
    qtbot.addWidget(parent)
    purpose = files.Purpose.SCHEMES
    path = files.ask_save(parent, settings, purpose, "导出", "方案-A1.toml", files.SCHEMES)
    assert path == tmp_path / "U盘" / "方案.toml"
    files.ask_save(parent, settings, purpose, "导出", "方案-A1.toml", files.SCHEMES)
    assert [start for start, _ in asked] == ["方案-A1.toml", str(tmp_path / "U盘" / "方案-A1.toml")]


@pytest.mark.parametrize(
    ("filters", "first"),
    [
        (files.WORKBOOK, ".xlsx"),
        (files.WORKBOOK_OR_PDF, ".xlsx"),
        (files.PDF, ".pdf"),
        (files.LISTS, ".xlsx"),
    ],
)
def test_ending_of_a_filter(filters: str, first: str) -> None:
    assert files.ending(filters) == first
