import os
import subprocess
import sys
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
    (tmp_path / "U盘").mkdir()

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
    qtbot: QtBot, asked: Asked, tmp_path: Path, user_home: Path
) -> None:
    parent, settings = QWidget(), Settings(tmp_path / "settings.ini")
    qtbot.addWidget(parent)
    lists, sheets = files.Purpose.ORGANISATIONS, files.Purpose.SCORE_SHEETS
    for purpose in (lists, lists, sheets):
        files.ask_open(parent, settings, purpose, "选择", files.WORKBOOKS)
    stick = str(tmp_path / "U盘")
    assert [start for start, _ in asked] == [str(user_home / "Desktop"), stick, stick]
    files.remember_folder(settings, sheets, user_home)
    assert files.begin_in(settings, lists) == stick


def test_a_question_never_begins_in_a_folder_that_is_gone(tmp_path: Path, user_home: Path) -> None:
    settings = Settings(tmp_path / "settings.ini")
    files.remember_folder(settings, files.Purpose.PDF, tmp_path / "拔掉的U盘")
    assert files.begin_in(settings, files.Purpose.PDF) == str(user_home / "Desktop")
    (user_home / "Desktop").rmdir()
    assert files.begin_in(settings, files.Purpose.PDF) == str(user_home / "Documents")


def test_what_the_dialog_says_of_files_is_chinese_in_every_language(tmp_path: Path) -> None:
    (tmp_path / "名单").mkdir()
    code = f"""
from PySide6.QtCore import QDateTime, QLocale
from PySide6.QtWidgets import QApplication, QFileDialog, QFileSystemModel
from desk_app.views.kit import files, theme
theme.keep_chinese_days()
application = QApplication(theme.arguments())
theme.apply(application)
files._speak_chinese()
files._speak_chinese()
model = QFileSystemModel()
model.setRootPath({str(tmp_path)!r})
index = model.index({str(tmp_path / "名单")!r})
print(model.type(index))
print(QLocale.system().toString(QDateTime(2026, 4, 8, 9, 30, 0), QLocale.FormatType.ShortFormat))
print(QFileDialog.tr("Look in:"), application.translate("Nowhere", "kept"))
"""
    env = {**os.environ, "LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", code]
    told = subprocess.check_output(command, env=env, encoding="utf-8").split("\n")
    assert told[:3] == ["文件夹", "2026/4/8 09:30", "查找范围： kept"]


def test_a_name_without_an_ending_gets_that_of_the_filter(
    qtbot: QtBot, asked: Asked, tmp_path: Path, user_home: Path
) -> None:
    parent, settings = QWidget(), Settings(tmp_path / "settings.ini")
    qtbot.addWidget(parent)
    purpose = files.Purpose.SCHEMES
    path = files.ask_save(parent, settings, purpose, "导出", "方案-A1.toml", files.SCHEMES)
    assert path == tmp_path / "U盘" / "方案.toml"
    files.ask_save(parent, settings, purpose, "导出", "方案-A1.toml", files.SCHEMES)
    desktop = user_home / "Desktop"
    proposed = [str(folder / "方案-A1.toml") for folder in (desktop, tmp_path / "U盘")]
    assert [start for start, _ in asked] == proposed


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
