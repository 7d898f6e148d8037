"""Where the program would open a folder in the system's own window: noted, not opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices


class OpenedFolders(QObject):
    """Stands in for the system's file manager."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        """Note a folder that was to be opened."""
        self.opened.append(Path(url.toLocalFile()))


@contextmanager
def note_opened_folders() -> Iterator[OpenedFolders]:
    """Note folders instead of opening them, as long as it lasts."""
    opened_folders = OpenedFolders()
    # PySide takes a text here, whatever its stubs say.
    QDesktopServices.setUrlHandler("file", opened_folders, "open")  # type: ignore[arg-type]
    try:
        yield opened_folders
    finally:
        QDesktopServices.unsetUrlHandler("file")
