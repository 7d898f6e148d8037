"""Where the program would open a folder in the system's own window: noted, not opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices


class Places(QObject):
    """Stands in for the system's file manager."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        """Note a folder that was to be opened."""
        self.opened.append(Path(url.toLocalFile()))


@contextmanager
def noted_places() -> Iterator[Places]:
    """Note folders instead of opening them, as long as it lasts."""
    places = Places()
    # PySide takes a text here, whatever its stubs say.
    QDesktopServices.setUrlHandler("file", places, "open")  # type: ignore[arg-type]
    try:
        yield places
    finally:
        QDesktopServices.unsetUrlHandler("file")
