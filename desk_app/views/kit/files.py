"""Every question for a file or folder; each kind of question begins where it was answered last."""

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desk_app.views.settings import Settings

WORKBOOKS = "表格 (*.xlsx *.xls *.xlsm *.et)"
"""What the program reads."""
WORKBOOK = "表格 (*.xlsx)"
"""What the program writes."""
PDF = "PDF (*.pdf)"
WORKBOOK_OR_PDF = f"{WORKBOOK};;{PDF}"
SCHEMES = "方案文件 (*.toml)"
LISTS = "名单 (*.xlsx *.xls *.xlsm *.et *.csv *.tsv *.txt *.htm *.html *.xml *.ods);;所有文件 (*)"
"""What a list of organisations may come in."""
DOCUMENTS = "文件 (*.docx *.pdf *.txt);;所有文件 (*)"
"""What a county's document may come in."""
SCHEMES_OR_DOCUMENTS = f"文件或方案 (*.docx *.pdf *.txt *.toml);;{SCHEMES};;所有文件 (*)"
"""What a draft may begin with."""


_LATEST = "files/folder"
_SPEAKS = "speaks of files"
"""A property of the application: its words for files are Chinese already."""


class Purpose(StrEnum):
    """What a file or folder is wanted for; this computer remembers the last folder of each."""

    SCHEMES = "schemes"
    DOCUMENTS = "documents"
    ORGANISATIONS = "organisations"
    SCORE_SHEETS = "score_sheets"
    COUNTS = "counts"
    SAMPLES = "samples"
    PDF = "pdf"
    SUBMISSION = "submission"


def last_folder(settings: Settings, purpose: Purpose) -> str:
    """Return the folder in which a file was last chosen for a purpose; "" before the first."""
    return settings.text(f"{purpose}/folder")


def begin_in(settings: Settings, purpose: Purpose) -> str:
    """Return the folder in which a question for a file begins: one that is there.

    Where it was answered last for this purpose, then for any; before the first time 桌面, 文档.
    """
    kept = (last_folder(settings, purpose), settings.text(_LATEST))
    location = QStandardPaths.StandardLocation
    usual = (location.DesktopLocation, location.DocumentsLocation, location.HomeLocation)
    for one in (*kept, *(QStandardPaths.writableLocation(place) for place in usual)):
        if one and Path(one).is_dir():
            return one
    return str(Path.home())


def remember_folder(settings: Settings, purpose: Purpose, folder: Path) -> None:
    """Begin there the next time."""
    settings.set_text(f"{purpose}/folder", str(folder))
    settings.set_text(_LATEST, str(folder))


def ask_open(
    parent: QWidget, settings: Settings, purpose: Purpose, title: str, filters: str
) -> Path | None:
    """Ask for a file that is there; ``None`` when nothing was chosen."""
    _speak_chinese()
    start = begin_in(settings, purpose)
    chosen, _ = QFileDialog.getOpenFileName(parent, title, start, filters)
    return _remembered(settings, purpose, chosen)


def ask_save(
    parent: QWidget, settings: Settings, purpose: Purpose, title: str, name: str, filters: str
) -> Path | None:
    """Ask where a file is to be written, proposing ``name``; ``None`` when nothing was chosen.

    A name that was typed without an ending gets that of the filter that was picked, else the first.
    """
    _speak_chinese()
    start = str(Path(begin_in(settings, purpose)) / name)
    chosen, picked = QFileDialog.getSaveFileName(parent, title, start, filters)
    path = _remembered(settings, purpose, chosen)
    if path is None or path.suffix:
        return path
    return path.with_suffix(ending(picked or filters))


def ask_folder(parent: QWidget, title: str, start: str) -> Path | None:
    """Ask for a folder, beginning in ``start``; ``None`` when nothing was chosen."""
    _speak_chinese()
    chosen = QFileDialog.getExistingDirectory(parent, title, start)
    return Path(chosen) if chosen else None


def ending(filters: str) -> str:
    """Return the first ending that filters name: ".xlsx" of ``表格 (*.xlsx);;PDF (*.pdf)``."""
    return filters.partition("(*")[2].partition(")")[0].partition(" ")[0]


def _remembered(settings: Settings, purpose: Purpose, chosen: str) -> Path | None:
    if not chosen:
        return None
    path = Path(chosen)
    remember_folder(settings, purpose, path.parent)
    return path


def _speak_chinese() -> None:
    """Have what Qt's own dialog says of files in Chinese; asked once, at the first question."""
    application = QCoreApplication.instance()
    if application is not None and not application.property(_SPEAKS):
        from desk_app.views.kit.file_words import FileWords

        application.setProperty(_SPEAKS, FileWords.installed(application))
