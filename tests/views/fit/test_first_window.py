"""Where the first window stands, and where one that was moved off the screen comes back."""

from pathlib import Path

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desk_app.app import Program
from desk_app.services.computer import COMPUTER
from desk_app.views.settings import Settings


def test_the_first_window_fills_a_small_screen(dressed: QApplication, tmp_path: Path) -> None:
    program = Program(tmp_path, fixed=True, clock=COMPUTER)
    assert program.window.screen().availableGeometry().width() <= 1366
    program.show()
    assert program.window.isMaximized()
    _end(program)


def test_a_window_that_stood_on_a_larger_screen_is_brought_back(
    dressed: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    before = QWidget()
    qtbot.addWidget(before)
    before.setGeometry(5000, 4000, 3000, 2000)
    settings = Settings(tmp_path / "settings.ini")
    settings.set_bytes("window/geometry", QByteArray(before.saveGeometry()))
    settings.save()
    program = Program(tmp_path, fixed=True, clock=COMPUTER)
    free = program.window.screen().availableGeometry()
    program.show()
    assert not program.window.isMaximized()
    assert free.contains(program.window.geometry())
    _end(program)


def _end(program: Program) -> None:
    """Let the window go for good: it was never begun, and what it has posted is meant for it."""
    program.window.hide()
    program.end()
    program.window.deleteLater()
    QApplication.sendPostedEvents(program.window, 0)
    QApplication.processEvents()
