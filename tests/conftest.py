"""What every test lives in: no screen, no real user folders, no error that goes unnoticed."""

import logging
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

# Before anything imports Qt: no window may open on the screen of whoever runs the tests.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.pop("QT_SCALE_FACTOR", None)

import pytest
from hypothesis import settings
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from desk_app import assets

# A busy machine is not a fault of the rule under test.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

USER_FOLDERS = {
    "HOME": ".",
    "USERPROFILE": ".",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
    "XDG_DATA_HOME": ".local/share",
    "XDG_CONFIG_HOME": ".config",
    "XDG_CACHE_HOME": ".cache",
    "XDG_STATE_HOME": ".local/state",
    "XDG_RUNTIME_DIR": "run",
    "XDG_DOCUMENTS_DIR": "Documents",
    "XDG_DESKTOP_DIR": "Desktop",
    "XDG_DOWNLOAD_DIR": "Downloads",
    "TMPDIR": "tmp",
    "TEMP": "tmp",
    "TMP": "tmp",
}


@pytest.fixture(autouse=True)
def user_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Stand a made-up home where the user's folders are; subprocesses see it too."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name, folder in USER_FOLDERS.items():
            (home / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
            patch.setenv(name, str((home / folder).resolve()))
        patch.setattr(tempfile, "tempdir", str(home / "tmp"))
        yield home


@pytest.fixture(autouse=True)
def no_error_is_logged(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """Fail a test in which anything was logged as an error, unless it says it expects that."""
    yield
    if request.node.get_closest_marker("logs_errors"):
        return
    phases = ("setup", "call", "teardown")
    errors = [
        f"{record.name}: {record.getMessage()}"
        for phase in phases
        for record in caplog.get_records(phase)  # type: ignore[arg-type]
        if record.levelno >= logging.ERROR
    ]
    if errors:
        pytest.fail("logged as an error:\n" + "\n".join(errors), pytrace=False)


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """Give the one application the fonts that travel with us: the machine may have no Chinese."""
    for font in sorted(assets.resources_dir().glob("fonts/*.ttf")):
        QFontDatabase.addApplicationFont(str(font))
    return qapp
