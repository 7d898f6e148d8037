"""The icon that travels with the program is the one that is drawn."""

import runpy
import struct
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desk_app.assets import resources_dir
from desk_app.views.kit import theme

PROJECT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("size", theme.ICON_SIZES)
def test_every_size_is_there_as_it_is_drawn(size: int, qapp: QApplication) -> None:
    made = runpy.run_path(str(PROJECT / "packaging" / "make_icon.py"))
    kept = QImage(str(resources_dir() / "icon" / f"{theme.PROGRAM}-{size}.png"))
    assert kept.width() == kept.height() == size
    assert kept.convertToFormat(QImage.Format.Format_ARGB32) == made["draw"](size)
    assert kept.pixelColor(0, 0).alpha() < 255
    assert kept.pixelColor(size // 2, 1).name() == "#b3261e"


def test_windows_has_all_sizes_in_one_file() -> None:
    body = (resources_dir() / "icon" / "dingji.ico").read_bytes()
    kind, count = struct.unpack("<HH", body[2:6])
    assert (kind, count) == (1, len(theme.ICON_SIZES))


def test_the_window_shows_it(qapp: QApplication) -> None:
    theme.show_icon()
    sizes = {one.width() for one in qapp.windowIcon().availableSizes()}
    assert sizes == set(theme.ICON_SIZES)
